"""Meetings told by the occasion on which something was said: "Rau told Ruiz during talks"."""

from __future__ import annotations

from typing import NamedTuple

from geo import clauses, company, linking, pairs, sides
from geo.clauses import Sense
from geo.company import Company, words
from geo.page import Page
from geo.story import Story
from geo.text import Sentence


class Told(NamedTuple):
    """Who met those whom a phrase names, and whether they did, if the words around it tell."""

    people: tuple[int, ...]
    sense: Sense | None


def told_by(
    page: Page, first: int, there: Company, sentence: Sentence, story: Story
) -> Told | None:
    """Who had a meeting whose words begin at token `first`, as a programme or a request tells."""
    told = _asking(page, first, sentence) or _on_programme(page, first, there, sentence, story)
    met = told is not None and told.people and set(told.people).isdisjoint(there.people)
    return told if met else None


def _asking(page: Page, first: int, sentence: Sentence) -> Told | None:
    """Who asked for something on an occasion: "a request by Rau during | talks with Ruiz"."""
    lower = page.doc.lower
    k = first - 2
    nearest = max(sentence.first, first - _LONGEST_OPENING)
    while k > nearest and (k in page.when_at or lower[k] == "on"):
        k -= 1
    mention = page.mention_at.get(k)
    if lower[first - 1] not in words("occasion") or mention is None or mention.first < 2:
        return None
    by = mention.first - 1
    by -= lower[by] == "the"
    while by > nearest and (by in page.place_at or lower[by] == "'s"):
        by -= 1  # "by | Peruvian | President Rau"
    asked = lower[by] in ("by", "from") and lower[by - 1] in words("asked")
    return Told((mention.person,), None) if asked else None


def _on_programme(
    page: Page, first: int, there: Company, sentence: Sentence, story: Story
) -> Told | None:
    """Whose visit a meeting is part of: "his stay is to include | talks", "it follows | talks"."""
    lower = page.doc.lower
    verb = None
    for j in range(first - 1, max(sentence.first, first - _SHORT), -1):
        form = clauses.forms().get(lower[j])
        if form is not None and form.lemma in words("programme verb"):
            verb = j
            break
        if lower[j] in (";", "who", "which", "that") or linking.is_finite(page, j, sentence):
            return None
    if verb is None:
        return None
    later = not words("behind programme").isdisjoint(lower[verb:first])
    if clauses.forms()[lower[verb]].lemma == "come" and not later:
        return None
    for k in range(verb - 1, max(sentence.first - 1, verb - _LONGEST_OPENING), -1):
        if lower[k] in words("programme"):
            people = _whose(page, k, sentence) or story.journeys.traveller(sentence, there.people)
            people = people or story.journeys.under_way(sentence)
            sense = Sense("done") if later else sides.sense(page, verb, sentence)
            return Told(people, Sense("planned") if sense.status == "ongoing" else sense)
        if k in page.mention_at or lower[k] in (",", ";", "which", "that"):
            return None
    return None


_SHORT = 30  # tokens: "include | two rounds of talks with Rau and a | dinner"


def _whose(page: Page, noun: int, sentence: Sentence) -> tuple[int, ...]:
    """The owner of what the noun at a token names: "| his two-day stay", "| Rau's trip"."""
    lower = page.doc.lower
    for k in range(noun - 1, max(sentence.first - 1, noun - 4), -1):
        mention = page.mention_at.get(k - 1 if lower[k] == "'s" else k)
        if mention is not None and (lower[k] == "'s" or lower[k] in clauses.OWNERS):
            return (mention.person,)
    return ()


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
        if j not in page.mention_at and _is_verb(lower[j]) and not _is_noun(page, j):
            return j
    return None


def _is_noun(page: Page, j: int) -> bool:
    """Whether a form that may be a noun is one: "told him about | trade", but "to trade"."""
    form = clauses.forms()[page.doc.lower[j]]
    before = page.doc.lower[j - 1]
    return form.kinds <= {"base", "third"} and before in words("topic") | words("filler")


def _is_verb(word: str) -> bool:
    form = clauses.forms().get(word)
    return form is not None and bool(form.kinds & {"past", "third", "base"})
