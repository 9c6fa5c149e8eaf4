"""Visits: who travelled where, in which order, when, and whether it has happened."""

from __future__ import annotations

from typing import NamedTuple

from geo.dossier import Problem, Visit
from geo.people import People
from geo.places import Places
from geo.text import Document
from geo.times import Times


class Trips(NamedTuple):
    visits: tuple[Visit, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(doc: Document, people: People, places: Places, times: Times) -> Trips:
    return Trips()
