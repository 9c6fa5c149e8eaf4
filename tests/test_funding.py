"""Funding as it is read from short articles: which sums, from whom, to whom."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from geo import parser
from geo.dossier import Article, Funding
from tests.reading import read_cases

FLOOR_ASIDE = 38  # cases written before the rules that hold without having been looked at


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
    assert len(cases) >= 40
    assert len(held) >= FLOOR_ASIDE
