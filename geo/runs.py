"""Runs of capitalised words: where a proper name may stand, and nothing yet of what it names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress, count
from operator import ne

from geo import lexicon
from geo.lexicon import ADDRESSED, CALENDAR, FAMILY, OPENER, PARTICLE, SOFT_OPENER
from geo.text import Document


def capitals(doc: Document) -> list[int]:
    """The tokens that hold a capital letter: the only ones where a name can begin."""
    words = doc.words
    unlike = compress(count(), map(ne, words, doc.lower))
    return [i for i in unlike if words[i][0].isupper() or is_capitalised(words[i])]


def is_capitalised(word: str) -> bool:
    """Whether a token can be part of a name: "Blinken", "al-Assad", "d'Estaing", "eSwatini"."""
    if word[0].isupper() or (word[1:2].isupper() and word[0].isalpha()):
        return True
    if len(word) < 4 or not word[0].isalpha():
        return False
    for mark in "-'’":
        cut = word.find(mark)
        if 0 < cut <= 3 and cut + 1 < len(word) and word[cut + 1].isupper():
            return True
    return False


def find(doc: Document, found: list[int]) -> Iterator[tuple[int, int, bool, bool]]:
    """The runs of capitalised tokens in one sentence: the first, the one after the last, whether
    the run begins the sentence, and whether that is a headline, in which capitals say nothing.

    found: the tokens with a capital letter, as `capitals` gives them.
    """
    marks = lexicon.marks()
    tokens, lower = doc.words, doc.lower
    numbered = iter(doc.sentences)
    first = stop = opener = 0
    headline = False
    resume = 0
    capital = set(found)
    inside: dict[tuple[str, str], bool] = {}
    for i in found:
        if i < resume:
            continue
        while i >= stop:
            sentence = next(numbered)
            first, stop = sentence.first, sentence.last
            headline = _is_headline(tokens, lower, first, stop, capital)
            opener = first
            while opener < stop and not tokens[opener][0].isalnum():
                opener += 1
        low = lower[i]
        if "-" in low and low.endswith(lexicon.suffixes()):
            continue
        opening = i <= opener
        mark = marks.get(low, 0)
        opens = (mark & OPENER and (opening or headline or not is_letters(tokens[i]))) or (
            mark & SOFT_OPENER and opening and i + 1 not in capital
        )
        named = mark & FAMILY and not headline and _is_family_name(doc, i, opening, capital, inside)
        if opens and not named:
            continue
        j = i + 1
        if j < stop and (j in capital or lower[j] in _JOINS or marks.get(lower[j], 0) & PARTICLE):
            j = _end_of_run(doc, j, stop, headline, capital)
        yield i, j, opening, headline
        resume = j


def _is_family_name(
    doc: Document, i: int, opening: bool, capital: set[int], inside: dict[tuple[str, str], bool]
) -> bool:
    """Whether a pronoun or an article is somebody's name: "Vice Premier He Lifeng", "An Dong".

    What opens a sentence is one if the same two words stand inside another. inside: the answers
    to that so far, since a text may open every sentence with one name.
    """
    marks = lexicon.marks()
    if i + 1 not in capital or doc.starts[i + 1] - doc.ends[i] != 1:
        return False
    given = doc.lower[i + 1]
    if marks.get(given, 0) & (CALENDAR | OPENER) or not lexicon.is_family_name(doc.words[i]):
        return False
    if not opening:
        return i > 0 and doc.words[i - 1][0].isalpha()
    family = doc.lower[i]
    if (family, given) not in inside:
        inside[family, given] = _stands_inside(doc, family, given)
    return inside[family, given]


def _stands_inside(doc: Document, family: str, given: str) -> bool:
    """Whether a sentence has the two words of a name behind others: "met | He Lifeng"."""
    return any(
        doc.lower[k - 1] == family
        and doc.starts[k - 1] != doc.openings[doc.sentence_at(doc.starts[k - 1])]
        for k in doc.standing[given]
        if k and doc.words[k - 1].istitle() and k > 1 and doc.words[k - 2][0].isalpha()
    )


_JOINS = frozenset((".", ","))


def is_letters(word: str) -> bool:
    """Whether a word may be an abbreviation, so that "US" and "WHO" are no "us" and "who"."""
    return len(word) > 1 and word.isupper()


def _end_of_run(doc: Document, j: int, stop: int, headline: bool, capital: set[int]) -> int:
    """The token after the run that has reached token j."""
    tokens, lower = doc.words, doc.lower
    marks = lexicon.marks()
    reached = j
    while j < stop:
        if doc.starts[j] - doc.ends[j - 1] > 1:
            gap = doc.text[doc.ends[j - 1] : doc.starts[j]]
            if len(gap) > 6 or "\n\n" in gap:
                break
        low = lower[j]
        if j in capital:
            if marks.get(low, 0) & OPENER and (headline or not is_letters(tokens[j])):
                break
            if "-" in low and low.endswith(lexicon.suffixes()):
                break
            j += 1
            reached = j
        elif low == "." and len(lower[j - 1]) < 5 and marks.get(lower[j - 1], 0) & ADDRESSED:
            j += 1
        elif low == "," and j + 1 < stop and lower[j + 1] in _BORN_LATER:
            j += 2  # "Joseph R. Biden, | Jr."
            reached = j
        elif marks.get(low, 0) & PARTICLE:
            k = j + 1
            while k < stop and k < j + 3 and marks.get(lower[k], 0) & PARTICLE:
                k += 1
            if k >= stop or k not in capital:
                break
            j = k
        else:
            break
    return reached


_BORN_LATER = frozenset(("jr.", "sr."))


def _is_headline(
    tokens: list[str], lower: list[str], first: int, last: int, capital: set[int]
) -> bool:
    """Whether every word of the sentence that can be is capitalised."""
    if last - first < 5 or (first + 1 not in capital and first + 2 not in capital):
        return False
    marks = lexicon.marks()
    found = 0
    for i in range(first, last):
        if i in capital:
            found += 1
        elif tokens[i][0].isalpha() and (
            not marks.get(lower[i], 0) & OPENER or lower[i].endswith("ing")
        ):
            return False  # a verb in small letters is of no headline
    return found >= 4
