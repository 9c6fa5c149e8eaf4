"""Events as rows of the atlas's frames: trips with their ways, meetings, groupings and money."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from geo import joining, merging
from geo.anchors import anchor, country_name, middle, region_point
from geo.dossier import Funding, Meeting
from geo.gathering import Gathering, Telling, day_of, first_day, point_of
from geo.identity import fold
from geo.joining import JoinedStop
from geo.merging import Days, FundingTold, MeetingTold, VisitTold, days_of
from geo.routes import LonLat, distance_km

# Up to here two points are one place on a map of the world, and no line is drawn between them.
_APART_KM = 5

NO_NEW_MONEY = frozenset({"cumulative", "requested", "rejected"})


def trips(gathered: Gathering) -> None:
    told = [
        VisitTold(i, gathered.days[i], gathered.person(i, visit.traveller), visit)
        for i, dossier in enumerate(gathered.dossiers)
        for visit in dossier.visits
        if visit.stops
    ]
    for group in merging.trips(told):
        trip = joining.trip(group)
        first = trip.stops[0].stop
        days = _days_of_stops(trip.stops, group)
        when = first.arrived or days[0][0]
        event = gathered.event("v", trip.who.slug, first.country, fold(first.city or ""), when)
        for one in group:
            gathered.tell(event, "visit", one.article, one.visit)
        points = []
        for i, (joined, (day, last)) in enumerate(zip(trip.stops, days, strict=True)):
            stop = joined.stop
            point = gathered.where(stop.country, stop.city, point_of(stop.lon, stop.lat))
            points.append(point)
            gathered.rows["stops"].append(
                (
                    event,
                    i,
                    len(trip.stops),
                    trip.who.name,
                    trip.who.slug,
                    trip.office,
                    trip.who.country,
                    stop.country,
                    stop.city,
                    stop.arrived,
                    stop.departed,
                    day,
                    stop.arrived is not None,
                    last,
                    stop.status,
                    trip.confidence,
                    joined.sources,
                    point,
                )
            )
        _legs(gathered, event, trip, points, [day for day, _ in days])


class Halt(NamedTuple):
    """What of a stop its ways are drawn from; point: longitude and latitude, WGS 84."""

    country: str
    city: str | None
    status: str
    day: dt.date | None
    point: LonLat | None


class Way(NamedTuple):
    """From one place to the next stop; at_home: whether it leaves the traveller's capital."""

    at_home: bool
    name: str | None
    country: str | None
    start: LonLat
    halt: Halt
    end: LonLat

    @property
    def target(self) -> str:
        return self.halt.city or country_name(self.halt.country)


def ways(home: str | None, halts: Iterable[Halt]) -> Iterator[Way]:
    """The ways of a trip: from home to its first stop, then on, past those called off."""
    there = anchor(home)
    here = there.capital_point if there else None
    name, country, at_home = (there.capital if there else None), home, True
    for halt in halts:
        if halt.point is None:
            continue
        if here and distance_km(here, halt.point) > _APART_KM:
            yield Way(at_home, name, country, here, halt, halt.point)
        if halt.status != "cancelled":
            here, name, country, at_home = (
                halt.point,
                halt.city or country_name(halt.country),
                halt.country,
                False,
            )


def leg_row(
    event: str, leg: int, who: tuple[str, str], way: Way, confidence: float, geometry: Any
) -> tuple[Any, ...]:
    """A row of the frame `legs`. who: the traveller's name and slug."""
    return (
        event,
        leg,
        *who,
        way.at_home,
        way.name,
        way.target,
        way.country,
        way.halt.country,
        way.halt.day,
        way.halt.status,
        confidence,
        geometry,
    )


def _legs(
    gathered: Gathering,
    event: str,
    trip: joining.Trip,
    points: Sequence[LonLat | None],
    days: Sequence[dt.date | None],
) -> None:
    stops = [joined.stop for joined in trip.stops]
    halts = [
        Halt(stop.country, stop.city, stop.status, day, point)
        for stop, day, point in zip(stops, days, points, strict=True)
    ]
    for leg, way in enumerate(ways(trip.who.country, halts)):
        gathered.rows["legs"].append(
            leg_row(
                event,
                leg,
                (trip.who.name, trip.who.slug),
                way,
                trip.confidence,
                gathered.way(way.start, way.end),
            )
        )


def meetings(gathered: Gathering) -> None:
    told = [
        MeetingTold(
            i,
            gathered.days[i],
            tuple(gathered.person(i, name) for name in meeting.participants),
            meeting,
        )
        for i, dossier in enumerate(gathered.dossiers)
        for meeting in dossier.meetings
    ]
    for group in merging.meetings(told):
        joined: Meeting = joining.meeting(group)
        who = {person.slug: person for one in group for person in one.who}
        people = sorted(who.values(), key=lambda person: person.name)
        slugs = tuple(person.slug for person in people)
        when = joined.date or first_day(one.day for one in group)
        event = gathered.event("m", slugs, joined.countries, when, joined.mode)
        for one in group:
            gathered.tell(event, "meeting", one.article, one.meeting)
        there = joined.mode == "in person"
        point = gathered.where(joined.country, joined.city, None) if there else None
        gathered.rows["meetings"].append(
            (
                event,
                tuple(person.name for person in people),
                slugs,
                joined.countries,
                joined.country if there else None,
                joined.city if there else None,
                day_of(joined.date) or first_day(one.day for one in group),
                days_of(joined.date) is not None,
                joined.mode,
                joined.status,
                joined.confidence,
                len({one.article for one in group}),
                point,
            )
        )


def groupings(gathered: Gathering) -> None:
    groups: dict[tuple[str, str | None], list[tuple[int, Any]]] = defaultdict(list)
    for i, dossier in enumerate(gathered.dossiers):
        for grouping in dossier.groupings:
            groups[grouping.name, grouping.as_of].append((i, grouping))
    for (name, as_of), told in groups.items():
        event = gathered.event("g", name, as_of)
        stated = {code for _, grouping in told for code in grouping.members_stated}
        members = {code for _, grouping in told for code in grouping.members} | stated
        day = day_of(as_of) or first_day(gathered.days[i] for i, _ in told)
        article = gathered.names[told[0][0]]
        gathered.rows["groupings"].append(
            (
                event,
                name,
                day,
                tuple(sorted(members)),
                tuple(sorted(stated)),
                len({i for i, _ in told}),
            )
        )
        gathered.rows["members"].extend(
            (event, name, code, code in stated, day, article) for code in sorted(members)
        )
        gathered.tellings.extend(
            Telling(event, "grouping", i, grouping.mentions[:1], 1.0, "") for i, grouping in told
        )


def funding(gathered: Gathering) -> None:
    told = [
        FundingTold(i, gathered.days[i], position, funding)
        for i, dossier in enumerate(gathered.dossiers)
        for position, funding in enumerate(dossier.funding)
    ]
    sums: list[tuple[str, Funding, list[FundingTold]]] = []
    events: dict[tuple[int, int], str] = {}
    for group in merging.funding(told):
        paid = joining.money(group)
        event = gathered.event(
            "f", paid.amount, paid.currency, paid.donor, paid.recipients, paid.date
        )
        sums.append((event, paid, group))
        events.update(((one.article, one.position), event) for one in group)
    for event, paid, group in sums:
        wholes = [
            events.get((one.article, one.funding.part_of))
            for one in group
            if one.funding.part_of is not None
        ]
        part_of = next((whole for whole in wholes if whole and whole != event), None)
        for one in group:
            gathered.tell(event, "funding", one.article, one.funding)
        _funding_rows(gathered, event, paid, group, part_of)


def _funding_rows(
    gathered: Gathering,
    event: str,
    paid: Funding,
    group: Sequence[FundingTold],
    part_of: str | None,
) -> None:
    recipients: Sequence[str | None] = paid.recipients or (None,)
    usd = float(paid.amount_usd) if paid.amount_usd is not None else None
    mark = _mark(paid)
    day = day_of(paid.date) or first_day(one.day for one in group)
    for i, recipient in enumerate(recipients):
        there = anchor(recipient)
        gathered.rows["funding"].append(
            (
                event,
                i == 0,
                float(paid.amount),
                f"{paid.amount:f}",
                float(paid.amount_max) if paid.amount_max is not None else None,
                paid.currency,
                usd,
                usd / len(recipients) if usd is not None else None,
                paid.donor,
                paid.donors,
                recipient,
                len(paid.recipients),
                paid.recipient_text,
                paid.purpose,
                day,
                days_of(paid.date) is not None,
                paid.status,
                part_of is None and paid.status not in NO_NEW_MONEY,
                part_of,
                paid.confidence,
                len({one.article for one in group}),
                mark and mark[0],
                mark and mark[1],
                there and there.label,
            )
        )


def _mark(paid: Funding) -> LonLat | None:
    """Where a sum is drawn once: its recipient, its region if named, or the middle."""
    labels = [there.label for code in paid.recipients if (there := anchor(code))]
    if len(labels) == 1:
        return labels[0]
    return region_point(paid.recipient_text, paid.recipients) or middle(labels)


def _days_of_stops(
    stops: Sequence[JoinedStop], told: Sequence[VisitTold]
) -> list[tuple[dt.date | None, dt.date | None]]:
    """First and last day of each stop: as said, else the nearest stop's, else the article's."""
    said = [days_of(joined.stop.arrived) or days_of(joined.stop.departed) for joined in stops]
    known = [i for i, days in enumerate(said) if days]
    article = first_day(one.day for one in told)
    found = []
    for i, joined in enumerate(stops):
        days = said[i]
        if days is None and known:
            days = said[min(known, key=lambda k: (abs(k - i), k))]
        first = dt.date.fromordinal(days.first) if days else article
        left = days_of(joined.stop.departed)
        last = dt.date.fromordinal(left.last) if left else _end(said[i], first)
        found.append((first, max(first, last) if first and last else first))
    return found


def _end(said: Days | None, first: dt.date | None) -> dt.date | None:
    return dt.date.fromordinal(said.last) if said else first
