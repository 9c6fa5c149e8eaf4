"""Who is at home in a place, and who is posted abroad: neither travels by being there."""

from __future__ import annotations

import math
from functools import cache, lru_cache

from geo import gazetteer, tables
from geo.destinations import Destination
from geo.dossier import Person


def is_home(person: Person, place: Destination) -> bool:
    """Whether a place lies in a traveller's own state, or around it: Rome is home to a pope."""
    if person.country == place.country:
        return True
    home = gazetteer.capital(person.country) if person.country else None
    if home is None or place.lat is None or place.lon is None:
        return False
    east = (home.lon - place.lon) * math.cos(math.radians(home.lat))
    return math.hypot(home.lat - place.lat, east) < _NEXT_DOOR


_NEXT_DOOR = (
    0.055  # degrees, 6 km: between two capitals that are one; Kinshasa and Brazzaville are two
)


def is_posted(person: Person) -> bool:
    """Whether somebody lives abroad for their office: an ambassador, not "at large"."""
    return person.office is not None and _is_post_abroad(person.office.lower())


@lru_cache(maxsize=1 << 10)
def _is_post_abroad(office: str) -> bool:
    return (
        any(word in office for word in _posted())
        and "large" not in office
        and " for " not in office  # "High Commissioner for Refugees"
    )


def is_posted_to(person: Person, country: str) -> bool:
    """Whether somebody lives in that state for their office: the ambassador to it."""
    state = gazetteer.country(country) if is_posted(person) else None
    return state is not None and state.name.lower() in (person.office or "").lower()


@cache
def _posted() -> frozenset[str]:
    """Offices of those who are posted to another state, from `data/tables/offices.csv`."""
    return frozenset(row["word"] for row in tables.rows("offices") if row["family"] == "ambassador")
