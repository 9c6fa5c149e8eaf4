"""An atlas as readers put it right: hidden events, other statuses, places and days.

A correction says what it found there (`was`) and what is true (`to`). It holds only as long as the
articles still say what it was made against; one that does not is told of and changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo import Atlas, columns, gazetteer
from geo.anchors import anchor
from geo.drawing import Halt, leg_row, ways
from geo.routes import LonLat, as_geometry, great_circle

HIDE, STATUS, PLACE, DAY = "hide", "status", "place", "day"
_FRAMES = ("stops", "meetings", "funding")


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing put right.

    change: hide, status, place or day; stop: which stop of a visit, None for all of the event;
    was, to: a status, "KZ/Astana" or "KZ" for a place, a day in ISO 8601, "" for none.
    """

    event: str
    change: str
    reason: str
    headline: str = ""
    was: str = ""
    to: str = ""
    stop: int | None = None

    @property
    def key(self) -> tuple[str, str, int | None]:
        """What is put right: a later correction of the same takes this one's place."""
        return self.event, self.change, self.stop


def place(country: str | None, city: str | None) -> str:
    """A place as corrections write it."""
    return "/".join(part for part in (country, city) if part)


def point_of(country: str, city: str) -> LonLat | None:
    """The largest town of that name in a country, or the country's label point where none is named.

    None where no such town is known.
    """
    if not city:
        there = anchor(country)
        return there.label if there else None
    for sense in gazetteer.lookup(city):
        if sense.country == country and sense.kind in ("city", "facility"):
            return (sense.lon, sense.lat) if sense.lon is not None else None  # type: ignore[return-value]
    return None


def said(atlas: Atlas, event: str, change: str, stop: int | None = None) -> str | None:
    """What the articles say there; None where there is no such event, stop or thing."""
    for name in _FRAMES:
        rows = getattr(atlas, name)
        rows = rows[rows["event"] == event]
        if stop is not None:
            rows = rows[rows["stop"] == stop] if "stop" in rows else rows[:0]
        if not len(rows):
            continue
        row = rows.iloc[0]
        if change == STATUS:
            return str(row["status"])
        if change == PLACE and "city" in rows:
            return place(row["country"], row["city"])
        if change == DAY:
            return row["day"].date().isoformat() if row["day_known"] else ""
    return None


def holds(atlas: Atlas, events: pd.Index, one: Correction) -> bool:
    """Whether the articles still say what the correction was made against."""
    if one.change == HIDE:
        return one.event in events
    if one.change == PLACE and point_of(*_parts(one.to)) is None:
        return False
    return said(atlas, one.event, one.change, one.stop) == one.was


def amended(atlas: Atlas, corrections: Iterable[Correction], version: str) -> Atlas:
    """The atlas with corrections that hold; its frames are the old ones where nothing changed."""
    corrections = list(corrections)
    hidden = {one.event for one in corrections if one.change == HIDE}

    def seen(name: str) -> Any:
        frame: pd.DataFrame = getattr(atlas, name)
        if hidden and "event" in frame:
            return frame[~frame["event"].isin(hidden)].reset_index(drop=True)
        return frame

    frames = {name: seen(name) for name in (*_FRAMES, "legs")}
    changed = [one for one in corrections if one.change != HIDE and one.event not in hidden]
    for name in _FRAMES:
        frame = frames[name]
        own = [one for one in changed if (frame["event"] == one.event).any()]
        if own:
            frames[name] = _changed(frame.copy(), own)
    moved = {one.event for one in changed} & set(frames["stops"]["event"])
    if moved:
        frames["legs"] = _with_new_ways(frames["legs"], frames["stops"], moved)
    return Atlas(lambda name: frames[name] if name in frames else seen(name), version)


def _parts(to: str) -> tuple[str, str]:
    country, _, city = to.partition("/")
    return country, city


def _changed(frame: Any, corrections: Iterable[Correction]) -> Any:
    for one in corrections:
        rows = frame["event"] == one.event
        if one.stop is not None and "stop" in frame:
            rows &= frame["stop"] == one.stop
        if one.change == STATUS:
            frame.loc[rows, "status"] = one.to
        elif one.change == PLACE:
            country, city = _parts(one.to)
            frame.loc[rows, "country"] = country
            frame.loc[rows, "city"] = city or None
            lon, lat = point_of(country, city) or (float("nan"), float("nan"))
            (point,) = columns.points([lon], [lat])
            frame.loc[rows, "geometry"] = point
        elif one.change == DAY:
            day = pd.Timestamp(dt.date.fromisoformat(one.to))
            frame.loc[rows, "day"] = day
            frame.loc[rows, "day_known"] = True
            if "arrived" in frame:
                frame.loc[rows, "day_end"] = day
                frame.loc[rows, "arrived"] = one.to
                frame.loc[rows, "departed"] = None
    for column in ("status", "country", "city", "arrived", "departed"):
        if column in frame:
            frame[column] = frame[column].astype("object").where(frame[column].notna(), None)
    return frame


def _with_new_ways(legs: Any, stops: Any, events: set[str]) -> Any:
    """The legs, those of these trips drawn anew through their stops."""
    rows = []
    for event, trip in stops[stops["event"].isin(events)].groupby("event", sort=False):
        trip = trip.sort_values("stop")
        first = trip.iloc[0]
        halts = [
            Halt(
                row.country,
                row.city,
                row.status,
                None if pd.isna(row.day) else row.day.date(),
                None if row.geometry is None else (row.geometry.x, row.geometry.y),
            )
            for row in trip.itertuples(index=False)
        ]
        rows += [
            leg_row(
                event,
                leg,
                (first["traveller"], first["person"]),
                way,
                first["confidence"],
                as_geometry(great_circle(way.start, way.end)),
            )
            for leg, way in enumerate(ways(first["from_country"], halts))
        ]
    others = legs[~legs["event"].isin(events)]
    anew = columns.frame("legs", rows)
    both = pd.concat([others, anew], ignore_index=True)
    return columns.typed("legs", {name: both[name].to_numpy() for name in both})
