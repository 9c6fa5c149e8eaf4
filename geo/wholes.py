"""Words that make a sum a part of another one, or say that it comes on top of it."""

from __future__ import annotations

from functools import cache

from geo import leads
from geo.giving import Governor, words
from geo.parties import Parties
from geo.text import Document, Sentence

_BACK = frozenset(("the", "that", "this", "these", "those", "it", "its", "a", "an"))
_APART = frozenset(("another", "further", "second", "third"))
# A part stands behind one of these, or behind a verb.
_CUES = frozenset((":", "including", "comprising", "among", "which", "by", "with"))
# Most words between a part and its whole: "$3 million of the nearly | $140 million".
_BETWEEN = 7


def cue(
    doc: Document,
    tokens: tuple[int, int],
    sentence: Sentence,
    verb: Governor,
) -> int:
    """The token of the words that make the sum a part of one told before; -1 for none."""
    lower = doc.lower
    part = verb.verb.at if verb.verb is not None and verb.verb.act == "part" else -1
    cues = doc.standing_in(_CUES, sentence.first, tokens[0])
    if sentence.first <= part < tokens[0]:
        cues = sorted({*cues, part})
    for i in reversed(cues):
        listed = lower[i] == ":" and _counts(doc, max(sentence.first, i - 14), i)
        if listed and tokens[0] - i < 60:
            return i  # "$1.5 billion: $500 million as a grant and $1 billion as a deposit"
        if verb.included and (i == part or lower[i] in ("including", "comprising", "among")):
            return i
        if verb.included and lower[i] == "which" and lower[i - 1] == "of":
            return i
        if lower[i] == "by" and lower[tokens[0] - 1] == "(":
            # "a plan of $9m is paid by Norway ($5m) and Chad ($4m)"
            return i if _counts(doc, sentence.first, i) else -1
        if lower[i - 1 : i + 1] == [",", "with"] and lower[tokens[1] : tokens[1] + 1] == ["from"]:
            return i if _counts(doc, sentence.first, i) else -1
    if rest_at(doc, tokens[0]) >= 0:
        return tokens[0]
    if (excepting := exception(doc, tokens[0], sentence)) >= 0:
        return excepting
    opening = sentence.first + (lower[sentence.first] == "out")
    if lower[opening] == "of" and tokens[0] > opening + 2 and lower[opening + 1] in _BACK:
        return sentence.first  # "Of that sum $5 million is for wells"
    if lower[sentence.first] == "with" and not words("same").isdisjoint(
        lower[tokens[1] : sentence.last]
    ):
        return sentence.first
    behind = [*lower[tokens[1] : tokens[1] + 3], "", "", ""]
    if behind[0] == "of" and (
        behind[1] in ("that", "it", "which", "this") or behind[2] in words("same")
    ):
        return tokens[0]
    lead = leads.lead(doc, tokens[0])
    return lead.last - 1 if lead is not None and leads.tells_sum(doc, lead) else -1


def rest_at(doc: Document, first: int) -> int:
    """Where "the remaining $5 million" begins, what is left of a sum told before; -1 for none."""
    i = first - 1
    while i > 0 and doc.lower[i] in words("about"):
        i -= 1
    if doc.lower[i] in ("of", ",") and doc.lower[i - 1] in words("rest"):
        i -= 1  # "the balance of $5 million", "the rest, $5 million,"
    left = doc.lower[i] in words("rest") and doc.lower[i - 1] in _POINTING
    return i - 1 if left else -1


def opens(doc: Document, at: int, sentence: Sentence) -> bool:
    """Whether a subject can begin at a token."""
    return at == sentence.first or doc.lower[at - 1] in (",", ";", ":", "and", "but", "while")


_POINTING = frozenset(("the", "that", "this", "its", "their", "another"))


def exception(doc: Document, first: int, sentence: Sentence) -> int:
    """The token of "apart from" before a sum, -1 for none: what holds for the whole not for it."""
    excepting, small = words("except"), _before_exception()
    for i in range(first - 1, sentence.first, -1):
        if f"{doc.lower[i - 1]} {doc.lower[i]}" in excepting:
            return i - 1
        if doc.lower[i] in excepting:
            return i
        if doc.lower[i] not in small:
            break
    return -1


@cache
def _before_exception() -> frozenset[str]:
    return words("about", "owning", "pledge") | {"of", "first"}


def _counts(doc: Document, first: int, last: int) -> bool:
    return any(word[0].isdigit() for word in doc.lower[first:last])


def joined_by_of(doc: Document, parties: Parties, first: int, last: int) -> bool:
    """Whether the tokens `first:last` between two sums make the first a part of the second.

    "$3 million of the nearly $140 million", "10 million of Germany's 50 million".
    """
    if doc.lower[first : first + 1] != ["of"] or not 1 < last - first <= _BETWEEN:
        return False
    small = words("about", "owning")
    return all(doc.lower[i] in small or i in parties.at for i in range(first + 1, last))


def apart(doc: Document, tokens: tuple[int, int]) -> bool:
    """Whether the words say that this is money on top of what was told."""
    return not _APART.isdisjoint(doc.lower[max(0, tokens[0] - 4) : tokens[0]])


def on_top(doc: Document, tokens: tuple[int, int], sentence: Sentence) -> bool:
    """ "The new $5m for Chad comes on top of what was given"."""
    behind = doc.lower[tokens[1] : min(sentence.last, tokens[1] + 12)]
    if "top" not in behind:
        return False
    return any(behind[i : i + 3] == ["on", "top", "of"] for i in range(len(behind)))
