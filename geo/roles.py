"""Gives each place its role: the place itself, its government, or an adjective of it."""

from __future__ import annotations

from collections.abc import Sequence

from geo.gazetteer import Sense
from geo.spotting import Spot, word_lists
from geo.text import Document

LOCATION, GOVERNMENT, DEMONYM = "location", "government", "demonym"
_PASSED_OVER = frozenset(("the", "both", "neighbouring", "neighboring"))
_AT_THE_HOUSE = frozenset(("in", "at", "inside", "outside", "near", "into", "to", "from", "on"))
_NOT_A_SUBJECT = frozenset(("of", "in", "at", "to", "for", "from", "near", "via"))
_JOINTS = (["and"], [","], ["or"], [",", "and"])


def roles(doc: Document, named: Sequence[tuple[Spot, Sense]]) -> list[str]:
    """The role of each place; what is joined by "and" to the subject of a verb shares its role."""
    found = [role(doc, spot, sense) for spot, sense in named]
    for i in range(len(named) - 2, -1, -1):
        spot, sense = named[i]
        following = named[i + 1][0]
        if (
            found[i + 1] == GOVERNMENT
            and found[i] == LOCATION
            and _acts(sense)
            and doc.lower[spot.last : following.first] in _JOINTS
            and (_is_subject(doc, following) or (i and found[i - 1] == GOVERNMENT))
            and _before(doc, spot) not in word_lists()["locative"]
        ):
            found[i] = GOVERNMENT
    return found


def role(doc: Document, spot: Spot, sense: Sense) -> str:
    """location, government or demonym, by the words beside the spot."""
    if sense.how in ("demonym", "prefix"):
        return DEMONYM
    before = _before(doc, spot)
    if sense.how == "seat":
        return LOCATION if sense.lat is not None and before in _AT_THE_HOUSE else GOVERNMENT
    if not _acts(sense):
        return LOCATION
    return GOVERNMENT if _speaks(doc, spot, before) else LOCATION


def _acts(sense: Sense) -> bool:
    """Whether a government goes by this name: states, capitals, and the cities that act as one."""
    if sense.kind == "country":
        return True
    return sense.kind == "city" and (
        sense.capital or sense.name.lower().replace(" ", "_") in word_lists()["acts_for_state"]
    )


def _before(doc: Document, spot: Spot) -> str:
    at = spot.first - 1
    while at >= 0 and doc.lower[at] in _PASSED_OVER:
        at -= 1
    return doc.lower[at] if at >= 0 else ""


def _is_subject(doc: Document, spot: Spot) -> bool:
    """Whether the name does what governments do: "Moscow denied", "Tokyo is ready", "Rome will".

    Not "Oslo is the venue", "Oslo will be the next round", "Oslo will host".
    """
    lists = word_lists()
    at = spot.last
    while at < len(doc.lower) and doc.lower[at] in lists["adverb"]:
        at += 1
    after = doc.lower[at : at + 3]
    # "in Cairo and Amman May 24"
    if not after or (after[0] == "may" and doc.words[at] != "may"):
        return False
    if after[0] in lists["voice"]:
        return True
    if after[0] in lists["auxiliary"]:
        del after[0]
        if after and after[0] in lists["venue_verb"]:
            return False
        if not after or after[0] not in lists["copula"]:
            return True
    if after[0] not in lists["copula"]:
        return False
    what = next((word for word in after[1:] if word not in lists["adverb"]), "")
    return what.endswith("ing") or what in lists["state_of_mind"] or what in lists["voice"]


def _speaks(doc: Document, spot: Spot, before: str) -> bool:
    """Whether the name stands for the state: as a subject, an owner of acts, or a party."""
    lists = word_lists()
    lower = doc.lower
    if spot.after:
        return spot.after in lists["state_suffix"]
    if before in lists["addressing"]:
        return True
    if before in lists["dealing_link"] and _is_dealt_with(lower, spot, before, lists):
        return True
    if before in lists["locative"]:
        return False
    if spot.last < len(lower) and lower[spot.last] in ("'s", "'"):
        return _owns_an_act(lower, spot.last + 1, lists)
    if before not in _NOT_A_SUBJECT and _is_subject(doc, spot):
        return True
    if before == "and":
        window = lower[max(0, spot.first - 8) : spot.first]
        return "between" in window and not lists["relation"].isdisjoint(window)
    return before in ("against", "by")


def _owns_an_act(lower: list[str], at: int, lists: dict[str, frozenset[str]]) -> bool:
    """ "Moscow's invasion", "Tehran's nuclear ambitions"; not "Moscow's streets"."""
    for word in lower[at : at + 3]:
        if word in lists["abstract"]:
            return True
        if not word.isalpha():
            return False
    return False


def _is_dealt_with(
    lower: list[str], spot: Spot, before: str, lists: dict[str, frozenset[str]]
) -> bool:
    """ "relations with Moscow", "pressure on Tehran", "called on Ankara", "support for Kyiv"."""
    window = lower[max(0, spot.first - 5) : spot.first]
    at = len(window) - 1 - window[::-1].index(before)
    if before in ("with", "between"):
        return not lists["relation"].isdisjoint(window[:at])
    return at > 0 and window[at - 1] in lists["dealing"]
