"""What is read, against articles with gold, where they stand beside the project.

    python -m bench.accuracy

Runs the scorers that come with the gold, and prints what they print, the bounds beside it.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import ROOT, SHARED
from geo import tables

# Scorer, gold, articles, and what is asked of the figures.
_RUNS = [
    (
        "score.py",
        "gold",
        "gold/articles.jsonl",
        "countries 0.95, cities 0.90; stops 0.80 with city 0.90, date 0.85, status 0.90,"
        " order 0.95; pairs 0.75; groupings 0.93; funding 0.85 with donor 0.85, recipients 0.80",
    ),
    ("trips.py", "trips/gold.jsonl", "trips/articles.jsonl", "stops F1 0.90, first day 0.88"),
    (
        "toponyms.py",
        "corpora/gwn-dev.jsonl",
        "corpora/gwn-dev.jsonl",
        "end-to-end F1 0.93, resolved 0.97",
    ),
    (
        "toponyms.py",
        "corpora/trnews-dev.jsonl",
        "corpora/trnews-dev.jsonl",
        "end-to-end F1 0.89, resolved 0.95",
    ),
]


def main() -> int:
    """Print each scorer's figures. Returns 1 where one could not run."""
    print("\nAccuracy")
    if not SHARED.is_dir():
        print("  The articles with gold do not stand beside this checkout; nothing was measured.")
        return 0
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        for scorer, gold, texts, asked in _RUNS:
            dossiers = Path(folder, "dossiers.jsonl")
            with dossiers.open("wb") as out:
                parse = [sys.executable, "-m", "geo", "parse", str(SHARED / texts)]
                status |= subprocess.run(parse, stdout=out, cwd=ROOT, check=False).returncode
            score = [sys.executable, str(SHARED / "score" / scorer), str(SHARED / gold)]
            done = subprocess.run(
                [*score, str(dossiers)], capture_output=True, text=True, check=False
            )
            status |= done.returncode
            print(f"\n  {scorer} on {gold}\n  asked: {asked}")
            print("".join(f"    {line}\n" for line in (done.stdout or done.stderr).splitlines()))
    _show_gifts()
    return status


def _show_gifts() -> None:
    """The confidence that a gift is given by its evidence, beside the share that was right."""
    with (ROOT / "bench" / "gifts_read.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    given = {
        (row["giver"], row["receiver"]): row["share"] for row in tables.rows("funding_confidence")
    }
    print("\nWhat confidence in gifts is worth\n  giver    receiver  given  items  right")
    for row in rows:
        items = int(row["items"])
        share = given[row["giver"], row["receiver"]]
        right = int(row["right"]) / items
        print(f"  {row['giver']:8} {row['receiver']:9} {share:5}  {items:5}  {right:5.2f}")


if __name__ == "__main__":
    sys.exit(main())
