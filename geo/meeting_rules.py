"""The rules of `data/rules/meetings.toml`, by the word that each begins with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geo.rules import Phrases, Words, by_word, read


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `data/rules/meetings.toml`; what each field means stands at its head."""

    id: str
    kind: str
    weight: float
    links: Phrases
    verbs: frozenset[str] = frozenset()
    nouns: Phrases = ()
    after: Words = ()
    mutual: bool = False
    host: str = ""
    mode: str = "in person"
    held: bool = False
    unless: frozenset[str] = frozenset()
    direct: bool = False
    joint: bool = False
    gathers: bool = False
    venue: bool = False
    infinitive: bool = False
    closed: bool = False
    again: bool = False
    beside: bool = False
    apart: bool = False
    says: bool = False
    told: bool = False
    also: bool = False
    needs: frozenset[str] = frozenset()


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the file: the first that fits a word is taken."""
    return read(Rule, "meetings")


@cache
def triggers() -> dict[str, tuple[Rule, ...]]:
    """For each form of a rule's verb and each first word of its nouns, the rules."""
    return by_word(rules(), lambda rule: dict.fromkeys(noun[0] for noun in rule.nouns))


@cache
def trigger_words() -> frozenset[str]:
    """The words of `triggers`; a sentence without any of them is not looked at."""
    return frozenset(triggers())
