"""Funding as it is read from short articles: which sums, from whom, to whom."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import parser
from geo.dossier import Article, Funding
from tests.reading import read_cases

FLOOR_ASIDE = 100  # cases written before the rules that hold without having been looked at


def found_in(case: SimpleNamespace) -> tuple[Funding, ...]:
    article = Article(
        text=case.text,
        date=dt.date.fromisoformat(case.date),
        title=getattr(case, "title", None),
        source=getattr(case, "source", None),
    )
    return parser.parse(article).funding


def differences(got: tuple[Funding, ...], wanted: list[dict[str, Any]]) -> list[str]:
    """One line for each field that differs; the sums must come in the order of the text."""
    if [(one.amount, one.currency) for one in got] != [
        (one["amount"], one["currency"]) for one in wanted
    ]:
        return [f"sums {[(str(one.amount), one.currency) for one in got]}"]
    lines = []
    for one, want in zip(got, wanted, strict=True):
        for key, value in want.items():
            have = getattr(one, key)
            if key == "recipients":
                have, value = sorted(have), value if value is None else sorted(value)
                if value is None:
                    continue
            if key == "donors":
                have, value = sorted(have), sorted(value)
            if key == "donor" and value is None:
                continue
            if have != value:
                lines.append(f"{one.amount} {one.currency} {key}: {have} for {value}")
    return lines


@pytest.mark.parametrize("case", read_cases("funding.jsonl"), ids=lambda case: case.text[:50])
def test_money_between_states_is_read_with_its_giver_and_receiver(case: SimpleNamespace) -> None:
    assert differences(found_in(case), case.expect) == []


def test_cases_kept_aside_hold_as_often_as_before() -> None:
    cases = read_cases("funding_aside.jsonl")
    held = [case for case in cases if not differences(found_in(case), case.expect)]
    assert len(cases) >= 120
    assert len(held) >= FLOOR_ASIDE


def test_what_is_no_gift_is_left_out_with_its_reason() -> None:
    def codes(words: str) -> list[str]:
        found = parser.parse(Article(text=words, date=dt.date(2023, 1, 2)))
        return [one.code for one in found.problems if one.code.startswith("funding.")]

    assert codes("Trade between Chad and Mali reached $2 billion.") == ["funding.not-a-gift"]
    assert codes("Oil cost $70 a barrel in Oslo.") == ["funding.price"]
    assert codes("Norway gave Chad $5 million, up from $4 million.") == ["funding.earlier"]
    private = codes("The Danish company will give $5 million to schools in Kenya.")
    assert private == ["funding.not-between-states"]


def test_the_same_sum_told_again_is_one_gift_with_two_pieces_of_evidence() -> None:
    words = "Norway gave Chad $5 million. The $5 million will pay for wells in Chad, Oslo said."
    (gift,) = parser.parse(Article(text=words)).funding
    assert gift.amount == 5_000_000
    assert [words[start:end] for start, end in gift.evidence] == [
        "Norway gave Chad $5 million.",
        "The $5 million will pay for wells in Chad, Oslo said.",
    ]


def test_dollars_come_from_the_article_where_the_bank_has_no_rate() -> None:
    words = "Moscow gave Cuba 80 million roubles ($1 million)."
    (gift,) = parser.parse(Article(text=words, date=dt.date(2023, 1, 2))).funding
    assert gift.amount_usd == 1_000_000
    assert gift.usd_note == "US dollars as the article states them"


def test_without_a_rate_the_dollars_are_unknown_and_the_note_says_why() -> None:
    article = Article(text="Moscow gave Cuba 80 million roubles.", date=dt.date(2023, 1, 2))
    (gift,) = parser.parse(article).funding
    assert gift.amount_usd is None
    assert gift.usd_note == "no rate for RUB on 2023-01-02: the last is of 2022-03-01"


@pytest.mark.parametrize("case", read_cases("funding.jsonl"), ids=lambda case: case.text[:50])
def test_evidence_holds_the_sum_and_parts_point_at_larger_sums(case: SimpleNamespace) -> None:
    found = found_in(case)
    for gift in found:
        assert all(0 <= start < end <= len(case.text) for start, end in gift.evidence)
        assert 0 < gift.confidence <= 1
        if gift.part_of is not None:
            assert found[gift.part_of].amount >= gift.amount


# What the rules look for, in any order.
WORDS = (
    *("Norway", "Chad", "gave", "$5", "million", "to", "for", "including", "of", "which", "and"),
    *(",", ".", "the", "US", "pledge", "by", "World", "Bank", "€3m", "was", "from", "region"),
    *("help", "“", "”", ":", "brings", "total", "'s", "debt", "we", "countries", "up", "than"),
)


# The first sum read loads the bank's rates; test_hostile.py bounds the time.
@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_no_order_of_words_makes_it_raise(words: list[str]) -> None:
    text = " ".join(words)
    for gift in parser.parse(Article(text=text, date=dt.date(2023, 1, 2))).funding:
        assert gift.amount > 0
