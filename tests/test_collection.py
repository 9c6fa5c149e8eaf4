"""The briefs that the dashboard opens with are read well enough to be shown."""

from __future__ import annotations

import pytest

from tests.collection import reading

# Shares measured when this was written, less two points: what is read may only get better.
FLOORS = {
    "stops": (0.95, 0.74),
    "meetings": (0.95, 0.74),
    "sums": (0.97, 0.92),
}


@pytest.mark.parametrize("kind", FLOORS)
def test_what_is_read_from_the_briefs_is_there(kind: str) -> None:
    tally, (precision, _) = reading()[kind], FLOORS[kind]
    assert tally.precision >= precision, "\n".join(tally.lines)


@pytest.mark.parametrize("kind", FLOORS)
def test_what_is_there_is_read_from_the_briefs(kind: str) -> None:
    tally, (_, recall) = reading()[kind], FLOORS[kind]
    assert tally.recall >= recall, "\n".join(tally.lines)
