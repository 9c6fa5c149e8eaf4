"""What many dossiers say, gathered row by row, with the names by which they speak of one thing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from geo.anchors import anchor
from geo.columns import COLUMNS
from geo.dossier import Dossier, Span
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

    def __init__(self, named: Sequence[tuple[str, Dossier]]) -> None:
        self.named = named
        self.dossiers = [dossier for _, dossier in named]
        self.names = [name for name, _ in named]
        dates = [dossier.article.date for dossier in self.dossiers]
        self.days = [date.toordinal() if date else None for date in dates]
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        self.tellings: list[Telling] = []
        self.taken: Counter[str] = Counter()
        self.ways: dict[tuple[LonLat, LonLat], Any] = {}
        self.cities: dict[tuple[str, str], LonLat] = {}
        self.known_as: list[dict[str, NameKey]] = []
        self.who: dict[NameKey, Identity] = {}
        self._read_places()
        self._tell_people_apart()

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

    def _read_places(self) -> None:
        for name, dossier in self.named:
            for place in dossier.places:
                point = point_of(place.lon, place.lat)
                self.rows["places"].append(
                    (
                        name,
                        place.start,
                        place.end,
                        place.text,
                        place.name,
                        place.kind,
                        place.role,
                        place.country,
                        place.geonameid,
                        place.confidence,
                        point,
                    )
                )
                if point and place.country and place.kind != "country":
                    self.cities.setdefault((place.country, fold(place.name)), point)
            for visit in dossier.visits:
                for stop in visit.stops:
                    point = point_of(stop.lon, stop.lat)
                    if point and stop.city:
                        self.cities.setdefault((stop.country, fold(stop.city)), point)
            for problem in dossier.problems:
                self.rows["problems"].append(
                    (name, problem.start, problem.end, problem.code, problem.message)
                )

    def _tell_people_apart(self) -> None:
        keys: list[NameKey] = []
        for dossier in self.dossiers:
            known = {person.name: (person.name, person.country) for person in dossier.people}
            for visit in dossier.visits:
                if visit.from_country or visit.traveller not in known:
                    known[visit.traveller] = (visit.traveller, visit.from_country)
            for meeting in dossier.meetings:
                for name in meeting.participants:
                    known.setdefault(name, (name, None))
            self.known_as.append(known)
            keys.extend(known.values())
        self.who = identities(keys)


def point_of(lon: float | None, lat: float | None) -> LonLat | None:
    return None if lon is None or lat is None else (lon, lat)


def day_of(text: str | None) -> dt.date | None:
    days = days_of(text)
    return dt.date.fromordinal(days.first) if days else None


def first_day(days: Iterable[int | None]) -> dt.date | None:
    known = [day for day in days if day is not None]
    return dt.date.fromordinal(min(known)) if known else None
