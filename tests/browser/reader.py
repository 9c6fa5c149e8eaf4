"""The app as a reader meets it: pages in headless Chromium, and all that they asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from math import asinh, cos, hypot, pi, radians, sin, tan
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, WebSocket, WebSocketRoute
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.serving import deck_of

MAP = "[data-testid=stDeckGlJsonChart]"
# A map is painted by the processor here: slow when several are.
_PATIENCE = 180_000
# What Chromium says of its own drawing on machines without a graphics card.
_HARMLESS = ("GPU stall", "WebGL", "Permissions-Policy")
# Streamlit's own page looks for its server below each page's address first.
_PROBES = ("/_stcore/health", "/_stcore/host-config")

# Maps come to the page, and are not painted there: that takes the processor most of a test's time.
_UNPAINTED = """
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext])
  for (const call of ["Arrays", "Elements", "ArraysInstanced", "ElementsInstanced"])
    if (kind.prototype["draw" + call]) kind.prototype["draw" + call] = () => {};
"""


# Whether land, water and borders are in the middle of the map's own picture: many colours, not one.
IS_PAINTED = """
(map) => {
  const drawn = document.querySelector(`${map} #deckgl-overlay`);
  if (!drawn?.width) return false;
  const small = new OffscreenCanvas(160, 120), pen = small.getContext("2d");
  pen.drawImage(drawn, -40, -30, 240, 180);
  const colours = new Uint32Array(pen.getImageData(0, 0, 160, 120).data.buffer);
  return new Set(colours).size > 12;
}
"""


def colours_of(png: bytes) -> list[tuple[int, int, int]]:
    """The colour of every pixel of a picture."""
    with Image.open(BytesIO(png)) as image:
        return list(image.convert("RGB").get_flattened_data())


def _message(payload: str | bytes) -> ForwardMsg:
    message = ForwardMsg()
    message.ParseFromString(payload if isinstance(payload, bytes) else payload.encode())
    return message


def _element(message: ForwardMsg) -> str | None:
    """The kind of element that a message brings to the page."""
    return message.delta.new_element.WhichOneof("type")


class Late:
    """A wire between page and server on which both can be held back: what is asked, and answered.

    behind: the kind of element behind which both are, from its first time on.
    """

    def __init__(self, behind: str | None = None) -> None:
        self.holds_answers = self.holds_asking = False
        self.asked = 0
        self._behind = behind
        self._held: list[Callable[[], None]] = []

    def put_between(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        page.on_message(lambda message: self._ask(lambda: server.send(message)))
        server.on_message(lambda message: self._answer(message, lambda: page.send(message)))

    def _ask(self, send: Callable[[], None]) -> None:
        # without its first question there is no page
        self._pass_on(send, self.holds_asking and self.asked > 0)
        self.asked += 1

    def _answer(self, message: str | bytes, send: Callable[[], None]) -> None:
        self._pass_on(send, self.holds_answers)
        if self._behind and _element(_message(message)) == self._behind:
            self.holds_answers = self.holds_asking = True
            self._behind = None

    def _pass_on(self, send: Callable[[], None], hold: bool) -> None:
        if hold:
            self._held.append(send)
        else:
            send()

    def release(self) -> None:
        self.holds_answers = self.holds_asking = False
        for send in self._held:
            send()
        self._held.clear()


class Reader:
    """One reader's browser, with a fresh profile, and all that it asked for, saw and was told.

    paints: whether maps are painted; for tests that look at no picture they need not be.
    """

    def __init__(
        self, browser: Browser, address: str, *, paints: bool = True, **options: Any
    ) -> None:
        self.address = address
        self.paints = paints
        size = options.pop("viewport", {"width": 1080, "height": 800})
        self.context = browser.new_context(viewport=size, locale="en-GB", **options)
        self.context.set_default_timeout(_PATIENCE)
        if not paints:
            self.context.add_init_script(_UNPAINTED)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.decks: list[dict[str, Any]] = []
        self.runs = 0
        self._spoken = 0.0
        self._known: dict[str, dict[str, Any]] = {}
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", self._listen)

    def _said(self, message: ConsoleMessage) -> None:
        if not str(message.location.get("url", "")).endswith(_PROBES):
            self._heard(message.type, message.text)

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not any(word in text for word in _HARMLESS):
            self.complaints.append(text)

    def _listen(self, channel: WebSocket) -> None:
        channel.on("framereceived", self._received)
        channel.on("framesent", self._sent)

    def _sent(self, _: str | bytes) -> None:
        self._spoken = time.monotonic()

    def _received(self, payload: str | bytes) -> None:
        self._spoken = time.monotonic()
        message = _message(payload)
        self.runs += message.HasField("new_session")
        element = message.delta.new_element
        if element.HasField("deck_gl_json_chart"):
            self._known[message.hash] = deck_of(element.deck_gl_json_chart.json)
            self.decks.append(self._known[message.hash])
        elif message.ref_hash in self._known:  # a map that the page has already
            self.decks.append(self._known[message.ref_hash])

    def on_a_late_wire(self, behind: str | None = None) -> Late:
        """Before the first visit: a wire that can be held; what goes over it is not listened to."""
        late = Late(behind)
        self.page.route_web_socket("**/_stcore/stream", late.put_between)
        return late

    @property
    def abroad(self) -> list[str]:
        """What was asked of other hosts than our own."""
        own = (self.address, self.address.replace("http", "ws"), "data:", "blob:")
        return [url for url in self.asked if not url.startswith(own)]

    def visit(self, query: str = "", *, with_map: bool = True) -> None:
        """Open an address of the app and wait until it is drawn."""
        self.page.goto(f"{self.address}/{query}")
        if with_map:
            self.page.wait_for_selector(f"{MAP} canvas >> nth=0")
        self.settle()
        if with_map and self.paints:
            self.wait_for_paint()

    def settle(self) -> None:
        """Wait until the server has run, and nothing has been said for a while."""
        quiet = False
        while not quiet:
            self.page.wait_for_timeout(400)
            self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
            self.page.wait_for_timeout(700)
            quiet = time.monotonic() - self._spoken > 0.7

    def wait_for_paint(self) -> None:
        """Wait until the map that can be moved has covered the picture that stood there first."""
        for _ in range(_PATIENCE // 500):
            if self.page.evaluate(IS_PAINTED, MAP):
                return
            self.page.wait_for_timeout(500)
        raise AssertionError("the map was never painted")

    @property
    def deck(self) -> dict[str, Any]:
        """The last map that reached the page."""
        return self.decks[-1]

    def layer(self, beginning: str) -> list[dict[str, Any]]:
        """The rows of the layers whose id begins so."""
        return [
            row
            for layer in self.deck["layers"]
            if str(layer["id"]).startswith(beginning) and isinstance(layer["data"], list)
            for row in layer["data"]
        ]

    def point_of(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place lies on the screen, as long as nobody moved the map."""
        seen = self.deck["initialViewState"]
        scale = 512 * 2 ** seen["zoom"]

        def flat(x: float, y: float) -> tuple[float, float]:
            return (x / 360 + 0.5) * scale, (0.5 - asinh(tan(radians(y))) / (2 * pi)) * scale

        x, y = flat(lon, lat)
        middle_x, middle_y = flat(seen["longitude"], seen["latitude"])
        box = self.page.locator(MAP).first.bounding_box()
        assert box is not None
        return (
            box["x"] + box["width"] / 2 + x - middle_x,
            box["y"] + box["height"] / 2 + y - middle_y,
        )

    def point_on_globe(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place lies on the screen while nobody turned the globe."""
        seen = self.deck["initialViewState"]
        box = self.page.locator(MAP).first.bounding_box()
        assert box is not None
        middle = radians(seen["latitude"])
        radius = 256 * 2 ** seen["zoom"] / (pi * cos(middle))
        east, north = radians(lon - seen["longitude"]), radians(lat)
        x = cos(north) * sin(east)
        y = sin(north) * cos(middle) - cos(north) * cos(east) * sin(middle)
        near = sin(north) * sin(middle) + cos(north) * cos(east) * cos(middle)
        far = 1.5 * box["height"]
        scale = radius * far / (far + radius * (1 - near))
        return box["x"] + box["width"] / 2 + x * scale, box["y"] + box["height"] / 2 - y * scale

    def off_centre(self, lon: float, lat: float) -> float:
        """How far a place is from the middle of the view, in degrees or so."""
        seen = self.deck["initialViewState"]
        return hypot(lon - seen["longitude"], lat - seen["latitude"])

    def drag_over_timeline(self, start: float, end: float) -> None:
        """Draw a brush over the timeline, from one share of its width to another."""
        chart = self.page.locator("[data-testid=stVegaLiteChart]").first
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        assert box is not None
        y = box["y"] + box["height"] * 0.6
        self.page.mouse.move(box["x"] + box["width"] * start, y)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + box["width"] * end, y, steps=8)
        self.page.mouse.up()
        self.page.wait_for_timeout(1000)
        self.settle()

    def click_map(self, lon: float, lat: float) -> None:
        """Point at a place on the map, then click: a click without pointing is often lost."""
        x, y = self.point_of(lon, lat)
        self.page.mouse.move(x - 6, y - 6)
        self.page.mouse.move(x, y, steps=4)
        self.page.wait_for_timeout(1200)
        self.page.mouse.click(x, y)
        self.page.wait_for_timeout(1500)
        self.settle()

    def close(self) -> None:
        self.context.close()
