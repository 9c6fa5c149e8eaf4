"""`data/countries/`: country polygons, disputed areas and disputed lines as shapefiles."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

DATA = Path(__file__).resolve().parents[1]
SOURCE = DATA / "sources" / "countries.gpkg"
DECIMALS = 6  # a tenth of a metre: finer than the source, coarse enough to be the same everywhere
# GDAL writes today's date into the dbf header unless it is told another: the source's release.
OPTIONS = {"DBF_DATE_LAST_UPDATE": "2022-05-09", "ENCODING": "UTF-8"}


def build(out: Path) -> None:
    """Write the three shapefiles below `out`/data/countries."""
    folder = out / "data" / "countries"
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in (
        ("countries", countries()),
        ("disputed_areas", disputed_areas()),
        ("disputed_lines", disputed_lines()),
    ):
        frame.to_file(
            folder / f"{name}.shp", driver="ESRI Shapefile", engine="pyogrio", layer_options=OPTIONS
        )


def countries() -> gpd.GeoDataFrame:
    """One row for each ISO 3166-1 entry and Kosovo, by alpha-2; neighbours share their vertices.

    The source's borders of Western Sahara and Somaliland were cut from another generalisation and
    miss their neighbours' vertices by some millionths of a degree; the coverage is cleaned of that.
    """
    frame = gpd.read_file(SOURCE, layer="countries").sort_values("iso2", ignore_index=True)
    table = {row["alpha2"]: row for row in country_rows()}
    polygons = shapely.coverage_clean(rounded(frame.geometry.values, DECIMALS))
    polygons = rounded(polygons, DECIMALS)
    if not (shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)):
        raise ValueError(f"{SOURCE.name}: the country polygons overlap or are invalid")
    if set(frame["iso2"]) != set(table):
        odd = sorted(set(frame["iso2"]) ^ set(table))
        raise ValueError(f"{SOURCE.name} and tables/countries.csv differ in {odd}")
    rows = [table[code] for code in frame["iso2"]]
    return gpd.GeoDataFrame(
        {
            "alpha2": frame["iso2"],
            "alpha3": frame["iso3"],
            "name": [row["name"] for row in rows],
            "label_lon": [float(row["label_lon"]) for row in rows],
            "label_lat": [float(row["label_lat"]) for row in rows],
            "continent": [row["continent"] for row in rows],
            "subregion": [row["subregion"] for row in rows],
            "source": frame["geom_src"],
        },
        geometry=multi(polygons),
        crs="EPSG:4326",
    )


def disputed_areas() -> gpd.GeoDataFrame:
    """What more than one state claims, or not all recognise: alpha2 as the UN has it, the other."""
    frame = gpd.read_file(SOURCE, layer="disputed_areas").sort_values("name", ignore_index=True)
    return gpd.GeoDataFrame(
        {
            "name": frame["name"],
            "alpha2": frame["iso2"].fillna(""),
            "other": frame["other"].fillna(""),
            "note": frame["note"].fillna(""),
        },
        geometry=multi(rounded(frame.geometry.values, DECIMALS)),
        crs="EPSG:4326",
    )


def disputed_lines() -> gpd.GeoDataFrame:
    """Lines claimed, of control or of cease-fire, with the country whose border they question."""
    frame = gpd.read_file(SOURCE, layer="disputed_lines")
    lines = shapely.normalize(rounded(frame.geometry.values, DECIMALS))
    found = gpd.GeoDataFrame(
        {"name": frame["name"], "country": frame["adm0_left"]}, geometry=lines, crs="EPSG:4326"
    )
    found["order"] = shapely.to_wkb(lines, hex=True)
    ordered = found.sort_values(["name", "country", "order"], ignore_index=True)
    return ordered.drop(columns="order")


def country_rows() -> list[dict[str, str]]:
    """`tables/countries.csv`, read here so that a build needs nothing of `geo`."""
    with (DATA / "tables" / "countries.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


def rounded(shapes: NDArray[np.object_], decimals: int) -> NDArray[np.object_]:
    """The same shapes with every coordinate at `decimals`; vertices only move, none is dropped."""
    return np.asarray(shapely.transform(shapes, lambda points: np.round(points, decimals) + 0.0))


def multi(polygons: NDArray[np.object_]) -> list[shapely.MultiPolygon]:
    """Every polygon as a multipolygon, parts and rings in one fixed order."""
    return [
        shapely.MultiPolygon(list(shapely.get_parts(shapely.normalize(one)))) for one in polygons
    ]
