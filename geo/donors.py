"""Who gives a sum of money: the subject of its verb, or whoever is named beside the sum."""

from __future__ import annotations

from typing import NamedTuple

from geo import clauses
from geo.giving import money_forms, verb_at, words
from geo.parties import Parties, Party
from geo.text import Document, Sentence


class Donor(NamedTuple):
    """Who gives. parties: all of them. why: how they were found. private: it is no state."""

    labels: tuple[str, ...]
    why: str
    private: bool = False
    at: int = -1


NOBODY = Donor((), "")


def left_of(doc: Document, parties: Parties, i: int, sentence: Sentence) -> Donor:
    """The subject of the verb at token i: the nearest party that no preposition governs."""
    j = i - 1
    beside = True
    with_it = _party_beside(doc, parties, i, sentence)
    if with_it is not None:
        return Donor(labels(doc, parties, with_it, sentence), "subject", at=with_it.first)
    if _is_loose(doc, i) and (first := first_subject(doc, parties, i, sentence)) is not None:
        return first
    while j >= sentence.first:
        word = doc.lower[j]
        party = parties.at.get(j)
        if party is not None:
            found = _accepted(doc, parties, party, sentence)
            if found is not None:
                unknown = party.kind == "we" and parties.speaker_at(j) == ""
                return Donor((), "many", at=j) if unknown else found
            j = party.first - 1
            beside = False
            continue
        verb = money_forms().get(word)
        if verb is not None and verb.act == "welcome" and verb_at(doc, j, parties):
            return Donor((), "welcomed")
        joined = doc.lower[j - 1] in words("public_bank") or not words("many").isdisjoint(
            doc.lower[max(sentence.first, j - 3) : j]
        )
        if doc.lower[j - 1] in words("export_bank") and doc.lower[j - 2] in ("'s", "'"):
            j -= 2
            continue  # "Japan's Ex-Im Bank"
        if word in words("private") and joined:
            return Donor((), "many", at=j)  # "nations and organisations"
        if word in words("private"):
            return Donor((), "private", private=True)
        if beside and word not in words("auxiliary") and not word.endswith("ly"):
            if word in words("many"):
                return Donor(_named_with(doc, parties, j), "many", at=j)
            if word in words("same"):
                return Donor((), "same", at=j)
            if word in ("he", "she"):
                return Donor((), "unknown", at=j)
            if _is_unknown_name(doc, j, sentence) and not _of_body(doc, parties, j):
                return Donor((), "other", private=True, at=j)
            beside = False
        j -= 1
    return NOBODY


def _named_with(doc: Document, parties: Parties, j: int) -> tuple[str, ...]:
    """Those of "Norway, Japan and other rich countries" who are named before the word at j."""
    i = j - 1
    while i > j - 4 and doc.lower[i] != "and":
        i -= 1
    party = parties.at.get(i - 1)
    if doc.lower[i : i + 2] != ["and", "other"] or party is None:
        return ()
    found = [party]
    while (step := _next(doc, parties, found[0], -1)) is not None:
        found.insert(0, step[0])
    return tuple(name for one in found if (name := name_of(doc, parties, one)) is not None)


def _is_unknown_name(doc: Document, j: int, sentence: Sentence) -> bool:
    """Whether a capitalised word that is no party stands before the verb: "Hyundai announced"."""
    word = doc.words[j]
    if not word[0].isupper() or word in words("calendar") or word == "I":
        return False
    if doc.lower[j] in words("head", "body"):
        return False  # "the World Bank's Board of Directors"
    # the first word of a sentence is a name unless it is a plain word, which plurals mostly are
    return j > sentence.first or not (word.endswith("s") or doc.lower[j] in words("opener"))


def _of_body(doc: Document, parties: Parties, j: int) -> bool:
    """Whether a word ends the name of a state's body: "the Ministry of Foreign Affairs"."""
    for i in range(j - 1, max(0, j - 6), -1):
        party = parties.at.get(i)
        if party is not None and party.kind == "body":
            return doc.lower[party.last] in ("of", "for")
        if not (doc.words[i][0].isupper() or doc.lower[i] in ("of", "and", "for", ",")):
            return False
    return False


def _is_loose(doc: Document, i: int) -> bool:
    """Whether a verb's subject is that of the clause: "… by providing", "… through funding"."""
    before = i - 2 if doc.lower[i - 1].endswith("ly") else i - 1
    return doc.lower[i].endswith("ing") and doc.lower[before] in words("loose")


def _party_beside(doc: Document, parties: Parties, i: int, sentence: Sentence) -> Party | None:
    """The subject of an "-ing" in "with Georgia and Estonia each promising"."""
    if not doc.lower[i].endswith("ing"):
        return None
    party = parties.at.get(i - 1 - (doc.lower[i - 1] in words("adverb")))
    if party is None or party.label is None:
        return None
    return party if _before(doc, parties, party.first, sentence)[0] == "with" else None


def first_subject(doc: Document, parties: Parties, i: int, sentence: Sentence) -> Donor | None:
    for party in parties.within(sentence.first, i):
        if party.kind == "demonym" and doc.lower[party.last - 1].endswith("s"):
            continue  # "the Ukrainians" are a people, not a state
        found = _accepted(doc, parties, party, sentence)
        if found is not None:
            return found
    return None


def _accepted(doc: Document, parties: Parties, party: Party, sentence: Sentence) -> Donor | None:
    before, at = _before(doc, parties, party.first, sentence)
    after = doc.lower[party.last] if party.last < len(doc.lower) else ""
    if party.kind == "region" and not party.codes:
        return None
    if before in ("de", "du", "da", "do") or in_longer_name(doc, parties, party):
        return None
    aside = not _DASHES.isdisjoint(doc.lower[party.last + 1 : sentence.last])
    if (after in _DASHES and not aside) or _in_dateline(doc, party):
        return None
    if before in words("subject_not"):
        acts = after in words("auxiliary") or verb_at(doc, party.last, parties) is not None
        return (
            Donor(labels(doc, parties, party, sentence), "subject", at=party.first)
            if before in words("conjunction") and acts
            else None
        )
    if is_object(doc, parties, before, party):
        return None
    if before == "of":
        head = doc.lower[at - 1]
        if head not in words("head", "body"):
            return None
        further, _ = _before(doc, parties, at - 1, sentence)
        if further in words("subject_not"):
            return None
    if after in ("'s", "'", "-") and set(doc.lower[party.last : party.last + 4]) & words("deed"):
        return None
    if party.kind == "demonym" and after in words("deed", "people"):
        return None
    if after in words("meeting"):
        return None  # "the Paris conference"
    return Donor(labels(doc, parties, party, sentence), "subject", at=party.first)


_DASHES = frozenset(("—", "–", "--"))


def _in_dateline(doc: Document, party: Party) -> bool:
    """ "NASSAU, Bahamas (AP) — "."""
    return party.first < 6 and not _DASHES.isdisjoint(doc.lower[party.last : party.last + 8])


def is_object(doc: Document, parties: Parties, before: str, party: Party) -> bool:
    """Whether a party is the object of the verb before it: "visited Addis Ababa and gave"."""
    form = clauses.forms().get(before)
    if form is not None and "base" in form.kinds and _is_infinitive(doc, party, before):
        return True
    if form is None or {"past", "third", "gerund"}.isdisjoint(form.kinds):
        return False
    if before in clauses.words("said") or money_forms().get(before) is not None:
        return False
    after = doc.lower[party.last] if party.last < len(doc.lower) else ""
    acts = after in words("modal") or after in ("'s", "'") or clauses.forms().get(after) is not None
    return not acts


def _is_infinitive(doc: Document, party: Party, before: str) -> bool:
    """Whether a party is the object of "to" with a verb: "to address Mali's needs"."""
    near = doc.lower[max(0, party.first - 4) : party.first]
    return before in near and near[: near.index(before)][-1:] == ["to"]


def in_longer_name(doc: Document, parties: Parties, party: Party) -> bool:
    """Whether a state's name opens another's: "the Ukraine Appropriations Act"."""
    if party.kind not in ("state", "region", "grouping") or party.last >= len(doc.words):
        return False
    following = doc.words[party.last]
    return (
        following[0].isupper()
        and party.last not in parties.at
        and following not in words("calendar")
    )


def _before(doc: Document, parties: Parties, first: int, sentence: Sentence) -> tuple[str, int]:
    """The word before a party, past articles, its list and the city that it is named with."""
    party = parties.at.get(first)
    if party is not None:
        first = listed(doc, parties, party)[0].first
    j = first - 1
    while j >= sentence.first:
        word = doc.lower[j]
        if word == "," and j - 1 in parties.at:
            city, state = parties.at[j - 1], parties.at.get(first)
            if state is None or city.label != state.label or city.kind != "state":
                break
            j = city.first - 1  # "on a visit to Santiago, Chile"
        elif word in ("the", "both", "neighbouring", "then", "a", "an"):
            j -= 1
        else:
            break
    return (doc.lower[j], j) if j >= sentence.first else ("", j)


def listed(doc: Document, parties: Parties, party: Party) -> list[Party]:
    """The parties listed with this one, "A, B and C", in the order of the text; at least itself."""
    found = [party]
    joints: set[str] = set()
    while (step := _next(doc, parties, found[0], -1)) is not None:
        if len(found) > 1 and not step[1].isdisjoint(("and", "or", "&")):
            break  # "signed by A and B, Sweden will give": "and" stands before the last
        found.insert(0, step[0])
        joints |= step[1]
    while (step := _next(doc, parties, found[-1], 1)) is not None:
        found.append(step[0])
        joints |= step[1]
    if joints.isdisjoint(("and", "or", "&")):
        return [party]
    # "In Geneva, Norway and Sweden pledged": a place before the list
    opening = doc.lower[found[0].first - 1] if found[0].first else ""
    if len(found) > 2 and opening in words("in") and found[0] is not party:
        del found[0]
    return found


def _next(
    doc: Document, parties: Parties, party: Party, step: int
) -> tuple[Party, set[str]] | None:
    """The party that only commas and "and" part from this one on one side, and what parts them."""
    j = party.last if step > 0 else party.first - 1
    if doc.lower[j : j + 1] == [] or doc.lower[j] not in _LISTING:
        return None  # most stand alone
    between: set[str] = set()
    while 0 <= j < len(doc.lower) and doc.lower[j] in _LISTING:
        between.add(doc.lower[j])
        j += step
    other = parties.at.get(j)
    if other is None or other is party or between.isdisjoint(("and", "or", ",", "&")):
        return None
    return None if other.kind in ("we", "body") else (other, between)


_LISTING = frozenset(("and", "or", ",", "the", "&"))
_GOVERNING = frozenset(("of", "for", "in", "to", "with"))


def _owns(doc: Document, party: Party) -> bool:
    return doc.lower[party.last : party.last + 1] in (["'s"], ["'"])


def labels(doc: Document, parties: Parties, party: Party, sentence: Sentence) -> tuple[str, ...]:
    """The party and those listed with it, in the order of the text."""
    named = listed(doc, parties, party)
    beside = parties.at.get(party.first - 1)
    if party.kind == "body" and beside is not None and beside.label:
        named = listed(doc, parties, beside) + named  # "the bank and the Malian ministry"
    within = [one for one in named if sentence.first <= one.first < sentence.last]
    # "for the bank of Mali, and Norway's pledge": what a preposition governs ends the list
    for place in range(within.index(party) - 1 if party in within else -1, -1, -1):
        if doc.lower[within[place].first - 1] in _GOVERNING and _owns(doc, party):
            del within[: place + 1]
            break
    names = [name for one in within if (name := name_of(doc, parties, one)) is not None]
    return tuple(dict.fromkeys(names))


def name_of(doc: Document, parties: Parties, party: Party) -> str | None:
    """A party's label; what stands for a state unnamed is the state that the text speaks for."""
    if party.label is not None:
        return party.label
    if party.kind == "we":
        speaks = _speaker(doc, parties, party.first)
        return (parties.home if speaks is None else speaks) or None
    if party.kind == "body":
        beside = parties.at.get(party.first - 1)
        if beside is not None and beside.label:
            return beside.label
        behind = _owner_of(doc, parties, party)
        if behind is not None:
            return behind.label
        if parties.home:
            return parties.home
        return _named_body(parties, party.first)
    return _employer(doc, parties, party)


def _employer(doc: Document, parties: Parties, person: Party) -> str | None:
    """The institution whose office a person is named with: "World Bank President Ana Cole"."""
    for i in range(person.first - 1, max(-1, person.first - 6), -1):
        party = parties.at.get(i)
        if party is not None:
            sent = doc.lower[party.first - 1 - (doc.lower[party.first - 1] == "the")] == "to"
            return party.label if party.kind in _EMPLOYERS and not sent else None
        if not doc.words[i][0].isalpha() and doc.words[i] not in (",", "'s", "-"):
            return None
    return None


_EMPLOYERS = frozenset(("institution", "lender", "agency", "grouping", "un"))


def _owner_of(doc: Document, parties: Parties, body: Party) -> Party | None:
    """Whose a body is: "the government of Mali", "the Ministry of Foreign Affairs of Mali"."""
    j = body.last
    for i in range(j, min(len(doc.words), j + 8)):
        if i in parties.at:
            return parties.at[i] if i > j and doc.lower[i - 1] in ("of", "in") else None
        if not (doc.words[i][0].isupper() or doc.lower[i] in ("of", "in", "and", "for")):
            return None
    return None


def _named_body(parties: Parties, stop: int) -> str | None:
    """The state whose body, person or capital was spoken of last: "the government" is its."""
    if parties.heads is None:
        order = enumerate(parties.order)
        parties.heads = [at for at, party in order if _heads_state(parties.doc, party)]
    party = parties.last_of(parties.heads, stop)
    return party.label if party is not None else None


def _heads_state(doc: Document, party: Party) -> bool:
    """Whether a party is a person, an office, or a state whose body is spoken of."""
    if not party.label or party.kind in ("un", "region"):
        return False
    before = doc.lower[max(0, party.first - 2) : party.first]
    if before[-1:] == ["of"] and before[0] not in words("body", "head"):
        return False
    if before and before[-1] in words("subject_not"):
        return False
    behind = doc.lower[party.last] if party.last < len(doc.lower) else ""
    return party.kind in ("person", "office") or behind == "'s" or behind in words("body")


def _speaker(doc: Document, parties: Parties, i: int) -> str | None:
    """Whose words these are: a transcript's label, else the person nearest to the quotation."""
    speaks = parties.speaker_at(i)
    if speaks is not None:
        return speaks
    here = doc.sentence_at(doc.starts[i])
    if not doc.quoted[i]:
        return None
    for number in (here, here + 1, here - 1, here - 2):
        if not 0 <= number < len(doc.sentences):
            continue
        sentence = doc.sentences[number]
        for party in parties.within(sentence.first, sentence.last):
            if party.label and party.kind in ("person", "office") and not doc.quoted[party.first]:
                return party.label
    return None
