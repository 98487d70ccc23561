"""Figures that others read in reports of the same years, against the facts of a report.

The others read the report of the year itself; the report of the next year may have restated a figure.
Whether a report prints a figure as that of its item is settled by its text alone, whatever Pilu or
anybody's explanation says of it: the digits stand in a row or a paragraph that names the item, or that
names nothing. The explanations of what differs are printed beside it, and change no count.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pilu.model.document import Document, Paragraph, Table
from pilu.model.filing import Mapped
from pilu.model.report import Duration, Fact, Instant
from pilu.model.span import describe
from pilu.values.numbers import parse_number

COLUMNS = Path(__file__).with_name("third_party.csv")  # file, label, concept
EXPLAINED = Path(__file__).with_name("third_party_explained.csv")  # file, year, concept, explanation
UNEXPLAINED = "NOT EXPLAINED"
SCALES = (0, 3, 4, 6, 8)  # yuan, thousands, ten thousands, millions, hundred millions
TELLING = 8  # characters of a figure that stand nowhere by chance
HALF_CENT = Decimal("0.005")
Where = Literal["as the item", "of other items only", "nowhere"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A third party's figure: what its column is called, the concept of that, the value."""

    label: str
    concept: str
    value: Decimal


@dataclass(slots=True)
class Compared:
    """What the reports gave so far: how many figures agree, and a line on each other one."""

    agreed: int = 0
    others: dict[Where, list[str]] = field(default_factory=lambda: defaultdict(list))


Known = dict[tuple[str, int], list[Figure]]


def known_figures(folder: Path) -> Known:
    """Third-party figures by stock code and year."""
    known: Known = defaultdict(list)
    columns = _rows(COLUMNS)
    for name in sorted({column["file"] for column in columns}):
        concepts = {column["label"]: column["concept"] for column in columns if column["file"] == name}
        for row in _rows(folder / name):
            known[row["股票代码"], int(row["报告年份"])].extend(
                Figure(label, concept, Decimal(row[label]))
                for label, concept in concepts.items()
                if row.get(label)
            )
    return known


def compare(document: Document, mapped: Mapped, known: Known, compared: Compared) -> None:
    """Both years of a report; a figure that it prints as the one before a restatement agrees."""
    report = mapped.report
    explained = {(r["file"], r["year"], r["concept"]): r["explanation"] for r in _rows(EXPLAINED)}
    for year in (report.period.end.year, report.period.end.year - 1):
        facts = [f for f in report.facts if _year_of(f) == year and isinstance(f.value, Decimal)]
        for figure in known.get((report.entity.identifier, year), ()):
            stated = [fact for fact in facts if fact.concept.local == figure.concept]
            plain = next((fact for fact in stated if not fact.dimensions), None)
            before = [f for f in stated if [d.axis.local for d in f.dimensions] == ["RestatementAxis"]]
            if any(_is(fact.value, figure.value) for fact in (plain, *before) if fact):
                compared.agreed += 1
                continue
            name, where = document.source.name, where_printed(document, figure)
            said = f"{name} {year} {figure.concept}: {figure.value} there, {_here(plain, figure, mapped)}"
            if where != "nowhere":
                said += f"; {explained.get((name, str(year), figure.concept), UNEXPLAINED)}"
            compared.others[where].append(said)


def show(compared: Compared) -> None:
    """Prints how many agree, of those that the reports print, and a line on each other one."""
    different = len(compared.others["as the item"])
    printed = compared.agreed + different
    print(f"\nthird-party figures that the reports print as the item: {printed}")
    print(f"  agree: {compared.agreed} ({compared.agreed / max(printed, 1):.4f}), different: {different}")
    for where, lines in sorted(compared.others.items()):
        print(f"third-party figures without the same fact, printed {where}: {len(lines)}")
        for line in lines:
            print(f"  {line}")


def where_printed(document: Document, figure: Figure) -> Where:
    """Where the digits of a figure stand: in any line that names the item or nothing, or in others."""
    lines = [words for digits, words in _lines(document) if any(f in digits for f in _forms(figure.value))]
    if not lines:
        return "nowhere"
    named = any(len(words) < 2 or _names(words, figure.label) for words in lines)
    return "as the item" if named else "of other items only"


def _lines(document: Document) -> Iterator[tuple[str, str]]:
    """The digits and the words of every paragraph and every row of a table, without what parts them."""
    for block in document.blocks:
        texts: dict[int, str] = defaultdict(str)
        if isinstance(block, Table):
            for cell in block.cells:
                texts[cell.row] += cell.text
        elif isinstance(block, Paragraph):
            texts[0] = block.text
        for text in texts.values():
            plain = unicodedata.normalize("NFKC", text)
            digits = re.sub(r"[^\d.]", "", plain)
            yield re.sub(r"(\.\d\d)(?=\d)", r"\1 ", digits), _words(plain)  # after cents another one begins


def _forms(value: Decimal) -> set[str]:
    """How a figure may be printed: in yuan, and as far as that tells it from others in larger units, or
    without the cents where there are none."""
    size = abs(value)
    forms = {f"{size.scaleb(-scale):.2f}" for scale in SCALES}
    if size == size.to_integral_value():
        forms.add(f"{size:.0f}")
    return {form for form in forms if len(form) >= TELLING} | {f"{size:.2f}"}


def _names(words: str, label: str) -> bool:
    """Whether words hold the characters of a label in order (labels are printed at more length)."""
    rest = iter(words)
    return all(character in rest for character in _words(label))


def _words(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def _here(fact: Fact | None, figure: Figure, mapped: Mapped) -> str:
    """What Pilu says instead: its fact and how sure it is, or the fates of the cells with that figure."""
    if fact:
        sure = fact.provenance.confidence
        return f"{fact.value} here ({describe(fact.provenance.span)}, confidence {sure:.2f})"
    fates = {
        f"{entry.status} {entry.reason}".strip()
        for entry in mapped.ledger
        if (number := parse_number(entry.raw)) and _is(number.value.copy_abs(), abs(figure.value))
    }
    return f"nothing here (cells: {', '.join(sorted(fates)) or 'none'})"


def _is(value: object, wanted: Decimal) -> bool:
    return isinstance(value, Decimal) and abs(value - wanted) <= HALF_CENT


def _year_of(fact: Fact) -> int:
    match fact.period:
        case Instant(day):
            return day.year if (day.month, day.day) == (12, 31) else 0
        case Duration(start, end):
            return end.year if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) else 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
