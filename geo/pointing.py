"""Places that are pointed at, not named: "here", "there", "in the west African country"."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from geo import destinations, gazetteer, tables
from geo.destinations import Destination
from geo.dossier import Place
from geo.page import Page

_SETTLEMENTS = frozenset({"city", "capital", "town", "port", "resort", "village", "country"})
_HERE = frozenset({"country", "kingdom", "sultanate", "emirate", "capital"})


def pointed_at(page: Page, i: int, start: int) -> tuple[Destination, int] | None:
    """What the words at token i behind a verb or a link point at, and the token behind them.

    start: the first token behind the verb.
    """
    word = page.doc.lower[i]
    if word == "there" and i <= start + 2 and page.doc.lower[i - 1] != "from":
        place = there(page, i)
        return (place, i + 1) if place is not None else None
    if _is_here(page.doc.lower, i):
        return (page.dateline, i + 1) if page.dateline is not None else None
    return described(page, i) if word == "the" else None


def there(page: Page, i: int) -> Destination | None:
    """The place last named before token i, in its sentence or the one before."""
    number = page.doc.sentence_at(page.doc.starts[i])
    start = page.doc.sentences[max(0, number - 1)].first
    for j in range(i - 1, start - 1, -1):
        place = page.place_at.get(j)
        topic = page.doc.lower[j - 1] in ("on", "about", "over")  # "the conference on Libya"
        if place is None or topic:
            continue
        if place.role == "location" and place.country is not None:
            if place.kind == "country":
                place = _its_city(page, j, place)  # "in Accra, the capital of Ghana"
            city = destinations.spelled(place) if place.kind == "city" else None
            return Destination(j, j + 1, place.country or "", city, place.lat, place.lon)
    return None


def _its_city(page: Page, j: int, state: Place) -> Place:
    """The city that a country told right behind it explains, else the country."""
    for k in range(j - 1, max(0, j - 6), -1):
        before = page.place_at.get(k)
        if before is not None and before.kind == "city" and before.country == state.country:
            return before
    return state


def _is_here(lower: list[str], i: int) -> bool:
    """ "here", "in this capital", "in this Red Sea port": the place of the dateline."""
    if lower[i] == "here":
        return True
    linked = lower[i - 1] in ("in", "at") or lower[i - 1 : i + 2] == ["to", "the", "capital"]
    if lower[i] == "the" and linked and i + 2 < len(lower):
        # "arrived in the country today", "flew on to the capital"
        return lower[i + 1] in _HERE and lower[i + 2] not in ("of", "from", "'s")
    return (
        lower[i] == "this"
        and lower[i - 1] in ("in", "at", "to")
        and any(word in _SETTLEMENTS for word in lower[i + 1 : i + 5])
    )


def described(page: Page, i: int) -> tuple[Destination, int] | None:
    """The country that words of its region at token i tell: "the impoverished | Gulf state".

    It is the one of that region that the text has named last.
    """
    lower = page.doc.lower
    end = next((j for j in range(i + 2, min(i + 6, len(lower))) if lower[j] in _STATES), None)
    if end is None or lower[end + 1 : end + 2] in (["of"], ["'s"]) or lower[i] != "the":
        return None
    regions = (_regions().get(" ".join(lower[j:end])) for j in range(i + 1, end))
    members = next((found for found in regions if found), None)
    if members is None:
        return None
    oldest = page.doc.sentences[max(0, page.doc.sentence_at(page.doc.starts[i]) - _BACK)].first
    for at in range(bisect_left(page.placed, i) - 1, -1, -1):
        if page.placed[at] < oldest:
            break
        place = page.place_at[page.placed[at]]
        if place.country in members and (state := gazetteer.country(place.country or "")):
            code = place.country or ""
            if page.dateline is not None and page.dateline.country == code:
                return page.dateline, end + 1
            return Destination(i, end + 1, code, None, state.lat, state.lon), end + 1
    return None


_STATES = frozenset({"country", "nation", "state", "kingdom", "republic", "emirate", "sultanate"})
_BACK = 8  # sentences
POINTERS = _STATES | {"there"}  # no place is pointed at without one of them or a dateline


@cache
def _regions() -> dict[str, frozenset[str]]:
    """The members of each region by its adjective: "west african", "balkan", "gulf"."""
    found: dict[str, frozenset[str]] = {}
    for row in tables.rows("regions"):
        if not row["members"]:
            continue
        for name in row["names"].lower().split("|"):
            for adjective in (name, name + "n", name.removesuffix("s"), name.removeprefix("the ")):
                found.setdefault(adjective, frozenset(row["members"].split()))
                east = adjective.replace("northern", "north").replace("western", "west")
                east = east.replace("southern", "south").replace("eastern", "east")
                found.setdefault(east, frozenset(row["members"].split()))
    return found
