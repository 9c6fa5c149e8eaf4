"""The rows of `data/rules` as records, and the words of a text that each of them waits for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any, Protocol, TypeVar

from geo import clauses, tables

Words = tuple[str, ...]
Phrases = tuple[Words, ...]  # the longest first


class _Rule(Protocol):
    """What every rule has: lemmas of `data/tables/verbs.csv`."""

    @property
    def verbs(self) -> frozenset[str]: ...


Record = TypeVar("Record")
Rule = TypeVar("Rule", bound=_Rule)

# Sentences for the tests stand beside each rule.
_EXAMPLES = {"matches", "rejects"}


def read(record: type[Record], name: str) -> tuple[Record, ...]:
    """The rules of `data/rules/{name}.toml` in the order of the file, in which they are tried.

    record: a dataclass; each field is made into its type, and may have a default.
    Raises TableError where a row has a field that the dataclass has not, or lacks one.
    """
    made = {field.name: _MADE.get(str(field.type), _as_it_is) for field in fields(record)}  # type: ignore[arg-type]
    found = []
    for row in tables.rules(name)["rule"]:
        given = {key: value for key, value in row.items() if key not in _EXAMPLES}
        try:
            found.append(record(**{key: made[key](value) for key, value in given.items()}))
        except (KeyError, TypeError) as error:
            wrong = f"rule {row.get('id')} has no such field, or lacks one: {error}"
            raise tables.TableError(f"{name}.toml: {wrong}; its head lists them") from error
    return tuple(found)


def _as_it_is(value: Any) -> Any:
    return value


def _phrases(listed: Sequence[str]) -> Phrases:
    return tuple(sorted((tuple(phrase.split()) for phrase in listed), key=len, reverse=True))


def phrase_at(
    phrases: Phrases, lower: Sequence[str], i: int, *, opening: bool = True
) -> Words | None:
    """The first of some phrases that stands at token i; the empty one only where `opening`."""
    for phrase in phrases:
        if not phrase:
            if opening:
                return phrase
        elif lower[i] == phrase[0] and tuple(lower[i : i + len(phrase)]) == phrase:
            return phrase
    return None


# By the field's type as it is written.
_MADE: dict[str, Callable[[Any], Any]] = {
    "frozenset[str]": frozenset,
    "frozenset[str] | None": frozenset,
    "Words": tuple,
    "Phrases": _phrases,
}


def by_word(
    rules: Iterable[Rule], others: Callable[[Rule], Iterable[str]]
) -> dict[str, tuple[Rule, ...]]:
    """For each form of a rule's verbs, and each other word that it may begin with, the rules."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        forms = [form for form, verb in clauses.forms().items() if verb.lemma in rule.verbs]
        for word in (*forms, *others(rule)):
            found.setdefault(word, []).append(rule)
    return {word: tuple(some) for word, some in found.items()}
