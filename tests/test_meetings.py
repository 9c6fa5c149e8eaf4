"""Meetings: each rule's own examples, and cases of who met whom, where, when and how."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from geo import meeting_rules, parser, tables
from geo.dossier import Article, Meeting
from tests.expectations import article_of, differences
from tests.reading import read_cases

TODAY = dt.date(2023, 6, 14)


def met_in(words: str) -> list[Meeting]:
    """The meetings of two named people or more in a text of a Wednesday."""
    dossier = parser.parse(Article(text=words, date=TODAY))
    return [meeting for meeting in dossier.meetings if len(meeting.participants) > 1]


def examples(kind: str) -> list[tuple[str, str]]:
    return [
        (rule["id"], words) for rule in tables.rules("meetings")["rule"] for words in rule[kind]
    ]


@pytest.mark.parametrize(("rule", "words"), examples("matches"))
def test_a_rule_reads_the_sentences_that_it_says_it_reads(rule: str, words: str) -> None:
    assert [meeting.rule for meeting in met_in(words)] == [rule]


@pytest.mark.parametrize(("rule", "words"), examples("rejects"))
def test_a_rule_leaves_alone_the_sentences_that_it_says_it_leaves(rule: str, words: str) -> None:
    assert rule not in [meeting.rule for meeting in met_in(words)]


def test_every_rule_has_sentences_on_either_side_and_a_name_of_its_own() -> None:
    rules = tables.rules("meetings")["rule"]
    assert all(rule["matches"] and rule["rejects"] for rule in rules)
    assert len({rule.id for rule in meeting_rules.rules()}) == len(rules)


@pytest.mark.parametrize("case", read_cases("meetings.jsonl"), ids=lambda case: case.why[:60])
def test_who_met_whom(case: SimpleNamespace) -> None:
    dossier = parser.parse(article_of(case.article))
    assert differences(dossier, {"meetings": case.meetings}) == []


def test_people_who_are_not_named_take_part_as_their_countries() -> None:
    words = "Irish Foreign Minister Sean Byrne met with Polish and Danish officials in Warsaw."
    dossier = parser.parse(Article(text=words, date=TODAY))
    assert [(m.participants, m.countries) for m in dossier.meetings] == [
        (("Sean Byrne",), ("DK", "IE", "PL"))
    ]


def test_a_meeting_left_out_is_told_as_a_problem() -> None:
    words = "Irish Foreign Minister Sean Byrne would be glad to meet Czech President Jana Novotna."
    dossier = parser.parse(Article(text=words, date=TODAY))
    assert dossier.meetings == ()
    assert [problem.code for problem in dossier.problems] == ["meeting.left-out"]


def test_the_evidence_is_the_sentence_of_each_telling() -> None:
    words = (
        "Irish Foreign Minister Sean Byrne met Czech President Jana Novotna in Prague on Monday."
        " The harvest was good. At the meeting with Novotna, Byrne spoke of grain."
    )
    [meeting] = met_in(words)
    assert [words[start:end].split()[0] for start, end in meeting.evidence] == ["Irish", "At"]
