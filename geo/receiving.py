"""Who a sum of money is for, in the article's words and as states, and what for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from geo import amounts, gazetteer
from geo.giving import Governor, words
from geo.parties import Parties, Party
from geo.text import Document, Sentence


class Taken(NamedTuple):
    """The recipients. text: the article's words. how: where they stood; empty for none."""

    codes: tuple[str, ...]
    text: str | None
    how: str
    institution: bool = False


NOBODY = Taken((), None, "")


def find(
    doc: Document,
    parties: Parties,
    tokens: tuple[int, int],
    stop: int,
    verb: Governor,
    donors: tuple[str, ...],
    sentence: Sentence,
) -> Taken:
    """Who gets the sum at `tokens`. stop: the token where the next sum's words begin."""
    for found in (
        _after(doc, parties, tokens[1], stop, donors),
        _subject(doc, parties, tokens, verb, donors, sentence),
        _before(doc, parties, tokens, verb, donors, sentence),
        _shared(doc, parties, tokens[1], stop, donors, sentence),
        fronted(doc, parties, tokens, donors, sentence),
    ):
        if found.how:
            return found
    return NOBODY


def _after(
    doc: Document, parties: Parties, first: int, stop: int, donors: tuple[str, ...]
) -> Taken:
    """ "… for Chad and Mali", "… to help Laos", "… to the WFP for its work in Sudan"."""
    passed: Taken | None = None
    i = first
    while i < stop:
        word = doc.lower[i]
        if word in words("stop") or word in (";", ":"):
            break
        if word == "and" and i + 1 < stop and doc.lower[i + 1] in ("with", "without", "by", "from"):
            break
        party = parties.at.get(i)
        if party is not None and party.kind in ("person", "office") and party.first > first + 3:
            break
        if party is None:
            if word in words("back") and (found := _referred(doc, parties, i, donors)):
                return found
            i += 1
            continue
        if _may_receive(doc, parties, party, donors):
            found = _group(doc, parties, party, stop, donors)
            if found.codes or party.kind == "region":
                host = _host(doc, parties, party, stop, donors)
                return host or found
            if found.institution:
                passed = passed or found
        i = party.last
    return passed or NOBODY


def _shared(
    doc: Document,
    parties: Parties,
    first: int,
    stop: int,
    donors: tuple[str, ...],
    sentence: Sentence,
) -> Taken:
    """ "$5m and 3 million euros for Mali": both sums have what stands behind the second."""
    if stop in parties.at or any(word not in words("link") for word in doc.lower[first:stop]):
        return NOBODY
    return _after(doc, parties, stop, sentence.last, donors)


def _may_receive(doc: Document, parties: Parties, party: Party, donors: tuple[str, ...]) -> bool:
    if party.kind in ("person", "office", "speaker", "we", "body", "agency", "seat"):
        return False
    if party.label in donors and party.label is not None:
        return False
    lower = doc.lower
    after = lower[party.last : party.last + 5]
    if after[:1] in (["'s"], ["'"]):
        after = after[1:]
    owner = lower[party.last : party.last + 1] in (["'s"], ["'"])
    reach = 3 if owner or party.kind == "demonym" else 1
    if not words("deed").isdisjoint(after[:reach]):
        return False
    if after[:1] == ["-"]:
        return False
    if party.kind == "region" and not words("sea").isdisjoint(lower[party.first : party.last]):
        return not words("back").isdisjoint(lower[party.last : party.last + 1])
    # "the Middle East Partnership Act" is a name
    following = doc.words[party.last] if party.last < len(doc.words) else "."
    if (
        party.kind in ("region", "state")
        and following[0].isupper()
        and party.last not in parties.at
    ):
        return False
    governing = _preposition(doc, party)
    # "at a summit in Brussels", "in Brussels on Thursday": where they met
    around = lower[max(0, party.first - 8) : party.first]
    if governing in words("in") and party.kind in ("institution", "lender", "un"):
        return False  # "in Brussels"
    met = governing in words("in") and not words("meeting").isdisjoint(around)
    return governing not in words("not_to") and not met


# Waters name their coasts only with "states" or "region" behind them.


def _preposition(doc: Document, party: Party) -> str:
    """The nearest preposition or verb of helping before a party, past what belongs to its words."""
    for j in range(party.first - 1, max(-1, party.first - 9), -1):
        word = doc.lower[j]
        if word == "with" and doc.lower[j - 1] in words("accord"):
            return "to"
        if word == "by" and doc.lower[j - 1] == "owed":
            return "to"
        if word in words("to") or word in words("in") or word in words("not_to"):
            return word
        if word in (";", ":", "."):
            return "from"
    return ""


def _group(
    doc: Document, parties: Parties, party: Party, stop: int, donors: tuple[str, ...]
) -> Taken:
    """The party with those listed behind it."""
    found = [party]
    while True:
        j = found[-1].last
        while j < stop and (
            doc.lower[j] in (",", "and", "the", "&", "as", "well", "both", "in", "to", "for")
        ):
            j += 1
        other = parties.at.get(j)
        between = doc.lower[found[-1].last : j]
        if other is None or not between or j >= stop or other is found[-1]:
            break
        if other.kind in ("person", "office", "we", "body", "agency") or other.label in donors:
            break
        # "to the WFP for Sudan" is no list of two
        if not {",", "and", "&"} & set(between):
            break
        found.append(other)
    codes = {code for one in found for code in one.codes if code not in donors}
    start = found[0].first
    if doc.lower[start - 1] == "the":
        start -= 1
    end = found[-1].last
    if (
        found[-1].kind == "demonym"
        and end < stop
        and doc.lower[end] in words("people") | words("body")
    ):
        end += 1
    text = doc.text[doc.starts[start] : doc.ends[end - 1]]
    passes = not codes and found[0].kind in ("un", "institution", "lender", "agency", "grouping")
    return Taken(tuple(sorted(codes)), text, "named", passes)


def _host(
    doc: Document, parties: Parties, party: Party, stop: int, donors: tuple[str, ...]
) -> Taken | None:
    """ "Sudanese refugees in Chad": the state where they are."""
    following = doc.lower[party.last : party.last + 3]
    people = doc.lower[party.last - 1].endswith(("ans", "is", "ese", "ns"))
    if party.kind != "demonym" or not (people or set(following) & words("people")):
        return None
    for i in range(party.last, min(stop, party.last + 7)):
        if doc.lower[i] == "in":
            other = next((parties.at[k] for k in (i + 1, i + 2) if k in parties.at), None)
            if other is not None and _may_receive(doc, parties, other, donors):
                return _group(doc, parties, other, stop, donors)
    return None


def _referred(doc: Document, parties: Parties, i: int, donors: tuple[str, ...]) -> Taken | None:
    """ "the region", "the country": what the text named last of that kind."""
    word, noun = doc.lower[i], i
    before = doc.lower[i - 1] if i else ""
    if amounts.number(before) is not None and i > 1:
        i -= 1  # "the five countries"
        before = doc.lower[i - 1]
    if before not in (
        "the",
        "that",
        "this",
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
    several = word in ("region", "countries", "states", "nations", "republics", "islands")
    codes = _several(parties, i, donors) if several else _single(parties, i, donors)
    if not codes:
        return None
    return Taken(codes, doc.text[doc.starts[i - 1] : doc.ends[noun]], "referred")


def _single(parties: Parties, i: int, donors: tuple[str, ...]) -> tuple[str, ...]:
    """The one state that the text named last."""
    for party in reversed(parties.order):
        if party.first < i and party.kind in ("state", "demonym") and party.label not in donors:
            return party.codes
    return ()


def _several(parties: Parties, i: int, donors: tuple[str, ...]) -> tuple[str, ...]:
    """The region that the text named last, else its longest list of states."""
    before = [party for party in parties.order if party.first < i]
    for party in reversed(before):
        if party.kind == "region" and _counted(parties.doc, party):
            return tuple(code for code in party.codes if code not in donors)
    best: tuple[str, ...] = ()
    run: list[str] = []
    end = -9
    for party in before:
        if party.kind != "state":
            continue
        between = parties.doc.lower[end : party.first] if end >= 0 else ["."]
        listed = bool(between) and all(word in (",", "and", "the") for word in between)
        run = [*run, *party.codes] if listed else list(party.codes)
        end = party.last
        if len(run) >= max(3, len(best)):
            best = tuple(sorted({code for code in run if code not in donors}))
    return best


def _counted(doc: Document, party: Party) -> bool:
    """Whether a number before a region is that of its states."""
    for word in doc.lower[max(0, party.first - 3) : party.first]:
        number = amounts.number(word)
        if number is not None and number != len(party.codes):
            return False
    return True


def _subject(
    doc: Document,
    parties: Parties,
    tokens: tuple[int, int],
    verb: Governor,
    donors: tuple[str, ...],
    sentence: Sentence,
) -> Taken:
    """ "Chad will receive": the subject of a verb of getting or asking."""
    if verb.verb is None or (verb.passive and verb.verb.at > tokens[0]):
        return NOBODY
    named = verb.verb.act in ("receive", "request", "reject") or verb.verb.lemma == "thank"
    named = verb.verb.act == "give" if verb.passive else named  # "Ghana was promised $5m"
    thanked = any(word.startswith("thank") for word in doc.lower[sentence.first : verb.verb.at])
    if not (named or thanked):
        return NOBODY
    for party in reversed(parties.within(sentence.first, verb.verb.at)):
        if party.kind in ("agency", "we", "un") or party.label in donors or not party.codes:
            continue
        if party.kind == "demonym" and verb.verb.act == "reject":
            continue
        if (
            doc.lower[party.first - 1] in ("in", "from", "by", "with")
            and party.first > sentence.first
        ):
            continue
        # the subject's list is read from its first member
        first = party
        while (
            other := parties.at.get(_joined_before(doc, first))
        ) is not None and other is not first:
            first = other
        codes = {
            code
            for one in parties.within(first.first, party.last)
            for code in one.codes
            if code not in donors
        }
        if codes:
            text = doc.text[doc.starts[first.first] : doc.ends[party.last - 1]]
            shown = None if party.kind == "speaker" else text
            return Taken(tuple(sorted(codes)), shown, "subject")
    return NOBODY


def _joined_before(doc: Document, party: Party) -> int:
    j = party.first - 1
    if doc.lower[j] not in ("and", ","):
        return -1
    while j > 0 and doc.lower[j] in ("and", ",", "the"):
        j -= 1
    return j


def _before(
    doc: Document,
    parties: Parties,
    tokens: tuple[int, int],
    verb: Governor,
    donors: tuple[str, ...],
    sentence: Sentence,
) -> Taken:
    """ "give Somalia $14m", "assistance to Ukraine to more than $6bn"."""
    start = (
        verb.verb.at + 1 if verb.verb is not None and verb.verb.at < tokens[0] else sentence.first
    )
    last_sum = next(
        (i for i in range(tokens[0] - 1, start, -1) if doc.lower[i][0].isdigit()), start
    )
    for party in parties.within(start, tokens[0]):
        if party.kind in ("person", "office", "speaker", "we", "body", "agency", "un"):
            continue
        if party.label in donors:
            continue
        before = doc.lower[party.first - 1]
        j = party.first - 1
        while before in ("the", "neighbouring", "both") and j > sentence.first:
            j -= 1
            before = doc.lower[j]
        dative = verb.verb is not None and j == verb.verb.at
        partner = (
            before == "with" and verb.verb is not None and verb.verb.lemma in ("sign", "agree")
        )
        owner = doc.lower[party.last : party.last + 1] == ["'s"]
        owed = owner and doc.lower[party.last + 1 : party.last + 2] in (["debt"], ["debts"])
        if owner and not words("deed").isdisjoint(doc.lower[party.last + 1 : party.last + 2]):
            continue
        placed = before in ("in", "into") and start > sentence.first
        # what stands before an earlier sum belongs to that one
        free = party.first > last_sum
        if dative or (free and (partner or owed or placed or before in ("to", "for"))):
            return _group(doc, parties, party, tokens[0], donors)
    return NOBODY


def fronted(
    doc: Document,
    parties: Parties,
    tokens: tuple[int, int],
    donors: tuple[str, ...],
    sentence: Sentence,
) -> Taken:
    """ "In Bangladesh, …", "To help Laos, …", "During her visit to Bamako …"."""
    for party in parties.within(sentence.first, tokens[0]):
        start = party.first - sentence.first
        placed = _preposition(doc, party) in words("in")
        comma = doc.lower[party.last : party.last + 1] == [","]
        if placed and (start > _FRONT or not comma):
            continue  # "on a screen in the hall in Suva": where it was said
        if party.kind not in ("state", "demonym", "region", "grouping") or party.label in donors:
            continue
        if not _may_receive(doc, parties, party, donors):
            continue
        governing = _preposition(doc, party)
        if governing in words("to") or governing in words("in"):
            return _group(doc, parties, party, tokens[0], donors)._replace(how="fronted")
    return NOBODY


# How far from the sentence's beginning "in Chad" still says for whom.
_FRONT = 8


def nearby(doc: Document, parties: Parties, sentence_number: int, donors: tuple[str, ...]) -> Taken:
    """The state that the sentences before speak of last, other than the giver."""
    told = _told(doc, parties, sentence_number, donors)
    if told.how:
        return told
    for number in range(sentence_number - 1, max(-1, sentence_number - 3), -1):
        sentence = doc.sentences[number]
        for party in _states(parties, sentence):
            codes = tuple(code for code in party.codes if code not in donors)
            governing = _preposition(doc, party)
            governed = governing in words("to") or governing in words("in")
            if codes and governed and _may_receive(doc, parties, party, donors):
                text = doc.text[doc.starts[party.first] : doc.ends[party.last - 1]]
                return Taken(codes, text, "nearby")
    return NOBODY


def _told(doc: Document, parties: Parties, number: int, donors: tuple[str, ...]) -> Taken:
    """ "told the president of Libya that it would give": the only other state of the sentence."""
    sentence = doc.sentences[number]
    found = {
        party.codes[0]: party
        for party in parties.within(sentence.first, sentence.last)
        if len(party.codes) == 1 and party.codes[0] not in donors
    }
    if len(found) != 1:
        return NOBODY
    code, party = next(iter(found.items()))
    if party.kind not in ("person", "office") or party.last >= sentence.last:
        return NOBODY
    return Taken((code,), doc.text[doc.starts[party.first] : doc.ends[party.last - 1]], "nearby")


def titled(doc: Document, donors: tuple[str, ...]) -> Taken:
    """The state that the title names besides the giver, where it is one."""
    found: dict[str, str] = {}
    for word in (doc.article.title or "").replace("’s", "").replace("'s", "").split():
        plain = word.strip(",.:;()“”\"'")
        code = gazetteer.country_by_name(plain) if plain else None
        if code and code not in donors:
            found.setdefault(code, plain)
    if len(found) != 1:
        return NOBODY
    code, said = next(iter(found.items()))
    return Taken((code,), said, "titled")


def _states(parties: Parties, sentence: Sentence) -> Iterator[Party]:
    for party in reversed(parties.within(sentence.first, sentence.last)):
        if party.kind == "state" and party.codes:
            yield party
