"""Receivers that a sum's own words do not name: "the region", or the state spoken of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from geo import amounts, gazetteer
from geo.dossier import Meeting
from geo.giving import words
from geo.parties import Parties, Party
from geo.receivers import NOBODY, Taken, counted, group, may_receive, preposition
from geo.text import Document, Sentence


def referred(doc: Document, parties: Parties, i: int, donors: tuple[str, ...]) -> Taken | None:
    """ "the region", "the country": what the text named last of that kind."""
    word, noun = doc.lower[i], i
    if doc.lower[i + 1 : i + 2] == ["of"]:
        return None  # "the states of the Amazon region": told by what follows
    before = doc.lower[i - 1] if i else ""
    if amounts.number(before) is not None and i > 1:
        i -= 1  # "the five countries"
        before = doc.lower[i - 1]
    if before not in (
        "the",
        "that",
        "this",
        "these",
        "those",
        "its",
        "their",
        "his",
        "her",
        "entire",
        "wider",
        "whole",
        "island",
    ):
        return None
    j = i - 2
    governed = any(w in words("to") or w in words("in") for w in doc.lower[max(0, j - 4) : j + 1])
    if not governed:
        return None
    many = word in ("region", "countries", "states", "nations", "republics", "islands")
    codes = several(parties, i, donors) if many else single(parties, i, donors)
    if not codes:
        return None
    return Taken(codes, doc.text[doc.starts[i - 1] : doc.ends[noun]], "referred")


def single(parties: Parties, i: int, donors: tuple[str, ...]) -> tuple[str, ...]:
    """The one state that the text named last."""
    for party in reversed(parties.before(i)):
        if party.kind in ("state", "demonym") and party.label not in donors:
            return party.codes
    return ()


def several(parties: Parties, i: int, donors: tuple[str, ...]) -> tuple[str, ...]:
    """The region that the text named last, else its longest list of states."""
    before = parties.before(i)
    for party in reversed(before):
        if party.kind == "region" and counted(parties.doc, party):
            return tuple(code for code in party.codes if code not in donors)
    lower = parties.doc.lower
    least = 2 if lower[i - 1] in ("these", "those", "both", "two") else 3
    best: tuple[str, ...] = ()
    run: list[str] = []
    end = -9
    for party in before:
        if party.kind != "state":
            continue
        between = 0 <= end < party.first and lower[end] in _JOINING
        listed = between and _JOINING.issuperset(lower[end : party.first])
        run = [*run, *party.codes] if listed else list(party.codes)
        end = party.last
        if len(run) >= max(least, len(best)):
            best = tuple(sorted({code for code in run if code not in donors}))
    return best


_JOINING = frozenset((",", "and", "the"))


def nearby(doc: Document, parties: Parties, sentence_number: int, donors: tuple[str, ...]) -> Taken:
    """The state that the sentences before speak of last, other than the giver."""
    told = _told(doc, parties, sentence_number, donors)
    if told.how:
        return told
    for number in range(sentence_number - 1, max(-1, sentence_number - 3), -1):
        sentence = doc.sentences[number]
        for party in _states(parties, sentence):
            codes = tuple(code for code in party.codes if code not in donors)
            governing = preposition(doc, party)
            text = doc.text[doc.starts[party.first] : doc.ends[party.last - 1]]
            # "in Brussels" is where many states meet
            placed = governing in words("in") and text.lower() not in words("hub")
            if (
                codes
                and (governing in words("to") or placed)
                and may_receive(doc, parties, party, donors)
            ):
                return Taken(codes, text, "nearby")
    return NOBODY


def _told(doc: Document, parties: Parties, number: int, donors: tuple[str, ...]) -> Taken:
    """ "told the president of Libya that it would give": the only other state of the sentence."""
    sentence = doc.sentences[number]
    found: dict[str, Party] = {}
    for party in parties.within(sentence.first, sentence.last):
        if len(party.codes) == 1 and party.codes[0] not in donors:
            before = found.get(party.codes[0])
            # "President Adjei of Togo": the person counts, the state only says whose
            whose = before is not None and before.last == party.first - 1
            if not (whose and doc.lower[party.first - 1] == "of"):
                found[party.codes[0]] = party
    if len(found) != 1:
        return NOBODY
    code, party = next(iter(found.items()))
    if party.kind not in ("person", "office") or party.last >= sentence.last:
        return NOBODY
    return Taken((code,), doc.text[doc.starts[party.first] : doc.ends[party.last - 1]], "nearby")


def guest(sides: Mapping[int, set[str]], number: int, donors: tuple[str, ...]) -> Taken:
    """The state of whom the giver met, as the same sentence or the one before tells.

    sides: the states that a sentence says met, by its number.
    """
    for at in (number, number - 1) if sides and len(donors) == 1 else ():
        there = sides.get(at, set())
        others = there.difference(donors, words("wealthy"))
        if len(others) == 1 and donors[0] in there:
            return Taken(tuple(others), None, "nearby")
    return NOBODY


def sides_met(doc: Document, met: Iterable[Meeting]) -> dict[int, set[str]]:
    """The states that met, by the number of each sentence that tells of it."""
    found: dict[int, set[str]] = {}
    for meeting in met:
        for span in meeting.evidence:
            for number in {doc.sentence_at(span.start), doc.sentence_at(max(0, span.end - 1))}:
                found.setdefault(number, set()).update(meeting.countries)
    return found


def told_next(doc: Document, parties: Parties, number: int, donors: tuple[str, ...]) -> Taken:
    """ "The money will help rebuild schools in Chad.": whom the next sentence says it is for."""
    if number + 1 >= len(doc.sentences):
        return NOBODY
    sentence = doc.sentences[number + 1]
    begin = _use(doc, sentence)
    if begin < 0:
        return NOBODY
    helps = doc.lower[begin] not in words("be") and doc.lower[begin] not in ("go", "goes")
    for party in parties.within(begin, min(sentence.last, begin + _NEXT)):
        between = doc.lower[begin : party.first]
        if not words("stop").isdisjoint(between) or any(w in (";", ":", "by") for w in between):
            break
        helped = helps or not (words("to") - {"in"}).isdisjoint(between)
        if helped and party.codes and may_receive(doc, parties, party, donors):
            found = group(doc, parties, party, sentence.last, donors)
            if found.codes:
                return found._replace(how="referred")
    return NOBODY


_NEXT = 40  # words of the next sentence in which its receiver stands


def _use(doc: Document, sentence: Sentence) -> int:
    """The token of the verb where a sentence begins "The new funding will help", -1 for none."""
    if doc.lower[sentence.first] not in _POINTING:
        return -1
    for i in range(sentence.first + 1, min(sentence.first + 4, sentence.last - 2)):
        if doc.lower[i] not in words("sum_again"):
            continue
        i += 1
        if doc.lower[i] in ("will", "would", "is", "are", "was", "were", "should", "can", "shall"):
            will = doc.lower[i] not in words("be")
            i += will
            while doc.lower[i] in words("adverb") or doc.lower[i].endswith("ly"):
                i += 1
            return i if i < sentence.last else -1
        return i if doc.lower[i] in words("serves") else -1
    return -1


_POINTING = frozenset(("the", "this", "these", "that", "those"))


def titled(doc: Document, donors: tuple[str, ...]) -> Taken:
    """The state that the title names besides the giver, where it is one."""
    found: dict[str, str] = {}
    for word in (doc.article.title or "").replace("’s", "").replace("'s", "").split():
        plain = word.strip(",:;()“”\"'")
        code = gazetteer.country_by_name(plain) or gazetteer.country_by_name(plain.strip("."))
        if code and code not in donors:
            found.setdefault(code, plain)
    if len(found) != 1:
        return NOBODY
    code, said = next(iter(found.items()))
    return Taken((code,), said, "titled")


def told_of(parties: Parties, donors: Collection[str], sole: str | None) -> Taken:
    """The state besides the givers that the article is about: named often, and in its title.

    sole: the state for which all gifts told before are; it need not stand in the title.
    """
    if sole is not None and sole not in donors and parties.named[sole] >= _OFTEN:
        return Taken((sole,), parties.said[sole], "told of")
    found = [
        code for code in parties.titled if code not in donors and parties.named[code] >= _OFTEN
    ]
    return Taken((found[0],), parties.titled[found[0]], "told of") if len(found) == 1 else NOBODY


# How often a state must be named for the article to be about it.
_OFTEN = 3


def _states(parties: Parties, sentence: Sentence) -> Iterator[Party]:
    for party in reversed(parties.within(sentence.first, sentence.last)):
        if party.kind == "state" and party.codes:
            yield party
