"""XLSX: a report laid out over sheets; text as the cells show it, with sheet and cell of each.

Rows that touch make a table; a row of one cell before or after them is a paragraph. Formulas give
the value saved with them. Macros and links are never run or followed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block, Cell, Paragraph, Table
from pilu.model.span import SheetSpan
from pilu.readers.archive import checked_archive
from pilu.readers.encoding import FORBIDDEN
from pilu.readers.glyphs import meant
from pilu.readers.limits import Limits
from pilu.readers.number_format import shown
from pilu.readers.reading import Reading, unreadable

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*[\"']([A-Z0-9:$]+)[\"']")
_DEFAULT_NAME = re.compile(r"(sheet|工作表)\s*\d*", re.IGNORECASE)
_LABEL_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of a sheet as displayed (1-based), with the extent of its merged range."""

    row: int
    column: int
    text: str
    height: int = 1
    width: int = 1

    def span(self, sheet: str) -> SheetSpan:
        """The place of the cell."""
        from openpyxl.utils import get_column_letter

        first = f"{get_column_letter(self.column)}{self.row}"
        if self.height == self.width == 1:
            return SheetSpan(sheet, first)
        last = f"{get_column_letter(self.column + self.width - 1)}{self.row + self.height - 1}"
        return SheetSpan(sheet, f"{first}:{last}")


def read_xlsx(data: bytes, limits: Limits) -> Reading:
    """Reads a workbook."""
    from openpyxl import load_workbook

    told = list(checked_archive(data, limits, "XLSX"))
    formulas = _check_sheets(data, limits)
    book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    if formulas:
        told.extend(_formulas_without_value(data, book))
    blocks: list[Block] = []
    hidden: list[str] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        cells = _shown_cells(sheet, hidden)
        if cells and not _DEFAULT_NAME.fullmatch(sheet.title):
            blocks.append(Paragraph(sheet.title, (SheetSpan(sheet.title, "A1"),), 1))
        for region in _regions(cells):
            blocks.extend(_blocks(sheet.title, region))
    if hidden:
        told.append(diagnose("read.hidden-sheets", what=", ".join(hidden[:10])))
    return Reading(tuple(blocks), 0, tuple(told))


def _check_sheets(data: bytes, limits: Limits) -> bool:
    """Whether any sheet has formulas; counts cells and merged areas before they are built."""
    from openpyxl.utils import range_boundaries

    cells, formulas = 0, False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not _SHEET.fullmatch(name):
                continue
            content = archive.read(name)
            cells += sum(1 for _ in _CELL.finditer(content))
            formulas = formulas or bool(_FORMULA.search(content))
            for match in _MERGED.finditer(content):
                left, top, right, bottom = range_boundaries(match.group(1).decode("ascii"))
                cells += ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
            if cells > limits.cells:
                raise unreadable("read.too-many-cells", limit=limits.cells)
    return formulas


def _formulas_without_value(data: bytes, values: Any) -> Iterator[Diagnostic]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    missing: list[str] = []
    for sheet in book.worksheets:
        saved = values[sheet.title]
        for row in _stored_rows(sheet).values():
            for cell in row:
                if cell.data_type == "f" and saved.cell(cell.row, cell.column).value is None:
                    missing.append(f"{sheet.title}!{cell.coordinate}")
    if missing:
        yield diagnose("read.formula-without-value", count=len(missing), cell=missing[0])


def _stored_rows(sheet: Any) -> Mapping[int, list[Any]]:
    """The cells that the file holds, by row and in order: never the sheet's nominal size."""
    rows: dict[int, list[Any]] = {}
    for (row, _), cell in sorted(sheet._cells.items()):
        rows.setdefault(row, []).append(cell)
    return rows


def _shown_cells(sheet: Any, hidden: list[str]) -> list[list[Shown]]:
    """The visible rows with something in them."""
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    columns = {
        index
        for letter, dimension in sheet.column_dimensions.items()
        if dimension.hidden
        for index in range(dimension.min or 0, min(dimension.max or 0, 16384) + 1)
    }
    rows, left_out = [], 0
    for number, stored in _stored_rows(sheet).items():
        row_hidden = number in sheet.row_dimensions and sheet.row_dimensions[number].hidden
        row = []
        for cell in stored:
            text = meant(FORBIDDEN.sub(" ", shown(cell.value, cell.number_format))).strip()
            area = merged.get((cell.row, cell.column))
            if not text and area is None:
                continue
            if row_hidden or cell.column in columns:
                left_out += 1
                continue
            height = area.max_row - area.min_row + 1 if area else 1
            width = area.max_col - area.min_col + 1 if area else 1
            row.append(Shown(cell.row, cell.column, text, height, width))
        if any(cell.text for cell in row):
            rows.append(row)
    if left_out:
        hidden.append(f"{sheet.title} ({left_out} cells)")
    return rows


def _regions(rows: list[list[Shown]]) -> Iterator[list[list[Shown]]]:
    """Rows that follow one another without an empty row between."""
    region: list[list[Shown]] = []
    reached = 0
    for row in rows:
        if region and row[0].row > reached + 1:
            yield region
            region = []
        region.append(row)
        reached = max([reached, *(cell.row + cell.height - 1 for cell in row)])
    if region:
        yield region


def _blocks(sheet: str, region: list[list[Shown]]) -> Iterator[Block]:
    """Paragraphs for single cells above and below, and the table between them."""
    first, last = 0, len(region)
    edge = min(cell.column for row in region for cell in row)
    while first < last and _is_single(region[first]) and not _is_group(region[first], edge):
        first += 1
    left = min((cell.column for row in region[first:last] for cell in row), default=0)
    while last > first and _is_single(region[last - 1]) and not _is_label(region[last - 1], left):
        last -= 1
    for row in region[:first]:
        yield _paragraph(sheet, row)
    if first < last:
        yield _table(sheet, region[first:last], left)
    for row in region[last:]:
        yield _paragraph(sheet, row)


def _is_single(row: list[Shown]) -> bool:
    return sum(1 for cell in row if cell.text) == 1


def _is_group(row: list[Shown], left: int) -> bool:
    """A header over several columns of a table, not a line above it."""
    cell = next(cell for cell in row if cell.text)
    return cell.width > 1 and cell.column > left


def _is_label(row: list[Shown], left: int) -> bool:
    """A row label whose values are blank, not a note under the table."""
    cell = next(cell for cell in row if cell.text)
    return cell.column == left and cell.width == 1 and len(cell.text) <= _LABEL_LENGTH


def _paragraph(sheet: str, row: list[Shown]) -> Paragraph:
    cell = next(cell for cell in row if cell.text)
    return Paragraph(cell.text, (cell.span(sheet),))


def _table(sheet: str, rows: list[list[Shown]], left: int) -> Table:
    top = rows[0][0].row
    bottom = max(cell.row + cell.height - 1 for row in rows for cell in row)
    right = max(cell.column + cell.width - 1 for row in rows for cell in row)
    given = {(cell.row, cell.column): cell for row in rows for cell in row}
    covered = {
        (cell.row + down, cell.column + across)
        for cell in given.values()
        for down in range(cell.height)
        for across in range(cell.width)
    }
    cells = []
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            cell = given.get((row, column))
            if cell is None and (row, column) in covered:
                continue
            cell = cell or Shown(row, column, "")
            place = (cell.span(sheet),)
            cells.append(Cell(row - top, column - left, cell.text, place, cell.height, cell.width))
    whole = Shown(top, left, "", bottom - top + 1, right - left + 1)
    return Table(tuple(cells), bottom - top + 1, right - left + 1, (whole.span(sheet),))
