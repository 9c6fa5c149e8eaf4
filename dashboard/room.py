"""How wide a map is on the reader's screen: only the page knows, and tells."""

from __future__ import annotations

import streamlit as st

from dashboard.style import is_phone

_PHONE = 350
# What the server takes for granted: what a window of 1280 pixels gives. A wider map shows more at
# its sides, and nobody is asked again; most are, so the map is laid out for a little more.
_DESK, _USUAL = 860, 960
# In steps of 20 pixels, and only where it is news: each answer has the map drawn anew. The page
# calls this again with each answer and keeps what it started before: that has to be ended here, or
# it would go on to tell what has been known for long whenever the column grows or shrinks.
_JS = """
export default function ({data, parentElement, setStateValue}) {
  parentElement.endWatch?.();
  const column = parentElement.closest('[data-testid="stVerticalBlock"]');
  const tell = () => {
    const width = Math.min(data.widest, Math.floor(column.clientWidth / 20) * 20);
    if (width > 0 && width !== data.known) setStateValue("width", width);
  };
  let later;
  const watch = new ResizeObserver(() => {
    clearTimeout(later);
    later = setTimeout(tell, 300);
  });
  tell();
  watch.observe(column);
  parentElement.endWatch = () => {
    clearTimeout(later);
    watch.disconnect();
  };
  return parentElement.endWatch;
}
"""
_measured = st.components.v2.component("room", js=_JS, isolate_styles=False)


def width_of_map(key: str) -> tuple[int, int]:
    """Pixels across that the map with this key has at least, and those to lay it out for.

    The map is that of the column that is being filled.
    """
    if is_phone():
        return _PHONE, _PHONE
    key = f"room-{key}"
    known = (st.session_state.get(key) or {}).get("width") or _DESK
    _measured(
        key=key,
        data={"known": known, "widest": _DESK},
        default={"width": _DESK},
        on_width_change=lambda: None,
    )
    return int(known), _USUAL if known == _DESK else int(known)
