"""Reading back: an event, and the sentences that it was read from.

Everything here comes out of articles that anybody may have written: it is shown as text, escaped,
and an address becomes a link only when it is one of the web.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import selection, wording
from dashboard.events import KINDS, STATUSES, events_of
from geo import Atlas

_UNDATED = "no date given"
_SURE = ((0.85, "read with confidence"), (0.6, "read with some doubt"), (0.0, "read with doubt"))
_MONEY = {
    "requested": "asked for",
    "rejected": "refused",
    "cumulative": "a running total, no new money",
}


def show_evidence(atlas: Atlas, event: str) -> None:
    """One event in full: what happened, and every article that tells of it."""
    row = events_of(atlas, atlas.version).rows.loc[event]
    st.html(
        f'<div class="dm-kicker">'
        f"{KINDS[row['kind']].rstrip('s')} · {_status_of(atlas, event, row)}</div>"
        f"<h3>{wording.escaped(row['headline'])}</h3>"
        f"<div>{wording.escaped(row['detail'])}</div>"
    )
    if row["kind"] == "visit":
        _itinerary(atlas, event)
    elif row["kind"] == "funding":
        _money(atlas, event)
    elif row["kind"] == "grouping":
        _members(atlas, event)
    else:
        _talks(atlas, event)
    _articles(atlas, event)


def show_events(atlas: Atlas, events: pd.DataFrame, *, key: str, most: int = 30) -> None:
    """Events as a list to open from, in the order given."""
    for event, row in events.head(most).iterrows():
        label = f"{wording.plain(row['headline'])}  \n:small[:gray[{wording.plain(told_of(row))}]]"
        st.button(
            label,
            key=f"{key}-{event}",
            type="tertiary",
            on_click=selection.choose,
            args=(event,),
            width="stretch",
        )
    if len(events) > most:
        st.caption(f"and {len(events) - most:,} more: narrow the filters, or use the table below.")


def told_of(row: pd.Series) -> str:
    """When, what and by whom it is told, on one line."""
    when = "" if pd.isna(row["day"]) else wording.day(row["day"].date())
    if when and not row["day_known"]:
        when = f"reported {when}"
    status = STATUSES[row["status"]].lower() if row["kind"] in ("visit", "meeting") else ""
    kind = KINDS[row["kind"]].rstrip("s")
    by = wording.one_line(row["outlet"])
    if row["sources"] > 1:
        more = wording.counted(row["sources"] - 1, "more", "more")
        by = f"{by} and {more}" if by else f"{row['sources']} articles"
    return " · ".join(part for part in (when, kind, "" if status == "done" else status, by) if part)


def _status_of(atlas: Atlas, event: str, row: pd.Series) -> str:
    if row["kind"] == "funding":
        status = atlas.funding.loc[atlas.funding["event"] == event, "status"].iloc[0]
        return _MONEY.get(status, status)
    if row["kind"] == "grouping":
        return "named"
    return STATUSES[row["status"]].lower()


def _itinerary(atlas: Atlas, event: str) -> None:
    stops = atlas.stops[atlas.stops["event"] == event].sort_values("stop")
    items = []
    for row in stops.itertuples(index=False):
        place = ", ".join(part for part in (row.city, wording.country(row.country)) if part)
        when = wording.span_of_days(row.arrived, row.departed) if row.arrived else _UNDATED
        items.append(
            f"<li><b>{wording.escaped(place)}</b>"
            f'<span class="dm-small"> {when}, {STATUSES[row.status].lower()}</span></li>'
        )
    st.html(f'<ol class="dm-stops">{"".join(items)}</ol>')


def _talks(atlas: Atlas, event: str) -> None:
    row = atlas.meetings[atlas.meetings["event"] == event].iloc[0]
    when = wording.day(row["day"].date()) if row["day_known"] else _UNDATED
    sides = wording.countries(row["countries"], 8)
    st.html(f'<div class="dm-small">{when}{" · " if sides else ""}{wording.escaped(sides)}</div>')


def _members(atlas: Atlas, event: str) -> None:
    row = atlas.groupings[atlas.groupings["event"] == event].iloc[0]
    when = "" if pd.isna(row["as_of"]) else f" on {wording.day(row['as_of'].date())}"
    st.html(
        f'<div class="dm-small">Members{when}: '
        f"{wording.escaped(wording.countries(row['members'], 400))}</div>"
    )


def _money(atlas: Atlas, event: str) -> None:
    rows = atlas.funding[atlas.funding["event"] == event]
    row = rows.iloc[0]
    facts = []
    if row["currency"] != "USD" and pd.notna(row["amount_usd"]):
        facts.append(f"about {wording.amount(row['amount_usd'])} on the day")
    elif pd.isna(row["amount_usd"]):
        facts.append("no rate to US dollars known, so in no total")
    if pd.notna(row["amount_max"]):
        facts.append(f"up to {wording.amount(row['amount_max'], row['currency'])}")
    codes = [code for code in rows["recipient"] if code]
    if len(codes) > 1:
        facts.append(f"shared by {wording.countries(codes, 12)}; who gets how much is not said")
    if row["part_of"]:
        facts.append("part of a larger sum, counted there")
    facts.append(wording.day(row["day"].date()) if row["day_known"] else _UNDATED)
    st.html(f'<div class="dm-small">{wording.escaped("; ".join(facts))}</div>')


def _articles(atlas: Atlas, event: str) -> None:
    told = atlas.evidence[atlas.evidence["event"] == event].sort_values(
        ["date", "article", "start"], kind="stable"
    )
    groups = list(told.groupby("article", sort=False))
    count = wording.counted(len(groups), "article tells", "articles tell")
    st.html(f'<div class="dm-small">{count} of it</div>')
    for _, rows in groups[:12]:
        _article(atlas, rows)
    if len(groups) > 12:
        st.caption(f"and {len(groups) - 12} more articles, listed under Sources.")


def _article(atlas: Atlas, rows: pd.DataFrame) -> None:
    first = rows.iloc[0]
    quotes = []
    for _, lines in rows.groupby("sentence_start", sort=False, dropna=False):
        line = lines.iloc[0]
        spans = [
            (int(start) - int(line["sentence_start"]), int(end) - int(line["sentence_start"]))
            for start, end in zip(lines["start"], lines["end"], strict=True)
            if not pd.isna(start)
        ]
        quotes.append(marked(line["sentence"] or "", spans))
    sure = max(value for value in rows["confidence"])
    doubt = next(word for least, word in _SURE if sure >= least)
    outlet = [
        wording.one_line(first["source"]),
        "" if pd.isna(first["date"]) else wording.day(first["date"].date()),
        doubt,
    ]
    title = wording.escaped(_title(atlas, first))
    body = "".join(f'<blockquote class="dm-quote">{quote}</blockquote>' for quote in quotes)
    st.html(
        f"{body}<div><b>{title}</b></div>"
        f'<div class="dm-small">{wording.escaped(" · ".join(filter(None, outlet)))}</div>'
    )
    if address := wording.web_address(first["url"]):
        st.link_button("Read the article", address, type="tertiary", icon=":material/open_in_new:")


def _title(atlas: Atlas, told: pd.Series) -> str:
    """The article's headline; where it has none, how it begins."""
    if title := wording.one_line(told["title"]):
        return title
    text = atlas.articles.loc[atlas.articles["article"] == told["article"], "text"]
    beginning = wording.one_line(text.iloc[0][:400] if len(text) else "")
    return textwrap.shorten(beginning, 90, placeholder=" …") or wording.one_line(told["article"])


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` escaped for HTML, the words in `spans` marked; spans may overlap."""
    found, here = [], 0
    for start, end in sorted(spans):
        start, end = max(start, here), min(end, len(text))
        if start >= end:
            continue
        found.append(_safe(text[here:start]))
        found.append(f"<mark>{_safe(text[start:end])}</mark>")
        here = end
    return "".join([*found, _safe(text[here:])])


def _safe(text: str) -> str:
    return wording.html.escape(text)
