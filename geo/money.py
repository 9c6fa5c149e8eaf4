"""Sums of money in the text: amount and currency."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from geo.dossier import Problem
from geo.text import Document


class Sum(NamedTuple):
    """An amount in units of `currency` (ISO 4217). about: exact, at least, at most, about, additional."""

    start: int
    end: int
    text: str
    amount: Decimal
    amount_max: Decimal | None
    currency: str
    about: str


class Sums(NamedTuple):
    sums: tuple[Sum, ...] = ()
    problems: tuple[Problem, ...] = ()


def find(doc: Document) -> Sums:
    return Sums()
