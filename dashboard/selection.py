"""What the reader looks at, as one value: widgets <-> address <-> Selection -> part of an atlas.

The address alone restores a view: every filter is a widget bound to a query parameter, and the
chosen events stand in it as `event`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import streamlit as st

from dashboard import address, wording
from dashboard.events import KINDS, STATUSES, Events, events_of
from geo import Atlas

# The names of the filters in the address, which are their widgets' keys.
FIRST, LAST, DAY, COUNTRY, TRAVELLER, GROUPING, KIND, STATUS, EVENT = (
    "from",
    "to",
    "day",
    "country",
    "traveller",
    "grouping",
    "kind",
    "status",
    "event",
)
FILTERS = (FIRST, LAST, DAY, COUNTRY, TRAVELLER, GROUPING, KIND, STATUS)
# What is told to have taken longer has no day that could come back each year.
_LONGEST_STAY = 21
# Every day that a year may have, as the address has it: from the first of January on.
DAYS = tuple(
    f"{day:%m-%d}" for day in (dt.date(2024, 1, 1) + dt.timedelta(days=i) for i in range(366))
)
# An address that names more events than this has been made by hand.
MOST_EVENTS = 40


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters (empty: everything) and the events that the reader has opened.

    anniversary: month and day ("11-26"): what happened then in any year.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    anniversary: str | None = None
    countries: tuple[str, ...] = ()
    travellers: tuple[str, ...] = ()
    groupings: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()

    @property
    def is_filtered(self) -> bool:
        return self != Selection(chosen=self.chosen)

    def apply(self, atlas: Atlas) -> View:
        """The part of the atlas that the filters leave."""
        events = events_of(atlas, atlas.version)
        rows = events.rows
        keep = np.ones(len(rows), dtype=bool)
        for wanted, index in (
            (self.countries, events.of_country),
            (self.travellers, events.of_person),
            (self.groupings, events.of_grouping),
        ):
            if wanted:
                named = np.zeros(len(rows), dtype=bool)
                for name in wanted:
                    named[index.get(name, [])] = True
                keep &= named
        if self.kinds:
            keep &= rows["kind"].isin(self.kinds).to_numpy()
        if self.statuses:
            keep &= rows["status"].isin(self.statuses).to_numpy()
        if self.anniversary:
            keep &= _on_the_day(rows, self.anniversary)
        dated = keep & _within(rows, self.first, self.last).to_numpy()

        def of_those(name: str) -> pd.DataFrame:
            return _only(getattr(atlas, name), dated[events.positions[name]])

        stops, legs = of_those("stops"), of_those("legs")
        return View(
            atlas=atlas,
            selection=self,
            events=_only(rows, dated),
            overview=_only(rows, keep),
            stops=_only(stops, _within(stops, self.first, self.last)),
            legs=_only(legs, _within(legs, self.first, self.last)),
            meetings=of_those("meetings"),
            groupings=of_those("groupings"),
            funding=of_those("funding"),
        )


@dataclass(frozen=True, eq=False)
class View:
    """What a selection leaves of an atlas: its frames, filtered.

    events: one row an event as `Events.rows`; overview: the same without the date range.
    """

    atlas: Atlas
    selection: Selection
    events: pd.DataFrame
    overview: pd.DataFrame
    stops: gpd.GeoDataFrame
    legs: gpd.GeoDataFrame
    meetings: gpd.GeoDataFrame
    groupings: pd.DataFrame
    funding: gpd.GeoDataFrame

    @property
    def end(self) -> dt.date:
        """The day as of which members are shown: the end of the range, else the latest event's."""
        if self.selection.last:
            return self.selection.last
        latest = self.events["day_end"].max() if len(self.events) else pd.NaT
        return dt.date.today() if pd.isna(latest) else latest.date()


def _only(frame: pd.DataFrame, wanted: Any) -> pd.DataFrame:
    """The wanted rows; no copy where they are all."""
    return frame if wanted.all() else frame[wanted]


def _within(frame: pd.DataFrame, first: dt.date | None, last: dt.date | None) -> pd.Series:
    """Rows that touch the range, both ends inclusive; undated ones only where there is none."""
    keep = pd.Series(True, index=frame.index)
    if first:
        end = frame["day_end"] if "day_end" in frame else frame["day"]
        keep &= end >= pd.Timestamp(first)
    if last:
        keep &= frame["day"] <= pd.Timestamp(last)
    return keep


def _on_the_day(rows: pd.DataFrame, anniversary: str) -> Any:
    """Events that an article puts on this day of a year; a month or a year is no day."""
    wanted = int(anniversary.replace("-", ""))
    first, last = (rows[end].dt.month * 100 + rows[end].dt.day for end in ("day", "day_end"))
    over_new_year = (first > last).to_numpy()
    after, before = (first <= wanted).to_numpy(), (last >= wanted).to_numpy()
    inside = np.where(over_new_year, after | before, after & before)
    short = ((rows["day_end"] - rows["day"]).dt.days <= _LONGEST_STAY).to_numpy()
    return inside & short & rows["day_known"].to_numpy(dtype=bool)


def current(atlas: Atlas) -> Selection:
    """The selection as widgets and address have it, without events that are not there."""
    state = st.session_state
    known = events_of(atlas, atlas.version)
    first, last = state.get(FIRST), state.get(LAST)
    if first and last and first > last:
        first, last = last, first
    return Selection(
        first=first,
        last=last,
        anniversary=state.get(DAY),
        countries=tuple(state.get(COUNTRY) or ()),
        travellers=tuple(state.get(TRAVELLER) or ()),
        groupings=tuple(state.get(GROUPING) or ()),
        kinds=tuple(state.get(KIND) or ()),
        statuses=tuple(state.get(STATUS) or ()),
        chosen=tuple(e for e in opened() if e in known.rows.index),
    )


def opened() -> list[str]:
    """The events that the address names."""
    return address.values(EVENT)[:MOST_EVENTS]


def choose(*events: str) -> None:
    """Open these events; the address says so."""
    address.put(EVENT, *list(dict.fromkeys(events))[:MOST_EVENTS])


def close() -> None:
    """Close what is open."""
    address.put(EVENT)


def clear() -> None:
    """Take every filter away, and what is open."""
    for key in FILTERS:
        st.session_state[key] = None if key in (FIRST, LAST, DAY) else []
    close()


def draw_filters(atlas: Atlas) -> Selection:
    """The row of filters above the map; each names what it is set to."""
    events = events_of(atlas, atlas.version)
    _say_what_is_unknown(events)
    # The labels are drawn before their widgets, which read the address on the first run only.
    is_first = KIND not in st.session_state
    with st.container(horizontal=True, gap="small", key="filters"):
        _dates(events)
        _choice(
            "Country",
            COUNTRY,
            list(events.of_country),
            wording.country,
            "Whatever part it plays: traveller's home, host, member, donor, recipient.",
        )
        people = [slug for slug in events.people if slug in events.of_person]
        _choice(
            "Traveller",
            TRAVELLER,
            people,
            lambda slug: events.people.get(slug, slug),
            "Everyone who travelled or took part in talks.",
        )
        _choice(
            "Grouping",
            GROUPING,
            list(events.of_grouping),
            str,
            "Shades its members as of the last day in view; keeps what is told together with it.",
        )
        with st.popover(
            _label("Kind", [*_names(KIND, KINDS), *_names(STATUS, STATUSES)]), key="kind-of"
        ):
            st.pills(
                "Kind of event",
                list(KINDS),
                selection_mode="multi",
                key=KIND,
                format_func=KINDS.__getitem__,
                bind="query-params",
            )
            st.pills(
                "Status",
                list(STATUSES),
                selection_mode="multi",
                key=STATUS,
                format_func=STATUSES.__getitem__,
                bind="query-params",
            )
        if current(atlas).is_filtered:
            st.button("Clear filters", on_click=clear, type="tertiary", icon=":material/close:")
    if is_first and current(atlas).is_filtered:
        st.rerun()
    return current(atlas)


def _dates(events: Events) -> None:
    first, last = st.session_state.get(FIRST), st.session_state.get(LAST)
    said = []
    if first or last:
        said = [" – ".join(wording.day(end) if end else "…" for end in (first, last))]
    if anniversary := st.session_state.get(DAY):
        said.append(f"{wording.day_of_any_year(anniversary)} of any year")
    days = events.rows["day"].dropna()
    bounds = (
        min(days.min().date(), dt.date(1990, 1, 1)) if len(days) else dt.date(1990, 1, 1),
        max(days.max().date(), dt.date.today()) + dt.timedelta(days=3660) if len(days) else None,
    )
    latest = days.max().date() if len(days) else None
    with st.popover(_label("Dates", said), key="dates"):
        if latest:
            _spans(dt.date.today(), latest)
        for label, key in (("From", FIRST), ("To", LAST)):
            st.date_input(
                label,
                value=None,
                min_value=bounds[0],
                max_value=bounds[1],
                key=key,
                format="DD/MM/YYYY",
                bind="query-params",
            )
        st.selectbox(
            "On one day of any year",
            DAYS,
            index=None,
            key=DAY,
            format_func=wording.day_of_any_year,
            placeholder="Any day",
            bind="query-params",
        )


def spans(today: dt.date, latest: dt.date) -> list[tuple[str, dt.date | None, dt.date | None]]:
    """Label, first and last day of stretches that are asked for often.

    They count from today, or from the latest event where the articles end before; the days are
    fixed, so that an address shared today means the same next year.
    """
    month = dt.timedelta(days=29)
    end = today if latest >= today - month else latest
    until = "" if end == today else f" to {wording.day(end)}"
    year = end.year
    return [
        (f"Last 30 days{until}", end - month, end),
        (
            "This year" if year == today.year else str(year),
            dt.date(year, 1, 1),
            dt.date(year, 12, 31),
        ),
        (str(year - 1), dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31)),
    ]


def _spans(today: dt.date, latest: dt.date) -> None:
    with st.container(horizontal=True, gap="small"):
        day = f"{today:%m-%d}"
        st.button("On this day", key="span-day", on_click=_set_days, args=(None, None, day))
        for i, (label, first, last) in enumerate(spans(today, latest)):
            st.button(label, key=f"span-{i}", on_click=_set_days, args=(first, last))
        st.button("All dates", key="span-all", on_click=_set_days, args=(None, None))


def _set_days(first: dt.date | None, last: dt.date | None, anniversary: str | None = None) -> None:
    st.session_state[FIRST], st.session_state[LAST] = first, last
    st.session_state[DAY] = anniversary


def _choice(label: str, key: str, options: list[str], name: object, note: str) -> None:
    named = {option: name(option) for option in options}  # type: ignore[operator]
    options = sorted(options, key=lambda option: named[option].casefold())
    with st.popover(_label(label, _names(key, named)), key=f"{key}-filter"):
        st.multiselect(
            label,
            options,
            key=key,
            format_func=lambda o: named.get(o, o),
            bind="query-params",
            help=note,
            placeholder="All",
            select_all=False,
        )


def _names(key: str, named: Mapping[str, str]) -> list[str]:
    return [named.get(value, str(value)) for value in st.session_state.get(key) or ()]


def _label(title: str, values: list[str]) -> str:
    if not values:
        return title
    more = f" +{len(values) - 1}" if len(values) > 1 else ""
    return f"{title}: **{wording.plain(values[0][:40])}**{more}"


def _say_what_is_unknown(events: Events) -> None:
    """A gentle word where the address names an event that is not in the collection."""
    missing = [event for event in opened() if event not in events.rows.index]
    if missing:
        st.info(
            "This address opens an event that is not in the articles shown here;"
            " everything else in it is kept.",
            icon=":material/info:",
        )


def look_at_country(alpha2: str) -> None:
    """Filter by a country that was clicked on."""
    close()
    st.session_state[COUNTRY] = [alpha2]
