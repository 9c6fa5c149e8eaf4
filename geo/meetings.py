"""Meetings: who sat down or spoke with whom, where, when and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from geo import (
    apart,
    clauses,
    following,
    gatherings,
    meeting_nouns,
    meeting_rules,
    scene,
    sides,
    tense,
)
from geo.company import words
from geo.destinations import Destination
from geo.dossier import Meeting, Problem, Span
from geo.meeting_rules import Rule
from geo.page import Page
from geo.people import Mention
from geo.sides import Sides
from geo.story import Journeys, Story, journeys
from geo.text import Document, Sentence
from geo.visits import Trips


class Met(NamedTuple):
    meetings: tuple[Meeting, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(page: Page, trips: Trips) -> Met:
    """The meetings that the article tells of, each once, in the order of the text."""
    doc = page.doc
    triggers = meeting_rules.triggers()
    if not page.people.people:
        return Met()
    told = journeys(trips)
    opposed = _opposed(page)
    found: list[_Told] = []
    story = Story(told, ())
    problems: list[Problem] = []
    for sentence, tokens in doc.where_in(meeting_rules.trigger_words()):
        if not tokens or _is_question(doc, sentence):
            continue
        busy = sentence.first  # "held talks with": the verb and its noun tell one meeting
        for i in tokens:
            if i < busy or (doc.quoted[i] and not _of_oneself(page, sentence, i)):
                continue
            for rule in triggers[doc.lower[i]]:
                if rule.needs and (
                    rule.needs.isdisjoint(doc.vocabulary)
                    or rule.needs.isdisjoint(doc.lower[sentence.first : sentence.last])
                ):
                    continue
                who = _read(page, rule, i, sentence, story)
                if who is None:
                    continue
                if who.sense.status == "none":
                    message = f"a meeting that is {who.sense.why} is none"
                    problems.append(
                        Problem(doc.starts[i], doc.ends[i], "meeting.left-out", message)
                    )
                else:
                    for part in _parts(page, told, rule, i, sentence, who):
                        found.extend(_one(page, told, opposed, rule, i, sentence, part))
                    if found:
                        story = Story(told, found[-1].people)
                busy = who.last
                break
    placed = [_placed(page, one) for one in _without_repeats(found)]
    return Met(tuple(_once(placed)), tuple(problems))


def _placed(page: Page, one: _Told) -> _Told:
    """A meeting whose place only the next sentence tells, with that place."""
    if one.meeting.country is not None or one.meeting.mode != "in person":
        return one
    behind = following.place_behind(page, one.meeting.evidence[-1])
    if behind is None:
        return one
    place, told = behind
    evidence = (*one.meeting.evidence, told)
    return one._replace(
        meeting=replace(one.meeting, country=place.country, city=place.city, evidence=evidence)
    )


def _of_oneself(page: Page, sentence: Sentence, i: int) -> bool:
    """Whether token i is told by whoever did it: "I met", "my talks"."""
    return any(page.doc.lower[j] in ("i", "my") for j in page.names_in(sentence.first, i))


def _is_question(doc: Document, sentence: Sentence) -> bool:
    return doc.words[sentence.last - 1] == "?"


class _Told(NamedTuple):
    """A meeting as one sentence tells it; positions in `People.people` of those who met.

    again: what was done there is told. owned: "his talks with Rau", and of which day is a guess.
    """

    meeting: Meeting
    people: tuple[int, ...]
    again: bool = False
    owned: bool = False


def _without_repeats(found: list[_Told]) -> list[_Told]:
    """Without what was done ("they discussed grain") at meetings and calls that are told of."""
    together: dict[tuple[Span, ...], set[int]] = {}  # whom a sentence has meet, in turn or at once
    for one in found:
        if not one.again:
            together.setdefault(one.meeting.evidence, set()).update(one.people)
    met: dict[int, set[frozenset[int]]] = {}
    for people in together.values():
        for person in people:
            met.setdefault(person, set()).add(frozenset(people))
    # the days of those who are told to have met, so that "his talks with" are known to be those
    sure = {
        frozenset(one.people)
        for one in found
        if not one.owned and one.meeting.status == "done" and len(one.meeting.date or "") == _DAY
    }
    return [
        one
        for one in found
        if not (one.again and _is_told_of(one.people, met))
        and not (one.owned and one.meeting.status == "done" and frozenset(one.people) in sure)
    ]


_DAY = len("2023-02-28")


def _is_told_of(people: tuple[int, ...], met: dict[int, set[frozenset[int]]]) -> bool:
    """Whether all of some people were at one meeting. met: each person's meetings."""
    fewest = min((met.get(person, set()) for person in people), key=len, default=set())
    return any(one.issuperset(people) for one in fewest)


def _read(page: Page, rule: Rule, i: int, sentence: Sentence, story: Story) -> Sides | None:
    if rule.gathers:
        return gatherings.by_gathering(page, rule, i, sentence, story)
    read = sides.by_verb if rule.kind == "verb" else meeting_nouns.by_noun
    who = read(page, rule, i, sentence, story)
    if who is None or rule.again:
        return who
    return gatherings.with_others(page, who, sentence)


def _parts(
    page: Page, journeys: Journeys, rule: Rule, i: int, sentence: Sentence, who: Sides
) -> Iterator[Sides]:
    """Those who met at once, or each day's, where a list of people names several days."""
    first = i
    who = apart.on_tour(page, journeys, rule, sentence, who)
    for here, there in apart.of(page, rule, i, who):
        part = who._replace(here=here, there=there, first=first)
        if rule.again and not _are_named(page, part.everyone, sentence):
            continue  # "they discussed": those whom the sentences before tell of
        yield part
        first = there.last
        while first in page.when_at or page.doc.lower[first : first + 1] == ["on"]:
            first += 1
        if page.doc.lower[first : first + 1] in (["in"], ["at"]):
            named = page.places_from(first + 1)  # "met A in Riga and B in Tallinn"
            first = named.last if named is not None else first


def _are_named(page: Page, everyone: tuple[int, ...], sentence: Sentence) -> bool:
    """Whether two people or more are all in the sentence."""
    tokens = page.names_in(sentence.first, sentence.last)
    named = {page.mention_at[j].person for j in tokens}
    return len(everyone) > 1 and named.issuperset(everyone)


def _one(
    page: Page,
    journeys: Journeys,
    opposed: frozenset[int],
    rule: Rule,
    i: int,
    sentence: Sentence,
    who: Sides,
) -> Iterator[_Told]:
    """The meeting of both sides, if they are more than one person and more than colleagues."""
    people, everyone = page.people.people, who.everyone
    states = {people[p].country for p in everyone} | set(who.there.countries)
    known = {state for state in states if state}
    if len(everyone) < 2 and len(known) < 2:
        return
    stateless = None in {people[p].country for p in who.there.people}
    if rule.host and stateless and _of_oneself(page, sentence, i):
        return  # "I welcome Ana to the office"
    mode = scene.mode(page, journeys, rule, i, who, sentence)
    told = not rule.again or "whom" in page.doc.lower[max(sentence.first, i - 3) : i]
    date = scene.date(page, who.first, who.there.last, sentence) if told else None
    if date is None and rule.gathers and rule.mode == "phone":
        date = scene.day_of_call(page)
    owned = date is None and rule.kind == "noun" and _is_owned(page, i)
    place: Destination | None = None
    if mode == "in person":
        place, day = scene.place_and_day(
            page, journeys, i, who, date, sentence, named=not rule.again
        )
        if date is None and len(day or "") < len("2023-02-28"):
            scheduled = page.today if _is_schedule(page, i, who) else None
            date = scheduled or scene.running_day(page, i, who.sense.status, sentence)
        date = date or day
        if rule.venue and place is None:
            place = page.venue or page.dateline
    date = date or scene.titled(page, who.sense.status)
    if opposed.isdisjoint(everyone) and _are_colleagues(page, everyone, states, place):
        return
    meeting = Meeting(
        participants=tuple(people[p].name for p in everyone),
        countries=tuple(sorted(known)),
        country=place.country if place else None,
        city=place.city if place else None,
        date=date,
        mode=mode,
        status=_status(who.sense.status, date, page.today),
        confidence=_confidence(rule, everyone, known, date, place),
        evidence=(Span(sentence.start, sentence.end),),
        rule=rule.id,
    )
    yield _Told(meeting, everyone, rule.again, owned)


def _is_owned(page: Page, i: int) -> bool:
    near = page.doc.lower[max(0, i - 3) : i]
    return "their" in near or any(word in clauses.OWNERS for word in near)


def _are_colleagues(
    page: Page, everyone: tuple[int, ...], states: set[str | None], place: Destination | None
) -> bool:
    """Whether all are of one state, as far as the words say so, and met at home."""
    if len(states) != 1 or None in states or (place is not None and place.country not in states):
        return False
    return len({is_stated(page, person) for person in everyone}) == 1


def _opposed(page: Page) -> frozenset[int]:
    """Those who are told to stand against their government: "opposition leader Rau"."""
    if words("opposed").isdisjoint(page.doc.vocabulary):
        return frozenset()
    lower = page.doc.lower
    return frozenset(
        mention.person
        for mention in page.people.mentions
        if not words("opposed").isdisjoint(lower[max(0, mention.first - 2) : mention.last])
    )


def is_stated(page: Page, person: int) -> bool:
    """Whether the words beside a name or its office say the state, so that it is not inferred."""
    someone = page.people.people[person]
    first = (page.doc.token_at(span.start) for span in someone.mentions[:_NAMED])
    at = (page.mention_at.get(i) for i in first)
    named = [mention for mention in at if mention is not None and mention.kind == "name"]
    if any(_state_beside(page, mention) == someone.country for mention in named):
        return True
    behind = (page.office_at.get(mention.last + 1) for mention in named)  # "Rau, Chile's envoy"
    if any(office is not None and office.country == someone.country for office in behind):
        return True
    return any(
        someone.country in (office.country, *office.default_countries)
        for mention in named
        for office in (page.office_at.get(j) for j in range(mention.first, mention.last))
        if office is not None
    )


def _state_beside(page: Page, mention: Mention) -> str | None:
    """The state of "Rau | of Chile" and of "Chile's | Rau"."""
    lower = page.doc.lower
    i = mention.last + 1 if lower[mention.last : mention.last + 1] == ["of"] else mention.first - 2
    if i > mention.last and lower[i : i + 1] == ["the"]:
        i += 1
    if i < mention.first and lower[mention.first - 1] not in ("'s", "'"):
        return None
    place = page.place_at.get(i)
    return place.country if place is not None else None


_NAMED = 30  # mentions: whose state someone serves stands beside one of the first


def _is_schedule(page: Page, i: int, who: Sides) -> bool:
    """Whether a day's schedule speaks: "10:00 Secretary Pike meets with …"."""
    return who.sense.status == "ongoing" and "third" in tense.forms(page.doc.lower[i])


def _status(sense: str, date: str | None, today: str | None) -> str:
    """As of the article's date: a meeting whose day lies behind is done, one ahead is planned."""
    if sense == "cancelled":
        return sense
    if date and today and len(date) == 10:
        if date > today:
            return "planned"
        if date < today:
            return "done"
    return "done" if sense == "ongoing" else sense


def _confidence(
    rule: Rule,
    everyone: tuple[int, ...],
    known: set[str],
    date: str | None,
    place: Destination | None,
) -> float:
    """The rule's weight, less for each thing that the words leave open."""
    weight = rule.weight
    weight -= 0.1 if len(known) < 2 else 0.0
    weight -= 0.1 if len(everyone) < 2 else 0.0
    weight -= 0.03 if date is None else 0.0
    weight -= 0.03 if place is None and rule.mode == "in person" else 0.0
    return round(max(0.2, weight), 2)


_LAST = 40  # meetings that a new telling may be one of


def _once(told: list[_Told]) -> Iterator[Meeting]:
    """Join the tellings of one meeting: the same people, and no day or place that differs."""
    joined: list[Meeting] = []
    present: list[frozenset[str]] = []  # who took part in each
    seen: set[str] = set()  # who took part in any
    for meeting in (one.meeting for one in told):
        who = frozenset(meeting.participants)
        told_before = not who or not seen.isdisjoint(who)
        seen |= who
        for index in range(max(0, len(joined) - _LAST), len(joined)) if told_before else ():
            others = present[index]
            if (who <= others or others <= who) and _is_same(joined[index], meeting):
                joined[index] = _joined(joined[index], meeting)
                present[index] = frozenset(joined[index].participants)
                break
        else:
            joined.append(meeting)
            present.append(who)
    yield from joined


def _is_same(a: Meeting, b: Meeting) -> bool:
    """Whether two tellings are of one meeting; who took part in one did so in the other, too."""
    planned, met = (a, b) if a.status == "planned" else (b, a)
    recalled = met.status == "done" and 0 < len(met.date or "") < len("2023-02-28")
    if planned.status == "planned" and planned.date is None and recalled:
        return False  # "will see Rau, whom he last met in April"
    some, others = set(a.participants), set(b.participants)
    if a.mode != b.mode:
        # "spoke by phone … They continued discussions": the second telling adds nothing
        return some == others and b.date is None and b.country is None and b.mode == "in person"
    if len(some) < 2 or len(others) < 2:
        return some == others and a.countries == b.countries and _agree(a.date, b.date)
    told_again = a.date == b.date or (a.city is not None and a.city == b.city)
    if some != others and not told_again:
        return False
    return _agree(a.date, b.date) and (
        a.country is None or b.country is None or (a.country == b.country and _agree_city(a, b))
    )


def _agree_city(a: Meeting, b: Meeting) -> bool:
    return a.city is None or b.city is None or a.city == b.city


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two days, partial as they may be, can be the same."""
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def _joined(a: Meeting, b: Meeting) -> Meeting:
    fuller = a if len(a.participants) >= len(b.participants) else b
    place = a if a.city or (a.country and not b.country) else b
    return replace(
        a,
        participants=fuller.participants,
        countries=tuple(sorted({*a.countries, *b.countries})),
        country=place.country,
        city=place.city,
        date=max((a.date, b.date), key=lambda date: len(date or "")),
        status="cancelled" if "cancelled" in (a.status, b.status) else a.status,
        confidence=max(a.confidence, b.confidence),
        evidence=tuple(dict.fromkeys((*a.evidence, *b.evidence)))[:_LAST],
    )
