"""What each mark of the map means, in words beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import money, wording
from dashboard.map import PHONE_SHARE, shades_of
from dashboard.selection import View
from dashboard.style import css, is_phone, palette

# Sums whose discs stand in the legend, for those in the map to be held against.
_SAMPLES = (1e7, 1e9, 1e10)


def draw_legend(view: View, shaded: Sequence[str]) -> None:
    """What each mark means; only of marks that are there."""
    colours = palette()
    route, orange = css(colours.route), css(colours.money)
    states = set(view.legs["status"])
    stops = set(view.stops["status"])
    _, told = shades_of(view, shaded, colours)

    def line(border: str) -> str:
        return f'<span class="dm-line" style="border-top:{border}"></span>'

    diamond = f'<span style="color:{css(colours.meeting)}">◆</span>'
    dot = f'<span class="dm-dot" style="border-color:{route};background:{{}}"></span>'
    giver = f'<span style="color:{css(colours.money_ink)}">{{}}</span>'
    band = f'<span class="dm-band" style="background:{orange}55">{giver.format("»")}</span>'
    sums = view.funding[view.funding["mark_lon"].notna()]
    marks = (
        ("done" in states, line(f"2px solid {route}"), "visit, broader where more went"),
        ("ongoing" in states, line(f"5px double {route}"), "under way"),
        ("planned" in states, line(f"2px dashed {route}"), "planned"),
        ("cancelled" in states, line(f"2px dotted {route}"), "called off"),
        ("done" in stops or "ongoing" in stops, dot.format(route), "stop"),
        ("planned" in stops, dot.format("transparent"), "only planned"),
        (view.meetings["geometry"].notna().any(), diamond, "talks"),
        (
            sums["donor"].notna().any(),
            f"{giver.format('■')}{band}",
            "money from its giver, broader where more",
        ),
        (len(sums), _discs(orange), ": sum for a country, or once for a region"),
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


def _discs(colour: str) -> str:
    """Discs of round sums, each with its amount."""
    found = []
    for usd in _SAMPLES:
        wide = f"{2 * money.radius_of(usd) * (PHONE_SHARE if is_phone() else 1):.0f}px"
        found.append(
            f'<span class="dm-disc" style="width:{wide};height:{wide};background:{colour}37;'
            f'border:1.4px solid {colour}"></span> {wording.amount(usd)}'
        )
    return "".join(found)


def _swatch(colour: str) -> str:
    return f'<span class="dm-swatch" style="background:{colour}"></span>'
