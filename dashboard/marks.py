"""Frames of a view -> rows of marks: ways, stops, diamonds, sums and names."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
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
MOST_WAYS = 1500
# From this many stops on, their numbers would cover the map; the opened trip keeps its own.
MOST_NUMBERS = 40
# From this many ways on, lines are drawn thinner and paler, and without heads.
BUSY = 60


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
    marks.ways = _ways(view, chosen)
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
    busy = len(largest) > BUSY and not chosen
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
            "width": (1.2 if busy else 1.8) + math.log2(len(ids)),
            "events": ids[: selection.MOST_EVENTS],
            "name": "\n".join([head, *lines_of, *rest]),
            "chosen": is_chosen,
            "alpha": 45 if chosen and not is_chosen else 150 if busy else 235,
            "busy": busy,
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
        if numbered and len({row.stop for row in shown}) == 1:
            order = sorted({row.stop + 1 for row in shown})
            marks.numbers.append(
                {
                    "position": [lon, lat],
                    "number": str(order[0]),
                    "tone": [*(ink if only_plans else colours.paper), 255],
                }
            )
        if not faded:
            weight = 900 if ours else min(len(events), 400)
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


def _told_of_stops(label: str, rows: Sequence[Any]) -> str:
    lines = [
        f"{wording.one_line(row.traveller)}, {_when(row)}{_SAID[row.status]}" for row in rows[:5]
    ]
    rest = [f"and {len(rows) - 5} more"] if len(rows) > 5 else []
    return "\n".join([wording.one_line(label), *lines, *rest])


def _when(row: Any) -> str:
    return wording.span_of_days(row.arrived, row.departed) if row.arrived else "no date given"


def _add_meetings(marks: Marks, view: View, chosen: frozenset[str], colours: Palette) -> None:
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
        if chosen:
            marks.names.append(_beside(marks.diamonds[-1], where, 12, colours.ink, 800))


def _add_sums(marks: Marks, view: View, chosen: frozenset[str], colours: Palette) -> None:
    """Each sum once, at its recipient or amid its region; those of one place together."""
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
        radius = round(min(38.0, max(4.0, 2.4 * (shown / 1e6) ** 0.25)), 1)
        label = wording.amount(shown) if shown else wording.amount(here[0].amount, here[0].currency)
        lines = [f"{headline[row.event]} ({row.status})" for row in here[:5]]
        rest = [f"and {len(here) - 5} more"] if len(here) > 5 else []
        marks.sums.append(
            {
                "position": [lon, lat],
                "radius": radius,
                "reach": max(9.0, radius),
                "fill": [*colours.money, 55 if total else 0],
                "events": [row.event for row in here][: selection.MOST_EVENTS],
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


def _sortable(day: Any) -> float:
    stamp = pd.Timestamp(day)
    return -math.inf if pd.isna(stamp) else float(stamp.toordinal())


def _as_date(day: Any) -> Any:
    stamp = pd.Timestamp(day)
    return None if pd.isna(stamp) else stamp.date()
