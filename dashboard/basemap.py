"""What the marks stand on -> pydeck layers: water, land, borders; flat, or round the globe."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pydeck as pdk

from dashboard.layers import DASHED, PIXELS, Row, layer
from dashboard.style import Colour, Palette, css

WORLD = "app/static/world.geojson"
BORDERS = "app/static/borders.geojson"
DISPUTED = "app/static/disputed.geojson"
# How far the globe's water lies below what is drawn on it, in metres.
SUNK = 60_000


def blank_style(palette: Palette) -> str:
    """A base map of nothing but sea: Streamlit then shows zoom buttons and asks no tile server."""
    background = {
        "id": "sea",
        "type": "background",
        "paint": {"background-color": css(palette.sea)},
    }
    style = {"version": 8, "sources": {}, "layers": [background]}
    return "data:application/json," + quote(json.dumps(style, separators=(",", ":")))


def sea(palette: Palette, *, below: float = 0) -> list[pdk.Layer]:
    """The water, in four quarters: a polygon of the whole globe has no inside.

    below: metres that it lies under what is drawn on it.
    """
    rows = [
        {"corners": [[x, y, -below] for x, y in ((w, -90), (w + 90, -90), (w + 90, 90), (w, 90))]}
        for w in (-180, -90, 0, 90)
    ]
    return [
        layer(
            "SolidPolygonLayer",
            "sea",
            rows,
            get_polygon="corners",
            get_fill_color=[*palette.sea],
        )
    ]


def round_the_globe(drawn: Sequence[pdk.Layer]) -> None:
    """What lies on the globe is painted in its order, and hidden by the water alone.

    Else marks at the same height would cut each other to pieces.
    """
    for one in drawn:
        if one.type == "TextLayer":
            # Upright letters would stand half in the ground; lying ones come out upside down.
            one.billboard = False
            one.get_angle = 180
            offset = vars(one).get("get_pixel_offset")
            if isinstance(offset, list):
                one.get_pixel_offset = [-shift for shift in offset]
            elif offset:
                for row in one.data:
                    row["offset"] = [-shift for shift in row["offset"]]
        if one.id != "sea":
            one.parameters = {
                "depthWriteEnabled": False,
                "depthCompare": "less-equal",
                # Letters lie with their backs to the reader there.
                "cullMode": "none",
            }


def ground(
    palette: Palette, shades: Mapping[str, Colour], framed: Sequence[str], token: str
) -> list[pdk.Layer]:
    """Countries that can be picked, land, borders, disputed lines.

    shades: alpha-2 to the colour of its land; framed: countries drawn with a strong outline.
    """
    fill = _by_country(shades, palette.land)
    found = [
        layer(
            "GeoJsonLayer",
            f"countries-{token}",
            WORLD,
            pickable=True,
            stroked=False,
            get_fill_color=[*palette.sea, 1],
        ),
        # Where the borders of two claims leave a gap there is land, too.
        layer(
            "GeoJsonLayer",
            "claimed",
            DISPUTED,
            stroked=False,
            get_fill_color=[*palette.land],
        ),
        layer(
            "GeoJsonLayer",
            "land",
            WORLD,
            stroked=False,
            get_fill_color=fill,
            update_triggers={"getFillColor": str(fill)},
        ),
        layer(
            "GeoJsonLayer",
            "borders",
            BORDERS,
            get_line_color=[*palette.border],
            line_width_min_pixels=0.7,
            line_width_max_pixels=1,
        ),
        layer(
            "GeoJsonLayer",
            "disputed",
            DISPUTED,
            filled=False,
            get_line_color=[*palette.disputed],
            line_width_min_pixels=0.8,
            line_width_max_pixels=1,
            get_dash_array=[3, 3],
            extensions=DASHED,
        ),
    ]
    if framed:
        ink = (*palette.ink, 255)
        outline = _by_country(dict.fromkeys(framed, ink), (0, 0, 0, 0))
        found.append(
            layer(
                "GeoJsonLayer",
                "framed",
                WORLD,
                filled=False,
                stroked=True,
                get_line_color=outline,
                line_width_min_pixels=1.3,
                line_width_max_pixels=1.3,
                update_triggers={"getLineColor": str(outline)},
            )
        )
    return found


def small(palette: Palette, rows: Sequence[Row]) -> list[pdk.Layer]:
    """Discs for shaded countries that are too small to be seen as land; rows: position, fill."""
    if not rows:
        return []
    return [
        layer(
            "ScatterplotLayer",
            "small",
            rows,
            get_position="position",
            get_radius=4.5,
            radius_units=PIXELS,
            stroked=True,
            get_fill_color="fill",
            get_line_color=[*palette.quiet],
            get_line_width=0.8,
            line_width_units=PIXELS,
        )
    ]


def _by_country(colours: Mapping[str, Sequence[int]], otherwise: Sequence[int]) -> Any:
    """A colour, or the expression that deck.gl works out for each polygon."""
    codes: dict[tuple[int, ...], list[str]] = {}
    for alpha2, colour in sorted(colours.items()):
        codes.setdefault(tuple(colour), []).append(alpha2)
    if not codes:
        return [*otherwise]
    branches = [
        f"{' || '.join(f'properties.alpha2 == {json.dumps(c)}' for c in some)} ? {[*colour]} : "
        for colour, some in codes.items()
    ]
    return "".join(branches) + str([*otherwise])
