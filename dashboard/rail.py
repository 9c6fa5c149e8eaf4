"""What stands beside a map: the event that is open, or those to open; and tables that open some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import evidence, navigation, selection, wording
from dashboard.selection import View
from geo import Atlas


def draw_rail(atlas: Atlas, view: View, *, key: str, height: int = 520) -> None:
    """The events that the address opens, else the latest of the view."""
    opened = [event for event in view.selection.chosen if event in view.events.index]
    with st.container(height=height, border=False, key="rail"):
        if opened:
            st.button(
                "Back to the list",
                on_click=selection.close,
                type="tertiary",
                icon=":material/arrow_back:",
                key=f"{key}-back",
            )
        if len(opened) == 1:
            evidence.show_evidence(atlas, opened[0])
            navigation.draw_links_of(atlas, opened[0])
        elif opened:
            evidence.show_events(atlas, view.events.loc[opened], key=f"{key}-here")
        elif len(view.events):
            evidence.show_events(atlas, view.events, key=f"{key}-latest")
        else:
            st.caption("No article tells of anything here.")


def draw_openable(
    columns: dict[str, Sequence[Any]],
    chosen: Sequence[str],
    *,
    key: str,
    alt: str,
    on_choice: Callable[[str], None] = selection.choose,
    config: dict[str, Any] | None = None,
    height: int = 420,
) -> None:
    """A table whose rows open something: `on_choice` gets the item of `chosen` in that place.

    key: must change with the rows, for a kept choice would point at another one.
    """
    rows = pd.DataFrame(columns)
    sums = rows.select_dtypes("float").columns

    def opened() -> None:
        picked = st.session_state[key].selection.rows
        if picked:
            on_choice(chosen[picked[0]])

    st.dataframe(
        rows,
        key=key,
        hide_index=True,
        height=min(height, 38 + 35 * max(1, len(rows))),
        on_select=opened,
        selection_mode="single-row",
        column_config={
            "Date": st.column_config.DateColumn(format="D MMM YYYY", width="small"),
            "Since": st.column_config.DateColumn(format="D MMM YYYY"),
            "Until": st.column_config.DateColumn(format="D MMM YYYY"),
            **{name: st.column_config.NumberColumn(format="localized") for name in sums},
            **(config or {}),
        },
        placeholder="–",
        alt=alt,
    )


def draw_figures(figures: dict[str, str]) -> None:
    """A few figures in a row, each with what it counts."""
    with st.container(horizontal=True, gap="medium"):
        for label, value in figures.items():
            st.metric(label, value, width="content")


def dates_of(days: pd.Series) -> list[Any]:
    """The days as dates for a table, None where unknown."""
    return [None if pd.isna(day) else day.date() for day in days]


def day_given(known: pd.Series) -> list[str]:
    """Whether the day is said, in words for a table."""
    return ["yes" if one else "no: that of the article" for one in known]


def millions(usd: pd.Series) -> list[float | None]:
    """US dollars in millions for a table, None where no sum is told."""
    return [None if pd.isna(one) or not one else round(float(one) / 1e6, 1) for one in usd]


def office_of(text: object) -> str:
    """An office as it stands in a table."""
    office = wording.one_line(text)
    return office[:1].upper() + office[1:]


def place_of(row: Any) -> str:
    """A stop's city and country in words."""
    return ", ".join(
        part for part in (wording.one_line(row.city), wording.country(row.country)) if part
    )
