"""The article's own date: the day in its dateline or under its text, and the year it writes."""

from __future__ import annotations

import datetime as dt
import re

from geo import calendars
from geo.text import Document
from geo.written_dates import Expression

# "Khartoum, 23 October: …"  "Tehran, Oct 21, IRNA -- …"  "GATUNA, Rwanda, July 6 (AFP) - …"
_AFTER_DATELINE = re.compile(
    r"\s?,?\s?(?:\([^()\n]{1,24}\)|\[[^\[\]\n]{1,24}\]|[A-Z][\w./]{1,14})?"
    r"\s?(?::|--|[–—-](?=\s))"
)
_REPORTS = ("text of", "excerpt from", "excerpts from")
_PUBLISHED = ("published", "posted", "date", "updated", "issued", "released", "press release")


def is_dateline(doc: Document, one: Expression) -> bool:
    """Whether a written date heads or signs the article, rather than dating an event."""
    if one.form != "written" or one.end is not None:
        return False
    text = doc.text
    start, end = doc.starts[one.first], doc.ends[one.last - 1]
    line_start = text.rfind("\n", max(0, start - 120), start) + 1
    if line_start == 0 and start > 120:
        return False
    before = text[line_start:start]
    line_end = text.find("\n", end, end + 120)
    after = text[end : line_end if line_end >= 0 else end + 120]
    if before.lower().startswith(_PUBLISHED) and len(before) < 30:
        return True
    if before.lower().startswith(_REPORTS) and before.rstrip().endswith(" on"):
        return True  # "Text of report by Ruritanian radio on 7 March"
    named = all(not word[0].islower() or word in _SMALL for word in before.split())
    if named and len(before) <= 60 and start < 1500 and _AFTER_DATELINE.match(after):
        return True
    last_line = line_end >= 0 or end + 120 >= len(text)
    return named and last_line and not after.strip(" .|") and _is_signature(before)


_SMALL = frozenset(("of", "the", "and", "for", "de", "al"))


def _is_signature(before: str) -> bool:
    """A line of its own: a press office in capitals and the date, or the date alone."""
    letters = [c for c in before if c.isalpha()]
    return not letters or (len(letters) <= 80 and before.upper() == before)


def date_of_text(lines: list[Expression], expressions: list[Expression]) -> dt.date | None:
    """The date in a dateline or a signature; its year may stand elsewhere in the text."""
    for one in lines:
        if one.begin.year is not None:
            return calendars.plain_day(one.begin, None)
    if not lines:
        return None
    years = {
        date.year
        for one in expressions
        if one.form in ("written", "month")
        for date in (one.begin, one.end)
        if date is not None and date.year is not None
    }
    if len(years) != 1:
        return None
    return calendars.plain_day(lines[0].begin._replace(year=years.pop()), None)


# Days between what a report calls "today" and the day on which it is published.
_LATEST = dt.timedelta(days=3)


def day_of_speech(lines: list[Expression], today: dt.date | None) -> dt.date | None:
    """The day that a report speaks on: that of its first dateline where it came out days later."""
    for one in lines[:1]:
        day = calendars.plain_day(one.begin, today)
        if day and today and dt.timedelta(0) <= today - day <= _LATEST:
            return day
    return today


def full(one: Expression) -> dt.date | None:
    """The day that an expression writes with its year."""
    return (
        calendars.date(one.begin.year, one.begin.month, one.begin.day)
        if one.form == "written"
        else None
    )


# An undated text that writes "17 to 19 March 2024" means by "on 18 March" that of the same year.
_SAME_STORY = dt.timedelta(days=31)


def in_year(one: Expression, written: list[dt.date]) -> Expression:
    """A day without a year in the year of a day near it that the text writes whole."""
    if one.form != "written" or one.begin.year or (one.end and one.end.year):
        return one
    for near in written:
        day = calendars.date(near.year, one.begin.month, one.begin.day)
        if day and abs(day - near) <= _SAME_STORY and one.weekday in (None, day.weekday()):
            end = one.end._replace(year=near.year) if one.end else None
            return one._replace(begin=one.begin._replace(year=near.year), end=end)
    return one
