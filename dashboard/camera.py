"""Where the map looks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pydeck as pdk
import shapely
import streamlit as st

from dashboard.naming import Sight, height_of, mercator
from dashboard.selection import View


def camera(
    view: View, flows: Sequence[Mapping[str, Any]], key: str, globe: bool, size: tuple[int, int]
) -> pdk.ViewState:
    """Where the map looks: moves to what is chosen or filtered, stays where it is on closing.

    size: the map's width and height in pixels.
    """
    chosen = view.selection.chosen
    moving = [getattr(view.selection, name) for name in _MOVING]
    filters = repr((view.atlas.version, globe, size, moving))
    kept = st.session_state.get(f"{key}-camera")
    if kept and kept["filters"] == filters and (not chosen or kept["chosen"] == chosen):
        kept["chosen"] = chosen
        return pdk.ViewState(**kept["state"])
    state = _fitted(_points(view, flows, chosen), size, globe)
    st.session_state[f"{key}-camera"] = {"filters": filters, "chosen": chosen, "state": state}
    return pdk.ViewState(**state)


# Where the map looks when there is nothing to see: longitudes, latitudes.
_WORLD = (-125.0, -60.0, 0.0, 60.0, 120.0, 150.0), (-45.0, 65.0)
# Half of the world's width at zoom 0; the globe's radius is that by pi.
_HALF = 256
_MOVING = ("countries", "travellers", "groupings")


def _points(
    view: View, flows: Sequence[Mapping[str, Any]], chosen: Sequence[str]
) -> list[tuple[float, float]]:
    """Where what is to be seen begins and ends, each point once."""
    found = []
    for frame in (view.stops, view.meetings, view.legs):
        rows = frame[frame["geometry"].notna()]
        if chosen:
            rows = rows[rows["event"].isin(chosen)]
        bounds = shapely.bounds(rows["geometry"].to_numpy()).reshape(-1, 4)
        found += [bounds[:, :2], bounds[:, 2:]]
    money = view.funding[view.funding["first"] & view.funding["mark_lon"].notna()]
    if chosen:
        money = money[money["event"].isin(chosen)]
    found.append(money[["mark_lon", "mark_lat"]].to_numpy())
    ends = [np.array(flow["path"]) for flow in flows]
    found += [end for path in ends for end in (path.min(axis=0)[None], path.max(axis=0)[None])]
    # As whole numbers of hundredths they are sorted twenty times as fast.
    lons, lats = np.rint(np.concatenate(found).T * 100).astype("int64")
    lons, lats = np.divmod(np.unique(lons * 100_000 + lats + 50_000), 100_000)
    return list(zip((lons / 100).tolist(), ((lats - 50_000) / 100).tolist(), strict=True))


def _fitted(
    points: Sequence[tuple[float, float]], size: tuple[int, int], globe: bool
) -> Mapping[str, float]:
    """Centre and zoom that hold these points, with room for names around them."""
    width, height = size
    west, east = _narrowest([lon for lon, _ in points] or _WORLD[0])
    south, north = (end([lat for _, lat in points] or _WORLD[1]) for end in (min, max))
    longitude = round(((west + east) / 2 + 180) % 360 - 180, 2)
    if globe:
        latitude = round(max(-60.0, min(60.0, (south + north) / 2)), 2)
        tall = math.radians(max(north - south, (east - west) * math.cos(math.radians(latitude))))
        # From here on the globe is wider than the map is high.
        whole = 0.6 * min(width, height)
        radius = min(max(whole, 0.7 * height / max(tall, 0.05)), 6 * whole)
        zoom = math.log2(radius * math.pi * math.cos(math.radians(latitude)) / _HALF)
        return {"longitude": longitude, "latitude": latitude, "zoom": round(zoom, 2)}
    low, high = mercator(south), mercator(north)
    across = max((east - west) / 360, 1e-3)
    upright = max((high - low) / (2 * math.pi), 1e-3)
    room = width * 0.87, height * 0.8
    zoom = min(math.log2(room[0] / across), math.log2(room[1] / upright)) - 9
    nearest = 3.2 if len(set(points)) == 1 else 4.6
    # The map is never less high than its frame.
    zoom = max(math.log2(height / 512), min(zoom, nearest))
    # Nor does it leave room above or below the world: deck.gl would move it, sooner or later.
    most = max(0.0, math.pi * (1 - height / (512 * 2**zoom)))
    height_of_middle = max(-most, min(most, (low + high) / 2))
    middle = math.degrees(math.atan(math.sinh(height_of_middle)))
    # On a phone the whole world is smaller than deck.gl would let it be.
    return {
        "longitude": longitude,
        "latitude": round(middle, 2),
        "zoom": round(zoom, 2),
        "min_zoom": -1,
    }


def sight(state: pdk.ViewState, size: tuple[int, int], globe: bool) -> Sight:
    """What is seen from there, for those who look for room."""
    scale = 512 * 2**state.zoom / 360
    if globe:
        scale /= math.cos(math.radians(state.latitude))
    middle = height_of(state.latitude)
    return Sight(state.longitude, middle, scale, *size, globe)


def _narrowest(lons: Iterable[float]) -> tuple[float, float]:
    """The shortest stretch of longitudes that holds all; its east end may lie beyond 180."""
    ordered = sorted(set(lons))
    gaps = [
        (after - before, after)
        for before, after in zip(ordered, [*ordered[1:], ordered[0] + 360], strict=True)
    ]
    _, start = max(gaps)
    start = start if start <= 180 else start - 360
    return start, max(lon if lon >= start else lon + 360 for lon in ordered)
