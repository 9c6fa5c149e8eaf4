"""What a meeting tells of visits: who met somebody at their home was there from that day on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from geo import destinations, gazetteer, home, visits
from geo.destinations import Destination
from geo.dossier import Meeting, Stop, Visit
from geo.meetings import Met, is_stated
from geo.page import Page
from geo.visits import Trips


def add(page: Page, trips: Trips, met: Met) -> Trips:
    """The visits, and one more for each guest of a meeting whom no visit has in that state.

    A guest is somebody whose state the words tell, met in the state of another who took part.
    """
    if not met.meetings:
        return trips
    position_of = {person.name: i for i, person in enumerate(page.people.people)}
    been = {(one.traveller, stop.country) for one in trips.visits for stop in one.stops}
    added, travellers = list(trips.visits), list(trips.travellers)
    towns: dict[tuple[str, str | None], int] = {}
    for meeting in met.meetings:
        if meeting.mode != "in person" or meeting.country is None or meeting.status == "cancelled":
            continue
        there = [position_of[name] for name in meeting.participants if name in position_of]
        hosted = any(page.people.people[i].country == meeting.country for i in there)
        if not hosted and meeting.rule not in _GATHERED:
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
                _status(page, meeting),
                confidence=_SURE,
                evidence=meeting.evidence,
                rule="visit.met-at-home",
            )
            added.append(visit)
            travellers.append(i)
    return trips._replace(visits=tuple(added), travellers=tuple(travellers))


# Rules that tell of one more who was where the traveller is told to go: "to join Rau in Lima".
_GATHERED = frozenset(("meeting.joined",))


def _status(page: Page, meeting: Meeting) -> str:
    """That of a meeting; who met somebody today, where the report is from, is still there."""
    here = page.dateline
    reported = here is not None and (here.country, here.city) == (meeting.country, meeting.city)
    now = meeting.status == "done" and meeting.date is not None and meeting.date == page.today
    return "ongoing" if reported and now else meeting.status


def date_by_meetings(trips: Trips, met: Met) -> Trips:
    """The visits; a stop where the traveller met somebody some days earlier begins on that day."""
    there: dict[tuple[str, str, str | None], list[Meeting]] = defaultdict(list)
    for meeting in met.meetings:
        if meeting.mode == "in person" and meeting.status != "cancelled" and meeting.country:
            for name in meeting.participants:
                there[name, meeting.country, meeting.city].append(meeting)
    if not there:
        return trips
    return trips._replace(visits=tuple(_since_first_met(visit, there) for visit in trips.visits))


def _since_first_met(
    visit: Visit, there: dict[tuple[str, str, str | None], list[Meeting]]
) -> Visit:
    stops, evidence = list(visit.stops), list(visit.evidence)
    before = ""
    for i, stop in enumerate(stops):
        earlier = [
            meeting
            for meeting in there.get((visit.traveller, stop.country, stop.city), ())
            if _is_just_before(meeting.date, stop)
            and str(meeting.date) >= before
            and "planned" not in (meeting.status, stop.status)
        ]
        if earlier:
            first = min(earlier, key=lambda meeting: str(meeting.date))
            stops[i] = replace(stop, arrived=first.date)
            evidence += [span for span in first.evidence[:1] if span not in evidence]
        before = max(before, stop.departed or "", stop.arrived or "")
    if stops == list(visit.stops):
        return visit
    return replace(visit, stops=tuple(stops), evidence=tuple(sorted(evidence)))


def _is_just_before(day: str | None, stop: Stop) -> bool:
    """Whether a day is known and lies before the one on which a stop is said to begin."""
    if day is None or stop.arrived is None or len(day) < 10 or len(stop.arrived) < 10:
        return False
    ahead = dt.date.fromisoformat(stop.arrived) - dt.date.fromisoformat(day)
    return dt.timedelta(0) < ahead <= _ONE_STAY


# A stay in one place is seldom longer; what was earlier belongs to another trip.
_ONE_STAY = dt.timedelta(days=7)


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
