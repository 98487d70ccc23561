"""The reading grammar of a taxonomy release: which printed words mean what.

The sheets (sections.toml, notes.csv, tables.toml, columns.toml, units.csv, marks.csv, questions.csv,
vocabulary.csv, prose.toml, forms.csv, required.csv) are read once into the frozen ``Grammar``; every
pattern is matched against folded text (``values.text.fold``). ``load_grammar`` lives in grammar_sheets.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from types import MappingProxyType

from pilu.taxonomies.labels import LONGEST_LABEL, LabelIndex, without_translation
from pilu.taxonomies.table_kinds import TableKind
from pilu.values.spelled import plain_dates

NUMBERING = re.compile(
    r"(?:第[一二三四五六七八九十百零]+[章节部]分?|§\d{1,2}(?:\.\d{1,2})*|\(?[一二三四五六七八九十]{1,3}\)?[、.]|\([一二三四五六七八九十]{1,3}\)"
    r"|(?:注释|附注)\d{1,3}[、.:]?|\(?\d{1,2}(?:\.\d{1,2}){0,4}\)[、.]?"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}(?:、(?=\d年)|[、.]?(?!\d|年|月|日|,|%)))+"
)
COVER = "cover"  # the section of what stands before the first heading
YEARS = range(1990, 2101)  # years that a report or its columns can be about
_NOTE = re.compile(r"\(人民币\)$|\((?:单位:)?(?P<said>[^()]+?)(?:人民币)?\)$")  # a currency alone, or a unit


@dataclass(frozen=True, slots=True)
class SectionRule:
    """A section of the form: its titles (without numbering) and the text block it fills;
    ``kinds`` and ``editions``: the kinds and editions of form it is of, empty for all;
    ``numbering``: how its heading must be numbered, where the same words also head something
    else; ``within``: the sections it may stand in, empty for any; ``dimensions``: of every fact read
    in it; ``subject`` and ``item``: of a note, the statement item it explains and the member that
    means this item; ``alike``: its heading is numbered as most headings of its chapter are;
    ``title_axis``: the typed axis that holds the printed title, of the rule for headings that no other
    rule knows."""

    id: str
    level: int
    titles: tuple[re.Pattern[str], ...]
    text_block: str
    issuer_prose: bool
    kinds: tuple[str, ...] = ()
    numbering: re.Pattern[str] | None = None
    editions: tuple[int, ...] = ()
    within: frozenset[str] = frozenset()
    dimensions: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    item: str = ""
    alike: bool = False
    title_axis: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """A tick-box question: its printed label and the boolean concept it answers."""

    concept: str
    label: re.Pattern[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What a column header of set ``set`` says.

    ``role``: ``value``, ``change`` or ``other``; ``offset``: years from the printed year, or
    from the fiscal year when the header prints none; ``dimensions``: (axis, member) local names;
    ``axis``: group ``member`` of the pattern is a label of a member of it (``members``: label to
    member, "" for the default), or of a typed one group ``own`` is the value; ``apart``: dimensions of
    a column that stands beside another one of the same period; ``concept``: what the column says of the
    item that a row names, whose label is then the value of the typed axis ``item`` (``*``: the row's concept
    as a part of the name).
    """

    set: str
    pattern: re.Pattern[str]
    role: str
    offset: int
    dimensions: tuple[tuple[str, str], ...]
    axis: str = ""
    members: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    apart: tuple[tuple[str, str], ...] = ()
    concept: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """A header read: role, calendar year meant (None where no year is printed: then ``offset``
    years from the fiscal year), quarter 1-4 (or 0), dimensions, those it has only beside another
    column of its period, and the concept and item axis of its own."""

    role: str
    year: int | None
    offset: int
    quarter: int
    dimensions: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str], ...] = ()
    concept: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class UnitToken:
    """A printed unit: measure id and power of ten."""

    token: str
    measure: str
    exponent: int


@dataclass(frozen=True, slots=True)
class ProseRule:
    """A sentence that states something: scope (section ids), pattern, and what it says.

    ``value``: ``text`` (group ``text``), ``number`` (groups ``num``, ``unit``), ``date`` or a
    constant ``true``/``false``; ``sign``: -1 where the words say a decrease.
    """

    id: str
    scopes: tuple[str, ...]
    pattern: re.Pattern[str]
    concept: str
    value: str
    sign: int
    dimensions: tuple[tuple[str, str], ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class ExchangeRule:
    """Which exchange and board a stock code belongs to."""

    code: re.Pattern[str]
    exchange: str
    board: str


@dataclass(frozen=True, slots=True)
class TitleRule:
    """A report title and the kind of form it announces; group ``year`` is the fiscal year."""

    pattern: re.Pattern[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something the form demands: satisfied by a fact of any of ``concepts`` or a table of any of
    the kinds ``tables``; ``boards`` (``exchange-board``), ``kinds`` and ``editions`` limit it to
    some forms."""

    id: str
    zh: str
    en: str
    section: str
    concepts: tuple[str, ...]
    tables: tuple[str, ...]
    boards: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    editions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A cross-check of rules.csv: its kind, the concepts (or words) it is about, what it demands, and the
    format of the statements that it holds in, "" for any."""

    id: str
    kind: str
    parameters: Mapping[str, str]
    zh: str = ""
    en: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything extraction and mapping know of a form."""

    kinds_supported: tuple[str, ...]
    editions: tuple[tuple[int, int], ...]
    titles: tuple[TitleRule, ...]
    exchanges: tuple[ExchangeRule, ...]
    sections: tuple[SectionRule, ...]
    questions: tuple[QuestionRule, ...]
    columns: tuple[ColumnRule, ...]
    tables: tuple[TableKind, ...]
    units: tuple[UnitToken, ...]
    marks: Mapping[str, str]
    prose: tuple[ProseRule, ...]
    prose_scopes: frozenset[str]
    required: tuple[Requirement, ...]
    vocabulary: Mapping[str, frozenset[str]]
    checks: tuple[Check, ...]
    labels: LabelIndex

    def of_form(self, kind: str, edition: int) -> Grammar:
        """What it says of reports of one kind and edition of the form."""
        sections = tuple(rule for rule in self.sections if _is_of(rule, kind, edition))
        return replace(
            self,
            sections=sections,
            tables=tuple(table for table in self.tables if _is_of(table, kind, edition)),
            required=tuple(rule for rule in self.required if _is_of(rule, kind, edition)),
            prose_scopes=frozenset(rule.id for rule in sections if rule.issuer_prose),
        )

    def of_format(self, form: str) -> Grammar:
        """What it says of statements of one format."""
        return replace(self, checks=tuple(check for check in self.checks if check.format in {"", form}))

    def stands_for(self, kinds: Iterable[str]) -> frozenset[str]:
        """Kinds of tables, and those that they are read instead of."""
        found = frozenset(kinds)
        replaced = {kind.instead_of for name in found if (kind := self.table(name)) and kind.instead_of}
        return found if replaced <= found else self.stands_for(found | replaced)

    def table(self, kind: str) -> TableKind | None:
        """The table kind of that id, or None."""
        return next((table for table in self.tables if table.id == kind), None)

    def section(self, section: str) -> SectionRule | None:
        """The section rule of that id, or None."""
        return next((rule for rule in self.sections if rule.id == section), None)

    def is_nil(self, folded: str) -> bool:
        """Whether a folded cell says "no value" (an empty one included)."""
        return folded == "" or self.marks.get(folded) == "nil"

    def unit(self, folded: str) -> UnitToken | None:
        """The unit token that a folded text is, currency words ignored."""
        for token in self.units:
            if token.token == folded:
                return token
        return None

    def column(self, rules: str, header: str) -> ColumnMeaning | None:
        """What a folded header says in the column set ``rules``; the first matching rule wins.

        A header whose year no report can have says nothing.
        """
        if len(header) > LONGEST_LABEL:
            return None
        for rule in self.columns:
            if rule.set != rules:
                continue
            match = rule.pattern.fullmatch(header)
            if match and (not rule.axis or "own" in match.groupdict() or match["member"] in rule.members):
                meaning = _meaning(rule, match)
                return meaning if meaning.year is None or meaning.year in YEARS else None
        return None

    def period_of(self, rules: str, header: str) -> tuple[ColumnMeaning | None, str]:
        """The year that a folded header says at its start or at its end, in the set ``rules``, and
        what else it says."""
        header = plain_dates(without_translation(header)) if len(header) <= LONGEST_LABEL else ""
        for rule in self.columns if header else ():
            if rule.set != rules:
                continue
            for match in (rule.pattern.match(header), _at_end(rule.pattern, header)):
                meaning = _meaning(rule, match) if match and match[0] else None
                if match and meaning and (meaning.year is None or meaning.year in YEARS):
                    return meaning, header[: match.start()] + header[match.end() :]
        return None, header

    def _plain(self, text: str) -> str:
        """A header cell without the unit and the English behind it, its dates as the sheets spell them."""
        if len(text) > LONGEST_LABEL:
            return text
        note = _NOTE.search(text)
        if note and (note["said"] is None or note["said"] in self.labels.unit_words):
            text = text[: note.start()]
        return plain_dates(without_translation(text))

    def fragment(self, rules: str, text: str) -> ColumnMeaning | None:
        """What one header cell says alone, a piece of a header included."""
        return self.column(rules, self._plain(text))

    def header_meaning(self, rules: str, path: tuple[str, ...]) -> ColumnMeaning | None:
        """What a header path (outermost text first) says, units of their own and texts printed again left
        out: read downwards, upwards, by its innermost text behind one of the others, or by that alone."""
        if not any(not self.unit(part) for part in path):
            return None
        bare = [self._plain(part) for part in path if len(path) == 1 or not self.unit(part)]
        bare = [text for text, _ in groupby(bare)]
        *outer, inner = bare
        for text in ("".join(bare), "".join(reversed(bare)), *(other + inner for other in outer), inner):
            meaning = self.column(rules, text)
            if meaning and meaning.role != "part":
                return meaning
        return None


_QUARTERS = MappingProxyType({"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4})


def _at_end(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The longest match of a pattern that reaches the end of a text."""
    starts = (start for start in range(1, len(text)) if pattern.fullmatch(text, start))
    return pattern.fullmatch(text, next(starts, len(text)))


def _is_of(rule: SectionRule | TableKind | Requirement, kind: str, edition: int) -> bool:
    return (not rule.kinds or kind in rule.kinds) and (not rule.editions or edition in rule.editions)


def _meaning(rule: ColumnRule, match: re.Match[str]) -> ColumnMeaning:
    groups = match.groupdict()
    year = groups.get("year")
    member = (groups.get("own") or rule.members[groups["member"]]) if rule.axis else ""
    return ColumnMeaning(
        role=rule.role,
        year=int(year) + rule.offset if year else None,
        offset=rule.offset,
        quarter=_QUARTERS.get(groups.get("quarter") or "", 0),
        dimensions=(*rule.dimensions, (rule.axis, member)) if member else rule.dimensions,
        apart=rule.apart,
        concept=rule.concept,
        item=rule.item,
    )
