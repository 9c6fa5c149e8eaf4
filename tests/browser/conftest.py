"""One Chromium and one server on the seeds for all browser tests of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.browser.reader import Reader
from tests.reading import ROOT
from tests.serving import app_on


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.fail("no Chromium here: run `make browser`, which gets one or says how")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def seeds_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with app_on(ROOT / "seeds", tmp_path_factory.mktemp("kept")) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, seeds_address: str) -> Iterator[Callable[..., Reader]]:
    """Readers with fresh profiles, whose pages must not complain or ask other hosts."""
    readers: list[Reader] = []

    def new(address: str = seeds_address, **options: object) -> Reader:
        readers.append(Reader(browser, address, **options))
        return readers[-1]

    yield new
    for one in readers:
        one.close()
    assert [url for one in readers for url in one.abroad] == []
    assert [text for one in readers for text in one.complaints] == []


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
