"""Which names find room on the map: the weightier first, none over another.

deck.gl's own filter for names that collide draws the map anew all the time, at rest too; this is
worked out once, for the scale that the map opens with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.camera import mercator

# A letter's width and a line's height, as shares of the size of the type.
_LETTER, _LINE = 0.56, 1.25
_MOST = 160
# Amounts and what the reader opened are so weighty that they may cover marks.
_OVER_MARKS = 500

Box = tuple[float, float, float, float]


def with_room(
    rows: Iterable[dict[str, Any]], spots: Sequence[Mapping[str, Any]], zoom: float
) -> list[dict[str, Any]]:
    """The names that fit at this zoom, the weightiest first.

    rows: position, label, size, anchor, offset, weight; spots: marks that lesser names may not
    cover, with position and radius in pixels.
    """
    scale = 512 * 2**zoom
    taken: dict[tuple[int, int], list[Box]] = {}
    found: list[dict[str, Any]] = []
    ordered = sorted(rows, key=lambda row: -row["weight"])
    marks_are_in = False
    for row in ordered:
        if row["weight"] < _OVER_MARKS and not marks_are_in:
            marks_are_in = True
            for spot in spots:
                x, y = _pixels(spot["position"], scale)
                radius = min(spot["radius"], 6)
                _take((x - radius, y - radius, x + radius, y + radius), taken)
        box = _box(row, scale)
        if _is_free(box, taken):
            _take(box, taken)
            found.append(row)
            if len(found) == _MOST:
                break
    return found


def _box(row: Mapping[str, Any], scale: float) -> Box:
    x, y = _pixels(row["position"], scale)
    across, up = row["offset"]
    width, height = len(row["label"]) * _LETTER * row["size"], _LINE * row["size"]
    left = x + across - (width / 2 if row["anchor"] == "middle" else 0)
    top = y + up - height / 2
    return left, top, left + width, top + height


def _pixels(position: Sequence[float], scale: float) -> tuple[float, float]:
    lon, lat = position[:2]
    return (lon / 360 + 0.5) * scale, (0.5 - mercator(lat) / (2 * math.pi)) * scale


# Boxes are kept by squares of this many pixels, so that each is held against few others.
_SQUARE = 120


def _squares(box: Box) -> Iterable[tuple[int, int]]:
    left, top, right, bottom = (math.floor(edge / _SQUARE) for edge in box)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _take(box: Box, taken: dict[tuple[int, int], list[Box]]) -> None:
    for square in _squares(box):
        taken.setdefault(square, []).append(box)


def _is_free(box: Box, taken: Mapping[tuple[int, int], Sequence[Box]]) -> bool:
    left, top, right, bottom = box
    return not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for square in _squares(box)
        for other in taken.get(square, ())
    )
