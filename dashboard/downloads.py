"""The row of buttons that hand over what is in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import exports
from dashboard.selection import View


def draw_downloads(view: View, *, shaded: Sequence[str] = ()) -> None:
    """Every form of download; each is made when it is asked for.

    shaded: groupings whose members the pictures shade.
    """

    def as_html() -> bytes:
        from dashboard.standalone import as_html  # the pictures' ground is read only for a picture

        return as_html(view, shaded=shaded)

    def as_png() -> bytes:
        from dashboard.printed import as_png

        return as_png(view, shaded=shaded)

    with st.container(horizontal=True, gap="small", key="downloads"):
        _button("CSV", lambda: exports.as_csv(view), "csv", "text/csv", "A table of the events")
        _button(
            "GeoJSON",
            lambda: exports.as_geojson(view),
            "geojson",
            "application/geo+json",
            "Routes, stops, talks and sums for maps on the web",
        )
        _button(
            "GeoPackage",
            lambda: exports.as_geopackage(view),
            "gpkg",
            "application/geopackage+sqlite3",
            "The same with its evidence, for QGIS and the like",
        )
        _button(
            "Web page",
            as_html,
            "html",
            "text/html",
            "The map with its sentences in one file, to open without a network",
        )
        _button("Picture", as_png, "png", "image/png", "A landscape A4 page at 300 dots an inch")


def _button(label: str, made: Callable[[], bytes], ending: str, mime: str, note: str) -> None:
    st.download_button(
        label,
        made,
        file_name=f"diplomacy-map.{ending}",
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        help=note,
        key=f"download-{ending}",
    )
