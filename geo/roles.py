"""Gives each place its role: the place itself, its government, or an adjective of it."""

from __future__ import annotations

from geo.gazetteer import Sense
from geo.spotting import Spot, word_lists
from geo.text import Document

_FOR_THE_STATE = frozenset(
    ("led", "backed", "brokered", "mediated", "sponsored", "funded", "aligned", "controlled",
     "allied", "imposed", "dominated", "linked", "supplied", "proxy", "held", "friendly")
)  # fmt: skip


def role(doc: Document, spot: Spot, sense: Sense) -> str:
    """location, government or demonym."""
    if sense.how in ("demonym", "prefix"):
        return "demonym"
    if sense.kind == "region" or (sense.kind == "facility" and sense.how != "seat"):
        return "location"
    before = _before(doc, spot)
    lists = word_lists()
    if sense.how == "seat":
        return (
            "location"
            if before in ("in", "at", "inside", "outside", "near", "into", "to")
            else "government"
        )
    if sense.kind == "city" and not sense.capital:
        return "location"
    return "government" if _speaks(doc, spot, before, lists) else "location"


def _before(doc: Document, spot: Spot) -> str:
    at = spot.first - 1
    while at >= 0 and doc.lower[at] in ("the", "both", "neighbouring", "neighboring"):
        at -= 1
    return doc.lower[at] if at >= 0 else ""


def _speaks(doc: Document, spot: Spot, before: str, lists: dict[str, frozenset[str]]) -> bool:
    """Whether the name stands for the state: as a subject, an owner of acts, or a party."""
    lower = doc.lower
    if spot.after:
        return spot.after in _FOR_THE_STATE
    if before in lists["locative"]:
        return False
    after = lower[spot.last] if spot.last < len(lower) else ""
    if after in ("'s", "'"):
        for at in range(spot.last + 1, min(spot.last + 4, len(lower))):
            if lower[at] in lists["abstract"]:
                return True
            if not lower[at].isalpha():
                break
        return False
    if after in lists["auxiliary"] or after in lists["voice"]:
        return before not in ("of", "in", "at", "to", "for")
    if before in ("between", "with", "against", "by", "and"):
        window = lower[max(0, spot.first - 7) : spot.first]
        if before == "and" and "between" not in window:
            return False
        return before in ("against", "by") or any(word in lists["relation"] for word in window)
    return False
