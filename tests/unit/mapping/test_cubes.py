"""A fact that no table of the taxonomy has a place for never reaches an instance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pilu import taxonomies
from pilu.mapping.cubes import in_cubes
from pilu.mapping.values import Unread
from pilu.model.document import Place
from pilu.model.extraction import Candidate
from pilu.model.report import Dimension, Entity, Fact, Instant, Provenance
from pilu.model.span import LineSpan

_PLACE, _SPAN = Place(0, 0, 0, 1), LineSpan(1, 1, 1, 2)


def test_dimensions_without_a_table() -> None:
    """Inventories by a line of the notes have a place, and by the rank of a shareholder none."""
    taxonomy = taxonomies.load("cn-listed/2021").value
    assert taxonomy is not None
    candidate = Candidate("c", "note-lines", "note-inventories", (), (), "1", _PLACE, _SPAN)
    read = []
    for axis, value in (("NoteLineAxis", "原料"), ("ShareholderRankAxis", "1")):
        fact = Fact(
            id=axis,
            concept=taxonomy.concepts["Inventories"].name,
            entity=Entity("s", "600000"),
            period=Instant(date(2021, 12, 31)),
            unit=None,
            dimensions=(Dimension(taxonomy.axes[axis].name, typed=value),),
            value=Decimal(1),
            decimals=2,
            language=None,
            provenance=Provenance(_PLACE, _SPAN, "1", "note-lines"),
        )
        read.append((candidate, fact))
    (_, kept), (_, refused) = in_cubes(read, taxonomy, "annual-report")
    assert kept == read[0][1]
    assert refused == Unread("no-cube")
    # The notes are none of an abstract's tables, and its entry point does not have them.
    (_, kept), _ = in_cubes(read, taxonomy, "annual-report-abstract")
    assert kept == Unread("no-cube")
