"""What ``pilu diff`` shows of a change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pilu import taxonomies
from pilu.cli.comparing import _show
from pilu.cli.screen import Screen
from pilu.diff import Change, Comparison
from pilu.engine.aspects import ReadFact
from pilu.model.taxonomy import Taxonomy

NS = "{urn:x}"


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    """The built-in taxonomy."""
    loaded = taxonomies.load("cn-listed/2021")
    assert loaded.value is not None, loaded.diagnostics
    return loaded.value


def change(*dimensions: tuple[str, str], disclosed: tuple[tuple[str, str], ...] = ()) -> Change:
    """Inventories that were one number and are another, with another accuracy."""
    before, after = (
        ReadFact(f"{NS}Inventories", "s 1", "", "{c}CNY", dimensions, value, decimals, "", False)
        for value, decimals in (("1234567.80", "2"), ("1234567.90", "-4"))
    )
    kind = "restated" if disclosed else "changed"
    return Change(
        kind,
        f"{NS}Inventories",
        "",
        dimensions,
        "",
        before,
        after,
        ("value", "decimals"),
        disclosed=disclosed,
    )


def _of(one: Change) -> ReadFact:
    """The former fact of a change."""
    assert one.before is not None
    return one.before


def shown(one: Change, language: str, taxonomy: Taxonomy, capsys: pytest.CaptureFixture[str]) -> str:
    """The line of a change."""
    _show(Screen(language), Comparison("versions", (one,), 0), taxonomy)
    return " ".join(capsys.readouterr().out.splitlines()[1].split())


def test_dimensions_are_told_by_what_they_say(taxonomy: Taxonomy, capsys: pytest.CaptureFixture[str]) -> None:
    """Labels of members and names of lines; digits in groups; accuracy in words."""
    one = change((f"{NS}NoteLineAxis", "原材料"), (f"{NS}ConsolidationScopeAxis", f"{NS}ParentCompanyMember"))
    chinese, english = (shown(one, language, taxonomy, capsys) for language in ("zh", "en"))
    assert chinese == "变动 存货 原材料; 母公司 1,234,567.80 1,234,567.90 精度 2 → -4"
    assert english == "changed Inventories 原材料; Parent company 1,234,567.80 1,234,567.90 accuracy 2 → -4"


def test_an_axis_that_the_taxonomy_lacks_is_named(
    taxonomy: Taxonomy, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of other people's reports the names are all there is."""
    assert " OwnAxis=OwnMember " in shown(change((f"{NS}OwnAxis", f"{NS}OwnMember")), "zh", taxonomy, capsys)


def test_a_former_value_is_found_by_what_its_dimension_says(
    taxonomy: Taxonomy, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the later report states the former value, the member's label tells where."""
    disclosed = ((f"{NS}RestatementAxis", f"{NS}BeforeAdjustmentMember"),)
    assert shown(change(disclosed=disclosed), "zh", taxonomy, capsys).endswith("原值见 调整前")


def test_a_text_block_is_told_without_its_markup(
    taxonomy: Taxonomy, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two texts the words are shown, and the markup only where nothing else differs."""

    def told(*texts: str) -> str:
        before, after = (replace(_of(change()), value=text) for text in texts)
        return shown(replace(change(), before=before, after=after, what=("value",)), "en", taxonomy, capsys)

    assert told("<p>a <b>1</b></p>", "<p>a 2</p>") == "changed Inventories a 1 a 2"
    assert told("<i>a</i>", "<b>a</b>") == "changed Inventories <i>a</i> <b>a</b>"
