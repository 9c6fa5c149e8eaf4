"""The frames of an atlas and their columns: documented, built and checked here and nowhere else.

Texts are objects, None where unknown, save those of whole articles; days are `datetime64[us]`, NaT
where unknown; points and lines are WGS 84, longitude first.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

CRS = "EPSG:4326"

# kind of each column: text, prose (long texts, kept as UTF-8: as objects they take twice the room),
# label (a text that comes back often, kept as a category), count (whole number), whole (whole
# number or NA), number (NaN where unknown), flag, day, tuple (of texts), point, line.
COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "articles": {
        "article": ("text", "its name, unique in the atlas"),
        "date": ("day", "when it appeared"),
        "title": ("text", "its headline"),
        "source": ("text", "outlet"),
        "url": ("text", "where it can be read"),
        "text": ("prose", "the article as read"),
        "visits": ("count", "trips that it tells of"),
        "meetings": ("count", "meetings that it tells of"),
        "groupings": ("count", "groupings that it names"),
        "funding": ("count", "sums that it tells of"),
    },
    "places": {
        "article": ("label", "article that names it"),
        "start": ("count", "offset in the article's text"),
        "end": ("count", "offset after its last letter"),
        "text": ("label", "the name as printed"),
        "name": ("label", "the name as the gazetteer has it"),
        "kind": ("label", "country, city, region or facility"),
        "role": ("label", "location, government or demonym"),
        "country": ("label", "ISO 3166-1 alpha-2"),
        "geonameid": ("whole", "GeoNames' number"),
        "confidence": ("number", "0 to 1"),
        "geometry": ("point", "the place, None where it has no point"),
    },
    "stops": {
        "event": ("text", "the trip's id"),
        "stop": ("count", "position in the trip, from 0"),
        "stops": ("count", "stops of the trip"),
        "traveller": ("text", "name"),
        "person": ("text", "slug of the traveller"),
        "office": ("text", "office as the articles give it"),
        "from_country": ("text", "whom the traveller acts for"),
        "country": ("text", "where the stop is"),
        "city": ("text", "None where only the country is known"),
        "arrived": ("text", "day, month or year, ISO 8601"),
        "departed": ("text", "day, month or year, ISO 8601"),
        "day": ("day", "first day: as said, else a neighbouring stop's, else the article's"),
        "day_known": ("flag", "whether an article says when this stop was"),
        "day_end": ("day", "last day of the stay, at least `day`"),
        "status": ("text", "done, ongoing, planned or cancelled"),
        "confidence": ("number", "0 to 1"),
        "sources": ("count", "articles that tell of this stop"),
        "geometry": ("point", "the city, else the country's label point"),
    },
    "legs": {
        "event": ("text", "the trip's id"),
        "leg": ("count", "position in the trip; 0 comes from home, or is the first known way"),
        "traveller": ("text", "name"),
        "person": ("text", "slug of the traveller"),
        "home": ("flag", "whether it comes from the capital of the traveller's country"),
        "origin": ("text", "name of the place that it leaves"),
        "target": ("text", "name of the place that it reaches"),
        "origin_country": ("text", "ISO 3166-1 alpha-2"),
        "target_country": ("text", "ISO 3166-1 alpha-2"),
        "day": ("day", "that of the stop it reaches"),
        "status": ("text", "that of the stop it reaches"),
        "confidence": ("number", "0 to 1"),
        "geometry": ("line", "geodesic, in two parts where it crosses the antimeridian"),
    },
    "meetings": {
        "event": ("text", "id"),
        "participants": ("tuple", "names"),
        "persons": ("tuple", "slugs, in the order of the names"),
        "countries": ("tuple", "states that took part"),
        "country": ("text", "where"),
        "city": ("text", "where"),
        "day": ("day", "as said, else the article's"),
        "day_known": ("flag", "whether an article says when"),
        "mode": ("text", "in person, phone, video or indirect"),
        "status": ("text", "done, ongoing, planned or cancelled"),
        "confidence": ("number", "0 to 1"),
        "sources": ("count", "articles that tell of it"),
        "geometry": ("point", "None where not in person or unknown"),
    },
    "groupings": {
        "event": ("text", "id"),
        "grouping": ("text", "its name"),
        "as_of": ("day", "the day whose members these are"),
        "members": ("tuple", "alpha-2, of the register and as stated"),
        "members_stated": ("tuple", "alpha-2, as the articles state them"),
        "sources": ("count", "articles of that day that name it"),
    },
    "members": {
        "event": ("label", "the grouping's id"),
        "grouping": ("label", "its name"),
        "country": ("label", "the member, alpha-2"),
        "stated": ("flag", "whether an article states it as a member"),
        "as_of": ("day", "the day of the membership"),
        "article": ("label", "an article that names the grouping"),
    },
    "funding": {
        "event": (
            "text",
            "the sum's id; as many rows as it has recipients, one where none is known",
        ),
        "first": ("flag", "true on one row of each sum, so that totals count it once"),
        "amount": ("number", "in units of the currency; the smaller end of a range"),
        "amount_text": ("text", "the same, exact, in digits"),
        "amount_max": ("number", "the larger end of a range"),
        "currency": ("text", "ISO 4217"),
        "amount_usd": ("number", "in US dollars of the day"),
        "share_usd": ("number", "amount_usd divided evenly among the recipients: an assumption"),
        "donor": ("text", "alpha-2, or the name of an institution"),
        "donors": ("tuple", "all donors, where there are several"),
        "recipient": ("text", "alpha-2"),
        "recipients": ("count", "how many recipients share the sum"),
        "recipient_text": ("text", "the articles' own words for the recipients"),
        "purpose": ("text", "what it is for"),
        "day": ("day", "as said, else the article's"),
        "day_known": ("flag", "whether an article says when"),
        "status": (
            "text",
            "announced, pledged, approved, disbursed, requested, rejected, cumulative",
        ),
        "counts": (
            "flag",
            "whether totals count it: no part, no running total, not asked or refused",
        ),
        "part_of": ("text", "id of the larger sum"),
        "confidence": ("number", "0 to 1"),
        "sources": ("count", "articles that tell of it"),
        "mark_lon": ("number", "where the whole sum is drawn once: its recipient or the middle"),
        "mark_lat": ("number", "of its region"),
        "geometry": ("point", "the recipient's label point"),
    },
    "people": {
        "person": ("text", "slug, unique"),
        "name": ("text", "the fullest usual spelling"),
        "country": ("text", "whom they act for"),
        "offices": ("tuple", "offices, the one named most often first"),
        "visits": ("count", "trips"),
        "meetings": ("count", "meetings"),
        "articles": ("count", "articles that name them"),
    },
    "evidence": {
        "event": ("label", "id of the trip, meeting, grouping or sum"),
        "kind": ("label", "visit, meeting, grouping or funding"),
        "article": ("label", "where it is read"),
        "start": ("whole", "offset of the words in the article; NA where the title alone says it"),
        "end": ("whole", "offset after them"),
        "sentence": ("label", "the sentence around the words, or the title"),
        "sentence_start": ("whole", "its offset in the article"),
        "date": ("day", "the article's"),
        "title": ("label", "the article's"),
        "source": ("label", "the article's"),
        "url": ("label", "the article's"),
        "confidence": ("number", "of this telling, 0 to 1"),
        "rule": ("label", "the rule that it was read by"),
    },
    "problems": {
        "article": ("text", "where"),
        "start": ("count", "offset"),
        "end": ("count", "offset after"),
        "code": ("text", "what kind"),
        "message": ("text", "what could not be settled"),
    },
}

_DTYPES = {
    "text": "object",
    "prose": "str",
    "label": "category",
    "tuple": "object",
    "count": "int64",
    "whole": "Int64",
    "number": "float64",
    "flag": "bool",
    "day": "datetime64[us]",
}


class FrameError(Exception):
    """A frame that is not what its columns promise; names the frame and the column."""


def frame(name: str, rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """The frame `name` with these rows, each in the order of its columns; checked.

    Points are given as (longitude, latitude) or None.
    """
    columns = list(COLUMNS[name])
    wrong = next((row for row in rows if len(row) != len(columns)), None)
    if wrong is not None:
        raise FrameError(f"{name}: a row has {len(wrong)} cells, the frame {len(columns)} columns")
    cells = zip(*rows, strict=True) if rows else ([] for _ in columns)
    found: dict[str, Iterable[Any]] = dict(zip(columns, cells, strict=True))
    for column, (kind, _) in COLUMNS[name].items():
        if kind == "point":
            found[column] = _points(found[column])
    return typed(name, found)


def _points(places: Iterable[tuple[float, float] | None]) -> Any:
    pairs = np.array([place or (math.nan, math.nan) for place in places], dtype=float)
    pairs = pairs.reshape(-1, 2)
    return points(pairs[:, 0], pairs[:, 1])


def points(lons: Any, lats: Any) -> Any:
    """Points of degrees, None where they are NaN; one object for each place.

    All are made at once: one by one they take longer than everything else in an atlas.
    """
    pairs = np.column_stack([np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)])
    different, which = np.unique(pairs, axis=0, return_inverse=True)
    made = np.array(shapely.points(different), dtype=object).reshape(-1)
    made[np.isnan(different).any(axis=1)] = None
    return made[which.reshape(-1)]


def typed(name: str, cells: Mapping[str, Iterable[Any]]) -> pd.DataFrame:
    """Columns brought to the types that `COLUMNS` promises, with a CRS where there is geometry."""
    missing = [column for column in COLUMNS[name] if column not in cells]
    if missing:
        raise FrameError(f"{name}: without its columns {', '.join(missing)}")
    found: dict[str, Any] = {}
    for column, (kind, _) in COLUMNS[name].items():
        values = cells[column]
        try:
            if kind in ("point", "line"):
                found[column] = gpd.GeoSeries(values, crs=CRS)
            elif kind == "day":
                found[column] = pd.Series(pd.to_datetime(list(values))).astype("datetime64[us]")
            elif kind == "whole" and isinstance(values, array):  # of floats, NaN where unknown
                found[column] = pd.Series(np.asarray(values)).astype("Int64")
            elif isinstance(values, (array, np.ndarray, pd.Series)) and kind not in (
                "text",
                "tuple",
            ):
                found[column] = pd.Series(values).astype(_DTYPES[kind])
            else:
                found[column] = pd.Series(list(values), dtype=_DTYPES[kind])
        except (TypeError, ValueError) as error:
            raise FrameError(f"{name}.{column}: not {kind}: {error}") from error
    if "geometry" in found:
        return gpd.GeoDataFrame(found, geometry="geometry", crs=CRS)
    return pd.DataFrame(found)


def check(name: str, given: pd.DataFrame) -> None:
    """Raise FrameError unless `given` has exactly the columns and types of the frame `name`."""
    if list(given.columns) != list(COLUMNS[name]):
        raise FrameError(f"{name}: columns are {list(given.columns)}")
    for column, (kind, _) in COLUMNS[name].items():
        if kind in ("point", "line"):
            if not isinstance(given, gpd.GeoDataFrame) or given.crs != CRS:
                raise FrameError(f"{name}: without a geometry in {CRS}")
        elif str(given[column].dtype) != _DTYPES[kind]:
            raise FrameError(f"{name}.{column}: {given[column].dtype}, not {_DTYPES[kind]}")
