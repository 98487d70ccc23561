"""``pilu diff``: two reports, fact by fact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from pilu import pipeline
from pilu.cli.options import FAULTY, OK, Debug, Json, Lang, Taxonomy, ground_for, refuse, screen_for
from pilu.cli.screen import Column, Screen
from pilu.diff import Change, Comparison, Mode, compare_files
from pilu.diff.comparing import local, number_of
from pilu.engine.aspects import ReadFact
from pilu.model.taxonomy import Taxonomy as LoadedTaxonomy
from pilu.taxonomies.wording import concept_words, value_words

_LONGEST = 80
_NUMBER = 30  # characters of a figure, which is not broken over lines
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_NAMESPACE = re.compile(r"\{[^}]*\}")
_PERCENT = Decimal("0.01")


def _mode(value: str) -> str:
    if value not in get_args(Mode):
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(get_args(Mode))}")
    return value


def diff(
    first: Annotated[Path, typer.Argument(metavar="A", help="The earlier report. 之前的报告。")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The later report. 之后的报告。")],
    packages: Annotated[
        list[Path] | None,
        typer.Option(
            "--packages", "-p", metavar="PACKAGE", help="A taxonomy package they need. 所需的分类标准包。"
        ),
    ] = None,
    mode: Annotated[
        str,
        typer.Option(
            "--mode",
            metavar="auto|versions|comparatives",
            callback=_mode,
            help="Versions of one report, or filings of two years. 同一报告的两版，或两个年度的报告。",
        ),
    ] = "auto",
    by_name: Annotated[
        bool, typer.Option("--by-name", help="Ignore namespaces of names. 忽略名称空间。")
    ] = False,
    taxonomy: Taxonomy = pipeline.DEFAULT_TAXONOMY,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """What differs between two reports in any XBRL format, and by how much. 比较两份报告的事实。

    A and B: XBRL, Inline XBRL, xBRL-JSON, the metadata of xBRL-CSV, or a report package. Of filings of
    two years, this year's comparatives are held against last year's filing. Exit code 0: the same
    facts; 1: they differ; 2: a report could not be used.
    """
    screen = screen_for(lang, as_json=as_json)
    ground = ground_for(taxonomy)
    if ground.value is None:
        return refuse(screen, "diff", ground.diagnostics)
    known = [ground.value.package, *(packages or [])]
    done = compare_files(first, second, packages=known, mode=cast(Mode, mode), by_name=by_name)
    if done.value is None:
        return refuse(screen, "diff", done.diagnostics)
    code = OK if done.value.equal else FAULTY
    screen.diagnostics(done.diagnostics)
    if as_json:
        found = asdict(done.value)
        document = {"command": "diff", "exit": code, "counts": done.value.counts, **found}
        screen.document({**document, "diagnostics": done.diagnostics})
    _show(screen, done.value, ground.value.taxonomy)
    return code


def _show(screen: Screen, found: Comparison, taxonomy: LoadedTaxonomy) -> None:
    if found.mode == "comparatives":
        screen.line(screen.word("diff-years"))
    if found.entities:
        screen.line(screen.word("diff-entities", before=found.entities[0], after=found.entities[1]))
    if found.changes:
        names = (
            "status",
            "concept",
            "period",
            "dimensions",
            "before",
            "after",
            "difference",
            "ratio",
            "text",
        )
        rows = [_row(screen, change, taxonomy) for change in found.changes]
        numbers = ("before", "after", "difference", "ratio")
        columns = [
            _column(screen.word(name), cells) if name in numbers else Column(screen.word(name))
            for name, cells in zip(names, zip(*rows, strict=True), strict=True)
        ]
        screen.table(columns, rows)
    counts = ", ".join(f"{count} {screen.word(f'diff-{kind}')}" for kind, count in found.counts.items())
    if found.equal:
        screen.line(screen.word("diff-equal", same=found.same))
    elif counts:
        screen.line(screen.word("diff-counts", counts=counts, same=found.same))
    if found.mode == "comparatives":
        screen.line(screen.word("diff-beyond", beyond=found.beyond, not_repeated=found.not_repeated))


def _column(heading: str, cells: tuple[str, ...]) -> Column:
    """A column of figures, none of which is broken, whatever text stands among them."""
    figures = [len(cell) for cell in cells if len(cell) <= _NUMBER]
    return Column(heading, number=len(figures) == len(cells), least=max(figures, default=0))


def _row(screen: Screen, change: Change, taxonomy: LoadedTaxonomy) -> tuple[str, ...]:
    notes = [_note(screen, name, change) for name in change.what if name != "value"]
    if change.within_rounding and "value" in change.what:
        notes.append(screen.word("diff-rounding"))
    if change.disclosed:
        said = _dimensions(change.disclosed, taxonomy, screen.language)
        notes.append(screen.word("diff-disclosed", dimensions=said))
    return (
        screen.word(f"diff-{change.kind}"),
        concept_words(local(change.concept), taxonomy, screen.language),
        _period(change.period),
        _dimensions(change.dimensions, taxonomy, screen.language),
        _value(change.before, change.after),
        _value(change.after, change.before),
        "" if change.difference is None else f"{change.difference:+,f}",
        "" if change.ratio is None else f"{(change.ratio * 100).quantize(_PERCENT):+f}%",
        "; ".join(notes),
    )


def _note(screen: Screen, name: str, change: Change) -> str:
    """What else differs, from what to what; of being nil the values speak."""
    if name == "nil":
        return screen.word(name)
    both = (_NAMESPACE.sub("", str(getattr(fact, name, ""))) for fact in (change.before, change.after))
    return f"{screen.word(name)} {' → '.join(text or '–' for text in both)}"


def _dimensions(pairs: Iterable[tuple[str, str]], taxonomy: LoadedTaxonomy, language: str) -> str:
    """What dimensions say; where the taxonomy lacks an axis, it is named."""
    return "; ".join(
        value_words(local(axis), local(member), taxonomy, language)
        if local(axis) in taxonomy.axes
        else f"{local(axis)}={local(member)}"
        for axis, member in pairs
    )


def _period(period: str) -> str:
    """The OIM's moments as the days a report prints: a midnight is the end of the day before."""
    moments = period.split("/")
    if not period or not all(moment.endswith("T00:00:00") for moment in moments):
        return period
    days = [date.fromisoformat(moment[:10]) for moment in moments]
    days[-1] -= timedelta(days=1)
    return "/".join(day.isoformat() for day in days)


def _words(fact: ReadFact | None) -> str:
    """A value as a person reads it: without the markup of a text block."""
    return "" if fact is None else " ".join(_MARKUP.sub(" ", local(fact.value)).split())


def _value(fact: ReadFact | None, other: ReadFact | None) -> str:
    """The value, digits grouped; of a long text, the stretch where it begins to differ from ``other``."""
    if fact is None:
        return ""
    if fact.nil:
        return "nil"
    number = number_of(fact)
    if number is not None and number.is_finite():
        return f"{number:,f}"
    text, against = _words(fact), _words(other)
    if text == against:  # only their markup differs, or their spaces
        text, against = fact.value, other.value if other is not None else ""
    if len(text) <= _LONGEST:
        return text
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, against, strict=False)))
    start = max(alike - _LONGEST // 4, 0)
    end = start + _LONGEST
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
