"""Which members of a grouping the text itself states: by a list, by a definition, or one by one."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo import tables
from geo.places import Places
from geo.rosters import members
from geo.text import Document


class Mention(NamedTuple):
    """A grouping named in the text: tokens `first` to `last` (exclusive), and characters."""

    grouping: str
    shown: str
    kind: str
    first: int
    last: int
    start: int
    end: int


class Listing(NamedTuple):
    """Countries named one after the other, and the token after the last of them."""

    codes: tuple[str, ...]
    last: int
    items: int


@cache
def words(use: str) -> frozenset[str]:
    """The words of one use in `tables/grouping_words.csv`."""
    return frozenset(row["word"] for row in tables.rows("grouping_words") if row["use"] == use)


@cache
def _definers() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Defining phrases by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(words("defines"), key=len, reverse=True):
        parts = tuple(phrase.split())
        found.setdefault(parts[0], []).append(parts)
    return {first: tuple(group) for first, group in found.items()}


_DASHES = {"-", "–", "—", ":", "("}
_NEAR = 4  # words between a name and what defines it
_LONGEST_LIST = 250  # tokens; the list of the UN's members has some 450
_LONGEST_NAME = 6


class Reader:
    """Reads lists of countries in one article, for one day."""

    def __init__(
        self, doc: Document, places: Places, mentions: list[Mention], day: str | None
    ) -> None:
        self.doc = doc
        self.day = day
        self.named = {mention.first: mention for mention in mentions}
        self.items: dict[int, tuple[tuple[str, ...], int]] = {}
        self.ends: dict[int, str] = {}
        for mention in mentions:
            self.items[mention.first] = (members(mention.grouping, day), mention.last)
        for place in places.places:
            if place.kind not in ("country", "region"):
                continue
            stop = doc.token_at(place.end - 1) + 1
            codes = (place.country,) if place.country else _region(place.name)
            self.items[doc.token_at(place.start)] = (codes, stop)
            if place.country:
                self.ends[stop] = place.country

    def listing(self, token: int) -> Listing:
        """The countries that are named from `token` on, with nothing else between them."""
        lower, links = self.doc.lower, words("link")
        codes: list[str] = []
        items, last, count = 0, token, min(len(lower), token + _LONGEST_LIST)
        while token < count:
            if token in self.items:
                found, token = self.items[token]
                codes += found
                items, last = items + 1, token
            elif lower[token] in links:
                token += 1
            else:
                break
        return Listing(tuple(sorted(set(codes))), last, items)

    def stated(self, mention: Mention) -> tuple[str, ...]:
        """The members that the words around one mention give it."""
        roster = set(members(mention.grouping, self.day))
        return self._defined(mention, roster) or self._borne(mention, roster)

    def _defined(self, mention: Mention, roster: set[str]) -> tuple[str, ...]:
        """ "G8, that is the G7 and Russia"; "the Quad (Australia, India, Japan, US)"."""
        lower = self.doc.lower
        stop = min(self._end(mention), mention.last + _NEAR)
        people = False
        for token in range(mention.last, stop):
            after = definition_at(lower, token)
            if after:
                found = self.listing(after)
                return found.codes if found.items > 1 else ()
            if lower[token] in _DASHES:
                found = self.listing(token + 1)
                fits = not roster or set(found.codes) <= roster
                return found.codes if found.items > 1 and fits else ()
            if lower[token] in (",", "of"):
                found = self.listing(token + 1)
                # "G7 foreign ministers of Canada, France, …" are of members, however many
                fits = set(found.codes) <= roster if people else set(found.codes) == roster
                if found.items > 1 and fits:
                    return found.codes
            elif lower[token] in words("speaks"):
                people = True
            elif lower[token] not in words("head") and lower[token] not in words("member"):
                return ()
        return ()

    def _borne(self, mention: Mention, roster: set[str]) -> tuple[str, ...]:
        """ "NATO ally Turkey", "Finland, a NATO member", "Chad is a member of the AU"."""
        lower = self.doc.lower
        begin = self.doc.sentences[self.doc.sentence_at(mention.start)].first
        if mention.first > begin and lower[mention.first - 1] in words("unmember"):
            return ()
        found: set[str] = set()
        token = mention.last
        if token < self._end(mention) and lower[token] in words("member"):
            while token < self._end(mention) and (
                lower[token] in words("member") or lower[token] in words("such")
            ):
                token += 1
            found |= set(self.listing(token).codes) if token in self.items else set()
            found |= self._before(mention.first, begin)
        found |= self._before(_member_of(lower, mention.first, begin), begin)
        return tuple(sorted(found & roster))

    def _before(self, token: int, begin: int) -> set[str]:
        """The country that stands in apposition right before `token`."""
        lower, steps = self.doc.lower, 0
        while token > begin and steps < _NEAR + 1:
            if token in self.ends:
                return {self.ends[token]} if steps else set()
            if lower[token - 1] not in words("apposition"):
                return set()
            token, steps = token - 1, steps + 1
        return set()

    def members_apart(self, last: Mention, token: int) -> tuple[str, ...]:
        """ "the three members - Russia, Iran and Turkey", told of the grouping named last."""
        if token + 1 >= len(self.doc.lower) or self.doc.lower[token + 1] not in _DASHES:
            return ()
        found = self.listing(token + 2)
        roster = set(members(last.grouping, self.day))
        fits = not roster or set(found.codes) <= roster
        return found.codes if found.items > 1 and fits else ()

    def _end(self, mention: Mention) -> int:
        return self.doc.sentences[self.doc.sentence_at(mention.start)].last


def definition_at(lower: list[str], token: int) -> int:
    """The token after a defining phrase that begins at `token`; 0 where none does."""
    for phrase in _definers().get(lower[token], ()):
        if tuple(lower[token : token + len(phrase)]) == phrase:
            return token + len(phrase)
    return 0


@cache
def definers() -> frozenset[str]:
    """The words that what a new grouping is made up of stands behind."""
    return frozenset({"(", *_definers()})


def coined(reader: Reader) -> list[tuple[Mention, tuple[str, ...]]]:
    """Groupings that no table holds and the text defines: "the Amber Trio, made up of …"."""
    doc = reader.doc
    found = []
    for token in doc.where(definers()):
        after = token + 1 if doc.lower[token] == "(" else definition_at(doc.lower, token)
        if not after or not token:
            continue
        listed = reader.listing(after)
        least = 3 if doc.lower[token] == "(" else 2
        name = _name_before(doc, reader, token) if listed.items >= least else None
        if name:
            found.append((name, listed.codes))
    return found


def _name_before(doc: Document, reader: Reader, token: int) -> Mention | None:
    """The capitalised name, with a word for a grouping in or after it, that ends before `token`."""
    begin = doc.sentence_of(token).first
    last = token
    while last > begin and doc.lower[last - 1] in (",", "which", "that", "is", "was", '"', "”"):
        last -= 1
    told = last > begin and doc.lower[last - 1] in words("head")
    while (
        last > begin
        and not doc.words[last - 1][0].isupper()
        and doc.lower[last - 1] in words("head")
    ):
        last -= 1
    first = last
    while first > begin and last - first < _LONGEST_NAME and doc.words[first - 1][0].isupper():
        first -= 1
    if first == begin and first < last and doc.lower[first] in ("the", "a", "an", "this"):
        first += 1
    if first == last or any(one in reader.items for one in range(first, last)):
        return None
    if not (told or doc.lower[last - 1] in words("head")):
        return None
    start, end = doc.starts[first], doc.ends[last - 1]
    shown = doc.text[start:end]
    return Mention(shown, shown, "coined", first, last, start, end)


def _member_of(lower: list[str], first: int, begin: int) -> int:
    """Where "member of the" begins that ends before token `first`; `begin` where none does."""
    token = first
    if token > begin and lower[token - 1] == "the":
        token -= 1
    if token - 1 > begin and lower[token - 1] == "of" and lower[token - 2] in words("member"):
        token -= 2
        while token > begin and lower[token - 1] in words("member"):
            token -= 1
        return token
    return begin


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    found = {}
    for row in tables.rows("regions"):
        codes = tuple(row["members"].split())
        found.update(dict.fromkeys((row["region"], *row["names"].split("|")), codes))
    return found


def _region(name: str) -> tuple[str, ...]:
    return _regions().get(name, ())
