"""How fast and how small: cold start, articles a second on one core, peak memory, and a peer.

    python -m bench.speed

All on articles of exactly 400 words, cut from the briefs in seeds/ and, where they stand beside
the project, from real press releases. The peer, flashgeotext, finds place names and no more.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

from bench.figures import ROOT, SHARED, Figure, show
from geo import Article, articles, parse

WORDS = 400
COUNT = 600
_WORD = re.compile(r"\S+\s*")


def main() -> list[Figure]:
    """The figures, each with its bound where one was promised."""
    texts = _texts()
    # What is loaded by the first article belongs to the cold start, not to the pace.
    for text in texts[:5]:
        parse(Article(text=text))
    pace, peer = _paces([lambda text: parse(Article(text=text)), _flashgeotext()], texts)
    one = [sys.executable, "-m", "geo", "parse"]
    return [
        Figure("cold start to first dossier", _cold_start(one), "s", at_most=1.0),
        Figure(
            "empty Python process, for comparison", _cold_start([sys.executable, "-c", ""]), "s"
        ),
        Figure(f"articles of {WORDS} words a second, one core", pace, "/s", at_least=300),
        Figure("flashgeotext on the same articles (place names alone)", peer, "/s"),
        Figure("peak memory of `parse` over them", _peak(one, texts), "MB", at_most=250),
    ]


def _texts() -> list[str]:
    """Texts of WORDS words, from as many sources as there are, repeated up to COUNT."""
    folders = [ROOT / "seeds", SHARED / "articles"]
    found = [
        one.text
        for one in articles.read(folder for folder in folders if folder.is_dir())
        if isinstance(one, Article)
    ]
    pieces = list(islice(_cut(found), COUNT))
    return list(islice(cycle(pieces), COUNT))


def _cut(texts: list[str]) -> Iterator[str]:
    """The texts joined, and cut after each WORDS words."""
    held: list[str] = []
    for text in texts:
        held += _WORD.findall(text.strip() + "\n\n")
        while len(held) >= WORDS:
            yield "".join(held[:WORDS])
            held = held[WORDS:]


def _paces(readers: list[Callable[[str], object]], texts: list[str]) -> list[float]:
    """Texts a second of processor time: the best of three rounds, in which all take turns."""
    _one_core()
    best = [float("inf")] * len(readers)
    for _ in range(3):
        for number, read in enumerate(readers):
            began = time.process_time()
            for text in texts:
                read(text)
            best[number] = min(best[number], time.process_time() - began)
    return [len(texts) / seconds for seconds in best]


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _flashgeotext() -> Callable[[str], object]:
    from flashgeotext.geotext import GeoText

    return GeoText().extract


def _cold_start(command: list[str]) -> float:
    """Seconds from a new process to its end, for one short article; the best of five."""
    article = json.dumps({"text": "Wang Yi arrived in Nairobi on Tuesday.", "date": "2024-01-10"})

    def seconds() -> float:
        began = time.perf_counter()
        subprocess.run(command, input=article, capture_output=True, text=True, check=True, cwd=ROOT)
        return time.perf_counter() - began

    return min(seconds() for _ in range(5))


def _peak(command: list[str], texts: list[str]) -> float:
    """Megabytes that one process held at most, reading them all."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "articles.jsonl")
        file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        subprocess.run([*command, str(file)], stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
    # Of the largest child so far; the others had one short article each.
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    sys.exit(show("Speed", main()))
