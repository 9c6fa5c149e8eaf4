"""What readers put right: events hidden or corrected, each with its reason, and taken back again.

Kept as lines of JSON in a hidden file beside the reader's own articles; on the shipped briefs, or
where nothing may be written, for the session, to be downloaded.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import collection, wording
from dashboard.events import STATUSES, events_of
from geo import Atlas
from geo.atlas import FRAMES

FILE_NAME = ".corrections.jsonl"
HIDE = "hide"
_MOST_REASON = 300
_STATE = "corrections"
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Correction:
    """One event put right. change: hide, or the status that is true (done, planned, ...)."""

    event: str
    change: str
    reason: str
    headline: str = ""


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
    found: dict[str, Correction] = {}
    for line in place.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            one = Correction(**json.loads(line))
        except (ValueError, TypeError):
            st.warning(f"A line of {wording.plain(place.name)} is no correction and is left out.")
            continue
        found[one.event] = one
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
    """Put an event right; a later correction of the same event takes an earlier one's place."""
    with _LOCK:
        others = [one for one in known() if one.event != correction.event]
        _keep([*others, correction])


def undo(event: str) -> None:
    """Take the correction of an event back."""
    with _LOCK:
        _keep(one for one in known() if one.event != event)


def applied(atlas: Atlas) -> Atlas:
    """The atlas as corrected: what is hidden is gone, a status is what the correction says."""
    events = events_of(atlas, atlas.version).rows.index
    corrections = [one for one in known() if one.event in events]
    if not corrections:
        return atlas
    version = blake2b(repr((atlas.version, corrections)).encode(), digest_size=8).hexdigest()
    kept = st.session_state.get("corrected-atlas")
    if kept is None or kept.version != version:
        kept = _corrected(atlas, corrections, version)
        st.session_state["corrected-atlas"] = kept
    return kept


def _corrected(atlas: Atlas, corrections: Iterable[Correction], version: str) -> Atlas:
    hidden = {one.event for one in corrections if one.change == HIDE}
    status = {one.event: one.change for one in corrections if one.change in STATUSES}
    frames: dict[str, Any] = {}
    for name in FRAMES:
        frame: pd.DataFrame = getattr(atlas, name)
        if "event" in frame:
            frame = frame[~frame["event"].isin(hidden)].reset_index(drop=True)
        if name in ("stops", "legs", "meetings"):
            frame = frame.assign(status=frame["event"].map(status).fillna(frame["status"]))
            frame["status"] = frame["status"].astype("object")
        frames[name] = frame
    return Atlas.from_frames(frames, version)


def draw_correcting(atlas: Atlas, event: str) -> None:
    """What to do if an event is wrong."""
    row = events_of(atlas, atlas.version).rows.loc[event]
    choices = {HIDE: "It did not happen, or is misread: hide it"}
    if row["kind"] in ("visit", "meeting"):
        choices |= {
            status: f"It is in truth: {name.lower()}"
            for status, name in STATUSES.items()
            if status != row["status"]
        }
    with (
        st.popover("Something wrong?", type="tertiary", icon=":material/flag:", key="wrong"),
        st.form(f"correct-{event}", border=False),
    ):
        change = st.radio("What is wrong", list(choices), format_func=choices.__getitem__)
        reason = st.text_input(
            "Why", max_chars=_MOST_REASON, placeholder="So that others can judge"
        )
        place = file()
        where = "beside the articles" if place else "until this page is closed"
        st.caption(f"Kept {where}; it can be taken back under the map.")
        if st.form_submit_button("Correct", type="primary"):
            if not reason.strip():
                st.warning("Say why, in a few words.")
            else:
                add(Correction(event, change, reason.strip(), str(row["headline"])))
                st.rerun()


def draw_corrections(atlas: Atlas) -> None:
    """The corrections that hold, each with its undo; atlas: as it was read."""
    corrections = known()
    if not corrections:
        return
    events = events_of(atlas, atlas.version).rows.index
    with st.expander(wording.counted(len(corrections), "correction"), key="corrections"):
        for one in corrections:
            did = "Hidden" if one.change == HIDE else f"Now {STATUSES.get(one.change, '?').lower()}"
            gone = "" if one.event in events else " (no longer read from the articles)"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{did}: {one.headline}{gone}. Why: {one.reason}")
                st.button(
                    "Undo",
                    key=f"undo-{one.event}",
                    on_click=undo,
                    args=(one.event,),
                    type="tertiary",
                )
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
