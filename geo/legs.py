"""Which stop of a trip a place is, and between which others: "her third stop after Oslo"."""

from __future__ import annotations

from collections.abc import Iterator

from geo import clauses, home
from geo.destinations import Destinations
from geo.dossier import Span
from geo.page import Page
from geo.text import Sentence
from geo.told import Told


def others(page: Page, number: int, sentence: Sentence, told: list[Told]) -> Iterator[Told]:
    """The stops before and after one that is told to be some leg of a trip.

    told: the stops of whoever is under way, the last one last.
    """
    lower = page.doc.lower
    if _LEGS.isdisjoint(lower[sentence.first : sentence.last]):
        return
    here = told[-1]
    noun = next((j for j in range(sentence.first, sentence.last) if _is_counted(lower, j)), None)
    if noun is None or here.status == "cancelled":
        return
    first = min(
        one.order
        for one in told[-_REMEMBERED:]
        if (one.traveller, one.country) == (here.traveller, here.country)
    )
    for j in range(noun + 1, sentence.last - 1):
        before = lower[j] in _BEHIND and lower[j - 1] in ("stop", "leg", ",", "tour", "trip")
        after = lower[j] in _AHEAD and lower[j - 1] in ("and", ",", "be", "followed")
        listed = page.places_from(j + 1) if before or after else None
        if listed is None or not listed.places:
            continue
        earliest = (first[0], first[1] - len(listed.places))
        start = earliest if before else (number, listed.places[0].first)
        yield from _along(page, sentence, here, listed, "done" if before else "planned", start)


_REMEMBERED = 60
_LEGS = frozenset(("stop", "leg", "destination"))
_BEHIND = frozenset(("after", "following"))
_AHEAD = frozenset(("before", "by"))


def _is_counted(lower: list[str], j: int) -> bool:
    """Whether token j is "leg" or "stop", with its number: "the third | leg"."""
    return lower[j] in _LEGS and (
        lower[j - 1] in clauses.words("rank") or lower[j - 1][-2:] == "th"
    )


def _along(
    page: Page,
    sentence: Sentence,
    here: Told,
    listed: Destinations,
    status: str,
    start: tuple[int, int],
) -> Iterator[Told]:
    for index, place in enumerate(listed.places):
        if home.is_home(page.people.people[here.traveller], place):
            continue
        yield here._replace(
            country=place.country,
            city=place.city,
            lat=place.lat,
            lon=place.lon,
            arrived=None,
            departed=None,
            span=None,
            status="planned" if here.status == "planned" else status,
            weight=_SURE,
            order=(start[0], start[1] + index),
            evidence=Span(sentence.start, sentence.end),
            rule="visit.leg",
            listed=status == "planned",
            there=False,
            arrives=False,
        )


_SURE = 0.75
