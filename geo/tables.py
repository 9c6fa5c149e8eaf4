"""The one reader of `data/`: tables of knowledge, and the files built from larger sources."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


class TableError(Exception):
    """A table under `data/` is broken; names the file, the line and the cure."""


def path(name: str) -> Path:
    """Where a file of `data/` lies, for readers that want a path (shapefiles, tries)."""
    return DATA / name


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/tables/{name}.csv`, every cell a string, lines that begin with # left out.

    Raises TableError where a row has more or fewer cells than the heading.
    """
    file = DATA / "tables" / f"{name}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(line for line in stream if not line.startswith("#"))
        heading = next(reader)
        found = []
        for cells in reader:
            if len(cells) != len(heading):
                raise TableError(
                    f"{file.name}: row {cells[:2]} has {len(cells)} cells, the heading"
                    f" has {len(heading)}; quote cells that hold a comma"
                )
            found.append(dict(zip(heading, cells, strict=True)))
    return tuple(found)


@cache
def words(name: str, *kinds: str) -> frozenset[str]:
    """The words of these kinds in `data/tables/{name}.csv`, which has the columns word and kind."""
    return frozenset(row["word"] for row in rows(name) if row["kind"] in kinds)


@cache
def rules(name: str) -> dict[str, Any]:
    """The content of `data/rules/{name}.toml`."""
    return tomllib.loads((DATA / "rules" / f"{name}.toml").read_text(encoding="utf-8"))
