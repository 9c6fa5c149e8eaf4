"""Stops and days that a sentence adds about somebody under way: "In Lisbon, she will open …"."""

from __future__ import annotations

from collections.abc import Iterator

from geo import clauses, destinations, home, stays, subjects, venues
from geo.dating import far, is_aside, nearest
from geo.destinations import Destination
from geo.dossier import Span
from geo.page import OPENING, Page, opening_place
from geo.text import Sentence
from geo.times import When
from geo.told import Told


def may_name_stops(page: Page, sentence: Sentence, already: set[str]) -> bool:
    """Whether `stops` may find a stop in another country: by an opening, or a place."""
    if sentence.first in page.when_at or page.doc.lower[sentence.first] in OPENING:
        return True
    named = page.places_in(sentence.first, sentence.last)
    return any(page.place_at[i].country not in already for i in named)


def stops(page: Page, number: int, sentence: Sentence, told: list[Told]) -> Iterator[Told]:
    """What a sentence about a traveller under way adds to the trip. told: what was told of trips.

    "In Lisbon, she will open ..." names a stop; "On April 25, she will thank Kosovo" its day.
    """
    who = subjects.of_sentence(page.doc, page.mention_at, sentence, sentence.last)
    people = (told[-1].traveller,) if who.group else who.people
    # what was told last of each of those who travel
    latest = {p: one for p in people if (one := _last_of(told, p)) is not None}
    if not latest:
        return
    opened = opening_place(page, sentence)
    if opened is not None:
        when = _opening_date(page, sentence, opened.last)
        when = when or nearest(page, sentence.first, opened.last, sentence)
        named = [(place, when) for place in opened.places]
        for i in range(opened.last, sentence.last):
            if (clause := page.place_of_clause(i)) is not None:
                named += [(place, page.when_at.get(clause.last)) for place in clause.places]
    else:
        visited = {one.country for one in told if one.traveller in latest and not one.apart}
        named = list(_named_stops(page, sentence, visited))
    will = clauses.words("will")
    planned = bool(named) and not will.isdisjoint(page.doc.lower[sentence.first : sentence.last])
    for place, when in named:
        arrived, departed = stays.days(page, when)
        if opened is None and arrived and _is_far(page, arrived):
            arrived = departed = None
        if opened is None and not (arrived or place.city):
            continue
        for traveller, running in latest.items():
            if home.is_home(page.people.people[traveller], place):
                continue
            yield Told(
                traveller=traveller,
                country=place.country,
                city=place.city,
                lat=place.lat,
                lon=place.lon,
                evidence=Span(sentence.start, sentence.end),
                arrived=arrived,
                departed=departed,
                status=running.status if opened is None else "planned" if planned else "done",
                weight=0.6,
                order=(number, place.first),
                rule="visit.in-place",
                listed=opened is None,
            )


def _last_of(told: list[Told], traveller: int) -> Told | None:
    return next((one for one in reversed(told) if one.traveller == traveller), None)


def _is_far(page: Page, arrived: str) -> bool:
    return len(arrived) < 10 or (page.today is not None and far(arrived, page.today))


def _opening_date(page: Page, sentence: Sentence, stop: int) -> When | None:
    """The first date in a sentence before token `stop`."""
    found = (page.when_at[i] for i in range(sentence.first, stop) if i in page.when_at)
    return next((when for when in found if not is_aside(page, when)), None)


def _named_stops(
    page: Page, sentence: Sentence, countries: set[str]
) -> Iterator[tuple[Destination, When | None]]:
    """The places in the trip's countries that a sentence about the traveller names, with days.

    A city counts where the words before it gather people ("met students in Cork"), or a day stands
    behind it; the sentence's opening day is that of the first place.
    """
    doc = page.doc
    dated = False
    for i in page.places_in(sentence.first + 1, sentence.last):
        place = page.place_at[i]
        if place.role == "demonym" or place.country not in countries:
            continue
        if doc.token_at(place.start) != i or _names_a_side(page, i):
            continue
        end = doc.token_at(place.end - 1) + 1
        behind = next((page.when_at[j] for j in range(end, end + 3) if j in page.when_at), None)
        if behind is not None and is_aside(page, behind):
            behind = None  # "in Lima until Friday"
        city = None
        if place.kind == "city" and doc.lower[i - 1] in ("in", "at"):
            opens = doc.lower[i - 2] in ("and", "but", ",", ";")  # "…, and in Cork he met"
            if behind is None and not opens and not venues.gathers(page, i - 1, sentence.first):
                continue
            city = destinations.spelled(place)
        opening = None if dated else _opening_date(page, sentence, i)
        yield (
            Destination(i, i + 1, place.country or "", city, place.lat, place.lon),
            behind or opening,
        )
        dated = True
        countries = countries - {place.country}


def _names_a_side(page: Page, i: int) -> bool:
    """Whether a state only says whose somebody is: "President X of Chile", "US President X"."""
    lower = page.doc.lower
    end = page.doc.token_at(page.place_at[i].end - 1) + 1
    if i in page.mention_at or end in page.mention_at:
        return True
    before = i - 2 if lower[i - 1] == "the" else i - 1
    return lower[before] == "of" and (before - 1 in page.mention_at or before - 1 in page.office_at)
