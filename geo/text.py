"""Tokens, sentences and paragraphs of an article, each with its offsets into the untouched text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from itertools import accumulate, filterfalse
from typing import NamedTuple, Protocol, TypeVar

from geo import tables
from geo.dossier import Article, Span

# Each line one form, with what it is for; tried in this order.
_TOKEN = (
    r"[A-Za-z]++(?=[ ,;:\n)”\"])"  # a plain word: most are, and nothing below reads it otherwise
    r"|[,.;:()“”\"]"  # a mark that nothing longer begins with
    r"|(?:[A-Za-z]\.){2,}(?:-[^\W\d_]+)*"  # U.S.  U.A.E.  U.S.-led
    r"|[JS]r\."  # Jr.
    r"|\d+\+\d+"  # 5+1
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|bn|m|tn|k)?\b"  # 25  1,200.5  4th  25m
    r"|\d+(?:[.,:]\d+)*"  # the digits of 25x
    r"|[^\W\d_]\.(?=\s?[A-Z])"  # an initial: J.
    r"|(?:[Tt]hen|[Ee]x)(?=-[^\W\d_]{3})"  # then-President  ex-minister, but Ex-Im
    r"|[^\W\d_]+(?:\d+(?:\+\d+)?|\+\d+)?"  # word  C5+1  G7  ASEAN+3
    r"(?:[\u00ad'’ʻ‘`\-‐‑](?!(?:[sS]|ll|ve|re|m|d)\b)[^\W_]+)*"  # Kassym-Jomart  N'Djamena
    r"|['’](?:[sS]|ll|ve|re|m|d)\b"  # the possessive stands alone, and a verb: I'll  they've
    r"|\S"
)
# A token, and the blank behind it: where a token is looked for, one mostly begins.
_PIECES = re.compile(f"({_TOKEN})( ?)")


class Spanned(Protocol):
    """Anything with offsets."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=Spanned)


class Sentence(NamedTuple):
    """One sentence: offsets, its tokens as a half-open range, and its paragraph's number."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Document:
    """An article cut into tokens and sentences. Token i is `words[i]` at `starts[i]:ends[i]`.

    lower: the tokens in lower case with straight apostrophes and plain hyphens.
    quoted: for each token whether it stands inside quotation marks.
    openings: where each sentence begins.
    standing: for each word of `lower` the tokens where it stands; vocabulary: those words.
    mixed: those of them that are not letters alone: marks, figures, "g7", "co-operation".
    """

    article: Article
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[Sentence]
    quoted: list[bool] = field(repr=False)
    openings: list[int] = field(repr=False)
    standing: dict[str, list[int]] = field(repr=False)
    vocabulary: frozenset[str] = field(repr=False)
    mixed: frozenset[str] = field(repr=False)

    @property
    def text(self) -> str:
        return self.article.text

    def where(self, words: Set[str]) -> list[int]:
        """The tokens, in order, that are in lower case one of `words`.

        A rule or a list whose words the text has not costs nothing more than this question.
        """
        found = [i for word in self.vocabulary.intersection(words) for i in self.standing[word]]
        found.sort()
        return found

    def standing_in(self, words: Set[str], first: int, last: int) -> list[int]:
        """The tokens of `first:last`, in order, that are in lower case one of a few `words`."""
        found: list[int] = []
        for word in self.vocabulary.intersection(words):
            at = self.standing[word]
            begin = bisect_left(at, first)
            found += at[begin : bisect_left(at, last, begin)]
        found.sort()
        return found

    def where_in(self, words: Set[str]) -> Iterator[tuple[Sentence, list[int]]]:
        """Each sentence, with its tokens of `where`."""
        found = self.where(words)
        begin = 0
        for sentence in self.sentences:
            end = bisect_left(found, sentence.last, begin)
            yield sentence, found[begin:end]
            begin = end

    def token_at(self, offset: int) -> int:
        """The token that holds `offset`, or the last one that begins before it (-1 if none)."""
        return bisect_right(self.starts, offset) - 1

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that holds `offset` (the one before, between two)."""
        at = bisect_right(self.openings, offset)
        return at - 1 if at else 0

    def sentence_of(self, token: int) -> Sentence:
        """The sentence that holds a token."""
        return self.sentences[self.sentence_at(self.starts[token])]

    def tells(self, offset: int) -> bool:
        """Whether one of the sentences holds `offset`."""
        one = self.sentences[self.sentence_at(offset)] if self.sentences else None
        return one is not None and one.start <= offset < one.end

    def tokens(self, span: Span) -> range:
        """The tokens that lie in `span`."""
        return range(max(0, self.token_at(span.start)), self.token_at(span.end - 1) + 1)


def read(article: Article) -> Document:
    """Cut the article's text. Linear in its length."""
    text = article.text
    pieces = _PIECES.split(text)  # what stands between, a token, the blank behind it, …
    bounds = list(accumulate(map(len, pieces)))
    words, starts, ends = pieces[1::3], bounds[:-1:3], bounds[1::3]
    glued = any((count := text.count(verb)) and count > words.count(verb) for verb in _GLUED)
    if glued or "[" in words:
        words = list(_unbracketed(list(_unglued(words)) if glued else words))
        starts, ends = _offsets(text, words)
    lower = list(map(str.lower, words))
    if not text.isascii():
        # A soft hyphen that stands alone stays: no token is empty.
        lower = [word if word.isascii() else word.translate(_PLAIN) or word for word in lower]
    gathered: defaultdict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(lower):
        gathered[word].append(i)
    standing = dict(gathered)
    mixed = frozenset(filterfalse(str.isalpha, standing))
    quoted = _quotes(words, starts, text, standing)
    marks = [i for word in mixed if word[-1] in _CANDIDATES for i in standing[word]]
    sentences = _sentences(text, words, lower, starts, ends, marks)
    openings = [sentence.start for sentence in sentences]
    vocabulary = frozenset(standing)
    return Document(
        article,
        words,
        lower,
        starts,
        ends,
        sentences,
        quoted,
        openings,
        standing,
        vocabulary,
        mixed,
    )


def _offsets(text: str, words: list[str]) -> tuple[list[int], list[int]]:
    """Where each token begins and ends: nothing but blanks stands between two of them."""
    find, starts, ends = text.index, [], []
    at = 0
    for word in words:
        at = find(word, at)
        starts.append(at)
        at += len(word)
        ends.append(at)
    return starts, ends


_SURE = {row["word"]: row["sure"] == "yes" for row in tables.rows("glued_verbs")}
_GLUED = tuple(_SURE)


def _unglued(words: list[str]) -> Iterator[str]:
    """Cut a verb off the name that it is glued to: "Balakrishnanwill", "Hewill"."""
    known = {*words, "He", "She"}
    for word in words:
        glued = word[0].isupper() and word.endswith(_GLUED)
        verb = next(v for v in _GLUED if word.endswith(v)) if glued else None
        name = word[: -len(verb)] if verb else ""
        if verb and len(name) > 1 and (name in known or (_SURE[verb] and len(name) > 3)):
            yield name
            yield verb
        else:
            yield word


def _unbracketed(words: list[str]) -> Iterator[str]:
    """A name without the brackets of an editor: "Abdel [Fattah] Sami", "[President] Rau"."""
    closing = -1
    for i, word in enumerate(words):
        if word == "[" and words[i + 2 : i + 3] == ["]"] and words[i + 1].isalpha():
            behind = words[i + 3] if i + 3 < len(words) else "."
            if words[i + 1][0].isupper() and behind[0].isupper():
                closing = i + 2
                continue
        if i != closing:
            yield word


_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʻ": "'", "`": "'", "‐": "-", "‑": "-", "\u00ad": None})
_STOP = {".", "!", "?", "…"}
_CLOSING = {'"', "”", "’", "'", ")", "]", "»", "''"}
_STRAIGHT = {'"', "'", "''"}  # that open as well as close
_CANDIDATES = "".join(sorted({mark[-1] for mark in _STOP | _CLOSING}))
_ABBREVIATIONS = {row["word"] for row in tables.rows("abbreviations")}
# Words that begin a sentence and hardly ever follow an abbreviation inside one.
_OPENERS = {row["word"] for row in tables.rows("sentence_openers")}
_BLANK = re.compile(r"\n[ \t\r\f\v]*\n")


# Tokens. No sentence of a writer is longer; what looks about within one stays linear in the text.
_LONGEST = 300


def _sentences(
    text: str,
    words: list[str],
    lower: list[str],
    starts: list[int],
    ends: list[int],
    marks: list[int],
) -> list[Sentence]:
    """The sentences; marks: the tokens that may end one."""
    hard = _is_hard_wrapped(text)
    found: list[Sentence] = []
    first = paragraph = 0
    count = len(words)
    for i in _may_end(text, starts, marks):
        last_of_text = i + 1 == count
        gap = "" if last_of_text else text[ends[i] : starts[i + 1]]
        while i - first > _LONGEST:
            last = first + _LONGEST
            found.append(Sentence(starts[first], ends[last], first, last + 1, paragraph))
            first = last + 1
        endless = i - first == _LONGEST
        new_paragraph = "\n" in gap and (not hard or _BLANK.search(gap) is not None)
        ends_here = endless or last_of_text or new_paragraph
        if not (ends_here or _ends_sentence(words, lower, i, gap)):
            continue
        found.append(Sentence(starts[first], ends[i], first, i + 1, paragraph))
        first = i + 1
        paragraph += new_paragraph
    return found


def _may_end(text: str, starts: list[int], marks: list[int]) -> list[int]:
    """The tokens that a sentence can end with: marks, and what a line or the text ends with."""
    return sorted({*marks, *_before_line_ends(text, starts), len(starts) - 1} - {-1})


def _before_line_ends(text: str, starts: list[int]) -> Iterator[int]:
    """The last token of each line that holds any; -1 where the text opens with an empty line."""
    line_end = text.find("\n")
    while line_end >= 0:
        behind = bisect_right(starts, line_end)
        yield behind - 1
        line_end = text.find("\n", starts[behind]) if behind < len(starts) else -1


def _ends_sentence(words: list[str], lower: list[str], i: int, gap: str) -> bool:
    """Whether a sentence ends with token i, `gap` being what stands between it and the next."""
    word, following = words[i], words[i + 1]
    if word in _CLOSING and i and words[i - 1] in _STOP:
        return bool(gap) and not following[0].islower() and following not in _CLOSING
    if word in _STOP:
        if following in _CLOSING:
            return bool(gap) and following in _STRAIGHT  # 'said. "We': it opens
        if word == "." and i and lower[i - 1] in _ABBREVIATIONS:
            return following in _OPENERS and lower[i - 1] not in _TITLES
        # "New Delhi.The minister": no space, yet a new sentence; "example.com" is none.
        if not gap:
            return word != "." or (
                following[0].isupper()
                and len(following) > 1
                and i > 0
                and words[i - 1][0].isalpha()
                and len(words[i - 1]) > 1
            )
        return not following[0].islower()
    if len(word) > 2 and word.endswith(".") and gap:  # U.S.
        return following in _OPENERS
    return False


_TITLES = tables.words("abbreviations", "title")


def _is_hard_wrapped(text: str) -> bool:
    """Whether lines were broken at a column, so that a single line end means nothing."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 3:
        return False
    full = [line for line in lines if 45 <= len(line.rstrip()) <= 100]
    unfinished = [line for line in full if line.rstrip()[-1] not in '.!?:"”']
    return len(full) >= 0.6 * len(lines) and len(unfinished) >= 0.5 * len(lines)


def _quotes(
    words: list[str], starts: list[int], text: str, standing: dict[str, list[int]]
) -> list[bool]:
    """Inside double quotation marks; a paragraph's end closes what was left open."""
    found = [False] * len(words)
    marks = sorted(i for mark in _QUOTES for i in standing.get(mark, ()))
    opened: int | None = None
    for i in marks:
        if opened is not None and "\n\n" in text[starts[opened] : starts[i]]:
            opened = None
        closes = words[i] in ("”", "»") or (words[i] == '"' and opened is not None)
        if closes and opened is not None:
            found[opened:i] = [True] * (i - opened)
        opened = None if closes else i
    return found


_QUOTES = frozenset('“”„«»"')


def by_token(doc: Document, spans: Iterable[T]) -> dict[int, T]:
    """For each token that lies in one of the spans (things with `start` and `end`), that span."""
    found: dict[int, T] = {}
    for span in spans:
        for token in doc.tokens(Span(span.start, span.end)):
            found[token] = span
    return found
