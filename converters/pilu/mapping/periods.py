"""The period of a fact: from its column, and from whether its concept is a stock or a flow."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from pilu.model.report import Duration, Instant, Period
from pilu.model.taxonomy import Concept
from pilu.taxonomies.grammar import ColumnMeaning

_QUARTER_END = MappingProxyType({1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)})


def fiscal_period(year: int) -> Duration:
    """A fiscal year, by law the calendar year."""
    return Duration(date(year, 1, 1), date(year, 12, 31))


def period_of(concept: Concept, fiscal_year: int, meaning: ColumnMeaning | None, offset: int = 0) -> Period:
    """The period of a fact of ``concept`` in a column (none: the fiscal
    year, ``offset`` years on).

    The concept decides between the end of the period and the whole of it, not the header: one
    header may stand over both.
    """
    year = fiscal_year + offset
    quarter = 0
    if meaning is not None:
        year = (meaning.year or fiscal_year + meaning.offset) + offset
        quarter = meaning.quarter
    whole = _quarter(year, quarter) if quarter else fiscal_period(year)
    return Instant(whole.end) if concept.period == "instant" else whole


def _quarter(year: int, quarter: int) -> Duration:
    return Duration(date(year, 3 * quarter - 2, 1), date(year, *_QUARTER_END[quarter]))


def year_before(period: Period) -> Period:
    """The same period of the year before; the last of February stays the last."""
    if isinstance(period, Instant):
        return Instant(_back(period.day))
    return Duration(_back(period.start), _back(period.end))


def _back(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
