"""Marks -> a picture of the map that is there at once, behind the one that can be moved.

Browsers need seconds to prepare the painting of a map where there is no graphics card. Until then
readers see land and marks at the same place, without names; the map then covers the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import numpy as np
import pydeck as pdk
import streamlit as st

from dashboard.layers import DASHES
from dashboard.marks import Marks
from dashboard.naming import DIAMOND_UP
from dashboard.room import only_where_it_fits
from dashboard.style import Palette, css

Row = Mapping[str, Any]

# Around the chart; also what its water is painted on.
KEY = "ground"
LAND = "app/static/land.svg"
_BEHIND = 'content: ""; position: absolute; inset: 0; z-index: -1'
_NO_BONES = f'.st-key-{KEY} [data-testid^="stSkeleton"] {{opacity: 0;}}'


def draw_sketch(
    marks: Marks, state: pdk.ViewState, colours: Palette, height: int, key: str, width: int
) -> None:
    """Water, land and marks as a picture, if this map comes to the page for the first time.

    height, width: the map's in pixels; state: where the map looks; key: tells the maps apart.
    """
    water = (
        f".st-key-{KEY} {{position: relative; isolation: isolate; background: {css(colours.sea)};"
        f" min-height: {height}px;}}"
    )
    first = st.session_state.get("sketched") != (key, width)
    st.session_state["sketched"] = (key, width)
    rest = only_where_it_fits(_rules(marks, state, colours)) if first else ""
    st.html(f"<style>{water} {rest}</style>")


def _rules(marks: Marks, state: pdk.ViewState, colours: Palette) -> str:
    side = 512 * 2**state.zoom
    ((x, y),) = _at([[state.longitude, state.latitude]], side)
    place = f"calc(50% + {side / 2 - x:.1f}px) calc(50% + {side / 2 - y:.1f}px) / {side:.2f}px"
    picture = quote(_svg(marks, side, colours), safe=" ='/:;,()-.")
    return (
        f".st-key-{KEY}::before {{{_BEHIND}; background: {css(colours.land)};"
        f" mask: url({LAND}) {place} repeat-x;}}"
        f" .st-key-{KEY}::after {{{_BEHIND};"
        f' background: url("data:image/svg+xml,{picture}") {place} repeat-x;}} {_NO_BONES}'
    )


def _at(places: Sequence[Sequence[float]], side: float) -> np.ndarray:
    """Rows of longitude and latitude as pixels from the upper left corner of a square world."""
    lons, lats = np.array(places).T
    heights = np.arcsinh(np.tan(np.radians(np.clip(lats, -85, 85))))
    return np.column_stack([lons / 360 + 0.5, 0.5 - heights / (2 * math.pi)]) * side


def _placed(rows: Sequence[Row], side: float) -> Iterable[tuple[Row, list[float]]]:
    """Each mark with the pixels of its position."""
    if rows:
        yield from zip(rows, _at([row["position"] for row in rows], side).tolist(), strict=True)


def _svg(marks: Marks, side: float, colours: Palette) -> str:
    """The marks on a square world of so many pixels, in the order in which the map draws them."""
    size = f"{side:.2f}"
    shapes = [
        *_lines(marks.flows, side, colours.money, alpha=60),
        *_discs(marks.sums, side, [*colours.money, 255]),
        *_lines(marks.ways, side, colours.route),
        *_squares(marks.givers, side, colours),
        *_discs(marks.dots, side, None),
        *_diamonds(marks.diamonds, side, colours),
    ]
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{size}' height='{size}' fill='none'>"
        f"{''.join(shapes)}</svg>"
    )


def _lines(
    rows: Sequence[Row], side: float, colour: Sequence[int], alpha: int | None = None
) -> Iterable[str]:
    for row in rows:
        pixels = np.rint(_at(row["path"], side)).astype(int)
        path = " ".join(map(str, pixels.ravel().tolist()))
        width = row["width"]
        on, off = DASHES[row.get("status", "done")]
        dashes = f" stroke-dasharray='{on * width:.1f} {off * width:.1f}'" if off else ""
        paint = _paint("stroke", [*colour, row["alpha"] if alpha is None else alpha])
        yield f"<path d='M{path}' {paint} stroke-width='{width}'{dashes}/>"


def _discs(rows: Sequence[Row], side: float, line: Sequence[int] | None) -> Iterable[str]:
    for row, (x, y) in _placed(rows, side):
        edge = _paint("stroke", line or row["line"])
        fill = _paint("fill", row["fill"])
        yield (
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{row['radius']}' {fill} {edge}"
            " stroke-width='1.5'/>"
        )


def _squares(rows: Sequence[Row], side: float, colours: Palette) -> Iterable[str]:
    half = 3
    for _, (x, y) in _placed(rows, side):
        corner = f"x='{x - half:.1f}' y='{y - half:.1f}'"
        fill = _paint("fill", [*colours.money_ink, 255])
        yield f"<rect {corner} width='{2 * half}' height='{2 * half}' {fill}/>"


def _diamonds(rows: Sequence[Row], side: float, colours: Palette) -> Iterable[str]:
    for row, (x, y) in _placed(rows, side):
        half = row["size"] * 0.3
        fill = _paint("fill", [*colours.meeting, 255])
        yield (
            f"<path d='M{x:.1f} {y - DIAMOND_UP - half:.1f}l{half:.1f} {half:.1f}"
            f"l-{half:.1f} {half:.1f}l-{half:.1f} -{half:.1f}z' {fill}/>"
        )


def _paint(what: str, colour: Sequence[int]) -> str:
    red, green, blue, *alpha = colour
    through = f" {what}-opacity='{alpha[0] / 255:.2f}'" if alpha and alpha[0] < 255 else ""
    return f"{what}='{css((red, green, blue))}'{through}"
