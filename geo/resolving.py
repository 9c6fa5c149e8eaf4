"""Settles which place a name stands for, by all that the article says of where it is.

One name has one sense in an article, unless the words beside it say otherwise ("Paris, Texas").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import asin, cos, log10, radians, sin, sqrt
from typing import NamedTuple

from geo import gazetteer
from geo.gazetteer import Sense
from geo.spotting import Spot, word_lists
from geo.text import Document

NEAR = 300.0  # kilometres
SAME = 40.0
NEIGHBOUR = 1500.0
MOST_SENSES = 25
MOST_POINTS = 200  # so that time grows with the length of the text, and no faster
SETTLED = 2.0  # points of lead from which a choice is evidence for others
AT_HOME = 4.0  # mentions of a country that its paper is worth
MOST_CONTEXT = 6.0  # points that an article can add to a sense


class Choice(NamedTuple):
    """A sense, and by how many points it leads the next one."""

    sense: Sense
    lead: float


class Anchors(NamedTuple):
    """Places that need no settling: how often each is meant, and their points.

    counts: by country ("US"), by division ("US.TN"), by what lies inside a country and is not its
    capital ("US.*"), and all ("*"). own: what each name has itself added, which is no evidence
    for it.
    """

    counts: dict[str, float]
    points: list[tuple[float, float, str]]
    own: dict[tuple[str, str], float]

    def of(self, code: str, name: str) -> float:
        """How often the country or division is meant by other names than this one."""
        return self.counts.get(code, 0.0) - self.own.get((code, name), 0.0)


def resolve(
    told: Sequence[tuple[Spot, Choice | None]],
    title: Sequence[tuple[Spot, Choice | None]] = (),
    home: str | None = None,
) -> list[Choice]:
    """A choice for each spot of the text. told, title: spots of the text and of the title, each
    with what the words beside it say, as `stated` gives it. home: where the article appeared."""
    namings = _namings((*told, *title))
    said: dict[str, Choice] = {}
    for spot, statement, _ in namings:
        if statement:
            said.setdefault(spot.key, statement)
    once = _settle(namings, said, home)
    # What the article turned away from its famous namesake speaks for its own country.
    keys = (one.spot.key for one in namings if _is_turned(one.spot, once[one.spot.key]))
    turned = {key: once[key] for key in keys}
    if turned.keys() - said.keys():
        once = _settle(namings, said | turned, home)
    return [statement or once[spot.key] for spot, statement in told]


class _Naming(NamedTuple):
    """Spots that bear one name, with the same words or none beside them that say where it lies:
    the first of them, what these say, and how many there are."""

    spot: Spot
    statement: Choice | None
    times: int


def _namings(told: Iterable[tuple[Spot, Choice | None]]) -> list[_Naming]:
    alike: dict[tuple[str, int, int], list[tuple[Spot, Choice | None]]] = {}
    for one in told:
        spot, statement = one
        alike.setdefault((spot.key, id(spot.senses), id(statement)), []).append(one)
    return [_Naming(*many[0], len(many)) for many in alike.values()]


def _settle(
    namings: Sequence[_Naming], settled: Mapping[str, Choice], home: str | None
) -> dict[str, Choice]:
    """One choice for each name; settled: those that are known."""
    anchors = _anchors(namings, settled)
    if home:
        anchors.counts[home] = anchors.counts.get(home, 0.0) + AT_HOME
    once = dict(settled)
    for spot, _, _ in namings:
        if spot.key not in once:
            once[spot.key] = _choose(spot, anchors)
    return once


def _is_turned(spot: Spot, choice: Choice) -> bool:
    plain = _plain(spot)
    return choice.lead > SETTLED if plain is None else plain is not choice.sense


_LINKS = ([","], ["in"], ["("], [",", "in"])
_CLOSING = frozenset((",", ".", ")", ";", ":", "—", "–", "-", "--", "(", "?", "!", "’", "”", "'"))


def stated(doc: Document, spots: Sequence[Spot]) -> list[Choice | None]:
    """For each spot the sense that the words beside it state: "Paris, Texas", "Cambridge in Ohio",
    "the Belgian town of Waterloo", "Tripoli, north of Beirut".

    Where they name a state or province that has no such place in the gazetteer, the sense is the
    bare name there, without a point.
    """
    found: list[Choice | None] = []
    for i, spot in enumerate(spots):
        following = spots[i + 1] if i + 1 < len(spots) else None
        if following and following.first - spot.last > MOST_BETWEEN:
            following = None
        link = doc.lower[spot.last : following.first] if following else []
        if following is None or link not in _LINKS:
            ahead = _from(doc, spots[i - 1], spot) if i else None
            if following and not link:
                ahead = ahead or _in_division(spot, following)
            found.append(ahead or (_beside(spot, following, link) if following else None))
            continue
        containers = [
            sense
            for sense in following.senses
            if sense.how in ("name", "part", "short")
            and sense.kind in ("country", "region")
            and sense.country
        ]
        choice = _contained(spot, containers)
        first = spot.senses[0]
        if (
            choice
            and first.kind == "country"
            and first.sure >= 0.8
            and choice.sense.kind == "city"
            and not (_closes(doc, following) and any(c.kind == "region" for c in containers))
        ):
            # "Mexico, the United States": no town of that name is meant.
            choice = None
        if choice and link == [","] and not _closes(doc, following) and _is_obscure(choice, spot):
            # "in Washington, UK officials": a list, not a place in a country.
            choice = None
        if choice is None and link == [","]:
            choice = _unlisted(doc, spot, following, containers)
        found.append(choice)
    return found


MOST_BETWEEN = 9  # words between a town and the one that tells where it lies


def _from(doc: Document, leading: Spot, spot: Spot) -> Choice | None:
    """The sense in the state named before it: "the Ontario city of London"."""
    if not 0 < spot.first - leading.last <= 5:
        return None
    link = doc.lower[leading.last : spot.first]
    settlement = link[-2 if link[-1] == "of" else -1 :][0]
    if settlement not in word_lists()["settlement"] or "," in link or "." in link:
        return None
    return _contained(spot, [sense for sense in leading.senses if sense.country and _holds(sense)])


def _in_division(spot: Spot, following: Spot) -> Choice | None:
    """The town of the division whose name follows at once: "Athens Tennessee"."""
    divisions = [sense for sense in following.senses if sense.admin1 and sense.how == "part"]
    choice = _contained(spot, divisions)
    return choice if choice and choice.sense.kind == "city" and len(divisions) == 1 else None


def _holds(sense: Sense) -> bool:
    """Whether towns lie in it: a state, which its adjective may name, or a part of one."""
    return sense.kind in ("country", "region") and sense.how in ("name", "part", "demonym")


def _beside(spot: Spot, following: Spot, link: list[str]) -> Choice | None:
    """The sense that lies near the town named behind: "Ipswich, south-west of Brisbane"."""
    if not link or link[-1] not in ("of", "from", "near", "outside"):
        return None
    if link != ["near"] and link[0] != ",":
        return None
    if link[-1] in ("of", "from") and not (
        link[-2].replace("-", "") in word_lists()["direction"]
        or not word_lists()["distance"].isdisjoint(link)
    ):
        return None
    near = [
        (sense.size + other.size, sense)
        for sense in spot.senses[:MOST_SENSES]
        for other in following.senses[:MOST_SENSES]
        if sense.kind == other.kind == "city" and 0.0 < kilometres(sense, other) < NEAR
    ]
    return Choice(max(near, key=lambda pair: pair[0])[1], 5.0) if near else None


def _unlisted(
    doc: Document, spot: Spot, following: Spot, containers: Sequence[Sense]
) -> Choice | None:
    """The bare name in a state or province that the gazetteer knows no such town of."""
    first = spot.senses[0]
    outer = next((sense for sense in containers if sense.admin1 and sense.kind == "region"), None)
    if outer is None or len(containers) > 1 or first.kind not in ("city", "facility"):
        return None
    if outer.how != "short" and not _closes(doc, following):
        return None
    text = doc.text[spot.start : spot.end]
    return Choice(
        first._replace(
            name=text.title() if text.isupper() else text,
            country=outer.country, lat=None, lon=None, geonameid=None, admin1=outer.admin1,
            population=0, capital=False,
        ),
        3.0,
    )  # fmt: skip


def _closes(doc: Document, spot: Spot) -> bool:
    """Whether the words after the spot part it from what follows: ", Lebanon, killed"."""
    return spot.last >= len(doc.words) or doc.words[spot.last] in _CLOSING


def _is_obscure(choice: Choice, spot: Spot) -> bool:
    return max(sense.size for sense in spot.senses) - choice.sense.size > 1.0


def _contained(spot: Spot, containers: Sequence[Sense]) -> Choice | None:
    """The spot's sense that lies in one of the containers."""
    fitting = []
    for sense in spot.senses:
        if sense.kind == "country":
            continue
        for outer in containers:
            if sense.country != outer.country or sense.name == outer.name:
                continue
            if outer.kind == "country":
                fitting.append((sense.size, sense))
            elif outer.admin1 and sense.admin1:
                if outer.admin1 == sense.admin1:
                    fitting.append((sense.size + 5.0, sense))
            elif kilometres(sense, outer) < 1.5 * NEAR:
                fitting.append((sense.size + 2.0, sense))
    if not fitting:
        return None
    return Choice(max(fitting, key=lambda pair: pair[0])[1], 10.0)


def _anchors(namings: Sequence[_Naming], settled: Mapping[str, Choice]) -> Anchors:
    counts: dict[str, float] = {}
    points: list[tuple[float, float, str]] = []
    own: dict[tuple[str, str], float] = {}
    seen: set[str] = set()
    for spot, statement, many in namings:
        known = statement or settled.get(spot.key)
        sense = known.sense if known else _plain(spot)
        if sense is None:
            continue
        # A town speaks for its division less than the division's own name does.
        weight = 1.0 if statement or sense.kind == "region" else 0.3
        inside = f"{sense.country}.*" if sense.kind != "country" and not sense.capital else ""
        codes = (sense.country, 1.0), (sense.admin1, weight), (inside, 1.0), ("*", 1.0)
        for code, count in codes:
            if code:
                counts[code] = counts.get(code, 0.0) + count * many
                own[code, spot.key] = own.get((code, spot.key), 0.0) + count * many
        if (
            len(seen) < MOST_POINTS
            and spot.key not in seen
            and sense.lat is not None
            and sense.lon is not None
        ):
            seen.add(spot.key)
            points.append((sense.lat, sense.lon, spot.key))
    return Anchors(counts, points, own)


def _plain(spot: Spot) -> Sense | None:
    """The spot's sense where no other competes with it."""
    first = spot.senses[0]
    if len(spot.senses) == 1:
        return first
    if first.kind in ("country", "region") and first.sure >= 0.8:
        rivals = [s for s in spot.senses[1:] if s.kind != "city" and s.country != first.country]
        large = any(s.kind == "city" and s.population > 500_000 for s in spot.senses)
        return None if rivals or large else first
    ranked = sorted(spot.senses, key=lambda sense: -sense.size)
    best, second = ranked[0], ranked[1]
    return best if best.size - second.size > 1.6 and best.size > 6.0 else None


def _choose(spot: Spot, anchors: Anchors) -> Choice:
    """The sense that fits the article best."""
    if len(spot.senses) == 1:
        return Choice(spot.senses[0], 8.0)
    least = max(sense.size for sense in spot.senses) - MOST_CONTEXT
    # A town's other name gives way to a larger town's own: Temirtau was once called Samarkand.
    own = max((s.population for s in spot.senses if s.primary and s.kind == "city"), default=0)
    scored = sorted(
        (
            (_fit(sense, spot, anchors) - _later(n, sense), -n)
            for n, sense in enumerate(spot.senses[:MOST_SENSES])
            if sense.size > least
            and (sense.primary or sense.kind != "city" or sense.population > own)
        ),
        reverse=True,
    )
    best = spot.senses[-scored[0][1]]
    for points, n in scored[1:]:
        # "Delhi" and "New Delhi" are no two places to choose from.
        if best.kind != "city" or kilometres(best, spot.senses[-n]) > SAME:
            return Choice(best, scored[0][0] - points)
    return Choice(best, MOST_CONTEXT)


def _later(n: int, sense: Sense) -> float:
    """The tables list those who share a name in the order of how often they are meant."""
    return 0.7 * n if sense.kind == "country" else 0.0


@cache
def _telling(country: str) -> float:
    """How much a country's name says of a town: little where it has a namesake of every city."""
    towns = gazetteer.cities().towns.get(country, 1)
    return max(0.35, min(1.0, 1.0 / (1.0 + log10(max(1.0, towns / 100.0)))))


def _fit(sense: Sense, spot: Spot, anchors: Anchors) -> float:
    points = sense.size
    if sense.country:
        said = anchors.of(sense.country, spot.key)
        if said > 0 and not sense.primary:
            points += 1.0
        if said > 0 and sense.kind != "country":
            points += _telling(sense.country) * min(2.5, 0.6 + 0.25 * said)
        elif said > 0:
            points += min(2.0, 0.5 * said)
        if sense.kind == "region":
            # Among its sisters a part is meant: Georgia beside Tennessee and Alabama.
            inside = anchors.of(f"{sense.country}.*", spot.key)
            points += 2.0 * inside / max(1.0, anchors.of("*", spot.key))
    if sense.admin1:
        points += 2.0 * min(1.0, anchors.of(sense.admin1, spot.key))
    reach = NEAR if sense.kind in ("city", "facility") else NEIGHBOUR
    nearest = _nearest(sense, spot.key, anchors, reach) if sense.lat is not None else reach
    if nearest < reach:
        town = sense.country and sense.kind in ("city", "facility")
        telling = _telling(sense.country) if town else 1.0
        points += telling * (1.5 * (1 - nearest / reach) + 0.3)
    return points


def _nearest(sense: Sense, name: str, anchors: Anchors, reach: float) -> float:
    """Kilometres to the nearest anchor of another name, or `reach` where none is nearer."""
    assert sense.lat is not None and sense.lon is not None
    degrees = reach / 110.0
    south, north = sense.lat - degrees, sense.lat + degrees
    for lat, lon, key in anchors.points:
        if south < lat < north and key != name:
            reach = min(reach, _kilometres(sense.lat, sense.lon, lat, lon))
    return reach


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
