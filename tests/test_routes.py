"""Geodesics for the map: they meet their ends, never jump over the map, and keep their length."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString

from geo.routes import as_geometry, distance_km, great_circle

GEOD = Geod(ellps="WGS84")
points = st.tuples(
    st.floats(-180, 180, allow_nan=False).map(lambda value: round(value, 5)),
    st.floats(-90, 90, allow_nan=False).map(lambda value: round(value, 5)),
)
# Within a hair of the opposite point there are many shortest ways, all of them right.
FARTHEST_KM = 19_900


def same_point(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return GEOD.inv(*one, *other)[2] < 1


def length_km(lines: list[LineString]) -> float:
    return sum(GEOD.geometry_length(line) for line in lines) / 1000


@settings(max_examples=300, deadline=None)
@given(points, points)
def test_a_way_meets_its_ends_without_a_jump_and_keeps_the_geodesic_length(origin, target):
    way_km = distance_km(origin, target)
    assume(0.01 < way_km < FARTHEST_KM)
    lines = great_circle(origin, target)
    assert same_point(lines[0].coords[0], origin)
    assert same_point(lines[-1].coords[-1], target)
    assert length_km(lines) == pytest.approx(way_km, rel=1e-6, abs=0.002)
    for line in lines:
        for here, there in pairwise(line.coords):
            assert abs(there[0] - here[0]) <= 180
            assert GEOD.inv(*here, *there)[2] <= 100_001
    for before, after in pairwise(lines):
        assert abs(before.coords[-1][0]) == abs(after.coords[0][0]) == 180
        assert before.coords[-1][0] == -after.coords[0][0]
        assert before.coords[-1][1] == pytest.approx(after.coords[0][1], abs=1e-6)


def test_a_way_over_the_pacific_is_cut_in_two_on_the_antimeridian():
    lines = great_circle((139.69, 35.69), (-122.42, 37.77))
    assert len(lines) == 2
    assert lines[0].coords[-1][0] == 180
    assert lines[1].coords[0][0] == -180
    assert as_geometry(lines).geom_type == "MultiLineString"


def test_a_way_that_stays_on_one_side_is_one_line_bowed_towards_the_pole():
    lines = great_circle((-77.04, 38.9), (71.45, 51.18))
    assert len(lines) == 1
    assert max(lat for _, lat in lines[0].coords) > 70
    assert as_geometry(lines).geom_type == "LineString"


def test_a_way_that_begins_on_the_antimeridian_has_no_empty_part():
    lines = great_circle((180, -17), (-170, -14))
    assert [len(line.coords) > 1 for line in lines] == [True]


def test_longitudes_past_180_are_wrapped_first():
    assert great_circle((190, 0), (200, 0))[0].coords[0][0] == -170


@pytest.mark.parametrize(
    ("origin", "target", "step"),
    [
        ((10, 50), (10, 50), 100),
        ((180, 5), (-180, 5), 100),
        ((0, 91), (1, 1), 100),
        ((0, 0), (1, 1), 0),
    ],
)
def test_what_is_no_way_is_refused(origin, target, step):
    with pytest.raises(ValueError, match=r"."):
        great_circle(origin, target, step)
