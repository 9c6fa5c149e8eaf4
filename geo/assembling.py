"""Leaders who come together, some of whom are named: "leaders, including X, gathering in Bern"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from geo import clauses, company, subjects
from geo.clauses import Sense
from geo.company import words
from geo.dating import recalled
from geo.linking import is_finite
from geo.links import linked
from geo.page import Page
from geo.text import Sentence
from geo.visit_rules import NUMEROUS, Found, Rule, from_abroad

_FURTHEST = 40  # tokens from the verb back to the leaders, past those who are named


def by_group(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Those of a group of leaders who assemble in a place: the named ones, and who joins them.

    "X will join | other leaders, including Y, | gathering in Bern": both X and Y.
    """
    doc = page.doc
    near = doc.lower[max(sentence.first, i - _FURTHEST) : i]
    if i in page.mention_at or NUMEROUS.isdisjoint(near):
        return None
    group = _group_before(page, i, sentence)
    if group is None:
        return None
    joins = _joining_verb(page, group.at, sentence)
    gerund = "gerund" in clauses.forms()[doc.lower[i]].kinds
    sense = Sense("done") if gerund else page.sense(i, sentence)
    who = group.members
    if joins is not None:
        joining = page.sense(joins, sentence)
        if joining.status != "none":
            found = subjects.of(doc, page.mention_at, joins, sentence, page.dates)
            who = (*found.people, *who)
            sense = joining if gerund else sense
    places = linked(page, rule, i + 1, sentence) if who else []
    who = from_abroad(page, tuple(dict.fromkeys(who)))
    if not who or not places:
        return None
    return Found(who, places, sense, recalled(page, i, sentence), "")


class _Group(NamedTuple):
    """Leaders before a verb. at: the token that stands for them; members: those named of them."""

    at: int
    members: tuple[int, ...]


def _group_before(page: Page, i: int, sentence: Sentence) -> _Group | None:
    """The leaders who are the subject of the verb at token i: "leaders, including X, | who met"."""
    lower = page.doc.lower
    last = _end_of_subject(page, i, sentence)
    for j in range(last, max(sentence.first, i - _FURTHEST), -1):
        naming = _naming(lower, j)
        if naming:
            listed = company.at(page, j + naming, sentence, subject=True)
            head = _head(page, j - 1 - (lower[j - 1] == ","), sentence)
            if listed is None or head is None or not _ends_with(page, listed.last, last):
                return None
            return _Group(head, listed.people)
    head = _head(page, last, sentence)
    return _Group(head, ()) if head is not None else None


def _end_of_subject(page: Page, i: int, sentence: Sentence) -> int:
    """The last token before a verb, its auxiliaries, a "who" and commas: "| , who are to meet"."""
    passed = clauses.skippable() | {",", "who", "that", "to"}
    j = i - 1
    earliest = max(sentence.first, i - _FURTHEST)
    while j > earliest and (page.doc.lower[j] in passed or j in page.when_at):
        j -= 1
    return j


def _naming(lower: list[str], j: int) -> int:
    """How many tokens from j on open the names of some of a group: "among them", "including"."""
    if lower[j : j + 2] in (["among", "them"], ["such", "as"]):
        return 2
    return int(lower[j] in words("naming"))


def _head(page: Page, j: int, sentence: Sentence) -> int | None:
    """The word for leaders of "leaders | of the forum", which ends at token j."""
    lower = page.doc.lower
    for k in range(j, max(sentence.first - 1, j - _LONGEST_HEAD), -1):
        if lower[k] in NUMEROUS:
            return k
        if k in page.mention_at or not lower[k][0].isalnum() or is_finite(page, k, sentence):
            return None
    return None


_LONGEST_HEAD = 8  # tokens: "heads of state and government of the region"


def _ends_with(page: Page, listed: int, last: int) -> bool:
    """Whether a list up to token `listed` ends at the token `last`, a state aside: "Y of Peru"."""
    if listed >= last + 1:
        return listed == last + 1
    place = page.place_at.get(last)
    return place is not None and page.doc.lower[listed] == "of" and last - listed < _LONGEST_STATE


_LONGEST_STATE = 6  # tokens: "of the United Arab Emirates"


def _joining_verb(page: Page, head: int, sentence: Sentence) -> int | None:
    """The verb by which somebody is of a group: "will | join other leaders", "is | one of the"."""
    for j in _before_head(page, head, sentence):
        form = clauses.forms().get(page.doc.lower[j])
        if form is not None and form.lemma == "join":
            return j
        if page.doc.lower[j] in words("one of"):
            return j - 1 if page.doc.lower[j - 1] in clauses.words("be") else None
    return None


def _before_head(page: Page, head: int, sentence: Sentence) -> Iterator[int]:
    """The tokens before a word for leaders that may stand between it and "join" or "one of"."""
    for j in range(head - 1, max(sentence.first, head - _LONGEST_STATE), -1):
        if j in page.mention_at or not page.doc.lower[j][0].isalnum():
            return
        yield j
