"""The map: who went where, met whom, in which grouping, with how much money."""

from __future__ import annotations

import streamlit as st

from dashboard import chrome, collection, evidence, selection, wording
from dashboard.downloads import draw_downloads
from dashboard.legend import draw_legend
from dashboard.map import draw_map
from dashboard.selection import View
from dashboard.table import draw_table
from dashboard.timeline import draw_timeline
from geo import Atlas


def map_page() -> None:
    """Filters, map, what is open or latest, timeline, table, downloads."""
    _headline()
    atlas = collection.atlas()
    if not len(atlas.articles):
        _nothing_read()
        return
    chosen = selection.draw_filters(atlas)
    view = chosen.apply(atlas)
    _counts(view)
    left, right = st.columns([2.7, 1], gap="medium")
    with left:
        draw_map(view, shaded=chosen.groupings, framed=chosen.countries, globe=_globe())
        draw_legend(view, chosen.groupings)
    with right, st.container(height=700, border=False, key="rail"):
        _rail(atlas, view)
    draw_timeline(view)
    if len(view.events):
        draw_table(view)
        draw_downloads(view, shaded=chosen.groupings)


def _globe() -> bool:
    return bool(st.session_state.get("globe"))


def _headline() -> None:
    chrome.headline(
        "Who goes where, meets whom, and brings how much",
        "Read out of news articles, each mark with the sentence that it was read from."
        " Click a route, a diamond or a sum to see it.",
    )


def _counts(view: View) -> None:
    kinds = view.events["kind"].value_counts()
    money = view.events[(view.events["kind"] == "funding") & view.events["counts"]]
    parts = [
        wording.counted(int(kinds.get("visit", 0)), "visit"),
        wording.counted(int(kinds.get("meeting", 0)), "meeting"),
        wording.counted(int(kinds.get("grouping", 0)), "grouping named", "groupings named"),
        f"{wording.counted(int(kinds.get('funding', 0)), 'sum')}"
        f" of {wording.amount(money['usd'].sum())} in all",
    ]
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.html(f'<div data-testid="counts" style="font-size:.95rem">{" · ".join(parts)}</div>')
    with right:
        st.toggle("Globe", key="globe", bind="query-params")


def _rail(atlas: Atlas, view: View) -> None:
    """What is open, else the latest of what is in view."""
    opened = view.selection.chosen
    if len(opened) == 1:
        st.button(
            "Back to the list",
            on_click=selection.close,
            type="tertiary",
            icon=":material/arrow_back:",
        )
        evidence.show_evidence(atlas, opened[0])
    elif opened:
        st.button(
            "Back to all", on_click=selection.close, type="tertiary", icon=":material/arrow_back:"
        )
        rows = view.events[view.events.index.isin(opened)]
        st.html(f"<b>{wording.counted(len(rows), 'event')} here</b>")
        evidence.show_events(atlas, rows, key="here")
    elif len(view.events):
        st.html("<b>Latest</b>")
        evidence.show_events(atlas, view.events, key="latest")
    else:
        st.info(
            "Nothing in these articles fits all filters. Widen the dates or take a filter away.",
            icon=":material/search_off:",
        )
        st.button("Clear filters", on_click=selection.clear, key="clear-empty")


def _nothing_read() -> None:
    st.info(
        "There are no articles here yet. Put .txt, .html, .json or .csv files into the folder"
        " and reload, or paste one on the page Read an article.",
        icon=":material/description:",
    )
