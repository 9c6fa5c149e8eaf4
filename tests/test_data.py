"""What is bundled: complete, of known origin, and built again to the same bytes."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pycountry
import pytest
import shapely
from shapely.geometry import Point, shape

from data.build import manifest
from data.build.__main__ import products
from geo import tables

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "static"
FRESH = (
    "run `python -m data.build manifest` (a second) and commit data/manifest.json with the change"
)


@cache
def countries() -> gpd.GeoDataFrame:
    """Without its CRS, since degrees are what is measured here."""
    frame = gpd.read_file(ROOT / "data" / "countries" / "countries.shp").set_index("alpha2")
    return frame.set_crs(None, allow_override=True)


@cache
def world() -> gpd.GeoDataFrame:
    features = json.loads((STATIC / "world.geojson").read_text(encoding="utf-8"))["features"]
    codes = [feature["properties"]["alpha2"] for feature in features]
    return gpd.GeoDataFrame(geometry=[shape(one["geometry"]) for one in features], index=codes)


def test_the_manifest_lists_every_file_as_it_is() -> None:
    written = json.loads((ROOT / manifest.FILE).read_text(encoding="utf-8"))
    present = manifest.entries(ROOT)
    changed = [name for name in present if present[name] != written.get(name)]
    gone = sorted(written.keys() - present.keys())
    assert (changed, gone) == ([], []), FRESH


def test_every_file_names_its_source_and_licence() -> None:
    for name, entry in manifest.entries(ROOT).items():
        assert entry["source"], name
        assert entry["licence"], name


def test_the_readme_lists_every_table_as_it_is() -> None:
    readme = (ROOT / manifest.README).read_text(encoding="utf-8")
    assert readme == manifest.described(ROOT, manifest.entries(ROOT)), FRESH


@pytest.mark.parametrize("product", products())
def test_a_product_is_built_again_byte_for_byte(product: str, tmp_path: Path) -> None:
    for folder in ("data/tables", "data/gazetteer"):
        (tmp_path / folder).mkdir(parents=True)
    import_module(f"data.build.{product}").build(tmp_path)
    built = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert built
    for file in built:
        kept = ROOT / file.relative_to(tmp_path)
        assert file.read_bytes() == kept.read_bytes(), f"{kept.name} is stale: run `make data`"


def test_every_iso_country_and_kosovo_has_a_valid_polygon() -> None:
    assert set(countries().index) == {one.alpha_2 for one in pycountry.countries} | {"XK"}
    assert countries().geometry.is_valid.all()
    assert (countries().geometry.area > 0).all()
    assert shapely.coverage_is_valid(countries().geometry.values)


@pytest.mark.parametrize(
    ("lon", "lat", "alpha2"),
    [
        (34.10, 44.95, "UA"),  # Simferopol: occupied by Russia
        (-13.20, 27.15, "EH"),  # Laayoune: mostly held by Morocco
        (44.06, 9.56, "SO"),  # Hargeisa: Somaliland
        (33.40, 35.28, "CY"),  # north of Nicosia
        (21.17, 42.66, "XK"),  # Pristina
        (121.5, 25.0, "TW"),
        (35.20, 31.90, "PS"),  # Ramallah
        (10.75, 59.91, "NO"),
        (2.35, 48.85, "FR"),
        (-52.33, 4.92, "GF"),  # Cayenne is a country of its own in ISO 3166
    ],
)
def test_borders_are_those_of_the_un_view(lon: float, lat: float, alpha2: str) -> None:
    point = Point(lon, lat)
    assert countries().index[countries().contains(point)].tolist() == [alpha2]
    assert world().index[world().contains(point)].tolist() == [alpha2]


def test_label_points_lie_on_their_country() -> None:
    for row in tables.rows("countries"):
        point = Point(float(row["label_lon"]), float(row["label_lat"]))
        away = countries().geometry[row["alpha2"]].distance(point)
        assert away < 0.3, f"{row['alpha2']}: {away:.2f} degrees off"


def test_capitals_lie_in_their_country() -> None:
    for row in tables.rows("countries"):
        # Of the Pitcairn group the source draws Henderson alone.
        if row["capital"] and row["alpha2"] != "PN":
            point = Point(float(row["capital_lon"]), float(row["capital_lat"]))
            away = countries().geometry[row["alpha2"]].distance(point)
            assert away < 0.6, f"{row['alpha2']} {row['capital']}: {away:.2f} degrees off"


def test_the_browsers_polygons_have_no_gaps_and_none_is_lost() -> None:
    assert set(world().index) == set(countries().index)
    assert world().geometry.is_valid.all()
    assert shapely.coverage_is_valid(world().geometry.values)
    full = countries().geometry.reindex(world().index)
    small = full.area < 0.5
    assert (abs(world().area[small] / full[small].area - 1) < 0.15).all()


def test_nothing_drawn_crosses_the_antimeridian() -> None:
    for polygons in (world().geometry, countries().geometry):
        for polygon in polygons.explode():
            for (x1, y1), (x2, y2) in pairwise(polygon.exterior.coords):
                along_the_pole = y1 == y2 and y1 <= -85
                assert abs(x1 - x2) < 180 or along_the_pole


def test_the_browsers_files_are_small() -> None:
    assert (STATIC / "world.geojson").stat().st_size <= 450_000
    assert (STATIC / "borders.geojson").stat().st_size <= 100_000


def test_borders_are_lines_drawn_once() -> None:
    (borders,) = json.loads((STATIC / "borders.geojson").read_text(encoding="utf-8"))["features"]
    lines = borders["geometry"]["coordinates"]
    edges = [frozenset(map(tuple, edge)) for line in lines for edge in pairwise(line)]
    assert len(edges) == len(set(edges))


def test_disputed_areas_and_lines_are_told_apart() -> None:
    features = json.loads((STATIC / "disputed.geojson").read_text(encoding="utf-8"))["features"]
    areas = {one["properties"]["name"] for one in features if one["properties"]["kind"] == "area"}
    assert {"Crimea", "Western Sahara", "Somaliland", "Northern Cyprus", "Kosovo"} <= areas
    assert any(one["properties"]["kind"] == "line" for one in features)
