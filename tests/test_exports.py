"""The downloads: each is opened by what it is made for, and holds what is in view and no harm."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
from matplotlib.image import imread

from dashboard import exports, ground
from dashboard.printed import as_png
from dashboard.selection import Selection, View
from dashboard.standalone import as_html
from geo.atlas import Atlas
from geo.dossier import Grouping
from tests import chromium
from tests.made_up import meeting, money, stop, told, visit

EVIL = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>"""
BELL = {"who": "Bo $Lind$", "country": "AU"}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas.of(
        [
            told(
                "2023-05-03",
                visit(
                    stop("Astana", "2023-05-02"),
                    stop("Tashkent", "2023-05-03", "ongoing"),
                    stop("New Delhi", None, "planned"),
                ),
                meeting("Ada Morel", "Ilyas Bekov"),
                money(25_000_000, "KG", "KZ", "TJ", "TM", "UZ", recipient_text="Central Asia"),
                Grouping("C5+1", ("KG", "KZ"), (), "2023-05-03", ()),
                title="=HYPERLINK(0)",
            ),
            told("2023-05-09", visit(stop("Suva", "2023-05-08"), stop("Apia"), **BELL)),
            told("2023-05-10", visit(stop("Berlin", city=EVIL), who=EVIL), title=EVIL, text=EVIL),
        ]
    )


@pytest.fixture(scope="module")
def view(atlas) -> View:
    return Selection().apply(atlas)


@pytest.fixture(scope="module")
def nothing(atlas) -> View:
    return Selection(countries=("ZZ",)).apply(atlas)


def test_the_table_has_each_event_once_with_its_sentence(view):
    rows = list(csv.DictReader(io.StringIO(exports.as_csv(view).decode("utf-8-sig"))))
    assert sorted(row["event"] for row in rows) == sorted(view.events.index)
    trip = next(row for row in rows if row["what"].startswith("Ada Morel"))
    assert (trip["kind"], trip["first_day"], trip["last_day"]) == (
        "visit",
        "2023-05-02",
        "2023-05-03",
    )
    assert trip["countries"] == "FR KZ UZ IN"
    paid = next(row for row in rows if row["kind"] == "funding")
    assert float(paid["us_dollars"]) == 25_000_000


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_taken_for_a_formula(cell):
    trip = visit(stop("Astana", "2023-05-02", city=cell), who=cell)
    view = Selection().apply(Atlas.of([told("2023-05-03", trip, title=cell, name="a")]))
    for row in csv.reader(io.StringIO(exports.as_csv(view).decode("utf-8-sig"))):
        for field in row:
            assert not field.startswith(("=", "+", "-", "@", "\t", "\r", "＝")), field


def test_geojson_draws_what_is_in_view(view):
    found = gpd.read_file(io.BytesIO(exports.as_geojson(view)))
    assert found["layer"].value_counts().to_dict() == {
        "stops": len(view.stops),
        "legs": len(view.legs),
        "meetings": len(view.meetings),
        "funding": len(view.funding),
    }
    assert found.crs == "EPSG:4326"
    astana = found[(found["layer"] == "stops") & (found["city"] == "Astana")].geometry.iloc[0]
    assert (astana.x, astana.y) == (71.45, 51.18)


def test_geojson_is_json_without_nan(view):
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(exports.as_geojson(view), parse_constant=refuse)


def test_a_geopackage_has_every_frame(view, tmp_path):
    file = tmp_path / "view.gpkg"
    file.write_bytes(exports.as_geopackage(view))
    layers = {name for name, _ in pyogrio.list_layers(file)}
    assert layers == {"stops", "legs", "meetings", "funding", "groupings", "events", "evidence"}
    stops = gpd.read_file(file, layer="stops")
    assert list(stops["city"]) == list(view.stops["city"])
    assert stops.crs == "EPSG:4326"
    assert set(gpd.read_file(file, layer="legs").geom_type) == {"MultiLineString"}
    assert len(pyogrio.read_dataframe(file, layer="events")) == len(view.events)


@pytest.mark.parametrize(
    "form", [exports.as_csv, exports.as_geojson, exports.as_geopackage, as_html]
)
def test_a_view_of_nothing_can_be_taken_away_too(nothing, form):
    assert form(nothing)


def test_the_picture_is_of_print_size_and_not_blank(view):
    picture = imread(io.BytesIO(as_png(view, shaded=("NATO",))))
    assert picture.shape[:2] == (2481, 3507)
    assert len(np.unique((picture[::8, ::8, :3] * 255).astype(int).reshape(-1, 3), axis=0)) > 50


def test_the_picture_shows_routes_and_members_that_are_in_view(view, nothing):
    def share(given: View, shaded: tuple[str, ...], colour: tuple[int, int, int]) -> float:
        picture = imread(io.BytesIO(as_png(given, shaded=shaded, dpi=60)))[..., :3] * 255
        return float((np.abs(picture - colour).max(axis=-1) < 12).mean())

    route, member = (31, 78, 121), (150, 190, 183)
    assert share(view, (), route) > share(nothing, (), route)
    assert share(view, ("NATO",), member) > share(view, (), member) + 0.01


@pytest.mark.parametrize(
    ("points", "inside", "outside"),
    [
        ([(71, 51), (69, 41)], (70, 45), (20, 45)),
        ([(178, -18), (-171, -13)], (184, -16), (0, -16)),
        ([(-77, 39), (151, -34)], (-150, 0), (20, 0)),
        ([(-77, 39), (20, 50), (151, -34)], (40, 0), None),
        ([], (0, 0), None),
    ],
)
def test_a_picture_shows_the_part_of_the_world_where_something_is(points, inside, outside):
    frame = ground.frame_around(points, 1.8)
    wide, tall = frame.right - frame.left, frame.top - frame.bottom
    assert wide / tall == pytest.approx(1.8)

    def shown(lon: float, lat: float) -> bool:
        y = float(ground.height_of(lat))
        return frame.bottom < y < frame.top and any(
            frame.left < lon + turn < frame.right for turn in (-360, 0, 360)
        )

    assert shown(*inside)
    assert outside is None or not shown(*outside)


def test_titles_say_what_was_chosen_and_when(atlas):
    chosen = Selection(countries=("UZ",), travellers=("ada-morel-fr",)).apply(atlas)
    assert exports.title(chosen) == "Ada Morel · Uzbekistan"
    assert exports.summary(chosen) == "2–3 May 2023 · 1 visit"


def test_the_html_page_holds_no_markup_of_the_articles(view):
    page = as_html(view).decode()
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "http://" not in page and "https://" not in page


@pytest.mark.browser
def test_the_html_page_opens_without_server_and_network(view, tmp_path: Path):
    from playwright.sync_api import sync_playwright

    file = tmp_path / "map.html"
    file.write_bytes(as_html(view, shaded=("NATO",)))
    path = chromium.find()
    assert path, "no Chromium; see python -m tests.chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(offline=True)
        page = context.new_page()
        asked: list[str] = []
        troubles: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(file.as_uri())
        assert page.locator("h1").inner_text() == "Who went where, met whom, and brought how much"
        before = page.locator("svg").first.get_attribute("viewBox")
        page.get_by_label("Zoom in").click()
        assert page.locator("svg").first.get_attribute("viewBox") != before
        way = page.locator("a:has(title:text('Astana → Tashkent'))").first
        event = way.get_attribute("href")
        way.evaluate("link => link.dispatchEvent(new MouseEvent('click', {bubbles: true}))")
        assert page.evaluate("location.hash") == event
        assert "Ada Morel" in page.locator("article:target").inner_text()
        browser.close()
    assert {url.split("#")[0] for url in asked} == {file.as_uri()}
    assert troubles == []
