"""The sentence around some words of an article, without cutting the whole article up."""

from __future__ import annotations

import re
from functools import lru_cache

from geo import text
from geo.dossier import Article, Span

# Sentences do not run over a blank line, so that only one paragraph need be cut.
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")  # "one.\n\nTwo", "one.\n \nTwo"
# A paragraph longer than this is cut around the words; nobody prints such a sentence.
_REACH = 2000


def sentence_around(whole: str, span: Span) -> Span:
    """The sentences that hold the words at `span`, first to last; offsets in `whole`."""
    lowest, highest = max(0, span.start - _REACH), min(len(whole), span.end + _REACH)
    start, end = lowest, highest
    for blank in _BLANK_LINE.finditer(whole, lowest, highest):
        if blank.end() <= span.start:
            start = blank.end()
        elif blank.start() >= span.end:
            end = blank.start()
            break
    bounds = _sentences(whole[start:end])
    first = max((low for low, _ in bounds if low + start <= span.start), default=span.start - start)
    last = min((high for _, high in bounds if high + start >= span.end), default=span.end - start)
    return Span(first + start, last + start)


@lru_cache(maxsize=512)
def _sentences(paragraph: str) -> tuple[tuple[int, int], ...]:
    document = text.read(Article(text=paragraph))
    return tuple((sentence.start, sentence.end) for sentence in document.sentences)
