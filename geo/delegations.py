"""Who belongs to a delegation: "members of the delegation are A and B", "A is part of it"."""

from __future__ import annotations

from bisect import bisect_left
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


def led_by(page: Page, k: int, sentence: Sentence) -> tuple[int, ...]:
    """Who leads the delegation whose noun stands at token k: "the delegation | also met".

    Those whom the text last named at the head of one.
    """
    lower = page.doc.lower
    if lower[k] not in _TEAMS or lower[k - 1 : k] not in (["the"], ["this"], ["his"], ["her"]):
        return ()
    named: list[int] = []
    for word in _TEAMS:
        at = page.doc.standing.get(word, [])
        end = bisect_left(at, sentence.first)
        named += at[max(0, end - _REMEMBERED) : end]
    for i in sorted(named)[: -_REMEMBERED - 1 : -1]:
        before = page.doc.sentence_of(i)
        who = subjects.led_by(page.doc, page.mention_at, i + 1, before.last)
        verb = _leading(page, i, before)
        if not who and verb is not None:
            who = subjects.of(page.doc, page.mention_at, verb, before, page.dates).people
        if who:
            return who
    return ()


_TEAMS = frozenset(("delegation", "mission", "team"))
_REMEMBERED = 8  # times that one is named


def _leading(page: Page, i: int, sentence: Sentence) -> int | None:
    """The verb that has the delegation at token i for its object: "Rau | leads | a delegation"."""
    forms = clauses.forms()
    for k in range(i - 1, max(sentence.first, i - _NEAR), -1):
        form = forms.get(page.doc.lower[k])
        if form is not None and form.lemma in ("lead", "head"):
            return k
    return None


_NEAR = 6  # tokens


def past_kin(page: Page, i: int) -> int:
    """The token behind "his wife," that stands at token i, else i itself."""
    lower = page.doc.lower
    if i + 2 < len(lower) and lower[i] in clauses.OWNERS and lower[i + 1] in _kin():
        return i + 3 if lower[i + 2] == "," else i + 2
    return i


@cache
def _kin() -> frozenset[str]:
    return tables.words("company_words", "kin")
