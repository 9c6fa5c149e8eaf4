"""The map: who went where, met whom, in which grouping, with how much money."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    chrome,
    collection,
    corrections,
    evidence,
    navigation,
    playing,
    selection,
    sharing,
    wording,
)
from dashboard.downloads import draw_downloads
from dashboard.legend import draw_legend
from dashboard.map import draw_map
from dashboard.selection import View
from dashboard.table import draw_table
from dashboard.timeline import draw_timeline
from geo import Atlas

# As tall as the map beside it.
_RAIL = 645
# How the page's width is shared out.
_PARTS = [2.7, 1]


def map_page() -> None:
    """Filters, map, what is open or latest, timeline, table, downloads."""
    if not st.context.is_embedded:
        _headline()
    read = collection.atlas()
    if not len(read.articles):
        _nothing_read()
        _say_what_failed(expanded=True)
        return
    _say_what_failed()
    atlas = corrections.applied(read)
    chosen = selection.draw_filters(atlas)
    view = chosen.apply(atlas)
    _above(view)
    left, right = st.columns(_PARTS, gap="medium")
    with left:
        if playing.is_playing():
            playing.play(atlas, chosen, _draw)
        else:
            _draw(view)
    with right, st.container(height=_RAIL, border=False, key="rail"):
        _rail(atlas, view)
    draw_timeline(view)
    corrections.draw_corrections(read)
    if len(view.events):
        draw_table(view)
        draw_downloads(view, shaded=chosen.groupings)


def _draw(view: View) -> None:
    chosen = view.selection
    globe = bool(st.session_state.get("globe"))
    draw_map(
        view,
        shaded=chosen.groupings,
        framed=chosen.countries,
        globe=globe,
        share=_PARTS[0] / sum(_PARTS),
    )
    draw_legend(view, chosen.groupings)


def _headline() -> None:
    chrome.headline(
        "Who goes where, meets whom, and brings how much",
        "Read out of news articles, each mark with the sentence that it was read from."
        " Click a route, a diamond or a sum to see it.",
    )


def _above(view: View) -> None:
    """How much is in view, and what can be done with the map."""
    kinds = view.events["kind"].value_counts()
    money = view.events[(view.events["kind"] == "funding") & view.events["counts"]]
    names = {
        "visit": ("visit",),
        "meeting": ("meeting",),
        "grouping": ("grouping named", "groupings named"),
        "funding": ("sum of money", "sums of money"),
    }
    parts = [
        wording.counted(int(kinds[kind]), *words) for kind, words in names.items() if kind in kinds
    ]
    if total := float(money["usd"].sum()):
        parts[-1] += f", {wording.amount(total)} in all"
    said = " · ".join(parts) or "Nothing in view"
    with st.container(horizontal=True, vertical_alignment="center", key="counts"):
        st.html(f'<div role="status">{said}</div>')
        playing.draw_button(view)
        sharing.draw_sharing()
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
        corrections.draw_correcting(atlas, opened[0])
        navigation.draw_links_of(atlas, opened[0])
    elif opened:
        st.button(
            "Back to all", on_click=selection.close, type="tertiary", icon=":material/arrow_back:"
        )
        rows = view.events[view.events.index.isin(opened)]
        st.html(f"<b>{wording.counted(len(rows), 'event')} here</b>")
        evidence.show_events(atlas, rows, key="here")
    elif len(view.events):
        st.html("<b>Latest</b>")
        told = view.events[view.events["kind"] != "grouping"]
        evidence.show_events(atlas, told if len(told) else view.events, key="latest")
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


def _say_what_failed(*, expanded: bool = False) -> None:
    """The files that gave no article, each with its cure."""
    library = collection.library()
    failed = [error for error in library.errors if not error.skipped]
    told = [str(error) for error in failed] + list(library.notes)
    if not told:
        return
    count = wording.counted(len(failed), "file could not be read", "files could not be read")
    with st.expander(f":small[{count}]" if failed else ":small[A note]", expanded=expanded):
        for line in told[:50]:
            st.text(line)
        if len(told) > 50:
            st.text(f"and {len(told) - 50:,} more")
