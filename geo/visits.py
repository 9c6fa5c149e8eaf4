"""Visits: who travelled where, in which order, when, and whether it has happened.

`travel` and `journeys` find in a sentence who goes where; here that becomes stops with their days,
and `itinerary` joins the stops of each traveller to trips.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from geo import (
    asides,
    assembling,
    clauses,
    companions,
    convened,
    fronted,
    home,
    honours,
    itinerary,
    journeys,
    leaving,
    legs,
    presence,
    stays,
    travel,
    visit_rules,
)
from geo.dating import ahead, days_beside, nearest
from geo.destinations import Destination, Destinations
from geo.dossier import Person, Problem, Span, Stop, Visit
from geo.page import Page
from geo.text import Document, Sentence
from geo.times import When
from geo.told import Told, Trip, day_of, stop_of
from geo.venues import event_words
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
    pair: tuple[int, ...] = ()  # those who travelled together last
    told_at = 0
    for number, (sentence, tokens) in enumerate(doc.where_in(visit_rules.trigger_words())):
        if number > told_at + _SOON:
            current = pair if pair and tokens and _tells_of_pair(doc, sentence) else ()
        found: list[Told] = []
        # nobody goes anywhere where nobody is named, unless who travelled last is meant
        if tokens and (current or page.names_in(sentence.first, sentence.last)):
            found.extend(_tellings(page, number, sentence, tokens, current, problems))
        if found:
            told += found
            current, told_at = tuple(dict.fromkeys(one.traveller for one in found)), number
            pair = current if len(current) > 1 else pair
        if not told:
            continue
        already = {one.country for one in found}
        if fronted.may_name_stops(page, sentence, already):
            more = fronted.stops(page, number, sentence, told[-_REMEMBERED:])
            told.extend(one for one in more if one.country not in already)
        if number <= told_at + _SOON:
            told.extend(list(legs.others(page, number, sentence, told)))
    if not told:
        return Trips(problems=tuple(problems))
    # a place named before the trip was: "In Amman on Tuesday she ... Her tour began in Cairo"
    opening = min(one.order[0] for one in told)
    for number, sentence in enumerate(doc.sentences[:opening]):
        if fronted.may_name_stops(page, sentence, set()):
            told.extend(fronted.stops(page, number, sentence, told[:_REMEMBERED]))
    told.extend(list(companions.sharing(page, told)))
    return _trips(page, convened.in_cities(page, told), problems)


def _tells_of_pair(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence calls two who travel by what they are: "the couple", "Their Majesties"."""
    words = clauses.words("pair")
    return not words.isdisjoint(doc.vocabulary) and not words.isdisjoint(
        doc.lower[sentence.first : sentence.last]
    )


_SOON = 5  # sentences: who "they" and "the team" are that travel

# Stops that a sentence can go on from; an article that tells more tells them elsewhere again.
_REMEMBERED = 60


# Which module reads a rule of which kind; the others are verbs of travel.
_READERS = {
    "trip": journeys.by_noun,
    "part": journeys.by_noun,
    "hosts": presence.by_host,
    "calls": presence.by_call,
    "being": presence.by_being,
    "present": presence.by_attendance,
    "guest": presence.by_guest,
    "honoured": honours.by_honour,
    "aside": asides.by_aside,
    "attended": presence.by_attendance,
    "talks-with": presence.by_talks_with,
    "assembles": assembling.by_group,
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
    # a list, or "stopped in Oslo on her way to Riga", tells of no arrival
    listed = many or found.ongoing == "begins" or found.sense.why == "counted"
    listed = listed or rule.needs == "under way"
    # "Before flying to Seoul, X was in Tokyo": Tokyo came first; so did where a trip "already" was
    later = lower[sentence.first : i] in (["before"], ["prior", "to"], ["ahead", "of"])
    sooner = rule.kind == "takes" and "already" in lower[max(0, i - _NEAR_VERB) : i]
    after = lower[i - 1] == "after" and lower[i].endswith("ing")  # "landed in Lima after | leaving"
    after = after or found.first
    posted = (
        {p for p in found.who if home.is_posted(people[p])} if rule.kind in _PRESENCE else set()
    )
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
                or sooner
                or (came_from and when is not None and when.start < page.doc.starts[place.first])
                or stays.is_another_day(page, rule, found, when, i, last)
            ):
                when = None
            if found.sense.status == "cancelled" and when is not None:
                # "put off a visit to Lima to | July": the new date, and no day of the old one
                new = lower[page.doc.token_at(when.start) - 1] in _PUT_OFF_TO
                when = None if new else when
            arrived, departed = stays.days(page, when)
            if came_from and len(stops) > 1 and day_of(arrived):
                arrived, departed = None, arrived  # "landed in Riga from Oslo on Monday"
            status = stays.timely(found.sense.status, when, page.today)
            if stays.ends_in(page, found, place, when):
                arrived = arrived or departed
            elif found.ongoing == "ends" and departed is None:
                # back from Oslo and Riga on Friday: Riga was left that day
                ended = place is stops[-1] or _is_month(when)
                arrived, departed = None, arrived if ended else None
            elif many and arrived is None and place is not stops[-1]:
                departed = None  # "ended on Friday a tour of Oslo and Riga": Riga's
            began = None
            if not many:
                departed = departed or stays.leaving(page, last, sentence)
                stays_on = rule.kind in _STAYING or found.sense.why == "since"
                if stays_on and (began := stays.since(page, last, sentence)):
                    arrived = began
            arrived, departed = stays.lasting(page, place, arrived, departed, i, sentence)
            if found.sense.why == "ending" and not (arrived or departed):
                arrived, departed = stays.ending(page, place, i, sentence)
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
                if (
                    traveller in posted
                    or home.is_home(people[traveller], place)
                    or (hoped and not when)
                ):
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
                    order=(
                        number,
                        sentence.first + (index if after else 0)
                        if came_from or sooner or after
                        else sentence.last + index
                        if later
                        else place.first or i,
                    ),
                    rule=rule.id,
                    listed=listed,
                    ongoing=found.ongoing,
                    apart=found.apart,
                    there=not (many or page.doc.quoted[i]) and _is_there(found, status),
                    arrives=rule.arrives or began is not None,
                    met=rule.kind not in _LEADING,
                    # who is quoted was there of late, wherever in the article
                    news=(number < _LEAD or rule.near is not None) and found.sense.why != "earlier",
                    was=found.sense.why == "once",
                    span=span,
                )


def with_one_stop(
    person: Person,
    place: Destination,
    arrived: str | None,
    status: str,
    *,
    confidence: float,
    evidence: tuple[Span, ...],
    rule: str,
) -> Visit:
    """The visit of somebody to one place, read from something else than a clause about it."""
    stop = Stop(place.country, place.city, place.lat, place.lon, arrived, None, status)
    return Visit(
        traveller=person.name,
        office=person.office,
        from_country=person.country,
        stops=(stop,),
        confidence=confidence,
        evidence=evidence,
        rule=rule,
    )


_STAYING = frozenset(("being", "aside"))
_PUT_OFF_TO = frozenset(("to", "until", "till"))
_NEAR_VERB = 4  # tokens: "has already taken"
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
    {
        "attends",
        "part",
        "attended",
        "calls",
        "hosts",
        "being",
        "aside",
        "guest",
        "honoured",
        "present",
        "talks-with",
        "assembles",
    }
)


def _trips(page: Page, told: list[Told], problems: list[Problem]) -> Trips:
    people = page.people.people
    dated = {one.country for one in told if one.arrived or one.span}
    visits: list[Visit] = []
    travellers: list[int] = []
    of: dict[int, list[Told]] = {}
    # the days of a list of places stand beside the last of them
    begun = {one.span[0] for one in told if one.span}
    beside = {place: day for place, day in days_beside(page).items() if day not in begun}
    for one in itinerary.called_off(told):
        of.setdefault(one.traveller, []).append(_dated(one, beside, dated, page.today or ""))
    gone = leaving.read(page) if page.today else {}
    here = (page.dateline.country, page.dateline.city) if page.dateline else None
    acting = _acting_today(page) if here else frozenset()
    for traveller, mine in sorted(of.items()):
        person = people[traveller]
        for trip in itinerary.trips(
            mine,
            page.today,
            here if traveller in acting else None,
            gone.get(traveller, leaving.STAYED),
        ):
            if not trip.stops:
                continue
            visits.append(
                Visit(
                    traveller=person.name,
                    office=person.office,
                    from_country=person.country,
                    stops=tuple(stop_of(_in_city(page, stop, trip.stops)) for stop in trip.stops),
                    confidence=_confidence(trip, person.country),
                    evidence=tuple(sorted(trip.evidence)),
                    rule=trip.rules[0],
                )
            )
            travellers.append(traveller)
    return Trips(tuple(visits), tuple(travellers), tuple(problems))


def _acting_today(page: Page) -> frozenset[int]:
    """Whom the lead names in a sentence about the article's own day: "X spoke on Monday"."""
    return frozenset(
        page.mention_at[i].person
        for sentence in page.doc.sentences[:_LEAD]
        if any(
            page.when_at[i].first == page.today
            for i in page.dates_in(sentence.first, sentence.last)
        )
        for i in page.names_in(sentence.first, sentence.last)
    )


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
    if stop.city is None and (held := _where_held(page, stop)) is not None:
        return stop._replace(city=held.city, lat=held.lat, lon=held.lon)
    reached = stop.status in ("done", "ongoing") and page.today in (stop.arrived, stop.latest)
    if stop.city or here is None or not here.city or here.country != stop.country or not reached:
        return stop
    if any(other.city == here.city for other in stops):
        return stop
    return stop._replace(city=here.city, lat=here.lat, lon=here.lon)


def _where_held(page: Page, stop: Told) -> Destination | None:
    """The city of the gathering for which somebody went to its state: "left for Poland to attend
    a conference. The conference will be held in Gdansk".
    """
    venue = page.venue
    if venue is None or venue.city is None or venue.country != stop.country:
        return None
    if not event_words("another").isdisjoint(page.doc.lower[max(0, venue.first - 3) : venue.first]):
        return None  # "The next meeting will be held in Gdansk"
    told = page.doc.sentences[stop.order[0]]
    attends = not event_words("venue").isdisjoint(page.doc.lower[told.first : told.last])
    return venue if attends and stop.arrives is False else None


def _confidence(trip: Trip, country: str | None) -> float:
    """The best rule's weight; less for a traveller of no known state, more where told twice."""
    weight = max(stop.weight for stop in trip.stops)
    if country is None:
        weight -= 0.15
    if len(trip.evidence) > 1:
        weight += 0.03
    return round(min(0.97, max(0.2, weight)), 2)
