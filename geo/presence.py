"""Being somewhere without a verb of travel: being in a place, received there, calling on a host."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from geo import clauses, company, coordination, gazetteer, stays, subjects
from geo.clauses import Sense
from geo.dating import recalled
from geo.destinations import Destination, Destinations
from geo.page import Page, listed_with_days, opening_place, somewhere
from geo.people import Mention
from geo.text import Sentence
from geo.visit_rules import Found, Rule, from_abroad, who_of


def by_host(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who was received: "X received Y in Z" has Y in Z, or in X's country; or the passive."""
    doc, lower, people = page.doc, page.doc.lower, page.people.people
    if i in page.mention_at:
        return None
    passive = is_passive(lower, i)
    if passive:
        guests = subjects.of(doc, page.mention_at, i, sentence, page.dates).people
        behind = page.names_in(i + 1, min(i + 12, sentence.last))
        hosts = dict.fromkeys(page.mention_at[j].person for j in behind)
        # "was met by Rau of Togo and Ruiz of Peru": at home is neither
        told = (page.place_at[j].country for j in page.places_in(i + 1, min(i + 12, sentence.last)))
        of_one_state = len({*told, *(people[p].country for p in hosts)} - {None}) < 2
        named = of_one_state and "by" in lower[i + 1 : i + 8]
        host = next(iter(hosts), None) if named else None
    else:
        guests = _received(page, i + 1 + len(rule.after), sentence)
        subject = subjects.of(doc, page.mention_at, i, sentence, page.dates)
        host = min(subject.people, key=lambda p: people[p].mentions[0], default=None)
    if not guests:
        return None
    country = people[host].country if host is not None else None
    hosted = passive or host is not None
    if not passive and host is None:
        place = page.place_at.get(i - 1) or page.place_at.get(i - 2)
        country = place.country if place and place.role != "demonym" else None
        dated = any(j in page.dates for j in range(i + 1, min(i + 12, sentence.last)))
        hosted = country is not None and dated  # "Albania will welcome X on Monday"
    places = (
        somewhere(page, i, sentence, links=("in", "at") if passive else ("in", "at", "to"))
        or place_before_where(page, i, sentence)
        or opening_place(page, sentence)
        or _place_before(page, i)
    )
    if places is None:
        if country is None or not hosted:
            return None
        if _welcomes_oneself(page, i):
            guests = tuple(g for g in guests if people[g].country)  # "I welcome Ana to the office"
        here = page.dateline
        where = here if here is not None and here.country == country else _country(country)
        places = Destinations((where,), i + 1, False)
    guests = tuple(g for g in guests if people[g].country not in {d.country for d in places.places})
    if not guests:
        return None
    return Found(
        guests,
        [places],
        page.sense(i, sentence),
        recalled(page, i, sentence),
        "",
    )


def _welcomes_oneself(page: Page, i: int) -> bool:
    """Whether who speaks says "I welcome": to a hall or an office as often as to a state."""
    return any(page.doc.lower[j] == "i" for j in page.names_in(i - _NEAR_I, i))


_NEAR_I = 10  # tokens: "I | had the great pleasure yesterday of receiving"


def _place_before(page: Page, i: int) -> Destinations | None:
    """The place of a gathering right before the verb: "the summit in Apia | brought together"."""
    place = page.place_at.get(i - 1)
    if place is None or place.role == "demonym":
        return None
    first = page.doc.token_at(place.start)
    linked = page.doc.lower[first - 1] in ("in", "at")
    return page.places_from(first) if linked else None


def _received(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Who is received: named right behind the verb, or listed ("received four leaders: A, B")."""
    doc = page.doc
    behind = person_behind(page, _past_where(page, i, sentence), sentence)
    if behind is not None:
        joined = coordination.coordinated(doc, page.mention_at, behind, sentence.last)
        listed = company.at(page, behind.first, sentence)  # "King Idris of Chad and Prince Ali"
        more = listed.people if listed is not None and behind.person in listed.people else ()
        return tuple(dict.fromkeys((*joined, *more)))
    colon = next((j for j in range(i, sentence.last) if doc.lower[j] == ":"), None)
    if colon is None or any(j in page.mention_at for j in range(i, colon)):
        return ()
    listed = company.at(page, colon + 1, sentence)
    return listed.people if listed is not None else ()


_WHERE = frozenset({"at", "in", "on", "here"})


def _past_where(page: Page, i: int, sentence: Sentence) -> int:
    """The token behind where and when: "received | at Bayan Palace on Tuesday the premier"."""
    if i >= sentence.last or not (page.doc.lower[i] in _WHERE or i in page.when_at):
        return i
    j = i
    while j < sentence.last and j not in page.mention_at and j not in page.office_at:
        where = page.doc.lower[j] in _WHERE or page.doc.words[j][0].isupper()
        if not where and j not in page.when_at:
            break
        j += 1
    return j


def is_passive(lower: list[str], i: int) -> bool:
    """Whether the verb at token i is passive: "has been warmly welcomed", not "is to host"."""
    form = clauses.forms()[lower[i]]
    before = lower[i - 2] if lower[i - 1].endswith("ly") else lower[i - 1]
    return before in ("was", "were", "been", "be", "is", "are", "being") and (
        "participle" in form.kinds
    )


def place_before_where(page: Page, i: int, sentence: Sentence) -> Destinations | None:
    """The place before the "where" that opens the verb's clause: "in Sochi, where he will host"."""
    lower = page.doc.lower
    if "where" not in lower[sentence.first : i]:
        return None
    for j in range(i - 1, sentence.first, -1):
        if lower[j] == "where":
            k = j - 2 if lower[j - 1] == "," else j - 1
            place = page.place_at.get(k)
            if place is None or place.country is None or place.role == "demonym":
                return None
            return page.places_from(page.doc.token_at(place.start))
        if lower[j] in (";", "."):
            break
    return None


def by_call(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who called on whom: the visitor calls, in the other's country if no place is named."""
    people = page.people.people
    called = person_behind(page, i + 1 + len(rule.after), sentence)
    who = who_of(page, i, sentence, current)
    if called is None and who:
        return _call_in_place(page, rule, i, sentence, who)
    if called is None or not who:
        return None
    country = people[called.person].country
    if country is None or any(people[p].country in (None, country) for p in who):
        return None
    places = Destinations((_country(country),), i + 1, False)
    sense = page.sense(i, sentence)
    return Found(who, [places], sense, recalled(page, i, sentence), "")


def _call_in_place(
    page: Page, rule: Rule, i: int, sentence: Sentence, who: tuple[int, ...]
) -> Found | None:
    """A call on somebody who is not named: "called on the Saudi foreign minister in Riyadh"."""
    start = i + 1 + len(rule.after)
    office = next((page.office_at[j] for j in range(start, start + 4) if j in page.office_at), None)
    linked = office is not None and page.doc.lower[office.last : office.last + 1] == ["in"]
    places = page.places_from(office.last + 1) if office and linked else None
    if places is None or not places.places:
        return None
    sense = page.sense(i, sentence)
    return Found(who, [places], sense, recalled(page, i, sentence), "")


def by_attendance(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who came to a gathering: "the conference in Bern, attended by A and B", "A took part"."""
    end = i + 1 + len(rule.after)
    at_venue = Destinations((page.venue,), end, False) if page.venue is not None else None
    if rule.kind == "present":
        who, places = _present(page, rule, i, end, sentence), at_venue
    else:
        if not _is_of_group(page, rule, i, sentence):
            return None
        found = company.at(page, end, sentence)
        if found is None or not found.people:
            return None
        behind = somewhere(page, found.last - 1, sentence) if not rule.needs else None
        links = ("in", "at", "to") if rule.needs == "group" else ("in", "at")
        places = behind or _linked_before(page, i, sentence, links) or at_venue
        here = page.venue is not None and sentence.first <= page.venue.first < sentence.last
        named = here or places is not at_venue
        who = _from_elsewhere(page, found.people, places, bodies=named) if places else ()
    if not who or places is None or not places.places:
        return None
    verb = i - 1 if rule.kind == "present" and page.doc.lower[i] in rule.nouns else i
    sense = page.sense(verb, sentence)
    return Found(who, [places], sense, recalled(page, i, sentence), "")


def _present(page: Page, rule: Rule, i: int, end: int, sentence: Sentence) -> tuple[int, ...]:
    """Those who "took part", "were present", "were among them", if nothing more is told of it."""
    lower = page.doc.lower
    behind = lower[end] if end < sentence.last else "."
    alone = behind in (".", ",", ";", "and") or end in page.dates
    if lower[i] in rule.nouns:
        alone = lower[i - 1] in clauses.words("be") and (alone or behind in _THOSE_THERE)
    if not alone or page.venue is None:
        return ()
    return subjects.of(page.doc, page.mention_at, i, sentence, page.dates).people


_THOSE_THERE = frozenset({"them", "those", "guests", "participants", "attendees"})
_LOOKED_BACK = 8  # tokens


def _is_of_group(page: Page, rule: Rule, i: int, sentence: Sentence) -> bool:
    """Whether a group is named before its members, where the rule needs one."""
    lower = page.doc.lower
    if rule.needs == "list":  # "Attending the funeral in Apia | were"
        return lower[sentence.first] in _LISTING
    if rule.needs == "leaders":  # "leaders attending the summit in Apia | include"
        return not _LEADERS.isdisjoint(lower[sentence.first : i])
    if rule.needs == "in the":  # "was signed in Lima in the | presence"
        return lower[i - 2 : i] == ["in", "the"]
    if rule.needs != "group":
        return True
    return not clauses.words("group").isdisjoint(
        lower[max(sentence.first, i - 2 * _LOOKED_BACK) : i]
    )


_LISTING = frozenset({"among", "attending", "also", "present", "joining", "arriving", "gathered"})
_LEADERS = clauses.words("others").union(
    ("guests", "dignitaries", "participants", "attendees", "speakers")
)


def _linked_before(
    page: Page, i: int, sentence: Sentence, links: tuple[str, ...] = ("in", "at")
) -> Destinations | None:
    """The place that one of the links names last before token i in its sentence."""
    begin = bisect_right(page.placed, sentence.first)
    for j in reversed(page.placed[begin : bisect_left(page.placed, i)]):
        first = page.doc.token_at(page.place_at[j].start)
        if page.doc.lower[first - 1] in links:
            return page.places_from(first)
    return None


def by_talks_with(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who came to talks: "Monday's meeting with X in Oslo", "talks between X and Y began in Oslo".

    Those who are no hosts there; also whose talks they were ("Speaking after talks with X, Y").
    """
    if i in page.mention_at:
        return None
    found = company.at(page, i + 1 + len(rule.after), sentence, subject=True)
    if found is None or not found.people:
        return None
    noun = i
    if not rule.after:  # "talks in Oslo on Monday | between X and Y"
        earliest = max(sentence.first, i - _LOOKED_BACK)
        talks = company.words("gathering")
        noun = next((j for j in range(i - 1, earliest - 1, -1) if page.doc.lower[j] in talks), -1)
        if noun < 0:
            return None
    places = _place_of_talks(page, rule, found.last, sentence)
    if places is None and not rule.after:
        places = _linked_before(page, i, sentence)
    if places is None or not places.places:
        return None
    own = _owner(page, noun, sentence) or _speaking_after(page, noun, places.last, sentence)
    who = _from_elsewhere(page, (*own, *found.people), places, bodies=False)
    if not who:
        return None
    sense = clauses.inherited(page.doc, noun - 1, sentence)
    return Found(who, [places], sense, recalled(page, i, sentence), "")


def _place_of_talks(page: Page, rule: Rule, last: int, sentence: Sentence) -> Destinations | None:
    """The place behind those who talked, whom token `last` follows."""
    lower = page.doc.lower
    j = last
    if lower[j : j + 1] == ["of"]:  # "President X | of Chile"
        j += 2 if lower[j + 1 : j + 2] == ["the"] else 1
        j = page.doc.token_at(page.place_at[j].end - 1) + 1 if j in page.place_at else j
    while j < sentence.last and j in page.when_at:
        j += 1
    if j + 1 < sentence.last and (lower[j],) in rule.links:
        return page.places_from(j + 1)
    if rule.after == ("with",):
        return None
    return somewhere(page, last - 1, sentence)  # "… took place in Oslo"


_OPENING = frozenset({"speaking", "a", "the", "his", "her", "three-way", "bilateral"})


def _speaking_after(page: Page, i: int, last: int, sentence: Sentence) -> tuple[int, ...]:
    """Who acts behind the talks that a sentence opens with: "After talks with X in Riga, | Y"."""
    lower = page.doc.lower
    small = clauses.words("fronting") | _OPENING
    if not small.issuperset(lower[sentence.first : i]):
        return ()
    while last < sentence.last and (last in page.when_at or lower[last] in (",", "on")):
        last += 1
    acting = person_behind(page, last, sentence) if lower[last - 1] == "," else None
    return (acting.person,) if acting is not None else ()


def _owner(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Whose talks they are: "Minister X's (first) meeting"."""
    for j in range(i - 1, max(sentence.first, i - 4), -1):
        if page.doc.lower[j] in ("'s", "'") and j - 1 in page.mention_at:
            return (page.mention_at[j - 1].person,)
    return ()


def _from_elsewhere(
    page: Page, who: tuple[int, ...], places: Destinations, *, bodies: bool
) -> tuple[int, ...]:
    """Those of whom it is known that they are no hosts there.

    bodies: who heads a body, and so is of no state, may be among them.
    """
    hosts = {place.country for place in places.places} | (set() if bodies else {None})
    return tuple(p for p in from_abroad(page, who) if page.people.people[p].country not in hosts)


_STYLES = frozenset(  # "Their | Majesties | King Hakon and Queen Sonja"
    {"majesty", "majesties", "highness", "highnesses", "royal", "excellency", "excellencies"}
)


def person_behind(page: Page, i: int, sentence: Sentence) -> Mention | None:
    """The person who stands right behind a verb: "received | the visiting Kazakh president"."""
    while i < sentence.last and (
        page.doc.lower[i] in ("the", "a", "an", "visiting", "both")
        or (page.doc.words[i][0].isupper() and not _STYLES.isdisjoint(page.doc.lower[i : i + 2]))
        or page.doc.lower[i].endswith("ly")
    ):
        i += 1
    mention = page.mention_at.get(i) or page.mention_at.get(i + 1)
    if mention is None or (mention.first > i and i not in page.place_at):
        return None
    if page.doc.lower[mention.last : mention.last + 1] in (["'s"], ["'"]):
        return None  # "welcomed President Duda's decision"
    return None if page.doc.lower[mention.first] in clauses.OWNERS else mention


def _country(alpha2: str) -> Destination:
    state = gazetteer.country(alpha2)
    return Destination(
        0, 0, alpha2, None, state.lat if state else None, state.lon if state else None
    )


def by_being(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """ "is in Singapore", "is due in Khartoum on Thursday"."""
    doc, lower = page.doc, page.doc.lower
    j = i + 1
    due = False
    while j < sentence.last and (lower[j] in rule.words or j in page.when_at):
        due = due or lower[j] in ("due", "expected", "scheduled")
        j += 1
    been = lower[i] == "been" and j < sentence.last and lower[j] == "to"
    here = j < sentence.last and "here" in lower[i + 1 : j] and page.dateline is not None
    here = here and (due or stays.since(page, j, sentence) is not None)
    if j >= sentence.last or ((lower[j],) not in rule.links and not been and not here):
        return None
    if here and page.dateline is not None:
        places: Destinations | None = Destinations((page.dateline,), j, False)
    else:
        places = page.places_from(j + 1)
    if places is None or places.region:
        return None
    who = subjects.of(doc, page.mention_at, i, sentence, page.dates)
    sense = page.sense(i, sentence)
    sure = who.sure or due or sense.status == "planned" or lower[i - 1] == "and"
    if not who.people or not sure:
        return None
    if due and clauses.came_to_nothing(doc, i, sentence):
        sense = Sense("cancelled")
    listed = [places, *listed_with_days(page, places.last, sentence)]
    if sense.status in ("none", "cancelled"):
        return Found(who.people, listed, sense, False, "")
    if due or sense.status == "planned":
        sense = Sense("planned")
    else:
        began = stays.since(page, places.last, sentence) is not None
        began = began or "since" in lower[places.last : places.last + 2]
        still = began and lower[i - 1] in ("has", "have")
        sense = Sense("ongoing" if still or lower[i] in ("is", "are", "'s") else "done")
    return Found(who.people, listed, sense, recalled(page, i, sentence), "")


def by_guest(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """ "held talks with the visiting Chilean president": where it is told, or at the host's."""
    doc, lower, people = page.doc, page.doc.lower, page.people.people
    mention = person_behind(page, i + 1, sentence)
    opens = (
        i == sentence.first
        and mention is not None
        and lower[mention.last : mention.last + 1] != [","]
    )
    if mention is None or not (opens or lower[i - 1] in clauses.words("before guest")):
        return None
    host = next(
        (
            people[page.mention_at[j].person].country
            for j in range(sentence.first, sentence.last)
            if j in page.mention_at and page.mention_at[j].person != mention.person
        ),
        None,
    )
    places = somewhere(page, i, sentence) or opening_place(page, sentence)
    places = places or _linked_before(page, i, sentence)
    if places is None:
        here = page.dateline
        at_home = here is not None and host in (None, here.country)
        where = here if at_home else _country(host) if host else None
        if where is None:
            return None
        places = Destinations((where,), i + 1, False)
    who = coordination.coordinated(doc, page.mention_at, mention, sentence.last)
    return Found(who, [places], Sense("ongoing"), recalled(page, i, sentence), "")
