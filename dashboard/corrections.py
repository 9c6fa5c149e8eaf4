"""What readers put right: events hidden or corrected, each with its reason, and taken back again.

Kept as lines of JSON in a hidden file beside the reader's own articles; on the shipped briefs, or
where nothing may be written, for the session, to be downloaded.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path

import streamlit as st

from dashboard import amending, collection, wording
from dashboard.amending import DAY, HIDE, PLACE, STATUS, Correction
from dashboard.events import STATUSES, events_of
from geo import Atlas

FILE_NAME = ".corrections.jsonl"
_GONE = " (does not apply: the articles now say something else)"
_MOST_REASON = 300
_STATE = "corrections"
_LOCK = threading.Lock()


def known() -> list[Correction]:
    """The corrections that hold, of the file or of the session."""
    place = file()
    return _read(place) if place else list(st.session_state.get(_STATE, ()))


def file() -> Path | None:
    """Where corrections are kept; None where they last only for the session."""
    folder = collection.folder()
    own = folder.is_dir() and folder.resolve() != collection.SEEDS.resolve()
    return folder / FILE_NAME if own and os.access(folder, os.W_OK) else None


def _read(place: Path) -> list[Correction]:
    """The file's lines; one that is broken is left out and told of on the page."""
    if not place.exists():
        return []
    found: dict[tuple[str, str, int | None], Correction] = {}
    for line in place.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            one = Correction(**json.loads(line))
        except (ValueError, TypeError):
            st.warning(f"A line of {wording.plain(place.name)} is no correction and is left out.")
            continue
        found[one.key] = one
    return list(found.values())


def _keep(corrections: Iterable[Correction]) -> None:
    lines = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in corrections)
    place = file()
    if place is None:
        st.session_state[_STATE] = [Correction(**json.loads(line)) for line in lines.splitlines()]
        return
    work = place.with_suffix(".part")
    work.write_text(lines, encoding="utf-8")
    work.replace(place)


def add(correction: Correction) -> None:
    """Put something right; a later correction of the same takes an earlier one's place."""
    with _LOCK:
        others = [one for one in known() if one.key != correction.key]
        _keep([*others, correction])


def undo(correction: Correction) -> None:
    """Take a correction back."""
    with _LOCK:
        _keep(one for one in known() if one.key != correction.key)


def atlas() -> Atlas:
    """The atlas to show, as corrected."""
    return applied(collection.atlas())


def applied(read: Atlas) -> Atlas:
    """The atlas with the corrections that still hold."""
    events = events_of(read, read.version).rows.index
    corrections = [one for one in known() if amending.holds(read, events, one)]
    if not corrections:
        return read
    version = blake2b(repr((read.version, corrections)).encode(), digest_size=8).hexdigest()
    return _amended(read, corrections, version)


@st.cache_resource(max_entries=4, show_spinner=False)
def _amended(_read: Atlas, _corrections: list[Correction], version: str) -> Atlas:
    """One corrected atlas for all readers of the same."""
    return amending.amended(_read, _corrections, version)


_WRONG = {
    HIDE: "It did not happen, or is misread: hide it",
    STATUS: "Whether it has happened",
    PLACE: "The place",
    DAY: "The day",
}
# What can be put right of each kind of event.
_OF_KIND = {
    "visit": (HIDE, STATUS, PLACE, DAY),
    "meeting": (HIDE, STATUS, PLACE, DAY),
    "funding": (HIDE, DAY),
    "grouping": (HIDE,),
}


def draw_correcting(shown: Atlas, event: str) -> None:
    """What to do if an event is wrong; shown: the atlas as the reader sees it."""
    row = events_of(shown, shown.version).rows.loc[event]
    read = collection.atlas()
    events = events_of(read, read.version).rows.index
    for one in known():
        if one.event == event and amending.holds(read, events, one):
            st.caption(f"Put right by a reader: {wording.plain(_did(one))}.")
    with st.popover("Something wrong?", type="tertiary", icon=":material/flag:", key="wrong"):
        change = st.radio("What is wrong", _OF_KIND[row["kind"]], format_func=_WRONG.__getitem__)
        stop = None
        if row["kind"] == "visit" and change in (PLACE, DAY):
            stop = _which_stop(shown, event)
        to = _truth(shown, event, change, stop)
        reason = st.text_input(
            "Why", max_chars=_MOST_REASON, placeholder="So that others can judge"
        )
        where = "beside the articles" if file() else "until this page is closed"
        st.caption(f"Kept {where}; it can be taken back under the map.")
        if st.button("Correct", type="primary"):
            was = amending.said(read, event, change, stop) or ""
            if to is None:
                st.warning("Say what is true.")
            elif not reason.strip():
                st.warning("Say why, in a few words.")
            else:
                headline = str(row["headline"])
                add(Correction(event, change, reason.strip(), headline, was, to, stop))
                st.rerun()


def _which_stop(shown: Atlas, event: str) -> int:
    stops = shown.stops[shown.stops["event"] == event].sort_values("stop")
    if len(stops) == 1:
        return int(stops["stop"].iloc[0])
    names = {
        int(row.stop): f"{row.stop + 1}. {row.city or wording.country(row.country)}"
        for row in stops.itertuples(index=False)
    }
    return int(st.selectbox("Which stop", list(names), format_func=names.__getitem__))


def _truth(shown: Atlas, event: str, change: str, stop: int | None) -> str | None:
    """What the reader says is true, as corrections write it; None while nothing is said."""
    now = amending.said(shown, event, change, stop) or ""
    if change == STATUS:
        others = [status for status in STATUSES if status != now]
        return st.radio("In truth", others, format_func=STATUSES.__getitem__)
    if change == PLACE:
        names = wording.country_names()
        codes = sorted(names, key=lambda code: names[code].casefold())
        here = codes.index(now[:2]) if now[:2] in names else None
        country = st.selectbox("Country", codes, index=here, format_func=names.__getitem__)
        city = " ".join(st.text_input("Town", placeholder="None, where unknown").split())
        if country and amending.point_of(country, city) is None:
            st.warning("No such town is known there; without one, the country is marked.")
            return None
        return amending.place(country, city) if country else None
    if change == DAY:
        day = st.date_input(
            "In truth", value=None, min_value=dt.date(1945, 1, 1), format="DD/MM/YYYY"
        )
        return day.isoformat() if day else None
    return ""


def _did(one: Correction) -> str:
    """A correction in words: what was, and what is said to be true."""
    if one.change == HIDE:
        return "Hidden"
    if one.change == STATUS:
        return f"Now {STATUSES.get(one.to, '?').lower()}"
    if one.change == PLACE:
        return f"{_place(one.was) or 'No place'} is in truth {_place(one.to)}"
    return f"{wording.day(one.was)} is in truth {wording.day(one.to)}"


def _place(written: str) -> str:
    country, _, city = written.partition("/")
    return ", ".join(part for part in (city, wording.country(country)) if part)


def draw_corrections(read: Atlas) -> None:
    """The corrections, each with its undo; read: the atlas as the articles have it."""
    corrections = known()
    if not corrections:
        return
    events = events_of(read, read.version).rows.index
    with st.expander(wording.counted(len(corrections), "correction"), key="corrections"):
        for i, one in enumerate(corrections):
            gone = "" if amending.holds(read, events, one) else _GONE
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{_did(one)}: {one.headline}{gone}. Why: {one.reason}")
                st.button("Undo", key=f"undo-{i}", on_click=undo, args=(one,), type="tertiary")
        if file() is None:
            lines = "".join(json.dumps(asdict(one)) + "\n" for one in corrections)
            st.download_button(
                "Download the corrections",
                lines.encode(),
                FILE_NAME.lstrip("."),
                "application/jsonl",
                on_click="ignore",
                icon=":material/download:",
            )
