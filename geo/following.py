"""What the sentence behind a meeting tells of it: "… met X. The meeting took place in Suva"."""

from __future__ import annotations

from geo.company import words
from geo.destinations import Destination
from geo.dossier import Span
from geo.page import Page, somewhere
from geo.text import Sentence

_OPENING = frozenset(("the", "their", "this", "these", "his", "her"))
_NOUN_AT = 5  # tokens within which the sentence has to name the meeting
_TOOK_PLACE = (("took", "place"), ("taken", "place"), ("taking", "place"))
_WERE_HELD = frozenset(("was", "were", "been"))


def place_behind(page: Page, told: Span) -> tuple[Destination, Span] | None:
    """Where the meeting that one sentence tells took place, by the next one, and that sentence."""
    number = page.doc.sentence_at(told.start) + 1
    if number >= len(page.doc.sentences) or page.doc.vocabulary.isdisjoint(("place", "held")):
        return None
    sentence = page.doc.sentences[number]
    i = _held_at(page.doc.lower, sentence)
    found = somewhere(page, i, sentence) if i is not None else None
    if found is None or len({place.country for place in found.places}) != 1:
        return None
    return found.places[0], Span(sentence.start, sentence.end)


def _held_at(lower: list[str], sentence: Sentence) -> int | None:
    """The last token of "the meeting | took place", "their talks | were held"."""
    if lower[sentence.first] not in _OPENING:
        return None
    named = range(sentence.first + 1, min(sentence.last, sentence.first + _NOUN_AT))
    noun = next((j for j in named if lower[j] in words("gathering")), None)
    for j in range(noun + 1, min(sentence.last - 1, noun + _NOUN_AT)) if noun is not None else ():
        if tuple(lower[j : j + 2]) in _TOOK_PLACE:
            return j + 1
        if lower[j] in _WERE_HELD and lower[j + 1] == "held":
            return j + 1
    return None
