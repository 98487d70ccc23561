"""Whether a table without a header of its own goes on with the one above it, and how."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pilu.extraction.breakdown import BreakdownRows
from pilu.extraction.grid import Grid
from pilu.extraction.headers import Header, has_numbers
from pilu.extraction.matrix_rows import fitted, row_label
from pilu.extraction.row_names import RowNames
from pilu.extraction.sink import Dimensions, TableScope
from pilu.extraction.turns import Turns
from pilu.taxonomies.labels import says

_NARROWEST = 4  # columns of a list's continuation that still tell names from figures
_FEWEST = 2  # rows a piece must name to be placed by the order of the form alone


@dataclass(frozen=True, slots=True)
class OpenRegion:
    """A region that a following table without a header may continue: its header, the names of its
    rows, the records counted so far, the width of its table, the sections it stands in, the rows of a
    breakdown, the dimensions of a list's title, and the year a statement is at. ``loose``: the table that
    goes on with it has other columns; ``miscounted``: the records may have been counted wrongly."""

    header: Header
    names: RowNames
    record: int
    columns: int
    sections: tuple[str, ...]
    ambiguous: bool
    assumed: bool
    interrupted: bool = field(default=False, kw_only=True)
    breakdown: BreakdownRows | None = None
    group: Dimensions = ()
    turns: Turns | None = field(default=None, kw_only=True)
    loose: bool = field(default=False, kw_only=True)
    miscounted: bool = field(default=False, kw_only=True)


def beyond(above: OpenRegion | None) -> OpenRegion | None:
    """The region after a table that is not understood: one whose rows have an order may still go on."""
    if above is None or not above.header.kind.order:
        return None
    return replace(above, interrupted=True)


def onward(above: OpenRegion, scope: TableScope) -> OpenRegion | None:
    """The region as the table goes on with it: of the same width (a list may have lost empty columns
    at its end, a statement its column of notes), and about the same things."""
    grid, kind = scope.grid, above.header.kind
    width = grid.table.column_count
    if kind.layout == "matrix":
        header = fitted(above.header, above.columns, width)
        if header is None and (kind.again or 2 <= width < above.columns):
            loose = bool(kind.order) and width >= 2 and _in_order(above, above.header, scope)
            return replace(above, names=_copy(above.names), loose=True) if loose else None
        if header is None or not (_named_first(above, header, scope) or _in_order(above, header, scope)):
            return None
        return replace(above, header=header, names=_copy(above.names), columns=width, loose=False)
    titled = any(group.pattern.fullmatch(grid.text(0, 0)) for group in kind.groups)
    if not (has_numbers(grid, 0) or titled) or above.sections != scope.sections:
        return None
    if kind.layout == "breakdown":
        return above if width == above.columns else None
    least = above.columns if kind.whole else _NARROWEST
    fits = least <= width <= above.columns and _percentages_fit(grid, above.header)
    return above if fits else None


def _named_first(above: OpenRegion, header: Header, scope: TableScope) -> bool:
    """In the same section, with figures at once in a row that the kind knows; a table that begins as
    the one above began is another one (of the year before)."""
    if above.interrupted or not has_numbers(scope.grid, 0) or not _near(above, scope):
        return False
    label = row_label(scope, 0, header.first_column).key
    named = _copy(above.names).name(label).subject
    return bool(named) and above.names.above[:1] != [named]


def _in_order(above: OpenRegion, header: Header, scope: TableScope) -> bool:
    """Whether the rows go on, in the order of the form, where those above left off: then neither a
    misplaced title between the pieces nor a strange first row makes another table of it. A statement that
    prints one year under the other may begin anew instead, and does so once its last row was read."""
    kind = header.kind
    labels = [
        label
        for row in range(scope.grid.table.row_count)
        if (label := row_label(scope, row, header.first_column).key)
    ]
    names = _copy(above.names)
    known = [(label, name) for label in labels if (name := names.name(label).subject)]
    fewest = _FEWEST if not _near(above, scope) else min(_FEWEST, scope.grid.table.row_count)
    if len(known) < fewest or 3 * len(known) < 2 * len(labels):
        return False
    label, first = known[0]
    if above.turns and kind.again and (says(kind.again, label) or not above.turns.goes_on):
        return says(kind.again, label)
    order = {name: number for number, name in enumerate(kind.order)}
    left_off = next((order[name] for name in reversed(above.names.above) if name in order), -1)
    return says(kind.closing, label) or left_off < order.get(first, -1)


def _copy(names: RowNames) -> RowNames:
    return replace(names, above=list(names.above))


def _near(above: OpenRegion, scope: TableScope) -> bool:
    """Whether both tables stand in one numbered section of the form."""
    common = set(above.sections).intersection(scope.sections)
    return any((rule := scope.grammar.section(name)) and rule.level > 1 for name in common)


def _percentages_fit(grid: Grid, header: Header) -> bool:
    """Whether percent signs stand in the first row just where the header has ratios."""
    texts = {column: grid.text(0, column) for column in header.fields}
    signs = {column for column, text in texts.items() if text.endswith("%")}
    ratios = {c for c in header.fields if re.search("比例|率|%", "".join(header.paths[c])) and texts[c]}
    return not signs or signs == ratios
