"""Engine messages into findings: facts by label, value and the place each was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pilu.codes import diagnose
from pilu.engine import EngineMessage, EngineRun, Ref
from pilu.engine.message import FAILING
from pilu.model.diagnostic import Diagnostic, Severity
from pilu.model.filing import Mapped
from pilu.model.output import Finding
from pilu.model.report import Fact
from pilu.model.span import Span
from pilu.model.taxonomy import Taxonomy
from pilu.validation.wording import chinese

_RANK = MappingProxyType({Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report besides its files: its facts by id, and the taxonomy's labels."""

    facts: Mapping[str, Fact]
    taxonomy: Taxonomy | None

    def label(self, ref: Ref) -> str:
        """The fact's Chinese label: the taxonomy's, else the engine's, else the concept's name."""
        namespace, _, local = ref.concept[1:].partition("}")
        if self.taxonomy is not None and namespace == self.taxonomy.namespace:
            concept = self.taxonomy.concepts.get(local)
            if concept is not None:
                return concept.zh
        labels = dict(ref.labels)
        return labels.get("zh") or labels.get("en") or local

    def fact_id(self, ref: Ref) -> str:
        """The fact's own id. In xBRL-CSV Arelle calls it ``table.r_row.column`` (xBRL-CSV 1.0, 3.4),
        where the row's id may be the fact's."""
        parts = ref.id.split(".")
        row = parts[1].removeprefix("r_") if len(parts) == 3 else ""
        return row if ref.id not in self.facts and row in self.facts else ref.id

    def spans(self, facts: Iterable[str]) -> tuple[Span, ...]:
        """Where the facts were read, one span per fact that is known."""
        return tuple(self.facts[fact].provenance.span for fact in facts if fact in self.facts)


def known(mapped: Mapped | None, taxonomy: Taxonomy | None) -> Known:
    """The facts of the mapped report, if there is one, by id."""
    facts = mapped.report.facts if mapped is not None else ()
    return Known({fact.id: fact for fact in facts}, taxonomy)


def finding(message: EngineMessage, file: str, about: Known) -> Finding:
    """One message of the file, resolved."""
    refs = [ref for ref in message.refs if ref.is_fact]
    labels = tuple(about.label(ref) for ref in refs)
    facts = tuple(about.fact_id(ref) for ref in refs)
    texts = dict(message.texts)
    text = texts.get("en") or message.text
    return Finding(
        code=message.code,
        severity=severity(message),
        text=text,
        text_zh=texts.get("zh") or chinese(message.code, message.text, dict(message.args), labels),
        file=file,
        line=next((ref.line for ref in (*refs, *message.refs) if ref.line), 0),
        facts=facts,
        labels=labels,
        spans=about.spans(facts),
        values=tuple(ref.value for ref in refs),
        files=(file,),
    )


def severity(message: EngineMessage) -> Severity:
    """An inconsistency is an error here: a filing whose sums do not add up is not valid."""
    if message.level in FAILING:
        return Severity.ERROR
    return Severity.WARNING if message.level.startswith("WARNING") else Severity.INFO


def refused(diagnostic: Diagnostic, file: str) -> Finding:
    """A file that was not validated, as a finding."""
    return Finding(
        code=diagnostic.code,
        severity=diagnostic.severity,
        text=diagnostic.text,
        text_zh=diagnostic.text_zh,
        file=file,
        line=0,
        facts=(),
        labels=(),
        spans=(),
        files=(file,),
    )


def findings_of(run: EngineRun, file: str, about: Known) -> list[Finding]:
    """The findings of one file."""
    return [finding(message, file, about) for message in run.messages]


def lost_translations(run: EngineRun) -> list[Diagnostic]:
    """One diagnostic for each wording of a message that the engine could not evaluate."""
    return [
        diagnose("validate.translation-lost", code=message.code, language=language, reason=reason)
        for message in run.messages
        for language, reason in message.lost
    ]


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What several files of a filing say of the same facts is one finding that lists the files.

    Errors come first, then by code, file and line.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    together: dict[tuple[object, ...], Finding] = {}
    for item in findings:
        about: object = tuple(sorted(item.facts)) or item.text
        in_file = (item.code, item.severity, about, item.file)
        seen[in_file] += 1
        key = (item.code, item.severity, about, seen[in_file])
        first = together.get(key)
        together[key] = item if first is None else replace(first, files=(*first.files, item.file))
    return tuple(
        sorted(
            together.values(), key=lambda one: (_RANK[one.severity], one.code, one.file, one.line, one.facts)
        )
    )
