"""Who gives a sum of money: the verb that governs it, that verb's subject, and how far the gift is."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo import tables, tense
from geo.money import Sum
from geo.parties import Parties, Party
from geo.text import Document, Sentence


class Verb(NamedTuple):
    """A verb of `data/tables/funding_verbs.csv` at a token. kinds: base, third, past, participle, ing."""

    at: int
    lemma: str
    act: str
    status: str
    strong: bool
    kinds: frozenset[str]


class _Row(NamedTuple):
    lemma: str
    act: str
    status: str
    strong: bool
    kinds: frozenset[str]


@cache
def _forms() -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in tables.rows("funding_verbs"):
        for form, kind in tense.inflected(row):
            kinds = found[form].kinds if form in found else frozenset()
            found[form] = _Row(
                row["verb"], row["act"], row["status"], bool(row["strong"]), kinds | {kind}
            )
    return found


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in `data/tables/funding_words.csv`, blanks for low lines."""
    return frozenset(
        word.replace("_", " ")
        for row in tables.rows("funding_words")
        if row["kind"] == kind
        for word in row["words"].split()
    )


# What stands between a subject and its verb, or before a verb's base form.
_AUXILIARY = frozenset(
    "will would shall should can could may might must has have had is are was were be been being to 'll 've "
    "'d 're also now then today yesterday not never just already recently jointly together each both since "
    "since has which who that and have".split()
)  # fmt: skip
_BEFORE_BASE = frozenset(
    "to will would shall should can could may might must not we they i you 'll 'd also and who which that "
    "n't cannot states donors partners countries leaders ministers lawmakers governments officials".split()
)  # fmt: skip
_BE = frozenset("is are was were be been being gets got".split())


def verb_at(doc: Document, i: int, parties: Parties) -> Verb | None:
    """The verb at token i; None where the word is a noun there ("a pledge", "the loan of")."""
    row = _forms().get(doc.lower[i])
    if row is None:
        return None
    before = doc.lower[i - 1] if i else ""
    if row.lemma == "need" and doc.lower[i] == "needed" and before not in _BE:
        return None  # "urgently needed food"
    plain = {"base", "third"} & row.kinds and not {"past", "participle"} & row.kinds
    if plain:
        if "base" in row.kinds:
            governed = before in _BEFORE_BASE or (
                before.endswith("ly") and doc.lower[i - 2] in _BEFORE_BASE
            )
            plural = _plural_subject(parties, i)
            if not governed and not plural:
                return None
        else:
            party = parties.at.get(i - 1)
            governed = before in ("also", "it", "he", "she", "which", "that", "this", ")", ",")
            stated = party is not None and party.kind != "demonym"
            named = row.act == "give" and i > 0 and doc.words[i - 1][0].isupper()
            noun = row.act == "give" and doc.lower[i + 1] in ("of", "by", "from")
            if noun or not (governed or stated or named or before in words("same") | words("body")):
                return None
    return Verb(i, row.lemma, row.act, row.status, row.strong, row.kinds)


def _plural_subject(parties: Parties, i: int) -> bool:
    """ "Norway and Sweden give": two parties right before a base form."""
    party = parties.at.get(i - 1)
    return (
        party is not None
        and party.kind in ("state", "person")
        and parties.doc.lower[party.first - 1 : party.first] == ["and"]
    )


_JOINTS = frozenset(("and", "but", "while", "whereas", ";"))
_MODAL = frozenset("will would has have had is are was were can could may might must also".split())


def clause(
    doc: Document, parties: Parties, tokens: tuple[int, int], sentence: Sentence
) -> Sentence:
    """The part of the sentence with a subject and verb of its own in which the tokens stand."""
    first, last = sentence.first, sentence.last
    for i in range(sentence.first + 1, sentence.last):
        if (
            doc.lower[i] in _JOINTS
            and not _lists_names(doc, parties, first, i)
            and _opens_clause(doc, parties, i + 1, sentence)
        ):
            if i < tokens[0]:
                first = i + 1
            elif i >= tokens[1]:
                last = i
                break
    return sentence._replace(first=first, last=last)


def _lists_names(doc: Document, parties: Parties, first: int, joint: int) -> bool:
    """Whether "and" joins two names ("Norway and Sweden pledged") rather than two clauses."""
    if doc.lower[joint] != "and":
        return False
    before = parties.at.get(joint - 2 if doc.lower[joint - 1] == "," else joint - 1)
    if before is None:
        return False
    return not any(doc.lower[k][0].isdigit() for k in range(first, before.first))


def _opens_clause(doc: Document, parties: Parties, i: int, sentence: Sentence) -> bool:
    """Whether a subject and then a verb begin at token i."""
    stop = min(sentence.last, i + 9)
    j = i
    party = next((parties.at[k] for k in range(i, min(stop, i + 3)) if k in parties.at), None)
    if party is not None and all(
        w in ("the", "both", "in", "its") for w in doc.lower[i : party.first]
    ):
        j = party.last
        while j < stop and (doc.lower[j] in ("'s", "'") or j in parties.at):
            j += 1
    elif doc.lower[i] in ("the", "a", "its", "it", "they", "he", "she", "we", "i", "another"):
        j = i + 1
    else:
        return False
    for k in range(j, min(stop, j + 4)):
        if doc.lower[k] in _MODAL or verb_at(doc, k, parties) is not None:
            return True
        if doc.lower[k] in ("and", ",", "for", "of", "to", "in", "from", "by"):
            return False
    return False


class Governor(NamedTuple):
    """The verb that a sum depends on. passive: the sum is what was given. included: it is a part.

    controls: verbs that govern the verb ("asked … to give", "refused to send").
    """

    verb: Verb | None
    passive: bool
    included: bool
    controls: tuple[Verb, ...]


def governor(doc: Document, parties: Parties, one: tuple[int, int], sentence: Sentence) -> Governor:
    """The nearest verb of money before the tokens `one`, else the nearest behind them."""
    first, last = one
    included = False
    beside = verb_at(doc, last, parties) if last < sentence.last else None
    if beside is not None and beside.act == "give" and "participle" in beside.kinds:
        return Governor(beside, True, False, ())  # "of the £50m given by the government"
    for i in range(first - 1, sentence.first - 1, -1):
        word = doc.lower[i]
        if word == ";":
            break
        if word in ("including", "comprising") or (word == "which" and doc.lower[i - 1] == "of"):
            included = True
            continue
        verb = verb_at(doc, i, parties)
        if verb is None or (verb.act == "pass" and "with" not in doc.lower[i:first]):
            continue

        if verb.act == "part":
            included = True
            return Governor(verb, False, True, ())
        passive = "participle" in verb.kinds and _is_passive(doc, i)
        return Governor(verb, passive, included, _controls(doc, parties, i, sentence))
    for i in range(last, min(sentence.last, last + 20)):
        if doc.lower[i] in (";", "which", "who", "when", "where"):
            break
        verb = verb_at(doc, i, parties)
        if verb is not None and verb.act not in ("welcome", "total"):
            if doc.lower[i - 1] == "to" or "ing" in verb.kinds:
                continue  # what the money is for, not what becomes of it
            passive = "participle" in verb.kinds
            return Governor(verb, passive, included, ())
    return Governor(None, False, included, ())


def _is_passive(doc: Document, i: int) -> bool:
    for j in range(i - 1, max(-1, i - 4), -1):
        if doc.lower[j] in _BE:
            return True
        if not (doc.lower[j].endswith("ly") or doc.lower[j] in ("also", "not", "now", "already")):
            return False
    return False


def _controls(doc: Document, parties: Parties, i: int, sentence: Sentence) -> tuple[Verb, ...]:
    """The verbs before an infinitive that say whether it came about."""
    found: list[Verb] = []
    j = i - 1
    if doc.lower[j : j + 1] != ["to"] and not doc.lower[j].endswith("ly"):
        return ()
    while j >= sentence.first and i - j < 25 and doc.lower[j] not in (";", ":"):
        verb = verb_at(doc, j, parties)
        if verb is not None:
            found.append(verb)
            if doc.lower[j - 1] != "to":
                break
        j -= 1
    return tuple(found)


class Donor(NamedTuple):
    """Who gives. parties: all of them. why: how they were found. private: it is no state."""

    labels: tuple[str, ...]
    why: str
    private: bool = False
    at: int = -1


NOBODY = Donor((), "")


def left_of(
    doc: Document, parties: Parties, i: int, sentence: Sentence, *, barred: int = -1
) -> Donor:
    """The subject of the verb at token i: the nearest party before it that no preposition governs."""
    j = i - 1
    beside = True
    if _is_loose(doc, i) and (first := _first_subject(doc, parties, i, sentence)) is not None:
        return first
    while j >= sentence.first:
        word = doc.lower[j]
        party = parties.at.get(j)
        if party is not None:
            found = _accepted(doc, parties, party, sentence)
            if found is not None:
                return found
            j = party.first - 1
            beside = False
            continue
        verb = _forms().get(word)
        if verb is not None and verb.act == "welcome" and verb_at(doc, j, parties):
            return Donor((), "welcomed")
        if beside and word not in _AUXILIARY and not word.endswith("ly"):
            if word in words("private"):
                return Donor((), "private", private=True)
            if word in words("many"):
                return Donor((), "many", at=j)
            if word in words("same"):
                return Donor((), "same", at=j)
            if doc.words[j][0].isupper() and j > sentence.first and word not in ("i",):
                return Donor((), "other", private=True, at=j)
            if word.isalpha():
                beside = False
        j -= 1
    return NOBODY


def _is_loose(doc: Document, i: int) -> bool:
    """Whether a verb's subject is that of the clause: "… by providing", "… through funding"."""
    return doc.lower[i].endswith("ing") and doc.lower[i - 1] in _LOOSE


_LOOSE = frozenset(("by", "through", "in", "of", "including", "with", ",", "and", "while", "after"))


def _first_subject(doc: Document, parties: Parties, i: int, sentence: Sentence) -> Donor | None:
    for party in parties.within(sentence.first, i):
        found = _accepted(doc, parties, party, sentence)
        if found is not None:
            return found
    return None


def _accepted(doc: Document, parties: Parties, party: Party, sentence: Sentence) -> Donor | None:
    before, at = _before(doc, party.first, sentence)
    after = doc.lower[party.last] if party.last < len(doc.lower) else ""
    if party.kind == "region" and not party.codes:
        return None
    if before in words("subject_not"):
        return None
    if before == "of" and doc.lower[at - 1] not in words("body") | {
        "republic",
        "kingdom",
        "people",
    }:
        if doc.lower[at - 1] not in ("minister", "president", "leader", "secretary", "head"):
            return None
    if after in ("'s", "'", "-") and set(doc.lower[party.last : party.last + 4]) & words("deed"):
        return None
    if party.kind == "demonym" and after in words("deed") | words("people"):
        return None
    return Donor(labels(doc, parties, party, sentence), "subject", at=party.first)


def _before(doc: Document, first: int, sentence: Sentence) -> tuple[str, int]:
    """The word before a party, past articles and adjectives that belong to it."""
    j = first - 1
    while j >= sentence.first and doc.lower[j] in (
        "the",
        "both",
        "neighbouring",
        "then",
        "a",
        "an",
    ):
        j -= 1
    return (doc.lower[j], j) if j >= sentence.first else ("", j)


def labels(doc: Document, parties: Parties, party: Party, sentence: Sentence) -> tuple[str, ...]:
    """The party and those joined to it by "and" or commas, in the order of the text."""
    found = [party]
    first = party
    while True:
        j = first.first - 1
        while j > sentence.first and doc.lower[j] in ("and", ",", "the", "&"):
            j -= 1
        other = parties.at.get(j)
        joined = set(doc.lower[j + 1 : first.first])
        if other is None or "and" not in joined | set(doc.lower[first.last : party.first]):
            break
        if other.kind in ("we", "body") or other is first:
            break
        found.insert(0, other)
        first = other
    last = party
    while last.last < sentence.last and doc.lower[last.last] in ("and", ",", "&"):
        j = last.last
        while j < sentence.last and doc.lower[j] in ("and", ",", "the", "&"):
            j += 1
        other = parties.at.get(j)
        if other is None or (
            "and" not in doc.lower[last.last : j]
            and doc.lower[other.last : other.last + 1] != ["and"]
        ):
            break
        if other.kind in ("we", "body"):
            break
        found.append(other)
        last = other
    names = [name for one in found if (name := name_of(doc, parties, one)) is not None]
    return tuple(dict.fromkeys(names))


def name_of(doc: Document, parties: Parties, party: Party) -> str | None:
    """A party's label; what stands for a state unnamed is the state that the text speaks for."""
    if party.label is not None:
        return party.label
    if party.kind == "we":
        return _speaker(doc, parties, party.first) or parties.home
    if party.kind == "body":
        beside = parties.at.get(party.first - 1)
        if beside is not None and beside.label:
            return beside.label
        behind = parties.at.get(party.last + 1)
        if doc.lower[party.last : party.last + 1] in (["of"], ["in"]) and behind is not None:
            return behind.label
        return parties.home or _named_body(parties, party.first)
    return None


def _named_body(parties: Parties, stop: int) -> str | None:
    """The state whose body, person or capital was spoken of last: "the government" is its."""
    doc = parties.doc
    for party in reversed(parties.order):
        if party.first >= stop or not party.label or party.kind in ("un", "region"):
            continue
        spoken = party.kind in ("person", "office") or (
            doc.lower[party.last] if party.last < len(doc.lower) else ""
        ) in words("body") | {"'s"}
        if spoken:
            return party.label
    return None


def _speaker(doc: Document, parties: Parties, i: int) -> str | None:
    """Whose words these are: the person or office nearest to them who is outside the quotation."""
    if not doc.quoted[i]:
        return None
    here = doc.sentence_at(doc.starts[i])
    for number in (here, here + 1, here - 1, here - 2):
        if not 0 <= number < len(doc.sentences):
            continue
        sentence = doc.sentences[number]
        for party in parties.within(sentence.first, sentence.last):
            if party.label and party.kind in ("person", "office") and not doc.quoted[party.first]:
                return party.label
    return None


# ---- givers named beside the sum -------------------------------------------------------------------


def beside(
    doc: Document, parties: Parties, one: Sum, tokens: tuple[int, int], sentence: Sentence
) -> Donor:
    """A giver named with the sum: "Norway's pledge of", "a NATO grant of", "pledge by Qatar", "from USAID"."""
    found = _noun_before(doc, parties, tokens[0], sentence)
    return found if found.why else _from_after(doc, parties, tokens[1], sentence)


def _noun_before(doc: Document, parties: Parties, first: int, sentence: Sentence) -> Donor:
    """The giver in "X's pledge of $5m", "pledge by X of $5m", "X's decision to give $5m"."""
    for i in range(first - 1, max(sentence.first, first - 16) - 1, -1):
        word = doc.lower[i]
        if word in (";", ":"):
            break
        if word in words("pledge") and verb_at(doc, i, parties) is None:
            by = next(
                (k for k in range(i + 1, min(i + 4, first)) if doc.lower[k] in ("by", "from")), -1
            )
            if by > 0:
                party = _party_from(parties, by + 1, first)
                if party is not None:
                    return Donor(labels(doc, parties, party, sentence), "by", at=party.first)
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
            if (possessive or party.kind in ("demonym", "state", "institution")) and joined:
                return Donor(labels(doc, parties, party, sentence), "possessive", at=party.first)
    return NOBODY


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
        word in _AUXILIARY or word in _forms() or word in ("a", "an", "the", "its")
    )


def _from_after(doc: Document, parties: Parties, last: int, sentence: Sentence) -> Donor:
    """The giver in "$5m from X", "$5m provided by X", "$5m in US aid"."""
    for i in range(last, min(sentence.last, last + 14)):
        word = doc.lower[i]
        if word in (";", ":", "(") or (word[0].isdigit() and i > last):
            break
        if word in _MODAL and not {"go", "come", "gone", "flow", "be"} & set(doc.lower[i : i + 3]):
            break
        if word in ("from", "by"):
            if any(w in words("people") for w in doc.lower[max(last, i - 3) : i]):
                break
            said = _forms().get(doc.lower[i - 1])
            if word == "by" and i > last and (said is None or said.act != "give"):
                break  # "those affected by"
            party = _party_from(parties, i + 1, min(sentence.last, i + 4))
            if party is not None and not (party.kind == "region" and not party.codes):
                deed = doc.lower[party.last : party.last + 4]
                if not set(deed) & (words("deed") | words("people")):
                    return Donor(labels(doc, parties, party, sentence), word, at=party.first)
            if doc.lower[i + 1 : i + 2] and word == "by":
                break
        party = parties.at.get(i)
        if (
            party is not None
            and i - last <= 3
            and party.kind in ("state", "demonym", "institution", "agency")
        ):
            between = doc.lower[last : party.first]
            rest = doc.lower[party.last : party.last + 4]
            if doc.words[party.last : party.last + 1] and doc.words[party.last][0].isupper():
                continue  # "the Ukraine Security Assistance Initiative"
            if (between[:1] in (["in"], ["of"], ["worth"]) or not between) and set(rest) & words(
                "aid"
            ):
                if doc.lower[party.last : party.last + 1] != ["'s"]:
                    return Donor(labels(doc, parties, party, sentence), "adjective", at=party.first)
        if word in ("for", "to", "which", "that", "and", "said") and i > last:
            if word in ("which", "that", "and", "said"):
                break
    return NOBODY


def _party_from(parties: Parties, first: int, last: int) -> Party | None:
    return next((parties.at[i] for i in range(first, last) if i in parties.at), None)
