"""The articles that the page shows: a folder, read once for all readers, plus what one adds."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import streamlit as st

from dashboard import wording
from geo import Atlas, Dossier
from geo.library import Library, read_folder

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
_ADDED = "added"


def folder() -> Path:
    """The articles to show: the argument after `streamlit run app.py --`, else the seeds."""
    return Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS


class Reading:
    """A folder while it is being read, and what came of it."""

    def __init__(self, path: Path) -> None:
        self.done = 0
        self.total = 0
        self.library: Library | None = None
        self.error: str | None = None
        self._thread = threading.Thread(target=self._read, args=(path,), daemon=True)
        self._thread.start()

    def _read(self, path: Path) -> None:
        try:
            self.library = read_folder(path, self._progress)
        except OSError as error:
            self.error = f"{path} cannot be read: {error.strerror}"
        finally:
            if self.library is None and self.error is None:
                self.error = "Reading the articles failed; the server's log says why."

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def wait(self, seconds: float) -> bool:
        """Whether it is through, after waiting no longer than this."""
        self._thread.join(seconds)
        return self.library is not None or self.error is not None


@st.cache_resource(max_entries=2, show_spinner=False)
def _reading(path: str, stamp: tuple[int, float]) -> Reading:
    return Reading(Path(path))


@st.cache_data(ttl=15, show_spinner=False)
def _stamp(path: str) -> tuple[int, float]:
    """How many files there are and when the last one changed."""
    place = Path(path)
    inside = (file for file in place.rglob("*") if not file.name.startswith("."))
    files = [place] if place.is_file() else [file for file in inside if file.is_file()]
    return len(files), max((file.stat().st_mtime for file in files), default=0.0)


def library() -> Library:
    """What the folder gave; while it is being read, the page shows how far that is and stops."""
    path = folder()
    if not path.exists():
        st.error(f"There is no file or folder {wording.plain(path)}. Start with the name of one.")
        st.stop()
    reading = _reading(str(path), _stamp(str(path)))
    if not reading.wait(0.4):
        _show_progress(reading)
        st.stop()
    if reading.library is None:
        st.error(wording.plain(reading.error))
        st.stop()
    return reading.library


@st.fragment(run_every=0.7)
def _show_progress(reading: Reading) -> None:
    if reading.library is not None or reading.error:
        st.rerun(scope="app")
    st.subheader("Reading the articles")
    share = reading.done / reading.total if reading.total else 0.0
    count = f"{reading.done:,} of {reading.total:,} articles" if reading.total else "Opening files"
    st.progress(share, text=count)
    st.caption(
        "This happens once; what was read is kept. The other pages can be used in the meantime."
    )


def atlas() -> Atlas:
    """The atlas to show: the folder's, and what this reader added."""
    shared = library()
    more = added()
    if not more:
        return shared.atlas
    key = (shared.atlas.version, tuple(dossier.article.id for dossier in more))
    kept = st.session_state.get("atlas-with-added")
    if not kept or kept[0] != key:
        kept = (key, Atlas.of([*shared.dossiers, *more]))
        st.session_state["atlas-with-added"] = kept
    return kept[1]


def added() -> list[Dossier]:
    """What this reader added to the view, for as long as the page is open."""
    return list(st.session_state.get(_ADDED, ()))


def add(dossier: Dossier) -> None:
    """Show this article, too; one that is there already is not added again."""
    if all(dossier != other for other in added()):
        st.session_state[_ADDED] = [*added(), dossier]


def forget_added() -> None:
    """Show the folder alone."""
    st.session_state[_ADDED] = []
