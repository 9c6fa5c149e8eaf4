"""What the text has told before a sentence: who travels where, and who met last.

Looked up, not searched: a text may tell of as many trips as it has sentences.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from geo.dossier import Visit
from geo.text import Sentence
from geo.visits import Trips

# Visits of one traveller that are looked through at once: those told nearest to the sentence.
_NEAREST = 20


@dataclass(frozen=True, slots=True)
class Journeys:
    """The visits of an article, by traveller and by the sentences that tell of them.

    of: the visits of each traveller. told_in: for each sentence's start the travellers of whom it
    tells. begun, latest: where the text first tells of each visit, in order, and up to there where
    it tells of any of them last, and whose that is.
    """

    of: dict[int, list[Visit]]
    told_in: dict[int, set[int]]
    begun: list[int]
    latest: list[tuple[int, int]]

    def near(self, person: int, sentence: Sentence) -> Sequence[Visit]:
        """The visits of one person; of very many those told near a sentence."""
        visits = self.of.get(person, [])
        if len(visits) <= _NEAREST:
            return visits
        at = bisect_left(visits, sentence.start, key=lambda visit: visit.evidence[0].start)
        return visits[max(0, at - _NEAREST // 2) : at + _NEAREST // 2]

    def traveller(self, sentence: Sentence, but: tuple[int, ...]) -> tuple[int, ...]:
        """The one traveller of whose trip a sentence tells, other than those in `but`."""
        found = self.told_in.get(sentence.start, set()).difference(but)
        return tuple(found) if len(found) == 1 else ()

    def under_way(self, sentence: Sentence) -> tuple[int, ...]:
        """The traveller whom the text told of last before a sentence: a leading "he"."""
        at = bisect_left(self.begun, sentence.start)
        return (self.latest[at - 1][1],) if at else ()


def journeys(trips: Trips) -> Journeys:
    """The visits of an article, to be looked up."""
    of: dict[int, list[Visit]] = {}
    told_in: dict[int, set[int]] = {}
    told: list[tuple[int, tuple[int, int]]] = []
    for person, visit in zip(trips.travellers, trips.visits, strict=True):
        of.setdefault(person, []).append(visit)
        for span in visit.evidence:
            told_in.setdefault(span.start, set()).add(person)
        if visit.evidence:
            told.append((visit.evidence[0].start, (visit.evidence[-1].start, person)))
    told.sort()
    latest = list(accumulate((last for _, last in told), max))
    return Journeys(of, told_in, [begun for begun, _ in told], latest)


class Story(NamedTuple):
    """What the text has told before a sentence: journeys, and who met last."""

    journeys: Journeys
    met_last: tuple[int, ...]
