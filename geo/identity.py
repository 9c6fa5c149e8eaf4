"""Who is who over many articles: one person under the spellings that newspapers print."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
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


def identities(mentions: Iterable[NameKey]) -> dict[NameKey, Identity]:
    """For each (name, country) the person meant; names may come many times, and count by that.

    One person are, within one country: the same words in any order, in another romanisation
    (Sergei and Sergey), without initials (Antony J. Blinken); a name whose words all stand in a
    longer one; and a single word that only one of the country's people bears. A full name without
    a country, or with one that hardly any article gives it, belongs to the country that most do.
    """
    counts = Counter(mentions)
    by_country: dict[str | None, dict[frozenset[str], list[str]]] = defaultdict(dict)
    for name, country in sorted(counts, key=_stable):
        by_country[country].setdefault(_words(name), []).append(name)
    owners: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    for (name, country), count in counts.items():
        if country:
            owners[_words(name)][country] += count
    found: dict[NameKey, Identity] = {}
    merged: dict[tuple[str | None, frozenset[str]], list[NameKey]] = defaultdict(list)
    longest = {country: _longest(spellings) for country, spellings in by_country.items()}
    for country, spellings in by_country.items():
        for words, names in spellings.items():
            home = _home(country, owners[words]) if len(words) > 1 else country
            merged[home, longest[home][words]].extend((name, country) for name in names)
    for (country, _), members in merged.items():
        who = _identity(members, country, counts)
        found.update(dict.fromkeys(members, who))
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


def _longest(spellings: Mapping[frozenset[str], list[str]]) -> dict[frozenset[str], frozenset[str]]:
    """For each set of words the one larger set that holds it, else itself (none, or several).

    A name is looked up under its rarest word, so that common given names cost nothing.
    """
    bearers: dict[str, list[frozenset[str]]] = defaultdict(list)
    for words in spellings:
        for word in words:
            bearers[word].append(words)
    found = {}
    for words in spellings:
        rarest = min(words, key=lambda word: (len(bearers[word]), word), default="")
        larger = [other for other in bearers[rarest][:200] if words < other]
        widest = [one for one in larger if all(one >= other for other in larger)]
        found[words] = widest[0] if widest else words
    return found
