"""People: their whole names, offices and states, and how often the text means them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from geo import parser
from geo.dossier import Article
from tests.reading import read_cases


@pytest.mark.parametrize("case", read_cases("people.jsonl"), ids=lambda case: case.why[:60])
def test_who_is_named_with_office_and_state(case: SimpleNamespace) -> None:
    dossier = parser.parse(Article(**case.article))
    found = [(p.name, p.office, p.country, len(p.mentions)) for p in dossier.people]
    for wanted in case.people:
        assert wanted in [list(one[: len(wanted)]) for one in found], found
