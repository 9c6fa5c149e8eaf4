"""Weighs for each spot the evidence that it is a place, before asking which one.

Points, not probabilities: what is accepted lies above `ACCEPT`. Every piece of evidence is a
small function or a row of `place_words.csv` and `name_words.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log10
from typing import NamedTuple

from geo import gazetteer, lexicon
from geo.gazetteer import SMALL_CAPITAL, Sense
from geo.lexicon import CALENDAR, GIVEN, NOUN, OF_HEAD, SOFT_OPENER, SPEECH, SURNAME
from geo.names import Name, Names
from geo.resolving import Choice
from geo.spotting import Spot, word_lists
from geo.text import Document

ACCEPT = 1.0
NEVER = -20.0
SURE = 4.5
SURE_NEIGHBOUR = 3.5
LONG_LIST = 4
SMALL_ABROAD = 30_000
MOST_PRIORS = 12  # senses asked for how likely a name is a place; the largest stand first
LARGE = 500_000
LARGE_FOR_A_NOUN = 100_000


class Setting(NamedTuple):
    """What judging asks of the article: its proper names by token, the spots' words that it also
    writes in lower case, the tokens that begin a sentence, and the states that it names. barring:
    the tokens that may bar what stands beside them from being a place. priors: what `_prior_of` has
    found for the senses of a name, by their identity."""

    doc: Document
    name_of: dict[int, Name]
    words: frozenset[str]
    opening: frozenset[int]
    states: frozenset[str | None]
    barring: frozenset[int]
    priors: dict[int, float]


def setting(doc: Document, names: Names, spots: Sequence[Spot], home: str | None) -> Setting:
    """Gather it once an article. home: the state where the article appeared, if that is known."""
    name_of = {token: name for name in names.names for token in range(name.first, name.last)}
    opening = frozenset(sentence.first for sentence in doc.sentences)
    states = frozenset(
        spot.senses[0].country
        for spot in spots
        if spot.senses[0].how != "name" or spot.senses[0].kind == "country"
    ).union([home] if home else [])
    named = doc.where({spot.key for spot in spots})
    words = frozenset(doc.words[i] for i in named if doc.words[i] == doc.lower[i])
    barring = frozenset(doc.where(_barring()))
    return Setting(doc, name_of, words, opening, states, barring, {})


@cache
def _barring() -> frozenset[str]:
    """The words that `_touches_money` and `_is_piece` ask for."""
    lists = word_lists()
    return _MONEY | lists["kin"] | lists["name_head"] | lists["name_link"]


def weigh(
    spots: Sequence[Spot], statements: Sequence[Choice | None], around: Setting
) -> list[float]:
    """The points of each spot; a name that is a place somewhere is more likely one elsewhere.

    statements: what the words beside each spot say of where it lies (`resolving.stated`).
    """
    local = [
        _points(spot, statement, around) for spot, statement in zip(spots, statements, strict=True)
    ]
    _lift_in_lists(spots, local, around.doc)
    best: dict[str, float] = {}
    for spot, points in zip(spots, local, strict=True):
        if points > best.get(spot.key, NEVER):
            best[spot.key] = points
    return [
        points if points <= NEVER else points + 0.6 * (best[spot.key] - points)
        for spot, points in zip(spots, local, strict=True)
    ]


def _follows_town(spot: Spot, doc: Document) -> bool:
    """Whether a state in short stands behind a name: "Paris, Tex."; not "IT FAILS, OR NOT"."""
    at = spot.first - 2
    if at < 0 or doc.words[at + 1] != "," or not doc.words[at][0].isupper():
        return False
    closed = spot.last >= len(doc.words) or not doc.words[spot.last][0].isalpha()
    return closed or not doc.words[at].isupper()


_JOINTS = ([","], ["and"], ["or"], [",", "and"])


def _lift_in_lists(spots: Sequence[Spot], local: list[float], doc: Document) -> None:
    """Raise what stands in a list with a sure place, "Aleppo, Homs and Hama", or in a long list of
    which most are places."""
    begin = 0
    for i, spot in enumerate(spots):
        behind = spots[i + 1].first if i + 1 < len(spots) else spot.last
        if behind - spot.last <= 2 and doc.lower[spot.last : behind] in _JOINTS:
            continue
        listed = range(begin, i + 1)
        begin = i + 1
        if len(listed) < 2:
            continue
        before = [local[k] for k in listed]
        many = len(listed) >= LONG_LIST and 2 * sum(p >= ACCEPT for p in before) > len(listed)
        for n, k in enumerate(listed):
            beside = max(before[max(0, n - 1) : n + 2])
            if -1.0 < before[n] < SURE_NEIGHBOUR and (many or beside >= SURE_NEIGHBOUR):
                local[k] += 1.0


def _points(spot: Spot, statement: Choice | None, around: Setting) -> float:
    first = spot.senses[0]
    if first.how == "short":
        return 5.0 if _follows_town(spot, around.doc) else NEVER
    if first.how == "none" or _is_somebody(spot, around):
        return NEVER
    barring = around.barring
    if (spot.first - 1 in barring or spot.last in barring) and (
        _touches_money(spot, around) or _is_piece(spot, around.doc)
    ):
        return NEVER
    if first.how != "name" or first.kind in ("country", "region"):
        return _points_of_listed(spot, statement, around)
    return _points_of_town(spot, statement, around)


def _points_of_listed(spot: Spot, statement: Choice | None, around: Setting) -> float:
    """Of a state, a part, a region, a seat or an adjective: a place if nothing speaks against."""
    points = _prior_of(spot, around)
    points += _as_name(spot, around, True)
    if points >= SURE:
        return points
    if _opens_report(spot, around) or (statement and _is_whole_name(spot, around)):
        return max(points, SURE)
    if points <= NEVER / 2:
        return NEVER
    return points + _beside(spot, around, True) + _as_word(spot, around, True)


def _points_of_town(spot: Spot, statement: Choice | None, around: Setting) -> float:
    """Of a town or a facility: a place where enough speaks for it."""
    points = _prior_of(spot, around)
    dateline = _opens_report(spot, around)
    if dateline:
        points += 3.0
    elif _is_letters(spot, around):
        return NEVER
    if statement is not None:
        points += 4.0
    if statement and _is_whole_name(spot, around):
        points += _after_of(spot, around, False)
    elif not dateline:
        points += _as_name(spot, around, False)
        if points <= NEVER / 2:
            return NEVER
    return points + _beside(spot, around, False) + _as_word(spot, around, False)


_DASHES = frozenset(("—", "–", "--", "-", "―", "_"))


def _opens_report(spot: Spot, around: Setting) -> bool:
    """Whether the spot is a dateline's place: "LIMA (AP) —", "Lima, May 4.", "LIMA, Peru —"."""
    words, lower = around.doc.words, around.doc.lower
    capitals = words[spot.first].isupper() and len(words[spot.first]) > 4
    if spot.first not in around.opening and not capitals:
        return False
    at = spot.last
    if at + 2 >= len(words):
        return False
    if words[at] == "(":
        return ")" in words[at + 2 : at + 4]
    if words[at] in _DASHES:
        return True
    if words[at] == "," and spot.first in around.opening:
        following = lower[at + 1]
        if _marks(following) & CALENDAR:
            return True
        if following.isdigit() and _marks(lower[at + 2]) & CALENDAR:
            return True
        # "CANBERRA, Australia (AP)"
        return any(word in _DASHES or word == "(" for word in words[at + 2 : at + 5])
    return False


def _is_letters(spot: Spot, around: Setting) -> bool:
    """Whether the word is an abbreviation: "EU", "UN", "SALT"; none where all is capitals."""
    words = around.doc.words
    if spot.end - spot.start > 4 or not around.doc.text[spot.start : spot.end].isupper():
        return False
    near = words[max(0, spot.first - 4) : spot.first + 5]
    letters = [other for other in near if other.isalpha() and len(other) > 1]
    return sum(map(str.isupper, letters)) < 0.7 * len(letters) or len(letters) < 4


def _touches_money(spot: Spot, around: Setting) -> bool:
    """Whether a currency's sign follows: "US$" and "US $" name no country, "give Chad €3m" does."""
    doc = around.doc
    if spot.last >= len(doc.words) or doc.words[spot.last] not in _MONEY:
        return False
    touching = doc.starts[spot.last] == spot.end
    return touching or doc.text[spot.start : spot.end].replace(".", "").isupper()


_MONEY = frozenset("$€£¥")


def _is_somebody(spot: Spot, around: Setting) -> bool:
    """Whether the word is the surname of somebody whom the article names in full."""
    name = around.name_of.get(spot.first)
    return name is not None and name.kind == "person" and name.sign == "surname"


def _is_piece(spot: Spot, doc: Document) -> bool:
    """Whether the word is a piece of a name that no list has, or somebody's given name.

    "New Germany", "Pescara del Tronto", "her sister Savannah".
    """
    lists = word_lists()
    if spot.first:
        before = doc.words[spot.first - 1]
        if before in lists["kin"] or (before[0].isupper() and before.lower() in lists["name_head"]):
            return doc.starts[spot.first] - doc.ends[spot.first - 1] == 1
    return (
        spot.last + 1 < len(doc.words)
        and doc.words[spot.last] in lists["name_link"]
        and doc.words[spot.last + 1][0].isupper()
    )


def _marks(word: str) -> int:
    return lexicon.marks().get(word, 0)


def _is_whole_name(spot: Spot, around: Setting) -> bool:
    """Whether the spot begins the proper name that it stands in, so that no name stands before."""
    name = around.name_of.get(spot.first)
    return name is None or name.first == spot.first


def _prior_of(spot: Spot, around: Setting) -> float:
    """How likely a name means any place; asked once for all spots that bear it."""
    found = around.priors.get(id(spot.senses))
    if found is None:
        found = max([_prior(sense, around.states) for sense in spot.senses[:MOST_PRIORS]])
        around.priors[id(spot.senses)] = found
    return found


def _prior(sense: Sense, states: frozenset[str | None]) -> float:
    """How likely a name means this place when nothing else is known."""
    if sense.kind in ("country", "region") or sense.how in ("seat", "demonym"):
        return 5.0 * sense.sure
    if sense.how == "prefix":
        return -1.0
    if sense.kind == "facility":
        return 3.0
    points = 1.25 * (log10(sense.population + 1000) - 4.3)
    if sense.sure > 0.8:
        points = max(points, 2.5)
    elif sense.sure > 0.6:
        points = max(points, 1.0)
    elif " " in sense.name and sense.name.rpartition(" ")[2].lower() in _street_words():
        points -= 2.0
    expected = sense.country in states
    if sense.capital:
        known = expected or sense.population > SMALL_CAPITAL
        points = max(points, 2.0) + 1.0 if known else max(points, 1.5)
    if not sense.primary:
        points -= 1.5 if expected or sense.population > LARGE else 3.0
    elif expected:
        points += 0.3
    elif states and sense.sure < 0.6 and sense.population < SMALL_ABROAD and not sense.capital:
        # A village that nobody lists is likelier than a small town in a state that is not named.
        points -= 1.0
    return points


def _street_words() -> frozenset[str]:
    return word_lists()["street_word"]


def _as_name(spot: Spot, around: Setting, tables: bool) -> float:
    """What the proper name that the spot stands in says."""
    name = around.name_of.get(spot.last - 1)
    if name is None:
        return _after_of(spot, around, tables)
    lists = word_lists()
    lower = around.doc.lower
    if name.kind == "person":
        # "in Matias Romero": a town with a person's name, where nothing else makes it a person.
        place = name.sign == "" and (spot.first, spot.last) == (name.first, name.last)
        return -1.5 if place and lower[spot.first - 1] in ("in", "near") else NEVER
    before = lower[spot.first - 1] if spot.first > name.first else ""
    after = lower[spot.last] if spot.last < name.last else ""
    if name.kind == "organisation":
        if name.sign in lists["organ"] or (not before and not after):
            return -0.5 if not tables else 0.0
        if any(sense.how == "demonym" for sense in spot.senses):
            return 0.0
        return -4.5 if tables else NEVER
    points = _after_of(spot, around, tables) if not before else 0.0
    if name.sign == "headline" and not tables and spot.senses[0].population < LARGE:
        # Where all words have capitals, a capital makes no name: "IN CELEBRATION OF".
        points -= 1.5
    if after in lists["nature"] or before in lists["nature"]:
        points -= 6.0
    elif not tables and after and not lists["accord"].isdisjoint((after, lower[name.last - 1])):
        return NEVER
    elif after in lists["drop_after"]:
        points -= 1.0 if tables and spot.senses[0].how != "part" else 4.0
    elif after in lists["keep_after"] and (tables or spot.senses[0].population > SMALL_CAPITAL):
        points += 0.5
    elif not tables and not before and name.last - name.first == 2 and _marks(after) & SURNAME:
        # "Paris Jackson"
        points -= 3.0
    elif after and name.last - name.first <= 5 and not tables:
        points -= 1.5 if spot.senses[0].population > LARGE else 2.5
    if before and before not in lists["direction"] and not _marks(before) & SOFT_OPENER:
        if _marks(before) & GIVEN:
            points -= 2.5 if tables else 5.0
        elif not tables and name.last - name.first <= 5:
            points -= 1.5
    return points


def _after_of(spot: Spot, around: Setting, tables: bool) -> float:
    """ "University of London", "Duke of York": another thing's name."""
    doc = around.doc
    at = spot.first - 1
    if at >= 0 and doc.lower[at] == "the":
        at -= 1
    if at < 1 or doc.lower[at] != "of" or not doc.words[at - 1][0].isupper():
        return 0.0
    head = doc.lower[at - 1]
    lists = word_lists()
    if _marks(head) & OF_HEAD and (head not in lists["organ"] or not tables):
        return -6.0
    return 0.0


def _beside(spot: Spot, around: Setting, tables: bool) -> float:
    """What stands before and after."""
    doc = around.doc
    lower = doc.lower
    lists = word_lists()
    points = 0.0
    at = spot.first - 1
    while at >= 0 and (lower[at] == "the" or lower[at] in lists["direction"]):
        at -= 1
    before = lower[at] if at >= 0 else ""
    following = around.doc.words[spot.last] if spot.last < len(lower) else ""
    points += _told_before(doc.words, at, lists)
    if following in lists["accord"]:
        points -= 1.0 if tables and spot.senses[0].how != "part" else -NEVER
    if not tables and not spot.after and spot.first and lower[spot.first - 1] == "the":
        # "the Norbury": cities have no article, but "the Lagos office" has.
        points -= 1.0 if following[:1].islower() else 3.0
    if before == "of" and at and lower[at - 1] == ",":
        # "Mary Doe, 52, of Hayes"
        points += 1.3
    if before in lists["locative"] or (
        before == "to" and at == spot.first - 1 and _leads_on(lower, at, lists)
    ):
        points += 2.0
    elif before in lists["toward"]:
        points += 0.7
    if following in lists["townsfolk"]:
        points += 1.5
    if spot.after in lists["suffix"]:
        points += 2.0
    elif spot.after and not gazetteer.is_place_name(spot.after):
        points -= 1.0
    elif spot.before and spot.before not in lists["prefix"]:
        points -= 0.0 if gazetteer.is_place_name(spot.before) else 1.0
    after = following.lower()
    beyond = around.doc.words[spot.last + 1] if spot.last + 1 < len(lower) else ""
    if after in ("'s", "’s") and not tables and beyond[:1].isupper():
        # "St George's Chapel"
        points -= 2.0
    if _marks(after) & SPEECH and before not in lists["locative"]:
        points -= 1.0
    return points


def _leads_on(lower: list[str], at: int, lists: dict[str, frozenset[str]]) -> bool:
    """Whether a way leads on to what follows token `at`: "flies | to", "flies to Bern and | to"."""
    before = lower[at - 1]
    listed = before in ("and", ",")
    return before in lists["motion"] or (
        listed and any(word in lists["motion"] for word in lower[max(0, at - _LIST) : at - 1])
    )


_LIST = 20  # tokens over which a journey is told


def _told_before(words: list[str], at: int, lists: dict[str, frozenset[str]]) -> float:
    """The noun that ends at token `at`: "the town of Hove", "its capital, Rome"."""
    if at < 0:
        return 0.0
    noun = words[at - 1] if at and words[at] in (",", "of") else words[at]
    return 1.5 if noun in lists["settlement"] else 0.0


def _as_word(spot: Spot, around: Setting, tables: bool) -> float:
    """Common words and people's names that are towns too."""
    if " " in spot.key:
        return 0.0
    points = 0.0
    if spot.key in around.words:
        points -= 1.0 if tables else 3.0
    lists = word_lists()
    marks = _marks(spot.key)
    if marks & (NOUN | CALENDAR):
        large = spot.senses[0].population > LARGE_FOR_A_NOUN
        points -= 2.5 if large and around.doc.lower[spot.first - 1] in lists["locative"] else 4.0
    elif spot.key in lists["brand"]:
        points -= 2.5
    elif spot.key in lists["town_word"]:
        large = spot.senses[0].population > LARGE and spot.first not in around.opening
        points -= 1.0 if large else 1.5
    elif marks & (GIVEN | SURNAME):
        points -= 1.0
    return points
