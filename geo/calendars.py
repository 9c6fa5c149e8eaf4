"""Arithmetic of days, months and years: the nearest day that a few written figures can mean."""

from __future__ import annotations

import datetime as dt

from geo import tense
from geo.written_dates import Calendar


def date(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    """The day, or None where a part is missing or the calendar has no such day."""
    if year is None or month is None or day is None:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:  # 30 February
        return None


def full_day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso and len(iso) == 10 else None


def shift(day: dt.date, days: int) -> dt.date:
    """Days on, stopped at the ends of the calendar."""
    ordinal = day.toordinal() + days
    return dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal()))


# How far a date may lie on the other side of today than its tense says: "will travel July 31 to
# August 3" appears on August 1, "met on 3 May" on 2 May where it is still 2 May at the desk.
_SLACK = {tense.PAST: 3, tense.FUTURE: 14}


def nearest_year(written: Calendar, today: dt.date | None, when: str | None) -> int | None:
    """The year that puts a yearless date nearest to today, on the side that the tense says."""
    if today is None:
        return None
    days = [
        day
        for n in (-1, 0, 1)
        if (day := date(today.year + n, written.month, written.day)) is not None
    ]
    if not days:
        return None
    slack = _SLACK.get(when or "", 0)
    if when == tense.PAST:
        sided = [day for day in days if (day - today).days <= slack]
    elif when == tense.FUTURE:
        sided = [day for day in days if (today - day).days <= slack]
    else:
        sided = days
    nearest = min(days, key=lambda day: abs(day - today))
    chosen = min(sided or days, key=lambda day: abs(day - today))
    # Who means a day that far off writes the year: the tense was misread.
    misread = abs(chosen - today) > _FAR and abs(nearest - today) < _NEAR
    return (nearest if misread else chosen).year


_FAR, _NEAR = dt.timedelta(days=250), dt.timedelta(days=75)


def nearest_day_of_month(day: int, around: dt.date, when: str | None) -> dt.date | None:
    """The 25th that lies nearest, on the side that the tense says."""
    candidates = []
    for shift in (-1, 0, 1):
        months = around.year * 12 + around.month - 1 + shift
        found = date(months // 12, months % 12 + 1, day)
        if found is not None:
            candidates.append(found)
    if when == tense.PAST:
        candidates = [c for c in candidates if c <= around] or candidates
    elif when in (tense.FUTURE, tense.PRESENT):
        candidates = [c for c in candidates if c >= around] or candidates
    return min(candidates, key=lambda c: abs(c - around), default=None)


def plain_day(written: Calendar, today: dt.date | None) -> dt.date | None:
    year = written.year or nearest_year(written, today, None)
    return date(year, written.month, written.day)


def month_iso(months: int) -> str:
    """Months since year 0 as ISO 8601."""
    return f"{months // 12:04}-{months % 12 + 1:02}"


def month_text(written: Calendar) -> str:
    return f"{written.year:04}-{written.month:02}"


def of_week(monday: dt.date, today: dt.date) -> str:
    """What the days of a week share: their month, or the year; this week's month is today's.

    It is the month of a week in which all its working days lie but one.
    """
    if monday <= today <= shift(monday, 6):
        return today.isoformat()[:7]
    tuesday, thursday = shift(monday, 1), shift(monday, 3)
    if (tuesday.year, tuesday.month) == (thursday.year, thursday.month):
        return tuesday.isoformat()[:7]
    sunday = shift(monday, 6)
    return f"{monday.year:04}" if monday.year == sunday.year else sunday.isoformat()[:7]
