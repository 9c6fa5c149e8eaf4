"""Visits: who travelled where, in which order, when, and whether it has happened.

`travel` and `journeys` find in a sentence who goes where; here that becomes stops with their days,
and `itinerary` joins the stops of each traveller to trips.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from geo import (
    clauses,
    companions,
    destinations,
    gazetteer,
    itinerary,
    journeys,
    presence,
    stays,
    subjects,
    tables,
    travel,
    visit_rules,
)
from geo.dating import ahead, days_beside, far, is_aside, nearest
from geo.destinations import Destination, Destinations
from geo.dossier import Person, Problem, Span, Visit
from geo.itinerary import Told
from geo.page import OPENING, Page, opening_place
from geo.text import Sentence
from geo.times import When
from geo.visit_rules import Found, Rule


class Trips(NamedTuple):
    """The visits, each with the position of its traveller in `People.people`."""

    visits: tuple[Visit, ...] = ()
    travellers: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(page: Page) -> Trips:
    """The visits that the article tells of, in the order in which it names the travellers."""
    doc = page.doc
    told: list[Told] = []
    problems: list[Problem] = []
    current: tuple[int, ...] = ()  # who travelled last, and where that was told
    told_at = 0
    for number, (sentence, tokens) in enumerate(doc.where_in(visit_rules.trigger_words())):
        if number > told_at + _SOON:
            current = ()
        found: list[Told] = []
        if tokens:
            found.extend(_tellings(page, number, sentence, tokens, current, problems))
        if found:
            told += found
            current, told_at = tuple(dict.fromkeys(one.traveller for one in found)), number
        already = {one.country for one in found}
        if told and _may_name_stops(page, sentence, already):
            more = _fronted(page, number, sentence, told[-_REMEMBERED:])
            told.extend(one for one in more if one.country not in already)
    # a place named before the trip was: "In Amman on Tuesday she ... Her tour began in Cairo"
    opening = min((one.order[0] for one in told), default=0)
    for number, sentence in enumerate(doc.sentences[:opening]):
        if _may_name_stops(page, sentence, set()):
            told.extend(_fronted(page, number, sentence, told[:_REMEMBERED]))
    told.extend(list(companions.sharing(page, told)))
    return _trips(page, told, problems)


_SOON = 5  # sentences: who "they" and "the team" are that travel

# Stops that a sentence can go on from; an article that tells more tells them elsewhere again.
_REMEMBERED = 60


# Which module reads a rule of which kind; the others are verbs of travel.
_READERS = {
    "trip": journeys.by_noun,
    "hosts": presence.by_host,
    "calls": presence.by_call,
    "being": presence.by_being,
    "present": presence.by_attendance,
    "guest": presence.by_guest,
    "aside": presence.by_aside,
    "attended": presence.by_attendance,
    "talks-with": presence.by_talks_with,
}


def _tellings(
    page: Page,
    number: int,
    sentence: Sentence,
    tokens: list[int],
    current: tuple[int, ...],
    problems: list[Problem],
) -> Iterator[Told]:
    """The stops that a sentence tells of, by each of the rules whose words stand at `tokens`."""
    triggers = visit_rules.triggers()
    doc = page.doc
    lower = doc.lower
    for i in tokens:
        for rule in triggers[lower[i]]:
            after = rule.after
            if after and after != tuple(lower[i + 1 : i + 1 + len(after)]):
                continue
            read_by = _READERS.get(rule.kind, travel.by_verb)
            found = read_by(page, rule, i, sentence, current)
            if found is None:
                continue
            if found.sense.status == "none":
                message = f"a visit that is {found.sense.why} is none"
                problems.append(Problem(doc.starts[i], doc.ends[i], "visit.left-out", message))
                break
            told = list(_told(page, rule, number, sentence, i, found))
            yield from told
            if told and rule.kind != "leaves":
                break  # but on in "left home for Riga", "left Oslo for Riga"


def _told(
    page: Page, rule: Rule, number: int, sentence: Sentence, i: int, found: Found
) -> Iterator[Told]:
    """One telling for each traveller and place, with its days."""
    people = page.people.people
    stops = [place for one in found.places for place in one.places]
    lower = page.doc.lower
    many = sum(lower[place.first - 1] != "from" for place in stops) > 1
    # "A and B will be in Oslo and Riga respectively"
    apart = len(stops) == len(found.who) > 1 and "respectively" in lower[i : sentence.last]
    hoped = found.sense.why == "hoped for"
    # of two who met in a place, the office-holder of no known state is taken for its host
    hosts = rule.both and len(found.who) == 2 and any(people[p].country for p in found.who)
    evidence = Span(sentence.start, sentence.end)
    posted = {p for p in found.who if is_posted(people[p])} if rule.kind in _PRESENCE else set()
    if rule.needs == "delegation":  # "Ambassador Rau led the delegation": a rank, and no post
        posted = {p for p in posted if (people[p].office or "").lower() != "ambassador"}
    for position, group in enumerate(found.places):
        # "to Lima on Monday and then | to Quito": Monday is Lima's
        floor = _joined_at(page, found.places[position - 1], group) if position else None
        for index, place in enumerate(group.places):
            last = group.last if index == len(group.places) - 1 or not many else place.last
            # "was in Warsaw, where he met officials on Monday": the day is behind the verb
            when = nearest(page, i, max(last, i + 1) if last else last, sentence, floor)
            if found.sense.status == "planned" and when and when.lies_behind(page.today or ""):
                when = ahead(page, i, sentence, floor) or when
            # "in Istanbul and Ankara from March 4 to 5": the days are those of either city
            one_state = len(group.places) == 1 or len({one.country for one in group.places}) == 1
            own = one_state or _is_month(when)
            # "flew to Riga on Friday from Oslo, where he had met": Oslo came first, on another day
            came_from = place.first > 0 and lower[place.first - 1] == "from"
            if (
                found.dateless
                or (came_from and when is not None and when.start < page.doc.starts[place.first])
                or stays.is_another_day(page, rule, found, when, i, last)
            ):
                when = None
            arrived, departed = stays.days(page, when)
            status = stays.timely(found.sense.status, when, page.today)
            if stays.ends_in(page, found, place, when):
                arrived = arrived or departed
            elif found.ongoing == "ends" and departed is None:
                arrived, departed = None, arrived
            if not many:
                departed = departed or stays.leaving(page, last, sentence)
            arrived, departed = stays.lasting(page, arrived, departed, i, sentence)
            if found.sense.why == "ending" and not (arrived or departed):
                arrived, departed = stays.ending(page, i, sentence)
            # days named for several places belong to the trip, not to each
            span = None if own or arrived is None else (arrived, departed)
            if span:
                arrived = departed = None
            elif not many and place.city is None and arrived and departed:
                span = (arrived, departed)  # those of the cities that are named later
            turn = stops.index(place)
            for traveller in found.who[turn : turn + 1] if apart else found.who:
                if hosts and people[traveller].office and people[traveller].country is None:
                    continue
                if traveller in posted or is_home(people[traveller], place) or (hoped and not when):
                    continue
                yield Told(
                    traveller=traveller,
                    country=place.country,
                    city=place.city,
                    lat=place.lat,
                    lon=place.lon,
                    evidence=evidence,
                    arrived=arrived,
                    departed=departed,
                    status=status,
                    weight=rule.weight,
                    order=(number, sentence.first if came_from else place.first or i),
                    rule=rule.id,
                    listed=many or found.ongoing == "begins" or found.sense.why == "counted",
                    ongoing=found.ongoing,
                    apart=found.apart,
                    there=not many and _is_there(found, status),
                    arrives=rule.arrives,
                    met=rule.kind not in _LEADING,
                    news=number < _LEAD and found.sense.why != "earlier",
                    span=span,
                )


def is_home(person: Person, place: Destination) -> bool:
    """Whether a place lies in a traveller's own state, or around it: Rome is home to a pope."""
    if person.country == place.country:
        return True
    home = gazetteer.capital(person.country) if person.country else None
    if home is None or place.lat is None or place.lon is None:
        return False
    east = (home.lon - place.lon) * math.cos(math.radians(home.lat))
    return math.hypot(home.lat - place.lat, east) < _NEXT_DOOR


_NEXT_DOOR = (
    0.055  # degrees, 6 km: between two capitals that are one; Kinshasa and Brazzaville are two
)


_LEAD = 3  # sentences that tell what an article is about


# Rules that tell the way to a place, not what was done in it.
_LEADING = frozenset({"goes", "trip", "takes", "onward"})


def _is_there(found: Found, status: str) -> bool:
    """Whether a clause has the traveller in the place when it is told: "is in", "began a visit"."""
    begun = found.ongoing == "begins" and status == "done"
    return begun or (status == "ongoing" and found.sense.why not in ("now or soon", "counted"))


def _joined_at(page: Page, before: Destinations, group: Destinations) -> int:
    """The token that joins a list of places to the one before it: "and", "then"."""
    first = min((place.first for place in group.places), default=group.last)
    joins = [j for j in range(before.last, first) if page.doc.lower[j] in ("and", "then", ",", ";")]
    return joins[-1] if joins else first


def _is_month(when: When | None) -> bool:
    return when is not None and when.last is None and len(when.first or "") == 7


# Rules that infer travel from somebody's being there: an ambassador is, without travelling.
_PRESENCE = frozenset(
    {"attends", "attended", "calls", "hosts", "being", "aside", "guest", "present", "talks-with"}
)


def is_posted(person: Person) -> bool:
    """Whether somebody lives abroad for their office: an ambassador, not "at large"."""
    office = (person.office or "").lower()
    return (
        any(word in office for word in _posted())
        and "large" not in office
        and " for " not in office  # "High Commissioner for Refugees"
    )


def _may_name_stops(page: Page, sentence: Sentence, already: set[str]) -> bool:
    """Whether `_fronted` may find a stop in another country: by an opening, or a place."""
    if sentence.first in page.when_at or page.doc.lower[sentence.first] in OPENING:
        return True
    named = page.places_in(sentence.first, sentence.last)
    return any(page.place_at[i].country not in already for i in named)


@cache
def _posted() -> frozenset[str]:
    """Offices of those who are posted to another state, from `data/tables/offices.csv`."""
    return frozenset(row["word"] for row in tables.rows("offices") if row["family"] == "ambassador")


def _fronted(page: Page, number: int, sentence: Sentence, told: list[Told]) -> Iterator[Told]:
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
            if is_home(page.people.people[traveller], place):
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
        city = None
        if place.kind == "city" and doc.lower[i - 1] in ("in", "at"):
            opens = doc.lower[i - 2] in ("and", "but", ",", ";")  # "…, and in Cork he met"
            if behind is None and not opens and not travel.gathers(page, i - 1, sentence.first):
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


def _trips(page: Page, told: list[Told], problems: list[Problem]) -> Trips:
    people = page.people.people
    dated = {one.country for one in told if one.arrived or one.span}
    visits: list[Visit] = []
    travellers: list[int] = []
    of: dict[int, list[Told]] = {}
    # the days of a list of places stand beside the last of them
    begun = {one.span[0] for one in told if one.span}
    beside = {place: day for place, day in days_beside(page).items() if day not in begun}
    for one in told:
        of.setdefault(one.traveller, []).append(_dated(one, beside, dated, page.today or ""))
    for traveller, mine in sorted(of.items()):
        person = people[traveller]
        for trip in itinerary.trips(mine, page.today):
            if not trip.stops:
                continue
            visits.append(
                Visit(
                    traveller=person.name,
                    office=person.office,
                    from_country=person.country,
                    stops=tuple(
                        itinerary.stop_of(_in_city(page, stop, trip.stops)) for stop in trip.stops
                    ),
                    confidence=_confidence(trip, person.country),
                    evidence=tuple(sorted(trip.evidence)),
                    rule=trip.rules[0],
                )
            )
            travellers.append(traveller)
    return Trips(tuple(visits), tuple(travellers), tuple(problems))


def _dated(one: Told, beside: dict[str, str], dated: set[str], today: str) -> Told:
    """A stop whose clause names no day takes the day that the text puts beside its place.

    dated: the countries that a clause of travel dates; a day beside their name is that clause's.
    """
    if one.arrived or one.departed or one.span or one.apart or one.status == "cancelled":
        return one
    day = beside.get(one.city or "")
    if day is None and one.country not in dated and one.status != "planned":
        day = beside.get(one.country)
    if day is None or ((one.there or (one.arrives and one.status == "done")) and day > today):
        return one
    left = one.ongoing == "ends" and one.status == "done"
    return one._replace(departed=day) if left else one._replace(arrived=day)


def _in_city(page: Page, stop: Told, stops: list[Told]) -> Told:
    """A stop under way in a country whose city no clause names is in the city that reports it."""
    here = page.dateline
    reached = stop.status in ("done", "ongoing") and page.today in (stop.arrived, stop.latest)
    if stop.city or here is None or not here.city or here.country != stop.country or not reached:
        return stop
    if any(other.city == here.city for other in stops):
        return stop
    return stop._replace(city=here.city, lat=here.lat, lon=here.lon)


def _confidence(trip: itinerary.Trip, country: str | None) -> float:
    """The best rule's weight; less for a traveller of no known state, more where told twice."""
    weight = max(stop.weight for stop in trip.stops)
    if country is None:
        weight -= 0.15
    if len(trip.evidence) > 1:
        weight += 0.03
    return round(min(0.97, max(0.2, weight)), 2)
