"""Money on the map: each sum once at its recipient or region, and its way there from the giver."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dashboard import heaps, selection, wording
from dashboard.selection import View
from dashboard.style import Palette
from geo import rosters, tables
from geo.anchors import anchor
from geo.routes import LonLat, as_geometry, great_circle

Row = dict[str, Any]
# A recipient's or giver's own words are shown up to here.
_LONGEST = 34


def radius_of(usd: float) -> float:
    """Pixels from the middle to the rim of a sum's disc; a thousandfold sum has five times that."""
    return round(min(44.0, max(3.5, 1.7 * (usd / 1e6) ** 0.24)), 1)


def width_of(usd: float) -> float:
    """Pixels across the band from giver to recipient."""
    return round(2.0 + radius_of(usd) / 4, 1)


@cache
def seat(donor: str) -> LonLat | None:
    """Where a giver is marked: a country's label point, an institution's seat."""
    there = anchor(donor)
    return there.label if there else _seats().get(donor)


@cache
def _seats() -> dict[str, LonLat]:
    return {
        row["party"]: (float(row["lon"]), float(row["lat"])) for row in tables.rows("funder_seats")
    }


@cache
def _way(origin: LonLat, target: LonLat) -> Any:
    """The geodesic, None between two points that are one place on a map of the world."""
    if abs(origin[0] - target[0]) < 0.5 and abs(origin[1] - target[1]) < 0.5:
        return None
    return as_geometry(great_circle(origin, target))


def _of_view(view: View) -> pd.DataFrame:
    """The sums that have a place, one row each; only what is open, where something is."""
    funding = view.funding[view.funding["first"] & view.funding["mark_lon"].notna()]
    if view.selection.chosen:
        funding = funding[funding["event"].isin(view.selection.chosen)]
    return funding


def sums_of(view: View, colours: Palette, *, named: bool) -> tuple[list[Row], list[Row]]:
    """Each sum once, at its recipient or amid its region, those of one place together; and names.

    named: whether the recipients' names stand beside the amounts.
    """
    funding = _of_view(view)
    told = _Told(view, funding)
    marked = funding["mark_lon"].to_numpy(), funding["mark_lat"].to_numpy()
    dollars = funding["amount_usd"].fillna(0).to_numpy()
    counts = funding["counts"].to_numpy()
    sums: list[Row] = []
    names: list[Row] = []
    for lon, lat, some in heaps.at(funding, *marked):
        heap = some[np.argsort(-dollars[some], kind="stable")]
        largest = told.row(heap[0])
        total = float(dollars[heap][counts[heap]].sum())
        shown = total or float(dollars[heap[0]])
        radius = radius_of(shown)
        label = wording.amount(shown) if shown else wording.amount(largest.amount, largest.currency)
        whom = _whom(largest)
        sums.append(
            {
                "position": [lon, lat],
                "radius": radius,
                "reach": max(9.0, radius),
                "fill": [*colours.money, 55 if total else 0],
                **told.of(heap),
            }
        )
        names.append(
            sums[-1]
            | {
                "label": f"{whom}\n{label}" if named and len(whom) < _LONGEST else label,
                "size": 13,
                "tone": [*colours.money_ink],
                "gap": radius + 3,
                "inside": radius > 20,
                "weight": 120 + 4 * radius,
            }
        )
    sums.sort(key=lambda row: -row["radius"])
    return sums, names


@dataclass(frozen=True, slots=True)
class _Gift:
    """The sums of the same givers for the same place: rows by their position, the largest first."""

    donors: tuple[str, ...]
    mark: LonLat
    rows: Any
    usd: float


def _gifts(funding: pd.DataFrame) -> list[_Gift]:
    """Sums of the same givers for the same place, together."""
    donors = [
        tuple(all_of) or ((one,) if one else ())
        for one, all_of in zip(funding["donor"], funding["donors"], strict=True)
    ]
    lons, lats = (np.round(funding[f"mark_{end}"].to_numpy(), 2) for end in ("lon", "lat"))
    usd, counts = funding["amount_usd"].fillna(0).to_numpy(), funding["counts"].to_numpy()
    found = []
    alike = pd.factorize(pd.Series(donors, dtype="object"))[0]
    for some in heaps.heaps([alike, lons, lats], funding["day"]):
        heap = some[np.argsort(-usd[some], kind="stable")]
        mark = float(lons[heap[0]]), float(lats[heap[0]])
        total = float(usd[heap][counts[heap]].sum())
        found.append(_Gift(donors[heap[0]], mark, heap, total))
    return found


def flows_of(
    view: View, colours: Palette, *, named: bool
) -> tuple[list[Row], list[Row], list[Row]]:
    """The ways of money: all of one giver to one recipient are one; the givers' marks; names.

    What several give together goes the way of each; it counts for none of them alone, since who
    gives how much is mostly not said.
    """
    funding = _of_view(view)
    told = _Told(view, funding)
    ends = funding[["mark_lon", "mark_lat"]].to_numpy().round(2).tolist()
    of_sums = {(lon, lat) for lon, lat in ends}
    pairs: dict[tuple[str, LonLat], list[_Gift]] = defaultdict(list)
    for gift in sorted(_gifts(funding), key=lambda gift: -gift.usd):
        for donor in gift.donors:
            pairs[donor, gift.mark].append(gift)
    flows: list[Row] = []
    given: dict[str, list[_Gift]] = defaultdict(list)
    for (donor, mark), gifts in pairs.items():
        origin = seat(donor)
        way = _way(origin, mark) if origin else None
        if way is None:
            continue
        given[donor] += gifts
        rows = np.concatenate([gift.rows for gift in gifts])
        alone = sum(gift.usd for gift in gifts if len(gift.donors) == 1)
        title = f"{wording.country(donor)} → {_whom(told.row(rows[0]))}"
        common = {"width": width_of(alone), "usd": alone, **told.of(rows, title)}
        flows += [common | {"line": part} for part in shapely.get_parts(way)]
    flows.sort(key=lambda row: -row["width"])
    givers, names = [], []
    for donor, gifts in given.items():
        rows = np.concatenate([gift.rows for gift in gifts])
        giver = wording.one_line(wording.country(donor))
        mark = {"position": list(seat(donor) or ()), "radius": 4.0, "reach": 9.0}
        givers.append(mark | told.of(rows, giver))
        if named and tuple(np.round(mark["position"], 2)) not in of_sums:
            usd = sum(gift.usd for gift in gifts)
            names.append(
                givers[-1]
                | {
                    "label": giver,
                    "size": 12,
                    "tone": [*colours.money_ink],
                    "gap": 8.0,
                    "inside": False,
                    "weight": 110 + 4 * radius_of(usd),
                }
            )
    return flows, givers, names


class _Told:
    """What is told of sums, in the words of their headlines."""

    def __init__(self, view: View, funding: pd.DataFrame) -> None:
        self.row = heaps.rows_of(funding)
        self._events = funding["event"].to_numpy()
        self._headline = view.events["headline"]

    def of(self, rows: Any, title: str = "") -> Row:
        """The events of these rows and the text that names them."""
        lines = [title] if title else []
        shown = [self.row(i) for i in rows[: heaps.MOST_TOLD]]
        lines += [f"{self._headline[row.event]} ({row.status})" for row in shown]
        rest = [f"and {len(rows) - len(shown)} more"] if len(rows) > len(shown) else []
        events = list(dict.fromkeys(self._events[rows]))[: selection.MOST_EVENTS]
        return {"events": events, "name": "\n".join([*lines, *rest])}


def _whom(row: Any) -> str:
    """The recipient: a country, else the articles' words for several."""
    if row.recipients == 1:
        return wording.country(row.recipient)
    words = wording.one_line(row.recipient_text).removeprefix("the ")
    if words[:1].isupper():
        return rosters.canonical(words)
    # "the region", "five states": no name that says which.
    return f"{row.recipients} countries" if row.recipients else words or "several countries"
