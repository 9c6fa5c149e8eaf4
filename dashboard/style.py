"""Colours of the map and the charts, for light and for dark pages.

Chosen so that readers with red-green or blue-yellow blindness tell the marks apart, and no mark
is told by its colour alone: routes differ by dashes, meetings are diamonds, money is a circle
with its sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """RGB of everything that is drawn."""

    sea: Colour
    land: Colour
    border: Colour
    disputed: Colour
    ink: Colour
    quiet: Colour
    paper: Colour
    route: Colour
    meeting: Colour
    money: Colour
    money_ink: Colour
    chosen: Colour
    members: tuple[Colour, ...]
    overlap: Colour


LIGHT = Palette(
    sea=(222, 231, 236),
    land=(246, 243, 235),
    border=(196, 190, 176),
    disputed=(128, 120, 104),
    ink=(32, 38, 43),
    quiet=(104, 108, 108),
    paper=(253, 252, 249),
    route=(31, 78, 121),
    meeting=(122, 62, 108),
    money=(194, 87, 26),
    money_ink=(120, 46, 6),
    chosen=(240, 178, 30),
    members=((150, 190, 183), (226, 200, 136), (194, 178, 214), (176, 200, 226)),
    overlap=(112, 148, 140),
)
DARK = Palette(
    sea=(27, 34, 41),
    land=(52, 60, 66),
    border=(96, 106, 114),
    disputed=(150, 150, 140),
    ink=(233, 229, 219),
    quiet=(166, 170, 170),
    paper=(20, 24, 28),
    route=(143, 187, 230),
    meeting=(226, 166, 206),
    money=(240, 150, 84),
    money_ink=(255, 190, 140),
    chosen=(255, 208, 84),
    members=((60, 104, 98), (120, 98, 44), (92, 76, 118), (58, 88, 124)),
    overlap=(92, 146, 136),
)


def is_dark() -> bool:
    """Whether the reader's page is dark."""
    return st.context.theme.type == "dark"


def is_phone() -> bool:
    """Whether the reader's browser says that it runs on a phone."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def palette() -> Palette:
    """The colours of the reader's page."""
    return DARK if is_dark() else LIGHT


def css(colour: Colour) -> str:
    """The colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)
