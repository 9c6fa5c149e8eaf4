"""Dates in figures and names of months: "4 May", "May 23-27, 2022", "in April", "the 25th"."""

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
    from_today ("two days ago"), from_before ("a day later"), unknown ("two days after the summit";
    amount 0 where it is no count of days).
    amount: how many `unit`s forward, and of a stretch "earlier" -1 or "later" +1 ("later this
    week"); modifier: last -1, this 0, next +1; 0 beside from_before: today, where no
    day was told of. unit of a weekday: "week" where it is one of the week that the modifier names.
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
def table() -> dict[str, dict[str, int]]:
    """word -> kind -> value."""
    found: dict[str, dict[str, int]] = {}
    for row in tables.rows("time_words"):
        found.setdefault(row["word"], {})[row["kind"]] = int(row["value"])
    return found


def kinds(doc: Document, i: int) -> dict[str, int]:
    """What the time table says of token i (nothing outside the text)."""
    return table().get(doc.lower[i], {}) if 0 <= i < len(doc.lower) else {}


def small_number(word: str) -> int | None:
    """A small number in figures or as a word: 3, three."""
    if word.isascii() and word.isdigit() and len(word) <= 3:
        return int(word)
    return table().get(word, {}).get("number")


_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")  # 1st  22nd  30th


_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$")  # 25.10.2001  1.2.2020


def dotted(doc: Document, i: int) -> Expression | None:
    """25.10.2001, the day first."""
    match = _DOTTED.match(doc.words[i])
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Expression("written", i, i + 1, Calendar(year, month, day))


def iso(doc: Document, i: int) -> Expression | None:
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


def slashed(doc: Document, i: int) -> Expression | None:
    """25/02/2002, 02/25/2002: the day first where either order is a date."""
    if doc.words[i + 1 : i + 2] != ["/"] or doc.words[i + 3 : i + 4] != ["/"]:
        return None
    first, second, year = day_of(doc, i), day_of(doc, i + 2), year_of(doc, i + 4)
    if first is None or second is None or year is None:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    if month > 12:
        return None
    return Expression("written", i, i + 5, Calendar(year, month, day))


@cache
def holidays() -> dict[str, list[tuple[list[str], Calendar]]]:
    """First word -> the words of each holiday, and its day of the year."""
    found: dict[str, list[tuple[list[str], Calendar]]] = {}
    for row in tables.rows("time_words"):
        if row["kind"] == "holiday":
            words = row["word"].split()
            day = Calendar(None, *divmod(int(row["value"]), 100))
            found.setdefault(words[0], []).append((words, day))
    return found


def holiday(doc: Document, i: int) -> Expression | None:
    """ "Christmas Eve", "New Year's Day"."""
    for words, day in holidays().get(doc.lower[i], ()):
        if doc.lower[i : i + len(words)] == words:
            return Expression("written", i, i + len(words), day)
    return None


def day_of(doc: Document, i: int) -> int | None:
    if not 0 <= i < len(doc.words):
        return None
    word = doc.lower[i]
    ordinal = _ORDINAL.match(word)
    digits = ordinal.group(1) if ordinal else word
    if len(digits) > 2 or not digits.isascii() or not digits.isdigit():
        return None
    return int(digits) if 1 <= int(digits) <= 31 else None


def year_of(doc: Document, i: int, earliest: int = 1900) -> int | None:
    """The year that token i is, from `earliest` on: a lone 1805 is a count more often."""
    if not 0 <= i < len(doc.words):
        return None
    word = doc.words[i]
    if len(word) != 4 or not word.isascii() or not word.isdigit():
        return None
    return int(word) if earliest <= int(word) <= 2100 else None


def month_of(doc: Document, i: int) -> int | None:
    if not 0 <= i < len(doc.words):
        return None
    word = doc.lower[i]
    if "-" in word and word.split("-")[0] in ("early", "mid", "late"):
        word = word.split("-")[1]
    here = table().get(word, {})
    value = here.get("month", here.get("careful"))
    if value is None:
        return None
    capital = doc.words[i][0].isupper() or "-" in doc.words[i]
    return value if capital else None


def _after_dot(doc: Document, i: int) -> int:
    """Past the full stop of "Feb." at i, where a day or a year follows it."""
    if i < len(doc.words) and doc.words[i] == "." and doc.ends[i - 1] == doc.starts[i]:
        following = day_of(doc, i + 1) or year_of(doc, i + 1)
        short = len(doc.words[i - 1]) <= 4 and doc.lower[i - 1] not in ("june", "july", "may")
        return i + 1 if following and short else i
    return i


def comma_year(doc: Document, i: int) -> tuple[int | None, int]:
    """The year at i, or behind a comma at i, and where it ends."""
    year = year_of(doc, i)
    if year:
        return year, i + 1
    if i < len(doc.words) and doc.words[i] == ",":
        year = year_of(doc, i + 1, earliest=1000)
    return (year, i + 2) if year else (None, i)


def _day_month(doc: Document, i: int) -> tuple[Calendar, int] | None:
    """ "22 February", "22nd of February 2023"."""
    day = day_of(doc, i)
    if day is None:
        return None
    k = i + 2 if i + 1 < len(doc.lower) and doc.lower[i + 1] == "of" else i + 1
    month = month_of(doc, k)
    if month is None:
        return None
    k = _after_dot(doc, k + 1)
    year, k = comma_year(doc, k)
    return Calendar(year, month, day), k


def _month_day(doc: Document, i: int) -> tuple[Calendar, int] | None:
    """ "February 22", "Feb. 22, 2023"."""
    month = month_of(doc, i)
    if month is None:
        return None
    k = _after_dot(doc, i + 1)
    if k < len(doc.lower) and doc.lower[k] == "the":
        k += 1
    day = day_of(doc, k)
    if day is None or (kinds(doc, k + 1).keys() & {"counted"} and doc.lower[k + 1] != "gmt"):
        return None
    year, k = comma_year(doc, k + 1)
    return Calendar(year, month, day), k


def past_joiner(doc: Document, i: int, *, listed: bool = False) -> int | None:
    """Past the words that join two ends of a stretch at i; listed: "and" joins too."""
    if i + 1 >= len(doc.lower):
        return None
    word = doc.lower[i]
    if "joiner" in kinds(doc, i) or (listed and word in ("and", "&")):
        return i + 1
    return None


def written(doc: Document, i: int) -> Expression | None:
    """A date in figures and a month's name, or a stretch from one to another."""
    opened = _day_month(doc, i) or _month_day(doc, i)
    if opened is None:
        return _days_of_month(doc, i)
    begin, k = opened
    j = past_joiner(doc, k)
    if j is not None:
        closed = _day_month(doc, j) or _month_day(doc, j)
        if closed is not None:
            end, k = closed
            begin = begin._replace(year=begin.year or _earlier_year(begin, end))
            return Expression("written", i, k, begin, end)
    j = past_joiner(doc, k, listed=month_of(doc, i) is not None)
    if j is not None and month_of(doc, i) is not None and begin.year is None:
        day = day_of(doc, j)
        plain = day is not None and month_of(doc, j + 1) is None and not _counts(doc, j + 1)
        if plain and (begin.day or 0) < (day or 0):
            year, k = comma_year(doc, j + 1)
            begin = begin._replace(year=year)
            return Expression("written", i, k, begin, Calendar(year, begin.month, day))
    counted = _counted_year(doc, k) if begin.year is None else None
    if counted is not None:
        return Expression("written", i, k + 2, begin, modifier=counted, unit="year")
    return Expression("written", i, k, begin)


def _counted_year(doc: Document, k: int) -> int | None:
    """How far the year at token k is from today's: "April | last year", "4 May | this year"."""
    if doc.lower[k + 1 : k + 2] != ["year"]:
        return None
    return kinds(doc, k).get("modifier")


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
    first = day_of(doc, i)
    j = past_joiner(doc, i + 1, listed=True)
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


def month_alone(
    doc: Document, i: int, first: int, modifier: int | None = None
) -> Expression | None:
    """A month without a day: it needs a year, or a word before it that months follow."""
    month = month_of(doc, i)
    if month is None:
        return None
    k = _after_dot(doc, i + 1)
    if k < len(doc.lower) and doc.lower[k] == "of":
        k += 1
    year, k = comma_year(doc, k)
    if year:
        return Expression("month", first, k, Calendar(year, month), _month_end(doc, k))
    counted = _counted_year(doc, k)
    if counted is not None and (modifier is not None or _stands_as_month(doc, i)):
        return Expression(
            "month", first, k + 2, Calendar(None, month), modifier=counted, unit="year"
        )
    if modifier is None and not _stands_as_month(doc, i):
        return None
    return Expression("month", first, i + 1, Calendar(None, month), modifier=modifier)


def _month_end(doc: Document, k: int) -> Calendar | None:
    """Where "January 2022" is followed by "to March 2023"."""
    j = past_joiner(doc, k)
    month = month_of(doc, j) if j is not None else None
    year = year_of(doc, j + 1) if j is not None else None
    return Calendar(year, month) if month and year else None


def _stands_as_month(doc: Document, i: int) -> bool:
    before = kinds(doc, i - 1)
    if "-" in doc.lower[i] or "month_lead" in before or before.keys() & {"phase"}:
        return not _is_surname(doc, i)
    if "careful" in kinds(doc, i):
        if i > 1 and doc.lower[i - 1] == "for" and doc.lower[i - 2] in _FIXED:
            return not _is_surname(doc, i)  # "planned for | March"
        return i > 0 and doc.lower[i - 1] == "the" and _before_noun(doc, i + 1)
    if "loose_lead" in before:
        return not _is_surname(doc, i)
    return i > 0 and doc.lower[i - 1] in ("the", "a", "an", "its") and _before_noun(doc, i + 1)


_FIXED = frozenset(("planned", "scheduled", "set", "slated", "due", "expected"))


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


def year_alone(doc: Document, i: int) -> Expression | None:
    year = year_of(doc, i)
    if year is None:
        return None
    if i + 1 < len(doc.words) and doc.words[i + 1] == "s" and doc.ends[i] == doc.starts[i + 1]:
        return None  # the 1990s
    before = kinds(doc, i - 1)
    if "no_year" in before or _counts(doc, i + 1) or "month" in kinds(doc, i + 1):
        return None
    j = past_joiner(doc, i + 1)
    if j is not None and (year_of(doc, j) or 0) > year:
        return Expression("year", i, j + 1, Calendar(year), Calendar(year_of(doc, j)))
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


def ordinal(doc: Document, i: int) -> Expression | None:
    """ "on the 25th": a day of the month that is being told of."""
    if (several := _ordinals_of_month(doc, i)) is not None:
        return several
    if i < 2 or doc.lower[i - 1] != "the" or not _ORDINAL.match(doc.lower[i]):
        return None
    if doc.lower[i - 2] not in ("on", "by", "until", "from", "to", "since", "and", "of"):
        return None
    day = day_of(doc, i)
    following = doc.lower[i + 1] if i + 1 < len(doc.lower) else "."
    if day is None:
        return None
    if following == "of" and doc.lower[i + 3 : i + 4] == ["month"]:
        shift = kinds(doc, i + 2).get("modifier")  # "on the 15th of this month"
        return Expression("ordinal", i, i + 4, Calendar(day=day), modifier=shift)
    if following[:1].isalpha() and following not in _AFTER_ORDINAL:
        return None
    return Expression("ordinal", i, i + 1, Calendar(day=day))


def _ordinals_of_month(doc: Document, i: int) -> Expression | None:
    """ "18th to the 21st of this month"."""
    if not _ORDINAL.match(doc.lower[i]):
        return None
    j = past_joiner(doc, i + 1, listed=True)
    if j is None:
        return None
    j += doc.lower[j : j + 1] == ["the"]
    if j + 3 >= len(doc.lower) or doc.lower[j + 1] != "of" or doc.lower[j + 3] != "month":
        return None
    first, last, shift = day_of(doc, i), day_of(doc, j), kinds(doc, j + 2).get("modifier")
    if first is None or last is None or first >= last or shift is None:
        return None
    return Expression("ordinal", i, j + 4, Calendar(day=first), Calendar(day=last), modifier=shift)


_AFTER_ORDINAL = frozenset(
    ("and", "in", "for", "to", "at", "with", "after", "before", "he", "she", "they", "when", "but")
)
