"""The dashboard without a browser: words, selections, marks, and the page as a script."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import amending, evidence, playing, wording
from dashboard.amending import Correction
from dashboard.camera import _fitted, _narrowest
from dashboard.marking import marked_text
from dashboard.marks import marks_of
from dashboard.naming import Sight, height_of, with_room
from dashboard.pages.sources import matching
from dashboard.selection import Selection, spans
from dashboard.style import DARK, LIGHT
from geo import Article, Atlas, Dossier
from geo.dossier import Grouping, Place, Span
from tests.made_up import meeting, money, stop, visit
from tests.reading import ROOT
from tests.serving import deck_of


@pytest.mark.parametrize(
    ("value", "currency", "said"),
    [
        (25_000_000, "USD", "$25M"),
        (1_200_000_000, "EUR", "€1.2 bn"),
        (999_900_000, "USD", "$1 bn"),
        (300_000, "GBP", "£300k"),
        (500, "USD", "$500"),
        (8.5e12, "JPY", "¥8.5 tn"),
        (5_000_000, "CHF", "CHF 5M"),
        (None, "USD", "amount unknown"),
    ],
)
def test_amounts_are_written_as_people_write_them(value: Any, currency: str, said: str) -> None:
    assert wording.amount(value, currency) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2023-09-12", None, "12 Sep 2023"),
        ("2023-09", None, "Sep 2023"),
        ("2023", None, "2023"),
        ("2023-02-28", "2023-03-01", "28 Feb – 1 Mar 2023"),
        ("2023-05-04", "2023-05-08", "4–8 May 2023"),
        ("2022-12-30", "2023-01-02", "30 Dec 2022 – 2 Jan 2023"),
        (None, None, "no date"),
    ],
)
def test_days_are_written_in_the_form_of_the_field(first: Any, last: Any, said: str) -> None:
    assert wording.span_of_days(first, last) == said


@pytest.mark.parametrize(
    "text",
    ["**bold**", "[a](http://b)", "![](x)", "`code`", "<b>", ":red[x]", "$x$", "# title", "a_b_"],
)
def test_markdown_in_an_article_is_only_text(text: str) -> None:
    escaped = wording.plain(text)
    assert escaped.replace("\\", "") == text
    assert all(
        escaped[i - 1] == "\\" for i, letter in enumerate(escaped) if letter in "*[]`<>$#_:!()"
    )


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://exa mple.org", False),
        ("https://[broken", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, safe: bool) -> None:
    assert (wording.web_address(url) is not None) == safe


def test_marks_in_a_sentence_may_overlap_and_markup_stays_text() -> None:
    said = evidence.marked("a <b>c</b> d", [(2, 5), (4, 9)])
    assert said == ("a <mark>&lt;b&gt;</mark><mark>c&lt;/b</mark>&gt; d")


def test_a_text_is_marked_without_losing_a_letter() -> None:
    place = Place(0, 5, "Paris", "Paris", "city", "location", "FR", 1, 48.8, 2.3, 0.9)
    group = Grouping("G7", (), (), None, (Span(10, 12),))
    article = Article(text="Paris <i> G7 & co")
    said = marked_text(Dossier(article, places=(place,), groupings=(group,)))
    assert ">Paris</span>" in said
    assert "&lt;i&gt;" in said
    assert "&amp; co" in said


@pytest.fixture
def atlas() -> Atlas:
    def told(name: str, day: str, **lists: Any) -> Dossier:
        article = Article(text="Words.", id=name, date=dt.date.fromisoformat(day))
        return Dossier(article, **lists)

    tour = visit(stop("Astana", "2023-02-28"), stop("Tashkent", "2023-03-01", "planned"))
    pacific = visit(stop("Suva", "2023-05-02"), stop("Apia", "2023-05-04"), who="Bo Lind")
    return Atlas.of(
        [
            told("a", "2023-02-28", visits=(tour,)),
            told("b", "2023-05-02", visits=(pacific,), meetings=(meeting("Bo Lind", "Cy Orr"),)),
            told("c", "2023-05-02", funding=(money(25_000_000, "KZ", "UZ"),)),
        ]
    )


def test_a_country_is_found_in_any_part_it_plays(atlas: Atlas) -> None:
    uzbek = Selection(countries=("UZ",)).apply(atlas)
    assert set(uzbek.events["kind"]) == {"visit", "funding"}
    assert len(uzbek.legs) < len(atlas.legs)


def test_dates_take_stops_that_touch_them_and_leave_the_rest(atlas: Atlas) -> None:
    march = Selection(first=dt.date(2023, 3, 1), last=dt.date(2023, 3, 31)).apply(atlas)
    assert list(march.stops["city"]) == ["Tashkent"]
    assert list(march.events["kind"]) == ["visit"]
    assert len(march.overview) == 4


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("02-28", {"visit"}),
        ("05-02", {"visit", "meeting", "funding"}),
        ("05-03", {"visit"}),
        ("05-05", set()),
    ],
)
def test_on_a_day_of_any_year_stands_what_is_told_of_that_day(
    atlas: Atlas, day: str, found: set[str]
) -> None:
    assert set(Selection(anniversary=day).apply(atlas).events["kind"]) == found


@pytest.mark.parametrize(
    ("today", "latest", "first_two"),
    [
        ("2025-09-10", "2025-09-01", [("Last 30 days", "2025-08-12"), ("This year", "2025-01-01")]),
        (
            "2026-11-26",
            "2025-09-01",
            [("Last 30 days to 1 Sep 2025", "2025-08-03"), ("2025", "2025-01-01")],
        ),
    ],
)
def test_stretches_are_fixed_days_up_to_today_or_to_the_latest_event(
    today: str, latest: str, first_two: list[tuple[str, str]]
) -> None:
    found = spans(dt.date.fromisoformat(today), dt.date.fromisoformat(latest))
    assert [(label, first.isoformat()) for label, first, _ in found[:2] if first] == first_two


def test_an_event_in_a_list_says_when_what_and_by_whom_it_is_told() -> None:
    told = [
        Dossier(
            Article(text="Words.", id=name, date=dt.date(2023, 5, 2), source=source),
            meetings=(meeting("Bo Lind", "Cy Orr"),),
        )
        for name, source in (("a", "The Daily"), ("b", "Post"))
    ]
    (row,) = (row for _, row in Selection().apply(Atlas.of(told)).events.iterrows())
    assert evidence.told_of(row) == "2 May 2023 · Meeting · The Daily and 1 more"


def test_an_empty_view_draws_nothing_and_does_not_fail(atlas: Atlas) -> None:
    empty = Selection(countries=("AQ",)).apply(atlas)
    assert len(empty.events) == 0
    assert marks_of(empty, LIGHT).ways == []


def test_a_way_over_the_pacific_is_two_lines_that_open_the_same(atlas: Atlas) -> None:
    marks = marks_of(Selection().apply(atlas), LIGHT)
    ways = [way for way in marks.ways if way["name"].startswith("Suva → Apia")]
    assert len(ways) == 2
    assert ways[0]["events"] == ways[1]["events"]
    assert all(abs(a[0] - b[0]) < 180 for w in ways for a, b in pairwise(w["path"]))


def test_a_sum_for_several_countries_is_drawn_once(atlas: Atlas) -> None:
    marks = marks_of(Selection().apply(atlas), DARK)
    assert [name["label"] for name in marks.names].count("$25M") == 1
    assert len(marks.sums) == 1


def test_money_goes_from_its_giver_and_all_of_a_pair_is_one_way() -> None:
    told = [
        Dossier(Article(text="Words.", id=name), funding=(money(usd, *whom, donor="NO"),))
        for name, usd, whom in (("a", 5_000_000, ["KE"]), ("b", 7_000_000, ["KE"]), ("c", 1, []))
    ]
    marks = marks_of(Selection().apply(Atlas.of(told)), LIGHT)
    (flow,) = marks.flows
    assert flow["usd"] == 12_000_000
    assert len(flow["events"]) == 2
    assert flow["name"].startswith("Norway → Kenya")
    (giver,) = marks.givers
    assert giver["position"] == pytest.approx([9.0, 61.4], abs=3)


def _boxes(names: list[dict[str, Any]], spots: list[dict[str, Any]], scale: float) -> list[Any]:
    """Left, top, right and bottom of every name that shows at this scale, then of every spot."""
    found = []
    for row in names:
        lon, lat = row["position"]
        x, y = lon * scale + row["offset"][0], -height_of(lat) * scale + row["offset"][1]
        wide, high = len(row["label"]) * 0.5 * row["size"], row["size"]
        x -= {"start": 0, "middle": wide / 2, "end": wide}[row["anchor"]]
        if row["from_scale"] <= scale + 1e-6:
            found.append((x, y - high / 2, x + wide, y + high / 2))
    for row in spots:
        x, y = row["position"][0] * scale, -height_of(row["position"][1]) * scale
        found.append((x - 3, y - 3, x + 3, y + 3))
    return found


def test_no_name_lies_over_another_or_over_a_mark_at_any_scale() -> None:
    spots = [
        {"position": [11.0 * (i % 9) ** 1.3 / 2, 7.0 * (i * 5 % 11)], "radius": 4.0}
        for i in range(60)
    ]
    rows = [
        {"label": f"Name {i}" * (1 + i % 3), "size": 12, "weight": i, "gap": 7.0, "inside": False}
        | {"position": spot["position"]}
        for i, spot in enumerate(spots)
    ]
    names = with_room(rows, spots, Sight(30, 40, 1.0, 900, 600))
    shown = [name["from_scale"] for name in names]
    assert 5 < shown.count(1) < len(names) <= 60
    assert names[0]["label"] == rows[-1]["label"]
    for scale in sorted(set(shown)):
        boxes = _boxes(names, spots, scale)
        for i, (a, b) in enumerate(combinations(boxes, 2)):
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            both_spots = a[2] - a[0] == b[2] - b[0] == 6
            assert apart or both_spots, (i, scale, a, b)


def test_names_at_the_rim_of_the_globe_wait_until_the_reader_is_near() -> None:
    places = {"Middle": [30.0, 30.0], "Rim": [95.0, 30.0], "Far side": [-150.0, -30.0]}
    rows = [
        {"position": place, "label": label, "size": 12, "weight": 1, "gap": 7.0, "inside": False}
        for label, place in places.items()
    ]
    for globe, waiting in ((True, {"Rim", "Far side"}), (False, set())):
        seen = Sight(30, height_of(30.0), 6.0 if globe else 2.0, 900, 640, globe)
        names = with_room(rows, [], seen)
        assert {name["label"] for name in names} == set(places)
        assert {name["label"] for name in names if name["from_scale"] > 1} == waiting


def test_what_is_open_stands_out_and_the_rest_fades(atlas: Atlas) -> None:
    view = Selection().apply(atlas)
    event = view.events.index[view.events["headline"].str.startswith("Ada Morel")][0]
    marks = marks_of(Selection(chosen=(event,)).apply(atlas), LIGHT)
    assert {way["alpha"] for way in marks.ways if way["chosen"]} == {235}
    assert {way["alpha"] for way in marks.ways if not way["chosen"]} == {45}
    assert sorted(row["number"] for row in marks.numbers) == ["1", "2"]


def test_where_few_trips_begin_is_named_once(atlas: Atlas) -> None:
    marks = marks_of(Selection().apply(atlas), LIGHT)
    labels = [row["label"] for row in marks.names]
    (home,) = (row for row in marks.names if row["label"] == "Paris")
    assert home["events"]
    assert "from here: Ada Morel" in home["name"]
    assert all(labels.count(label) == 1 for label in labels)


def test_the_camera_looks_over_the_antimeridian() -> None:
    west, east = _narrowest([170.0, -170.0, 178.0])
    assert (west, east) == (170.0, 190.0)


@pytest.mark.parametrize("lats", [(70.0, 84.0), (-80.0, -60.0), (-30.0, 80.0), (50.0, 51.0)])
@pytest.mark.parametrize("width", [600, 900, 1600])
def test_the_camera_leaves_no_room_above_or_below_the_world(
    lats: tuple[float, float], width: int
) -> None:
    state = _fitted([(-120.0, lats[0]), (150.0, lats[1])], (width, 640), False)
    side = 512 * 2 ** state["zoom"]
    middle = side * (0.5 - height_of(state["latitude"]) / 360)
    assert middle - 320 > -1
    assert middle + 320 < side + 1


def _named(atlas: Atlas, beginning: str) -> str:
    rows = Selection().apply(atlas).events
    return str(rows.index[rows["headline"].str.startswith(beginning)][0])


def _corrected(atlas: Atlas, *corrections: Correction) -> Atlas:
    events = Selection().apply(atlas).events.index
    assert all(amending.holds(atlas, events, one) for one in corrections)
    return amending.amended(atlas, corrections, "corrected")


def test_what_is_hidden_is_in_no_frame_and_a_status_changes_every_stop(atlas: Atlas) -> None:
    hidden, changed = _named(atlas, "Bo Lind"), _named(atlas, "Ada Morel")
    after = _corrected(
        atlas,
        Correction(hidden, "hide", "not so"),
        Correction(changed, "status", "postponed", was="done", to="cancelled"),
    )
    assert hidden not in set(after.stops["event"]) | set(after.evidence["event"])
    assert set(after.stops["status"]) == {"cancelled"}
    assert hidden in set(atlas.stops["event"])


def test_a_stop_put_elsewhere_takes_its_ways_along_and_keeps_its_event(atlas: Atlas) -> None:
    tour = _named(atlas, "Ada Morel")
    moved = Correction(
        tour, "place", "the other capital", was="UZ/Tashkent", to="KG/Bishkek", stop=1
    )
    after = _corrected(atlas, moved)
    trip = after.stops[after.stops["event"] == tour]
    assert list(trip["city"]) == ["Astana", "Bishkek"]
    legs = after.legs[after.legs["event"] == tour]
    assert list(legs["target"]) == ["Astana", "Bishkek"]
    end = legs["geometry"].iloc[1].coords[-1]
    assert end == pytest.approx((74.6, 42.9), abs=0.2)
    assert len(after.legs) == len(atlas.legs)


def test_a_day_put_right_is_the_day_of_the_event(atlas: Atlas) -> None:
    tour, sum_ = _named(atlas, "Ada Morel"), _named(atlas, "$25M")
    after = _corrected(
        atlas,
        Correction(tour, "day", "a week later", was="2023-02-28", to="2023-03-07", stop=0),
        Correction(sum_, "day", "the year after", was="2023-05-02", to="2024-05-02"),
    )
    assert after.stops.loc[after.stops["event"] == tour, "arrived"].iloc[0] == "2023-03-07"
    assert set(after.funding["day"].dt.year) == {2024}


def test_a_correction_of_what_the_articles_no_longer_say_does_not_hold(atlas: Atlas) -> None:
    tour = _named(atlas, "Ada Morel")
    events = Selection().apply(atlas).events.index
    for one in (
        Correction(tour, "place", "why", was="UZ/Samarkand", to="KG/Bishkek", stop=1),
        Correction(tour, "place", "why", was="UZ/Tashkent", to="KG/Atlantis", stop=1),
        Correction(tour, "day", "why", was="2023-02-28", to="2023-03-07", stop=7),
        Correction("v-none", "hide", "why"),
    ):
        assert not amending.holds(atlas, events, one)


def test_play_shows_days_on_which_something_happened_within_a_minute() -> None:
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=3 * i) for i in range(400)]
    shown = playing.days_to_show(days)
    assert len(shown) <= 51
    assert shown[0] == days[0]
    assert shown[-1] == days[-1]
    assert set(shown) <= set(days)


@pytest.mark.parametrize(
    ("words", "nothing", "found"),
    [
        ("", False, ["b", "c", "a"]),
        ("harbour", False, ["b", "a"]),
        ("  HARBOUR  gazette ", False, ["a"]),
        ("harbour nowhere", False, []),
        (".*", False, []),
        ("", True, ["b", "c"]),
        ("harbour", True, ["b"]),
    ],
)
def test_sources_are_those_that_hold_every_word(
    words: str, nothing: bool, found: list[str]
) -> None:
    def about(name: str, day: str, text: str, source: str | None, **lists: Any) -> Dossier:
        date = dt.date.fromisoformat(day)
        return Dossier(Article(text=text, id=name, date=date, source=source), **lists)

    tour = visit(stop("Astana", "2023-02-28"))
    atlas = Atlas.of(
        [
            about("a", "2023-02-28", "At the harbour.", "The Gazette", visits=(tour,)),
            about("b", "2023-03-02", "At the harbour.", None),
            about("c", "2023-03-01", "At the border.", "The Gazette"),
        ]
    )
    assert list(matching(atlas.articles, words, nothing=nothing)["article"]) == found


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AppTest]:
    monkeypatch.setattr("sys.argv", ["app.py", str(ROOT / "seeds")])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    yield AppTest.from_file(str(ROOT / "app.py"), default_timeout=90)


def _shown(app: AppTest) -> dict[str, Any]:
    for _ in range(40):
        app.run()
        assert not app.exception
        if charts := app.get("deck_gl_json_chart"):
            assert len(charts[0].proto.json) < 400_000
            return deck_of(charts[0].proto.json)
    raise AssertionError("the map was never drawn")


def test_the_map_page_runs_and_its_polygons_come_by_address(app: AppTest) -> None:
    deck = _shown(app)
    layers = {layer["id"]: layer for layer in deck["layers"]}
    assert layers["countries-0"]["data"] == "app/static/world.geojson"
    assert deck["mapStyle"].startswith("data:application/json,")


def test_a_picture_of_the_marks_comes_before_the_map_and_only_once(app: AppTest) -> None:
    deck = _shown(app)
    (picture,) = _sketches(app)
    svg = "{http://www.w3.org/2000/svg}"
    shapes = ElementTree.fromstring(picture)
    rows = {layer["id"]: layer["data"] for layer in deck["layers"]}
    discs = shapes.findall(f"{svg}circle")
    assert len(discs) == len(rows["dots"]) + len(rows["sums"])
    lon, lat = rows["dots"][-1]["position"]
    side = 512 * 2 ** deck["initialViewState"]["zoom"]
    assert float(discs[-1].get("cx")) == pytest.approx((lon + 180) / 360 * side, abs=0.1)
    assert float(discs[-1].get("cy")) == pytest.approx(side * (0.5 - height_of(lat) / 360), abs=0.1)
    app.run()
    assert _sketches(app) == []


def _sketches(app: AppTest) -> list[str]:
    """The pictures in the page's style rules."""
    rules = " ".join(html.proto.body for html in app.get("html"))
    return [unquote(one) for one in re.findall(r'url\("data:image/svg\+xml,(.*?)"\)', rules)]


def test_the_rows_of_all_layers_of_a_kind_have_one_form(app: AppTest) -> None:
    app.query_params["country"] = "Uzbekistan"
    forms = defaultdict(set)
    for layer in _shown(app)["layers"]:
        read = {name: said for name, said in layer.items() if name.startswith("get")}
        read.pop("getTextAnchor", None)  # no part of what is painted
        assert all(str(said).startswith("@@=") for said in read.values()), layer["id"]
        pickable = layer["@@type"] == "ScatterplotLayer" or layer["pickable"]
        forms[layer["@@type"]].add((*sorted(read), pickable, str(layer.get("extensions"))))
    assert {"PathLayer", "TextLayer", "ScatterplotLayer", "GeoJsonLayer"} <= set(forms)
    assert {kind: len(found) for kind, found in forms.items()} == dict.fromkeys(forms, 1)


def test_the_address_seeds_the_filters(app: AppTest) -> None:
    app.query_params["country"] = "Uzbekistan"
    app.query_params["from"] = "2023-01-01"
    everything_else = _shown(app)
    app.run()
    assert app.multiselect(key="country").value == ["UZ"]
    names = [
        row["name"]
        for layer in everything_else["layers"]
        if layer["id"].startswith("routes-")
        for row in layer["data"]
    ]
    assert any(name.startswith("Astana → Tashkent") for name in names)
