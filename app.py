"""Diplomacy Map: the entry of the app. Page set-up, navigation, credits."""

from __future__ import annotations

import streamlit as st

from dashboard import address, chrome, memory, navigation, room
from dashboard.pages.about import about_page
from dashboard.pages.country import country_page
from dashboard.pages.grouping import grouping_page
from dashboard.pages.map import map_page
from dashboard.pages.person import person_page
from dashboard.pages.read import read_page
from dashboard.pages.sources import sources_page

memory.share_one_heap()
st.set_page_config(page_title="Diplomacy Map", page_icon="static/icon.png", layout="wide")
pages = [
    st.Page(map_page, title="Map", url_path="map", default=True),
    st.Page(country_page, title="Country", url_path="country"),
    st.Page(person_page, title="Person", url_path="person"),
    st.Page(grouping_page, title="Grouping", url_path="grouping"),
    st.Page(read_page, title="Read an article", url_path="read"),
    st.Page(sources_page, title="Sources", url_path="sources"),
    st.Page(about_page, title="About", url_path="about"),
]
page = st.navigation(pages, position="hidden" if st.context.is_embedded else "top")
# The page answers at once: it has to know by then which page it is, or the address goes lost.
room.ask_for_width()
navigation.announce({one.title.split()[0].lower(): one for one in pages})
chrome.dress()
address.keep_what_was_put()
page.run()
chrome.credits()
