"""Pictures of the app for people to look at: `python -m tests.browser.shots` fills screenshots/."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.browser.reader import Reader
from tests.reading import ROOT
from tests.serving import app_on

_WIDE = {"viewport": {"width": 1440, "height": 960}}
_PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
)
_PHONE = {"viewport": {"width": 390, "height": 844}, "user_agent": _PHONE_AGENT}
# Pages that go on below the fold.
_TALL = {"viewport": {"width": 1440, "height": 1900}}
_LONG_PHONE = {**_PHONE, "viewport": {"width": 390, "height": 1900}}
_DARK = {**_WIDE, "color_scheme": "dark"}
_ASIA = "?traveller=Antony+Blinken&grouping=C5%2B1&from=2023-02-01&to=2023-03-31"
_BLINKEN = "person?who=Antony+Blinken+(United+States)"
_ARTICLE = "sources?article=001-blinken-arctic-council"


class Shot(NamedTuple):
    """A picture: the address, the reader's browser, and what the reader does there before."""

    query: str
    browser: dict[str, Any]
    act: Callable[[Reader], None] | None = None
    with_map: bool = True


def _open_the_trip(reader: Reader) -> None:
    reader.page.get_by_text("Antony Blinken: Astana").first.click()


def _compare_neighbours(reader: Reader) -> None:
    reader.page.get_by_role("tab", name="Neighbours").click()


def _paste_an_article(reader: Reader) -> None:
    text = (ROOT / "seeds" / "023-blinken-astana.txt").read_text(encoding="utf-8")
    reader.page.locator("textarea").fill(text.removeprefix(" date 2023-02-28 "))
    reader.page.get_by_role("button", name="Read it").click()
    reader.page.locator(".dm-text").wait_for()


SHOTS = {
    "world": Shot("", _WIDE),
    "world-dark": Shot("", _DARK),
    "central-asia": Shot(_ASIA, _WIDE, _open_the_trip),
    "europe": Shot("?country=Ukraine&grouping=NATO", _WIDE),
    "pacific": Shot("?country=Fiji", _WIDE),
    "globe": Shot("?globe=true", _WIDE),
    "globe-dark": Shot("?globe=true&country=India", _DARK),
    "funding": Shot("?kind=Funding", _WIDE),
    "funding-dark": Shot("?kind=Funding", _DARK),
    "phone": Shot("", _PHONE),
    "phone-funding": Shot("?kind=Funding", {**_PHONE, "color_scheme": "dark"}),
    "embedded": Shot("?embed=true&country=India", _WIDE),
    "nothing": Shot("?from=1995-01-01&to=1995-12-31", _WIDE),
    "country": Shot("country?of=Kazakhstan", _TALL, _compare_neighbours),
    "country-phone": Shot("country?of=Kazakhstan", _LONG_PHONE),
    "person": Shot(_BLINKEN, _TALL),
    "person-dark": Shot(_BLINKEN, _DARK),
    "person-phone": Shot(_BLINKEN, _LONG_PHONE),
    "grouping-before": Shot("grouping?name=NATO&on=2023-04-03", _WIDE),
    "grouping-after": Shot("grouping?name=NATO&on=2023-04-04", _DARK),
    "sources": Shot("sources?search=astana", _WIDE, with_map=False),
    "article": Shot(_ARTICLE, _DARK, with_map=False),
    "read": Shot("read", _TALL, _paste_an_article, with_map=False),
    "about": Shot("about", _WIDE, with_map=False),
}
# Made by the app itself, of what the first view shows.
PRINT = "print"


def take(names: list[str], folder: Path) -> None:
    """Take the pictures with these names, all of them where none is named."""
    path = chromium.find()
    if path is None:
        sys.exit("no Chromium here: run `make browser`, which gets one or says how")
    folder.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as kept,
        app_on(ROOT / "seeds", Path(kept)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name in names or [*SHOTS, PRINT]:
            _take(SHOTS.get(name), browser, address, folder / f"{name}.png")
            print(folder / f"{name}.png")
        browser.close()


def _take(shot: Shot | None, browser: Browser, address: str, file: Path) -> None:
    wanted = shot or SHOTS["world"]
    reader = Reader(browser, address, **wanted.browser)
    reader.visit(wanted.query, with_map=wanted.with_map)
    if wanted.act:
        wanted.act(reader)
        reader.settle()
    if shot:
        reader.page.wait_for_timeout(3000)
        reader.page.screenshot(path=file)
    else:
        with reader.page.expect_download() as download:
            reader.page.get_by_role("button", name="Picture").click()
        download.value.save_as(file)
    reader.close()


if __name__ == "__main__":
    take(sys.argv[1:], ROOT / "screenshots")
