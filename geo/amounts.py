"""Numbers as news prints them: digits, words, scales and ranges, read at one place of a text."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from geo import tables


class Amount(NamedTuple):
    """A number that ends before `end`; high: the larger end of a range; scaled: it has a scale."""

    low: Decimal
    high: Decimal | None
    end: int
    scaled: bool


class One(NamedTuple):
    """A single number without its scale, and that scale (1 where it has none)."""

    value: Decimal
    scale: Decimal
    end: int
    scaled: bool


# 1,200,000  5,00,000  100 000  1.200.000  25  3.5  1,5
_DIGITS = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"
    r"|\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)"
    r"|\d+(?:[.,]\d+)?"
)
_WORD = re.compile(r"[A-Za-z]+")
_BLANKS = " \u00a0\u202f\n"
# " million"  "-billion"  "bn"
_SCALE = re.compile(r"[ \u00a0\u202f\n]?[-‐‑]?([A-Za-z]{1,9})")
_GOES_ON = re.compile(r" [a-z(]")  # what follows a capital that is a scale
_AND_A_HALF = re.compile(r"[ \u00a0]and a half\b")  # two and a half billion
_SIGN_BETWEEN = re.compile(r"(?:[A-Za-z]{0,3}[$€£¥₹])[ \u00a0]?")  # US$ in "US$3 to US$4 billion"
# "3-5", "3 – 5", "3 to 5", and "3 and 5" behind "between"
_JOINT = re.compile(r"[ \u00a0]?(?:[-‐‑–—][ \u00a0]?|(?<=[ \u00a0])(to|or|and)[ \u00a0])")


@cache
def _words() -> dict[str, tuple[Decimal, str]]:
    return {row["word"]: (Decimal(row["value"]), row["kind"]) for row in tables.rows("scales")}


@cache
def scale_words() -> frozenset[str]:
    """Every word and letter that makes a number larger."""
    return frozenset(word for word, (_, kind) in _words().items() if kind in ("scale", "glued"))


def number(word: str) -> int | None:
    """The number that a word in small letters or digits tells, None for none."""
    if word.isdigit():
        return int(word) if len(word) < 4 else None
    known = _words().get(word)
    return int(known[0]) if known and known[1] in ("number", "tens") else None


def is_number_word(word: str) -> bool:
    """Whether a word in small letters can be part of an amount."""
    return word in _words() or word in ("a", "an", "half", "quarter", "of", "and", "to", "-", "–")


def read(text: str, at: int, *, between: bool = False) -> Amount | None:
    """The number that begins at `at`, with its scale, or the range of two.

    between: "between" stands before it, so that "and" joins two ends.

    >>> read("8–10m", 0)
    Amount(low=Decimal('8000000'), high=Decimal('10000000'), end=5, scaled=True)
    """
    first = _one(text, at)
    if first is None:
        return None
    second = _second(text, first, between)
    if second is None:
        return Amount(first.value * first.scale, None, first.end, first.scaled)
    scale = first.scale if first.scaled else second.scale
    low, high = first.value * scale, second.value * second.scale
    if high <= low:
        return Amount(first.value * first.scale, None, first.end, first.scaled)
    return Amount(low, high, second.end, second.scaled)


def scaled(text: str, amount: Amount, at: int) -> Amount | None:
    """The amount with the scale that stands at `at`, None where none stands there."""
    scale, end, found = _scale(text, at)
    if not found:
        return None
    high = None if amount.high is None else amount.high * scale
    return Amount(amount.low * scale, high, end, True)


def _second(text: str, first: One, between: bool) -> One | None:
    match = _JOINT.match(text, first.end)
    if match is None or (match.group(1) == "and" and not between):
        return None
    sign = _SIGN_BETWEEN.match(text, match.end())
    # "$5 million to 12 million people": after a scale the second end bears a sign
    if first.scaled and not sign and match.group(1) in ("to", "or"):
        return None
    second = _one(text, sign.end() if sign else match.end())
    if second is None or (first.scaled and not second.scaled):
        return None
    if not text[match.end()].isdigit() and not sign and not second.scaled:
        return None
    return second


def _one(text: str, at: int) -> One | None:
    match = _DIGITS.match(text, at)
    if match is None:
        return _in_words(text, at)
    scale, end, scaled = _scale(text, match.end())
    value = _decimal(match.group())
    if not scaled and (half := _AND_A_HALF.match(text, end)):
        scale, end, scaled = _scale(text, half.end())
        value += Decimal("0.5") if scaled else 0
        end = end if scaled else match.end()
    return One(value, scale, end, scaled)


def _decimal(digits: str) -> Decimal:
    """What the digits mean: a comma before one or two digits parts decimals."""
    if digits.isdigit():
        return Decimal(digits)
    for blank in _BLANKS:
        digits = digits.replace(blank, "")
    if "," in digits:
        head, _, tail = digits.rpartition(",")
        grouped = len(tail.partition(".")[0]) == 3 and head != "0"
        if grouped or "." in tail or len(tail) > 3:
            return Decimal(digits.replace(",", ""))
        return Decimal(f"{head.replace(',', '')}.{tail}")
    if digits.count(".") > 1:
        return Decimal(digits.replace(".", ""))
    return Decimal(digits)


def _scale(text: str, at: int) -> tuple[Decimal, int, bool]:
    """The product of the scales at `at` ("lakh crore" has two), and where they end."""
    product, end, scaled = Decimal(1), at, False
    while match := _SCALE.match(text, end):
        word = match.group(1)
        known = _words().get(word) or _words().get(word.lower())
        if known is None or known[1] not in ("scale", "glued"):
            break
        if known[1] == "glued":
            blank = match.start(1) > end
            after = text[match.end() : match.end() + 2]
            # "$5 m for": a letter after a blank must stand alone; "5 B-52s" is no scale
            alone = not after[:1].isalnum() and not (after[:1] == "-" and after[1:].isdigit())
            # "EUR 18 M in aid", not "$5 T. Rex"
            capital = blank and word.isupper() and not _GOES_ON.match(text, match.end())
            if scaled or not alone or capital:
                break
        product, end, scaled = product * known[0], match.end(), True
    return product, end, scaled


def _in_words(text: str, at: int) -> One | None:
    """ "half a billion", "a quarter of a million", "a billion", "twenty-five million"."""
    value = Decimal(0)
    end = at
    if text[at : at + 5].lower() == "half ":
        value = Decimal("0.5")
        end = _past(text, at + 5, "a", "an", "of")
    elif text[at : at + 13].lower() == "a quarter of ":
        value = Decimal("0.25")
        end = _past(text, at + 13, "a", "an")
    elif text[at : at + 2].lower() == "a ":
        value = Decimal(1)
        end = at + 1
        if text[at : at + 7].lower() == "a half ":
            value = Decimal("0.5")
            end = at + 6
    else:
        while match := _WORD.match(text, end):
            known = _words().get(match.group().lower())
            if known is None or known[1] not in ("number", "tens"):
                break
            value += known[0]
            end = match.end()
            if text[end : end + 1] not in ("-", " ") or known[1] == "number":
                break
            following = _WORD.match(text, end + 1)
            after = _words().get(following.group().lower()) if following else None
            if after is None or after[1] != "number":
                break
            end += 1
        if value and (half := _AND_A_HALF.match(text, end)):
            value += Decimal("0.5")
            end = half.end()
    if not value:
        return None
    scale, end, scaled = _scale(text, end)
    return One(value, scale, end, scaled) if scaled else None


def _past(text: str, at: int, *small: str) -> int:
    """The end of the small words at `at`, without the blank behind them."""
    end = at - 1
    while (match := _WORD.match(text, end + 1)) and match.group().lower() in small:
        end = match.end()
    return end
