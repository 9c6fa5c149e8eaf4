"""Where somebody spoke, told by a title or a line that ends with place and day."""

from __future__ import annotations

from collections.abc import Iterator

from geo import clauses, tables
from geo.destinations import Destination
from geo.dossier import Article, Span
from geo.page import Page
from geo.text import Document, Sentence


def lines(doc: Document) -> Iterator[tuple[Span, str]]:
    """The lines of a text that announce a speech, like titles: "REMARKS BY MINISTER RAU AT".

    A heading may go on over several lines, which are then joined by commas.
    """
    most = _MOST
    behind = 0  # the token behind the heading looked at last
    for i in doc.where(clauses.words("speech")):
        number = doc.sentence_at(doc.starts[i])
        sentence = doc.sentences[number]
        by = not _BY.isdisjoint(doc.lower[i + 1 : i + 1 + _FRONT])
        if i < behind or i - sentence.first >= _FRONT or not by or not _is_heading(doc, sentence):
            continue
        heading = [sentence]
        for below in doc.sentences[number + 1 : number + _DEEPEST]:
            if not _is_heading(doc, below):
                break
            heading.append(below)
        behind = heading[-1].last
        joined = ", ".join(doc.text[line.start : line.end] for line in heading)
        yield Span(sentence.start, heading[-1].end), joined
        most -= 1
        if not most:
            return


def _is_heading(doc: Document, sentence: Sentence) -> bool:
    """Whether a line is no sentence: short, and without a mark at its end."""
    short = sentence.end - sentence.start < _LONGEST
    return short and doc.words[sentence.last - 1] not in (".", "?", "!", ":")


_FRONT = 3  # words: "Opening remarks", "Full text of the speech"
_BY = frozenset(("by", "of", "from"))
_LONGEST = 300  # characters
_DEEPEST = 5  # lines of one heading
_MOST = 5  # headings: a release has few speeches beside it


def place_and_day(line: Page, author: int) -> tuple[Destination, str | None] | None:
    """Where and when the author spoke, of a line that ends so: "…, Lisbon, 29 April 2022".

    None where the line tells of no place at its end, or where the words came from afar.
    """
    doc = line.doc
    if not tables.words("event_words", "remote").isdisjoint(doc.vocabulary):
        return None
    behind = max((m.last for m in line.people.mentions if m.person == author), default=0)
    for i in line.places_in(behind, len(doc.words)):
        there = line.places_from(i) if doc.lower[i - 1] in _BEFORE else None
        if there is None or len(there.places) != 1:
            continue
        rest = range(there.last, len(doc.words))
        if not all(j in line.when_at or doc.lower[j] in _AROUND for j in rest):
            continue
        day = next((line.when_at[j].first for j in rest if j in line.when_at), None)
        # "at a Meeting on the War in Oslo" may be a topic; with a day it is where it was
        topic = there.places[0].city is None or "on" in doc.lower[behind:i]
        if day is not None or not topic:
            return there.places[0], day
    return None


_BEFORE = frozenset((",", "in", "at", "(", "-", "–", "—"))
_AROUND = frozenset((",", "(", ")", "on", "-", "–", "—", "."))


def as_title(article: Article, line: str) -> Article:
    """The article as if one of its lines were its title."""
    return Article(text=article.text, date=article.date, title=line, source=article.source)
