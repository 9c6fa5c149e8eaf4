"""Whose dollars a sign alone stands for, where a text tells a sum in two kinds of them.

"$44.9 million (US$27 million)": the first are no US dollars. They are those of a state that the
text names, and of several the ones whose rate makes both the same sum.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import islice

from geo import currencies, outlets, rates
from geo.sums import Sum, are_same
from geo.text import Document


@cache
def _whose() -> re.Pattern[str]:
    """What makes a sum one of US dollars in so many words: "US$", "American dollars"."""
    lists = currencies.lists()
    signs = (sign for sign, code in lists.signs.items() if code == "USD" and len(sign) > 1)
    adjectives = (
        " ".join(words)
        for words, code in lists.nouns["dollars"].adjectives.items()
        if code == "USD"
    )
    said = sorted({*signs, *adjectives, "USD"}, key=len, reverse=True)
    either = "|".join(map(re.escape, said))
    return re.compile(f"(?<![a-z])(?:{either})(?![a-z])", re.IGNORECASE)


def is_bare(one: Sum) -> bool:
    """Whether a sum taken for US dollars does not say so: "$5 million", "5 million dollars"."""
    if one.currency != "USD" or not ("$" in one.text or "dollar" in one.text.lower()):
        return False
    return _whose().search(one.text) is None


def settle(doc: Document, sums: list[Sum]) -> list[Sum]:
    """The sums with bare dollars given to whom they belong, where the text writes "US$" too."""
    if not are_both_told(sums):
        return sums
    bare = [i for i, one in enumerate(sums) if is_bare(one)]
    found, dropped = list(sums), set()
    own = f"{outlets.home(doc)}D"
    own = own if own in currencies.dollars() else ""
    named = _Named(doc)
    pairs = ((i, i + 1) for i in range(len(sums) - 1) if _is_pair(doc.text, *sums[i : i + 2]))
    for i, j in islice(pairs, _MOST):
        one, other = (i, j) if is_bare(sums[i]) else (j, i)
        same = sums[one].amount == sums[other].amount
        code = "" if same else named.fitting(sums[one], sums[other].amount)
        if code:
            found[one] = sums[one]._replace(currency=code)
            own = own or code
        else:
            dropped.add(one)  # the US dollars tell as much
    if own:
        for i in bare:
            if found[i].currency == "USD":
                found[i] = found[i]._replace(currency=own)
    return [one for i, one in enumerate(found) if i not in dropped]


def of_giver(one: Sum, donors: tuple[str, ...]) -> Sum:
    """Bare dollars of a text that writes "US$" too are those of the one state that gives them."""
    own = f"{donors[0]}D" if len(donors) == 1 else ""
    return one._replace(currency=own) if own in currencies.dollars() and is_bare(one) else one


def are_both_told(sums: Sequence[Sum]) -> bool:
    """Whether a text tells of US dollars in so many words, and of bare ones."""
    kinds = {is_bare(one) for one in sums if one.currency == "USD"}
    return len(kinds) == 2


def _is_pair(text: str, one: Sum, other: Sum) -> bool:
    """Whether two neighbours tell one sum in dollars, only one of them saying "US"."""
    if one.currency != "USD" or other.currency != "USD" or is_bare(one) == is_bare(other):
        return False
    if not are_same(text, one.end, other.start):
        return False
    # "US$5 million ($2 million for schools)" is a whole and its part
    opened = not {"(", "["}.isdisjoint(text[one.end : other.start])
    return not opened or text[other.end : other.end + 1] in (")", "]", ",", ";")


class _Named:
    """Where the text names the states that have dollars of their own, by the code of these."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._at: dict[str, list[int]] = {}
        contexts = currencies.lists().nouns["dollars"].contexts
        for token in doc.where(contexts.keys()):
            self._at.setdefault(contexts[doc.lower[token]], []).append(token)

    def fitting(self, one: Sum, worth: Decimal) -> str:
        """Whose dollars are worth so many US dollars: by the day's rate, then by nearness."""
        off: dict[str, Decimal] = {}
        for code in self._at:
            value = rates.in_dollars(one.amount, code, self._doc.article.date).value
            error = _UNRATED if value is None else abs(value - worth) / worth
            if error <= _UNRATED:
                off[code] = error
        least = min(off.values(), default=_UNRATED)
        alike = [code for code, error in off.items() if error <= least + _ALIKE]
        token = self._doc.token_at(one.start)
        return max(alike, key=lambda code: self._nearness(code, token), default="")

    def _nearness(self, code: str, token: int) -> tuple[bool, int]:
        """Named last before the token, else first behind it."""
        at = self._at[code]
        place = bisect_left(at, token)
        return (True, at[place - 1]) if place else (False, -at[0])


# How far a rate may be from that which a text reckons with; how near to each other two are alike.
_UNRATED, _ALIKE = Decimal("0.2"), Decimal("0.04")
_MOST = 100  # pairs; those behind them are of the same kind
