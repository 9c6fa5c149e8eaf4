"""Paragraphs that only say where a text is from or what else to read: they tell no events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from geo import tables
from geo.text import Document


def without(doc: Document) -> Document:
    """The document for whoever reads events: the same tokens, but no sentence that only cites.

    "Check: Ministry of Foreign Affairs, visit to Oslo, May 3" names a paper, and tells no visit.
    """
    aside = set(_citing(doc))
    if not aside:
        return doc
    sentences = [one for one in doc.sentences if one.paragraph not in aside]
    left_out = {
        i for one in doc.sentences if one.paragraph in aside for i in range(one.first, one.last)
    }
    standing = dict(doc.standing)
    for word in {doc.lower[i] for i in left_out}:
        standing[word] = [i for i in standing[word] if i not in left_out]
        if not standing[word]:
            del standing[word]
    return replace(
        doc,
        sentences=sentences,
        openings=[one.start for one in sentences],
        standing=standing,
        vocabulary=frozenset(standing),
        mixed=doc.mixed & standing.keys(),
    )


def _citing(doc: Document) -> Iterator[int]:
    """The numbers of the paragraphs that cite; below a bare heading the next one, and its list."""
    if _COLON.isdisjoint(doc.vocabulary) or _first_words().isdisjoint(doc.vocabulary):
        return
    before, listed, below = -1, False, False
    for sentence, colons in doc.where_in(_COLON):
        if sentence.paragraph == before:
            continue
        before = sentence.paragraph
        first = sentence.first
        marked = doc.words[first] in _MARKS
        colon = colons[0] if colons else sentence.last
        if colon - first <= _LONGEST and _text(doc, first + marked, colon) in _openings():
            yield before
            listed = below = colon + 1 == sentence.last
        elif listed and (below or marked):
            yield before
            below = False
        else:
            listed = False


_COLON = frozenset(":")
_MARKS = frozenset("-–—•*·[(>")


def _text(doc: Document, first: int, last: int) -> str:
    return " ".join(doc.lower[first:last])


@cache
def _openings() -> frozenset[str]:
    return frozenset(row["opening"] for row in tables.rows("citing_words"))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(opening.split()[0] for opening in _openings())


_LONGEST = 6  # tokens: a mark, and the longest opening
