"""Travel told by a verb: who went where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from geo import clauses, company, occasions_of_state, tables
from geo.dating import recalled
from geo.destinations import Destinations, journey_words
from geo.links import linked, past_dates
from geo.page import Page, opening_place
from geo.people import Mention
from geo.presence import is_passive, person_behind, place_before_where
from geo.rules import Phrases, phrase_at
from geo.text import Sentence
from geo.venues import (
    OPENING,
    at_dateline,
    at_parliament,
    at_venue,
    event_words,
    named_for_city,
    on_sidelines,
)
from geo.visit_rules import (
    Found,
    Rule,
    along_with_unnamed,
    from_abroad,
    trip_nouns,
    who_of,
)

_NEAR_BED = 6  # tokens
_FURTHEST = 14  # tokens: what belongs to a verb stands no further behind it
_NEAR_WHERE = 5  # tokens: "where | the foreign minister | arrived"


def by_verb(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who went where by a rule of a verb at token i, or None where the rule does not fit."""
    doc = page.doc
    if i in page.mention_at or i in page.place_at:
        return None
    if page.doc.lower[i] in trip_nouns() and not clauses.is_verb(
        page.doc, page.mention_at, i, page.dates
    ):
        return None
    start = i + 1 + len(rule.after)
    quoting = _said_by(page, i, sentence) if rule.near is not None and not rule.after else None
    start = quoting.last if quoting is not None else start
    if rule.needs == "passive" and not is_passive(doc.lower, i):
        return None
    if rule.kind == "attends" and _is_trip_held(page, i, sentence):
        return None
    if rule.needs == "trip" and not _trip_word(page, start, sentence):
        return None
    if rule.needs == "lodging" and journey_words("lodging").isdisjoint(
        doc.lower[start : start + _NEAR_BED]
    ):
        return None
    if rule.needs == "delegation" and not _delegation(page, start, sentence):
        return None
    if rule.needs == "person" and person_behind(page, start, sentence) is None:
        return None
    behind = past_dates(page, start, sentence)
    if rule.not_before and behind < sentence.last and page.doc.lower[behind] in rule.not_before:
        return None
    opening = rule.needs == "opening"
    if opening and page.doc.lower[i + 1 : i + 2] == [","]:
        return None  # "In Lima, Rau noted, prices rose"
    places = [] if opening else linked(page, rule, start, sentence)
    if not places and not opening and _may_be_at_venue(page, rule, behind):
        # "in Lima, where he spoke at the summit": not wherever the article's own summit is
        places = _where_list(page, i, sentence) if rule.kind == "attends" else []
        if not places and not _is_purpose(page, i, sentence):
            places = at_venue(page, start, sentence)
    if not places and not opening and rule.kind == "attends" and rule.near is None:
        aim = _is_purpose(page, i, sentence)
        places = (
            _where_list(page, i, sentence)
            or occasions_of_state.at(page, start, sentence)
            or ([] if aim else named_for_city(page, i, start, sentence))
            or at_parliament(page, i, start, sentence)
        )
    if not places and rule.both:
        places = at_dateline(page, start, sentence)
    if not places and rule.opens and (opened := opening_place(page, sentence)) is not None:
        # "In Syria, Rau announced, the war goes on"
        near = rule.both or rule.near is not None or all(place.city for place in opened.places)
        near = near or (bool(opened.places) and _at_event(page, sentence, opened))
        near = near and not (opening and not _acts_behind(page, opened.last))
        places = [opened] if opened.places and near else []
    if not places and rule.opens:
        places = on_sidelines(page, i, sentence)
    if not places and rule.arrives and "where" in page.doc.lower[max(0, i - _NEAR_WHERE) : i]:
        places = _where_list(page, i, sentence)  # "in Lima, where she arrived on Monday"
    here = page.dateline if not places and rule.links == (("here",),) else None
    if here is not None and (rule.after or _is_news_of_day(page, start, behind, sentence)):
        places = [Destinations((here,), start, False)]
    if not places or (rule.needs == "stay" and not _is_stay(page, places[0].last)):
        return None
    if rule.kind == "goes" and (more := _besides(page, sentence)) is not None:
        places = [more, *places]
    ongoing = rule.ongoing
    if rule.kind == "takes":
        who = _taken(page, start)
        ongoing = "ends" if _is_of_trip_over(page, i, sentence) else ongoing
    elif rule.kind == "attends" and not (rule.both or rule.needs) and is_passive(doc.lower, i):
        who = _doers(page, start, sentence)
    elif quoting is not None:
        who = (quoting.person,)
    else:
        who = who_of(page, i, sentence, current)
        if rule.kind in ("goes", "onward"):
            along = along_with_unnamed(page, i, sentence)
            who = along if set(who) <= set(along) else who
    # who does something there may be at home, who goes there is not
    there = places[0].places in ((page.venue,), (page.dateline,)) or rule.near is not None
    if (rule.kind == "attends" and there) or rule.needs == "state":
        who = from_abroad(page, who)
    if not who:
        return None
    if rule.kind == "attends" and _is_remote(page, i, sentence):
        return None
    if rule.both:
        who = tuple(dict.fromkeys((*who, *_met(page, start, places[0]))))
        met = page.mention_at.get(start)
        if met is not None and met.kind == "pronoun":  # "President Rau will meet her in Lima"
            who = from_abroad(page, who)
    sense = page.sense(i, sentence)
    ongoing = ongoing or ("begins" if _has_set_out(page, i, sentence) else "")
    if page.doc.lower[start : start + 1] == ["back"] and _comes_to_topic(page, i, sentence):
        return None
    if rule.kind == "leaves":
        onward = page.doc.lower[places[-1].last : places[-1].last + 4]
        # whose state is not known may well set out from home
        stateless = all(page.people.people[p].country is None for p in who)
        if sense.status in ("none", "cancelled") or ("for" in onward and stateless):
            return None
    # "Kono, who flew in, leaves on Thursday": that day is another's
    dateless = (
        rule.links == (("here",),) and start not in page.dates and start + 1 not in page.dates
    ) or _is_before_or_after(page, i, places[-1].last, sentence)
    return Found(who, places, sense, recalled(page, i, sentence), ongoing, dateless=dateless)


def _is_trip_held(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether it is a trip of which the verb at token i tells, and no place right behind it.

    "The visit of the minister will be | held on the eve of a fair in Lima", "| take place before".
    """
    lower = page.doc.lower
    if lower[i : i + 2] not in _HELD and not (lower[i] == "held" and is_passive(lower, i)):
        return False
    opens = sentence.first + (lower[sentence.first] in ("the", "this", "a", "an"))
    if opens + 1 >= i or lower[opens] not in trip_nouns() or lower[opens + 1] not in ("of", "by"):
        return False
    behind = past_dates(page, i + 1 + (lower[i] != "held"), sentence)
    return lower[behind : behind + 1] not in (["in"], ["at"])


_HELD = (["take", "place"], ["takes", "place"], ["took", "place"])


def _said_by(page: Page, i: int, sentence: Sentence) -> Mention | None:
    """Who is named behind the verb of a quotation before it: '"We agree," said | Rau in Lima'."""
    if i == sentence.first or page.doc.lower[i - 1] not in _CLOSING_QUOTE:
        return None
    for j in range(i + 1, min(sentence.last, i + _LONGEST_OFFICE)):
        mention = page.mention_at.get(j)
        if mention is not None and mention.kind == "name":
            return mention
    return None


_CLOSING_QUOTE = frozenset(('"', "”", "''", ","))
_LONGEST_OFFICE = 8  # tokens


def _is_before_or_after(page: Page, i: int, last: int, sentence: Sentence) -> bool:
    """Whether the verb at token i is a gerund of another time than its clause, without a day.

    "Landed on Monday after | visiting Oslo", "spent Monday there before | flying on to Riga".
    """
    lower = page.doc.lower
    apart = lower[i].endswith("ing") and lower[i - 1] in ("before", "after")
    return apart and not page.dates_in(i, min(last + 3, sentence.last))


def _acts_behind(page: Page, i: int) -> bool:
    """Whether somebody is named behind the place that opens a sentence: "In Lima, | Rau noted"."""
    i += page.doc.lower[i : i + 1] == [","]
    while i in page.dates or page.doc.lower[i : i + 1] in (["on"], [","], ["the"]):
        i += 1
    return i in page.mention_at or i in page.office_at or i + 1 in page.mention_at


def _is_news_of_day(page: Page, start: int, behind: int, sentence: Sentence) -> bool:
    """Whether only a day stands behind a verb in the lead: "arrived | on Tuesday"."""
    lead = page.doc.sentence_at(sentence.start) <= OPENING
    return lead and any(page.when_at[j].kind == "day" for j in page.dates_in(start, behind))


def _comes_to_topic(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether who speaks comes back to a topic: "I'll come back to Sudan", but "came back to"."""
    lower = page.doc.lower
    oneself = any(lower[j] == "i" for j in page.names_in(sentence.first, i))
    return oneself and "past" not in clauses.forms()[lower[i]].kinds


def _is_stay(page: Page, i: int) -> bool:
    """Whether what stands behind a place tells of a stay there: ", where", ", his first stop"."""
    lower = page.doc.lower
    behind = lower[i + 1 : i + 6]
    apposed = behind[:1] != [] and behind[0] in ("the", "his", "her")
    return lower[i : i + 1] == [","] and (
        behind[:1] == ["where"] or (apposed and not trip_nouns().isdisjoint(behind))
    )


def _taken(page: Page, i: int) -> tuple[int, ...]:
    """Whom somebody or a trip takes somewhere: "take | him to Suva", "sent | his envoy, Li, to"."""
    mention = page.mention_at.get(i)
    owned = page.doc.lower[i] in (*clauses.OWNERS, "the") and page.doc.lower[i + 1] != "to"
    if owned:  # "his envoy, Li", "the chancellor Li"
        mention = next((m for j in range(i + 1, i + 6) if (m := page.mention_at.get(j))), None)
    return (mention.person,) if mention is not None else ()


def _is_of_trip_over(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether the trip that took somebody somewhere is over: "ended a tour that | took him to"."""
    lower = page.doc.lower
    nouns = [j for j in range(sentence.first, i) if lower[j] in trip_nouns()]
    told = lower[sentence.first : nouns[-1]] if nouns else []
    home = "from" in told and not journey_words("returning").isdisjoint(told)
    return home or not clauses.words("over").isdisjoint(told)


def _besides(page: Page, sentence: Sentence) -> Destinations | None:
    """The places that a sentence opens with beside its own: "In addition to | Oslo, X will"."""
    link = phrase_at(_beside_words(), page.doc.lower, sentence.first)
    if page.doc.lower[sentence.first] == "from":
        link = ("from",)  # "From Oslo, X will"
    found = page.places_from(sentence.first + len(link)) if link else None
    closed = found is not None and page.doc.lower[found.last : found.last + 1] == [","]
    return found if closed else None


@cache
def _beside_words() -> Phrases:
    rows = tables.rows("destination_words")
    return tuple(tuple(row["word"].split()) for row in rows if row["kind"] == "besides")


def _doers(page: Page, start: int, sentence: Sentence) -> tuple[int, ...]:
    """By whom something was done: "the treaty was signed in Riga | by Rau and Ruiz"."""
    for j in range(start, min(sentence.last - 1, start + _FURTHEST)):
        if page.doc.lower[j] == "by":
            listed = company.at(page, j + 1, sentence)
            return listed.people if listed is not None else ()
    return ()


def _met(page: Page, start: int, there: Destinations) -> Iterator[int]:
    """Those named between "met" and the place, if their states are known and not the place's."""
    hosts = {place.country for place in there.places}
    stop = there.places[0].first if there.places else start
    for i in range(start, min(stop, start + 3 * _FURTHEST)):
        mention = page.mention_at.get(i)
        if mention is None or mention.kind == "pronoun":
            continue
        country = page.people.people[mention.person].country
        if country is not None and country not in hosts:
            yield mention.person


def _trip_word(page: Page, i: int, sentence: Sentence) -> bool:
    nouns = trip_nouns()
    return any(page.doc.lower[j] in nouns for j in range(i, min(i + 6, sentence.last)))


def _has_set_out(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether somebody left to do what the verb at token i tells: "left on Monday to | visit"."""
    lower = page.doc.lower
    if lower[i - 1] != "to":
        return False
    j = i - 2
    while j > sentence.first and (j in page.when_at or lower[j] == "on"):
        j -= 1
    form = clauses.forms().get(lower[j])
    return form is not None and "past" in form.kinds and form.lemma in SETTING_OUT


SETTING_OUT = frozenset(("leave", "depart", "embark", "set"))


def _at_event(page: Page, sentence: Sentence, opened: Destinations) -> bool:
    """Whether a sentence opens with a gathering in a place: "At the summit in | Palau"."""
    before = page.doc.lower[sentence.first : min(place.first for place in opened.places)]
    return "at" in before and not event_words("event", "venue").isdisjoint(before)


def _delegation(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether a delegation is the object that begins at token i: "led | the U.S. delegation"."""
    until = range(i, min(i + _LONGEST_OBJECT, sentence.last))
    return any(page.doc.lower[j] in company.words("delegation") for j in until)


_LONGEST_OBJECT = 6  # tokens


def _is_remote(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether somebody spoke to a gathering from elsewhere: "by video link"."""
    return any(word in event_words("remote") for word in page.doc.lower[i : sentence.last])


def _may_be_at_venue(page: Page, rule: Rule, behind: int) -> bool:
    """Whether somebody is or goes "to" a gathering: token `behind` stands behind verb and dates."""
    if rule.kind == "attends":
        return rule.near is None
    return page.doc.lower[behind : behind + 1] == ["to"]


def _is_purpose(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether somebody went to a named place "to attend" what token i tells: it is there."""
    if page.doc.lower[i - 1] != "to":
        return False
    before = (page.place_at.get(j) for j in range(max(sentence.first, i - 8), i))
    return any(place is not None and place.role == "location" for place in before)


def _where_list(page: Page, i: int, sentence: Sentence) -> list[Destinations]:
    """The place before "where" as a list of one, for a verb that names no place of its own."""
    found = place_before_where(page, i, sentence)
    return [found] if found is not None else []
