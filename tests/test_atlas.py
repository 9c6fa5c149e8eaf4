"""Many dossiers as one atlas: what is one event, what it then says, and frames as promised."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import columns
from geo.atlas import FRAMES, Atlas
from geo.dossier import (
    Grouping,
    Problem,
    Span,
)
from geo.merging import days_of
from tests.made_up import POINTS, meeting, money, stop, told, visit


def test_one_trip_in_three_articles_is_one_trip_with_three_sources():
    atlas = Atlas.of(
        [
            told("2023-05-01", visit(stop("Astana", "2023-05-02", "planned"))),
            told("2023-05-02", visit(stop("Astana", "2023-05-02"), stop("Tashkent"))),
            told("2023-05-03", visit(stop("Tashkent", "2023-05-03"), who="Ada J. Morel")),
        ]
    )
    assert atlas.stops.event.nunique() == 1
    assert list(atlas.stops.city) == ["Astana", "Tashkent"]
    assert list(atlas.stops.arrived) == ["2023-05-02", "2023-05-03"]
    assert list(atlas.stops.status) == ["done", "done"]
    assert list(atlas.stops.sources) == [2, 2]
    assert atlas.evidence.article.nunique() == 3
    assert list(atlas.people.person) == ["ada-morel-fr"]


@pytest.mark.parametrize(
    ("one", "other", "trips"),
    [
        (stop("Astana", "2023-05-02"), stop("Astana", "2023-05-05"), 1),
        (stop("Astana", "2023-05-02"), stop("Astana", "2023-05-06"), 2),
        (stop("Astana", "2023-05-02"), stop("Astana", "2023-05"), 1),
        (stop("Astana", "2023-04-30"), stop("Astana", "2023-05"), 2),
        (stop("Astana", "2023-05"), stop("Astana", "2023-05"), 1),
        (stop("Astana", "2019"), stop("Astana", "2019"), 1),
        (stop("Astana", "2023"), stop("Astana", "2023-05-02"), 2),
        (stop("Astana", "2023-05-02"), stop("Astana"), 1),
        (stop("Astana", "2023-03-02"), stop("Astana"), 2),
        (stop("Berlin", "2023-05-02"), stop("Munich", "2023-05-03"), 1),
        (stop("Berlin"), stop("Munich"), 2),
        (stop("Berlin", "2023-05-02"), replace(stop("Berlin", "2023-05-02"), city=None), 1),
        (stop("Berlin", "2023-05-02"), stop("Astana", "2023-05-02"), 2),
        (stop("Astana", "2023-05-02", "cancelled"), stop("Astana", "2023-05-02"), 2),
        (stop("Astana", "2023-05-06", "cancelled"), stop("Astana", None, "planned"), 1),
    ],
)
def test_tellings_of_a_stop_are_one_trip_when_place_and_days_fit(one, other, trips):
    atlas = Atlas.of([told("2023-05-03", visit(one)), told("2023-05-04", visit(other))])
    assert atlas.stops.event.nunique() == trips


@pytest.mark.parametrize(
    ("one", "other", "country", "trips"),
    [
        (stop("Astana", "2023-05-02"), stop("Tashkent", "2023-05-03"), "US", 1),
        (stop("Astana", "2023-05-02"), stop("Tashkent", "2023-05-04"), "US", 1),
        (stop("Astana", "2023-05-02"), stop("Tashkent", "2023-05-05"), "US", 2),
        (stop("Astana", "2023-05-02"), stop("Tashkent", "2023-05-03"), "IR", 2),
        (stop("Astana", "2023-05-02"), stop("Tashkent", "2023-05-03"), None, 2),
        (stop("Astana", "2023-05-02"), stop("Tashkent"), "US", 2),
        (stop("Astana", "2023-05-02"), stop("Tashkent", "2023-05-03", "cancelled"), "US", 2),
    ],
)
def test_stops_on_following_days_far_from_home_are_one_tour(one, other, country, trips):
    atlas = Atlas.of(
        told("2023-05-04", visit(there, country=country), name=there.country)
        for there in (one, other)
    )
    assert atlas.stops.event.nunique() == trips
    if trips == 1:
        assert list(atlas.stops.city) == ["Astana", "Tashkent"]


@pytest.mark.parametrize(
    ("one", "other", "people"),
    [
        (("Sergei Orlov", "RU"), ("Sergey Orlov", "RU"), 1),
        (("Sergei Orlov", "RU"), ("Orlov", "RU"), 1),
        (("Sergei Orlov", "RU"), ("Sergei Orlov", None), 1),
        (("Sergei Orlov", "RU"), ("Sergei Orlov", "BY"), 2),
        (("Sergei Orlov", "RU"), ("Pavel Orlov", "RU"), 2),
        (("Kanat-Bek Asanov", "KG"), ("Kanat Bek Asanov", "KG"), 1),
        (("Lim Wei Ming", "SG"), ("Wei Ming Lim", "SG"), 1),
        (("José Núñez", "PE"), ("Jose Nunez", "PE"), 1),
        (("Luis Inácio Prado da Costa", "BR"), ("Prado da Costa", "BR"), 1),
    ],
)
def test_a_person_is_one_under_the_spellings_that_papers_print(one, other, people):
    day = stop("Astana", "2023-05-02")
    atlas = Atlas.of(
        told("2023-05-02", visit(day, who=name, country=country), name=name)
        for name, country in (one, other)
    )
    assert atlas.people.person.nunique() == people
    assert atlas.stops.event.nunique() == people


def test_a_country_that_hardly_any_article_gives_a_full_name_is_overruled():
    tellings = [("Ada Morel", "FR", i) for i in range(4)] + [("Ada Morel", "PE", 4)]
    days = [f"2023-05-0{i + 1}" for i in range(5)]
    atlas = Atlas.of(
        told(days[i], visit(stop("Astana", days[i]), who=name, country=country), name=str(i))
        for name, country, i in tellings
    )
    assert set(atlas.stops.person) == {"ada-morel-fr"}


def test_a_surname_means_whom_nearly_all_articles_mean_by_it():
    names = ["Sergei Orlov"] * 4 + ["Pavel Orlov", "Orlov"]
    atlas = Atlas.of(
        told("2023-05-02", visit(stop("Astana", f"2023-0{i + 1}-02"), who=name, country="RU"))
        for i, name in enumerate(names)
    )
    assert list(atlas.stops["person"]).count("sergei-orlov-ru") == 5


def test_a_surname_without_a_country_belongs_where_almost_all_of_that_name_are():
    atlas = Atlas.of(
        told(day, visit(stop("Astana", day), who=name, country=country))
        for day, name, country in [
            ("2023-05-02", "Sergei Orlov", "RU"),
            ("2023-06-02", "Orlov", None),
            ("2023-07-02", "Ada Morel", "FR"),
            ("2023-08-02", "Morel", None),
            ("2023-09-02", "Eva Morel", "BE"),
        ]
    )
    assert list(atlas.stops["person"]) == [
        "sergei-orlov-ru",
        "sergei-orlov-ru",
        "ada-morel-fr",
        "morel",
        "eva-morel-be",
    ]


def test_a_surname_that_two_people_bear_is_neither():
    atlas = Atlas.of(
        told("2023-05-02", visit(stop("Astana"), who=name, country="RU"), name=name)
        for name in ("Sergei Orlov", "Pavel Orlov", "Orlov")
    )
    assert atlas.stops.person.nunique() == 3


def test_a_stop_that_only_one_telling_has_goes_where_that_telling_puts_it():
    atlas = Atlas.of(
        [
            told(
                "2023-05-05", visit(stop("Astana", "2023-05-02"), stop("New Delhi", "2023-05-05"))
            ),
            told("2023-05-05", visit(stop("Astana", "2023-05-02"), stop("Tashkent", "2023-05-03"))),
        ]
    )
    assert list(atlas.stops.city) == ["Astana", "Tashkent", "New Delhi"]


def test_stops_are_in_order_of_days_and_undated_ones_stay_where_they_were_told():
    atlas = Atlas.of(
        [
            told(
                "2023-05-08",
                visit(stop("Astana", "2023-05-02"), stop("Berlin", "2023-05-07"), stop("Munich")),
            ),
            told(
                "2023-05-08",
                visit(stop("Tashkent", "2023-05-05"), stop("Astana", "2023-05-03"), stop("Suva")),
            ),
        ]
    )
    assert list(atlas.stops.city) == ["Astana", "Suva", "Tashkent", "Berlin", "Munich"]


def test_the_order_of_the_articles_changes_nothing():
    dossiers = [
        told("2023-05-01", visit(stop("Astana", "2023-05-02", "planned")), name="a"),
        told("2023-05-02", visit(stop("Astana", "2023-05-02"), stop("Tashkent")), name="b"),
        told("2023-05-03", visit(stop("Tashkent", "2023-05-03")), money(5, "KZ"), name="c"),
    ]
    seen = set()
    for order in permutations(dossiers):
        atlas = Atlas.of(order)
        stops = atlas.stops.drop(columns="geometry").sort_values(["event", "stop"])
        seen.add(stops.to_csv(index=False) + "".join(sorted(atlas.funding.event)))
    assert len(seen) == 1


def test_a_leg_from_home_leaves_the_capital_and_a_called_off_stop_is_not_passed_through():
    route = visit(
        stop("Astana", "2023-05-02"),
        stop("Tashkent", "2023-05-03", "cancelled"),
        stop("New Delhi", "2023-05-04"),
    )
    legs = Atlas.of([told("2023-05-05", route)]).legs
    assert list(zip(legs.origin, legs.target, legs.status, strict=True)) == [
        ("Paris", "Astana", "done"),
        ("Astana", "Tashkent", "cancelled"),
        ("Astana", "New Delhi", "done"),
    ]
    assert list(legs.home) == [True, False, False]


def test_a_leg_over_the_antimeridian_is_cut():
    route = visit(stop("Suva", "2023-05-02"), stop("Apia", "2023-05-03"))
    legs = Atlas.of([told("2023-05-05", route)]).legs
    assert legs.geometry.iloc[1].geom_type == "MultiLineString"


def test_days_that_no_article_says_come_from_the_neighbour_or_the_article_and_are_marked():
    one = visit(stop("Astana", "2023-05-02"), stop("Tashkent"))
    other = visit(stop("Berlin"), who="Bo Lind", country="SE")
    stops = Atlas.of([told("2023-05-07", one, other)]).stops
    assert [str(day.date()) for day in stops.day] == ["2023-05-02", "2023-05-02", "2023-05-07"]
    assert list(stops.day_known) == [True, False, False]


def test_a_month_is_its_first_to_its_last_day():
    stops = Atlas.of([told("2023-05-07", visit(stop("Astana", "2023-02")))]).stops
    assert str(stops.day[0].date()) == "2023-02-01"
    assert str(stops.day_end[0].date()) == "2023-02-28"


@pytest.mark.parametrize(
    ("one", "other", "meetings"),
    [
        (meeting("Ada Morel", "Ilyas Bekov"), meeting("Ilyas Bekov", "Ada Morel"), 1),
        (meeting("Ada Morel", "Ilyas Bekov"), meeting("Ada Morel", "Marat Bekov"), 2),
        (meeting("Ada Morel", "Ilyas Bekov"), meeting("Ada Morel", "Ilyas Bekov", day=None), 1),
        (
            meeting("Ada Morel", "Ilyas Bekov"),
            meeting("Ada Morel", "Ilyas Bekov", day="2023-05-04"),
            2,
        ),
        (
            meeting("Ada Morel", "Ilyas Bekov"),
            meeting("Ada Morel", "Ilyas Bekov", mode="phone", country=None, city=None),
            2,
        ),
        (meeting("Ada Morel"), meeting("Ada Morel"), 1),
        (meeting("Ada Morel"), meeting("Ada Morel", countries=("FR", "UZ")), 2),
        (meeting(), meeting(), 1),
        (meeting(countries=("FR",)), meeting(countries=("FR",)), 2),
    ],
)
def test_meetings_of_the_same_people_on_the_same_day_are_one(one, other, meetings):
    atlas = Atlas.of([told("2023-05-03", one, name="a"), told("2023-05-03", other, name="b")])
    assert len(atlas.meetings) == meetings


def test_a_meeting_by_phone_has_no_place():
    met = meeting("Ada Morel", "Ilyas Bekov", mode="phone")
    row = Atlas.of([told("2023-05-03", met)]).meetings.iloc[0]
    assert row.country is None
    assert row.geometry is None


def test_a_meeting_stands_at_the_city_that_another_article_locates():
    met = meeting("Ada Morel", "Ilyas Bekov")
    trip = visit(stop("Astana", "2023-05-02"), who="Someone Else")
    row = Atlas.of([told("2023-05-03", met), told("2023-05-03", trip)]).meetings.iloc[0]
    assert (row.geometry.x, row.geometry.y) == (71.45, 51.18)


@pytest.mark.parametrize(
    ("one", "other", "sums"),
    [
        (money(5, "KZ"), money(5, "KZ", date="2023-06-10"), 1),
        (money(5, "KZ"), money(5, "KZ", date="2023-07-10"), 2),
        (money(5, "KZ"), money(5, "KZ", "UZ"), 1),
        (money(5, "KZ"), money(5, "UZ"), 2),
        (money(5, "KZ"), money(6, "KZ"), 2),
        (money(5, "KZ"), money(5, "KZ", currency="EUR"), 2),
        (money(5, "KZ"), money(5, "KZ", donor="EU"), 2),
        (money(5, "KZ"), money(5, "KZ", donor=None), 1),
        (money(5, "KZ"), money(5, "KZ", status="disbursed"), 1),
        (money(5, "KZ"), money(5, "KZ", status="cumulative"), 2),
        (money(5, "KZ"), money(5), 1),
        (money(5, "KZ", amount_max=Decimal(8)), money(5, "KZ"), 2),
    ],
)
def test_a_sum_told_twice_is_one_sum(one, other, sums):
    atlas = Atlas.of([told("2023-05-03", one, name="a"), told("2023-05-03", other, name="b")])
    assert atlas.funding.event.nunique() == sums


def test_totals_count_a_shared_sum_once_and_parts_not_at_all():
    whole, part = money(600, "KZ", "UZ", "IN"), money(80, "UZ", part_of=0)
    total = money(9000, "UZ", status="cumulative")
    funding = Atlas.of([told("2023-05-03", whole, part, total)]).funding
    counted = funding[funding.counts]
    assert counted[counted["first"]].amount_usd.sum() == 600
    assert counted.share_usd.sum() == pytest.approx(600)
    part_row = funding[funding.amount == 80].iloc[0]
    assert part_row.part_of == funding[funding.amount == 600].event.iloc[0]


def test_a_sum_for_a_region_is_marked_once_in_the_region():
    words = {"recipient_text": "the countries of Central Asia"}
    funding = Atlas.of(
        [told("2023-05-03", money(5, "KG", "KZ", "TJ", "TM", "UZ", **words))]
    ).funding
    assert len(funding) == 5
    assert funding["first"].sum() == 1
    assert set(zip(funding.mark_lon, funding.mark_lat, strict=True)) == {(67.0, 43.0)}


def test_an_amount_stays_exact_as_text_and_unknown_dollars_stay_unknown():
    paid = replace(money(1, "KZ"), amount=Decimal("1234567890123456789.25"), amount_usd=None)
    row = Atlas.of([told("2023-05-03", paid)]).funding.iloc[0]
    assert row.amount_text == "1234567890123456789.25"
    assert row.isna()["amount_usd"] and row.isna()["share_usd"]


def test_members_are_those_of_the_day_with_what_the_articles_state():
    bloc = Grouping("C5+1", ("KG", "KZ"), ("KZ", "US"), "2023-03-01", ())
    atlas = Atlas.of([told("2023-03-01", bloc, name="a"), told("2023-03-01", bloc, name="b")])
    assert len(atlas.groupings) == 1
    assert atlas.groupings.members[0] == ("KG", "KZ", "US")
    assert atlas.groupings.sources[0] == 2
    assert dict(zip(atlas.members.country, atlas.members.stated, strict=True)) == {
        "KG": False,
        "KZ": True,
        "US": True,
    }


def test_evidence_quotes_the_whole_sentence_around_the_words():
    text = "A quiet week began.\n\nMs. Morel landed in Astana on Tuesday. Nobody else came."
    start = text.index("landed")
    trip = visit(stop("Astana"), evidence=(Span(start, start + 16),))
    row = Atlas.of([told("2023-05-03", trip, text=text)]).evidence.iloc[0]
    assert row.sentence == "Ms. Morel landed in Astana on Tuesday."
    assert text[row.sentence_start :].startswith("Ms. Morel")
    assert text[row.start : row.end] == "landed in Astana"


def test_what_only_the_title_says_is_quoted_from_the_title():
    trip = visit(stop("Astana"))
    row = Atlas.of([told("2023-05-03", trip, title="Morel to visit Astana")]).evidence.iloc[0]
    assert row.sentence == "Morel to visit Astana"
    assert row.isna()["start"]


def test_an_article_given_twice_counts_once_and_two_of_one_name_stay_two():
    same = told("2023-05-03", visit(stop("Astana", "2023-05-02")), name="wire")
    other = told("2023-05-04", visit(stop("Astana", "2023-05-02")), name="wire")
    atlas = Atlas.of([same, same, other])
    assert list(atlas.articles.article) == ["wire", "wire (2)"]
    assert list(atlas.stops.sources) == [2]
    assert list(atlas.articles.visits) == [1, 1]


def test_an_atlas_of_nothing_has_every_frame_with_its_columns():
    atlas = Atlas.of([])
    for name in FRAMES:
        columns.check(name, getattr(atlas, name))
        assert len(getattr(atlas, name)) == 0


def test_a_frame_without_a_column_is_refused():
    frames = Atlas.of([]).frames()
    with pytest.raises(columns.FrameError, match="stops"):
        Atlas.from_frames({**frames, "stops": frames["stops"].drop(columns="city")}, "1")


def test_problems_can_be_looked_at():
    atlas = Atlas.of([told("2023-05-03", Problem(0, 4, "place.tie", "two towns"), name="a")])
    assert atlas.problems.iloc[0].tolist() == ["a", 0, 4, "place.tie", "two towns"]


cities = st.sampled_from(sorted(POINTS))
days = st.none() | st.sampled_from(["2023", "2023-05", "2023-05-01", "2023-05-02", "2023-05-09"])
statuses = st.sampled_from(["done", "ongoing", "planned", "cancelled"])
stops = st.lists(st.builds(stop, cities, days, statuses), min_size=1, max_size=4)
names = st.sampled_from(["Ada Morel", "Morel", "Bo Lind", "?"])
visits = st.builds(
    lambda there, who, country: visit(*there, who=who, country=country),
    stops,
    names,
    st.sampled_from(["FR", None, "ZZ"]),
)
dossiers = st.lists(
    st.builds(
        lambda day, trips: told(day, *trips),
        st.none() | st.sampled_from(["2023-05-01", "2023-05-08"]),
        st.lists(visits, max_size=3),
    ),
    max_size=5,
)


@settings(max_examples=50, deadline=None)
@given(dossiers)
def test_any_dossiers_make_frames_whose_rows_belong_together(given_dossiers):
    atlas = Atlas.of(given_dossiers)
    for event, stops_of_trip in atlas.stops.groupby("event"):
        assert list(stops_of_trip.stop) == list(range(stops_of_trip.stops.iloc[0]))
        assert event in set(atlas.evidence.event)
    told_stops = {
        (stop.country, stop.city)
        for dossier in given_dossiers
        for trip in dossier.visits
        for stop in trip.stops
    }
    assert set(zip(atlas.stops.country, atlas.stops.city, strict=True)) <= told_stops
    assert set(atlas.legs.event) <= set(atlas.stops.event)
    assert (atlas.stops.day_end.isna() | (atlas.stops.day_end >= atlas.stops.day)).all()


@pytest.mark.parametrize("text", [None, "", "soon", "2023-13", "2023-02-31", "20", "0000"])
def test_what_is_no_date_is_unknown(text):
    assert days_of(text) is None
