"""Addresses that readers send each other: a fresh profile is shown exactly what they showed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.reader import PATIENCE, Reader
from tests.reading import read_cases

pytestmark = pytest.mark.browser
CASES = read_cases("addresses.csv")


def _seen(page: Reader) -> dict[str, Any]:
    """Address, words and map of a page, once all has come."""
    page.page.locator(".dm-credits").wait_for(timeout=PATIENCE)
    page.settle()
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
        sent = _seen(sender)
        assert case.shows in sent["words"], case.address
        different.add(repr(sent))
        receiver = reader(paints=False)
        receiver.page.goto(sent["address"])
        assert _seen(receiver) == sent, case.address
        receiver.close()
    assert len(different) == len(CASES)
