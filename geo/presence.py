"""Being somewhere without a verb of travel: being in a place, received there, calling on a host."""

from __future__ import annotations

from geo import clauses, destinations, gazetteer
from geo.clauses import Sense
from geo.destinations import Destination, Destinations
from geo.page import Page, opening_place, recalled, somewhere
from geo.people import Mention
from geo.text import Sentence
from geo.visit_rules import Found, Rule, who_of


def by_host(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who was received: "X received Y in Z" has Y in Z, or in X's country; or the passive."""
    doc, lower, people = page.doc, page.doc.lower, page.people.people
    if i in page.mention_at:
        return None
    passive = _is_passive(lower, i)
    if passive:
        guests = clauses.subject(doc, page.mention_at, i, sentence, page.dates).people
        host = next(
            (
                page.mention_at[j].person
                for j in range(i + 1, min(i + 12, sentence.last))
                if j in page.mention_at
            ),
            None,
        )
        if "by" not in lower[i + 1 : i + 8]:
            host = None
    else:
        behind = person_behind(page, i + 1 + len(rule.after), sentence)
        if behind is None:
            return None
        guests = clauses.coordinated(doc, page.mention_at, behind, sentence.last)
        subject = clauses.subject(doc, page.mention_at, i, sentence, page.dates)
        host = min(subject.people, key=lambda p: people[p].mentions[0], default=None)
    if not guests:
        return None
    country = people[host].country if host is not None else None
    if not passive and host is None:
        place = page.place_at.get(i - 1) or page.place_at.get(i - 2)
        country = place.country if place and place.role != "demonym" else None
    places = (
        somewhere(page, i, sentence)
        or place_before_where(page, i, sentence)
        or opening_place(page, sentence)
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


def place_before_where(page: Page, i: int, sentence: Sentence) -> Destinations | None:
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


def by_call(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who called on whom: the visitor calls, in the other's country if no place is named."""
    people = page.people.people
    called = person_behind(page, i + 1 + len(rule.after), sentence)
    who = who_of(page, i, sentence, current)
    if called is None or not who:
        return None
    country = people[called.person].country
    if country is None or any(people[p].country in (None, country) for p in who):
        return None
    places = Destinations((_country(country),), i + 1, False)
    sense = clauses.sense(page.doc, i, sentence)
    return Found(who, [places], sense, recalled(page, i, sentence), "")


def person_behind(page: Page, i: int, sentence: Sentence) -> Mention | None:
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
