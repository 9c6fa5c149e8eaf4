"""What each mark of the map means, in words beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import layers, wording
from dashboard.map import shades_of
from dashboard.selection import View
from dashboard.style import palette


def draw_legend(view: View, shaded: Sequence[str]) -> None:
    """What each mark means."""
    colours = palette()
    css = layers.css
    route = css(colours.route)
    states = set(view.legs["status"])
    _, told = shades_of(view, shaded, colours)

    def line(border: str) -> str:
        return f'<span class="dm-line" style="border-top:{border}"></span>'

    orange = css(colours.money)
    disc = f"background:{orange}55;border:1.5px solid {orange}"
    diamond = f'<span style="color:{css(colours.meeting)}">◆</span>'
    marks = (
        ("done" in states, line(f"2px solid {route}"), "visit, in the direction of the arrow"),
        ("ongoing" in states, line(f"5px double {route}"), "under way"),
        ("planned" in states, line(f"2px dashed {route}"), "planned"),
        ("cancelled" in states, line(f"2px dotted {route}"), "called off"),
        (view.meetings["geometry"].notna().any(), diamond, "talks"),
        (
            view.funding["mark_lon"].notna().any(),
            f'<span class="dm-disc" style="{disc}"></span>',
            "funding, larger where more",
        ),
    )
    items = [(mark, text) for there, mark, text in marks if there]
    items += [
        (_swatch(css(colour)), f"{wording.escaped(name)}: {wording.counted(count, 'member')}")
        for name, colour, count in told
    ]
    if len(told) > 1:
        items.append((_swatch(css(colours.overlap)), "in several"))
    if told:
        items.append(("", f"members as of {wording.day(view.end)}"))
    items.append((line(f"1px dotted {css(colours.disputed)}"), "disputed border"))
    cells = "".join(f"<span>{mark}{text}</span>" for mark, text in items)
    st.html(f'<div class="dm-legend">{cells}</div>')


def _swatch(colour: str) -> str:
    return f'<span class="dm-swatch" style="background:{colour}"></span>'
