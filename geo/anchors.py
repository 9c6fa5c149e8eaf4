"""Where a country is marked on a map: its label point, and the capital its people leave."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

from geo import tables
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
