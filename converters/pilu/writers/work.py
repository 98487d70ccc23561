"""What all writers share, made once per filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jinja2 import Environment

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.filing import Filing
from pilu.model.output import OutputFile
from pilu.model.report import Fact, TextBlock
from pilu.model.taxonomy import Taxonomy
from pilu.writers.basis import Basis
from pilu.writers.characters import cleaned
from pilu.writers.contexts import contexts_of
from pilu.writers.lexical import lexical
from pilu.writers.names import names_of
from pilu.writers.page import Page, page_of
from pilu.writers.templating import render


@dataclass(frozen=True, slots=True)
class Work:
    """A filing ready to be written.

    ``fragments``: the XHTML of each text block by fact id, the same string in every format.
    """

    basis: Basis
    templates: Environment
    page: Page
    fragments: Mapping[str, str]

    def path(self, ending: str) -> str:
        """The name of an output file: the filing's stem with its ending."""
        return f"{self.basis.filing.stem}{ending}"

    def text_of(self, fact: Fact) -> str:
        """The value as an XBRL 2.1 instance writes it."""
        return lexical(fact, self.fragments)

    def file(
        self, path: str, kind: str, template: str, data: Mapping[str, object]
    ) -> Outcome[tuple[OutputFile, ...]]:
        """One file made of one template, UTF-8."""
        text = render(self.templates, template, data)
        if text.value is None:
            return Outcome(None, text.diagnostics)
        return Outcome((OutputFile(path, text.value.encode("utf-8"), kind),))


def prepare(filing: Filing, taxonomy: Taxonomy, templates: Environment) -> Outcome[Work]:
    """The filing made writable: characters that XML forbids replaced and reported, facts laid out."""
    filing, replaced = cleaned(filing)
    said: tuple[Diagnostic, ...] = ()
    if replaced:
        said = (diagnose("write.illegal-characters", source=filing.document.source.name, count=replaced),)
    report = filing.mapped.report
    basis = Basis(filing, taxonomy, names_of(report, taxonomy), contexts_of(report))
    page = page_of(basis)
    fragments = _fragments(basis, page, templates)
    if fragments.value is None:
        return Outcome(None, said + page.diagnostics + fragments.diagnostics)
    return Outcome(Work(basis, templates, page, fragments.value), said + page.diagnostics)


def _fragments(basis: Basis, page: Page, templates: Environment) -> Outcome[Mapping[str, str]]:
    """The text blocks' XHTML, block by block, joined by the line ends that stand on the page."""
    rendered: dict[int, str] = {}
    made: dict[str, str] = {}
    for fact in basis.report.facts:
        if not isinstance(fact.value, TextBlock):
            continue
        indexes = range(max(0, fact.value.start), min(fact.value.end, len(page.blocks)))
        for index in indexes:
            if index not in rendered:
                text = render(templates, "report/fragment.xhtml", {"block": page.blocks[index]})
                if text.value is None:
                    return Outcome(None, text.diagnostics)
                rendered[index] = text.value
        made[fact.id] = "\n".join(rendered[index] for index in indexes)
    return Outcome(MappingProxyType(made))
