"""What the reading grammar says of a kind of table: its columns, its rows, where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NOTE = "@note"  # stands for the item of the note that a table is in
TOTAL = re.compile("合计|总计|合计数")
SKIPPED = re.compile("小计|其中:?|减:?|加:?")


@dataclass(frozen=True, slots=True)
class RowAxis:
    """What the labels of rows are values of: members of the axis ``name`` by folded label ("" for the
    default); a label that is none of them is itself the value of the axis ``typed``, if there is one."""

    name: str
    members: Mapping[str, str]
    typed: str

    def value(self, label: str) -> tuple[str, str] | None:
        """Axis and value that a label means (the value is "" for the default member), or None."""
        if label in self.members:
            return self.name, self.members[label]
        return (self.typed, label) if self.typed else None


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A title row inside a breakdown or a list: until the next one, rows are values of ``axis`` (where it
    names one; ``members`` as in ``RowAxis``) and ``dimensions`` hold."""

    pattern: re.Pattern[str]
    axis: RowAxis | None
    dimensions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RowRule:
    """A row label that says more, or less, than a concept's name.

    The concept is ``concept``; or that of the nearest row above that ``after`` names (row concept
    to concept, "" for none: below that row the label means nothing, whatever it is elsewhere); or group
    ``item`` of the label looked up in the table's ``items``; without any of them the item of the row above
    holds. ``dimensions`` are set (``inherit``: besides those of the
    row above); ``typed`` takes its value from group ``own``; ``offset``: years from the column's.
    ``context``: the row names nothing, and its dimensions hold for the rows below it, until the
    next such row. ``own``: for the filer's own rows, which no other rule and no label knows: they say
    nothing of what a table is.
    """

    pattern: re.Pattern[str]
    dimensions: tuple[tuple[str, str], ...]
    typed: str
    inherit: bool
    concept: str
    after: Mapping[str, str]
    offset: int
    context: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A column (or row x column) of a record or pair table that carries one concept;
    ``offset``: years from the fiscal year; ``total``: the concept that the total row below the records
    states in this column; ``unit``: the one that the form prints, where the report says none; ``axis``:
    of a breakdown, the typed axis whose value is group ``own`` of the header."""

    pattern: re.Pattern[str]
    concept: str
    required: bool
    dimensions: tuple[tuple[str, str], ...] = ()
    offset: int = 0
    total: str = ""
    unit: str = ""
    axis: str = ""


@dataclass(frozen=True, slots=True)
class BreakdownColumn:
    """What a column of a breakdown carries: a field, of a calendar year or (None) of ``offset`` years
    from the fiscal year, with dimensions; ``said``: whether the header says so."""

    field: FieldRule
    year: int | None
    offset: int
    dimensions: tuple[tuple[str, str], ...]
    said: bool = False


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table of the form; ``layout`` is ``matrix``, ``records``, ``breakdown``, ``pairs`` or ``cross``.

    ``rows``: concepts a matrix row may name, ``order``: in the order of the form; ``columns``: the set
    of column rules; ``unnamed``: what its columns say where a table does not tell; ``fields``: columns of
    records, labels of pairs, ``row|column`` of cross tables; ``axis``/``subaxis``: typed axes that number
    records and lines inside a record; ``classes``: values of the key field that set dimensions;
    ``title``: captions that name the table;
    ``elsewhere``: how much must match outside ``sections`` (0: never there); ``dimensions``: of all its
    facts; ``skip_blanks``: an empty cell says nothing (elsewhere it is a nil fact); ``kinds``: the
    kinds of form it is of, empty for all; ``starts``: concepts its first row may name, where a second
    such table in the same section is one of kind ``then`` (its title is lost); ``with_member`` and
    ``without_member``: a member that one of its columns must have, or none; ``stub``: what the header
    over the row labels says; ``caption``: what a paragraph right above the table says (``near``: the
    nearest one but for unit lines and tick boxes); ``format``: the format of statements that it is of ("" for
    any), ``instead_of``: the kind it is read instead of where the table has a row of ``marks`` and no label
    that ``bars`` says.

    Of a breakdown: ``row_axes``: what its rows are values of, one per column of labels; ``periods``:
    the set of column rules that says which year a column is of, before or behind what the field says;
    ``total``: labels of the row that has no value of the axes; ``skip``: labels of rows that are no
    part of it; ``groups``: its title rows; ``tied``: its total must be what a statement says;
    ``inner``: the axis to which the values of another one move when the table is about a single line.
    ``needs_note``: it speaks of the item of a note (``@note``). ``retells``: it repeats figures of
    the statements, which hold where it differs from them. ``needs_unit``: filers print it in several
    scales, and a whole amount without a stated unit is not understood. ``closes``: rows below the
    total of a breakdown are of something else, whose title is lost.

    Of records: ``through``: numbers go on through all tables of the kind; ``years``: the key is the year
    that the line is of; ``whole``: a line whose cells are not those of the header is not read (nor in a
    breakdown); ``groups``: titles above a header or among the lines.
    A kind of pairs with an ``axis`` numbers its tables.

    Of a matrix that prints one year under the other: ``again``: the label of the row with which a year
    begins, ``closing``: that of its last row, ``told``: words of a header that say the year; where a row of
    ``adjustments`` has an amount, the balance with which the year begins has the dimensions ``before``.
    """

    id: str
    layout: str
    sections: tuple[str, ...]
    columns: str
    rows: frozenset[str]
    min_rows: int
    min_columns: int
    fields: tuple[FieldRule, ...]
    row_rules: tuple[RowRule, ...]
    items: Mapping[str, str]
    axis: str
    subaxis: str
    classes: tuple[tuple[re.Pattern[str], tuple[tuple[str, str], ...]], ...]
    title: re.Pattern[str] | None
    elsewhere: int
    dimensions: tuple[tuple[str, str], ...] = ()
    order: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    skip_blanks: bool = False
    kinds: tuple[str, ...] = ()
    editions: tuple[int, ...] = ()
    starts: frozenset[str] = frozenset()
    then: str = ""
    with_member: str = ""
    without_member: str = ""
    stub: re.Pattern[str] | None = None
    caption: re.Pattern[str] | None = None
    row_axes: tuple[RowAxis, ...] = ()
    periods: str = ""
    total: re.Pattern[str] = TOTAL
    skip: re.Pattern[str] = SKIPPED
    groups: tuple[GroupRule, ...] = ()
    tied: bool = False
    inner: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    needs_note: bool = False
    through: bool = False
    years: bool = False
    whole: bool = False
    retells: bool = False
    needs_unit: bool = False
    closes: bool = False
    near: bool = False
    dated: bool = False
    verbatim: bool = False
    again: re.Pattern[str] | None = None
    closing: re.Pattern[str] | None = None
    told: re.Pattern[str] | None = None
    adjustments: frozenset[str] = frozenset()
    before: tuple[tuple[str, str], ...] = ()
    format: str = ""
    instead_of: str = ""
    marks: frozenset[str] = frozenset()
    bars: re.Pattern[str] | None = None

    @property
    def axes_of_rows(self) -> frozenset[str]:
        """The axes that tell the rows of a breakdown apart, and the columns of a matrix of classes."""
        rows = (*self.row_axes, *(group.axis for group in self.groups if group.axis))
        classed = {axis for _, dimensions in self.classes for axis, _ in dimensions}
        return frozenset(name for axis in rows for name in (axis.name, axis.typed) if name) | classed
