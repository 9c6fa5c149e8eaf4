"""How long the worst texts take: a million characters each, beside a quarter of them.

    python -m bench.hostile [NAME ...]

The texts are those of `tests/hostile.py`; NAME is a part of a kind's name. Time that grows with
the square would take sixteen times as long for four times the text.
"""

from __future__ import annotations

import datetime as dt
import sys
import time

from bench.figures import Figure, show
from geo import Article, parse
from tests import hostile

LENGTH = 1_000_000
SHOWN = 12


def main(names: list[str]) -> list[Figure]:
    """The slowest, each with the seconds that it may take; and how much the worst grows."""
    # Tables and rates that the first article loads are not what is timed.
    warm = (
        "Maria Silva of Chile met Xi Jinping in Rome on Tuesday and gave Kenya €5 million in aid."
    )
    parse(Article(text=warm, date=dt.date(2024, 1, 10)))
    found = []
    for name, write in hostile.shapes().items():
        if not names or any(part in name for part in names):
            quarter, whole = _seconds(write(LENGTH // 4)), _seconds(write(LENGTH))
            found.append((whole, whole / max(quarter, 0.05), name))
    found.sort(reverse=True)
    growth = max((grown, name) for _, grown, name in found)
    return [
        *(Figure(name, whole, "s", at_most=5) for whole, _, name in found[:SHOWN]),
        Figure(f"most growth for four times the text ({growth[1]})", growth[0], "", at_most=9),
    ]


def _seconds(text: str) -> float:
    began = time.process_time()
    parse(Article(text=text))
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(show("Hostile texts of a megabyte", main(sys.argv[1:])))
