"""Lists of sums on lines of their own, and the line with a colon that leads them in."""

from __future__ import annotations

from geo.giving import words
from geo.text import Document, Sentence

# How many sentences before an item its list may begin.
_FAR = 12


def lead(doc: Document, first: int) -> Sentence | None:
    """The sentence that ends in the colon before a list whose items open with a sum."""
    if ":" not in doc.vocabulary:
        return None
    at = doc.sentence_at(doc.starts[first])
    if first - doc.sentences[at].first > 3:
        return None
    for number in range(at - 1, max(-1, at - _FAR), -1):
        one = doc.sentences[number]
        if doc.lower[one.last - 1] == ":":
            return one
        opening = doc.lower[one.first : one.first + 3]
        if doc.lower[one.last - 1] != ";" and not any(word[0].isdigit() for word in opening):
            return None
    return None


def tells_sum(doc: Document, one: Sentence) -> bool:
    """Whether the lead names a sum of which the items are parts."""
    return any(word[0].isdigit() for word in doc.lower[one.first : one.last])


def announces(doc: Document, one: Sentence | None) -> bool:
    """Whether the lead says that gifts follow: "Other announcements during the visit included:"."""
    return one is not None and not words("lead").isdisjoint(doc.lower[one.first : one.last])
