"""People in the text: full names, offices and countries, and every later mention joined to them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from geo import allegiance, lexicon, mentions, offices, persons, pronouns, stated
from geo.dossier import Person, Problem, Span
from geo.mentions import Someone
from geo.names import Names
from geo.offices import Office
from geo.persons import Run
from geo.places import Places
from geo.text import Document


class Mention(NamedTuple):
    """Words that stand for someone. Tokens `first:last`.

    person: position in `People.people`. kind: name, office or pronoun.
    """

    start: int
    end: int
    first: int
    last: int
    person: int
    kind: str


class People(NamedTuple):
    """The people in the order of the text, and their mentions in the order of the text.

    offices: every office that the text names, also those that stand for nobody named.
    """

    people: tuple[Person, ...] = ()
    mentions: tuple[Mention, ...] = ()
    offices: tuple[Office, ...] = ()
    problems: tuple[Problem, ...] = ()


def find(doc: Document, names: Names, places: Places) -> People:
    """Everyone whom the article names, each once, and the words that stand for them.

    Later mentions are joined by surname, by office ("the Secretary") and by pronoun. The country is
    read from the words beside the office, then from the sentence, then from the article's source.
    """
    place_at = places.at
    posts = offices.find(doc, place_at)
    runs = persons.find(doc, names, place_at, posts)
    everyone, whose = _join(doc, runs)
    mentions.by_surname(doc, names.capitals, everyone, whose, place_at)
    _name_counterparts(everyone)
    stated.settle_beside(doc, everyone, place_at)
    stated.settle_listed(doc, everyone)
    mentions.by_office(doc, everyone, whose, posts, place_at)
    allegiance.settle(doc, everyone, place_at, places)
    stated.settle_couples(doc, everyone)
    pronouns.mention(doc, everyone, whose)
    return _result(doc, everyone, whose, posts)


def _join(doc: Document, runs: list[Run]) -> tuple[list[Someone], dict[int, int]]:
    """The people whom the names stand for, and for each name's first token which of them."""
    everyone: list[Someone] = []
    plain: list[tuple[str, ...]] = []  # everyone's name as it is compared
    by_word: dict[str, dict[int, None]] = {}
    whose: dict[int, int] = {}
    for run in runs:
        name = _without_honours([w for w in doc.words[run.first : run.last] if w != ","])
        folded = [word.lower() for word in name]
        compared = mentions.plain(name)
        index = next(
            (
                index
                for index in reversed(_namesakes(by_word, folded))
                if mentions.alike(plain[index], compared)
                and not _one_reigns(everyone[index].office, run.office)
            ),
            None,
        )
        if index is None and len(name) == 1 and run.office is not None:
            index = _misspelt(everyone, name[0], run.office)
        if index is not None:
            someone = everyone[index]
            if len(name) > len(someone.words):
                someone.words, plain[index] = name, compared
        else:
            index, someone = len(everyone), Someone(name)
            everyone.append(someone)
            plain.append(compared)
        for word in folded:
            by_word.setdefault(word, {})[index] = None
        if run.office is not None and (
            someone.office is None or _fuller(run.office, someone.office)
        ):
            country = someone.office.country if someone.office else None
            someone.office = run.office
            if run.office.country is None and country:
                someone.country = country
        if run.office is not None and run.office.country:
            someone.country = run.office.country
        someone.gender = someone.gender or run.gender
        first = run.office.first if run.office and run.office.last <= run.first else run.first
        someone.spans.append((first, run.last, "name"))
        whose[run.first] = index
    return everyone, whose


def _without_honours(name: list[str]) -> tuple[str, ...]:
    """A name without the letters behind it: "Ana Ruiz | AC MP"."""
    last = len(name)
    while last > 1 and name[last - 1].isupper() and lexicon.is_honour(name[last - 1]):
        last -= 1
    return tuple(name[:last])


def _misspelt(everyone: list[Someone], surname: str, office: Office) -> int | None:
    """The one of those named last who holds the office, and whose surname has a letter more or
    less: "Prime Minister Wickremesinghe … Prime Minister Wickremsinghe".
    """
    if len(surname) < _LONG:
        return None
    for index in range(len(everyone) - 1, max(-1, len(everyone) - 1 - _NAMESAKES), -1):
        one = everyone[index]
        known = one.words[-1]
        alike = one.office is not None and one.office.title.lower() == office.title.lower()
        if alike and abs(len(known) - len(surname)) == 1:
            short, long = sorted((known, surname), key=len)
            if any(long[:k] + long[k + 1 :] == short for k in range(1, len(long))):
                return index
    return None


_LONG = 7  # letters: Kim and Kem may be two


def _one_reigns(one: Office | None, other: Office | None) -> bool:
    """Whether two offices are never one person's: Sultan Idris is not Prime Minister Idris.

    One that somebody had before says nothing: "then-Crown Prince Saleh" is president now.
    """
    if one is None or other is None or one.former or other.former:
        return False
    return (one.family == "royal") != (other.family == "royal")


# Of more people who share a name, an article does not tell apart who is named again.
_NAMESAKES = 20


def _namesakes(by_word: dict[str, dict[int, None]], name: list[str]) -> dict[int, None]:
    """Those who bear a word of a name; the last ones of each word, in the order of the text."""
    found: dict[int, None] = {}
    for word in name:
        bearers = by_word.get(word)
        if bearers is not None and len(bearers) > _NAMESAKES:
            bearers = dict.fromkeys([*islice(reversed(bearers), _NAMESAKES)][::-1])
        if bearers is not None:
            found.update(bearers)
    return found


def _name_counterparts(everyone: list[Someone]) -> None:
    """Give "his Czech counterpart" the office of the one who is named last before."""
    peer: Office | None = None
    named = (
        (first, someone)
        for someone in everyone
        for first, _, kind in someone.spans
        if kind == "name" and someone.office and someone.office.represents == "state"
    )
    for _, someone in sorted(named, key=lambda one: one[0]):
        office = someone.office
        if office is not None and office.family == "counterpart":
            titled = peer and office._replace(title=peer.title, family=peer.family)
            someone.office = office = titled
        peer = office or peer


def _fuller(new: Office, old: Office) -> bool:
    if new.former or new.family == "rank":
        return False
    return len(new.title) > len(old.title) or old.title.lower().startswith("then")


def _result(
    doc: Document, everyone: list[Someone], whose: dict[int, int], posts: list[Office]
) -> People:
    order = sorted(range(len(everyone)), key=lambda i: everyone[i].spans[0])
    number = {old: new for new, old in enumerate(order)}
    spans = sorted(_mentions(doc, everyone, number))
    told: list[list[Span]] = [[] for _ in everyone]
    for mention in spans:
        told[mention.person].append(Span(mention.start, mention.end))
    people = tuple(
        Person(
            name=" ".join(_in_small_letters(everyone[i].words)),
            office=everyone[i].office.title if everyone[i].office else None,  # type: ignore[union-attr]
            country=everyone[i].country,
            mentions=tuple(told[number[i]]),
        )
        for i in order
    )
    return People(people, tuple(spans), tuple(posts))


def _in_small_letters(name: tuple[str, ...]) -> Iterator[str]:
    """A name that only labels and letterheads give, in capitals: "ANA RUIZ II" as "Ana Ruiz II"."""
    shouted = all(word.isupper() for word in name) and (len(name) > 1 or len(name[0]) > _INITIALS)
    for word in name:
        yield word.title() if shouted and word.lower() not in _NUMBERS else word


_INITIALS = 4  # letters: "AMLO"
_NUMBERS = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv"))


def _mentions(doc: Document, everyone: list[Someone], number: dict[int, int]) -> Iterator[Mention]:
    for index, someone in enumerate(everyone):
        for first, last, kind in someone.spans:
            yield Mention(doc.starts[first], doc.ends[last - 1], first, last, number[index], kind)
