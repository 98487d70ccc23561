"""Lists in text without any table markup: lines parted into as many cells as the headings over them, and
labels with a figure behind each."""

from __future__ import annotations

from collections.abc import Sequence

from pilu.model.document import Table
from pilu.readers.text_words import ACROSS, Cells, Line, Word, table_of_rows

_FEWEST = 2  # pairs that make a table
_BROKEN = 4  # lines within which the figures under broken headings begin
_NARROWEST = 3  # columns of a list; one line under the headings makes a list of more


def list_from(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The table whose headings, parted by wide gaps, are the line ``at``, and the line after it.

    A line with as many words has no blank cell, so that their order tells the columns; of one with fewer
    they are unknown.
    """
    heads = lines[at].apart
    end = at + 1
    if not lines[at].is_plain or any(word.is_figure for word in heads):
        return None, end
    width = len(lines[end].apart) if end < len(lines) else 0
    labels = width - len(heads)  # a column of labels may have no heading
    if width < _NARROWEST or labels not in (0, 1) or (labels and len(lines[end].figures) < len(heads)):
        return None, end
    rows: list[Cells] = [_by_order(heads, labels)]
    while end < len(lines) and (words := lines[end].apart):
        if len(words) == width:
            rows.append(_by_order(words, 0))
        elif 1 < len(words) < width and len(lines[end].figures) == len(words) - 1:
            rows.append({0: words[:1], ACROSS: words[1:]})
        else:
            break
        end += 1
    whole = sum(ACROSS not in row for row in rows)
    if whole + width <= 2 + _NARROWEST or _heads_only(lines, at, end):
        return None, at + 1
    return table_of_rows(rows, width, lines[at].span, lines[end - 1].span), end


def _heads_only(lines: Sequence[Line], at: int, end: int) -> bool:
    """Whether the lines are headings broken in two, with the figures of another number below them."""
    below = next((line for line in lines[end : end + _BROKEN] if not line.is_piece), None)
    figures = any(line.amounts for line in lines[at:end])
    return not figures and below is not None and below.amounts > 1


def _by_order(words: Sequence[Word], first: int) -> Cells:
    return {column: (word,) for column, word in enumerate(words, start=first)}


def pairs_from(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The table of the lines from ``at`` on that are pairs and nothing else, and the line after it."""
    rows: list[Cells] = []
    end = at
    while end < len(lines) and (row := _pairs(lines[end])):
        rows.append(row)
        end += 1
    pairs = sum(len(row) for row in rows) // 2
    if pairs < _FEWEST or not any(line.amounts for line in lines[at:end]):
        return None, at + 1
    columns = max(len(row) for row in rows)
    return table_of_rows(rows, columns, lines[at].span, lines[end - 1].span), end


def _pairs(line: Line) -> Cells | None:
    """The labels and figures of a line by column, if they come in turn."""
    cells: list[tuple[Word, ...]] = []
    for word in line.words if line.is_plain else ():
        figure = word.is_figure
        if figure == (len(cells) % 2 == 1):
            cells.append((word,))
        elif figure or not cells:
            return None
        else:
            cells[-1] = (*cells[-1], word)
    return dict(enumerate(cells)) if cells and len(cells) % 2 == 0 else None
