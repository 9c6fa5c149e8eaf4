"""How long stays last: "a three-day visit", "for two days"."""

from __future__ import annotations

import re
from typing import NamedTuple

from geo.text import Document
from geo.written_dates import small_number


class Duration(NamedTuple):
    """How long something lasts: "a three-day visit", "for two days"."""

    start: int
    end: int
    days: int


_HYPHENED = re.compile(r"(\w+)-(day|week)(?:-long)?$")  # three-day  two-week  day-long is none
_DAYS = {"day": 1, "week": 7}


def find(doc: Document) -> tuple[Duration, ...]:
    """ "a three-day visit", "a 3-day visit", "for two days"."""
    found = []
    for i, word in enumerate(doc.lower):
        if len(word) > 5 and "-" in word and ("-day" in word or "-week" in word):
            match = _HYPHENED.match(word)
            number = small_number(match.group(1)) if match else None
            if match and number:
                days = number * _DAYS[match.group(2)]
                found.append(Duration(doc.starts[i], doc.ends[i], days))
        elif word in ("day", "days", "week", "weeks") and i > 1:
            found += _spelled_duration(doc, i)
    return tuple(found)


def _spelled_duration(doc: Document, i: int) -> list[Duration]:
    unit = _DAYS[doc.lower[i].rstrip("s")]
    if doc.lower[i - 1] == "-":  # 3-day
        number = small_number(doc.lower[i - 2])
        return [Duration(doc.starts[i - 2], doc.ends[i], number * unit)] if number else []
    number = small_number(doc.lower[i - 1])
    of_talks = i + 1 < len(doc.lower) and doc.lower[i + 1] == "of"
    if number and (doc.lower[i - 2] == "for" or of_talks):
        return [Duration(doc.starts[i - 1], doc.ends[i], number * unit)]
    return []
