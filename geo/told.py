"""One stop as one clause tells it, and a trip as it is put together from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from geo.dossier import Span, Stop

# Two dated stops further apart belong to two trips; a trip of a statesman is seldom longer.
LONGEST_GAP = dt.timedelta(days=12)


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


def day_of(iso: str | None) -> dt.date | None:
    """A full day (ISO 8601) as a date; None for a month, a year or nothing."""
    return dt.date.fromisoformat(iso) if iso and len(iso) == 10 else None


def common(first: str, last: str) -> str:
    """The month or the year that two days share (ISO 8601); empty where they share none."""
    return next((first[:n] for n in (7, 4) if first[:n] == last[:n] and len(first) > n), "")
