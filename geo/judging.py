"""Weighs for each spot the evidence that it is a place, before asking which one.

Points, not probabilities: what is accepted lies above `ACCEPT`. Every piece of evidence is a
small function or a row of `place_words.csv` and `name_words.csv`.
"""

from __future__ import annotations

from math import log10
from typing import NamedTuple

from geo import names as proper
from geo.gazetteer import Sense
from geo.names import Name, Names
from geo.spotting import Spot, word_lists
from geo.text import Document

ACCEPT = 1.0
NEVER = -20.0


class Setting(NamedTuple):
    """What judging asks of the article: its proper names by token, and its words in lower case."""

    doc: Document
    name_of: dict[int, Name]
    small: frozenset[str]


def setting(doc: Document, names: Names) -> Setting:
    """Gather it once an article."""
    name_of = {token: name for name in names.names for token in range(name.first, name.last)}
    small = frozenset(word for word, low in zip(doc.words, doc.lower, strict=True) if word == low)
    return Setting(doc, name_of, small)


def weigh(spots: list[Spot], around: Setting) -> list[float]:
    """The points of each spot; a name that is a place somewhere is more likely one elsewhere."""
    local = [_points(spot, around) for spot in spots]
    best: dict[str, float] = {}
    for spot, points in zip(spots, local, strict=True):
        best[spot.key] = max(best.get(spot.key, NEVER), points)
    return [
        points if points <= NEVER else points + 0.6 * max(0.0, best[spot.key] - points)
        for spot, points in zip(spots, local, strict=True)
    ]


def _points(spot: Spot, around: Setting) -> float:
    tables = any(
        sense.how != "name" or sense.kind in ("country", "region") for sense in spot.senses
    )
    points = max(_prior(sense) for sense in spot.senses)
    points += _as_name(spot, around, tables)
    if points <= NEVER / 2:
        return NEVER
    points += _beside(spot, around)
    if not tables or points < 4:
        points += _as_word(spot, around, tables)
    return points


def _prior(sense: Sense) -> float:
    """How likely a name means this place when nothing else is known."""
    if sense.kind in ("country", "region") or sense.how in ("seat", "demonym"):
        return 5.0 * sense.sure
    if sense.how == "prefix":
        return -1.0
    if sense.kind == "facility":
        return 3.0
    points = 1.25 * (log10(sense.population + 1000) - 4.3)
    if sense.capital:
        points = max(points, 2.0) + 1.0
    if not sense.primary:
        points -= 2.0
    return points


def _as_name(spot: Spot, around: Setting, tables: bool) -> float:
    """What the proper name that the spot stands in says."""
    name = around.name_of.get(spot.first)
    if name is None:
        return _after_of(spot, around)
    lists = word_lists()
    lower = around.doc.lower
    if name.kind == "person":
        return NEVER
    before = lower[spot.first - 1] if spot.first > name.first else ""
    after = lower[spot.last] if spot.last < name.last else ""
    if name.kind == "organisation":
        if name.sign in lists["organ"] or (not before and not after):
            return -0.5 if not tables else 0.0
        if any(sense.how == "demonym" for sense in spot.senses):
            return 0.0
        return -4.5 if tables else NEVER
    points = _after_of(spot, around) if not before else 0.0
    if after in lists["drop_after"]:
        points -= 1.0 if tables else 4.0
    elif after in lists["keep_after"]:
        points += 0.5
    elif after and name.last - name.first <= 5 and not tables:
        points -= 1.5
    if before and before not in lists["direction"]:
        people = proper.words()
        if before in people.given:
            points -= 2.5 if tables else 5.0
        elif not tables and name.last - name.first <= 5:
            points -= 1.5
    return points


def _after_of(spot: Spot, around: Setting) -> float:
    """ "University of London", "Duke of York": another thing's name."""
    doc = around.doc
    at = spot.first - 1
    if at >= 0 and doc.lower[at] == "the":
        at -= 1
    if at < 1 or doc.lower[at] != "of" or not doc.words[at - 1][0].isupper():
        return 0.0
    head = doc.lower[at - 1]
    lists = word_lists()
    if head in proper.words().kinds["of_head"] and head not in lists["organ"]:
        return -4.5
    return 0.0


def _beside(spot: Spot, around: Setting) -> float:
    """What stands before and after."""
    doc = around.doc
    lower = doc.lower
    lists = word_lists()
    points = 0.0
    at = spot.first - 1
    while at >= 0 and (lower[at] == "the" or lower[at] in lists["direction"]):
        at -= 1
    before = lower[at] if at >= 0 else ""
    if before in lists["locative"]:
        points += 2.0
    elif before in lists["toward"]:
        points += 0.7
    if spot.after in lists["suffix"]:
        points += 2.0
    elif spot.after or (spot.before and spot.before not in lists["prefix"]):
        points -= 1.0
    after = lower[spot.last] if spot.last < len(lower) else ""
    if after in proper.words().kinds["speech"] and before not in lists["locative"]:
        points -= 1.0
    return points


def _as_word(spot: Spot, around: Setting, tables: bool) -> float:
    """Common words and people's names that are towns too."""
    if " " in spot.key:
        return 0.0
    points = 0.0
    if spot.key in around.small:
        points -= 1.0 if tables else 3.0
    lists = word_lists()
    people = proper.words()
    if spot.key in lists["town_word"]:
        points -= 1.5
    elif spot.key in people.given or spot.key in people.surnames:
        points -= 1.0
    return points
