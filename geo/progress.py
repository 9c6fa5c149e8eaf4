"""How far a trip is on the day of the article: what is done, and what is ahead."""

from __future__ import annotations

import datetime as dt

from geo.leaving import Gone
from geo.told import LONGEST_GAP, Told, Trip, common, day_of


def on_the_day(
    trip: Trip, today: str | None, here: tuple[str, str | None] | None, gone: Gone
) -> list[Told]:
    """The stops of a trip with what is done and what is ahead on the day of the article.

    here: the country and the city of the report, where it tells what the traveller did today.
    gone: whether the traveller went away.
    """
    if today is None and trip.announced:  # "will visit Oslo. On Monday she meets the king"
        trip.stops = [
            stop._replace(status="planned") if stop.status == "ongoing" else stop
            for stop in trip.stops
        ]
    settled = any(s.there or _is_there_now(s, today, here) for s in trip.stops)
    begun = any(day_of(s.arrived) and (s.arrived or "") < (today or "") for s in trip.stops)
    reached = [_as_of(stop, today, begun, settled) for stop in _unreached(trip, today)]
    trip.stops = _running(reached, today, here, gone)
    if today is None:
        return trip.stops
    last = trip.stops[-1:] if trip.ongoing == "ends" else []
    return [_since(stop, today, stop in last or _is_news(stop, trip, today)) for stop in trip.stops]


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
        if stops[i].order[0] == stops[there[0]].order[0] and not day_of(stops[i].arrived):
            stops[i] = stops[i]._replace(status="planned")
    # and in the last that was reached: "in Amman on Tuesday … Her tour began in Cairo on Sunday"
    days = [day_of(stops[i].arrived) for i in reached]
    newest = max((day for day in days if day), default=None)
    for i in reached:
        day = day_of(stops[i].arrived)
        if stops[i].status == "ongoing" and day and newest and day < newest:
            stops[i] = stops[i]._replace(status="done")
    return stops


def _is_there_now(stop: Told, today: str | None, here: tuple[str, str | None] | None) -> bool:
    """Whether today's deeds are told of a stop that was reached, or the report comes from it."""
    if today is None or stop.status not in ("done", "ongoing"):
        return False
    reported = here == (stop.country, stop.city) and not stop.apart
    just = _recent(stop, today) if day_of(stop.arrived) else stop.news and not stop.arrived
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
    ended = trip.ongoing == "ends" and any(other.departed for other in trip.stops)
    if not stop.news or (days and stop.met) or ended:
        return False
    return all(
        abs(day - now) <= LONGEST_GAP if (day := day_of(one)) else today.startswith(one)
        for one in days
    )


def _since(stop: Told, today: str, leaving: bool) -> Told:
    """A stay that no day is told of, under way or just reported, began in the article's own month.

    In the first days of a month it may have begun in the one before; then the year is all there is.
    leaving: it is the last of a trip that is coming to its end, or the news of one without a day.
    """
    under_way = stop.status == "ongoing" or (leaving and stop.status == "done")
    if stop.arrived or stop.apart or not under_way:
        return stop
    last = stop.departed or today
    if len(last) < 10:
        return stop
    before = (dt.date.fromisoformat(last) - _STAY).isoformat()
    shared = common(before, last)
    known = len(shared) == 7 or not stop.departed  # who was gone on the 2nd came in some month
    return stop._replace(arrived=shared if shared and known else None)


_STAY = dt.timedelta(days=3)  # how long a traveller has seldom been there already


def _recent(stop: Told, today: str | None) -> bool:
    day, now = day_of(stop.arrived), day_of(today)
    return day is None or now is None or abs(now - day) <= dt.timedelta(days=3)


def _as_of(stop: Told, today: str | None, begun: bool, settled: bool) -> Told:
    """The status on the article's date: a plan whose day lies behind is no plan any more.

    begun: the trip was under way before that date. settled: the words say where the traveller is,
    so that what will begin on the day itself has not begun.
    """
    now, day, until = day_of(today), day_of(stop.arrived), day_of(stop.departed)
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
