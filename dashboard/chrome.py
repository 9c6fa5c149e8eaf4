"""What surrounds every page: a little typography, and the credits."""

from __future__ import annotations

import streamlit as st

from dashboard import style

_CSS = """
<style>
.stMainBlockContainer {max-width: 1720px; padding: 3.9rem 2rem 2rem;}
.stMainBlockContainer > [data-testid="stVerticalBlock"] {gap: .7rem;}
[data-testid="stElementContainer"]:has(> .stHtml > style) {display: none;}
.st-key-room {display: none;}
.st-key-counts {justify-content: space-between;}
.stHtml h1, .stHtml h2, .stHtml h3 {font-family: "Source Serif", Georgia, serif; font-weight: 650;
  letter-spacing: -.005em;}
.stHtml h1 {font-size: clamp(1.5rem, 1rem + 1.6vw, 2.25rem); line-height: 1.15; text-wrap: balance;}
.stHtml h3 {font-size: 1.3rem; line-height: 1.22;}
.st-key-rail button, .st-key-rail button > div {justify-content: flex-start; text-align: left;}
.st-key-rail [data-testid="stBaseButton-tertiary"] {padding: .35rem 0; border-radius: 0;
  min-height: 0; border-bottom: 1px solid rgba(128, 128, 128, .25);}
.st-key-rail, .st-key-rail > [data-testid="stVerticalBlock"] {gap: .1rem;}
.st-key-rail button p {text-align: left; line-height: 1.25;}
.stHtml h1, .stHtml h3 {padding: 0; margin: 0;}
[data-testid="stElementContainer"]:has(.dm-day) {height: 0; margin-bottom: -.7rem; z-index: 3;}
.dm-day {font-family: "Source Serif", Georgia, serif; font-size: 1.6rem; font-weight: 650;
  padding: .4rem .9rem; pointer-events: none;}
.dm-lede {margin: .25em 0 0; opacity: .82;}
[data-testid="stCaptionContainer"] {color: inherit; opacity: .8;}
.dm-small {font-size: .85rem; opacity: .78;}
.dm-kicker {font-size: .8rem; opacity: .78; text-transform: uppercase; letter-spacing: .06em;}
.dm-quote {margin: .5em 0; padding: .1em 0 .1em .8em; border-left: 3px solid #f0b21e;
  font-family: "Source Serif", Georgia, serif; font-size: 1.02rem; line-height: 1.45;
  white-space: pre-line;}
.dm-quote mark {background: rgba(240, 178, 30, .32); color: inherit; padding: 0 .08em;}
.dm-stops {margin: .2em 0; padding-left: 1.4em;}
.dm-legend {display: flex; flex-wrap: wrap; gap: .3em 1.4em; font-size: .85rem; opacity: .85;}
.dm-legend > span {white-space: nowrap; display: inline-flex; align-items: center; gap: .4em;}
.dm-swatch {display: inline-block; width: 14px; height: 12px; border: 1px solid #8885;}
.dm-line {display: inline-block; width: 32px; height: 0;}
.dm-disc {display: inline-block; border-radius: 50%; flex: none;}
.dm-dot {display: inline-block; width: 9px; height: 9px; border-radius: 50%; border: 2px solid;
  box-sizing: border-box;}
.dm-band {display: inline-block; width: 34px; height: 7px; line-height: 5px; text-align: center;
  margin-left: -.3em;}
.dm-text {max-height: 520px; overflow: auto; white-space: pre-wrap; line-height: 1.65;
  font-family: "Source Serif", Georgia, serif; padding: .2em .6em .2em 0;}
.dm-credits {font-size: .8rem; opacity: .78; border-top: 1px solid #8884; margin-top: 1.2em;
  padding-top: .6em; line-height: 1.5;}
@media (max-width: 640px) {
  .stMainBlockContainer {padding-left: .8rem; padding-right: .8rem;}
  .st-key-rail {height: auto !important;}
  .dm-lede {font-size: .92rem;}
  .st-key-filters {flex-wrap: nowrap; overflow-x: auto; gap: .4rem;}
  .dm-legend {gap: .25em 1em; font-size: .8rem;}
  .dm-legend > span {flex-wrap: wrap; white-space: normal;}
}
</style>
"""


# Streamlit's first button has white letters, which nobody reads on the dark theme's light blue.
_DARK_CSS = """
<style>[data-testid^="stBaseButton-primary"] {color: #14181c;}</style>
"""


def dress() -> None:
    """The few rules that the theme's options cannot say."""
    st.html(_CSS + (_DARK_CSS if style.is_dark() else ""))


def headline(title: str, lede: str) -> None:
    """A page's title and the one sentence under it; both our own words."""
    st.html(f'<h1>{title}</h1><p class="dm-lede">{lede}</p>')


def credits() -> None:
    """Whose data the map stands on, and how borders are drawn."""
    st.html(
        '<footer class="dm-credits">Borders as the United Nations draw them, disputed ones'
        " dotted; drawing them takes no side. Land: Natural Earth. Places: © GeoNames, CC BY 4.0,"
        " modified. Exchange rates: European Central Bank. Read by rules, without a model: mistakes"
        " happen, so look at the sentence.</footer>"
    )
