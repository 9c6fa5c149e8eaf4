"""What only an article's title says: visits of people whom the text sends nowhere.

The title is read like a text of its own. Offsets count in the text alone, so what is read from the
title has no evidence and its people no mentions.
"""

from __future__ import annotations

from dataclasses import replace

from geo import clauses, mentions, names, offices, page, people, places, text, times, visits
from geo.dossier import Person, Visit
from geo.page import Page
from geo.people import People
from geo.visits import Trips

_SURE = 0.8


def add(body: Page, trips: Trips) -> tuple[Page, Trips]:
    """The page and the visits of the text, with the people and visits that the title adds."""
    article, persons = body.doc.article, body.people
    if not article.title or not article.title.strip():
        return body, trips
    doc = text.read(replace(article, text=_in_sentence_case(article.title), title=None))
    who = names.find(doc)
    where = places.find(doc, who)
    found = people.find(doc, who, where)
    told = visits.read(page.lay_out(doc, found, where, times.find(doc)))
    everyone = list(persons.people)
    journeys, travellers = list(trips.visits), list(trips.travellers)
    travelled = {trips.visits[i].traveller for i in range(len(trips.visits))}
    for visit, position in zip(told.visits, told.travellers, strict=True):
        someone = _known(persons, found.people[position])
        person = persons.people[someone] if someone is not None else found.people[position]
        # headlines drop the words that would tell a meeting's place from its topic
        if person.name in travelled or visit.confidence < _SURE:
            continue
        if someone is None:
            someone = len(everyone)
            everyone.append(replace(person, mentions=()))
        journeys.append(_told_by_title(visit, person))
        travellers.append(someone)
    return (
        replace(body, people=persons._replace(people=tuple(everyone))),
        trips._replace(visits=tuple(journeys), travellers=tuple(travellers)),
    )


def _in_sentence_case(title: str) -> str:
    """A headline with its verbs in lower case, so that "Lewis Travels" ends no name."""
    words = title.split()
    kept = offices.words()
    return " ".join(
        word.lower() if i and word.lower() in clauses.forms() and word.lower() not in kept else word
        for i, word in enumerate(words)
    )


def _known(persons: People, person: Person) -> int | None:
    """The position of the person in the text whom the title names."""
    words = tuple(person.name.split())
    return next(
        (
            i
            for i, known in enumerate(persons.people)
            if mentions.same(tuple(known.name.split()), words)
        ),
        None,
    )


def _told_by_title(visit: Visit, person: Person) -> Visit:
    return replace(
        visit,
        traveller=person.name,
        office=person.office or visit.office,
        from_country=person.country or visit.from_country,
        evidence=(),
        rule="visit.title",
    )
