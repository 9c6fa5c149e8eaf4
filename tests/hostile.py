"""Texts that do their worst, of any length: a piece without end, or words in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from random import Random

from geo import Article, articles
from tests.reading import CASES, ROOT, read_cases

WORDS = (CASES / "hostile_words.txt").read_text(encoding="utf-8").split()
_MIXTURES = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def shapes() -> dict[str, Callable[[int], str]]:
    """What makes a text of a given length, by the name of its kind."""
    found = {case.name: partial(_repeated, case.piece) for case in read_cases("hostile.jsonl")}
    found |= {f"words in any order, {seed}": partial(_mixed, seed) for seed in range(_MIXTURES)}
    return {**found, "all briefs in one line without a full stop": _without_stops}


def _repeated(piece: str, length: int) -> str:
    """A piece again and again, with a new {name} each time, and a {number} that grows."""
    if "{" not in piece:
        return (piece * (length // len(piece) + 1))[:length]
    names = _names()
    parts: list[str] = []
    for number in count(1):
        text = piece.replace("{number}", str(number))
        while "{name}" in text:
            text = text.replace("{name}", next(names), 1)
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


def _mixed(seed: int, length: int) -> str:
    """Some of the words of diplomacy, in any order."""
    random = Random(seed)
    words = random.sample(WORDS, len(WORDS) // 2)
    return " ".join(random.choices(words, k=length // 3))[:length]


def _without_stops(length: int) -> str:
    texts = [one.text for one in articles.read([ROOT / "seeds"]) if isinstance(one, Article)]
    return _repeated(" ".join(texts).replace(".", " ").replace("\n", " "), length)
