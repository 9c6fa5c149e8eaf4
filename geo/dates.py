"""Where the text speaks of time: date expressions among the tokens, not yet read against a day."""

from __future__ import annotations

from functools import cache

from geo import written_dates
from geo.text import Document
from geo.written_dates import Calendar, Expression, kinds

_STARTING = {"month", "careful", "weekday", "today", "modifier", "phase", "number", "season"}


_BRACKETS = {"(": ")", "[": "]"}


@cache
def _starters() -> frozenset[str]:
    words = {word for word, kinds in written_dates.table().items() if kinds.keys() & _STARTING}
    hyphened = {
        f"{phase}-{word}"
        for word, kinds in written_dates.table().items()
        if "month" in kinds or "careful" in kinds
        for phase in ("early", "mid", "late")
    }
    return frozenset(words | hyphened | written_dates.holidays().keys() | {"the", "in", "within"})


@cache
def _needed() -> dict[str, frozenset[str]]:
    """Frequent words that open a date only before certain others, with those."""
    table = written_dates.table()
    daytimes = {word for word, kinds in table.items() if "daytime" in kinds}
    units = frozenset(word for word, kinds in table.items() if kinds.keys() & _UNITS)
    numbers = {word for word, kinds in table.items() if "number" in kinds}
    counts = frozenset(numbers | {str(n) for n in range(1, 32)})
    behind_the = frozenset(
        {"same", "next", "following", "previous", "weekend", "day", "eve", *daytimes}
    )
    modifiers = {word for word, kinds in table.items() if kinds.keys() == {"modifier"}}
    modified = frozenset(
        {"week", "month", "year"}
        | {word for word, kinds in table.items() if not kinds.keys().isdisjoint(_MODIFIED)}
    )
    holidays = {
        first: frozenset(words[1] for words, _ in named)
        for first, named in written_dates.holidays().items()
        if first not in table
    }
    return {
        **holidays,
        **dict.fromkeys(modifiers, modified),
        "the": behind_the,
        "that": behind_the,
        "in": counts,
        "within": counts,
        **dict.fromkeys(numbers, units),
    }


_UNITS = {"day", "week", "months"}
_MODIFIED = {"month", "careful", "weekday", "today", "daytime", "weekend", "season"}


def scan(doc: Document) -> list[Expression]:
    """Every date expression, in the order of the text, none overlapping. One pass."""
    needed = _needed()
    figures = {word for word in doc.mixed if "0" <= word < ":"}
    found: list[Expression] = []
    lower = doc.lower
    resume = 0
    for i in doc.where(figures | (_starters() & doc.vocabulary)):
        must = needed.get(lower[i])
        if i < resume or (must is not None and (i + 1 == len(lower) or lower[i + 1] not in must)):
            continue  # most of "the", "in" and "a" open no date
        expression = _expression_at(doc, i)
        if expression is not None:
            found.append(expression)
            resume = expression.last
    return found


def _expression_at(doc: Document, i: int) -> Expression | None:
    word = doc.lower[i]
    if "0" <= word[0] <= "9":
        return _number(doc, i)
    here = kinds(doc, i)
    if word in ("the", "that"):
        return _with_article(doc, i)
    if word in ("in", "within"):
        return _counted(doc, i + 1, i, ahead=True)
    if word in written_dates.holidays() and (day := written_dates.holiday(doc, i)):
        return day
    if "month" in here or "careful" in here or "-" in word:
        return written_dates.written(doc, i) or written_dates.month_alone(doc, i, i)
    if "weekday" in here:
        return _weekday(doc, i, i) if _names_a_day(doc, i) else None
    if "today" in here:
        # "the day before yesterday" begins at "the"; what is left is yesterday itself
        return _bracketed(doc, Expression("today", i, i + 1, amount=here["today"]))
    if "number" in here:
        return _counted(doc, i, i)
    if "season" in here:
        return _season(doc, i)
    return _modified(doc, i)


def _names_a_day(doc: Document, i: int) -> bool:
    """Whether a weekday is one day, and not every one ("each Monday", "the fourth Thursday of")."""
    if not doc.words[i][0].isupper():
        return False
    before = doc.lower[i - 1] if i else ""
    following = doc.lower[i + 1] if i + 1 < len(doc.lower) else ""
    if before in ("every", "each"):
        return False
    counted = before in _COUNTED_DAYS or (before == "last" and doc.lower[i - 2 : i - 1] == ["the"])
    return not (counted and following in ("in", "of"))


_COUNTED_DAYS = frozenset(("first", "second", "third", "fourth", "fifth"))


def _number(doc: Document, i: int) -> Expression | None:
    if i and doc.words[i - 1] in "$€£¥₹+" and doc.ends[i - 1] == doc.starts[i]:
        return None
    figures = written_dates.dotted(doc, i) or written_dates.iso(doc, i)
    figures = figures or written_dates.slashed(doc, i)
    if figures:
        return figures
    found = written_dates.written(doc, i) or _counted(doc, i, i)
    return found or written_dates.ordinal(doc, i) or written_dates.year_alone(doc, i)


def _weekday(doc: Document, i: int, first: int, modifier: int | None = None) -> Expression:
    day = kinds(doc, i)["weekday"]
    k = i + 1
    if "daytime" in kinds(doc, k):
        k += 1
    found = Expression("weekday", first, k, weekday=day, modifier=modifier)
    j = written_dates.past_joiner(doc, k, listed=True)
    if j is not None and "weekday" in kinds(doc, j) and doc.words[j][0].isupper():
        end = kinds(doc, j)["weekday"]
        # "Monday and Thursday" are two days, "Thursday and Friday" one stretch
        if doc.lower[j - 1] not in ("and", "&") or end == (day + 1) % 7:
            return found._replace(last=j + 1, weekday_end=end)
    return _of_week(doc, found) or _bracketed(doc, found)


def _of_week(doc: Document, found: Expression) -> Expression | None:
    """ "Monday last week", "Friday of next week": the day of a week that is counted from today."""
    k = found.last + (doc.lower[found.last : found.last + 1] == ["of"])
    shift = kinds(doc, k).get("modifier")
    if shift is None or doc.lower[k + 1 : k + 2] != ["week"]:
        return None
    return found._replace(last=k + 2, unit="week", modifier=shift)


def _bracketed(doc: Document, found: Expression) -> Expression:
    """With the written date that follows in brackets, behind a comma, or at once."""
    k = found.last
    if k >= len(doc.words):
        return found
    closing = _BRACKETS.get(doc.words[k])
    j = k + 1 if closing or doc.words[k] == "," else k
    if doc.lower[k] in ("the", "of") and found.form == "weekday":
        j = k + 1
    written = (
        written_dates.iso(doc, j) or written_dates.written(doc, j) if j < len(doc.words) else None
    )
    if written is None or (closing and closing not in doc.words[written.last : written.last + 1]):
        return found
    return written._replace(
        first=found.first, last=written.last + (1 if closing else 0), weekday=found.weekday
    )


def _with_article(doc: Document, i: int) -> Expression | None:
    """ "the next day", "the day before yesterday", "the weekend", "that same day"."""
    k = i + 1
    if k >= len(doc.lower):
        return None
    word = doc.lower[k]
    if word == "same" and k + 1 < len(doc.lower):
        if doc.lower[k + 1] == "day" or "daytime" in kinds(doc, k + 1):
            return Expression("from_before", i, k + 2)
        return None
    if doc.lower[i] == "that":
        if word == "day" or "daytime" in kinds(doc, k):
            return Expression("from_before", i, k + 1)
        return None
    if "daytime" in kinds(doc, k) and i and doc.words[i - 1] == "In":
        # "In the evening she flew", but "In the morning of May 3"
        dated = doc.lower[k + 1] in ("of", "on") if k + 1 < len(doc.lower) else True
        return None if dated else Expression("from_before", i, k + 1)
    if word in ("next", "following", "previous") and k + 1 < len(doc.lower):
        if doc.lower[k + 1] == "day" or "daytime" in kinds(doc, k + 1):
            shift = -1 if word == "previous" else 1
            return Expression("from_before", i, k + 2, amount=shift)
        return None
    if word == "weekend":
        return Expression("stretch", i, k + 1, unit="weekend", modifier=0)
    if word == "eve" and doc.lower[k + 1 : k + 2] == ["of"]:
        return Expression("unknown", i, k + 2, amount=-1)
    if word == "day":
        return _day_beside(doc, i, k)
    return None


def _day_beside(doc: Document, i: int, k: int) -> Expression | None:
    """ "the day before", "the day after tomorrow"; k is the token of "day"."""
    if k + 1 >= len(doc.lower) or doc.lower[k + 1] not in ("before", "after", "earlier", "later"):
        return None
    shift = -1 if doc.lower[k + 1] in ("before", "earlier") else 1
    beyond = kinds(doc, k + 2).get("today")
    if beyond:
        return Expression("from_today", i, k + 3, amount=shift + beyond)
    return _beside(doc, i, k + 1, shift, "day")


def _beside(doc: Document, first: int, k: int, amount: int, unit: str) -> Expression:
    """An offset that ends with the word at k; "before the summit" hangs on what we do not know."""
    if doc.lower[k] in ("before", "after") and k + 1 < len(doc.words):
        following = doc.lower[k + 1]
        if following[:1].isalnum() and following not in _NEW_CLAUSE:
            return Expression("unknown", first, k + 1, amount=amount, unit=unit)
    return Expression("from_before", first, k + 1, amount=amount, unit=unit)


_NEW_CLAUSE = frozenset(("and", "in", "at"))


def _counted(doc: Document, i: int, first: int, *, ahead: bool = False) -> Expression | None:
    """ "two days ago", "a day later", "3 weeks earlier"; ahead: "in three days"."""
    if i + 1 >= len(doc.lower):
        return None
    here = kinds(doc, i)
    number = here.get("number") or written_dates.day_of(doc, i)
    unit_of = kinds(doc, i + 1)
    unit = next((name for name in ("day", "week", "months") if name in unit_of), None)
    if number is None or unit is None:
        return None
    amount = number * unit_of[unit]
    unit = "week" if unit == "week" else unit
    then = kinds(doc, i + 2)
    if "direction" in then:
        return Expression("from_today", first, i + 3, amount=-amount, unit=unit)
    if "offset" in then:
        if i + 3 < len(doc.lower) and doc.lower[i + 3] == "than":
            return None
        if unit == "months" and number * unit_of["months"] > 24:
            return Expression("unknown", first, i + 3)  # "45 years after": an anniversary
        return _beside(doc, first, i + 2, amount * then["offset"], unit)
    if ahead and doc.lower[first - 1 if first else 0] != "time":
        if i + 2 < len(doc.lower) and doc.lower[i + 2] == "of":
            return None
        if not _SUPERLATIVES.isdisjoint(doc.lower[max(0, first - 8) : first]):
            return None  # "the first visit in a decade"
        return Expression("from_today", first, i + 2, amount=amount, unit="ahead " + unit)
    return None


_SUPERLATIVES = frozenset(
    ("first", "second", "third", "only", "latest", "biggest", "worst", "highest", "lowest", "most")
)


def _modified(doc: Document, i: int) -> Expression | None:
    """ "last Tuesday", "later this week", "early next year", "late July 2014", "this morning"."""
    k, modifier = i, None
    phase = kinds(doc, k).get("phase", 0)
    if "phase" in kinds(doc, k):
        k += 1
        if k < len(doc.lower) and doc.lower[k] == "on":
            return None  # "late on Monday": the weekday alone is the date
        if k < len(doc.lower) and doc.lower[k] == "in":
            k += 1
        if doc.lower[k : k + 1] == ["the"]:
            return _part_of(doc, i, k + 1, phase)
    if "modifier" in kinds(doc, k):
        modifier = kinds(doc, k)["modifier"]
        if doc.lower[k] == "that":
            return _with_article(doc, k) if k == i else None
        k += 1
    if k == i or k >= len(doc.lower):
        return None
    here = kinds(doc, k)
    if "weekday" in here and _names_a_day(doc, k):
        return _weekday(doc, k, i, modifier)
    if "month" in here or "careful" in here:
        written = written_dates.written(doc, k)
        if written:
            return written._replace(first=i)
        told = modifier is not None or "phase" in kinds(doc, i)
        return written_dates.month_alone(doc, k, i, modifier) if told else None
    if "today" in here:
        return Expression("today", i, k + 1, amount=here["today"])
    year = written_dates.year_of(doc, k)
    if year and "phase" in kinds(doc, i):
        return Expression("year", i, k + 1, Calendar(year))
    if modifier is None:
        return None
    found = _stretch(doc, i, k, modifier)
    return found._replace(amount=phase) if found and found.form == "stretch" else found


def _part_of(doc: Document, i: int, k: int, phase: int) -> Expression | None:
    """ "later in the day", "earlier in the week": a part of the stretch that token k names."""
    here = kinds(doc, k)
    if doc.lower[k : k + 1] == ["day"] or "daytime" in here:
        return Expression("from_before", i, k + 1, modifier=0)
    if doc.lower[k : k + 1] in (["week"], ["month"], ["year"]):
        return Expression("stretch", i, k + 1, unit=doc.lower[k], modifier=0, amount=phase)
    return None


def _season(doc: Document, i: int) -> Expression | None:
    """ "summer of 2017", "in the spring"."""
    k = i + 2 if i + 1 < len(doc.lower) and doc.lower[i + 1] == "of" else i + 1
    year = written_dates.year_of(doc, k)
    if year:
        return Expression("season", i, k + 1, Calendar(year, kinds(doc, i)["season"]))
    if i > 1 and doc.lower[i - 1] == "the" and doc.lower[i - 2] == "in":
        return Expression("season", i, i + 1, Calendar(None, kinds(doc, i)["season"]))
    return None


def _stretch(doc: Document, i: int, k: int, modifier: int) -> Expression | None:
    """A week, weekend, month, year, season or part of a day beside "last", "this" or "next"."""
    here = kinds(doc, k)
    if "daytime" in here and modifier in (0, -1):
        return _bracketed(doc, Expression("today", i, k + 1, amount=modifier))
    if "weekend" in here:
        return Expression("stretch", i, k + 1, unit="weekend", modifier=modifier)
    if "season" in here and not (doc.lower[k] == "fall" and modifier == 0):
        year, last = written_dates.comma_year(doc, k + 1)
        return Expression("season", i, last, Calendar(year, here["season"]), modifier=modifier)
    word = doc.lower[k]
    if word in ("week", "month", "year") and doc.lower[k - 1] in ("following", "previous"):
        amount = here.get("months", 0) or 7
        unit = "months" if "months" in here else "week"
        return Expression("from_before", i, k + 1, amount=amount * modifier, unit=unit)
    if word in ("week", "month", "year"):
        following = doc.lower[k + 1] if k + 1 < len(doc.lower) else ""
        if following == "'s" and word == "year" and modifier == 0:
            return Expression("stretch", i, k + 1, unit=word, modifier=modifier, attributive=True)
        return Expression("stretch", i, k + 1, unit=word, modifier=modifier)
    return None
