"""How sure it is that a sum is a gift, by what was found of its giver and receiver."""

from __future__ import annotations

from functools import cache

from geo import tables
from geo.donors import Donor
from geo.giving import Governor
from geo.receivers import Taken
from geo.topics import Topic

# Least evidence for a gift, in points (see `points`).
ENOUGH = 3
# How receivers are found whom the sentence does not name as such.
GUESSED = ("implied", "titled", "nearby", "told of")

_GIVER = {
    **dict.fromkeys(
        ("by", "from", "possessive", "relative", "adjective", "thanked", "asked"), "beside"
    ),
    **dict.fromkeys(("subject", "clause", "pronoun"), "subject"),
}
_RECEIVER = {
    **dict.fromkeys(("named", "subject"), "named"),
    **dict.fromkeys(("referred", "fronted"), "referred"),
    **dict.fromkeys(GUESSED, "implied"),
}
_ACTS = frozenset(("give", "receive", "request", "reject", "delay", "pass", "part", "total"))


def points(
    verb: Governor, topic: Topic, donor: Donor, donors: tuple[str, ...], taken: Taken
) -> int:
    """How much speaks for a gift: its verb, its noun, its giver, its receiver."""
    found = 0
    if verb.verb is not None and (verb.verb.act in _ACTS or verb.verb.lemma == "raise"):
        found += 2 if verb.verb.strong else 1
    found += 2 if topic.aid else 1 if topic.project else 0
    found += bool(donors) or donor.why == "unknown"
    asked = verb.verb is not None and verb.verb.act == "request"
    found += asked and donor.why == "many" and donor.at >= 0  # "needs $5m from its allies"
    between = verb.verb is not None or taken.how == "named"  # "$5m from Ireland for Malawi"
    named = donor.why in ("by", "possessive") or (donor.why == "from" and between)
    found += 2 * (named and not topic.aid)
    found += taken.how in ("named", "subject", "referred", "fronted")
    return found


def confidence(found: int, donor: Donor, donors: tuple[str, ...], taken: Taken) -> float:
    """The share of right readings among those with the same evidence (see the table)."""
    giver = _GIVER.get(donor.why, "told") if donors else "none"
    if giver != "told" and not donor.labels:
        giver = "told" if donors else "none"
    share = _shares()[giver, _RECEIVER.get(taken.how, "none")]
    return round(share - (0.08 if found <= ENOUGH else 0.0), 2)


@cache
def _shares() -> dict[tuple[str, str], float]:
    rows = tables.rows("funding_confidence")
    return {(row["giver"], row["receiver"]): float(row["share"]) for row in rows}


def rule(verb: Governor, donor: Donor, taken: Taken) -> str:
    """The name of what was read: the act, and how giver and receiver were found."""
    act = verb.verb.act if verb.verb else "noun"
    return f"funding.{act}.{donor.why or 'implied'}.{taken.how or 'none'}"
