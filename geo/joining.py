"""What several tellings of one event say as one: stops in order, latest status, every source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from geo.dossier import Funding, Meeting, Stop
from geo.identity import Identity, fold
from geo.merging import Days, FundingTold, MeetingTold, VisitTold, days_of, stop_days

# Where two articles of one day differ: what was seen to happen beats what was to happen.
_STATUS = {"planned": 0, "cancelled": 1, "ongoing": 2, "done": 3}
_MONEY = {
    "requested": 0,
    "rejected": 1,
    "pledged": 2,
    "announced": 2,
    "approved": 3,
    "disbursed": 4,
}


class JoinedStop(NamedTuple):
    """One stop of a joined trip. sources: how many articles tell of it."""

    stop: Stop
    days: Days | None
    sources: int


class Trip(NamedTuple):
    who: Identity
    office: str | None
    stops: tuple[JoinedStop, ...]
    confidence: float
    sources: int


def event_id(letter: str, *content: object) -> str:
    """A short name for an event that depends on nothing but what happened."""
    text = "|".join("" if part is None else str(part) for part in content)
    return letter + blake2b(text.encode(), digest_size=6).hexdigest()


def trip(told: Sequence[VisitTold]) -> Trip:
    """One trip out of its tellings: the fullest one first, the others' stops fitted in."""
    tellings = sorted(told, key=_fullness)
    joined: list[_Joining] = []
    for one in tellings:
        _fit(joined, one)
    stops = tuple(
        JoinedStop(each.stop, each.days, len(set(each.articles))) for each in _in_order(joined)
    )
    return Trip(
        tellings[0].who,
        _commonest(one.visit.office for one in tellings),
        stops,
        max(one.visit.confidence for one in tellings),
        len({one.article for one in tellings}),
    )


def meeting(told: Sequence[MeetingTold]) -> Meeting:
    """One meeting: every country told, the most exact day and place, the latest status."""
    first = max(told, key=lambda one: (one.meeting.confidence, -one.article)).meeting
    meetings = [one.meeting for one in told]
    return replace(
        first,
        countries=tuple(sorted({code for each in meetings for code in each.countries})),
        country=first.country or _commonest(each.country for each in meetings),
        city=first.city or _commonest(each.city for each in meetings),
        date=_most_exact(each.date for each in meetings),
        status=_latest(told, lambda one: one.meeting.status, _STATUS),
        confidence=max(each.confidence for each in meetings),
    )


def money(told: Sequence[FundingTold]) -> Funding:
    """One sum: every recipient told, the surest donor and purpose, the latest status."""
    first = max(told, key=lambda one: (one.funding.confidence, -one.article)).funding
    sums = [one.funding for one in told]
    return replace(
        first,
        amount_usd=_first_usd([first, *sums]),
        donor=first.donor or _commonest(each.donor for each in sums),
        donors=first.donors or next((each.donors for each in sums if each.donors), ()),
        recipients=tuple(sorted({code for each in sums for code in each.recipients})),
        recipient_text=first.recipient_text or _commonest(each.recipient_text for each in sums),
        purpose=first.purpose or _commonest(each.purpose for each in sums),
        date=_most_exact(each.date for each in sums),
        status=_latest(told, lambda one: one.funding.status, _MONEY),
        confidence=max(each.confidence for each in sums),
    )


class _Joining:
    """A stop while tellings are joined; the only thing here that changes."""

    def __init__(self, stop: Stop, days: Days | None, article: int, when: int) -> None:
        self.stop = stop
        self.days = days
        self.articles = [article]
        self.said = (when, _STATUS.get(stop.status, 0))

    def add(self, stop: Stop, days: Days | None, article: int, when: int) -> None:
        mine, said = self.stop, (when, _STATUS.get(stop.status, 0))
        exact = _exactness(stop.arrived) > _exactness(mine.arrived)
        place = mine if mine.city or not stop.city else stop
        self.stop = Stop(
            mine.country,
            place.city,
            place.lat if place.lat is not None else stop.lat,
            place.lon if place.lon is not None else stop.lon,
            stop.arrived if exact else mine.arrived,
            mine.departed or stop.departed,
            stop.status if said > self.said else mine.status,
        )
        if exact or self.days is None:
            self.days = days
        self.said = max(said, self.said)
        self.articles.append(article)


def _fullness(told: VisitTold) -> tuple[object, ...]:
    stops = told.visit.stops
    dated = sum(_exactness(stop.arrived) for stop in stops)
    return -len(stops), -dated, -told.visit.confidence, told.day or 0, told.article


def _fit(joined: list[_Joining], told: VisitTold) -> None:
    """Add one telling: its stops onto those they match, the others behind the one they follow."""
    position = 0
    when = told.day or 0
    taken: set[int] = set()
    for stop, days in zip(told.visit.stops, stop_days(told), strict=True):
        match = _match(joined, taken, stop, days)
        if match is None:
            position = _place(joined, position, days)
            joined.insert(position, _Joining(stop, days, told.article, when))
            match = joined[position]
        else:
            match.add(stop, days, told.article, when)
        position = joined.index(match) + 1
        taken.add(id(match))


def _match(
    joined: list[_Joining], taken: set[int], stop: Stop, days: Days | None
) -> _Joining | None:
    """The stop already there that this one tells again; each matches one stop of a telling."""
    for city_matters in (True, False):
        for one in joined:
            if id(one) in taken or one.stop.country != stop.country:
                continue
            mine, theirs = one.stop.city, stop.city
            same_city = (fold(mine) if mine else "") == (fold(theirs) if theirs else "")
            if not (same_city or (not city_matters and not (mine and theirs))):
                continue
            if one.days is None or days is None or one.days.near(days, 3):
                return one
    return None


def _place(joined: list[_Joining], position: int, days: Days | None) -> int:
    """Where a stop goes that no other matches: after the one it follows, and in order of days."""
    if days is None or days.known != "day":
        return position
    while position < len(joined):
        there = joined[position].days
        if there is None or there.known != "day" or there.first > days.first:
            break
        position += 1
    return position


def _in_order(joined: list[_Joining]) -> list[_Joining]:
    """By day; a stop without one stays behind the stop that it was told after."""
    runs: list[tuple[int, list[_Joining]]] = [(0, [])]
    for one in joined:
        if one.days is not None and one.days.known == "day":
            runs.append((one.days.first, [one]))
        else:
            runs[-1][1].append(one)
    return [one for _, run in sorted(runs, key=lambda run: run[0]) for one in run]


def _exactness(day: str | None) -> int:
    return len(day) if day and days_of(day) else 0


def _most_exact(days: Iterable[str | None]) -> str | None:
    """The day said most exactly, and of those the one said most often, then the earliest."""
    counts = Counter(day for day in days if day)
    return min(counts, key=lambda day: (-_exactness(day), -counts[day], day), default=None)


def _commonest(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default=None)


def _latest(
    told: Sequence[MeetingTold] | Sequence[FundingTold],
    status: Callable[..., str],
    ranks: dict[str, int],
) -> str:
    return status(max(told, key=lambda one: (one.day or 0, ranks.get(status(one), 0))))


def _first_usd(sums: Iterable[Funding]) -> Decimal | None:
    return next((each.amount_usd for each in sums if each.amount_usd is not None), None)
