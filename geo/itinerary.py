"""Places that one traveller reached or will reach, told here and there, joined to trips."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from geo.dossier import Span, Stop
from geo.leaving import STAYED, Gone


class Told(NamedTuple):
    """One stop as one clause tells it.

    order: where it was told (sentence, token). listed: named in a list, not by an arrival.
    ongoing: "begins" or "ends" where the clause says so of the whole trip. apart: the words mark
    another trip than the running one ("his 2015 visit"). there: the traveller "is in" it.
    arrives: the clause tells the arrival itself; met: what was done there, not the way.
    news: it is told first, as what the article is about. was: it was planned when that was told.
    span: first and last day of the list that the place stands in. latest: the last day told of
    the stop.
    """

    traveller: int
    country: str
    city: str | None
    lat: float | None
    lon: float | None
    arrived: str | None
    departed: str | None
    status: str
    weight: float
    order: tuple[int, int]
    evidence: Span
    rule: str
    listed: bool = False
    ongoing: str = ""
    apart: bool = False
    there: bool = False
    arrives: bool = False
    met: bool = False
    news: bool = False
    was: bool = False
    span: tuple[str, str | None] | None = None
    latest: str = ""


@dataclass(slots=True)
class Trip:
    """The stops of one trip, told in whatever order, each once. announced: first told as a plan.

    days, cancelled: the full days of the stops told so far, and those of them that are called off.
    """

    stops: list[Told] = field(default_factory=list)
    evidence: list[Span] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    ongoing: str = ""
    announced: bool = False
    days: list[dt.date] = field(default_factory=list)
    cancelled: list[Told] = field(default_factory=list)


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


# Two dated stops further apart belong to two trips; a trip of a statesman is seldom longer.
_LONGEST_GAP = dt.timedelta(days=12)


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
        if today is None and trip.announced:  # "will visit Oslo. On Monday she meets the king"
            trip.stops = [
                stop._replace(status="planned") if stop.status == "ongoing" else stop
                for stop in trip.stops
            ]
        settled = any(s.there or _is_there_now(s, today, here) for s in trip.stops)
        begun = any(_day(s.arrived) and (s.arrived or "") < (today or "") for s in trip.stops)
        trip.stops = _running(
            [_as_of(stop, today, begun, settled) for stop in _unreached(trip, today)],
            today,
            here,
            gone,
        )
        if today is not None:
            last = trip.stops[-1:] if trip.ongoing == "ends" else []
            trip.stops = [
                _since(stop, today, stop in last or _is_news(stop, trip, today))
                for stop in trip.stops
            ]
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
    day = _day(one.arrived) or _day(one.span[0] if one.span else None)
    if one.arrived and day is None:  # a month or a year
        same = [stop for stop in trip.stops if stop.arrived and stop.arrived[:4] == one.arrived[:4]]
        return bool(same) or (
            not one.apart and not trip.days and not any(s.arrived for s in trip.stops)
        )
    if (
        day
        and any(stop.arrived and _day(stop.arrived) is None for stop in trip.stops)
        and not trip.days
    ):
        return any(
            stop.arrived and one.arrived and one.arrived.startswith(stop.arrived)
            for stop in trip.stops
        )
    if day and trip.days:
        return min(abs(day - other) for other in trip.days) <= _LONGEST_GAP
    if one.apart:
        return any(stop.apart and stop.country == one.country for stop in trip.stops)
    return not all(stop.apart for stop in trip.stops)


def far_apart(a: str | None, b: str | None) -> bool:
    """Whether two days, partial as they may be, are too far from each other for one trip."""
    one, other = _day(a), _day(b)
    if one and other:
        return abs(one - other) > _LONGEST_GAP
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
    trip.days = [
        day
        for stop in trip.stops
        for iso in (stop.arrived, stop.departed, *(stop.span or ()))
        if (day := _day(iso))
    ]
    trip.cancelled = [stop for stop in trip.stops if stop.status == "cancelled"]


def _put(trip: Trip, one: Told) -> bool:
    """Put a stop among those of a trip; whether a day or a status of theirs is another then."""
    for index, stop in enumerate(trip.stops):
        if _same_place(stop, one):
            joined = trip.stops[index] = _joined(stop, one)
            left = one.listed and stop.departed and not stop.arrived
            # "left Oslo, winding up a tour that took her to Riga and Oslo"; "met him in Oslo … had
            # flown to Riga … and on to Oslo"
            reached = _day(stop.arrived) and joined.arrived == one.arrived != stop.arrived
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
        and not (b.there or b.arrives or _day(a.arrived))
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
        if _day(stop.arrived):
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


def common(first: str, last: str) -> str:
    """The month or the year that two days share (ISO 8601); empty where they share none."""
    return next((first[:n] for n in (7, 4) if first[:n] == last[:n] and len(first) > n), "")


def _between(stops: list[Told]) -> list[Told]:
    """A stop between two that have days has their month or year, where they share it."""
    found = list(stops)
    days = [i for i, stop in enumerate(stops) if _day(stop.arrived)]
    for before, behind in pairwise(days):
        month = common(stops[before].arrived or "", stops[behind].arrived or "")
        for i in range(before + 1, behind):
            if not found[i].arrived and month:
                found[i] = found[i]._replace(arrived=month)
    return found


def _unreached(trip: Trip, today: str | None) -> list[Told]:
    """While a trip runs, listed stops behind the last one that was reached are still to come."""
    reached = [
        i
        for i, stop in enumerate(trip.stops)
        if stop.status in ("done", "ongoing") and not stop.listed
    ]
    if not reached:
        over = any(s.span and s.span[1] and s.span[1] < (today or "") for s in trip.stops)
        if trip.ongoing == "begins" and len(trip.stops) > 1 and not over:
            return [
                trip.stops[0],
                *(
                    s._replace(status="planned") if s.status != "cancelled" else s
                    for s in trip.stops[1:]
                ),
            ]
        return trip.stops
    running = trip.stops[reached[-1]].ongoing != "ends" and _recent(trip.stops[reached[-1]], today)
    return [
        stop._replace(status="planned")
        if running and i > reached[-1] and stop.listed and stop.status != "cancelled"
        else stop
        for i, stop in enumerate(trip.stops)
    ]


def _running(
    stops: list[Told],
    today: str | None,
    here: tuple[str, str | None] | None,
    gone: Gone,
) -> list[Told]:
    """The last stop reached, if today or if the report is from there, is where the traveller is."""
    reached = [i for i, stop in enumerate(stops) if stop.status in ("done", "ongoing")]
    if not reached or today is None:
        return stops
    last = stops[reached[-1]]
    if last.ongoing == "ends" or _is_left(last, gone):
        stops[reached[-1]] = last._replace(status="done")
        return stops
    if _is_there_now(last, today, here):
        stops[reached[-1]] = last._replace(status="ongoing")
    # nobody is in two places: of a list told at once the traveller is in the first, if in any
    there = [i for i, stop in enumerate(stops) if stop.status == "ongoing" and stop.listed]
    for i in there[1:]:
        if stops[i].order[0] == stops[there[0]].order[0] and not _day(stops[i].arrived):
            stops[i] = stops[i]._replace(status="planned")
    # and in the last that was reached: "in Amman on Tuesday … Her tour began in Cairo on Sunday"
    days = [_day(stops[i].arrived) for i in reached]
    newest = max((day for day in days if day), default=None)
    for i in reached:
        day = _day(stops[i].arrived)
        if stops[i].status == "ongoing" and day and newest and day < newest:
            stops[i] = stops[i]._replace(status="done")
    return stops


def _is_there_now(stop: Told, today: str | None, here: tuple[str, str | None] | None) -> bool:
    """Whether today's deeds are told of a stop that was reached, or the report comes from it."""
    if today is None or stop.status not in ("done", "ongoing"):
        return False
    reported = here == (stop.country, stop.city) and not stop.apart
    just = _recent(stop, today) if _day(stop.arrived) else stop.news and not stop.arrived
    return today in (stop.arrived, stop.latest) or (reported and just)


def _is_left(stop: Told, gone: Gone) -> bool:
    """Whether the traveller is told to have gone away from a stop, by today."""
    if gone.day and (stop.arrived or "") <= gone.day:
        return True
    return gone.news or gone.order > stop.order  # what an article opens with is its news


def _is_news(stop: Told, trip: Trip, today: str) -> bool:
    """Whether a stop without a day is the article's own news, and that of its own days."""
    now = dt.date.fromisoformat(today)
    days = [day for other in trip.stops for day in (other.arrived, other.departed) if day]
    if not stop.news or (days and stop.met):
        return False
    return all(
        abs(day - now) <= _LONGEST_GAP if (day := _day(one)) else today.startswith(one)
        for one in days
    )


def _since(stop: Told, today: str, leaving: bool) -> Told:
    """A stay that no day is told of, under way or just reported, began in the article's own month.

    In the first days of a month it may have begun in the one before; then the year is all there is.
    leaving: it is the last of a trip that is coming to its end, or the news of one without a day.
    """
    under_way = stop.status == "ongoing" or (leaving and stop.status == "done")
    if stop.arrived or stop.departed or stop.apart or not under_way:
        return stop
    before = (dt.date.fromisoformat(today) - _STAY).isoformat()
    return stop._replace(arrived=common(before, today) or None)


_STAY = dt.timedelta(days=3)  # how long a traveller has seldom been there already


def _recent(stop: Told, today: str | None) -> bool:
    day, now = _day(stop.arrived), _day(today)
    return day is None or now is None or abs(now - day) <= dt.timedelta(days=3)


def _as_of(stop: Told, today: str | None, begun: bool, settled: bool) -> Told:
    """The status on the article's date: a plan whose day lies behind is no plan any more.

    begun: the trip was under way before that date. settled: the words say where the traveller is,
    so that what will begin on the day itself has not begun.
    """
    now, day, until = _day(today), _day(stop.arrived), _day(stop.departed)
    if now is None or day is None or stop.status == "cancelled":
        return stop
    if stop.status == "planned" and day <= now <= (until or day) and (begun or day < now):
        return stop if settled and until is None else stop._replace(status="ongoing")
    if stop.status == "planned" and day < now and (until or day) < now:
        return stop._replace(status="done")
    if stop.status in ("done", "ongoing") and day > now:
        return stop._replace(status="planned")
    if stop.status == "ongoing" and (until or day) < now - dt.timedelta(days=4):
        return stop._replace(status="done")
    return stop


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso and len(iso) == 10 else None


def stop_of(told: Told) -> Stop:
    """The published form of a stop."""
    return Stop(
        country=told.country,
        city=told.city,
        lat=told.lat,
        lon=told.lon,
        arrived=told.arrived,
        departed=told.departed,
        status=told.status,
    )
