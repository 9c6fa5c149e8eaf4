"""Where the text speaks of time: date expressions among the tokens, not yet read against a day."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from geo import tables
from geo.text import Document


class Calendar(NamedTuple):
    """What is written of a date; None for what is left out."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


class Expression(NamedTuple):
    """A date expression over the tokens `first:last`.

    form: written ("4 May"), weekday, today (today, yesterday), ordinal ("the 25th"), month ("in
    April"), season, year, stretch (week, weekend, month or year beside "last", "this", "next"),
    from_today ("two days ago"), from_before ("a day later"), unknown ("the day before the summit").
    amount: how many `unit`s forward; modifier: last -1, this 0, next +1.
    begin, end: what is written of the first and the last day; the same for weekdays (Monday is 0).
    """

    form: str
    first: int
    last: int
    begin: Calendar = Calendar()
    end: Calendar | None = None
    weekday: int | None = None
    weekday_end: int | None = None
    amount: int = 0
    unit: str = "day"
    modifier: int | None = None
    attributive: bool = False


@cache
def _table() -> dict[str, dict[str, int]]:
    """word -> kind -> value."""
    found: dict[str, dict[str, int]] = {}
    for row in tables.rows("time_words"):
        found.setdefault(row["word"], {})[row["kind"]] = int(row["value"])
    return found


_STARTING = {"month", "careful", "weekday", "today", "modifier", "phase", "number", "season"}
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")  # 1st  22nd  30th
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$")  # 25.10.2001  1.2.2020
_BRACKETS = {"(": ")", "[": "]"}


@cache
def _starters() -> frozenset[str]:
    words = {word for word, kinds in _table().items() if kinds.keys() & _STARTING}
    hyphened = {
        f"{phase}-{word}"
        for word, kinds in _table().items()
        if "month" in kinds or "careful" in kinds
        for phase in ("early", "mid", "late")
    }
    return frozenset(words | hyphened | {"the", "in", "within"})


def scan(doc: Document) -> list[Expression]:
    """Every date expression, in the order of the text, none overlapping. One pass."""
    starters = _starters()
    found: list[Expression] = []
    i = 0
    count = len(doc.lower)
    while i < count:
        word = doc.lower[i]
        if word in starters or "0" <= word[:1] <= "9":
            expression = _expression_at(doc, i)
            if expression is not None:
                found.append(expression)
                i = max(expression.last, i + 1)
                continue
        i += 1
    return found


def kinds(doc: Document, i: int) -> dict[str, int]:
    """What the time table says of token i (nothing outside the text)."""
    return _table().get(doc.lower[i], {}) if 0 <= i < len(doc.lower) else {}


def number(word: str) -> int | None:
    """A small number in figures or as a word: 3, three."""
    if word.isascii() and word.isdigit() and len(word) <= 3:
        return int(word)
    return _table().get(word, {}).get("number")


def _expression_at(doc: Document, i: int) -> Expression | None:
    word = doc.lower[i]
    if "0" <= word[0] <= "9":
        return _number(doc, i)
    here = kinds(doc, i)
    if word in ("the", "that"):
        return _with_article(doc, i)
    if word in ("in", "within"):
        return _counted(doc, i + 1, i, ahead=True)
    if "month" in here or "careful" in here or "-" in word:
        return _written(doc, i) or _month(doc, i, i)
    if "weekday" in here:
        return _weekday(doc, i, i) if doc.words[i][0].isupper() else None
    if "today" in here:
        # "the day before yesterday" begins at "the"; what is left is yesterday itself
        return _bracketed(doc, Expression("today", i, i + 1, amount=here["today"]))
    if "number" in here:
        return _counted(doc, i, i)
    if "season" in here:
        return _season(doc, i)
    return _modified(doc, i)


def _number(doc: Document, i: int) -> Expression | None:
    word = doc.words[i]
    if i and doc.words[i - 1] in "$€£¥₹+" and doc.ends[i - 1] == doc.starts[i]:
        return None
    dotted = _DOTTED.match(word)
    if dotted:
        day, month, year = (int(part) for part in dotted.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return Expression("written", i, i + 1, Calendar(year, month, day))
        return None
    found = _iso(doc, i) or _written(doc, i) or _counted(doc, i, i)
    return found or _ordinal(doc, i) or _year(doc, i)


def _iso(doc: Document, i: int) -> Expression | None:
    """2023-02-28, with nothing between."""
    if i + 4 >= len(doc.words) or doc.words[i + 1] != "-" or doc.words[i + 3] != "-":
        return None
    year, month, day = doc.words[i], doc.words[i + 2], doc.words[i + 4]
    if (len(year), len(month), len(day), doc.ends[i + 4] - doc.starts[i]) != (4, 2, 2, 10):
        return None
    if not (year + month + day).isascii() or not (year + month + day).isdigit():
        return None
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return Expression("written", i, i + 5, Calendar(int(year), int(month), int(day)))


# ---------------------------------------------------------------- parts of written dates


def _day(doc: Document, i: int) -> int | None:
    if not 0 <= i < len(doc.words):
        return None
    word = doc.lower[i]
    ordinal = _ORDINAL.match(word)
    digits = ordinal.group(1) if ordinal else word
    if len(digits) > 2 or not digits.isascii() or not digits.isdigit():
        return None
    return int(digits) if 1 <= int(digits) <= 31 else None


def _year_of(doc: Document, i: int) -> int | None:
    if not 0 <= i < len(doc.words):
        return None
    word = doc.words[i]
    if len(word) != 4 or not word.isascii() or not word.isdigit():
        return None
    return int(word) if 1900 <= int(word) <= 2100 else None


def _month_of(doc: Document, i: int) -> int | None:
    if not 0 <= i < len(doc.words):
        return None
    word = doc.lower[i]
    if "-" in word and word.split("-")[0] in ("early", "mid", "late"):
        word = word.split("-")[1]
    here = _table().get(word, {})
    value = here.get("month", here.get("careful"))
    if value is None:
        return None
    capital = doc.words[i][0].isupper() or "-" in doc.words[i]
    return value if capital else None


def _after_dot(doc: Document, i: int) -> int:
    """Past the full stop of "Feb." at i, where a day or a year follows it."""
    if i < len(doc.words) and doc.words[i] == "." and doc.ends[i - 1] == doc.starts[i]:
        following = _day(doc, i + 1) or _year_of(doc, i + 1)
        short = len(doc.words[i - 1]) <= 4 and doc.lower[i - 1] not in ("june", "july", "may")
        return i + 1 if following and short else i
    return i


def _comma_year(doc: Document, i: int) -> tuple[int | None, int]:
    """The year at i, or behind a comma at i, and where it ends."""
    year = _year_of(doc, i)
    if year:
        return year, i + 1
    if i < len(doc.words) and doc.words[i] == "," and _year_of(doc, i + 1):
        return _year_of(doc, i + 1), i + 2
    return None, i


def _day_month(doc: Document, i: int) -> tuple[Calendar, int] | None:
    """ "22 February", "22nd of February 2023"."""
    day = _day(doc, i)
    if day is None:
        return None
    k = i + 2 if i + 1 < len(doc.lower) and doc.lower[i + 1] == "of" else i + 1
    month = _month_of(doc, k)
    if month is None:
        return None
    k = _after_dot(doc, k + 1)
    year, k = _comma_year(doc, k)
    return Calendar(year, month, day), k


def _month_day(doc: Document, i: int) -> tuple[Calendar, int] | None:
    """ "February 22", "Feb. 22, 2023"."""
    month = _month_of(doc, i)
    if month is None:
        return None
    k = _after_dot(doc, i + 1)
    if k < len(doc.lower) and doc.lower[k] == "the":
        k += 1
    day = _day(doc, k)
    if day is None or (kinds(doc, k + 1).keys() & {"counted"} and doc.lower[k + 1] != "gmt"):
        return None
    year, k = _comma_year(doc, k + 1)
    return Calendar(year, month, day), k


def _joined(doc: Document, i: int, *, listed: bool = False) -> int | None:
    """Past the words that join two ends of a stretch at i; listed: "and" joins too."""
    if i + 1 >= len(doc.lower):
        return None
    word = doc.lower[i]
    if "joiner" in kinds(doc, i) or (listed and word in ("and", "&")):
        return i + 1
    return None


def _written(doc: Document, i: int) -> Expression | None:
    """A date in figures and a month's name, or a stretch from one to another."""
    opened = _day_month(doc, i) or _month_day(doc, i)
    if opened is None:
        return _days_of_month(doc, i)
    begin, k = opened
    j = _joined(doc, k)
    if j is not None:
        closed = _day_month(doc, j) or _month_day(doc, j)
        if closed is not None:
            end, k = closed
            begin = begin._replace(year=begin.year or _earlier_year(begin, end))
            return Expression("written", i, k, begin, end)
    j = _joined(doc, k, listed=_month_of(doc, i) is not None)
    if j is not None and _month_of(doc, i) is not None and begin.year is None:
        day = _day(doc, j)
        plain = day is not None and _month_of(doc, j + 1) is None and not _counts(doc, j + 1)
        if plain and (begin.day or 0) < (day or 0):
            year, k = _comma_year(doc, j + 1)
            begin = begin._replace(year=year)
            return Expression("written", i, k, begin, Calendar(year, begin.month, day))
    return Expression("written", i, k, begin)


def _counts(doc: Document, i: int) -> bool:
    """Whether token i makes the number before it a count: "and 10 ministers" is no date's end."""
    if i >= len(doc.lower):
        return False
    return "counted" in kinds(doc, i)


def _earlier_year(begin: Calendar, end: Calendar) -> int | None:
    """29 December to 2 January 2024 begins in 2023."""
    if end.year is None or begin.month is None or end.month is None:
        return None
    return end.year - 1 if begin.month > end.month else end.year


def _days_of_month(doc: Document, i: int) -> Expression | None:
    """ "19 to 21 February 2023", "3 and 5 May"."""
    first = _day(doc, i)
    j = _joined(doc, i + 1, listed=True)
    if first is None or j is None:
        return None
    if doc.lower[j] == "the":
        j += 1
    closed = _day_month(doc, j)
    if closed is None:
        return None
    end, k = closed
    if first >= (end.day or 0):
        return None
    return Expression("written", i, k, end._replace(day=first), end)


# ---------------------------------------------------------------- months, years, seasons


def _month(doc: Document, i: int, first: int, modifier: int | None = None) -> Expression | None:
    """A month without a day: it needs a year, or a word before it that months follow."""
    month = _month_of(doc, i)
    if month is None:
        return None
    k = _after_dot(doc, i + 1)
    if k < len(doc.lower) and doc.lower[k] == "of":
        k += 1
    year, k = _comma_year(doc, k)
    if year:
        return Expression("month", first, k, Calendar(year, month), _month_end(doc, k))
    if modifier is None and not _stands_as_month(doc, i):
        return None
    return Expression("month", first, i + 1, Calendar(None, month), modifier=modifier)


def _month_end(doc: Document, k: int) -> Calendar | None:
    """Where "January 2022" is followed by "to March 2023"."""
    j = _joined(doc, k)
    month = _month_of(doc, j) if j is not None else None
    year = _year_of(doc, j + 1) if j is not None else None
    return Calendar(year, month) if month and year else None


def _stands_as_month(doc: Document, i: int) -> bool:
    before = kinds(doc, i - 1)
    if "-" in doc.lower[i] or "month_lead" in before or before.keys() & {"phase"}:
        return not _is_surname(doc, i)
    if "careful" in kinds(doc, i):
        return i > 0 and doc.lower[i - 1] == "the" and _before_noun(doc, i + 1)
    if "loose_lead" in before:
        return not _is_surname(doc, i)
    return i > 0 and doc.lower[i - 1] in ("the", "a", "an", "its") and _before_noun(doc, i + 1)


def _before_noun(doc: Document, i: int) -> bool:
    if i >= len(doc.words):
        return False
    word = doc.lower[i]
    return word[:1].islower() and word not in _NO_NOUN


_NO_NOUN = frozenset(("on", "to", "in", "and", "of", "with", "has", "is", "was"))


def _is_surname(doc: Document, i: int) -> bool:
    """ "in April Jones' words": a capitalised word that is no month and no weekday follows."""
    if i + 1 >= len(doc.words) or not doc.words[i + 1][0].isupper():
        return False
    return len(doc.words[i + 1]) > 1 and not doc.words[i + 1].isupper()


def _year(doc: Document, i: int) -> Expression | None:
    year = _year_of(doc, i)
    if year is None:
        return None
    if i + 1 < len(doc.words) and doc.words[i + 1] == "s" and doc.ends[i] == doc.starts[i + 1]:
        return None  # the 1990s
    before = kinds(doc, i - 1)
    if "no_year" in before or _counts(doc, i + 1) or "month" in kinds(doc, i + 1):
        return None
    j = _joined(doc, i + 1)
    if j is not None and (_year_of(doc, j) or 0) > year:
        return Expression("year", i, j + 1, Calendar(year), Calendar(_year_of(doc, j)))
    if i and doc.lower[i - 1] in ("the", "its", "their", "'s", "a", "his", "her"):
        plain = i + 1 < len(doc.words) and doc.words[i + 1][0].isalpha()
        return Expression("year", i, i + 1, Calendar(year), attributive=True) if plain else None
    if "year_lead" in before or (i and doc.words[i - 1] in "(,"):
        following = doc.words[i + 1] if i + 1 < len(doc.words) else "."
        if doc.words[i - 1] == "," and following[:1].isalpha():
            return None
        noun = following[:1].isalpha() and not following[:1].isupper() and _is_plural(following)
        return None if noun else Expression("year", i, i + 1, Calendar(year))
    if i and doc.words[i - 1][0].isupper() and doc.words[i - 1][0].isalpha():
        return Expression("year", i, i + 1, Calendar(year), attributive=True)
    return None


def _is_plural(word: str) -> bool:
    return len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _ordinal(doc: Document, i: int) -> Expression | None:
    """ "on the 25th": a day of the month that is being told of."""
    if i < 2 or doc.lower[i - 1] != "the" or not _ORDINAL.match(doc.lower[i]):
        return None
    if doc.lower[i - 2] not in ("on", "by", "until", "from", "to", "since", "and", "of"):
        return None
    day = _day(doc, i)
    following = doc.lower[i + 1] if i + 1 < len(doc.lower) else "."
    if day is None or (following[:1].isalpha() and following not in _AFTER_ORDINAL):
        return None
    return Expression("ordinal", i, i + 1, Calendar(day=day))


_AFTER_ORDINAL = frozenset(
    ("and", "in", "for", "to", "at", "with", "after", "before", "he", "she", "they", "when", "but")
)


# ---------------------------------------------------------------- weekdays and relative words


def _weekday(doc: Document, i: int, first: int, modifier: int | None = None) -> Expression:
    day = kinds(doc, i)["weekday"]
    k = i + 1
    if "daytime" in kinds(doc, k):
        k += 1
    found = Expression("weekday", first, k, weekday=day, modifier=modifier)
    j = _joined(doc, k, listed=True)
    if j is not None and doc.lower[j] in ("on",):
        j += 1
    if j is not None and "weekday" in kinds(doc, j) and doc.words[j][0].isupper():
        end = kinds(doc, j)["weekday"]
        # "Monday and Thursday" are two days, "Thursday and Friday" one stretch
        if doc.lower[j - 1] not in ("and", "&") or end == (day + 1) % 7:
            return found._replace(last=j + 1, weekday_end=end)
    return _bracketed(doc, found)


def _bracketed(doc: Document, found: Expression) -> Expression:
    """With the written date that follows in brackets, behind a comma, or at once."""
    k = found.last
    if k >= len(doc.words):
        return found
    closing = _BRACKETS.get(doc.words[k])
    j = k + 1 if closing or doc.words[k] == "," else k
    if doc.lower[k] in ("the", "of") and found.form == "weekday":
        j = k + 1
    written = _iso(doc, j) or _written(doc, j) if j < len(doc.words) else None
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
    if word in ("next", "following", "previous") and k + 1 < len(doc.lower):
        if doc.lower[k + 1] == "day" or "daytime" in kinds(doc, k + 1):
            shift = -1 if word == "previous" else 1
            return Expression("from_before", i, k + 2, amount=shift)
        return None
    if word == "weekend":
        return Expression("stretch", i, k + 1, unit="weekend", modifier=0)
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
            return Expression("unknown", first, k + 1)
    return Expression("from_before", first, k + 1, amount=amount, unit=unit)


_NEW_CLAUSE = frozenset(("he", "she", "they", "and", "in", "at", "it"))


def _counted(doc: Document, i: int, first: int, *, ahead: bool = False) -> Expression | None:
    """ "two days ago", "a day later", "3 weeks earlier"; ahead: "in three days"."""
    if i + 1 >= len(doc.lower):
        return None
    here = kinds(doc, i)
    number = here.get("number") or _day(doc, i)
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
        return Expression("from_today", first, i + 2, amount=amount, unit="ahead " + unit)
    return None


def _modified(doc: Document, i: int) -> Expression | None:
    """ "last Tuesday", "later this week", "early next year", "late July 2014", "this morning"."""
    k, modifier = i, None
    if "phase" in kinds(doc, k):
        k += 1
        if k < len(doc.lower) and doc.lower[k] == "on":
            return None  # "late on Monday": the weekday alone is the date
        if k < len(doc.lower) and doc.lower[k] == "in":
            k += 1
    if "modifier" in kinds(doc, k):
        modifier = kinds(doc, k)["modifier"]
        if doc.lower[k] == "that":
            return _with_article(doc, k) if k == i else None
        k += 1
    if k == i or k >= len(doc.lower):
        return None
    here = kinds(doc, k)
    if "weekday" in here and doc.words[k][0].isupper():
        return _weekday(doc, k, i, modifier)
    if "month" in here or "careful" in here:
        written = _written(doc, k)
        if written:
            return written._replace(first=i)
        told = modifier is not None or "phase" in kinds(doc, i)
        return _month(doc, k, i, modifier) if told else None
    if "today" in here:
        return Expression("today", i, k + 1, amount=here["today"])
    year = _year_of(doc, k)
    if year and "phase" in kinds(doc, i):
        return Expression("year", i, k + 1, Calendar(year))
    if modifier is None:
        return None
    return _stretch(doc, i, k, modifier)


def _season(doc: Document, i: int) -> Expression | None:
    """ "summer of 2017", "in the spring"."""
    k = i + 2 if i + 1 < len(doc.lower) and doc.lower[i + 1] == "of" else i + 1
    year = _year_of(doc, k)
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
        year, last = _comma_year(doc, k + 1)
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
