"""Where, when and how people met: read off the clause, else off the trip that one of them is on."""

from __future__ import annotations

from collections.abc import Iterator

from geo import destinations, gazetteer, sides, tense
from geo.company import words
from geo.destinations import Destination
from geo.dossier import Stop
from geo.meeting_rules import Rule
from geo.page import Page, days
from geo.sides import Sides
from geo.text import Sentence
from geo.visits import Trips


def mode(page: Page, rule: Rule, i: int, who: Sides, sentence: Sentence) -> str:
    near = page.doc.lower[max(sentence.first, i - 4) : min(sentence.last, who.there.last + 8)]
    for mode in ("indirect", "video", "phone"):
        if not words(mode).isdisjoint(near):
            return mode
    if rule.mode == "phone" and "face-to-face" in near:
        return "in person"
    return rule.mode


def date(page: Page, i: int, last: int, sentence: Sentence) -> str | None:
    """The day that the clause gives: behind the people, between them and the verb, or before it."""
    behind = []
    for j in range(last, min(sentence.last, last + 20)):
        if j not in page.when_at and _leaves_clause(page, j, sentence):
            break
        behind.append(j)
    for j in (*range(i, last), *behind, *_before_clause(page, i, sentence)):
        when = page.when_at.get(j)
        first, _ = days(when)
        if when is not None and first and not when.attributive:
            return first
    return None


def _leaves_clause(page: Page, j: int, sentence: Sentence) -> bool:
    """Whether another clause begins at token j: "who …", "before …", "to discuss …", a verb."""
    lower = page.doc.lower
    if lower[j] in _NEW_CLAUSE or sides.is_finite(page, j, sentence):
        return True
    return lower[j] == "to" and "base" in tense.forms(lower[j + 1] if j + 1 < sentence.last else "")


_NEW_CLAUSE = frozenset(
    (";", "who", "which", "that", "where", "before", "after", "following", "ahead")
)


def _before_clause(page: Page, i: int, sentence: Sentence) -> Iterator[int]:
    """The tokens before i, from the nearest on, relative clauses between commas left out."""
    lower = page.doc.lower
    j = i - 1
    while j >= sentence.first:
        if lower[j] == ";":
            return
        if lower[j] == ",":
            opened = j - 1
            while opened > sentence.first and lower[opened] not in (",", ";"):
                opened -= 1
            if lower[opened] == "," and lower[opened + 1] in ("who", "which", "where"):
                j = opened - 1
                continue
        yield j
        j -= 1


def named_place(page: Page, i: int, last: int, sentence: Sentence) -> Destination | None:
    """The place that "in" or "at" names in the clause: behind the people, or before them."""
    lower = page.doc.lower
    for j in (*range(i, last), *range(last, min(sentence.last, last + 25))):
        if j >= last and j not in page.when_at and _leaves_clause(page, j, sentence):
            break
        if j >= last and lower[j] in words("topic") and j + 1 not in page.when_at:
            break
        if lower[j] == "here" and page.dateline is not None:
            return page.dateline
        if lower[j] in ("in", "at", "to"):
            found = _only(page, j + 1)
            if found is not None:
                return found
    for j in range(i - 1, sentence.first - 1, -1):
        if lower[j] in (";", "that"):
            break
        if lower[j] in ("in", "at") and (found := _only(page, j + 1)) is not None:
            return found
    return None


def _only(page: Page, i: int) -> Destination | None:
    found = destinations.at(page.doc, page.place_at, i)
    if found is None or found.region or len({one.country for one in found.places}) != 1:
        return None
    return next((one for one in found.places if one.city), found.places[0])


def stop_of(
    page: Page,
    trips: Trips,
    everyone: tuple[int, ...],
    place: Destination | None,
    sentence: Sentence,
) -> Stop | None:
    """The stop of somebody's trip at which they met.

    That in the place named; else that in another participant's country; else the one told of last.
    """
    people = page.people.people
    for person, visit in zip(trips.travellers, trips.visits, strict=True):
        if person not in everyone:
            continue
        if place is not None:
            for stop in visit.stops:
                if stop.country == place.country and place.city in (None, stop.city):
                    return stop
            continue
        hosts = {people[p].country for p in everyone if p != person}
        for stop in visit.stops:
            if stop.country in hosts:
                return stop
        told_here = [span for span in visit.evidence if span.start <= sentence.start]
        if told_here and len(visit.stops) == 1 and not hosts - {None}:
            return visit.stops[0]
        current = _last_named(page, visit.stops, sentence) if told_here else None
        if current is not None and not hosts - {None, people[person].country}:
            return current
        if current is not None:
            return current
    return None


def _last_named(page: Page, stops: tuple[Stop, ...], sentence: Sentence) -> Stop | None:
    """The stop whose place was named last before a sentence ends."""
    for j in range(sentence.last - 1, -1, -1):
        place = page.place_at.get(j)
        if place is None or place.role != "location":
            continue
        for stop in stops:
            if stop.country == place.country and (
                place.kind == "country" or stop.city == place.name
            ):
                return stop
    return None


def at_host(page: Page, who: Sides, everyone: tuple[int, ...]) -> Destination | None:
    """The country of the host, where the words say who hosts."""
    people = page.people.people
    hosts = {"here": who.here, "there": who.there.people}.get(who.host, ())
    country = next((people[p].country for p in hosts if people[p].country), None)
    if country is None:
        return None
    state = gazetteer.country(country)
    return Destination(0, 0, country, None, state.lat if state else None, None)


def at_dateline(page: Page, who: Sides, known: set[str]) -> Destination | None:
    """The dateline's place, where it lies in the country of one of them."""
    dateline = page.dateline
    if dateline is None or who.sense.status == "planned" or dateline.country not in known:
        return None
    return dateline
