"""The rules of `data/rules/meetings.toml`, by the word that each begins with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geo import clauses, tables

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `data/rules/meetings.toml`; what each field means stands at its head."""

    id: str
    kind: str
    weight: float
    verbs: frozenset[str]
    nouns: tuple[Words, ...]
    after: tuple[str, ...]
    links: tuple[Words, ...]
    mutual: bool
    host: str
    mode: str
    held: bool
    unless: frozenset[str]
    direct: bool
    joint: bool
    infinitive: bool
    closed: bool


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the file: the first that fits a word is taken."""
    return tuple(
        Rule(
            id=row["id"],
            kind=row["kind"],
            weight=row["weight"],
            verbs=frozenset(row.get("verbs", ())),
            nouns=tuple(sorted((tuple(n.split()) for n in row.get("nouns", ())), key=len)[::-1]),
            after=tuple(row.get("after", ())),
            links=tuple(sorted((tuple(k.split()) for k in row["links"]), key=len)[::-1]),
            mutual=row.get("mutual", False),
            host=row.get("host", ""),
            mode=row.get("mode", "in person"),
            held=row.get("held", False),
            unless=frozenset(row.get("unless", ())),
            direct=row.get("direct", False),
            joint=row.get("joint", False),
            infinitive=row.get("infinitive", False),
            closed=row.get("closed", False),
        )
        for row in tables.rules("meetings")["rule"]
    )


@cache
def triggers() -> dict[str, tuple[Rule, ...]]:
    """For each form of a rule's verb and each first word of its nouns, the rules."""
    found: dict[str, list[Rule]] = {}
    for rule in rules():
        for form, verb in clauses.forms().items():
            if verb.lemma in rule.verbs:
                found.setdefault(form, []).append(rule)
        for word in dict.fromkeys(noun[0] for noun in rule.nouns):
            found.setdefault(word, []).append(rule)
    return {word: tuple(some) for word, some in found.items()}
