"""The pipeline: an article in, a dossier out. Each step sees the text and what came before."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from geo import (
    citing,
    funding,
    groupings,
    headline,
    implied,
    meetings,
    money,
    names,
    page,
    people,
    places,
    speaking,
    text,
    times,
    visits,
)
from geo.dossier import Article, Dossier


def parse(article: Article) -> Dossier:
    """Read one article. Any text gives a dossier; what could not be settled becomes a Problem."""
    with _no_search_for_cycles():
        return _read(article)


def _read(article: Article) -> Dossier:
    doc = text.read(_with_short_head(article))
    who = names.find(doc)
    where = places.find(doc, who)
    when = times.find(doc)
    sums = money.find(doc)
    groups = groupings.find(doc, where)
    title = headline.read(doc.article)
    persons = headline.introduce(people.find(doc, who, where), title)
    persons = speaking.add(doc, persons, where.at, title.author)
    prose = citing.without(doc)
    laid_out = page.lay_out(prose, persons, where, when)
    trips = visits.read(laid_out)
    laid_out, trips = headline.add(laid_out, trips, title)
    met = headline.add_meetings(laid_out, meetings.read(laid_out, trips), title)
    trips = implied.date_by_meetings(implied.add(laid_out, trips, met), met)
    paid = funding.read(prose, sums, laid_out.people, where, when, groups, met.meetings)
    return Dossier(
        article=article,
        places=where.places,
        people=laid_out.people.people,
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


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Python's collector waits: no value of the steps is part of a cycle, so that it would find
    nothing, and on a long text it takes a fifth of the time.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


# Characters. What is longer is no title and no name of a source; time stays linear in the text.
_LONGEST_HEAD = 1000


def _with_short_head(article: Article) -> Article:
    """The article as it is read: what stands over it no longer than anybody writes it."""
    if max(len(article.title or ""), len(article.source or "")) <= _LONGEST_HEAD:
        return article
    title, source = (part and part[:_LONGEST_HEAD] for part in (article.title, article.source))
    return replace(article, title=title, source=source)
