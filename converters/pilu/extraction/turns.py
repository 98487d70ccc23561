"""Which year the rows are of, where a statement prints one year under the other.

A statement of changes in equity prints all its rows for the fiscal year and then all of them again for the
year before. Its header says the year, or the words above it do, or nothing but the turn of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pilu.extraction.captions import year_above
from pilu.extraction.headers import Header
from pilu.extraction.sink import Doubts, TableScope, Turn
from pilu.reasons import evidence
from pilu.taxonomies.labels import says
from pilu.taxonomies.table_kinds import TableKind

_YEARS = 2  # that a statement prints
_BY_TURN = (0.85, evidence("period-of-turn"))  # nothing but the turn says the year
_AGAINST = (0.5, evidence("period-against-turn"))


@dataclass(frozen=True, slots=True)
class Year:
    """Which year a row is of: ``offset`` years from what its columns say; None: it cannot be told."""

    offset: int | None = 0
    doubts: Doubts = ()


@dataclass(slots=True)
class Turns:
    """Follows the rows of one region from top to bottom; ``states``: how far each kind of statement has
    come; ``base``: the turn that the header says, ``told``: whether anything but the turn says the year,
    ``against``: whether words above say another one."""

    kind: TableKind
    states: dict[str, Turn]
    base: int = 1
    told: bool = False
    against: bool = False

    def open(self, header: Header, scope: TableScope) -> None:
        """A header of the statement, which may say the year, or words right above it that do. Words that say
        a year which is over are of another table: then the turn counts, and that is told."""
        said = self._said(header, scope.fiscal_year)
        self.base = 1 if said is None else said
        above = year_above(scope.captions, scope.fiscal_year) if said is None and header.top == 0 else None
        number = said if above is None else scope.fiscal_year - above + 1
        self.against = above is not None and number in self._turn.done
        self.told = number is not None and 1 <= number <= _YEARS and not self.against
        if number is not None and self.told and (number != self._turn.number or not self._turn.open):
            self.states[self.kind.id] = replace(self._turn, number=number, open=True, begun=False)

    def year(self, label: str) -> Year:
        """The year of the row with a folded label, which names something."""
        turn = self._turn
        if not turn.open or (says(self.kind.again, label) and turn.begun):
            self.told = False
            turn = replace(turn, number=turn.number + 1)
        closed = says(self.kind.closing, label)
        done = turn.done | {turn.number} if closed else turn.done
        self.states[self.kind.id] = Turn(turn.number, not closed, begun=True, done=done)
        if turn.number > _YEARS:
            return Year(None)
        doubt = _AGAINST if self.against else _BY_TURN if turn.number > 1 and not self.told else None
        return Year(self.base - turn.number, (doubt,) if doubt else ())

    @property
    def goes_on(self) -> bool:
        """Whether the last row of the year that the statement is at is still to come."""
        return self._turn.open

    @property
    def _turn(self) -> Turn:
        return self.states.get(self.kind.id, Turn())

    def _said(self, header: Header, fiscal_year: int) -> int | None:
        """The turn of the year that the columns of a header say, if they say one."""
        for column, meaning in sorted(header.meanings.items()):
            if meaning.role != "value":
                continue
            if meaning.year is not None:
                return fiscal_year - meaning.year + 1
            if self.kind.told and self.kind.told.search("".join(header.paths[column])):
                return 1 - meaning.offset
        return None
