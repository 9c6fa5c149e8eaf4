"""Who can give or receive money in a text: states, institutions, groupings, and their speakers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from geo import gazetteer, outlets, rosters, speaking, tables
from geo.dossier import Span
from geo.groupings import Groups
from geo.people import People
from geo.places import Places
from geo.text import Document


class Party(NamedTuple):
    """Words that stand for a giver or taker of money. Tokens `first:last`.

    label: alpha-2, or the name of an institution or grouping; None for regions and the unknown.
    codes: the states it stands for as a recipient.
    kind: state, demonym, region, grouping, institution, lender (an institution that lends), un,
    agency, person, office, speaker, we or body.
    """

    first: int
    last: int
    label: str | None
    codes: tuple[str, ...]
    kind: str


# Parties that words which point back may mean; a longer text is a register.
_REMEMBERED = 100


class Parties:
    """The parties of a document by token, and the state that the article itself speaks for.

    figures: the tokens that begin with a digit.
    heads: the positions in `order` of those whose body or person was spoken of, once asked for.
    labels: of all of them. named: how often the text names each state alone. said, titled: the
    words that first name it, and the first of them that the title has too.
    """

    def __init__(self, doc: Document, people: People, places: Places, groups: Groups) -> None:
        self.doc = doc
        self.day = doc.article.date.isoformat() if doc.article.date else None
        self.home = outlets.press_office(doc)
        self._surnames = {
            person.name.split()[-1].upper(): person.country
            for person in people.people
            if person.country
        }
        self._labels: list[tuple[int, tuple[str, ...]]] | None = None
        self.heads: list[int] | None = None
        self.at: dict[int, Party] = {}
        self.order: list[Party] = []
        for found in (
            _persons(doc, people, places),
            _funders(doc),
            _groupings(doc, groups, self.day),
            _longest(list(_regions(doc)), list(_states(doc, places))),
            _central_banks(doc),
            _offices(people),
            _speakers(doc),
        ):
            for party in found:
                self._take(party)
        self.order.sort(key=attrgetter("first"))
        self._firsts = [party.first for party in self.order]
        self.figures = [i for i, word in enumerate(doc.lower) if word[0].isdigit()]
        self.labels = frozenset(party.label for party in self.order)
        self.named: Counter[str] = Counter()
        self.said: dict[str, str] = {}
        self.titled: dict[str, str] = {}
        self._tally()

    def _take(self, party: Party) -> None:
        tokens = range(party.first, party.last)
        if self.at.keys().isdisjoint(tokens):
            self.order.append(party)
            self.at.update(dict.fromkeys(tokens, party))

    def _tally(self) -> None:
        title = set(re.findall(r"\w+", self.doc.article.title or ""))
        for party in self.order:
            if len(party.codes) == 1:
                code, said = party.codes[0], self.doc.words[party.first : party.last]
                self.named[code] += 1
                if code not in self.said:
                    self.said[code] = " ".join(said)
                if said[0] in title and said[-1] in title:
                    self.titled.setdefault(code, " ".join(said))

    def speaker_at(self, token: int) -> str | None:
        """The state of whoever speaks at a token of a transcript; "" where it is unknown.

        None where the text is no transcript.
        """
        if self._labels is None:
            self._labels = [
                (first, tuple(self.doc.words[first:last]))
                for first, last in speaking.labels(self.doc)
            ]
        place = bisect_left(self._labels, (token + 1, ())) - 1
        if place < 0:
            return None
        _, words = self._labels[place]
        if self.home and not _bodies_of("official").isdisjoint(word.lower() for word in words):
            return self.home
        known = self._surnames.get(words[-1])
        if known:
            return known
        if not _bodies_of("own").isdisjoint(word.lower() for word in words):
            return self.home or ""
        return ""

    def within(self, first: int, last: int) -> list[Party]:
        """The parties whose first token lies in `first:last`, in the order of the text."""
        begin = bisect_left(self._firsts, first)
        return self.order[begin : bisect_left(self._firsts, last, begin)]

    def before(self, token: int) -> list[Party]:
        """The last parties that begin before a token, in the order of the text."""
        end = bisect_left(self._firsts, token)
        return self.order[max(0, end - _REMEMBERED) : end]

    def last_of(self, positions: Sequence[int], token: int) -> Party | None:
        """The last of `before` whose position in `order` is one of these, which are sorted."""
        end = bisect_left(self._firsts, token)
        at = bisect_left(positions, end) - 1
        near = at >= 0 and end - positions[at] <= _REMEMBERED
        return self.order[positions[at]] if near else None


# ---- states --------------------------------------------------------------------------------------


def _states(doc: Document, places: Places) -> Iterator[Party]:
    for place in places.places:
        if place.country is None:
            continue
        tokens = doc.tokens(Span(place.start, place.end))
        kind = "demonym" if place.role == "demonym" else "state"
        if place.kind == "facility":
            kind = "seat"
        if kind == "demonym" and doc.lower[tokens.start - 1 : tokens.start] == ["former"]:
            continue
        if _is_adjective(doc, place.end):
            continue
        yield Party(tokens.start, tokens.stop, place.country, (place.country,), kind)


def _is_adjective(doc: Document, end: int) -> bool:
    """Whether a name opens a compound that says nothing of money: "Portuguese-speaking"."""
    if doc.text[end : end + 1] != "-":
        return False
    tail = doc.words[doc.token_at(end - 1)].rpartition("-")[2]
    return tail.islower() and tail not in _bodies_of("paid")


def _central_banks(doc: Document) -> Iterator[Party]:
    """ "the Central Bank of Yemen", which is no place and stands for its state."""
    if "Bank" not in doc.words:
        return
    for i, word in enumerate(doc.words):
        if word != "Bank" or doc.lower[i + 1 : i + 2] != ["of"] or i == 0:
            continue
        if doc.lower[i - 1] not in _bodies_of("public_bank"):
            continue
        for width in (3, 2, 1):
            named = [word for word in doc.words[i + 2 : i + 2 + width] if word[0].isalpha()]
            code = gazetteer.country_by_name(" ".join(named)) if len(named) == width else None
            if code:
                yield Party(i - 1, i + 2 + width, code, (code,), "state")
                break


def _longest(*lists: list[Party]) -> list[Party]:
    """Regions and states, the longer first where they overlap ("South Africa")."""
    return sorted((one for found in lists for one in found), key=lambda one: one.first - one.last)


# ---- persons and offices -------------------------------------------------------------------------


def _persons(doc: Document, people: People, places: Places) -> Iterator[Party]:
    for mention in people.mentions:
        place = places.at.get(mention.first)
        if place is not None and place.start < doc.starts[mention.first]:
            continue  # "Lankan" of "Sri Lankan"
        person = people.people[mention.person]
        codes = (person.country,) if person.country else ()
        kind = "speaker" if mention.kind == "pronoun" else "person"
        if person.country or kind == "person":
            yield Party(mention.first, mention.last, person.country, codes, kind)


def _offices(people: People) -> Iterator[Party]:
    for office in people.offices:
        codes = (office.country,) if office.country else ()
        if office.last > office.head and office.country:
            yield Party(office.head, office.last, office.country, codes, "office")


# ---- institutions --------------------------------------------------------------------------------


@cache
def _funder_names() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """First word -> (words, party, kind), the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for row in tables.rows("funders"):
        for name in row["names"].split("|"):
            words = tuple(rosters.words_of(name))
            found.setdefault(words[0], []).append((words, row["party"], row["kind"]))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found


def _funders(doc: Document) -> Iterator[Party]:
    """Institutions by any of their names, by an abbreviation that the text gives them, and as
    "the bank" or "the Commission" once they have been named.
    """
    names, own = _funder_names(), dict[str, Party]()
    last: dict[str, Party] = {}
    done = 0
    bracketed = (doc.words[i + 1 : i + 2] for i in doc.standing.get("(", ()))
    opening = _openings().union(*bracketed)
    for i in [i for i, word in enumerate(doc.words) if word in opening]:
        if i < done:
            continue
        word = doc.words[i]
        found = _funder_at(doc, i, names.get(word, ()))
        if word in own:
            found = own[word]._replace(first=i, last=i + 1)
        if found is None:
            before = last.get(_SHORT.get(word, ""))
            if before is not None and doc.lower[i - 1] == "the" and not _is_named(doc, i):
                yield before._replace(first=i, last=i + 1)
            continue
        done = found.last
        if doc.words[done : done + 1] == ["("] and doc.words[done + 2 : done + 3] == [")"]:
            own[doc.words[done + 1]] = found  # "African Development Bank (ADB)"
            done += 3
            done += doc.words[done : done + 1] == ["Group"]
        for short in _shorts().get(found.label or "", ()):
            last[short] = found
        yield found._replace(last=done)


def _funder_at(
    doc: Document, i: int, options: Sequence[tuple[tuple[str, ...], str, str]]
) -> Party | None:
    for words, party, kind in options:
        if tuple(doc.words[i : i + len(words)]) == words:
            codes = (party,) if kind == "agency" else ()
            return Party(i, i + len(words), party, codes, kind)
    return None


def _is_named(doc: Document, i: int) -> bool:
    """Whether more of a name follows: "the Bank of Ghana", "the Union Act"."""
    following = doc.words[i + 1] if i + 1 < len(doc.words) else "."
    return following == "of" or following[0].isupper()


# How an institution is spoken of once it has been named; "the fund" may be any.
_SHORT = {
    "bank": "Bank",
    "Bank": "Bank",
    "lender": "Bank",
    "Fund": "Fund",
    "Commission": "Commission",
    "Union": "Union",
}


@cache
def _openings() -> frozenset[str]:
    """Every word with which an institution's name, or its short one, begins."""
    return frozenset((*_funder_names(), *_SHORT))


@cache
def _shorts() -> dict[str, frozenset[str]]:
    """Institution -> the words of its names by which it is spoken of."""
    return {
        row["party"]: frozenset(_SHORT.values()).intersection(
            word for name in row["names"].split("|") for word in name.split()
        )
        for row in tables.rows("funders")
        if row["kind"] in ("institution", "lender")
    }


# ---- groupings and regions -----------------------------------------------------------------------


def _groupings(doc: Document, groups: Groups, day: str | None) -> Iterator[Party]:
    for group in groups.groupings:
        for span in group.mentions:
            tokens = doc.tokens(span)
            first = tokens.start
            if _is_adjective(doc, span.end):
                continue
            # "Gavi, the Vaccine Alliance" is not the alliance named before
            if (
                doc.words[first] in ("Alliance", "Union", "Group")
                and doc.words[first - 1][0].isupper()
            ):
                continue
            yield Party(first, tokens.stop, group.name, group.members, "grouping")


@cache
def _region_names() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """First word -> (words, members), the longest first; adjectives of the names too."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for row in tables.rows("regions"):
        members = tuple(sorted(row["members"].split()))
        for name in row["names"].split("|"):
            words = tuple(rosters.words_of(name))
            for form in {words, (*words[:-1], _adjective(words[-1]))}:
                found.setdefault(form[0], []).append((form, members))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found


def _adjective(word: str) -> str:
    """Asia -> Asian, Europe -> European."""
    if word in ("Asia", "Africa", "America", "Polynesia", "Micronesia", "Melanesia", "Scandinavia"):
        return word + "n"
    return {
        "Europe": "European",
        "Balkans": "Balkan",
        "Baltics": "Baltic",
        "Nordics": "Nordic",
    }.get(word, word)


def _regions(doc: Document) -> Iterator[Party]:
    names = _region_names()
    done = 0
    for i in [i for i, word in enumerate(doc.words) if word in names]:
        if i < done:
            continue
        word = doc.words[i]
        behind = doc.words[i + 1] if i + 1 < len(doc.words) else ""
        for words, members in names[word]:
            if len(words) > 1 and words[1] != behind:
                continue
            if tuple(doc.words[i : i + len(words)]) == words:
                if word == "the" and any(
                    len(longer) >= len(words)
                    and tuple(doc.words[i + 1 : i + 1 + len(longer)]) == longer
                    for longer, _ in names.get(doc.words[i + 1], ())
                ):
                    break  # "the Horn" of "the Horn of Africa"
                done = i + len(words)
                yield Party(i, done, None, members, "region")
                break


# ---- those who speak -----------------------------------------------------------------------------


@cache
def _bodies_of(kind: str) -> frozenset[str]:
    return frozenset(
        word
        for row in tables.rows("funding_words")
        if row["kind"] == kind
        for word in row["words"].split()
    )


def _speakers(doc: Document) -> Iterator[Party]:
    """ "we", "our", and bodies that stand for their state: "the government", "the ministry"."""
    ours = _bodies_of("we")
    speaking_so = ours | _bodies_of("body")
    for i in [i for i, word in enumerate(doc.lower) if word in speaking_so]:
        if doc.lower[i] not in ours:
            yield Party(i, i + 1, None, (), "body")
        elif doc.words[i] not in ("US", "Us"):
            yield Party(i, i + 1, None, (), "we")
