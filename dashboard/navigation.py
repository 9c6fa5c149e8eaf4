"""From one page to another: links that say in their address what they show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import wording
from geo import Atlas

# The names of what each page shows, in its address.
OF, WHO, NAME, ON, ARTICLE = "of", "who", "name", "on", "article"
_PAGES = "pages"
_MOST_LINKS = 8


def announce(pages: Mapping[str, Any]) -> None:
    """Say which pages there are, by the last part of their addresses."""
    st.session_state[_PAGES] = dict(pages)


def draw_link(page: str, label: str, **shown: str) -> None:
    """A link to a page with what it is to show; nothing where that page is not there."""
    known = st.session_state.get(_PAGES, {})
    if page in known:
        st.page_link(known[page], label=wording.plain(label), query_params=shown)


def draw_links_of(atlas: Atlas, event: str) -> None:
    """Links to the pages of everyone and everything that has a part in an event."""
    people, countries, groupings = _parts(atlas, event)
    with st.container(horizontal=True, gap="small", key="links"):
        for name, country in people[:_MOST_LINKS]:
            draw_link("person", wording.one_line(name), who=person_label(name, country))
        for code in countries[:_MOST_LINKS]:
            draw_link("country", wording.country(code), of=wording.country(code))
        for name in groupings:
            draw_link("grouping", wording.one_line(name), name=name)
        articles = dict.fromkeys(atlas.evidence.loc[atlas.evidence["event"] == event, "article"])
        for article in list(articles)[:3]:
            draw_link("sources", "the whole article", article=article)


def person_label(name: str, country: str | None) -> str:
    """How a person stands in lists and addresses: with the country that tells namesakes apart."""
    land = wording.country(country)
    return f"{wording.one_line(name)} ({land})" if land else wording.one_line(name)


def _parts(atlas: Atlas, event: str) -> tuple[list[tuple[str, str | None]], list[str], list[str]]:
    """People (name, country), countries and groupings of an event, each once."""
    slugs: list[str] = []
    codes: list[str | None] = []
    stops = atlas.stops[atlas.stops["event"] == event]
    slugs += list(stops["person"])
    codes += [*stops["country"], *stops["from_country"]]
    for row in atlas.meetings[atlas.meetings["event"] == event].itertuples(index=False):
        slugs += row.persons
        codes += [*row.countries, row.country]
    for row in atlas.funding[atlas.funding["event"] == event].itertuples(index=False):
        codes += [row.donor, *row.donors, row.recipient]
    named = atlas.groupings[atlas.groupings["event"] == event]
    people = atlas.people[atlas.people["person"].isin(set(slugs))]
    known = wording.country_names()
    return (
        list(zip(people["name"], people["country"], strict=True)),
        [code for code in dict.fromkeys(codes) if code in known],
        list(named["grouping"]),
    )
