"""How wide a map is on the reader's screen: only the page knows, and tells."""

from __future__ import annotations

import streamlit as st

from dashboard.style import is_phone

_PHONE = 350
# What the server takes for granted: a window of 1280 pixels. A wider map shows more at its sides,
# and nobody is asked again; most are, so the map is laid out for a little more.
_DESK, _WIDER = 1280, 1.1
# Beside the map's column and the one next to it: the page's edges, a scroll bar and a gap.
_AROUND = 96
# Below this, columns stand one under the other.
_NARROW = 640
# In steps of 20 pixels, and only where it is news: each answer has the page made anew. It is the
# outer width that counts, which no scroll bar changes. The page calls this again with each answer
# and keeps what it started before: that has to be ended here, or it would go on to tell.
_JS = """
export default function ({data, parentElement, setStateValue}) {
  parentElement.endWatch?.();
  const page = parentElement.closest('[data-testid="stMain"]');
  const tell = () => {
    const width = Math.min(data.widest, Math.floor(page.offsetWidth / 20) * 20);
    if (width === 0 || width === (parentElement.told ?? data.known)) return;
    parentElement.told = width;
    setStateValue("width", width);
  };
  let later;
  const watch = new ResizeObserver(() => {
    clearTimeout(later);
    later = setTimeout(tell, 300);
  });
  tell();
  watch.observe(page);
  parentElement.endWatch = () => {
    clearTimeout(later);
    watch.disconnect();
  };
  return parentElement.endWatch;
}
"""
_KEY = "room"
_HIDDEN = f"""
<style>@media (max-width: {_DESK - 1}px) {{
  [data-testid="stDeckGlJsonChart"] > * {{display: none;}}
}}</style>
"""
_SHOWN = "<style></style>"
_measured = st.components.v2.component("room", js=_JS, isolate_styles=False)


def ask_for_width() -> None:
    """Have the page tell how wide it is, if it is narrow; until then it draws no map.

    That is what takes long: a map that is only sent is soon replaced by the one that fits.
    """
    if not is_phone():
        st.html(_HIDDEN if _known() == _DESK else _SHOWN)
        _measured(
            key=_KEY,
            data={"known": _known(), "widest": _DESK},
            default={"width": _DESK},
            on_width_change=lambda: None,
        )


def _known() -> int:
    return int((st.session_state.get(_KEY) or {}).get("width") or _DESK)


def only_where_it_fits(rules: str) -> str:
    """The style rules, for windows as wide as is taken for granted where the page has not told."""
    if is_phone() or _known() < _DESK:
        return rules
    return f"@media (min-width: {_DESK}px) {{{rules}}}"


def width_of_map(share: float) -> tuple[int, int]:
    """Pixels across that a map has at least, and those to lay it out for.

    share: of the page, that its column takes up.
    """
    if is_phone():
        return _PHONE, _PHONE
    page = _known()
    width = int((page - _AROUND) * (share if page > _NARROW else 1))
    return width, int(width * _WIDER) if page == _DESK else width
