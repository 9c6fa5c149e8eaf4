"""Who travels along: "accompanied by", "together with", "joined in Oslo and Riga by"."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from geo import clauses, company, delegations, home, subjects, tables
from geo.destinations import Destinations
from geo.dossier import Span
from geo.itinerary import far_apart
from geo.page import Page, opening_place, somewhere
from geo.text import Sentence
from geo.told import Told
from geo.visit_rules import trip_nouns

_SURE = 0.75
_REMEMBERED = 60  # stops of one person; who has more is in a list, not on a trip
_ON_ONE_TRIP = 15  # stops told before the one told last, and behind it, that may be of its trip


def sharing(page: Page, told: list[Told]) -> Iterator[Told]:
    """The stops of those who go along, each a stop of the person whom they accompany."""
    running = _Running(defaultdict(list), defaultdict(list))
    for one in told:
        if not one.apart:
            running.in_sentence[one.order[0]].append(one)
            running.of_person[one.traveller].append(one)
    for number, (sentence, tokens) in enumerate(page.doc.where_in(_words().keys())):
        for i in tokens:
            kind = _words()[page.doc.lower[i]]
            if i in page.mention_at or (i + 2 >= sentence.last and kind != "one of"):
                continue
            if kind == "all the way" and "by" not in page.doc.lower[i + 1 : i + 8]:
                kind = "accompanies"
            if kind == "for a stop" and _joins(page, i, sentence) is not None:
                kind = "joins"
            if kind in _READERS:
                party = _READERS[kind](page, i, sentence)
                if party is not None:
                    yield from _along(page, running, number, i, party, kind)
                continue
            led = [one for one in running.in_sentence[number][-_REMEMBERED:] if one.order[1] < i]
            if kind == "right behind" and not _is_right_behind(page, led, i):
                continue
            if i == sentence.first:  # "Accompanied by Rau, Ruiz flew to Lima"
                led = running.in_sentence[number][:_REMEMBERED]
            guests = _guests(page, i - 1 if page.doc.lower[i] == "with" else i, sentence)
            if kind == "right behind":
                # "had talks in Moscow with President Rau": one of no known state may be the host
                guests = tuple(p for p in guests if page.people.people[p].country is not None)
            if guests:
                shared = _shared(page, led, running.of_person, sentence, i, kind)
                if not shared and kind == "for a stop" and _is_for_all(page, i, sentence):
                    who = subjects.of(page.doc, page.mention_at, i, sentence, page.dates).people
                    shared = running.trip(number, who)
                if not shared and kind == "all the way" and _is_of_couple(page, i, sentence):
                    shared = running.trip(number - 1, None)
                if shared and kind == "all the way" and opening_place(page, sentence) is None:
                    here = next((one for one in shared if one.order[0] == number), shared[-1])
                    shared = _same_trip(here, running.of_person[here.traveller])
                for one in _each_once(shared):
                    yield from _with_guests(page, one, guests, sentence)


def _along(
    page: Page, running: _Running, number: int, i: int, party: _Party, kind: str
) -> Iterator[Told]:
    """The stops of those who go along with a leader, or with whoever is on the way."""
    people = page.people.people
    sentence = page.doc.sentences[number]
    if page.sense(i, sentence).status in ("none", "cancelled"):
        return
    told = running.trip(number, party.leader)
    near = page.doc.lower[i + 1 : min(i + _NEAR, sentence.last)]
    if party.leader and not trip_nouns().isdisjoint(near):  # "will accompany her on the trip"
        told = [one for who in party.leader for one in running.of_person[who][-_REMEMBERED:]]
    for one in _each_once(told):
        own = people[one.traveller].country
        ours = [
            g for g in party.guests if people[g].country in (None, own) or kind not in _OF_ONE_SIDE
        ]
        yield from _with_guests(page, one, tuple(ours), sentence)


def _same_trip(one: Told, stops: list[Told]) -> list[Told]:
    """Those of a traveller's stops that belong to the trip of one of them, by their days."""
    day = one.arrived or (one.span[0] if one.span else None)
    at = bisect_right(stops, one.order[0], key=lambda stop: stop.order[0])
    near = stops[max(0, at - _ON_ONE_TRIP) : at + _ON_ONE_TRIP]
    return [
        other
        for other in near
        if not far_apart(day, other.arrived) and (other.status != "cancelled" or other == one)
    ]


def _each_once(told: list[Told]) -> Iterable[Told]:
    """The stops without those that are told again in the same way: a guest shares them once."""
    found: dict[Told, Told] = {}
    nowhere = Span(0, 0)
    for one in told:
        found.setdefault(one._replace(order=(0, 0), evidence=nowhere), one)
    return found.values()


class _Running(NamedTuple):
    """The stops that run on from sentence to sentence, by sentence and by traveller."""

    in_sentence: dict[int, list[Told]]
    of_person: dict[int, list[Told]]

    def just_told(self, number: int, who: tuple[int, ...] | None) -> list[Told]:
        """The stops that the last sentences tell of some people; of whoever went last for None."""
        for before in range(number, max(-1, number - _SOON - 1), -1):
            there = self.in_sentence[before][-_REMEMBERED:]
            if who is None and there:
                who = (there[-1].traveller,)
            mine = [one for one in there if one.traveller in (who or ())]
            if mine:
                return mine
        return []

    def trip(self, number: int, who: tuple[int, ...] | None) -> list[Told]:
        """The stops of the trip just told of, wherever the text tells of them."""
        told = self.just_told(number, who)
        return _same_trip(told[-1], self.of_person[told[-1].traveller]) if told else []


class _Party(NamedTuple):
    """Who goes with whom: positions in `People.people`; a leader of None is who is on the way."""

    leader: tuple[int, ...] | None
    guests: tuple[int, ...]


_SOON = 3  # sentences
_OF_ONE_SIDE = frozenset(("party", "one of"))


def _is_for_all(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether nobody joined for a part alone: "was joined | by", "was joined | on the trip by"."""
    lower = page.doc.lower
    if i == sentence.first or lower[sentence.first] == "in":  # "in his appeal he was joined by"
        return False
    for j in range(i + 1, min(i + 5, sentence.last)):
        if lower[j] == "by":
            return True
        if lower[j] not in _ON_THE_TRIP and lower[j] not in trip_nouns():
            return False
    return False


_ON_THE_TRIP = frozenset(("on", "for", "throughout", "the", "this", "that", "his", "her"))


def _accompanying(page: Page, i: int, sentence: Sentence) -> _Party | None:
    """Who goes with whom in "Minister Ruiz will | accompany | the president (on the trip)"."""
    if i == sentence.first and (listed := _joining(page, i, sentence)) is not None:
        return listed
    near = range(i + 1, min(i + 5, sentence.last))
    named = next((j for j in near if page.doc.lower[j] not in _ADDRESSED), i)
    led = page.mention_at.get(i + 1) or page.mention_at.get(named)
    led = led or page.mention_at.get(page.office_at[i + 1].last if i + 1 in page.office_at else 0)
    if led is None:
        return None
    behind = led.last
    if page.doc.lower[behind : behind + 1] == ["to"] or behind > sentence.last:
        return None  # "accompanied him to the palace", or to a place, which is a way of its own
    guests = subjects.of(page.doc, page.mention_at, i, sentence, page.dates).people
    # "Rau and Ruiz are accompanying him": neither of them, but whoever is on the way
    himself = led.kind == "pronoun" and led.person in guests
    return _Party(None if himself else (led.person,), guests) if guests else None


_ADDRESSED = frozenset(("the", "mr", "mrs", "ms", "dr", "."))


def _joining(page: Page, i: int, sentence: Sentence) -> _Party | None:
    """Who goes with whom in "| Joining | the president on the trip will be Rau and Ruiz".

    So in "| Accompanying | her are".
    """
    led = next((m for j in range(i + 1, i + 4) if (m := page.mention_at.get(j))), None)
    if led is None or i != sentence.first:
        return None
    for j in range(led.last, min(led.last + 8, sentence.last - 1)):
        if page.doc.lower[j] in clauses.words("be") and page.doc.lower[j + 1] != "be":
            listed = company.at(page, j + 1, sentence)
            return _Party((led.person,), listed.people) if listed is not None else None
    return None


def _joins(page: Page, i: int, sentence: Sentence) -> _Party | None:
    """Who goes with whom in "Rau will | join | the visit", "Rau | joined | her on the trip"."""
    lower = page.doc.lower
    k = i + 1 + (lower[i + 1 : i + 2] == ["in"])
    led = page.mention_at.get(k) or page.mention_at.get(k + 1)
    behind = k if led is None else led.last
    near = lower[behind : min(behind + _NEAR_TRIP, sentence.last)]
    if led is None and lower[k] not in _ON_THE_TRIP:
        return None
    if led is not None and near[:1] not in (["on"], ["for"], ["throughout"]):
        return None
    way = next((n for n, w in enumerate(near) if w in trip_nouns() or w in _TEAMS), len(near))
    if way == len(near) or not _ON_THE_TRIP.issuperset(w for w in near[:way] if w.islower()):
        return None
    if near[way + 1 : way + 2] in (["to"], ["in"], ["by"], ["of"]):
        return None  # a trip of its own, which tells its places itself
    guests = subjects.of(page.doc, page.mention_at, i, sentence, page.dates).people
    return _Party((led.person,) if led else None, guests) if guests else None


_TEAMS = frozenset(("delegation", "entourage", "mission"))
_NEAR_TRIP = 6  # tokens: "on the whole three-day trip"


def _party(page: Page, i: int, sentence: Sentence) -> _Party | None:
    """Who is in "the delegation, which also | includes | Rau and Ruiz"."""
    lower = page.doc.lower
    for j in range(i - 1, max(sentence.first, i - _NEAR) - 1, -1):
        if lower[j] in _PARTIES:
            if _is_met(page, j, sentence):
                return None
            listed = company.at(page, i + 1, sentence)
            return _Party(None, listed.people) if listed is not None else None
        named = page.mention_at.get(j)
        led = named is not None and lower[named.first - 2] in clauses.words("leading")
        if named is not None and named.kind == "name" and not led:  # "led by Rau and including"
            return None
    return None


_NEAR = 10  # tokens: "the delegation to Lima, which also | includes"
_PARTIES = frozenset(("delegation", "entourage", "party", "team", "mission"))


def _is_met(page: Page, j: int, sentence: Sentence) -> bool:
    """Whether the group at token j is met or only a part: "met members of the security | team"."""
    lower, forms = page.doc.lower, clauses.forms()
    for k in range(j - 1, max(sentence.first, j - _NEAR) - 1, -1):
        if lower[k] == "of" and lower[k - 1] in _HEADS:  # "at the head of", "members of"
            before = lower[max(sentence.first, k - 2 * _FURTHEST) : k]
            return any(word in forms and forms[word].lemma in _MEETING for word in before)
        if lower[k] in clauses.words("preposition") and lower[k] not in ("with", "at"):
            return True
        if lower[k] in forms:
            return forms[lower[k]].lemma in _MEETING
    return False


_HEADS = frozenset(("head", "members", "member"))
_FURTHEST = 20  # tokens
_MEETING = frozenset(("meet", "receive", "host", "welcome", "greet", "see"))


def _one_of(page: Page, i: int, sentence: Sentence) -> _Party | None:
    """Who is in "members of the | delegation | are Rau and Ruiz"."""
    guests = delegations.members(page, i, sentence)
    return _Party(None, guests) if guests else None


_READERS = {
    "accompanies": _accompanying,
    "joining": _joining,
    "joins": _joins,
    "party": _party,
    "one of": _one_of,
}


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
            found = company.at(page, delegations.past_kin(page, j + 1), sentence)
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


def _is_of_couple(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether those named in the sentence before are meant: "They | will be accompanied"."""
    they = page.doc.lower[sentence.first] == "they"
    return they and page.sense(i, sentence).status not in ("none", "cancelled")


def _with_guests(
    page: Page, one: Told, guests: tuple[int, ...], sentence: Sentence
) -> Iterator[Told]:
    for guest in guests:
        person = page.people.people[guest]
        if guest != one.traveller and not (
            person.country == one.country or home.is_posted_to(person, one.country)
        ):
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
    kinds = ("all the way", "for a stop", "beside", "right behind", *_READERS)
    return {r["word"]: r["kind"] for r in tables.rows("company_words") if r["kind"] in kinds}
