"""Diplomacy Map: the entry of the app. Page set-up, navigation, credits."""

from __future__ import annotations

import streamlit as st

from dashboard import chrome
from dashboard.pages.map import map_page

st.set_page_config(page_title="Diplomacy Map", page_icon="static/icon.png", layout="wide")
page = st.navigation(
    [
        st.Page(map_page, title="Map", icon=":material/public:", default=True),
    ],
    position="top",
)
chrome.dress()
page.run()
chrome.credits()
