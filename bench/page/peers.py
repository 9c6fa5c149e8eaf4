"""What else draws the same rows: a plain `st.map`, and a page that keeps all rows itself."""

from __future__ import annotations

import json
import shutil
import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
import pydeck
from playwright.sync_api import Browser

from bench.figures import ROOT, Figure
from bench.page.visitor import MAP, Visitor, megabytes
from tests.serving import serving

_HERE = Path(__file__).parent
# There is no land without tiles: dots alone must be seen.
_DOTS = 0.0005
COUNTRIES = ("KZ", "CN", "FR", "JP", "KE")


def figures(browser: Browser, rows: Sequence[dict[str, Any]], folder: Path) -> list[Figure]:
    """Both peers' figures, none of them with a bound."""
    return [*_plain_map(browser, rows, folder), *_all_in_browser(browser, rows, folder)]


def _plain_map(browser: Browser, rows: Sequence[dict[str, Any]], folder: Path) -> Iterator[Figure]:
    file = folder / "rows.parquet"
    pd.DataFrame(rows).to_parquet(file)
    with serving(_HERE / "plain_map.py", folder, [str(file)]) as server:
        warming = Visitor(browser)
        warming.open(server.address, selector=MAP, share=_DOTS)
        warming.close()
        visitor = Visitor(browser)
        paint = visitor.open(server.address, selector=MAP, share=_DOTS)
        visitor.settle()
        size = visitor.own_files() + sum(size for _, size, _ in visitor.taken()[1])
        changes = [
            visitor.change(code, visitor.page.get_by_role("button", name=code, exact=True))
            for code in [code for code in COUNTRIES for _ in "ab"]
        ]
        visitor.close()
        held = megabytes(server)
    waits = [change.seconds for change in changes if change.seconds is not None]
    yield Figure(f"st.map of {len(rows):,} stops: first paint (without its tiles)", paint, "s")
    yield Figure("st.map: filter change, longest", max(waits), "s")
    most = max(change.size for change in changes)
    yield Figure("st.map: most bytes sent on a filter change", most / 1e3, "kB")
    yield Figure("st.map: bytes of the first view", size / 1e6, "MB")
    yield Figure("st.map: server with one open page", held, "MB")


def _all_in_browser(
    browser: Browser, rows: Sequence[dict[str, Any]], folder: Path
) -> Iterator[Figure]:
    site = folder / "site"
    site.mkdir()
    shutil.copy(_HERE / "all_in_browser.html", site / "index.html")
    shutil.copy(ROOT / "static" / "world.geojson", site)
    shutil.copy(Path(pydeck.__file__).parent / "nbextension/static/index.js", site / "deck.js")
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {k: v for k, v in row.items() if k not in ("lon", "lat")},
        }
        for row in rows
    ]
    whole = {"type": "FeatureCollection", "features": features}
    (site / "rows.geojson").write_text(json.dumps(whole, separators=(",", ":")))
    with _files(site) as address:
        visitor = Visitor(browser)
        paint = visitor.open(address, selector="#map")
        visitor.page.wait_for_function("window.ready")
        size = sum(size for name, size in visitor.fetched if not name.endswith("deck.js"))
        waits = [visitor.page.evaluate(f"change('{code}')") / 1000 for code in COUNTRIES]
        visitor.close()
    yield Figure("all in the browser: first paint", paint, "s")
    yield Figure(
        "all in the browser: filter change until drawn, median", statistics.median(waits), "s"
    )
    yield Figure("all in the browser: bytes of the first view beside deck.gl", size / 1e6, "MB")


@contextmanager
def _files(folder: Path) -> Iterator[str]:
    """The address of a server of a folder's files."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Says nothing: the figures are on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
