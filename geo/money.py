"""Sums of money in the text: amount and currency.

A sum is found from its currency: a sign or code before or after a number, or a noun after it. The
same amount said at once in a second currency belongs to the first. What looks like a sum and has no
number or no certain currency becomes a Problem.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from decimal import Decimal
from typing import NamedTuple

from geo import amounts, currencies, dollars, outlets, sums, tables
from geo.amounts import Amount
from geo.currencies import Noun
from geo.dossier import Problem
from geo.sums import Sum
from geo.text import Document


class Sums(NamedTuple):
    sums: tuple[Sum, ...] = ()
    problems: tuple[Problem, ...] = ()


# EUR25  Rs500  RMB3: a code that touches its number
_LETTER_AND_FIGURE = re.compile(r"\d(?<=[A-Za-z]\d)")
_GLUED_CODE = re.compile(r"\b[A-Z][A-Za-z]{1,3}(?=\d)")
_TURNED = re.compile(r"\$(?:US|AU?|NZ|C|CAN|CDN|S|HK)(?= ?\d)")  # "$US300 million", "$A5m"
# million-dollar  40-euro
_HYPHENED_NOUN = re.compile(r"[-‐‑]([a-z]{3,7})\b")


def find(doc: Document) -> Sums:
    """All sums in the order of the text. A text without a currency costs one look at its words."""
    lists = currencies.lists()
    text = doc.text
    signed = not doc.mixed.isdisjoint(lists.marks)
    marks = [one.start() for one in currencies.mark_pattern().finditer(text)] if signed else []
    mixed = " ".join(doc.mixed)
    touching = _GLUED_CODE.finditer(text) if _LETTER_AND_FIGURE.search(mixed) else ()
    glued = [match for match in touching if match.group() in lists.codes]
    worded = [
        i
        for i in doc.where(lists.triggers_lower)
        if doc.lower[i] in lists.triggers or doc.words[i] in lists.triggers
    ]
    joined = "-" in doc.mixed or any(_hyphened(mixed, lists.nouns))
    hyphened = list(_hyphened(text, lists.nouns)) if joined else []
    if not (marks or glued or worded or hyphened):
        return Sums()
    reader = _Reader(doc)
    for at in marks:
        reader.mark(at)
    for match in glued:
        reader.code(match.start(), match.end(), lists.codes[match.group()])
    for token in worded:
        word = doc.words[token]
        if word in lists.codes and (word not in lists.nouns or word.isupper()):
            reader.code(doc.starts[token], doc.ends[token], lists.codes[word])
        noun = lists.nouns.get(word) or lists.nouns.get(doc.lower[token])
        if noun is not None:
            reader.noun(doc.starts[token], doc.ends[token], noun)
    for match in hyphened:
        reader.noun(match.start(1), match.end(1), lists.nouns[match.group(1)])
    reader.settled()
    reader.carried()
    return Sums(tuple(sums.joined(text, reader.sums)), tuple(reader.problems))


def _hyphened(text: str, nouns: Container[str]) -> Iterator[re.Match[str]]:
    """Where a currency's noun stands behind a hyphen."""
    return (match for match in _HYPHENED_NOUN.finditer(text) if match.group(1) in nouns)


def _plain(number: Decimal) -> Decimal:
    """Without the zeros behind the point that a multiplication leaves."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


# Tokens in which a state says whose a currency is.
_NAMED_BEFORE, _NAMED_BEHIND = 400, 200


class _Reader:
    """Collects the sums of one document."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.text = doc.text
        self.sums: list[Sum] = []
        self.problems: list[Problem] = []
        self._dollars: str | None = None
        self._begins: list[int] = []  # where each of `sums` begins
        self._named: dict[int, list[int]] = {}

    # ---- the three ways to write a currency ----------------------------------------------------

    def mark(self, at: int) -> None:
        """A sign with the letters before it: $, US$, A$, R$."""
        text, lists = self.text, currencies.lists()
        start = at
        code = self._bare(text[at])
        for width in currencies.widths().get(text[at - 1 : at], ()):
            known = lists.signs.get(text[max(0, at - width) : at + 1])
            if known and width <= at and not text[at - width - 1 : at - width].isalnum():
                start, code = at - width, known
                break
        end = at + 1
        if text[at] == "$" and (turned := _TURNED.match(text, at)):
            code, end = lists.signs.get(turned.group(), code), turned.end()
        if not self._forward(start, end, code) and not self._backward(start, end, code):
            self._vague(start, end)

    def code(self, start: int, end: int, code: str) -> None:
        """Letters before a number: "Rs 500 crore", "EUR 1.5bn"; or a code behind it: "25m USD"."""
        text = self.text
        after = end + 1 if text[end : end + 1] in (".", ")") else end  # "Yen (JPY) 232 billion"
        if text[after : after + 1] in currencies.lists().marks:
            return
        spelled = self.text[start:end]
        if code == "INR" and spelled in ("Rs", "Re"):
            noun = currencies.lists().nouns["rupees"]
            code = self._by_context(noun, start) or code
        if spelled == "SR" and "seychelles" not in self.doc.vocabulary:
            code = "SAR"
        strict = code not in _PLAIN_CODES
        # "ID 4521" is no money, "Rs 4521" is
        scaled = spelled != code and code not in ("INR", "BDT")
        if self._forward(start, after, code, strict=strict, scaled=scaled):
            return
        if spelled == code:
            self._backward(start, end, code)

    def noun(self, start: int, end: int, noun: Noun) -> None:
        """A noun behind a number: "dollars", "Egyptian pounds", "-euro"."""
        code, first = self._meaning(noun, start)
        if self._covered(start, end):
            return
        if self._is_weight(end, noun):
            return
        if code is None:
            if amount := self._before(first):
                message = f"currency of “{self.text[amount[0] : end]}” is not told"
                self.problems.append(Problem(amount[0], end, "money.no-currency", message))
            return
        # "he won 3", "a 500-pound bomb"
        single = code in _AMBIGUOUS or (code == "GBP" and self.text[start - 1] in "-‐‑")
        if self._backward(first, end, code, scaled=single):
            return
        if not self._behind(first, end, code):
            self._vague(first, end)

    # ---- number and currency put together ------------------------------------------------------

    def _forward(
        self, start: int, end: int, code: str, *, strict: bool = False, scaled: bool = False
    ) -> bool:
        text = self.text
        at = end
        while text[at : at + 1] in ("\u00a0", " ", "\u202f") and at - end < 2:
            at += 1
        if text[at : at + 1] == "-" and text[at + 1 : at + 2].isdigit():
            at += 1
        if not text[at : at + 1].isdigit():
            return False
        before = text[max(0, start - 8) : start].lower()
        amount = amounts.read(text, at, between=before == "between ")
        if amount is None or (scaled and not amount.scaled):
            return False
        if strict and not amount.scaled and amount.low < 1000:
            return False
        self._add(start, amount, amount.end, code)
        return True

    def _backward(self, start: int, end: int, code: str, *, scaled: bool = False) -> bool:
        found = self._before(start)
        if found is None or (scaled and not found[1].scaled):
            return False
        first, amount = found
        if not amount.scaled and (late := amounts.scaled(self.text, amount, end)):
            amount, end = late, late.end  # "25 USD million"
        self._add(first, amount, end, code)
        return True

    def _behind(self, start: int, end: int, code: str) -> bool:
        """ "Yen 40 billion": the number behind its noun, where it counts nothing else."""
        at = end + 1
        amount = amounts.read(self.text, at) if self.text[at : at + 1].isdigit() else None
        if amount is None or not amount.scaled or self._counts_things(amount.end):
            return False
        self._add(start, amount, amount.end, code)
        return True

    def _before(self, at: int) -> tuple[int, Amount] | None:
        """The longest number that ends at `at`: its start and value."""
        doc = self.doc
        token = doc.token_at(at - 1)
        starts: list[int] = []
        while token >= 0 and len(starts) < 12:
            word = doc.lower[token][: at - doc.starts[token]]  # "million" of "million-euro"
            pieces = word.split("-")
            counted = word[0].isdigit() or all(amounts.is_number_word(p) or not p for p in pieces)
            if not counted and (starts or word.rstrip(".") not in amounts.scale_words()):
                break
            starts.append(doc.starts[token])
            token -= 1
        for start in reversed(starts):
            before = self.text[max(0, start - 8) : start].lower()
            if not (self.text[start].isalnum()):
                continue
            amount = amounts.read(self.text, start, between=before == "between ")
            if amount and amount.end <= at and not self.text[amount.end : at].strip(" \u00a0-‐‑\n"):
                return start, amount
        return None

    def _add(self, start: int, amount: Amount, end: int, code: str) -> None:
        place = len(self.sums)
        if place and start < self.sums[-1].end:  # most come in the order of the text
            if self._covered(start, end):
                return
            place = self._place(start)
        text = self.text[start:end]
        behind = self.doc.token_at(end - 1) + 1
        about, per = self._about(start, behind), self._per(behind)
        high = None if amount.high is None else _plain(amount.high)
        one = Sum(start, end, text, _plain(amount.low), high, code, about, (), end, per)
        self.sums.insert(place, one)
        self._begins.insert(place, start)

    def _place(self, offset: int) -> int:
        """How many sums begin before `offset`: they are kept in order, and none overlap."""
        return bisect_left(self._begins, offset)

    def _covered(self, start: int, end: int) -> bool:
        place = self._place(end)
        return place > 0 and self.sums[place - 1].end > start

    def _vague(self, start: int, end: int) -> None:
        """ "hundreds of millions of dollars": money without a number."""
        doc = self.doc
        token = doc.token_at(start)
        window = doc.lower[max(0, token - 5) : token]
        if not window or not (
            window[-1] == "of" or window[-1].rstrip("s") in amounts.scale_words()
        ):
            return
        if not currencies.single("vague").isdisjoint(window):
            first = doc.starts[max(0, token - 5)]
            said = self.text[first:end]
            self.problems.append(
                Problem(first, end, "money.vague", f"“{said}” tells no certain amount")
            )

    def settled(self) -> None:
        """Bare dollars beside US dollars are somebody else's."""
        self.sums = dollars.settle(self.doc, self.sums)
        self._begins = [one.start for one in self.sums]

    def carried(self) -> None:
        """ "A$3 million and a further 20 million": the currency stands before."""
        doc = self.doc
        if not self.sums:
            return
        for token in doc.where({word for word in doc.mixed if word[0].isdigit()}):
            start = doc.starts[token]
            if self._covered(start, start + 1):
                continue
            amount = amounts.read(self.text, start)
            if amount is None or not amount.scaled:
                continue
            held = self._carrier(token, start)
            if held is not None and not self._counts_things(amount.end):
                self._add(start, amount, amount.end, held.currency)

    def _carrier(self, token: int, start: int) -> Sum | None:
        """The sum before, where the words between say that this one is of its kind."""
        doc = self.doc
        before = self._place(start)
        if not before:
            return None
        held = self.sums[before - 1]
        if before > 1 and self.text[held.start - 1] == "(":
            held = self.sums[before - 2]  # "360 billion yuan ($50 billion), of which 210 billion"
        gap = self.text[held.end : start]
        if gap.strip(" \u00a0") in (",", "and", ", and", "or", ", then", "plus"):
            return held
        sentence = doc.sentence_at(start)
        there = doc.sentence_at(held.start)
        if sentence - there > 1:
            return None
        if sentence == there and self._is_next(token, start, held):
            return held
        cue = set(doc.lower[max(0, token - 2) : token])
        carried = cue & currencies.single("carry") or self._is_dealt_with(token)
        return held if carried else None

    def _is_dealt_with(self, token: int) -> bool:
        """ "but 210 billion would be disbursed": what the sum before it cannot count."""
        lower = self.doc.lower
        while token + 1 < len(lower) and lower[token + 1] in amounts.scale_words():
            token += 1
        return lower[token + 1 : token + 3] in (["would", "be"], ["will", "be"])

    def _is_next(self, token: int, start: int, held: Sum) -> bool:
        """ "$500m from Japan, 296m from France and 20m from Oman": the same word behind both."""
        lower = self.doc.lower
        behind = self.doc.token_at(held.outer - 1) + 1
        here = token + 1
        while here < len(lower) and lower[here] in amounts.scale_words():
            here += 1
        same = max(here, behind) < len(lower) and lower[here] == lower[behind]
        return (
            same and lower[here] in ("from", "for", "to", "by") and lower[token - 1] in ("and", ",")
        )

    def _counts_things(self, end: int) -> bool:
        """Whether the number counts people or goods: a plain noun follows it."""
        doc = self.doc
        token = doc.token_at(end - 1) + 1
        if token >= len(doc.lower):
            return False
        word = doc.lower[token]
        return word[:1].isalpha() and word not in currencies.single("after")

    # ---- words around --------------------------------------------------------------------------

    def _about(self, start: int, behind: int) -> str:
        """How the words around a sum mean it. behind: the token behind the sum."""
        lower, manners = self.doc.lower, currencies.manners()
        token = self.doc.token_at(start)
        seen = set()
        near = not manners.keys().isdisjoint(lower[max(0, token - 3) : token])
        for stop in range(token, max(0, token - 3), -1) if near else ():
            for kind, phrase in manners.get(lower[stop - 1], ()):
                if tuple(lower[max(0, stop - len(phrase)) : stop]) == phrase:
                    seen.add(kind)
        following = lower[behind : behind + 2]
        if following[:1] == ["more"] or (
            following[:1] == ["in"]
            and following[1:]
            and following[1] in currencies.single("additional")
        ):
            seen.add("additional")
        if not seen:
            return "exact"
        kind = next(kind for kind in ("most", "additional", "least", "about") if kind in seen)
        return {"most": "at most", "least": "at least"}.get(kind, kind)

    def _per(self, behind: int) -> str:
        """ "a barrel", "per day", "/hour", "annually": what the token behind a sum begins."""
        words = self.doc.lower[behind : behind + 3]
        if not words or (words[0][0] not in "-a" and words[0] not in _EACH):
            return ""
        words = [word.lstrip("-") for word in words]
        joined = words[0] if words[0] else (words[1] if len(words) > 1 else "")
        if joined.startswith("a-"):
            return joined[2:]
        if words[0] in ("annually", "yearly"):
            return "year"
        if words[0] in ("daily", "weekly", "monthly"):
            return {"daily": "day", "weekly": "week", "monthly": "month"}[words[0]]
        if len(words) > 1 and words[0] in ("per", "/", "every"):
            return words[1]
        if len(words) > 1 and words[0] in ("a", "an") and words[1] in currencies.single("unit"):
            return words[1]
        return ""

    # ---- which currency ------------------------------------------------------------------------

    def _bare(self, mark: str) -> str:
        """What a sign alone stands for."""
        if mark == "$":
            return self._dollar()
        if mark == "¥" and not self.doc.vocabulary.isdisjoint(("yuan", "renminbi")):
            return "CNY"
        return currencies.lists().marks[mark]

    def _dollar(self) -> str:
        if self._dollars is None:
            article = self.doc.article
            origin = f"{article.source or ''} {article.url or ''}"
            told = next(
                (
                    row["code"]
                    for row in tables.rows("dollar_sources")
                    if row["words"] in (origin if row["where"] == "source" else article.text)
                ),
                None,
            )
            # a government that has dollars writes of its own: AU has the AUD
            own = f"{outlets.press_office(self.doc)}D"
            self._dollars = told or (own if own in currencies.dollars() else "USD")
        return self._dollars

    def _meaning(self, noun: Noun, start: int) -> tuple[str | None, int]:
        """The currency of a noun at `start`, and where its adjectives begin."""
        lower = self.doc.lower
        token = self.doc.token_at(start)
        for width in (4, 3, 2, 1):
            words = tuple(lower[max(0, token - width) : token])
            if len(words) == width and words in noun.adjectives:
                return noun.adjectives[words], self.doc.starts[token - width]
        if noun.only:
            return noun.only, start
        if noun.default == "USD":
            return self._dollar(), start
        if noun.default and not noun.told:
            return noun.default, start
        return self._by_context(noun, start) or noun.default, start

    def _by_context(self, noun: Noun, start: int) -> str | None:
        """The currency of the state named nearest before, else nearest after, else in the title."""
        lower = self.doc.lower
        token = self.doc.token_at(start)
        if id(noun) not in self._named:  # one for each noun of the table
            self._named[id(noun)] = self.doc.where(noun.contexts.keys())
        named = self._named[id(noun)]
        at = bisect_left(named, token)
        if at and named[at - 1] > token - _NAMED_BEFORE:
            return noun.contexts[lower[named[at - 1]]]
        if at < len(named) and named[at] < token + _NAMED_BEHIND:
            return noun.contexts[lower[named[at]]]
        for word in (self.doc.article.title or "").lower().split():
            if word in noun.contexts:
                return noun.contexts[word]
        return None

    def _is_weight(self, end: int, noun: Noun) -> bool:
        """ "600 pounds of explosives"."""
        if noun.default != "GBP":
            return False
        token = self.doc.token_at(end - 1) + 1
        lower = self.doc.lower
        return lower[token : token + 1] == ["of"] and currencies.single("money").isdisjoint(
            lower[token + 1 : token + 4]
        )


_EACH = frozenset(("per", "/", "every", "daily", "weekly", "monthly", "yearly"))
# Nouns that are other words too: won, real, sol, guarani; they need a scale before them.
_AMBIGUOUS = frozenset(("KRW", "KPW", "BRL", "PEN", "PYG", "TOP"))
# Codes that stand before small numbers too: "COP 27" is a conference.
_PLAIN_CODES = frozenset(("USD", "EUR", "GBP"))
