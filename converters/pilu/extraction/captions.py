"""What the paragraphs right above a table say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pilu.taxonomies.grammar import YEARS

_BESIDE_THE_POINT = re.compile(
    r"[√□☑☐✓✔].*|\(?(?:金额|数量|货币|计量)?单位[:：]?(?:人民币)?[^,;。]{0,30}|人民币.{0,3}元|(?:其他)?说明[:：]?|无。?|"
)
_DATE = re.compile(
    r"(?:(?:于|截至|截止)?(?P<year>(?:19|20)\d{2})年(?:度|末|12月31日)?(?:止)?"
    r"|(?P<closing>期末|年末|本期末|本年末|本期|本年)|(?P<opening>期初|年初|上年末|上期末|上年年末|上期|上年))"
    r"(?:余额|数|金额)?[:：]?"
)
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[).、]|\([一二三四五六七八九十]+\))")


def nearest_words(captions: Sequence[str]) -> str:
    """The nearest paragraph above a table (folded) that says something: no unit line, no tick boxes."""
    return next((text for text in captions if not _BESIDE_THE_POINT.fullmatch(text)), "")


def year_above(captions: Sequence[str], fiscal_year: int) -> int | None:
    """The year that the nearest paragraph above a table says, where it says nothing else."""
    match = _DATE.fullmatch(_NUMBER.sub("", nearest_words(captions)))
    if match is None:
        return None
    if match["year"]:
        return int(match["year"]) if int(match["year"]) in YEARS else None
    return fiscal_year if match["closing"] else fiscal_year - 1
