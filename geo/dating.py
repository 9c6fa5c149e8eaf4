"""Which of the days that a sentence names belongs to what it tells, and which to something else."""

from __future__ import annotations

from functools import cache

from geo import clauses, destinations, meeting_rules, tense, visit_rules, written_dates
from geo.page import CONJUNCTIONS, LIMITS, Page
from geo.text import Sentence
from geo.times import When


def nearest(
    page: Page, first: int, last: int, sentence: Sentence, floor: int | None = None
) -> When | None:
    """The date that belongs to the tokens `first:last`: behind them first, then before them.

    floor: no token before it is looked at; the sentence's first where None.
    """
    floor = sentence.first if floor is None else floor
    if not page.dates_in(min(first, floor), max(last, sentence.last)):
        return None
    for j in range(last - 1, max(first, floor - 1), -1):
        if (when := _dates(page, j)) is not None:
            return when  # "spent Monday in Tirana and Tuesday in Skopje"
    return (
        _behind(page, last, sentence)
        or _before(page, first, floor)
        or _at_the_time(page, last, sentence)
        or _closing(page, last, sentence)
    )


def _closing(page: Page, last: int, sentence: Sentence) -> When | None:
    """The one day of a caption, at its end: "X at the opening of the hall in Lima, 5 May 2021"."""
    if not page.dates_in(last, sentence.last):
        return None
    named = {page.when_at[j].start: j for j in page.dates_in(sentence.first, sentence.last)}
    if len(named) != 1:
        return None
    when = _dates(page, next(iter(named.values())))
    set_off = when is not None and page.doc.lower[page.doc.token_at(when.start) - 1] == ","
    return when if set_off and when is not None and when.end == sentence.end else None


def ahead(page: Page, first: int, sentence: Sentence, floor: int | None = None) -> When | None:
    """The date before token `first`, if it lies ahead: that of a plan, not of what is told of a
    place ("is on Friday due in Gonder, the scene of battles in March 2021").
    """
    when = _before(page, first, sentence.first if floor is None else floor)
    behind = when is None or page.today is None or when.lies_behind(page.today)
    return None if behind else when


def _dates(page: Page, j: int) -> When | None:
    """The date at token j, if it can be that of an event."""
    when = page.when_at.get(j)
    return when if when is not None and when.first and not is_aside(page, when) else None


def _behind(page: Page, last: int, sentence: Sentence) -> When | None:
    """The date behind the tokens of an event, in its own clause."""
    if not page.dates_in(last, sentence.last):
        return None
    lower = page.doc.lower
    j = last
    while j < min(sentence.last, last + _REACH):
        when = _dates(page, j) if j in page.when_at else None
        if when is not None and _opens_next(page, when):
            return None
        if when is not None and not _is_of_another(page, when):
            return when
        over = _past_inserted(page, j, sentence)
        if over is not None:
            j, last = over, over - 1
            continue
        if (
            j in page.place_at
            and j > last
            and page.place_at[j].role != "demonym"
            and page.place_at[j].country is not None
            and lower[j - 1] in ("to", "for", "in")
        ):
            return None  # another place, but not "a trip to | Asia in May"
        if _leads_away(page, j):
            return None
        j += 1
    return None


_REACH = 14
_OTHER_EVENT = frozenset((*CONJUNCTIONS, "following", "ahead", "amid"))
_ELSEWHERE = _OTHER_EVENT.union(("where", "who", "which", "whose", ";"))


def _leads_away(page: Page, j: int) -> bool:
    """Whether what stands behind token j tells of something else."""
    lower = page.doc.lower
    word, following = lower[j], lower[j + 1] if j + 1 < len(lower) else ""
    if j in page.when_at:
        return False  # "the following day"
    if word == "which" and following in clauses.words("begun"):
        return False  # "a visit to Tirana, which began on Monday"
    if word == "as" and (_is_capacity(page, j + 1) or clauses.is_earliest(page.doc, j)):
        return False
    if word in _ELSEWHERE:
        return not (word in _RELATIVE and _was_planned(page, j))
    own_clause = j + 1 in page.mention_at or following in clauses.forms() or following == "will"
    return word in ("and", "then", "before") and own_clause


def _is_capacity(page: Page, j: int) -> bool:
    """Whether no clause follows "as": "as of 9 March", "as | a guest", "as | Prime Minister"."""
    lower = page.doc.lower
    mention = page.mention_at.get(j)
    office = j in page.office_at and (mention is None or mention.kind == "office")
    near = lower[j : j + 8]
    owned = near[near.index("'s") : near.index("'s") + 2] if "'s" in near else []
    return (
        lower[j] in ("of", "from", "part")
        or office
        or not _GUESTS.isdisjoint((*near[:3], *owned))  # "as | Mr Rau's guest"
    )


_GUESTS = frozenset(("guest", "guests", "head", "leader", "chief", "envoy", "member"))


_RELATIVE = frozenset(("which", "where"))


def _was_planned(page: Page, j: int) -> bool:
    """Whether the relative clause at token j tells of the plan: "which was to begin on Monday"."""
    behind = page.doc.lower[j + 1 : j + 7]
    behind = behind[: behind.index(",")] if "," in behind else behind
    if page.doc.lower[j] == "where":
        return "had" in behind and not clauses.words("plan").isdisjoint(behind)
    return behind[:1] in _BEING_PLANNED and not _PLANNED.isdisjoint(behind)


_BEING_PLANNED = (["was"], ["is"], ["had"], ["were"])
_PLANNED = clauses.words("plan") | {"to"}


def _past_inserted(page: Page, j: int, sentence: Sentence) -> int | None:
    """The token behind words inserted at token j: "her trip to Lima, the first by X since 2017, |".

    What tells of the trip itself must follow: "begins", "will", "was"; or, behind "which", a day.
    """
    lower = page.doc.lower
    if lower[j] != "," or lower[j + 1 : j + 2] not in (["the"], ["his"], ["her"], ["a"], ["which"]):
        return None
    if lower[j + 1] == "which" and _was_planned(page, j + 1):
        return None
    for k in range(j + 2, min(sentence.last - 1, j + 2 * _REACH)):
        if lower[k] == ",":
            dated = lower[k + 1] == "on" and k + 2 in page.when_at and lower[j + 1] == "which"
            return k + 1 if dated or lower[k + 1] in _predicates() else None
    return None


@cache
def _predicates() -> frozenset[str]:
    kinds = ("begun", "over", "will", "be", "have")
    return frozenset().union(*(clauses.words(kind) for kind in kinds))


def _before(page: Page, first: int, floor: int) -> When | None:
    """The date before the tokens of an event; what is inserted between two commas is passed by."""
    if not page.dates_in(floor, first):
        return None
    lower = page.doc.lower
    j = first - 1
    while j >= floor:
        when = _dates(page, j) if j in page.when_at else None
        if when is not None and when.inner and "," in lower[j:first]:
            j = page.doc.token_at(when.start) - 1  # "on Friday, a day after X saw Y, she | flew"
            continue
        if when is not None and not _is_of_saying(page, when, first):
            # "flew to Lima on Monday and then | to Quito", but "On Monday she met … and then"
            opens = j <= floor + 4
            return when if opens or "then" not in lower[j:first] else None
        if lower[j] == ";" or (j in page.when_at and lower[j] in ("after", "before")):
            return None  # "on Monday, two days after | he saw"
        opened = _inserted_before(page, j, floor) if lower[j] == "," else None
        j = opened if opened is not None else j - 1
    return None


def _inserted_before(page: Page, closing: int, floor: int) -> int | None:
    """The comma that opens what the comma at `closing` ends: "X, elected in May, | is"."""
    lower = page.doc.lower
    for j in range(closing - 1, max(floor, closing - 2 * _REACH), -1):
        if lower[j] == ",":
            opening = lower[j + 1]
            clause = opening in ("who", "whose", "which", "where")
            participle = tense.forms(opening) & {"participle", "ing"} and not _tells(opening)
            return j if clause or participle else None
    return None


def _at_the_time(page: Page, last: int, sentence: Sentence) -> When | None:
    """The date of what happened at the same time: "was in Paris when the bank failed on Friday"."""
    if not page.dates_in(last, sentence.last):
        return None
    lower = page.doc.lower
    for j in range(last, min(sentence.last, last + 6)):
        if lower[j] == "when":
            near = (_dates(page, k) for k in range(j + 1, min(sentence.last, j + _REACH)))
            return next((when for when in near if when), None)
        if lower[j] in CONJUNCTIONS or lower[j] in (",", ";"):
            return None
    return None


def _opens_next(page: Page, when: When) -> bool:
    """Whether a date opens a clause with a subject of its own: "…, and a day later he was"."""
    lower = page.doc.lower
    behind = page.doc.token_at(when.end - 1) + 1
    behind += lower[behind : behind + 1] == [","]
    before = page.doc.token_at(when.start) - 1
    before -= lower[before] in ("on", "in")
    behind += lower[behind : behind + 1] == ["the"]
    return lower[before] in ("and", "but", "while") and behind in page.mention_at


def _is_of_another(page: Page, when: When) -> bool:
    """Whether a date is that of the verb or noun before it: "a pact signed in May", "of 3 May"."""
    k = word_before(page, when)
    word = page.doc.lower[k]
    if word == "of":
        return page.doc.lower[k - 1] not in _parts_and_events()
    participle = bool(tense.forms(word) & {"past", "participle"})
    return participle and (not _tells(word) or word in _WITH_OBJECT)


# Behind these verbs of visits stands what they are done to; a date right behind is a participle's.
_WITH_OBJECT = frozenset(("reached", "visited", "toured", "signed", "announced", "addressed"))


@cache
def _parts_and_events() -> frozenset[str]:
    """What a day may be told "of" without being another's: parts of time, trips, gatherings."""
    parts = {word for word, kinds in written_dates.table().items() if kinds.keys() & _TIMES}
    parts |= {"end", "start", "beginning", "middle", "half", "hours", "eve", "course", "as"}
    return frozenset(parts) | visit_rules.trip_nouns() | meeting_rules.trigger_words()


_TIMES = frozenset(("daytime", "day", "week", "weekend", "months", "season", "phase", "weekday"))


def _is_of_saying(page: Page, when: When, first: int) -> bool:
    """Whether a date is that on which what is told at token `first` was said.

    "said on Monday that he would go"; "On Monday, the palace said that he would go".
    """
    lower = page.doc.lower
    said = clauses.words("said")
    behind = page.doc.token_at(when.end - 1) + 1
    if lower[word_before(page, when)] in said:
        follows = lower[behind : behind + 1]
        return follows in (["that"], ["he"], ["she"], ["they"]) or behind in page.mention_at
    for j in range(behind, first - 1):
        if lower[j] in said:
            reported = lower[j + 1] in ("that", "he", "she", "they") or _names_next(page, j + 1)
            return reported and not _REPORTED.isdisjoint(lower[j:first])
    return False


_REPORTED = frozenset(("would", "will", "had", "plans", "planned"))


def _names_next(page: Page, j: int) -> bool:
    """Whether somebody is named at token j, behind words of state or office."""
    return any(k in page.mention_at for k in range(j, j + 3))


def word_before(page: Page, when: When) -> int:
    """The token before a date and the small words that lead to it."""
    k = page.doc.token_at(when.start) - 1
    while k > 0 and (page.doc.lower[k] in _LEADING or page.doc.lower[k].endswith("ly")):
        k -= 1
    return max(0, k)


_LEADING = frozenset(("on", "in", "at", "the", "late", "early", "from", "for", "later", "earlier"))


@cache
def _telling() -> frozenset[str]:
    """Verbs whose day is that of the visit or meeting which the clause tells of."""
    kinds = ("begun", "over", "plan", "call-off", "be", "have")
    told = frozenset().union(*(clauses.words(kind) for kind in kinds))
    return told | visit_rules.trigger_words() | meeting_rules.trigger_words() | {"held", "holding"}


def _tells(word: str) -> bool:
    return word in _telling() and word not in clauses.words("said")


def is_aside(page: Page, when: When) -> bool:
    """A date that names a thing ("the 2030 Agenda") or a limit ("until Friday") dates no event."""
    if when.attributive:
        return True
    i = page.doc.token_at(when.start)
    if i == 0:
        return False
    before = page.doc.lower[i - 1]
    if before in LIMITS or (before == "through" and when.kind == "day"):
        return True
    bare = when.kind == "year" and not when.relative
    return bare and before not in ("in", "since", "during", "of", ",")


def days_beside(page: Page) -> dict[str, str]:
    """For each city, and country by its code, the one day right behind it: "in Sochi on Wednesday".

    The days behind a country are those of a whole trip more often than those of one stop.
    """
    if not page.dated:
        return {}
    lower = page.doc.lower
    found: dict[str, set[str]] = {}
    for i, place in page.place_at.items():
        if page.dates.isdisjoint(range(i + 1, i + 6)):
            continue
        if place.role != "location" or place.kind not in ("city", "country"):
            continue
        city = place.kind == "city"
        named = found.setdefault(
            destinations.spelled(place) if city else place.country or "", set()
        )
        ends = page.doc.sentences[page.doc.sentence_at(place.start)].last
        for j in range(i + 1, min(i + 6, ends)):
            if lower[j] in _OTHER_EVENT and j not in page.when_at:
                break  # "China since he took office in January"
            when = page.when_at.get(j)
            if lower[j] == ")" or (when is not None and is_aside(page, when)):
                break
            # "in Peru today" is nowadays
            of_stop = city or (when is not None and when.kind == "day" and lower[j] != "today")
            if when is not None and when.kind in ("day", "span") and when.first and of_stop:
                named.add(when.first)
                break
    if page.venue and page.venue.city and page.venue_day and not found.get(page.venue.city):
        found[page.venue.city] = {page.venue_day}
    return {place: named.pop() for place, named in found.items() if len(named) == 1}


def recalled(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether the clause tells of another time than the article's own: "in 2015", "last year"."""
    if not page.today:
        return False
    when = nearest(page, i, i + 1, sentence)
    past = when is not None and when.first is not None and when.first[:4] < page.today[:4]
    return bool(past and when and when.first and far(when.first, page.today))


def far(first: str, today: str) -> bool:
    """More than two months before today, as far as the digits go."""
    months = (int(today[:4]) - int(first[:4])) * 12
    if len(first) >= 7:
        months += int(today[5:7]) - int(first[5:7])
    return months > 2
