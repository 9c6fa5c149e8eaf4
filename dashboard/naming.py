"""Which names find room on the map, on which side of their mark, and from which scale on.

deck.gl's own filter for names that collide looks at their anchors alone and draws the map anew all
the time. This is worked out once, for the scale that the map opens with and a few nearer ones: a
name that has no room yet comes when the reader is near enough, and none ever lies over another
or over a mark.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Row = dict[str, Any]
Array = NDArray[np.float64]

# A letter's width and a line's height, as shares of the size of the type.
_LETTER, LINE = 0.5, 1.15
# The scales that are tried, in zoom levels nearer than the one that the map opens with.
_NEARER = np.array([0.0, 0.7, 1.5, 2.5, 4.0])
# Names that are tried at all, the weightiest first.
_MOST = 240
# Room at the edges of the map, in pixels.
_EDGE = 6
# A name is shown while a box of so many pixels, given in metres, is at least as high on screen.
CUTOFF = 40
_EARTH_RADIUS = 6_370_972
# Pixels that the diamond of talks stands above its city.
DIAMOND_UP = 11
# Letters lie on the globe. Where it turns away more than this (the cosine of the angle), towards
# its rim, they are squeezed, and names wait until the reader comes nearer.
_SLANTING = 0.75
# How far deck.gl's camera is from the ground, in heights of the map.
_FAR = 1.5
# Nearer to the poles than this a flat map's scale says nothing of the globe's.
_POLAR = 75.0


def mercator(lat: float) -> float:
    """The height of a latitude on the flat map, where the equator is 2 pi long."""
    return math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat)))))


def height_of(lat: float) -> float:
    """The same, where the equator is 360 long."""
    return math.degrees(mercator(lat))


@dataclass(frozen=True, slots=True)
class Sight:
    """What a map shows first.

    longitude, middle: its middle, projected; scale: pixels a degree of longitude; width, height: in
    pixels; letter: a letter's width as a share of the size of the type; height_of: the projection,
    latitude -> degrees of the flat map, growing northwards.
    """

    longitude: float
    middle: float
    scale: float
    width: float
    height: float
    globe: bool = False
    letter: float = _LETTER
    height_of: Callable[[float], Any] = height_of


def with_room(rows: Iterable[Row], spots: Sequence[Row], sight: Sight) -> list[Row]:
    """The names that find room, each with the side of its mark and the scale from which it shows.

    rows: position, label, size, weight, gap (pixels between the middle of the mark and the name)
    and whether it may stand `inside`; spots: marks that no name may cover, with position, radius
    and, where they stand above it, `up` in pixels.
    Returned rows have anchor, offset, from_scale (times the first one) and metres: how long CUTOFF
    pixels are there, None where the name shows from the first.
    """
    ordered = sorted(rows, key=lambda row: -row["weight"])[:_MOST]
    scales = sight.scale * 2**_NEARER
    taken = np.full((4, len(scales), len(spots) + len(ordered)), np.nan, dtype=np.float32)
    taken[..., : len(spots)] = _spot_boxes(spots, scales, sight)
    found: list[Row] = []
    for row, middles in zip(ordered, _middles(ordered, scales, sight), strict=True):
        number = len(spots) + len(found)
        first, side, boxes = _best_side(row, middles, taken[..., :number], sight)
        if sight.globe and facing(row["position"], sight) < _SLANTING:
            first = max(first, 1)
        if first == len(scales):
            continue
        anchor, across, down = side
        taken[:, first:, number] = boxes[first:].T
        nearer = float(_NEARER[first])
        found.append(
            row
            | {
                "anchor": anchor,
                "offset": [round(across, 1), round(down, 1)],
                "from_scale": round(2**nearer, 2),
                "metres": _metres(row, sight, nearer) if first else None,
            }
        )
    return found


def _best_side(
    row: Row, middles: Array, taken: Array, sight: Sight
) -> tuple[int, tuple[str, float, float], Array]:
    """The side of its mark on which a name shows first: its scale, the side, the boxes there."""
    found: list[tuple[int, tuple[str, float, float], Array]] = []
    for side in _sides(row):
        around = np.array(_beside(row, sight.letter, *side)) * _share(row, sight)
        boxes = middles + around
        found.append((_first_free(boxes, taken, sight), side, boxes))
        if not found[-1][0]:
            break
    return min(found, key=lambda one: one[0])


def _sides(row: Row) -> list[tuple[str, float, float]]:
    """Where a name may stand, the best place first: anchor, pixels to the right, pixels down."""
    gap, line = row["gap"], _height(row) / 2
    beside = [("start", gap, 0.0), ("end", -gap, 0.0)]
    over = [("middle", 0.0, -gap - line + 2), ("middle", 0.0, gap + line - 2)]
    if row["inside"]:
        # In the middle there may be a mark; above and below it there is still room in the disc.
        amid = [("middle", 0.0, down) for down in (0.0, -line - 7, line + 7)]
        return [*amid, *over, *beside]
    return [*beside, *over]


def _beside(row: Row, letter: float, anchor: str, across: float, down: float) -> tuple[float, ...]:
    """Left, top, right and bottom of a name, in pixels from the middle of its mark."""
    width = max(map(len, row["label"].split("\n"))) * letter * row["size"]
    half = _height(row) / 2
    left = across - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, down - half, left + width, down + half


def _height(row: Row) -> float:
    return float(row["size"] * LINE * (1 + row["label"].count("\n")) + 1)


def _middles(rows: Sequence[Row], scales: Array, sight: Sight) -> Array:
    """The places of rows at each scale, in pixels from the middle of the map: x, y, x, y."""
    places = np.array([row["position"][:2] for row in rows], dtype=float).reshape(-1, 2)
    x = (places[:, 0] - sight.longitude + 180) % 360 - 180
    y = sight.middle - np.array([float(sight.height_of(lat)) for lat in places[:, 1]])
    flat: Array = np.column_stack([x, y, x, y])[:, None] * scales[:, None]
    return flat


def _spot_boxes(spots: Sequence[Row], scales: Array, sight: Sight) -> Array:
    """The boxes of marks at each scale."""
    around = [
        (-reach, -reach - up, reach, reach - up)
        for reach, up in ((spot["radius"] + 1, spot.get("up", 0)) for spot in spots)
    ]
    shares = np.array([_share(spot, sight) for spot in spots]).reshape(-1, 1)
    own = np.array(around, dtype=float).reshape(-1, 4) * shares
    boxes: Array = (_middles(spots, scales, sight) + own[:, None]).T
    return boxes


def _share(row: Row, sight: Sight) -> float:
    """On the globe all that is drawn is larger, beside the flat map's growing north."""
    latitude = min(abs(row["position"][1]), _POLAR)
    return 1 / math.cos(math.radians(latitude)) if sight.globe else 1.0


def _first_free(boxes: Array, taken: Array, sight: Sight) -> int:
    """The first scale from which on a box meets no other; their number where there is none."""
    left, top, right, bottom = (boxes[:, i, None].astype(np.float32) for i in range(4))
    meets = (left < taken[2]) & (taken[0] < right)
    meets &= (top < taken[3]) & (taken[1] < bottom)
    clash = meets.any(axis=1)
    if not sight.globe:
        # Nearer than the first view the reader moves the map, and its edges are elsewhere.
        out = np.abs(boxes[0]) > np.array([sight.width, sight.height] * 2) / 2 - _EDGE
        clash[0] |= out.any()
    return int(np.flatnonzero(clash)[-1]) + 1 if clash.any() else 0


def facing(position: Sequence[float], sight: Sight) -> float:
    """How much a place of the globe faces the reader: 1 in the middle, 0 at the rim, less behind.

    The cosine of the angle between what is up there and where the reader looks from.
    """
    north, middle = math.radians(position[1]), math.atan(math.sinh(math.radians(sight.middle)))
    east = math.radians(position[0] - sight.longitude)
    beside = math.sin(north) * math.sin(middle)
    beside += math.cos(north) * math.cos(middle) * math.cos(east)
    radius = math.degrees(sight.scale)
    reader = radius + _FAR * sight.height
    away = math.sqrt(radius**2 + reader**2 - 2 * radius * reader * beside)
    return (reader * beside - radius) / away


def _metres(row: Row, sight: Sight, nearer: float) -> int:
    """How long CUTOFF pixels are at the name's place, at the scale from which on it shows."""
    degree = 2 * math.pi * _EARTH_RADIUS / 360
    if not sight.globe:
        degree *= math.cos(math.radians(row["position"][1]))
    return round(CUTOFF * degree / (sight.scale * 2**nearer))
