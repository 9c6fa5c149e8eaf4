"""axe-core on every page, light and dark: no serious finding that is ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.reader import Reader
from tests.reading import read_cases

pytestmark = pytest.mark.browser

PAGES = {
    "map": "",
    "map-event": "?traveller=Antony+Blinken&grouping=C5%2B1",
    "map-empty": "?from=1995-01-01&to=1995-12-31",
    "countries": "country",
    "country": "country?of=Kazakhstan",
    "people": "person",
    "person": "person?who=Antony+Blinken+(United+States)",
    "groupings": "grouping",
    "grouping": "grouping?name=NATO",
    "read": "read",
    "sources": "sources",
    "about": "about",
}
# Parts of Streamlit that no app can change: rule, piece of the selector or markup, why.
STREAMLITS = read_cases("axe_of_streamlit.csv")


def _ours(rule: str, node: dict[str, Any]) -> bool:
    where = f"{node['target']} {node['html']}"
    return not any(rule == case.rule and case.part in where for case in STREAMLITS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_finding(reader: Callable[..., Reader], scheme: str) -> None:
    found: dict[str, list[str]] = {}
    page = reader(color_scheme=scheme, paints=False)
    for name, query in PAGES.items():
        page.visit(query, with_map=False)
        if name == "map-event":
            page.page.locator(".st-key-rail button").first.click()
            page.settle()
        page.page.wait_for_selector(".dm-credits")
        # The map may be drawn a second time, once the page has told how wide it is.
        page.settle()
        for violation in Axe().run(page.page).response["violations"]:
            if violation["impact"] not in ("serious", "critical"):
                continue
            for node in violation["nodes"]:
                if _ours(violation["id"], node):
                    found.setdefault(name, []).append(f"{violation['id']}: {node['html'][:200]}")
    assert found == {}


def test_dark_pages_are_dark(reader: Callable[..., Reader]) -> None:
    page = reader(color_scheme="dark", paints=False)
    page.visit("about", with_map=False)
    colour = page.page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    assert max(int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(",")[:3]) < 60
