"""Groupings named in a text, their members on a day, and those that the text states."""

from __future__ import annotations

import csv
import datetime as dt
import time
from itertools import pairwise
from pathlib import Path

import pytest

from geo import groupings, names, places, rosters, tables, text
from geo.dossier import Article, Grouping

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


def groupings_of(body: str, *, title: str = "", date: str = "") -> tuple[Grouping, ...]:
    day = dt.date.fromisoformat(date) if date else None
    doc = text.read(Article(text=body, title=title or None, date=day))
    return groupings.find(doc, places.find(doc, names.find(doc))).groupings


@pytest.mark.parametrize("case", read_cases("groupings.csv"), ids=lambda case: case["text"][:40])
def test_a_text_names_these_groupings_and_states_these_members(case: dict[str, str]) -> None:
    found = groupings_of(case["text"], title=case["title"], date=case["date"])
    assert "|".join(one.name for one in found) == case["groupings"], case["why"]
    stated = [f"{one.name}={' '.join(one.members_stated)}" for one in found if one.members_stated]
    assert ";".join(stated) == case["stated"], case["why"]


@pytest.mark.parametrize(
    "case", read_cases("memberships.csv"), ids=lambda case: f"{case['grouping']} {case['day']}"
)
def test_the_registry_knows_who_was_in_on_that_day(case: dict[str, str]) -> None:
    inside = case["alpha2"] in groupings.members(case["grouping"], case["day"] or None)
    assert inside == (case["inside"] == "yes"), case["why"]


@pytest.mark.parametrize(
    "case", read_cases("roster_sizes.csv"), ids=lambda case: f"{case['grouping']} {case['day']}"
)
def test_a_grouping_has_as_many_members_as_it_says(case: dict[str, str]) -> None:
    assert len(groupings.members(case["grouping"], case["day"])) == int(case["members"])


def test_members_are_those_of_the_articles_day_joined_with_the_stated() -> None:
    (nato,) = groupings_of("NATO foreign ministers met in Madrid.", date="2022-06-29")
    assert "FI" not in nato.members
    assert nato.as_of == "2022-06-29"
    (later,) = groupings_of("NATO foreign ministers met in Prague.", date="2024-05-30")
    assert {"FI", "SE"} <= set(later.members)


def test_an_article_without_a_date_gets_the_latest_members() -> None:
    (eu,) = groupings_of("The EU sent observers.")
    assert "GB" not in eu.members
    assert eu.as_of is None
    assert eu.members == groupings.members("EU")


def test_mentions_cut_the_name_out_of_the_text() -> None:
    body = "ASEAN-led talks; the Association of Southeast Asian Nations, and then the bloc again."
    (asean,) = groupings_of(body, date="2023-01-01")
    cut = [body[start:end] for start, end in asean.mentions]
    assert cut == ["ASEAN", "Association of Southeast Asian Nations", "bloc"]


def test_a_grouping_that_only_the_title_names_has_no_mentions() -> None:
    (quad,) = groupings_of("They talk on Monday.", title="Quad leaders meet", date="2023-05-20")
    assert quad.mentions == ()
    assert quad.members == ("AU", "IN", "JP", "US")


def test_every_name_in_the_table_finds_its_own_grouping() -> None:
    for row in tables.rows("grouping_names"):
        if row["kind"] in ("later", "weak", "within"):
            continue
        found = groupings_of(f"Envoys of the {row['name']} talked.", date="2023-05-20")
        expected = [row["grouping"]] if row["grouping"] else []
        assert [rosters.canonical(one.name) for one in found] == expected, row["name"]


def test_every_grouping_can_be_named_and_every_name_has_members() -> None:
    named = {row["grouping"] for row in tables.rows("grouping_names")} - {""}
    assert named == set(groupings.all_groupings())


def test_spells_of_one_member_do_not_overlap_and_end_after_they_begin() -> None:
    spells: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in tables.rows("groupings"):
        until = row["member_to"] or rosters.LATEST
        assert row["member_from"] < until, row
        assert row["source"], row
        key = (row["grouping"], row["alpha2"], row["kind"])
        spells.setdefault(key, []).append((row["member_from"], until))
    for key, spans in spells.items():
        spans.sort()
        for (_, until), (since, _) in pairwise(spans):
            assert until <= since, key


@pytest.mark.parametrize(
    "piece",
    [
        "EU, ",
        "NATO members (",
        "the five Central Asian US ",
        "made up of ",
        "the alliance NATO ",
        "Quad - France and ",
        "16+1 ",
    ],
)
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    doc = text.read(Article(text=piece * (100_000 // len(piece))))
    begin = time.process_time()
    groupings.find(doc, places.Places())
    assert time.process_time() - begin < 1.5
