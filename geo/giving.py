"""Verbs around a sum of money: which one governs it, and which verbs govern that."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from geo import amounts, clauses, currencies, tables, tense
from geo.parties import Parties
from geo.text import Document, Sentence


class Verb(NamedTuple):
    """A verb of `data/tables/funding_verbs.csv` at a token.

    kinds: base, third, past, participle, ing.
    """

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
def money_forms() -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in tables.rows("funding_verbs"):
        for form, kind in tense.inflected(row):
            kinds = found[form].kinds if form in found else frozenset()
            found[form] = _Row(
                row["verb"], row["act"], row["status"], bool(row["strong"]), kinds | {kind}
            )
    return found


@cache
def words(*kinds: str) -> frozenset[str]:
    """The words of some kinds in `data/tables/funding_words.csv`, blanks for low lines."""
    return frozenset(
        word.replace("_", " ")
        for row in tables.rows("funding_words")
        if row["kind"] in kinds
        for word in row["words"].split()
    )


# What stands between a subject and its verb, or before a verb's base form.


def verb_at(doc: Document, i: int, parties: Parties) -> Verb | None:
    """The verb at token i; None where the word is a noun there ("a pledge", "the loan of")."""
    row = money_forms().get(doc.lower[i])
    if row is None:
        return None
    j = i - 1
    while j > 0 and (doc.lower[j].endswith("ly") or doc.lower[j] in words("adverb")):
        j -= 1
    before = doc.lower[j] if j >= 0 else ""
    if row.lemma == "need" and doc.lower[i] == "needed" and before not in words("be"):
        return None  # "urgently needed food"
    if row.act == "request" and not words("shelter").isdisjoint(doc.lower[i + 1 : i + 2]):
        return None  # "sought refuge"
    if row.lemma == "give" and doc.lower[i + 1 : i + 2] == ["you"]:
        return None  # "to give you an example"
    if row.act == "part":
        return Verb(i, row.lemma, row.act, row.status, row.strong, row.kinds)
    plain = {"base", "third"} & row.kinds and not {"past", "participle"} & row.kinds
    if plain:
        if "base" in row.kinds:
            governed = before in words("before_base")
            plural = _plural_subject(parties, i)
            if not governed and not plural:
                return None
        else:
            party = parties.at.get(i - 1)
            governed = before in ("also", "it", "he", "she", "which", "that", "this", ")", ",")
            stated = party is not None and party.kind != "demonym"
            named = row.act == "give" and i > 0 and doc.words[i - 1][0].isupper()
            noun = row.act == "give" and doc.lower[i + 1 : i + 2] in (["of"], ["by"], ["from"])
            if before == "and" and row.act == "total" and not noun:
                return Verb(i, row.lemma, row.act, row.status, row.strong, row.kinds)
            if noun or not (governed or stated or named or before in words("same", "body")):
                return None
    return Verb(i, row.lemma, row.act, row.status, row.strong, row.kinds)


def verbs_in(doc: Document, parties: Parties, first: int, last: int) -> Iterator[Verb]:
    """The verbs of `verb_at` among the tokens `first:last`, in order."""
    forms = money_forms()
    for i in range(first, last):
        if doc.lower[i] in forms and (verb := verb_at(doc, i, parties)) is not None:
            yield verb


def _plural_subject(parties: Parties, i: int) -> bool:
    """ "Norway and Sweden give": two parties right before a base form."""
    party = parties.at.get(i - 1)
    return (
        party is not None
        and party.kind in ("state", "person")
        and parties.doc.lower[party.first - 1 : party.first] == ["and"]
    )


def clause(
    doc: Document, parties: Parties, tokens: tuple[int, int], sentence: Sentence
) -> Sentence:
    """The part of the sentence with a subject and verb of its own in which the tokens stand."""
    first, last = sentence.first, sentence.last
    for i in doc.standing_in(words("joint"), sentence.first + 1, sentence.last):
        if not _lists_names(doc, parties, first, i) and _opens_clause(
            doc, parties, i + 1, sentence
        ):
            if i < tokens[0]:
                first = i + 1
            elif i >= tokens[1]:
                last = i
                break
    if (first, last) == (sentence.first, sentence.last):
        return sentence  # most have one clause
    return sentence._replace(first=first, last=last)


def _lists_names(doc: Document, parties: Parties, first: int, joint: int) -> bool:
    """Whether "and" joins two names ("Norway and Sweden pledged") rather than two clauses."""
    if doc.lower[joint] != "and":
        return False
    before = parties.at.get(joint - 2 if doc.lower[joint - 1] == "," else joint - 1)
    if before is None:
        return False
    if doc.lower[before.first - 1] in ("with", "by", "from", "between"):
        return True
    figures = parties.figures
    begin = bisect_left(figures, first)
    near = figures[begin : bisect_left(figures, before.first, begin)]
    return not any(_is_sum(doc, k) for k in near)


def _is_sum(doc: Document, i: int) -> bool:
    """Whether the number at token i has a currency or a scale beside it, unlike "Oct 21"."""
    signed = i > 0 and doc.words[i - 1] in currencies.lists().marks
    scaled = i + 1 < len(doc.lower) and doc.lower[i + 1] in amounts.scale_words()
    return signed or scaled or not doc.lower[i][-1].isdigit()


def _opens_clause(doc: Document, parties: Parties, i: int, sentence: Sentence) -> bool:
    """Whether a subject and then a verb begin at token i."""
    stop = min(sentence.last, i + 9)
    if i >= stop:
        return False
    j = i
    party = next((parties.at[k] for k in range(i, min(stop, i + 3)) if k in parties.at), None)
    if party is not None and all(
        w in ("the", "both", "in", "its") for w in doc.lower[i : party.first]
    ):
        j = party.last
        while j < stop and (doc.lower[j] in ("'s", "'") or j in parties.at):
            j += 1
        j, stop = _past_names(doc, parties, j, stop, sentence)
    elif doc.lower[i] in ("the", "a", "its", "it", "they", "he", "she", "we", "i", "another"):
        j = i + 1
    else:
        return False
    for k in range(j, min(stop, j + 4)):
        if doc.lower[k] in words("modal") or verb_at(doc, k, parties) is not None:
            return True
        form = clauses.forms().get(doc.lower[k])
        if k == j and form is not None and {"third", "past"} & form.kinds:
            return True
        if doc.lower[k] in ("and", ",", "for", "of", "to", "in", "from", "by"):
            return False
    return False


def _past_names(
    doc: Document, parties: Parties, j: int, stop: int, sentence: Sentence
) -> tuple[int, int]:
    """Past "and Pakistan" and ", the minister of trade," behind a subject, to its verb."""
    while j < stop and doc.lower[j] == "and" and j + 1 in parties.at:
        j = parties.at[j + 1].last
    if doc.lower[j : j + 1] == [","]:
        reach = range(j + 1, min(sentence.last, j + _APPOSED))
        closing = next((k for k in reach if doc.lower[k] == ","), -1)
        if closing > 0 and not _digits(doc, j, closing):
            return closing + 1, min(sentence.last, closing + 5)
    return j, stop


# The most words of an apposition behind a name.
_APPOSED = 12


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
    forms = money_forms()
    included = False
    beside = verb_at(doc, last, parties) if last < sentence.last else None
    given = beside is not None and beside.act == "give" and "participle" in beside.kinds
    # "of the £50m given by the government"; "credits worth $40m earmarked for" says less
    if given and "by" in doc.lower[last + 1 : last + 4]:
        return Governor(beside, True, False, ())
    for i in range(first - 1, sentence.first - 1, -1):
        word = doc.lower[i]
        if word == ";":
            break
        if word in ("including", "comprising", "among") or (
            word == "which" and doc.lower[i - 1] == "of"
        ):
            included = True
            continue
        verb = verb_at(doc, i, parties) if word in forms else None
        if verb is None or (verb.act == "pass" and "with" not in doc.lower[i:first]):
            continue

        if verb.act == "give" and _is_adjective(doc, verb, first):
            continue  # "withdrew a promised $5m"
        if _in_closed_relative(doc, i, first):
            continue
        moving = verb.lemma in words("moves") or verb.act == "other"
        if "ing" in verb.kinds and moving and verb.lemma in words("drift"):
            continue  # "rising seas"
        if verb.act == "total" and "ing" in verb.kinds and verb.lemma != "bring":
            continue  # "approved loans totalling"
        if verb.lemma == "value" and _is_handed_over(doc, parties, sentence.first, i):
            continue  # "provide assistance valued at", "delivered boats valued at"
        if verb.lemma == "make" and doc.lower[i + 1 : i + 3] == ["up", "of"]:
            return Governor(verb._replace(act="part"), False, True, ())
        behind = doc.lower[i + 1 : min(first, i + 4)]
        if verb.lemma == "make" and not {"request", "appeal"}.isdisjoint(behind):
            verb = verb._replace(act="request", status="requested")
        if verb.lemma == "give" and "green" in behind:
            verb = verb._replace(status="approved")  # "gave the green light to"
        if verb.lemma in ("set", "put") and doc.lower[i + 1] == "aside":
            verb = verb._replace(strong=True)
        if verb.lemma == "bring" and doc.lower[i + 1] == "in":
            verb = verb._replace(act="receive", status="pledged", strong=True)
        if verb.lemma in words("forgive") and not words("owed").isdisjoint(
            doc.lower[i + 1 : last + 6]
        ):
            verb = verb._replace(act="give", status="announced")  # "cancelled loans of"
        if verb.act == "part":
            included = True
            return Governor(verb, False, True, ())
        passive = "participle" in verb.kinds and _is_passive(doc, i)
        controls = _controls(doc, parties, i, sentence)
        if verb.lemma in words("tell"):  # "we want to announce"
            controls = tuple(one for one in controls if one.act != "request")
        return Governor(verb, passive, included, controls)
    if given:
        return Governor(beside, True, included, ())
    for i in range(last, min(sentence.last, last + 20)):
        if doc.lower[i] in (";", "which", "who", "when", "where"):
            break
        verb = verb_at(doc, i, parties) if doc.lower[i] in forms else None
        if verb is not None and verb.act not in ("welcome", "total"):
            purpose = doc.lower[i - 1] == "to" and doc.lower[i - 2] not in words("be")
            if purpose or "ing" in verb.kinds:
                continue  # what the money is for, not what becomes of it
            if verb.act == "other" and "that" in doc.lower[last:i]:
                break  # "the provision of $1 billion, something that has saved lives"
            passive = "participle" in verb.kinds
            if (
                passive
                and verb.lemma == "raise"
                and not words("gathering").isdisjoint(doc.lower[i : min(sentence.last, i + 10)])
            ):
                verb = verb._replace(act="receive", status="pledged", strong=True)
            return Governor(verb, passive, included, ())
    return Governor(None, False, included, ())


def _is_adjective(doc: Document, verb: Verb, first: int) -> bool:
    """Whether a participle stands between an article and the sum."""
    named = "participle" in verb.kinds and doc.lower[verb.at - 1] in words("article")
    return named and all(word in words("about") for word in doc.lower[verb.at + 1 : first])


def _is_handed_over(doc: Document, parties: Parties, first: int, last: int) -> bool:
    """Whether what is valued is help, or what somebody gives."""
    if not words("aid").isdisjoint(doc.lower[first:last]):
        return True
    return any(verb.act == "give" for verb in verbs_in(doc, parties, first, last))


def _in_closed_relative(doc: Document, i: int, first: int) -> bool:
    """Whether the verb at i stands in "…, which Berlin had frozen, | 31 million"."""
    if _RELATIVE.isdisjoint(doc.lower[max(0, i - 4) : i]):
        return False
    closing = next((j for j in range(i + 1, first) if doc.lower[j] == ","), first)
    return closing < first and not _digits(doc, i + 1, closing)


_RELATIVE = frozenset(("which", "who"))


def _digits(doc: Document, first: int, last: int) -> bool:
    return any(word[0].isdigit() for word in doc.lower[first:last])


def _is_passive(doc: Document, i: int) -> bool:
    for j in range(i - 1, max(-1, i - 4), -1):
        if doc.lower[j] in words("be"):
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
        if doc.lower[j][0].isdigit():
            break  # a sum of its own stands between
        verb = verb_at(doc, j, parties)
        meant = doc.lower[j + 1] == "to" and doc.lower[j] in words("meaning")
        if verb is not None and not meant:  # "seeks to give"
            found.append(verb)
            if doc.lower[j - 1] != "to":
                break
        j -= 1
    return tuple(found)
