"""Lists of places that somebody goes to: "Istanbul and Ankara, Turkey; Madrid, Spain"."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import NamedTuple

from geo import gazetteer, tables, written_dates
from geo.dossier import Place
from geo.text import Document


class Destination(NamedTuple):
    """One place to go to. Tokens `first:last`; city is None where only the country is named."""

    first: int
    last: int
    country: str
    city: str | None
    lat: float | None
    lon: float | None


class Destinations(NamedTuple):
    """Places named in one breath. last: the token behind them.

    region: whether only a region of several countries is named ("the Western Balkans").
    """

    places: tuple[Destination, ...]
    last: int
    region: bool


_BETWEEN = {row["word"]: row["kind"] for row in tables.rows("destination_words")}
_LONGEST_GAP = 6


def at(doc: Document, place_at: dict[int, Place], i: int) -> Destinations | None:
    """The places listed from token i on; None where no place stands there.

    Words that may stand before and between places ("the", "and", "capital of") are rows of
    `data/tables/destination_words.csv`.
    """
    i = _past_group(doc, place_at, i)
    found: list[Destination] = []
    region = False
    capitals = False
    gap = 0
    last = i
    start = i
    count = len(doc.words)
    while i < count and gap <= _LONGEST_GAP:
        place = place_at.get(i)
        word = doc.lower[i]
        if (
            found
            and i == last
            and doc.lower[i : i + 3 : 2] in (["(", ")"], ["[", "]"])
            and (doc.words[i + 1].isupper() or i + 1 in place_at)
        ):
            i = last = i + 3  # "the United Arab Emirates | (UAE), India", "Yangon [Rangoon]"
            continue
        if place is None:
            kind = _BETWEEN.get(word)
            behind = None
            if not found and kind is None:
                behind = _past_description(doc, place_at, i) or _past_unknown(doc, place_at, i)
            if behind is not None:
                i = behind
                continue
            if kind in (None, "terminal", "site", "owned") or (kind == "join" and i == start):
                break
            if kind == "capital":
                capitals = True
            if (
                kind == "join"
                and word != ","
                and found
                and not _place_follows(doc, place_at, i + 1)
            ):
                break
            gap += 1
            i += 1
            continue
        end = doc.token_at(place.end - 1) + 1
        following = doc.lower[end] if end < count else ""
        if place.role == "demonym":
            # "the Kazakh capital", "the Turkish resort of Antalya"; any other is no destination
            if following in ("capital", "seat") and place.country:
                named = _named_behind(place_at, doc, end + 1)
                if named is None or named.country != place.country:
                    found.append(_capital(place.country, i, end + 1))
                    last = end + 1
                i = end + 1
                gap = 0
                continue
            if _BETWEEN.get(following) in ("kind", "before"):
                i, gap = end, gap + 1
                continue
            break
        if following in ("'s", "'") and _kind_at(doc, end + 1) == "capital":
            if place.country and _named_behind(place_at, doc, end + 2) is None:
                found.append(_capital(place.country, i, end + 2))
                last = end + 2
            i, gap = end + 2, 0
            continue
        site = following in ("'s", "'") and _is_site(doc, end + 1)
        if not site and (following in ("'s", "'") or _is_adjective(doc, place, end)):
            break
        if place.country is None:
            region = True
        else:
            town = _town_of(place, place_at) if place.kind == "facility" else None
            terminal = not site and _is_terminal(doc, end) and not _is_great(place)
            _add(found, _destination(town or place, i, end, capitals, terminal))
        last, i, gap = end, end, 0
    if not found and not region:
        return None
    if _is_round(doc, found):
        found.pop()
    return Destinations(tuple(found), last, region and not found)


def _is_round(doc: Document, found: list[Destination]) -> bool:
    """Whether the last place is the island or province of the one before: "in Nusa Dua, Bali"."""
    if len(found) < 2:
        return False
    town, around = found[-2:]
    both = town.city is not None and around.city is not None and town.country == around.country
    return both and doc.lower[town.last : around.first] == [","]


def _is_site(doc: Document, i: int) -> bool:
    """Whether a part of a city is named from token i on: "Warsaw's | old town"."""
    return any(_kind_at(doc, j) in ("site", "terminal", "kind") for j in range(i, i + 3))


def of(place: Place, first: int, last: int) -> Destination:
    """A place, of the tokens `first:last`, as the one that somebody goes to.

    A name that stands for a government has no point of its own: its state's, or its seat's, serves.
    """
    there = _destination(place, first, last, False, False)
    if there.lat is not None:
        return there
    if place.kind == "country":
        state = gazetteer.country(there.country)
        return there._replace(lat=state.lat, lon=state.lon) if state is not None else there
    return _capital(there.country, first, last)


_SMALL = {row["word"] for row in tables.rows("clause_words")} | {"this", "at", "the", "later"}


_DAYS = {"weekday", "month", "careful", "today"}
_CALENDAR = {row["word"] for row in tables.rows("not_names")}


def _is_adjective(doc: Document, place: Place, end: int) -> bool:
    """Whether a state qualifies a noun: "the U.S. embassies", "the Ukraine Conference"."""
    if end >= len(doc.words):
        return False
    following = doc.lower[end]
    if _BETWEEN.get(following) == "owned":
        return place.kind == "country"
    if not following.isalpha() or following in _SMALL or following in _BETWEEN:
        return False
    if following.endswith("ly") or written_dates.table().get(following, {}).keys() & _DAYS:
        return False  # "the UAE Monday", "the DRC respectively"
    if place.text.replace(".", "").isupper() and len(place.text) < 6:
        return True
    # "the Ukraine Accountability Conference"
    named = doc.words[end][0].isupper() and following not in _CALENDAR
    return named and place.kind != "city" and doc.starts[end] == doc.ends[end - 1] + 1


def _past_group(doc: Document, place_at: dict[int, Place], i: int) -> int:
    """The token behind a group whose members follow: "several Asian countries, among them | Nepal".

    Also "some Balkan countries, | Greece and"; i itself where no such group stands.
    """
    j = i
    groups, counted = journey_words("group"), journey_words("counted")
    if groups.isdisjoint(doc.vocabulary):
        return i
    while j < min(len(doc.lower), i + _LONGEST_GROUP) and doc.lower[j] not in groups:
        named = j in place_at or doc.words[j][0].isupper() or doc.lower[j] in counted
        if not (named or written_dates.small_number(doc.lower[j])):
            return i
        j += 1
    if doc.lower[j : j + 1] == [] or doc.lower[j] not in groups:
        return i
    j += 1
    if doc.lower[j : j + 1] and doc.lower[j] in ("in", "of", "across"):
        while doc.lower[j : j + 1] and (j in place_at or doc.lower[j] in _WITHIN):
            j += 1
    comma = doc.lower[j : j + 1] == [","]
    j += comma
    for naming in _NAMING:
        if tuple(doc.lower[j : j + len(naming)]) == naming:
            return j + len(naming)
    return j if comma and j in place_at else i


@cache
def journey_words(kind: str) -> frozenset[str]:
    """The words of one kind in `data/tables/journey_words.csv`."""
    return tables.words("journey_words", kind)


_LONGEST_GROUP = 12  # tokens
_NAMING = (
    ("including",),
    ("such", "as"),
    ("among", "them"),
    ("among", "which"),
    ("namely",),
    (":",),
)
_WITHIN = frozenset(("in", "of", "across", "the", "region", "area", "and"))


def _past_description(doc: Document, place_at: dict[int, Place], i: int) -> int | None:
    """The token of the place in "(the) old Silk Road | city of Samarkand", i standing at "old"."""
    if i == 0 or doc.lower[i - 1] not in ("the", "a"):
        return None
    for j in range(i + 1, min(i + 5, len(doc.words) - 2)):
        if j in place_at or not doc.words[j][0].isalpha():
            return None
        if _BETWEEN.get(doc.lower[j]) == "kind" and doc.lower[j + 1] == "of" and j + 2 in place_at:
            return j + 2
    return None


def _past_unknown(doc: Document, place_at: dict[int, Place], i: int) -> int | None:
    """The token behind an unknown name that is listed with a place: "Ushgul and Kutaisi"."""
    j = i
    while j < min(i + 4, len(doc.words)) and (doc.words[j][0].isupper() or doc.lower[j] == "'s"):
        j += 1
    listed = j > i and doc.lower[j : j + 1] in (["and"], [","])
    return j + 1 if listed and _place_follows(doc, place_at, j + 1) else None


def _kind_at(doc: Document, i: int) -> str | None:
    return _BETWEEN.get(doc.lower[i]) if i < len(doc.lower) else None


def _place_follows(doc: Document, place_at: dict[int, Place], i: int) -> bool:
    for j in range(i, min(i + 4, len(doc.words))):
        if j in place_at:
            return place_at[j].role != "demonym" or _kind_at(doc, j + 1) in ("capital", "kind")
        if doc.lower[j] not in _BETWEEN:
            return False
    return False


def _named_behind(place_at: dict[int, Place], doc: Document, i: int) -> Place | None:
    """The city that names a capital just mentioned: "the Kazakh capital, Astana"."""
    for j in (i, i + 1, i + 2):
        place = place_at.get(j)
        if place is not None:
            return place if place.kind == "city" else None
        if j < len(doc.lower) and doc.lower[j] not in (",", "of", "city", "("):
            return None
    return None


def _is_terminal(doc: Document, end: int) -> bool:
    """Whether an airport bears a town's name: "at Mehrabad International Airport"."""
    return any(_BETWEEN.get(word) == "terminal" for word in doc.lower[end : end + 3])


def _is_great(place: Place) -> bool:
    """Whether a city is so well known that its airport stands for it: "at Budapest airport"."""
    senses = gazetteer.lookup_city(gazetteer.fold(place.text)) if place.kind == "city" else ()
    return any(sense.country == place.country and sense.size >= _GREAT for sense in senses)


_GREAT = 6.0


def _destination(
    place: Place, first: int, last: int, capitals: bool, terminal: bool
) -> Destination:
    country = place.country or ""
    if terminal:
        state = gazetteer.country(country)
        lat, lon = (state.lat, state.lon) if state else (None, None)
        return Destination(first, last, country, None, lat, lon)
    if place.kind == "country" and capitals:
        return _capital(country, first, last)
    if place.kind == "facility":
        seat = gazetteer.capital(country)
        if seat is not None and _near(place, seat.lat, seat.lon):
            return Destination(first, last, country, seat.name, seat.lat, seat.lon)
    if place.kind in ("city", "facility"):
        return Destination(first, last, country, spelled(place), place.lat, place.lon)
    return Destination(first, last, country, None, place.lat, place.lon)


def spelled(place: Place) -> str:
    """A city's name as the article spells it: Nur-Sultan in 2020, not what it is called today."""
    if place.kind != "city" or len(place.text) < 4:
        return place.name
    name = " ".join(place.text.split(",")[0].split())
    return _in_small_letters(name, place.name) if name.isupper() else name


def _in_small_letters(name: str, known: str) -> str:
    """A name in capitals with those of the name that is known: NUKU'ALOFA, RIO DE JANEIRO."""
    if len(name) != len(known):
        return name.title()
    small = name.lower()
    pairs = list(zip(small, known.lower(), strict=True))
    if any(one != other and one.isalpha() for one, other in pairs):
        return name.title()
    return "".join(
        big if letter.isupper() else low
        for big, low, letter in zip(name, small, known, strict=True)
    )


_LOOKED_AT = 400  # tokens of places: where a report is from stands at its head


def _town_of(building: Place, place_at: dict[int, Place]) -> Place | None:
    """The city, named in the article, that a building stands in."""
    return next(
        (
            place
            for place in islice(place_at.values(), _LOOKED_AT)
            if place.kind == "city"
            and place.country == building.country
            and _near(building, place.lat, place.lon)
        ),
        None,
    )


def _near(place: Place, lat: float | None, lon: float | None) -> bool:
    """Whether a building stands in a city: "the Kremlin" is a stop in Moscow."""
    if place.lat is None or place.lon is None or lat is None or lon is None:
        return False
    return abs(place.lat - lat) < 0.2 and abs(place.lon - lon) < 0.3


def _capital(country: str, first: int, last: int) -> Destination:
    city = gazetteer.capital(country)
    if city is None:
        return Destination(first, last, country, None, None, None)
    return Destination(first, last, country, city.name, city.lat, city.lon)


def _is_at(one: Destination, other: Destination) -> bool:
    """Whether two names are of one city: "Nur-Sultan, the capital of Kazakhstan"."""
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return False
    return abs(one.lat - other.lat) < _ONE_TOWN and abs(one.lon - other.lon) < _ONE_TOWN


_ONE_TOWN = 0.02  # degrees: two ways to give the point of one town


def _add(found: list[Destination], new: Destination) -> None:
    """Join a country to the cities named just before it ("Ankara, Turkey") or after it."""
    if new.city is None:
        if any(old.country == new.country for old in found):
            return
    else:
        for index, old in enumerate(found):
            if old.country == new.country and old.city is None:
                found[index] = new
                return
            if old.country == new.country and (old.city == new.city or _is_at(old, new)):
                return
    found.append(new)
