"""Frames of a view -> rows of marks: ways, stops, diamonds, sums and names."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dashboard import selection, wording
from dashboard.camera import mercator
from dashboard.selection import View
from dashboard.style import Colour, Palette

Row = dict[str, Any]
# More ways than this are a thicket that says nothing: the most travelled ones are drawn.
MOST_WAYS = 700
# From this many stops on, their numbers would cover the map; the opened trip keeps its own.
MOST_NUMBERS = 40
# From this many ways on, lines are drawn thinner and paler, and without heads.
BUSY = 60
# How far a line may lie beside the geodesic, in degrees: less than its own width.
_BEND, _CROWD_BEND = 0.03, 0.12


class Marks:
    """The rows of every layer."""

    def __init__(self) -> None:
        self.ways: list[Row] = []
        self.dots: list[Row] = []
        self.numbers: list[Row] = []
        self.diamonds: list[Row] = []
        self.sums: list[Row] = []
        self.names: list[Row] = []


def marks_of(view: View, colours: Palette, *, lift: float = 0) -> Marks:
    """What is to be drawn of a view; lift: metres above the ground, for the globe."""
    marks = Marks()
    chosen = frozenset(view.selection.chosen)
    marks.ways = _ways(view, chosen, thin=not lift)
    _add_stops(marks, view, chosen, colours)
    _add_meetings(marks, view, chosen, colours)
    _add_sums(marks, view, chosen, colours)
    if lift:
        _lift(marks, lift)
    return marks


def _lift(marks: Marks, metres: float) -> None:
    for way in marks.ways:
        way["path"] = [[*point, metres] for point in way["path"]]
    for row in (*marks.dots, *marks.numbers, *marks.diamonds, *marks.sums, *marks.names):
        row["position"] = [*row["position"][:2], metres]


def _ways(view: View, chosen: frozenset[str], *, thin: bool) -> list[Row]:
    """Legs between the same two places, in the same state, as one way that grows with each trip.

    thin: without the points that a flat map does not need; the globe's lines would cut through it.
    """
    legs = _drawn(view.legs)
    opened = legs["event"].isin(chosen).to_numpy()
    ends = ("origin_country", "origin", "target_country", "target", "status")
    found = sorted(
        _heaps([opened, *(pd.factorize(legs[column])[0] for column in ends)], legs["day"]),
        key=lambda heap: (not opened[heap[0]], -len(heap)),
    )
    largest = found[:MOST_WAYS]
    busy = len(largest) > BUSY and not chosen
    lines = legs["geometry"].to_numpy()[[heap[0] for heap in reversed(largest)]]
    if thin and len(lines):
        lines = _thinned(lines, _CROWD_BEND if busy else _BEND)
    cell = {column: legs[column].to_numpy() for column in ("event", "traveller", "day", *ends)}
    rows: list[Row] = []
    for heap, line in zip(reversed(largest), lines, strict=True):
        newest = heap[0]
        ids = list(dict.fromkeys(cell["event"][heap]))
        told = [
            f"{wording.one_line(cell['traveller'][i])}, {wording.day(_as_date(cell['day'][i]))}"
            for i in heap[:4]
        ]
        status, is_chosen = cell["status"][newest], bool(opened[newest])
        origin, target = (wording.one_line(cell[end][newest]) for end in ("origin", "target"))
        rest = [f"and {len(heap) - 4} more"] if len(heap) > 4 else []
        common = {
            "status": status,
            "width": (1.2 if busy else 1.8) + math.log2(len(ids)),
            "events": ids[: selection.MOST_EVENTS],
            "name": "\n".join([f"{origin} → {target}{_SAID[status]}", *told, *rest]),
            "chosen": is_chosen,
            "alpha": 45 if chosen and not is_chosen else 150 if busy else 235,
            "busy": busy,
        }
        rows.extend(_parts(line, common))
    return rows


def _thinned(lines: Any, bend: float) -> Any:
    """The lines without the points that bend them by less than this, in degrees of the flat map."""

    def flat(points: Any) -> Any:
        return np.column_stack(
            [points[:, 0], np.degrees(np.arcsinh(np.tan(np.radians(points[:, 1]))))]
        )

    def degrees(points: Any) -> Any:
        return np.column_stack(
            [points[:, 0], np.degrees(np.arctan(np.sinh(np.radians(points[:, 1]))))]
        )

    kept = shapely.simplify(shapely.transform(lines, flat), bend, preserve_topology=False)
    return shapely.transform(kept, degrees)


def _drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a place on the map."""
    there = frame["geometry"].notna()
    return frame if there.all() else frame[there]


def _heaps(keys: Sequence[Any], days: pd.Series) -> list[Any]:
    """The positions of rows that agree in all keys, each heap with its latest row first.

    All at once with arrays: an atlas has more rows than a loop gets through between two clicks.
    """
    if not len(days):
        return []
    # A day that is not known is the earliest number there is.
    late = -(days.to_numpy().astype("datetime64[D]").astype("int64") + 1)
    order = np.lexsort((late, *keys))
    changes = np.zeros(len(order) - 1, dtype=bool)
    for key in keys:
        ordered = np.asarray(key)[order]
        changes |= ordered[1:] != ordered[:-1]
    return np.split(order, np.flatnonzero(changes) + 1)


def _at_points(frame: pd.DataFrame) -> Iterator[tuple[float, float, Any]]:
    """Longitude and latitude of marks, and the rows that belong to each, the latest first."""
    yield from _at(frame, *shapely.get_coordinates(frame["geometry"].to_numpy()).T)


def _at(frame: pd.DataFrame, lons: Any, lats: Any) -> Iterator[tuple[float, float, Any]]:
    lons, lats = np.round(lons, 2), np.round(lats, 2)
    for heap in _heaps([lons, lats], frame["day"]):
        yield float(lons[heap[0]]), float(lats[heap[0]]), heap


def _rows(frame: pd.DataFrame) -> Callable[[int], Any]:
    """A row by its position; of a few rows this takes less than of a frame's own rows."""
    cells = {column: frame[column].to_numpy() for column in frame if column != "geometry"}
    return lambda i: SimpleNamespace(**{column: cell[i] for column, cell in cells.items()})


_SAID = {
    "done": "",
    "ongoing": " (under way)",
    "planned": " (planned)",
    "cancelled": " (called off)",
}


def _parts(line: Any, common: Row) -> list[Row]:
    """A way as one row a part; the longest part bears the arrowhead."""
    parts = [shapely.get_coordinates(part).round(2) for part in shapely.get_parts(line)]
    longest = max(range(len(parts)), key=lambda i: len(parts[i]))
    rows = []
    for i, part in enumerate(parts):
        middle = angle = None
        if i == longest and not common["busy"]:
            middle, angle = _heading(part)
        rows.append({**common, "path": part.tolist(), "middle": middle, "angle": angle})
    return rows


def _heading(part: np.ndarray) -> tuple[list[float], float]:
    """The middle of a way and the angle that it has there on the flat map."""
    half = max(1, len(part) * 11 // 20)
    before, after = part[half - 1], part[min(half, len(part) - 1)]
    x = after[0] - before[0]
    y = math.degrees(mercator(after[1]) - mercator(before[1]))
    middle = [
        round(float((before[0] + after[0]) / 2), 2),
        round(float((before[1] + after[1]) / 2), 2),
    ]
    return middle, round(math.degrees(math.atan2(y, x)), 1)


def _add_stops(marks: Marks, view: View, chosen: frozenset[str], colours: Palette) -> None:
    stops = _drawn(view.stops)
    few = len(stops) <= MOST_NUMBERS
    row_at = _rows(stops)
    cell = {column: stops[column].to_numpy() for column in ("event", "status", "stop")}
    opened = stops["event"].isin(chosen).to_numpy()
    for lon, lat, here in sorted(_at_points(stops), key=lambda found: len(found[2])):
        ours = here[opened[here]]
        which = ours if len(ours) else here
        shown = [row_at(i) for i in which[:5]]
        events = list(dict.fromkeys(cell["event"][which]))
        only_plans = set(cell["status"][which]) <= {"planned", "cancelled"}
        faded = bool(chosen) and not len(ours)
        label = shown[0].city or wording.country(shown[0].country)
        numbered = bool(len(ours)) or (few and not chosen)
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
                "name": _told_of_stops(label, shown, len(which)),
            }
        )
        order = set(cell["stop"][which]) if numbered else ()
        if len(order) == 1:
            marks.numbers.append(
                {
                    "position": [lon, lat],
                    "number": str(min(order) + 1),
                    "tone": [*(ink if only_plans else colours.paper), 255],
                }
            )
        if not faded:
            weight = 900 if len(ours) else min(len(events), 400)
            name = wording.one_line(label)
            marks.names.append(_beside(marks.dots[-1], name, radius + 4, colours.ink, weight))


def _beside(mark: Row, label: str, distance: float, tone: Colour, weight: float) -> Row:
    """A name to the right of a mark, which opens what the mark opens."""
    return {
        "position": mark["position"],
        "label": label,
        "size": 12,
        "tone": [*tone],
        "anchor": "start",
        "offset": [round(distance), 1],
        "weight": weight,
        "name": mark["name"],
        "events": mark["events"],
    }


def _told_of_stops(label: str, rows: Sequence[Any], count: int) -> str:
    """What stands beside a place: the latest stops there, the others counted."""
    lines = [f"{wording.one_line(row.traveller)}, {_when(row)}{_SAID[row.status]}" for row in rows]
    rest = [f"and {count - len(rows)} more"] if count > len(rows) else []
    return "\n".join([wording.one_line(label), *lines, *rest])


def _when(row: Any) -> str:
    return wording.span_of_days(row.arrived, row.departed) if row.arrived else "no date given"


def _add_meetings(marks: Marks, view: View, chosen: frozenset[str], colours: Palette) -> None:
    meetings = _drawn(view.meetings)
    if chosen:
        meetings = meetings[meetings["event"].isin(chosen)]
    headline = view.events["headline"]
    row_at = _rows(meetings)
    events = meetings["event"].to_numpy()
    for lon, lat, heap in _at_points(meetings):
        here = [row_at(i) for i in heap[:5]]
        lines = [f"{headline[row.event]}, {wording.day(_as_date(row.day))}" for row in here]
        rest = [f"and {len(heap) - 5} more"] if len(heap) > 5 else []
        where = wording.one_line(here[0].city) or wording.country(here[0].country)
        size = 13 + 2 * math.log2(len(heap))
        marks.diamonds.append(
            {
                "position": [lon, lat],
                "size": size,
                "reach": size,
                "events": events[heap[: selection.MOST_EVENTS]].tolist(),
                "name": "\n".join([where, *lines, *rest]),
            }
        )
        if chosen:
            marks.names.append(_beside(marks.diamonds[-1], where, 12, colours.ink, 800))


def _add_sums(marks: Marks, view: View, chosen: frozenset[str], colours: Palette) -> None:
    """Each sum once, at its recipient or amid its region; those of one place together."""
    funding = view.funding[view.funding["first"] & view.funding["mark_lon"].notna()]
    if chosen:
        funding = funding[funding["event"].isin(chosen)]
    headline = view.events["headline"]
    row_at = _rows(funding)
    marked = funding["mark_lon"].to_numpy(), funding["mark_lat"].to_numpy()
    dollars = funding["amount_usd"].fillna(0).to_numpy()
    counts, events = funding["counts"].to_numpy(), funding["event"].to_numpy()
    for lon, lat, some in _at(funding, *marked):
        heap = some[np.argsort(-dollars[some], kind="stable")]
        here = [row_at(i) for i in heap[:5]]
        total = float(dollars[heap][counts[heap]].sum())
        shown = total or float(dollars[heap[0]])
        radius = round(min(32.0, max(4.0, 2.2 * (shown / 1e6) ** 0.25)), 1)
        label = wording.amount(shown) if shown else wording.amount(here[0].amount, here[0].currency)
        lines = [f"{headline[row.event]} ({row.status})" for row in here]
        rest = [f"and {len(heap) - 5} more"] if len(heap) > 5 else []
        marks.sums.append(
            {
                "position": [lon, lat],
                "radius": radius,
                "reach": max(9.0, radius),
                "fill": [*colours.money, 55 if total else 0],
                "events": events[heap[: selection.MOST_EVENTS]].tolist(),
                "name": "\n".join([*lines, *rest]),
            }
        )
        marks.names.append(
            {
                "position": [lon, lat],
                "label": label,
                "size": 13,
                "tone": [*colours.money_ink],
                "anchor": "middle",
                "offset": [0, 0 if radius > 18 else -round(radius) - 8],
                "weight": 500 + min(radius * 5, 390),
                "name": marks.sums[-1]["name"],
                "events": marks.sums[-1]["events"],
            }
        )
    marks.sums.sort(key=lambda row: -row["radius"])


def _as_date(day: Any) -> Any:
    stamp = pd.Timestamp(day)
    return None if pd.isna(stamp) else stamp.date()
