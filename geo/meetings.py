"""Meetings: who sat down or spoke with whom, where, when and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from geo import clauses, company, destinations, gazetteer, meeting_rules, tense
from geo.clauses import Sense
from geo.company import Company, words
from geo.destinations import Destination
from geo.dossier import Meeting, Problem, Span, Stop
from geo.meeting_rules import Rule
from geo.page import Page, days, lay_out
from geo.people import People
from geo.places import Places
from geo.text import Document, Sentence
from geo.times import Times
from geo.visits import Trips


class Met(NamedTuple):
    meetings: tuple[Meeting, ...] = ()
    problems: tuple[Problem, ...] = ()


class Sides(NamedTuple):
    """Who met whom by one rule, at the tokens `first:last`.

    hosts, guests: positions in `People.people`, told apart only where the words do. countries:
    states of people who are not named. sense: whether it happened.
    """

    here: tuple[int, ...]
    there: Company
    sense: Sense
    host: str
    first: int
    last: int


def read(doc: Document, people: People, places: Places, times: Times, trips: Trips) -> Met:
    """The meetings that the article tells of, each once, in the order of the text."""
    if not people.people:
        return Met()
    page = lay_out(doc, people, places, times)
    found: list[_Told] = []
    problems: list[Problem] = []
    triggers = meeting_rules.triggers()
    for sentence in doc.sentences:
        busy = sentence.first  # "held talks with": the verb and its noun tell one meeting
        for i in range(sentence.first, sentence.last):
            rules = triggers.get(doc.lower[i])
            if rules is None or i < busy or doc.quoted[i] or _is_question(doc, sentence):
                continue
            for rule in rules:
                sides = _read(page, trips, rule, i, sentence, found)
                if sides is None:
                    continue
                if sides.sense.status == "none":
                    message = f"a meeting that is {sides.sense.why} is none"
                    problems.append(
                        Problem(doc.starts[i], doc.ends[i], "meeting.left-out", message)
                    )
                else:
                    found.extend(_told(page, trips, rule, i, sentence, sides))
                busy = sides.last
                break
    return Met(tuple(_once(found)), tuple(problems))


def _is_question(doc: Document, sentence: Sentence) -> bool:
    return doc.words[sentence.last - 1] == "?"


class _Told(NamedTuple):
    """A meeting as one sentence tells it; positions in `People.people` of those who met."""

    meeting: Meeting
    people: tuple[int, ...]


def _read(
    page: Page, trips: Trips, rule: Rule, i: int, sentence: Sentence, before: list[_Told]
) -> Sides | None:
    if rule.kind == "verb":
        return _by_verb(page, rule, i, sentence, before)
    return _by_noun(page, trips, rule, i, sentence, before)


# ---------------------------------------------------------------- told by a verb


def _by_verb(
    page: Page, rule: Rule, i: int, sentence: Sentence, before: list[_Told]
) -> Sides | None:
    lower = page.doc.lower
    if i in page.place_at or (i in page.mention_at and page.mention_at[i].kind == "name"):
        return None
    behind = i + 1
    if rule.after:
        if lower[behind : behind + 1] == [] or lower[behind] not in rule.after:
            return None
        behind += 1
    gerund = "gerund" in clauses.forms()[lower[i]].kinds
    if gerund and _is_noun(page, i, sentence):
        return None
    if not rule.unless.isdisjoint(lower[sentence.first : sentence.last]):
        return None
    here = _subject(page, i, sentence)
    passive = _is_passive(page, i, sentence) and "past" in clauses.forms()[lower[i]].kinds
    if passive:
        agent = _behind_link(page, (("by",),), behind, sentence)
        if agent is None:
            return None
        host = {"subject": "there", "object": "here"}.get(rule.host, "")
        return Sides(here, agent, _sense(page, i, sentence), host, i, agent.last)
    there = _behind_link(page, rule.links, behind, sentence, direct=rule.direct)
    if there is not None and _asks(page, rule, there, sentence):
        return None
    if there is None or not (there.guests or there.countries):
        if not rule.mutual:
            return None
        if len(here) < 2:
            here = _those_before(page, i, sentence, before)
        if len(here) < 2 or not _ends_mutual(page, behind, sentence, rule):
            return None
        there = Company((), (), behind)
    if not here:
        return None
    host = {"subject": "here", "object": "there"}.get(rule.host, "")
    return Sides(here, there, _sense(page, i, sentence), host, i, there.last)


def _subject(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Everyone whom the verb at token i has for its subject."""
    people = clauses.subject(page.doc, page.mention_at, i, sentence, page.dates).people
    if not people:
        return ()
    for j in range(sentence.first, i):
        mention = page.mention_at.get(j)
        if mention is None or mention.first != j:
            continue
        together = company.at(page, j, sentence, subject=True)
        listed = together is not None and not set(people).isdisjoint(together.people)
        if together is not None and listed and together.last <= i:
            return tuple(dict.fromkeys((*together.people, *people)))
    return people


def _is_noun(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether "meeting" is a thing here: "a meeting with", not "is meeting with"."""
    if i == sentence.first:
        return False
    before = page.doc.lower[i - 1]
    return before not in clauses.words("be") and before not in ("after", "before", "by", "while")


def _is_passive(page: Page, i: int, sentence: Sentence) -> bool:
    lower = page.doc.lower
    j = i - 1
    while j >= sentence.first and (lower[j].endswith("ly") or lower[j] in clauses.words("adverb")):
        j -= 1
    return j >= sentence.first and lower[j] in clauses.words("be")


def _behind_link(
    page: Page,
    links: tuple[meeting_rules.Words, ...],
    i: int,
    sentence: Sentence,
    *,
    direct: bool = False,
) -> Company | None:
    """The people behind a link that follows token i; `direct`: only places and days between."""
    lower = page.doc.lower
    k = i
    while k < min(sentence.last, i + 30):
        for link in links:
            if tuple(lower[k : k + len(link)]) == link and (link or k == i):
                both = link[-1:] in (("between",), ("among",))
                found = company.at(page, k + len(link), sentence, subject=both)
                if found is not None:
                    return found
        if k in page.when_at:
            k += 1
            continue
        place = page.place_at.get(k)
        if place is not None and place.role != "demonym":
            k = max(k + 1, page.doc.token_at(place.end - 1) + 1)
            continue
        if lower[k] in _CLOSING or (k > i and _is_finite(page, k, sentence)):
            return None
        if direct and lower[k] not in words("pass") and not lower[k].endswith("ly"):
            return None
        if k in page.mention_at and page.mention_at[k].kind != "pronoun":
            return None  # someone else stands between: "talks in the house of X with Y" is rare
        k += 1
    return None


_CLOSING = frozenset(
    (";", ".", "who", "which", "that", "where", "whose", "when", "while", "because")
)


def _is_finite(page: Page, k: int, sentence: Sentence) -> bool:
    verb = tense.forms(page.doc.lower[k])
    return "third" in verb or ("past" in verb and page.doc.lower[k - 1] not in ("a", "an", "the"))


def _asks(page: Page, rule: Rule, there: Company, sentence: Sentence) -> bool:
    """ "called on X to resign" is no meeting."""
    lower = page.doc.lower
    if not rule.after or there.last + 1 >= sentence.last or lower[there.last] != "to":
        return False
    return "base" in tense.forms(lower[there.last + 1]) and "on" in rule.after


def _ends_mutual(page: Page, i: int, sentence: Sentence, rule: Rule) -> bool:
    """Whether a verb without an object stands for one another: "A and B met in Prague"."""
    if i >= sentence.last:
        return True
    word = page.doc.lower[i]
    return (
        i in page.when_at
        or not word[:1].isalpha()
        or word in _AFTER_MUTUAL
        or word in clauses.words("adverb")
        or word.endswith("ly")
    )


_AFTER_MUTUAL = frozenset(
    (
        "in", "at", "on", "for", "during", "and", "to", "by", "last", "before", "after", "over",
        "face-to-face", "here", "there", "when", "as", "late", "early", "since", "via", "once",
        "twice", "behind", "aboard", "near", "outside", "this",
    )
)  # fmt: skip


def _those_before(page: Page, i: int, sentence: Sentence, before: list[_Told]) -> tuple[int, ...]:
    """Whom "they", "the two leaders", "both" stand for: those who met last, or two just named."""
    lower = page.doc.lower
    if not any(word in words("together") for word in lower[max(sentence.first, i - 8) : i]):
        return ()
    named = [
        page.mention_at[j].person
        for j in range(sentence.first, i)
        if j in page.mention_at and page.mention_at[j].kind != "pronoun"
    ]
    pair = tuple(dict.fromkeys(named))
    if len(pair) == 2:
        return pair
    return before[-1].people if before else ()


def _sense(page: Page, i: int, sentence: Sentence) -> Sense:
    """Whether what the verb at token i tells of happened."""
    before = page.doc.lower[max(sentence.first, i - 5) : i]
    if not words("refused").isdisjoint(before):
        return Sense("none", "refused")
    sense = clauses.sense(page.doc, i, sentence)
    if sense.status == "cancelled":
        return sense
    if _wished(page, i, sentence):
        return Sense("none", "wished for")
    if tense.tense(page.doc, i) == tense.CONDITIONAL:
        return Sense("none", "conditional")
    return sense


def _wished(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether a verb of wanting governs the infinitive at token i: "urged him to meet"."""
    lower = page.doc.lower
    j = i - 1
    if j < sentence.first or lower[j] != "to":
        return False
    for k in range(j - 1, max(sentence.first, j - 6) - 1, -1):
        form = clauses.forms().get(lower[k])
        if form is not None:
            planned = lower[k] in clauses.words("plan")
            return form.lemma in words("wish") and not planned
    return False


# ---------------------------------------------------------------- told by a noun


def _by_noun(
    page: Page, trips: Trips, rule: Rule, i: int, sentence: Sentence, before: list[_Told]
) -> Sides | None:
    lower = page.doc.lower
    noun = next((n for n in rule.nouns if tuple(lower[i : i + len(n)]) == n), None)
    if noun is None or i in page.place_at or i in page.mention_at:
        return None
    if lower[i] == "meeting" and i > sentence.first and not _is_noun(page, i, sentence):
        return None
    behind = i + len(noun)
    first = _phrase_start(page, i, sentence)
    verb = _holding_verb(page, first, sentence)
    there = _behind_link(page, rule.links, behind, sentence)
    if there is not None and not there.guests and not there.countries:
        there = None
    between = there is not None and "between" in lower[behind : behind + 12]
    here: tuple[int, ...] = ()
    if there is not None and "of" in lower[behind : behind + 2] and _with_at(page, there.last):
        here, there = there.people, company.at(page, there.last + 1, sentence)
        between = True
    if not between:
        here = _other_side(page, trips, first, verb, there, sentence, before)
    if there is None:
        shared = verb is not None or "their" in lower[first:i]
        if not rule.mutual or len(here) < 2 or not shared:
            return None
        there = Company((), (), behind)
    if len(set(here) | set(there.people)) + len(there.countries) < 2:
        return None
    owned = _owner(page, first) is not None
    owned = owned or "their" in lower[first:i]
    if rule.held and verb is None and not (between or owned or _is_aside(page, first, sentence)):
        return None
    sense = _noun_sense(page, i, first, verb, there.last, sentence)
    host = {"object": "there", "subject": "here"}.get(rule.host, "")
    return Sides(here, there, sense, host, i, there.last)


def _with_at(page: Page, k: int) -> bool:
    return page.doc.lower[k : k + 1] == ["with"]


def _phrase_start(page: Page, i: int, sentence: Sentence) -> int:
    """Where the words of a noun phrase that ends at i begin: "| a joint press conference"."""
    lower = page.doc.lower
    k = i
    while k > sentence.first and i - k < 8:
        word = lower[k - 1]
        form = clauses.forms().get(word)
        if (
            word in _PHRASE_ENDS
            or word in words("aside")
            or (k - 1 in page.mention_at and lower[k] != "'s" and word not in ("his", "her"))
            or (form is not None and form.kinds & {"past", "third", "base"} and k < i)
            or (form is not None and form.lemma in words("hold"))
        ):
            break
        k -= 1
    return k


_PHRASE_ENDS = frozenset(
    (",", ";", ":", ".", "and", "with", "that", "who", "will", "by", "between")
)


def _holding_verb(page: Page, first: int, sentence: Sentence) -> int | None:
    """The verb that holds a meeting whose words begin at `first`: "| held | talks"."""
    lower = page.doc.lower
    for j in range(first - 1, max(sentence.first - 1, first - 4), -1):
        form = clauses.forms().get(lower[j])
        if form is not None and form.lemma in words("hold"):
            return j
        if lower[j] not in words("filler") and lower[j] not in ("in", "up", "off", "on", "part"):
            return None
    return None


def _is_aside(page: Page, first: int, sentence: Sentence) -> bool:
    """Whether the noun stands behind a preposition or opens the sentence: "after | talks with"."""
    return first == sentence.first or page.doc.lower[first - 1] in words("aside")


def _other_side(
    page: Page,
    trips: Trips,
    first: int,
    verb: int | None,
    there: Company | None,
    sentence: Sentence,
    before: list[_Told],
) -> tuple[int, ...]:
    """Who met those behind "with": the owner ("his talks"), or the subject."""
    doc, lower = page.doc, page.doc.lower
    start = there.last if there else first + 4
    owner = _owner(page, first)
    if owner is not None:
        return (owner,)
    if "their" in lower[first:start] and before:
        return before[-1].people
    if verb is not None:
        subject = clauses.subject(doc, page.mention_at, verb, sentence, page.dates)
        here = _subject(page, verb, sentence)
        if len(here) < 2 and there is None:
            here = _those_before(page, verb, sentence, before)
        if here:
            return here
        if subject.group and before:
            return before[-1].people[:1]
    if there is not None and not _is_aside(page, first, sentence) and verb is None:
        return ()
    # "In talks with X on Monday, Y said": the first name behind that nothing governs
    taken = set(there.people) if there else set()
    start = there.last if there else first
    for j in range(start, sentence.last):
        mention = page.mention_at.get(j)
        if mention is None or mention.first != j:
            continue
        if mention.kind == "pronoun" and mention.person in taken and j <= start + 1:
            return _under_way(trips, sentence)
        if mention.person not in taken:
            if lower[j - 1] in (",", "and") or j == start or lower[j - 1] in ("that",):
                return (mention.person,)
            if lower[j - 1] in clauses.words("preposition"):
                break
    return tuple(
        p
        for p in clauses.sentence_subject(doc, page.mention_at, sentence, first).people
        if p not in taken
    )


def _owner(page: Page, first: int) -> int | None:
    """Whose meeting it is: "| his talks", "Rau | 's talks"."""
    lower = page.doc.lower
    mention = page.mention_at.get(first)
    if mention is not None and (
        lower[first] in ("his", "her") or lower[mention.last : mention.last + 1] == ["'s"]
    ):
        return mention.person
    before = page.mention_at.get(first - 1)
    if before is not None and lower[first : first + 1] == ["'s"]:
        return before.person
    return None


def _under_way(trips: Trips, sentence: Sentence) -> tuple[int, ...]:
    """The traveller whom the text told of last before a sentence: whom a leading "he" means."""
    told = [
        (max(span.start for span in visit.evidence), person)
        for person, visit in zip(trips.travellers, trips.visits, strict=True)
        if visit.evidence and visit.evidence[0].start < sentence.start
    ]
    return (max(told)[1],) if told else ()


def _noun_sense(
    page: Page, i: int, first: int, verb: int | None, last: int, sentence: Sentence
) -> Sense:
    doc, lower = page.doc, page.doc.lower
    around = range(max(sentence.first, first - 4), min(sentence.last, last + 12))
    if any(lower[k] in words("dropped") for k in around) or (
        "called off" in " ".join(lower[first : min(sentence.last, last + 12)])
    ):
        return Sense("cancelled")
    if verb is not None:
        return _sense(page, verb, sentence)
    if _wanted(page, first, sentence):
        return Sense("none", "wished for")
    governing = tense.governing_verb(doc, i)
    if governing is None:
        return Sense("done")
    kinds = clauses.forms()
    if lower[governing.at] in kinds:
        sense = clauses.sense(doc, governing.at, sentence)
        if sense.status in ("none", "cancelled"):
            return sense
    if governing.tense == tense.FUTURE:
        return Sense("planned")
    if governing.tense == tense.CONDITIONAL:
        return Sense("none", "conditional")
    return Sense("done")


def _wanted(page: Page, first: int, sentence: Sentence) -> bool:
    """ "called for talks", "proposed a meeting", "ready for talks"."""
    lower = page.doc.lower
    for j in range(first - 1, max(sentence.first - 1, first - 5), -1):
        word = lower[j]
        form = clauses.forms().get(word)
        if word in ("ready", "willing", "open", "no", "without", "possible"):
            return True
        if form is not None:
            return form.lemma in words("wish")
        if word not in words("aside") and word not in words("filler"):
            return False
    return False


# ---------------------------------------------------------------- where, when and how


def _told(
    page: Page, trips: Trips, rule: Rule, i: int, sentence: Sentence, sides: Sides
) -> Iterator[_Told]:
    """One meeting, or one for each day that a list of people names."""
    first = i
    for there in _by_day(page, sides.there):
        everyone = tuple(dict.fromkeys((*sides.here, *there.people)))
        part = sides._replace(there=there, first=first)
        told = _one(page, trips, rule, i, sentence, part, everyone)
        first = there.last
        while first in page.when_at or page.doc.lower[first : first + 1] == ["on"]:
            first += 1
        if told is not None:
            yield told


def _by_day(page: Page, there: Company) -> list[Company]:
    """ "meets Sattar on Saturday and Musharraf on Monday" is two meetings."""
    groups: list[Company] = []
    start = 0
    for n, guest in enumerate(there.guests):
        dated = any(k in page.when_at for k in range(guest.last, guest.last + 3))
        if dated and n + 1 < len(there.guests):
            groups.append(Company(there.guests[start : n + 1], (), guest.last))
            start = n + 1
    groups.append(Company(there.guests[start:], there.countries, there.last))
    return [group for group in groups if group.guests or group.countries] or [there]


def _one(
    page: Page,
    trips: Trips,
    rule: Rule,
    i: int,
    sentence: Sentence,
    sides: Sides,
    everyone: tuple[int, ...],
) -> _Told | None:
    people = page.people.people
    states = {people[p].country for p in everyone} | set(sides.there.countries)
    known = {state for state in states if state}
    if len(everyone) < 2 and len(known) < 2:
        return None
    mode = _mode(page, rule, i, sides, sentence)
    date = _date(page, sides.first, sides.there.last, sentence)
    place: Destination | None = None
    if mode == "in person":
        place = _named_place(page, i, sides.there.last, sentence)
        stop = _stop(page, trips, everyone, place, sentence)
        if stop is not None:
            if place is None:
                place = Destination(0, 0, stop.country, stop.city, stop.lat, stop.lon)
            date = date or _day_of(stop)
        if date is None and page.today and _is_schedule(page, i, sides):
            date = page.today
        place = place or _at_host(page, sides, everyone) or _at_dateline(page, sides, known)
    if len(known) == 1 and None not in states and (place is None or place.country in known):
        return None  # colleagues of one state
    meeting = Meeting(
        participants=tuple(people[p].name for p in everyone),
        countries=tuple(sorted(known)),
        country=place.country if place else None,
        city=place.city if place else None,
        date=date,
        mode=mode,
        status=_status(sides.sense.status, date, page.today),
        confidence=_confidence(rule, everyone, known, date, place),
        evidence=(Span(sentence.start, sentence.end),),
        rule=rule.id,
    )
    return _Told(meeting, everyone)


def _is_schedule(page: Page, i: int, sides: Sides) -> bool:
    """Whether a day's schedule speaks: "10:00 Secretary Pike meets with …"."""
    return sides.sense.status == "ongoing" and "third" in tense.forms(page.doc.lower[i])


def _mode(page: Page, rule: Rule, i: int, sides: Sides, sentence: Sentence) -> str:
    near = page.doc.lower[max(sentence.first, i - 4) : min(sentence.last, sides.there.last + 8)]
    for mode in ("indirect", "video", "phone"):
        if not words(mode).isdisjoint(near):
            return mode
    if rule.mode == "phone" and "face-to-face" in near:
        return "in person"
    return rule.mode


def _date(page: Page, i: int, last: int, sentence: Sentence) -> str | None:
    """The day that the clause gives: behind the people, between them and the verb, or before it."""
    behind = []
    for j in range(last, min(sentence.last, last + 20)):
        if j not in page.when_at and _leaves_clause(page, j, sentence):
            break
        behind.append(j)
    for j in (*range(i, last), *behind, *_before_clause(page, i, sentence)):
        when = page.when_at.get(j)
        first, _ = days(when)
        if when is not None and first and not when.attributive:
            return first
    return None


def _leaves_clause(page: Page, j: int, sentence: Sentence) -> bool:
    """Whether another clause begins at token j: "who …", "before …", "to discuss …", a verb."""
    lower = page.doc.lower
    if lower[j] in _NEW_CLAUSE or _is_finite(page, j, sentence):
        return True
    return lower[j] == "to" and "base" in tense.forms(lower[j + 1] if j + 1 < sentence.last else "")


_NEW_CLAUSE = frozenset(
    (";", "who", "which", "that", "where", "before", "after", "following", "ahead")
)


def _before_clause(page: Page, i: int, sentence: Sentence) -> Iterator[int]:
    """The tokens before i, from the nearest on, relative clauses between commas left out."""
    lower = page.doc.lower
    j = i - 1
    while j >= sentence.first:
        if lower[j] == ";":
            return
        if lower[j] == ",":
            opened = j - 1
            while opened > sentence.first and lower[opened] not in (",", ";"):
                opened -= 1
            if lower[opened] == "," and lower[opened + 1] in ("who", "which", "where"):
                j = opened - 1
                continue
        yield j
        j -= 1


def _named_place(page: Page, i: int, last: int, sentence: Sentence) -> Destination | None:
    """The place that "in" or "at" names in the clause: behind the people, or before them."""
    lower = page.doc.lower
    for j in (*range(i, last), *range(last, min(sentence.last, last + 25))):
        if j >= last and j not in page.when_at and _leaves_clause(page, j, sentence):
            break
        if j >= last and lower[j] in words("topic") and j + 1 not in page.when_at:
            break
        if lower[j] == "here" and page.dateline is not None:
            return page.dateline
        if lower[j] in ("in", "at", "to"):
            found = _only(page, j + 1)
            if found is not None:
                return found
    for j in range(i - 1, sentence.first - 1, -1):
        if lower[j] in (";", "that"):
            break
        if lower[j] in ("in", "at") and (found := _only(page, j + 1)) is not None:
            return found
    return None


def _only(page: Page, i: int) -> Destination | None:
    found = destinations.at(page.doc, page.place_at, i)
    if found is None or found.region or len({one.country for one in found.places}) != 1:
        return None
    return next((one for one in found.places if one.city), found.places[0])


def _stop(
    page: Page,
    trips: Trips,
    everyone: tuple[int, ...],
    place: Destination | None,
    sentence: Sentence,
) -> Stop | None:
    """The stop of somebody's trip at which they met.

    That in the place named; else that in another participant's country; else the one told of last.
    """
    people = page.people.people
    for person, visit in zip(trips.travellers, trips.visits, strict=True):
        if person not in everyone:
            continue
        if place is not None:
            for stop in visit.stops:
                if stop.country == place.country and place.city in (None, stop.city):
                    return stop
            continue
        hosts = {people[p].country for p in everyone if p != person}
        for stop in visit.stops:
            if stop.country in hosts:
                return stop
        told_here = [span for span in visit.evidence if span.start <= sentence.start]
        if told_here and len(visit.stops) == 1 and not hosts - {None}:
            return visit.stops[0]
        current = _last_named(page, visit.stops, sentence) if told_here else None
        if current is not None and not hosts - {None, people[person].country}:
            return current
        if current is not None:
            return current
    return None


def _last_named(page: Page, stops: tuple[Stop, ...], sentence: Sentence) -> Stop | None:
    """The stop whose place was named last before a sentence ends."""
    for j in range(sentence.last - 1, -1, -1):
        place = page.place_at.get(j)
        if place is None or place.role != "location":
            continue
        for stop in stops:
            if stop.country == place.country and (
                place.kind == "country" or stop.city == place.name
            ):
                return stop
    return None


def _day_of(stop: Stop) -> str | None:
    """The day of a stop where it is one day; a longer stay dates no meeting."""
    return stop.arrived


def _at_host(page: Page, sides: Sides, everyone: tuple[int, ...]) -> Destination | None:
    """The country of the host, where the words say who hosts."""
    people = page.people.people
    hosts = {"here": sides.here, "there": sides.there.people}.get(sides.host, ())
    country = next((people[p].country for p in hosts if people[p].country), None)
    if country is None:
        return None
    state = gazetteer.country(country)
    return Destination(0, 0, country, None, state.lat if state else None, None)


def _at_dateline(page: Page, sides: Sides, known: set[str]) -> Destination | None:
    """The dateline's place, where it lies in the country of one of them."""
    dateline = page.dateline
    if dateline is None or sides.sense.status == "planned" or dateline.country not in known:
        return None
    return dateline


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


# ---------------------------------------------------------------- each meeting once


def _once(told: list[_Told]) -> Iterator[Meeting]:
    """Join the tellings of one meeting: the same people, and no day or place that differs."""
    joined: list[Meeting] = []
    for _, meeting in ((one.people, one.meeting) for one in told):
        for index, known in enumerate(joined):
            if _is_same(known, meeting):
                joined[index] = _joined(known, meeting)
                break
        else:
            joined.append(meeting)
    yield from joined


def _is_same(a: Meeting, b: Meeting) -> bool:
    some, others = set(a.participants), set(b.participants)
    if not (some <= others or others <= some):
        return False
    if a.mode != b.mode:
        # "spoke by phone … They continued discussions": the second telling adds nothing
        return some == others and b.date is None and b.country is None and b.mode == "in person"
    if len(some) < 2 or len(others) < 2:
        return some == others and a.countries == b.countries and _agree(a.date, b.date)
    if some != others and not (a.date and b.date and a.date == b.date):
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
        evidence=tuple(dict.fromkeys((*a.evidence, *b.evidence))),
    )
