"""Rows of marks -> pydeck layers.

Only the layers of `hits` and the names can be picked. Hits are wide and all but invisible and lie
under the marks, so that thin lines are easy to hit. Rows that can be picked carry a `name` (the
tooltip, as in static/world.geojson) and `mark`, their number, for the server knows the events that
each stands for. Ids of these layers end in a
token that changes with each choice: the browser then drops its own selection, which would
otherwise grow stale, fade the other marks and toggle on the next click.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from dashboard.naming import CUTOFF, DIAMOND_UP, LINE
from dashboard.style import Palette

Row = dict[str, Any]

# pydeck takes a string for an expression unless it stands in quotes.
FONT = "'Source Sans, sans-serif'"
PIXELS = "'pixels'"
DASHED = [{"@@type": "PathStyleExtension", "dash": True, "highPrecisionDash": True}]
# Letters as distances from their outlines, which may then have a rim in another colour.
SHARP = {"sdf": True, "fontSize": 48, "buffer": 8, "radius": 14, "cutoff": 0.21}
# Dashes and gaps in widths of the line; None is a line without gaps.
DASHES: dict[str, list[float] | None] = {
    "done": None,
    "ongoing": None,
    "planned": [4, 3],
    "cancelled": [1, 3],
}


class Picture(pdk.Deck):
    """A deck whose JSON has no blanks: pydeck's own is three times as long."""

    def to_json(self) -> str:
        return json.dumps(self, default=default_serialize, sort_keys=True, separators=(",", ":"))


def layer(kind: str, layer_id: str, data: Any, **options: Any) -> pdk.Layer:
    """A pydeck layer; not pickable unless asked for."""
    options.setdefault("pickable", False)
    return pdk.Layer(kind, data, id=layer_id, **options)


def hits(routes: Sequence[Row], places: Sequence[Row], token: str) -> list[pdk.Layer]:
    """What the mouse can hit beside countries: wide ways and discs, all but invisible."""
    nothing = [128, 128, 128, 1]
    found = []
    if routes:
        rows = [
            {"path": row["path"][:-1:3] + row["path"][-1:]}
            | {key: row[key] for key in ("name", "mark")}
            for row in routes
        ]
        found.append(
            layer(
                "PathLayer",
                f"routes-{token}",
                rows,
                pickable=True,
                get_path="path",
                get_color=nothing,
                get_width=13,
                width_units=PIXELS,
            )
        )
    if places:
        rows = [{key: row[key] for key in ("position", "reach", "name", "mark")} for row in places]
        found.append(
            layer(
                "ScatterplotLayer",
                f"places-{token}",
                rows,
                pickable=True,
                get_position="position",
                get_radius="reach",
                radius_units=PIXELS,
                get_fill_color=nothing,
            )
        )
    return found


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
                get_path="path",
                get_color=[*palette.chosen],
                get_width=9,
                width_units=PIXELS,
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
                get_path="path",
                get_color=[*palette.paper],
                get_width=1.4,
                width_units=PIXELS,
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
                get_position="position",
                get_text="text",
                get_angle="angle",
                get_size="size",
                get_color=[*palette.route],
                character_set="'▶'",
                font_family=FONT,
            )
        )
    return found


def _lines(palette: Palette, rows: Sequence[Row], status: str, alpha: int) -> pdk.Layer:
    options: dict[str, Any] = {}
    if dash := DASHES[status]:
        options = {"get_dash_array": dash, "extensions": DASHED, "dash_justified": True}
    wider = 2.6 if status == "ongoing" else 0
    return layer(
        "PathLayer",
        f"ways-{status}-{alpha}",
        [{"path": row["path"], "width": round(row["width"] + wider, 1)} for row in rows],
        get_path="path",
        get_color=[*palette.route, alpha],
        get_width="width",
        width_units=PIXELS,
        cap_rounded=not dash,
        joint_rounded=True,
        **options,
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
            get_path="path",
            get_color=[*palette.money, 45 if pale else 75],
            get_width="width",
            width_units=PIXELS,
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
                get_position="position",
                get_text="text",
                get_angle="angle",
                get_size="size",
                get_color=[*palette.money_ink],
                character_set="'»'",
                font_family=FONT,
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
            get_position="position",
            get_text="text",
            get_size=11 * rows[0]["radius"] / 4,
            get_color=[*palette.money_ink],
            character_set="'■'",
            font_family=FONT,
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
            get_position="position",
            get_radius="radius",
            radius_units=PIXELS,
            stroked=True,
            get_fill_color="fill",
            get_line_color=[*palette.money, 255],
            get_line_width=1.4,
            line_width_units=PIXELS,
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
            get_position="position",
            get_radius="radius",
            radius_units=PIXELS,
            stroked=True,
            get_fill_color="fill",
            get_line_color="line",
            get_line_width=1.6,
            line_width_units=PIXELS,
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
            get_position="position",
            get_text="number",
            get_size=12,
            get_color="tone",
            font_family=FONT,
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
            get_position="position",
            get_text="text",
            get_size="size",
            get_color=[*palette.meeting],
            get_pixel_offset=[0, -DIAMOND_UP],
            character_set="'◆'",
            font_family=FONT,
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
            pickable=True,
            get_position="position",
            get_text="label",
            get_size="size",
            get_color="tone",
            get_text_anchor="anchor",
            get_pixel_offset="offset",
            get_content_box="box",
            content_cutoff_pixels=[0, CUTOFF - 1],
            font_family=FONT,
            font_weight=600,
            character_set="'auto'",
            font_settings=SHARP,
            outline_width=5,
            outline_color=[*palette.land, 235],
            line_height=LINE,
        )
    ]
