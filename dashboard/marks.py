"""Frames of a view -> rows of marks: ways, stops, diamonds, sums and names."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dashboard import money, selection, wording
from dashboard.heaps import MOST_TOLD, as_date, at_points, drawn, heaps, rows_of, thinned
from dashboard.naming import DIAMOND_UP, mercator
from dashboard.selection import View
from dashboard.style import Colour, Palette

Row = dict[str, Any]
# More ways than this are a thicket that says nothing: the most travelled ones are drawn.
MOST_WAYS = 700
# From this many stops on, their numbers would cover the map; the opened trip keeps its own.
MOST_NUMBERS = 40
# The radius of a stop with its number in it.
NUMBERED = 8.0
# Pixels between a stop and its name.
BESIDE = 4
# From this many ways on, lines are drawn thinner and paler, and without heads.
BUSY = 60
# How far a line may lie beside the geodesic, in degrees: less than its own width.
_BEND, _CROWD_BEND = 0.03, 0.2
# Pixels by which the largest mark of a kind may exceed the smallest one.
_BROADER_WAY, _LARGER_DOT, _LARGER_DIAMOND = 4.0, 6.0, 9.0


class Marks:
    """The rows of every layer."""

    def __init__(self) -> None:
        self.ways: list[Row] = []
        self.dots: list[Row] = []
        self.numbers: list[Row] = []
        self.diamonds: list[Row] = []
        self.sums: list[Row] = []
        self.flows: list[Row] = []
        self.givers: list[Row] = []
        self.names: list[Row] = []

    def spots(self) -> list[Row]:
        """What no name may cover."""
        over = [row | {"radius": row["size"] * 0.36, "up": DIAMOND_UP} for row in self.diamonds]
        return [*self.dots, *self.givers, *over]

    def shrunk(self, share: float) -> Marks:
        """The marks smaller than they are, as small screens need them."""
        for row in (*self.dots, *self.sums, *self.givers):
            if row["radius"] != NUMBERED:
                row["radius"] = round(row["radius"] * share, 1)
        for row in (*self.ways, *self.flows):
            row["width"] = round(row["width"] * share, 1)
        for row in self.diamonds:
            row["size"] = round(row["size"] * share)
        for row in self.names:
            if row["gap"] != NUMBERED + BESIDE:
                row["gap"] *= share
        return self


def marks_of(view: View, colours: Palette, *, globe: bool = False) -> Marks:
    """What is to be drawn of a view; on the globe lines keep all the points that bend them."""
    marks = Marks()
    chosen = frozenset(view.selection.chosen)
    marks.ways = _ways(view, chosen, thin=not globe)
    _add_stops(marks, view, chosen, colours)
    _add_meetings(marks, view, chosen, colours)
    _add_homes(marks, view, chosen, colours)
    # Beside the names of many stops there is room for amounts alone.
    named = bool(chosen) or not marks.dots
    marks.sums, names = money.sums_of(view, colours, named=named)
    flows, marks.givers, of_givers = money.flows_of(view, colours, named=named)
    marks.names += names + of_givers
    if not globe and flows:
        bend = _CROWD_BEND if len(marks.ways) > BUSY else _BEND
        lines = thinned(np.array([row["line"] for row in flows], dtype=object), bend)
        for row, line in zip(flows, lines, strict=True):
            row["line"] = line
    marks.flows = [_flow(row) for row in flows]
    return marks


def _flow(row: Row) -> Row:
    points = shapely.get_coordinates(row.pop("line")).round(2)
    middle, angle = _heading(points)
    return row | {"path": points.tolist(), "middle": middle, "angle": angle}


def _ways(view: View, chosen: frozenset[str], *, thin: bool) -> list[Row]:
    """Legs between the same two places, in the same state, as one way that grows with each trip.

    thin: without the points that a flat map does not need; the globe's lines would cut through it.
    """
    legs = drawn(view.legs)
    opened = legs["event"].isin(chosen).to_numpy()
    ends = ("origin_country", "origin", "target_country", "target", "status")
    found = sorted(
        heaps([opened, *(pd.factorize(legs[column])[0] for column in ends)], legs["day"]),
        key=lambda heap: (not opened[heap[0]], -len(heap)),
    )
    largest = found[:MOST_WAYS]
    busy = len(largest) > BUSY and not chosen
    lines = legs["geometry"].to_numpy()[[heap[0] for heap in reversed(largest)]]
    if thin and len(lines):
        lines = thinned(lines, _CROWD_BEND if busy else _BEND)
    cell = {column: legs[column].to_numpy() for column in ("event", "traveller", "day", *ends)}
    grown = _growth(1.0, _BROADER_WAY, largest)
    rows: list[Row] = []
    for heap, line in zip(reversed(largest), lines, strict=True):
        newest = heap[0]
        ids = list(dict.fromkeys(cell["event"][heap]))
        told = [
            f"{wording.one_line(cell['traveller'][i])}, {wording.day(as_date(cell['day'][i]))}"
            for i in heap[:MOST_TOLD]
        ]
        status, is_chosen = cell["status"][newest], bool(opened[newest])
        origin, target = (wording.one_line(cell[end][newest]) for end in ("origin", "target"))
        rest = _rest(len(heap))
        common = {
            "status": status,
            "width": round((1.2 if busy else 1.8) + grown(len(ids)), 1),
            "events": ids[: selection.MOST_EVENTS],
            "name": "\n".join([f"{origin} → {target}{_SAID[status]}", *told, *rest]),
            "chosen": is_chosen,
            "alpha": 45 if chosen and not is_chosen else 150 if busy else 235,
            "busy": busy,
        }
        rows.extend(_parts(line, common))
    return rows


def _growth(rate: float, most: float, heaps: Sequence[Any]) -> Callable[[int], float]:
    """Pixels that a mark grows by with the number it stands for.

    rate: with each doubling, if that leaves the mark of the largest heap below `most`: of a large
    collection, where all numbers are high, the marks would cover the map.
    """
    doublings = math.log2(max((len(heap) for heap in heaps), default=1))
    rate = min(rate, most / doublings) if doublings else rate
    return lambda number: rate * math.log2(number)


_SAID = {
    "done": "",
    "ongoing": " (under way)",
    "planned": " (planned)",
    "cancelled": " (called off)",
}


def _parts(line: Any, common: Row) -> list[Row]:
    """A way as one row a part; the longest part bears the arrowhead."""
    lines = shapely.get_parts(line)
    parts = [shapely.get_coordinates(part).round(2) for part in lines]
    longest = int(shapely.length(lines).argmax())
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
    stops = drawn(view.stops)
    few = len(stops) <= MOST_NUMBERS
    row_at = rows_of(stops)
    cell = {column: stops[column].to_numpy() for column in ("event", "status", "stop")}
    opened = stops["event"].isin(chosen).to_numpy()
    places = sorted(at_points(stops), key=lambda found: len(found[2]))
    grown = _growth(1.2, _LARGER_DOT, [here for _, _, here in places])
    for lon, lat, here in places:
        ours = here[opened[here]]
        which = ours if len(ours) else here
        shown = [row_at(i) for i in which[:MOST_TOLD]]
        events = list(dict.fromkeys(cell["event"][which]))
        only_plans = set(cell["status"][which]) <= {"planned", "cancelled"}
        faded = bool(chosen) and not len(ours)
        label = shown[0].city or wording.country(shown[0].country)
        numbered = bool(len(ours)) or (few and not chosen)
        radius = NUMBERED if numbered else round(3.2 + grown(len(events)), 1)
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
            weight = 900 if len(ours) else 100 + 60 * math.log2(len(events))
            name = wording.one_line(label)
            marks.names.append(_beside(marks.dots[-1], name, radius + BESIDE, colours.ink, weight))


def _add_homes(marks: Marks, view: View, chosen: frozenset[str], colours: Palette) -> None:
    """Names where trips begin, if nothing else is marked there and there are few."""
    legs = drawn(view.legs)
    legs = legs[legs["home"]]
    if chosen:
        legs = legs[legs["event"].isin(chosen)]
    elif len(view.stops) > MOST_NUMBERS:
        return
    stops = {tuple(row["position"]) for row in marks.dots}
    starts = _starts(legs)
    for place, rows in legs.groupby([*starts.T], sort=False):
        if place in stops:
            continue
        origin = wording.one_line(rows["origin"].iloc[0])
        told = [wording.one_line(name) for name in rows["traveller"].drop_duplicates()]
        mark = {
            "position": [*place],
            "events": list(dict.fromkeys(rows["event"]))[: selection.MOST_EVENTS],
            "name": "\n".join([origin, *(f"from here: {name}" for name in told[:MOST_TOLD])]),
        }
        marks.names.append(_beside(mark, origin, BESIDE + 2, colours.ink, 90))


def _starts(legs: pd.DataFrame) -> np.ndarray:
    """Where lines begin, be they in parts or not: one row each of longitude and latitude."""
    lines = legs["geometry"].to_numpy()
    points, which = shapely.get_coordinates(lines, return_index=True)
    return points[np.unique(which, return_index=True)[1]].round(2)


def _beside(mark: Row, label: str, distance: float, tone: Colour, weight: float) -> Row:
    """A name beside a mark, which opens what the mark opens."""
    return {
        "position": mark["position"],
        "label": label,
        "size": 12,
        "tone": [*tone],
        "gap": distance,
        "inside": False,
        "weight": weight,
        "name": mark["name"],
        "events": mark["events"],
    }


def _told_of_stops(label: str, rows: Sequence[Any], count: int) -> str:
    """What stands beside a place: the latest stops there, the others counted."""
    lines = [f"{wording.one_line(row.traveller)}, {_when(row)}{_SAID[row.status]}" for row in rows]
    return "\n".join([wording.one_line(label), *lines, *_rest(count)])


def _rest(count: int) -> list[str]:
    return [f"and {count - MOST_TOLD} more"] if count > MOST_TOLD else []


def _when(row: Any) -> str:
    return wording.span_of_days(row.arrived, row.departed) if row.arrived else "no date given"


def _add_meetings(marks: Marks, view: View, chosen: frozenset[str], colours: Palette) -> None:
    meetings = drawn(view.meetings)
    if chosen:
        meetings = meetings[meetings["event"].isin(chosen)]
    headline = view.events["headline"]
    row_at = rows_of(meetings)
    events = meetings["event"].to_numpy()
    stops = [row["position"] for row in marks.dots]
    places = list(at_points(meetings))
    grown = _growth(2.0, _LARGER_DIAMOND, [heap for _, _, heap in places])
    for lon, lat, heap in places:
        here = [row_at(i) for i in heap[:MOST_TOLD]]
        lines = [f"{headline[row.event]}, {wording.day(as_date(row.day))}" for row in here]
        rest = _rest(len(heap))
        where = wording.one_line(here[0].city) or wording.country(here[0].country)
        size = round(13 + grown(len(heap)))
        marks.diamonds.append(
            {
                "position": [lon, lat],
                "size": size,
                "reach": max(9, round(0.6 * size)),
                "events": events[heap[: selection.MOST_EVENTS]].tolist(),
                "name": "\n".join([where, *lines, *rest]),
            }
        )
        if chosen and [lon, lat] not in stops:
            marks.names.append(_beside(marks.diamonds[-1], where, 12, colours.ink, 800))
