"""What an atlas says of one country or person: frames for tables, and sums that count once."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import wording
from dashboard.ground import countries
from geo import Atlas

# Countries without a land border are compared with this many of the nearest.
_NEAREST = 6


def visitors(atlas: Atlas, alpha2: str) -> pd.DataFrame:
    """Stops that travellers of other countries made here, the latest first."""
    stops = atlas.stops
    here = stops[(stops["country"] == alpha2) & (stops["from_country"] != alpha2)]
    return here.sort_values(["day", "event"], ascending=False, kind="stable")


def trips(atlas: Atlas, alpha2: str) -> pd.DataFrame:
    """Stops that this country's travellers made abroad, trip by trip, the latest trip first."""
    stops = atlas.stops
    abroad = stops[(stops["from_country"] == alpha2) & (stops["country"] != alpha2)]
    return _latest_trips_first(abroad)


def trips_of(atlas: Atlas, person: str) -> pd.DataFrame:
    """A person's stops, trip by trip, the latest trip first."""
    return _latest_trips_first(atlas.stops[atlas.stops["person"] == person])


def talks(atlas: Atlas, alpha2: str) -> pd.DataFrame:
    """Meetings that a country took part in or was host to, the latest first."""
    meetings = atlas.meetings
    part = [
        alpha2 in codes or host == alpha2
        for codes, host in zip(meetings["countries"], meetings["country"], strict=True)
    ]
    return meetings[np.array(part, dtype=bool)].sort_values("day", ascending=False, kind="stable")


def talks_of(atlas: Atlas, person: str) -> pd.DataFrame:
    """Meetings that a person took part in, the latest first."""
    part = [person in persons for persons in atlas.meetings["persons"]]
    return atlas.meetings[np.array(part, dtype=bool)].sort_values(
        "day", ascending=False, kind="stable"
    )


def money_in(atlas: Atlas, alpha2: str) -> pd.DataFrame:
    """Sums that a country receives, alone or with others, the largest first."""
    funding = atlas.funding
    return funding[funding["recipient"] == alpha2].sort_values(
        "amount_usd", ascending=False, kind="stable"
    )


def money_out(atlas: Atlas, donor: str) -> pd.DataFrame:
    """Sums that a country gives, alone or with others, one row each, the largest first."""
    funding = atlas.funding[atlas.funding["first"]]
    gives = [
        one == donor or donor in all_of
        for one, all_of in zip(funding["donor"], funding["donors"], strict=True)
    ]
    return funding[np.array(gives, dtype=bool)].sort_values(
        "amount_usd", ascending=False, kind="stable"
    )


def total(sums: pd.DataFrame) -> tuple[float, float]:
    """US dollars that go to one country alone, and those of sums that several share."""
    counted = sums[sums["counts"]]
    alone = counted["recipients"] <= 1
    return float(counted.loc[alone, "amount_usd"].sum()), float(
        counted.loc[~alone, "amount_usd"].sum()
    )


def met(atlas: Atlas, person: str) -> list[tuple[str, str, int]]:
    """(slug, name, how often) of those whom a person met, the most frequent first."""
    often: Counter[tuple[str, str]] = Counter()
    for row in talks_of(atlas, person).itertuples(index=False):
        others = zip(row.persons, row.participants, strict=True)
        often.update((slug, name) for slug, name in others if slug != person)
    ordered = sorted(often.items(), key=lambda item: (-item[1], item[0][1]))
    return [(slug, name, count) for (slug, name), count in ordered]


@st.cache_resource(max_entries=8, show_spinner=False)
def by_country(_atlas: Atlas, version: str) -> pd.DataFrame:
    """For every country with a part (index): visitors, trips, talks, dollars alone and shared.

    Visitors and trips count trips, not stops. Shared are the shares of sums for several countries,
    divided evenly: an assumption, so they stand apart.
    """
    stops, funding = _atlas.stops, _atlas.funding
    foreign = stops[stops["country"] != stops["from_country"]]
    going = foreign[foreign["status"] != "cancelled"]
    counted = funding[funding["counts"] & funding["recipient"].notna()]
    alone = counted["recipients"] <= 1
    talked = Counter(code for codes in _atlas.meetings["countries"] for code in set(codes))
    found = pd.DataFrame(
        {
            "visitors": going.groupby("country")["event"].nunique(),
            "trips": going.groupby("from_country")["event"].nunique(),
            "talks": pd.Series(talked, dtype="float64"),
            "alone": counted[alone].groupby("recipient")["amount_usd"].sum(),
            "shared": counted[~alone].groupby("recipient")["share_usd"].sum(),
        }
    )
    found = found.fillna(0).astype(
        {"visitors": "int64", "trips": "int64", "talks": "int64", "alone": float, "shared": float}
    )
    return found.sort_values(["visitors", "trips", "talks"], ascending=False, kind="stable")


@cache
def neighbours(alpha2: str) -> tuple[str, ...]:
    """Countries with a common land border, by name; the nearest ones where there are none."""
    land = countries()
    own = land[land["alpha2"] == alpha2]
    if not len(own):
        return ()
    others = land[land["alpha2"] != alpha2]
    shape = own.geometry.iloc[0]
    beside = others[others.intersects(shape)]["alpha2"]
    if not len(beside):
        middle = shape.representative_point()
        points = others.geometry.representative_point()
        across = (points.x - middle.x + 180) % 360 - 180
        far = np.hypot(across * np.cos(np.radians(middle.y)), points.y - middle.y)
        beside = others.assign(far=far).nsmallest(_NEAREST, "far")["alpha2"]
    return tuple(sorted(beside, key=wording.country))


def _latest_trips_first(stops: pd.DataFrame) -> pd.DataFrame:
    """The stops by their trip's first day, the latest trip first, each trip in travel order."""
    begins = stops.groupby("event")["day"].transform("min")
    ordered = stops.assign(begins=begins).sort_values(
        ["begins", "event", "stop"], ascending=[False, True, True], kind="stable"
    )
    return ordered.drop(columns="begins")
