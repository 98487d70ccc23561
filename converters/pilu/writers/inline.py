"""Inline XBRL 1.1: the report as a page, each figure tagged where it was printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pilu.model.diagnostic import Outcome
from pilu.model.output import OutputFile
from pilu.model.report import Fact
from pilu.writers.basis import FactWords
from pilu.writers.lexical import number
from pilu.writers.marks import Attributes, common_attributes
from pilu.writers.runs import Run
from pilu.writers.work import Work
from pilu.writers.xbrl import context_views, unit_views


@dataclass(frozen=True, slots=True)
class HiddenView:
    """A fact of the hidden part: its element, attributes and content."""

    element: str
    attributes: Attributes
    text: str


def write_inline(work: Work, written: tuple[OutputFile, ...]) -> Outcome[tuple[OutputFile, ...]]:
    """``x.xhtml``, one self-contained page without script."""
    report = work.basis.report
    data = {
        "filing": work.basis.filing,
        "report": report,
        "namespaces": work.basis.names.used,
        "contexts": context_views(work),
        "units": unit_views(work),
        "hidden": tuple(_hidden(work, fact) for fact in work.page.hidden),
        "page": work.page,
        "tips": _tips(work),
    }
    return work.file(work.path(".xhtml"), "ixbrl", "ixbrl/report.xhtml", data)


def _hidden(work: Work, fact: Fact) -> HiddenView:
    """The fact with its plain value as content; a number's sign as an attribute."""
    attributes = list(common_attributes(work.basis, fact))
    element = "ix:nonNumeric" if fact.unit is None else "ix:nonFraction"
    text = work.text_of(fact)
    if fact.value is None:
        attributes.append(("xsi:nil", "true"))
    elif isinstance(fact.value, Decimal):
        text = number(abs(fact.value))
        attributes.append(("format", "ixt:num-dot-decimal"))
        if fact.value < 0:
            attributes.append(("sign", "-"))
    return HiddenView(element, tuple(attributes), text)


def _tips(work: Work) -> tuple[FactWords, ...]:
    """Facts inside text blocks. A title of their own would become part of the text block's value,
    so style rules show their words."""
    inside = {step.index for step in work.page.flow if step.kind == "block" and step.inside}
    found: dict[str, FactWords] = {}
    for index in sorted(inside):
        block = work.page.blocks[index]
        cells = (
            [cell.runs for row in block.table.head + block.table.body for cell in row] if block.table else []
        )
        for runs in (block.runs, *cells):
            found.update((words.id, words) for words in _words(runs))
    return tuple(found.values())


def _words(runs: tuple[Run, ...]) -> list[FactWords]:
    words: list[FactWords] = []
    for run in runs:
        if run.mark is not None and run.mark.tags:
            words.append(run.mark.words)
        words.extend(_words(run.runs))
    return words
