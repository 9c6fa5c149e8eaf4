"""The rules of `data/rules/visits.toml`, by the word that each begins with, and what one reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from geo import clauses, subjects
from geo.clauses import Sense
from geo.destinations import Destinations
from geo.page import Page
from geo.rules import Phrases, Words, by_word, read
from geo.text import Sentence


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `data/rules/visits.toml`; what each field means stands at its head."""

    id: str
    kind: str
    weight: float
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    after: Words = ()
    links: Phrases = ()
    needs: str = ""
    near: frozenset[str] | None = None
    both: bool = False
    opens: bool = False
    whole: bool = False
    arrives: bool = False
    not_before: frozenset[str] = frozenset()
    ongoing: str = ""


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, in the order of the file: the first that fits a word is taken."""
    return read(Rule, "visits")


_BEING = ("is", "was", "are", "were", "be", "been", "'s")


@cache
def triggers() -> dict[str, tuple[Rule, ...]]:
    """For each word that a rule begins with (a form of its verb, its noun), the rules."""
    return by_word(rules(), lambda rule: (*rule.nouns, *(_BEING if rule.kind == "being" else ())))


@cache
def trigger_words() -> frozenset[str]:
    """The words of `triggers`; a sentence without any of them is not looked at."""
    return frozenset(triggers())


class Found(NamedTuple):
    """What one rule read: who (positions in `People.people`), where, whether it happened.

    apart: it is told of another time than the running one. ongoing: "begins" or "ends", or nothing.
    dateless: the sentence's dates are those of something else ("a day after his trip to Kyiv").
    """

    who: tuple[int, ...]
    places: list[Destinations]
    sense: Sense
    apart: bool
    ongoing: str
    dateless: bool = False


@cache
def trip_nouns() -> frozenset[str]:
    return frozenset().union(*(rule.nouns for rule in rules() if rule.kind == "trip"))


def who_of(page: Page, i: int, sentence: Sentence, current: tuple[int, ...]) -> tuple[int, ...]:
    who = subjects.of(page.doc, page.mention_at, i, sentence, page.dates)
    if who.group:
        return current
    return who.people or _listed_behind(page, i, sentence)


def _listed_behind(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """ "Among those who attended the funeral in Apia were | X, Y and Z"."""
    if page.doc.lower[sentence.first] not in ("among", "those"):
        return ()
    for j in range(i + 1, sentence.last - 1):
        mention = page.mention_at.get(j)
        if mention is not None and page.doc.lower[mention.first - 1] in clauses.words("be"):
            return subjects.coordinated(page.doc, page.mention_at, mention, sentence.last)
    return ()
