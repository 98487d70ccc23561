"""The grammar's sheets into a Grammar: every row checked, every mistake named with its place.

Layout of the sheets: docs/taxonomy.md. TOML where rows nest, CSV where a row is a line.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.grammar import (
    Check,
    ColumnRule,
    ExchangeRule,
    Grammar,
    ProseRule,
    QuestionRule,
    Requirement,
    SectionRule,
    TitleRule,
    UnitToken,
)
from pilu.taxonomies.labels import label_index
from pilu.taxonomies.sheets import alike, parts_of
from pilu.taxonomies.table_kinds import (
    NOTE,
    SKIPPED,
    TOTAL,
    FieldRule,
    GroupRule,
    RowAxis,
    RowRule,
    TableKind,
)
from pilu.values.text import fold

_AMOUNT = r"(?P<num>-?[\d,]+(?:\.\d+)?)(?P<unit>亿元|百万元|万元|千元|元)"
_RATE = r"(?P<num>-?[\d,]+(?:\.\d+)?)(?P<unit>%)"
_NOTE_LEVEL = 3  # of the notes and policies inside a chapter of the notes
Row = Mapping[str, Any]


class _Wrong(Exception):
    """A mistake in one row; caught where the row is read."""


@dataclass(slots=True)
class _Sheets:
    """Reads sheets of one folder and collects what is wrong with them."""

    folder: Path
    taxonomy: Taxonomy
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def each(self, name: str, key: str, build: Callable[[Row], Any]) -> tuple[Any, ...]:
        """``build`` applied to every row of a sheet (a CSV sheet may have parts, one per chapter); rows
        that fail are reported and left out."""
        built = []
        for part in parts_of(self.folder, name.removesuffix(".csv")) if name.endswith(".csv") else (name,):
            for place, row in self._rows(part, key):
                try:
                    built.append(build(row))
                except (_Wrong, KeyError, ValueError, TypeError, AttributeError, re.error) as wrong:
                    said = f"missing {wrong}" if isinstance(wrong, KeyError) else str(wrong)
                    told = diagnose("taxonomy.sheet-row", sheet=part, row=place, problem=said)
                    self.diagnostics.append(told)
        return tuple(built)

    def all_of(self, stem: str, key: str, build: Callable[[Row], Any]) -> tuple[Any, ...]:
        """The rows of every sheet whose name begins with ``stem``, sheets in order of name: one per
        family of forms."""
        names = sorted(path.name for path in self.folder.glob(f"{stem}*.toml"))
        return tuple(row for name in names or [f"{stem}.toml"] for row in self.each(name, key, build))

    def _rows(self, name: str, key: str) -> Iterator[tuple[str, Row]]:
        try:
            text = (self.folder / name).read_text("utf-8-sig")
            if name.endswith(".toml"):
                sheet = tomllib.loads(text)
                kinds = {"kinds": sheet["kinds"]} if "kinds" in sheet else {}
                rows = enumerate(alike(sheet[key]), 1)
                yield from ((f"{key} {n}", {**kinds, **row}) for n, row in rows)
            else:
                yield from ((f"line {n}", row) for n, row in enumerate(csv.DictReader(io.StringIO(text)), 2))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, csv.Error) as wrong:
            self.diagnostics.append(diagnose("taxonomy.sheet-unreadable", sheet=name, problem=_said(wrong)))

    def concept(self, name: str) -> str:
        """``name``, which must be a concept of the taxonomy (or empty, or a note's own, or * for a row's)."""
        if name and name != NOTE and "*" not in name and name not in self.taxonomy.concepts:
            raise _Wrong(f"no concept {name}")
        return name

    def dimensions(self, text: str | Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """``Axis=Member`` pairs, checked against the taxonomy."""
        pairs = list(text.items()) if not isinstance(text, str) else [_pair(part) for part in text.split()]
        for axis, member in pairs:
            if axis not in self.taxonomy.axes:
                raise _Wrong(f"no axis {axis}")
            if member != NOTE and member not in self.taxonomy.members and not self.taxonomy.axes[axis].typed:
                raise _Wrong(f"no member {member}")
        return tuple(sorted(pairs))

    def member(self, name: str) -> str:
        """``name``, which must be a member of the taxonomy (or empty)."""
        if name and name not in self.taxonomy.members:
            raise _Wrong(f"no member {name}")
        return name

    def typed_axis(self, name: str) -> str:
        """``name``, which must be a typed axis of the taxonomy (or empty)."""
        if name and not (name in self.taxonomy.axes and self.taxonomy.axes[name].typed):
            raise _Wrong(f"no typed axis {name}")
        return name

    def kinds(self, names: Iterable[str]) -> tuple[str, ...]:
        """Kinds of form, which must be filed with an entry point of the taxonomy."""
        for name in names:
            if name not in self.taxonomy.filings:
                raise _Wrong(f"no entry point for the kind {name}")
        return tuple(names)

    def editions(self, years: Iterable[int]) -> tuple[int, ...]:
        """Editions of the form, which the release must name."""
        named = tuple(years)
        if unknown := sorted(set(named) - set(self.taxonomy.editions)):
            raise _Wrong(f"no edition {unknown[0]}")
        return named

    def members(self, axis: str) -> Mapping[str, str]:
        """The members of an axis by their folded labels; the default is ""."""
        if axis and axis not in self.taxonomy.axes:
            raise _Wrong(f"no axis {axis}")
        found = [m for m in self.taxonomy.members.values() if m.axis.local == axis]
        default = self.taxonomy.axes[axis].default if axis else None
        return MappingProxyType(
            {
                fold(label): "" if member.name == default else member.name.local
                for member in found
                for label in (member.zh, *member.aliases)
            }
        )

    # one method per kind of row

    def section(self, row: Row) -> SectionRule:
        return SectionRule(
            row["id"],
            row["level"],
            tuple(re.compile(title) for title in row["titles"]),
            self.concept(row.get("text_block", "")),
            row.get("issuer_prose", False),
            self.kinds(row.get("kinds", ())),
            re.compile(row["numbering"]) if "numbering" in row else None,
            self.editions(row.get("editions", ())),
            frozenset(row.get("within", ())),
            self.dimensions(row.get("dimensions", {})),
            self.concept(row.get("subject", "")),
            self.member(row.get("item", "")),
            title_axis=self.axis(row["title_axis"]) if "title_axis" in row else "",
        )

    def note(self, row: Row) -> SectionRule:
        """A section of notes.csv, inside one of the chapters ``within``."""
        if not row["within"].split():
            raise _Wrong("a note stands within a section")
        return SectionRule(
            row["id"],
            _NOTE_LEVEL,
            tuple(re.compile(title) for title in row["titles"].split(" | ")),
            self.concept(row["text_block"]),
            issuer_prose=False,
            within=frozenset(row["within"].split()),
            subject=self.concept(row["subject"]),
            item=self.member(row["item"]),
            alike=True,
        )

    def question(self, row: Row) -> QuestionRule:
        return QuestionRule(self.concept(row["concept"]), re.compile(row["label"]), row["negated"] == "yes")

    def column(self, row: Row) -> ColumnRule:
        return ColumnRule(
            row["set"],
            re.compile(row["pattern"]),
            row["role"],
            row.get("offset", 0),
            self.dimensions(row.get("dimensions", {})),
            row.get("axis", ""),
            self.members(row.get("axis", "")),
            self.dimensions(row.get("apart", {})),
            self.concept(row.get("concept", "")),
            self.typed_axis(row.get("item", "")),
        )

    def table(self, row: Row) -> TableKind:
        return TableKind(
            id=row["id"],
            layout=row["layout"],
            sections=tuple(row.get("sections", ())),
            columns=row.get("columns", ""),
            rows=frozenset(self.concept(name) for name in row.get("rows", ())),
            min_rows=row.get("min_rows", 2),
            min_columns=row.get("min_columns", 2),
            fields=tuple(self._field(entry) for entry in row.get("field", ())),
            row_rules=tuple(self._row_rule(entry) for entry in row.get("row", ())),
            items=MappingProxyType({k: self.concept(v) for k, v in row.get("items", {}).items()}),
            axis=row.get("axis", ""),
            subaxis=row.get("subaxis", ""),
            classes=tuple(
                (re.compile(entry["pattern"]), self.dimensions(entry["dimensions"]))
                for entry in row.get("class", ())
            ),
            title=_pattern(row, "title"),
            elsewhere=row.get("elsewhere", 0),
            dimensions=self.dimensions(row.get("dimensions", {})),
            order=tuple(row.get("rows", ())),
            unnamed=tuple(row.get("unnamed", ())),
            skip_blanks=row.get("skip_blanks", False),
            kinds=self.kinds(row.get("kinds", ())),
            editions=self.editions(row.get("editions", ())),
            starts=frozenset(self.concept(name) for name in row.get("starts", ())),
            then=row.get("then", ""),
            with_member=self.member(row.get("with_member", "")),
            without_member=self.member(row.get("without_member", "")),
            stub=_pattern(row, "stub"),
            caption=_pattern(row, "caption"),
            row_axes=tuple(self.row_axis(name) for name in row.get("row_axes", ())),
            periods=row.get("periods", ""),
            total=re.compile(row["total"]) if "total" in row else TOTAL,
            skip=re.compile(row["skip"]) if "skip" in row else SKIPPED,
            groups=tuple(self._group(entry) for entry in row.get("group", ())),
            through=row.get("through", False),
            years=row.get("years", False),
            whole=row.get("whole", False),
            tied=row.get("tied", False),
            inner=MappingProxyType({self.axis(k): self.axis(v) for k, v in row.get("inner", {}).items()}),
            needs_note=NOTE in str(row),
            retells=row.get("retells", False),
            needs_unit=row.get("needs_unit", False),
            closes=row.get("closes", False),
            near=row.get("near", False),
            dated=row.get("dated", False),
            verbatim=row.get("verbatim", False),
            again=_pattern(row, "again"),
            closing=_pattern(row, "closing"),
            told=_pattern(row, "told"),
            adjustments=frozenset(self.concept(name) for name in row.get("adjustments", ())),
            before=self.dimensions(row.get("before", {})),
            format=row.get("format", ""),
            instead_of=row.get("instead_of", ""),
            marks=frozenset(self.concept(name) for name in row.get("marks", ())),
            bars=_pattern(row, "bars"),
        )

    def axis(self, name: str) -> str:
        """``name``, which must be an axis of the taxonomy."""
        if name not in self.taxonomy.axes:
            raise _Wrong(f"no axis {name}")
        return name

    def row_axis(self, names: str) -> RowAxis:
        """What rows are values of: an axis, or an explicit axis and a typed one for other labels."""
        first, _, second = names.partition("|")
        members = self.members(first)
        typed = [name for name in (first, second) if name and self.taxonomy.axes[self.axis(name)].typed]
        return RowAxis(first, members, typed[0] if typed else "")

    def _group(self, row: Row) -> GroupRule:
        return GroupRule(
            re.compile(row["pattern"]),
            self.row_axis(row["axis"]) if "axis" in row else None,
            self.dimensions(row.get("dimensions", {})),
        )

    def _field(self, row: Row) -> FieldRule:
        return FieldRule(
            re.compile(row["pattern"]),
            self.concept(row["concept"]),
            row.get("required", False),
            self.dimensions(row.get("dimensions", {})),
            row.get("offset", 0),
            self.concept(row.get("total", "")),
            row.get("unit", ""),
            row.get("axis", ""),
        )

    def _row_rule(self, row: Row) -> RowRule:
        return RowRule(
            re.compile(row["pattern"]),
            self.dimensions(row.get("dimensions", {})),
            row.get("typed", ""),
            row.get("inherit", False),
            self.concept(row.get("concept", "")),
            MappingProxyType({self.concept(k): self.concept(v) for k, v in row.get("after", {}).items()}),
            row.get("offset", 0),
            row.get("context", False),
            row.get("own", False),
        )

    def prose(self, row: Row) -> ProseRule:
        pattern = row["pattern"].replace("{AMOUNT}", _AMOUNT).replace("{RATE}", _RATE)
        return ProseRule(
            row["id"],
            tuple(row["scope"]),
            re.compile(pattern),
            self.concept(row["concept"]),
            row["value"],
            row.get("sign", 1),
            self.dimensions(row.get("dimensions", {})),
            row["confidence"],
        )

    def requirement(self, row: Row) -> Requirement:
        return Requirement(
            row["id"],
            row["zh"],
            row["en"],
            row["section"],
            tuple(self.concept(name) for name in row["concepts"].split()),
            tuple(row["tables"].split()),
            tuple(row["boards"].split()),
            self.kinds(row["kinds"].split()),
            self.editions(int(year) for year in row["editions"].split()),
        )


def load_grammar(folder: Path, taxonomy: Taxonomy) -> Outcome[Grammar]:
    """The reading grammar of the taxonomy release in ``folder``; no value if a row is wrong."""
    sheets = _Sheets(folder, taxonomy)
    sections = (
        *sheets.all_of("sections", "section", sheets.section),
        *sheets.each("notes.csv", "", sheets.note),
    )
    units = sheets.each(
        "units.csv", "", lambda row: UnitToken(row["token"], row["measure"], int(row["exponent"]))
    )
    grammar = Grammar(
        kinds_supported=tuple(sorted(taxonomy.filings)),
        editions=sheets.each("forms.toml", "edition", lambda row: (row["from_year"], row["edition"])),
        titles=sheets.each(
            "forms.toml", "title", lambda row: TitleRule(re.compile(row["pattern"]), row["kind"])
        ),
        exchanges=sheets.each(
            "forms.toml",
            "exchange",
            lambda row: ExchangeRule(re.compile(row["code"]), row["exchange"], row["board"]),
        ),
        sections=sections,
        questions=sheets.each("questions.csv", "", sheets.question),
        columns=sheets.all_of("columns", "column", sheets.column),
        tables=sheets.all_of("tables", "table", sheets.table),
        units=tuple(sorted(units, key=lambda token: (-len(token.token), token.token))),
        marks=MappingProxyType(dict(sheets.each("marks.csv", "", lambda row: (row["text"], row["mark"])))),
        prose=sheets.each("prose.toml", "prose", sheets.prose),
        prose_scopes=frozenset(rule.id for rule in sections if rule.issuer_prose),
        required=sheets.each("required.csv", "", sheets.requirement),
        vocabulary=MappingProxyType(
            dict(
                sheets.each(
                    "vocabulary.csv",
                    "",
                    lambda r: (sheets.concept(r["concept"]), frozenset(r["words"].split())),
                )
            )
        ),
        checks=sheets.each("rules.csv", "", _check),
        labels=label_index(taxonomy, frozenset(token.token for token in units)),
    )
    return Outcome(None if sheets.diagnostics else grammar, tuple(sheets.diagnostics))


def _check(row: Row) -> Check:
    parameters = dict(_pair(part) for part in row["concepts"].split())
    return Check(row["id"], row["kind"], MappingProxyType(parameters), row["zh"], row["en"], row["format"])


def _pattern(row: Row, key: str) -> re.Pattern[str] | None:
    return re.compile(row[key]) if row.get(key) else None


def _pair(text: str) -> tuple[str, str]:
    axis, _, member = text.partition("=")
    return axis, member


def _said(wrong: Exception) -> str:
    if isinstance(wrong, KeyError):
        return f"missing {wrong}"
    return getattr(wrong, "strerror", None) or str(wrong)
