"""The traps of diplomatic prose: short articles made for each, and how many are read right."""

from __future__ import annotations

import sys
from collections import defaultdict

from geo import parser
from tests.expectations import article_of, differences
from tests.reading import read_cases

TRAPS = 34
FLOOR = 76  # cases of tests/cases/traps.jsonl that must hold; raise it with every gain
FLOOR_ASIDE = 345  # of tests/cases/events_aside.jsonl


def test_every_trap_has_two_cases_or_more() -> None:
    count: dict[int, int] = defaultdict(int)
    for case in read_cases("traps.jsonl"):
        count[case.trap] += 1
    assert [trap for trap in range(1, TRAPS + 1) if count[trap] < 2] == []


def test_the_traps_hold_as_often_as_before() -> None:
    held: dict[int, list[bool]] = defaultdict(list)
    wrong: list[str] = []
    for case in read_cases("traps.jsonl"):
        lines = differences(parser.parse(article_of(case.article)), case.expect)
        held[case.trap].append(not lines)
        wrong += [f"trap {case.trap}: {case.article['text'][:70]}"] if lines else []
        wrong += [f"    {line}" for line in lines]
    table = "\n".join(f"{trap:4} {sum(ok)}/{len(ok)}" for trap, ok in sorted(held.items()))
    total = sum(map(sum, held.values()))
    sys.stdout.write(f"trap held\n{table}\n all {total}\n" + "\n".join(wrong) + "\n")
    assert total >= FLOOR, "\n".join(wrong)


def test_events_unseen_while_the_rules_were_written_are_read_as_often_as_before() -> None:
    cases = read_cases("events_aside.jsonl")
    held = [
        case
        for case in cases
        if not differences(parser.parse(article_of(case.article)), case.expect)
    ]
    sys.stdout.write(f"kept aside: {len(held)} of {len(cases)} hold\n")
    assert len(held) >= FLOOR_ASIDE
