"""What the confidence of places is worth, and the table of shares that it is read from.

    python -m bench.calibration [CORPORA] [--write]

The table tells for each amount of evidence the share of places that gold agrees with: groups of
places with like evidence, joined until more evidence never means a smaller share. It is shown for
each half of the articles by the table of the other half, so that no article judges itself, and
`--write` puts the table of all articles into `data/tables/place_confidence.csv`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, NamedTuple

from bench.figures import ROOT, SHARED
from geo import names, places, text
from geo.dossier import Article, Place
from geo.places import Settled

TABLE = ROOT / "data" / "tables" / "place_confidence.csv"
_HEAD = """\
# How often a place read with so much evidence (0 to 1, `places.Settled`) is the one that gold has.
# Groups of {least} places or more, of {told} in {articles} articles of news, beside {before} that
# are right as often as their evidence says. Own measurement (`bench/calibration.py`), MIT.
evidence,share,places
"""
_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
_MANY, _FAR = 50, 0.05  # a span with so many places must be right so nearly
_LEAST = 60  # places in a group of like evidence
_BEFORE = 4  # places that each share is drawn towards its evidence by


class Item(NamedTuple):
    """A place with gold's verdict. article: whose it is, by number."""

    evidence: float
    right: bool
    article: int


class Row(NamedTuple):
    """One row of the table: the mean evidence of a group, and the share that is right."""

    evidence: float
    share: float
    places: int


def main(arguments: list[str]) -> int:
    """Print what confidence is worth; with --write, make the table anew.

    Returns 1 where confidence is far from what it is worth.
    """
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    folder = folders[0] if folders else SHARED / "corpora"
    files = sorted(folder.glob("*-dev.jsonl"))
    if not files:
        print(f"\nCalibration\n  No corpora at {folder}; nothing was measured.")
        return 0
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    found = list(items([json.loads(line) for line in lines]))
    missed = show("each half of the articles by the table of the other half", _crossed(found))
    missed += show("all articles by the table", given(found))
    if "--write" in arguments:
        table = fit(found)
        head = _HEAD.format(least=_LEAST, told=len(found), articles=len(lines), before=_BEFORE)
        rows = (f"{row.evidence:.3f},{row.share:.3f},{row.places}\n" for row in table)
        TABLE.write_text(head + "".join(rows), encoding="utf-8")
    return bool(missed)


def given(found: Sequence[Item]) -> list[tuple[float, bool]]:
    """The confidence that we give to each item, and whether it is right."""
    return [(places.confidence(one.evidence), one.right) for one in found]


def _crossed(found: Sequence[Item]) -> list[tuple[float, bool]]:
    """Likewise, by a table that the half of the articles which the item is from did not make."""
    told: list[tuple[float, bool]] = []
    for half in (0, 1):
        table = fit([one for one in found if one.article % 2 != half])
        known, shares = [row.evidence for row in table], [row.share for row in table]
        told.extend(
            (places.between(known, shares, one.evidence), one.right)
            for one in found
            if one.article % 2 == half
        )
    return told


def article(row: dict[str, Any]) -> Article:
    """A row of a corpus as an article."""
    return Article(text=row["text"], id=row["id"], title=row["title"])


def items(rows: Sequence[dict[str, Any]]) -> Iterator[Item]:
    """Our places with a point, and whether gold agrees.

    Left out: names in other roles than gold counts (demonyms), and overlaps with what gold
    deliberately ignores.
    """
    for number, row in enumerate(rows):
        doc = text.read(article(row))
        who = names.find(doc)
        found = zip(places.settle(doc, who), places.find(doc, who).places, strict=True)
        for one, place in found:
            if place.kind not in ("country", "city") or place.role == "demonym":
                continue
            over = [
                gold
                for gold in row["gold"]
                if place.start < gold["end"] and gold["start"] < place.end
            ]
            ignored = any(gold["label"] == "ignore" or gold["lat"] is None for gold in over)
            if not ignored and place.lat is not None:
                yield _item(one, place, over, number)


def _item(one: Settled, place: Place, over: Sequence[dict[str, Any]], number: int) -> Item:
    return Item(one.evidence, any(_agrees(place, gold) for gold in over), number)


def _agrees(place: Place, gold: dict[str, Any]) -> bool:
    if place.kind == "country":
        return place.geonameid == gold["geonameid"]
    if place.lat is None or place.lon is None:
        return False
    a, b = radians(place.lat), radians(gold["lat"])
    half = sin((b - a) / 2) ** 2
    half += cos(a) * cos(b) * sin(radians(gold["lon"] - place.lon) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(half))) <= 40


def fit(found: Sequence[Item]) -> list[Row]:
    """The table of some items: isotonic regression over groups of like evidence."""
    blocks: list[list[Item]] = []
    for group in _groups(sorted(found)):
        blocks.append(group)
        while len(blocks) > 1 and _share(blocks[-2]) >= _share(blocks[-1]):
            last = blocks.pop()
            blocks[-1].extend(last)
    return [_row(block) for block in blocks]


def _groups(ordered: Sequence[Item]) -> Iterator[list[Item]]:
    """Groups of `_LEAST` items or more; those with the same evidence stay together."""
    group: list[Item] = []
    for i, one in enumerate(ordered):
        parted = not group or one.evidence > group[-1].evidence
        if parted and len(group) >= _LEAST and len(ordered) - i >= _LEAST:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _share(block: Sequence[Item]) -> float:
    return sum(one.right for one in block) / len(block)


def _row(block: Sequence[Item]) -> Row:
    evidence = sum(one.evidence for one in block) / len(block)
    share = (sum(one.right for one in block) + _BEFORE * evidence) / (len(block) + _BEFORE)
    return Row(evidence, share, len(block))


def show(title: str, told: Sequence[tuple[float, bool]]) -> int:
    """Print for each span of confidence how much of it is right. Returns how many are far off."""
    missed = 0
    print(f"\nWhat confidence is worth: {title}\n  given        items  mean   right")
    for low, high in pairwise(_BINS):
        held = [(said, right) for said, right in told if low <= said < high]
        if held:
            mean = sum(said for said, _ in held) / len(held)
            share = sum(right for _, right in held) / len(held)
            far = len(held) >= _MANY and abs(mean - share) > _FAR
            missed += far
            span = f"{low:.2f}-{min(high, 1):.2f}"
            print(f"  {span}  {len(held):7}  {mean:.2f}  {share:6.2f}{'   MISSED' if far else ''}")
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
