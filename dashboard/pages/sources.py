"""Sources: every article with what was read from it, to search and to look into."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import address, chrome, collection, evidence, selection, wording
from dashboard.events import events_of
from dashboard.marking import draw_marked, draw_marking_key
from dashboard.navigation import ARTICLE
from dashboard.rail import dates_of, draw_openable
from geo import Atlas, Dossier

SEARCH, EMPTY = "search", "empty"
_MOST_ROWS = 1000
_COUNTS = {
    "visits": "Visits",
    "meetings": "Talks",
    "groupings": "Groupings",
    "funding": "Sums",
}


def sources_page() -> None:
    """The articles, searched; the one that the address names, opened."""
    chrome.headline("Sources", "Every article, and what was read from it.")
    atlas = collection.atlas()
    if not len(atlas.articles):
        st.info("There are no articles here yet.", icon=":material/description:")
        return
    name = st.query_params.get(ARTICLE)
    if name in set(atlas.articles["article"]):
        _article(atlas, str(name))
        return
    if name:
        st.info("This address names an article that is not in the collection shown here.")
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    words = left.text_input(
        "Search",
        key=SEARCH,
        placeholder="Words in the title, the outlet or the text",
        bind="query-params",
    )
    nothing = right.toggle("Only those that nothing was read from", key=EMPTY, bind="query-params")
    found = matching(atlas.articles, words or "", nothing=bool(nothing))
    st.html(
        f'<div role="status">{wording.counted(len(found), "article")}'
        f" of {len(atlas.articles):,}</div>"
    )
    if not len(found):
        st.info("No article holds all these words. Try fewer.", icon=":material/search_off:")
        return
    _table(atlas, found)


def matching(articles: pd.DataFrame, words: str, *, nothing: bool = False) -> pd.DataFrame:
    """The articles in which every one of the words stands, the latest first.

    nothing: only those of which no event was read.
    """
    keep = pd.Series(True, index=articles.index)
    if nothing:
        keep &= articles[list(_COUNTS)].sum(axis=1) == 0
    if words.strip():
        wanted = words.casefold().split()[:20]
        columns = (articles[column] for column in ("article", "title", "source", "text"))
        whole = (
            " ".join(part for part in parts if part).casefold()
            for parts in zip(*columns, strict=True)
        )
        keep &= pd.Series([all(word in text for word in wanted) for text in whole], articles.index)
    return articles[keep].sort_values("date", ascending=False, kind="stable")


def look_at(article: str) -> None:
    """Open an article."""
    selection.close()
    address.put(ARTICLE, article)


def _close() -> None:
    selection.close()
    address.put(ARTICLE)


def _table(atlas: Atlas, found: pd.DataFrame) -> None:
    shown = found.head(_MOST_ROWS)
    columns: dict[str, object] = {
        "Date": dates_of(shown["date"]),
        "Title": [_title(row) for row in shown.itertuples(index=False)],
    }
    if found["source"].notna().any():
        columns["Outlet"] = [wording.one_line(source) for source in shown["source"]]
    columns |= {label: shown[column].to_numpy() for column, label in _COUNTS.items()}
    draw_openable(
        columns,  # type: ignore[arg-type]
        list(shown["article"]),
        key=f"sources-{atlas.version}-{pd.util.hash_pandas_object(shown['article']).sum():x}",
        alt="Table of articles",
        on_choice=look_at,
        config={
            "Title": st.column_config.TextColumn(width="large"),
            **{label: st.column_config.NumberColumn(width="small") for label in _COUNTS.values()},
        },
        height=720,
    )
    if len(found) > _MOST_ROWS:
        st.caption(f"The latest {_MOST_ROWS:,}; search to find the others.")


def _title(row: object) -> str:
    title = wording.one_line(row.title)  # type: ignore[attr-defined]
    beginning = wording.one_line((row.text or "")[:300])  # type: ignore[attr-defined]
    return title or beginning[:110] or wording.one_line(row.article)  # type: ignore[attr-defined]


def _article(atlas: Atlas, name: str) -> None:
    row = next(atlas.articles[atlas.articles["article"] == name].itertuples(index=False))
    st.button(
        "Back to all articles", on_click=_close, type="tertiary", icon=":material/arrow_back:"
    )
    facts = [
        "no date" if pd.isna(row.date) else wording.day(row.date.date()),
        wording.one_line(row.source),
        wording.one_line(row.article),
    ]
    st.html(
        f"<h3>{wording.escaped(_title(row))}</h3>"
        f'<div class="dm-small">{wording.escaped(" · ".join(filter(None, facts)))}</div>'
    )
    if address := wording.web_address(row.url):
        st.link_button("Read it there", address, type="tertiary", icon=":material/open_in_new:")
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        dossier = _dossier(atlas, name)
        if dossier:
            draw_marked(dossier)
            draw_marking_key()
    with right:
        _what_was_read(atlas, name)


def _what_was_read(atlas: Atlas, name: str) -> None:
    rows = events_of(atlas, atlas.version).rows
    told = set(atlas.evidence.loc[atlas.evidence["article"] == name, "event"])
    opened = [event for event in selection.opened() if event in told]
    if opened:
        st.button(
            "Back to what was read",
            on_click=selection.close,
            type="tertiary",
            icon=":material/arrow_back:",
        )
        evidence.show_evidence(atlas, opened[0])
        return
    events = rows[rows.index.isin(told)]
    if len(events):
        with st.container(key="rail"):
            evidence.show_events(atlas, events, key="read")
    else:
        st.info(
            "No visit, talks, grouping or sum was read from this article.",
            icon=":material/search_off:",
        )
    problems = atlas.problems[atlas.problems["article"] == name]
    if len(problems):
        count = wording.counted(len(problems), "thing")
        with st.expander(f"{count} seen and left open"):
            for problem in problems.head(40).itertuples(index=False):
                st.html(wording.escaped(problem.message))


def _dossier(atlas: Atlas, name: str) -> Dossier | None:
    """What was read from the article of this name."""
    row = next(atlas.articles[atlas.articles["article"] == name].itertuples(index=False))
    library = collection.library()
    for i, article in enumerate(library.dossiers.articles):
        if article.text == row.text and article.title == row.title:
            return library.dossiers[i]
    return next((one for one in collection.added() if one.article.text == row.text), None)
