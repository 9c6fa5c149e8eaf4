"""Who is told to have gone home, or away: what they reached last is behind them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo import clauses, subjects, visit_rules
from geo.dating import nearest
from geo.dossier import Place
from geo.page import Page
from geo.text import Sentence


class Gone(NamedTuple):
    """That a traveller went away. day: the last that is told of it, up to the article's own; order:
    where it was told last without a day (sentence, token); news: the article opens with it.
    """

    day: str = ""
    order: tuple[int, int] = (0, 0)
    news: bool = False


STAYED = Gone()


def read(page: Page) -> dict[int, Gone]:
    """By traveller, what the article tells of it as done: "left the same evening", "flew home"."""
    found: dict[int, Gone] = {}
    for number, (sentence, tokens) in enumerate(page.doc.where_in(_words())):
        for i in tokens:
            who = _gone(page, i, sentence)
            if not who:
                continue
            when = nearest(page, i, i + 1, sentence)
            day = when.first if when is not None and when.kind == "day" else None
            for person in who:
                one = found.get(person, STAYED)
                if day is None:
                    one = one._replace(order=(number, i), news=one.news or number == 0)
                elif day <= (page.today or day):
                    one = one._replace(day=max(day, one.day))
                found[person] = one
    return found


def _gone(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Those of whom the verb at token i tells that they went home, or away."""
    alone = _goes_away(page, i, sentence) or _ends_trip(page, i, sentence)
    at = None if alone else _place_behind(page, i, sentence)
    if (not alone and at is None) or page.sense(i, sentence).status != "done":
        return ()
    who = subjects.of(page.doc, page.mention_at, i, sentence, page.dates).people
    people = page.people.people
    return tuple(p for p in who if at is None or at.country == people[p].country)


@cache
def _words() -> frozenset[str]:
    """The forms of the verbs of leaving and of going, and the words that tell of an end."""
    verbs = visit_rules.travel_verbs()
    found = {form for form, one in clauses.forms().items() if one.lemma in verbs}
    return frozenset(found) | clauses.words("over")


def _goes_away(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether the verb at token i stands for itself: "left on Sunday", "flew home"."""
    lower = page.doc.lower
    for rule in visit_rules.triggers().get(lower[i], ()):
        if rule.alone and rule.after == tuple(lower[i + 1 : i + 1 + len(rule.after)]):
            return bool(rule.after) or _is_all(page, i + 1, sentence)
    return False


def _is_all(page: Page, j: int, sentence: Sentence) -> bool:
    """Whether from token j on nothing is told of what was left: "left | on Sunday"."""
    lower = page.doc.lower
    last = min(sentence.last, j + _REACH)
    if page.places_in(j, last) or not visit_rules.trip_nouns().isdisjoint(lower[j:last]):
        return False
    dated = j + 1 in page.dates and lower[j] in ("on", "at", "late", "early", "later")
    return dated or j == last or j in page.dates or lower[j] in _CLOSING


_REACH = 9  # tokens behind a verb of leaving in which its place stands, if any
_CLOSING = frozenset({".", ",", ";", "again", "shortly", "soon", "immediately", "afterwards"})


def _place_behind(page: Page, i: int, sentence: Sentence) -> Place | None:
    """The place that somebody goes "to" or leaves "for" by the verb at token i; it may be home."""
    form = clauses.forms().get(page.doc.lower[i])
    if form is None or form.lemma not in visit_rules.travel_verbs():
        return None
    for j in page.places_in(i + 1, min(sentence.last, i + _REACH)):
        return page.place_at[j] if page.doc.lower[j - 1] in ("for", "to") else None
    return None


def _ends_trip(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether token i tells that a whole trip is over: "finished his tour", "a round of ..."."""
    lower = page.doc.lower
    if lower[i] not in clauses.words("over"):
        return False
    for j in range(i + 1, min(sentence.last, i + _REACH)):
        if lower[j] in visit_rules.trip_nouns():
            return page.places_from(j + 2) is None  # "ended his visit | to Oslo": he may go on
        if lower[j : j + 2] == ["round", "of"]:
            return not _STATES.isdisjoint(lower[j : j + _REACH])
        if j in page.place_at:
            return False
    return False


_STATES = frozenset({"countries", "capitals", "states", "nations", "cities"})
