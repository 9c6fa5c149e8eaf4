"""Dates in the text, read against the article's own date and the running text."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from typing import NamedTuple

from geo import dates, durations, tense
from geo.dossier import Problem
from geo.durations import Duration
from geo.text import Document
from geo.written_dates import Calendar, Expression


class When(NamedTuple):
    """A day or a stretch of days. first, last: ISO 8601, partial where the text is.

    last is None for a single day.

    kind: day, span (first and last are days, or years), month, year, vague (a week, a season, or no
    calendar value at all: then first is None), dateline (the article's own date, not an event's).
    relative: read against another date ("Tuesday", "a day earlier"). attributive: the words
    qualify a thing ("the 2015 deal") and date no event. within: the first and the last day that a
    week can mean ("next week"), where `first` has only its month.
    """

    start: int
    end: int
    text: str
    first: str | None
    last: str | None
    kind: str
    relative: bool
    attributive: bool = False
    within: tuple[str, str] | None = None

    def lies_ahead(self, today: str) -> bool:
        """Whether no day that the words can mean has come by today (ISO 8601)."""
        first = self.within[0] if self.within else self.first
        return first is not None and first > today[: len(first)]

    def lies_behind(self, today: str) -> bool:
        """Whether each day that the words can mean is over today (ISO 8601)."""
        last = self.within[1] if self.within else self.last or self.first
        return last is not None and last < today[: len(last)]


class Times(NamedTuple):
    """The dates in the order of the text, and the day that the text counts from (ISO 8601)."""

    whens: tuple[When, ...] = ()
    today: str | None = None
    problems: tuple[Problem, ...] = ()
    durations: tuple[Duration, ...] = ()

    def within(self, start: int, end: int) -> tuple[When, ...]:
        """The dates that begin in the stretch `start:end` of the text."""
        lo = bisect_left(self.whens, start, key=lambda when: when.start)
        hi = bisect_left(self.whens, end, key=lambda when: when.start)
        return self.whens[lo:hi]


def find(doc: Document) -> Times:
    """Every date expression of the article, resolved in the order of the text."""
    expressions = dates.scan(doc)
    lines = {i for i, one in enumerate(expressions) if _is_dateline(doc, one)}
    heads = [expressions[i] for i in sorted(lines)]
    today = doc.article.date or _date_of_text(heads, expressions)
    written = [] if today else [day for one in expressions if (day := _full(one))]
    running: str | None = None  # the day, month or year that the text told of last
    whens: list[When] = []
    problems: list[Problem] = []
    for i, one in enumerate(expressions):
        if i in lines:
            day = _plain_day(one.begin, today)
            whens.append(_when(doc, one, day.isoformat() if day else None, None, "dateline"))
            continue
        when = _resolved(doc, _in_year(one, written), today, running)
        whens.append(when)
        if when.first is not None and not when.attributive:
            running = when.last or when.first
        elif when.first is None and one.form != "unknown":
            message = "no day to count from: the article bears no date, and the text gives none"
            problems.append(Problem(when.start, when.end, "undated", message))
    return Times(
        tuple(whens), today.isoformat() if today else None, tuple(problems), durations.find(doc)
    )


def _when(doc: Document, one: Expression, first: str | None, last: str | None, kind: str) -> When:
    start, end = doc.starts[one.first], doc.ends[one.last - 1]
    relative = one.form not in ("written", "year") or one.begin.year is None
    return When(start, end, doc.text[start:end], first, last, kind, relative, one.attributive)


# ---------------------------------------------------------------- the article's own date

# "Khartoum, 23 October: …"  "Tehran, Oct 21, IRNA -- …"  "GATUNA, Rwanda, July 6 (AFP) - …"
_AFTER_DATELINE = re.compile(
    r"\s?,?\s?(?:\([^()\n]{1,24}\)|\[[^\[\]\n]{1,24}\]|[A-Z][\w./]{1,14})?"
    r"\s?(?::|--|[–—-](?=\s))"
)
_PUBLISHED = ("published", "posted", "date", "updated", "issued", "released", "press release")


def _is_dateline(doc: Document, one: Expression) -> bool:
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


def _date_of_text(lines: list[Expression], expressions: list[Expression]) -> dt.date | None:
    """The date in a dateline or a signature; its year may stand elsewhere in the text."""
    for one in lines:
        if one.begin.year is not None:
            return _plain_day(one.begin, None)
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
    return _plain_day(lines[0].begin._replace(year=years.pop()), None)


def _full(one: Expression) -> dt.date | None:
    """The day that an expression writes with its year."""
    return _date(one.begin.year, one.begin.month, one.begin.day) if one.form == "written" else None


# An undated text that writes "17 to 19 March 2024" means by "on 18 March" that of the same year.
_SAME_STORY = dt.timedelta(days=31)


def _in_year(one: Expression, written: list[dt.date]) -> Expression:
    """A day without a year in the year of a day near it that the text writes whole."""
    if one.form != "written" or one.begin.year or (one.end and one.end.year):
        return one
    for near in written:
        day = _date(near.year, one.begin.month, one.begin.day)
        if day and abs(day - near) <= _SAME_STORY and one.weekday in (None, day.weekday()):
            end = one.end._replace(year=near.year) if one.end else None
            return one._replace(begin=one.begin._replace(year=near.year), end=end)
    return one


def _plain_day(written: Calendar, today: dt.date | None) -> dt.date | None:
    year = written.year or _nearest_year(written, today, None)
    return _date(year, written.month, written.day)


def _date(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    """The day, or None where a part is missing or the calendar has no such day."""
    if year is None or month is None or day is None:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:  # 30 February
        return None


# ---------------------------------------------------------------- resolution


def _resolved(doc: Document, one: Expression, today: dt.date | None, running: str | None) -> When:
    """One expression read against the article's day and the day told of last."""
    if one.form == "written":
        return _resolve_written(doc, one, today or _full_day(running))
    if one.form == "year":
        last = str(one.end.year) if one.end else None
        return _when(doc, one, str(one.begin.year), last, "year")
    if one.form == "month" and one.begin.year is not None:
        last = _month_text(one.end) if one.end else None
        return _when(doc, one, _month_text(one.begin), last, "month")
    if one.form == "season" and one.begin.year is not None:
        return _when(doc, one, str(one.begin.year), None, "vague")
    if one.form == "from_before":
        base = running or (today.isoformat() if today and one.amount < 0 else None)
        return _resolve_offset(doc, one, base)
    if one.form == "unknown" or today is None:
        return _when(doc, one, None, None, "vague")
    match one.form:
        case "weekday":
            return _resolve_weekday(doc, one, today)
        case "today":
            return _when(doc, one, _shift(today, one.amount).isoformat(), None, "day")
        case "ordinal":
            around = _full_day(running) or today
            day = _nearest_day_of_month(one.begin.day or 1, around, _tense(doc, one))
            first = day.isoformat() if day else None
            return _when(doc, one, first, None, "day" if day else "vague")
        case "month":
            return _when(doc, one, _nearest_month(doc, one, today), None, "month")
        case "season":
            return _when(doc, one, _nearest_season(doc, one, today), None, "vague")
        case "from_today":
            return _resolve_offset(doc, one, today.isoformat())
        case _:
            return _resolve_stretch(doc, one, today)


def _tense(doc: Document, one: Expression) -> str | None:
    """The tense of the clause that a date stands in, None where no verb tells it."""
    if _is_ahead_of(doc, one):
        return tense.FUTURE
    verb = tense.governing_verb(doc, one.first)
    if verb is None:
        return None
    if verb.tense == tense.PRESENT and tense.looks_back(doc.lower[verb.at]):
        return tense.PAST  # "says the ministry on Tuesday"
    return verb.tense


def _is_ahead_of(doc: Document, one: Expression) -> bool:
    """Whether a date belongs to what lies ahead: "ahead of Friday's vote"."""
    for k in range(one.first - 1, max(-1, one.first - 12), -1):
        if doc.lower[k] in (",", ".", ";"):
            return False
        if doc.lower[k] == "ahead":
            return True
    return False


def _shift(day: dt.date, days: int) -> dt.date:
    """Days on, stopped at the ends of the calendar."""
    ordinal = day.toordinal() + days
    return dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal()))


def _resolve_written(doc: Document, one: Expression, today: dt.date | None) -> When:
    begin, end = one.begin, one.end
    year = begin.year or (end.year if end else None)
    if year is None:
        year = _year_by_weekday(one, today) or _nearest_year(end or begin, today, _tense(doc, one))
        if year is not None and end and (end.month or 0) < (begin.month or 0):
            year -= 1
    first = _date(year, begin.month, begin.day)
    if first is None:
        return _when(doc, one, None, None, "vague")
    if end is None:
        return _when(doc, one, first.isoformat(), None, "day")
    wraps = (end.month or 0) < (begin.month or 0)
    last = _date(end.year or first.year + wraps, end.month, end.day)
    if last is None or last < first:
        return _when(doc, one, first.isoformat(), None, "day")
    return _when(doc, one, first.isoformat(), last.isoformat(), "span")


def _year_by_weekday(one: Expression, today: dt.date | None) -> int | None:
    """The year near today in which the date falls on the weekday named beside it."""
    if one.weekday is None or today is None:
        return None
    days = (_date(today.year + n, one.begin.month, one.begin.day) for n in (0, -1, 1))
    fitting = [day for day in days if day and day.weekday() == one.weekday]
    return min(fitting, key=lambda day: abs(day - today)).year if fitting else None


# How far a date may lie on the other side of today than its tense says: "will travel July 31 to
# August 3" appears on August 1, "met on 3 May" on 2 May where it is still 2 May at the desk.
_SLACK = {tense.PAST: 3, tense.FUTURE: 14}


def _nearest_year(written: Calendar, today: dt.date | None, when: str | None) -> int | None:
    """The year that puts a yearless date nearest to today, on the side that the tense says."""
    if today is None:
        return None
    days = [
        day
        for n in (-1, 0, 1)
        if (day := _date(today.year + n, written.month, written.day)) is not None
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


def _nearest_day_of_month(day: int, around: dt.date, when: str | None) -> dt.date | None:
    """The 25th that lies nearest, on the side that the tense says."""
    candidates = []
    for shift in (-1, 0, 1):
        months = around.year * 12 + around.month - 1 + shift
        found = _date(months // 12, months % 12 + 1, day)
        if found is not None:
            candidates.append(found)
    if when == tense.PAST:
        candidates = [c for c in candidates if c <= around] or candidates
    elif when in (tense.FUTURE, tense.PRESENT):
        candidates = [c for c in candidates if c >= around] or candidates
    return min(candidates, key=lambda c: abs(c - around), default=None)


def _resolve_weekday(doc: Document, one: Expression, today: dt.date) -> When:
    assert one.weekday is not None
    ahead = (one.weekday - today.weekday()) % 7
    if one.modifier == 1:
        day = _shift(today, ahead or 7)
    elif one.modifier == -1:
        day = _shift(today, ahead - 7)
    elif one.modifier == 0:
        day = _shift(today, one.weekday - today.weekday())
    elif _lies_ahead(_tense(doc, one)):
        day = _shift(today, ahead)
    else:
        day = _shift(today, ahead - 7 if ahead else 0)
    if one.weekday_end is None:
        return _when(doc, one, day.isoformat(), None, "day")
    last = _shift(day, (one.weekday_end - one.weekday) % 7)
    return _when(doc, one, day.isoformat(), last.isoformat(), "span")


def _lies_ahead(when: str | None) -> bool:
    return when in (tense.FUTURE, tense.PRESENT, tense.CONDITIONAL)


def _full_day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso and len(iso) == 10 else None


def _resolve_offset(doc: Document, one: Expression, base: str | None) -> When:
    """ "two days later", "a year ago", "in three days"; no more exact than what it counts from."""
    nothing = _when(doc, one, None, None, "vague")
    unit = one.unit.removeprefix("ahead ")
    if base is None or (unit != one.unit and _tense(doc, one) == tense.PAST):
        return nothing  # "saw four cities in three days"
    if unit == "months":
        months = int(base[:4]) * 12 + int(base[5:7] or 1) - 1 + one.amount
        if not 0 < months // 12 < 9999:
            return nothing
        if one.amount % 12 == 0:
            return _when(doc, one, f"{months // 12:04}", None, "year")
        return _when(doc, one, _month_iso(months), None, "month") if base[5:7] else nothing
    day = _full_day(base)
    if day is None:
        return nothing
    day = _shift(day, one.amount)
    if unit == "week":
        return _when(doc, one, day.isoformat()[:7], None, "vague")
    return _when(doc, one, day.isoformat(), None, "day")


def _month_iso(months: int) -> str:
    """Months since year 0 as ISO 8601."""
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _month_text(written: Calendar) -> str:
    return f"{written.year:04}-{written.month:02}"


def _nearest_month(doc: Document, one: Expression, today: dt.date) -> str:
    month = one.begin.month or 1
    gap = month - today.month
    when = _tense(doc, one) if one.modifier is None else None
    if one.modifier == 1:
        shift = gap if gap > 0 else gap + 12
    elif one.modifier == -1:
        shift = gap if gap < 0 else gap - 12
    elif one.modifier == 0:
        shift = gap
    elif when == tense.PAST:
        shift = gap if gap <= 0 else gap - 12
    elif when == tense.FUTURE:
        shift = gap if gap >= 0 else gap + 12
    else:
        shift = min((gap - 12, gap, gap + 12), key=abs)
    return _month_iso(today.year * 12 + today.month - 1 + shift)


def _nearest_season(doc: Document, one: Expression, today: dt.date) -> str:
    """The year of "next spring", "last autumn", "in the summer"."""
    month = one.begin.month or 1
    if one.modifier == 1:
        shift = 0 if month > today.month + 1 else 1
    elif one.modifier == -1:
        shift = 0 if month + 2 < today.month else -1
    elif one.modifier is None and _tense(doc, one) == tense.PAST:
        shift = 0 if month <= today.month else -1
    else:
        shift = 0 if month + 2 >= today.month or one.modifier == 0 else 1
    return f"{today.year + shift:04}"


def _resolve_stretch(doc: Document, one: Expression, today: dt.date) -> When:
    """Weeks, weekends, months and years beside last, this, next."""
    shift = one.modifier or 0
    if one.unit == "year":
        return _when(doc, one, f"{today.year + shift:04}", None, "year")
    if one.unit == "month":
        month = _month_iso(today.year * 12 + today.month - 1 + shift)
        return _when(doc, one, month, None, "month")
    monday = _shift(today, -today.weekday() + 7 * shift)
    if one.unit == "week":
        first, last = monday, _shift(monday, 6)
        if one.amount:  # "earlier this week", "later this week"
            first, last = (first, today) if one.amount < 0 else (today, last)
        week = _when(doc, one, _common(first, last, today), None, "vague")
        return week._replace(within=(first.isoformat(), last.isoformat()))
    saturday = _shift(monday, 5)
    past = doc.lower[one.last - 2] == "the" and _tense(doc, one) == tense.PAST
    just_over = shift == -1 and saturday >= today
    if (past and saturday > today) or just_over:
        saturday = _shift(saturday, -7)
    return _when(doc, one, saturday.isoformat(), _shift(saturday, 1).isoformat(), "span")


def _common(first: dt.date, last: dt.date, today: dt.date) -> str:
    """What two days share: their month, or the year; this week's month is today's."""
    if first <= today <= last:
        return today.isoformat()[:7]
    if (first.year, first.month) == (last.year, last.month):
        return first.isoformat()[:7]
    return f"{first.year:04}" if first.year == last.year else last.isoformat()[:7]
