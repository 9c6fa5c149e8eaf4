"""Groupings of states that the text names, with their members on the day and as stated."""

from __future__ import annotations

from typing import NamedTuple

from geo.dossier import Grouping, Problem
from geo.places import Places
from geo.text import Document


class Groups(NamedTuple):
    groupings: tuple[Grouping, ...] = ()
    problems: tuple[Problem, ...] = ()


def find(doc: Document, places: Places) -> Groups:
    return Groups()
