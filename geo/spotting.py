"""Finds the words that may name a place: longest match over the gazetteer, every form of a name.

Nothing is judged here. A hyphenated word is cut into units ("Moscow-based", "US-China"), and a
match must begin and end with one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from geo import gazetteer, tables
from geo.gazetteer import Sense, fold
from geo.names import is_capitalised
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


class _Units(NamedTuple):
    """Tokens cut at hyphens: offsets, folded form, the token each stands in, and whether the
    next unit may belong to the same name."""

    starts: list[int]
    ends: list[int]
    folded: list[str]
    tokens: list[int]
    glued: list[bool]


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The lists of `place_words.csv` by kind."""
    found: dict[str, set[str]] = {}
    for row in tables.rows("place_words"):
        found.setdefault(row["kind"], set()).update(row["words"].split())
    return {kind: frozenset(words) for kind, words in found.items()}


def find(doc: Document) -> Iterator[Spot]:
    """All spots in the order of the text, no two overlapping, each as long as it can be."""
    units = _units(doc)
    text = doc.text
    heads = _heads()
    k, count = 0, len(units.starts)
    while k < count:
        word = units.folded[k]
        lengths = heads.get(word, ())
        first_char = text[units.starts[k]]
        if not (
            first_char.isupper()
            or (lengths and _may_open_small(units, k, text))
            or is_capitalised(text[units.starts[k] : units.ends[k]])
        ):
            k += 1
            continue
        spot, length = _longest(units, k, lengths, text)
        if spot is None:
            k += 1
            continue
        yield spot
        k += length


def _units(doc: Document) -> _Units:
    words, lower, starts, ends, text = doc.words, doc.lower, doc.starts, doc.ends, doc.text
    units = _Units([], [], [], [], [])
    for i, word in enumerate(words):
        low = lower[i]
        if word.isascii() and word.isalnum():
            units.starts.append(starts[i])
            units.ends.append(ends[i])
            units.folded.append("saint" if low == "st" else low)
            units.tokens.append(i)
            units.glued.append(True)
            continue
        if word == "." and i and lower[i - 1] in ("st", "ste", "ft", "mt"):
            continue
        if "-" in low[1:-1] and low[0].isalpha():
            begin = starts[i]
            for left, right in _parts(word):
                units.starts.append(begin + left)
                units.ends.append(begin + right)
                units.folded.append(fold(word[left:right]))
                units.tokens.append(i)
                units.glued.append(True)
            continue
        units.starts.append(starts[i])
        units.ends.append(ends[i])
        named = word[0].isalpha() or low == "'s"
        units.folded.append(fold(word) if named else "")
        units.tokens.append(i)
        units.glued.append(named)
    # A name does not run over a paragraph's end, a bullet or a wide gap.
    for k in range(len(units.starts) - 1):
        left, right = units.ends[k], units.starts[k + 1]
        if right - left > 1:
            gap = text[left:right]
            if "\n\n" in gap or (gap.strip(" \n\r\t\u00a0\u202f\u00ad.-‐‑") != ""):
                units.glued[k] = False
    if units.glued:
        units.glued[-1] = False
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


def _may_open_small(units: _Units, k: int, text: str) -> bool:
    """Whether a name of the tables may begin here without a capital: "mainland China"."""
    return (
        units.glued[k]
        and k + 1 < len(units.starts)
        and text[units.starts[k + 1]].isupper()
        and len(units.folded[k]) > 2
    )


def _longest(units: _Units, k: int, lengths: tuple[int, ...], text: str) -> tuple[Spot | None, int]:
    """The longest name that begins with unit k, and its number of units."""
    count = len(units.starts)
    run = 1
    while run < LONGEST and k + run < count and units.glued[k + run - 1] and units.folded[k + run]:
        run += 1
    folded = units.folded
    best = 0
    senses: tuple[Sense, ...] = ()
    entries = gazetteer.special()
    for length in lengths:
        if length > run:
            continue
        key = folded[k] if length == 1 else " ".join(folded[k : k + length])
        held = entries.get(key)
        if held is None:
            continue
        spelled = text[units.starts[k] : units.ends[k + length - 1]]
        fitting = tuple(e.sense for e in held if e.spelled is None or _spelled(e.spelled, spelled))
        if fitting:
            best, senses = length, fitting
            break
    key = folded[k] if run == 1 else " ".join(folded[k : k + run])
    longest = _longest_city(key) if key and text[units.starts[k]].isupper() else ""
    if longest:
        length = longest.count(" ") + 1
        if units.folded[k].count(" "):
            length -= units.folded[k].count(" ")
        capital = text[units.starts[k + length - 1]].isupper() or length > 2
        if length > best and capital:
            best, senses = length, _city_senses(longest)
        elif length == best:
            senses = senses + _city_senses(longest)
    if not best:
        return None, 0
    last = k + best - 1
    before = after = ""
    if k and units.tokens[k - 1] == units.tokens[k]:
        before = folded[k - 1]
    if last + 1 < count and units.tokens[last + 1] == units.tokens[last]:
        after = folded[last + 1]
    spot = Spot(
        units.starts[k],
        units.ends[last],
        units.tokens[k],
        units.tokens[last] + 1,
        " ".join(folded[k : k + best]),
        senses,
        before,
        after,
    )
    return spot, best


def _spelled(wanted: str, found: str) -> bool:
    return wanted == found.replace(".", "").replace("\u00a0", " ")


@lru_cache(maxsize=1 << 14)
def _longest_city(key: str) -> str:
    """The longest name of a city that `key` begins with, ending where a word ends."""
    for name in reversed(gazetteer.cities().trie.prefixes(key)):
        if len(name) == len(key) or key[len(name)] == " ":
            return name
    return ""


@lru_cache(maxsize=1 << 12)
def _city_senses(key: str) -> tuple[Sense, ...]:
    return gazetteer.lookup_city(key)
