"""Groupings of states, their names, and who belonged to them on a day."""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from geo import tables, text
from geo.dossier import Article

LATEST = "9999-12-31"


class Name(NamedTuple):
    """One way to speak of a grouping. shown: under what it is listed; pieces: its words.

    loose: the pieces are folded, and so must be what is compared with them. second: the second
    piece, folded.
    """

    grouping: str
    shown: str
    kind: str
    pieces: tuple[str, ...]
    loose: bool
    second: str | None


@cache
def all_groupings() -> tuple[str, ...]:
    """Every grouping of the registry by its display name."""
    return tuple(sorted(_spells()))


def members(grouping: str, day: dt.date | str | None = None) -> tuple[str, ...]:
    """The members (alpha-2, sorted) on `day`, without those that are suspended; None: the latest.

    `grouping` may be any name of it. A grouping that the registry does not hold has no members.
    """
    return _members(canonical(grouping), LATEST if day is None else str(day)[:10])


def canonical(name: str) -> str:
    """The registry's name of what is also called `name`; the name itself where it is unknown."""
    return name if name in _spells() else _aliases().get(name, name)


class _Spell(NamedTuple):
    alpha2: str
    since: str
    until: str
    kind: str


@cache
def _spells() -> dict[str, tuple[_Spell, ...]]:
    found: dict[str, list[_Spell]] = {}
    for row in tables.rows("groupings"):
        spell = _Spell(row["alpha2"], row["member_from"], row["member_to"] or LATEST, row["kind"])
        found.setdefault(row["grouping"], []).append(spell)
    return {grouping: tuple(spells) for grouping, spells in found.items()}


@cache
def _members(grouping: str, day: str) -> tuple[str, ...]:
    # The last day of the calendar stands for "latest": a spell without an end includes it.
    there = [
        spell
        for spell in _spells().get(grouping, ())
        if spell.since <= day and (day < spell.until or spell.until == LATEST)
    ]
    inside = {spell.alpha2 for spell in there if spell.kind == "member"}
    return tuple(sorted(inside - {spell.alpha2 for spell in there if spell.kind == "suspended"}))


@cache
def _aliases() -> dict[str, str]:
    return {
        row["name"]: row["grouping"] for row in tables.rows("grouping_names") if row["grouping"]
    }


@cache
def larger() -> dict[str, str]:
    """Groupings that are part of another one, and mean that where an article names both."""
    rows = tables.rows("grouping_names")
    return {row["name"]: row["grouping"] for row in rows if row["kind"] == "within"}


class Alike(NamedTuple):
    """Names with one first piece, the longest first.

    followed: by the second piece, folded, each with those that have none; alone: these.
    """

    followed: dict[str, tuple[Name, ...]]
    alone: tuple[Name, ...]

    def before(self, second: str | None) -> tuple[Name, ...]:
        """Those that can stand before a second piece (None where the text ends)."""
        return self.alone if second is None else self.followed.get(fold(second), self.alone)


@cache
def names() -> dict[str, Alike]:
    """All names by their first word as it may stand in a text."""
    found: dict[str, dict[Name, None]] = {}
    for row in tables.rows("grouping_names"):
        if row["kind"] in ("later", "within"):
            continue
        words = [piece for word in words_of(row["name"]) for piece in pieces(word)]
        loose = row["kind"] in ("full", "mask", "institution")
        name = Name(
            grouping=row["grouping"],
            shown=row["name"] if row["kind"] == "written" else row["grouping"],
            kind=row["kind"],
            pieces=tuple(fold(word) if loose else word for word in words),
            loose=loose,
            second=fold(words[1]) if len(words) > 1 else None,
        )
        for first in _spellings(words[0]):
            found.setdefault(first, {})[name] = None
    return {first: _alike(list(group)) for first, group in found.items()}


def _alike(names: list[Name]) -> Alike:
    names.sort(key=lambda name: -len(name.pieces))
    alone = tuple(name for name in names if name.second is None)
    seconds = {name.second for name in names if name.second is not None}
    followed = {
        second: tuple(name for name in names if name.second in (second, None)) for second in seconds
    }
    return Alike(followed, alone)


def words_of(name: str) -> list[str]:
    """The words of a name, cut as an article's are."""
    return text.read(Article(text=name)).words


def pieces(word: str) -> list[str]:
    """The parts of a word between hyphens; "Co-operation" is one word."""
    if "-" not in word or len(word) < 3:
        return [word]
    if word[:3].lower() == "co-":
        return [word[:2] + word[3:]]
    return word.split("-")


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """In small letters, without accents, British and American spelling alike."""
    plain = word.lower()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(mark for mark in parts if not unicodedata.combining(mark))
    return plain.replace("isation", "ization").replace("defense", "defence")


def _spellings(first: str) -> set[str]:
    """The first word of a name in both spellings and in capitals."""
    both = {first, first.replace("isation", "ization"), first.replace("ization", "isation")}
    return both | {word.upper() for word in both if len(word) > 1}
