"""Dates in the text, read against the article's own date and the running text."""

from __future__ import annotations

from typing import NamedTuple

from geo.dossier import Problem
from geo.text import Document


class When(NamedTuple):
    """A day or a stretch of days. first, last: ISO 8601, partial where the text is; last is None for a single day.

    kind: day, span (first and last are days), month, year, or vague (no calendar value could be
    given: "soon"). relative: read against another date ("Tuesday", "a day earlier").
    """

    start: int
    end: int
    text: str
    first: str | None
    last: str | None
    kind: str
    relative: bool


class Times(NamedTuple):
    """The dates in the order of the text, and the day that the text counts from (ISO 8601)."""

    whens: tuple[When, ...] = ()
    today: str | None = None
    problems: tuple[Problem, ...] = ()


def find(doc: Document) -> Times:
    return Times(today=doc.article.date.isoformat() if doc.article.date else None)
