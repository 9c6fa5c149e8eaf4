"""The pipeline: an article in, a dossier out. Each step sees the text and what came before."""

from __future__ import annotations

from geo import (
    funding,
    groupings,
    headline,
    meetings,
    money,
    names,
    people,
    places,
    text,
    times,
    visits,
)
from geo.dossier import Article, Dossier


def parse(article: Article) -> Dossier:
    """Read one article. Any text gives a dossier; what could not be settled becomes a Problem."""
    doc = text.read(article)
    who = names.find(doc)
    where = places.find(doc, who)
    when = times.find(doc)
    sums = money.find(doc)
    groups = groupings.find(doc, where)
    persons = people.find(doc, who, where)
    trips = visits.read(doc, persons, where, when)
    persons, trips = headline.add(article, persons, trips)
    met = meetings.read(doc, persons, where, when, trips)
    paid = funding.read(doc, sums, persons, where, when, groups)
    return Dossier(
        article=article,
        places=where.places,
        people=persons.people,
        visits=trips.visits,
        meetings=met.meetings,
        groupings=groups.groupings,
        funding=paid.funding,
        problems=tuple(
            problem
            for found in (where, when, sums, groups, persons, trips, met, paid)
            for problem in found.problems
        ),
    )
