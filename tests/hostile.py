"""Texts that do their worst, of any length: a piece without end, or words in any order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import count, cycle
from random import Random

from geo import Article, articles, gazetteer, tables
from tests.reading import CASES, ROOT, read_cases

WORDS = (CASES / "hostile_words.txt").read_text(encoding="utf-8").split()
_MIXTURES = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def shapes() -> dict[str, Callable[[int], str]]:
    """What makes a text of a given length, by the name of its kind."""
    found = {case.name: partial(_repeated, case.piece) for case in read_cases("hostile.jsonl")}
    found |= {f"words in any order, {seed}": partial(_mixed, seed) for seed in range(_MIXTURES)}
    return {
        **found,
        "words of all tables in any order": _of_tables,
        "words of all tables in any order, in capitals": _of_tables_in_capitals,
        "all examples in any order": _examples,
        "all examples in any order in one sentence": _examples_without_stops,
        "all briefs": _briefs,
        "all briefs in one line without a full stop": _without_stops,
    }


def _repeated(piece: str, length: int) -> str:
    """A piece again and again; what stands in braces is another each time.

    {name}: a name that nobody bears. {city}: a city of the gazetteer. {number}: one that grows.
    """
    if "{" not in piece:
        return (piece * (length // len(piece) + 1))[:length]
    fresh = {"{name}": _names(), "{city}": cycle(_cities())}
    parts: list[str] = []
    for number in count(1):
        text = piece.replace("{number}", str(number))
        for place, names in fresh.items():
            while place in text:
                text = text.replace(place, next(names), 1)
        parts.append(text)
        length -= len(text)
        if length <= 0:
            break
    return "".join(parts)


def _names() -> Iterator[str]:
    """Names that nobody bears, each another: "Htdc", "Wrpc"."""
    for number in count(12_345, 7919):
        letters, rest = [], number
        while rest:
            rest, letter = divmod(rest, len(_LETTERS))
            letters.append(_LETTERS[letter])
        yield "".join(letters).capitalize()


@cache
def _cities() -> list[str]:
    """Every name of every city, in an order that is the same each time."""
    names = sorted(name.title() for name in gazetteer.cities().trie)
    Random(0).shuffle(names)
    return names


def _mixed(seed: int, length: int) -> str:
    """Some of the words of diplomacy, in any order."""
    random = Random(seed)
    words = random.sample(WORDS, len(WORDS) // 2)
    return " ".join(random.choices(words, k=length // 3))[:length]


_WORD_OR_MARK = re.compile(r"[^\W\d_]+(?:['’.+-]\w+)*|[^\w\s,|]")


def _of_tables(length: int) -> str:
    """Words and marks of all tables, each table as often as the next, some with a capital."""
    random = Random(0)
    files = sorted((tables.DATA / "tables").glob("*.csv"))
    found = [_WORD_OR_MARK.findall(file.read_text(encoding="utf-8")) for file in files]
    words = [random.choice(random.choice(found)) for _ in range(length // 3)]
    return " ".join(word.capitalize() if random.random() < 0.3 else word for word in words)[:length]


def _of_tables_in_capitals(length: int) -> str:
    return _of_tables(length).title()


def _examples(length: int) -> str:
    """The texts of the cases and the examples of the rules, in any order."""
    random = Random(0)
    texts = [
        text
        for name in ("visits", "meetings")
        for rule in tables.rules(name)["rule"]
        for text in (*rule["matches"], *rule["rejects"])
    ]
    for file in sorted(CASES.glob("*.jsonl")):
        rows = map(json.loads, filter(None, file.read_text(encoding="utf-8").splitlines()))
        texts.extend(row["text"] for row in rows if "text" in row)
    return " ".join(random.choices(texts, k=length // 40))[:length]


def _examples_without_stops(length: int) -> str:
    return _examples(length).replace(".", "").replace("\n", " ")


def _briefs(length: int) -> str:
    return _repeated("\n\n".join(_texts()), length)


def _without_stops(length: int) -> str:
    return _repeated(" ".join(_texts()).replace(".", " ").replace("\n", " "), length)


@cache
def _texts() -> list[str]:
    return [one.text for one in articles.read([ROOT / "seeds"]) if isinstance(one, Article)]
