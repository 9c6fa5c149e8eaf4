"""The ground that pictures are drawn on: the world in Miller's projection, and what of it to show.

x is the longitude in degrees; y grows towards the north. A picture may lie across the
antimeridian: whatever is drawn is then drawn again 360° further on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from dashboard.marks import Marks
from dashboard.naming import Sight
from geo import tables

Array = NDArray[np.float64]

# The whole world, cut in the Bering Strait; below lies ice.
WEST, EAST, SOUTH, NORTH = -168.5, 191.5, -58.0, 81.0
_NARROWEST = 16.0
_MARGIN = 0.14
# A letter's width as a share of its size in the fonts that pictures find everywhere.
_LETTER = 0.6


class Frame(NamedTuple):
    """The part of the world that a picture shows, in projected units."""

    left: float
    right: float
    bottom: float
    top: float


def projected(coordinates: Array) -> Array:
    """Degrees (longitude, latitude), one point a row -> x, y in Miller's cylindrical projection."""
    found = np.asarray(coordinates, dtype=float).reshape(-1, 2).copy()
    found[:, 1] = height_of(found[:, 1])
    return found


def height_of(latitude: Array | float) -> Array:
    """The y of latitudes in degrees, in the units of x."""
    return np.degrees(1.25 * np.arcsinh(np.tan(0.8 * np.radians(latitude))))


@cache
def countries() -> gpd.GeoDataFrame:
    """Every country's polygons as shown to the browser: alpha2, name, geometry."""
    text = (tables.DATA.parent / "static" / "world.geojson").read_text(encoding="utf-8")
    return gpd.GeoDataFrame.from_features(json.loads(text)["features"], crs="EPSG:4326")


@cache
def lines(name: str) -> tuple[Array, ...]:
    """The lines of `borders` or `disputed`, projected."""
    text = (tables.DATA.parent / "static" / f"{name}.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    found = []
    for part in shapely.get_parts(np.array(shapes, dtype=object)):
        outline = part.exterior if part.geom_type == "Polygon" else part
        found.append(projected(shapely.get_coordinates(outline)))
    return tuple(found)


@cache
def rings(alpha2: str | None = None) -> tuple[Array, ...]:
    """The rings of one country's land, or of all land, projected."""
    frame = countries()
    shapes = frame.geometry if alpha2 is None else frame.geometry[frame["alpha2"] == alpha2]
    found = []
    for polygon in shapely.get_parts(shapes.to_numpy()):
        found += [projected(shapely.get_coordinates(r)) for r in shapely.get_rings(polygon)]
    return tuple(found)


def frame_around(points: Iterable[Sequence[float]], ratio: float) -> Frame:
    """The smallest part of the world that holds the points, `ratio` times as wide as high."""
    world = Frame(WEST, EAST, *map(float, height_of(np.array([SOUTH, NORTH]))))
    given = np.array([(lon, lat) for lon, lat in points], dtype=float).reshape(-1, 2)
    if not len(given):
        return _shaped(world, ratio)
    left, right = _narrowest(given[:, 0])
    low, high = height_of(given[:, 1].min()), height_of(given[:, 1].max())
    wide = max((right - left) * (1 + 2 * _MARGIN), _NARROWEST)
    tall = max((high - low) * (1 + 2 * _MARGIN), _NARROWEST / ratio)
    if wide > 300 or tall > world.top - world.bottom:
        around = (left + right) / 2
        return _shaped(world._replace(left=around - 180, right=around + 180), ratio)
    x, y = (left + right) / 2, (low + high) / 2
    return _shaped(
        Frame(x - wide / 2, x + wide / 2, float(y - tall / 2), float(y + tall / 2)), ratio
    )


def sight(frame: Frame, width: float) -> Sight:
    """The frame, drawn so many pixels wide, for names that look for room."""
    scale = width / (frame.right - frame.left)
    height = scale * (frame.top - frame.bottom)
    middle = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
    return Sight(*middle, scale, width, height, letter=_LETTER, height_of=height_of)


def shifts(frame: Frame) -> list[int]:
    """How far everything is drawn again, so that no part of the frame stays empty."""
    return [
        shift for shift in (-360, 0, 360) if frame.left < 180 + shift and frame.right > shift - 180
    ]


def points_of(marks: Marks) -> list[list[float]]:
    """Where marks are, ends of ways included."""
    single = (*marks.dots, *marks.diamonds, *marks.sums, *marks.givers)
    found = [row["position"] for row in single]
    for way in (*marks.ways, *marks.flows):
        found += [way["path"][0], way["path"][-1], way["path"][len(way["path"]) // 2]]
    return found


def _shaped(frame: Frame, ratio: float) -> Frame:
    """The frame made wider or higher until it has the ratio."""
    wide, tall = frame.right - frame.left, frame.top - frame.bottom
    more_wide, more_tall = max(0.0, tall * ratio - wide) / 2, max(0.0, wide / ratio - tall) / 2
    return Frame(
        frame.left - more_wide,
        frame.right + more_wide,
        frame.bottom - more_tall,
        frame.top + more_tall,
    )


def _narrowest(longitudes: Array) -> tuple[float, float]:
    """The shortest stretch of longitudes that holds all; its east end may lie beyond 180."""
    ordered = np.unique(longitudes)
    gaps = np.diff(np.append(ordered, ordered[0] + 360))
    start = ordered[(int(gaps.argmax()) + 1) % len(ordered)]
    return float(start), float(start + 360 - gaps.max())
