"""Lines between the rows of a table, shared out as pieces of their labels.

The figures of a row stand in the middle of its label: as much of it above them as below, or one line
more. A line that is not full ends its label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_FULL = 0.7  # of the longest piece: shorter ones do not go on in the next line
_NOT_FULL = 2
_ALONE = 2
_NEVER = 100

_Way = tuple[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line with figures: the width of the label on it (0: all of it stands around the line), and of the
    pieces between it and the next one; ``whole``: it has no pieces."""

    width: int
    below: tuple[int, ...]
    whole: bool = False


def shared_out(above: Sequence[int], anchors: Sequence[Anchor]) -> list[tuple[int, int]]:
    """For every anchor, how many of the pieces right above it and right below it are its own: the way with
    the least against it. ``above``: the widths of the pieces over the first anchor.

    Pieces that are no anchor's are rows without figures; below the last one they are not of the table.
    """
    longest = max((*above, *(w for a in anchors for w in (a.width, *a.below))), default=0)
    full = _FULL * longest
    ways: Mapping[int, _Way] = {over: (_ALONE * (len(above) - over), []) for over in range(len(above) + 1)}
    before = tuple(above)
    for number, anchor in enumerate(anchors):
        last = number == len(anchors) - 1
        onward: dict[int, _Way] = {}
        for over, (cost, taken) in ways.items():
            head = before[len(before) - over :]
            for under in range(len(anchor.below) + 1):
                spent = cost + _against(head, anchor, anchor.below[:under], full)
                rest = len(anchor.below) - under
                for left in (0,) if last else range(rest + 1):
                    whole = spent + (0 if last else _ALONE * (rest - left))
                    if left not in onward or whole < onward[left][0]:
                        onward[left] = whole, [*taken, (over, under)]
        ways, before = onward, anchor.below
    return min(ways.values(), key=lambda way: way[0])[1]


def _against(head: Sequence[int], anchor: Anchor, tail: Sequence[int], full: float) -> int:
    """How much speaks against a label of these pieces."""
    if anchor.whole:
        return _NEVER * (len(head) + len(tail))
    pieces = [*head, *([anchor.width] if anchor.width else []), *tail]
    broken = sum(_NOT_FULL for width in pieces[:-1] if width < full)
    missing = _NOT_FULL * ((not head) + (not tail)) if not anchor.width else 0
    return abs(len(head) - len(tail)) + broken + missing
