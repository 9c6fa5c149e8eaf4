"""Play: the date range grows from its beginning, and routes are drawn as the days go by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard import selection, wording
from dashboard.selection import Selection, View
from geo import Atlas

_ON, _DAYS, _STEP = "playing", "play-days", "play-step"
# So many pictures, about one each second: a minute for any collection.
_STEPS, _SECONDS = 50, 1.2


def is_playing() -> bool:
    """Whether time runs."""
    return bool(st.session_state.get(_ON))


def draw_button(view: View) -> None:
    """Play, or pause where it runs."""
    if is_playing():
        st.button("Pause", on_click=_pause, icon=":material/pause:", key="pause")
    elif len(view.overview) > 1:
        st.button("Play", on_click=_start, args=(view,), icon=":material/play_arrow:", key="play")


def play(atlas: Atlas, chosen: Selection, draw: Callable[[View], None]) -> None:
    """Draw the view of one day after the other; ends with the last event."""

    @st.fragment(run_every=_SECONDS)
    def tick() -> None:
        days: list[dt.date] = st.session_state[_DAYS]
        day = _today()
        view = replace(chosen, first=days[0], last=day, chosen=()).apply(atlas)
        st.html(f'<div class="dm-day" role="status">{wording.day(day)}</div>')
        draw(view)
        if day == days[-1]:
            st.session_state[_ON] = False
            st.rerun(scope="app")
        st.session_state[_STEP] += 1

    tick()


def days_to_show(days: Sequence[dt.date]) -> list[dt.date]:
    """The days on which something happened, so many of them that all are seen in a minute."""
    ordered = sorted(set(days))
    step = max(1, -(-len(ordered) // _STEPS))
    return list(dict.fromkeys([*ordered[::step], ordered[-1]]))


def _today() -> dt.date:
    days: list[dt.date] = st.session_state[_DAYS]
    return days[min(st.session_state[_STEP], len(days) - 1)]


def _start(view: View) -> None:
    rows = view.events if len(view.events) > 1 else view.overview
    selection.close()
    st.session_state[_DAYS] = days_to_show([day.date() for day in rows["day"].dropna()])
    st.session_state[_ON], st.session_state[_STEP] = True, 0


def _pause() -> None:
    """Stop on the day that is shown: the dates say so, and so does the address."""
    st.session_state[_ON] = False
    st.session_state[selection.FIRST] = st.session_state[_DAYS][0]
    st.session_state[selection.LAST] = _today()
