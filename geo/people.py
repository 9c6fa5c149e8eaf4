"""People in the text: full names, offices and countries, and every later mention joined to them."""

from __future__ import annotations

from typing import NamedTuple

from geo.dossier import Person, Problem
from geo.names import Names
from geo.places import Places
from geo.text import Document


class Mention(NamedTuple):
    """Words that stand for someone. person: position in `People.people`. kind: name, office or pronoun.

    Tokens `first:last`. plural: the words stand for several persons of `group`.
    """

    start: int
    end: int
    first: int
    last: int
    person: int
    kind: str


class People(NamedTuple):
    people: tuple[Person, ...] = ()
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()


def find(doc: Document, names: Names, places: Places) -> People:
    return People()
