"""Dates in the text, read against the article's own date and the running text."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from typing import NamedTuple

from geo import calendars, clauses, datelines, dates, durations, tense
from geo.dossier import Problem
from geo.durations import Duration
from geo.text import Document
from geo.written_dates import Expression


class When(NamedTuple):
    """A day or a stretch of days. first, last: ISO 8601, partial where the text is.

    last is None for a single day.

    kind: day, span (first and last are days, or years), month, year, vague (a week, a season, or no
    calendar value at all: then first is None), dateline (the article's own date, not an event's).
    relative: read against another date ("Tuesday", "a day earlier"). attributive: the words
    qualify a thing ("the 2015 deal") and date no event. within: the first and the last day that a
    week can mean ("next week"), where `first` has only its month. inner: the day is that of the
    clause behind it ("on Friday, a day after she visited Oslo"). counts_from: where the date stands
    that this one counts from ("two days after the vote on 10 May"), which dates no other event.
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
    inner: bool = False
    counts_from: int = -1

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
    lines = {i for i, one in enumerate(expressions) if datelines.is_dateline(doc, one)}
    heads = [expressions[i] for i in sorted(lines)]
    today = doc.article.date or datelines.date_of_text(heads, expressions)
    written = [] if today else [day for one in expressions if (day := datelines.full(one))]
    spoken = datelines.day_of_speech(heads, today)
    running: str | None = None  # the day, month or year that the text told of last
    whens: list[When] = []
    problems: list[Problem] = []
    for i, one in enumerate(expressions):
        if i in lines:
            day = calendars.plain_day(one.begin, today)
            whens.append(_when(doc, one, day.isoformat() if day else None, None, "dateline"))
            continue
        if one.form == "unknown" and one.amount:
            following = expressions[i + 1] if i + 1 < len(expressions) else None
            when = _counted_off(doc, one, whens[-1] if whens else None, following, spoken)
        else:
            when = _resolved(doc, datelines.in_year(one, written), spoken, running)
        counted_from = whens and whens[-1].counts_from == when.start
        if counted_from and not _opens_relative(doc, when):
            when = when._replace(attributive=True)
        whens.append(when)
        if when.first is not None and not when.attributive and not when.inner:
            running = when.last or when.first
        elif when.first is None and one.form != "unknown":
            message = "no day to count from: the article bears no date, and the text gives none"
            problems.append(Problem(when.start, when.end, "undated", message))
    return Times(
        tuple(whens), today.isoformat() if today else None, tuple(problems), durations.find(doc)
    )


def _opens_relative(doc: Document, when: When) -> bool:
    """Whether a clause behind a date tells what was then: "a fair in May, | which Rau opens"."""
    behind = doc.token_at(when.end - 1) + 1
    return doc.lower[behind : behind + 2] in ([",", "which"], [",", "where"])


def _part(
    when: When, one: Expression, first: dt.date | None, last: dt.date | None, today: dt.date
) -> When:
    """ "Earlier this month" lies behind, "later this year" ahead."""
    if one.amount == 0 or first is None or last is None:
        return when
    if one.amount < 0:
        last = max(first, calendars.shift(today, -1))
    else:
        first = min(last, calendars.shift(today, 1))
    return when._replace(within=(first.isoformat(), last.isoformat()))


def _counted_off(
    doc: Document,
    one: Expression,
    before: When | None,
    following: Expression | None,
    today: dt.date | None,
) -> When:
    """Days from an event: "two days after the vote on 10 May".

    Behind another date they are the day of what follows: "on Friday, a day after she saw Oslo".
    """
    if before is not None and before.first and _is_beside(doc, before, one):
        when = _resolve_offset(doc, one._replace(amount=-one.amount), before.first)
        return when._replace(inner=True)
    nothing = _when(doc, one, None, None, "vague")
    if following is None or following.form in ("unknown", "from_before"):
        return nothing
    between = doc.lower[one.last : following.first]
    if len(between) > _FURTHEST or not _PARTING.isdisjoint(between):
        return nothing
    anchor = _resolved(doc, following, today, None)
    when = _resolve_offset(doc, one, anchor.first)
    told = any(tense.forms(word) & {"past", "third"} for word in between)  # "after | Rau flew to"
    return when._replace(counts_from=-1 if told else anchor.start)


_FURTHEST = 10  # tokens between an offset and the date of what it counts from
_PARTING = frozenset((",", ".", ";", ":", "–", "—", "--"))


def _is_beside(doc: Document, before: When, one: Expression) -> bool:
    """Whether nothing but a comma or a dash stands between a date and the offset behind it."""
    between = doc.lower[doc.token_at(before.end - 1) + 1 : one.first]
    return len(between) <= 2 and _PARTING.union(("just",)).issuperset(between)


def _when(doc: Document, one: Expression, first: str | None, last: str | None, kind: str) -> When:
    start, end = doc.starts[one.first], doc.ends[one.last - 1]
    relative = one.form not in ("written", "year") or one.begin.year is None
    return When(start, end, doc.text[start:end], first, last, kind, relative, one.attributive)


def _resolved(doc: Document, one: Expression, today: dt.date | None, running: str | None) -> When:
    """One expression read against the article's day and the day told of last."""
    if one.form == "written":
        return _resolve_written(doc, one, today or calendars.full_day(running))
    if one.form == "year":
        last = str(one.end.year) if one.end else None
        return _when(doc, one, str(one.begin.year), last, "year")
    if one.form == "month" and one.begin.year is not None:
        last = calendars.month_text(one.end) if one.end else None
        return _when(doc, one, calendars.month_text(one.begin), last, "month")
    if one.form == "season" and one.begin.year is not None:
        return _when(doc, one, str(one.begin.year), None, "vague")
    if one.form == "from_before":
        counted = today is not None and (one.amount < 0 or one.modifier == 0)
        base = running or (today.isoformat() if today and counted else None)
        return _resolve_offset(doc, one, base)
    if one.form == "unknown" or today is None:
        return _when(doc, one, None, None, "vague")
    match one.form:
        case "weekday":
            return _resolve_weekday(doc, one, today)
        case "today":
            return _when(doc, one, calendars.shift(today, one.amount).isoformat(), None, "day")
        case "ordinal":
            if one.modifier is not None:  # "the 15th of this month"
                month = calendars.month_iso(today.year * 12 + today.month - 1 + one.modifier)
                year, number = int(month[:4]), int(month[5:])
                day = calendars.date(year, number, one.begin.day)
                end = calendars.date(year, number, one.end.day) if one.end else None
                if day and end:  # "from the 15th to the 18th of this month"
                    return _when(doc, one, day.isoformat(), end.isoformat(), "span")
                return _when(doc, one, day.isoformat() if day else None, None, "day")
            around = calendars.full_day(running) or today
            day = calendars.nearest_day_of_month(one.begin.day or 1, around, _tense(doc, one))
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
    """Whether a date is of what lies ahead: "ahead of Friday's vote", "before ending on Friday"."""
    for k in range(one.first - 1, max(-1, one.first - 12), -1):
        if doc.lower[k] in (",", ".", ";"):
            return False
        if doc.lower[k] == "ahead":
            return True
        if doc.lower[k] == "before" and doc.lower[k + 1] in clauses.words("closing"):
            return one.form == "weekday"
    return False


def _resolve_written(doc: Document, one: Expression, today: dt.date | None) -> When:
    begin, end = one.begin, one.end
    year = begin.year or (end.year if end else None)
    if year is None and one.unit == "year" and today is not None:
        year = today.year + (one.modifier or 0)  # "4 May last year"
    if year is None:
        year = _year_by_weekday(one, today) or calendars.nearest_year(
            end or begin, today, _tense(doc, one)
        )
        if year is not None and end and (end.month or 0) < (begin.month or 0):
            year -= 1
    first = calendars.date(year, begin.month, begin.day)
    if first is None:
        return _when(doc, one, None, None, "vague")
    if end is None:
        return _when(doc, one, first.isoformat(), None, "day")
    wraps = (end.month or 0) < (begin.month or 0)
    last = calendars.date(end.year or first.year + wraps, end.month, end.day)
    if last is None or last < first:
        return _when(doc, one, first.isoformat(), None, "day")
    return _when(doc, one, first.isoformat(), last.isoformat(), "span")


def _year_by_weekday(one: Expression, today: dt.date | None) -> int | None:
    """The year near today in which the date falls on the weekday named beside it."""
    if one.weekday is None or today is None:
        return None
    days = (calendars.date(today.year + n, one.begin.month, one.begin.day) for n in (0, -1, 1))
    fitting = [day for day in days if day and day.weekday() == one.weekday]
    return min(fitting, key=lambda day: abs(day - today)).year if fitting else None


def _resolve_weekday(doc: Document, one: Expression, today: dt.date) -> When:
    assert one.weekday is not None
    ahead = (one.weekday - today.weekday()) % 7
    length = 0 if one.weekday_end is None else (one.weekday_end - one.weekday) % 7
    when = _tense(doc, one)
    if one.unit == "week" and one.modifier is not None:  # "Monday last week"
        day = calendars.shift(today, one.weekday - today.weekday() + 7 * one.modifier)
    elif one.modifier == 1:
        day = calendars.shift(today, ahead or 7)
    elif one.modifier == -1:
        day = calendars.shift(today, ahead - 7)
    elif one.modifier == 0:
        day = calendars.shift(today, one.weekday - today.weekday())
    elif ahead == _ALL_BUT_ONE and not _PARTS_OF_DAY.isdisjoint(
        doc.lower[one.last - 1 : one.last + 1]
    ):
        # "arrived on Monday and will leave Monday evening", in Tuesday's paper
        day = calendars.shift(today, -1)
    elif _lies_ahead(when) and not (0 < 7 - ahead <= length and _is_going_on(doc, one)):
        day = calendars.shift(today, ahead)
    else:  # behind, or a stretch under way ("is visiting Peru from Sunday to Tuesday", on Monday)
        day = calendars.shift(today, ahead - 7 if ahead else 0)
    if one.weekday_end is None:
        return _when(doc, one, day.isoformat(), None, "day")
    last = calendars.shift(day, length)
    return _when(doc, one, day.isoformat(), last.isoformat(), "span")


_ALL_BUT_ONE = 6  # days of a week
_PARTS_OF_DAY = frozenset(("morning", "afternoon", "evening", "night"))


def _is_going_on(doc: Document, one: Expression) -> bool:
    """Whether somebody is somewhere, or is doing something, on the day itself."""
    verb = tense.governing_verb(doc, one.first)
    if verb is None:
        return False
    word, before = doc.lower[verb.at], doc.lower[verb.at - 1] if verb.at else ""
    return word in ("is", "are") or (word.endswith("ing") and before in ("is", "are"))


def _lies_ahead(when: str | None) -> bool:
    return when in (tense.FUTURE, tense.PRESENT, tense.CONDITIONAL)


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
        return _when(doc, one, calendars.month_iso(months), None, "month") if base[5:7] else nothing
    day = calendars.full_day(base)
    if day is None:
        return nothing
    day = calendars.shift(day, one.amount)
    if unit == "week":
        return _when(doc, one, day.isoformat()[:7], None, "vague")
    return _when(doc, one, day.isoformat(), None, "day")


def _nearest_month(doc: Document, one: Expression, today: dt.date) -> str:
    month = one.begin.month or 1
    gap = month - today.month
    if one.unit == "year":  # "April last year"
        return calendars.month_iso((today.year + (one.modifier or 0)) * 12 + month - 1)
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
    return calendars.month_iso(today.year * 12 + today.month - 1 + shift)


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
        year = today.year + shift
        first, last = calendars.date(year, 1, 1), calendars.date(year, 12, 31)
        return _part(_when(doc, one, f"{year:04}", None, "year"), one, first, last, today)
    if one.unit == "month":
        month = calendars.month_iso(today.year * 12 + today.month - 1 + shift)
        first = calendars.full_day(f"{month}-01")
        last = first and calendars.shift(first, 27)
        return _part(_when(doc, one, month, None, "month"), one, first, last, today)
    monday = calendars.shift(today, -today.weekday() + 7 * shift)
    if one.unit == "week":
        sunday = calendars.shift(monday, 6)
        week = _when(doc, one, calendars.of_week(monday, today), None, "vague")
        week = week._replace(within=(monday.isoformat(), sunday.isoformat()))
        return _part(week, one, monday, sunday, today)
    saturday = calendars.shift(monday, 5)
    past = doc.lower[one.last - 2] == "the" and _tense(doc, one) == tense.PAST
    just_over = shift == -1 and saturday >= today
    if (past and saturday > today) or just_over:
        saturday = calendars.shift(saturday, -7)
    return _when(doc, one, saturday.isoformat(), calendars.shift(saturday, 1).isoformat(), "span")
