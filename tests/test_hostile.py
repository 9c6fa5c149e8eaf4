"""Articles come from strangers: whatever the text, a dossier comes out, soon, and in its shape."""

from __future__ import annotations

import datetime as dt
import gc
import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo import Article, Dossier, parse
from tests import hostile
from tests.reading import read_cases
from tests.shape import faults, spans

LENGTH = 100_000
# What is read as soon as this needs no second look; the others must not grow with the square.
SECONDS = 1.0
# Four times the text takes four times as long; where time grows with the square it is sixteen.
GROWTH = 9.0

SHAPES = hostile.shapes()
_prose = st.lists(st.sampled_from([*hostile.WORDS, "\n\n"]), max_size=60).map(" ".join)


def _holds(article: Article, dossier: Dossier) -> None:
    assert faults(dossier) == []
    for start, end in spans(dossier.to_json()):
        assert 0 <= start <= end <= len(article.text)
    for place in dossier.places:
        assert article.text[place.start : place.end] == place.text
        assert place.text


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Tables that the first article loads are not what is timed."""
    parse(Article(text="Maria Silva met Xi Jinping in Rome on Tuesday and pledged $5 million."))


def _seconds(text: str) -> float:
    began = time.process_time()
    parse(Article(text=text))
    return time.process_time() - began


def _is_read_in_linear_time(text: str) -> bool:
    whole = _seconds(text)
    return whole < SECONDS or whole < GROWTH * _seconds(text[: len(text) // 4])


@pytest.mark.parametrize("name", SHAPES)
def test_a_text_of_any_kind_is_read_in_linear_time(name):
    assert _is_read_in_linear_time(SHAPES[name](LENGTH))


# Of each text so many beginnings, which end in the middle of a sentence.
CUTS = 6


@pytest.mark.parametrize("name", ["visits.jsonl", "meetings.jsonl"])
def test_a_text_that_is_cut_off_anywhere_is_read(name):
    chance = random.Random(name)
    for case in read_cases(name):
        words = case.article["text"].rstrip(".").split(" ")
        for _ in range(CUTS):
            text = " ".join(words[: chance.randint(1, len(words))])
            article = Article(text=text or "a", date=dt.date(2024, 5, 15))
            assert parse(article).article == article


def test_reading_leaves_no_cycles_for_the_collector_that_waits_meanwhile():
    text = SHAPES["all briefs"](LENGTH)
    gc.collect()
    gc.disable()
    try:
        parse(Article(text=text))
        assert gc.collect() == 0
        assert not gc.isenabled()
    finally:
        gc.enable()
    parse(Article(text=text[:100]))
    assert gc.isenabled()


def test_a_title_and_a_source_of_any_length_are_read_in_linear_time():
    text = SHAPES["everybody meets one"](LENGTH)
    began = time.process_time()
    parse(Article(text=text))
    alone = time.process_time() - began
    began = time.process_time()
    parse(Article(text=text, title=text, source=text))
    assert time.process_time() - began < max(SECONDS, 2 * alone)


@settings(max_examples=300, deadline=None)
@given(st.text())
@example("9999-12-30")
def test_any_text_gives_a_dossier_in_its_shape(text):
    article = Article(text=text)
    _holds(article, parse(article))


@settings(max_examples=300, deadline=None)
@given(_prose, st.none() | st.dates())
def test_any_words_of_diplomacy_in_any_order_give_a_dossier_in_its_shape(text, date):
    article = Article(text=text, date=date)
    _holds(article, parse(article))


@settings(max_examples=100, deadline=None)
@given(_prose, st.none() | st.text())
def test_any_title_is_read_as_evidence_without_offsets_of_its_own(text, title):
    article = Article(text=text, title=title, source=title, url=title)
    _holds(article, parse(article))
