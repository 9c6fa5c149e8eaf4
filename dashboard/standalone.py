"""The map as one HTML file that opens without a server and without a network, its events below it.

Everything is inline: land and marks as SVG, a little script for zoom and pan. A policy in the page
lets nothing else be fetched or run, whatever the articles hold.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard import exports, ground, wording
from dashboard.events import KINDS, STATUSES
from dashboard.ground import Array, Frame
from dashboard.map import shades_of
from dashboard.marks import Marks, marks_of
from dashboard.naming import with_room
from dashboard.selection import View
from dashboard.style import LIGHT, css

# Events beyond these are not for reading in a page; the tables hold all.
MOST_EVENTS = 1500
# Pixels across that the map has on most screens.
_WIDTH = 1100
_RATIO = 1.9
_DASHES = {"done": "", "ongoing": "", "planned": "9 6", "cancelled": "2 6"}


def as_html(view: View, *, shaded: Sequence[str] = ()) -> bytes:
    """The view as a page of its own: title, dates, map, legend, events with their sentences."""
    marks = marks_of(view, LIGHT)
    frame = ground.frame_around(ground.points_of(marks), _RATIO)
    marks.names = with_room(marks.names, marks.spots(), ground.sight(frame, _WIDTH))
    events = view.events.head(MOST_EVENTS)
    page = _PAGE.format(
        policy=_policy(),
        style=_STYLE,
        script=_SCRIPT,
        title=wording.escaped(exports.title(view)),
        summary=wording.escaped(exports.summary(view)),
        box=" ".join(f"{value:.2f}" for value in _box(frame)),
        scale=f"{(frame.right - frame.left) / _WIDTH:.4f}",
        spoken=wording.escaped(
            f"World map: {exports.summary(view)}. The list below tells the same."
        ),
        symbols=_land(view, shaded) + _marks(marks, set(events.index)),
        legend=_legend(view, shaded),
        events="".join(_events(view, events)),
        rest=_rest(view),
        credits=wording.escaped(exports.CREDITS),
    )
    return page.encode("utf-8", "replace")


def _box(frame: Frame) -> tuple[float, float, float, float]:
    return frame.left, -frame.top, frame.right - frame.left, frame.top - frame.bottom


def _path(line: Array, *, closed: bool = False) -> str:
    """The points as an SVG path; y grows downwards there."""
    steps = "L".join(f"{x:.2f} {-y:.2f}" for x, y in line)
    return f"M{steps}{'Z' if closed else ''}"


@cache
def _outline(alpha2: str | None) -> str:
    return "".join(_path(ring[:-1], closed=True) for ring in ground.rings(alpha2))


@cache
def _lines(name: str) -> str:
    return "".join(_path(line) for line in ground.lines(name))


def _land(view: View, shaded: Sequence[str]) -> str:
    shades, _ = shades_of(view, shaded, LIGHT)
    parts = [f'<path class="land" d="{_outline(None)}"/>']
    for alpha2, colour in sorted(shades.items()):
        name = wording.escaped(wording.country(alpha2))
        parts.append(
            f'<path class="member" fill="{css(colour)}" d="{_outline(alpha2)}">'
            f"<title>{name}</title></path>"
        )
    parts.append(f'<path class="border" d="{_lines("borders")}"/>')
    parts.append(f'<path class="disputed" d="{_lines("disputed")}"/>')
    return "".join(parts)


def _marks(marks: Marks, listed: set[str]) -> str:
    """Ways, discs and diamonds; a short line with round ends keeps its size at every zoom."""
    parts = []
    for row in marks.sums:
        fill = css(LIGHT.money)
        parts.append(
            _link(
                row,
                listed,
                f'{_dot(row, fill, row["radius"] * 2)} stroke-opacity=".3"/>'
                f'<path class="hit" {_at(row)} stroke-width="{row["reach"] * 2:.0f}"/>',
            )
        )
    for row in marks.flows:
        path = _path(ground.projected(np.array(row["path"])))
        parts.append(
            _link(
                row,
                listed,
                f'<path class="flow" d="{path}" stroke-width="{row["width"]:.1f}"/>'
                f"{_head(row, '»', 'toward')}",
            )
        )
    for row in marks.ways:
        path = _path(ground.projected(np.array(row["path"])))
        width = row["width"] + (2.6 if row["status"] == "ongoing" else 0)
        inner = f'<path class="inner" d="{path}"/>' if row["status"] == "ongoing" else ""
        parts.append(
            _link(
                row,
                listed,
                f'<path class="hit" d="{path}" stroke-width="12"/>'
                f'<path class="way" d="{path}" stroke-width="{width:.1f}"'
                f' stroke-dasharray="{_DASHES[row["status"]]}"'
                f' opacity="{row["alpha"] / 255:.2f}"/>{inner}{_head(row)}',
            )
        )
    for row in marks.dots:
        face, edge = (css(tuple(row[key][:3])) for key in ("fill", "line"))
        wide = max(row["radius"] * 2, 6)
        parts.append(_link(row, listed, f"{_dot(row, edge, wide + 3)}/>{_dot(row, face, wide)}/>"))
    for row in marks.numbers:
        tone = css(tuple(row["tone"][:3]))
        parts.append(_text(row, row["number"], "number", f' fill="{tone}"'))
    parts += [
        _link(row, listed, _text(row, "◆", "diamond", ' dy="-.9em"')) for row in marks.diamonds
    ]
    for row in marks.givers:
        parts.append(_link(row, listed, _text(row, "■", "giver")))
    parts += [_name(row) for row in marks.names]
    return "".join(parts)


def _head(row: dict[str, Any], sign: str = "▶", kind: str = "head") -> str:
    """An arrowhead in the middle of a way, in its direction."""
    if not row["middle"]:
        return ""
    half = max(1, len(row["path"]) * 11 // 20)
    before, after = ground.projected(np.array(row["path"][half - 1 : half + 1]))
    angle = -np.degrees(np.arctan2(after[1] - before[1], after[0] - before[0]))
    x, y = after[0], -after[1]
    place = f'x="{x:.2f}" y="{y:.2f}" transform="rotate({angle:.0f} {x:.2f} {y:.2f})"'
    return f'<text class="{kind}" {place}>{sign}</text>'


def _at(row: dict[str, Any]) -> str:
    ((x, y),) = ground.projected(np.array([row["position"]]))
    return f'd="M{x:.2f} {-y:.2f}h0"'


def _dot(row: dict[str, Any], colour: str, width: float) -> str:
    return f'<path class="dot" {_at(row)} stroke="{colour}" stroke-width="{width:.1f}"'


def _text(row: dict[str, Any], text: str, kind: str, more: str = "") -> str:
    ((x, y),) = ground.projected(np.array([row["position"]]))
    return f'<text class="{kind}" x="{x:.2f}" y="{-y:.2f}"{more}>{wording.escaped(text)}</text>'


def _name(row: dict[str, Any]) -> str:
    """A name, and how far the reader must have zoomed in before it shows."""
    across, down = (pixels / row["size"] for pixels in row["offset"])
    tone = css(tuple(row["tone"][:3]))
    move = f' dx="{across:.2f}em" dy="{down:.2f}em" fill="{tone}" text-anchor="{row["anchor"]}"'
    hidden = f' data-from="{row["from_scale"]}" display="none"' if row["metres"] else ""
    return _text(row, row["label"], "name", move + hidden)


def _link(row: dict[str, Any], listed: set[str], drawing: str) -> str:
    """The drawing with its words on hover; leads to the first of its events in the list."""
    lines = [wording.one_line(line) for line in row["name"].split("\n")]
    hover = f"<title>{chr(10).join(wording.escaped(line) for line in lines)}</title>"
    event = next((event for event in row["events"] if event in listed), None)
    if event is None:
        return f"<g>{hover}{drawing}</g>"
    return f'<a href="#{wording.escaped(event)}">{hover}{drawing}</a>'


def _legend(view: View, shaded: Sequence[str]) -> str:
    def line(dash: str, extra: str = "") -> str:
        return (
            '<svg width="34" height="10"><path class="way" d="M1 5h32" stroke-width="2"'
            f' stroke-dasharray="{dash}"/>{extra}</svg>'
        )

    under_way = (
        '<svg width="34" height="10"><path class="way" d="M1 5h32" stroke-width="5"/>'
        '<path class="inner" d="M1 5h32"/></svg>'
    )
    items = [
        (line(""), "visit"),
        (under_way, "under way"),
        (line(_DASHES["planned"]), "planned"),
        (line(_DASHES["cancelled"]), "called off"),
        (f'<b style="color:{css(LIGHT.meeting)}">◆</b>', "talks"),
        (
            '<svg width="44" height="12"><path class="flow" d="M10 6h34" stroke-width="7"/>'
            '<text class="toward" x="27" y="6">»</text>'
            '<text class="giver" x="5" y="6">■</text></svg>',
            "money from its giver",
        ),
        ('<b class="disc"></b>', "sum, larger where more"),
    ]
    _, told = shades_of(view, shaded, LIGHT)
    day = wording.day(view.end)
    for name, colour, count in told:
        swatch = f'<b class="swatch" style="background:{css(colour)}"></b>'
        text = f"{wording.escaped(name)}: {wording.counted(count, 'member')} on {day}"
        items.append((swatch, text))
    disputed = '<svg width="34" height="10"><path class="disputed" d="M1 5h32"/></svg>'
    items.append((disputed, "disputed border"))
    return "".join(f"<span>{mark}{text}</span>" for mark, text in items)


def _events(view: View, events: pd.DataFrame) -> Iterator[str]:
    evidence = view.atlas.evidence
    ours = evidence[evidence["event"].isin(set(events.index))]
    told = dict(list(ours.groupby("event", sort=False)))
    for event, row in zip(events.index, events.itertuples(index=False), strict=True):
        when = wording.span_of_days(row.day, row.day_end)
        status = "" if row.kind == "grouping" else f" · {STATUSES.get(row.status, row.status)}"
        detail = f"<p>{wording.escaped(row.detail)}</p>" if row.detail else ""
        quotes = "".join(_quotes(told[event])) if event in told else ""
        yield (
            f'<article id="{wording.escaped(event)}"><h2>{wording.escaped(row.headline)}</h2>'
            f'<p class="when">{when} · {KINDS[row.kind].removesuffix("s")}{status}</p>'
            f"{detail}{quotes}</article>"
        )


def _quotes(rows: pd.DataFrame) -> Iterator[str]:
    for row in rows.drop_duplicates(["article", "sentence"]).itertuples(index=False):
        name = wording.escaped(row.title) or wording.escaped(row.article)
        address = wording.web_address(row.url)
        if address:
            name = f'<a href="{wording.escaped(address)}" rel="noreferrer noopener">{name}</a>'
        parts = [
            name,
            wording.escaped(row.source),
            "" if pd.isna(row.date) else wording.day(row.date),
        ]
        said = " · ".join(part for part in parts if part)
        yield f"<blockquote>{wording.escaped(row.sentence)}<footer>{said}</footer></blockquote>"


def _rest(view: View) -> str:
    if len(view.events) <= MOST_EVENTS:
        return ""
    return f"<p>The latest {MOST_EVENTS:,} of {len(view.events):,} events; the tables hold all.</p>"


@cache
def _policy() -> str:
    script = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{script}';"
        " base-uri 'none'; form-action 'none'"
    )


_STYLE = f"""
body{{margin:0 auto;max-width:1180px;padding:1rem 1.2rem 2rem;background:{css(LIGHT.paper)};
 color:{css(LIGHT.ink)};font:16px/1.45 system-ui,sans-serif}}
h1{{font-size:1.7rem;line-height:1.15;margin:.2em 0}} h2{{font-size:1.02rem;margin:0}}
.map{{position:relative;border:1px solid {css(LIGHT.border)}}}
.map svg{{display:block;width:100%;height:auto;background:{css(LIGHT.sea)};cursor:grab;
 touch-action:none}}
.map nav{{position:absolute;right:.6rem;top:.6rem;display:grid;gap:.3rem}}
.map button{{width:2.1rem;height:2.1rem;font-size:1.1rem;border:1px solid {css(LIGHT.border)};
 background:{css(LIGHT.paper)};color:inherit;cursor:pointer}}
path{{vector-effect:non-scaling-stroke}}
.land{{fill:{css(LIGHT.land)};stroke:{css(LIGHT.border)};stroke-width:.4}}
.border,.disputed,.way,.inner,.dot,.hit{{fill:none}}
.border{{stroke:{css(LIGHT.border)};stroke-width:.7}}
.disputed{{stroke:{css(LIGHT.disputed)};stroke-width:.8;stroke-dasharray:3 3}}
.way{{stroke:{css(LIGHT.route)}}} .inner{{stroke:{css(LIGHT.paper)};stroke-width:1.4}}
.dot{{stroke-linecap:round}} .hit{{stroke:#000;stroke-opacity:0;stroke-linecap:round;
 pointer-events:stroke}}
a:hover .way,a:focus .way{{stroke:{css(LIGHT.money)}}}
text{{font-size:calc(var(--k)*12px);paint-order:stroke;stroke:{css(LIGHT.land)};
 stroke-width:calc(var(--k)*3px);dominant-baseline:central}}
.head{{fill:{css(LIGHT.route)};stroke:none;text-anchor:middle;font-size:calc(var(--k)*11px)}}
.name{{pointer-events:none}}
.flow{{fill:none;stroke:{css(LIGHT.money)};stroke-opacity:.28}}
.toward,.giver{{fill:{css(LIGHT.money_ink)};text-anchor:middle;pointer-events:none}}
.giver{{font-size:calc(var(--k)*9px)}}
.toward{{stroke:none;font-size:calc(var(--k)*17px)}}
.number{{stroke:none;font-weight:700;text-anchor:middle;pointer-events:none}}
.diamond{{fill:{css(LIGHT.meeting)};font-size:calc(var(--k)*12px);text-anchor:middle}}
.legend{{display:flex;flex-wrap:wrap;gap:.3em 1.4em;font-size:.85rem;color:{css(LIGHT.quiet)};
 margin:.6rem 0 1.4rem}}
.legend span{{display:inline-flex;align-items:center;gap:.4em}}
.disc{{width:13px;height:13px;border-radius:50%;background:{css(LIGHT.money)}55;
 border:1px solid {css(LIGHT.money)}}}
.swatch{{width:14px;height:12px;border:1px solid #8885}}
article{{border-top:1px solid {css(LIGHT.border)};padding:.7rem .6rem;overflow-wrap:anywhere}}
article:target{{background:{css(LIGHT.chosen)}44}}
article p{{margin:.1em 0}} .when,footer,.credits{{font-size:.85rem;color:{css(LIGHT.quiet)}}}
blockquote{{margin:.4rem 0 .2rem;padding-left:.8rem;border-left:3px solid {css(LIGHT.border)}}}
"""

_SCRIPT = """
const map = document.querySelector(".map svg"), first = map.viewBox.baseVal;
const home = [first.x, first.y, first.width, first.height];
const later = map.querySelectorAll("[data-from]");
let box = [...home], held = null, moved = false;
function show() {
  map.setAttribute("viewBox", box.join(" "));
  map.style.setProperty("--k", box[2] / map.clientWidth);
  for (const name of later)
    name.style.display = home[2] / box[2] >= name.dataset.from ? "inline" : "none";
}
function zoom(factor, x = box[0] + box[2] / 2, y = box[1] + box[3] / 2) {
  const wide = Math.min(Math.max(box[2] * factor, 4), 420);
  factor = wide / box[2];
  box = [x - (x - box[0]) * factor, y - (y - box[1]) * factor, wide, box[3] * factor];
  show();
}
map.addEventListener("wheel", event => {
  event.preventDefault();
  const area = map.getBoundingClientRect();
  zoom(Math.exp(event.deltaY / 500), box[0] + (event.clientX - area.left) / area.width * box[2],
    box[1] + (event.clientY - area.top) / area.height * box[3]);
}, {passive: false});
map.addEventListener("pointerdown", event => {
  held = [event.clientX, event.clientY];
  moved = false;
});
window.addEventListener("pointermove", event => {
  if (!held) return;
  const scale = box[2] / map.clientWidth, x = event.clientX - held[0], y = event.clientY - held[1];
  if (Math.abs(x) + Math.abs(y) < 4 && !moved) return;
  moved = true;
  box[0] -= x * scale; box[1] -= y * scale;
  held = [event.clientX, event.clientY];
  show();
});
window.addEventListener("pointerup", () => { held = null; });
map.addEventListener("click", event => { if (moved) event.preventDefault(); }, true);
map.addEventListener("dragstart", event => event.preventDefault());
document.querySelector(".in").addEventListener("click", () => zoom(.6));
document.querySelector(".out").addEventListener("click", () => zoom(1 / .6));
document.querySelector(".home").addEventListener("click", () => { box = [...home]; show(); });
window.addEventListener("resize", show);
show();
"""

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><style>{style}</style></head>
<body><h1>{title}</h1><p class="when">{summary}</p>
<div class="map"><svg viewBox="{box}" style="--k:{scale}" role="group" aria-label="{spoken}">
<g id="w">{symbols}</g><use href="#w" x="360"/><use href="#w" x="-360"/></svg>
<nav><button class="in" aria-label="Zoom in">+</button>
<button class="out" aria-label="Zoom out">−</button>
<button class="home" aria-label="Whole view">⌂</button></nav></div>
<div class="legend">{legend}</div>
<main>{events}{rest}</main><p class="credits">Diplomacy Map. {credits}</p>
<script>{script}</script></body></html>
"""
