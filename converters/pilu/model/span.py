"""Where something was read: a union tagged by ``kind``.

All numbers are 1-based and inclusive, as a reader of the report would count them; page
boxes are points with the origin at the top left of the page as it is shown (rotation applied).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LineSpan:
    """Lines and columns of a text file (columns count characters)."""

    line: int
    column: int
    end_line: int
    end_column: int
    kind: Literal["lines"] = "lines"


@dataclass(frozen=True, slots=True)
class PageSpan:
    """A box (x0, top, x1, bottom) on a page; geometry is float, never a reported value."""

    page: int
    box: tuple[float, float, float, float]
    kind: Literal["page"] = "page"


@dataclass(frozen=True, slots=True)
class SheetSpan:
    """A cell or a range of a workbook's sheet, ``B7`` or ``A1:F20``."""

    sheet: str
    cell: str
    kind: Literal["sheet"] = "sheet"


@dataclass(frozen=True, slots=True)
class ElementSpan:
    """An element of a marked-up document: ``/html/body/table[2]/tr[3]/td[1]``.

    ``line`` is 0 where the source has no lines, as in DOCX.
    """

    path: str
    line: int
    kind: Literal["element"] = "element"


Span = LineSpan | PageSpan | SheetSpan | ElementSpan


def describe(span: Span) -> str:
    """The span as a short English phrase for messages: ``line 12, columns 3-9``."""
    match span:
        case LineSpan(line, column, end_line, end_column):
            if line != end_line:
                return f"lines {line}-{end_line}"
            return f"line {line}, columns {column}-{end_column}"
        case PageSpan(page, box):
            return f"page {page}, box {','.join(f'{edge:.0f}' for edge in box)}"
        case SheetSpan(sheet, cell):
            return f"sheet {sheet}, cell {cell}"
        case ElementSpan(path, line):
            return f"line {line}, element {path}" if line else f"element {path}"
