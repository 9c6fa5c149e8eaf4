"""Events over time, under the map: an overview that is a brush for the date range at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboard import selection, wording
from dashboard.events import KINDS
from dashboard.selection import View
from dashboard.style import css, palette

_STEPS = (
    (100, "D", "%-d %b %Y"),
    (700, "W", "%-d %b %Y"),
    (8000, "MS", "%b %Y"),
    (10**9, "YS", "%Y"),
)


def draw_timeline(view: View, *, key: str = "timeline") -> None:
    """How many events there were when; drag over the bars to set the dates."""
    rows = view.overview[view.overview["day"].notna()]
    if len(rows) < 2:
        return
    colours = palette()
    step, form = _step(rows["day"])
    counts = _counts(rows, step)
    order = [KINDS[kind] for kind in KINDS]
    tones = [css(colours.route), css(colours.meeting), css(colours.members[0]), css(colours.money)]
    brush = alt.selection_interval(name="days", encodings=["x"], value=_range(view))
    bars = (
        alt.Chart(counts)
        # The chart is told in one sentence, and by the table: bar by bar it is told to nobody.
        .mark_bar(orient="vertical", aria=False)
        .encode(
            x=alt.X("begin:T", title=None, axis=_days_axis(form), scale=alt.Scale(type="utc")),
            x2="end:T",
            y=alt.Y("events:Q", title=None, axis=alt.Axis(tickCount=3, domain=False)),
            color=alt.Color(
                "kind:N",
                sort=order,
                scale=alt.Scale(domain=order, range=tones),
                legend=alt.Legend(orient="top", title=None, symbolType="square"),
            ),
            opacity=_in_range(view),
            tooltip=[
                alt.Tooltip("begin:T", format=form, title="From"),
                alt.Tooltip("kind:N", title="What"),
                alt.Tooltip("events:Q", title="How many"),
            ],
        )
        .add_params(brush)
        .configure_view(strokeWidth=0)
    )
    first, last = rows["day"].min(), rows["day"].max()
    st.altair_chart(
        bars,
        key=key,
        height=185,
        on_select=lambda: _brushed(key),
        alt=(
            f"Events over time, {wording.day(first.date())} to {wording.day(last.date())};"
            " the table below lists them by date."
        ),
    )


def _days_axis(form: str) -> alt.Axis:
    """Ticks no closer than a day, written as the bars are cut."""
    day = 24 * 3600 * 1000
    return alt.Axis(grid=False, tickCount=8, tickMinStep=day, format=form, labelFlush=True)


def _step(days: pd.Series) -> tuple[str, str]:
    length = (days.max() - days.min()).days
    return next((step, form) for most, step, form in _STEPS if length <= most)


def _counts(rows: pd.DataFrame, step: str) -> pd.DataFrame:
    period = {"D": "D", "W": "W", "MS": "M", "YS": "Y"}[step]
    periods = rows["day"].dt.to_period(period)
    counted = (
        rows.groupby([periods.rename("period"), rows["kind"]]).size().rename("events").reset_index()
    )
    starts = counted["period"].dt.start_time
    return pd.DataFrame(
        {
            # Days of the world, not of the reader's clock.
            "begin": starts.dt.tz_localize("UTC"),
            "end": (counted["period"] + 1).dt.start_time.dt.tz_localize("UTC"),
            "kind": counted["kind"].map(KINDS),
            "events": counted["events"],
        }
    )


def _in_range(view: View) -> Any:
    """Bars outside the date range are pale."""
    first, last = view.selection.first, view.selection.last
    tests = []
    if first:
        tests.append(f"datum.end > toDate('{first.isoformat()}T00:00:00Z')")
    if last:
        tests.append(f"datum.begin <= toDate('{last.isoformat()}T23:59:59Z')")
    if not tests:
        return alt.value(1)
    return alt.condition(" && ".join(tests), alt.value(1), alt.value(0.25))


def _range(view: View) -> Any:
    """The date range as the brush that lies over it, to be moved or taken away; None without."""
    first, last = view.selection.first, view.selection.last
    if not (first or last):
        return alt.Undefined
    days = view.overview["day"].dropna()
    first, last = first or days.min().date(), last or days.max().date()
    ends = first, last + dt.timedelta(days=1)
    return {"x": [dt.datetime.combine(end, dt.time(), dt.UTC).timestamp() * 1000 for end in ends]}


def _brushed(key: str) -> None:
    """Take the days under the brush for the date range; all days where it was taken away."""
    chosen = st.session_state[key].selection.get("days") or {}
    ends = chosen.get("begin") or next(iter(chosen.values()), None)
    first = last = None
    if ends:
        # It ends where the day after the last one begins.
        moments = [dt.datetime.fromtimestamp(ms / 1000, tz=dt.UTC) for ms in ends]
        first, last = moments[0].date(), (moments[1] - dt.timedelta(seconds=1)).date()
    st.session_state[selection.FIRST], st.session_state[selection.LAST] = first, last
