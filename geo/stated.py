"""The state that stands right beside a name, or behind a list of names."""

from __future__ import annotations

from itertools import pairwise

from geo import allegiance, mentions, outlets, tables
from geo.dossier import Place
from geo.mentions import Someone
from geo.text import Document


def _of_state(doc: Document, last: int, place_at: dict[int, Place]) -> str | None:
    """The state behind a name: "President Askar Akayev | of Kyrgyzstan"."""
    if doc.lower[last : last + 1] != ["of"]:
        return None
    place = place_at.get(last + 2 if doc.lower[last + 1 : last + 2] == ["the"] else last + 1)
    return place.country if place is not None and place.kind == "country" else None


def settle_beside(doc: Document, everyone: list[Someone], place_at: dict[int, Place]) -> None:
    """The states that stand right beside a name: "Russia's Vladimir Putin", "X of Chile"."""
    speaker = outlets.press_office(doc)
    home = speaker or outlets.home(doc)
    ends = {first: last for one in everyone for first, last, kind in one.spans if kind == "name"}
    behind_names = frozenset(ends.values())
    named_before = {last: one for one in everyone for _, last, kind in one.spans if kind == "name"}
    for someone in everyone:
        office = someone.office
        if someone.country or (office is not None and office.represents == "organisation"):
            continue
        named = [last for _, last, kind in someone.spans if kind == "name"]
        behind = (_of_state(doc, last, place_at) for last in named[:_TOLD_SOON])
        someone.country = next((state for state in behind if state), None)
        if someone.country is None and named:
            someone.country = _state_in_list(doc, someone.spans[0][0], named[0], place_at)
        if someone.country is None and office is not None:
            someone.country = _shared_state(doc, someone, ends, place_at)
        if someone.country is None and office is not None:
            states = office.default_countries
            if states and (joined := _state_of_joined(doc, named_before, someone)):
                someone.country = joined  # whatever state has such an office, too
                continue
            beside = _state_of_list(everyone, someone) if len(states) > 1 else None
            chosen = next((state for state in (beside, home) if state in states), None)
            someone.country = chosen or next(iter(states), None)
        if someone.country is None:
            someone.country = _state_before(doc, someone.spans[0][0], place_at, behind_names)
        if someone.country is None and office is not None and mentions.is_of_title(doc, someone):
            someone.country = speaker


_TOLD_SOON = 5  # mentions
_NEAR_VERB = 3  # tokens: "received | the visiting | President Rau"


def _state_in_list(doc: Document, first: int, last: int, place_at: dict[int, Place]) -> str | None:
    """The state that ends what a list with semicolons says of a name: "Ana Ruiz, Director, Peru;".

    Nothing but posts stands between: words with capitals and those that join them.
    """
    if doc.lower[last : last + 1] != [","]:
        return None
    stop = min(doc.sentence_of(first).last, last + _LONGEST_LIST)
    end = next((j for j in range(last, stop) if doc.lower[j] in (";", ".")), stop)
    in_list = doc.lower[end : end + 1] == [";"] or ";" in doc.lower[max(0, first - 3) : first]
    place = place_at.get(end - 1)
    if not in_list or place is None or place.kind != "country":
        return None
    posts = (
        doc.words[j][0].isupper() or doc.lower[j] in _JOINING_POSTS or not doc.words[j][0].isalpha()
        for j in range(last, end)
    )
    return place.country if all(posts) else None


def _state_of_list(everyone: list[Someone], someone: Someone) -> str | None:
    """The state of those who are named close before: "Minister Pal of India, | Secretary Rao"."""
    first = someone.spans[0][0]
    near = [
        one
        for one in everyone
        if one.country and 0 < first - one.spans[0][0] < _NEAR_IN_LIST and one is not someone
    ]
    return max(near, key=lambda one: one.spans[0][0]).country if near else None


_NEAR_IN_LIST = 20  # tokens


def _state_of_joined(doc: Document, named: dict[int, Someone], someone: Someone) -> str | None:
    """The state of the one listed before somebody who was met: "met Peru's president Rau and |".

    named: everyone by the token behind their name.
    """
    first = someone.spans[0][0]
    if allegiance.part_in(doc, first, doc.sentence_of(first)).kind != "met":
        return None
    last = first
    while last > 0 and doc.lower[last - 1] in (",", "and", "the"):
        last -= 1
    before = named.get(last) if last < first else None
    return before.country if before is not None and before is not someone else None


def _shared_state(
    doc: Document, someone: Someone, ends: dict[int, int], place_at: dict[int, Place]
) -> str | None:
    """The state that those who were met share: "met with Rau | and Minister Ruiz of Peru".

    So do those who were received, and a couple.

    ends: the token behind each name with its office, by the first.
    """
    first, last, _ = someone.spans[0]
    if doc.lower[last : last + 1] not in ([","], ["and"]):
        return None
    met = allegiance.part_in(doc, first, doc.sentence_of(first)).kind == "met"
    received = not allegiance.RECEIVING.isdisjoint(doc.lower[max(0, first - _NEAR_VERB) : first])
    couple = doc.lower[last : last + 3] == ["and", "first", "lady"]
    if not (met or received or couple):
        return None
    joined, stop = False, last + _LONGEST_LIST
    stop = min(stop, len(doc.lower))
    while last < stop and doc.lower[last] in (",", "and"):
        joined = joined or "and" in doc.lower[last : last + 2]
        last += 1
        while doc.lower[last : last + 1] in (["and"], ["the"]):
            last += 1
        if last not in ends:
            return None
        last = ends[last]
        if state := _of_state(doc, last, place_at):
            return state if joined else None
    return None


def _state_before(
    doc: Document, first: int, place_at: dict[int, Place], behind_names: frozenset[int]
) -> str | None:
    """The state before a name, or before the posts that someone has: "Russia's | Vladimir Putin".

    "Chinese Politburo Member and Director of the Office | Wang Yi".
    """
    whose = first and doc.lower[first - 1] in ("'s", "'")
    place = place_at.get(first - 1) or (place_at.get(first - 2) if whose else None)
    if place is not None:
        return place.country if place.kind == "country" else None
    if (of_host := _state_of_host(doc, first, place_at)) is not None:
        return of_host
    for i in range(first - 1, max(0, first - _LONGEST_TITLE), -1):
        place = place_at.get(i)
        if place is not None and place.role == "demonym" and doc.words[i + 1][0].isupper():
            return place.country if doc.lower[i - 1] not in ("for", "on", "of", "and") else None
        if i + 1 in behind_names or not (
            doc.words[i][0].isupper() or doc.lower[i] in _JOINING_POSTS
        ):
            return None
    return None


def _state_of_host(doc: Document, first: int, place_at: dict[int, Place]) -> str | None:
    """The state before what somebody is to another: "his Peruvian host, | Jorge Quispe"."""
    i = first - 1 - (doc.lower[first - 1] == ",")
    place = place_at.get(i - 1)
    if i < 2 or place is None or place.role != "demonym" or doc.lower[i - 2] not in _OWNERS:
        return None
    return place.country if doc.lower[i] in _HOSTS else None


_OWNERS = frozenset(("his", "her", "their"))
_HOSTS = tables.words("company_words", "to him")
_LONGEST_TITLE = 16  # tokens
_LONGEST_LIST = 60  # tokens
_JOINING_POSTS = frozenset(("and", "of", "the", "for"))


def settle_listed(doc: Document, everyone: list[Someone]) -> None:
    """Two offices of one state: "X, President of Georgia, and Y, the Prime Minister"."""
    settle_couples(doc, everyone)
    ordered = sorted(everyone, key=lambda one: one.spans[0])
    for before, someone in pairwise(ordered):
        if someone.country or not before.country or not (someone.office and before.office):
            continue
        if {someone.office.represents, before.office.represents} != {"state"}:
            continue
        first = someone.spans[0][0]
        between = doc.lower[max(before.spans[0][1], min(before.office.last, first)) : first]
        if "and" in between and _JOINING.issuperset(between):
            alike = mentions.sole(someone) == mentions.sole(before) != ""
            last = someone.spans[0][1]
            met = not allegiance.HOSTING.isdisjoint(doc.lower[last : last + 2])  # "X and Y met"
            someone.country = None if alike or met else before.country


def settle_couples(doc: Document, everyone: list[Someone]) -> None:
    """A royal pair is of one state: "Prince Erik and Princess Lotte of Norway"."""
    royal = [one for one in everyone if one.office is not None and one.office.family == "royal"]
    for before, someone in pairwise(sorted(royal, key=lambda one: one.spans[0])):
        between = doc.lower[before.spans[0][1] : someone.spans[0][0]]
        of = between[:1] == ["of"] and len(between) < _LONGEST_STATE
        if between[-1:] == ["the"]:
            between = between[:-1]
        if between == ["and"] or (of and between[-1:] == ["and"]):
            before.country = before.country or someone.country
            someone.country = someone.country or before.country


_LONGEST_STATE = 6  # tokens: "of the Netherlands and"
_JOINING = frozenset((",", "and", "also", "the", "mr", "mrs", "ms", "dr", "his", "her", "with"))
