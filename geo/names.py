"""Proper names in the text, told apart by what they name: a person, an organisation, or unknown."""

from __future__ import annotations

from typing import NamedTuple

from geo.text import Document


class Name(NamedTuple):
    """A run of capitalised words. kind: person, organisation or unknown. Tokens `first:last`."""

    start: int
    end: int
    first: int
    last: int
    kind: str


class Names(NamedTuple):
    names: tuple[Name, ...] = ()


def find(doc: Document) -> Names:
    return Names()
