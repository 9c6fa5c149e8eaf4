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
_UNITS = frozenset(("day", "days", "week", "weeks"))


def find(doc: Document) -> tuple[Duration, ...]:
    """ "a three-day visit", "a 3-day visit", "for two days"."""
    found = [span for i in doc.where(_UNITS) if i > 1 for span in _spelled_duration(doc, i)]
    for word in doc.mixed:
        if "-" in word and (match := _HYPHENED.match(word)):
            number = small_number(match.group(1))
            days = (number or 0) * _DAYS[match.group(2)]
            found += [Duration(doc.starts[i], doc.ends[i], days) for i in doc.where({word}) if days]
    return tuple(sorted(found))


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
