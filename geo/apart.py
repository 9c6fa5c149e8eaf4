"""Whether a list of those who met tells one meeting or several: each alone, by day, on a tour."""

from __future__ import annotations

from geo import clauses
from geo.company import Company, words
from geo.meeting_rules import Rule
from geo.page import Page
from geo.sides import Sides
from geo.story import Journeys
from geo.text import Sentence


def of(page: Page, rule: Rule, i: int, who: Sides) -> list[tuple[tuple[int, ...], Company]]:
    """The sides of each meeting that the words tell of: "had meetings with A and B" is two."""
    there = who.there
    if (len(who.here) > 1) != (len(there.guests) > 1) and _is_apart(page, rule, i, who):
        if len(who.here) > 1:
            return [((person,), there) for person in who.here if there.guests] or [
                (who.here, there)
            ]
        return [(who.here, there._replace(guests=(guest,))) for guest in there.guests]
    return [(who.here, group) for group in _by_day(page, there)]


def _is_apart(page: Page, rule: Rule, i: int, who: Sides) -> bool:
    """Whether each was met alone: "meetings with", "separate talks with", "spoke by phone with"."""
    lower = page.doc.lower
    if rule.apart:
        return True
    near = lower[max(0, i - 3) : who.there.last]
    if not words("together only").isdisjoint(near) or not (who.here and who.there.guests):
        return False
    beside = (*lower[i - 2 : i + 2], *lower[who.there.last : who.there.last + _NEAR])
    if lower[i] in words("several") or not words("separate").isdisjoint(beside):
        return True
    if rule.mode == "phone" and _are_told_apart(page, who.there.last):
        return True
    if _are_in_turn(page, rule, i, who) or _on_fringe(page, rule, who):
        return True
    states = {page.people.people[person].country for person in who.there.people}
    # "spoke today with" a few is one call more often, "spoke by phone with" as many as they are
    by_phone = rule.closed or not words("phone").isdisjoint(near)
    return rule.mode == "phone" and by_phone and len(states - {None}) > 1


def _are_told_apart(page: Page, last: int) -> bool:
    """Whether the sentence behind those called opens with them: "In four separate calls, she"."""
    doc = page.doc
    number = doc.sentence_at(doc.starts[last - 1]) + 1
    if words("separate").isdisjoint(doc.vocabulary) or number >= len(doc.sentences):
        return False
    first = doc.sentences[number].first
    opening = doc.lower[first : first + _NEAR]
    return not words("separate").isdisjoint(opening) and not words("several").isdisjoint(opening)


def _are_in_turn(page: Page, rule: Rule, i: int, who: Sides) -> bool:
    """Whether a visitor saw one after the other: "met the president, the premier and the minister".

    Three who head houses of their own in one state seldom sit in one room for a guest.
    """
    if len(who.here) != 1 or len(who.there.guests) < 3:
        return False
    people = page.people.people
    met = [people[person] for person in who.there.people]
    states = {one.country for one in met} - {None}
    offices = {(one.office or "").lower() for one in met}
    return (
        rule.kind == "verb"
        and rule.mode == "in person"
        and len(met) > 2
        and len(offices) == len(met)
        and "" not in offices
        and len(states) < 2
        and people[who.here[0]].country not in states
        and clauses.words("group").isdisjoint(page.doc.lower[i : who.there.last])
    )


def _on_fringe(page: Page, rule: Rule, who: Sides) -> bool:
    """Whether leaders of two states are to be seen aside of a gathering: "will see Rau and Ruiz |
    on the fringes of the forum". Whom somebody met there, past, sat together more often.
    """
    lower, last = page.doc.lower, who.there.last
    alone = rule.kind == "verb" and len(who.here) == 1 and who.sense.status == "planned"
    if not alone or rule.mode != "in person":
        return False
    near = lower[last : last + _NEAR]
    if not words("together only").isdisjoint(near):
        return False
    states = [page.people.people[person].country for person in who.there.people]
    return not words("sidelines").isdisjoint(near) and None not in states and len(set(states)) > 1


_NEAR = 6  # tokens behind those met: "met Rau and Ruiz in Oslo | in separate meetings"


def _by_day(page: Page, there: Company) -> list[Company]:
    """ "meets Sattar on Saturday and Musharraf on Monday" is two meetings."""
    if len(there.guests) < 2:
        return [there]
    groups: list[Company] = []
    start = 0
    for n, guest in enumerate(there.guests):
        dated = any(k in page.when_at for k in range(guest.last, guest.last + 3))
        dated = dated or (
            page.doc.lower[guest.last : guest.last + 1] in (["in"], ["at"])
            and guest.last + 1 in page.place_at
        )
        parted = n + 1 < len(there.guests) and there.guests[n + 1].apart
        if (dated or parted) and n + 1 < len(there.guests):
            groups.append(Company(there.guests[start : n + 1], (), guest.last))
            start = n + 1
    groups.append(Company(there.guests[start:], there.countries, there.last))
    return [group for group in groups if group.guests or group.countries] or [there]


def on_tour(page: Page, journeys: Journeys, rule: Rule, sentence: Sentence, who: Sides) -> Sides:
    """The same sides, where a traveller meets each host in a state of their own.

    "On a tour of Ghana and Togo she met President Rau of Ghana and President Ruiz of Togo".
    """
    states = [page.people.people[guest.person].country for guest in who.there.guests]
    alike = None in states or len(set(states)) != len(states)
    if rule.mode != "in person" or len(who.here) != 1 or len(states) < 2 or alike:
        return who
    stops = {stop.country for one in journeys.near(who.here[0], sentence) for stop in one.stops}
    if not stops.issuperset(states) or _names_a_place(page, who, sentence):
        return who
    return who._replace(there=who.there.apart())


def _names_a_place(page: Page, who: Sides, sentence: Sentence) -> bool:
    """Whether words behind those who met tell of one place where they did: "in Lomé"."""
    behind = range(who.there.last, min(who.there.last + _NEAR, sentence.last))
    return any(page.doc.lower[j] == "in" and page.places_from(j + 1) for j in behind)
