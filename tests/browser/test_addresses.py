"""Addresses that readers send each other: a fresh profile is shown exactly what they showed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.reader import Reader
from tests.reading import read_cases

pytestmark = pytest.mark.browser
CASES = read_cases("addresses.csv")


def _settle(page: Reader) -> None:
    page.page.locator(".dm-credits").wait_for()
    page.settle()


def _seen(page: Reader) -> dict[str, Any]:
    """Address, words and map of a page."""
    deck = page.decks[-1] if page.decks else {"layers": [], "initialViewState": None}
    return {
        "address": page.page.url,
        "words": page.page.locator("[data-testid=stMain]").inner_text(),
        "layers": [layer["id"] for layer in deck["layers"]],
        "marks": [layer["data"] for layer in deck["layers"]],
        "camera": deck["initialViewState"],
    }


def test_twenty_views_are_restored_in_fresh_profiles(reader: Callable[..., Reader]) -> None:
    assert len(CASES) == 20
    sender = reader(paints=False)
    different = set()
    for case in CASES:
        sender.decks.clear()
        sender.page.goto(f"{sender.address}/{case.address}")
        if case.opens == "yes":
            # a click while the page still loads may be answered with the old address
            _settle(sender)
            sender.page.locator(".st-key-rail button").first.click()
            sender.page.wait_for_url("**event=**")
        _settle(sender)
        receiver = reader(paints=False)
        receiver.page.goto(sender.page.url)
        receiver.page.locator(".dm-credits").wait_for()
        # Parts of a page may come late where a machine is busy.
        for _ in range(80):
            sent, got = _seen(sender), _seen(receiver)
            if sent == got:
                break
            receiver.page.wait_for_timeout(500)
        assert got == sent, case.address
        assert case.shows in sent["words"], case.address
        different.add(repr(sent))
        receiver.close()
    assert len(different) == len(CASES)


@pytest.mark.parametrize("country", ["India", "Kazakhstan", "China"])
def test_an_address_is_kept_by_a_page_that_answers_early(
    reader: Callable[..., Reader], country: str
) -> None:
    """How wide it is, a page tells as soon as it is asked, whatever is still on its way to it."""
    reader(paints=False).visit()  # the server has read the articles by then, and is quick
    page = reader(paints=False)
    late = page.on_a_late_wire(behind="bidi_component")
    page.page.goto(f"{page.address}/?country={country}&globe=true")
    for _ in range(40):
        page.page.wait_for_timeout(500)
        if late.holds_answers:
            break
    page.page.wait_for_timeout(1000)
    late.release()
    _settle(page)
    assert page.page.url == f"{page.address}/?country={country}&globe=true"
    assert f"Country: {country}" in page.page.locator("[data-testid=stMain]").inner_text()
