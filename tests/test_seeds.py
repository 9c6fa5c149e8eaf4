"""The briefs in `seeds/`: their form, their days, and what the collection covers.

`tests/cases/seed_facts.jsonl` holds what a careful reader finds in each brief, a line a brief; it
was written beside the briefs and before anything parsed them. In it `optional` marks what only
follows from the text, `…_also` other readings that are as good, `part` a piece of a larger sum.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from geo import tables
from tests.collection import dossiers
from tests.contradictions import contradictions
from tests.reading import CASES, ROOT

OPENING = re.compile(r" date (\d{4}-\d{2}-\d{2}) (?=\S)")
WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
MONTHS = [dt.date(2021, month, 1).strftime("%B") for month in range(1, 13)]
# "Monday, June 14", "Tuesday (February 28)"
DAY_AND_DATE = re.compile(rf"\b({WEEKDAYS}),? \(?({'|'.join(MONTHS)}) (\d{{1,2}})\b")
STATUSES = {"done", "ongoing", "planned", "cancelled"}
# "On September 3 … on the following day"; "On September 6 … Two days later".
TOLD_BY_COUNTING = {
    ("046-pope-asia-pacific", "2024-09-04"),
    ("046-pope-asia-pacific", "2024-09-08"),
}


def briefs() -> dict[str, str]:
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "seeds").glob("*.txt"))
    }


def facts() -> dict[str, dict[str, Any]]:
    lines = (CASES / "seed_facts.jsonl").read_text(encoding="utf-8").splitlines()
    return {fact["id"]: fact for fact in map(json.loads, lines)}


BRIEFS = briefs()
FACTS = facts()
each_brief = pytest.mark.parametrize("stem", BRIEFS)


def published(stem: str) -> dt.date:
    opening = OPENING.match(BRIEFS[stem])
    assert opening, f"{stem} does not open with its date"
    return dt.date.fromisoformat(opening[1])


def stops(fact: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for visit in fact["visits"]:
        yield from visit["stops"]


def pledges() -> list[dict[str, Any]]:
    """The sums that some state or institution gives, each told once."""
    return [sum_ for fact in FACTS.values() for sum_ in fact["funding"] if not sum_.get("optional")]


def states() -> dict[str, dict[str, str]]:
    return {row["alpha2"]: row for row in tables.rows("countries")}


@each_brief
def test_a_brief_opens_with_the_day_on_which_it_could_have_appeared(stem: str) -> None:
    assert dt.date(2021, 1, 1) <= published(stem) <= dt.date(2025, 12, 31)


@each_brief
def test_a_brief_has_between_100_and_350_words(stem: str) -> None:
    body = OPENING.sub("", BRIEFS[stem], count=1)
    assert 100 <= len(body.split()) <= 350


@each_brief
def test_a_brief_ends_with_a_line_that_says_where_to_check_it(stem: str) -> None:
    last = BRIEFS[stem].rstrip("\n").splitlines()[-1]
    assert re.fullmatch(r"Check: .{20,}\.", last)
    assert "://" not in last


@each_brief
def test_a_brief_opens_with_a_dateline(stem: str) -> None:
    body = OPENING.sub("", BRIEFS[stem], count=1)
    town = body.split(" — ")[0].split(",")[0]
    assert town.isupper()


@each_brief
def test_a_day_of_the_week_beside_a_date_is_that_days(stem: str) -> None:
    year = published(stem).year
    for weekday, month, day in DAY_AND_DATE.findall(BRIEFS[stem]):
        assert dt.date(year, MONTHS.index(month) + 1, int(day)).strftime("%A") == weekday


@each_brief
def test_every_day_in_the_facts_is_told_in_the_brief_by_weekday_or_by_date(stem: str) -> None:
    told = BRIEFS[stem]
    days = {stop["arrived"] for stop in stops(FACTS[stem])}
    days |= {meeting["date"] for meeting in FACTS[stem]["meetings"]}
    for written in sorted(day for day in days if day and len(day) == len("2023-02-28")):
        if (stem, written) in TOLD_BY_COUNTING:
            continue
        day = dt.date.fromisoformat(written)
        by_date = re.search(rf"\b{MONTHS[day.month - 1]} {day.day}\b", told)
        near = abs((day - published(stem)).days) <= 7
        assert by_date or (near and f"{day:%A}" in told), f"{written} is not told in {stem}"


@each_brief
def test_what_has_happened_is_not_after_the_brief_and_what_is_planned_not_before(stem: str) -> None:
    today = published(stem).isoformat()
    for stop in stops(FACTS[stem]):
        assert stop["status"] in STATUSES
        if stop["arrived"] and stop["status"] in ("done", "ongoing"):
            assert stop["arrived"] <= today
        if stop["arrived"] and stop["status"] == "planned":
            assert stop["arrived"] >= today[: len(stop["arrived"])]


@each_brief
def test_the_stops_of_a_trip_stand_in_the_order_of_their_days(stem: str) -> None:
    for visit in FACTS[stem]["visits"]:
        arrived = [stop["arrived"] for stop in visit["stops"] if stop["arrived"]]
        assert arrived == sorted(arrived)


def test_each_brief_has_its_facts_and_the_other_way_round() -> None:
    assert list(FACTS) == list(BRIEFS)


def test_the_briefs_stand_in_the_order_in_which_they_appeared() -> None:
    appeared = [published(stem) for stem in BRIEFS]
    assert len(appeared) >= 34
    assert {day.year for day in appeared} == {2021, 2022, 2023, 2024, 2025}


def test_the_facts_name_countries_that_exist() -> None:
    known = set(states())
    for fact in FACTS.values():
        named = {stop["country"] for stop in stops(fact)}
        named |= {meeting["country"] for meeting in fact["meetings"]} - {None}
        for sum_ in fact["funding"]:
            named |= set(sum_["recipients"] or ())
        assert named <= known, fact["id"]


def test_somebody_travels_to_every_inhabited_continent() -> None:
    table = states()
    reached = {
        table[stop["country"]]["continent"] for fact in FACTS.values() for stop in stops(fact)
    }
    assert reached >= {"Africa", "Asia", "Europe", "North America", "Oceania", "South America"}


def test_the_collection_names_at_least_eight_groupings() -> None:
    assert len({name for fact in FACTS.values() for name in fact["groupings"]}) >= 8


def test_the_collection_holds_at_least_fourteen_sums_in_six_currencies() -> None:
    given = pledges()
    assert len(given) >= 14
    assert len({sum_["currency"] for sum_ in given}) >= 6
    assert any(sum_.get("part") for sum_ in given)


def test_the_collection_has_a_cancelled_trip_a_call_and_a_talk_by_video() -> None:
    assert any(stop["status"] == "cancelled" for fact in FACTS.values() for stop in stops(fact))
    modes = {meeting["mode"] for fact in FACTS.values() for meeting in fact["meetings"]}
    assert modes >= {"phone", "video", "in person"}


@each_brief
def test_nothing_is_read_from_a_brief_that_its_facts_contradict(stem: str) -> None:
    assert list(contradictions(dossiers()[stem], FACTS[stem])) == []
