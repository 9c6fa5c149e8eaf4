"""What the address names beside the filters, which are widgets of their own.

The page asks with the address that it shows at that moment. Where it asks twice in a row, for
instance because a reader clicks while the map is still being made, the second address does not
name yet what the first one opened: taken for the reader's wish it would close that again.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_TOLD = "told-to-the-address"


@dataclass(slots=True)
class _Told:
    """What a page's address had under a name, what it is to have, and if a run began with that."""

    page: str
    before: list[str]
    wanted: list[str]
    has_begun: bool = False


def values(name: str) -> list[str]:
    """What the address has under this name."""
    return st.query_params.get_all(name)


def put(name: str, *wanted: str) -> None:
    """Let the address have these values under this name; without any, the name goes."""
    # Noted first: with the word to the page this run may end.
    told = st.session_state.setdefault(_TOLD, {})
    told[name] = _Told(_page(), values(name), list(wanted))
    _write(name, told[name].wanted)


def keep_what_was_put() -> None:
    """At the beginning of a run: put again what the page did not know of when it asked."""
    told: dict[str, _Told] = st.session_state.get(_TOLD, {})
    for name, one in list(told.items()):
        now = values(name)
        if now == one.wanted and not one.has_begun:
            one.has_begun = True  # still the server's own word
        elif now == one.before != one.wanted and one.page == _page() and not _is_going_back():
            _write(name, one.wanted)
        else:
            del told[name]


def _write(name: str, wanted: list[str]) -> None:
    if wanted:
        st.query_params[name] = wanted
    else:
        st.query_params.pop(name, None)


def _page() -> str:
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""


def _is_going_back() -> bool:
    """Whether the reader went back or forth in the browser's history: then the address is right."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)
