"""What only an article's title says: visits of people whom the text sends nowhere, and meetings.

The title is read like a text of its own. Offsets count in the text alone, so what is read from the
title has no evidence and its people no mentions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from geo import (
    clauses,
    gazetteer,
    home,
    lexicon,
    meetings,
    mentions,
    names,
    offices,
    page,
    people,
    places,
    speeches,
    text,
    times,
)
from geo import visits as journeys
from geo.destinations import Destination
from geo.dossier import Article, Meeting, Person, Span, Stop, Visit
from geo.meetings import Met
from geo.page import Page
from geo.people import People
from geo.visits import Trips

_SURE = 0.8
_TITLE = "visit.title"


class Title(NamedTuple):
    """What a title says, of itself.

    met: the meetings that it names. sure: the people whose state its words tell. opens: the
    office-holders whom it opens with, one beside the other. author: whose words the text is.
    spoken: where and when, if the title ends with it.
    """

    persons: tuple[Person, ...] = ()
    trips: Trips = Trips()
    met: tuple[Meeting, ...] = ()
    sure: frozenset[int] = frozenset()
    opens: tuple[int, ...] = ()
    author: Person | None = None
    spoken: tuple[Destination, str | None] | None = None


def read(article: Article) -> Title:
    """What the title of an article says, read like a text of its own."""
    if not article.title or not article.title.strip():
        return Title()
    doc = text.read(replace(article, text=_in_sentence_case(article.title), title=None))
    who = names.find(doc)
    where = places.find(doc, who)
    found = people.find(doc, who, where)
    laid_out = page.lay_out(doc, found, where, times.find(doc))
    author = _author(laid_out)
    trips = _of_others(laid_out, journeys.read(laid_out), author)
    stated = {i for i, post in laid_out.office_at.items() if post.country}
    sure = frozenset(m.person for m in found.mentions if not stated.isdisjoint(range(*m[2:4])))
    met = meetings.read(laid_out, trips).meetings
    if author is None:
        return Title(found.people, trips, met, sure, _opening(laid_out))
    spoken = speeches.place_and_day(laid_out, author)
    return Title(found.people, trips, met, sure, _opening(laid_out), found.people[author], spoken)


def _of_others(title: Page, trips: Trips, author: int | None) -> Trips:
    """The trips of a title, without those that its author only writes of: "by Rau | on a Visit"."""
    lower = title.doc.lower
    writes_of = "on" in lower and clauses.OWNERS.isdisjoint(lower)
    kept = [
        (visit, person)
        for visit, person in zip(trips.visits, trips.travellers, strict=True)
        if not (writes_of and person == author and visit.rule in _WAYS)
    ]
    return trips._replace(
        visits=tuple(visit for visit, _ in kept), travellers=tuple(person for _, person in kept)
    )


def _opening(title: Page) -> tuple[int, ...]:
    """The office-holders of "Secretary Pike, President Rau and Minister Ruiz at a Signing"."""
    found: list[int] = []
    end = 0
    for mention in title.people.mentions:
        between = title.doc.lower[end : mention.first]
        if not _JOINING.issuperset(between) or not title.people.people[mention.person].office:
            break
        found.append(mention.person)
        end = mention.last
    return tuple(dict.fromkeys(found))


_WAYS = frozenset(("visit.trip", "visit.travelled-to", "visit.visited"))


def _author(title: Page) -> int | None:
    """Whose words a title announces: "Speech by Minister Rau", "Minister Rau's Remarks to"."""
    lower, speech = title.doc.lower, clauses.words("speech")
    for mention in title.people.mentions:
        before = mention.first - 1
        while before > 0 and (lower[before] in _HONOURED or title.doc.words[before].isupper()):
            before -= 1  # "by the Hon", "by NSC Spokesperson"
        linked = before >= 0 and lower[before] in ("by", "of", "from")
        told = before - 1 - (before > 0 and lower[before - 1] in _DELIVERED)
        written = lower[told] == "readout" and lower[before] != "of"
        announced = linked and (before == 0 or lower[told] in speech or written)
        behind = mention.last + (lower[mention.last : mention.last + 1] == ["'s"])
        opens = mention.first == 0 and (
            not speech.isdisjoint(lower[behind : behind + _NEAR])
            or lower[mention.last : mention.last + 1] in ([":"], ["at"], ["with"])
        )
        if mention.kind == "name" and (announced or opens):
            return mention.person
    return None


_DELIVERED = frozenset(("delivered", "given", "made"))
_NEAR = 3  # tokens: "Minister Rau's | opening remarks"
_HONOURED = frozenset(("the", "hon", "honourable", "honorable", "."))
_JOINING = frozenset((",", "and", "&", "with", "the", "opening", "remarks", "joint", "press"))


def introduce(persons: People, title: Title) -> People:
    """The people of the text, those in full whom the title names with more words or their state."""
    everyone = list(persons.people)
    for position, named in enumerate(title.persons):
        someone = _known(persons, named.name)
        if someone is None:
            continue
        person = everyone[someone]
        fuller = len(named.name.split()) > len(person.name.split())
        told = position in title.sure
        everyone[someone] = replace(
            person,
            name=named.name if fuller else person.name,
            office=person.office or named.office,
            country=named.country if told else person.country or named.country,
        )
    return persons._replace(people=tuple(everyone))


def add(body: Page, trips: Trips, title: Title) -> tuple[Page, Trips]:
    """The page and the visits of the text, with the people and visits that the title adds."""
    everyone = list(body.people.people)
    added, travellers = list(trips.visits), list(trips.travellers)
    travelled = {visit.traveller for visit in trips.visits}
    for visit, named in (*_told(body, title), *_spoken(body, title)):
        someone = _known(body.people, named.name)
        person = body.people.people[someone] if someone is not None else named
        if visit.rule == _TITLE:
            told = _finds_stage(added, person.name, visit.stops[0])
        else:
            told = person.name in travelled
        # headlines drop the words that would tell a meeting's place from its topic
        if told or visit.confidence < _SURE:
            continue
        if someone is None:
            someone = len(everyone)
            everyone.append(replace(person, mentions=()))
        added.append(_told_by_title(visit, person, visit.evidence if visit.rule == _TITLE else ()))
        travellers.append(someone)
    if added == list(trips.visits):
        return body, trips
    return (
        replace(body, people=body.people._replace(people=tuple(everyone))),
        trips._replace(visits=tuple(added), travellers=tuple(travellers)),
    )


def _spoken(body: Page, title: Title) -> Iterator[tuple[Visit, Person]]:
    """The visits of those who spoke abroad, by the title and by lines of the text like titles."""
    article = body.doc.article
    told: list[tuple[Title, tuple[Span, ...]]] = [(title, ())]
    for span, line in speeches.lines(body.doc):
        told.append((read(speeches.as_title(article, line)), (span,)))
    for one, evidence in told:
        if one.author is None:
            continue
        place, day = one.spoken or (body.stage, _stage_day(body))
        if place is None:
            continue
        if one.author.country is None or home.is_home(one.author, place):
            continue
        if home.is_posted(one.author):
            continue
        ahead = body.today is not None and (day or "") > body.today
        visit = journeys.with_one_stop(
            one.author,
            place,
            day or (body.today or "")[:7] or None,
            "planned" if ahead else "done",
            confidence=_ON_STAGE,
            evidence=evidence,
            rule=_TITLE,
        )
        yield visit, one.author


def _stage_day(body: Page) -> str | None:
    """The day that stands beside the place where the text was spoken, else that of the article."""
    if body.stage is None:
        return None
    line = body.doc.sentence_of(body.stage.first)
    days = (body.when_at[j].first for j in body.dates_in(line.first, line.last))
    return next(days, None) or body.today


def _finds_stage(visits: list[Visit], name: str, stage: Stop) -> bool:
    """Whether one of the visits is somebody's to the state of a stage; it gets town and day."""
    for n, visit in enumerate(visits):
        for k, stop in enumerate(visit.stops):
            if visit.traveller != name or stop.country != stage.country:
                continue
            day = stop.arrived is None or str(stage.arrived).startswith(stop.arrived)
            if stop.city is None and day:
                told = replace(stage, status=stop.status)
                visits[n] = replace(visit, stops=(*visit.stops[:k], told, *visit.stops[k + 1 :]))
            return True
    return False


def add_meetings(body: Page, met: Met, title: Title) -> Met:
    """The meetings of the text, with those that the title adds."""
    added = list(met.meetings)
    for meeting in _met(body, title):
        names_there = tuple(_name_in(body.people, name) for name in meeting.participants)
        if len(names_there) < 2:
            continue
        stage = body.stage if _is_staged(meeting) else None
        held = [n for n, one in enumerate(added) if _holds(one, names_there)]
        if stage is not None and held:
            found = _met_on_stage(body, added, held, stage)
            if found is not None:
                added[found] = replace(
                    added[found], country=stage.country, city=stage.city, date=body.today
                )
                continue
        elif held:
            continue
        added.append(
            replace(
                meeting,
                participants=names_there,
                country=stage.country if stage else meeting.country,
                city=stage.city if stage else meeting.city,
                date=body.today if stage else meeting.date,
                status="done" if stage else meeting.status,
                evidence=(),
                rule="meeting.title",
            )
        )
    return met._replace(meetings=tuple(added))


def _met_on_stage(
    body: Page, meetings: list[Meeting], held: list[int], stage: Destination
) -> int | None:
    """Which of the meetings of the text is the one on the stage; the text may not tell where."""
    for n in held:
        one = meetings[n]
        there = one.country in (None, stage.country) and one.city in (None, stage.city)
        if there and one.mode == "in person" and (body.today or "").startswith(one.date or ""):
            return n
    return None


def _told(body: Page, title: Title) -> Iterator[tuple[Visit, Person]]:
    """The visits that the title tells of, then those that its meetings on a stage imply."""
    trips = title.trips
    for visit, position in zip(trips.visits, trips.travellers, strict=True):
        yield visit, title.persons[position]
    for meeting in _met(body, title):
        stage = body.stage
        if stage is None or not _is_staged(meeting):
            continue
        for person in title.persons:
            abroad = person.country is not None and not home.is_home(person, stage)
            if person.name in meeting.participants and abroad and not home.is_posted(person):
                visit = journeys.with_one_stop(
                    person,
                    stage,
                    body.today,
                    "ongoing",
                    confidence=_ON_STAGE,
                    evidence=(),
                    rule=_TITLE,
                )
                yield visit, person


def _met(body: Page, title: Title) -> Iterator[Meeting]:
    """The meetings that the title names, and that of those who spoke from one stage."""
    yield from title.met
    people = [title.persons[i] for i in title.opens]
    states = tuple(sorted({one.country for one in people if one.country}))
    names_there = tuple(one.name for one in people)
    if body.stage and len(states) > 1 and not any(_holds(one, names_there) for one in title.met):
        yield Meeting(
            participants=names_there,
            countries=states,
            country=None,
            city=None,
            date=None,
            mode="in person",
            status="done",
            confidence=_ON_STAGE,
            evidence=(),
            rule="meeting.title",
        )


_ON_STAGE = 0.85


def _is_staged(meeting: Meeting) -> bool:
    """Whether a meeting is one at which people spoke from the stage that the text names."""
    return meeting.mode == "in person" and meeting.country is None


def _holds(meeting: Meeting, named: tuple[str, ...]) -> bool:
    return len(meeting.participants) > 1 and set(named) <= set(meeting.participants)


def _name_in(persons: People, name: str) -> str:
    """The name that the text has for somebody whom the title names."""
    someone = _known(persons, name)
    return name if someone is None else persons.people[someone].name


def _in_sentence_case(title: str) -> str:
    """A headline with its verbs in lower case, so that "Lewis Travels" ends no name."""
    words = title.split()
    if title.isupper():
        words = [_in_small_letters(word) for word in words]
    kept = offices.words()
    return " ".join(
        word.lower() if i and word.lower() in clauses.forms() and word.lower() not in kept else word
        for i, word in enumerate(words)
    )


def _in_small_letters(word: str) -> str:
    """A word of a title in capitals: "MINISTER" as "Minister", "AT" as "at", "UAE" as it is."""
    if lexicon.opens(word.lower()):
        return word.lower()
    return word if gazetteer.country_by_name(word.strip(".,")) and len(word) < 5 else word.title()


def _known(persons: People, name: str) -> int | None:
    """The position of the person in the text whom the title names."""
    words = tuple(name.split())
    return next(
        (
            i
            for i, known in enumerate(persons.people)
            if mentions.same(tuple(known.name.split()), words)
        ),
        None,
    )


def _told_by_title(visit: Visit, person: Person, evidence: tuple[Span, ...]) -> Visit:
    return replace(
        visit,
        traveller=person.name,
        office=person.office or visit.office,
        from_country=person.country or visit.from_country,
        evidence=evidence,
        rule=_TITLE,
    )
