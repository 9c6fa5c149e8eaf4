"""The app, or another Streamlit script, on a server of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.reading import ROOT


class Server(NamedTuple):
    """A running server: its address and its process."""

    address: str
    pid: int


@contextmanager
def serving(script: Path, kept: Path, arguments: Sequence[str] = ()) -> Iterator[Server]:
    """A Streamlit server of this script on a free port; `kept` is its user's cache folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--", *arguments]
    log = kept / f"server-{port}.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, "XDG_CACHE_HOME": str(kept)},
        )
    try:
        _wait(f"{address}/_stcore/health", process, log)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def app_on(articles: Path, kept: Path) -> Iterator[str]:
    """The address of the app showing these articles."""
    with serving(ROOT / "app.py", kept, [str(articles)]) as server:
        yield server.address


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"the server did not come up: {log.read_text(errors='replace')[-2000:]}")


def deck_of(text: str) -> dict[str, Any]:
    """A map's JSON, with the rows of its layers where it holds addresses that contain them."""
    deck: dict[str, Any] = json.loads(text)
    for layer in deck["layers"]:
        head, _, rows = str(layer["data"]).partition(",")
        if head == "data:application/json":
            layer["data"] = json.loads(unquote(rows))
    return deck
