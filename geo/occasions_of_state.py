"""Where a state's own occasions are: an inauguration, a funeral, tells whose it is, not where."""

from __future__ import annotations

from geo import company, gazetteer
from geo.destinations import Destination, Destinations
from geo.page import Page
from geo.text import Sentence

_REACH = 12  # tokens from the verb to what is attended


def at(page: Page, start: int, sentence: Sentence) -> list[Destinations]:
    """The state of the one whose occasion is named close behind token `start`.

    "attended the inauguration of President Rau of Peru": Peru. Empty where none is named.
    """
    occasions = company.words("state occasion")
    if start >= sentence.last or page.doc.vocabulary.isdisjoint(occasions):
        return []
    lower = page.doc.lower
    if lower[start] in company.words("topic") or lower[start] == "of":
        return []  # "spoke of the inauguration of"
    for i in range(start, min(start + _REACH, sentence.last - 2)):
        if lower[i] not in occasions or lower[i + 1] != "of":
            continue
        whose = company.at(page, i + 2, sentence, subject=True)
        country = page.people.people[whose.people[0]].country if whose and whose.guests else None
        state = gazetteer.country(country) if country else None
        if whose is None or state is None or country is None:
            return []
        if any(lower[j - 1] in ("in", "at") for j in page.places_in(whose.last, sentence.last)):
            return []  # "the inauguration of Rau as president in Lima"
        there = Destination(i, i + 1, country, None, state.lat, state.lon)
        return [Destinations((there,), whose.guests[0].last, False)]
    return []
