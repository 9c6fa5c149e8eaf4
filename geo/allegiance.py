"""Whom people act for, where the words beside an office do not name the state."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from geo import lexicon, mentions, offices, outlets, tables
from geo.dossier import Place
from geo.mentions import Someone
from geo.offices import Office
from geo.places import Places
from geo.text import Document, Sentence


def settle(
    doc: Document, everyone: list[Someone], place_at: dict[int, Place], places: Places
) -> None:
    """The state that each one acts for, where the words beside the office do not say it."""
    if not any(_is_unplaced(one) for one in everyone):
        return
    speaker = outlets.press_office(doc)
    home = speaker or outlets.home(doc)
    ordered = sorted(everyone, key=lambda one: one.spans[0])
    taken = {(mentions.sole(one), one.country) for one in ordered if one.country}
    named = sorted(
        ((first, one) for one in ordered for first, _, _ in one.spans), key=lambda one: one[0]
    )
    most_named = _most_named(places, home)
    at_home: dict[str, list[Someone]] = {}
    ends = {first: last for one in ordered for first, last, _ in one.spans}
    text = _Text(doc, place_at, list(place_at), most_named, home, ordered[0], named, ends)
    for someone in ordered:
        office = someone.office
        if office is None or not _is_unplaced(someone):
            continue
        if office.represents == "state":
            post = mentions.sole(someone)
            someone.country = _state_of(text, someone, office, speaker, taken)
            if post and someone.country == home:  # a guess, and others may be guessed so
                at_home.setdefault(post, []).append(someone)
            elif someone.country:
                taken.add((post, someone.country))
        elif team := _of_team(text, someone):
            someone.country = team
        elif speaker and someone is ordered[0] and not _comes_to(text, someone, speaker):
            someone.country = speaker
    for rivals in at_home.values():
        if len(rivals) > 1:  # "President Ruiz" and "President Rau" are not both ours
            for one in rivals:
                ours = one is ordered[0] or mentions.is_of_title(doc, one)
                one.country = home if ours else None


def _is_unplaced(someone: Someone) -> bool:
    """Whether someone holds an office of a state or a team, and nothing yet says of which."""
    office = someone.office
    return someone.country is None and office is not None and office.represents != "organisation"


class _Text(NamedTuple):
    """What the article says of whose it is.

    leading: whom it names first. named: everyone at the first token of each mention, in order.
    ends: the token behind each mention, by its first. placed: the tokens of places, in order.
    """

    doc: Document
    place_at: dict[int, Place]
    placed: list[int]
    most_named: str | None
    home: str | None
    leading: Someone
    named: list[tuple[int, Someone]]
    ends: dict[int, int]


def _state_of(
    text: _Text,
    someone: Someone,
    office: Office,
    speaker: str | None,
    taken: set[tuple[str, str]],
) -> str | None:
    """The likeliest state that an office-holder may act for: none that they go to, nor one whose
    only such office another holds. taken: those offices, each with its state.
    """
    post = mentions.sole(someone)
    aims: set[str | None] | None = None
    for state in _states(text, someone):
        if not state or not offices.may_be_of(office, state) or (post and (post, state) in taken):
            continue
        if aims is None:
            aims = _aims(text, someone) - {speaker}
            if speaker and _comes_to(text, someone, speaker):
                aims.add(speaker)
        if state not in aims:
            return state
    return None


def _states(text: _Text, someone: Someone) -> Iterator[str | None]:
    """The states that an office-holder may act for whom no words place, the likeliest first."""
    doc, home, leading = text.doc, text.home, text.leading
    first, last, _ = someone.spans[0]
    sentence = doc.sentence_of(first)
    told = part_in(doc, first, sentence)
    near = max(sentence.first, told.at - _NEAR)
    other = home or leading.country
    titled = mentions.is_of_title(doc, someone)
    if titled or (
        someone is leading and (told.kind != "met" or doc.lower[last : last + 1] == ["'s"])
    ):
        yield home
    if told.kind == "companion":
        yield _last_before(text, told.at, None, start=near, kind="country")
        yield _first_named(text, sentence.first, told.at) or other
    elif told.kind:
        guest = _first_named(text, sentence.first, told.at)
        if told.kind == "by" and guest is None:
            yield _doer(text, told.at, sentence.first if mentions.sole(someone) else near)
        if guest != home and (guest or told.kind == "by"):
            yield home  # "Minister Maric of Croatia called on Prime Minister Lee", at home
        other = guest or other
        yield _of_house(text, first)
        yield _place_behind(text, last)
        yield _last_before(text, first, other, start=sentence.first)
        yield _last_before(text, first, other, titled=True)
        yield _last_before(text, first, other)
        yield text.most_named if text.most_named != guest else None
        if someone is leading:
            yield home
    else:
        start = _past_note(doc, sentence)
        if not (someone.office and someone.office.family == "ambassador"):  # who lives abroad
            yield _named_for(text, first, start, other)
        beside = _last_before(text, first, other, start=start)
        spoken_of = beside or _last_before(text, first, other, start=start, topics=True)
        # "on Tuesday Russia … President Ruiz": theirs or ours
        if home and someone.office and offices.may_be_of(someone.office, home):
            unsure = spoken_of and (mentions.sole(someone) or someone.office.word == "minister")
            yield None if unsure else home
        else:
            yield beside
            yield _over_headline(text, start)
            yield _beside(text, someone)


def _past_note(doc: Document, sentence: Sentence) -> int:
    """Where a sentence begins behind a note of the desk: "(ADDS CANADIAN REACTION) | The ..."."""
    if doc.lower[sentence.first] != "(":
        return sentence.first
    for i in range(sentence.first + 1, min(sentence.first + _LONGEST_NOTE, sentence.last)):
        if doc.lower[i] == ")":
            return i + 1
        if not doc.words[i].isupper():
            break
    return sentence.first


_LONGEST_NOTE = 12  # tokens


def _over_headline(text: _Text, start: int) -> str | None:
    """The state where a report is from, its headline run on behind the dateline, for those whom
    the sentence below names: "MASERU March 5 Lena PREMIER OFF TO WINDHOEK".
    """
    doc = text.doc
    place = text.place_at.get(0)
    if place is None or place.kind != "city" or doc.sentence_at(doc.starts[start]) != 1:
        return None
    behind = doc.token_at(place.end - 1) + 1
    behind += doc.lower[behind] == ","
    dated = lexicon.marks().get(doc.lower[behind], 0) & lexicon.CALENDAR
    line = doc.words[doc.sentences[0].last - 3 : doc.sentences[0].last]
    shouted = all(word.isupper() for word in line if word[0].isalpha())
    return place.country if dated and shouted else None


def _aims(text: _Text, someone: Someone) -> set[str | None]:
    """The states that a sentence tells someone goes to: "on a visit to Peru Foreign Minister | X".

    Nobody is a guest at home; but whom the traveller met there, and who "met him", may well be.
    """
    first, last, _ = someone.spans[0]
    sentence = text.doc.sentence_of(first)
    if part_in(text.doc, first, sentence).kind not in ("", "by") or _hosts(text.doc, last):
        return set()
    return {
        place.country
        for i, place in _places_before(text, sentence.last, sentence.first)
        if place.role == "location" and _is_aim(text, i)
    }


def _comes_to(text: _Text, someone: Someone, speaker: str) -> bool:
    """Whether a press office writes of a guest: "X will visit Peru", "his visit to Peru".

    Those who come from abroad go to a state by its name; who travels at home goes to its cities.
    """
    doc = text.doc
    first = someone.spans[0][0]
    number = doc.sentence_at(doc.starts[first])
    if _GUESTS.isdisjoint(doc.vocabulary):
        return False
    sentences = doc.sentences[number : number + (2 if someone is text.leading else 1)]
    begin = sentences[0].first
    for i, place in _places_before(text, sentences[-1].last, begin):
        before = doc.lower[max(begin, i - _NEAR) : i]
        if place.country != speaker or place.role != "location":
            continue
        if "to" in before[-2:] and _welcomed(text, someone, i):
            return True
        if place.kind != "country" or not _RETURNING.isdisjoint(before) or not _is_aim(text, i):
            continue
        if i < first:  # "the visit to Peru this week | by X"
            if doc.lower[first - 1] in ("by", "of") and first - i <= _NEAR:
                return True
            continue
        last = bisect_left(text.named, i, key=lambda one: one[0]) - 1
        own = i < sentences[0].last or not {"his", "her"}.isdisjoint(before)
        says = doc.lower[text.ends[text.named[last][0]] : i]
        if own and text.named[last][1] is someone and _SPEECH.isdisjoint(says):
            return True
    return False


def _welcomed(text: _Text, someone: Someone, i: int) -> bool:
    """Whether a name stands between a welcome and the "to" before token i."""
    for first, last, _ in someone.spans[:1]:
        near = text.doc.lower[max(0, first - 3) : first]
        return not _WELCOMING.isdisjoint(near) and last <= i <= last + _NEAR
    return False


def _is_aim(text: _Text, i: int) -> bool:
    """Whether a way leads to the place at token i, another place of a list before it aside."""
    for j in range(i - 1, max(-1, i - _NEAR - 1), -1):
        word = text.doc.lower[j]
        if word in _AIMING:
            return True
        if word in _LEADING:
            return not _MOVING.isdisjoint(text.doc.lower[max(0, j - _NEAR) : j])
        if word in _BOUNDING:
            return False
    return False


def _named_for(text: _Text, first: int, start: int, other: str | None) -> str | None:
    """The state of "In Peru she saw | President Rau" and of "the French minister Ruiz; | Rau"."""
    country = _last_before(text, first, other, start=start)
    for i, place in _places_before(text, first, start):
        if place.country == country:
            opening = i - start <= 2 and text.doc.lower[i - 1] == "in"
            whose = place.role == "demonym" or text.doc.lower[i + 1 : i + 2] in (["'s"], ["'"])
            return country if opening or whose else None
    return None


def _doer(text: _Text, by: int, start: int) -> str | None:
    """The state of "the US will be represented | by" and of "Peru put off a visit to Chad | by".

    Of "an Iraqi mission headed | by" it is whose the mission is.
    """
    led = text.doc.lower[by - 1] in _LED
    for i, place in _places_before(text, by, start):
        if led and place.role == "demonym" and text.doc.words[i + 1].islower():
            return place.country
        acts = place.kind == "country" and place.role != "demonym"
        if acts and text.doc.lower[i - 1] not in ("to", "in"):
            return place.country
    return None


def _of_team(text: _Text, someone: Someone) -> str | None:
    """The state of a delegation at whose head somebody is: "a U.S. team, led by envoy | Rau"."""
    first = someone.spans[0][0]
    start = max(text.doc.sentence_of(first).first, first - _NEAR)
    led = next((i for i in (first - 1, first - 2) if text.doc.lower[i] == "by" and i > start), 0)
    return _doer(text, led, start) if led and text.doc.lower[led - 1] in _LED else None


class _Told(NamedTuple):
    """The word at token `at` that tells of someone's part: met, companion, by, or nothing."""

    kind: str
    at: int


def part_in(doc: Document, first: int, sentence: Sentence) -> _Told:
    """What the words before a name make of whom it names."""
    lower = doc.lower
    start = max(sentence.first, first - _LOOKED_BACK)
    parted = _PARTED.get(lower[first - 1], frozenset())
    near = lower[start:first]
    if _TELLING.isdisjoint(near) and parted.isdisjoint(near):
        return _Told("", first)
    for i in range(first - 1, start - 1, -1):
        if lower[i] in parted:
            return _Told("met", i)  # "explained the crisis to President | Rau"
        if lower[i] in _ACCOMPANY:
            return _Told("companion", i)
        if lower[i] == "by" and i >= first - 2:
            if _ACCOMPANY.isdisjoint(lower[max(sentence.first, i - 4) : i]):
                return _Told("by", i)
        elif lower[i] in _MET or (lower[i] in _MET_WITH and "with" in lower[i:first]):
            return _Told("met", i)
    return _Told("", first)


_LOOKED_BACK = 60  # tokens


def _first_named(text: _Text, first: int, last: int) -> str | None:
    """The state of the one whom the tokens `first:last` name first, if it is known."""
    start = bisect_left(text.named, first, key=lambda one: one[0])
    stop = bisect_left(text.named, last, key=lambda one: one[0])
    return next((one.country for _, one in text.named[start:stop] if one.country), None)


_NAMED_BACK = 400  # tokens
_NEAR = 6  # tokens


def _beside(text: _Text, someone: Someone) -> str | None:
    """The state of an office-holder whom no words place: a host is at home where the text has
    arrived, anyone else belongs to the side of the person that the article is about.
    """
    doc, leading = text.doc, text.leading
    if someone is leading:
        return None
    first, last, _ = someone.spans[0]
    hosts = _hosts(doc, last)
    if hosts or _both_lead(someone, leading):
        if not hosts and mentions.sole(someone).startswith("head of"):
            return None  # "President Ruiz left on Sunday" tells nothing of whose she is
        return _last_named(text, first, leading.country) or _named_next(text, last)
    if mentions.sole(someone).startswith("head of") and _acts_with(text, first, leading):
        return None  # "the envoy and President Ruiz spoke": her own president, or her host
    return leading.country


def _acts_with(text: _Text, first: int, leading: Someone) -> bool:
    """Whether "and" joins someone named at `first` to the one that the article is about."""
    before = bisect_left(text.named, first, key=lambda one: one[0]) - 1
    if before < 0 or text.named[before][1] is not leading:
        return False
    return text.doc.lower[text.ends[text.named[before][0]]] == "and" == text.doc.lower[first - 1]


def _hosts(doc: Document, last: int) -> bool:
    """Whether the words behind a name tell that whom it names receives others."""
    return not HOSTING.isdisjoint(doc.lower[last : last + _NEAR])


def _named_next(text: _Text, last: int) -> str | None:
    """The country of the place that a sentence names behind a name: "X met today in Manila"."""
    sentence = text.doc.sentence_of(last - 1)
    places = (text.place_at.get(i) for i in range(last, min(sentence.last, last + 2 * _NEAR)))
    return next((one.country for one in places if one and one.role == "location"), None)


def _both_lead(someone: Someone, leading: Someone) -> bool:
    """Whether two people hold offices of which one state has but one: they act for two."""
    if someone.office is None or leading.office is None:
        return False
    families = {someone.office.family, leading.office.family}
    return families <= _SUMMIT or families == {"foreign minister"}


def _place_behind(text: _Text, last: int) -> str | None:
    """The country of the place right behind a name: "met President X in the Ukrainian capital".

    Others who are listed with it may stand between: "met President X | and Minister Y in Abuja".
    """
    lower = text.doc.lower
    i = last
    while i < min(last + _NEAR, len(lower) - 1):
        behind_mark = i + 2 if lower[i : i + 2] == [",", "and"] else i + 1
        listed = text.ends.get(behind_mark) if lower[i] in ("and", ",") else None
        if listed is not None:
            i = last = listed
            continue
        day = lower[i] == "on" and lexicon.marks().get(lower[i + 1], 0) & lexicon.CALENDAR
        if lower[i] in (",", ".", ";", "and", "about", "on", "over", "to") and not day:
            return None
        if lower[i] == "in":
            behind = (text.place_at.get(k) for k in range(i + 1, i + 4))
            return next((place.country for place in behind if place is not None), None)
        i += 1
    return None


def _last_named(text: _Text, first: int, other: str | None) -> str | None:
    """The country of the last place in the two sentences before a name, if it is not `other`."""
    number = text.doc.sentence_at(text.doc.starts[first])
    start = text.doc.sentences[max(0, number - 2)].first
    for _, place in _places_before(text, first, start):
        if place.role == "location" and place.country not in (None, other):
            return place.country
    return None


def _places_before(text: _Text, first: int, start: int) -> Iterator[tuple[int, Place]]:
    """The tokens of places from `first` back to `start`, each with its place."""
    for at in range(bisect_left(text.placed, first) - 1, -1, -1):
        i = text.placed[at]
        if i < start:
            return
        yield i, text.place_at[i]


def _words(kind: str) -> frozenset[str]:
    return tables.words("company_words", kind)


_SUMMIT = {"head of state", "head of government", "royal"}
_MET = _words("met")
_MET_WITH = _words("met with")
HOSTING = _words("hosting")
_AIMING = _words("aiming")
_LEADING = _words("leading")
_LED = tables.words("clause_words", "leading")
_SPEECH = tables.words("clause_words", "said")
_MOVING = _words("moving")
_BOUNDING = _words("bounding")
_RETURNING = _words("returning")
_WELCOMING = _words("welcoming")
_GUESTS = _words("aiming") | _MOVING | _WELCOMING
RECEIVING = _WELCOMING | HOSTING
_ACCOMPANY = _words("accompany")
_TELLING = _MET | _MET_WITH | _ACCOMPANY | {"by"}
_TOPIC = _words("topic")
_DISCUSSING = _words("discussing")
# Verbs with an object before whom they were done with or to.
_PARTED = {"with": _words("parted with"), "to": _words("parted to")}


def _of_house(text: _Text, first: int) -> str | None:
    """The state of "Danish Ministry of Climate | State Secretary Ida Holm"."""
    for i in range(first - 1, max(0, first - 2 * _NEAR), -1):
        place = text.place_at.get(i)
        if place is not None and place.role == "demonym":
            return place.country
        if not text.doc.words[i][0].isupper() and text.doc.lower[i] not in ("of", "for", "and"):
            return None
    return None


def _last_before(
    text: _Text,
    first: int,
    other: str | None,
    *,
    start: int = 0,
    titled: bool = False,
    kind: str = "",
    topics: bool = False,
) -> str | None:
    """The country that was named last before a name, other than `other`.

    titled: only one that the article's title names, too. kind: of the place that names it; any
    where empty. topics: also one that is only spoken about.
    """
    title = text.doc.article.title or ""
    for i, place in _places_before(text, first, max(start, first - _NAMED_BACK)):
        if not place.country or place.country == other:
            continue
        if text.doc.lower[i].endswith("-speaking") or (not topics and _is_topic(text.doc, i)):
            continue
        if kind in ("", place.kind) and (not titled or place.text in title):
            return place.country
    return None


def _is_topic(doc: Document, i: int) -> bool:
    """Whether the place at token i is spoken about: "the war in | Chad", "the | Syrian crisis"."""
    if i < 3 or not _TOPIC.isdisjoint(doc.lower[i + 1 : i + 2]):
        return i >= 3
    j = i - 2 if doc.lower[i - 1] == "the" else i - 1
    if doc.lower[j] in _DISCUSSING:
        behind = doc.lower[i + 1 : i + 2]  # "discussed Syria with", not "discussed Peru's plan"
        return behind in (["and"], ["with"], [","], ["at"], ["in"], ["on"])
    return doc.lower[j] == "in" and doc.lower[j - 1] in _TOPIC


def _most_named(places: Places, home: str | None) -> str | None:
    """The country that the article names most often, other than its own."""
    counted = Counter(p.country for p in places.places if p.country and p.country != home)
    return counted.most_common(1)[0][0] if counted else None
