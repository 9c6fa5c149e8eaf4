"""A Chromium for the browser tests: found, or fetched (`python -m tests.chromium`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_CURE = """\
No Chromium for the browser tests could be found or fetched. Do one of these, then run it again:
  - install the package:        apt-get install chromium   (or your system's own)
  - let Playwright fetch one:   .venv/bin/playwright install chromium
  - name one that you have:     CHROMIUM=/path/to/chromium make test"""


def find() -> str | None:
    """The path of a Chromium that starts: $CHROMIUM, the system's, or Playwright's own."""
    return next((path for path in _candidates() if path and _starts(path)), None)


def _candidates() -> Iterator[str | None]:
    if named := os.environ.get("CHROMIUM"):
        yield named
        return
    yield from (shutil.which(name) for name in _NAMES)
    yield _playwrights()


def fetch() -> str | None:
    """Install one: Debian's package where this user may, else Playwright's download."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = ("apt-get", "-q", "-y")
        _run(*quiet, "update")
        _run(*quiet, "install", "--no-install-recommends", "chromium")
        if found := find():
            return found
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    return find()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser may be a stub that only says how to install it.
    command = [path, "--version"]
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run(*command: str) -> None:
    print("$", " ".join(command), file=sys.stderr)
    try:
        subprocess.run(command, check=False, stdout=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    if not (find() or fetch()):
        sys.exit(_CURE)
