"""The pages of a country, a person, a grouping and the sources, on the real collection."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser
NewReader = Callable[..., Reader]
BLINKEN = "Antony+Blinken+%28United+States%29"


def test_a_countrys_page_says_who_came_and_frames_it_on_its_map(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit("country?of=Uzbekistan")
    assert page.page.locator("h1").inner_text() == "Uzbekistan"
    assert any("Tashkent" in row["name"] for row in page.layer("routes-"))
    assert "framed" in {layer["id"] for layer in page.deck["layers"]}
    page.page.get_by_role("tab", name="Groupings").click()
    assert page.page.get_by_label("Table of groupings with dates").count()


def test_a_persons_page_lists_trips_in_order_with_their_sentences(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit(f"person?who={BLINKEN}")
    assert page.page.locator("h1").inner_text() == "Antony Blinken"
    trip = page.page.locator(".dm-stops", has_text="Astana")
    places = trip.locator("li b").all_inner_texts()
    assert places[:2] == ["Astana, Kazakhstan", "Tashkent, Uzbekistan"]
    page.page.get_by_role("button", name="Antony Blinken: Astana").first.click()
    page.settle()
    assert "Kazakhstan" in page.page.locator(".st-key-rail .dm-quote").first.inner_text()
    assert "event=" in page.page.url


@pytest.mark.parametrize(("day", "members"), [("2023-04-03", "30"), ("2023-04-04", "31")])
def test_a_groupings_page_shades_its_members_of_the_day(
    reader: NewReader, day: str, members: str
) -> None:
    page = reader(paints=False)
    page.visit(f"grouping?name=NATO&on={day}")
    page.page.locator(".dm-legend", has_text=f"NATO: {members} members").wait_for()
    assert page.page.get_by_test_id("stMetricValue").first.inner_text() == members


def test_sources_can_be_searched_and_an_article_opened_by_its_address(reader: NewReader) -> None:
    page = reader(paints=False)
    page.page.goto(f"{page.address}/sources?search=astana")
    status = page.page.get_by_role("status").filter(has_text="article")
    status.wait_for()
    assert status.inner_text() != "56 articles of 56"
    page.page.goto(f"{page.address}/sources?article=001-blinken-arctic-council")
    page.page.locator(".dm-text").wait_for()
    assert "Reykjavik" in page.page.locator(".dm-text").inner_text()
    page.page.locator(".st-key-rail button", has_text="Copenhagen").first.click()
    page.page.locator(".dm-quote mark").first.wait_for()


def test_an_event_leads_to_the_pages_of_those_who_have_a_part_in_it(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit("?traveller=Antony+Blinken&from=2023-02-01&to=2023-03-31")
    page.page.get_by_role("button", name="Antony Blinken: Astana").first.click()
    page.settle()
    page.page.locator(".st-key-links").get_by_role("link", name="Kazakhstan").click()
    page.page.locator("h1", has_text="Kazakhstan").wait_for()
    assert "country?of=Kazakhstan" in page.page.url


@pytest.mark.parametrize(
    "address", ["country?of=Atlantis", "person?who=%3Cscript%3E", "grouping?name=X"]
)
def test_an_address_of_nothing_shows_what_there_is_to_choose_from(
    reader: NewReader, address: str
) -> None:
    page = reader(paints=False)
    page.page.goto(f"{page.address}/{address}")
    page.page.get_by_test_id("stDataFrame").first.wait_for()
    assert "Choose one" in page.page.locator(".dm-lede").inner_text()
