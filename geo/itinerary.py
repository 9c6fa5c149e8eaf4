"""Places that one traveller reached or will reach, told here and there, joined to trips."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from geo import progress
from geo.leaving import STAYED, Gone
from geo.told import LONGEST_GAP, Told, Trip, common, day_of


def called_off(told: list[Told]) -> list[Told]:
    """What was told of all, where no plan is left for a trip that is told to be called off.

    "Has put off a visit to Kenya … was to fly to Mombasa with Rau": neither will.
    """
    off = {(one.traveller, one.country) for one in told if one.status == "cancelled"}
    if not off:
        return told
    plans = {
        one.order
        for one in told
        if one.status == "planned" and one.was and (one.traveller, one.country) in off
    }
    return [
        one._replace(status="cancelled") if one.order in plans and one.status == "planned" else one
        for one in told
    ]


def trips(
    told: list[Told],
    today: str | None,
    here: tuple[str, str | None] | None = None,
    gone: Gone = STAYED,
) -> list[Trip]:
    """Join what was told of one traveller to trips; each place once in each.

    here: the country and the city of the report, where it tells what the traveller did today.
    gone: whether the traveller went away.
    """
    found: list[Trip] = []
    for one in sorted(told, key=lambda t: t.order):
        latest = found[-_LATEST:]
        trip = next(
            (t for t in latest if one.status == "planned" and _called_off(t, one)),
            next((trip for trip in reversed(latest) if _belongs(trip, one)), None),
        )
        if trip is None:
            trip = Trip(announced=one.status == "planned")
            found.append(trip)
        _tell(trip, one)
    for trip in found:
        trip.stops = _between(_spanned(_in_order(trip)))
        trip.stops = progress.on_the_day(trip, today, here, gone)
    return found


# Trips that a stop may belong to, and stops of one trip; a text with more is a register.
_LATEST = 8
_MOST_STOPS = 30


def _belongs(trip: Trip, one: Told) -> bool:
    if len(trip.stops) >= _MOST_STOPS:
        return False
    if one.status == "cancelled" or trip.cancelled:
        # a stop called off is a stop of the trip that it was planned for
        return any(_same_place(stop, one) and _same_day(stop, one) for stop in trip.stops) or (
            one.status == "cancelled" and len(trip.cancelled) == len(trip.stops)
        )
    day = day_of(one.arrived) or day_of(one.span[0] if one.span else None)
    if one.arrived and day is None:  # a month or a year
        same = [stop for stop in trip.stops if stop.arrived and stop.arrived[:4] == one.arrived[:4]]
        return bool(same) or (
            not one.apart and not trip.days and not any(s.arrived for s in trip.stops)
        )
    if (
        day
        and any(stop.arrived and day_of(stop.arrived) is None for stop in trip.stops)
        and not trip.days
    ):
        return any(
            stop.arrived and one.arrived and one.arrived.startswith(stop.arrived)
            for stop in trip.stops
        )
    if day and trip.days:
        return min(abs(day - other) for other in trip.days) <= LONGEST_GAP
    if one.apart:
        return any(stop.apart and stop.country == one.country for stop in trip.stops)
    return not all(stop.apart for stop in trip.stops)


def far_apart(a: str | None, b: str | None) -> bool:
    """Whether two days, partial as they may be, are too far from each other for one trip."""
    one, other = day_of(a), day_of(b)
    if one and other:
        return abs(one - other) > LONGEST_GAP
    return bool(a and b and not (a.startswith(b) or b.startswith(a)))


def _tell(trip: Trip, one: Told) -> None:
    """Add a stop to a trip, or what it tells to the stop that is there."""
    if trip.evidence[-1:] != [one.evidence]:
        trip.evidence.append(one.evidence)
    if one.rule not in trip.rules:
        trip.rules.append(one.rule)
    trip.ongoing = trip.ongoing or one.ongoing
    if not _put(trip, one):
        return  # no other day, and no other status
    if trip.days or _days_of(one):
        trip.days = [day for stop in trip.stops for day in _days_of(stop)]
    trip.cancelled = [stop for stop in trip.stops if stop.status == "cancelled"]


def _days_of(stop: Told) -> list[dt.date]:
    """The full days that are told of a stop."""
    told = (stop.arrived, stop.departed, *(stop.span or ()))
    return [day for iso in told if iso and (day := day_of(iso))]


def _put(trip: Trip, one: Told) -> bool:
    """Put a stop among those of a trip; whether a day or a status of theirs is another then."""
    for index, stop in enumerate(trip.stops):
        if _same_place(stop, one):
            joined = trip.stops[index] = _joined(stop, one)
            left = one.listed and stop.departed and not stop.arrived
            # "left Oslo, winding up a tour that took her to Riga and Oslo"; "met him in Oslo … had
            # flown to Riga … and on to Oslo"
            reached = day_of(stop.arrived) and joined.arrived == one.arrived != stop.arrived
            if left or (reached and not one.listed):
                trip.stops.append(trip.stops.pop(index))
            return (joined.arrived, joined.departed, joined.span, joined.status) != (
                stop.arrived,
                stop.departed,
                stop.span,
                stop.status,
            )
    if one.met and one.ongoing == "ends" and not (one.arrived or one.departed) and trip.stops:
        # "landed in Riga. She came from Oslo": Oslo was before
        trip.stops.insert(len(trip.stops) - 1, one)
    else:
        trip.stops.append(one)
    return True


def _same_place(a: Told, b: Told) -> bool:
    if a.country != b.country:
        return False
    one_city = a.city == b.city or (a.lat, a.lon) == (b.lat, b.lon)
    return one_city or a.city is None or b.city is None


def _called_off(trip: Trip, one: Told) -> bool:
    """Whether a planned stop is one that was already told to be called off."""
    return any(_same_place(stop, one) and _same_day(stop, one) for stop in trip.cancelled)


def _same_day(a: Told, b: Told) -> bool:
    return {a.status, b.status} <= {"planned", "cancelled"} and (
        a.arrived is None or b.arrived is None or a.arrived == b.arrived
    )


def _joined(a: Told, b: Told) -> Told:
    """Two tellings of one stop: the city, the days and the surer status of either."""
    surer = (
        b
        if b.weight > a.weight and not (a.status in ("done", "ongoing") and b.status == "planned")
        else a
    )
    city = a if a.city else b
    # the day of an arrival counts before that of a meeting on the way, a full day before a month
    reached = max((a, b), key=lambda t: (len(t.arrived or ""), _lands(t), t.weight, t is a))
    if a.listed != b.listed:
        # a clause of its own knows better than a list whether a stop was reached
        surer = b if a.listed else a
    if a.status == "planned" and b.status in ("done", "ongoing") and not a.listed and a.arrived:
        surer = a
    if (
        a.status == "planned"
        and b.status == "ongoing"
        and not (b.there or b.arrives or day_of(a.arrived))
    ):
        surer = a  # "will visit next week … I am delighted that she is visiting"
    if a.status != b.status and "planned" in (a.status, b.status):
        # "is in Peru. He will meet the premier in Lima on Friday": that is no day of arrival
        here = next((t for t in (a, b) if t.there or (t.arrives and t.status == "done")), None)
        if here is not None:
            surer = reached = here
    status = "cancelled" if "cancelled" in (a.status, b.status) else surer.status
    return a._replace(
        city=city.city,
        lat=city.lat,
        lon=city.lon,
        arrived=reached.arrived,
        departed=reached.departed or a.departed or b.departed,
        status=status,
        weight=max(a.weight, b.weight),
        listed=a.listed and b.listed,
        there=a.there or b.there,
        arrives=a.arrives or b.arrives,
        met=reached.met,
        span=a.span or b.span,
        latest=max(a.latest, b.latest, a.arrived or "", b.arrived or ""),
        ongoing=a.ongoing or b.ongoing,
    )


def _lands(stop: Told) -> bool:
    return stop.arrives and stop.status in ("done", "ongoing")


def _in_order(trip: Trip) -> list[Told]:
    """Dates beat the order of telling; a stop without one stays behind the one told before it."""
    dates: list[tuple[str, int]] = []
    last = ""
    belied = _belied(trip.stops)
    for index, stop in enumerate(trip.stops):
        day = stop.arrived or stop.departed
        if day and len(day) == 10:
            last = day
        elif not last:
            last = next(
                (s.arrived for s in trip.stops[index:] if s.arrived and len(s.arrived) == 10), ""
            )
        if stop.listed and not day and stop.order[0] in belied:
            dates.append(("~", index))
            continue
        dates.append((last, index))
    return [trip.stops[index] for _, index in sorted(dates)]


def _belied(stops: list[Told]) -> set[int]:
    """The sentences whose list of stops is not their order, by the days that are told of them.

    What has no day in such a list comes last.
    """
    days: dict[int, list[str]] = {}
    for stop in stops:
        if day_of(stop.arrived):
            days.setdefault(stop.order[0], []).append(stop.arrived or "")
    return {sentence for sentence, told in days.items() if told != sorted(told)}


def _spanned(stops: list[Told]) -> list[Told]:
    """Give the days of the whole trip to its first and last stop, where they have none."""
    one_state = len({stop.country for stop in stops}) == 1
    # the days of a state are those of its cities, and not of another state
    spans = [s.span for s in stops if s.span and (one_state or s.arrived != s.span[0])]
    if not spans:
        return stops
    begins, ends = spans[0]
    found = [
        s._replace(departed=None) if len(stops) > 1 and s.span == (s.arrived, s.departed) else s
        for s in stops
    ]
    first = next((i for i, s in enumerate(found) if s.span or (s.arrived or "~") >= begins), 0)
    opening, rest = found[first], found[first + 1 :]
    left = any(s.departed and s.departed <= begins for s in rest)
    reached = any(s.arrived and s.arrived <= begins for s in found[first:])
    # "will visit Lima from Saturday. On Monday he meets the premier there"
    met = opening.span and opening.met and not opening.departed
    if not left and not reached and (opening.arrived is None or met):
        found[first] = opening._replace(arrived=begins)
    if ends and found[-1].departed is None and (found[-1].arrived or begins) <= ends:
        found[-1] = found[-1]._replace(departed=ends)
    month = common(begins, ends or "")
    return [s if s.arrived or not month else s._replace(arrived=month) for s in found]


def _between(stops: list[Told]) -> list[Told]:
    """A stop between two that have days has their month or year, where they share it."""
    found = list(stops)
    days = [i for i, stop in enumerate(stops) if day_of(stop.arrived)]
    for before, behind in pairwise(days):
        month = common(stops[before].arrived or "", stops[behind].arrived or "")
        for i in range(before + 1, behind):
            if not found[i].arrived and month:
                found[i] = found[i]._replace(arrived=month)
    return found
