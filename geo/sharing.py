"""Gifts told twice made one, and totals told from their parts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from geo import dollars
from geo.gifts import Gift
from geo.sums import Sum


def in_own_dollars(gifts: list[Gift]) -> list[Gift]:
    """Bare dollars of a text that writes "US$" too are the giver's, where all have one giver.

    A text in which Germany gives "$3 million" beside Canada reckons in US dollars.
    """
    givers = {gift.donors for gift in gifts if dollars.is_bare(gift.sum)}
    if len(givers) != 1:
        return gifts
    donors = givers.pop()
    return [
        gift._replace(
            sum=dollars.of_giver(gift.sum, donors),
            whole=gift.whole and dollars.of_giver(gift.whole, donors),
        )
        for gift in gifts
    ]


def once(gifts: Sequence[Gift]) -> list[Gift]:
    """The gifts, each told once; a later telling fills what the first left open."""
    found: list[Gift] = []
    told: list[list[int]] = []  # the sentences that tell of each
    alike: dict[tuple[Decimal, str], list[int]] = {}
    of_currency: dict[str, list[int]] = {}
    sizes: list[float] = []  # the amounts, for what lies far apart
    for gift in gifts:
        equal = alike.setdefault((gift.sum.amount, gift.sum.currency), [])
        # only what was told just before may be the same, rounded
        oldest = max(0, len(found) - _REMEMBERED)
        near = bisect_left(told, [gift.sentence - _ROUNDED_WITHIN], oldest)
        rough = gift.sum.about in _ROUGH
        kin = of_currency.setdefault(gift.sum.currency, [])
        close = kin[bisect_left(kin, near) :]
        size = float(gift.sum.amount)
        rounded = [
            i
            for i in close
            if abs(sizes[i] - size) <= _NEARLY * sizes[i]
            and (rough or found[i].sum.about in _ROUGH)
        ]
        earlier = sorted({*equal[-_REMEMBERED:], *rounded})
        index = next((i for i in earlier if _same(found[i], gift)), None)
        if index is None:
            equal.append(len(found))
            kin.append(len(found))
            sizes.append(size)
            found.append(gift)
            told.append([gift.sentence])
        else:
            found[index] = _joined(found[index], gift)
            sizes[index] = float(found[index].sum.amount)
            if gift.sentence != told[index][-1]:
                told[index].append(gift.sentence)
    return [
        gift._replace(repeats=tuple(sentences[1:])) if len(sentences) > 1 else gift
        for gift, sentences in zip(found, told, strict=True)
    ]


# Gifts that a new telling may be one of: the last ones, and the last of that amount.
_REMEMBERED = 40
_ROUNDED_WITHIN = 6  # sentences
_NEARLY = 0.031  # a little more than `_equal` allows


def _same(one: Gift, other: Gift) -> bool:
    if one.sum.currency != other.sum.currency or not _equal(one, other):
        return False
    if one.form and other.form and one.form != other.form:
        return False  # "2 billion of aid … 2 billion of loans"
    if other.apart:
        return False
    if (one.status == "cumulative") != (other.status == "cumulative"):
        return other.status == "cumulative" and _alike(one, other)
    if one.donors and other.donors and not set(one.donors) & set(other.donors):
        return False
    a, b = set(one.recipients), set(other.recipients)
    if a and b and not (a <= b or b <= a):
        return False
    # "20 million for Chad and 20 million for Mali" in one sentence are two gifts
    return one.sentence != other.sentence or other.again


def _alike(one: Gift, other: Gift) -> bool:
    """ "gives Mali $5m … which brings its aid to $5m": nothing differs, and all is known."""
    known = bool(one.donors and one.recipients) and one.sentence != other.sentence
    return known and (one.sum.amount, one.donors, one.recipients) == (
        other.sum.amount,
        other.donors,
        other.recipients,
    )


def _equal(one: Gift, other: Gift) -> bool:
    """The same amount, or one a rounding of the other ("some $25 million" of 25.4)."""
    a, b = one.sum.amount, other.sum.amount
    if a == b:
        return True
    if other.sentence - one.sentence > _ROUNDED_WITHIN or not a or abs(a - b) / a > Decimal("0.03"):
        return False
    return (other.sum.about in _ROUGH and _rounded(a, b)) or (
        one.sum.about in _ROUGH and _rounded(b, a)
    )


_ROUGH = ("about", "at least")


def _rounded(exact: Decimal, rough: Decimal) -> bool:
    return len(str(int(rough)).rstrip("0")) < len(str(int(exact)).rstrip("0"))


def _joined(one: Gift, other: Gift) -> Gift:
    more_recipients = not one.recipients or set(one.recipients) < set(other.recipients)
    named = other.recipients and more_recipients
    exact = other.sum if _rounded(other.sum.amount, one.sum.amount) else one.sum
    return one._replace(
        sum=exact,
        donors=one.donors or other.donors,
        recipients=other.recipients if named else one.recipients,
        recipient_text=other.recipient_text if named else one.recipient_text,
        purpose=one.purpose or other.purpose,
        confidence=round(min(0.97, max(one.confidence, other.confidence) + 0.02), 2),
    )


def parts(gifts: Sequence[Gift]) -> list[int | None]:
    """For each gift the position of the larger one that it is a part of."""
    whole: list[int | None] = [None] * len(gifts)
    for siblings in _families(gifts):
        parent = _parent(gifts, siblings, whole)
        for index in siblings:
            if parent is not None and index != parent:
                whole[index] = parent
    told: defaultdict[int, list[int]] = defaultdict(list)  # by sentence, those it tells of
    for index, gift in enumerate(gifts):
        for sentence in (gift.sentence, *gift.repeats):
            told[sentence].append(index)
    for index, gift in enumerate(gifts):
        if gift.whole is not None:
            whole[index] = _behind(gifts, told[gift.sentence], gift.whole)
    return whole


def _behind(gifts: Sequence[Gift], near: Sequence[int], whole: Sum) -> int | None:
    """The gift told by the words "of the $9m" behind a part; it may have been told before, too.

    near: the positions of those told of in that sentence.
    """
    for index in near:
        one = gifts[index].sum
        alike = abs(one.amount - whole.amount) <= whole.amount * Decimal("0.03")
        if alike and one.currency == whole.currency:
            return index
    return None


def _families(gifts: Sequence[Gift]) -> list[list[int]]:
    """Gifts behind one "including" are siblings."""
    families: dict[int, list[int]] = {}
    for index, gift in enumerate(gifts):
        if gift.cue >= 0 and gift.whole is None:
            families.setdefault(gift.cue, []).append(index)
    return list(families.values())


_MOST_BEFORE = 100  # gifts that may be the whole


def _parent(gifts: Sequence[Gift], siblings: list[int], whole: list[int | None]) -> int | None:
    first = gifts[siblings[0]]
    total = sum((gifts[i].sum.amount for i in siblings), Decimal(0))
    largest = max(gifts[i].sum.amount for i in siblings)
    candidates = [
        i
        for i in range(siblings[0] - 1, max(-1, siblings[0] - _MOST_BEFORE), -1)
        if gifts[i].sum.currency == first.sum.currency
        and gifts[i].sum.amount > largest
        and first.sentence - gifts[i].sentence <= 12
        and (gifts[i].status == "cumulative") <= (first.status == "cumulative")
    ]
    before = [
        i for i in candidates if gifts[i].sentence == first.sentence and gifts[i].token < first.cue
    ]
    if before:
        return before[0]
    if first.rest:
        # "10 million, 6 of them in loans. The remaining 4 million": what the parts told leave
        told = range(max(0, siblings[0] - _MOST_BEFORE), siblings[0])
        for i in candidates:
            said = sum((gifts[k].sum.amount for k in told if whole[k] == i), total)
            if abs(gifts[i].sum.amount - said) <= said * Decimal("0.03"):
                return i
        candidates = [i for i in candidates if whole[i] is None and gifts[i].cue < 0]
    exact = [i for i in candidates if abs(gifts[i].sum.amount - total) <= total * Decimal("0.03")]
    if exact:
        return exact[0]
    roomy = [i for i in candidates if gifts[i].sum.amount >= total]
    return roomy[0] if roomy else None
