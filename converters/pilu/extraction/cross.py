"""Tables of rows and columns that together name what their cells say."""

from __future__ import annotations

from pilu.extraction.headers import Header, label_of
from pilu.extraction.sink import Said, Sink, TableScope


def read_cross(scope: TableScope, sink: Sink, row: int, header: Header) -> bool:
    """Read a row of a cross table; whether its label is one of the table's."""
    grid = scope.grid
    label = label_of(grid, row, 1, scope.grammar)
    first = grid.index(row, 0)
    columns = sorted(header.paths)
    known = False
    for position, column in enumerate(columns):
        named = f"{label.key}|{header.paths[column][-1]}"
        rule = next((rule for rule in header.kind.fields if rule.pattern.fullmatch(named)), None)
        known = known or rule is not None
        limit = columns[position + 1] if position + 1 < len(columns) else grid.table.column_count
        spots = [grid.index(row, c) for c in range(column, limit)]
        index = next((i for i in spots if i is not None and grid.folded[i]), spots[0])
        if rule is None or index is None or index in sink.taken or index == first:
            continue
        said = Said(header.kind.id, (label.key,), header.paths[column], rule.concept, unit=rule.unit)
        sink.emit(index, said)
        if first is not None:
            sink.explain(first, header.kind.id, label.key, "label")
    return known
