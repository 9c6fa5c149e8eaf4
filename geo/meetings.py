"""Meetings: who sat down or spoke with whom, where, when and how."""

from __future__ import annotations

from typing import NamedTuple

from geo.dossier import Meeting, Problem
from geo.people import People
from geo.places import Places
from geo.text import Document
from geo.times import Times
from geo.visits import Trips


class Met(NamedTuple):
    meetings: tuple[Meeting, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(
    doc: Document, people: People, places: Places, times: Times, trips: Trips
) -> Met:
    return Met()
