"""What the annotators found, laid out token by token, for the rules that read events."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from geo import clauses, destinations, tables, text, times
from geo.clauses import Sense
from geo.destinations import Destination, Destinations
from geo.dossier import Place
from geo.durations import Duration
from geo.offices import Office
from geo.people import Mention, People
from geo.places import Places
from geo.text import Document, Sentence
from geo.times import Times, When


@dataclass(frozen=True, slots=True)
class Page:
    """What the earlier steps found, laid out by token.

    dated, placed, named: the tokens of `when_at`, `place_at` and `mention_at`, in order.
    companies, listed, senses, subjects, bearers: what `company.at`, `places_from`, `sense`,
    `sides.subject` and `bearing` have read on this page; many rules ask for the same.
    stage: the place in a line of its own at the head, where what the article holds was spoken.
    of_bodies: the titles of offices that are held for an organisation.
    """

    doc: Document
    people: People
    place_at: dict[int, Place]
    mention_at: dict[int, Mention]
    office_at: dict[int, Office]
    when_at: dict[int, When]
    dates: set[int]
    dated: list[int]
    today: str | None
    dateline: Destination | None
    stage: Destination | None
    venue: Destination | None
    venue_day: str | None
    titled: str | None
    lasting: tuple[Duration, ...]
    of_bodies: frozenset[str]
    placed: list[int]
    named: list[int]
    companies: dict[tuple[int, int, int, bool], Any] = field(init=False, default_factory=dict)
    listed: dict[int, Destinations | None] = field(init=False, default_factory=dict)
    senses: dict[int, Sense] = field(init=False, default_factory=dict)
    subjects: dict[int, tuple[int, ...]] = field(init=False, default_factory=dict)
    bearers: dict[str, list[int]] = field(init=False, default_factory=dict)

    def dates_in(self, first: int, last: int) -> list[int]:
        """The tokens of dates among `first:last`, in order."""
        if not self.dated:
            return []
        return self.dated[bisect_left(self.dated, first) : bisect_left(self.dated, last)]

    def places_in(self, first: int, last: int) -> list[int]:
        """The tokens of places among `first:last`, in order."""
        return self.placed[bisect_left(self.placed, first) : bisect_left(self.placed, last)]

    def names_in(self, first: int, last: int) -> list[int]:
        """The tokens of people among `first:last`, in order."""
        return self.named[bisect_left(self.named, first) : bisect_left(self.named, last)]

    def places_from(self, i: int) -> Destinations | None:
        """The places listed from token i on; None where no place stands there."""
        if i not in self.listed:
            self.listed[i] = destinations.at(self.doc, self.place_at, i)
        return self.listed[i]

    def place_of_clause(self, i: int) -> Destinations | None:
        """The places that a clause behind the join at token i opens with: "and | in Lomé she"."""
        lower = self.doc.lower
        if lower[i] not in _JOINING_CLAUSES:
            return None
        j = i + 1
        while j < len(lower) and (j in self.when_at or lower[j] in _BEFORE_OPENING):
            j += 1
        if lower[j : j + 1] not in (["in"], ["at"]):
            return None
        found = self.places_from(j + 1)
        if found is None or not found.places:
            return None
        k = found.last + (lower[found.last : found.last + 1] == [","])
        acts = k in self.mention_at or lower[k : k + 1] in (["he"], ["she"], ["they"])
        return found if acts else None

    def bearing(self, name: str) -> list[int]:
        """The people of the text whose name begins or ends with a word."""
        if not self.bearers:
            for position, person in enumerate(self.people.people):
                words = person.name.split() if person.mentions else []
                for word in {*words[:1], *words[-1:]}:
                    self.bearers.setdefault(word, []).append(position)
        return self.bearers.get(name, [])

    def sense(self, i: int, sentence: Sentence) -> Sense:
        """How the verb at token i stands to the facts."""
        if i not in self.senses:
            self.senses[i] = clauses.sense(self.doc, i, sentence, self.dates)
        return self.senses[i]


def lay_out(doc: Document, people: People, places: Places, dates: Times) -> Page:
    """The page of one article."""
    # most texts have nothing that only cites
    whole = sum(one.last - one.first for one in doc.sentences) == len(doc.words)
    told_at = places.at.items()
    place_at = places.at if whole else {i: p for i, p in told_at if doc.tells(doc.starts[i])}
    dateline = _dateline(doc, place_at)
    # the day in a dateline is the report's, not an event's
    behind = doc.starts[dateline.last] if dateline else 0
    told = [
        when for when in dates.whens if when.start >= behind and (whole or doc.tells(when.start))
    ]
    when_at = text.by_token(doc, told)
    venue = _venue(doc, place_at, dateline)
    named = [one for one in people.mentions if whole or doc.tells(doc.starts[one.first])]
    mention_at = {i: m for m in named for i in range(m.first, m.last)}
    return Page(
        doc=doc,
        people=people,
        place_at=place_at,
        mention_at=mention_at,
        office_at={i: post for post in people.offices for i in range(post.first, post.last)},
        when_at=when_at,
        dates=set(when_at),
        dated=sorted(when_at),
        today=dates.today,
        dateline=dateline,
        stage=_stage(doc, place_at, when_at) if dateline is None else None,
        venue=venue,
        venue_day=_venue_day(doc, when_at, venue),
        titled=_titled(doc),
        lasting=dates.durations,
        placed=sorted(place_at),
        named=sorted(mention_at),
        of_bodies=frozenset(p.title for p in people.offices if p.represents == "organisation"),
    )


def _venue(
    doc: Document, place_at: dict[int, Place], dateline: Destination | None
) -> Destination | None:
    """The place of the gathering that the article is about: "the Warsaw summit".

    A report whose first sentence tells of a summit and not where it is comes from there.
    """
    there, behind_opening = _summit_at_dateline(doc, dateline)
    for i in doc.where(_gatherings()):
        if there is not None and i >= behind_opening:
            return there
        if not _PAST_GATHERING.isdisjoint(doc.lower[max(0, i - _NEAR_GATHERING) : i]):
            continue  # "agreed at the recent summit in"
        j = i - 1
        while j > max(0, i - 4) and j not in place_at and doc.words[j][0].isupper():
            j -= 1  # "the Munich Security | Conference"
        before = place_at.get(j)
        if before is not None and before.kind == "city":
            return _destination(before, i)
        for j in range(i + 1, min(i + 8, len(doc.lower))):
            if doc.lower[j] in ("in", "at") and j + 1 in place_at:
                behind = place_at[j + 1]
                whole = doc.lower[i] in _SUMMITS and behind.role == "location"
                if behind.kind in ("city", "facility") or whole:
                    return _destination(behind, i)
            if doc.lower[j] in (".", ";", "to", "with", "where"):
                break
        for j in range(i - 1, max(0, i - 8), -1):
            if doc.lower[j] in (".", ";", ","):
                break
            ahead = place_at.get(j)
            linked = doc.lower[j - 1] in ("in", "at")
            if ahead is not None and ahead.kind in ("city", "facility") and linked:
                return _destination(ahead, j)  # "met in Tirana on Monday for a summit"
    return there


_NEAR_GATHERING = 4  # tokens: "the recent NATO foreign ministers' | meeting"
_PAST_GATHERING = frozenset(("recent", "last", "previous", "earlier", "past"))
_SUMMITS = {"summit", "summits", "congress", "forum"}


def _summit_at_dateline(
    doc: Document, dateline: Destination | None
) -> tuple[Destination | None, int]:
    """Where a report is from whose first sentence tells of a summit, and the token behind it."""
    if dateline is None or dateline.city is None:
        return None, 0
    opening = doc.sentence_of(dateline.first)
    told = doc.lower[opening.first : opening.last]
    meant = _gatherings() if "here" in told else _SUMMITS
    summit = next((k for k, word in enumerate(told) if word in meant), None)
    if summit is None or clauses.words("will") & set(told[max(0, summit - 12) : summit]):
        return None, 0
    return dateline, opening.last


def _titled(doc: Document) -> str | None:
    """The day that ends a title ("Visit to Oslo, 5 January 2012"), or the month of its days."""
    title = (doc.article.title or "").rstrip(" ).")
    if not title[-4:].isdigit() or not _words("spoken").isdisjoint(title.lower().split()):
        return None
    whens = times.find(text.read(replace(doc.article, text=title, title=None))).whens
    last = whens[-1] if whens else None
    if last is None or last.first is None or last.kind not in ("day", "span"):
        return None
    return last.first if last.kind == "day" else last.first[:7]


def _venue_day(doc: Document, when_at: dict[int, When], venue: Destination | None) -> str | None:
    """The first day that a sentence about the gathering names: "a summit starting on Wednesday".

    The sentence that tells its place comes first.
    """
    if venue is None:
        return None
    words = _gatherings()
    told = doc.sentence_of(venue.first)
    for sentence in (told, *doc.sentences):
        days_named = [
            when.first
            for i in range(sentence.first, sentence.last)
            if (when := when_at.get(i))
            and when.kind in ("day", "span")
            and when.first
            and doc.lower[i - 1] not in LIMITS
        ]
        if days_named and any(w in words for w in doc.lower[sentence.first : sentence.last]):
            return days_named[0]
    return None


@cache
def _gatherings() -> frozenset[str]:
    return _words("venue")


@cache
def _words(kind: str) -> frozenset[str]:
    return tables.words("event_words", kind)


def _destination(place: Place, token: int) -> Destination | None:
    if place.country is None:
        return None
    city = destinations.spelled(place) if place.kind in ("city", "facility") else None
    return Destination(token, token + 1, place.country, city, place.lat, place.lon)


def _dateline(doc: Document, place_at: dict[int, Place]) -> Destination | None:
    """The place before the dash or colon that opens a report: "Khartoum, 23 October: ..."."""
    found: list[Destination] = []
    for sentence in doc.sentences[:4]:
        place = place_at.get(sentence.first)
        if place is None or place.country is None or place.role == "demonym":
            continue
        for i in range(sentence.first + 1, min(sentence.first + 14, sentence.last)):
            if doc.lower[i] in ("-", "–", "—", ":", "--", "_"):
                city = destinations.spelled(place) if place.kind != "country" else None
                found.append(
                    Destination(sentence.first, i, place.country, city, place.lat, place.lon)
                )
                break
            if doc.words[i].isalpha() and doc.words[i].islower() and doc.words[i - 1] != "(":
                break  # "US envoy Ruiz will travel June 17 – 22"
    # a headline may begin like a dateline ("Sudan: envoy due"), but names a country
    return next((one for one in found if one.city), found[0] if found else None)


def _stage(
    doc: Document, place_at: dict[int, Place], when_at: dict[int, When]
) -> Destination | None:
    """The place that is all that one of the first lines says: where what follows was spoken."""
    head = doc.sentences[: _HEAD + 1]
    for number, sentence in enumerate(head[:_HEAD]):
        place = place_at.get(sentence.first)
        alone = all(
            i in place_at or i in when_at or doc.lower[i] in _AROUND_STAGE
            for i in range(sentence.first, sentence.last)
        )
        beside = head[max(0, number - 1) : number] + head[number + 1 : number + 2]
        if alone and all(one.paragraph != sentence.paragraph for one in beside):
            return _destination(place, sentence.first) if place and place.kind == "city" else None
    return None


_HEAD = 8  # sentences: the lines that say who speaks, where and in which room
_AROUND_STAGE = frozenset((",", ".", "d.c", "dc", "d.c."))


def listed_with_days(page: Page, i: int, sentence: Sentence) -> Iterator[Destinations]:
    """The places that go on a list with days: "Oslo on Monday, | Riga on Tuesday and Vilnius".

    Also where somebody came from: "in Oslo | from Riga".
    """
    lower = page.doc.lower
    dated = False
    while i < sentence.last:
        if i in page.when_at:
            dated = True
        elif i in page.place_at:
            more = page.places_from(i) if dated or lower[i - 1] == "from" else None
            if more is None or not more.places:
                return
            yield more
            i, dated = more.last, False
            continue
        elif lower[i] not in _BETWEEN_DAYS:
            return
        i += 1


_BETWEEN_DAYS = frozenset(
    {",", ";", "and", "(", ")", "[", "]", "on", "in", "then", "finally", "…", "from", "to", "until"}
)


def somewhere(
    page: Page, i: int, sentence: Sentence, *, links: tuple[str, ...] = ("in", "at")
) -> Destinations | None:
    """The place that one of the links names behind token i in the same sentence."""
    lower = page.doc.lower
    for j in range(i + 1, min(sentence.last, i + 30)):
        if lower[j] in links:
            found = page.places_from(j + 1)
            if found is not None and found.places:
                return found
        if lower[j] == "here" and page.dateline is not None:
            return Destinations((page.dateline,), j + 1, False)
        if lower[j] == ";" or lower[j] in CONJUNCTIONS:
            break
        if lower[j] in _JOINING_CLAUSES and page.place_of_clause(j) is not None:
            break
    return None


# A day behind one of these is a limit, not when something was.
LIMITS = frozenset({"since", "until", "till", "by"})

# A clause that begins with one of these tells of another place and time.
CONJUNCTIONS = frozenset({"since", "after", "before", "because", "when", "as", "while", "until"})


_JOINING_CLAUSES = frozenset(("and", "but", ";"))
_BEFORE_OPENING = frozenset(("on", ",", "while", "and", "then", "later", "also"))
_LEADING = frozenset(("in", "at", "during"))
# Words, dates aside, that a sentence begins with which opens with a place.
OPENING = _BEFORE_OPENING | _LEADING


def opening_place(page: Page, sentence: Sentence) -> Destinations | None:
    """The places that a sentence opens with: "In Lisbon, ...", "On April 27, in Tirana, ..."."""
    lower = page.doc.lower
    i = sentence.first
    while i < sentence.last and (i in page.when_at or lower[i] in _BEFORE_OPENING):
        i += 1
    if i >= sentence.last or lower[i] not in _LEADING:
        return None
    found = page.places_from(i + 1)
    if found is not None and found.places:
        return found
    # "In a speech in Port Vila on Thursday, he ...", "At the Pacific Islands Forum Dialogue in"
    for j in range(i + 2, min(i + _LONGEST_OPENING, sentence.last)):
        if lower[j] in ("in", "at") and (named := page.places_from(j + 1)) is not None:
            return named
        said = page.doc.words[j][0].isupper() or lower[j] in _gatherings()
        if lower[j] == "," or (j >= i + 5 and not said):
            break
    return None


_LONGEST_OPENING = 12  # tokens


def held_every_year(doc: Document, first: int, last: int) -> Destination | None:
    """The place of a gathering that is held in the same one every year, named in `first:last`."""
    known = _named_gatherings()
    if known.keys().isdisjoint(doc.lower[first:last]):
        return None
    for i in range(first, last):
        for words, row in known.get(doc.lower[i], ()):
            if tuple(doc.lower[i : i + len(words)]) == words:
                lat, lon = float(row["lat"]), float(row["lon"])
                return Destination(i, i + len(words), row["alpha2"], row["city"], lat, lon)
    return None


@cache
def _named_gatherings() -> dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]:
    """The rows of `data/tables/named_gatherings.csv`, by their first word."""
    found: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    for row in tables.rows("named_gatherings"):
        words = tuple(row["gathering"].split())
        found.setdefault(words[0], []).append((words, row))
    return found
