"""What surrounds every page: a little typography, and the credits."""

from __future__ import annotations

import streamlit as st

_CSS = """
<style>
.stMainBlockContainer {max-width: 1720px; padding-left: 2rem; padding-right: 2rem;}
.stHtml h1, .stHtml h2, .stHtml h3 {font-family: "Source Serif", Georgia, serif; font-weight: 650;
  letter-spacing: -.005em;}
.stHtml h1 {font-size: clamp(1.5rem, 1rem + 1.6vw, 2.25rem); line-height: 1.15; text-wrap: balance;}
.stHtml h3 {font-size: 1.3rem; line-height: 1.22;}
.st-key-rail button, .st-key-rail button > div {justify-content: flex-start; text-align: left;}
.st-key-rail button {padding: .35rem 0; border-radius: 0; min-height: 0;
  border-bottom: 1px solid rgba(128, 128, 128, .25);}
.st-key-rail > [data-testid="stVerticalBlock"] {gap: 0;}
.st-key-rail button p {text-align: left; line-height: 1.3;}
@media (max-width: 640px) {
  .stMainBlockContainer {padding-left: .8rem; padding-right: .8rem;}
  .st-key-rail {height: auto !important;}
}
</style>
"""


def dress() -> None:
    """The few rules that the theme's options cannot say."""
    st.html(_CSS)


def credits() -> None:
    """Whose data the map stands on, and how borders are drawn."""
    st.html(
        '<footer style="font-size:.8rem;opacity:.75;border-top:1px solid #8884;margin-top:1.2em;'
        'padding-top:.6em;line-height:1.5">Borders as the United Nations draw them, disputed ones'
        " dotted; drawing them takes no side. Land: Natural Earth. Places: © GeoNames, CC BY 4.0,"
        " modified. Exchange rates: European Central Bank. Read by rules, without a model: mistakes"
        " happen, so look at the sentence.</footer>"
    )
