"""Who a sum of money is for, in the article's words and as states, and what for."""

from __future__ import annotations

from collections.abc import Iterator

from geo import receivers, referring
from geo.giving import Governor, words
from geo.parties import Parties, Party
from geo.receivers import NOBODY, Taken
from geo.text import Document, Sentence


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
    for found in _ways(doc, parties, tokens, stop, verb, donors, sentence):
        if found.how:
            return found
    return NOBODY


def _ways(
    doc: Document,
    parties: Parties,
    tokens: tuple[int, int],
    stop: int,
    verb: Governor,
    donors: tuple[str, ...],
    sentence: Sentence,
) -> Iterator[Taken]:
    """The places where a receiver may stand, the surest first."""
    yield _dative(doc, parties, tokens, verb, donors)
    yield _bracketed(doc, parties, tokens[0], donors, sentence)
    yield _deprived(doc, parties, tokens[1], stop, verb, donors)
    yield _after(doc, parties, tokens[1], stop, donors)
    yield _built(doc, parties, tokens[1], stop, donors)
    yield _subject(doc, parties, tokens, verb, donors, sentence)
    yield _before(doc, parties, tokens, verb, donors, sentence)
    yield _taker(doc, parties, tokens[0], donors, sentence)
    yield _shared(doc, parties, tokens[1], stop, donors, sentence)
    yield fronted(doc, parties, tokens, donors, sentence)


def _dative(
    doc: Document,
    parties: Parties,
    tokens: tuple[int, int],
    verb: Governor,
    donors: tuple[str, ...],
) -> Taken:
    """ "lend China 60 billion yen": whoever stands right behind a verb of giving."""
    if verb.verb is None or verb.verb.act != "give" or not verb.verb.strong:
        return NOBODY
    i = verb.verb.at + 1
    if doc.lower[i : i + 1] in (["the"], ["this"]) and _is_free(doc, i + 1, tokens[0]):
        codes = referring.single(parties, i, donors)  # "gave the country $5 million"
        return Taken(codes, doc.text[doc.starts[i] : doc.ends[i + 1]], "referred" * bool(codes))
    party = parties.at.get(i + (doc.lower[i : i + 1] == ["the"]))
    if party is None or party.label in donors or not party.codes or party.last > tokens[0]:
        return NOBODY
    if party.kind not in ("state", "region", "grouping") or doc.lower[party.last] in ("'s", "'"):
        return NOBODY
    return receivers.group(doc, parties, party, tokens[0], donors)


def _is_free(doc: Document, i: int, first: int) -> bool:
    """Whether "country" stands at token i and nothing but the size of the sum before `first`."""
    if i >= first or doc.lower[i] not in ("country", "nation", "republic", "kingdom"):
        return False
    small = words("about", "owning") | {"of", "sum", "with"}
    return all(word in small for word in doc.lower[i + 1 : first])


def _built(
    doc: Document, parties: Parties, first: int, stop: int, donors: tuple[str, ...]
) -> Taken:
    """ "a power plant near Lusaka", "a road between Lusaka and Ndola": where it is built."""
    for party in parties.within(first, min(stop, first + _PLACED)):
        if party.kind != "state" or party.label in donors:
            continue
        i = party.first - 1
        if doc.lower[i - 1 : i + 1] == ["outskirts", "of"]:
            i -= 4
        elif doc.lower[i] not in words("beside"):
            continue
        else:
            i -= 1
        meant = not words("to").isdisjoint(doc.lower[first:i]) and doc.lower[i] in words("built")
        if meant:
            return receivers.group(doc, parties, party, stop, donors)
    return NOBODY


# How many words behind a sum may tell where what it pays for is built.
_PLACED = 40


def _bracketed(
    doc: Document, parties: Parties, first: int, donors: tuple[str, ...], sentence: Sentence
) -> Taken:
    """ "grants to Chad ($5m), Mali ($3m) and Togo ($2m)": each has its own."""
    party = parties.at.get(first - 2) if doc.lower[first - 1] == "(" else None
    if party is None or not party.codes or party.label in donors:
        return NOBODY
    if receivers.stands_free(doc, party.first, sentence):
        return NOBODY
    return Taken(party.codes, doc.text[doc.starts[party.first] : doc.ends[party.last - 1]], "named")


def _deprived(
    doc: Document,
    parties: Parties,
    first: int,
    stop: int,
    verb: Governor,
    donors: tuple[str, ...],
) -> Taken:
    """ "withheld $5m from Chad"."""
    if verb.verb is None or verb.verb.act != "delay":
        return NOBODY
    for party in parties.within(first, stop):
        if doc.lower[party.first - 1] == "from" and party.codes and party.label not in donors:
            return receivers.group(doc, parties, party, stop, donors)
    return NOBODY


def _taker(
    doc: Document, parties: Parties, first: int, donors: tuple[str, ...], sentence: Sentence
) -> Taken:
    """ "Jordan is the beneficiary of $5m"."""
    i = first - 1
    while i > sentence.first and doc.lower[i] in words("about"):
        i -= 1
    if doc.lower[i] != "of" or words("taker").isdisjoint(doc.lower[max(0, i - 2) : i]):
        return NOBODY
    for party in reversed(parties.within(sentence.first, i)):
        if party.codes and party.label not in donors:
            return receivers.group(doc, parties, party, i, donors)
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
            if word in words("back") and (found := referring.referred(doc, parties, i, donors)):
                return found
            if word in words("any") and _unnamed(doc, i):
                said = doc.text[doc.starts[i - 1] : doc.ends[i]]
                return passed or Taken((), said, "unnamed")
            i += 1
            continue
        if receivers.may_receive(doc, parties, party, donors):
            found = receivers.group(doc, parties, party, stop, donors)
            island = doc.lower[party.last : party.last + 2] in _OF_IT
            if found.codes or (party.kind == "region" and not island):
                host = receivers.host(doc, parties, party, stop, donors)
                return host or found
            if found.institution:
                passed = passed or found
        i = party.last
    return passed or NOBODY


def firm(doc: Document, first: int, stop: int) -> bool:
    """Whether a sum goes "to the company"."""
    for i in range(first, min(stop, first + 8)):
        if doc.lower[i] == "to":
            return not words("firm").isdisjoint(doc.lower[i + 1 : min(stop, i + 4)])
    return False


# "the Pacific island of Samoa"
_OF_IT = (
    ["island", "of"],
    ["nation", "of"],
    ["state", "of"],
    ["country", "of"],
    ["republic", "of"],
)


def _unnamed(doc: Document, i: int) -> bool:
    """ "for developing countries", but not "to these countries"."""
    return doc.lower[i - 2] in ("for", "to", "in") and doc.lower[i - 1] not in words("not_verb")


def _shared(
    doc: Document,
    parties: Parties,
    first: int,
    stop: int,
    donors: tuple[str, ...],
    sentence: Sentence,
) -> Taken:
    """ "$5m and 3 million euros for Mali": both sums have what stands behind the second."""
    if (
        first == stop
        or stop in parties.at
        or any(word not in words("link") for word in doc.lower[first:stop])
    ):
        return NOBODY
    return _after(doc, parties, stop, sentence.last, donors)


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
    if not named and words("thanks").isdisjoint(doc.lower[sentence.first : verb.verb.at]):
        return NOBODY
    for i in range(sentence.first + 1, min(verb.verb.at, sentence.first + 4)):
        if i in parties.at or doc.lower[i + 1 : i + 2] == ["of"]:
            break
        if doc.lower[i] in words("back") and doc.lower[i - 1] in ("the", "this"):
            codes = referring.single(parties, i, donors)
            return Taken(codes, doc.text[doc.starts[i - 1] : doc.ends[i]], "referred")
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
        listed = {
            code
            for one in parties.within(first.first, party.last)
            for code in one.codes
            if code not in donors
        }
        if listed:
            text = doc.text[doc.starts[first.first] : doc.ends[party.last - 1]]
            shown = None if party.kind == "speaker" else text
            return Taken(tuple(sorted(listed)), shown, "subject")
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
            return receivers.group(doc, parties, party, tokens[0], donors)
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
        placed = receivers.preposition(doc, party) in words("in")
        comma = doc.lower[party.last : party.last + 1] == [","]
        if placed and (start > _FRONT or not comma):
            continue  # "on a screen in the hall in Suva": where it was said
        if party.kind not in ("state", "demonym", "region", "grouping") or party.label in donors:
            continue
        if not receivers.may_receive(doc, parties, party, donors):
            continue
        governing = receivers.preposition(doc, party)
        if governing in words("to") or governing in words("in"):
            return receivers.group(doc, parties, party, tokens[0], donors)._replace(how="fronted")
    return NOBODY


# How far from the sentence's beginning "in Chad" still says for whom.
_FRONT = 8
