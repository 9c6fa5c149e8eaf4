"""The table that tells the same as the map: rows open what a click on the map opens."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from dashboard import selection, wording
from dashboard.events import KINDS, STATUSES
from dashboard.selection import View

# More rows than this are not for reading; the download has them all.
MOST_ROWS = 2000


def draw_table(view: View, *, key: str = "table") -> None:
    """What is in view, one row an event."""
    rows = view.events.head(MOST_ROWS)
    # A key that changes with the rows: a kept selection would point at another row.
    changing = f"{key}-{view.atlas.version}-{hash(view.selection) & 0xFFFFFFFF:x}"
    st.dataframe(
        readable(rows),
        key=changing,
        hide_index=True,
        height=min(420, 38 + 35 * max(1, len(rows))),
        on_select=lambda: _opened(changing, list(rows.index)),
        selection_mode="single-row",
        column_config={
            "Date": st.column_config.DateColumn(format="D MMM YYYY", width="small"),
            "What": st.column_config.TextColumn(width="large"),
        },
        alt="Table of the events in view",
    )
    if len(view.events) > MOST_ROWS:
        st.caption(f"The latest {MOST_ROWS:,} of {len(view.events):,}; downloads hold all.")


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with headings and values as people write them."""
    return pd.DataFrame(
        {
            "Date": rows["day"].dt.date,
            "Kind": rows["kind"].map(KINDS).str.rstrip("s"),
            "What": rows["headline"],
            "Detail": rows["detail"],
            "Status": [
                "" if kind == "grouping" else STATUSES[status]
                for kind, status in zip(rows["kind"], rows["status"], strict=True)
            ],
            "Countries": [wording.countries(codes, 8) for codes in rows["countries"]],
            "US dollars": [
                wording.amount(usd) if usd == usd and usd is not None else "" for usd in rows["usd"]
            ],
            "Articles": rows["sources"].astype("int64"),
        }
    )


def _opened(key: str, events: list[str]) -> None:
    chosen = st.session_state[key].selection.rows
    if chosen:
        selection.choose(events[chosen[0]])


def draw_downloads(view: View) -> None:
    """What is in view, to take away."""
    with st.container(horizontal=True, gap="small", key="downloads"):
        st.download_button(
            "CSV",
            lambda: as_csv(view),
            file_name="diplomacy-map.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "GeoJSON",
            lambda: as_geojson(view),
            file_name="diplomacy-map.geojson",
            mime="application/geo+json",
            on_click="ignore",
            icon=":material/download:",
        )


def as_csv(view: View) -> bytes:
    """One row an event; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    rows = readable(view.events).reset_index()
    for column in ("What", "Detail", "Countries"):
        rows[column] = ["'" + cell if cell[:1] in "=+-@\t\r" else cell for cell in rows[column]]
    return rows.to_csv(index=False).encode("utf-8-sig")


def as_geojson(view: View) -> bytes:
    """Legs, stops, meetings and sums as features."""
    features = []
    for kind in ("legs", "stops", "meetings", "funding"):
        frame = getattr(view, kind)
        for feature in json.loads(frame.to_json(drop_id=True, date_format="iso"))["features"]:
            feature["properties"]["layer"] = kind
            features.append(feature)
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
