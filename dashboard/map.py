"""A view of the atlas -> the map: rows for the layers, camera, tooltip, legend, and what a click opens."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely
import streamlit as st

from dashboard import layers, selection, wording
from dashboard.selection import View
from dashboard.style import Colour, Palette, palette
from geo import groupings

Row = dict[str, Any]
# More ways than this are a thicket that says nothing: the most travelled ones are drawn.
MOST_WAYS = 1500
# From this many stops on, their numbers would cover the map; the opened trip keeps its own.
MOST_NUMBERS = 40
_PHONE_HEIGHT, _HEIGHT = 430, 640
_TOOLTIP = {
    # Values are escaped by the page; the template holds nothing of theirs.
    "html": "{name}",
    "style": {
        "whiteSpace": "pre-line",
        "maxWidth": "320px",
        "fontSize": "13px",
        "lineHeight": "1.35",
        "borderRadius": "3px",
        "padding": "7px 10px",
        "background": "#20262b",
        "color": "#f6f3eb",
    },
}


def draw_map(
    view: View,
    *,
    key: str = "map",
    shaded: Sequence[str] = (),
    framed: Sequence[str] = (),
    globe: bool = False,
    height: int = _HEIGHT,
) -> None:
    """The view on the map; a click opens what was clicked on.

    shaded: groupings whose members are shaded as of the view's last day;
    framed: countries (alpha-2) with a strong outline.
    """
    colours = palette()
    marks = marks_of(view, colours)
    token = _token(view, key)
    shades, _ = shades_of(view, shaded, colours)
    named = [*marks.dots, *marks.sums, *marks.diamonds]
    drawn = [
        *(layers.sea(colours) if globe else ()),
        *layers.ground(colours, shades, framed, token),
        *layers.hits(marks.ways, named, token),
        *layers.sums(colours, marks.sums),
        *layers.ways(colours, marks.ways, arrows=not globe),
        *layers.dots(colours, marks.dots),
        *layers.numbers(colours, marks.numbers),
        *layers.diamonds(colours, marks.diamonds),
    ]
    if marks.names:
        drawn.append(
            layers.labels(
                colours, "names", marks.names, colours.ink, offset=(11, 1), uncrowded=not globe
            )
        )
    flat = {"repeat": True}
    deck = pdk.Deck(
        drawn,
        views=[
            pdk.View(
                "GlobeView" if globe else "MapView", controller=True, **({} if globe else flat)
            )
        ],
        initial_view_state=_camera(view, key, globe, height),
        map_provider=None,
        map_style=None if globe else layers.blank_style(colours),
        tooltip=_TOOLTIP,
    )
    st.pydeck_chart(
        deck,
        key=key,
        height=height,
        on_select=_opened_on(key),
        selection_mode="single-object",
        alt=spoken(view),
    )


def spoken(view: View) -> str:
    """The map in a sentence, for those who cannot see it."""
    kinds = view.events["kind"].value_counts()
    parts = [
        wording.counted(int(kinds.get("visit", 0)), "visit"),
        wording.counted(int(kinds.get("meeting", 0)), "meeting"),
        wording.counted(int(kinds.get("funding", 0)), "sum of money", "sums of money"),
    ]
    return f"World map with {wording.listed(parts)}. The table below lists the same."


class Marks:
    """The rows of every layer."""

    def __init__(self) -> None:
        self.ways: list[Row] = []
        self.dots: list[Row] = []
        self.numbers: list[Row] = []
        self.diamonds: list[Row] = []
        self.sums: list[Row] = []
        self.names: list[Row] = []


def marks_of(view: View, colours: Palette) -> Marks:
    """What is to be drawn of a view."""
    marks = Marks()
    chosen = frozenset(view.selection.chosen)
    marks.ways = _ways(view, chosen)
    _add_stops(marks, view, chosen, colours)
    _add_meetings(marks, view, chosen)
    _add_sums(marks, view, chosen, colours)
    return marks


def _ways(view: View, chosen: frozenset[str]) -> list[Row]:
    """Legs between the same two places, in the same state, as one way that grows with each trip."""
    legs = view.legs[view.legs["geometry"].notna()]
    lines = legs["geometry"].to_numpy()
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    cells = zip(
        legs["origin_country"],
        legs["origin"],
        legs["target_country"],
        legs["target"],
        legs["status"],
        legs["event"].isin(chosen),
        strict=True,
    )
    for i, (*ends, status, is_chosen) in enumerate(cells):
        groups[(*ends, status, is_chosen)].append(i)
    largest = sorted(groups.items(), key=lambda item: (not item[0][5], -len(item[1])))[:MOST_WAYS]
    events, travellers = legs["event"].to_numpy(), legs["traveller"].to_numpy()
    days = legs["day"].to_numpy()
    found: list[Row] = []
    for (_, origin, _, target, status, is_chosen), members in reversed(largest):
        newest = sorted(members, key=lambda i: _sortable(days[i]), reverse=True)
        ids = list(dict.fromkeys(events[i] for i in newest))
        lines_of = [
            f"{wording.one_line(travellers[i])}, {wording.day(_as_date(days[i]))}"
            for i in newest[:4]
        ]
        head = f"{wording.one_line(origin)} → {wording.one_line(target)}{_SAID[status]}"
        rest = [f"and {len(newest) - 4} more"] if len(newest) > 4 else []
        common = {
            "status": status,
            "width": 1.7 + 1.1 * math.log2(len(ids)),
            "events": ids[: selection.MOST_EVENTS],
            "name": "\n".join([head, *lines_of, *rest]),
            "chosen": is_chosen,
            "faded": bool(chosen) and not is_chosen,
        }
        found.extend(_parts(lines[newest[0]], common))
    return found


_SAID = {
    "done": "",
    "ongoing": " (under way)",
    "planned": " (planned)",
    "cancelled": " (called off)",
}


def _parts(line: Any, common: Row) -> list[Row]:
    """A way as one row a part; the longest part bears the arrowhead."""
    parts = [np.asarray(part.coords).round(2) for part in shapely.get_parts(line)]
    longest = max(range(len(parts)), key=lambda i: len(parts[i]))
    rows = []
    for i, part in enumerate(parts):
        middle = angle = None
        if i == longest:
            middle, angle = _heading(part)
        rows.append({**common, "path": part.tolist(), "middle": middle, "angle": angle})
    return rows


def _heading(part: np.ndarray) -> tuple[list[float], float]:
    """The middle of a way and the angle that it has there on the flat map."""
    half = max(1, len(part) * 11 // 20)
    before, after = part[half - 1], part[min(half, len(part) - 1)]
    x = after[0] - before[0]
    y = math.degrees(_mercator(after[1]) - _mercator(before[1]))
    middle = [
        round(float((before[0] + after[0]) / 2), 2),
        round(float((before[1] + after[1]) / 2), 2),
    ]
    return middle, round(math.degrees(math.atan2(y, x)), 1)


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat)))))


def _add_stops(marks: Marks, view: View, chosen: frozenset[str], colours: Palette) -> None:
    stops = view.stops[view.stops["geometry"].notna()]
    places: dict[tuple[float, float], list[Any]] = defaultdict(list)
    for row in stops.itertuples(index=False):
        places[round(row.geometry.x, 2), round(row.geometry.y, 2)].append(row)
    few = len(stops) <= MOST_NUMBERS
    for (lon, lat), here in sorted(places.items(), key=lambda item: len(item[1])):
        ours = [row for row in here if row.event in chosen]
        shown = sorted(ours or here, key=lambda row: _sortable(row.day), reverse=True)
        events = list(dict.fromkeys(row.event for row in shown))
        only_plans = all(row.status in ("planned", "cancelled") for row in shown)
        faded = bool(chosen) and not ours
        label = shown[0].city or wording.country(shown[0].country)
        numbered = bool(ours) or (few and not chosen)
        radius = 8.0 if numbered else 3.2 + 1.2 * math.log2(len(events))
        alpha = 90 if faded else 255
        ink: Colour = colours.route
        marks.dots.append(
            {
                "position": [lon, lat],
                "radius": radius,
                "reach": max(9.0, radius),
                "fill": [*(colours.paper if only_plans else ink), alpha],
                "line": [*(ink if only_plans else colours.paper), alpha],
                "events": events[: selection.MOST_EVENTS],
                "name": _told_of_stops(label, shown),
            }
        )
        if numbered:
            order = sorted({row.stop + 1 for row in shown})
            marks.numbers.append(
                {
                    "position": [lon, lat],
                    "number": str(order[0]) if len(order) == 1 else f"{order[0]}+",
                    "tone": [*(ink if only_plans else colours.paper), 255],
                }
            )
        if not faded:
            weight = 1000 if ours else len(events)
            marks.names.append(
                {"position": [lon, lat], "label": wording.one_line(label), "weight": weight}
            )


def _told_of_stops(label: str, rows: Sequence[Any]) -> str:
    lines = [
        f"{wording.one_line(row.traveller)}, {_when(row)}{_SAID[row.status]}" for row in rows[:5]
    ]
    rest = [f"and {len(rows) - 5} more"] if len(rows) > 5 else []
    return "\n".join([wording.one_line(label), *lines, *rest])


def _when(row: Any) -> str:
    return wording.span_of_days(row.arrived, row.departed) if row.arrived else "no date given"


def _add_meetings(marks: Marks, view: View, chosen: frozenset[str]) -> None:
    meetings = view.meetings[view.meetings["geometry"].notna()]
    places: dict[tuple[float, float], list[Any]] = defaultdict(list)
    for row in meetings.itertuples(index=False):
        if not chosen or row.event in chosen:
            places[round(row.geometry.x, 2), round(row.geometry.y, 2)].append(row)
    headline = view.events["headline"]
    for (lon, lat), here in places.items():
        here.sort(key=lambda row: _sortable(row.day), reverse=True)
        lines = [f"{headline[row.event]}, {wording.day(_as_date(row.day))}" for row in here[:5]]
        rest = [f"and {len(here) - 5} more"] if len(here) > 5 else []
        where = wording.one_line(here[0].city) or wording.country(here[0].country)
        size = 13 + 2 * math.log2(len(here))
        marks.diamonds.append(
            {
                "position": [lon, lat],
                "size": size,
                "reach": size,
                "events": [row.event for row in here][: selection.MOST_EVENTS],
                "name": "\n".join([where, *lines, *rest]),
            }
        )


def _add_sums(marks: Marks, view: View, chosen: frozenset[str], colours: Palette) -> None:
    """Each sum once, at its recipient or in the middle of its region; those of one place together."""
    funding = view.funding[view.funding["first"] & view.funding["mark_lon"].notna()]
    places: dict[tuple[float, float], list[Any]] = defaultdict(list)
    for row in funding.itertuples(index=False):
        if not chosen or row.event in chosen:
            places[round(row.mark_lon, 2), round(row.mark_lat, 2)].append(row)
    headline = view.events["headline"]
    for (lon, lat), here in places.items():
        here.sort(key=lambda row: -(row.amount_usd if row.amount_usd == row.amount_usd else 0))
        total = sum(
            row.amount_usd for row in here if row.counts and row.amount_usd == row.amount_usd
        )
        shown = total or max(
            (r.amount_usd for r in here if r.amount_usd == r.amount_usd), default=0
        )
        radius = round(min(52.0, max(5.0, 2.2 * (shown / 1e6) ** 0.36)), 1)
        label = wording.amount(shown) if shown else wording.amount(here[0].amount, here[0].currency)
        lines = [f"{headline[row.event]} ({row.status})" for row in here[:5]]
        rest = [f"and {len(here) - 5} more"] if len(here) > 5 else []
        marks.sums.append(
            {
                "position": [lon, lat],
                "radius": radius,
                "reach": max(9.0, radius),
                "fill": [*colours.money, 70 if total else 0],
                "label": label,
                "events": [row.event for row in here][: selection.MOST_EVENTS],
                "name": "\n".join([*lines, *rest]),
            }
        )
    marks.sums.sort(key=lambda row: -row["radius"])


def shades_of(
    view: View, shaded: Sequence[str], colours: Palette
) -> tuple[dict[str, Colour], list[tuple[str, Colour, int]]]:
    """The colour of each member's land, and for the legend (grouping, colour, members)."""
    of: dict[str, list[int]] = defaultdict(list)
    told = []
    for i, name in enumerate(shaded[: len(colours.members)]):
        members = members_of(view, name)
        told.append((name, colours.members[i], len(members)))
        for alpha2 in members:
            of[alpha2].append(i)
    shades = {
        alpha2: colours.members[which[0]] if len(which) == 1 else colours.overlap
        for alpha2, which in of.items()
    }
    return shades, told


def members_of(view: View, name: str) -> tuple[str, ...]:
    """Members of a grouping on the view's last day; where the register has none, as articles state."""
    registered = groupings.members(name, view.end)
    if registered:
        return tuple(registered)
    stated = view.atlas.groupings
    of_name = stated[stated["grouping"] == name].sort_values("as_of")
    return tuple(of_name.iloc[-1]["members"]) if len(of_name) else ()


def draw_legend(view: View, shaded: Sequence[str]) -> None:
    """What each mark means."""
    colours = palette()
    css = layers.css
    route, ink = css(colours.route), css(colours.quiet)
    _, told = shades_of(view, shaded, colours)

    def line(border: str) -> str:
        return f'<span style="display:inline-block;width:32px;height:0;border-top:{border}"></span>'

    disc = (
        "display:inline-block;width:13px;height:13px;border-radius:50%;"
        f"background:{css(colours.money)}55;border:1.5px solid {css(colours.money)}"
    )
    items = [
        (line(f"2px solid {route}"), "visit"),
        (line(f"5px double {route}"), "under way"),
        (line(f"2px dashed {route}"), "planned"),
        (f'<span style="color:{css(colours.meeting)}">◆</span>', "talks"),
        (f'<span style="{disc}"></span>', "funding, larger where more"),
    ]
    items += [
        (_swatch(css(colour)), f"{wording.escaped(name)}: {wording.counted(count, 'member')}")
        for name, colour, count in told
    ]
    if len(told) > 1:
        items.append((_swatch(css(colours.overlap)), "in several"))
    if told:
        items.append(("", f"members as of {wording.day(view.end)}"))
    items.append((line(f"1px dotted {css(colours.disputed)}"), "disputed border"))
    cells = "".join(
        f'<span style="white-space:nowrap;display:inline-flex;align-items:center;gap:.4em">{mark}{text}</span>'
        for mark, text in items
    )
    st.html(
        f'<div style="display:flex;flex-wrap:wrap;gap:.25em 1.4em;font-size:.85rem;color:{ink}">{cells}</div>'
    )


def _swatch(colour: str) -> str:
    return f'<span style="display:inline-block;width:14px;height:12px;background:{colour};border:1px solid #8885"></span>'


def _opened_on(key: str) -> Any:
    def opened() -> None:
        """Open the events of what was clicked on, or the country.

        The browser also reports that it dropped a selection of its own: nothing was clicked then.
        """
        for objects in st.session_state[key].selection.objects.values():
            for clicked in objects:
                if "events" in clicked:
                    selection.choose(*clicked["events"])
                elif "properties" in clicked:
                    selection.look_at_country(str(clicked["properties"]["alpha2"]))
        st.session_state[f"{key}-clicks"] = st.session_state.get(f"{key}-clicks", 0) + 1

    return opened


def _token(view: View, key: str) -> str:
    """Changes with what is drawn and with each click."""
    clicks = st.session_state.get(f"{key}-clicks", 0)
    content = repr((view.atlas.version, view.selection, clicks))
    return blake2b(content.encode(), digest_size=6).hexdigest()


def _camera(view: View, key: str, globe: bool, height: int) -> pdk.ViewState:
    """Where the map looks: moves to what is chosen or filtered, stays where it is on closing."""
    chosen = view.selection.chosen
    filters = repr((view.atlas.version, globe, [getattr(view.selection, f) for f in _MOVING]))
    kept = st.session_state.get(f"{key}-camera")
    if kept and kept["filters"] == filters and (not chosen or kept["chosen"] == chosen):
        kept["chosen"] = chosen
        return pdk.ViewState(**kept["state"])
    state = _fitted(list(_points(view, chosen)), height, globe)
    st.session_state[f"{key}-camera"] = {"filters": filters, "chosen": chosen, "state": state}
    return pdk.ViewState(**state)


_MOVING = ("countries", "travellers", "groupings")


def _points(view: View, chosen: Sequence[str]) -> Iterable[tuple[float, float]]:
    for frame in (view.stops, view.meetings, view.legs):
        rows = frame[frame["geometry"].notna()]
        if chosen:
            rows = rows[rows["event"].isin(chosen)]
        for left, south, right, north in rows.bounds.itertuples(index=False):
            yield left, south
            yield right, north
    money = view.funding[view.funding["mark_lon"].notna()]
    if chosen:
        money = money[money["event"].isin(chosen)]
    yield from zip(money["mark_lon"], money["mark_lat"], strict=True)


def _fitted(points: Sequence[tuple[float, float]], height: int, globe: bool) -> Mapping[str, float]:
    """Centre and zoom that hold these points on a map about 900 pixels wide."""
    world = {"longitude": 20.0, "latitude": 24.0, "zoom": 0.6 if globe else 1.05}
    if not points:
        return world
    lons, lats = zip(*points, strict=True)
    west, east = _narrowest(lons)
    low, high = _mercator(min(lats)), _mercator(max(lats))
    across = max((east - west) / 360, 1e-3)
    upright = max((high - low) / (2 * math.pi), 1e-3)
    zoom = min(math.log2(760 / 512 / across), math.log2((height - 170) / 512 / upright))
    zoom = max(world["zoom"], min(zoom, 4.6))
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


def _sortable(day: Any) -> float:
    stamp = pd.Timestamp(day)
    return -math.inf if pd.isna(stamp) else float(stamp.toordinal())


def _as_date(day: Any) -> Any:
    stamp = pd.Timestamp(day)
    return None if pd.isna(stamp) else stamp.date()
