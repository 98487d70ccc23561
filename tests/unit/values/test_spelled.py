"""Years and dates as headers write them."""

from __future__ import annotations

import pytest

from pilu.values.spelled import plain_dates


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("二〇二一年十二月三十一日", "2021年12月31日"),
        ("二零二一年度", "2021年度"),
        ("二○二一年一月一日", "2021年1月1日"),
        ("二〇二一年十月二十日", "2021年10月20日"),
        ("21年末", "2021年末"),
        ("98年度", "1998年度"),
        ("FY2021", "2021年度"),
        ("2021.12.31", "2021年12月31日"),
        ("2021/6/30", "2021年6月30日"),
        ("31December2021", "2021年12月31日"),
        ("December31,2021", "2021年12月31日"),
        ("Yearended31December2021", "2021年度"),
        ("截至2021年12月31日止年度", "2021年度"),
        ("截至2021年12月31日", "2021年12月31日"),
        ("2021年1月1日至2021年12月31日", "2021年度"),
        ("2021.1.1-2021.12.31", "2021年度"),
        ("1-3月", "第一季度"),
        ("2021年10-12月", "2021年第四季度"),
        ("4月-6月份", "第二季度"),
        ("2021年Q3", "2021年第三季度"),
    ],
)
def test_one_spelling(printed: str, plain: str) -> None:
    """A year or a date has one spelling, however it is printed."""
    assert plain_dates(printed) == plain


@pytest.mark.parametrize(
    "text", ["5年末", "3-5年", "1,234.56", "15年", "2021.12", "2021年1-6月", "十二月", "1-9月", "Q5"]
)
def test_what_is_no_such_date_stays(text: str) -> None:
    """Terms of years, figures and parts of a year are left as they are."""
    assert plain_dates(text) == text
