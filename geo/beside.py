"""Who gives a sum, where the words beside it say so: "Norway's pledge of", "from USAID"."""

from __future__ import annotations

from geo import donors
from geo.giving import money_forms, verb_at, words
from geo.parties import Parties, Party
from geo.text import Document, Sentence

NOBODY = donors.NOBODY


def giver(
    doc: Document, parties: Parties, tokens: tuple[int, int], sentence: Sentence
) -> donors.Donor:
    """A giver named with the sum: "Norway's pledge of", "a NATO grant of", "from USAID"."""
    found = _noun_before(doc, parties, tokens[0], sentence)
    return found if found.why else _from_after(doc, parties, tokens[1], sentence)


def _noun_before(doc: Document, parties: Parties, first: int, sentence: Sentence) -> donors.Donor:
    """The giver in "X's pledge of $5m", "pledge by X of $5m", "X's decision to give $5m"."""
    for i in range(first - 1, max(sentence.first, first - 16) - 1, -1):
        word = doc.lower[i]
        if word in (";", ":"):
            break
        if word in words("pledge") and i not in parties.at and verb_at(doc, i, parties) is None:
            by = next(
                (k for k in range(i + 1, min(i + 4, first)) if doc.lower[k] in ("by", "from")), -1
            )
            if by > 0:
                party = _party_from(parties, by + 1, first)
                if party is not None:
                    return donors.Donor(
                        donors.labels(doc, parties, party, sentence), "by", at=party.first
                    )
            j = i - 1
            while (
                j > sentence.first
                and j > i - 5
                and j not in parties.at
                and doc.lower[j]
                not in (
                    ",",
                    "of",
                    "for",
                    "to",
                    "in",
                )
            ):
                j -= 1
            party = parties.at.get(j)
            if party is None or doc.lower[party.first - 1] in ("to", "for", "in"):
                continue
            possessive = doc.lower[party.last : party.last + 1] in (["'s"], ["'"])
            joined = all(_is_adjective(doc, k, possessive=possessive) for k in range(party.last, i))
            if (
                possessive or party.kind not in ("person", "office", "region", "speaker")
            ) and joined:
                return donors.Donor(
                    donors.labels(doc, parties, party, sentence), "possessive", at=party.first
                )
    return donors.NOBODY


def _is_adjective(doc: Document, i: int, *, possessive: bool) -> bool:
    """Whether a word can stand between a giver and its gift: "US humanitarian aid"."""
    word = doc.lower[i]
    if word in ("'s", "'", "-"):
        return True
    if not word.isalpha() or word in (
        "of",
        "and",
        "for",
        "to",
        "in",
        "by",
        "from",
        "with",
        "on",
        "at",
    ):
        return False
    return possessive or not (
        word in words("auxiliary") or word in money_forms() or word in ("a", "an", "the", "its")
    )


def _from_after(doc: Document, parties: Parties, last: int, sentence: Sentence) -> donors.Donor:
    """The giver in "$5m from X", "$5m provided by X", "$5m in US aid"."""
    for i in range(last, min(sentence.last, last + 14)):
        word = doc.lower[i]
        if word in (";", ":", "(") or (word[0].isdigit() and i > last):
            break
        if word in words("modal") and not _given_next(doc, parties, i):
            break
        if word in ("from", "by"):
            if any(w in words("people") for w in doc.lower[max(last, i - 3) : i]):
                break
            span = all(w in words("span") for w in doc.lower[last:i])  # "a year by"
            said = money_forms().get(doc.lower[i - 1]) or money_forms().get(doc.lower[last])
            if word == "by" and not span and (said is None or said.act != "give"):
                break  # "those affected by"
            party = _party_from(parties, i + 1, min(sentence.last, i + 4))
            if party is not None and donors.in_longer_name(doc, parties, party):
                break
            if party is not None and not words("private").isdisjoint(
                doc.lower[party.last : party.last + 5]
            ):
                return donors.Donor((), "private", private=True)
            if party is not None and not (party.kind == "region" and not party.codes):
                deed = doc.lower[party.last : party.last + 4]
                if words("deed", "people").isdisjoint(deed):
                    return donors.Donor(
                        donors.labels(doc, parties, party, sentence), word, at=party.first
                    )
            if party is None and _unnamed(doc, i + 1):
                return donors.Donor((), "many", at=i)
            if word == "by":
                break
        party = parties.at.get(i)
        if party is not None and party.label and _gave(doc, parties, party):
            return donors.Donor(
                donors.labels(doc, parties, party, sentence), "relative", at=party.first
            )
        if (
            party is not None
            and i - last <= 3
            and party.kind in ("state", "demonym", "institution", "lender", "agency")
        ):
            between = doc.lower[last : party.first]
            rest = doc.lower[party.last : party.last + 4]
            if _opens_name(doc, party.last):
                continue
            if party.kind == "agency":
                rest = doc.lower[party.last - 1 : party.last + 3]  # "UK aid" itself
            leads = not between or between[0] in ("in", "of", "worth")
            owner = doc.lower[party.last : party.last + 1] == ["'s"]
            if leads and not owner and not words("aid", "project").isdisjoint(rest):
                return donors.Donor(
                    donors.labels(doc, parties, party, sentence), "adjective", at=party.first
                )
        if word in ("which", "that") and _gives_next(doc, parties, i + 1):
            continue  # "grants that Norway finances"
        if word in ("which", "that", "and", "said") and i > last:
            break
    return donors.NOBODY


def _opens_name(doc: Document, i: int) -> bool:
    """ "the Ukraine Security Assistance Initiative", but not "US COVID-19 assistance"."""
    if not doc.words[i : i + 1] or not doc.words[i][0].isupper():
        return False
    following = doc.words[i + 1 : i + 2]
    return not (following and following[0] in words("aid"))


def _unnamed(doc: Document, i: int) -> bool:
    """Whether givers follow that are not named: "by the international community"."""
    while doc.lower[i : i + 1] and doc.lower[i] in words("other"):
        i += 1
    return not words("many").isdisjoint(doc.lower[i : i + 1])


def _given_next(doc: Document, parties: Parties, i: int) -> bool:
    """Whether "was" or "will" opens what was done with the sum: "was paid by", "will come from"."""
    for j in range(i + 1, min(len(doc.lower), i + 4)):
        verb = verb_at(doc, j, parties)
        if verb is not None:
            return verb.act == "pass" or (verb.act == "give" and "participle" in verb.kinds)
    return False


def _gives_next(doc: Document, parties: Parties, i: int) -> bool:
    party = _party_from(parties, i, i + 2)
    return party is not None and party.label is not None and _gave(doc, parties, party)


def _gave(doc: Document, parties: Parties, party: Party) -> bool:
    """ "the aid that the US has provided": a finished verb of giving right behind a party."""
    before = doc.lower[party.first - 1]
    if before in words("subject_not") - {"that"} or before in ("to", "and", ","):
        return False
    i = party.last
    while i < len(doc.lower) and doc.lower[i] in words("perfect"):
        i += 1
    verb = verb_at(doc, i, parties) if i < len(doc.lower) else None
    return verb is not None and verb.act == "give" and not {"ing", "base"} & verb.kinds


def _party_from(parties: Parties, first: int, last: int) -> Party | None:
    return next((parties.at[i] for i in range(first, last) if i in parties.at), None)
