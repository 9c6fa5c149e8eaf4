"""A name -> the places that bear it: states, their parts, regions, cities and facilities.

`lookup(name)` gives all candidates. `country_by_name`, `demonym`, `capital` and `country` answer
the questions that other steps ask. The cities lie in a trie and packed columns (`data/gazetteer`);
all other names are tables of `data/tables`.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from math import log10
from typing import Any, NamedTuple

import marisa_trie

from geo import tables

PRIMARY = 1
# How a city became known: by the news names of `city_names.csv`, or as a place where states meet.
NEWS, DIPLOMACY = 1, 2
_SURE = {0: 0.5, NEWS: 0.7, DIPLOMACY: 0.9}


class Sense(NamedTuple):
    """One place that a name may stand for.

    kind: country, city, region, facility, or other, which is no place. how: name, demonym, prefix
    ("Sino-"), part, short ("Va.", only after a city), seat (a building that stands for a
    government), or none. sure: how often the name alone means this, 0 to 1.
    size: how large it looms in the world's news, about 3 (a village) to 9 (a great capital).
    lat, lon: degrees, WGS 84. admin1: the first-order division ("US.TX"), empty when unknown.
    """

    name: str
    kind: str
    how: str
    country: str | None
    lat: float | None
    lon: float | None
    geonameid: int | None
    population: int
    capital: bool
    admin1: str
    primary: bool
    sure: float
    size: float


class Country(NamedTuple):
    """A state or territory: its name in news English and its label point."""

    alpha2: str
    name: str
    lat: float
    lon: float
    geonameid: int


class Capital(NamedTuple):
    """The seat of a country's government."""

    name: str
    lat: float
    lon: float
    geonameid: int | None


_PLAIN = str.maketrans(
    {
        **dict.fromkeys("'’‘ʻʼ`´.\u00ad\u200b", None),
        **dict.fromkeys("-‐‑–_/\u00a0", " "),
        "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d",
        "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    }
)  # fmt: skip


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> str:
    """A name as it is looked up: lower case, no marks, no points, blanks for hyphens, saint for st.

    >>> fold("St. Petersburg"), fold("Côte d'Ivoire"), fold("Nur-Sultan")
    ('saint petersburg', 'cote divoire', 'nur sultan')
    """
    if name.isalnum() and name.isascii():
        lowered = name.lower()
        return "saint" if lowered == "st" else lowered
    lowered = name.lower().translate(_PLAIN)
    if not lowered.isascii():
        lowered = "".join(
            char
            for char in unicodedata.normalize("NFKD", lowered).translate(_PLAIN)
            if not unicodedata.combining(char)
        )
    words = lowered.replace(",", "").split()
    return " ".join("saint" if word == "st" else word for word in words)


class Cities:
    """The packed columns of `data/gazetteer`, read in place."""

    def __init__(self) -> None:
        file = tables.path("gazetteer/cities.bin")
        content = file.read_bytes()
        end = content.index(b"\n") + 1
        head = json.loads(content[:end])
        view = memoryview(content)
        self.countries: list[str] = head["countries"]
        self.towns: dict[str, int] = dict(zip(self.countries, head["towns"], strict=True))
        self.admins: list[str] = head["admins"]
        self.kinds: list[str] = head["kinds"]
        self.possessors: list[str] = head["possessors"]
        columns: dict[str, Any] = {}
        for key, code, count in head["columns"]:
            size = (
                memoryview(b"").cast("B").itemsize
                if code == "B"
                else {"H": 2, "I": 4, "f": 4}[code]
            )
            length = size * count
            columns[key] = view[end : end + length].cast(code)
            end += length + (-length % 8)
        self._columns = columns
        self._names = content[end:]
        self.trie = marisa_trie.Trie()
        self.trie.load(str(tables.path("gazetteer/cities.marisa")))

    def senses(self, number: int) -> tuple[Sense, ...]:
        """The cities that bear the name with this number in the trie, primary and large first."""
        columns = self._columns
        offsets = columns["offsets"]
        postings = columns["postings"][offsets[number] : offsets[number + 1]]
        return tuple([self._sense(posting >> 1, bool(posting & 1)) for posting in postings])

    def _sense(self, city: int, primary: bool) -> Sense:
        columns = self._columns
        begin, end = columns["name_offsets"][city], columns["name_offsets"][city + 1]
        kind = self.kinds[columns["kind"][city]]
        famous = columns["famous"][city]
        population, capital = columns["population"][city], bool(columns["capital"][city])
        return Sense(
            self._names[begin:end].decode(),
            kind,
            "name",
            self.countries[columns["country"][city]],
            round(columns["lat"][city], 5),
            round(columns["lon"][city], 5),
            columns["geonameid"][city] or None,
            population,
            capital,
            self.admins[columns["admin1"][city]],
            primary,
            _SURE[famous],
            _size(kind, population, capital, primary, famous > 0),
        )


def _size(kind: str, population: int, capital: bool, primary: bool, famous: bool) -> float:
    """A town's size; famous: our own tables list it, because the world's news speaks of it."""
    if kind != "city":
        return 6.5
    points = log10(population + 1000)
    if famous:
        points = max(points, 6.0)
    if capital:
        # Hamilton in Ontario is ten times the one in Bermuda: a small capital needs its state.
        points = max(points, 5.5) + (1.8 if population > SMALL_CAPITAL else 0.6)
    return points if primary else points - 1.5


@cache
def cities() -> Cities:
    """The cities, read once."""
    return Cities()


@cache
def countries() -> dict[str, Country]:
    """Every state and territory by its alpha-2 code."""
    return {
        row["alpha2"]: Country(
            row["alpha2"],
            row["name"],
            float(row["label_lat"]),
            float(row["label_lon"]),
            int(row["geonameid"] or 0),
        )
        for row in tables.rows("countries")
    }


@cache
def _capitals() -> dict[str, Capital]:
    found = {}
    for row in tables.rows("countries"):
        if not row["capital_lat"]:
            continue
        point = float(row["capital_lat"]), float(row["capital_lon"])
        known = [
            sense
            for sense in lookup_city(fold(row["capital"]))
            if sense.country == row["alpha2"] and sense.capital
        ]
        found[row["alpha2"]] = Capital(
            row["capital"], *point, known[0].geonameid if known else None
        )
    return found


def country(alpha2: str) -> Country | None:
    """A country by its code; None when there is none."""
    return countries().get(alpha2)


def capital(alpha2: str) -> Capital | None:
    """The seat of a country's government; None when it has none of its own."""
    return _capitals().get(alpha2)


def country_by_name(text: str) -> str | None:
    """The alpha-2 code of the state that a name stands for; None when it is none or unsure.

    >>> country_by_name("UAE"), country_by_name("Kyrgyz Republic"), country_by_name("us")
    ('AE', 'KG', None)
    """
    name = text[4:] if text[:4].lower() == "the " else text
    for sense in _named(name):
        if sense.kind == "country" and sense.how == "name" and sense.sure >= 0.5:
            return sense.country
    # ISO's long names ("Socialist Republic of Viet Nam") all have a form of state before "of"
    return _official_names().get(fold(name)) if " of " in name else None


@cache
def _official_names() -> dict[str, str]:
    """The long names of ISO 3166-1, folded; loaded when first asked for."""
    import pycountry

    return {
        fold(state.official_name): state.alpha_2
        for state in pycountry.countries
        if hasattr(state, "official_name")
    }


def demonym(text: str) -> str | None:
    """The alpha-2 code of an adjective's or people's country; None when it is none.

    >>> demonym("Burkinabè"), demonym("South Koreans")
    ('BF', 'KR')
    """
    for sense in _named(text):
        if sense.how == "demonym":
            return sense.country
    return None


LARGE = 100_000
SMALL_CAPITAL = 60_000


@lru_cache(maxsize=1 << 14)
def is_place_name(name: str) -> bool:
    """Whether a name by itself is first of all a place: a state, a part, or a large city."""
    if any(sense.sure >= 0.8 for sense in _named(name)):
        return True
    return any(
        sense.primary and (sense.capital or sense.population >= LARGE)
        for sense in lookup_city(fold(name))
    )


@lru_cache(maxsize=1 << 14)
def is_town_name(name: str) -> bool:
    """Whether some town, of whatever size, has this as its own name."""
    return any(sense.primary for sense in lookup_city(fold(name)))


def lookup(name: str) -> tuple[Sense, ...]:
    """All that a name may stand for: states and parts first, then cities, the largest first."""
    return _named(name) + lookup_city(fold(name))


def _named(text: str) -> tuple[Sense, ...]:
    found = special().get(fold(text))
    if found is None:
        return ()
    return tuple(
        entry.sense
        for entry in found
        if entry.spelled is None or entry.spelled == text.replace(".", "")
    )


def lookup_city(key: str) -> tuple[Sense, ...]:
    held = cities()
    number = held.trie.get(key)
    return () if number is None else held.senses(number)


class Entry(NamedTuple):
    """A sense from the tables; spelled: the one spelling that counts, for names in capitals."""

    sense: Sense
    spelled: str | None


@cache
def special() -> dict[str, tuple[Entry, ...]]:
    """Every name of the tables, folded: states, demonyms, parts, regions, seats."""
    found: dict[str, list[Entry]] = {}

    def add(name: str, sense: Sense) -> None:
        letters = name.replace(".", "").replace(" ", "")
        exact = (letters.isupper() and len(letters) <= 5) or len(letters) <= 3
        entry = Entry(sense, name.replace(".", "") if exact else None)
        held = found.setdefault(fold(name), [])
        # A sea that is a region of states already needs no second sense.
        if any(
            other.sense.kind == "region" == sense.kind
            and other.sense.country is sense.country is None
            for other in held
        ):
            return
        held.append(entry)
        if "'s " in name:
            # The text's tokens part the possessive from its word.
            found.setdefault(fold(name.replace("'s ", " s ")), []).append(entry)

    for alpha2, state in countries().items():
        add(state.name, _state(alpha2, "name", 1.0))
    for row in tables.rows("state_names"):
        add(row["name"], _state(row["alpha2"], "name", 1.0 if row["sure"] == "1" else 0.4))
    for row in tables.rows("demonyms"):
        for word in row["words"].split():
            add(word.replace("_", " "), _state(row["alpha2"], "demonym", 1.0))
        if row["prefix"]:
            add(row["prefix"], _state(row["alpha2"], "prefix", 1.0))
    for row in tables.rows("regions"):
        for name in _forms(row["region"], row["names"]):
            add(name, _region(row))
    for row in tables.rows("parts"):
        for name in _forms(row["name"], row["other_names"]):
            add(name, _part(row))
        for name in _forms(row["short"]):
            add(name, _part(row)._replace(how="short"))
    for row in tables.rows("seats"):
        add(row["name"], _seat(row))
    for row in tables.rows("not_places"):
        for name in _forms(row["names"]):
            add(name, NO_PLACE._replace(name=name))
    return {key: tuple(entries) for key, entries in found.items()}


# What a club, a firm or a paper is that bears a place's name: a match that hides the place's own.
NO_PLACE = Sense("", "other", "none", None, None, None, None, 0, False, "", True, 0.0, 0.0)


def _forms(*cells: str) -> list[str]:
    """The names in the cells, without the words in brackets that tell namesakes apart."""
    names = [name.split(" (")[0] for cell in cells for name in cell.split("|") if name]
    return list(dict.fromkeys(names))


def _state(alpha2: str, how: str, sure: float) -> Sense:
    state = countries()[alpha2]
    return Sense(
        state.name, "country", how, alpha2, state.lat, state.lon, state.geonameid or None,
        0, False, "", True, sure, 8.5 if sure >= 0.5 else 5.0,
    )  # fmt: skip


def _part(row: dict[str, str]) -> Sense:
    admin1 = f"{row['country']}.{row['admin1']}" if row["admin1"] else ""
    return Sense(
        row["name"].split(" (")[0], "region", "part", row["country"] or None,
        float(row["lat"]), float(row["lon"]), None, 0, False, admin1, True, 0.8, 6.5,
    )  # fmt: skip


def _region(row: dict[str, str]) -> Sense:
    return Sense(
        row["region"], "region", "name", None, float(row["lat"]), float(row["lon"]),
        None, 0, False, "", True, 1.0, 6.5,
    )  # fmt: skip


def _seat(row: dict[str, str]) -> Sense:
    return Sense(
        row["name"], "facility", "seat", row["alpha2"] or None,
        float(row["lat"]) if row["lat"] else None, float(row["lon"]) if row["lon"] else None,
        None, 0, False, "", True, 1.0, 6.5,
    )  # fmt: skip
