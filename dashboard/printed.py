"""The map as a picture for print: title, date range, legend and credits on a landscape A4 page."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard import exports, ground, wording
from dashboard.ground import Frame
from dashboard.map import shades_of
from dashboard.marks import Marks, marks_of
from dashboard.naming import with_room
from dashboard.selection import View
from dashboard.style import LIGHT, Colour, css

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCHES = (11.69, 8.27)
DPI = 300
# The map's part of the page: left, bottom, width, height, as shares of it.
_MAP = (0.035, 0.125, 0.93, 0.745)
_CREDITS = "\n".join(textwrap.wrap(f"Diplomacy Map. {exports.CREDITS}", 190))
_POINTS_A_PIXEL = 0.62
_DASHES: dict[str, Any] = {
    "done": "solid",
    "ongoing": "solid",
    "planned": (0, (4, 3)),
    "cancelled": (0, (1, 3)),
}


def as_png(view: View, *, shaded: Sequence[str] = (), dpi: int = DPI) -> bytes:
    """The view as a PNG of 3507 × 2481 pixels at 300 dots an inch."""
    # Drawn without pyplot, which is not made for several readers at once.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=INCHES, dpi=dpi, facecolor=css(LIGHT.paper))
    FigureCanvasAgg(figure)
    marks = marks_of(view, LIGHT)
    ratio = _MAP[2] * INCHES[0] / (_MAP[3] * INCHES[1])
    frame = ground.frame_around(ground.points_of(marks), ratio)
    axes = figure.add_axes(_MAP)
    width = _MAP[2] * INCHES[0] * 72 / _POINTS_A_PIXEL
    rows = with_room(marks.names, marks.spots(), ground.sight(frame, width))
    marks.names = [row for row in rows if not row["metres"]]
    _draw_ground(axes, frame, view, shaded)
    _draw_marks(axes, frame, marks)
    axes.set(xlim=(frame.left, frame.right), ylim=(frame.bottom, frame.top), xticks=[], yticks=[])
    for edge in axes.spines.values():
        edge.set(color=css(LIGHT.border), linewidth=0.6)
    _draw_words(figure, view, marks, shaded)
    picture = io.BytesIO()
    with warnings.catch_warnings():
        # Names in scripts that the font lacks come out as boxes; nothing else is wrong then.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(picture, format="png", metadata={"Title": exports.title(view)})
    return picture.getvalue()


def _draw_ground(axes: Axes, frame: Frame, view: View, shaded: Sequence[str]) -> None:
    from matplotlib.collections import LineCollection, PathCollection
    from matplotlib.path import Path

    axes.set_facecolor(css(LIGHT.sea))
    shades, _ = shades_of(view, shaded, LIGHT)
    coloured: list[tuple[str | None, Colour]] = [(None, LIGHT.land), *sorted(shades.items())]
    for shift in ground.shifts(frame):
        move = np.array([shift, 0.0])
        for alpha2, colour in coloured:
            rings = ground.rings(alpha2)
            if rings:
                path = Path.make_compound_path(*(Path(r + move, closed=True) for r in rings))
                axes.add_collection(
                    PathCollection(
                        [path], facecolor=css(colour), edgecolor=css(LIGHT.border), linewidth=0.2
                    )
                )
        borders = [line + move for line in ground.lines("borders")]
        axes.add_collection(LineCollection(borders, colors=css(LIGHT.border), linewidths=0.5))
        disputed = [line + move for line in ground.lines("disputed")]
        axes.add_collection(
            LineCollection(
                disputed, colors=css(LIGHT.disputed), linewidths=0.5, linestyles=(0, (2, 2))
            )
        )


def _draw_marks(axes: Axes, frame: Frame, marks: Marks) -> None:
    from matplotlib.patheffects import withStroke

    scale = _POINTS_A_PIXEL
    rim = [withStroke(linewidth=1.8, foreground=css(LIGHT.land))]
    for row, x, y in _placed(frame, marks.sums):
        size = row["radius"] * 2 * scale
        face = "none" if not row["fill"][3] else (*_share(LIGHT.money), 0.28)
        axes.plot(x, y, "o", ms=size, mfc=face, mec=css(LIGHT.money), mew=0.8, zorder=3)
    for flow in marks.flows:
        _draw_flow(axes, frame, flow)
    for _, x, y in _placed(frame, marks.givers):
        axes.plot(x, y, "s", ms=3.4, color=css(LIGHT.money_ink), mec=css(LIGHT.paper), zorder=5)
    for way in marks.ways:
        _draw_way(axes, frame, way)
    for row, x, y in _placed(frame, marks.dots):
        size = max(3.2, row["radius"] * 2 * scale)
        face, edge = (tuple(part / 255 for part in row[key]) for key in ("fill", "line"))
        axes.plot(x, y, "o", ms=size, mfc=face, mec=edge, mew=0.8, zorder=5)
    for row, x, y in _placed(frame, marks.numbers):
        tone = tuple(part / 255 for part in row["tone"])
        axes.annotate(
            row["number"],
            (x, y),
            ha="center",
            va="center_baseline",
            fontsize=6,
            weight="bold",
            color=tone,
            zorder=6,
            parse_math=False,
        )
    for _, x, y in _placed(frame, marks.diamonds):
        axes.annotate(
            "◆",
            (x, y),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=7.5,
            color=css(LIGHT.meeting),
            path_effects=rim,
            zorder=7,
        )
    _draw_names(axes, frame, marks)


def _draw_names(axes: Axes, frame: Frame, marks: Marks) -> None:
    """The names that found room, beside their marks."""
    from matplotlib.patheffects import withStroke

    rim = [withStroke(linewidth=1.8, foreground=css(LIGHT.land))]
    sides = {"start": "left", "middle": "center", "end": "right"}
    for row, x, y in _placed(frame, marks.names):
        across, down = (pixels * _POINTS_A_PIXEL for pixels in row["offset"])
        axes.annotate(
            row["label"],
            (x, y),
            xytext=(across, -down),
            textcoords="offset points",
            ha=sides[row["anchor"]],
            va="center",
            fontsize=row["size"] * _POINTS_A_PIXEL,
            linespacing=1.0,
            color=css(tuple(row["tone"][:3])),
            path_effects=rim,
            zorder=9,
            parse_math=False,
        )


def _draw_flow(axes: Axes, frame: Frame, flow: dict[str, Any]) -> None:
    line = ground.projected(np.array(flow["path"]))
    for shift in ground.shifts(frame):
        axes.plot(
            line[:, 0] + shift,
            line[:, 1],
            color=css(LIGHT.money),
            lw=flow["width"] * _POINTS_A_PIXEL,
            alpha=0.28,
            solid_capstyle="butt",
            zorder=2.5,
        )
    for _, x, y in _placed(frame, [{"position": flow["middle"]}]):
        axes.annotate(
            "»",
            (x, y),
            ha="center",
            va="center_baseline",
            rotation=flow["angle"],
            fontsize=9,
            color=css(LIGHT.money_ink),
            zorder=4.5,
        )


def _draw_way(axes: Axes, frame: Frame, way: dict[str, Any]) -> None:
    line = ground.projected(np.array(way["path"]))
    alpha = way["alpha"] / 255
    width = way["width"] * _POINTS_A_PIXEL
    for shift in ground.shifts(frame):
        x, y = line[:, 0] + shift, line[:, 1]
        if way["chosen"]:
            axes.plot(x, y, color=css(LIGHT.chosen), lw=width + 3, zorder=3.5)
        wider = 1.6 if way["status"] == "ongoing" else 0
        axes.plot(
            x,
            y,
            color=css(LIGHT.route),
            lw=width + wider,
            ls=_DASHES[way["status"]],
            alpha=alpha,
            zorder=4,
        )
        if wider:
            axes.plot(x, y, color=css(LIGHT.paper), lw=0.9, alpha=alpha, zorder=4.1)
        if way["middle"]:
            half = max(1, len(x) * 11 // 20)
            axes.annotate(
                "", (x[half], y[half]), xytext=(x[half - 1], y[half - 1]), zorder=4.2,
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": css(LIGHT.route),
                    "alpha": alpha,
                    "mutation_scale": 8 + 2 * width,
                    "lw": 0,
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )  # fmt: skip


def _placed(
    frame: Frame, rows: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], float, float]]:
    """Rows with their place, wherever that is in the frame."""
    for row in rows:
        ((lon, y),) = ground.projected(np.array([row["position"]]))
        for shift in ground.shifts(frame):
            x = lon + shift
            if frame.left <= x <= frame.right and frame.bottom <= y <= frame.top:
                yield row, float(x), float(y)


def _draw_words(figure: Figure, view: View, marks: Marks, shaded: Sequence[str]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    left, ink, quiet = _MAP[0], css(LIGHT.ink), css(LIGHT.quiet)
    plain: dict[str, Any] = {"parse_math": False}
    figure.text(
        left, 0.945, exports.title(view)[:90], fontsize=17, color=ink, weight="bold", **plain
    )
    figure.text(left, 0.899, exports.summary(view), fontsize=10, color=quiet, **plain)
    route, money = css(LIGHT.route), css(LIGHT.money)
    inner = Line2D([], [], color=css(LIGHT.paper), lw=1)
    there = {way["status"] for way in marks.ways}
    known: list[tuple[object, Any, str]] = [
        ("done" in there, Line2D([], [], color=route, lw=1.4), "visit"),
        ("ongoing" in there, (Line2D([], [], color=route, lw=3), inner), "under way"),
        *(
            (state in there, Line2D([], [], color=route, lw=1.4, ls=_DASHES[state]), text)
            for state, text in (("planned", "planned"), ("cancelled", "called off"))
        ),
        (marks.flows, Line2D([], [], color=money, lw=4, alpha=0.28), "money from its giver (■)"),
        (
            marks.diamonds,
            Line2D([], [], color=css(LIGHT.meeting), marker="D", ms=5, lw=0),
            "talks",
        ),
        (
            marks.sums,
            Line2D([], [], marker="o", ms=9, lw=0, mec=money, mfc=(*_share(LIGHT.money), 0.28)),
            "sum, larger where more",
        ),
    ]
    shown = [(mark, label) for is_there, mark, label in known if is_there]
    _, told = shades_of(view, shaded, LIGHT)
    day = wording.day(view.end)
    for name, colour, count in told:
        label = f"{wording.one_line(name)}: {wording.counted(count, 'member')} on {day}"
        shown.append((Patch(facecolor=css(colour), edgecolor=css(LIGHT.border)), label))
    shown.append((Line2D([], [], color=css(LIGHT.disputed), lw=0.8, ls=":"), "disputed border"))
    legend = figure.legend(
        [mark for mark, _ in shown],
        [label for _, label in shown],
        loc="lower left",
        bbox_to_anchor=(left - 0.006, 0.062),
        # Names of groupings are long: two lines then.
        ncols=5 if told else 8,
        frameon=False,
        fontsize=8.5,
        labelcolor=ink,
        columnspacing=1.6,
        handletextpad=0.6,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)
    figure.text(left, 0.035, _CREDITS, fontsize=6.3, color=quiet, **plain)


def _share(colour: Colour) -> tuple[float, float, float]:
    return colour[0] / 255, colour[1] / 255, colour[2] / 255
