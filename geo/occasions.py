"""Meetings told by the occasion on which something was said: "Rau told Ruiz during talks"."""

from __future__ import annotations

from geo import clauses, company, pairs, sides
from geo.clauses import Sense
from geo.company import words
from geo.page import Page
from geo.text import Sentence


def on(
    page: Page, first: int, behind: int, sentence: Sentence
) -> tuple[tuple[int, ...], Sense] | None:
    """Who met on an occasion whose words are the tokens `first:behind`, and whether they did."""
    if page.doc.lower[first - 1] not in words("occasion"):
        return None
    verb = _verb_behind(page, behind, sentence) if _opens(page, first, sentence) else None
    if verb is None:
        verb = _verb_before(page, first, sentence)
    if verb is None:
        return None
    subject = sides.subject(page, verb, sentence)
    lemma = clauses.forms()[page.doc.lower[verb]].lemma
    people = dict.fromkeys(subject)
    if lemma in words("address"):
        spoken_to = company.at(page, verb + 1, sentence)
        people |= dict.fromkeys(spoken_to.people if spoken_to else ())
    elif lemma not in words("accord"):
        return None
    if not subject or len(people) < 2:
        return None
    return tuple(people), sides.sense(page, verb, sentence)


def _opens(page: Page, first: int, sentence: Sentence) -> bool:
    """Whether an occasion opens the sentence, up to a day: "On Monday, after | talks"."""
    return all(j in page.when_at or j not in page.mention_at for j in range(sentence.first, first))


def _verb_behind(page: Page, behind: int, sentence: Sentence) -> int | None:
    """The verb of the clause that an opening occasion stands before."""
    lower = page.doc.lower
    for k in range(behind, min(behind + _LONGEST_OPENING, sentence.last - 1)):
        if k in page.mention_at:
            return None
        if lower[k] == ",":
            subject = company.at(page, k + 1, sentence, subject=True)
            if subject is None or not subject.guests:
                continue
            verb = subject.last
            while verb < sentence.last and (
                lower[verb] == "," or lower[verb] in clauses.words("adverb") | clauses.words("have")
            ):
                verb += 1
            return verb if verb < sentence.last and _is_verb(lower[verb]) else None
    return None


_LONGEST_OPENING = 12


def _verb_before(page: Page, first: int, sentence: Sentence) -> int | None:
    """The verb of the clause that an occasion stands in: "Rau | told | Ruiz at a meeting"."""
    lower = page.doc.lower
    for j in range(first - 2, max(sentence.first, first - pairs.REACH), -1):
        if lower[j] in (";", "that", "who", "which"):
            return None
        if j not in page.mention_at and _is_verb(lower[j]):
            return j
    return None


def _is_verb(word: str) -> bool:
    form = clauses.forms().get(word)
    return form is not None and bool(form.kinds & {"past", "third", "base"})
