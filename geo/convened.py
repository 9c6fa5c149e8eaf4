"""The city of a gathering that somebody goes to a country for, where another sentence tells it."""

from __future__ import annotations

from functools import cache

from geo import clauses
from geo.company import words
from geo.destinations import Destination
from geo.page import Page
from geo.text import Sentence
from geo.told import Told
from geo.venues import event_words

_SENTENCES_BEHIND = 2
_LONGEST = 80  # tokens of a sentence that are looked at
_FURTHEST = 20  # tokens from a gathering to its place, past its verb and day
_NEAR = 8  # tokens from a city to "seat", and on to the gathering
_NAMED = 5  # tokens: "the two-day Vilnius Group | conference"
_DEFINITE = frozenset(("the", "this"))
_AIMING = frozenset(("for", "to"))


def in_cities(page: Page, told: list[Told]) -> list[Told]:
    """The same stops, those in a country in the city where what they are for is held.

    "Left for Poland to attend a conference. The conference opens in Krakow on Friday."
    """
    if page.doc.vocabulary.isdisjoint(_gatherings()):
        return told
    known: dict[tuple[int, str], Destination | None] = {}
    found = []
    for one in told:
        key = (one.order[0], one.country)
        if one.city is None and key not in known:
            known[key] = _city_behind(page, one)
        city = known.get(key) if one.city is None else None
        if city is not None:
            one = one._replace(city=city.city, lat=city.lat, lon=city.lon)
        found.append(one)
    return found


@cache
def _gatherings() -> frozenset[str]:
    return words("gathering") | event_words("venue", "lasting")


def _city_behind(page: Page, one: Told) -> Destination | None:
    """The city that the sentences behind a stop name for the gathering that it is made for."""
    lower = page.doc.lower
    number = page.doc.sentence_at(one.evidence.start)
    here = page.doc.sentences[number]
    told = lower[here.first : min(here.last, here.first + _LONGEST)]
    aims = [n for n, word in enumerate(told) if word in _AIMING]
    nouns = _gatherings().intersection(told[aims[0] :]) if aims else frozenset[str]()
    if not nouns:
        return None
    for sentence in page.doc.sentences[number + 1 : number + 1 + _SENTENCES_BEHIND]:
        for j in range(sentence.first, min(sentence.last, sentence.first + _LONGEST)):
            if lower[j] in nouns and _is_that(page, j, sentence):
                place = _held(page, j, sentence) or _seat(page, j, sentence)
                same = place is not None and place.country == one.country and place.city
                return place if same else None
    return None


def _is_that(page: Page, j: int, sentence: Sentence) -> bool:
    """Whether token j means the gathering just told of: "the two-day talks", not "the next"."""
    before = page.doc.lower[max(sentence.first, j - _NAMED) : j]
    return not _DEFINITE.isdisjoint(before) and event_words("another").isdisjoint(before)


def _held(page: Page, j: int, sentence: Sentence) -> Destination | None:
    """Where the gathering at token j is: "the conference | opens on Friday in Krakow"."""
    lower = page.doc.lower
    for k in range(j + 1, min(j + _FURTHEST, sentence.last - 1)):
        if lower[k] in ("in", "at") and k + 1 in page.place_at:
            if k > j + 1 and event_words("takes place").isdisjoint(lower[j + 1 : k]):
                return None
            return _first(page, k + 1)
        if k in page.mention_at or lower[k] == ";":
            return None
    return None


def _seat(page: Page, j: int, sentence: Sentence) -> Destination | None:
    """The city of "Krakow is the seat of the conference", which stands at token j, or of "the
    conference's venue is Krakow".
    """
    lower, begin = page.doc.lower, max(sentence.first, j - _NEAR)
    seat = next((k for k in range(begin, j) if lower[k] in event_words("seat")), None)
    if seat is None:
        return None
    for k in range(j + 1, min(j + _NAMED, sentence.last - 1)):
        if lower[k] in clauses.words("be"):
            return _first(page, k + 1)
    if sentence.first in page.place_at and seat - sentence.first < _NEAR:
        return _first(page, sentence.first)
    return None


def _first(page: Page, i: int) -> Destination | None:
    """The one place that is named from token i on."""
    found = page.places_from(i)
    return found.places[0] if found is not None and found.places else None
