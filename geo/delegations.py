"""Who belongs to a delegation: "members of the delegation are A and B", "A is part of it"."""

from __future__ import annotations

from functools import cache

from geo import clauses, company, subjects, tables
from geo.page import Page
from geo.text import Sentence


def members(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Those who are told to be of the delegation, or on the trip, at token i."""
    lower = page.doc.lower
    k = i - 1
    while k > sentence.first and lower[k] in ("the", "his", "her", "this", "that", "'s"):
        k -= 1
    if lower[k] not in ("of", "in", "on") or k == i - 1:
        return ()
    if i + 1 < sentence.last and lower[i + 1] in _HOLDING:
        listed = company.at(page, i + 2, sentence)  # "members of the delegation | are"
        return listed.people if listed is not None else ()
    k -= lower[k - 1] in _PARTS
    k -= lower[k - 1] in ("a", "also")
    be = k - 1
    if be <= sentence.first or lower[be] not in clauses.words("be"):
        return ()
    found = subjects.of(page.doc, page.mention_at, be, sentence, page.dates)
    return found.people if found.sure else ()


_HOLDING = frozenset(("are", "were", "include", "included", "is", "was"))
_PARTS = frozenset(("part", "members", "member"))


def past_kin(page: Page, i: int) -> int:
    """The token behind "his wife," that stands at token i, else i itself."""
    lower = page.doc.lower
    if i + 2 < len(lower) and lower[i] in clauses.OWNERS and lower[i + 1] in _kin():
        return i + 3 if lower[i + 2] == "," else i + 2
    return i


@cache
def _kin() -> frozenset[str]:
    return tables.words("company_words", "kin")
