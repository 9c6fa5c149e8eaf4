"""`static/`: what the browser draws by address: countries, land, claims, borders, disputes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from data.build import countries

TOLERANCE = 0.11  # degrees: the square root of the area that a vertex must span to be kept
DECIMALS = 2
SMALL = 0.5  # square degrees: countries below keep every vertex, at SMALL_DECIMALS
SMALL_DECIMALS = 3
ISLET = 0.008  # square degrees: parts of larger countries below are not drawn
POLAR, POLAR_TOLERANCE = 66.5, 0.25  # where the projection stretches what few look at
NORTH, SOUTH = 84.0, -85.0  # Web Mercator has no pole; Antarctica is cut there

Point = tuple[float, float]
Shapes = NDArray[np.object_]


def build(out: Path) -> None:
    """Write world, borders, claimed, disputed (GeoJSON) and land (SVG) below `out`/static."""
    folder = out / "static"
    folder.mkdir(parents=True, exist_ok=True)
    frame = countries.countries()
    frame.geometry = shapely.intersection(
        frame.geometry.values, shapely.box(-180, SOUTH, 180, NORTH)
    )
    shapes = simplified(frame.geometry.values)
    _write(folder / "world.geojson", _world(frame, shapes))
    _write(folder / "borders.geojson", _features(_lines(shapes)))
    (folder / "land.svg").write_text(_land(shapes), encoding="utf-8")
    disputed = list(_disputed())
    areas = (one for one in disputed if one[0]["kind"] == "area")
    _write(folder / "claimed.geojson", _features(areas))
    _write(folder / "disputed.geojson", _features(disputed))


def simplified(shapes: Shapes) -> Shapes:
    """The coverage with fewer vertices: neighbours keep the same ones, small countries all.

    The simplifier drops vertices and moves none, so one set of kept vertices serves all rings.
    """
    small = shapely.area(shapes) < SMALL
    kept = {
        point
        for tolerance in (TOLERANCE, POLAR_TOLERANCE)
        for point in _points(shapely.coverage_simplify(shapes, tolerance))
        if (abs(point[1]) > POLAR) == (tolerance == POLAR_TOLERANCE)
    }
    exact = _points(shapes[small])
    decimals = dict.fromkeys(kept, DECIMALS) | dict.fromkeys(exact, SMALL_DECIMALS)
    # Rounding can make a thin neck touch itself: such countries get finer coordinates.
    for _ in range(SMALL_DECIMALS):
        found = np.array(
            [_redrawn(one, decimals, tiny) for one, tiny in zip(shapes, small, strict=True)]
        )
        clash = ~shapely.is_empty(shapely.coverage_invalid_edges(found))
        bad = ~shapely.is_valid(found) | shapely.is_empty(found) | clash
        if not bad.any():
            return found
        for point in _points(shapes[bad]) & decimals.keys():
            decimals[point] = min(decimals[point] + 1, countries.DECIMALS)
    raise ValueError("the simplified country polygons overlap; lower TOLERANCE")


def _points(shapes: Shapes) -> set[Point]:
    return {(x, y) for x, y in shapely.get_coordinates(shapes).tolist()}


def _redrawn(shape: BaseGeometry, decimals: dict[Point, int], whole: bool) -> BaseGeometry:
    """The shape from the kept vertices alone, without islets and rings that came to nothing."""
    parts = []
    for part in shapely.get_parts(shape):
        if not whole and part.area < ISLET:
            continue
        shell = _ring(part.exterior, decimals)
        if shell is not None:
            holes = [_ring(hole, decimals) for hole in part.interiors]
            parts.append(shapely.Polygon(shell, [hole for hole in holes if hole is not None]))
    return shapely.MultiPolygon(parts)


def _ring(ring: BaseGeometry, decimals: dict[Point, int]) -> list[Point] | None:
    points: list[Point] = []
    for x, y in ring.coords[:-1]:
        if (x, y) in decimals:
            point = (round(x, decimals[x, y]), round(y, decimals[x, y]))
            if not points or point != points[-1]:
                points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return [*points, points[0]] if len(set(points)) > 2 else None


def _world(frame: gpd.GeoDataFrame, shapes: Shapes) -> dict[str, Any]:
    rows = zip(frame["alpha2"], frame["name"], shapes, strict=True)
    return _features(({"alpha2": code, "name": name}, shape) for code, name, shape in rows)


def _lines(shapes: Shapes) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """Land borders: each edge that two countries share, once. Coasts are the fill's own edge."""
    edges: dict[tuple[Point, Point], int] = {}
    for shape in shapes:
        for ring in _rings(shape):
            for one, other in pairwise(ring.coords):
                edge = (one, other) if one < other else (other, one)
                edges[edge] = edges.get(edge, 0) + 1
    shared = sorted(edge for edge, count in edges.items() if count == 2)
    lines = shapely.normalize(shapely.line_merge(shapely.MultiLineString(shared)))
    yield {"kind": "border", "name": "Border"}, lines


def _land(shapes: Shapes) -> str:
    """All land as one path on a square world of Web Mercator, hundredths of a degree wide."""
    side = 36_000
    path = []
    for ring in _rings(shapely.coverage_union_all(shapes)):
        lon, lat = np.radians(shapely.get_coordinates(ring)[:-1].T)
        across, down = lon, -np.arcsinh(np.tan(lat))
        points = np.rint(np.column_stack([across, down]) * side / (2 * np.pi)).astype(int)
        steps = np.diff(points, axis=0).tolist()
        first = points[0] + side // 2
        path.append(f"M{first[0]} {first[1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="{"".join(path)}"/></svg>\n'
    )


def _rings(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        yield part.exterior
        yield from part.interiors


def _disputed() -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    areas = countries.disputed_areas()
    drawn = shapely.coverage_simplify(areas.geometry.values, TOLERANCE / 2)
    for row, shape in zip(areas.itertuples(), countries.rounded(drawn, 3), strict=True):
        yield {"kind": "area", "name": row.name, "note": row.note}, shape
    lines = countries.disputed_lines()
    drawn = shapely.simplify(lines.geometry.values, TOLERANCE / 4)
    for row, shape in zip(lines.itertuples(), countries.rounded(drawn, 3), strict=True):
        yield {"kind": "line", "name": row.name, "note": row.country}, shape


def _features(rows: Iterable[tuple[dict[str, Any], BaseGeometry]]) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": values, "geometry": _plain(shape)}
        for values, shape in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def _plain(shape: BaseGeometry) -> dict[str, Any]:
    geometry: dict[str, Any] = dict(shape.__geo_interface__)
    if geometry["type"] == "MultiPolygon" and len(geometry["coordinates"]) == 1:
        return {"type": "Polygon", "coordinates": geometry["coordinates"][0]}
    return geometry


def _write(file: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text.replace(".0,", ",").replace(".0]", "]") + "\n", encoding="utf-8")
