"""Where a gathering is whose place its clause does not tell: the one that the article is about,
one on whose sidelines somebody is, one that bears the name of its city.
"""

from __future__ import annotations

from functools import cache

from geo import clauses, company, gazetteer, tables
from geo.destinations import Destination, Destinations
from geo.page import CONJUNCTIONS, Page, held_every_year
from geo.text import Sentence

STOPPERS = frozenset({"where", "who", "which", "that", ";", "whose"})
_FURTHEST = 14


@cache
def event_words(*kinds: str) -> frozenset[str]:
    return tables.words("event_words", *kinds)


def at_venue(page: Page, start: int, sentence: Sentence) -> list[Destinations]:
    """The place of the gathering that a clause names without its place: "at the summit"."""
    known = held_every_year(page.doc, start, min(sentence.last, start + _FURTHEST))
    if known is not None:
        return [Destinations((known,), known.last, False)]
    if page.venue is None:
        return []
    lower = page.doc.lower
    for i in range(start, min(sentence.last - 1, start + 12)):
        if lower[i] in STOPPERS or new_clause(page, i, start):
            break
        if lower[i] in event_words("venue") and not _THE.isdisjoint(
            lower[_name_begins(page, i) - 3 : i]
        ):
            return [Destinations((page.venue,), i + 1, False)]
    return []


_THE = frozenset(("the", "this"))
_LONGEST_NAME = 6  # tokens


def _name_begins(page: Page, i: int) -> int:
    """Where the name of a gathering begins that ends at token i: "the | Peru Chile Trade Forum"."""
    first = i
    while i - first < _LONGEST_NAME and page.doc.words[first - 1][0].isupper():
        first -= 1
    return first


def named_for_city(page: Page, verb: int, start: int, sentence: Sentence) -> list[Destinations]:
    """The city of the gathering that somebody attends: "addressed the Astana Economic Forum".

    verb: the token of the verb. start: the one that its object begins at. Empty where none is.
    """
    doc = page.doc
    form = clauses.forms().get(doc.lower[verb])
    if form is None or form.lemma not in event_words("attending"):
        return []
    gatherings = event_words("venue", "named for a city")
    if gatherings.isdisjoint(doc.lower[start : min(sentence.last, start + _REACH + _LONGEST)]):
        return []
    i = start
    while i < min(sentence.last, start + _REACH):
        if doc.words[i][0].isupper() and i not in page.mention_at and i not in page.place_at:
            end = i
            while end < min(sentence.last, i + _LONGEST) and _belongs(doc.words[end]):
                end += 1
            city = _city(doc.words[i:end])
            if city is not None and doc.lower[end - 1] in gatherings:
                there = Destination(i, end, city.country or "", city.name, city.lat, city.lon)
                return [Destinations((there,), end, False)]
            return []
        word = doc.lower[i]
        if word in CONJUNCTIONS or (word not in _BETWEEN and not _is_part(page, i)):
            return []
        i += 1
    return []


_REACH = 12  # tokens from the verb to the name
_LONGEST = 7  # tokens of a name
_LONGEST_CITY = 3
_KNOWN = 6.0  # how large a city looms in the news before a gathering is named for it
_BETWEEN = frozenset(("the", "of", "at", "in", "and", "a", "this", "including"))


def at_parliament(page: Page, verb: int, start: int, sentence: Sentence) -> list[Destinations]:
    """The capital whose parliament somebody speaks to: "addressed the Peruvian Congress".

    verb, start: the token of the verb, and the one that its object begins at.
    """
    lower = page.doc.lower
    form = clauses.forms().get(lower[verb])
    if (
        form is None
        or form.lemma not in event_words("addressing")
        or lower[start : start + 1] == ["of"]
    ):
        return []
    for i in page.places_in(start, min(sentence.last - 2, start + _REACH)):
        place, behind = page.place_at[i], i + 1 + (lower[i + 1 : i + 2] in (["'s"], ["'"]))
        of = lower[i - 2 : i] == ["of", "the"] or lower[i - 1] == "of"
        house = event_words("parliament")
        if place.role == "demonym" or behind > i + 1:
            found = not house.isdisjoint(lower[behind : behind + 2])
        else:
            found = of and not house.isdisjoint(lower[i - 4 : i - 1])
        between = lower[start:i]
        if not found or not _TO_HOUSE.issuperset(between):
            return []
        seat = gazetteer.capital(place.country or "")
        if seat is None or place.kind != "country":
            return []
        there = Destination(i, behind, place.country or "", seat.name, seat.lat, seat.lon)
        return [Destinations((there,), behind + 1, False)]
    return []


_TO_HOUSE = frozenset(
    ("a", "the", "to", "before", "in", "joint", "special", "session", "sitting", "of", "both",
     "houses", "at", "parliament", "congress", "assembly", "house")
)  # fmt: skip


def _belongs(word: str) -> bool:
    return word[0].isupper() or (word.isdigit() and len(word) == 4)


def _is_part(page: Page, i: int) -> bool:
    """Whether token i may tell of a part of the gathering: "the closing session of", "2024"."""
    word = page.doc.lower[i]
    return (
        word in event_words("event", "venue") or word.isdigit() or word.endswith(("ing", "s", "al"))
    )


def _city(name: list[str]) -> gazetteer.Sense | None:
    """The well-known city that a name of more words than its own begins with."""
    for length in range(min(_LONGEST_CITY, len(name) - 1), 0, -1):
        senses = gazetteer.lookup_city(gazetteer.fold(" ".join(name[:length])))
        known = [sense for sense in senses if sense.size >= _KNOWN and sense.country]
        if known:
            return known[0]
    return None


def on_sidelines(page: Page, i: int, sentence: Sentence) -> list[Destinations]:
    """The place of the gathering that a sentence opens with: "On the margins of the summit, …"."""
    fringe = page.doc.vocabulary & company.words("sidelines")
    if not fringe or fringe.isdisjoint(page.doc.lower[sentence.first : sentence.last]):
        return []
    there = held_every_year(page.doc, sentence.first, sentence.last)
    if there is None and not fringe.isdisjoint(page.doc.lower[sentence.first : i]):
        there = page.venue
    return [Destinations((there,), i + 1, False)] if there is not None else []


def at_dateline(page: Page, start: int, sentence: Sentence) -> list[Destinations]:
    """The dateline's place, where a report begins with a meeting with somebody of that state."""
    here = page.dateline
    if here is None or page.doc.sentence_at(sentence.start) > OPENING:
        return []
    behind = (page.mention_at.get(j) for j in range(start, min(sentence.last, start + _FURTHEST)))
    hosts = {page.people.people[m.person].country for m in behind if m is not None}
    return [Destinations((here,), start, False)] if here.country in hosts else []


OPENING = 3  # sentences that tell the news itself


def new_clause(page: Page, i: int, start: int, *, whole: bool = False) -> bool:
    """Whether another clause begins at token i: a conjunction, or a verb with its own tense.

    whole: "as" belongs to the object ("the inauguration of X as president").
    """
    word = page.doc.lower[i]
    if word in CONJUNCTIONS and not (whole and word == "as"):
        return True
    if word == "then" and page.doc.lower[i - 1] == "and":
        return True  # "to sign a pact in Lima and then | to speak in Quito"
    form = clauses.forms().get(word)
    if form is None or i == start or i in page.mention_at or i in page.when_at:
        return False
    # "the summit held in Lima", "the funeral, set for Friday in Lima", "the summit hosted by"
    held = page.doc.lower[i] in event_words("held")
    passive = held or page.doc.lower[i + 1 : i + 2] == ["by"]
    return "past" in form.kinds and "base" not in form.kinds and not passive


def gathers(page: Page, i: int, start: int) -> bool:
    """Whether the words before "in" at token i make what follows the place of the doing itself."""
    before = page.doc.lower[i - 1]
    whose = i - 1
    if whose in page.place_at:
        # "the parliament of Georgia in Tbilisi", "Minister Rau of the Maldives in Oslo"
        of = _before_place(page, whose)
        while of - 1 > start and page.doc.lower[of] in ("and", ",") and of - 1 in page.place_at:
            of = _before_place(page, of - 1)  # "the leaders of Chad | and Mali in Oslo"
        if page.doc.lower[of] in ("of", "from", "the") and of - 1 > start:
            whose, before = of - 1, page.doc.lower[of - 1]
    return (
        i == start
        or _of_event(page, i, start)
        or i - 1 in page.mention_at
        or whose in page.mention_at
        or i - 1 in page.when_at
        or before in event_words("venue", "event", "people")
        or before in (",", ")", "”", '"')
        or before in event_words("held")
        or before.endswith("ly")
    )


def _before_place(page: Page, i: int) -> int:
    """The token before the place that token i belongs to, and before its article."""
    before = page.doc.token_at(page.place_at[i].start) - 1
    article = page.doc.lower[before] == "the" and page.doc.lower[before - 1] in ("of", "from")
    return before - article


def _of_event(page: Page, i: int, start: int) -> bool:
    """Whether an event and whose it is stand before token i: "a meeting of SICA | in San José",
    "the sidelines of the G20 | in New Delhi".
    """
    lower = page.doc.lower
    j = i - 1
    while j > start and (page.doc.words[j][0].isupper() or lower[j] == "the"):
        j -= 1
    named = event_words("venue", "event") | company.words("sidelines")
    return start < j < i - 1 and lower[j] == "of" and lower[j - 1] in named


def of_gathering(page: Page, i: int, sentence: Sentence) -> Destinations | None:
    """Where a gathering is that somebody travels to: "his trip to | the G20 summit in Brisbane"."""
    near = range(i, min(i + _LONGEST_EVENT, sentence.last - 2))
    held = next((j for j in near if page.doc.lower[j] in event_words("event", "venue")), None)
    if held is None or page.doc.lower[held + 1] not in ("in", "at"):
        return None
    found = page.places_from(held + 2)
    return found if found is not None and found.places else None


_LONGEST_EVENT = 6  # tokens: "the G20 leaders' summit"
