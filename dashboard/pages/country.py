"""One country: who came, who went, its groupings with dates, money in and out, its neighbours."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard import chrome, corrections, memberships, selection, tallies, wording
from dashboard.events import STATUSES
from dashboard.legend import draw_legend
from dashboard.map import draw_map
from dashboard.navigation import OF
from dashboard.rail import (
    dates_of,
    day_given,
    draw_figures,
    draw_openable,
    draw_rail,
    millions,
    office_of,
    place_of,
)
from dashboard.selection import Selection
from geo import Atlas

# How the page's width is shared out.
_PARTS = [2.2, 1]


def country_page() -> None:
    """The country that the address names, or all of them to choose from."""
    atlas = corrections.atlas()
    table = tallies.by_country(atlas, atlas.version)
    known = {code: wording.country(code) for code in wording.country_names()}
    head = st.container()
    chosen = st.selectbox(
        "Country",
        sorted(known, key=lambda code: known[code].casefold()),
        index=None,
        key=OF,
        format_func=lambda code: known.get(code, code),
        placeholder="Choose a country",
        bind="query-params",
    )
    with head:
        chrome.headline(
            wording.escaped(known.get(chosen, "Countries")),
            "Who came and who went, its groupings, money in and out."
            if chosen in known
            else "Choose one to see who came and went, its groupings, money in and out.",
        )
    if chosen in known:
        _portrait(atlas, chosen, table)
    elif len(table):
        _overview(table, "countries")
    else:
        st.info("No article here tells of a visit, talks or money yet.", icon=":material/info:")


def look_at(alpha2: str) -> None:
    """Show another country."""
    selection.close()
    st.session_state[OF] = alpha2


def _portrait(atlas: Atlas, alpha2: str, table: pd.DataFrame) -> None:
    opened = tuple(selection.opened())
    view = Selection(countries=(alpha2,), chosen=opened).apply(atlas)
    came, went = tallies.visitors(atlas, alpha2), tallies.trips(atlas, alpha2)
    into, out = tallies.money_in(atlas, alpha2), tallies.money_out(atlas, alpha2)
    alone, shared = tallies.total(into)
    given = float(out.loc[out["counts"], "amount_usd"].sum())
    figures = {
        "Visits received": f"{came['event'].nunique():,}",
        "Trips abroad": f"{went['event'].nunique():,}",
        "Talks": f"{len(tallies.talks(atlas, alpha2)):,}",
    }
    sums = {"Money received": alone, "In sums with others": shared, "Money given": given}
    draw_figures(figures | {label: wording.amount(usd) for label, usd in sums.items() if usd})
    left, right = st.columns(_PARTS, gap="medium")
    with left:
        draw_map(
            view,
            key=f"country-{alpha2}",
            framed=(alpha2,),
            height=460,
            on_country=look_at,
            share=_PARTS[0] / sum(_PARTS),
        )
        draw_legend(view, ())
    with right:
        draw_rail(atlas, view, key="country", height=500)
    tabs = st.tabs(["Who came", "Who went", "Groupings", "Money in", "Money out", "Neighbours"])
    with tabs[0]:
        _came(came, alpha2)
    with tabs[1]:
        _went(went, alpha2)
    with tabs[2]:
        _groupings(alpha2)
    with tabs[3]:
        _money(into, alpha2, "in")
    with tabs[4]:
        _money(out, alpha2, "out")
    with tabs[5]:
        beside = [alpha2, *tallies.neighbours(alpha2)]
        _overview(table.reindex(beside, fill_value=0), f"beside-{alpha2}")


def _came(stops: pd.DataFrame, alpha2: str) -> None:
    if not len(stops):
        st.caption("No article tells of a visitor.")
        return
    draw_openable(
        {
            "Date": dates_of(stops["day"]),
            "Day given": day_given(stops["day_known"]),
            "Who": [wording.one_line(name) for name in stops["traveller"]],
            "Office": [office_of(office) for office in stops["office"]],
            "From": [wording.country(code) for code in stops["from_country"]],
            "Where": [wording.one_line(city) for city in stops["city"]],
            "Status": [STATUSES.get(status, status) for status in stops["status"]],
            "Articles": stops["sources"].to_numpy(),
        },
        list(stops["event"]),
        key=f"came-{alpha2}-{len(stops)}",
        alt="Table of visitors",
    )


def _went(stops: pd.DataFrame, alpha2: str) -> None:
    if not len(stops):
        st.caption("No article tells of a trip abroad.")
        return
    draw_openable(
        {
            "Date": dates_of(stops["day"]),
            "Day given": day_given(stops["day_known"]),
            "Who": [wording.one_line(name) for name in stops["traveller"]],
            "Office": [office_of(office) for office in stops["office"]],
            "Stop": stops["stop"].to_numpy() + 1,
            "Where": [place_of(row) for row in stops.itertuples(index=False)],
            "Status": [STATUSES.get(status, status) for status in stops["status"]],
            "Articles": stops["sources"].to_numpy(),
        },
        list(stops["event"]),
        key=f"went-{alpha2}-{len(stops)}",
        alt="Table of trips abroad, stop by stop",
    )


def _groupings(alpha2: str) -> None:
    spells = memberships.of_country(alpha2)
    now = memberships.there_on(spells, dt.date.today())
    st.dataframe(
        {
            "Grouping": list(spells["grouping"]),
            "As": [wording.one_line(kind).capitalize() for kind in spells["kind"]],
            "Since": [wording.day(day) for day in spells["since"]],
            "Until": ["" if pd.isna(day) else wording.day(day) for day in spells["until"]],
            "Today": ["yes" if there else "no" for there in now],
        },
        hide_index=True,
        key=f"groupings-{alpha2}",
        alt="Table of groupings with dates",
    )
    st.caption("From the register of members; its sources stand on the page About.")


def _money(sums: pd.DataFrame, alpha2: str, way: str) -> None:
    if not len(sums):
        st.caption("No article tells of such a sum.")
        return
    columns: dict[str, list[object]] = {
        "Date": dates_of(sums["day"]),
        "Amount": [
            wording.amount(row.amount, row.currency) for row in sums.itertuples(index=False)
        ],
        "US dollars (M)": millions(sums["amount_usd"]),
    }
    if way == "in":
        columns["From"] = [
            wording.listed([wording.country(donor) for donor in row.donors or (row.donor,)], 4)
            for row in sums.itertuples(index=False)
        ]
        columns["Shared by"] = [
            f"{count} countries" if count > 1 else "" for count in sums["recipients"]
        ]
    else:
        columns["To"] = [
            wording.one_line(row.recipient_text) or wording.country(row.recipient)
            for row in sums.itertuples(index=False)
        ]
    columns["For"] = [wording.one_line(purpose) for purpose in sums["purpose"]]
    columns["Status"] = [wording.one_line(status).capitalize() for status in sums["status"]]
    columns["In totals"] = ["yes" if counts else "no" for counts in sums["counts"]]
    draw_openable(
        columns,
        list(sums["event"]),
        key=f"money-{way}-{alpha2}-{len(sums)}",
        alt=f"Table of money {way}",
    )


def _overview(table: pd.DataFrame, key: str) -> None:
    draw_openable(
        {
            "Country": [wording.country(code) for code in table.index],
            "Visits received": table["visitors"].to_numpy(),
            "Trips abroad": table["trips"].to_numpy(),
            "Talks": table["talks"].to_numpy(),
            "Money received ($M)": millions(table["alone"]),
            "Even share of sums with others ($M)": millions(table["shared"]),
        },
        list(table.index),
        key=f"{key}-{len(table)}",
        alt="Table of countries",
        on_choice=look_at,
        height=720,
    )
