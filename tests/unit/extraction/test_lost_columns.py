"""Pieces of statements that have lost the column of a year: which year the other is of, if that is told."""

from __future__ import annotations

import pytest

BALANCE = "第十节 财务报告\n\n二、财务报表\n\n1、合并资产负债表\n\n单位：元\n\n"
UPPER = (
    "项目|2021年12月31日|2020年12月31日",
    "货币资金|50,000.00|40,000.00",
    "存货|30,000.00|20,000.00",
    "流动资产合计|80,000.00|60,000.00",
)
LOWER = (
    "项目|金额",
    "固定资产|{fixed}",
    "无形资产|1,000.00",
    "非流动资产合计|{noncurrent}",
    "资产总计|{total}",
)
KEY = (
    "第二节 公司简介和主要财务指标\n\n六、主要会计数据和财务指标\n\n单位：元\n\n"
    "\t2021年末\t2020年末\n总资产\t{this}\t{before}\n归属于上市公司股东的净资产\t8.00\t7.00\n\n"
)


@pytest.fixture
def said(say_annual, table):
    """What is made of a balance sheet whose second piece has one column, with the total assets elsewhere."""

    def made(fixed: str, noncurrent: str, total: str, this: str = "", before: str = ""):
        lower = [line.format(fixed=fixed, noncurrent=noncurrent, total=total) for line in LOWER]
        return say_annual(KEY.format(this=this, before=before) + BALANCE + table(*UPPER) + table(*lower))

    return made


@pytest.mark.parametrize(
    ("figures", "year"),
    [
        (("65,000.00", "66,000.00", "146,000.00", "146,000.00", "99,000.00"), "2021-12-31"),
        (("65,000.00", "66,000.00", "126,000.00", "99,000.00", "126,000.00"), "2020-12-31"),
        (("65,000.00", "66,000.00", "126,000.00"), "2020-12-31"),
    ],
    ids=["this year, printed again", "the year before, printed again", "a sum with the piece above"],
)
def test_year_that_other_figures_tell(said, figures: tuple[str, ...], year: str) -> None:
    """All of the column is of the year of which its figures are printed again, or make a sum."""
    report = said(*figures)
    assert report.values("FixedAssets") == {year: 65000}
    assert report.values("IntangibleAssets") == {year: 1000}
    (fact,) = report.facts("FixedAssets")
    assert fact.says("columns-lost")
    assert fact.says("year-by-other-figures")


@pytest.mark.parametrize(
    "figures",
    [
        ("65,000.00", "62,000.00", "130,000.00"),
        ("65,000.00", "66,000.00", "146,000.00", "99,000.00", "146,000.00"),
    ],
    ids=["nothing tells", "two things tell otherwise"],
)
def test_year_that_is_not_told(said, figures: tuple[str, ...]) -> None:
    """Where no year is told, or two are, the figures are listed."""
    report = said(*figures)
    assert not report.facts("FixedAssets")
    assert report.fates("65,000.00") == [("unrecognised", "column-unknown")]
