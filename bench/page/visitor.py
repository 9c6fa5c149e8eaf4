"""A server measured from outside, and a browser whose page itself notes when what arrived."""

from __future__ import annotations

import base64
import io
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Locator
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.reader import IS_PAINTED, MAP
from tests.serving import Server

# The ground on which ours stands: a picture of it is there before the map that can be moved.
GROUND = ".st-key-ground"
_LISTENING = Path(__file__).with_name("listening.js").read_text(encoding="utf-8")
# Milliseconds; a server that reads a large collection for the first time needs minutes.
_PATIENCE = 600_000
_STREAMLITS = re.compile(r"^https?://[^/]+/(static|_stcore|vendor|favicon)")
_SEEN_AND_DRAWN = """() => {
  const land = performance.getEntriesByType("resource").find(one => one.name.endsWith("land.svg"));
  if (!noted.seen) throw new Error("the picture of the map was never seen");
  return [Math.max(noted.seen, land.responseEnd), noted.drawn];
}"""
_IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


def megabytes(server: Server) -> float:
    """The server's resident memory now."""
    lines = Path(f"/proc/{server.pid}/status").read_text().splitlines()
    held = next(line for line in lines if line.startswith("VmRSS"))
    return int(held.split()[1]) * 1024 / 1e6


def seconds(server: Server) -> float:
    """Processor time that the server has used so far."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Change:
    """What a click brought: seconds until the map was at the page, bytes until all was quiet."""

    name: str
    seconds: float | None
    size: int


@dataclass(frozen=True, slots=True)
class First:
    """A first view: seconds until its map came, was seen, could be moved; bytes of our own."""

    come: float
    painted: float
    drawn: float
    whole: float
    size: int


# Other hosts, such as those of map tiles, are not there: as on a machine without a network.
BROWSER = ("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")


class Visitor:
    """One browser profile with one page."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(_PATIENCE)
        self.page = self.context.new_page()
        self.page.add_init_script(_LISTENING)
        self.fetched: list[tuple[str, int]] = []
        self._maps: set[str] = set()
        self._addresses: dict[str, str] = {}
        wire = self.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", self._answered)
        wire.on("Network.loadingFinished", self._fetched)

    def _answered(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["response"]["url"]

    def _fetched(self, event: dict[str, Any]) -> None:
        address = self._addresses.get(event["requestId"], "")
        self.fetched.append((address, int(event["encodedDataLength"])))

    def open(self, address: str, *, selector: str = GROUND, share: float = 0.04) -> float:
        """Seconds from asking for an address until the map is painted.

        share: of the picture, that something else than the ground must take up. Seen by
        screenshots, which take a while themselves: an upper bound.
        """
        began = time.perf_counter()
        self.page.goto(address, wait_until="commit")
        self.page.wait_for_selector(selector)
        while time.perf_counter() - began < _PATIENCE / 1000:
            if _is_drawn(self._picture(selector), share):
                break
        return time.perf_counter() - began

    def _picture(self, selector: str = GROUND) -> bytes:
        """What is seen of a map now."""
        box = self.page.locator(selector).first.bounding_box()
        assert box is not None
        clip = {"x": box["x"] + 60, "y": box["y"] + 90, "width": 560, "height": 300}
        return self.page.screenshot(clip=clip, type="png", scale="css")

    def _at_rest(self) -> float:
        """When the map that can be moved last changed before it stayed as it was for a second."""
        self.page.wait_for_function(IS_PAINTED, arg=MAP)
        changed, before = time.perf_counter(), self._picture()
        while time.perf_counter() - changed < 1:
            now = self._picture()
            if now != before:
                changed, before = time.perf_counter(), now
        return changed

    def settle(self) -> None:
        """Wait until the server has run and nothing more arrives."""
        self.page.wait_for_timeout(120)
        self.page.wait_for_selector(_IDLE)
        before = -1
        while before != (now := len(self.fetched) + self._frames()):
            before = now
            self.page.wait_for_timeout(350)

    def own_files(self) -> int:
        """Bytes fetched so far beside Streamlit's own scripts, styles and fonts."""
        return sum(size for address, size in self.fetched if not _STREAMLITS.search(address))

    def first_view(self, address: str) -> First:
        """Open an address, and take the times until its map is seen and can be moved.

        It is seen when its picture is on the screen, marks and land: a screenshot would have to
        wait until the painter has time for it.
        """
        began = time.perf_counter()
        self.page.goto(address, wait_until="commit")
        whole = self._at_rest() - began
        self.settle()
        painted, drawn = (ms / 1000 for ms in self.page.evaluate(_SEEN_AND_DRAWN))
        frames = self.taken()[1]
        come = next(at for at, _, is_map in frames if is_map) / 1000
        size = self.own_files() + sum(size for _, size, _ in frames)
        return First(come, painted, drawn, whole, size)

    def _frames(self) -> int:
        return int(self.page.evaluate("noted.frames.length"))

    def taken(self) -> tuple[float, list[tuple[float, int, bool]]]:
        """The last click, and (when, bytes, with a map or not) of what arrived since the last call.

        Times are milliseconds of the page.
        """
        click, frames = self.page.evaluate("take()")
        messages = [(at, base64.b64decode(data)) for at, data in frames]
        return click, [(at, len(data), self._is_map(data)) for at, data in messages]

    def change(self, name: str, target: Locator) -> Change:
        """Click, and see what it brings."""
        self.taken()
        self.fetched.clear()
        target.click()
        self.settle()
        click, frames = self.taken()
        arrived = [at for at, _, is_map in frames if is_map and at > click]
        size = sum(size for _, size, _ in frames) + sum(size for _, size in self.fetched)
        return Change(name, (max(arrived) - click) / 1000 if arrived else None, size)

    def _is_map(self, data: bytes) -> bool:
        """Whether a message holds a map, or names one that the page has already."""
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "ref_hash":
            return message.ref_hash in self._maps
        found = message.delta.new_element.HasField("deck_gl_json_chart")
        if found:
            self._maps.add(message.hash)
        return found

    def close(self) -> None:
        self.context.close()


def _is_drawn(png: bytes, share: float) -> bool:
    """Whether there are several tones, each on so much of the picture."""
    with Image.open(io.BytesIO(png)) as image:
        small = image.convert("RGB").resize((112, 60), Image.Resampling.NEAREST)
        counts = small.getcolors(112 * 60) or []
    return sum(1 for count, _ in counts if count > 112 * 60 * share) >= 2
