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
    route, ink = css(colours.route), css(colours.quiet)
    _, told = shades_of(view, shaded, colours)

    def line(border: str) -> str:
        return f'<span style="display:inline-block;width:32px;height:0;border-top:{border}"></span>'

    disc = (
        "display:inline-block;width:13px;height:13px;border-radius:50%;"
        f"background:{css(colours.money)}55;border:1.5px solid {css(colours.money)}"
    )
    items = [
        (line(f"2px solid {route}"), "visit"),
        (line(f"5px double {route}"), "under way"),
        (line(f"2px dashed {route}"), "planned"),
        (f'<span style="color:{css(colours.meeting)}">◆</span>', "talks"),
        (f'<span style="{disc}"></span>', "funding, larger where more"),
    ]
    items += [
        (_swatch(css(colour)), f"{wording.escaped(name)}: {wording.counted(count, 'member')}")
        for name, colour, count in told
    ]
    if len(told) > 1:
        items.append((_swatch(css(colours.overlap)), "in several"))
    if told:
        items.append(("", f"members as of {wording.day(view.end)}"))
    items.append((line(f"1px dotted {css(colours.disputed)}"), "disputed border"))
    cells = "".join(
        f'<span style="white-space:nowrap;display:inline-flex;align-items:center;gap:.4em">{mark}{text}</span>'
        for mark, text in items
    )
    st.html(
        f'<div style="display:flex;flex-wrap:wrap;gap:.25em 1.4em;font-size:.85rem;color:{ink}">{cells}</div>'
    )


def _swatch(colour: str) -> str:
    return f'<span style="display:inline-block;width:14px;height:12px;background:{colour};border:1px solid #8885"></span>'
