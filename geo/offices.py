"""Offices in the text with their country: "the US Secretary of State", "Minister of Defence".

An office is a head ("minister"), what stands before it ("deputy foreign"), what it is of or for
("of Defence", "for Africa"), and the state it speaks for ("Kazakh", "of Kazakhstan").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from geo import tables
from geo.dossier import Place
from geo.text import Document


class Office(NamedTuple):
    """Words that name an office. Tokens `first:last`; `head` is the head's first token.

    title: the office without its country, as written. country: alpha-2 of the state it speaks for,
    None when the words do not say. default_countries: those whose office bears this very name, the
    one most often meant first. definite: the words can stand for one holder ("the minister").
    word: the head as the table has it.
    """

    first: int
    last: int
    head: int
    title: str
    family: str
    represents: str
    country: str | None
    default_countries: tuple[str, ...]
    former: bool
    definite: bool
    word: str


def _phrases() -> dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]:
    found: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    for row in tables.rows("offices"):
        # an abbreviation ("PM") counts in capitals only, and is kept so
        words = tuple(row["word"].split())
        found.setdefault(words[0], []).append((words, row))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found


_HEADS = _phrases()
_FIRST_WORDS = frozenset(word.lower() for word in _HEADS)
_MODIFIERS = {row["word"]: row["kind"] for row in tables.rows("office_modifiers")}
_SUBJECTS = {row["word"] for row in tables.rows("office_subjects")}
_LINKS = {"of", "for", "on", "to", "at", "in"}
_JOINERS = {",", "and", "&", "the", "-"}
_POSSESSIVE = {"'s", "'", "s'"}
_FAMILY_PARTICLES = {"bin", "bint", "ibn"}
_GIVEN_TITLES = {"sultan", "emir", "amir"}
_BEFORE_GIVEN = {
    "president",
    "minister",
    "ambassador",
    "secretary",
    "general",
    "dr",
    "mr",
    "sheikh",
}
_DETERMINERS = {"the", "a", "an", "his", "her", "their", "its", "our", "this"}
# Heads of ranks and of plain words are offices only where a name or a state stands beside them.
_HOUSES = tables.words("office_modifiers", "house")
_WEAK = {"rank", "leader", "official", "religious"}
_STATE_FORMS = {"republic", "kingdom", "state", "states", "sultanate", "emirate", "federation"}


def find(doc: Document, place_at: dict[int, Place]) -> list[Office]:
    """The offices in the order of the text. place_at: for each token of a name, its place."""
    lower = doc.lower
    found: list[Office] = []
    resume = 0
    for i in doc.where(_FIRST_WORDS):
        if i < resume:
            continue
        head = _head_at(doc, i)
        if head is None:
            continue
        words, row = head
        if len(words) == 1 and i and _is_given_name(doc, i):
            continue
        if len(words) == 1 and lower[i] in _MODIFIERS and _is_head_near(lower, i + 1):
            continue  # "deputy" of "deputy foreign minister" is no office of its own
        office = _around(doc, place_at, i, i + len(words), row, found[-1].last if found else 0)
        if found and _is_one_holder(lower, found[-1], office):
            state = found[-1].country or office.country
            found[-1], office = found[-1]._replace(country=state), office._replace(country=state)
        found.append(office)
        resume = max(office.last, i + len(words))
    return found


def _head_at(doc: Document, i: int) -> tuple[tuple[str, ...], dict[str, str]] | None:
    """The longest head of an office that begins at token i, and its row."""
    for option in _HEADS.get(doc.lower[i]) or _HEADS.get(doc.words[i]) or ():
        words = option[0]
        if len(words) == 1 or tuple(doc.lower[i : i + len(words)]) == words:
            return option
    return None


def _is_given_name(doc: Document, i: int) -> bool:
    """Whether a title is a name here: "Zayed bin Sultan", "Prince Sultan", "President Emir Rau"."""
    lower, words_ = doc.lower, doc.words
    if lower[i - 1] in _FAMILY_PARTICLES:
        return True
    if lower[i] not in _GIVEN_TITLES or not words_[i][0].isupper():
        return False
    k = i - 2 if lower[i - 1] == "." else i - 1
    named = lower[i + 1 : i + 2] == ["bin"] or (
        words_[i + 1 : i + 2] and words_[i + 1][0].isupper()
    )
    return lower[k] == "prince" or (bool(named) and lower[k] in _BEFORE_GIVEN)


def _is_one_holder(lower: list[str], one: Office, other: Office) -> bool:
    """ "Deputy Prime Minister and Minister of Health of Croatia": one holder of one state."""
    stated = [office.country for office in (one, other) if office.country]
    return (
        len(stated) == 1
        and one.last - one.first > 1
        and lower[one.last : other.first] in (["and"], [","], ["/"], [",", "and"])
    )


def _is_head_near(lower: list[str], i: int) -> bool:
    """Whether the head of an office stands at token i, modifiers aside."""
    while i < len(lower) and lower[i] in _MODIFIERS and lower[i] not in _HEADS:
        i += 1
    return i < len(lower) and lower[i] in _HEADS


def _around(
    doc: Document,
    place_at: dict[int, Place],
    head: int,
    end: int,
    row: dict[str, str],
    floor: int,
) -> Office:
    lower = doc.lower
    first, former = head, False
    opening = doc.sentence_of(head).first
    floor = max(floor, opening)
    while first > floor and (kind := _MODIFIERS.get(lower[first - 1])) and kind != "house":
        former = former or kind == "former"
        first -= 1
        if first > floor + 1 and lower[first - 1] == "-" and lower[first - 2] in _MODIFIERS:
            first -= 1
    if (
        first > floor + 1
        and lower[first - 1] == "-"
        and _MODIFIERS.get(lower[first - 2]) == "former"
    ):
        first, former = first - 2, True  # "then-President"
    # "the U.S. Department of State Counselor": the house belongs to the office
    if first > floor + 1 and lower[first - 1] == "of" and lower[first - 2] in _HOUSES:
        first -= 2
    title_first = first
    country, first = _state_before(doc, place_at, first, floor)
    sent = row["family"] in ("counterpart", "ambassador")
    last, of_country = _complement(doc, place_at, end, "from" if sent else "of")
    if of_country:
        country = of_country
    last = _past_abbreviation(doc, _past_number(doc, last))
    title = " ".join(_words_of(doc, place_at, title_first, last, end)).replace(" - ", "-")
    # "the UN chief"
    house = first > 1 and doc.words[first - 1].isupper() and len(doc.words[first - 1]) > 1
    before = lower[first - (2 if house else 1)] if first else ""
    definite = before in _DETERMINERS or first < title_first or doc.words[head][0].isupper()
    return Office(
        first=first,
        last=last,
        head=head,
        title=title,
        family=_family(row, title),
        represents=row["represents"],
        country=country,
        default_countries=tuple(row["country"].split()),
        former=former,
        definite=definite,
        word=row["word"],
    )


def _family(row: dict[str, str], title: str) -> str:
    """What the holder leads: a "Minister of Foreign Affairs" is a foreign minister."""
    foreign = row["word"] == "minister" and "foreign affairs" in title.lower()
    return "foreign minister" if foreign else row["family"]


class Plural(NamedTuple):
    """An office that several hold: "the presidents of Ghana and Togo". Tokens `first:last`.

    states: theirs, in order, where the words name them. office: as each of them holds it.
    """

    first: int
    last: int
    states: tuple[str, ...]
    office: Office


def plurals(doc: Document, place_at: dict[int, Place]) -> Iterator[Plural]:
    """The offices in the plural that stand for states, in the order of the text."""
    for i in doc.where(_PLURALS.keys()):
        for words, row in _PLURALS[doc.lower[i]]:
            if tuple(doc.lower[i : i + len(words)]) != words:
                continue
            end = i + len(words)
            first = i - 1 if _MODIFIERS.get(doc.lower[i - 1]) == "subject" else i
            begin, states = _states_listed(doc, place_at, first)
            last = end
            if not states and doc.lower[end : end + 1] == ["of"]:
                last, states = _states_behind(doc, place_at, end + 1)
            title = " ".join(doc.words[first:end])[:-1]
            names = (title, row["family"], row["represents"], None, (), False, True, row["word"])
            yield Plural(begin, last, states, Office(i, i, i, *names))
            break


def _states_listed(
    doc: Document, place_at: dict[int, Place], end: int
) -> tuple[int, tuple[str, ...]]:
    """The states of "Russian and Turkish", which ends before token `end`, and where it begins."""
    found: list[str] = []
    first, i = end, end - 1
    while i >= 0 and (place := place_at.get(i)) is not None and place.country:
        found.append(place.country)
        first = doc.token_at(place.start)
        i = first - 1
        if doc.lower[i] in (",", "and"):
            i -= 2 if doc.lower[i - 1 : i + 1] == [",", "and"] else 1
        else:
            break
    return (first, tuple(reversed(found))) if len(found) > 1 else (end, ())


def _states_behind(
    doc: Document, place_at: dict[int, Place], i: int
) -> tuple[int, tuple[str, ...]]:
    """The states listed from token i on, and the token behind the last."""
    found: list[str] = []
    last = i
    while i < len(doc.lower):
        place = place_at.get(i)
        if place is not None and place.country and place.kind == "country":
            found.append(place.country)
            last = i = doc.token_at(place.end - 1) + 1
        elif doc.lower[i] in (",", "and", "the"):
            i += 1
        else:
            break
    return last, tuple(found)


_LEADING = {
    "head of state",
    "head of government",
    "foreign minister",
    "minister",
    "leader",
    "royal",
    "counterpart",
    "legislator",
}


def _plurals() -> dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]:
    """The offices of those who lead, in the plural, by their first word; the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    for row in tables.rows("offices"):
        if row["represents"] == "state" and row["family"] in _LEADING:
            head, *rest = row["word"].split(" of ")
            words = tuple(" of ".join((head + "s", *rest)).split())
            found.setdefault(words[0], []).append((words, row))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found


_PLURALS = _plurals()


@cache
def leading() -> frozenset[str]:
    """The words in the plural that several who lead are called by: "leaders", "presidents"."""
    return frozenset(_PLURALS) | {"leaders", "heads"}


def _past_number(doc: Document, i: int) -> int:
    """The token behind the number of one who shares an office: "Foreign Minister | II"."""
    return i + 1 if doc.words[i : i + 1] in (["II"], ["III"]) else i


def _past_abbreviation(doc: Document, i: int) -> int:
    """The token behind "(PM)" where such an abbreviation stands at token i."""
    if doc.lower[i : i + 1] == ["("] and doc.lower[i + 2 : i + 3] == [")"]:
        return i + 3 if doc.words[i + 1].isupper() else i
    return i


def _state_before(
    doc: Document, place_at: dict[int, Place], first: int, floor: int
) -> tuple[str | None, int]:
    """The state that stands right before an office, and where the words then begin."""
    i, glued = first - 1, first
    if i >= floor and doc.lower[i] in _POSSESSIVE:
        i -= 1
    if i - 2 >= floor and doc.lower[i] == ")" and doc.lower[i - 2] == "(":
        i -= 3  # "Republic of Korea (ROK) Foreign Minister"
        glued = i + 1
    place = place_at.get(i) if i >= floor else None
    if place is None or place.country is None or place.kind == "facility" or "-" in doc.words[i]:
        return None, first
    if i == glued - 1 and place.kind == "city":
        return None, first
    return place.country, doc.token_at(place.start)


def _complement(
    doc: Document, place_at: dict[int, Place], end: int, also: str
) -> tuple[int, str | None]:
    """Where the words that an office is of, for or to end, and the state that it is *of*.

    also: another link to that state ("her counterpart from Chile").
    """
    lower, words = doc.lower, doc.words
    count = doc.sentence_of(end - 1).last
    last, i, country = end, end, None
    link = ""
    while i < count:
        word = lower[i]
        place = place_at.get(i)
        if place is not None and (link or words[i - 1] in ("-",)):
            if link in ("of", also) and place.kind == "country" and country is None:
                country = place.country
            i = doc.token_at(place.end - 1) + 1
            last = i
        elif (
            (word in _LINKS or word == also)
            and i + 1 < count
            and _goes_on(lower, place_at, i + 1, words)
        ):
            posted = also == "from" and i + 1 in place_at  # "the US ambassador in Tokyo"
            if word == "in" and lower[i + 1] != "charge" and not posted:
                break
            link = word
            i += 1
        elif link and (is_subject(word) or _qualifies(doc, i, count)):
            i += 1
            last = i
        elif (link and word in _STATE_FORMS and i + 1 < count and lower[i + 1] == "of") or (
            link
            and word in _JOINERS
            and i + 1 < count
            and _goes_on(lower, place_at, i + 1, words)
            and not (word == "," and _starts_name(doc, place_at, i + 1))
            and not _starts_office(lower, i + 1)
        ):
            i += 1
        else:
            break
    return last, country


def _qualifies(doc: Document, i: int, count: int) -> bool:
    """Whether a name's adjective says which subject: "for | Tibetan Issues", no given name."""
    words = doc.words[i : min(i + 2, count)]
    return (
        len(words) == 2
        and all(word[0].isupper() for word in words)
        and words[0].endswith(("an", "ish", "ese", "ic", "ary", "al", "ive"))
        and is_subject(words[1].lower())
    )


def _goes_on(lower: list[str], place_at: dict[int, Place], i: int, words: list[str]) -> bool:
    """Whether an office's complement goes on at token i, articles and "and" aside."""
    count = len(lower)
    while i < count and lower[i] in ("the", "and"):
        i += 1
    if i >= count:
        return False
    return (
        i in place_at
        or lower[i] in _SUBJECTS
        or lower[i] in _STATE_FORMS
        or lower[i] == "charge"
        or (
            i + 1 < count
            and words[i].endswith(("an", "ary", "al", "ive"))
            and words[i][0].isupper()
            and lower[i + 1] in _SUBJECTS
        )
    )


@cache
def words() -> frozenset[str]:
    """Every lower-case word that an office can be made of."""
    heads = {word for row in tables.rows("offices") for word in row["word"].lower().split()}
    return frozenset(heads | _SUBJECTS | _MODIFIERS.keys())


def is_subject(word: str) -> bool:
    """Whether an office can be about a lower-case word: "affairs", "political-military"."""
    return word in _SUBJECTS or ("-" in word and any(w in _SUBJECTS for w in word.split("-")))


def _starts_name(doc: Document, place_at: dict[int, Place], i: int) -> bool:
    """A capitalised word after a comma that is neither a subject nor a place begins a name."""
    word = doc.words[i]
    return word[0].isupper() and not is_subject(doc.lower[i]) and i not in place_at


def _starts_office(lower: list[str], i: int) -> bool:
    """Whether another office begins at token i: "Speaker of the Parliament, and | General Diaz"."""
    while i < len(lower) and lower[i] in _JOINERS:
        i += 1
    heads = (words for words, _ in _HEADS.get(lower[i], ())) if i + 1 < len(lower) else ()
    return any(
        tuple(lower[i : i + len(words)]) == words and not is_subject(lower[i + len(words)])
        for words in heads
        if i + len(words) < len(lower)
    )


def _words_of(
    doc: Document, place_at: dict[int, Place], first: int, last: int, end: int
) -> list[str]:
    """The words of an office's title: without the state that it is of."""
    stop = last
    for i in range(end, last):
        place = place_at.get(i)
        if doc.words[i] == "(":
            return [doc.words[k] for k in range(first, i)]
        if place is not None and place.kind == "country":
            # "Minister of Foreign Affairs | of the Republic of Estonia"
            j = i - 1
            while j >= end and (doc.lower[j] in ("the", "of") or doc.lower[j] in _STATE_FORMS):
                j -= 1
            if doc.lower[j + 1] == "of":
                stop = j + 1
            break
    return [doc.words[i] for i in range(first, stop)]


_STATES = {
    row["word"]: (row["kind"], frozenset(row["states"].split()))
    for row in tables.rows("office_states")
}


def may_be_of(office: Office, state: str) -> bool:
    """Whether a state has such an office at all, where its words do not say whose it is."""
    kind, states = _STATES.get(office.word, ("never", frozenset()))
    return (state in states) == (kind == "only")


def is_weak(office: Office) -> bool:
    """Whether the head alone ("leader", "general") needs a name or a state beside it."""
    return office.family in _WEAK and office.country is None
