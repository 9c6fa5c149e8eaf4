"""Settles which place a name stands for, by all that the article says of where it is.

One name has one sense in an article, unless the words beside it say otherwise ("Paris, Texas").
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, log10, radians, sin, sqrt
from typing import NamedTuple

from geo.gazetteer import Sense
from geo.spotting import Spot
from geo.text import Document

NEAR = 300.0  # kilometres
NEIGHBOUR = 1500.0
MOST_SENSES = 25


class Choice(NamedTuple):
    """A sense, and by how many points it leads the next one."""

    sense: Sense
    lead: float


class Anchors(NamedTuple):
    """Places that need no settling: how often each country and division is meant, and points."""

    countries: dict[str, float]
    admins: dict[str, float]
    points: list[tuple[float, float, str]]


def resolve(doc: Document, spots: Sequence[Spot]) -> list[Choice]:
    """A choice for each spot."""
    containers = [_container(doc, spots, i) for i in range(len(spots))]
    anchors = _anchors(spots, containers)
    by_key: dict[str, Choice] = {}
    found = []
    stated: dict[str, Choice] = {}
    for spot, container in zip(spots, containers, strict=True):
        if container:
            choice = _contained(spot, container)
            if choice:
                stated.setdefault(spot.key, choice)
    for spot, container in zip(spots, containers, strict=True):
        choice = _contained(spot, container) if container else None
        if choice is None:
            choice = stated.get(spot.key)
        if choice is None:
            if spot.key not in by_key:
                by_key[spot.key] = _choose(spot, anchors)
            choice = by_key[spot.key]
        found.append(choice)
    return found


def _container(doc: Document, spots: Sequence[Spot], i: int) -> tuple[Sense, ...]:
    """The place that holds spot i by the words beside it: "Paris, Texas", "Cambridge in Ohio"."""
    if i + 1 >= len(spots):
        return ()
    spot, following = spots[i], spots[i + 1]
    between = doc.lower[spot.last : following.first]
    if between not in ([","], ["in"], ["("], [",", "in"]):
        return ()
    return tuple(
        sense
        for sense in following.senses
        if sense.how in ("name", "part") and sense.kind in ("country", "region") and sense.country
    )


def _contained(spot: Spot, containers: tuple[Sense, ...]) -> Choice | None:
    """The spot's sense that lies in one of the containers."""
    fitting = []
    for sense in spot.senses:
        if sense.kind == "country":
            continue
        for outer in containers:
            if sense.country != outer.country or sense.name == outer.name:
                continue
            if outer.kind == "country":
                fitting.append((_size(sense) + 0.0, sense))
            elif outer.admin1 and sense.admin1:
                if outer.admin1 == sense.admin1:
                    fitting.append((_size(sense) + 5.0, sense))
            elif kilometres(sense, outer) < 1.5 * NEAR:
                fitting.append((_size(sense) + 2.0, sense))
    if not fitting:
        return None
    return Choice(max(fitting, key=lambda pair: pair[0])[1], 10.0)


def _anchors(spots: Sequence[Spot], containers: Sequence[tuple[Sense, ...]]) -> Anchors:
    anchors = Anchors({}, {}, [])
    seen: set[str] = set()
    for spot, container in zip(spots, containers, strict=True):
        sense = _plain(spot)
        if sense is None and container:
            choice = _contained(spot, container)
            sense = choice.sense if choice else None
        if sense is None:
            continue
        if sense.country:
            anchors.countries[sense.country] = anchors.countries.get(sense.country, 0.0) + 1.0
        if sense.admin1:
            anchors.admins[sense.admin1] = anchors.admins.get(sense.admin1, 0.0) + 1.0
        if spot.key not in seen and sense.lat is not None and sense.lon is not None:
            seen.add(spot.key)
            anchors.points.append((sense.lat, sense.lon, spot.key))
    return anchors


def _plain(spot: Spot) -> Sense | None:
    """The spot's sense where no other competes with it."""
    first = spot.senses[0]
    if len(spot.senses) == 1:
        return first
    if first.kind in ("country", "region") and first.sure >= 0.8:
        rivals = [s for s in spot.senses[1:] if s.kind != "city" and s.country != first.country]
        large = any(s.kind == "city" and s.population > 500_000 for s in spot.senses)
        return None if rivals or large else first
    sizes = sorted((_size(sense) for sense in spot.senses), reverse=True)
    best = max(spot.senses, key=_size)
    return best if sizes[0] - sizes[1] > 1.6 and sizes[0] > 6.0 else None


def _size(sense: Sense) -> float:
    """How large a place looms in the world's news, about 3 (a village) to 9 (a great capital)."""
    if sense.kind == "country":
        return 8.5 if sense.sure >= 0.5 else 5.0
    if sense.how in ("part", "seat") or sense.kind in ("region", "facility"):
        return 6.5
    points = log10(sense.population + 1000)
    if sense.capital:
        points = max(points, 5.5) + 1.5
    if not sense.primary:
        points -= 1.5
    return points


def _choose(spot: Spot, anchors: Anchors) -> Choice:
    """The sense that fits the article best."""
    if len(spot.senses) == 1:
        return Choice(spot.senses[0], 8.0)
    scored = sorted(
        ((_fit(sense, spot, anchors), -n) for n, sense in enumerate(spot.senses[:MOST_SENSES])),
        reverse=True,
    )
    best, second = scored[0], scored[1]
    return Choice(spot.senses[-best[1]], best[0] - second[0])


def _fit(sense: Sense, spot: Spot, anchors: Anchors) -> float:
    points = _size(sense)
    if sense.country:
        said = anchors.countries.get(sense.country, 0.0)
        if said and sense.kind != "country":
            points += min(1.5, 0.6 + 0.2 * said)
        elif said:
            points += min(2.0, 0.5 * said)
    if sense.admin1 and anchors.admins.get(sense.admin1):
        points += 2.0
    reach = NEIGHBOUR if sense.kind == "country" else NEAR
    nearest = min(
        (
            _kilometres(sense.lat, sense.lon, lat, lon)
            for lat, lon, key in anchors.points
            if key != spot.key and sense.lat is not None and sense.lon is not None
        ),
        default=None,
    )
    if nearest is not None and nearest < reach:
        points += 1.5 * (1 - nearest / reach) + 0.3
    return points


def kilometres(a: Sense, b: Sense) -> float:
    """The great-circle distance of two places; very far when a point is unknown."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 20_000.0
    return _kilometres(a.lat, a.lon, b.lat, b.lon)


def _kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Haversine on a sphere of 12,742 km; half a per cent off at most, enough to compare."""
    if abs(lat1 - lat2) > 15.0:
        return 20_000.0
    a, b = radians(lat1), radians(lat2)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 12_742.0 * asin(min(1.0, sqrt(half)))
