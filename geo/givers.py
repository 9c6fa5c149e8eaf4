"""Which of those named around a sum gives it: by its verb, or by whose press office speaks."""

from __future__ import annotations

from geo import beside, receivers, standing
from geo.donors import Donor, first_subject, labels, left_of, listed, name_of
from geo.giving import Governor, verb_at, words
from geo.parties import Parties, Party
from geo.receivers import NOBODY, Taken
from geo.sums import Sum
from geo.text import Document, Sentence

_SUBJECTS = frozenset(("subject", "clause"))
# Currencies that givers of many states use.
_WORLDWIDE = frozenset(("USD", "EUR", "XDR", "CHF", "XOF", "XAF"))
# Before one of several givers: "among them the World Bank with $2 billion and Oman with …".
_AMONG = frozenset(("them", "the", "including", "and", ",", "by"))

# How far from a sum its sentence is read; a sentence without end costs no more than this.
_REACH = 120


def near(sentence: Sentence, tokens: tuple[int, int]) -> Sentence:
    """The sentence without what stands too far from the tokens to matter."""
    first, last = tokens[0] - _REACH, tokens[1] + _REACH
    if first <= sentence.first and sentence.last <= last:
        return sentence
    return sentence._replace(first=max(sentence.first, first), last=min(sentence.last, last))


def find(
    doc: Document,
    parties: Parties,
    one: Sum,
    tokens: tuple[int, int],
    verb: Governor,
    sentence: Sentence,
) -> Donor:
    """The giver: named beside the sum, else the subject of the verb that governs it."""
    owner = _owner(doc, parties, tokens, sentence)
    receives = verb.verb is not None and verb.verb.act == "receive"
    if owner is not None and not receives:
        return owner
    named = beside.giver(doc, parties, tokens, sentence)
    if named.why == "from" and verb.verb is not None and verb.verb.act == "delay":
        named = beside.NOBODY  # "withdrew $5m from Chad"
    if named.why and (named.why != "adjective" or receives):
        return named
    v = verb.verb
    if v is None:
        first = first_subject(doc, parties, tokens[0], sentence)
        return named if named.why or first is None else first._replace(why="clause")
    if v.act == "welcome" and v.at < tokens[0]:
        for party in parties.within(v.at + 1, tokens[0]):
            if doc.lower[party.first - 1] not in ("for", "to", "in", "with"):
                return Donor(labels(doc, parties, party, sentence), "thanked")
        return named if named.why else Donor((), "welcomed")  # "noted the $5m in US aid"
    asked = next((c for c in verb.controls if c.act == "request"), None)
    if v.act == "request" or asked is not None:
        start, end = (asked.at, v.at) if asked is not None else (v.at, tokens[0])
        for party in parties.within(start + 1, end):
            if doc.lower[party.first - 1] not in ("for", "to", "in"):
                return Donor(labels(doc, parties, party, sentence), "asked")
        return Donor((), "many")
    if v.act == "receive" or (v.lemma in words("raising") and v.at >= tokens[0] - 3):
        return Donor((), "many")
    if v.at > tokens[0] or (v.act in ("reject", "delay") and named.why):
        return named
    own = not words("legislature").isdisjoint(doc.lower[sentence.first : v.at])
    if v.lemma in words("hinders") and not own:
        return named if named.why else Donor((), "many")  # "threatens to block": others' money
    if verb.passive:
        taker = left_of(doc, parties, v.at, sentence)
        return named if named.why or not taker.private else taker
    if v.act in ("part", "total") and not named.why:
        for party in reversed(
            parties.within(max(sentence.first, v.at - 5), v.at)
        ):  # "The German money includes"
            before = doc.lower[party.first - 1]
            apart = "," in doc.lower[party.last : v.at]
            if before not in words("subject_not") | {"of"} and party.label and not apart:
                return Donor((party.label,), "possessive")
    if v.act in ("part", "total"):
        return named if named.why else Donor((), "same")
    acts = verb.controls[-1] if verb.controls and "base" in v.kinds else v
    subject = left_of(doc, parties, acts.at, sentence)  # "donors promised to give"
    if not subject.why and verb.controls:
        subject = left_of(doc, parties, verb.controls[-1].at, sentence)
    if subject.labels or subject.private:
        return subject
    if subject.why == "same" and doc.lower[subject.at] in ("it", "they"):
        whole = near(doc.sentences[doc.sentence_at(one.start)], tokens)
        first = first_subject(doc, parties, subject.at, sentence)
        first = first or first_subject(doc, parties, subject.at, whole)
        if first is not None:
            return first._replace(why="pronoun")
    if not subject.why and not named.why:
        first = first_subject(doc, parties, tokens[0], sentence)
        if first is not None:
            return first._replace(why="clause")
    return named if named.why else subject


def lender(
    doc: Document,
    parties: Parties,
    tokens: tuple[int, int],
    sentence: Sentence,
    donors: tuple[str, ...],
) -> str | None:
    """The bank that states agree a loan with, or sign for one beside: it gives, they get."""
    if not donors or len(donors) > 2:
        return None
    order = parties.within(sentence.first, tokens[1] + 14)
    asked = standing.in_talks(doc, sentence, tokens[0])
    for party in order:
        if party.first == asked and party.label and party.label not in donors:
            return party.label
    kinds = {party.label: party.kind for party in order}
    lenders = [name for name in donors if kinds.get(name) == "lender"]
    if lenders:
        return lenders[0] if len(lenders) < len(donors) else None
    for party in order:
        if party.kind != "lender" or party.first >= sentence.last:
            continue
        i = party.first - 1 - (doc.lower[party.first - 1] == "the")
        if doc.lower[i] != "with":
            continue
        before = doc.lower[max(sentence.first, i - 3) : i]
        if not words("lent").isdisjoint(before):
            return party.label
    return None


def takers(doc: Document, parties: Parties, first: int, sentence: Sentence) -> Taken:
    """Who gets the sum at `first` in "Mali will get $5m, Chad and Togo $3m each"."""
    apart = gapped(doc, parties, first, sentence)
    if apart is None:
        return NOBODY
    names = listed(doc, parties, apart)
    codes = tuple(sorted({code for one in names for code in one.codes}))
    text = doc.text[doc.starts[names[0].first] : doc.ends[names[-1].last - 1]]
    return Taken(codes, text, "subject")


def gapped(doc: Document, parties: Parties, first: int, sentence: Sentence) -> Party | None:
    """The party in "the bank pledged $2 billion and | Oman $1 billion", without a verb."""
    lower = doc.lower
    i = first - 1
    while i > sentence.first and lower[i] in words("about"):
        i -= 1
    comma = lower[i] == ","  # "Norway pledged $5m; Chad, $3m"
    party = parties.at.get(i - comma)
    if party is None or party.label is None:
        return None
    i = party.first - 1 - (lower[party.first - 1] == "the")
    if comma and lower[i] != ";" and lower[i - 1 : i + 1] != [";", "and"]:
        return None
    if lower[i] not in ("and", ",", ";") and lower[i - 1 : i + 1] != ["followed", "by"]:
        return None
    told = any(word[0].isdigit() for word in lower[sentence.first : party.first])
    return party if told else None


def _owner(
    doc: Document, parties: Parties, tokens: tuple[int, int], sentence: Sentence
) -> Donor | None:
    """ "Britain's 20 million pounds"."""
    first = tokens[0]
    lower = doc.lower
    apart = gapped(doc, parties, first, sentence)
    if apart is not None:
        return Donor((apart.label or "",), "possessive", at=apart.first)
    i = first - 1
    while i > sentence.first and lower[i] in words("about"):
        i -= 1
    if lower[i] not in ("'s", "'", "with", "(", ":"):
        return None
    party = parties.at.get(i - 1)
    if lower[i] == ":":  # "Canada: $20 million for Haiti"
        opens = party is not None and party.first == sentence.first
        if party is None or not (opens and party.label):
            return None
        given = lower[tokens[1] : tokens[1] + 1] in (["for"], ["to"])
        return Donor((party.label,), "possessive") if given else None
    if lower[i] == "with" and (party is None or lower[party.first - 1] not in _AMONG):
        return None
    if party is None:
        return None
    if lower[i] == "(":
        before = receivers.stands_free(doc, party.first, sentence)
        gives = before and _tells_of_gifts(doc, parties, sentence.first, party.first)
        return Donor((party.label,), "possessive") if gives and party.label else None
    return Donor(labels(doc, parties, party, sentence), "possessive")


def _tells_of_gifts(doc: Document, parties: Parties, first: int, last: int) -> bool:
    """Whether a list of names with sums is one of givers: "the main donors were", "financed by"."""
    if not words("aid").isdisjoint(doc.lower[first:last]):
        return True
    verbs = (verb_at(doc, i - 1, parties) for i in range(first, last) if doc.lower[i] == "by")
    return any(verb is not None and verb.act == "give" for verb in verbs)


def speaker(doc: Document, parties: Parties, number: int) -> str | None:
    """The first person or office who acts in a sentence."""
    one = doc.sentences[number]
    for party in parties.within(one.first, one.last):
        before = doc.lower[party.first - 1] if party.first > one.first else ""
        if party.kind not in ("person", "office", "speaker"):
            continue
        if before in words("subject_not") or before == "of":
            continue
        name = name_of(doc, parties, party)
        if name:
            return name
    return None


def acting_state(doc: Document, parties: Parties, number: int) -> str | None:
    """The first who is the subject of a sentence."""
    one = doc.sentences[number]
    found = first_subject(doc, parties, one.last, one)
    return found.labels[0] if found is not None and found.labels else None


def by_currency(
    parties: Parties, one: Sum, donor: Donor, donors: tuple[str, ...], taken: Taken
) -> tuple[str, ...]:
    """A press office's own state is the giver by default; another's currency speaks against it.

    "Prime Minister Johnson announced 175 million pounds" in an American release: Britain.
    """
    home, state = parties.home, one.currency[:2]
    guessed = not donor.labels or (donors == (home,) and donor.why in _SUBJECTS)
    if not guessed or donor.why in ("many", "welcomed") or one.currency in _WORLDWIDE:
        return donors
    if not donor.labels and state in donors:
        return donors
    known = state in parties.labels
    return (state,) if known and state != home and state not in taken.codes else donors


def at_home(
    doc: Document, parties: Parties, tokens: tuple[int, int], donors: tuple[str, ...]
) -> bool:
    """ "$500 million in American fertilizer production"."""
    if len(donors) != 1:
        return False
    for party in parties.within(max(0, tokens[0] - 5), tokens[1] + 12):
        before = doc.lower[max(0, party.first - 2) : party.first]
        body = not words("body").isdisjoint(before)  # "that the parliament in Oslo passed"
        if before[-1:] == ["the"]:
            before.pop()
        governed = before[-1:] in (["in"], ["for"], ["to"])
        own = doc.lower[party.last : party.last + 3]
        if party.label not in donors or body or not words("aid").isdisjoint(own):
            continue
        if governed or not words("homely").isdisjoint(own):
            return True
    return False
