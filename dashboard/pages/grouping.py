"""One grouping: its members on a day, on their own map, entries and exits, what is told of it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard import chrome, corrections, memberships, selection, wording
from dashboard.legend import draw_legend
from dashboard.map import draw_map
from dashboard.navigation import NAME, ON
from dashboard.rail import draw_figures, draw_openable, draw_rail
from dashboard.selection import Selection
from geo import Atlas, rosters

_FIRST_DAY = dt.date(1945, 1, 1)
# How the page's width is shared out.
_PARTS = [2.2, 1]


def grouping_page() -> None:
    """The grouping that the address names, or all of them to choose from."""
    atlas = corrections.atlas()
    told = atlas.groupings.groupby("grouping")["sources"].sum()
    known = sorted({*rosters.all_groupings(), *told.index}, key=str.casefold)
    head = st.container()
    left, right = st.columns([2, 1])
    chosen = left.selectbox(
        "Grouping",
        known,
        index=None,
        key=NAME,
        placeholder="Choose a grouping",
        bind="query-params",
    )
    day = right.date_input(
        "Members on",
        value=None,
        min_value=_FIRST_DAY,
        max_value=dt.date.today() + dt.timedelta(days=3660),
        key=ON,
        format="DD/MM/YYYY",
        bind="query-params",
        help="Empty: today.",
    )
    with head:
        chrome.headline(
            wording.escaped(chosen) if chosen in known else "Groupings",
            "Its members on a day, and what changed when."
            if chosen in known
            else "Choose one to see its members on a day, and what changed when.",
        )
    if chosen in known:
        _portrait(atlas, chosen, day or dt.date.today())
    else:
        _overview(known, told)


def look_at(name: str) -> None:
    """Show another grouping."""
    selection.close()
    st.session_state[NAME] = name


def _portrait(atlas: Atlas, name: str, day: dt.date) -> None:
    view = Selection(groupings=(name,), last=day, chosen=tuple(selection.opened())).apply(atlas)
    spells = memberships.of_grouping(name)
    there = spells[memberships.there_on(spells, day)] if len(spells) else spells
    counts = there["kind"].value_counts()
    figures = {f"Members on {wording.day(day)}": f"{len(rosters.members(name, day)):,}"}
    figures |= {
        _KINDS[kind]: f"{counts[kind]:,}" for kind in _KINDS if kind != "member" and kind in counts
    }
    mentions = atlas.groupings[atlas.groupings["grouping"] == name]
    figures["Articles that name it"] = f"{int(mentions['sources'].sum()):,}"
    draw_figures(figures)
    left, right = st.columns(_PARTS, gap="medium")
    with left:
        draw_map(
            view, key=f"grouping-{name}", shaded=(name,), height=460, share=_PARTS[0] / sum(_PARTS)
        )
        draw_legend(view, (name,))
    with right:
        draw_rail(atlas, view, key="grouping", height=500)
    members, history = st.columns([1.3, 1], gap="large")
    with members:
        st.subheader("Members")
        _members(name, there, mentions, day)
    with history:
        st.subheader("What changed")
        _changes(name, day)


_KINDS = {
    "member": "Members",
    "suspended": "Suspended",
    "observer": "Observers",
    "candidate": "Candidates",
    "partner": "Partners",
    "associate": "Associates",
}


def _members(name: str, there: pd.DataFrame, mentions: pd.DataFrame, day: dt.date) -> None:
    if not len(there):
        stated = sorted({code for codes in mentions["members_stated"] for code in codes})
        if stated:
            st.caption(
                "The register of members does not hold it on this day; articles state these:"
            )
            st.html(wording.escaped(wording.countries(stated, 400)))
        else:
            st.caption("The register of members has nobody on this day.")
        return
    ordered = there.assign(country_name=[wording.country(code) for code in there["country"]])
    ordered = ordered.sort_values(["kind", "country_name"], key=_members_first)
    st.dataframe(
        {
            "Country": list(ordered["country_name"]),
            "As": [_KINDS.get(kind, kind).removesuffix("s") for kind in ordered["kind"]],
            "Since": [wording.day(since) for since in ordered["since"]],
            "Until": ["" if pd.isna(u) else wording.day(u) for u in ordered["until"]],
        },
        hide_index=True,
        height=min(520, 38 + 35 * len(ordered)),
        key=f"members-{name}-{day}",
        alt=f"Table of members on {wording.day(day)}",
    )
    _compare(name, mentions)


def _members_first(column: pd.Series) -> pd.Series:
    if column.name != "kind":
        return column
    order = list(_KINDS)
    return column.map(lambda kind: order.index(kind) if kind in order else len(order))


def _compare(name: str, mentions: pd.DataFrame) -> None:
    """Say where articles state members that the register does not have on their day."""
    lines = []
    for row in mentions.itertuples(index=False):
        when = None if pd.isna(row.as_of) else row.as_of.date()
        others = set(row.members_stated) - set(rosters.members(name, when))
        if others:
            states = wording.countries(sorted(others), 12)
            lines.append(f"{wording.day(when) if when else 'An undated article'}: {states}")
    if lines:
        st.caption("Stated as members by articles, but not in the register on that day:")
        for line in lines[:12]:
            st.html(f'<div class="dm-small">{wording.escaped(line)}</div>')


def _changes(name: str, day: dt.date) -> None:
    changes = memberships.changes(name, day)
    lifespan = memberships.lifespan(name)
    lines = [
        f"<li><b>{wording.day(when)}</b> {wording.escaped(wording.country(code))} {what}</li>"
        for when, code, what in changes[:60]
    ]
    if lifespan:
        since, until = lifespan
        lines.append(f"<li><b>{wording.day(since)}</b> first members</li>")
        if until and until <= day.isoformat():
            lines.insert(0, f"<li><b>{wording.day(until)}</b> no members any more</li>")
    st.html(f'<ul class="dm-stops">{"".join(lines)}</ul>' if lines else "Nothing is known.")


def _overview(known: list[str], told: pd.Series) -> None:
    today = dt.date.today()
    draw_openable(
        {
            "Grouping": known,
            "Members today": [len(rosters.members(name, today)) for name in known],
            "Articles that name it": [int(told.get(name, 0)) for name in known],
        },
        known,
        key=f"groupings-{len(known)}",
        alt="Table of groupings",
        on_choice=look_at,
        height=720,
    )
