"""Meetings told by what brought people together: "the summit was attended by A and B"."""

from __future__ import annotations

from geo import company, sides
from geo.company import words
from geo.meeting_rules import Rule
from geo.page import Page
from geo.sides import Sides
from geo.story import Story
from geo.text import Sentence

_REACH = 15  # tokens from the verb back to the noun of what was attended


def by_gathering(page: Page, rule: Rule, i: int, sentence: Sentence, story: Story) -> Sides | None:
    """Those who met each other at what the verb at token i has for its subject."""
    lower = page.doc.lower
    linked = lower[i + 1 : i + 2]
    if lower[i + 1 : i + 3] == ["together", "by"]:
        there = company.at(page, i + 3, sentence)
        here = sides.subject(page, i, sentence)
        if there is None or not there.guests or len(here) < 2:
            return None
        return Sides(here, there, sides.sense(page, i, sentence), "there", i, there.last)
    if not (linked and (linked[0] in rule.after or (linked[0],) in rule.links)):
        return None
    together = company.at(page, i + 2, sentence)
    if together is None:
        return None
    here = sides.those_before(page, i, sentence, story)  # "where they were joined by Rau"
    held = (rule.venue and page.venue is not None) or _is_held(page, i, sentence)
    if not here and (len(together.people) < 2 or not held):
        return None
    return Sides(here, together, sides.sense(page, i, sentence), "", i, together.last)


def _is_held(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether a summit or talks stand before token i, and nobody's name between."""
    for j in range(i - 1, max(sentence.first, i - _REACH) - 1, -1):
        if j in page.mention_at:
            return False
        if page.doc.lower[j] in words("gathering"):
            return True
    return False
