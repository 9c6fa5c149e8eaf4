"""Many dossiers as tidy frames, an event told by several articles merged into one.

What belongs together is decided in `geo.merging`, what it then says in `geo.joining`, and who is
who in `geo.identity`; the columns of the frames stand in `geo.columns`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo import columns, joining, merging
from geo.anchors import anchor, middle
from geo.dossier import Article, Dossier, Funding, Meeting, Span
from geo.identity import Identity, NameKey, fold, identities
from geo.joining import JoinedStop, event_id
from geo.merging import Days, FundingTold, MeetingTold, VisitTold, days_of
from geo.quoting import sentence_around
from geo.routes import LonLat, as_geometry, distance_km, great_circle

# Beyond this two points are worth a line; a country's label point and its city never share one.
_APART_KM = 5
# As many pieces draw a smooth line at every scale; a way round half the globe needs no more.
_PIECES = 64

NO_NEW_MONEY = frozenset({"cumulative", "requested", "rejected"})


@dataclass(frozen=True, eq=False)
class Atlas:
    """Frames of everything that was read; `geo.columns.COLUMNS` says what each column holds.

    version: changes whenever the content does; for caches that cannot hash frames.
    """

    articles: pd.DataFrame
    places: gpd.GeoDataFrame
    stops: gpd.GeoDataFrame
    legs: gpd.GeoDataFrame
    meetings: gpd.GeoDataFrame
    groupings: pd.DataFrame
    members: pd.DataFrame
    funding: gpd.GeoDataFrame
    people: pd.DataFrame
    evidence: pd.DataFrame
    problems: pd.DataFrame
    version: str

    @classmethod
    def of(cls, dossiers: Iterable[Dossier]) -> Atlas:
        """The atlas of some dossiers; what several tell of is one event with its sources."""
        return _Drawing(_named_once(dossiers)).atlas()

    @classmethod
    def from_frames(cls, frames: dict[str, pd.DataFrame], version: str) -> Atlas:
        """An atlas of frames that were kept; raises FrameError where one is broken."""
        for name in FRAMES:
            columns.check(name, frames[name])
        return cls(**{name: frames[name] for name in FRAMES}, version=version)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Every frame by its name."""
        return {name: getattr(self, name) for name in FRAMES}


FRAMES = tuple(field.name for field in fields(Atlas) if field.name != "version")


def _named_once(dossiers: Iterable[Dossier]) -> list[tuple[str, Dossier]]:
    """Each dossier with a name of its own; the same article given twice is taken once."""
    found: list[tuple[str, Dossier]] = []
    seen: set[bytes] = set()
    names: Counter[str] = Counter()
    for dossier in dossiers:
        article = dossier.article
        content = blake2b(
            repr((article.id, article.date, article.title, article.url, article.text)).encode(),
            digest_size=16,
        )
        if not (article.text or article.id or article.title):
            content.update(repr(dossier).encode())
        if content.digest() in seen:
            continue
        seen.add(content.digest())
        name = article.id or article.title or article.url or "article"
        names[name] += 1
        found.append((name if names[name] == 1 else f"{name} ({names[name]})", dossier))
    return found


@dataclass(frozen=True, slots=True)
class _Telling:
    """Where one article tells of one event."""

    event: str
    kind: str
    article: int
    spans: tuple[Span, ...]
    confidence: float
    rule: str


class _Drawing:
    """The rows of an atlas while they are gathered, frame by frame."""

    def __init__(self, named: Sequence[tuple[str, Dossier]]) -> None:
        self.named = named
        self.dossiers = [dossier for _, dossier in named]
        self.names = [name for name, _ in named]
        self.days = [_ordinal(dossier.article.date) for dossier in self.dossiers]
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in FRAMES}
        self.tellings: list[_Telling] = []
        self.taken: Counter[str] = Counter()
        self.ways: dict[tuple[LonLat, LonLat], Any] = {}
        self.cities: dict[tuple[str, str], LonLat] = {}
        self.known_as: list[dict[str, NameKey]] = []
        self.who: dict[NameKey, Identity] = {}

    def atlas(self) -> Atlas:
        self._read_places()
        self._tell_people_apart()
        self._draw_trips()
        self._draw_meetings()
        self._draw_groupings()
        self._draw_funding()
        self._list_people()
        self._quote()
        self._list_articles()
        frames = {name: columns.frame(name, rows) for name, rows in self.rows.items()}
        return Atlas.from_frames(frames, _version(self.rows))

    def _read_places(self) -> None:
        for name, dossier in self.named:
            for place in dossier.places:
                point = _point(place.lon, place.lat)
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
                        point and shapely.Point(point),
                    )
                )
                if point and place.country and place.kind != "country":
                    self.cities.setdefault((place.country, fold(place.name)), point)
            for visit in dossier.visits:
                for stop in visit.stops:
                    point = _point(stop.lon, stop.lat)
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

    def _person(self, article: int, name: str) -> Identity:
        return self.who[self.known_as[article][name]]

    def _draw_trips(self) -> None:
        told = [
            VisitTold(i, self.days[i], self._person(i, visit.traveller), visit)
            for i, dossier in enumerate(self.dossiers)
            for visit in dossier.visits
            if visit.stops
        ]
        for group in merging.trips(told):
            trip = joining.trip(group)
            first = trip.stops[0].stop
            event = self._event(
                "v", trip.who.slug, first.country, fold(first.city or ""), first.arrived
            )
            for one in group:
                self._tell(event, "visit", one.article, one.visit)
            days = _days_of_stops(trip.stops, group)
            points = []
            for i, (joined, (day, last)) in enumerate(zip(trip.stops, days, strict=True)):
                stop = joined.stop
                point = self._where(stop.country, stop.city, _point(stop.lon, stop.lat))
                points.append(point)
                self.rows["stops"].append(
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
                        point and shapely.Point(point),
                    )
                )
            self._draw_legs(event, trip, points, [day for day, _ in days])

    def _draw_legs(
        self,
        event: str,
        trip: joining.Trip,
        points: Sequence[LonLat | None],
        days: Sequence[dt.date | None],
    ) -> None:
        """The ways of a trip: from home to its first stop, then on, past those called off."""
        home = anchor(trip.who.country)
        here = home.capital_point if home else None
        name, country, at_home = (home.capital if home else None), trip.who.country, True
        leg = 0
        for joined, point, day in zip(trip.stops, points, days, strict=True):
            stop = joined.stop
            if point is None:
                continue
            target = stop.city or _country_name(stop.country)
            if here and distance_km(here, point) > _APART_KM:
                self.rows["legs"].append(
                    (
                        event,
                        leg,
                        trip.who.name,
                        trip.who.slug,
                        at_home,
                        name,
                        target,
                        country,
                        stop.country,
                        day,
                        stop.status,
                        trip.confidence,
                        self._way(here, point),
                    )
                )
                leg += 1
            if stop.status != "cancelled":
                here, name, country, at_home = point, target, stop.country, False

    def _way(self, origin: LonLat, target: LonLat) -> Any:
        key = origin, target
        if key not in self.ways:
            step = max(100.0, distance_km(origin, target) / _PIECES)
            self.ways[key] = as_geometry(great_circle(origin, target, step))
        return self.ways[key]

    def _draw_meetings(self) -> None:
        told = [
            MeetingTold(
                i,
                self.days[i],
                tuple(self._person(i, name) for name in meeting.participants),
                meeting,
            )
            for i, dossier in enumerate(self.dossiers)
            for meeting in dossier.meetings
        ]
        for group in merging.meetings(told):
            joined: Meeting = joining.meeting(group)
            who = {person.slug: person for one in group for person in one.who}
            people = sorted(who.values(), key=lambda person: person.name)
            slugs = tuple(person.slug for person in people)
            event = self._event("m", slugs, joined.countries, joined.date, joined.mode)
            for one in group:
                self._tell(event, "meeting", one.article, one.meeting)
            there = joined.mode == "in person"
            point = self._where(joined.country, joined.city, None) if there else None
            self.rows["meetings"].append(
                (
                    event,
                    tuple(person.name for person in people),
                    slugs,
                    joined.countries,
                    joined.country if there else None,
                    joined.city if there else None,
                    _day(joined.date) or _first_day(one.day for one in group),
                    days_of(joined.date) is not None,
                    joined.mode,
                    joined.status,
                    joined.confidence,
                    len({one.article for one in group}),
                    point and shapely.Point(point),
                )
            )

    def _draw_groupings(self) -> None:
        groups: dict[tuple[str, str | None], list[tuple[int, Any]]] = defaultdict(list)
        for i, dossier in enumerate(self.dossiers):
            for grouping in dossier.groupings:
                groups[grouping.name, grouping.as_of].append((i, grouping))
        for (name, as_of), told in groups.items():
            event = self._event("g", name, as_of)
            stated = {code for _, grouping in told for code in grouping.members_stated}
            members = {code for _, grouping in told for code in grouping.members} | stated
            day = _day(as_of) or _first_day(self.days[i] for i, _ in told)
            article = self.names[told[0][0]]
            self.rows["groupings"].append(
                (
                    event,
                    name,
                    day,
                    tuple(sorted(members)),
                    tuple(sorted(stated)),
                    len({i for i, _ in told}),
                )
            )
            self.rows["members"].extend(
                (event, name, code, code in stated, day, article) for code in sorted(members)
            )
            self.tellings.extend(
                _Telling(event, "grouping", i, grouping.mentions[:1], 1.0, "")
                for i, grouping in told
            )

    def _draw_funding(self) -> None:
        told = [
            FundingTold(i, self.days[i], position, funding)
            for i, dossier in enumerate(self.dossiers)
            for position, funding in enumerate(dossier.funding)
        ]
        sums: list[tuple[str, Funding, list[FundingTold]]] = []
        events: dict[tuple[int, int], str] = {}
        for group in merging.funding(told):
            paid = joining.money(group)
            event = self._event(
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
                self._tell(event, "funding", one.article, one.funding)
            self._funding_rows(event, paid, group, part_of)

    def _funding_rows(
        self, event: str, paid: Funding, group: Sequence[FundingTold], part_of: str | None
    ) -> None:
        recipients: Sequence[str | None] = paid.recipients or (None,)
        usd = float(paid.amount_usd) if paid.amount_usd is not None else None
        mark = self._mark(paid, group[0].article)
        day = _day(paid.date) or _first_day(one.day for one in group)
        for i, recipient in enumerate(recipients):
            there = anchor(recipient)
            self.rows["funding"].append(
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
                    there and shapely.Point(there.label),
                )
            )

    def _mark(self, paid: Funding, article: int) -> LonLat | None:
        """Where a sum is drawn once: its recipient, its region if named, or the middle."""
        labels = [there.label for code in paid.recipients if (there := anchor(code))]
        if len(labels) == 1:
            return labels[0]
        words = fold(paid.recipient_text or "")
        for place in self.dossiers[article].places:
            point = _point(place.lon, place.lat)
            if place.kind == "region" and point and words and fold(place.name) in words:
                return point
        return middle(labels)

    def _list_people(self) -> None:
        visits, meetings = Counter[str](), Counter[str]()
        for _, slug in {(row[0], row[4]) for row in self.rows["stops"]}:
            visits[slug] += 1
        for row in self.rows["meetings"]:
            meetings.update(set(row[2]))
        offices: dict[str, Counter[str]] = defaultdict(Counter)
        articles: dict[str, set[int]] = defaultdict(set)
        for i, dossier in enumerate(self.dossiers):
            for name in self.known_as[i]:
                articles[self._person(i, name).slug].add(i)
            for person in dossier.people:
                if person.office:
                    offices[self._person(i, person.name).slug][person.office] += 1
        for who in {one.slug: one for one in self.who.values()}.values():
            named = offices[who.slug]
            self.rows["people"].append(
                (
                    who.slug,
                    who.name,
                    who.country,
                    tuple(sorted(named, key=lambda office: (-named[office], office))),
                    visits[who.slug],
                    meetings[who.slug],
                    len(articles[who.slug]),
                )
            )

    def _quote(self) -> None:
        for told in self.tellings:
            article = self.dossiers[told.article].article
            name, day = self.names[told.article], article.date
            for span in told.spans or (None,):
                start, end, sentence, sentence_start = _quotation(article, span)
                self.rows["evidence"].append(
                    (
                        told.event,
                        told.kind,
                        name,
                        start,
                        end,
                        sentence,
                        sentence_start,
                        day,
                        article.title,
                        article.source,
                        article.url,
                        told.confidence,
                        told.rule,
                    )
                )

    def _list_articles(self) -> None:
        tells: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for told in self.tellings:
            tells[told.article][told.kind].add(told.event)
        for i, (name, dossier) in enumerate(self.named):
            article = dossier.article
            self.rows["articles"].append(
                (
                    name,
                    article.date,
                    article.title,
                    article.source,
                    article.url,
                    article.text,
                    *(len(tells[i][kind]) for kind in ("visit", "meeting", "grouping", "funding")),
                )
            )

    def _tell(self, event: str, kind: str, article: int, told: Any) -> None:
        self.tellings.append(
            _Telling(event, kind, article, told.evidence, told.confidence, told.rule)
        )

    def _event(self, letter: str, *content: object) -> str:
        """An id of its own; two events of the same content are told apart by a number."""
        event = event_id(letter, *content)
        self.taken[event] += 1
        return event if self.taken[event] == 1 else f"{event}-{self.taken[event]}"

    def _where(self, country: str | None, city: str | None, said: LonLat | None) -> LonLat | None:
        """The city's point, said here or in another article, else the country's label."""
        if said:
            return said
        if country and city and (point := self.cities.get((country, fold(city)))):
            return point
        there = anchor(country)
        return there.label if there else None


def _days_of_stops(
    stops: Sequence[JoinedStop], told: Sequence[VisitTold]
) -> list[tuple[dt.date | None, dt.date | None]]:
    """First and last day of each stop: as said, else the nearest stop's, else the article's."""
    said = [days_of(joined.stop.arrived) or days_of(joined.stop.departed) for joined in stops]
    known = [i for i, days in enumerate(said) if days]
    article = _first_day(one.day for one in told)
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


def _quotation(
    article: Article, span: Span | None
) -> tuple[int | None, int | None, str, int | None]:
    """Offsets and sentence of what an event was read from; the title where no span is."""
    if span is None:
        return None, None, article.title or "", None
    sentence = sentence_around(article.text, span)
    return span.start, span.end, article.text[sentence.start : sentence.end], sentence.start


def _country_name(alpha2: str) -> str:
    there = anchor(alpha2)
    return there.name if there else alpha2


def _point(lon: float | None, lat: float | None) -> LonLat | None:
    return None if lon is None or lat is None else (lon, lat)


def _ordinal(day: dt.date | None) -> int | None:
    return day.toordinal() if day else None


def _day(text: str | None) -> dt.date | None:
    days = days_of(text)
    return dt.date.fromordinal(days.first) if days else None


def _first_day(days: Iterable[int | None]) -> dt.date | None:
    known = [day for day in days if day is not None]
    return dt.date.fromordinal(min(known)) if known else None


def _version(rows: dict[str, list[tuple[Any, ...]]]) -> str:
    content = blake2b(digest_size=8)
    for name in ("articles", "stops", "meetings", "groupings", "funding", "evidence"):
        for row in rows[name]:
            content.update(repr(row).encode())
    return content.hexdigest()
