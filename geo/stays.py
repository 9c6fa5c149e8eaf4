"""The days of one stay: which of them a date tells, and which the length of the trip gives."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from operator import attrgetter

from geo import clauses, visit_rules
from geo.dating import word_before
from geo.destinations import Destination
from geo.page import Page
from geo.text import Sentence
from geo.times import When
from geo.visit_rules import Found, Rule


def days(page: Page, when: When | None) -> tuple[str | None, str | None]:
    """The first and the last day that a date tells of a stay: "that ends on Friday" is the last."""
    if when is None:
        return None, None
    if when.kind == "day" and page.doc.lower[word_before(page, when)] in clauses.words("over"):
        return None, when.first
    return when.first, when.last if when.kind == "span" else None


def leaving(page: Page, last: int, sentence: Sentence) -> str | None:
    """The day until which somebody stays: "is in Lima | until Friday", "| and leaves on Friday"."""
    for j in range(last, min(sentence.last, last + 8)):
        when = page.when_at.get(j)
        if when is not None:
            limit = page.doc.lower[page.doc.token_at(when.start) - 1]
            if when.kind == "day" and limit in _UNTIL:
                return when.first
            return _left(page, page.doc.token_at(when.end - 1) + 1, sentence)
    return _left(page, last, sentence)


def _left(page: Page, i: int, sentence: Sentence) -> str | None:
    """The day of "and | leaves on Friday", right behind the day or the place of an arrival."""
    lower = page.doc.lower
    form = (
        clauses.forms().get(lower[i + 1])
        if lower[i : i + 1] == ["and"] and i + 3 < sentence.last
        else None
    )
    if form is None or form.lemma not in _SETTING_OUT:
        return None
    when = page.when_at.get(i + 3 if lower[i + 2] == "on" else i + 2)
    return when.first if when is not None and when.kind == "day" else None


def since(page: Page, last: int, sentence: Sentence) -> str | None:
    """The day on which a stay began that goes on: "has been in Lima | since Monday".

    Why somebody is there may stand between: "has been here | on a working visit since Monday".
    """
    for j in range(last, min(sentence.last, last + _LONGEST_AIM)):
        if page.doc.lower[j] in (",", ";"):
            break
        when = page.when_at.get(j)
        if when is not None:
            began = page.doc.lower[page.doc.token_at(when.start) - 1] == "since"
            return when.first if began and when.kind == "day" else None
    return None


_LONGEST_AIM = 8  # tokens


def lasts_since(page: Page, verb: int, last: int, sentence: Sentence) -> bool:
    """Whether a trip goes on of which the first day is told: "has | been on a visit to Lima since
    Monday".
    """
    perfect = page.doc.lower[verb - 1 : verb + 1] in (["has", "been"], ["have", "been"])
    return perfect and since(page, last, sentence) is not None


_UNTIL = frozenset(("until", "till", "through"))


def lasting(
    page: Page,
    place: Destination,
    arrived: str | None,
    departed: str | None,
    i: int,
    sentence: Sentence,
) -> tuple[str | None, str | None]:
    """First and last day, with the one that the length of the trip tells where only one is told.

    "A three-day visit" that begins or ends on a day; "Friday, the second day of" a trip at token i.
    """
    nth = _day_of_trip(page, i, sentence)
    if arrived and len(arrived) == 10 and nth and departed is None:
        if nth not in _CLOSING:
            return _shifted(arrived, -_NTH.get(nth, 0)), None
        arrived, departed = None, arrived
    length = _length(page, place, sentence)
    if length and arrived and len(arrived) == 10 and departed is None:
        return arrived, _shifted(arrived, length - 1)
    if length and departed and len(departed) == 10 and arrived is None:
        return _shifted(departed, 1 - length), departed
    return arrived, departed


def ending(
    page: Page, place: Destination, i: int, sentence: Sentence
) -> tuple[str | None, str | None]:
    """First and last day of what is coming to its end: "is wrapping up a three-day trip"."""
    first, last = lasting(page, place, None, page.today, i, sentence)
    return (first, last) if first else (None, None)


def _shifted(iso: str, days: int) -> str:
    return (dt.date.fromisoformat(iso) + dt.timedelta(days=days)).isoformat()


def _length(page: Page, place: Destination, sentence: Sentence) -> int | None:
    """The days of "a three-day visit", "five days of travel" in a sentence, if it is to a place."""
    begin = bisect_left(page.lasting, sentence.start, key=attrgetter("start"))
    end = bisect_left(page.lasting, sentence.end, begin, key=attrgetter("start"))
    for lasting in page.lasting[begin:end]:
        behind = page.doc.token_at(lasting.end - 1) + 1
        for j in range(behind, min(sentence.last, behind + _NEAR_TRIP)):
            if page.doc.lower[j] in visit_rules.trip_nouns():
                to = page.places_from(j + 2)
                named = () if to is None or to.region else to.places
                own = not named or place.country in {one.country for one in named}
                return lasting.days if own else None
    return None


_NEAR_TRIP = 3  # tokens: "a three-day official visit"
_NTH = {"second": 1, "third": 2, "fourth": 3, "fifth": 4}
_CLOSING = frozenset(("final", "last", "closing", "concluding"))


def _day_of_trip(page: Page, i: int, sentence: Sentence) -> str:
    """Which day of a trip it is: "second" in "the second day of her visit" at token i, or none."""
    lower = page.doc.lower
    for j in range(i - 1, max(sentence.first, i - 8), -1):
        if lower[j] == "day" and lower[j + 1 : j + 2] == ["of"]:
            return lower[j - 1] if lower[j - 1] in _NTH or lower[j - 1] in _CLOSING else ""
    return ""


def ends_in(page: Page, found: Found, place: Destination, when: When | None) -> bool:
    """Whether a place is the last of a tour to come: "will end the tour | in Lima on Friday"."""
    if found.sense.status not in ("planned", "ongoing") or page.doc.lower[place.first - 1] != "in":
        return False
    dated = when is not None and page.doc.token_at(when.start) < place.first
    return found.ongoing == "ends" or dated


def timely(status: str, when: When | None, today: str | None) -> str:
    """A trip "next week" lies ahead and one "last month" behind, whatever the verb says.

    The status of a stop with a day is settled once all that is told of it has been joined.
    """
    if status == "cancelled" or when is None or today is None:
        return status
    if when.lies_ahead(today):
        return status if when.kind in ("day", "span") and status == "done" else "planned"
    behind = when.kind not in ("day", "span") and when.lies_behind(today)
    return "done" if behind else status


def is_another_day(
    page: Page, rule: Rule, found: Found, when: When | None, i: int, last: int
) -> bool:
    """Whether a day lies the other way than what is told by the verb at token i.

    The night of a departure: "left last night for visits to Oslo". A plan behind a past day:
    "landed on Tuesday on a trip that will". A day to come behind a place in which somebody is: "is
    in Oslo for the vote on Friday".
    """
    if when is None or page.today is None:
        return False
    if rule.kind == "trip" and _leaves_at_night(page, when, i):
        return True
    if found.sense.status == "planned":
        return when.start < page.doc.starts[i] and when.lies_behind(page.today)
    stays = rule.kind == "being" and found.sense.status == "ongoing"
    apart = page.doc.token_at(when.start) > last + 1
    return stays and apart and when.lies_ahead(page.today)


def _leaves_at_night(page: Page, when: When, i: int) -> bool:
    """Whether the day before the noun at token i is the evening on which somebody set out."""
    lower = page.doc.lower
    first = page.doc.token_at(when.start)
    evening = not _EVENING.isdisjoint(lower[first : first + _FEW])
    form = clauses.forms().get(lower[first - 1])
    return first < i and evening and form is not None and form.lemma in _SETTING_OUT


_FEW = 3  # tokens: "late last night"
_EVENING = frozenset(("night", "evening"))
_SETTING_OUT = frozenset(("depart", "leave"))
