"""Visits that only a meeting tells of: who met somebody at their home was there."""

from __future__ import annotations

from geo import destinations, gazetteer, home, visits
from geo.destinations import Destination
from geo.meetings import Met, is_stated
from geo.page import Page
from geo.visits import Trips


def add(page: Page, trips: Trips, met: Met) -> Trips:
    """The visits, and one more for each guest of a meeting whom no visit has in that state.

    A guest is somebody whose state the words tell, met in the state of another who took part.
    """
    position_of = {person.name: i for i, person in enumerate(page.people.people)}
    been = {(one.traveller, stop.country) for one in trips.visits for stop in one.stops}
    added, travellers = list(trips.visits), list(trips.travellers)
    towns: dict[tuple[str, str | None], int] = {}
    for meeting in met.meetings:
        if meeting.mode != "in person" or meeting.country is None or meeting.status == "cancelled":
            continue
        there = [position_of[name] for name in meeting.participants if name in position_of]
        if not any(page.people.people[i].country == meeting.country for i in there):
            continue
        towns = towns or _towns(page)
        place = _place(page, towns, meeting.country, meeting.city)
        for i in there:
            person = page.people.people[i]
            if (person.name, meeting.country) in been or person.country is None:
                continue
            if home.is_home(person, place) or home.is_posted(person) or not is_stated(page, i):
                continue
            been.add((person.name, meeting.country))
            visit = visits.with_one_stop(
                person,
                place,
                meeting.date,
                meeting.status,
                confidence=_SURE,
                evidence=meeting.evidence,
                rule="visit.met-at-home",
            )
            added.append(visit)
            travellers.append(i)
    return trips._replace(visits=tuple(added), travellers=tuple(travellers))


def _towns(page: Page) -> dict[tuple[str, str | None], int]:
    """The first token of each city that the text names, by its state and its name there."""
    found: dict[tuple[str, str | None], int] = {}
    for i in page.placed:
        place = page.place_at[i]
        if place.kind == "city" and place.country:
            found.setdefault((place.country, destinations.spelled(place)), i)
    return found


def _place(
    page: Page, towns: dict[tuple[str, str | None], int], country: str, city: str | None
) -> Destination:
    """Where a meeting was: the city as the text has it, else the state."""
    i = towns.get((country, city))
    if i is not None:
        return destinations.of(page.place_at[i], i, i + 1)
    seat = gazetteer.capital(country)
    if seat is not None and city == seat.name:
        return Destination(0, 0, country, city, seat.lat, seat.lon)
    state = gazetteer.country(country)
    lat, lon = (state.lat, state.lon) if state is not None else (None, None)
    return Destination(0, 0, country, city, lat, lon)


_SURE = 0.8
