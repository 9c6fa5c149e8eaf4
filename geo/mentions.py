"""Later mentions of the people whom an article names: by surname, by office."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from geo import tables
from geo.dossier import Place
from geo.offices import Office
from geo.text import Document


@dataclass(slots=True)
class Someone:
    """A person while the text is read."""

    words: tuple[str, ...]
    office: Office | None = None
    country: str | None = None
    gender: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)


_HIGHEST = {"secretary", "president"}
_RANKS = tables.words("office_modifiers", "rank")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


def same(known: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: a surname alone, or given names that agree."""
    return alike(plain(known), plain(name))


def alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """The same of two names as `plain` gives them."""
    if not a or not b:
        return False
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) == 1:
        return short[0] in (long[-1], long[0]) or (len(long) > 2 and short[0] in long)
    opens_or_ends = short[0] == long[0] or short == long[-len(short) :]
    if opens_or_ends and all(map(long.__contains__, short)):
        return True
    return (
        a[-1] == b[-1] and a[0][0] == b[0][0] and (len(a[0]) == 1 or len(b[0]) == 1 or a[0] == b[0])
    )


@lru_cache(maxsize=1 << 12)
def plain(name: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name, folded, without "Jr.", "III"."""
    return tuple(folded for word in name if (folded := _fold(word)) not in _SUFFIXES)


def _fold(word: str) -> str:
    return word.lower().rstrip(".")


_SOLE = {"head of state", "head of government", "foreign minister"}


def sole(someone: Someone) -> str:
    """The family of an office of which a state has but one; empty for any other."""
    office = someone.office
    if office is None or office.former or office.family not in _SOLE:
        return ""
    ranks = _RANKS.intersection(office.title.lower().replace("-", " ").split())
    return "" if ranks else office.family


def is_of_title(doc: Document, someone: Someone) -> bool:
    """Whether the article's title is about someone: it opens with the name, an office aside."""
    title = _words_of_title(doc.article.title or "")
    return someone.words[-1] in title[: len(someone.words) + _LONGEST_OFFICE]


@lru_cache(maxsize=16)
def _words_of_title(title: str) -> tuple[str, ...]:
    return tuple(title.replace("’", "'").replace("'s", "").split())


_LONGEST_OFFICE = 4  # words


def by_surname(
    doc: Document,
    capitals: Sequence[int],
    everyone: list[Someone],
    whose: dict[int, int],
    place_at: dict[int, Place],
) -> None:
    """Later mentions by a single name: "Blinken", "Xi". capitals: the tokens with a capital."""
    covered = {i for one in everyone for first, last, _ in one.spans for i in range(first, last)}
    surnames: dict[str, int | None] = {}
    for index, someone in enumerate(everyone):
        ends = {someone.words[-1], someone.words[0]} if len(someone.words) > 1 else set()
        if len(someone.words) > 2:
            ends |= {word for word in someone.words[1:-1] if len(word) > 3 and word[0].isupper()}
        if len(someone.words) > 1 and _fold(someone.words[-1]) in _SUFFIXES:
            ends.add(someone.words[-2])
        for word in ends | {someone.words[-1]}:
            # a name that two people share settles nothing
            surnames[word] = index if surnames.get(word, index) == index else None
    shorter: dict[str, int | None] | None = None
    end = len(doc.words) - 1
    for i in capitals if everyone else ():
        if i in covered:
            continue
        word = doc.words[i]
        found = surnames.get(word)
        misspelt = found is None and i < end and doc.lower[i + 1] in _AFTER_MISSPELT
        if misspelt and 5 <= len(word) <= 12 and word[0].isupper():
            shorter = _shortened(surnames) if shorter is None else shorter
            found = shorter.get(word)
        if found is None or (i in place_at and place_at[i].kind != "city"):
            continue
        everyone[found].spans.append((i, i + 1, "name"))
        whose[i] = found


# Wires write "Tanka" for Tanaka; only here, so that no other name is taken for it.
_AFTER_MISSPELT = frozenset((",", "said", "who", "told", "arrived", "was", "has"))


def _shortened(surnames: dict[str, int | None]) -> dict[str, int | None]:
    """The surnames with one letter lost behind the first two, and whose each is."""
    found: dict[str, int | None] = {}
    for surname, index in surnames.items():
        if len(surname) <= 13:
            for k in range(2, len(surname)):
                found.setdefault(surname[:k] + surname[k + 1 :], index)
    return found


# People who an office without a name may stand for: those named last before it.
_REMEMBERED = 30


def by_office(
    doc: Document,
    everyone: list[Someone],
    whose: dict[int, int],
    posts: list[Office],
    place_at: dict[int, Place],
) -> None:
    """Mentions by office alone: "the Secretary", "the Venezuelan president", "the US official"."""
    if not any(post.definite for post in posts):
        return
    covered = {i for one in everyone for first, last, _ in one.spans for i in range(first, last)}
    named = sorted(
        (first, index) for index, one in enumerate(everyone) for first, _, _ in one.spans
    )
    told: dict[int, int] = {}  # how often each has been named so far, in the order of the last time
    done = 0
    for post in posts:
        while done < len(named) and named[done][0] < post.first:
            someone = named[done][1]
            told[someone] = told.pop(someone, 0) + 1
            done += 1
        if post.head in covered or not post.definite or _is_counted(doc, post):
            continue
        if post.family == "counterpart":
            index = _peer(everyone, post, told)
        else:
            index = _holder(doc, everyone, post, told, named, place_at)
            if index is None:
                index = _named_soon(doc, everyone, post, named)
        if index is not None:
            first = post.first
            everyone[index].spans.append((first, post.last, "office"))
            everyone[index].country = everyone[index].country or post.country
            whose[post.head] = index


def _is_counted(doc: Document, post: Office) -> bool:
    """Whether an office tells which of all its holders did a thing: "the first US president to"."""
    if doc.lower[post.last : post.last + 1] not in (["to"], ["since"]):
        return False
    return not _COUNTING.isdisjoint(doc.lower[max(0, post.first - 2) : post.head])


_COUNTING = tables.words("clause_words", "rank")


class _General(NamedTuple):
    """A word that any holder of some families of offices can be called by; None stands for all."""

    families: frozenset[str] | None
    alone: bool


_GENERAL = {
    row["word"]: _General(
        None if row["families"] == "*" else frozenset(row["families"].split("|")),
        row["alone"] == "yes",
    )
    for row in tables.rows("office_general")
}


def _peer(everyone: list[Someone], post: Office, told: dict[int, int]) -> int | None:
    """Whom "his Chinese counterpart" stands for: who holds the office of the one named last."""
    recent = list(islice(reversed(told), _REMEMBERED))
    peer = next((everyone[i].office for i in recent if everyone[i].office), None)
    if peer is None or post.country is None:
        return None
    for index in recent:
        office = everyone[index].office
        if office is None or everyone[index].country != post.country:
            continue
        if office.family == peer.family or {office.family, peer.family} <= _LEADING:
            return index
    return None


_LEADING = {"head of state", "head of government", "leader", "royal"}


def _holder(
    doc: Document,
    everyone: list[Someone],
    post: Office,
    told: dict[int, int],
    named: list[tuple[int, int]],
    place_at: dict[int, Place],
) -> int | None:
    """Whom an office without a name stands for, of those named before it.

    told: how often each was named, the last one last. named: token and person of each name.
    """
    recent = list(islice(reversed(told), _REMEMBERED))
    wanted = _wanted(doc, post)
    holders = [i for i in recent if _holds(everyone[i], wanted)]
    sure = [i for i in holders if everyone[i].country is not None or post.country is None]
    if sure and _is_general(doc, post):
        # "the top diplomat", of two foreign ministers, is the one whom the article is about
        return max(sure, key=lambda i: (told[i], -everyone[i].spans[0][0]))
    if sure:
        return sure[0]
    if post.country and post.represents == "state":
        # "at the residence of the US ambassador": nobody whom the text has named
        owned = post.first > 1 and doc.lower[post.first - 2 : post.first] == ["of", "the"]
        for index in _named_near(doc, post, named):
            # "Rau: Visit of the Turkish President": who says so is not the president
            label = _is_label(doc, everyone[index])
            if index in holders or (_may_hold(everyone[index], post) and not (owned or label)):
                everyone[index].office = everyone[index].office or post
                return index
    if not holders:
        return _only_one_without(doc, everyone, post, named)
    return holders[0] if _may_be_of(doc, everyone[holders[0]], post, place_at) else None


def _is_label(doc: Document, someone: Someone) -> bool:
    """Whether a name is first written before a colon, as that of whose words follow."""
    last = someone.spans[0][1]
    return doc.lower[last : last + 1] == [":"]


def _may_be_of(doc: Document, someone: Someone, post: Office, place_at: dict[int, Place]) -> bool:
    """Whether the words around a name can mean the state of an office, or tell of none.

    "In Lima she met President Rau of Peru's north. … The Chadian president": not Rau.
    """
    number = doc.sentence_at(doc.starts[someone.spans[0][0]])
    near = doc.sentences[max(0, number - 1) : number + 1]
    told = {place_at[i].country for i in range(near[0].first, near[-1].last) if i in place_at} - {
        None
    }
    return post.country is None or not told or post.country in told


def _only_one_without(
    doc: Document, everyone: list[Someone], post: Office, named: list[tuple[int, int]]
) -> int | None:
    """Whom "the foreign minister" stands for where one person was named, without an office."""
    if post.represents != "state" or post.country or doc.lower[post.first - 1] != "the":
        return None
    near = list(dict.fromkeys(_named_near(doc, post, named)))
    if len(near) != 1 or everyone[near[0]].office is not None or everyone[near[0]].country is None:
        return None
    everyone[near[0]].office = post
    return near[0]


def _named_soon(
    doc: Document, everyone: list[Someone], post: Office, named: list[tuple[int, int]]
) -> int | None:
    """Whom an office stands for that comes before the name: "The Secretary … Secretary Rau"."""
    if post.represents != "state" or doc.lower[post.first - 1] != "the":
        return None
    if doc.lower[post.last : post.last + 1] in (["and"], ["or"]):
        return None  # "the King and Queen of Norway": nobody named later
    if post.country:
        return _named_next(doc, everyone, post, named)
    until = min(doc.sentence_at(doc.starts[post.first]) + 3, len(doc.sentences)) - 1
    begin = bisect_left(named, (post.last, 0))
    end = bisect_left(named, (doc.sentences[until].last, 0))
    wanted = _wanted(doc, post)
    return next((i for _, i in named[begin:end] if _holds(everyone[i], wanted)), None)


def _named_next(
    doc: Document, everyone: list[Someone], post: Office, named: list[tuple[int, int]]
) -> int | None:
    """Who opens the next sentence, named for the first time: "The Syrian president … Rau was"."""
    number = doc.sentence_at(doc.starts[post.first]) + 1
    if number >= len(doc.sentences):
        return None
    first = doc.sentences[number].first
    begin = bisect_left(named, (first, 0))
    index = named[begin][1] if begin < len(named) and named[begin][0] == first else None
    if (
        index is None
        or everyone[index].spans[0][0] != first
        or not _may_hold(everyone[index], post)
    ):
        return None
    everyone[index].office = post
    return index


def _named_near(doc: Document, post: Office, named: list[tuple[int, int]]) -> Iterator[int]:
    """Those whom the sentence of an office names before it, then those of the sentence before."""
    here = doc.sentence_at(doc.starts[post.first])
    for number in range(here, max(-1, here - 2), -1):
        sentence = doc.sentences[number]
        begin = bisect_left(named, (sentence.first, 0))
        end = bisect_left(named, (min(sentence.last, post.first), 0))
        for _, index in named[begin:end]:
            yield index


def _is_general(doc: Document, post: Office) -> bool:
    words = doc.lower[post.first : post.last]
    return (
        doc.lower[post.head] in _GENERAL
        or " ".join(doc.lower[post.head : post.head + 2]) in _GENERAL
        or words == ["minister"]
    )


class _Wanted(NamedTuple):
    """An office without a name as it is asked of many who may hold it: "the foreign minister".

    word: its head. words: all of it. title: the words of its title that tell something.
    """

    post: Office
    word: str
    general: _General | None
    words: list[str]
    title: frozenset[str]


def _wanted(doc: Document, post: Office) -> _Wanted:
    word = doc.lower[post.head]
    head = " ".join(doc.lower[post.head : post.last][:2])
    words = " ".join(doc.lower[post.first : post.last]).split()
    general = _GENERAL.get(head) or _GENERAL.get(word)
    return _Wanted(post, word, general, words, _title_words(post.title) - _SMALL)


_SMALL = {"of", "the", "for"}


@lru_cache(maxsize=1 << 12)
def _title_words(title: str) -> frozenset[str]:
    return frozenset(title.lower().split())


def _holds(someone: Someone, wanted: _Wanted) -> bool:
    """Whether an office without a name can stand for someone by their known office."""
    office, post, word = someone.office, wanted.post, wanted.word
    if office is None:
        return False
    if post.country and someone.country and post.country != someone.country:
        return False
    general = wanted.general
    if general is not None:
        if not (post.country or general.alone):
            return False
        return general.families is None or office.family in general.families
    if post.title.isupper():  # "EAM", "HR/VP", "PM"
        return office.family == post.family
    known = _title_words(office.title)
    if word not in known and not (word == "minister" and office.family == "foreign minister"):
        return False
    if word in _HIGHEST and not _RANKS.isdisjoint(known) and _RANKS.isdisjoint(wanted.words):
        return False  # "the Secretary" is no assistant secretary
    # "the deputy secretary" is not the secretary, "the deputy" is the deputy secretary
    return wanted.title - known <= _IN_ANY_TITLE


_IN_ANY_TITLE = {"us", "minister"}


def _may_hold(someone: Someone, post: Office) -> bool:
    """Whether "the Ukrainian president" can be someone named just before without an office."""
    return someone.office is None and someone.country in (None, post.country)
