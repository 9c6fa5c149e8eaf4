"""Where somebody is told to be beside what is told of them: "X, currently in Apia, asked"."""

from __future__ import annotations

from geo import clauses, stays
from geo.clauses import Sense
from geo.dating import recalled
from geo.destinations import Destinations
from geo.page import Page, somewhere
from geo.presence import person_behind
from geo.text import Sentence
from geo.visit_rules import Found, Rule, trip_nouns

_LONGEST_WHY = 16  # tokens: "in Apia | for a summit of nine states, X asked"


def by_aside(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """ "while in Apia, X asked", "X, currently in Apia, asked", "X, here for talks, asked"."""
    lower = page.doc.lower
    opens = i == sentence.first
    before = page.mention_at.get(i - 2) if not opens and lower[i - 1] == "," else None
    if not opens and before is None:
        return None
    places = _place_of_aside(page, rule, i, sentence)
    if places is None or places.region:
        return None
    behind = places.last
    if rule.needs == "aim":  # "in Apia | for a summit of nine states, X asked"
        if not _is_aim(page, behind, sentence):
            return None
        until = range(behind, min(behind + _LONGEST_WHY, sentence.last))
        behind = next((j for j in until if lower[j] == ","), behind)
    while behind < sentence.last and (behind in page.dates or lower[behind] in (",", "on", "the")):
        behind += 1
    mention = before or person_behind(page, behind, sentence)
    if mention is None:
        return None
    ahead = clauses.words("will").intersection(lower[mention.last : mention.last + 6])
    planned = ahead or lower[i] in clauses.words("plan")
    sense = Sense("done" if rule.ongoing else "planned" if planned else "ongoing")
    return Found((mention.person,), [places], sense, recalled(page, i, sentence), rule.ongoing)


def _is_aim(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether token i opens why, or since when, somebody is there: "for talks", "since Monday"."""
    lower = page.doc.lower
    if lower[i : i + 1] == ["on"]:
        return not trip_nouns().isdisjoint(lower[i + 1 : i + _LONGEST_TRIP])
    if lower[i : i + 1] == ["since"]:
        return stays.since(page, i, sentence) is not None
    return lower[i : i + 1] in (["for"], ["to"])


_LONGEST_TRIP = 6  # tokens: "on | a three-day official working visit"


def _place_of_aside(page: Page, rule: Rule, i: int, sentence: Sentence) -> Destinations | None:
    """Where the aside that begins at token i says that somebody is."""
    lower = page.doc.lower
    j = i if rule.needs == "aim" else i + 1
    if j + 1 >= sentence.last:
        return None
    if rule.ongoing == "ends" and (lower[j],) in rule.links:  # "fresh | from talks in Ankara"
        there = page.places_from(j + 1) or somewhere(page, j, sentence)
        return there if there is not None and there.places else None
    if lower[j] == "here" and page.dateline is not None:
        return Destinations((page.dateline,), j + 1, False)
    if (lower[j],) not in rule.links:
        return None
    return page.places_from(j + 1)
