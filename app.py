"""Diplomacy Map: the entry of the app. Page set-up, navigation, credits."""

from __future__ import annotations

import streamlit as st

from dashboard import chrome
from dashboard.pages.about import about_page
from dashboard.pages.map import map_page
from dashboard.pages.read import read_page

st.set_page_config(page_title="Diplomacy Map", page_icon="static/icon.png", layout="wide")
page = st.navigation(
    [
        st.Page(map_page, title="Map", url_path="map", default=True),
        st.Page(read_page, title="Read an article", url_path="read"),
        st.Page(about_page, title="About", url_path="about"),
    ],
    position="top",
)
chrome.dress()
page.run()
chrome.credits()
