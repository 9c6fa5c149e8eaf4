"""Place names in the text: found, resolved to one place each, and given a role."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from math import exp
from typing import NamedTuple

from geo import judging, resolving, roles, spotting, tables, text
from geo.dossier import Article, Place, Problem
from geo.gazetteer import Sense
from geo.names import Names
from geo.resolving import Choice
from geo.runs import capitals
from geo.spotting import Spot
from geo.text import Document

UNSETTLED = 0.4  # points of lead below which the second sense is as good


class Places(NamedTuple):
    """The places in the order of the text, no two overlapping. at: by each of their tokens."""

    places: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = ()
    at: dict[int, Place] = {}  # noqa: RUF012


def find(doc: Document, names: Names) -> Places:
    """The places of the text, each with what it is, its role and how sure that is."""
    settled = settle(doc, names)
    named = [_place(doc, one) for one in settled]
    return Places(
        tuple(named),
        tuple([_problem(doc, one.spot, one.choice) for one in settled if _is_open(one.choice)]),
        {
            token: place
            for place, one in zip(named, settled, strict=True)
            for token in range(one.spot.first, one.spot.last)
        },
    )


class Settled(NamedTuple):
    """A spot that is taken for a place. points: how much speaks for its being one."""

    spot: Spot
    points: float
    choice: Choice
    role: str

    @property
    def evidence(self) -> float:
        """Between 0 and 1: both must hold, that it is a place, and that it is this one."""
        place = 1 / (1 + exp(-0.9 * self.points - 0.1))
        this = 1 / (1 + exp(-1.3 * self.choice.lead - 0.1))
        return place * this


def settle(doc: Document, names: Names) -> list[Settled]:
    """Find the spots, keep those that are places, settle which, and give each its role."""
    taken = {
        token
        for name in names.names
        if name.kind == "person" and name.sign
        for token in range(name.first, name.last)
    }
    spots = list(spotting.find(doc, names.capitals, taken))
    if not spots:
        return []
    statements = resolving.stated(doc, spots)
    home = _home(doc.article)
    points = judging.weigh(spots, statements, judging.setting(doc, names, spots, home))
    kept = [i for i, p in enumerate(points) if p >= judging.ACCEPT]
    choices = resolving.resolve([(spots[i], statements[i]) for i in kept], _title(doc), home)
    senses = [(spots[i], choice.sense) for i, choice in zip(kept, choices, strict=True)]
    acting = roles.roles(doc, senses)
    return [
        Settled(spots[i], points[i], choice, role)
        for i, choice, role in zip(kept, choices, acting, strict=True)
    ]


@cache
def _domains() -> dict[str, str]:
    return {row["ending"]: row["alpha2"] for row in tables.rows("web_domains")}


def _home(article: Article) -> str | None:
    """The state where the article appeared, as its address tells: www.example.co.uk."""
    host = re.match(r"(?:https?://)?[^/?#:\s]*\.([a-z]{2})(?![^/?#:\s])", article.url or "")
    return _domains().get(host.group(1)) if host else None


def _is_open(choice: Choice) -> bool:
    """Whether the article does not settle which place is meant."""
    return choice.lead < UNSETTLED or (choice.sense.lat is None and choice.sense.how == "name")


def _problem(doc: Document, spot: Spot, choice: Choice) -> Problem:
    name = doc.text[spot.start : spot.end]
    if choice.sense.lat is None:
        message = f"no {name} is known in {choice.sense.admin1}"
        return Problem(spot.start, spot.end, "place-unknown", message)
    others = len(spot.senses) - 1
    message = (
        f"taken for {choice.sense.name}, {choice.sense.country}; {others} other places bear it"
    )
    return Problem(spot.start, spot.end, "place-unsettled", message)


def _title(doc: Document) -> list[tuple[Spot, Choice | None]]:
    """The spots of the title, which is evidence only, and what it says of where they lie."""
    if not doc.article.title:
        return []
    title = text.read(Article(text=doc.article.title))
    spots = list(spotting.find(title, capitals(title)))
    return list(zip(spots, resolving.stated(title, spots), strict=True))


def _place(doc: Document, one: Settled) -> Place:
    spot, sense, role = one.spot, one.choice.sense, one.role
    # A house that stands for its government is no place on the map.
    placed = not (sense.how == "seat" and role == "government")
    return Place(
        spot.start, spot.end, doc.text[spot.start : spot.end],
        sense.name, _kind(doc, spot, sense), role, sense.country, sense.geonameid,
        sense.lat if placed else None, sense.lon if placed else None,
        confidence(one.evidence),
    )  # fmt: skip


def _kind(doc: Document, spot: Spot, sense: Sense) -> str:
    """A town's name before "province" or "region" names the land around it."""
    if sense.kind != "city" or spot.last == len(doc.lower):
        return sense.kind
    return "region" if doc.lower[spot.last] in spotting.word_lists()["division"] else "city"


@cache
def _measured() -> tuple[list[float], list[float]]:
    """The rows of `data/tables/place_confidence.csv`: evidence, and the share that was right."""
    rows = tables.rows("place_confidence")
    return [float(row["evidence"]) for row in rows], [float(row["share"]) for row in rows]


@lru_cache(maxsize=1 << 12)
def confidence(evidence: float) -> float:
    """The share of places with so much evidence that are right; never 1."""
    return between(*_measured(), evidence)


def between(known: Sequence[float], shares: Sequence[float], evidence: float) -> float:
    """The share for some evidence: in proportion between two that are known, and below the first.

    known: amounts of evidence in order, each with its share in `shares`.
    """
    above = bisect_left(known, evidence)
    if above == len(known):
        return min(_SUREST, shares[-1])
    low, least = (known[above - 1], shares[above - 1]) if above else (0.0, 0.0)
    part = (evidence - low) / (known[above] - low)
    return round(min(_SUREST, least + part * (shares[above] - least)), 2)


_SUREST = 0.99
