"""Where, when and how people met: read off the clause, else off the trip that one of them is on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain

from geo import clauses, linking, pairs, tense
from geo.company import words
from geo.destinations import Destination
from geo.dossier import Stop, Visit
from geo.meeting_rules import Rule
from geo.page import Page
from geo.sides import Sides
from geo.story import Journeys
from geo.text import Sentence
from geo.visit_rules import trip_nouns

# Articles are short; what goes further back is a register, and time must stay linear in its length.
_LONGEST_MEMORY = 1000  # tokens
_SENTENCES_BACK = 12


def mode(page: Page, journeys: Journeys, rule: Rule, i: int, who: Sides, sentence: Sentence) -> str:
    """By phone, by video, indirect or in person: the words near it, else the rule's own."""
    first, last = max(sentence.first, i - 4), min(sentence.last, who.there.last + 8)
    near = page.doc.lower[first:last]
    if "who" in near[: i - first] and "," in near[i - first :]:
        # "X and Y, who last met in Lima, | spoke by phone"
        near = near[: near.index(",", i - first)]
    for way in ("indirect", "video", "phone"):
        if not words(way).isdisjoint(near):
            return way
    # "flew to Doha and spoke with the emir", "spoke in Doha with the emir"
    told = rule.mode == "phone" and rule.kind == "verb"
    if told and (_are_there(page, i, who, sentence) or _is_guest(page, journeys, who, sentence)):
        return "in person"
    return rule.mode


def _are_there(page: Page, i: int, who: Sides, sentence: Sentence) -> bool:
    """Whether the words put them into one place: it is named behind the verb, or one went there."""
    lower = page.doc.lower
    if "face-to-face" in lower[i : who.there.last]:
        return True
    if any(lower[j] == "in" and _only(page, j + 1) for j in range(i + 1, who.there.last)):
        return True
    return any(
        (form := clauses.forms().get(lower[j])) is not None and form.lemma in words("go")
        for j in range(max(sentence.first, i - pairs.REACH), i)
    )


def _is_guest(page: Page, journeys: Journeys, who: Sides, sentence: Sentence) -> bool:
    """Whether one of them is on a trip in the other's country, so that they need no telephone."""
    everyone = who.everyone
    people = page.people.people
    here = page.dateline.country if page.dateline is not None else None
    return any(
        (stop.status == "ongoing" or _days_between(stop.arrived, page.today) in (0, 1))
        # who is of no state that the words tell is taken for one from where the report is
        and stop.country in {people[p].country or here for p in everyone if p != person}
        for person in everyone
        for visit in journeys.near(person, sentence)
        if visit.evidence and visit.evidence[0].start <= sentence.start
        for stop in visit.stops
    )


def date(page: Page, i: int, last: int, sentence: Sentence) -> str | None:
    """The day that the clause gives: behind the people, between them and the verb, or before it."""
    if not page.dates_in(sentence.first, sentence.last):
        return None
    before = _before_clause(page, i, sentence) if page.dates_in(sentence.first, i) else ()
    for j in chain(range(i, last), _behind_clause(page, last, sentence), before):
        when = page.when_at.get(j)
        if when is not None and when.first and not when.attributive:
            return when.first  # "last week" gives its month
    return None


def _behind_clause(page: Page, last: int, sentence: Sentence) -> Iterator[int]:
    """The tokens from `last` on, up to where another clause begins."""
    lower = page.doc.lower
    for j in range(last, min(sentence.last, last + 20)):
        if j <= last + 4 and (_is_holding(page, j) or lower[j] in _SETTING):
            continue  # "talks between A and B | ended on Friday", "| are set for Friday"
        if j not in page.when_at and (lower[j] == "and" or _leaves_clause(page, j, sentence)):
            return  # "met Yoon, and on Saturday Xi"
        yield j


_SETTING = frozenset(
    (
        "is", "are", "was", "were", "be", "will", "set", "scheduled", "planned", "slated", "due",
        "expected", "took", "takes", "take", "taking",
    )
)  # fmt: skip


def _is_holding(page: Page, j: int) -> bool:
    form = clauses.forms().get(page.doc.lower[j])
    return form is not None and form.lemma in words("hold")


def running_day(page: Page, i: int, status: str, sentence: Sentence) -> str | None:
    """The day that the paragraph told of last, for what went on happening."""
    doc = page.doc
    if doc.lower[sentence.first] == "during" and not trip_nouns().isdisjoint(
        doc.lower[sentence.first : sentence.first + _NEAR_WHO]
    ):
        return None  # "During the tour, Rau met": on any day of it
    if not page.dated or not _RECALLED.isdisjoint(doc.lower[sentence.first : i + 1]):
        return None  # recalled, with a day of its own
    number = doc.sentence_at(sentence.start)
    oldest = doc.sentences[max(0, number - _SENTENCES_BACK)].first
    for j in reversed(page.dates_in(oldest, sentence.first)):
        before = doc.sentence_of(j)
        if before.paragraph < sentence.paragraph - 1:
            return None
        when = page.when_at[j]
        if j < before.last - pairs.REACH or not when.first or when.attributive:
            continue
        if page.today is not None and (when.first > page.today) != (status == "planned"):
            return None
        first = j
        while page.when_at.get(first - 1) is when:
            first -= 1
        if not _LATE.isdisjoint(doc.lower[first - 1 : j + 2]):
            return None  # "landed on Monday night. Her talks with Rau"
        # "Wednesday (20 January)", but no date such as stands at the head of a transcript
        written = first == j or doc.lower[first].endswith("day")
        one_day = when.kind == "day" and written
        return when.first if one_day and doc.lower[first - 1] not in _OPEN_ENDS else None
    return None


def day_of_call(page: Page) -> str | None:
    """The day of the call that the lead tells of: "Rau spoke by video conference today with"."""
    called = words("phone") | words("video") | words("call")
    if not page.dated:
        return None
    for sentence in page.doc.sentences[:_LEAD]:
        if called.isdisjoint(page.doc.lower[sentence.first : sentence.last]):
            continue
        whens = (page.when_at[j] for j in page.dates_in(sentence.first, sentence.last))
        return next((when.first for when in whens if when.kind == "day"), None)
    return None


_LEAD = 3  # sentences

_LATE = frozenset(("night", "evening", "midnight", "late"))
_RECALLED = frozenset(("had", "last", "since", "ever", "once"))


_OPEN_ENDS = frozenset(("until", "since", "by", "from", "till", "before"))


def _leaves_clause(page: Page, j: int, sentence: Sentence) -> bool:
    """Whether another clause begins at token j: "who …", "before …", "to discuss …", a verb."""
    lower = page.doc.lower
    if lower[j] in _NEW_CLAUSE or linking.is_finite(page, j, sentence):
        return True
    return lower[j] == "to" and "base" in tense.forms(lower[j + 1] if j + 1 < sentence.last else "")


_NEW_CLAUSE = frozenset(
    (";", "who", "which", "that", "where", "before", "after", "following", "ahead")
)


def _before_clause(page: Page, i: int, sentence: Sentence) -> Iterator[int]:
    """The tokens before i, from the nearest on, relative clauses between commas left out."""
    lower = page.doc.lower
    j = i - 1
    comma = False
    while j >= max(sentence.first, i - pairs.REACH):
        comma = comma or lower[j] == ","
        when = page.when_at.get(j)
        if when is not None and when.inner and comma:
            j = page.doc.token_at(when.start) - 1  # "on Friday, two days after he saw X, he | met"
            continue
        # "met Rau, two days after he saw | Putin": the day of the one is not the other's
        offset = lower[j] in ("after", "before") and lower[j - 1] in (
            "day",
            "days",
            "weeks",
            "hours",
        )
        reported = lower[j] in clauses.words("said") and comma is False
        if lower[j] == ";" or offset or reported or (lower[j] in ("after", "since") and not comma):
            return
        if lower[j] == ",":
            opened = j - 1
            while opened > max(sentence.first, i - pairs.REACH) and lower[opened] not in (",", ";"):
                opened -= 1
            if lower[opened] == "," and lower[opened + 1] in ("who", "which", "where"):
                j = opened - 1
                continue
        yield j
        j -= 1


def _named_place(page: Page, i: int, last: int, sentence: Sentence) -> Destination | None:
    """The place that "in" or "at" names in the clause: behind the people, or before them."""
    lower = page.doc.lower
    if not page.placed and page.dateline is None:
        return None
    topics = words("topic")
    relative = "who" in lower[max(sentence.first, i - _NEAR_WHO) : i]
    for j in range(i, max(last, min(sentence.last, last + 25))):
        word = lower[j]
        if page.doc.quoted[i] and not page.doc.quoted[j]:
            break  # '"I met Rau," he said | in Oslo'
        if j >= last and j not in page.when_at and _leaves_clause(page, j, sentence):
            break
        if j >= last and word in topics and j + 1 not in page.when_at:
            break
        if relative and j >= last and word == "," and lower[j + 1] in clauses.auxiliaries():
            break  # "Rau, who met Kim in May, | will press for talks in"
        if j >= last and page.place_of_clause(j) is not None:
            break
        if word == "here" and page.dateline is not None:
            return page.dateline
        if word in ("in", "at") or (word == "to" and j == last):
            found = _only(page, j + 1)
            if found is not None:
                return found
    for j in range(i - 1, max(sentence.first, i - pairs.REACH) - 1, -1):
        if lower[j] == "where" and (found := _before_where(page, j)) is not None:
            return found
        if lower[j] in (";", "that", "before", "after", "where"):
            break
        if lower[j] in ("in", "at") and (found := _only(page, j + 1)) is not None:
            return found
    return None


_NEAR_WHO = 6  # tokens: "who is to hold"


def _at_talks(page: Page, i: int, sentence: Sentence) -> Destination | None:
    """The place of talks at which something was done: "agreed at a meeting in | Lima"."""
    lower, talks = page.doc.lower, words("at talks")
    for j in range(i + 1, min(sentence.last - 3, i + pairs.REACH)):
        if lower[j] not in _DURING:
            continue
        for k in range(j + 1, min(sentence.last - 2, j + _NEAR_TALKS)):
            if lower[k] in talks and lower[k + 1] in ("in", "at"):
                return _only(page, k + 2)
    return None


_DURING = frozenset(("during", "at", "over", "in", "following", "after"))
_NEAR_TALKS = 5  # tokens: "during a working lunch"


def _before_where(page: Page, j: int) -> Destination | None:
    """The place that "where" at token j stands for: "flew to Amman, | where Rau met him"."""
    k = j - 2 if page.doc.lower[j - 1] == "," else j - 1
    place = page.place_at.get(k)
    return _only(page, page.doc.token_at(place.start)) if place is not None else None


def _only(page: Page, i: int) -> Destination | None:
    found = page.places_from(i)
    if found is None or found.region or len({one.country for one in found.places}) != 1:
        return None
    return next((one for one in found.places if one.city), found.places[0])


def place_and_day(
    page: Page,
    journeys: Journeys,
    i: int,
    who: Sides,
    day: str | None,
    sentence: Sentence,
    *,
    named: bool = True,
) -> tuple[Destination | None, str | None]:
    """Where they met, and the day of that stop: the clause, the trip, the host, the dateline.

    named: whether a place that the clause names is theirs, and not what they spoke about.
    """
    everyone = who.everyone
    # "met Rau in Riga and | Saar in Tallinn": each where the words behind them say
    if named:
        place = _named_place(page, max(i, who.first), who.there.last, sentence)
    else:
        place = _at_talks(page, i, sentence)
    fringe = page.doc.vocabulary & words("sidelines")
    if place is None and fringe and not fringe.isdisjoint(_words_of(page, sentence)):
        place = _left_for(page, journeys, everyone, sentence) or page.venue
        place = _at_fringe(page, sentence) or place
    visit, stop = _stop(page, journeys, who, everyone, place, day, sentence)
    if visit is not None and stop is not None:
        at_stop = Destination(0, 0, stop.country, stop.city, stop.lat, stop.lon)
        ahead = page.today is None or stop.arrived is None or stop.arrived >= page.today
        dates = (
            ahead
            if who.sense.status == "planned"
            else who.sense.status != "done" or _dates_a_meeting(page, visit, stop, sentence)
        )
        day = stop.arrived if dates and stop.arrived else _month(visit)
        return place or at_stop, day
    return place or _at_host(page, who) or _at_dateline(page, who, everyone, day), None


def _at_fringe(page: Page, sentence: Sentence) -> Destination | None:
    """The place of a gathering that two met aside of: "on the sidelines of the G20 | in Delhi"."""
    lower = page.doc.lower
    for k in range(sentence.first, sentence.last - 3):
        if lower[k] in words("sidelines") and lower[k + 1] == "of":
            j = k + 2
            while j < sentence.last - 1 and (
                lower[j] == "the" or page.doc.words[j][0].isupper() or lower[j] == "'s"
            ):
                j += 1
            return _only(page, j + 1) if lower[j] in ("in", "at") else None
    return None


def _words_of(page: Page, sentence: Sentence) -> list[str]:
    return page.doc.lower[sentence.first : min(sentence.last, sentence.first + 2 * pairs.REACH)]


def titled(page: Page, status: str) -> str | None:
    """The day of the article's title for a meeting without one, unless it lies the other way."""
    if page.titled is None or page.today is None:
        return None
    ahead = page.titled > page.today
    return page.titled if ahead == (status == "planned") or len(page.titled) < 10 else None


def _left_for(
    page: Page, journeys: Journeys, everyone: tuple[int, ...], sentence: Sentence
) -> Destination | None:
    """The stop of one of them that is told with a summit: "flew to Rio to attend"."""
    for person in everyone:
        for visit in journeys.near(person, sentence):
            for span in visit.evidence[:1]:
                told = page.doc.sentences[page.doc.sentence_at(span.start)]
                stop = _named_in(page, visit, told)
                if stop is not None and not words("gathering").isdisjoint(_words_of(page, told)):
                    return Destination(0, 0, stop.country, stop.city, stop.lat, stop.lon)
    return None


def _named_in(page: Page, visit: Visit, sentence: Sentence) -> Stop | None:
    """The stop whose city a sentence names first."""
    for j in range(sentence.first, sentence.last):
        place = page.place_at.get(j)
        for stop in visit.stops if place is not None and place.kind == "city" else ():
            if place is not None and (stop.lat, stop.lon) == (place.lat, place.lon):
                return stop
    return None


def _month(visit: Visit) -> str | None:
    """The month of a trip all of whose days that are known lie in one, as that of a stop."""
    told = (one.arrived or one.departed for one in visit.stops)
    days = [day for day in told if day and len(day) >= 7]
    months = {day[:7] for day in days}
    return months.pop() if len(months) == 1 else None


def _dates_a_meeting(page: Page, visit: Visit, stop: Stop, sentence: Sentence) -> bool:
    """Whether the first day of a stop is also that of what is told to have happened there.

    It is where the paragraph names that day, or where the traveller was elsewhere a day later.
    """
    if stop.arrived is None or (page.today is not None and stop.arrived > page.today):
        return False
    number = page.doc.sentence_at(sentence.start)
    oldest = max(0, number - _SENTENCES_BACK)
    while number >= oldest and page.doc.sentences[number].paragraph == sentence.paragraph:
        before = page.doc.sentences[number]
        for j in range(before.first, min(before.last, before.first + pairs.REACH)):
            told = j in page.when_at and page.when_at[j].first == stop.arrived
            if told and _LATE.isdisjoint(page.doc.lower[j - 1 : j + 2]):
                return True
        number -= 1
    later = visit.stops[visit.stops.index(stop) + 1 :]
    return any(
        _days_between(stop.arrived, next_stop.arrived) == 1 and next_stop.status != "planned"
        for next_stop in later
    )


def _days_between(first: str | None, then: str | None) -> int | None:
    if first is None or then is None or len(first) < 10 or len(then) < 10:
        return None
    return (dt.date.fromisoformat(then) - dt.date.fromisoformat(first)).days


def _stop(
    page: Page,
    journeys: Journeys,
    who: Sides,
    everyone: tuple[int, ...],
    place: Destination | None,
    day: str | None,
    sentence: Sentence,
) -> tuple[Visit, Stop] | tuple[None, None]:
    """The stop of somebody's trip at which they met.

    That in the place named; else that in the host's or another participant's country; else the one
    told of last.
    """
    people = page.people.people
    hosting = {"here": who.here, "there": who.there.people}.get(who.host, ())
    for person in sorted(set(everyone).difference(hosting)):
        if person not in journeys.of:
            continue
        hosts = {people[p].country for p in (hosting or everyone) if p != person}
        for visit in journeys.near(person, sentence):
            stops = tuple(stop for stop in visit.stops if _fits_day(stop, day))
            if place is not None:
                for stop in stops:
                    if stop.country == place.country and place.city in (None, stop.city):
                        return visit, stop
                continue
            for stop in stops:
                if stop.country in hosts:
                    return visit, stop
            if any(span.start <= sentence.start for span in visit.evidence[:1]):
                current = _last_named(page, stops, sentence)
                if current is not None or (len(stops) == 1 and not hosts - {None}):
                    return visit, current or stops[0]
    return None, None


def _fits_day(stop: Stop, day: str | None) -> bool:
    """Whether a meeting of that day can have been at a stop: not weeks away from it."""
    if day is None or stop.arrived is None:
        return True
    if len(day) < 10 or len(stop.arrived) < 10:
        return day.startswith(stop.arrived) or stop.arrived.startswith(day)
    apart = dt.date.fromisoformat(day) - dt.date.fromisoformat(stop.arrived)
    return abs(apart) <= _LONGEST_STAY


_LONGEST_STAY = dt.timedelta(days=10)


def _last_named(page: Page, stops: tuple[Stop, ...], sentence: Sentence) -> Stop | None:
    """The stop whose place was named last before a sentence ends."""
    at: dict[tuple[str | None, float | None, float | None], Stop] = {}
    for stop in stops:  # of several in one place the first
        at.setdefault((stop.country, None, None), stop)
        at.setdefault((stop.country, stop.lat, stop.lon), stop)
    for i in reversed(page.places_in(sentence.last - _LONGEST_MEMORY, sentence.last)):
        place = page.place_at[i]
        if place.role == "location":
            country = place.kind == "country"
            found = at.get((place.country, *((None, None) if country else (place.lat, place.lon))))
            if found is not None:
                return found
    return None


def _at_host(page: Page, who: Sides) -> Destination | None:
    """The country of the host, where the words say who hosts."""
    people = page.people.people
    hosts = {"here": who.here, "there": who.there.people}.get(who.host, ())
    country = next((people[p].country for p in hosts if people[p].country), None)
    return Destination(0, 0, country, None, None, None) if country else None


def _at_dateline(
    page: Page, who: Sides, everyone: tuple[int, ...], day: str | None
) -> Destination | None:
    """The dateline's place, for what has just happened, or happened in one of their countries."""
    dateline = page.dateline
    if dateline is None or who.sense.status == "planned":
        return None
    states = {page.people.people[p].country for p in everyone} | set(who.there.countries)
    just = day is not None and page.today is not None and day == page.today
    return dateline if just or dateline.country in states else None
