"""The dashboard on a large collection: waits, bytes and memory, beside two peers.

    python -m bench.dashboard [--events N]

The collection is that of seeds/, replayed on other days with other people. The browser is headless
Chromium without a graphics card (SwiftShader), on the same cores as the server: painting is far
slower than on a reader's machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.figures import ROOT, Figure, show
from bench.page import peers, replay
from bench.page.visitor import BROWSER, Change, Visitor, megabytes, seconds
from tests import chromium
from tests.serving import Server, serving

EVENTS = 100_000
PAGES = 10
KINDS = ("Visits", "Meetings", "Funding", "Planned")
NAMES = {
    "Country": ("Kazakhstan", "China", "France", "Japan", "Kenya", "India"),
    "Traveller": ("Antony", "Wang"),
    "Grouping": ("ASEAN", "NATO"),
}


def main(events: int = EVENTS) -> list[Figure]:
    """The figures, each with its bound where one was promised."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        dossiers = replay.replayed(ROOT / "seeds", events)
        file = replay.stored(dossiers, folder)
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=BROWSER)
        with serving(ROOT / "app.py", folder, [str(file)]) as server:
            ours = _ours(browser, server)
        rows = list(replay.rows_of(dossiers))
        theirs = peers.figures(browser, rows, folder)
        browser.close()
    print(
        f"\nPainted without a graphics card (SwiftShader), {os.cpu_count()} cores for server and"
        f" browser; load at the end {os.getloadavg()[0]:.1f}"
    )
    return [*ours, *theirs]


def _ours(browser: Browser, server: Server) -> list[Figure]:
    first = Visitor(browser)
    first.open(server.address)
    first.settle()
    print(f"\n{first.page.locator('.st-key-counts').inner_text().splitlines()[0]}", flush=True)
    first.close()
    views = []
    for _ in range(3):
        visitor = Visitor(browser)
        views.append(visitor.first_view(server.address))
        visitor.close()
    view = sorted(views, key=lambda one: one.painted)[1]
    visitor = Visitor(browser)
    visitor.open(server.address)
    visitor.settle()
    worked = seconds(server)
    changes = list(_changes(visitor))
    worked = (seconds(server) - worked) / len(changes)
    visitor.close()
    for change in sorted(changes, key=lambda one: one.seconds or 0, reverse=True)[:6]:
        print(f"  {change.name:32} {change.seconds or 0:6.3f} s {change.size / 1e3:7.0f} kB")
    held = _with_open_pages(browser, server)
    waits = [change.seconds for change in changes if change.seconds is not None]
    p95 = f"filter change to layers at the page, p95 of {len(waits)}"
    most = max(change.size for change in changes)
    return [
        Figure("first paint of the map, warm server", view.painted, "s", at_most=2.5),
        Figure("  of it until its layers are at the page", view.come, "s"),
        Figure("the map that can be moved lies over it", view.whole, "s"),
        Figure("  of it until the page asks for the first drawing", view.drawn, "s"),
        Figure("  then drawing without a graphics card", view.whole - view.drawn, "s"),
        Figure(p95, _p95(waits), "s", at_most=0.5),
        Figure("  the same, median", statistics.median(waits), "s"),
        Figure("  processor time of the server for one", worked, "s"),
        Figure("most bytes sent on a filter change", most / 1e3, "kB", at_most=400),
        Figure(
            "first view beside Streamlit's files",
            max(one.size for one in views) / 1e6,
            "MB",
            at_most=1.5,
        ),
        Figure(f"server with {PAGES} open pages", held, "MB", at_most=700),
    ]


def _with_open_pages(browser: Browser, server: Server) -> float:
    pages = [Visitor(browser) for _ in range(PAGES)]
    for one in pages:
        one.open(server.address)
        one.settle()
    held = megabytes(server)
    for one in pages:
        one.close()
    return held


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def _changes(visitor: Visitor) -> Iterator[Change]:
    """Filters set and taken back, as a reader does it."""
    page = visitor.page
    body = page.get_by_test_id("stPopoverBody")
    page.get_by_role("button", name="Kind", exact=True).click()
    for label in KINDS:
        for way in ("on", "off"):
            pill = body.get_by_role("button", name=label, exact=True)
            yield visitor.change(f"{label} {way}", pill)
    page.keyboard.press("Escape")
    for title, names in NAMES.items():
        page.get_by_role("button", name=title, exact=True).click()
        box = body.get_by_role("combobox")
        for name in names:
            box.fill(name)
            option = page.get_by_role("option", name=name).first
            yield visitor.change(f"{title}: {name}", option)
            away = body.get_by_role("button", name="Clear all")
            yield visitor.change(f"{title}: without {name}", away)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")


if __name__ == "__main__":
    given = argparse.ArgumentParser()
    given.add_argument("--events", type=int, default=EVENTS)
    sys.exit(show("Dashboard", main(given.parse_args().events)))
