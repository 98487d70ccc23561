"""Values and periods as the formats write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from pilu.model.report import Duration, Fact, Period, QName, TextBlock


def number(value: Decimal) -> str:
    """A plain decimal without exponent; zero has no sign."""
    return (
        "0"
        if value == 0 and not value.as_tuple().exponent
        else format(abs(value) if value == 0 else value, "f")
    )


def lexical(fact: Fact, fragments: Mapping[str, str]) -> str:
    """The fact's value in an XBRL 2.1 instance: an expanded name for an enumeration
    (Extensible Enumerations 2.0, 2.3), the XHTML fragment for a text block; "" where nil."""
    match fact.value:
        case None:
            return ""
        case bool():
            return "true" if fact.value else "false"
        case Decimal():
            return number(fact.value)
        case QName(namespace, local):
            return f"{namespace}#{local}"
        case date():
            return fact.value.isoformat()
        case TextBlock():
            return fragments[fact.id]
        case str():
            return fact.value


def oim_period(period: Period) -> str:
    """The period with the end-of-day added, as xBRL-JSON and xBRL-CSV want it (OIM 1.0, 4.4)."""
    if isinstance(period, Duration):
        return f"{period.start.isoformat()}T00:00:00/{_midnight_after(period.end)}"
    return _midnight_after(period.day)


def printed_period(period: Period) -> str:
    """The period with the dates as written, for people."""
    if isinstance(period, Duration):
        return f"{period.start.isoformat()}/{period.end.isoformat()}"
    return period.day.isoformat()


def _midnight_after(day: date) -> str:
    return f"{(day + timedelta(days=1)).isoformat()}T00:00:00"
