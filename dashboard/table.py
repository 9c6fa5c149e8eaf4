"""The table that tells the same as the map: rows open what a click on the map opens."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import selection, wording
from dashboard.events import KINDS, STATUSES
from dashboard.selection import View

# More rows than this are not for reading; the download has them all.
MOST_ROWS = 500
# Columns whose texts come back often: each goes to the page once.
_REPEATED = ("Kind", "Detail", "Status", "Countries", "US dollars")


def draw_table(view: View, *, key: str = "table") -> None:
    """What is in view, one row an event."""
    rows = view.events.head(MOST_ROWS)
    # A key that changes with the rows: a kept selection would point at another row.
    changing = f"{key}-{view.atlas.version}-{hash(view.selection) & 0xFFFFFFFF:x}"
    st.dataframe(
        readable(rows).astype(dict.fromkeys(_REPEATED, "category")),
        key=changing,
        hide_index=True,
        height=min(420, 38 + 35 * max(1, len(rows))),
        on_select=lambda: _opened(changing, list(rows.index)),
        selection_mode="single-row",
        column_config={
            "Date": st.column_config.DateColumn(format="D MMM YYYY", width="small"),
            "What": st.column_config.TextColumn(width="large"),
            **{name: st.column_config.TextColumn() for name in _REPEATED},
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
