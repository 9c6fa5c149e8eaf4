"""The map page on the real collection, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.style import LIGHT
from tests.browser.reader import MAP, Reader, colours_of

pytestmark = pytest.mark.browser
NewReader = Callable[..., Reader]
BLINKEN = "?traveller=Antony+Blinken&from=2023-02-01&to=2023-03-31"

# The widths of maps as they are drawn. Before it is told its own, a canvas is 300 pixels wide.
_DRAWN = """
window.drawn = [];
for (const call of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"])
  WebGL2RenderingContext.prototype[call] = function () {
    const {width} = this.canvas;
    if (width !== 300 && !drawn.includes(width)) drawn.push(width);
  };
"""


def _ways(reader: Reader, words: str) -> list[dict[str, Any]]:
    return [row for row in reader.layer("routes-") if row["name"].startswith(words)]


def test_the_first_view_asks_no_other_host_and_shows_routes_and_counts(reader: NewReader) -> None:
    page = reader()
    page.visit()
    assert len(page.layer("ways-")) > 20
    assert "visits" in page.page.locator(".st-key-counts").inner_text()
    assert page.page.locator(".st-key-rail button").count() > 5


def test_a_picture_of_land_and_marks_lies_where_the_map_then_does(reader: NewReader) -> None:
    painted, waiting = reader(), reader(paints=False)
    painted.visit()
    waiting.visit()
    then = _kinds(painted)
    for _ in range(20):
        first = _kinds(waiting)
        ground = [pair for pair in zip(first, then, strict=True) if not {"mark", ""} & {*pair}]
        alike = sum(1 for one, other in ground if one == other)
        if alike > 0.99 * len(ground):
            break
        waiting.page.wait_for_timeout(500)
    assert alike > 0.99 * len(ground)
    assert len(ground) > len(then) / 2
    for kind in ("land", "water", "mark"):
        assert first.count(kind) > 5000, kind


def _kinds(reader: Reader) -> list[str]:
    """What each pixel of the map shows."""
    box = reader.page.locator(MAP).bounding_box()
    inside = {"x": box["x"] + 5, "y": box["y"] + 5, "width": box["width"] - 70, "height": 500}
    return [_kind(pixel) for pixel in colours_of(reader.page.screenshot(clip=inside))]


def _kind(pixel: tuple[int, int, int]) -> str:
    """What a pixel shows: land, water, a mark; nothing where it is a mixture."""
    for kind, tone in (("land", LIGHT.land), ("water", LIGHT.sea)):
        if max(abs(one - other) for one, other in zip(pixel, tone, strict=True)) < 3:
            return kind
    return "mark" if sum(pixel) < 500 else ""


def test_the_way_from_astana_to_tashkent_is_drawn_as_planned(reader: NewReader) -> None:
    page = reader()
    page.visit(BLINKEN)
    (way,) = _ways(page, "Astana → Tashkent")
    assert "(planned)" in way["name"]
    start, end = way["path"][0], way["path"][-1]
    assert start == pytest.approx([71.45, 51.18], abs=0.2)
    assert end == pytest.approx([69.25, 41.3], abs=0.2)
    # And the picture has the ink of routes between the two.
    x, y = page.point_of((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    shot = page.page.screenshot(
        clip={"x": x - 12, "y": y - 25, "width": 24, "height": 50}, type="png"
    )
    assert sum(1 for pixel in colours_of(shot) if sum(pixel) < 330) > 8


def test_a_click_on_a_route_shows_the_sentence_it_was_read_from(reader: NewReader) -> None:
    page = reader()
    page.visit(BLINKEN)
    (way,) = _ways(page, "Astana → Tashkent")
    start, end = way["path"][0], way["path"][-1]
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    page.click_map(*middle)
    if "event=" not in page.page.url:  # the browser's first pick may come before the first paint
        page.click_map(*middle)
    rail = page.page.locator(".st-key-rail")
    assert "Antony Blinken: Astana" in rail.locator("h3").inner_text()
    assert "Tashkent" in rail.locator(".dm-quote mark").all_inner_texts()[-1]
    assert "event=" in page.page.url


def test_what_is_opened_stays_open_while_the_page_learns_of_it_late(reader: NewReader) -> None:
    page = reader(paints=False)
    late = page.on_a_late_wire()
    page.visit(BLINKEN, with_map=False)
    page.page.locator(".st-key-rail button").first.wait_for()
    page.settle()
    late.holds_answers = True
    page.page.locator(".st-key-rail button").first.click()
    page.page.wait_for_timeout(1500)
    # Asked with the address that the page still shows, which names nothing.
    page.page.locator(".st-key-globe label").click()
    page.page.wait_for_timeout(1500)
    late.release()
    page.settle()
    assert "event=" in page.page.url
    assert "Antony Blinken" in page.page.locator(".st-key-rail h3").inner_text()
    # Who goes back in the browser's history closes it all the same.
    page.page.go_back()
    page.page.go_back()
    page.settle()
    assert "event=" not in page.page.url
    assert page.page.locator(".st-key-rail h3").count() == 0


def test_money_is_a_band_from_its_giver_that_opens_its_sums(reader: NewReader) -> None:
    page = reader()
    page.visit("?kind=Funding&country=South+Africa")
    assert len(page.layer("flows")) >= 4
    (band,) = (row for row in page.layer("routes-") if row["name"].startswith("EU → South Africa"))
    lon, lat = band["path"][len(band["path"]) // 2]
    page.click_map(lon, lat)
    if "event=" not in page.page.url:
        page.click_map(lon, lat)
    assert "South Africa" in page.page.locator(".st-key-rail h3").inner_text()


def test_the_names_on_the_globe_can_be_read(reader: NewReader) -> None:
    page = reader()
    page.visit("?country=India&globe=true")
    page.page.wait_for_timeout(2000)
    assert {"London", "Malé"} <= {row["label"] for row in page.layer("names-")}
    # Letters of the globe need settings of their own: without them nothing of them is seen.
    name = min(page.layer("names-"), key=lambda row: page.off_centre(*row["position"]))
    x, y = page.point_on_globe(*name["position"])
    left = 8 if name["anchor"] == "start" else -48
    clip = {"x": x + left, "y": y - 9, "width": 40, "height": 18}
    dark = [1 for pixel in colours_of(page.page.screenshot(clip=clip)) if sum(pixel) < 240]
    assert len(dark) > 25, name["label"]


def test_dates_are_set_by_the_brush_and_by_stretches_of_fixed_days(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit("?kind=Meetings")
    before = page.page.locator(".st-key-counts").inner_text()
    page.drag_over_timeline(0.3, 0.5)
    assert "from=20" in page.page.url
    assert "to=20" in page.page.url
    assert page.page.locator(".st-key-counts").inner_text() != before
    page.page.get_by_role("button", name="Dates:").click()
    page.page.locator(".st-key-span-1 button").click()
    page.settle()
    assert re.search(r"from=(20\d\d)-01-01&to=\1-12-31", page.page.url)
    page.page.locator(".st-key-span-day button").click()
    page.settle()
    assert re.search(r"day=\d+\+[A-Z][a-z]{2}", page.page.url)
    assert "from=" not in page.page.url
    page.page.locator(".st-key-span-all button").click()
    page.settle()
    assert page.page.locator(".st-key-counts").inner_text() == before


def test_a_view_is_made_once(reader: NewReader) -> None:
    page = reader(paints=False, viewport={"width": 1280, "height": 800})
    page.visit()  # the articles are read the first time
    page.runs = 0
    page.visit()
    page.page.wait_for_timeout(1500)
    assert page.runs == 1
    page.page.get_by_role("button", name="Kind", exact=True).click()
    # The legend grows and shrinks with the kinds, and the map's column with it.
    for ended, kind in enumerate(("Meetings", "Funding"), start=2):
        page.page.get_by_test_id("stPopoverBody").get_by_role("button", name=kind).click()
        page.settle()
        page.page.wait_for_timeout(1500)
        assert page.runs == ended


def test_a_narrow_page_draws_only_the_map_that_fits(reader: NewReader) -> None:
    page = reader(paints=False, viewport={"width": 1080, "height": 800})
    page.visit()
    page = reader(paints=False, viewport={"width": 1080, "height": 800})
    page.page.add_init_script(_DRAWN)
    late = page.on_a_late_wire()
    late.holds_asking = True  # how wide it is
    page.page.goto(page.address)
    page.page.wait_for_selector(MAP, state="attached")
    page.page.wait_for_timeout(2500)
    assert late.asked == 2
    assert page.page.evaluate("drawn") == []
    late.release()
    page.page.wait_for_selector(f"{MAP} canvas >> nth=0")
    page.page.wait_for_timeout(2500)
    box = page.page.locator(MAP).first.bounding_box()
    assert box is not None
    assert page.page.evaluate("drawn") == [round(box["width"])]


def test_filters_change_what_is_drawn_listed_and_counted(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit()
    before = _seen(page)
    page.page.get_by_role("button", name="Country", exact=True).click()
    box = page.page.locator("[data-testid=stMultiSelect] input").first
    box.click()
    page.page.keyboard.type("Uzbekistan")
    page.page.keyboard.press("Enter")
    page.settle()
    page.page.keyboard.press("Escape")
    uzbek = _seen(page)
    assert "country=Uzbekistan" in page.page.url
    assert 0 < uzbek["ways"] < before["ways"]
    assert uzbek["counts"] != before["counts"]
    assert uzbek["listed"] != before["listed"]
    page.visit("?country=Uzbekistan&from=2023-01-01&to=2023-12-31")
    dated = _seen(page)
    assert 0 < dated["ways"] < uzbek["ways"]
    assert dated["counts"] != uzbek["counts"]


def _seen(page: Reader) -> dict[str, Any]:
    page.settle()
    return {
        "ways": len(page.layer("routes-")),
        "counts": page.page.locator(".st-key-counts").inner_text(),
        "listed": page.page.locator(".st-key-rail button").all_inner_texts(),
        "camera": page.deck["initialViewState"],
        "filters": page.page.locator(".st-key-filters").inner_text(),
    }


def test_a_filter_that_leaves_nothing_says_what_to_do(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit("?from=1995-01-01&to=1995-12-31")
    rail = page.page.locator(".st-key-rail")
    assert "Widen the dates" in rail.inner_text()
    rail.get_by_role("button", name="Clear filters").click()
    page.settle()
    assert page.page.locator(".st-key-rail button").count() > 5


def test_an_address_with_nonsense_in_it_gives_a_page_and_no_traceback(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit("?country=Atlantis&from=2023-02-31&kind=%3Cscript%3E&event=nothing&globe=perhaps")
    assert page.page.locator("[data-testid=stException]").count() == 0
    assert "is not in the articles" in page.page.locator("[data-testid=stAlert]").inner_text()
    assert len(page.layer("ways-")) > 20


def test_the_table_opens_what_a_click_opens(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit(BLINKEN)
    table = page.page.locator("[data-testid=stDataFrame] canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.page.mouse.click(box["x"] + 16, box["y"] + 56)
    page.settle()
    assert "event=" in page.page.url
    assert page.page.locator(".dm-quote").count() > 0


def test_on_a_phone_nothing_is_wider_than_the_screen(reader: NewReader) -> None:
    page = reader(paints=False, viewport={"width": 390, "height": 844})
    page.visit()
    wide = page.page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth"
    )
    assert not wide
    box = page.page.locator(MAP).first.bounding_box()
    assert box is not None
    assert box["width"] > 340
