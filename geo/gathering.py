"""What many dossiers say, gathered row by row, with the names by which they speak of one thing."""

from __future__ import annotations

import datetime as dt
import math
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from geo.anchors import anchor
from geo.columns import COLUMNS, points
from geo.dossier import Dossier, Place, Span
from geo.identity import Identity, NameKey, fold, identities
from geo.joining import event_id
from geo.merging import days_of
from geo.routes import LonLat, as_geometry, distance_km, great_circle

# As many pieces draw a smooth line at every scale; a way round half the globe needs no more.
_PIECES = 64


@dataclass(frozen=True, slots=True)
class Telling:
    """Where one article tells of one event."""

    event: str
    kind: str
    article: int
    spans: tuple[Span, ...]
    confidence: float
    rule: str


class Gathering:
    """The rows of an atlas while they are gathered, and what every event needs of the whole."""

    def __init__(self, named: Iterable[tuple[str, Dossier]]) -> None:
        self.names: list[str] = []
        self.dossiers: list[Dossier] = []
        self.days: list[int | None] = []
        self.offices: list[list[tuple[str, str]]] = []
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        self.places = _Places()
        self.tellings: list[Telling] = []
        self.taken: Counter[str] = Counter()
        self.ways: dict[tuple[LonLat, LonLat], Any] = {}
        self.cities: dict[tuple[str, str], LonLat] = {}
        self.known_as: list[dict[str, NameKey]] = []
        people: Counter[NameKey] = Counter()
        for name, dossier in named:
            self._read(name, dossier)
            people.update(self.known_as[-1].values())
        self.who: dict[NameKey, Identity] = identities(people)

    def _read(self, name: str, dossier: Dossier) -> None:
        """Take in one dossier; what is in the frames already is not held a second time."""
        date = dossier.article.date
        self.names.append(name)
        self.days.append(date.toordinal() if date else None)
        self.known_as.append(_known(dossier))
        self.offices.append([(one.name, one.office) for one in dossier.people if one.office])
        self.rows["problems"].extend(
            (name, problem.start, problem.end, problem.code, problem.message)
            for problem in dossier.problems
        )
        for place in dossier.places:
            self.places.add(name, place)
            point = point_of(place.lon, place.lat)
            if point and place.country and place.kind != "country":
                self.cities.setdefault((place.country, fold(place.name)), point)
        for visit in dossier.visits:
            for stop in visit.stops:
                point = point_of(stop.lon, stop.lat)
                if point and stop.city:
                    self.cities.setdefault((stop.country, fold(stop.city)), point)
        self.dossiers.append(replace(dossier, places=(), people=(), problems=()))

    def person(self, article: int, name: str) -> Identity:
        """Who bears a name in an article, given by its position."""
        return self.who[self.known_as[article][name]]

    def tell(self, event: str, kind: str, article: int, told: Any) -> None:
        self.tellings.append(
            Telling(event, kind, article, told.evidence, told.confidence, told.rule)
        )

    def event(self, letter: str, *content: object) -> str:
        """An id of its own; two events of the same content are told apart by a number."""
        event = event_id(letter, *content)
        self.taken[event] += 1
        return event if self.taken[event] == 1 else f"{event}-{self.taken[event]}"

    def where(self, country: str | None, city: str | None, said: LonLat | None) -> LonLat | None:
        """The city's point, said here or in another article, else the country's label."""
        if said:
            return said
        if country and city and (point := self.cities.get((country, fold(city)))):
            return point
        there = anchor(country)
        return there.label if there else None

    def way(self, origin: LonLat, target: LonLat) -> Any:
        """The geodesic, worked out once for each pair of places."""
        key = origin, target
        if key not in self.ways:
            step = max(100.0, distance_km(origin, target) / _PIECES)
            self.ways[key] = as_geometry(great_circle(origin, target, step))
        return self.ways[key]


class _Places:
    """The places of all articles, column by column: as rows they would take much room."""

    def __init__(self) -> None:
        self.labels: dict[str, list[str | None]] = {name: [] for name in _LABELS}
        self.numbers = {name: array("d") for name in ("lon", "lat", "confidence", "geonameid")}
        self.counts = {name: array("q") for name in ("start", "end")}

    def add(self, article: str, place: Place) -> None:
        for name in _LABELS[1:]:
            self.labels[name].append(getattr(place, name))
        self.labels["article"].append(article)
        for name, numbers in self.numbers.items():
            number = getattr(place, name)
            numbers.append(math.nan if number is None else number)
        for name, counts in self.counts.items():
            counts.append(getattr(place, name))

    def columns(self) -> dict[str, Any]:
        """The cells of the frame `places`."""
        geometry = points(self.numbers["lon"], self.numbers["lat"])
        return {**self.labels, **self.numbers, **self.counts, "geometry": geometry}


_LABELS = ("article", "text", "name", "kind", "role", "country")


def _known(dossier: Dossier) -> dict[str, NameKey]:
    """Everyone whom an article names, with the country that they act for."""
    known: dict[str, NameKey] = {one.name: (one.name, one.country) for one in dossier.people}
    for visit in dossier.visits:
        if visit.from_country or visit.traveller not in known:
            known[visit.traveller] = (visit.traveller, visit.from_country)
    for meeting in dossier.meetings:
        for name in meeting.participants:
            known.setdefault(name, (name, None))
    return known


def point_of(lon: float | None, lat: float | None) -> LonLat | None:
    return None if lon is None or lat is None else (lon, lat)


def day_of(text: str | None) -> dt.date | None:
    days = days_of(text)
    return dt.date.fromordinal(days.first) if days else None


def first_day(days: Iterable[int | None]) -> dt.date | None:
    known = [day for day in days if day is not None]
    return dt.date.fromordinal(min(known)) if known else None
