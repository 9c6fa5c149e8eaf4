"""A sum of money, and the same sum told at once in a second currency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple


class Sum(NamedTuple):
    """An amount in units of `currency` (ISO 4217).

    about: exact, at least, at most, about or additional.
    also: the same amount as the text gives it in other currencies. outer: where those end.
    per: what the sum is for one of ("barrel", "day", "year"), empty for the whole.
    """

    start: int
    end: int
    text: str
    amount: Decimal
    amount_max: Decimal | None
    currency: str
    about: str
    also: tuple[tuple[Decimal, str], ...] = ()
    outer: int = 0
    per: str = ""


_NEAR = 40  # characters
# What may stand between the same sum in two currencies: "(", "or about", ", equivalent to"
_SAME = re.compile(
    r"\s?(?:[(\[/]|, ?or\b|or\b|, ?(?:which is )?equivalent to\b|equivalent to\b|, ?about\b|"
    r", ?which is\b|[–—-] ?)\s?"
    r"(?:(?:or|about|around|some|approximately|approx\.?|roughly|nearly|over|almost|more than|an?|"
    r"worth|equal to|equivalent to|the equivalent of|equivalent|i\.e\.|just|under|~|≈|=)\s?){0,4}$"
)


def are_same(text: str, end: int, start: int) -> bool:
    """Whether the words between two sums say that the second is the first once more."""
    return start - end <= _NEAR and _SAME.match(text[end:start]) is not None


def joined(text: str, sums: Iterable[Sum]) -> Iterator[Sum]:
    """A sum that is followed at once by itself in another currency takes that in."""
    held: Sum | None = None
    for one in sums:
        if held is None:
            held = one
            continue
        if one.start < held.end:
            continue
        known = {held.currency, *(code for _, code in held.also)}
        if one.currency not in known and are_same(text, held.outer, one.start):
            after = one.end + 1 if text[one.end : one.end + 1] in (")", "]") else one.end
            held = held._replace(also=(*held.also, (one.amount, one.currency)), outer=after)
            continue
        yield held
        held = one
    if held is not None:
        yield held
