"""Years and dates of headers in one spelling: ``2021年12月31日``, ``2021年度``.

Sheets say what a header means in that spelling; reports write numerals in words, two digits of a year,
dates with points, or a year of a bilingual table in English. What is no such date stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_MONTH = re.compile(r"(?<=年)(?P<number>十?[一二]|十|[三四五六七八九])(?=月)")
_DAY = re.compile(r"(?<=月)(?P<number>三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=日)")
_SHORT = re.compile(r"(?<![\d.])(?P<year>\d{2})(?=年(?:年?度|年?末|12月31日|1-12月))")
_FISCAL = re.compile(r"FY(?P<year>\d{4}|\d{2})(?!\d)")
_POINTS = re.compile(
    r"(?<![\d.])(?P<year>\d{4})(?P<by>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=by)(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
)
_ENGLISH = re.compile(
    r"(?:As(?:at|of))?(?:31(?:st)?(?:Dec(?:ember)?\.?),?|(?:Dec(?:ember)?\.?)31(?:st)?,?)(?P<year>\d{4})(?!\d)",
    re.I,
)
_WHOLE = re.compile(
    r"(?:截[至止])?(?P<year>\d{4})年12月31日止?的?(?:会计)?年度"
    r"|(?P<from>\d{4})年0?1月(?:0?1日)?[-至到](?:(?P=from)年)?12月(?:31日)?(?:止(?:期间|年度)?)?"
    r"|(?:for)?(?:the)?(?:financial)?yearended(?P<english>\d{4})年12月31日",
    re.I,
)
_MONTHS = re.compile(
    r"(?P<year>(?:\d{4}年)?)(?:0?1月?-0?(?P<one>3)|0?4月?-0?(?P<two>6)|0?7月?-0?(?P<three>9)|10月?-(?P<four>12))月(?:份)?"
    r"|(?P<before>(?:\d{4}年?)?)Q(?P<number>[1-4])"
)
_TWICE = re.compile(r"(?P<year>\d{4})年(?P=year)")  # in both languages
_UP_TO = re.compile(r"^截[至止](?=\d{4}年)")
_ENDS = ("one", "two", "three", "four")
_CENTURY = 90  # two digits from here on are of the last century


@lru_cache(maxsize=4096)
def plain_dates(folded: str) -> str:
    """A folded header with its years and dates in the spelling of the sheets."""
    text = _YEAR.sub(lambda match: match[0].translate(_DIGITS), folded)
    text = _MONTH.sub(_number, text)
    text = _DAY.sub(_number, text)
    text = _SHORT.sub(lambda match: _full(match["year"]), text)
    text = _FISCAL.sub(lambda match: f"{_full(match['year'])}年度", text)
    text = _POINTS.sub(lambda m: f"{m['year']}年{int(m['month'])}月{int(m['day'])}日", text)
    text = _ENGLISH.sub(lambda match: f"{match['year']}年12月31日", text)
    text = _WHOLE.sub(lambda m: f"{m['year'] or m['from'] or m['english']}年度", text)
    text = _MONTHS.sub(_quarter, text) if _MONTHS.fullmatch(text) else text
    return _TWICE.sub(r"\g<year>年", _UP_TO.sub("", text))


def _quarter(match: re.Match[str]) -> str:
    """Three months, or a letter and a number, as a quarter."""
    if match["number"]:
        year = match["before"].removesuffix("年")
        return f"{year}{'年' if year else ''}第{'一二三四'[int(match['number']) - 1]}季度"
    return f"{match['year']}第{next(zh for zh, key in zip('一二三四', _ENDS, strict=True) if match[key])}季度"


def _full(year: str) -> str:
    return year if len(year) == len("2021") else f"{19 if int(year) >= _CENTURY else 20}{year}"


def _number(match: re.Match[str]) -> str:
    """A number below a hundred in words, as digits."""
    tens, ten, ones = match["number"].rpartition("十")
    high = (tens.translate(_DIGITS) or "1") if ten else ""
    return (high + (ones.translate(_DIGITS) or "0")) if ten else ones.translate(_DIGITS)
