"""What the words around a sum say that it is: help, a project's cost, or trade."""

from __future__ import annotations

import re
from typing import NamedTuple

from geo.giving import Governor, words
from geo.text import Document, Sentence


class Topic(NamedTuple):
    """What the words around a sum say that it is: help, a project's cost, trade."""

    aid: bool
    project: bool
    trade: str


def topic(doc: Document, tokens: tuple[int, int], sentence: Sentence, verb: Governor) -> Topic:
    """Read from the noun that the sum counts, and from the subject where the verb tells little."""
    after = _words_after(doc, tokens[1], sentence)
    before = _words_before(doc, tokens[0], sentence)
    if verb.verb is not None and before == doc.lower[verb.verb.at : verb.verb.at + 1]:
        before = []  # "is spending $5 million"
    near = after + before
    said = set(near)
    aid = not words("aid").isdisjoint(said)
    project = not words("project").isdisjoint(said)
    trade = next((word for word in near if word in words("trade", "goal")), "")
    behind = doc.lower[tokens[1] : min(sentence.last, tokens[1] + 6)]
    trade = next((word for word in behind if word in words("bought")), trade)
    if doc.lower[tokens[1] : tokens[1] + 1] != ["in"] and not words("repaid").isdisjoint(behind):
        trade = "debt"  # "pays China $5 million a year to service its debt"
    told = doc.lower[sentence.first : sentence.last]
    if not aid and not _PRIVATE.isdisjoint(told) and _INVESTING.search(" ".join(told)):
        trade = "investment"
    if trade and not (words("saves").isdisjoint(said) or "budget" in before):
        trade = ""
    if not words("unpaid").isdisjoint(doc.lower[sentence.first : tokens[1]]):
        trade, aid = "debt", False  # "outstanding loans reached $5 million"
    if trade in ("debt", "debts") and not words("forgive").isdisjoint(told):
        trade, aid = "", True
    act = verb.verb.act if verb.verb else ""
    grown = verb.verb is not None and verb.verb.lemma in words("moves") | {"raise"}
    if verb.verb is not None and grown and verb.verb.at < tokens[0]:
        aid = aid or not words("aid").isdisjoint(doc.lower[verb.verb.at : tokens[0]])
    helps_with = doc.lower[tokens[1] : tokens[1] + 1] == ["to"]
    if helps_with and doc.lower[tokens[1] + 1 : tokens[1] + 2]:
        project = project or doc.lower[tokens[1] + 1] in words("to")
    moves = verb.verb is not None and verb.verb.lemma in words("moves")
    if not trade and not aid and (moves or act in ("total", "", "pass", "other")):
        subject = doc.lower[sentence.first : tokens[0]]
        trade = next((word for word in reversed(subject) if word in words("trade")), "")
        helps = [i for i, word in enumerate(subject) if word in words("aid")]
        if helps and act != "other":
            aid = True
            if trade and max(helps) > max(i for i, w in enumerate(subject) if w == trade):
                trade = ""
    return Topic(aid, project, trade)


_PRIVATE = frozenset(("private", "private-sector", "direct"))
_INVESTING = re.compile("private[ -]sector|direct investment")


def form(doc: Document, tokens: tuple[int, int], sentence: Sentence) -> str:
    """ "lending" or "giving" by the noun of the sum; empty where it says neither, or both."""
    said = _words_after(doc, tokens[1], sentence) + _words_before(doc, tokens[0], sentence)
    forms = [kind for kind in ("lending", "giving") if not words(kind).isdisjoint(said)]
    return forms[0] if len(forms) == 1 else ""


def _words_after(doc: Document, first: int, sentence: Sentence) -> list[str]:
    """The noun that the sum counts: "$5m in food aid", "a $5m loan"."""
    lower = doc.lower
    found: list[str] = []
    i = first
    while i < sentence.last and lower[i] in (
        "-",
        "in",
        "of",
        "worth",
        "more",
        "new",
        "as",
        "a",
    ):
        i += 1
    while i < sentence.last and len(found) < 6:
        word = lower[i]
        if word in words("past_noun") or not (word[0].isalpha() or word in ("-", "'s")):
            break
        found.append(word)
        i += 1
    return found


def _words_before(doc: Document, first: int, sentence: Sentence) -> list[str]:
    """The noun whose size the sum is: "a fine of $5m", "aid worth $5m", "a debt of"."""
    lower = doc.lower
    i = first - 1
    while i > sentence.first and (
        lower[i] in words("about") or (lower[i] == "to" and lower[i - 1] == "up")
    ):
        i -= 1
    if not words("goal").isdisjoint(lower[max(sentence.first, i - 4) : i + 1]):
        return ["goal"]
    if lower[i] in words("trade"):
        return [lower[i]]  # "with assets over $62 billion"
    if lower[i] == "to" and lower[i - 1] == "amounting":
        i -= 1
    if lower[i] not in (
        "amounting",
        "of",
        "worth",
        "totaling",
        "totalling",
        "valued",
        "at",
        "is",
        "was",
    ):
        return []
    if lower[i] == "at" and lower[i - 1] != "valued":
        return []
    found = []
    if lower[i] == "worth" and lower[i - 1] == ",":
        i -= 1
    for j in range(i - 1, max(sentence.first, i - 5) - 1, -1):
        word = lower[j]
        if word in (",", ";", "and", "to", "by", "'s"):
            break
        found.append(word)
    return found
