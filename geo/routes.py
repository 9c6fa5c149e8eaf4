"""Ways over the globe: geodesics as lines that a flat map can draw, cut at the antimeridian."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import ceil

from pyproj import Geod
from shapely import LineString, MultiLineString

LonLat = tuple[float, float]

# Below this two points are one place; a city and the label point of its country are never so near.
SAME_PLACE_KM = 0.001
# From here on a longitude is the antimeridian, give or take the last digits of a float.
_EDGE = 180 - 1e-9


@cache
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def distance_km(origin: LonLat, target: LonLat) -> float:
    """The length of the geodesic between two points (degrees, WGS 84), in kilometres."""
    return float(_ellipsoid().inv(*origin, *target)[2]) / 1000


def great_circle(origin: LonLat, target: LonLat, step_km: float = 100.0) -> list[LineString]:
    """The shortest way over the ellipsoid, cut where it crosses the antimeridian.

    origin, target: degrees, WGS 84, (longitude, latitude).
    Returns one line, or two when it crosses 180°; vertices at most `step_km` kilometres apart.
    Raises ValueError when the two points are the same, or no points of the Earth.
    """
    if step_km <= 0:
        raise ValueError(f"step_km is {step_km}; it must be above 0")
    start, end = _on_earth(origin), _on_earth(target)
    azimuth, _, metres = _ellipsoid().inv(*start, *end)
    if metres < SAME_PLACE_KM * 1000:
        raise ValueError(f"origin and target are the same place: {origin}, {target}")
    pieces = max(1, ceil(metres / (step_km * 1000)))
    between = _ellipsoid().npts(*start, *end, pieces - 1) if pieces > 1 else []
    vertices = _sided([start, *between, end])
    return [LineString(part) for part in _cut(vertices, azimuth, metres, pieces)]


def as_geometry(lines: Sequence[LineString]) -> LineString | MultiLineString:
    """The parts of one way as one geometry."""
    return lines[0] if len(lines) == 1 else MultiLineString(list(lines))


def _on_earth(point: LonLat) -> LonLat:
    """The point with its longitude in [-180, 180]."""
    lon, lat = point
    if not (-90 <= lat <= 90 and -720 <= lon <= 720):
        raise ValueError(f"no point of the Earth: longitude {lon}, latitude {lat}")
    if -180 <= lon <= 180:
        return float(lon), float(lat)
    return (float(lon) + 180) % 360 - 180, float(lat)


def _sided(vertices: list[LonLat]) -> list[LonLat]:
    """The vertices, those on the antimeridian itself written on the side of their neighbour."""
    found: list[LonLat] = []
    beside = next((lon for lon, _ in vertices if abs(lon) < _EDGE), 180.0)
    for lon, lat in vertices:
        if abs(lon) >= _EDGE:
            lon = 180.0 if beside > 0 else -180.0
        beside = lon
        found.append((lon, lat))
    return found


def _cut(vertices: list[LonLat], azimuth: float, metres: float, pieces: int) -> list[list[LonLat]]:
    """The vertices in runs that never jump over 180°, each cut ending on the meridian."""
    parts: list[list[LonLat]] = [[vertices[0]]]
    for i, (here, there) in enumerate(pairwise(vertices)):
        if abs(there[0] - here[0]) <= 180:
            parts[-1].append(there)
            continue
        edge = 180.0 if here[0] > 0 else -180.0
        lat = here[1]
        if here[0] != edge:
            bounds = metres * i / pieces, metres * (i + 1) / pieces
            lat = _latitude_at_the_edge(vertices[0], azimuth, *bounds)
            parts[-1].append((edge, lat))
        parts.append([(-edge, lat), there])
    # A way that begins on the meridian itself leaves a part of one vertex.
    return [part for part in parts if len(part) > 1]


def _latitude_at_the_edge(origin: LonLat, azimuth: float, near: float, far: float) -> float:
    """Where the geodesic crosses 180° between `near` and `far` metres from its origin."""
    east = _ellipsoid().fwd(*origin, azimuth, near)[0] > 0
    for _ in range(40):
        middle = (near + far) / 2
        if (_ellipsoid().fwd(*origin, azimuth, middle)[0] > 0) == east:
            near = middle
        else:
            far = middle
    return float(_ellipsoid().fwd(*origin, azimuth, (near + far) / 2)[1])
