"""How far along a gift is: announced, pledged, approved, paid, asked for, refused, or a total."""

from __future__ import annotations

import re
from functools import cache

from geo import wholes
from geo.giving import Governor, verbs_in, words
from geo.parties import Parties
from geo.text import Document, Sentence


def status(
    doc: Document, parties: Parties, verb: Governor, sentence: Sentence, tokens: tuple[int, int]
) -> str:
    """announced, pledged, approved, disbursed, requested, rejected or cumulative."""
    lower = doc.lower
    if verb.verb is None:
        runs = _runs(doc, sentence, tokens) or brought_to(doc, sentence, tokens[0])
        return "cumulative" if runs else of_noun(doc, tokens[0], sentence)
    acts = [one.act for one in verb.controls]
    for act, status in (
        ("reject", "rejected"),
        ("delay", "rejected"),
        ("request", "requested"),
    ):
        if act in acts:
            return status
    if spared := _spared(doc, parties, sentence, tokens[0]):
        return spared
    one = verb.verb
    if one.act in ("reject", "delay", "request"):
        return one.status
    if brought_to(doc, sentence, tokens[0]):
        return "cumulative"
    if one.lemma in words("raising") and one.at >= tokens[0] - 3:
        return "pledged" if "past" in one.kinds else "requested"
    if _denied(doc, sentence, one.at) or _undone(doc, parties, tokens, sentence):
        return "rejected"
    if one.act == "total":
        return "cumulative"
    if verb.controls and verb.controls[0].act == "give":
        return verb.controls[0].status
    if one.act in ("pass", "part", "welcome", ""):
        return of_noun(doc, tokens[0], sentence)
    small = lower[max(sentence.first, one.at - 4) : one.at]
    done = (
        bool({"past", "participle"} & one.kinds) and "will" not in small and "to" not in small[-1:]
    )
    if one.status == "approved" and "will" in small:
        status = "announced"
    elif one.status in ("pledged", "announced", "approved"):
        status = one.status
    else:
        status = one.status if done else "announced"
    lasting = done or ("ing" in one.kinds and words("be").isdisjoint(small))
    if lasting and one.lemma not in words("tell") | {"pledge"} and _runs(doc, sentence, tokens):
        return "cumulative"
    return status


def brought_to(doc: Document, sentence: Sentence, first: int) -> bool:
    """ "which brings what it has promised to $100 million"."""
    j = first - 1
    while j > sentence.first and doc.lower[j] in words("about"):
        j -= 1
    said = doc.lower[sentence.first : j]
    return doc.lower[j] == "to" and not words("lifting").isdisjoint(said)


def of_noun(doc: Document, first: int, sentence: Sentence) -> str:
    """How far along a sum is that a noun tells of: "a pledge of $5m", "a $5m pledge"."""
    before = doc.lower[max(sentence.first, first - 12) : first]
    if {"pledge", "pledges", "promise", "commitment"} & {*before, *doc.lower[first : first + 5]}:
        return "pledged"
    if {"request", "appeal"} & set(before) or in_talks(doc, sentence, first) >= 0:
        return "requested"
    return "announced"


def in_talks(doc: Document, sentence: Sentence, first: int) -> int:
    """The token behind "in talks with" before a sum, -1 for none: who is asked for it."""
    if _TALKS.isdisjoint(doc.lower[sentence.first : first]):
        return -1
    for i in range(first - 1, sentence.first + 2, -1):
        if doc.lower[i - 2 : i + 1] in (["in", "talks", "with"], ["in", "negotiations", "with"]):
            return i + 1 + (doc.lower[i + 1] == "the")
    return -1


_TALKS = frozenset(("talks", "negotiations"))


def _denied(doc: Document, sentence: Sentence, at: int) -> bool:
    """ "will not give", "never paid", "has no plans to give"."""
    small = _before_denied()
    j = at - 1
    while j > sentence.first and doc.lower[j] in small:
        if doc.lower[j] in ("not", "n't", "never"):
            return doc.lower[j - 1] != ","  # "announced, not authorised,"
        j -= 1
    return doc.lower[j - 1] == "no" and doc.lower[j] in ("plan", "plans", "intention")


@cache
def _before_denied() -> frozenset[str]:
    return words("auxiliary", "adverb", "modal") | {"to"}


def _spared(doc: Document, parties: Parties, sentence: Sentence, first: int) -> str:
    """ "could not release any of it apart from $8 million": that sum was released."""
    excepting = wholes.exception(doc, first, sentence)
    for verb in verbs_in(doc, parties, sentence.first, excepting):
        if verb.act == "give" and _denied(doc, sentence, verb.at):
            return verb.status
    return ""


def _undone(doc: Document, parties: Parties, tokens: tuple[int, int], sentence: Sentence) -> bool:
    """ "turned down a plan to send": a verb of refusing governs the sum's own verb."""
    verb = next(verbs_in(doc, parties, tokens[1], sentence.last), None)
    if verb is None or verb.act not in ("reject", "delay"):
        return False
    return doc.lower[verb.at - 1] in ("was", "were", "been", "is", "are")


def _runs(doc: Document, sentence: Sentence, tokens: tuple[int, int]) -> bool:
    """Whether the words make the sum a running total: "since 2017", "to date", "in total"."""
    lower = doc.lower
    near = lower[max(sentence.first, tokens[0] - 8) : min(sentence.last, tokens[1] + 16)]
    if not words("since").isdisjoint(near):
        return True
    if "total" in near and not {"has", "have", "had"}.isdisjoint(near):
        return True
    if lower[sentence.first : sentence.first + 2] == ["in", "total"]:
        return True
    if "since" in lower[sentence.first : tokens[0]]:
        return True
    return _RUNNING.search(" ".join(lower[sentence.first : sentence.last])) is not None


_RUNNING = re.compile("to date|so far|thus far|over the (?:past|last|years)|in recent years")
