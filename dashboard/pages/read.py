"""Read an article: bring a text, see what is read from it, and add it to the view."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import chrome, collection, evidence, wording
from dashboard.events import KINDS
from dashboard.map import draw_map
from dashboard.marking import draw_marked, draw_marking_key
from dashboard.selection import Selection
from geo import Article, Atlas, Dossier, parse
from geo.articles import ArticleError
from geo.uploads import ENDINGS, read_upload

# One reader's request must not hold up the others.
MOST_ARTICLES = 200
# How the page's width is shared out.
_PARTS = [1, 1.25]


def read_page() -> None:
    """Paste or upload; then text with marks, what was read, its own map, and adding it."""
    chrome.headline(
        "Read an article",
        "Paste a news text or bring files. It is read by this app alone and asked of no other"
        " service, and not kept unless you add it to the map.",
    )
    left, right = st.columns(_PARTS, gap="large")
    with left:
        articles = _brought()
    if not articles:
        with right:
            st.info(
                "What is read from the text will stand here: who travelled where, who met whom,"
                " groupings and sums, each with its words marked.",
                icon=":material/edit_note:",
            )
        return
    read = [parse(article) for article in articles]
    shown = read[0] if len(read) == 1 else _one_of(read)
    with left:
        draw_marked(shown)
    with right:
        _what_was_read(shown)
        _adding(read)


def _brought() -> list[Article]:
    """The articles that the reader pasted or uploaded."""
    way = st.segmented_control(
        "Bring", ["Paste", "Upload"], default="Paste", required=True, label_visibility="collapsed"
    )
    if way == "Upload":
        return _uploaded()
    with st.form("paste", border=False):
        text = st.text_area("Text", height=220, max_chars=200_000, placeholder="Paste an article")
        day = st.date_input(
            "Date of the article",
            value=None,
            min_value=dt.date(1900, 1, 1),
            format="DD/MM/YYYY",
            help="From it, words such as Tuesday or last week get their days.",
        )
        st.form_submit_button("Read it", type="primary")
    return [Article(text=text, id="Pasted text", date=day)] if text.strip() else []


def _uploaded() -> list[Article]:
    files = st.file_uploader(
        "Files", type=list(ENDINGS), accept_multiple_files=True, label_visibility="collapsed"
    )
    found: list[Article] = []
    for file in files:
        for one in read_upload(file.name, file.getvalue()):
            if isinstance(one, ArticleError):
                st.warning(wording.plain(one), icon=":material/warning:")
            else:
                found.append(one)
    if len(found) > MOST_ARTICLES:
        st.warning(
            f"These files hold {len(found):,} articles; the first {MOST_ARTICLES} are read here."
            " Put the files into the app's folder of articles to see all."
        )
    return found[:MOST_ARTICLES]


def _one_of(read: list[Dossier]) -> Dossier:
    names = [f"{i + 1}. {_name(dossier)}" for i, dossier in enumerate(read)]
    number = st.selectbox("Article", range(len(read)), format_func=names.__getitem__)
    return read[number]


def _name(dossier: Dossier) -> str:
    article = dossier.article
    return wording.one_line(article.title or article.id or article.text[:60])


def _what_was_read(dossier: Dossier) -> None:
    atlas = Atlas.of([dossier])
    view = Selection().apply(atlas)
    if not len(view.events):
        st.info(
            "No visit, talks, grouping or sum could be read from this text. It may tell of none;"
            " if it does, the words may be of a kind that the rules do not know yet.",
            icon=":material/search_off:",
        )
    else:
        draw_map(view, key="read-map", height=380, share=_PARTS[1] / sum(_PARTS))
        for event, row in view.events.sort_values("day").iterrows():
            with st.expander(f"{KINDS[row['kind']].rstrip('s')}: {wording.plain(row['headline'])}"):
                evidence.show_evidence(atlas, str(event))
    if dossier.problems:
        with st.expander(f"{wording.counted(len(dossier.problems), 'thing')} seen and left open"):
            for problem in dossier.problems[:40]:
                words = dossier.article.text[problem.start : problem.end][:160]
                st.html(f"“{wording.escaped(words)}”: {wording.escaped(problem.message)}")


def _adding(read: list[Dossier]) -> None:
    new = [dossier for dossier in read if dossier not in collection.added()]
    if new:
        label = "Add it to the map" if len(new) == 1 else f"Add all {len(new)} to the map"
        st.button(label, on_click=_add, args=(new,), icon=":material/add_location:", type="primary")
    else:
        st.success("On the map, for as long as this page is open.", icon=":material/check:")
        st.button("Take back what was added", on_click=collection.forget_added)
    draw_marking_key()


def _add(new: list[Dossier]) -> None:
    for dossier in new:
        collection.add(dossier)
