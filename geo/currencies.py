"""Currencies as news writes them, from the tables: signs, codes, nouns, and words around sums."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from geo import tables


class Noun(NamedTuple):
    """What a currency's noun may mean: by the adjective before it, by the text, or by itself."""

    adjectives: dict[tuple[str, ...], str]
    contexts: dict[str, str]
    default: str | None
    only: str | None
    told: bool  # the text's context goes before the default


class Lists(NamedTuple):
    signs: dict[str, str]  # "US$" -> USD, those that hold a mark
    marks: dict[str, str]  # "€" -> EUR, the bare mark
    codes: dict[str, str]  # "Rs" -> INR, "EUR" -> EUR: letters before a number
    nouns: dict[str, Noun]
    triggers: frozenset[str]
    triggers_lower: frozenset[str]


@cache
def lists() -> Lists:
    signs: dict[str, str] = {}
    codes: dict[str, str] = {}
    found: dict[str, list[dict[str, str]]] = {}
    for row in tables.rows("currencies"):
        for sign in filter(None, row["signs"].split("|")):
            (codes if sign.replace(" ", "").replace(".", "").isalpha() else signs)[sign] = row[
                "code"
            ]
        codes.setdefault(row["code"], row["code"])
        for noun in row["nouns"].split("|"):
            found.setdefault(noun if noun.isupper() else noun.lower(), []).append(row)
    nouns = {noun: _noun(rows) for noun, rows in found.items()}
    marks = {sign: code for sign, code in signs.items() if len(sign) == 1}
    triggers = frozenset(nouns) | frozenset(marks) | frozenset(codes)
    lower = frozenset(map(str.lower, triggers))
    return Lists(signs, marks, codes, nouns, triggers, lower)


def _noun(rows: list[dict[str, str]]) -> Noun:
    adjectives: dict[tuple[str, ...], str] = {}
    contexts: dict[str, str] = {}
    default = None
    told = False
    for row in rows:
        for adjective in filter(None, row["adjectives"].split("|")):
            adjectives[tuple(adjective.lower().split())] = row["code"]
        for word in row["context"].split():
            contexts.setdefault(word, row["code"])
        default = row["code"] if row["default"] else default
        told = told or row["default"] == "2"
    only = rows[0]["code"] if len(rows) == 1 else None
    return Noun(adjectives, contexts, default, only, told)


@cache
def dollars() -> frozenset[str]:
    """The currencies that are called dollars."""
    return frozenset(
        row["code"] for row in tables.rows("currencies") if "dollar" in row["nouns"].split("|")
    )


@cache
def mark_pattern() -> re.Pattern[str]:
    """A sign; one that stands between two others can belong to no number, and is left out."""
    mark = "[" + re.escape("".join(sorted(lists().marks))) + "]"
    return re.compile(f"{mark}(?:(?<!{mark}{mark})|(?!{mark}))")


@cache
def widths() -> dict[str, tuple[int, ...]]:
    """How many letters may stand before a mark ("US$"), the most first, by the last of them."""
    found: dict[str, set[int]] = {}
    for sign in lists().signs:
        if len(sign) > 1:
            found.setdefault(sign[-2], set()).add(len(sign) - 1)
    return {last: tuple(sorted(many, reverse=True)) for last, many in found.items()}


@cache
def phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {
        row["kind"]: tuple(tuple(phrase.split("_")) for phrase in row["words"].split())
        for row in tables.rows("sum_words")
    }


@cache
def single(kind: str) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in phrases()[kind])


@cache
def manners() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Phrases that say how a number is meant ("up to", "more than"), by their last word."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind in ("most", "additional", "least", "about"):
        for phrase in phrases()[kind]:
            found.setdefault(phrase[-1], []).append((kind, phrase))
    return {word: tuple(options) for word, options in found.items()}
