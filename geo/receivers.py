"""Who may receive a sum of money, with those listed beside them."""

from __future__ import annotations

from typing import NamedTuple

from geo import amounts
from geo.giving import words
from geo.parties import Parties, Party
from geo.text import Document, Sentence


class Taken(NamedTuple):
    """The recipients. text: the article's words. how: where they stood; empty for none."""

    codes: tuple[str, ...]
    text: str | None
    how: str
    institution: bool = False


NOBODY = Taken((), None, "")


def may_receive(doc: Document, parties: Parties, party: Party, donors: tuple[str, ...]) -> bool:
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
    governing = preposition(doc, party)
    # "at a summit in Brussels", "in Brussels on Thursday": where they met
    around = lower[max(0, party.first - 8) : party.first]
    if governing in words("in") and party.kind in ("institution", "lender", "un"):
        return False  # "in Brussels"
    met = governing in words("in") and not words("meeting").isdisjoint(around)
    return governing not in words("not_to") and not met


def preposition(doc: Document, party: Party) -> str:
    """The nearest preposition or verb of helping before a party, past what belongs to its words."""
    for j in range(party.first - 1, max(-1, party.first - 9), -1):
        word = doc.lower[j]
        if word == "with" and doc.lower[j - 1] in words("accord"):
            return "to"
        if word == "reached":
            return "to"  # "a gift of $5m reached Manila"
        if word == "on" and doc.lower[j - 1] in words("gathering"):
            return "to"  # "at a conference on Mali"
        if word == "by" and doc.lower[j - 1] == "owed":
            return "to"
        if word == "with" and not words("placing").isdisjoint(doc.lower[max(0, j - 7) : j]):
            return "to"
        if word in words("to", "in", "not_to"):
            return word
        if word in (";", ":", "."):
            return "from"
    return ""


def stands_free(doc: Document, first: int, sentence: Sentence) -> bool:
    """Whether a list of names is what something is, rather than governed by "to" or "for".

    "The main donors were Norway ($5m) and Japan ($3m)" against "grants to Chad ($5m)".
    """
    for i in range(first - 1, sentence.first - 1, -1):
        if doc.lower[i] in ("are", "were", "is", "was", ":", "by"):
            return True
        if doc.lower[i] in words("to") or doc.lower[i] in words("in"):
            return False
    return True


def group(
    doc: Document, parties: Parties, party: Party, stop: int, donors: tuple[str, ...]
) -> Taken:
    """The party with those listed behind it."""
    found = [party]
    while True:
        j = found[-1].last
        while j < stop and doc.lower[j] in (",", "and", "the", "&", "both", "in", "to", "for"):
            j += 1
        if doc.lower[j : j + 3] == ["as", "well", "as"]:
            j += 3
        other = parties.at.get(j)
        between = doc.lower[found[-1].last : j]
        if other is not None and pledges(doc, other):
            break
        if other is None or not between or j >= stop or other is found[-1]:
            break
        if other.kind in ("person", "office", "we", "body", "agency") or other.label in donors:
            break
        # "to the WFP for Sudan" is no list of two
        if not {",", "and", "&", "well"} & set(between):
            break
        found.append(other)
    codes = {code for one in found for code in members(doc, parties, one) if code not in donors}
    start = found[0].first
    if doc.lower[start - 1] == "the":
        start -= 1
    end = found[-1].last
    if found[-1].kind == "demonym" and end < stop and doc.lower[end] in words("people", "body"):
        end += 1
    text = doc.text[doc.starts[start] : doc.ends[end - 1]]
    passes = not codes and found[0].kind in ("un", "institution", "lender", "agency", "grouping")
    return Taken(tuple(sorted(codes)), text, "named", passes)


def members(doc: Document, parties: Parties, party: Party) -> tuple[str, ...]:
    """The states of a region; of "five West African countries" the five that are listed near."""
    if party.kind != "region" or counted(doc, party):
        return party.codes
    last = min(doc.sentence_at(doc.starts[party.first]) + 2, len(doc.sentences) - 1)
    run: list[str] = []
    end = party.last
    for other in (*parties.within(party.last, doc.sentences[last].last), None):
        between = doc.lower[end : other.first] if other is not None else []
        if other is not None and between and all(w in (",", "and", "the") for w in between):
            run.extend(other.codes)
        else:
            if len(run) == _number(doc, party):
                return tuple(run)
            run = list(other.codes) if other is not None and other.kind == "state" else []
        end = other.last if other is not None else end
    return ()


def counted(doc: Document, party: Party) -> bool:
    """Whether a number before a region, where there is one, is that of its states."""
    return _number(doc, party) in (None, len(party.codes))


def _number(doc: Document, party: Party) -> int | None:
    before = doc.lower[max(0, party.first - 2) : party.first]
    if before and before[-1] in words("to", "in"):
        return None  # "$10 billion in Latin America"
    numbers = (amounts.number(word) for word in before)
    return next((number for number in numbers if number is not None), None)


def pledges(doc: Document, party: Party) -> bool:
    """Whether a party is named for its own gift: "…, and Norway's pledge of"."""
    owner = doc.lower[party.last : party.last + 1] in (["'s"], ["'"])
    return owner and not words("pledge").isdisjoint(doc.lower[party.last + 1 : party.last + 3])


def host(
    doc: Document, parties: Parties, party: Party, stop: int, donors: tuple[str, ...]
) -> Taken | None:
    """ "Sudanese refugees in Chad", "the AU's mission in Chad": the state where they are."""
    following = doc.lower[party.last : party.last + 3]
    people = doc.lower[party.last - 1].endswith(("ans", "is", "ese", "ns"))
    owns = party.kind in ("grouping", "un") and following[:1] == ["'s"]
    of_people = party.kind == "demonym" and (people or set(following) & words("people"))
    if not (owns or of_people):
        return None
    for i in range(party.last, min(stop, party.last + 12)):
        if doc.lower[i] == "in":
            other = next((parties.at[k] for k in (i + 1, i + 2) if k in parties.at), None)
            if other is not None and may_receive(doc, parties, other, donors):
                return group(doc, parties, other, stop, donors)
    return None
