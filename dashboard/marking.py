"""An article's text with the words marked that something was read from."""

from __future__ import annotations

import html
from itertools import pairwise

import streamlit as st

from geo import Dossier

# Colour, and a line under the words for those who do not see it: event, place, person, grouping.
_STYLES = {
    "event": "background:rgba(240,178,30,.28)",
    "location": "border-bottom:2px solid #1f77b4",
    "government": "border-bottom:2px dashed #1f77b4",
    "demonym": "border-bottom:2px dotted #1f77b4",
    "person": "border-bottom:3px double #8a4f7d",
    "grouping": "border-bottom:2px solid #5f8f87",
}
_NAMES = {
    "event": "an event was read from this",
    "location": "place",
    "government": "place that stands for a state",
    "demonym": "nationality",
    "person": "person",
    "grouping": "grouping",
}


def draw_marked(dossier: Dossier) -> None:
    """The text, scrollable, as it was given."""
    st.html(f'<div class="dm-text" tabindex="0">{marked_text(dossier)}</div>')


def draw_marking_key() -> None:
    """What the marks mean."""
    cells = "".join(f'<span style="{_STYLES[name]}">{text}</span>' for name, text in _NAMES.items())
    st.html(f'<div class="dm-legend">{cells}</div>')


def marked_text(dossier: Dossier) -> str:
    """The article's text as HTML, escaped, with marks that may lie over one another."""
    text = dossier.article.text
    spans = [(place.start, place.end, place.role) for place in dossier.places]
    spans += [(*span, "person") for person in dossier.people for span in person.mentions]
    spans += [(*span, "grouping") for group in dossier.groupings for span in group.mentions]
    events = (*dossier.visits, *dossier.meetings, *dossier.funding)
    spans += [(*span, "event") for event in events for span in event.evidence]
    edges = sorted({0, len(text), *(edge for a, b, _ in spans for edge in (a, b))})
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for start, end, name in spans:
        if start < end:
            opening.setdefault(start, []).append(name)
            closing.setdefault(end, []).append(name)
    open_now: list[str] = []
    found = []
    for start, end in pairwise(edges):
        for name in closing.get(start, ()):
            open_now.remove(name)
        open_now += opening.get(start, ())
        piece = html.escape(text[start:end])
        styles = ";".join(_STYLES[name] for name in dict.fromkeys(open_now) if name in _STYLES)
        found.append(f'<span style="{styles}">{piece}</span>' if styles else piece)
    return "".join(found)
