"""What the pages of countries and people count: trips, not stops; money once; members by day."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard import memberships, tallies
from geo.atlas import Atlas
from tests.made_up import meeting, money, stop, told, visit


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas.of(
        [
            told(
                "2023-05-09",
                visit(stop("Astana", "2023-05-02"), stop("Tashkent", "2023-05-03")),
                visit(stop("Berlin", "2023-05-08"), stop("Munich", "2023-05-09")),
                visit(stop("Berlin", "2023-04-01", "cancelled"), who="Bo Lind", country="SE"),
                visit(stop("Berlin", "2023-03-01"), who="Eva Kranz", country="DE"),
                meeting("Ada Morel", "Ilyas Bekov"),
                meeting("Ada Morel", "Ilyas Bekov", day="2023-05-08"),
                meeting("Ada Morel", "Eva Kranz", countries=("DE", "FR"), country="DE"),
                money(25, "KZ", "UZ"),
                money(7, "UZ"),
                money(2, "UZ", part_of=1),
                money(900, "UZ", status="cumulative"),
                money(3, "KZ", donor=None, donors=("DE", "FR")),
            )
        ]
    )


def test_visitors_are_those_who_come_from_elsewhere(atlas):
    came = tallies.visitors(atlas, "DE")
    assert list(came["city"]) == ["Munich", "Berlin", "Berlin"]
    assert set(came["from_country"]) == {"FR", "SE"}


def test_trips_abroad_come_trip_by_trip_in_travel_order(atlas):
    went = tallies.trips(atlas, "FR")
    assert list(went["city"]) == ["Berlin", "Munich", "Astana", "Tashkent"]
    assert len(tallies.trips(atlas, "DE")) == 0


def test_talks_are_those_that_a_country_took_part_in_or_hosted(atlas):
    assert len(tallies.talks(atlas, "KZ")) == 2
    assert len(tallies.talks(atlas, "DE")) == 1
    assert len(tallies.talks(atlas, "UZ")) == 0


def test_money_is_counted_once_and_apart_where_it_is_shared(atlas):
    assert tallies.total(tallies.money_in(atlas, "UZ")) == (7, 25)
    assert tallies.total(tallies.money_in(atlas, "KZ")) == (3, 25)
    given = tallies.money_out(atlas, "FR")
    assert given.loc[given["counts"], "amount_usd"].sum() == 25 + 7 + 3
    assert list(tallies.money_out(atlas, "DE")["amount"]) == [3]


def test_a_country_of_which_nothing_is_told_has_empty_tables(atlas):
    for table in (tallies.visitors, tallies.trips, tallies.talks, tallies.money_in):
        assert len(table(atlas, "TV")) == 0
    assert len(tallies.money_out(atlas, "TV")) == 0


def test_the_overview_counts_trips_that_took_or_will_take_place(atlas):
    table = tallies.by_country(atlas, atlas.version)
    assert table.loc["DE", "visitors"] == 1
    assert table.loc["FR", "trips"] == 2
    assert table.loc["KZ", "talks"] == 2
    assert table.loc["UZ", "alone"] == 7
    assert table.loc["UZ", "shared"] == 12.5


def test_a_person_met_whom_the_meetings_name(atlas):
    assert tallies.met(atlas, "ada-morel-fr") == [
        ("ilyas-bekov", "Ilyas Bekov", 2),
        ("eva-kranz-de", "Eva Kranz", 1),
    ]
    assert tallies.trips_of(atlas, "eva-kranz-de")["city"].tolist() == ["Berlin"]


@pytest.mark.parametrize(
    ("country", "beside", "apart"),
    [("UZ", "KZ", "RU"), ("FR", "DE", "GB"), ("LS", "ZA", "NA"), ("FJ", "TO", "JP")],
)
def test_neighbours_share_a_border_or_are_the_nearest(country, beside, apart):
    found = tallies.neighbours(country)
    assert beside in found
    assert apart not in found
    assert country not in found


def test_no_country_has_no_neighbours():
    assert tallies.neighbours("ZZ") == ()


@pytest.mark.parametrize(("day", "there"), [("2023-04-03", False), ("2023-04-04", True)])
def test_finland_is_in_nato_from_its_first_day(day, there):
    spells = memberships.of_grouping("NATO")
    now = spells[memberships.there_on(spells, dt.date.fromisoformat(day))]
    assert ("FI" in set(now["country"])) is there


def test_entries_and_exits_are_told_latest_first_up_to_the_day():
    changes = memberships.changes("EU", dt.date(2021, 1, 1))
    assert changes[0] == ("2020-02-01", "GB", "left")
    assert [day for day, _, _ in changes] == sorted((d for d, _, _ in changes), reverse=True)
    assert all(day <= "2021-01-01" for day, _, _ in changes)


def test_what_the_register_does_not_hold_is_empty_and_no_error():
    assert len(memberships.of_grouping("No Such Club")) == 0
    assert memberships.lifespan("No Such Club") is None
    assert memberships.changes("No Such Club", dt.date(2024, 1, 1)) == []
    assert len(memberships.of_country("ZZ")) == 0


def test_a_country_has_its_groupings_those_of_today_first():
    spells = memberships.of_country("GB")
    ended = spells["until"].notna().to_list()
    assert ended == sorted(ended)
    assert "EU" in set(spells.loc[spells["until"].notna(), "grouping"])
