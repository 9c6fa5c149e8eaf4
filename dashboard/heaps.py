"""Rows of a frame that are one mark on the map: those that agree, those of one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import shapely

# Rows of a heap that are told of, the latest ones; the others are counted.
MOST_TOLD = 3


def drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a place on the map."""
    there = frame["geometry"].notna()
    return frame if there.all() else frame[there]


def heaps(keys: Sequence[Any], days: pd.Series) -> list[Any]:
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


def at_points(frame: pd.DataFrame) -> Iterator[tuple[float, float, Any]]:
    """Longitude and latitude of marks, and the rows that belong to each, the latest first."""
    yield from at(frame, *shapely.get_coordinates(frame["geometry"].to_numpy()).T)


def at(frame: pd.DataFrame, lons: Any, lats: Any) -> Iterator[tuple[float, float, Any]]:
    lons, lats = np.round(lons, 2), np.round(lats, 2)
    for heap in heaps([lons, lats], frame["day"]):
        yield float(lons[heap[0]]), float(lats[heap[0]]), heap


def rows_of(frame: pd.DataFrame) -> Callable[[int], Any]:
    """A row by its position; of a few rows this takes less than of a frame's own rows."""
    cells = {column: frame[column].to_numpy() for column in frame if column != "geometry"}
    return lambda i: SimpleNamespace(**{column: cell[i] for column, cell in cells.items()})


def as_date(day: Any) -> Any:
    stamp = pd.Timestamp(day)
    return None if pd.isna(stamp) else stamp.date()


def thinned(lines: Any, bend: float) -> Any:
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
