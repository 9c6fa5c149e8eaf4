"""Finds the words that may name a place: longest match over the gazetteer, every form of a name.

Nothing is judged here. A hyphenated word is cut into units ("Moscow-based", "US-China"), and a
match must begin and end with one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple

from geo import gazetteer, tables
from geo.gazetteer import Sense, fold
from geo.text import Document

LONGEST = 7  # words in the longest name that is looked for


class Spot(NamedTuple):
    """Words that bear the name of a place.

    Tokens `first:last`, offsets `start:end`; key: the folded name. before, after: what a hyphen
    joins to it ("pro", "based"), empty when nothing.
    """

    start: int
    end: int
    first: int
    last: int
    key: str
    senses: tuple[Sense, ...]
    before: str = ""
    after: str = ""


class _Window(NamedTuple):
    """Tokens, or the parts of hyphenated ones, that may belong to one name, in four columns:
    offsets, folded form, and the token that each stands in."""

    starts: list[int]
    ends: list[int]
    folded: list[str]
    tokens: list[int]


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The lists of `place_words.csv` by kind."""
    found: dict[str, set[str]] = {}
    for row in tables.rows("place_words"):
        found.setdefault(row["kind"], set()).update(row["words"].split())
    return {kind: frozenset(words) for kind, words in found.items()}


def find(doc: Document, capitals: Sequence[int], taken: Set[int] = frozenset()) -> Iterator[Spot]:
    """All spots in the order of the text, no two overlapping, each as long as it can be.

    capitals: the tokens where a name can begin (`Names.capitals`); taken: those that surely
    belong to somebody's name.
    """
    small, inner = _small_before(), word_lists()["inner"]
    words, lower, starts, ends = doc.words, doc.lower, doc.starts, doc.ends
    count = len(words)
    resume = 0
    for i in capitals:
        if i < resume or i in taken:
            continue
        low = lower[i]
        if i > resume and lower[i - 1] in small.get(low, ()):
            # "mainland China"; but "the Horn of Africa" is longer than "the Horn".
            spot, _ = _longest(doc, _window(doc, i - 1), 0)
            longer, _ = _longest(doc, _window(doc, i), 0)
            if spot and spot.last > i and not (longer and longer.last > spot.last):
                yield spot
                resume = spot.last
                continue
        if words[i].isalnum():
            if not _may_begin(low):
                continue
            after = lower[i + 1] if i + 1 < count else ""
            if (
                not after
                or not _may_go_on(low)
                or (
                    after == words[i + 1]
                    and after not in inner
                    and not (after == "." and low in _POINTED)
                    and not (after == "'s" and low in _possessors())
                )
                or (after.isalnum() and not _may_go_on_with(low, after))
            ):
                key, senses = _single(words[i])
                if senses:
                    yield Spot(starts[i], ends[i], i, i + 1, key, senses)
                    resume = i + 1
                continue
        elif _is_initial(low) and i + 1 < count and _is_initial(lower[i + 1]):
            # "J. R. Smith"; but "S. Korea".
            continue
        window = _window(doc, i)
        k = 0
        tokens = window.tokens
        while k < len(tokens) and (tokens[k] == i or (k and tokens[k] < resume)):
            spot, length = _longest(doc, window, k)
            if spot is None:
                k += 1
                continue
            yield spot
            k += length
            resume = spot.last


def _is_initial(low: str) -> bool:
    return len(low) == 2 and low[1] == "."


@lru_cache(maxsize=1 << 15)
def _single(word: str) -> tuple[str, tuple[Sense, ...]]:
    """The key and the senses of a word that no other joins."""
    key = fold(word)
    return key, _match((key,), word, (len(word),))[1]


@cache
def _possessors() -> frozenset[str]:
    """The words before the possessive that names begin with: "People's Republic", "Cox's Bazar"."""
    pairs = (key.split(" ", 2) for key in gazetteer.special())
    named = {words[0] for words in pairs if words[1:2] == ["s"]}
    return frozenset(named.union(gazetteer.cities().possessors))


@lru_cache(maxsize=1 << 15)
def _may_begin(word: str) -> bool:
    """Whether any name begins with this word, in lower case as the text has it."""
    first = fold(word)
    trie = gazetteer.cities().trie
    return first in _heads() or first in trie or any(trie.iterkeys(first + " "))


@lru_cache(maxsize=1 << 15)
def _may_go_on(word: str) -> bool:
    """Whether any name of several words begins with this word."""
    first = fold(word)
    if any(length > 1 for length in _heads().get(first, ())):
        return True
    return " " in first or any(gazetteer.cities().trie.iterkeys(first + " "))


@lru_cache(maxsize=1 << 16)
def _may_go_on_with(word: str, following: str) -> bool:
    """Whether any name begins with these two words."""
    pair = fold(word), fold(following)
    both = " ".join(pair)
    return both.count(" ") > 1 or pair in _pairs() or any(gazetteer.cities().trie.iterkeys(both))


@cache
def _pairs() -> frozenset[tuple[str, ...]]:
    """The first two words of each name of the tables that has several."""
    return frozenset(tuple(key.split(" ", 2)[:2]) for key in gazetteer.special() if " " in key)


_POINTED = ("st", "ste", "ft", "mt")


def _window(doc: Document, i: int) -> _Window:
    """The units from token i on that may belong to one name."""
    text, words, lower, starts, ends = doc.text, doc.words, doc.lower, doc.starts, doc.ends
    inner = word_lists()["inner"]
    units = _Window([], [], [], [])
    j, stop = i, min(len(words), i + LONGEST + 2)
    while j < stop:
        word, low = words[j], lower[j]
        if j > i:
            gap = starts[j] - ends[j - 1]
            if gap > 1 and (gap > 6 or "\n\n" in text[ends[j - 1] : starts[j]]):
                break
            if word == low and low not in inner and low != "'s":
                if low == "." and lower[j - 1].rpartition("-")[2] in _POINTED:
                    j += 1
                    continue
                break
        if j > i and _is_initial(low):
            break
        if "-" in low[1:-1] and low[0].isalpha():
            begin = starts[j]
            for left, right in _parts(word):
                units.starts.append(begin + left)
                units.ends.append(begin + right)
                units.folded.append(fold(word[left:right]))
                units.tokens.append(j)
        elif word[0].isalpha() or low == "'s":
            units.starts.append(starts[j])
            units.ends.append(ends[j])
            units.folded.append(fold(word))
            units.tokens.append(j)
        else:
            break
        j += 1
    return units


def _parts(word: str) -> list[tuple[int, int]]:
    """Where the parts of a hyphenated word begin and end."""
    found = []
    begin = 0
    for at, char in enumerate(word):
        if char in "-‐‑":
            if at > begin:
                found.append((begin, at))
            begin = at + 1
    if begin < len(word):
        found.append((begin, len(word)))
    return found


@cache
def _heads() -> dict[str, tuple[int, ...]]:
    """The first word of each name of the tables, and how many words such names have."""
    found: dict[str, set[int]] = {}
    for key in gazetteer.special():
        words = key.split()
        if words:
            found.setdefault(words[0], set()).add(len(words))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


@cache
def _small_before() -> dict[str, set[str]]:
    """For second words of the tables' names the first ones that news writes small: "mainland
    China".
    """
    names = [row["name"] for row in tables.rows("state_names")]
    for row in (*tables.rows("parts"), *tables.rows("regions")):
        names.extend(row.get("other_names", "").split("|"))
        names.extend(row.get("names", "").split("|"))
    found: dict[str, set[str]] = {}
    for name in names:
        words = name.lower().split() if name[:1].islower() else []
        if len(words) > 1:
            found.setdefault(words[1], set()).add(words[0])
    return found


def _longest(doc: Document, window: _Window, k: int) -> tuple[Spot | None, int]:
    """The longest name that begins with unit k, and its number of units."""
    starts, ends, folded, tokens = window
    start = starts[k]
    most = min(len(starts), k + LONGEST)
    length, senses = _match(
        tuple(folded[k:most]),
        doc.text[start : ends[most - 1]],
        tuple([end - start for end in ends[k:most]]),
    )
    if not length:
        return None, 0
    last = k + length - 1
    spot = Spot(
        start,
        ends[last],
        tokens[k],
        tokens[last] + 1,
        " ".join(folded[k : last + 1]),
        senses,
        folded[k - 1] if k and tokens[k - 1] == tokens[k] else "",
        folded[last + 1] if last + 1 < len(tokens) and tokens[last + 1] == tokens[last] else "",
    )
    return spot, length


@lru_cache(maxsize=1 << 14)
def _match(
    folded: tuple[str, ...], text: str, ends: tuple[int, ...]
) -> tuple[int, tuple[Sense, ...]]:
    """How many of the units are the longest name, and what bears it.

    folded: the units; text: as they are written; ends: where each ends in it.
    """
    best = 0
    senses: tuple[Sense, ...] = ()
    entries = gazetteer.special()
    for length in _heads().get(folded[0], ()):
        if length > len(folded):
            continue
        held = entries.get(" ".join(folded[:length]))
        if held is None:
            continue
        spelled = text[: ends[length - 1]]
        fitting = tuple(
            dict.fromkeys(
                e.sense for e in held if e.spelled is None or _spelled(e.spelled, spelled)
            )
        )
        if fitting:
            best, senses = length, fitting
            break
    if not folded[0] or not text[0].isupper():
        return best, senses
    longest = _longest_city(" ".join(folded))
    length = longest.count(" ") - folded[0].count(" ") + 1 if longest else 0
    if length and length == best:
        senses += _beside_state(senses, gazetteer.lookup_city(longest))
    elif length > best and (length > 2 or _last_word(text, ends, length).isupper()):
        best, senses = length, gazetteer.lookup_city(longest)
    return best, senses


def _last_word(text: str, ends: tuple[int, ...], length: int) -> str:
    """The first letter of the last of `length` units."""
    begin = ends[length - 2] if length > 1 else 0
    return text[begin : ends[length - 1]].lstrip(" \n\r\t\u00a0-‐‑.")[:1]


def _beside_state(named: tuple[Sense, ...], towns: tuple[Sense, ...]) -> tuple[Sense, ...]:
    """The towns that a name of the tables may mean as well.

    Singapore and Luxembourg are first of all states; "Mexico" is Mexico City only where nothing
    else is called so.
    """
    states = {sense.country for sense in named if sense.kind == "country" and sense.sure >= 0.8}
    return tuple(s for s in towns if s.country not in states and (s.primary or s.kind != "city"))


def _spelled(wanted: str, found: str) -> bool:
    return wanted == found.replace(".", "").replace("\u00a0", " ")


def _longest_city(key: str) -> str:
    """The longest name of a city that `key` begins with, ending where a word ends."""
    if " " not in key:
        return key if key in gazetteer.cities().trie else ""
    found: list[str] = gazetteer.cities().trie.prefixes(key)
    for name in reversed(found):
        if len(name) == len(key) or key[len(name)] == " ":
            return name
    return ""
