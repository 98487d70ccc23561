"""The grammar's sheets into a Grammar: every row checked, every mistake named with its place.

Layout of the sheets: docs/taxonomy.md. TOML where rows nest, CSV where a row is a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pilu.model.diagnostic import Outcome
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.grammar import (
    COVER,
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
from pilu.taxonomies.grammar_rows import Row, RowReader, Wrong, pair_of
from pilu.taxonomies.labels import label_index
from pilu.taxonomies.references import BOARD, COLUMNS, SECTION, TABLE, References
from pilu.taxonomies.sheets import SheetReader
from pilu.taxonomies.table_kinds import (
    NOTE,
    SKIPPED,
    TOTAL,
    FieldRule,
    GroupRule,
    RowRule,
    TableKind,
)

_AMOUNT = r"(?P<num>-?[\d,]+(?:\.\d+)?)(?P<unit>亿元|百万元|万元|千元|元)"
_RATE = r"(?P<num>-?[\d,]+(?:\.\d+)?)(?P<unit>%)"
_NOTE_LEVEL = 3  # of the notes and policies inside a chapter of the notes


@dataclass(slots=True)
class _Sheets(RowReader):
    """One method per kind of row."""

    def section(self, row: Row) -> SectionRule:
        return SectionRule(
            self.names.give(SECTION, row["id"]),
            row["level"],
            tuple(re.compile(title) for title in row["titles"]),
            self.concept(row.get("text_block", ""), "textBlock"),
            row.get("issuer_prose", False),
            self.kinds(row.get("kinds", ())),
            re.compile(row["numbering"]) if "numbering" in row else None,
            self.editions(row.get("editions", ())),
            frozenset(self.names.use(SECTION, "within", row.get("within", ()))),
            self.dimensions(row.get("dimensions", {})),
            self.concept(row.get("subject", "")),
            self.member(row.get("item", "")),
            title_axis=self.own_axis(row, "title_axis"),
        )

    def note(self, row: Row) -> SectionRule:
        """A section of notes.csv, inside one of the chapters ``within``."""
        return SectionRule(
            self.names.give(SECTION, row["id"]),
            _NOTE_LEVEL,
            tuple(re.compile(title) for title in row["titles"].split(" | ")),
            self.concept(row["text_block"], "textBlock"),
            issuer_prose=False,
            within=frozenset(self.names.use(SECTION, "within", row["within"].split())),
            subject=self.concept(row["subject"]),
            item=self.member(row["item"]),
            alike=True,
        )

    def question(self, row: Row) -> QuestionRule:
        return QuestionRule(
            self.concept(row["concept"], "boolean"), re.compile(row["label"]), row["negated"] == "yes"
        )

    def column(self, row: Row) -> ColumnRule:
        pattern = re.compile(row["pattern"])
        if row.get("axis") and not {"member", "own"} & set(pattern.groupindex):
            en, zh = (
                "an axis needs the group member or own in the pattern",
                "有维度时正则表达式须含 member 或 own 组",
            )
            raise Wrong(en, zh)
        return ColumnRule(
            self.names.give(COLUMNS, row["set"]),
            pattern,
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
            id=self.names.give(TABLE, row["id"], once=True),
            layout=row["layout"],
            sections=self.names.use(SECTION, "sections", row["sections"]),
            columns=self.set_of(row, "columns"),
            rows=frozenset(self.concept(name) for name in row.get("rows", ())),
            min_rows=row.get("min_rows", 2),
            min_columns=row.get("min_columns", 2),
            fields=tuple(self._field(entry) for entry in row.get("field", ())),
            row_rules=tuple(self._row_rule(entry) for entry in row.get("row", ())),
            items=MappingProxyType({k: self.concept(v) for k, v in row.get("items", {}).items()}),
            axis=self.own_axis(row, "axis"),
            subaxis=self.own_axis(row, "subaxis"),
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
            then=self.names.use(TABLE, "then", (row.get("then", ""),))[0],
            with_member=self.member(row.get("with_member", "")),
            without_member=self.member(row.get("without_member", "")),
            stub=_pattern(row, "stub"),
            caption=_pattern(row, "caption"),
            row_axes=tuple(self.row_axis(name) for name in row.get("row_axes", ())),
            periods=self.set_of(row, "periods"),
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
            format=self.format(row.get("format", "")),
            instead_of=self.names.use(TABLE, "instead_of", (row.get("instead_of", ""),))[0],
            marks=frozenset(self.concept(name) for name in row.get("marks", ())),
            bars=_pattern(row, "bars"),
        )

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
            self.own_axis(row, "axis"),
        )

    def _row_rule(self, row: Row) -> RowRule:
        return RowRule(
            re.compile(row["pattern"]),
            self.dimensions(row.get("dimensions", {})),
            self.own_axis(row, "typed"),
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
            self.names.use(SECTION, "scope", row["scope"]),
            _with_groups(re.compile(pattern), row["value"]),
            self.concept(row["concept"]),
            row["value"],
            row.get("sign", 1),
            self.dimensions(row.get("dimensions", {})),
            row["confidence"],
        )

    def edition(self, row: Row) -> tuple[int, int]:
        return (row["from_year"], *self.editions([row["edition"]]))

    def title(self, row: Row) -> TitleRule:
        return TitleRule(re.compile(row["pattern"]), *self.kinds([row["kind"]]))

    def exchange(self, row: Row) -> ExchangeRule:
        self.names.give(BOARD, f"{row['exchange']}-{row['board']}")
        return ExchangeRule(re.compile(row["code"]), row["exchange"], row["board"])

    def words(self, row: Row) -> tuple[str, frozenset[str]]:
        return self.concept(row["concept"]), frozenset(row["words"].split())

    def requirement(self, row: Row) -> Requirement:
        return Requirement(
            row["id"],
            row["zh"],
            row["en"],
            self.names.use(SECTION, "section", (row["section"],))[0],
            tuple(self.concept(name) for name in row["concepts"].split()),
            self.names.use(TABLE, "tables", row["tables"].split()),
            self.names.use(BOARD, "boards", row["boards"].split()),
            self.kinds(row["kinds"].split()),
            self.editions(int(year) for year in row["editions"].split()),
        )


def load_grammar(folder: Path, taxonomy: Taxonomy) -> Outcome[Grammar]:
    """The reading grammar of the taxonomy release in ``folder``; no value if a row is wrong."""
    reader = SheetReader(folder)
    sheets = _Sheets(reader, taxonomy, References(reader))
    sheets.names.give(SECTION, COVER)
    sections = (
        *sheets.all_of("sections", "section", sheets.section),
        *sheets.each("notes", sheets.note, "id"),
    )
    units = sheets.each("units", _unit, "token")
    columns = sheets.all_of("columns", "column", sheets.column)
    tables = sheets.all_of("tables", "table", sheets.table)
    grammar = Grammar(
        kinds_supported=tuple(sorted(taxonomy.filings)),
        editions=sheets.tables("forms", "edition", sheets.edition),
        titles=sheets.tables("forms", "title", sheets.title),
        exchanges=sheets.tables("forms", "exchange", sheets.exchange),
        sections=sections,
        questions=sheets.each("questions", sheets.question),
        columns=columns,
        tables=tables,
        units=tuple(sorted(units, key=lambda token: (-len(token.token), token.token))),
        marks=MappingProxyType(dict(sheets.each("marks", lambda row: (row["text"], row["mark"]), "text"))),
        prose=sheets.tables("prose", "prose", sheets.prose),
        prose_scopes=frozenset(rule.id for rule in sections if rule.issuer_prose),
        required=sheets.each("required", sheets.requirement, "id"),
        vocabulary=MappingProxyType(dict(sheets.each("vocabulary", sheets.words, "concept"))),
        checks=sheets.each("rules", _check, "id"),
        labels=label_index(taxonomy, frozenset(token.token for token in units)),
    )
    sheets.names.settle()
    told = reader.causes()
    return Outcome(None if told else grammar, told)


def _unit(row: Row) -> UnitToken:
    return UnitToken(row["token"], row["measure"], int(row["exponent"]))


def _with_groups(pattern: re.Pattern[str], value: str) -> re.Pattern[str]:
    """The pattern of a sentence, which must have the group that its value is read from."""
    group = {"text": "text", "number": "num"}.get(value, "")
    if group and group not in pattern.groupindex:
        raise Wrong(f"the value {value} needs the group {group}", f"{value} 类取值须有 {group} 组")
    return pattern


def _check(row: Row) -> Check:
    parameters = dict(pair_of(part) for part in row["concepts"].split())
    return Check(row["id"], row["kind"], MappingProxyType(parameters), row["zh"], row["en"], row["format"])


def _pattern(row: Row, key: str) -> re.Pattern[str] | None:
    return re.compile(row[key]) if row.get(key) else None
