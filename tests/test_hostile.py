"""Articles come from strangers: whatever the text, a dossier comes out, soon, and in its shape."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Article, Dossier, articles, parse
from tests.reading import CASES, ROOT
from tests.shape import faults, spans

LENGTH = 100_000
# What is read as soon as this needs no second look; the others must not grow with the square.
SECONDS = 1.0
# Four times the text takes four times as long; where time grows with the square it is sixteen.
GROWTH = 9.0

_REPEATED = {
    "one letter": "a",
    "one capital": "A",
    "one digit": "1",
    "digits and commas": "1,",
    "digits and dots": "1.",
    "initials": "A.",
    "abbreviations": "U.S.",
    "hyphens": "a-",
    "slashes": "a/",
    "spaces": " ",
    "empty lines": "\n \n",
    "quotation marks": '"',
    "opening quotation marks": "“",
    "brackets": "(",
    "combining accents": "e\u0301\u0301\u0301",
    "soft hyphens": "a\u00ad",
    "joined emoji": "👨\u200d👩\u200d",
    "NUL": "a\0",
    "cities": "Rome ",
    "cities and commas": "Rome, ",
    "cities in brackets": "Rome (Italy) ",
    "cities with endings": "Rome's ",
    "arrivals": "visited Rome ",
    "meetings": "Xi Jinping met ",
    "offices": "Minister of ",
    "presidents": "President Xi Jinping ",
    "clauses": "Xi Jinping, who ",
    "futures": "will travel to ",
    "here": "arrived here ",
    "days": "Tuesday ",
    "dates": "March 5 to ",
    "formats": "C5+1 ",
    "sums of digits": "1+",
    "members": "NATO members Rome, Italy, ",
    "currency signs": "$",
    "small amounts": "$1 ",
    "amounts": "$25 million for Kenya ",
    "parts of amounts": "$1 million of which ",
    "scales": "million ",
}
_WORDS = (CASES / "hostile_words.txt").read_text(encoding="utf-8").split()
_prose = st.lists(st.sampled_from([*_WORDS, "\n\n"]), max_size=60).map(" ".join)


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


@pytest.mark.parametrize("name", _REPEATED)
def test_a_text_that_repeats_one_thing_is_read_in_linear_time(name):
    piece = _REPEATED[name]
    assert _is_read_in_linear_time(piece * (LENGTH // len(piece)))


def test_all_briefs_in_one_line_without_a_full_stop_are_read_in_linear_time():
    texts = [one.text for one in articles.read([ROOT / "seeds"]) if isinstance(one, Article)]
    text = " ".join(texts).replace(".", " ").replace("\n", " ")[:LENGTH]
    assert _is_read_in_linear_time(text)


@settings(max_examples=300, deadline=None)
@given(st.text())
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
