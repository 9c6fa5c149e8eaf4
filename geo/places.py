"""Place names in the text: found, resolved to one place each, and given a role."""

from __future__ import annotations

from typing import NamedTuple

from geo.dossier import Place, Problem
from geo.names import Names
from geo.text import Document


class Places(NamedTuple):
    """The places in the order of the text, no two overlapping."""

    places: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = ()


def find(doc: Document, names: Names) -> Places:
    return Places()
