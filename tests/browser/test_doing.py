"""What a reader can do beside looking: play, share, embed, put right, bring an article."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import geopandas as gpd
import pytest

from tests.browser.reader import Reader
from tests.documents import docx_of, pdf_of
from tests.reading import ROOT

pytestmark = pytest.mark.browser
NewReader = Callable[..., Reader]
MARCH = "?traveller=Antony+Blinken&from=2023-02-01&to=2023-03-31"
ASTANA = (ROOT / "seeds" / "023-blinken-astana.txt").read_text(encoding="utf-8")


def test_play_draws_day_after_day_and_pausing_keeps_the_day(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit("?traveller=Antony+Blinken")
    before = len(page.decks)
    page.page.get_by_role("button", name="Play").click()
    page.page.wait_for_selector(".dm-day")
    page.page.get_by_role("button", name="Pause").click()
    page.page.get_by_role("button", name="Play").wait_for()
    page.page.wait_for_url("**from=20**")
    assert len(page.decks) > before
    assert "to=20" in page.page.url


def test_the_address_to_copy_is_the_address_of_the_view(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit(MARCH)
    page.page.get_by_role("button", name="Share").click()
    shown = page.page.locator("[data-testid=stCode]").first.inner_text().strip()
    assert sorted(urlsplit(shown).query.split("&")) == sorted(
        urlsplit(page.page.url).query.split("&")
    )
    assert "embed=true" in page.page.locator("[data-testid=stCode]").nth(1).inner_text()


def test_embedded_there_is_a_map_and_no_navigation(reader: NewReader) -> None:
    page = reader()
    page.visit("?embed=true&country=India")
    assert page.page.get_by_text("Read an article").count() == 0
    assert page.page.locator("h1").count() == 0
    assert len(page.layer("routes-")) > 2


def test_a_correction_needs_a_reason_changes_the_map_and_can_be_undone(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit(MARCH)
    counts = page.page.locator(".st-key-counts")
    before = counts.inner_text()
    page.page.get_by_text("Antony Blinken: Astana").first.click()
    page.settle()
    page.page.get_by_role("button", name="Something wrong?").click()
    page.page.get_by_role("button", name="Correct", exact=True).click()
    page.page.get_by_text("Say why").wait_for()
    page.page.get_by_label("Why").fill("He stayed at home")
    page.page.get_by_role("button", name="Correct", exact=True).click()
    page.page.get_by_text("1 correction").wait_for()
    page.settle()
    assert counts.inner_text() != before
    page.page.get_by_text("1 correction").click()
    page.page.get_by_role("button", name="Undo").click()
    page.page.get_by_text("1 correction").wait_for(state="detached")
    page.settle()
    assert counts.inner_text() == before


def test_a_stop_can_be_put_elsewhere_and_back(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit(MARCH)
    page.page.get_by_text("Antony Blinken: Astana").first.click()
    page.settle()
    page.page.get_by_role("button", name="Something wrong?").click()
    page.page.get_by_text("The place", exact=True).click()
    page.settle()
    page.page.get_by_label("Town").fill("Almaty")
    page.page.get_by_label("Why").fill("The talks were held there")
    page.page.get_by_role("button", name="Correct", exact=True).click()
    page.page.get_by_text("1 correction").wait_for()
    page.settle()
    assert any(row["name"].startswith("Almaty → Tashkent") for row in page.layer("routes-"))
    assert "Almaty" in page.page.locator(".st-key-rail h3").inner_text()
    page.page.get_by_text("1 correction").click()
    told = "Astana, Kazakhstan is in truth Almaty, Kazakhstan"
    for where in (".st-key-rail", ".st-key-corrections"):
        page.page.locator(where).get_by_text(told).wait_for()
    page.page.get_by_role("button", name="Undo").click()
    page.page.get_by_text("1 correction").wait_for(state="detached")
    page.settle()
    assert any(row["name"].startswith("Astana → Tashkent") for row in page.layer("routes-"))


def test_a_pasted_article_is_marked_drawn_and_added_to_the_map(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit("read", with_map=False)
    page.page.locator("textarea").fill(ASTANA.removeprefix(" date 2023-02-28 "))
    page.page.get_by_role("button", name="Read it").click()
    page.page.locator(".dm-text").wait_for()
    page.settle()
    assert "Tashkent" in page.page.locator(".dm-text").inner_text()
    assert any("Tashkent" in row["name"] for row in page.layer("routes-"))
    page.page.get_by_role("button", name="Add it to the map").click()
    page.page.get_by_text("On the map, for as long").wait_for()


UPLOADS = {
    "txt": "Suva",
    "html": "Apia",
    "pdf": "Quito",
    "docx": "Lima",
    "json": "Oslo",
    "jsonl": "Riga",
    "csv": "Doha",
}


def _document(ending: str, town: str) -> bytes:
    """One article in the form that this ending names."""
    said = f"Foreign Minister Ada Morel of France landed in {town} on Tuesday."
    if ending == "pdf":
        return pdf_of(said)
    if ending == "docx":
        return docx_of(said)
    forms = {
        "html": f"<html><body><p>{said}</p></body></html>",
        "json": json.dumps({"text": said}),
        "jsonl": json.dumps({"text": said}) + "\n",
        "csv": f"text\n{said}\n",
    }
    return forms.get(ending, said).encode()


def test_an_upload_of_each_form_is_read_and_drawn(reader: NewReader) -> None:
    page = reader(paints=False)
    page.visit("read", with_map=False)
    page.page.get_by_text("Upload", exact=True).first.click()
    files = page.page.locator("input[type=file]")
    taken = (files.get_attribute("accept") or "").split(",")
    assert {f".{ending}" for ending in UPLOADS} <= set(taken)
    text = page.page.locator(".dm-text")
    for ending, town in UPLOADS.items():
        name = f"tour.{ending}"
        data = _document(ending, town)
        files.set_input_files([{"name": name, "mimeType": "", "buffer": data}])
        text.get_by_text(town).first.wait_for()
        page.settle()
        assert any(row["name"].startswith(f"Paris → {town}") for row in page.layer("routes-")), name
        page.page.get_by_role("button", name="Remove tour").first.click()
        text.wait_for(state="detached")


def test_a_geopackage_that_is_downloaded_holds_what_is_in_view(
    reader: NewReader, tmp_path: Path
) -> None:
    page = reader(paints=False)
    page.visit(MARCH)
    with page.page.expect_download() as waiting:
        page.page.get_by_role("button", name="GeoPackage").click()
    file = tmp_path / "view.gpkg"
    waiting.value.save_as(file)
    stops = gpd.read_file(file, layer="stops")
    assert {"Astana", "Tashkent"} <= set(stops["city"])
    assert set(stops["traveller"]) == {"Antony Blinken"}
    assert stops.crs == "EPSG:4326"
