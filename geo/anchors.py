"""Where a country is marked on a map: its label point, and the capital its people leave."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

from geo import tables
from geo.identity import fold
from geo.routes import LonLat


class Anchor(NamedTuple):
    """A country's name, label point and capital; points as (longitude, latitude), WGS 84."""

    name: str
    label: LonLat
    capital: str | None
    capital_point: LonLat | None


def anchor(alpha2: str | None) -> Anchor | None:
    """The anchor of a country, None for none and for codes that are no country's."""
    return _anchors().get(alpha2) if alpha2 else None


def middle(points: Iterable[LonLat]) -> LonLat | None:
    """The middle of points on the globe: that of their directions from its centre."""
    x = y = z = 0.0
    for lon, lat in points:
        x += cos(radians(lat)) * cos(radians(lon))
        y += cos(radians(lat)) * sin(radians(lon))
        z += sin(radians(lat))
    flat = hypot(x, y)
    if hypot(flat, z) < 1e-9:
        return None
    return round(degrees(atan2(y, x)), 4), round(degrees(atan2(z, flat)), 4)


def country_name(alpha2: str) -> str:
    """The country's name, or the code where it is no country's."""
    there = anchor(alpha2)
    return there.name if there else alpha2


def region_point(words: str | None, members: Iterable[str]) -> LonLat | None:
    """The point of the region of several countries that the words name or the members make up."""
    said = f" {fold(words)} " if words else ""
    codes = frozenset(members)
    for name, point, states in _regions():
        if f" {name} " in said or (states and states == codes):
            return point
    return None


@cache
def _regions() -> tuple[tuple[str, LonLat, frozenset[str]], ...]:
    """Every name of every region with its point and members, the longest names first."""
    found = [
        (fold(name), (float(row["lon"]), float(row["lat"])), frozenset(row["members"].split()))
        for row in tables.rows("regions")
        if row["lat"]
        for name in row["names"].split("|")
    ]
    return tuple(sorted(found, key=lambda region: -len(region[0])))


@cache
def _anchors() -> dict[str, Anchor]:
    return {
        row["alpha2"]: Anchor(
            row["name"],
            (float(row["label_lon"]), float(row["label_lat"])),
            row["capital"] or None,
            (float(row["capital_lon"]), float(row["capital_lat"])) if row["capital_lon"] else None,
        )
        for row in tables.rows("countries")
    }
