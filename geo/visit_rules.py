"""The rules of `data/rules/visits.toml`, by the word that each begins with, and what one reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from geo import clauses, company, coordination, subjects
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
    alone: bool = False
    arrives: bool = False
    outlets: bool = False
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
    first: the places were reached before the others of the sentence ("in Kyiv after | a stop in").
    """

    who: tuple[int, ...]
    places: list[Destinations]
    sense: Sense
    apart: bool
    ongoing: str
    dateless: bool = False
    first: bool = False


@cache
def trip_nouns() -> frozenset[str]:
    """The nouns of travel: not "talks", which only a place before them makes a visit."""
    return frozenset().union(
        *(rule.nouns for rule in rules() if rule.kind == "trip" and _is_of_travel(rule))
    )


def _is_of_travel(rule: Rule) -> bool:
    return bool(rule.links) and rule.needs != "after"


@cache
def travel_verbs() -> frozenset[str]:
    """The lemmas of verbs that tell a way."""
    moving = (rule.verbs for rule in rules() if rule.kind in ("goes", "onward", "leaves"))
    return frozenset().union(*moving)


def who_of(page: Page, i: int, sentence: Sentence, current: tuple[int, ...]) -> tuple[int, ...]:
    who = subjects.of(page.doc, page.mention_at, i, sentence, page.dates)
    listed = who.people or _listed_behind(page, i, sentence)
    return listed or (current if who.group else ())


def along_with_unnamed(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Who goes along, before the verb at token i, with somebody whom no name stands for.

    "Accompanied by Minister Rau, | I will travel", "The president, accompanied by Rau, | flew".
    """
    doc, lower = page.doc, page.doc.lower
    if "accompanied" not in doc.vocabulary:
        return ()
    near = range(max(sentence.first, i - _LONGEST_PARTY), i)
    by = next((j + 2 for j in near if lower[j : j + 2] == ["accompanied", "by"]), None)
    found = company.at(page, by, sentence) if by is not None else None
    if by is None or found is None or not found.people:
        return ()
    named = [j for j in page.names_in(by, i) if page.mention_at[j].person in found.people]
    behind = range(named[-1] + 1, i) if named else range(0)
    before = range(max(sentence.first, by - _NEAR_LEADER), by - 2)
    if not named or page.names_in(behind.start, behind.stop) or behind.stop - behind.start > 8:
        return ()
    unnamed = any(lower[j] in ("i", "we") or j in page.office_at for j in behind)
    apposed = lower[by - 3] == "," and any(j in page.office_at for j in before)
    apposed = apposed and not page.names_in(before.start, before.stop)
    return found.people if unnamed or apposed else ()


_LONGEST_PARTY = 60  # tokens
_NEAR_LEADER = 10


def from_abroad(page: Page, who: tuple[int, ...]) -> tuple[int, ...]:
    """Those who are not likely at home in a place: one of no known state may well be."""
    people = page.people.people
    return tuple(p for p in who if people[p].country or people[p].office in page.of_bodies)


def _listed_behind(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Those who are listed behind a verb of which a group is the subject.

    "Among those who attended the funeral in Apia were | X, Y and Z", "Nine leaders flew to Apia,
    among them | X, Y and Z".
    """
    lower = page.doc.lower
    opens = lower[sentence.first] in ("among", "those")
    for j in range(i + 1, sentence.last - 1):
        if opens and lower[j] in clauses.words("be") and j + 1 in page.mention_at:
            return coordination.coordinated(
                page.doc, page.mention_at, page.mention_at[j + 1], sentence.last
            )
        among = lower[j - 1] == "," and (
            lower[j : j + 2] == ["among", "them"] or lower[j] == "including"
        )
        if among and not NUMEROUS.isdisjoint(lower[sentence.first : i]):
            listed = company.at(page, j + 1 + (lower[j] == "among"), sentence)
            return listed.people if listed is not None else ()
    return ()


NUMEROUS = frozenset(
    {
        "leaders",
        "heads",
        "presidents",
        "ministers",
        "premiers",
        "officials",
        "delegates",
        "envoys",
        "dignitaries",
        "guests",
    }
)
