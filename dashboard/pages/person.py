"""One person: trips as an itinerary, on their own map, and whom they met."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import chrome, corrections, selection, tallies, wording
from dashboard.events import STATUSES
from dashboard.legend import draw_legend
from dashboard.map import draw_map
from dashboard.navigation import WHO, person_label
from dashboard.rail import draw_figures, draw_openable, draw_rail, office_of, place_of
from dashboard.selection import Selection
from geo import Atlas

# A page of trips; nobody reads more of them at once.
_MOST_TRIPS = 60
# How the page's width is shared out.
_PARTS = [2.2, 1]


def person_page() -> None:
    """The person that the address names, or all of them to choose from."""
    atlas = corrections.atlas()
    people = _people(atlas)
    known = dict(zip(people["person"], people["label"], strict=True))
    head = st.container()
    chosen = st.selectbox(
        "Person",
        list(known),
        index=None,
        key=WHO,
        format_func=lambda slug: known.get(slug, slug),
        placeholder="Choose a person",
        bind="query-params",
    )
    with head:
        if chosen in known:
            row = people[people["person"] == chosen].iloc[0]
            chrome.headline(wording.escaped(row["name"]), wording.escaped(row["office"]))
        else:
            chrome.headline("People", "Choose one to see where they went, when, and whom they met.")
    if chosen in known:
        _portrait(atlas, chosen)
    elif len(people):
        _overview(people)
    else:
        st.info("No article here tells of a traveller yet.", icon=":material/info:")


def look_at(person: str) -> None:
    """Show another person."""
    selection.close()
    st.session_state[WHO] = person


def _people(atlas: Atlas) -> pd.DataFrame:
    """Everyone who travelled or took part in talks, the most travelled first."""
    people = atlas.people[(atlas.people["visits"] > 0) | (atlas.people["meetings"] > 0)].copy()
    names = [wording.one_line(name) for name in people["name"]]
    where = [wording.country(code) for code in people["country"]]
    people["name"] = names
    people["office"] = [
        ", ".join(part for part in (office_of(next(iter(offices), "")), land) if part)
        for offices, land in zip(people["offices"], where, strict=True)
    ]
    people["label"] = [
        person_label(name, code) for name, code in zip(names, people["country"], strict=True)
    ]
    return people.sort_values(
        ["visits", "meetings", "name"], ascending=[False, False, True], kind="stable"
    )


def _portrait(atlas: Atlas, person: str) -> None:
    view = Selection(travellers=(person,), chosen=tuple(selection.opened())).apply(atlas)
    stops = tallies.trips_of(atlas, person)
    talks = tallies.talks_of(atlas, person)
    going = stops[stops["status"] != "cancelled"]
    draw_figures(
        {
            "Trips": f"{stops['event'].nunique():,}",
            "Countries": f"{going['country'].nunique():,}",
            "Talks": f"{len(talks):,}",
        }
    )
    left, right = st.columns(_PARTS, gap="medium")
    with left:
        draw_map(view, key=f"person-{person}", height=440, share=_PARTS[0] / sum(_PARTS))
        draw_legend(view, ())
    with right:
        draw_rail(atlas, view, key="person", height=480)
    trips, company = st.columns([1.6, 1], gap="large")
    with trips:
        st.subheader("Trips")
        _itineraries(stops)
    with company:
        st.subheader("Met")
        _company(atlas, person)


def _itineraries(stops: pd.DataFrame) -> None:
    """Trip by trip, the latest first; stops in the order travelled."""
    if not len(stops):
        st.caption("No article tells of a trip.")
        return
    trips = list(stops.groupby("event", sort=False))
    for event, rows in trips[:_MOST_TRIPS]:
        first, last = rows["day"].min(), rows["day_end"].max()
        known = rows["day_known"].any() and not pd.isna(first)
        when = wording.span_of_days(first.date(), last.date()) if known else "no date given"
        items = "".join(_stop(row) for row in rows.itertuples(index=False))
        st.html(f'<div class="dm-kicker">{when}</div><ol class="dm-stops">{items}</ol>')
        st.button(
            f"Read it in {wording.counted(int(rows['sources'].max()), 'article')}",
            key=f"trip-{event}",
            on_click=selection.choose,
            args=(str(event),),
            type="tertiary",
        )
    if len(trips) > _MOST_TRIPS:
        st.caption(f"and {len(trips) - _MOST_TRIPS:,} earlier trips, in the table of the map page.")


def _stop(row: object) -> str:
    arrived, departed = row.arrived, row.departed  # type: ignore[attr-defined]
    when = wording.span_of_days(arrived, departed) if arrived else "no date given"
    status = STATUSES.get(row.status, row.status).lower()  # type: ignore[attr-defined]
    return (
        f"<li><b>{wording.escaped(place_of(row))}</b>"
        f'<span class="dm-small"> {when}, {status}</span></li>'
    )


def _company(atlas: Atlas, person: str) -> None:
    met = tallies.met(atlas, person)
    if not met:
        st.caption("No article names anyone whom they met.")
        return
    draw_openable(
        {
            "Name": [wording.one_line(name) for _, name, _ in met],
            "Talks": [count for _, _, count in met],
        },
        [slug for slug, _, _ in met],
        key=f"met-{person}-{len(met)}",
        alt="Table of people met",
        on_choice=look_at,
    )


def _overview(people: pd.DataFrame) -> None:
    draw_openable(
        {
            "Name": list(people["name"]),
            "Office": list(people["office"]),
            "Trips": people["visits"].to_numpy(),
            "Talks": people["meetings"].to_numpy(),
            "Articles": people["articles"].to_numpy(),
        },
        list(people["person"]),
        key=f"people-{len(people)}",
        alt="Table of people",
        on_choice=look_at,
        height=720,
    )
