"""One event told by several articles: which tellings belong together, and what they say as one.

The rules, in one place:

- **Trips.** Tellings of one traveller belong together when they share a stop: the same country,
  no different cities, and days that fit (`Days.near`: at most three days apart where both are
  known, the same month or year where both say no more, near the day of the article where one says
  nothing). Two cities of one country on known days at most three apart are one trip too. What was
  called off never joins what took place. Trips of one traveller that follow one another within two
  known days are one tour where home is so far from both that nobody would have gone back between.
- **Meetings.** The same people (or, where no two are named, the same people and countries), in the
  same manner, not in different places, at most a day apart.
- **Funding.** The same amount, currency and kind (new money, running total, asked for, refused), no
  different donors, recipients that overlap, at most 45 days apart.

Tellings are compared inside blocks (one traveller and country, one set of people, one amount),
sorted by day, each only with those whose days can still fit: near-linear in their number.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

from geo.anchors import anchor
from geo.dossier import Funding, Meeting, Stop, Visit
from geo.identity import Identity, fold
from geo.routes import LonLat, distance_km

TRIP_DAYS = 3
TOUR_DAYS = 2
TOUR_KM = 4000.0
UNDATED_DAYS = 7
PLANNED_DAYS = 14
MEETING_DAYS = 1
FUNDING_DAYS = 45

KIND_OF_MONEY = {"cumulative": "total", "requested": "asked", "rejected": "refused"}

Item = TypeVar("Item")


class Days(NamedTuple):
    """When something was: first and last possible day as ordinals, and how well that is known.

    known: `day`, `month` or `year` as the article says it; `guess` where only the article's own
    day or a neighbouring stop's tells.
    """

    first: int
    last: int
    known: str

    def near(self, other: Days, days: int) -> bool:
        """Whether the two can be one occasion; `days` apart at most where both are known."""
        if "year" in (self.known, other.known):
            return self == other
        if self.known == other.known == "month":
            return self.first == other.first
        if not self.known == other.known == "day":
            days = 0  # a month and a guess are windows, wide enough as they are
        return self.first - days <= other.last and other.first - days <= self.last


class VisitTold(NamedTuple):
    """A visit as one article tells it. article: its position; day: the article's, as an ordinal."""

    article: int
    day: int | None
    who: Identity
    visit: Visit


class MeetingTold(NamedTuple):
    article: int
    day: int | None
    who: tuple[Identity, ...]
    meeting: Meeting


class FundingTold(NamedTuple):
    article: int
    day: int | None
    position: int
    funding: Funding


@lru_cache(maxsize=65536)
def days_of(text: str | None) -> Days | None:
    """The days that "2023-02-28", "2023-02" or "2023" can mean; None for None and for no date."""
    if not text:
        return None
    try:
        if len(text) == 4:
            year = int(text)
            return Days(dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal(), "year")
        if len(text) == 7:
            year, month = int(text[:4]), int(text[5:])
            first = dt.date(year, month, 1)
            after = dt.date(year + month // 12, month % 12 + 1, 1)
            return Days(first.toordinal(), after.toordinal() - 1, "month")
        day = dt.date.fromisoformat(text).toordinal()
    except ValueError:
        return None
    return Days(day, day, "day")


def trips(told: Sequence[VisitTold]) -> list[list[VisitTold]]:
    """The tellings in groups, one a trip."""
    groups = _Groups(len(told))
    blocks: dict[Hashable, dict[Hashable, _Point]] = defaultdict(dict)
    for i, one in enumerate(told):
        for stop, days in zip(one.visit.stops, stop_days(one), strict=True):
            if days is None:
                continue
            city = fold(stop.city) if stop.city else ""
            off = stop.status == "cancelled"
            block = blocks[one.who.slug, stop.country, days.first if days.known == "year" else 0]
            same = block.setdefault((city, days, stop.status), _Point(days, i, city, off, stop))
            groups.join(same.told, i)
    for block in blocks.values():
        _sweep(block.values(), TRIP_DAYS, _same_stop, groups)
    _join_tours(told, groups)
    return groups.of(told)


class _Away(NamedTuple):
    """The known days of a trip, with where it was on the first and on the last of them."""

    first: int
    last: int
    told: int
    begins: LonLat
    ends: LonLat


def _join_tours(told: Sequence[VisitTold], groups: _Groups) -> None:
    """Join trips that follow one another too closely for the way home between them."""
    travellers: dict[Identity, dict[int, _Away]] = defaultdict(dict)
    for i, one in enumerate(told):
        root = groups.root(i)
        for stop in one.visit.stops:
            days, point = _stay(stop), _point_of(stop)
            if not (days and days.known == "day" and point) or stop.status == "cancelled":
                continue
            trips_of = travellers[one.who]
            had = trips_of.get(root) or _Away(days.first, days.last, i, point, point)
            trips_of[root] = _Away(
                min(had.first, days.first),
                max(had.last, days.last),
                i,
                point if days.first < had.first else had.begins,
                point if days.last > had.last else had.ends,
            )
    for who, trips_of in travellers.items():
        home = anchor(who.country)
        if home is None or home.capital_point is None:
            continue
        for before, after in pairwise(sorted(trips_of.values())):
            if 0 <= after.first - before.last <= TOUR_DAYS and all(
                distance_km(home.capital_point, point) >= TOUR_KM
                for point in (before.ends, after.begins)
            ):
                groups.join(before.told, after.told)


def _point_of(stop: Stop) -> LonLat | None:
    if stop.lon is not None and stop.lat is not None:
        return stop.lon, stop.lat
    there = anchor(stop.country)
    return there.label if there else None


def meetings(told: Sequence[MeetingTold]) -> list[list[MeetingTold]]:
    """The tellings in groups, one a meeting."""
    groups = _Groups(len(told))
    blocks: dict[Hashable, dict[Hashable, _Point]] = defaultdict(dict)
    for i, one in enumerate(told):
        meeting = one.meeting
        people = tuple(sorted({who.slug for who in one.who}))
        countries = tuple(sorted(meeting.countries)) if len(people) < 2 else ()
        days = days_of(meeting.date) or _around(one.day, 3, 0)
        if days is None or not (len(people) > 1 or len(countries) > 1):
            continue
        city = fold(meeting.city) if meeting.city else ""
        off = meeting.status == "cancelled"
        block = blocks[people, countries, meeting.mode]
        place = (meeting.country, city)
        same = block.setdefault((place, days, off), _Point(days, i, city, off, meeting))
        groups.join(same.told, i)
    for block in blocks.values():
        _sweep(block.values(), MEETING_DAYS, _same_room, groups)
    return groups.of(told)


def funding(told: Sequence[FundingTold]) -> list[list[FundingTold]]:
    """The tellings in groups, one a sum."""
    groups = _Groups(len(told))
    blocks: dict[Hashable, dict[Hashable, _Point]] = defaultdict(dict)
    for i, one in enumerate(told):
        paid = one.funding
        days = days_of(paid.date)
        if days is None and one.day is not None:
            days = Days(one.day, one.day, "day")  # money is told when it is announced
        if days is None:
            continue
        kind = KIND_OF_MONEY.get(paid.status, "new")
        block = blocks[paid.amount, paid.amount_max, paid.currency, kind]
        key = (paid.donor, paid.recipients, days)
        same = block.setdefault(key, _Point(days, i, "", False, paid))
        groups.join(same.told, i)
    for block in blocks.values():
        _sweep(block.values(), FUNDING_DAYS, _same_money, groups)
    return groups.of(told)


def stop_days(told: VisitTold) -> list[Days | None]:
    """For each stop its days, guessed from its neighbours or the article where they are unsaid."""
    said = [_stay(stop) for stop in told.visit.stops]
    if all(said):
        return said
    known = [i for i, days in enumerate(said) if days and days.known == "day"]
    found: list[Days | None] = []
    for i, (stop, days) in enumerate(zip(told.visit.stops, said, strict=True)):
        if days is None and known:
            beside = said[min(known, key=lambda k: (abs(k - i), k))]
            assert beside is not None  # `known` holds only positions with days
            days = Days(beside.first - UNDATED_DAYS, beside.last + UNDATED_DAYS, "guess")
        elif days is None and stop.status == "planned":
            days = _around(told.day, 1, PLANNED_DAYS)
        elif days is None:
            days = _around(told.day, UNDATED_DAYS, 1)
        found.append(days)
    return found


def _stay(stop: Stop) -> Days | None:
    """From arrival to departure, where both are days of one stay."""
    came, left = days_of(stop.arrived), days_of(stop.departed)
    if came and left and came.known == left.known == "day" and 0 <= left.last - came.first <= 60:
        return Days(came.first, left.last, "day")
    return came or left


def _around(day: int | None, before: int, after: int) -> Days | None:
    return None if day is None else Days(day - before, day + after, "guess")


class _Point(NamedTuple):
    """What is compared: its days, the telling it stands for, and what must not differ."""

    days: Days
    told: int
    city: str
    off: bool
    event: Stop | Meeting | Funding


class _Groups:
    """Union-find over positions, by path halving."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, i: int) -> int:
        while self._parents[i] != i:
            self._parents[i] = self._parents[self._parents[i]]
            i = self._parents[i]
        return i

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parents[second] = first

    def of(self, items: Sequence[Item]) -> list[list[Item]]:
        found: dict[int, list[Item]] = {}
        for i, item in enumerate(items):
            found.setdefault(self.root(i), []).append(item)
        return list(found.values())


def _sweep(
    points: Iterable[_Point],
    days: int,
    same: Callable[[_Point, _Point], bool],
    groups: _Groups,
) -> None:
    """Join the points of one block that can be one occasion, looking back while days still fit."""
    open_points: list[_Point] = []
    for point in sorted(points, key=lambda point: (point.days, point.told)):
        open_points = [one for one in open_points if one.days.last + days >= point.days.first]
        for one in open_points:
            if one.days.near(point.days, days) and same(one, point):
                groups.join(one.told, point.told)
        open_points.append(point)


def _same_stop(one: _Point, other: _Point) -> bool:
    statuses = {one.event.status, other.event.status}
    if "cancelled" in statuses and statuses - {"cancelled", "planned"}:
        return False
    if not one.city or not other.city or one.city == other.city:
        return True
    return one.days.known == other.days.known == "day"


def _same_room(one: _Point, other: _Point) -> bool:
    assert isinstance(one.event, Meeting) and isinstance(other.event, Meeting)
    return (
        one.off == other.off
        and not _differ(one.event.country, other.event.country)
        and not _differ(one.city, other.city)
    )


def _same_money(one: _Point, other: _Point) -> bool:
    assert isinstance(one.event, Funding) and isinstance(other.event, Funding)
    mine, theirs = set(one.event.recipients), set(other.event.recipients)
    if _differ(one.event.donor, other.event.donor):
        return False
    return bool(mine & theirs) or not mine or not theirs


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)
