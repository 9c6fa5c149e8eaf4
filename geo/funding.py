"""Funding: which sums are money from a donor to recipients, for what, and how far along."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from geo import dollars, rates, sharing
from geo.dossier import Funding, Meeting, Problem, Span
from geo.gifts import Gift, Reading
from geo.giving import words
from geo.groupings import Groups
from geo.money import Sums
from geo.parties import Parties
from geo.people import People
from geo.places import Places
from geo.sums import Sum
from geo.text import Document
from geo.times import Times


class Paid(NamedTuple):
    funding: tuple[Funding, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(
    doc: Document,
    sums: Sums,
    people: People,
    places: Places,
    times: Times,
    groups: Groups,
    met: Sequence[Meeting] = (),
) -> Paid:
    """The gifts in the order of the text, each told once; what was left out is a Problem."""
    if not sums.sums:
        return Paid()
    prose, tables = _apart(doc, [one for one in sums.sums if doc.tells(one.start)])
    if not prose:
        return Paid((), tables)
    reading = Reading(doc, prose, Parties(doc, people, places, groups), met)
    told = reading.gifts()
    gifts = sharing.once(sharing.in_own_dollars(told) if dollars.are_both_told(prose) else told)
    whole = sharing.parts(gifts)
    return Paid(
        tuple(
            _funding(doc, times, gift, part_of) for gift, part_of in zip(gifts, whole, strict=True)
        ),
        (*reading.problems, *tables),
    )


# A sentence with more sums is a table: the words around a sum in it do not say what it is.
_MOST_SUMS = 40


def _apart(doc: Document, sums: Sequence[Sum]) -> tuple[tuple[Sum, ...], tuple[Problem, ...]]:
    """The sums that stand in prose, and a Problem for each sentence that is a table of them."""
    numbers = [doc.sentence_at(one.start) for one in sums]
    count = Counter(numbers)
    tables = [doc.sentences[number] for number, many in count.items() if many > _MOST_SUMS]
    prose = tuple(
        one for one, number in zip(sums, numbers, strict=True) if count[number] <= _MOST_SUMS
    )
    message = "a table of sums is not read for gifts"
    return prose, tuple(Problem(s.start, s.end, "funding.table", message) for s in tables)


def _funding(doc: Document, times: Times, gift: Gift, part_of: int | None) -> Funding:
    sentence = doc.sentences[gift.sentence]
    date = _date(doc, times, gift)
    day = _day(date, doc.article.date)
    dollars = rates.in_dollars(gift.sum.amount, gift.sum.currency, day)
    value, note = dollars
    if value is None:
        stated = next((amount for amount, code in gift.sum.also if code == "USD"), None)
        if stated is not None:
            value, note = stated, "US dollars as the article states them"
    return Funding(
        amount=gift.sum.amount,
        currency=gift.sum.currency,
        amount_usd=value,
        donor=gift.donors[0] if gift.donors else None,
        recipients=gift.recipients,
        recipient_text=gift.recipient_text,
        purpose=gift.purpose,
        date=date,
        status=gift.status,
        confidence=gift.confidence,
        evidence=tuple(
            Span(doc.sentences[number].start, doc.sentences[number].end)
            for number in (gift.sentence, *gift.repeats)
        )
        if sentence
        else (),
        amount_max=gift.sum.amount_max,
        part_of=part_of,
        donors=gift.donors,
        usd_note=note,
        rule=gift.rule,
    )


def _date(doc: Document, times: Times, gift: Gift) -> str | None:
    """The date that the sentence gives the act, else the article's day."""
    sentence = doc.sentences[gift.sentence]
    today = times.today
    if gift.status != "cumulative":
        for when in times.within(sentence.start, sentence.end):
            if when.kind not in ("day", "month", "year") or when.attributive or not when.first:
                continue
            before = doc.lower[max(0, doc.token_at(when.start) - 1)]
            if before in words("no_act") or (today and when.first > today):
                continue
            return today if today and today.startswith(when.first) else when.first
    return today


# Before a date that bounds a stretch: "since 2017", "by March", "for fiscal year 2022".


def _day(date: str | None, published: dt.date | None) -> dt.date | None:
    """The day whose rate counts: the event's, or one within its month or year."""
    if date is None:
        return published
    if len(date) == 10:
        return dt.date.fromisoformat(date)
    if published is not None and published.isoformat().startswith(date):
        return published
    year = int(date[:4])
    return dt.date(year, int(date[5:7]), 15) if len(date) == 7 else dt.date(year, 7, 1)
