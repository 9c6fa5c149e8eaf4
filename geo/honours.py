"""Guests of honour: who was there when others dined "in his honour"."""

from __future__ import annotations

from geo import clauses
from geo.dating import recalled
from geo.page import Page, somewhere
from geo.text import Sentence
from geo.venues import event_words
from geo.visit_rules import Found, Rule, from_abroad

_REACH = 16  # tokens between the dinner and the honour: "a dinner | held here on Monday in his"


def by_honour(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who was at "a banquet held here on Monday in his | honour", "in | honour of President Rau".

    The banquet's place is named before or behind it. "A statue in his honour" has nobody there.
    """
    lower = page.doc.lower
    own = lower[i - 2] == "in" and lower[i - 1] in clauses.OWNERS
    named = lower[i - 1] == "in" and lower[i + 1 : i + 2] == ["of"]
    names = page.names_in(i - 1, i) if own else page.names_in(i + 2, i + 5) if named else []
    begin = max(sentence.first, i - _REACH)
    dinner = next(
        (j for j in range(i - 1, begin, -1) if lower[j] in event_words("honouring")), None
    )
    if not names or dinner is None:
        return None
    guest = page.mention_at[names[0]]
    behind = max(i, guest.last - 1)
    places = somewhere(page, dinner, sentence._replace(last=i)) or somewhere(page, behind, sentence)
    who = from_abroad(page, (guest.person,))
    if places is None or not who:
        return None
    return Found(
        who,
        [places],
        clauses.inherited(page.doc, i, sentence),
        recalled(page, i, sentence),
        "",
    )
