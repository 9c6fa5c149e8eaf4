"""What is in view as files to take away: tables and geographic data. Frames in, bytes out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from dashboard import wording
from dashboard.selection import View

# A spreadsheet takes a cell that begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DRAWN = ("stops", "legs", "meetings", "funding")
_TABLES = ("groupings", "events", "evidence")


def as_csv(view: View) -> bytes:
    """One row an event, in UTF-8 that spreadsheets recognise; no cell is taken for a formula."""
    rows = as_table(view)
    for column in rows.columns:
        if rows[column].dtype == object or isinstance(rows[column].dtype, pd.StringDtype):
            rows[column] = [_harmless(cell) for cell in rows[column]]
    return rows.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def as_table(view: View) -> pd.DataFrame:
    """The events in view with what was read, from where, and how surely."""
    rows = view.events
    told = _told(view)
    return pd.DataFrame(
        {
            "event": rows.index,
            "kind": rows["kind"].to_numpy(),
            "first_day": _days(rows["day"]),
            "last_day": _days(rows["day_end"]),
            "day_known": ["yes" if known else "no" for known in rows["day_known"]],
            "what": [wording.one_line(text) for text in rows["headline"]],
            "detail": [wording.one_line(text) for text in rows["detail"]],
            "status": rows["status"].to_numpy(),
            "countries": [" ".join(codes) for codes in rows["countries"]],
            "us_dollars": rows["usd"].astype("float64").to_numpy(),
            "counted_in_totals": ["yes" if counts else "no" for counts in rows["counts"]],
            "confidence": rows["confidence"].astype("float64").round(2).to_numpy(),
            "articles": rows["sources"].astype("int64").to_numpy(),
            "sentence": [wording.one_line(text) for text in told["sentence"]],
            "titles": told["titles"].to_numpy(),
            "addresses": told["addresses"].to_numpy(),
        }
    )


def as_geojson(view: View) -> bytes:
    """Stops, legs, meetings and sums as features (RFC 7946), each with its `layer`."""
    features: list[dict[str, Any]] = []
    for name in _DRAWN:
        frame = _plain(getattr(view, name))
        frame["layer"] = name
        # A hundred metres are enough for a web map, and half the size.
        frame.geometry = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy.round(3))
        features.extend(json.loads(frame.to_json(drop_id=True))["features"])
    found = {
        "type": "FeatureCollection",
        "title": title(view),
        "credits": CREDITS,
        "features": features,
    }
    return json.dumps(found, ensure_ascii=False).encode()


def as_geopackage(view: View) -> bytes:
    """The same as layers of a GeoPackage, with the groupings, events and evidence as tables."""
    import pyogrio

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "view.gpkg"
        for name in _DRAWN:
            many = "MultiLineString" if name == "legs" else "Point"
            pyogrio.write_dataframe(
                _plain(getattr(view, name)),
                file,
                layer=name,
                driver="GPKG",
                geometry_type=many,
                promote_to_multi=name == "legs",
            )
        evidence = view.atlas.evidence
        tables = {
            "groupings": view.groupings,
            "events": as_table(view),
            "evidence": evidence[evidence["event"].isin(set(view.events.index))],
        }
        for name in _TABLES:
            pyogrio.write_dataframe(_plain(tables[name]), file, layer=name, driver="GPKG")
        return file.read_bytes()


CREDITS = (
    "Borders as the United Nations draw them; drawing them takes no side. Land: Natural Earth."
    " Places: © GeoNames, CC BY 4.0, modified. Exchange rates: European Central Bank."
    " Read from news articles by rules: mistakes happen, so look at the sentence."
)


def title(view: View) -> str:
    """What is in view, in a few words: whose events, where, in which grouping."""
    chosen = view.selection
    people = dict(zip(view.atlas.people["person"], view.atlas.people["name"], strict=True))
    parts = [
        wording.listed([wording.one_line(people.get(slug, slug)) for slug in chosen.travellers], 3),
        wording.countries(chosen.countries, 4),
        wording.listed([wording.one_line(name) for name in chosen.groupings], 3),
    ]
    if chosen.anniversary:
        parts.append(f"On {wording.day_of_any_year(chosen.anniversary)}")
    said = " · ".join(part for part in parts if part)
    return said or "Who went where, met whom, and brought how much"


def summary(view: View) -> str:
    """How much is in view, and of which days."""
    kinds = view.events["kind"].value_counts()
    named = {
        "visit": ("visit", None),
        "meeting": ("meeting", None),
        "funding": ("sum of money", "sums of money"),
        "grouping": ("grouping named", "groupings named"),
    }
    parts = [
        wording.counted(int(kinds[kind]), one, many)
        for kind, (one, many) in named.items()
        if kinds.get(kind)
    ]
    return " · ".join([dates(view), wording.listed(parts) or "no events"])


def dates(view: View) -> str:
    """The date range in view: as chosen, else from the first to the last event."""
    days = view.events["day"].dropna()
    ends = view.events["day_end"].dropna()
    first = view.selection.first or (days.min().date() if len(days) else None)
    last = view.selection.last or (ends.max().date() if len(ends) else None)
    if first is None and last is None:
        return "no dates"
    if first is None:
        return f"until {wording.day(last)}"
    return wording.span_of_days(first, last)


def _told(view: View) -> pd.DataFrame:
    """For each event (index) its surest sentence, and the titles and addresses of its articles."""
    evidence = view.atlas.evidence
    ours = in_full(evidence[evidence["event"].isin(set(view.events.index))])
    ours = ours.sort_values("confidence", ascending=False, kind="stable")
    once = ours.drop_duplicates(["event", "article"])
    named = once["title"].where(once["title"].notna(), once["article"])
    columns = {
        "sentence": ours.drop_duplicates("event").set_index("event")["sentence"],
        "titles": _joined(once["event"], map(wording.one_line, named), " | "),
        "addresses": _joined(once["event"], map(wording.web_address, once["url"]), " "),
    }
    found = pd.DataFrame(columns, dtype="object").reindex(view.events.index)
    return found.where(found.notna(), "")


def _joined(events: pd.Series, words: Iterable[str | None], between: str) -> pd.Series:
    """For each event its words, each once, as one text."""
    of: dict[str, dict[str, None]] = {}
    for event, word in zip(events, words, strict=True):
        if word:
            of.setdefault(event, {})[word] = None
    return pd.Series({event: between.join(found) for event, found in of.items()}, dtype="object")


def in_full(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy with every label written out, for those who know no categories."""
    labels = frame.select_dtypes("category").columns
    return frame.astype(dict.fromkeys(labels, "object"))


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with days and lists as text, which every format knows."""
    plain = in_full(frame)
    for column in plain.columns:
        if str(plain[column].dtype).startswith("datetime"):
            plain[column] = pd.Series(_days(plain[column]), index=plain.index, dtype="object")
        elif column != "geometry" and plain[column].dtype == object:
            plain[column] = pd.Series(
                [", ".join(cell) if isinstance(cell, tuple) else cell for cell in plain[column]],
                index=plain.index,
                dtype="object",
            )
    if isinstance(frame, gpd.GeoDataFrame):
        return gpd.GeoDataFrame(plain, geometry="geometry", crs=frame.crs)
    return plain


def _days(days: pd.Series) -> list[str | None]:
    return [None if pd.isna(day) else day.date().isoformat() for day in days]


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell
