"""Rows of marks -> pydeck layers.

What the mouse hits lies over the marks, wide and all but invisible, so that thin lines are easy to
hit. Rows that it hits carry a `name` (the tooltip, as in static/world.geojson) and `mark`, their
number, for the server knows the events that each stands for. Ids of these layers end in a token
that changes with each choice: the browser then drops its own selection, which would otherwise grow
stale, fade the other marks and toggle on the next click.

Where the processor paints, each kind of layer has to be translated for it before the first picture,
once for each form that its rows come in, and that takes longer than all the rest. Hence there are
few kinds, and the rows of all layers of a kind have one form: what is the same for all of them is
written as a function, too; lines without gaps are dashed ones, and all can be picked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pydeck as pdk
import shapely
from pydeck.bindings.json_tools import default_serialize, to_camel_case

from dashboard.naming import CUTOFF, DIAMOND_UP, LINE
from dashboard.style import Palette

Row = dict[str, Any]

# pydeck takes a string for an expression unless it stands in quotes.
FONT = "'Source Sans, sans-serif'"
PIXELS = "'pixels'"
_NOTHING = [128, 128, 128, 1]
# How far the middle of what is hit may lie beside the line that is seen, in degrees.
_HIT_BEND = 0.7
_DASHED = [{"@@type": "PathStyleExtension", "dash": True, "highPrecisionDash": True}]
# Letters as distances from their outlines, which may then have a rim in another colour.
SHARP = {"sdf": True, "fontSize": 48, "buffer": 8, "radius": 14, "cutoff": 0.21}
# Dashes and gaps in widths of the line.
DASHES = {"done": [0, 0], "ongoing": [0, 0], "planned": [4, 3], "cancelled": [1, 3]}
_LINES = {"get_color": [0, 0, 0], "get_width": 1, "get_dash_array": [0, 0], "extensions": _DASHED}
# What each kind of layer reads of its rows, as it is where nothing else is said.
_FORMS: dict[str, dict[str, Any]] = {
    "PathLayer": {"get_path": "path", "width_units": PIXELS, **_LINES},
    "GeoJsonLayer": {
        "get_fill_color": [0, 0, 0],
        "get_line_color": [0, 0, 0],
        "get_line_width": 1,
        "get_dash_array": [0, 0],
        "extensions": _DASHED,
    },
    "ScatterplotLayer": {
        "get_position": "position",
        "get_fill_color": [0, 0, 0],
        "get_line_color": [0, 0, 0],
        "get_line_width": 1,
        "radius_units": PIXELS,
        "line_width_units": PIXELS,
        "get_pixel_offset": [0, 0],
        "pickable": False,
    },
    "TextLayer": {
        "get_position": "position",
        "get_text": "text",
        "get_angle": 0,
        "get_pixel_offset": [0, 0],
        "get_content_box": [0, 0, -1, -1],
        "font_family": FONT,
    },
}


class Picture(pdk.Deck):
    """A deck whose JSON has no blanks: pydeck's own is three times as long."""

    def to_json(self) -> str:
        return json.dumps(self, default=default_serialize, sort_keys=True, separators=(",", ":"))


def layer(kind: str, layer_id: str, data: Any, **options: Any) -> pdk.Layer:
    """A pydeck layer whose rows have the form of its kind."""
    options = {"pickable": True, **_FORMS.get(kind, {}), **options}
    read = [name for name in options if name.startswith("get_")]
    for name in read:
        if not isinstance(options[name], str):
            options[name] = str(options[name])
    # Where the data stay the same the browser looks for nothing else that has changed.
    options["update_triggers"] = {to_camel_case(name): options[name] for name in read}
    return pdk.Layer(kind, data if isinstance(data, str) else _inline(data), id=layer_id, **options)


def _inline(rows: Any) -> str:
    """Rows as an address that holds them, so that they come no sooner than the land.

    Else the browser would paint the marks alone first, and all of them once more with the land.
    """
    text = json.dumps(rows, default=default_serialize, separators=(",", ":"))
    return "data:application/json," + text.replace("%", "%25").replace("#", "%23")


def hits(
    routes: Sequence[Row], places: Sequence[Row], talks: Sequence[Row], token: str, *, flat: bool
) -> list[pdk.Layer]:
    """What the mouse can hit beside countries: wide ways and discs, all but invisible.

    flat: as the map is, on which far fewer points bend a line enough than on the globe.
    """
    found = []
    if routes:
        paths = [row["path"] for row in routes]
        paths = _coarse(paths) if flat else [path[:-1:3] + path[-1:] for path in paths]
        rows = [
            {"path": path, "reach": round(13 + row["width"])}
            | {key: row[key] for key in ("name", "mark")}
            for path, row in zip(paths, routes, strict=True)
        ]
        found.append(
            layer("PathLayer", f"routes-{token}", rows, get_color=_NOTHING, get_width="reach")
        )
    for beginning, marks, up in (("places", places, 0), ("talks", talks, DIAMOND_UP)):
        if marks:
            shown = ("position", "reach", "name", "mark")
            found.append(
                layer(
                    "ScatterplotLayer",
                    f"{beginning}-{token}",
                    [{key: row[key] for key in shown} for row in marks],
                    pickable=True,
                    get_radius="reach",
                    get_fill_color=_NOTHING,
                    get_pixel_offset=[0, -up],
                )
            )
    return found


def _coarse(paths: Sequence[Any]) -> list[Any]:
    """The paths with as few points as a hand needs that points at them."""
    lengths = [len(path) for path in paths]
    points = [point for path in paths for point in path]
    lines = shapely.linestrings(points, indices=np.repeat(np.arange(len(paths)), lengths))
    kept = shapely.simplify(lines, _HIT_BEND, preserve_topology=False)
    return [shapely.get_coordinates(line).tolist() for line in kept]


def ways(palette: Palette, rows: Sequence[Row], *, arrows: bool = True) -> list[pdk.Layer]:
    """Routes of travellers: rows with path, status, width, chosen, alpha, middle, angle."""
    found = []
    halo = [{"path": row["path"]} for row in rows if row["chosen"]]
    if halo:
        found.append(
            layer(
                "PathLayer",
                "ways-chosen",
                halo,
                get_color=[*palette.chosen],
                get_width=9,
                cap_rounded=True,
                joint_rounded=True,
            )
        )
    for alpha in sorted({row["alpha"] for row in rows}):
        for status in DASHES:
            some = [row for row in rows if row["status"] == status and row["alpha"] == alpha]
            if some:
                found.append(_lines(palette, some, status, alpha))
    strong = max((row["alpha"] for row in rows), default=0)
    inner = [
        {"path": row["path"]}
        for row in rows
        if row["status"] == "ongoing" and row["alpha"] == strong
    ]
    if inner:
        # Two lines side by side: told from a plain one where there is no colour, too.
        found.append(
            layer(
                "PathLayer",
                "ways-ongoing-inside",
                inner,
                get_color=[*palette.paper],
                get_width=1.4,
            )
        )
    heads = [
        {
            "position": row["middle"],
            "angle": row["angle"],
            "size": 13 + 2 * row["width"],
            "text": "▶",
        }
        for row in rows
        if arrows and row["middle"] and row["alpha"] == strong
    ]
    if heads:
        found.append(
            layer(
                "TextLayer",
                "ways-heads",
                heads,
                get_angle="angle",
                get_size="size",
                get_color=[*palette.route],
                character_set="'▶'",
            )
        )
    return found


def _lines(palette: Palette, rows: Sequence[Row], status: str, alpha: int) -> pdk.Layer:
    dashed = any(DASHES[status])
    wider = 2.6 if status == "ongoing" else 0
    return layer(
        "PathLayer",
        f"ways-{status}-{alpha}",
        [{"path": row["path"], "width": round(row["width"] + wider, 1)} for row in rows],
        get_color=[*palette.route, alpha],
        get_width="width",
        get_dash_array=DASHES[status],
        dash_justified=dashed,
        cap_rounded=not dashed,
        joint_rounded=True,
    )


def flows(
    palette: Palette, rows: Sequence[Row], *, arrows: bool = True, pale: bool = False
) -> list[pdk.Layer]:
    """Ways of money: broad pale bands, broader where more, with » in their direction.

    pale: beside many other lines.
    """
    if not rows:
        return []
    found = [
        layer(
            "PathLayer",
            "flows",
            [{key: row[key] for key in ("path", "width")} for row in rows],
            get_color=[*palette.money, 45 if pale else 75],
            get_width="width",
            joint_rounded=True,
        )
    ]
    if arrows:
        heads = [
            {
                "position": row["middle"],
                "angle": row["angle"],
                "size": (10 if pale else 15) + row["width"],
            }
            for row in rows
        ]
        found.append(
            layer(
                "TextLayer",
                "flows-heads",
                [{**head, "text": "»"} for head in heads],
                get_angle="angle",
                get_size="size",
                get_color=[*palette.money_ink],
                character_set="'»'",
                font_weight=700,
            )
        )
    return found


def givers(palette: Palette, rows: Sequence[Row]) -> list[pdk.Layer]:
    """Where money comes from: small squares."""
    if not rows:
        return []
    return [
        layer(
            "TextLayer",
            "givers",
            [{"position": row["position"], "text": "■"} for row in rows],
            get_size=11 * rows[0]["radius"] / 4,
            get_color=[*palette.money_ink],
            character_set="'■'",
            font_settings=SHARP,
            outline_width=4,
            outline_color=[*palette.paper],
        )
    ]


def sums(palette: Palette, rows: Sequence[Row]) -> list[pdk.Layer]:
    """Money at its recipient or region: discs by their area, with the amount in words."""
    if not rows:
        return []
    discs = [{key: row[key] for key in ("position", "radius", "fill")} for row in rows]
    return [
        layer(
            "ScatterplotLayer",
            "sums",
            discs,
            get_radius="radius",
            stroked=True,
            get_fill_color="fill",
            get_line_color=[*palette.money, 255],
            get_line_width=1.4,
        ),
    ]


def dots(palette: Palette, rows: Sequence[Row]) -> list[pdk.Layer]:
    """Places where travellers stop: discs, hollow where all that is known is a plan."""
    if not rows:
        return []
    return [
        layer(
            "ScatterplotLayer",
            "dots",
            [{key: row[key] for key in ("position", "radius", "fill", "line")} for row in rows],
            get_radius="radius",
            stroked=True,
            get_fill_color="fill",
            get_line_color="line",
            get_line_width=1.6,
        )
    ]


def numbers(palette: Palette, rows: Sequence[Row]) -> list[pdk.Layer]:
    """The stops' numbers in the order travelled, inside their dots."""
    if not rows:
        return []
    return [
        layer(
            "TextLayer",
            "numbers",
            [{key: row[key] for key in ("position", "number", "tone")} for row in rows],
            get_text="number",
            get_size=12,
            get_color="tone",
            font_weight=700,
            character_set="'auto'",
        )
    ]


def diamonds(palette: Palette, rows: Sequence[Row]) -> list[pdk.Layer]:
    """Meetings: a diamond over the city."""
    if not rows:
        return []
    return [
        layer(
            "TextLayer",
            "diamonds",
            [{"position": row["position"], "size": row["size"], "text": "◆"} for row in rows],
            get_size="size",
            get_color=[*palette.meeting],
            get_pixel_offset=[0, -DIAMOND_UP],
            character_set="'◆'",
            font_settings={"sdf": True},
            outline_width=3,
            outline_color=[*palette.paper],
        )
    ]


def names(palette: Palette, rows: Sequence[Row], token: str) -> list[pdk.Layer]:
    """Names and amounts beside their marks.

    rows: position, label, size, tone, anchor, offset, and the name that the tooltip shows.
    """
    if not rows:
        return []
    shown = ("position", "label", "size", "tone", "anchor", "offset", "name", "mark")
    # A box of no size is none; the others have the height that the name needs to be shown.
    boxes = [[0, -row["metres"] // 2, -1, row["metres"]] if row["metres"] else None for row in rows]
    return [
        layer(
            "TextLayer",
            f"names-{token}",
            [
                {key: row[key] for key in shown} | {"box": box or [0, 0, -1, -1]}
                for row, box in zip(rows, boxes, strict=True)
            ],
            get_text="label",
            get_size="size",
            get_color="tone",
            get_text_anchor="anchor",
            get_pixel_offset="offset",
            get_content_box="box",
            content_cutoff_pixels=[0, CUTOFF - 1],
            font_weight=600,
            character_set="'auto'",
            font_settings=SHARP,
            outline_width=5,
            outline_color=[*palette.land, 235],
            line_height=LINE,
        )
    ]
