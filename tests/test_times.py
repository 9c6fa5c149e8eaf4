"""Dates: each expression found, and read against the day of the article and the running text."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import parser, tense, text, times
from geo.dossier import Article
from tests.expectations import article_of, differences
from tests.reading import read_cases


def found_in(words: str, published: str) -> list[str]:
    """Each date as the case files write it: words=first/last."""
    day = dt.date.fromisoformat(published) if published else None
    whens = times.find(text.read(Article(text=words, date=day))).whens
    return [
        f"{when.text}={when.first or '?'}" + (f"/{when.last}" if when.last else "")
        for when in whens
        if when.kind != "dateline"
    ]


def expected(case: SimpleNamespace) -> list[str]:
    return case.expected.split(" | ") if case.expected else []


@pytest.mark.parametrize("case", read_cases("times.csv"), ids=lambda case: case.text[:50])
def test_each_date_is_read_as_the_sentence_means_it(case: SimpleNamespace) -> None:
    assert found_in(case.text, case.published) == expected(case)


def test_dates_in_sentences_unseen_while_the_rules_were_written_are_read_as_well() -> None:
    cases = read_cases("times_aside.csv")
    right = [case for case in cases if found_in(case.text, case.published) == expected(case)]
    assert len(right) >= 0.95 * len(cases)


@pytest.mark.parametrize(
    ("words", "today"),
    [
        ("Accra, 3 May 2004: The envoy came.", "2004-05-03"),
        ("QUITO, Oct 21, 2001 (XYZ) - The envoy came.", "2001-10-21"),
        ("QUITO, Oct. 21, 2001, XYZ -- The envoy came.", "2001-10-21"),
        ("The envoy came.\n\nMINISTRY OF TRADE\nLIMA\n18 FEBRUARY 2023", "2023-02-18"),
        ("The envoy came.\nMINISTRY OF TRADE LIMA 3 JANUARY 2024", "2024-01-03"),
        ("Published: 4 June 2022\nThe envoy came.", "2022-06-04"),
        ("Accra, 3 May: The envoy came. It was agreed on 4 April 2004.", "2004-05-03"),
        ("The envoy came on 3 May 2004 and left.", None),
        ("Accra, 3 May: The envoy came.", None),
    ],
)
def test_an_article_without_a_date_takes_that_of_its_dateline_or_signature(
    words: str, today: str | None
) -> None:
    assert times.find(text.read(Article(text=words))).today == today


def test_the_dateline_is_no_date_of_an_event() -> None:
    found = times.find(text.read(Article(text="Accra, 3 May 2004: She came on Sunday.")))
    assert [(when.kind, when.first) for when in found.whens] == [
        ("dateline", "2004-05-03"),
        ("day", "2004-05-02"),
    ]


def test_a_weekday_without_a_day_to_count_from_is_a_problem_and_not_a_guess() -> None:
    found = times.find(text.read(Article(text="She came on Sunday.")))
    assert [when.first for when in found.whens] == [None]
    assert [problem.code for problem in found.problems] == ["undated"]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("He is on a three-day visit.", [3]),
        ("He is on a 5-day visit.", [5]),
        ("He stayed for two days.", [2]),
        ("He stayed for two weeks of talks.", [14]),
        ("He is on a visit.", []),
    ],
)
def test_how_long_a_stay_lasts(words: str, days: list[int]) -> None:
    found = times.find(text.read(Article(text=words)))
    assert [duration.days for duration in found.durations] == days


@pytest.mark.parametrize("case", read_cases("tense.csv"), ids=lambda case: case.text[:50])
def test_the_tense_of_a_clause(case: SimpleNamespace) -> None:
    doc = text.read(Article(text=case.text))
    assert tense.tense(doc, doc.words.index(case.word)) == case.tense


@pytest.mark.parametrize("case", read_cases("days.jsonl"), ids=lambda case: case.why)
def test_each_stop_and_each_meeting_has_its_day_and_status(case: SimpleNamespace) -> None:
    dossier = parser.parse(article_of(case.article))
    assert differences(dossier, case.expect) == []


@given(st.text(alphabet="Monday May5 12-–/,.()[]thelastnextagoin2023 \n\u00ad", max_size=200))
def test_any_text_gives_dates_whose_offsets_cut_them_out(words: str) -> None:
    doc = text.read(Article(text=words, date=dt.date(2024, 2, 29)))
    for when in times.find(doc).whens:
        assert words[when.start : when.end] == when.text
