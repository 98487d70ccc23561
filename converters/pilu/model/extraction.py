"""What extraction found: sections, tables, candidates, and the account of every cell."""

from __future__ import annotations

from dataclasses import dataclass

from pilu.model.document import Place
from pilu.model.evidence import Evidence
from pilu.model.span import Span

NOTE_LINK = "note"  # the code of the evidence that names a row's note
COLUMN_UNSURE = "columns-not-summed"  # the code of the evidence that a figure's column is in doubt
COLUMNS_LOST = "columns-lost"  # the code of the evidence that a table has fewer columns than its header
PERIODS_ASSUMED = "periods-assumed"  # the codes of the evidence that columns say no period,
YEARS_UNLIKELY = "years-unlikely"  # or none of the fiscal year
ROW_ASSUMED = "column-beneath"  # the code of the evidence that a figure's row is assumed
LABEL_ABOVE = "label-above"  # or its label, which is that of the row above
COUNT_UNSURE = "lines-miscounted"  # the code of the evidence that the number of a record is in doubt
UNIT_UNLIKELY = "unit-unlikely"  # the code of the evidence that an amount is out of scale
UNKNOWN_UNIT = "not-understood"  # the origin of a hint: a unit is printed that the sheets do not have


@dataclass(frozen=True, slots=True)
class Form:
    """Which form the report follows: ids of the taxonomy's forms sheet, and the year it covers."""

    kind: str
    exchange: str
    board: str
    edition: int
    fiscal_year: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report: blocks ``start`` (its heading) to ``end`` (half-open); ``name``: its
    title, folded, without number and tick box."""

    id: str
    title: str
    level: int
    start: int
    end: int
    title_start: int = 0
    title_end: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class UnitHint:
    """The unit said for a cell, and who said it.

    ``measure``: a unit id of the units sheet (``CNY``, ``shares`` …) or ""; ``exponent``: power
    of ten of the scale (4 for ten thousand); ``origin``: ``cell``, ``label``, ``header``,
    ``unit-line``, ``form``, ``inherited`` or ``UNKNOWN_UNIT``; ``span``: where it was said.
    """

    measure: str
    exponent: int
    origin: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A printed value that may become a fact; nothing about concepts is decided yet.

    ``table``: id of the table kind (or prose rule, question, cover rule) that found it;
    ``row_path`` / ``column_path``: folded labels from the outside in; ``record``: 1-based line of
    a record table and ``subrecord`` the line inside it; ``subject``: the concept that the row,
    the record's column or the sentence names (a change column still names its base concept);
    ``dimensions``: (axis, member or typed value) that labels name; ``units``: what was said of the
    unit, nearest first; ``offset``: years from the fiscal year where the column says so;
    ``or_columns``: paths of other columns that the value may belong to instead.
    """

    id: str
    table: str
    section: str
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    raw: str
    place: Place
    span: Span
    units: tuple[UnitHint, ...] = ()
    record: int = 0
    subrecord: int = 0
    subject: str = ""
    dimensions: tuple[tuple[str, str], ...] = ()
    offset: int = 0
    or_columns: tuple[tuple[str, ...], ...] = ()
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class TableFound:
    """One table of the document: the kinds recognised in it, or none, and where it stands."""

    block: int
    kinds: tuple[str, ...]
    caption: str
    section: str
    rows: int
    columns: int
    numeric_cells: int
    span: Span


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The fate of one cell (or prose figure).

    ``status``: ``fact``, ``duplicate``, ``explained`` or ``unrecognised``; ``reason``: a reason
    code of ``reasons.REASONS`` unless it is a fact; ``fact``: the fact's id, also of the fact a
    duplicate repeats.
    """

    place: Place
    span: Span
    table: str
    row_label: str
    column_label: str
    raw: str
    status: str
    reason: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything extraction can say of one document."""

    form: Form
    sections: tuple[Section, ...]
    tables: tuple[TableFound, ...]
    candidates: tuple[Candidate, ...]
    ledger: tuple[LedgerEntry, ...]
