"""Whom "they", "both" and "the two leaders" stand for."""

from __future__ import annotations

from geo import clauses, company
from geo.company import words
from geo.page import Page
from geo.story import Story
from geo.text import Sentence

REACH = 80  # tokens of a sentence looked at on either side of a verb


def those_before(page: Page, i: int, sentence: Sentence, story: Story) -> tuple[int, ...]:
    """Whom "they", "the two leaders", "both" stand for: those who met last, or two just named."""
    if not _is_pair(page, i, sentence):
        return ()
    near = page.names_in(max(sentence.first, i - REACH), i)
    named = [page.mention_at[j].person for j in near if page.mention_at[j].kind != "pronoun"]
    here = tuple(person for person in dict.fromkeys(named) if not _speaks_for(page, person))
    if len(here) == 2 or (2 < len(here) <= _PARTY and "where" in page.doc.lower[i - 3 : i]):
        return here
    pair = pair_before(page, sentence)
    if story.met_last and "also" in page.doc.lower[i - 2 : i]:
        return story.met_last  # "they also spoke"
    if len(pair) == 2:
        return pair
    earlier = story.met_last or _two_before(page, sentence) or list_before(page, sentence)
    return earlier or (here if len(set(named)) > len(here) else ())


def _speaks_for(page: Page, person: int) -> bool:
    """Whether somebody is only heard for others: a spokesman is none of "the two"."""
    office = page.people.people[person].office or ""
    return not words("voice").isdisjoint(office.lower().split())


def list_before(page: Page, sentence: Sentence) -> tuple[int, ...]:
    """The people whom the sentence before lists for its subject: "Rau, Ruiz and Kim flew to"."""
    number = page.doc.sentence_at(sentence.start) - 1
    if number < 0:
        return ()
    before = page.doc.sentences[number]
    named = page.names_in(before.first, before.last)
    listed = company.at(page, named[0], before, subject=True) if named else None
    return listed.people if listed is not None and 1 < len(listed.people) <= _PARTY else ()


def _two_before(page: Page, sentence: Sentence) -> tuple[int, ...]:
    """The two people, of two states, whom the last few sentences name, if they are no more."""
    people: dict[int, None] = {}
    last = page.doc.sentence_at(sentence.start)
    for number in range(last - 1, max(-1, last - 1 - _SENTENCES_BACK), -1):
        before = page.doc.sentences[number]
        for j in page.names_in(max(before.first, before.last - REACH), before.last):
            mention = page.mention_at[j]
            if mention.kind != "pronoun":
                people.setdefault(mention.person)
        if len(people) > 1:
            break
    states = {page.people.people[person].country for person in people}
    return tuple(people) if len(people) == 2 == len(states - {None}) else ()


_SENTENCES_BACK = 3
_PARTY = 5  # people who travel together


def _is_pair(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether the subject of the verb at token i is "they", "both", "the two leaders"."""
    lower = page.doc.lower
    k = i - 1
    while k >= sentence.first and (lower[k] == "to" or lower[k] in clauses.before_verb()):
        if lower[k] == "both":
            return True
        k -= 1
    if _is_going(page, k):
        k -= 1  # "the two | went | to see"
    if k > sentence.first and lower[k] in words("pair"):
        k -= 1
    return k >= sentence.first and lower[k] in words("together")


def _is_going(page: Page, k: int) -> bool:
    form = clauses.forms().get(page.doc.lower[k])
    return form is not None and form.lemma in words("go") and page.doc.lower[k + 1] == "to"


def pair_before(page: Page, sentence: Sentence) -> tuple[int, ...]:
    """The people of the sentence before, pronouns too."""
    number = page.doc.sentence_at(sentence.start) - 1
    if number < 0:
        return ()
    before = page.doc.sentences[number]
    tokens = page.names_in(max(before.first, before.last - REACH), before.last)
    return tuple(dict.fromkeys(page.mention_at[j].person for j in tokens))


def pair_around(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """The two people of a sentence up to token i and the one before, if they are no more."""
    tokens = page.names_in(max(sentence.first, i - REACH), i)
    people = [page.mention_at[j].person for j in tokens]
    pair = tuple(dict.fromkeys((*people, *pair_before(page, sentence))))
    return pair if len(pair) == 2 else ()
