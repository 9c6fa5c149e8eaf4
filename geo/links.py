"""The places behind the links of a verb or a noun: "to Lima on Monday and then to Quito"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from geo import clauses
from geo.destinations import Destinations
from geo.page import CONJUNCTIONS, Page, listed_with_days
from geo.pointing import POINTERS, pointed_at
from geo.rules import Phrases, phrase_at
from geo.text import Sentence
from geo.venues import STOPPERS, event_words, gathers, new_clause, of_gathering
from geo.visit_rules import Rule, trip_nouns

_FURTHEST = 14  # tokens

_POINTING = frozenset({"here", "there", "this", "the"})


def linked(page: Page, rule: Rule, start: int, sentence: Sentence) -> list[Destinations]:
    """The lists of places behind a verb's links; "to Lima on Monday and then to Quito" is two."""
    lower, mention_at, last = page.doc.lower, page.mention_at, sentence.last
    placed = page.dateline or page.places_in(start, last)
    if not placed and POINTERS.isdisjoint(lower[start:last]):
        return []
    attends = rule.kind in ("attends", "part")
    aim = _AIM if rule.kind == "onward" else ()  # "left for talks | in Doha"
    telling = _telling((*rule.links, *aim))
    may_point = rule.kind != "leaves" or () in rule.links  # "left here", but "arrived here"
    leaves = rule.kind == "leaves"  # "arrived in Riga on Monday | from Oslo"
    found: list[Destinations] = []
    i = start
    stop = min(last, start + (3 * _FURTHEST if attends else _FURTHEST))
    while i < stop:
        word = lower[i]
        if word not in telling and i > start and not found:
            if i in mention_at and stop < last:
                stop += 1  # "for talks with the Georgian president, NAME, in"
            i += 1
            continue
        pointing = word in _POINTING and not found and may_point
        shown = pointed_at(page, i, start) if pointing else None
        if shown is not None and not _is_near(page, rule, start, i):
            shown = None
        if shown is not None:
            found.append(Destinations((shown[0],), shown[1], False))
            i = shown[1]
            continue
        link = phrase_at(rule.links, lower, i, opening=i == start)
        if rule.kind == "part" and i == start:
            link = None  # "participation in the Negev summit"
        if link is None and not found and (word,) in aim and "for" in lower[start:i]:
            link = (word,)
        if link is not None:
            places = page.places_from(i + len(link))
            if places is None and not attends:  # "flew to | the summit in Lima"
                places = of_gathering(page, i + len(link), sentence)
            if attends and places is not None and not _is_there(page, rule, start, i):
                places = None
            if attends and places is not None and places.region:
                places = None  # "attended the | East Asia Summit"
            if places is not None and not _is_near(page, rule, start, i):
                places = None
            if leaves and places is not None and places.places:
                left = places.places[0]
                # "from Oslo | in Riga": the way's other end
                if lower[left.last : left.last + 1] == ["in"]:
                    places = Destinations((left,), left.last, False)
            if places is not None and places.last <= last:
                found.append(places)
                if attends:
                    return [*found, *_gathered_again(page, rule, places.last, sentence)]
                found.extend(listed_with_days(page, places.last, sentence))
                i = max(found[-1].last, i + 1)
                stop = min(last, i + 8)
                continue
            if link == () and rule.links == ((),):
                # the object stands right behind the verb, dates and adverbs aside
                k = past_dates(page, i, sentence)
                if k > i:
                    places = page.places_from(k)
                    if places is not None:
                        found.append(places)
                        i = max(places.last, i + 1)
                        continue
                return found
        own = rule.near is not None and word in rule.near  # "said while in"
        if (word in STOPPERS and not own) or (found and not goes_on(page, i)):
            break
        if word in _BEHIND and not attends and not trip_nouns().isdisjoint(lower[i : i + 6]):
            break  # "flew home | after a visit to Lima"
        if not (found or attends) and _tells_another_trip(page, i):
            break
        if attends and not own and new_clause(page, i, start, whole=rule.whole):
            break
        if not attends and i > start and word in clauses.forms() and i not in page.when_at:
            form = clauses.forms()[word]
            third = "third" in form.kinds and _has_subject(page, i)
            # "arrive late and | have talks on Chad"
            joined = lower[i - 1] in ("to", "will") or (lower[i - 1] == "and" and not found)
            if "past" in form.kinds or third or joined:
                break
        if i in mention_at and stop < last:
            stop += 1
        i += 1
    if found and rule.kind in ("goes", "onward"):
        found.extend(_then(page, found[-1].last, sentence))
    return found


def _is_near(page: Page, rule: Rule, start: int, i: int) -> bool:
    """Whether only words that a rule allows, if it names them, stand between its verb and i."""
    if rule.near is None:
        return True
    leaves = rule.kind == "leaves"
    return all(
        page.doc.lower[j] in rule.near
        or j in page.when_at
        or (leaves and j in page.place_at)
        or (rule.outlets and _is_outlet(page, j, start, i))
        for j in range(start, _before_hall(page, start, i))
    )


def _is_outlet(page: Page, j: int, start: int, i: int) -> bool:
    """Whether token j names to whom the press belongs: "told | AFP | in", "told the | Evening Star
    | in an interview in".
    """
    word = page.doc.words[j]
    if j in page.mention_at or j in page.place_at:
        return False
    acronym = len(word) > 1 and word.isalpha() and word.isupper()
    return acronym or (word[0].isupper() and "interview" in page.doc.lower[start:i])


def _tells_another_trip(page: Page, i: int) -> bool:
    """Whether token i leads to a trip that is not the verb's aim.

    "No good will come from Rau | 's trip to Lima", "came back from Oslo | and a trip to Lima".
    """
    lower = page.doc.lower
    if lower[i] in _POSSESSIVES:
        return i - 1 in page.mention_at and not trip_nouns().isdisjoint(lower[i : i + 3])
    return lower[i : i + 2] == ["and", "a"] and not trip_nouns().isdisjoint(lower[i : i + 5])


def _is_there(page: Page, rule: Rule, start: int, i: int) -> bool:
    """Whether what somebody attends is in the place behind token i, by the words before it."""
    if gathers(page, i, start) and not _is_topic(page, i, start):
        return True
    named = rule.whole and page.doc.words[i - 1][0].isupper()
    return named or _before_hall(page, start, i) < i


def _is_topic(page: Page, i: int, start: int) -> bool:
    """Whether it is what people met about: "met to follow up on the summit | in Oslo"."""
    lower = page.doc.lower
    for j in range(i - 1, max(start, i - _FURTHEST), -1):
        if lower[j] == "on" and j + 1 not in page.when_at:
            return "to" in lower[start:j]
    return False


def _before_hall(page: Page, start: int, i: int) -> int:
    """The token behind "in a speech at", if only the name of a hall follows up to token i; else i.

    "said in a speech at | the University of Trade | in Suva"; also what an event is of: "said
    during the | launch of the programme at the secretariat | in Suva".
    """
    lower = page.doc.lower
    of = next((j for j in range(start, i - 1) if lower[j + 1] == "of"), None)
    if of is not None and lower[of] in event_words("event", "spoken") and lower[start] in _DURING:
        told = lower[of:i]
        verbs = any("past" in form.kinds for w in told if (form := clauses.forms().get(w)))
        if not verbs and _TOPICAL.isdisjoint(told) and i - of < _LONGEST_HALL:
            return of
    at = next((j for j in range(i - 1, start, -1) if lower[j] in ("at", "to")), None)
    if at is None or lower[at - 1] not in event_words("event", "spoken"):
        return i
    hall = lower[at + 1 : i]
    plain = not any("past" in form.kinds for w in hall if (form := clauses.forms().get(w)))
    return at if plain and _COMMAS.isdisjoint(hall) and i - at < _LONGEST_HALL else i


_DURING = frozenset(("at", "during", "after"))
_TOPICAL = frozenset((",", ";", "that", "who", "which", "on", "about", "for", "against", "from"))
_COMMAS = frozenset((",", ";", "that", "who", "which"))
_LONGEST_HALL = 10  # tokens
_AIM = (("in",), ("at",))
_BEHIND = frozenset(("after", "following"))
_POSSESSIVES = frozenset(("'s", "'"))


@cache
def _telling(links: Phrases) -> frozenset[str]:
    """The words that mean something behind a verb, before its place has been found."""
    heads = (link[0] for link in links if link)
    return frozenset(clauses.forms()).union(
        heads, _POINTING, _POSSESSIVES, STOPPERS, CONJUNCTIONS, ("then", "and")
    )


def _gathered_again(page: Page, rule: Rule, i: int, sentence: Sentence) -> Iterator[Destinations]:
    """Where the same is done again: "met rebels in Oslo | and ministers in Riga"."""
    if page.doc.lower[i : i + 1] != ["and"]:
        return
    for j in range(i + 2, min(i + 6, sentence.last - 1)):
        if (page.doc.lower[j],) in rule.links and gathers(page, j, i):
            more = page.places_from(j + 1)
            if more is not None and more.places:
                yield more
        if page.doc.lower[j] in clauses.forms() or j in page.mention_at:
            return


def _has_subject(page: Page, i: int) -> bool:
    """Whether "talks", "visits" at token i is a verb: behind a name or a pronoun, or a comma."""
    before = page.doc.lower[i - 1]
    return i - 1 in page.mention_at or before in (",", "who", "which", "that", "and", "it")


_ONWARD = frozenset({"then", "onward", "onwards"})


def _then(page: Page, i: int, sentence: Sentence) -> Iterator[Destinations]:
    """Places that the same journey leads to later: "and then (on) to Quito", "…, and to Quito",
    "before ending in Lima".
    """
    lower = page.doc.lower
    for j in range(i, sentence.last - 2):
        listed = lower[j] in ("and", ",") and lower[j + 1] == "to"
        k = 0
        if listed or (lower[j] in _ONWARD and lower[j + 1] in ("to", "on")):
            k = j + 2 if lower[j + 1] == "to" else j + 3
        elif lower[j + 1] == "in" and lower[j] in clauses.words("closing"):
            k = j + 2
        more = page.places_from(k) if k else None
        if more is not None and more.places:
            yield more


def past_dates(page: Page, i: int, sentence: Sentence) -> int:
    """The token behind the dates and commas from token i on."""
    while i < sentence.last and (i in page.when_at or page.doc.lower[i] in ("on", ",")):
        i += 1
    return i


def goes_on(page: Page, i: int) -> bool:
    """Whether words behind a list of places can lead to the next: dates, "and then", "before"."""
    return i in page.when_at or page.doc.lower[i] in _GOING_ON


_GOING_ON = frozenset(
    (
        "and", "then", ",", "on", "from", "to", "for", "before", "later", "in", ")", "onward",
        "onwards", "followed", "by", "with", "stops", "heading", "travelling", "traveling",
        "going", "next", "via",
    )
)  # fmt: skip
