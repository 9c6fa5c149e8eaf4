"""Who travels along: "accompanied by", "together with", "joined in Oslo and Riga by"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from geo import company, subjects, tables
from geo.destinations import Destinations
from geo.dossier import Span
from geo.itinerary import Told
from geo.page import Page, opening_place, somewhere
from geo.text import Sentence

_SURE = 0.75
_REMEMBERED = 60  # stops of one person; who has more is in a list, not on a trip


def sharing(page: Page, told: list[Told]) -> Iterator[Told]:
    """The stops of those who go along, each a stop of the person whom they accompany."""
    in_sentence: dict[int, list[Told]] = defaultdict(list)
    of_person: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        if not one.apart:
            in_sentence[one.order[0]].append(one)
            of_person[one.traveller].append(one)
    for number, (sentence, tokens) in enumerate(page.doc.where_in(_words().keys())):
        for i in tokens:
            kind = _words()[page.doc.lower[i]]
            if i + 2 >= sentence.last or i in page.mention_at:
                continue
            led = [one for one in in_sentence[number][-_REMEMBERED:] if one.order[1] < i]
            if kind == "right behind" and not _is_right_behind(page, led, i):
                continue
            guests = _guests(page, i - 1 if page.doc.lower[i] == "with" else i, sentence)
            if kind == "right behind":
                # "had talks in Moscow with President Rau": one of no known state may be the host
                guests = tuple(p for p in guests if page.people.people[p].country is not None)
            if guests:
                for one in _shared(page, led, of_person, sentence, i, kind):
                    yield from _with_guests(page, one, guests, sentence)


def _is_right_behind(page: Page, led: list[Told], i: int) -> bool:
    """Whether only a day stands between a stop and "with": "flew to Doha on Monday | with Rau"."""
    j = i - 1
    while j in page.dates or page.doc.lower[j] in ("on", ",", "along", "together"):
        j -= 1
    place = page.place_at.get(j)
    stops = {(one.country, one.order[1]) for one in led}
    return place is not None and (place.country, page.doc.token_at(place.start)) in stops


def _guests(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """The people behind "accompanied by", "joined in Oslo by"."""
    lower = page.doc.lower
    for j in range(i + 1, min(i + 8, sentence.last)):
        if lower[j] in ("by", "with"):
            found = company.at(page, j + 1, sentence)
            return found.people if found is not None else ()
        if lower[j] in (",", ";"):
            break
    return ()


def _shared(
    page: Page,
    led: list[Told],
    of_person: dict[int, list[Told]],
    sentence: Sentence,
    i: int,
    kind: str,
) -> list[Told]:
    """The stops that those behind token i share. led: stops that the sentence tells before it."""
    if page.sense(i, sentence).status in ("none", "cancelled"):
        return []
    only = opening_place(page, sentence) or (
        somewhere(page, i, sentence) if kind == "for a stop" else None
    )
    if led and only is None and kind in ("beside", "right behind"):
        return [
            one for one in led if (one.traveller, one.rule) == (led[-1].traveller, led[-1].rule)
        ]
    if led and only is None:
        return [one for one in led if one.traveller == led[-1].traveller]
    if kind in ("beside", "right behind") or (kind == "for a stop" and only is None):
        return []
    who = subjects.of(page.doc, page.mention_at, i, sentence, page.dates).people
    mine = [one for person in who for one in of_person[person][-_REMEMBERED:]]
    return [one for one in mine if only is None or _is_among(one, only)]


def _with_guests(
    page: Page, one: Told, guests: tuple[int, ...], sentence: Sentence
) -> Iterator[Told]:
    for guest in guests:
        if guest != one.traveller and page.people.people[guest].country != one.country:
            yield one._replace(
                traveller=guest,
                weight=_SURE,
                evidence=Span(sentence.start, sentence.end),
                rule="visit.in-company",
            )


def _is_among(one: Told, places: Destinations) -> bool:
    return any(
        place.country == one.country and (place.city is None or one.city in (None, place.city))
        for place in places.places
    )


@cache
def _words() -> dict[str, str]:
    """The words of `data/tables/company_words.csv` that tell how far somebody goes along."""
    kinds = ("all the way", "for a stop", "beside", "right behind")
    return {r["word"]: r["kind"] for r in tables.rows("company_words") if r["kind"] in kinds}
