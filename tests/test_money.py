"""Sums of money in all forms that news prints, and their value in dollars."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import money, rates, text
from geo.dossier import Article
from geo.sums import Sum
from tests.reading import read_cases


def sums_of(words: str, source: str | None = None) -> tuple[Sum, ...]:
    return money.find(text.read(Article(text=words, source=source))).sums


def shown(one: Sum) -> str:
    amount = f"{one.amount:f}" + (f"..{one.amount_max:f}" if one.amount_max is not None else "")
    about = "" if one.about == "exact" else f" {one.about}"
    also = "".join(f" ={value:f} {code}" for value, code in one.also)
    return f"{amount} {one.currency}{about}{also}"


@pytest.mark.parametrize("case", read_cases("money.csv"), ids=lambda case: case.text[:40])
def test_every_form_of_a_sum_gives_its_amount_and_currency(case: SimpleNamespace) -> None:
    assert " | ".join(shown(one) for one in sums_of(case.text)) == case.sums


@pytest.mark.parametrize("case", read_cases("money.csv"), ids=lambda case: case.text[:40])
def test_spans_are_those_of_the_untouched_text(case: SimpleNamespace) -> None:
    for one in sums_of(case.text):
        assert case.text[one.start : one.end] == one.text
        assert one.end <= one.outer <= len(case.text)


SCALES = {
    1: ("", ""),
    10**3: (" thousand", "k"),
    10**6: (" million", "m"),
    10**9: (" billion", "bn"),
}
STYLES = ("sign", "sign-tight", "noun", "code", "code-behind")


@given(
    number=st.decimals(min_value=Decimal("1"), max_value=Decimal("999"), places=1),
    scale=st.sampled_from(sorted(SCALES)),
    currency=st.sampled_from(
        [("$", "dollars", "USD"), ("€", "euros", "EUR"), ("£", "pounds", "GBP")]
    ),
    style=st.sampled_from(STYLES),
)
def test_an_amount_written_in_any_style_is_read_back(
    number: Decimal, scale: int, currency: tuple[str, str, str], style: str
) -> None:
    sign, noun, code = currency
    long, short = SCALES[scale]
    digits = f"{number.normalize():f}"
    written = {
        "sign": f"{sign}{digits}{long}",
        "sign-tight": f"{sign}{digits}{short}",
        "noun": f"{digits}{long} {noun}",
        "code": f"{code} {digits}{long}",
        "code-behind": f"{digits}{long} {code}",
    }[style]
    found = sums_of(f"It gave {written} to Chad.")
    assert [(one.amount, one.currency) for one in found] == [(number * scale, code)]


@given(
    whole=st.integers(min_value=1000, max_value=10**12), mark=st.sampled_from([",", " ", "\u00a0"])
)
def test_digits_in_groups_of_three_are_one_number(whole: int, mark: str) -> None:
    found = sums_of(f"It gave ${whole:,} to Chad.".replace(",", mark))
    assert [one.amount for one in found] == [Decimal(whole)]


@given(st.text(alphabet="$€£¥ 0123456789.,-–mbnkRsCA()\n", max_size=60))
def test_no_text_makes_it_raise(words: str) -> None:
    for one in sums_of(words):
        assert words[one.start : one.end] == one.text


def test_a_bare_dollar_is_american_unless_the_press_office_or_the_text_says_otherwise() -> None:
    assert sums_of("Ottawa gave $5 million.")[0].currency == "USD"
    assert sums_of("It gave $5 million.", source="Global Affairs Canada")[0].currency == "CAD"
    noted = "It gave $5 million. All figures are in Australian dollars."
    assert sums_of(noted)[0].currency == "AUD"


def test_what_tells_no_amount_or_no_currency_becomes_a_problem() -> None:
    def codes(words: str) -> list[str]:
        return [one.code for one in money.find(text.read(Article(text=words))).problems]

    assert codes("They got hundreds of millions of dollars.") == ["money.vague"]
    assert codes("They got 20 million dinars.") == ["money.no-currency"]


def test_the_rate_is_that_of_the_day_or_the_last_working_day_before() -> None:
    friday, sunday = dt.date(2023, 3, 3), dt.date(2023, 3, 5)
    million = Decimal(1_000_000)
    assert rates.in_dollars(million, "EUR", friday) == rates.in_dollars(million, "EUR", sunday)
    assert rates.in_dollars(million, "EUR", friday).value == Decimal("1061500")


def test_dollars_stay_and_pegs_hold() -> None:
    assert rates.in_dollars(Decimal(5), "USD", None).value == 5
    assert rates.in_dollars(Decimal("367.25"), "AED", dt.date(2024, 1, 1)).value == 100
    francs = rates.in_dollars(Decimal("655957"), "XOF", dt.date(2023, 3, 3))
    assert francs.value == rates.in_dollars(Decimal(1000), "EUR", dt.date(2023, 3, 3)).value


@pytest.mark.parametrize(
    ("code", "day", "why"),
    [
        ("RUB", dt.date(2022, 3, 2), "the last is of 2022-03-01"),
        ("RUB", dt.date(2024, 1, 1), "the last is of 2022-03-01"),
        ("KZT", dt.date(2023, 1, 1), "publishes none"),
        ("EUR", dt.date(1998, 1, 1), "the first is of 1999-01-04"),
        ("EUR", None, "the day is not known"),
    ],
)
def test_no_rate_gives_none_and_the_reason(code: str, day: dt.date | None, why: str) -> None:
    value, note = rates.in_dollars(Decimal(10), code, day)
    assert value is None
    assert note is not None
    assert why in note
