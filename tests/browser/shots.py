"""Pictures of the app for people to look at: `python -m tests.browser.shots` fills screenshots/."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.browser.reader import Reader
from tests.reading import ROOT
from tests.serving import app_on

_WIDE = {"viewport": {"width": 1440, "height": 960}}
_PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
)
_PHONE = {"viewport": {"width": 390, "height": 844}, "user_agent": _PHONE_AGENT}
_ASIA = "?traveller=Antony+Blinken&grouping=C5%2B1&from=2023-02-01&to=2023-03-31"

# name: address, and the reader's browser
SHOTS: dict[str, tuple[str, dict[str, Any]]] = {
    "world": ("", _WIDE),
    "world-dark": ("", {**_WIDE, "color_scheme": "dark"}),
    "central-asia": (_ASIA, _WIDE),
    "europe": ("?country=Ukraine&grouping=NATO", _WIDE),
    "pacific": ("?country=Fiji", _WIDE),
    "globe": ("?globe=true", _WIDE),
    "funding": ("?kind=Funding", _WIDE),
    "phone": ("", _PHONE),
    "embedded": ("?embed=true&country=India", _WIDE),
    "nothing": ("?from=1995-01-01&to=1995-12-31", _WIDE),
    "country": ("country?of=Kazakhstan", _WIDE),
    "about": ("about", _WIDE),
}


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
        for name in names or list(SHOTS):
            query, options = SHOTS[name]
            reader = Reader(browser, address, **options)
            reader.visit(query, with_map=name != "about")
            if name == "central-asia":
                reader.page.get_by_text("Antony Blinken: Astana").first.click()
                reader.settle()
            reader.page.wait_for_timeout(4000)
            reader.page.screenshot(path=folder / f"{name}.png")
            reader.close()
            print(folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1:], ROOT / "screenshots")
