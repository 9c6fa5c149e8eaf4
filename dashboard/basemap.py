"""What the marks stand on -> pydeck layers: water, land, borders; flat, or round the globe."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

import pydeck as pdk
import shapely
from pydeck.bindings.layer import FUNCTION_IDENTIFIER

from dashboard import ground
from dashboard.layers import Row, layer
from dashboard.style import Colour, Palette

WORLD = "app/static/world.geojson"
CLAIMED = "app/static/claimed.geojson"
BORDERS = "app/static/borders.geojson"
DISPUTED = "app/static/disputed.geojson"
# How far the globe's water lies below what is drawn on it, in metres.
SUNK = 60_000
# The latitude where the flat map ends.
MERCATOR_END = 85.05


def blank_style() -> str:
    """A base map of nothing: Streamlit then shows zoom buttons and asks no tile server."""
    style = {"version": 8, "sources": {}, "layers": []}
    return "data:application/json," + quote(json.dumps(style, separators=(",", ":")))


def water(palette: Palette) -> list[pdk.Layer]:
    """The flat map's water: it covers the picture that stood there before."""
    box = shapely.geometry.mapping(shapely.box(-180, -MERCATOR_END, 180, MERCATOR_END))
    return [
        layer(
            "GeoJsonLayer",
            "water",
            {"type": "Feature", "properties": {}, "geometry": box},
            stroked=False,
            get_fill_color=[*palette.sea],
        )
    ]


def sea(palette: Palette) -> list[pdk.Layer]:
    """The globe's water, in four quarters: a polygon of the whole globe has no inside."""
    rows = [
        {"corners": [[x, y, -SUNK] for x, y in ((w, -90), (w + 90, -90), (w + 90, 90), (w, 90))]}
        for w in (-180, -90, 0, 90)
    ]
    return [
        layer(
            "SolidPolygonLayer",
            "sea",
            rows,
            pickable=False,
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
            one.get_angle = f"{FUNCTION_IDENTIFIER}180"
            offset = one.get_pixel_offset.removeprefix(FUNCTION_IDENTIFIER)
            if offset.startswith("["):
                one.get_pixel_offset = f"{FUNCTION_IDENTIFIER}{[-by for by in json.loads(offset)]}"
            else:
                one.get_pixel_offset = f"{FUNCTION_IDENTIFIER}[-{offset}[0], -{offset}[1]]"
        if one.id != "sea":
            one.parameters = {
                "depthWriteEnabled": False,
                "depthCompare": "less-equal",
                # Letters lie with their backs to the reader there.
                "cullMode": "none",
            }


def land(
    palette: Palette, shades: Mapping[str, Colour], framed: Sequence[str], clicks: int
) -> list[pdk.Layer]:
    """Countries, borders, disputed lines.

    shades: alpha-2 to the colour of its land; framed: countries drawn with a strong outline;
    clicks: how many there have been on the map. Between two of them the land stays as it is at the
    page, where it takes long to prepare.
    """
    found = [
        # Where the borders of two claims leave a gap there is land, too.
        layer("GeoJsonLayer", "claimed", CLAIMED, stroked=False, get_fill_color=[*palette.land]),
        layer(
            "GeoJsonLayer",
            f"countries-{clicks}",
            WORLD,
            stroked=False,
            get_fill_color=_by_country(shades, palette.land),
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
        ),
    ]
    rows = [
        {"path": path, "name": name, "properties": {"alpha2": alpha2}}
        for alpha2 in framed
        for name, outline in _outlines(alpha2)
        for path in outline
    ]
    if rows:
        found.append(layer("PathLayer", "framed", rows, get_color=[*palette.ink], get_width=1.3))
    return found


@cache
def _outlines(alpha2: str) -> list[tuple[str, list[list[list[float]]]]]:
    """A country's name and the rings around its land."""
    countries = ground.countries()
    of_it = countries[countries["alpha2"] == alpha2]
    found = []
    for name, shape in zip(of_it["name"], of_it.geometry, strict=True):
        rings = shapely.get_rings(shapely.get_parts(shape))
        found.append((name, [shapely.get_coordinates(ring).round(2).tolist() for ring in rings]))
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
            get_radius=4.5,
            stroked=True,
            get_fill_color="fill",
            get_line_color=[*palette.quiet],
            get_line_width=0.8,
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
