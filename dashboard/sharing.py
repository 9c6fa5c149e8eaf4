"""The address of what is seen, to copy, and the same as a frame for another page."""

from __future__ import annotations

import html
from urllib.parse import urlencode, urlsplit

import streamlit as st


def address(*, embedded: bool = False) -> str:
    """The address that shows what is seen now."""
    here = urlsplit(st.context.url or "")
    query = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    if embedded:
        query.append(("embed", "true"))
    tail = f"?{urlencode(query)}" if query else ""
    return f"{here.scheme}://{here.netloc}{here.path.rstrip('/')}/{tail}"


def draw_sharing() -> None:
    """A button that shows address and frame, each with a button to copy it."""
    with st.popover("Share", icon=":material/link:", key="share"):
        st.html("<b>The address of this view</b>")
        st.code(address(), language=None, wrap_lines=True)
        st.html("<b>For your own page</b>")
        source = html.escape(address(embedded=True))
        st.code(
            f'<iframe src="{source}" width="100%" height="820" style="border:0"'
            ' title="Diplomacy Map"></iframe>',
            language=None,
            wrap_lines=True,
        )
