"""How well the parser reads the briefs in `seeds/`, against what a careful reader found in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any

from geo import parser
from geo.articles import read
from geo.dossier import Article, Dossier
from tests.contradictions import is_one_person
from tests.expectations import fold
from tests.reading import ROOT, read_cases


@dataclass
class Tally:
    """Hits, items missed and items too many of one kind; `lines` says which."""

    hits: int = 0
    missed: int = 0
    false: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false)

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed)


@cache
def reading() -> dict[str, Tally]:
    """Stops (traveller and country), meetings (two who met) and sums (amount and currency)."""
    tallies = {"stops": Tally(), "meetings": Tally(), "sums": Tally()}
    for fact in read_cases("seed_facts.jsonl"):
        dossier = dossiers()[fact.id]
        _count(tallies["stops"], fact.id, _stops_told(fact), list(_stops(dossier)), _same_stop)
        _count(tallies["meetings"], fact.id, fact.meetings, _pairs(dossier), _same_meeting)
        _count(tallies["sums"], fact.id, fact.funding, list(dossier.funding), _same_sum)
    return tallies


@cache
def dossiers() -> dict[str | None, Dossier]:
    """What the parser reads from each brief, by the brief's name."""
    briefs = list(read([str(ROOT / "seeds")]))
    assert all(isinstance(article, Article) for article in briefs), briefs
    return {one.id: parser.parse(one) for one in briefs if isinstance(one, Article)}


def _count(
    tally: Tally,
    brief: str,
    wanted: list[Any],
    found: list[Any],
    same: Callable[[dict[str, Any], Any], bool],
) -> None:
    """Pair what is wanted with what was found, one to one; what is optional may be missed."""
    free = list(found)
    for want in wanted:
        hits = [item for item in free if same(want, item)]
        if hits:
            free.remove(hits[0])
            # told twice with another day it is still no invention
            free = [item for item in free if not same(want, item)]
            tally.hits += 1
        elif not want.get("optional"):
            tally.missed += 1
            tally.lines.append(f"{brief} missed {want}")
    tally.false += len(free)
    tally.lines.extend(f"{brief} too much {item}" for item in free)


def _stops_told(fact: SimpleNamespace) -> list[dict[str, Any]]:
    return [
        {
            **stop,
            "traveller": visit["traveller"],
            "optional": visit.get("optional") or stop.get("optional"),
        }
        for visit in fact.visits
        for stop in visit["stops"]
    ]


def _stops(dossier: Dossier) -> Iterator[tuple[str, str, str | None]]:
    for visit in dossier.visits:
        for stop in visit.stops:
            yield visit.traveller, stop.country, stop.city


def _same_stop(want: dict[str, Any], found: tuple[str, str, str | None]) -> bool:
    traveller, country, city = found
    if country != want["country"] or not is_one_person(want["traveller"], traveller):
        return False
    cities = {fold(name or "") for name in (want["city"], *want.get("city_also", ()))}
    return city is None or "" in cities or fold(city) in cities


def _pairs(dossier: Dossier) -> list[Any]:
    return [meeting for meeting in dossier.meetings if len(meeting.participants) > 1]


def _same_meeting(want: dict[str, Any], found: Any) -> bool:
    both = [
        name
        for name in found.participants
        if any(is_one_person(other, name) for other in want["participants"])
    ]
    return len(both) > 1


def _same_sum(want: dict[str, Any], found: Any) -> bool:
    amounts = (want["amount"], *want.get("also", ()))
    return found.currency == want["currency"] and float(found.amount) in amounts
