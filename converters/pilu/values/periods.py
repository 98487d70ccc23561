"""Periods of the OIM as the days that a report writes."""

from __future__ import annotations

from datetime import date, timedelta


def days(period: str) -> str:
    """An OIM period as days, both included: midnight ends the day before (OIM 1.0, 4.4)."""
    if not period:
        return ""
    start, _, end = period.partition("/")
    last = _last_day(end or start)
    return f"{start[:10]}/{last}" if end else last


def _last_day(stamp: str) -> str:
    day = date.fromisoformat(stamp[:10])
    return str(day - timedelta(days=1) if len(stamp) > 10 and stamp[11:19] == "00:00:00" else day)
