"""`explain`: the marks stand under the words, and each finding says why."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from geo.dossier import (
    Article,
    Dossier,
    Funding,
    Grouping,
    Meeting,
    Person,
    Place,
    Problem,
    Span,
    Stop,
    Visit,
)
from geo.explain import explain

TEXT = """\
Maria Silva landed in Accra on Thursday for talks with the Ghanaian side.

Lisbon will give 25 million euros, of which 5 million for schools. ECOWAS welcomed it.
She had flown via Paris."""


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def _place(words: str, role: str, country: str) -> Place:
    return Place(*_span(words), words, words, "city", role, country, 1, 0.0, 0.0, 0.9)


def _sum(amount: int, words: str, **more: object) -> Funding:
    return Funding(
        amount=Decimal(amount),
        currency="EUR",
        amount_usd=None,
        donor="PT",
        recipients=("GH",),
        recipient_text=None,
        purpose="build schools",
        date="2024-05-02",
        status="announced",
        confidence=0.8,
        evidence=(_span(words),),
        rule="funding.give",
        usd_note="no rate for that day",
        **more,
    )


DOSSIER = Dossier(
    article=Article(text=TEXT, id="accra", date=dt.date(2024, 5, 2), title="In Accra"),
    places=(
        _place("Accra", "location", "GH"),
        _place("Ghanaian", "demonym", "GH"),
        _place("Lisbon", "government", "PT"),
    ),
    people=(Person("Maria Silva", "foreign minister", "PT", (_span("Maria Silva"),)),),
    visits=(
        Visit(
            traveller="Maria Silva",
            office="foreign minister",
            from_country="PT",
            stops=(
                Stop("GH", "Accra", 5.6, -0.2, "2024-05-02", "2024-05-03", "done"),
                Stop("TG", None, 8.6, 0.8, None, None, "planned"),
            ),
            confidence=0.9,
            evidence=(_span("Maria Silva landed in Accra on Thursday"),),
            rule="visit.landed",
        ),
    ),
    meetings=(
        Meeting(
            participants=("Maria Silva",),
            countries=("GH", "PT"),
            country="GH",
            city="Accra",
            date="2024-05-02",
            mode="in person",
            status="done",
            confidence=0.7,
            evidence=(_span("for talks with the Ghanaian side"),),
            rule="meeting.talks",
        ),
    ),
    groupings=(Grouping("ECOWAS", ("GH", "TG"), (), "2024-05-02", (_span("ECOWAS"),)),),
    funding=(
        _sum(25_000_000, "25 million euros"),
        _sum(5_000_000, "5 million for schools", part_of=0),
    ),
    problems=(Problem(*_span("via Paris"), "visit.transit", "passing through is no stop"),),
)


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return explain(DOSSIER).splitlines()


def _under(lines: list[str], words: str) -> str:
    """What stands below the words."""
    at, row = next((i, line) for i, line in enumerate(lines) if words in line)
    column = row.index(words)
    return lines[at + 1][column : column + len(words)]


@pytest.mark.parametrize(
    ("words", "mark"),
    [("Accra", "^"), ("Ghanaian", "-"), ("Lisbon", "~"), ("Maria Silva", "="), ("ECOWAS", "#")],
)
def test_each_name_is_marked_under_its_words(lines, words, mark):
    body = lines[2:]  # after the head, which has the title
    assert _under(body, words) == mark * len(words)


def test_rows_name_their_line_and_the_events_that_were_read_from_them(lines):
    assert any(line.startswith("   1 V1 M1 | Maria Silva") for line in lines)
    assert any(line.startswith("   3 F1 F2 | Lisbon will") for line in lines)


def test_an_event_says_what_by_which_rule_how_sure_and_from_which_words(lines):
    text = "\n".join(lines)
    assert "Maria Silva (foreign minister, PT)   [rule visit.landed, confidence 0.90]" in text
    assert "1. Accra, GH   arrived 2024-05-02   departed 2024-05-03   done" in text
    assert "2. TG   planned" in text
    assert "line 1: “Maria Silva landed in Accra on Thursday”" in text
    assert "of GH PT   in Accra, GH   2024-05-02   in person   done" in text
    assert "members on 2024-05-02: GH TG" in text
    assert "25,000,000 EUR   from PT   for GH   2024-05-02   announced" in text
    assert "a part of F1" in text
    assert "no US dollars: no rate for that day" in text


def test_what_was_seen_and_left_out_is_told_with_its_reason(lines):
    at = lines.index("Seen and left out")
    assert lines[at + 1] == "  visit.transit: passing through is no stop"
    assert lines[at + 2].strip() == "line 4: “via Paris”"


def test_an_article_without_findings_says_so():
    assert "Nothing was read" in explain(Dossier(article=Article(text="Rain in the north.")))


def test_long_lines_are_cut_at_spaces_and_keep_their_marks():
    text = "word " * 30 + "Accra " + "word " * 30
    start = text.index("Accra")
    place = Place(start, start + 5, "Accra", "Accra", "city", "location", "GH", 1, 5.6, -0.2, 0.9)
    lines = explain(Dossier(article=Article(text=text), places=(place,))).splitlines()
    assert _under(lines, "Accra") == "^^^^^"
    assert max(map(len, lines)) <= 100


def test_nothing_in_an_article_can_command_the_terminal():
    text = "Talks\x1b[2J in\rRome\x07.\n" * 3
    head = Article(text=text, id="\x1b[31m", title="a\nb\x9b1m", source="\u202e", url="\x00")
    person = Person("A\x1bB", "\rking", "PT", ())
    problem = Problem(0, 20, "a", "\x1b]0;x\x07")
    shown = explain(Dossier(article=head, people=(person,), problems=(problem,)))
    assert all(c.isprintable() for c in shown.replace("\n", ""))
