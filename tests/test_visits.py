"""Visits: each rule's own examples, and the trip that the project began with in other words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from geo import parser, rules, tables
from geo.dossier import Article, Dossier
from tests.expectations import article_of, differences
from tests.reading import read_cases

TODAY = dt.date(2023, 6, 14)


def visits_in(words: str) -> list[str]:
    """The rules by which visits are read in a text of a Wednesday."""
    return [visit.rule for visit in parser.parse(Article(text=words, date=TODAY)).visits]


def examples(kind: str) -> list[tuple[str, str]]:
    return [(rule["id"], words) for rule in tables.rules("visits")["rule"] for words in rule[kind]]


@pytest.mark.parametrize(("rule", "words"), examples("matches"))
def test_a_rule_reads_the_sentences_that_it_says_it_reads(rule: str, words: str) -> None:
    assert rule in visits_in(words)


@pytest.mark.parametrize(("rule", "words"), examples("rejects"))
def test_a_rule_leaves_alone_the_sentences_that_it_says_it_leaves(rule: str, words: str) -> None:
    assert rule not in visits_in(words)


def test_every_rule_has_a_name_of_its_own_and_sentences_on_either_side() -> None:
    rules = tables.rules("visits")["rule"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["matches"] and rule["rejects"] for rule in rules)


@pytest.mark.parametrize("case", read_cases("visits.jsonl"), ids=lambda case: case.why[:60])
def test_who_went_where(case: SimpleNamespace) -> None:
    dossier = parser.parse(article_of(case.article))
    assert differences(dossier, {"visits": case.visits}) == []


def told_of(dossier: Dossier) -> dict[str, object]:
    """What the wordings of one trip must agree on."""
    return {
        "countries": sorted({place.country for place in dossier.places if place.country}),
        "visits": [
            (visit.traveller.split()[-1], stop.country, stop.city, stop.arrived, stop.status)
            for visit in dossier.visits
            for stop in visit.stops
        ],
        "met": sorted(
            (participant.split()[-1], meeting.date)
            for meeting in dossier.meetings
            for participant in meeting.participants
            if not participant.endswith("Blinken")
        ),
        "groupings": [(group.name, group.members) for group in dossier.groupings],
        "funding": [
            (int(sum_.amount), sum_.currency, sum_.donor, sum_.recipients)
            for sum_ in dossier.funding
        ],
    }


@pytest.mark.parametrize("case", read_cases("astana.jsonl"), ids=lambda case: case.why)
def test_one_trip_in_other_words_gives_the_same_dossier(case: SimpleNamespace) -> None:
    dossier = parser.parse(Article(text=case.text, date=dt.date(2023, 3, 1)))
    told = told_of(dossier)
    assert told["visits"] == [
        ("Blinken", "KZ", "Astana", "2023-02-28", "done"),
        ("Blinken", "UZ", "Tashkent", None, "planned"),
    ]
    assert told["met"] == [("Tileuberdi", "2023-02-28"), ("Tokayev", "2023-02-28")]
    assert told["groupings"] == [("C5+1", ("KG", "KZ", "TJ", "TM", "US", "UZ"))]
    assert told["funding"] == [(25_000_000, "USD", "US", ("KG", "KZ", "TJ", "TM", "UZ"))]
    assert {"KG", "KZ", "TJ", "TM", "US", "UZ"} <= set(told["countries"])  # type: ignore[call-overload]


def test_a_rule_with_a_field_that_is_not_known_is_refused_by_its_name() -> None:
    @dataclass
    class Shorter:
        id: str
        kind: str

    with pytest.raises(tables.TableError, match=r"visits\.toml: rule visit\.flew-out .*verbs"):
        rules.read(Shorter, "visits")
