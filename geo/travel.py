"""Travel told by a verb: who went where, by the rules of `data/rules/visits.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from geo import clauses, destinations, gazetteer, tables
from geo.clauses import Sense
from geo.destinations import Destination, Destinations
from geo.page import CONJUNCTIONS, Page, opening_place, recalled, somewhere
from geo.people import Mention
from geo.text import Sentence


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `data/rules/visits.toml`."""

    id: str
    kind: str
    weight: float
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    after: tuple[str, ...] = ()
    links: tuple[tuple[str, ...], ...] = ()
    needs: str = ""
    not_before: frozenset[str] = frozenset()
    ongoing: str = ""


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, in the order of the file: the first that fits a word is taken."""
    return tuple(
        Rule(
            id=row["id"],
            kind=row["kind"],
            weight=row["weight"],
            verbs=frozenset(row.get("verbs", ())),
            nouns=frozenset(row.get("nouns", ())),
            words=frozenset(row.get("words", ())),
            after=tuple(row.get("after", ())),
            links=tuple(
                sorted(
                    (tuple(link.split()) for link in row.get("links", ())), key=len, reverse=True
                )
            ),
            needs=row.get("needs", ""),
            not_before=frozenset(row.get("not_before", ())),
            ongoing=row.get("ongoing", ""),
        )
        for row in tables.rules("visits")["rule"]
    )


@cache
def triggers() -> dict[str, tuple[Rule, ...]]:
    """For each word that a rule begins with (a form of its verb, its noun), the rules."""
    found: dict[str, list[Rule]] = {}
    for rule in rules():
        for form, verb in clauses.forms().items():
            if verb.lemma in rule.verbs:
                found.setdefault(form, []).append(rule)
        for noun in rule.nouns:
            found.setdefault(noun, []).append(rule)
        if rule.kind == "being":
            for word in ("is", "was", "are", "were", "be", "been", "'s"):
                found.setdefault(word, []).append(rule)
    return {word: tuple(some) for word, some in found.items()}


class Found(NamedTuple):
    """What one rule read: who (positions in `People.people`), where, whether it happened.

    apart: it is told of another time than the running one. ongoing: "begins" or "ends", or nothing.
    dateless: the sentence's dates are those of something else ("a day after his trip to Kyiv").
    """

    who: tuple[int, ...]
    places: list[Destinations]
    sense: Sense
    apart: bool
    ongoing: str
    dateless: bool = False


_STOPPERS = frozenset({"where", "who", "which", "that", ";", "whose"})
_FURTHEST = 14


def by_verb(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who went where by a rule of a verb at token i, or None where the rule does not fit."""
    doc = page.doc
    if rule.after and tuple(doc.lower[i + 1 : i + 1 + len(rule.after)]) != rule.after:
        return None
    if rule.kind == "being":
        return _by_being(page, rule, i, sentence)
    if rule.kind == "hosts":
        return _by_host(page, rule, i, sentence)
    if rule.kind == "calls":
        return _by_call(page, rule, i, sentence, current)
    if i in page.mention_at or i in page.place_at:
        return None
    if page.doc.lower[i] in _trip_nouns() and not clauses.is_verb(page.doc, page.mention_at, i):
        return None
    start = i + 1 + len(rule.after)
    if rule.needs == "trip" and not _trip_word(page, start, sentence):
        return None
    if rule.needs == "person" and _object(page, start, sentence) is None:
        return None
    behind = _past_dates(page, start, sentence)
    if rule.not_before and behind < sentence.last and page.doc.lower[behind] in rule.not_before:
        return None
    places = _linked(page, rule, start, sentence)
    if not places and rule.kind == "attends":
        places = _at_venue(page, start, sentence) or _where_list(page, i, sentence)
    if not places and rule.links == (("here",),) and page.dateline is not None:
        places = [Destinations((page.dateline,), start, False)]
    if not places:
        return None
    who = _taken(page, start) if rule.kind == "takes" else who_of(page, i, sentence, current)
    if not who:
        return None
    if rule.kind == "attends" and _is_remote(page, i, sentence):
        return None
    sense = clauses.sense(doc, i, sentence)
    ongoing = rule.ongoing
    if rule.kind in ("onward",) and sense.status == "done":
        sense = Sense("done")
    if rule.kind == "leaves" and sense.status == "none":
        return None
    return Found(who, places, sense, recalled(page, i, sentence), ongoing)


def _taken(page: Page, i: int) -> tuple[int, ...]:
    """Whom a trip takes somewhere: "that will also take | him to Suva"."""
    mention = page.mention_at.get(i)
    return (mention.person,) if mention is not None else ()


def who_of(page: Page, i: int, sentence: Sentence, current: tuple[int, ...]) -> tuple[int, ...]:
    who = clauses.subject(page.doc, page.mention_at, i, sentence, page.dates)
    if who.group:
        return current
    return who.people


def _trip_word(page: Page, i: int, sentence: Sentence) -> bool:
    nouns = _trip_nouns()
    return any(page.doc.lower[j] in nouns for j in range(i, min(i + 6, sentence.last)))


@cache
def _trip_nouns() -> frozenset[str]:
    return frozenset().union(*(rule.nouns for rule in rules()))


def _linked(page: Page, rule: Rule, start: int, sentence: Sentence) -> list[Destinations]:
    """The lists of places behind a verb's links; "to Lima on Monday and then to Quito" is two."""
    doc, lower = page.doc, page.doc.lower
    found: list[Destinations] = []
    i = start
    stop = min(sentence.last, start + _FURTHEST)
    if rule.kind == "attends":
        stop = min(sentence.last, start + 3 * _FURTHEST)
    while i < stop:
        here = None if found else _here(page, i, start)
        if here is not None:
            found.append(Destinations((here,), i + 1, False))
            i += 1
            continue
        link = next(
            (k for k in rule.links if tuple(lower[i : i + len(k)]) == k and (k or i == start)), None
        )
        if link is not None:
            places = destinations.at(doc, page.place_at, i + len(link))
            if rule.kind == "attends" and not gathers(page, i, start):
                places = None
            if places is not None and places.last <= sentence.last:
                found.append(places)
                if rule.kind == "attends":
                    return found
                i = max(places.last, i + 1)
                stop = min(sentence.last, i + 8)
                continue
            if link == () and rule.links == ((),):
                # the object stands right behind the verb, dates and adverbs aside
                k = _past_dates(page, i, sentence)
                if k > i:
                    places = destinations.at(doc, page.place_at, k)
                    if places is not None:
                        found.append(places)
                        i = max(places.last, i + 1)
                        continue
                return found
        if lower[i] in _STOPPERS or (found and not goes_on(page, i)):
            break
        if rule.kind == "attends" and _new_clause(page, i, start):
            break
        if (
            rule.kind != "attends"
            and i > start
            and lower[i] in clauses.forms()
            and i not in page.when_at
        ):
            form = clauses.forms()[lower[i]]
            if "past" in form.kinds or "third" in form.kinds or lower[i - 1] in ("to", "will"):
                break
        i += 1
    return found


def gathers(page: Page, i: int, start: int) -> bool:
    """Whether the words before "in" at token i make what follows the place of the doing itself."""
    before = page.doc.lower[i - 1]
    return (
        i == start
        or i - 1 in page.mention_at
        or i - 1 in page.when_at
        or before in _event_words("venue", "event", "people")
        or before in (",", ")", "”", '"')
        or before.endswith("ly")
    )


def _is_remote(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether somebody spoke to a gathering from elsewhere: "by video link"."""
    return any(word in _event_words("remote") for word in page.doc.lower[i : sentence.last])


@cache
def _event_words(*kinds: str) -> frozenset[str]:
    return frozenset(row["word"] for row in tables.rows("event_words") if row["kind"] in kinds)


_SETTLEMENTS = frozenset({"city", "capital", "town", "port", "resort", "village", "country"})


def _here(page: Page, i: int, start: int) -> Destination | None:
    """The place that "here" or "there" stands for at token i behind a verb."""
    if page.doc.lower[i] == "there" and i <= start + 2:
        return there(page, i)
    return page.dateline if _is_here(page.doc.lower, i) else None


def there(page: Page, i: int) -> Destination | None:
    """The place last named before token i, in its sentence or the one before."""
    number = page.doc.sentence_at(page.doc.starts[i])
    start = page.doc.sentences[max(0, number - 1)].first
    for j in range(i - 1, start - 1, -1):
        place = page.place_at.get(j)
        if place is not None and place.role == "location" and place.country is not None:
            city = destinations.spelled(place) if place.kind == "city" else None
            return Destination(j, j + 1, place.country, city, place.lat, place.lon)
    return None


def _is_here(lower: list[str], i: int) -> bool:
    """ "here", "in this capital", "in this Red Sea port": the place of the dateline."""
    if lower[i] == "here":
        return True
    return (
        lower[i] == "this"
        and lower[i - 1] in ("in", "at", "to")
        and any(word in _SETTLEMENTS for word in lower[i + 1 : i + 5])
    )


def _at_venue(page: Page, start: int, sentence: Sentence) -> list[Destinations]:
    """The place of the gathering that a clause names without its place: "at the summit"."""
    if page.venue is None:
        return []
    lower = page.doc.lower
    for i in range(start, min(sentence.last - 1, start + 12)):
        if lower[i] in _STOPPERS or _new_clause(page, i, start):
            break
        if lower[i] in _event_words("venue") and any(
            w in ("the", "this") for w in lower[i - 3 : i]
        ):
            return [Destinations((page.venue,), i + 1, False)]
    return []


def _where_list(page: Page, i: int, sentence: Sentence) -> list[Destinations]:
    """The place before "where" as a list of one, for a verb that names no place of its own."""
    found = _where(page, i, sentence)
    return [found] if found is not None else []


def _new_clause(page: Page, i: int, start: int) -> bool:
    """Whether another clause begins at token i: a conjunction, or a verb with its own tense."""
    if page.doc.lower[i] in CONJUNCTIONS:
        return True
    form = clauses.forms().get(page.doc.lower[i])
    if form is None or i == start or i in page.mention_at or i in page.when_at:
        return False
    passive = page.doc.lower[i + 1 : i + 2] == ["by"]
    return "past" in form.kinds and "base" not in form.kinds and not passive


def _past_dates(page: Page, i: int, sentence: Sentence) -> int:
    while i < sentence.last and (i in page.when_at or page.doc.lower[i] in ("on", ",")):
        i += 1
    return i


def goes_on(page: Page, i: int) -> bool:
    """Whether words behind a list of places can lead to the next: dates, "and then", "before"."""
    word = page.doc.lower[i]
    return i in page.when_at or word in (
        "and",
        "then",
        ",",
        "on",
        "from",
        "to",
        "for",
        "before",
        "later",
        "in",
        "later",
        ")",
        "onward",
        "onwards",
        "followed",
        "by",
        "with",
        "stops",
        "heading",
        "travelling",
        "traveling",
        "going",
        "next",
        "via",
    )


def _by_host(page: Page, rule: Rule, i: int, sentence: Sentence) -> Found | None:
    """Who was received: "X received Y in Z" has Y in Z, or in X's country; or the passive."""
    doc, lower, people = page.doc, page.doc.lower, page.people.people
    if i in page.mention_at:
        return None
    passive = _is_passive(lower, i)
    if passive:
        guests = clauses.subject(doc, page.mention_at, i, sentence, page.dates).people
        host = next(
            (
                page.mention_at[j]
                for j in range(i + 1, min(i + 12, sentence.last))
                if j in page.mention_at
            ),
            None,
        )
        if "by" not in lower[i + 1 : i + 8]:
            host = None
    else:
        behind = _object(page, i + 1 + len(rule.after), sentence)
        if behind is None:
            return None
        guests = clauses.coordinated(doc, page.mention_at, behind, sentence.last)
        subject = clauses.subject(doc, page.mention_at, i, sentence, page.dates)
        host = next((m for m in page.mention_at.values() if m.person in subject.people), None)
    if not guests:
        return None
    country = people[host.person].country if host else None
    if not passive and host is None:
        place = page.place_at.get(i - 1) or page.place_at.get(i - 2)
        country = place.country if place and place.role != "demonym" else None
    places = (
        somewhere(page, i, sentence) or _where(page, i, sentence) or opening_place(page, sentence)
    )
    if places is None:
        if country is None or (host is None and not passive):
            return None
        here = page.dateline
        where = here if here is not None and here.country == country else _country(country)
        places = Destinations((where,), i + 1, False)
    guests = tuple(g for g in guests if people[g].country not in {d.country for d in places.places})
    if not guests:
        return None
    return Found(guests, [places], clauses.sense(doc, i, sentence), recalled(page, i, sentence), "")


def _is_passive(lower: list[str], i: int) -> bool:
    """ "was received", "has been warmly welcomed"; not "is to host"."""
    form = clauses.forms()[lower[i]]
    before = lower[i - 2] if lower[i - 1].endswith("ly") else lower[i - 1]
    return before in ("was", "were", "been", "be", "is", "are", "being") and (
        "participle" in form.kinds
    )


def _where(page: Page, i: int, sentence: Sentence) -> Destinations | None:
    """The place before the "where" that opens the verb's clause: "in Sochi, where he will host"."""
    lower = page.doc.lower
    for j in range(i - 1, sentence.first, -1):
        if lower[j] == "where":
            k = j - 2 if lower[j - 1] == "," else j - 1
            place = page.place_at.get(k)
            if place is None or place.country is None or place.role == "demonym":
                return None
            return destinations.at(page.doc, page.place_at, page.doc.token_at(place.start))
        if lower[j] in (";", "."):
            break
    return None


def _by_call(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who called on whom: the visitor calls, in the other's country if no place is named."""
    people = page.people.people
    called = _object(page, i + 1 + len(rule.after), sentence)
    who = who_of(page, i, sentence, current)
    if called is None or not who:
        return None
    country = people[called.person].country
    if country is None or any(people[p].country in (None, country) for p in who):
        return None
    places = Destinations((_country(country),), i + 1, False)
    sense = clauses.sense(page.doc, i, sentence)
    return Found(who, [places], sense, recalled(page, i, sentence), "")


def _object(page: Page, i: int, sentence: Sentence) -> Mention | None:
    """The person who stands right behind a verb: "received | the visiting Kazakh president"."""
    while i < sentence.last and (
        page.doc.lower[i] in ("the", "a", "an", "visiting", "both")
        or page.doc.lower[i].endswith("ly")
    ):
        i += 1
    mention = page.mention_at.get(i) or page.mention_at.get(i + 1)
    if mention is None or (mention.first > i and i not in page.place_at):
        return None
    if page.doc.lower[mention.last : mention.last + 1] in (["'s"], ["'"]):
        return None  # "welcomed President Duda's decision"
    return None if page.doc.lower[mention.first] in ("his", "her") else mention


def _country(alpha2: str) -> Destination:
    state = gazetteer.country(alpha2)
    return Destination(
        0, 0, alpha2, None, state.lat if state else None, state.lon if state else None
    )


def _by_being(page: Page, rule: Rule, i: int, sentence: Sentence) -> Found | None:
    """ "is in Singapore", "is due in Khartoum on Thursday"."""
    doc, lower = page.doc, page.doc.lower
    j = i + 1
    due = False
    while j < sentence.last and (lower[j] in rule.words or j in page.when_at):
        due = due or lower[j] in ("due", "expected", "scheduled")
        j += 1
    if j >= sentence.last or (lower[j],) not in rule.links:
        return None
    places = destinations.at(doc, page.place_at, j + 1)
    if places is None or places.region:
        return None
    who = clauses.subject(doc, page.mention_at, i, sentence, page.dates)
    if not who.people or not who.sure:
        return None
    sense = clauses.sense(doc, i, sentence)
    if sense.status in ("none", "cancelled"):
        return Found(who.people, [places], sense, False, "")
    if due or sense.status == "planned":
        sense = Sense("planned")
    else:
        sense = Sense("ongoing" if lower[i] in ("is", "are", "'s") else "done")
    return Found(who.people, [places], sense, recalled(page, i, sentence), "")
