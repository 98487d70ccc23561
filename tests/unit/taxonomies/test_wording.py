"""Names of the taxonomy in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pilu import taxonomies
from pilu.model.document import Place
from pilu.model.report import Dimension, Entity, Fact, Instant, Provenance, QName
from pilu.model.span import LineSpan
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.wording import concept_words, fact_words, value_words


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    """The built-in taxonomy."""
    loaded = taxonomies.load("cn-listed/2021")
    assert loaded.value is not None, loaded.diagnostics
    return loaded.value


def test_members_have_labels_and_typed_values_stand_as_printed(taxonomy: Taxonomy) -> None:
    """A bare number needs the name of its axis; a name does not."""
    assert value_words("ConsolidationScopeAxis", "ParentCompanyMember", taxonomy, "zh") == "母公司"
    rank = taxonomy.axes["ShareholderRankAxis"]
    assert value_words("ShareholderRankAxis", "3", taxonomy, "zh") == f"{rank.zh} 3"
    assert value_words("NoteLineAxis", "原材料", taxonomy, "en") == "原材料"
    assert value_words("NobodysAxis", "NobodysMember", taxonomy, "en") == "NobodysMember"


def test_a_fact_is_told_by_label_and_members(taxonomy: Taxonomy) -> None:
    """``label [member]``; a concept that the taxonomy lacks keeps its name."""
    name = taxonomy.concepts["Inventories"].name
    fact = Fact(
        "f", name, Entity("s", "1"), Instant(date(2021, 12, 31)), None, (), None, None, None,
        Provenance(Place(0, None, 0, 0), LineSpan(1, 1, 1, 1), "", ""),
    )  # fmt: skip
    assert fact_words(fact, taxonomy, "zh") == "存货"
    line = Dimension(QName(name.namespace, "NoteLineAxis"), typed="原材料")
    assert fact_words(replace(fact, dimensions=(line,)), taxonomy, "zh") == "存货 [原材料]"
    assert concept_words("Nothing", taxonomy, "zh") == "Nothing"
