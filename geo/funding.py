"""Funding: which sums are money from a donor to recipients, for what, and how far along."""

from __future__ import annotations

from typing import NamedTuple

from geo.dossier import Funding, Problem
from geo.groupings import Groups
from geo.money import Sums
from geo.people import People
from geo.places import Places
from geo.text import Document
from geo.times import Times


class Paid(NamedTuple):
    funding: tuple[Funding, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(
    doc: Document,
    sums: Sums,
    people: People,
    places: Places,
    times: Times,
    groups: Groups,
) -> Paid:
    return Paid()
