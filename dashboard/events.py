"""Every event of an atlas as one row, whatever its kind, with what it can be looked for by."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from dashboard import wording
from geo import Atlas

Places = NDArray[np.int32]
KINDS = {
    "visit": "Visits",
    "meeting": "Meetings",
    "grouping": "Groupings",
    "funding": "Funding",
}
# Under these words the reader chooses; sums that are promised or asked for are planned, so to say.
STATUSES = {
    "done": "Done",
    "ongoing": "Under way",
    "planned": "Planned",
    "cancelled": "Called off",
}
_STATUS_OF_MONEY = {
    "announced": "planned",
    "pledged": "planned",
    "requested": "planned",
    "approved": "ongoing",
    "disbursed": "done",
    "cumulative": "done",
    "rejected": "cancelled",
}
# A trip is under way, or called off, when one of its stops is; else its furthest stop decides.
_ORDER = ("ongoing", "planned", "done", "cancelled")


@dataclass(frozen=True, eq=False)
class Events:
    """One row an event, and for each country, person and grouping the events that they are part of.

    of_country, of_person, of_grouping: where in `rows` they are, ascending.
    positions: for each frame of the atlas with events, where in `rows` the event of each row is.
    rows: event (index), kind, headline, detail, day, day_end, day_known, status, usd, counts,
    countries, confidence, sources, outlet (None where no article names one); latest first.
    """

    rows: pd.DataFrame
    of_country: dict[str, Places]
    of_person: dict[str, Places]
    of_grouping: dict[str, Places]
    people: dict[str, str]
    positions: dict[str, Any]


@st.cache_resource(max_entries=8, show_spinner=False)
def events_of(_atlas: Atlas, version: str) -> Events:
    """The events of the atlas with this version; shared by all readers, never written to."""
    cells: dict[str, list[Any]] = {column: [] for column in _COLUMNS}
    add = [column.append for column in cells.values()]
    same: dict[Any, Any] = {}
    for row in chain(_visits(_atlas), _meetings(_atlas), _groupings(_atlas), _funding(_atlas)):
        for append, value in zip(add, row, strict=True):
            append(same.setdefault(value, value) if isinstance(value, tuple) else value)
    frame = pd.DataFrame(cells).set_index("event")
    for column in ("day", "day_end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    told = _atlas.evidence[["event", "source"]].dropna().drop_duplicates("event")
    frame["outlet"] = told.set_index("event")["source"].reindex(frame.index)
    frame = frame.sort_values(["day", "headline"], ascending=[False, True], kind="stable")
    positions = {
        name: frame.index.get_indexer(getattr(_atlas, name)["event"])
        for name in ("stops", "legs", "meetings", "groupings", "funding")
    }
    return Events(
        frame.drop(columns="persons"),
        _index(enumerate(frame["countries"])),
        _index(enumerate(frame["persons"])),
        _of_groupings(_atlas, frame.index),
        _people(_atlas),
        positions,
    )


_COLUMNS = [
    "event",
    "kind",
    "headline",
    "detail",
    "day",
    "day_end",
    "day_known",
    "status",
    "usd",
    "counts",
    "countries",
    "persons",
    "confidence",
    "sources",
]


def _index(parts: Iterable[tuple[int, Iterable[str]]]) -> dict[str, Places]:
    """For each name the places of the events whose parts hold it; as numbers they take no room."""
    found: dict[str, array[int]] = defaultdict(lambda: array("i"))
    for place, names in parts:
        for name in names:
            found[name].append(place)
    return {name: np.unique(np.array(found[name])) for name in sorted(found)}


def _of_groupings(atlas: Atlas, events: pd.Index) -> dict[str, Places]:
    """For each grouping the places of the events that an article tells together with it."""
    told = atlas.evidence[["event", "article"]].drop_duplicates()
    grouping = dict(zip(atlas.groupings["event"], atlas.groupings["grouping"], strict=True))
    in_article: dict[str, set[str]] = defaultdict(set)
    others = []
    for place, event, article in zip(
        events.get_indexer(told["event"]), told["event"], told["article"], strict=True
    ):
        if event in grouping:
            in_article[article].add(grouping[event])
        else:
            others.append((place, article))
    own = ((place, (grouping[event],)) for place, event in enumerate(events) if event in grouping)
    return _index(chain(own, ((place, in_article.get(article, ())) for place, article in others)))


def _people(atlas: Atlas) -> dict[str, str]:
    """Slug to name; where two share a name, with what tells them apart."""
    names = dict(zip(atlas.people["person"], atlas.people["name"], strict=True))
    shared = atlas.people["name"].duplicated(keep=False)
    for slug, name, code in atlas.people.loc[shared, ["person", "name", "country"]].itertuples(
        index=False
    ):
        names[slug] = f"{name} ({wording.country(code) or slug})"
    return names


def _by_event(frame: pd.DataFrame) -> Iterable[tuple[str, list[Any]]]:
    """The rows of each event; far quicker than frames of a few rows each."""
    order = np.argsort(pd.factorize(frame["event"])[0], kind="stable")
    rows = frame.drop(columns="geometry").iloc[order].itertuples(index=False)
    for event, some in groupby(rows, key=lambda row: row.event):
        yield event, list(some)


def _visits(atlas: Atlas) -> Iterable[tuple[Any, ...]]:
    for event, stops in _by_event(atlas.stops):
        first = stops[0]
        places = [stop.city or wording.country(stop.country) for stop in stops]
        states = {stop.status for stop in stops}
        home = first.from_country
        office = wording.one_line(first.office)
        whose = wording.country(home)
        yield (
            event,
            "visit",
            f"{wording.one_line(first.traveller)}: {wording.listed(places, 5)}",
            ", ".join(part for part in (office, whose) if part),
            min((stop.day for stop in stops if not pd.isna(stop.day)), default=pd.NaT),
            max((stop.day_end for stop in stops if not pd.isna(stop.day_end)), default=pd.NaT),
            any(stop.day_known for stop in stops),
            next((status for status in _ORDER if status in states), "done"),
            None,
            False,
            tuple(dict.fromkeys([*([home] if home else []), *(stop.country for stop in stops)])),
            (first.person,),
            first.confidence,
            max(stop.sources for stop in stops),
        )


def _meetings(atlas: Atlas) -> Iterable[tuple[Any, ...]]:
    for row in atlas.meetings.itertuples(index=False):
        names = [wording.one_line(name) for name in row.participants]
        who = wording.listed(names, 4) if len(names) > 1 else ""
        if not who:
            who = wording.listed([*names, *(wording.country(code) for code in row.countries)], 5)
        where = row.city or wording.country(row.country)
        how = {"in person": where and f"in {where}", "phone": "by phone", "video": "by video"}
        yield (
            row.event,
            "meeting",
            f"Talks: {who}",
            how.get(row.mode, "through others") or "",
            row.day,
            row.day,
            row.day_known,
            row.status,
            None,
            False,
            tuple(dict.fromkeys([*row.countries, *([row.country] if row.country else [])])),
            row.persons,
            row.confidence,
            row.sources,
        )


def _groupings(atlas: Atlas) -> Iterable[tuple[Any, ...]]:
    for row in atlas.groupings.itertuples(index=False):
        yield (
            row.event,
            "grouping",
            wording.one_line(row.grouping),
            wording.counted(len(row.members), "member"),
            row.as_of,
            row.as_of,
            True,
            "done",
            None,
            False,
            row.members,
            (),
            1.0,
            row.sources,
        )


def _funding(atlas: Atlas) -> Iterable[tuple[Any, ...]]:
    for event, rows in _by_event(atlas.funding):
        row = rows[0]
        codes = [one.recipient for one in rows if one.recipient]
        to = wording.one_line(row.recipient_text) or wording.countries(codes, 4)
        if len(codes) == 1:
            to = wording.country(codes[0])
        donors = [*row.donors] or ([row.donor] if row.donor else [])
        by = wording.listed([wording.country(donor) for donor in donors], 3)
        whom = f"{f' from {by}' if by else ''}{f' to {to}' if to else ''}"
        yield (
            event,
            "funding",
            f"{wording.amount(row.amount, row.currency)}{whom}",
            wording.one_line(row.purpose),
            row.day,
            row.day,
            row.day_known,
            _STATUS_OF_MONEY.get(row.status, "planned"),
            row.amount_usd,
            bool(row.counts),
            tuple(dict.fromkeys([*(d for d in donors if len(d) == 2), *codes])),
            (),
            row.confidence,
            row.sources,
        )
