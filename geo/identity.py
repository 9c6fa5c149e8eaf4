"""Who is who over many articles: one person under the spellings that newspapers print."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from geo import tables

# Letters that do not fall apart into a plain letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)
_WORD = re.compile(r"[^\W_]+")  # Kassym|Jomart  N|Djamena  Tokayev
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʻʼ`", None))

# So many times as often as all else must be said what overrules a telling.
_CLEARLY = 4
_MOST_NAMESAKES = 200

NameKey = tuple[str, str | None]


class Identity(NamedTuple):
    """A person over all articles. slug: for addresses, such as `antony-blinken-us`."""

    slug: str
    name: str
    country: str | None


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, no accents, one blank between words: for comparing, never for showing."""
    parted = unicodedata.normalize("NFKD", text.lower().translate(_APOSTROPHES))
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(plain.translate(_PLAIN_LETTERS)))


def identities(counts: Mapping[NameKey, int]) -> dict[NameKey, Identity]:
    """For each (name, country) the person meant; counts: how many articles say it.

    One person are, within one country: the same words in any order, in another romanisation
    (Sergei and Sergey), without initials (Antony J. Blinken); and a name whose words all stand in
    a longer one, a surname alone above all, unless several people may be meant. A full name
    without a country, or with one that hardly any article gives it, belongs to the country that
    most give; a surname without a country to the country that has almost all who bear it.
    """
    names: dict[str | None, Counter[frozenset[str]]] = defaultdict(Counter)
    owners: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    for (name, country), count in counts.items():
        words = _words(name)
        names[country][words] += count
        if country:
            owners[words][country] += count
            for word in words if len(words) > 1 else ():
                owners[frozenset((word,))][country] += count
    people = {country: _Names(weights) for country, weights in names.items()}
    merged: dict[tuple[str | None, frozenset[str]], list[NameKey]] = defaultdict(list)
    for name, country in sorted(counts, key=_stable):
        words = _words(name)
        home = country
        if len(words) > 1 or country is None:
            home = _home(country, owners[words])
        merged[home, people[home].whole(words)].append((name, country))
    found: dict[NameKey, Identity] = {}
    for (country, _), members in merged.items():
        found.update(dict.fromkeys(members, _identity(members, country, counts)))
    return found


def _home(country: str | None, owners: Counter[str]) -> str | None:
    """The country that a full name belongs to, given how many articles give it which."""
    if not owners:
        return country
    most, count = min(owners.items(), key=lambda owner: (-owner[1], owner[0]))
    rest = owners[country] if country else owners.total() - count
    return most if count >= _CLEARLY * rest and count > rest else country


def _stable(key: NameKey) -> tuple[str, str]:
    return key[0], key[1] or ""


def _identity(
    members: list[NameKey], country: str | None, counts: Mapping[NameKey, int]
) -> Identity:
    """The spelling that most articles use among those with most to tell, and its slug."""
    spelled: Counter[str] = Counter()
    for name, where in members:
        spelled[name] += counts[name, where]

    def rank(name: str) -> tuple[bool, int, bool, int, str]:
        initials = any(len(word) == 1 for word in fold(name).split())
        return len(_words(name)) > 1, spelled[name], not initials, len(name), name

    name = max(spelled, key=rank)
    words = [word for word in fold(name).split() if len(word) > 1] or fold(name).split()
    slug = "-".join([*words, country.lower()] if country else words)
    return Identity(slug or "unnamed", name, country)


@cache
def _words(name: str) -> frozenset[str]:
    """What a name is compared by: its words in one romanisation, initials left out."""
    words = fold(name).split()
    long = [word for word in words if len(word) > 1] or words
    return frozenset(_romanised(word) for word in long)


@cache
def _romanised(word: str) -> str:
    for row in tables.rows("romanisation"):
        word = word.replace(row["spelled"], row["read"])
    return re.sub(r"(.)\1", r"\1", word)  # Mohammed, Mohamed


class _Names:
    """The names of one country's people by their words, with how often each is said."""

    def __init__(self, weights: Counter[frozenset[str]]) -> None:
        self.weights = weights
        self.bearers: dict[str, list[frozenset[str]]] = defaultdict(list)
        # The most frequent first, so that the search may stop early where a word is common.
        for words in sorted(weights, key=lambda words: (-weights[words], sorted(words))):
            for word in words:
                self.bearers[word].append(words)
        self.known: dict[frozenset[str], frozenset[str]] = {}

    def whole(self, words: frozenset[str]) -> frozenset[str]:
        """The longest name that must be meant by these words: themselves where it may be several.

        A name is looked up under its rarest word, so that common given names cost nothing.
        """
        if words not in self.known:
            larger = self._larger(words)
            kin = [other for other in larger if other <= larger[0] or other >= larger[0]]
            said = sum(self.weights[other] for other in kin)
            others = sum(self.weights[other] for other in larger) - said
            clear = bool(larger) and said >= _CLEARLY * others
            self.known[words] = self.whole(larger[0]) if clear else words
        return self.known[words]

    def _larger(self, words: frozenset[str]) -> list[frozenset[str]]:
        lists = [self.bearers.get(word, []) for word in words]
        rarest = min(lists, key=len, default=[])
        return [other for other in rarest[:_MOST_NAMESAKES] if words < other]
