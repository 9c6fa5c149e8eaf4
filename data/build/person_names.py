"""Builds `data/tables/person_names.csv`: frequent given names and surnames of the US Census 1990.

Needs the package `names` (build time only), which holds the Census Bureau's files
`dist.male.first`, `dist.female.first` and `dist.all.last` (public domain).
"""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

SLICES = (
    ("given", "dist.male.first", 1219),
    ("given", "dist.female.first", 3000),
    ("surname", "dist.all.last", 5000),
)
HEAD = "# US Census Bureau, frequent names of 1990 (public domain), most frequent of each file.\n"


def build(out: Path) -> None:
    """Write the table below `out`/data/tables: a row per kind and first letter, names by blanks."""
    lists: dict[tuple[str, str], set[str]] = {}
    for kind, file, count in SLICES:
        lines = files("names").joinpath(file).read_text(encoding="ascii").splitlines()
        for line in lines[:count]:
            name = line.split()[0].lower()
            lists.setdefault((kind, name[0]), set()).add(name)
    with (out / "data" / "tables" / "person_names.csv").open(
        "w", encoding="utf-8", newline=""
    ) as stream:
        stream.write(HEAD)
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("kind", "names"))
        for (kind, _), found in sorted(lists.items()):
            writer.writerow((kind, " ".join(sorted(found))))
