"""Where the map looks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pydeck as pdk
import shapely
import streamlit as st

from dashboard.selection import View
from dashboard.style import is_phone


def camera(view: View, key: str, globe: bool, height: int) -> pdk.ViewState:
    """Where the map looks: moves to what is chosen or filtered, stays where it is on closing."""
    chosen = view.selection.chosen
    filters = repr((view.atlas.version, globe, [getattr(view.selection, f) for f in _MOVING]))
    kept = st.session_state.get(f"{key}-camera")
    if kept and kept["filters"] == filters and (not chosen or kept["chosen"] == chosen):
        kept["chosen"] = chosen
        return pdk.ViewState(**kept["state"])
    state = _fitted(_points(view, chosen), height, globe)
    st.session_state[f"{key}-camera"] = {"filters": filters, "chosen": chosen, "state": state}
    return pdk.ViewState(**state)


# Pixels across that a map has for its marks at least.
_PHONE, _DESK = 320, 760
_MOVING = ("countries", "travellers", "groupings")


def _points(view: View, chosen: Sequence[str]) -> list[tuple[float, float]]:
    """Where what is to be seen begins and ends, each point once."""
    found = []
    for frame in (view.stops, view.meetings, view.legs):
        rows = frame[frame["geometry"].notna()]
        if chosen:
            rows = rows[rows["event"].isin(chosen)]
        bounds = shapely.bounds(rows["geometry"].to_numpy()).reshape(-1, 4)
        found += [bounds[:, :2], bounds[:, 2:]]
    money = view.funding[view.funding["mark_lon"].notna()]
    if chosen:
        money = money[money["event"].isin(chosen)]
    found.append(money[["mark_lon", "mark_lat"]].to_numpy())
    # As whole numbers of hundredths they are sorted twenty times as fast.
    lons, lats = np.rint(np.concatenate(found).T * 100).astype("int64")
    lons, lats = np.divmod(np.unique(lons * 100_000 + lats + 50_000), 100_000)
    return list(zip((lons / 100).tolist(), ((lats - 50_000) / 100).tolist(), strict=True))


def _fitted(points: Sequence[tuple[float, float]], height: int, globe: bool) -> Mapping[str, float]:
    """Centre and zoom that hold these points, with room for names around them."""
    width = _PHONE if is_phone() else _DESK
    farthest = math.log2(height / 190) if globe else math.log2(min(width / 367, height / 300))
    world = {"longitude": 20.0, "latitude": 24.0, "zoom": round(farthest, 2)}
    if not points:
        return world
    lons, lats = zip(*points, strict=True)
    west, east = _narrowest(lons)
    low, high = mercator(min(lats)), mercator(max(lats))
    across = max((east - west) / 360, 1e-3)
    upright = max((high - low) / (2 * math.pi), 1e-3)
    zoom = min(math.log2(width / 512 / across), math.log2((height - 170) / 512 / upright))
    nearest = 3.2 if len(set(points)) == 1 else 4.6
    zoom = max(world["zoom"], min(zoom, nearest))
    if zoom - world["zoom"] < 0.25:
        return world
    middle = math.degrees(math.atan(math.sinh((low + high) / 2)))
    centre = (west + east) / 2
    return {
        "longitude": round((centre + 180) % 360 - 180, 2),
        "latitude": round(middle, 2),
        "zoom": round(zoom, 2),
    }


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


def mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat)))))
