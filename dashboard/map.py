"""A view of the atlas -> the map, and what a click on it opens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

import pydeck as pdk
import shapely
import streamlit as st

from dashboard import basemap, ground, layers, selection, sketch, wording
from dashboard.camera import camera, sight
from dashboard.marks import BUSY, Marks, marks_of
from dashboard.naming import with_room
from dashboard.room import width_of_map
from dashboard.selection import Selection, View
from dashboard.style import Colour, Palette, is_phone, palette
from geo import rosters

_HEIGHT, _PHONE_HEIGHT = 640, 300
# Marks on a phone's map, beside those on a desk's.
PHONE_SHARE = 0.6
# Pictures whose marks are known: a click may be on one that is just giving way to the next.
_PICTURES = 2
_TOOLTIP = {
    # Values are escaped by the page; the template holds nothing of theirs.
    "html": "{name}",
    "style": {
        "whiteSpace": "pre-line",
        "maxWidth": "320px",
        "fontSize": "13px",
        "lineHeight": "1.35",
        "borderRadius": "3px",
        "padding": "7px 10px",
        "background": "#20262b",
        "color": "#f6f3eb",
    },
}


def draw_map(
    view: View,
    *,
    share: float,
    key: str = "map",
    shaded: Sequence[str] = (),
    framed: Sequence[str] = (),
    globe: bool = False,
    height: int | None = None,
    on_country: Callable[[str], None] = selection.look_at_country,
) -> None:
    """The view on the map; a click opens what was clicked on.

    shaded: groupings whose members are shaded as of the view's last day;
    framed: countries (alpha-2) with a strong outline; share: of the page's width, that the map's
    column takes up; on_country: what a click on land does.
    """
    colours = palette()
    height = _PHONE_HEIGHT if is_phone() else height or _HEIGHT
    marks = _marks(view, view.atlas.version, view.selection, colours, globe)
    if is_phone():
        marks.shrunk(PHONE_SHARE)
    width, usual = width_of_map(share)
    state = camera(view, marks.flows, key, globe, (usual, height))
    around = st.container(key=None if globe else sketch.KEY)
    if not globe:
        # Before all else is worked out: the page can show it meanwhile.
        with around:
            sketch.draw_sketch(marks, state, colours, height, key, width)
    seen = sight(state, (width, height), globe)
    marks.names = with_room(marks.names, marks.spots(), seen)
    token = _token(view, key, width)
    _remember(marks, key, token)
    shades, _ = shades_of(view, shaded, colours)
    clicks = st.session_state.get(f"{key}-clicks", 0)
    routes = [*marks.flows, *marks.ways]
    places = [*marks.dots, *marks.givers, *marks.sums]
    drawn = [
        *(basemap.sea(colours) if globe else basemap.water(colours)),
        *basemap.land(colours, shades, framed, clicks),
        *basemap.small(colours, _small(shades)),
        *layers.flows(colours, marks.flows, arrows=not globe, pale=len(marks.ways) > BUSY),
        *layers.sums(colours, marks.sums),
        *layers.ways(colours, marks.ways, arrows=not globe),
        *layers.givers(colours, marks.givers),
        *layers.dots(colours, marks.dots),
        *layers.numbers(colours, marks.numbers),
        *layers.diamonds(colours, marks.diamonds),
        *layers.hits(routes, places, marks.diamonds, token, flat=not globe),
        *layers.names(colours, marks.names, token),
    ]
    if globe:
        basemap.round_the_globe(drawn)
    # Repeated, the flat world has no edge in the Pacific.
    how = pdk.View("GlobeView", controller=True, resolution=3)
    if not globe:
        how = pdk.View("MapView", controller=True, repeat=True)
    deck = layers.Picture(
        drawn,
        views=[how],
        initial_view_state=state,
        map_provider=None,
        map_style=None if globe else basemap.blank_style(),
        tooltip=_TOOLTIP,
    )
    with around:
        st.pydeck_chart(
            deck,
            key=key,
            height=height,
            on_select=_opened_on(key, on_country),
            selection_mode="single-object",
            alt=spoken(view),
        )


@st.cache_data(max_entries=16, show_spinner=False)
def _marks(_view: View, version: str, selection: Selection, colours: Palette, globe: bool) -> Marks:
    """The marks of a view, kept: most readers see the whole first, and come back to it."""
    return marks_of(_view, colours, globe=globe)


def spoken(view: View) -> str:
    """The map in a sentence, for those who cannot see it."""
    kinds = view.events["kind"].value_counts()
    parts = [
        wording.counted(int(kinds.get("visit", 0)), "visit"),
        wording.counted(int(kinds.get("meeting", 0)), "meeting"),
        wording.counted(int(kinds.get("funding", 0)), "sum of money", "sums of money"),
    ]
    return f"World map with {wording.listed(parts)}. The table below lists the same."


def shades_of(
    view: View, shaded: Sequence[str], colours: Palette
) -> tuple[dict[str, Colour], list[tuple[str, Colour, int]]]:
    """The colour of each member's land, and for the legend (grouping, colour, members)."""
    of: dict[str, list[int]] = defaultdict(list)
    told = []
    for i, name in enumerate(shaded[: len(colours.members)]):
        members = members_of(view, name)
        told.append((name, colours.members[i], len(members)))
        for alpha2 in members:
            of[alpha2].append(i)
    shades = {
        alpha2: colours.members[which[0]] if len(which) == 1 else colours.overlap
        for alpha2, which in of.items()
    }
    return shades, told


def _small(shades: Mapping[str, Colour]) -> list[dict[str, Any]]:
    """The shaded countries that nobody would see at the scale of the world."""
    return [
        {"position": point, "fill": [*shades[alpha2]]}
        for alpha2, point in _small_countries().items()
        if alpha2 in shades
    ]


@cache
def _small_countries() -> dict[str, list[float]]:
    """Countries of less land than half a square degree, with a point on it."""
    land = ground.countries()
    little = land[shapely.area(land.geometry.to_numpy()) < 0.5]
    points = little.geometry.representative_point()
    places = zip(points.x.round(2), points.y.round(2), strict=True)
    return {code: [*place] for code, place in zip(little["alpha2"], places, strict=True)}


def members_of(view: View, name: str) -> tuple[str, ...]:
    """Members of a grouping on the view's last day, or as articles state them."""
    registered = rosters.members(name, view.end)
    if registered:
        return tuple(registered)
    stated = view.atlas.groupings
    of_name = stated[stated["grouping"] == name].sort_values("as_of")
    return tuple(of_name.iloc[-1]["members"]) if len(of_name) else ()


def _remember(marks: Marks, key: str, token: str) -> None:
    """Number the marks, and keep what each opens: the page need not carry it to and fro."""
    rows = [
        *(*marks.flows, *marks.ways, *marks.givers, *marks.dots),
        *(*marks.sums, *marks.diamonds, *marks.names),
    ]
    for number, row in enumerate(rows):
        row["mark"] = number
    kept = st.session_state.setdefault(f"{key}-marks", {})
    kept.pop(token, None)
    kept[token] = [row["events"] for row in rows]
    for older in list(kept)[:-_PICTURES]:
        del kept[older]


def _opened_on(key: str, on_country: Callable[[str], None]) -> Any:
    def opened() -> None:
        """Open the events of what was clicked on, or the country.

        The browser also reports that it dropped a selection of its own: nothing was clicked then.
        """
        opens = st.session_state[f"{key}-marks"]
        for layer, objects in st.session_state[key].selection.objects.items():
            for clicked in objects:
                events = opens.get(layer.rsplit("-", 1)[-1], ())
                if clicked.get("mark", len(events)) < len(events):
                    selection.choose(*events[clicked["mark"]])
                elif alpha2 := clicked.get("properties", {}).get("alpha2"):
                    on_country(str(alpha2))
        st.session_state[f"{key}-clicks"] = st.session_state.get(f"{key}-clicks", 0) + 1

    return opened


def _token(view: View, key: str, width: int) -> str:
    """Changes with what is drawn and with each click."""
    clicks = st.session_state.get(f"{key}-clicks", 0)
    content = repr((view.atlas.version, view.selection, clicks, width))
    return blake2b(content.encode(), digest_size=6).hexdigest()
