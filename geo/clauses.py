"""The little grammar that events need: verbs, small words, and whether it happened."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from geo import tables, tense
from geo.people import Mention
from geo.text import Document, Sentence


class Form(NamedTuple):
    """A form of a verb. kinds: of base, third, past, participle and gerund, those it can be."""

    lemma: str
    kinds: frozenset[str]


@cache
def forms() -> dict[str, Form]:
    """Every form of every verb in `data/tables/verbs.csv`."""
    found: dict[str, tuple[str, set[str]]] = {}
    for row in tables.rows("verbs"):
        for form, kind in tense.inflected(row):
            _, kinds = found.setdefault(form, (row["verb"], set()))
            kinds.add("gerund" if kind == "ing" else kind)
    return {form: Form(lemma, frozenset(kinds)) for form, (lemma, kinds) in found.items()}


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in `data/tables/clause_words.csv`."""
    return tables.words("clause_words", kind)


# Pronouns that may be somebody's mention and own what follows.
OWNERS = frozenset(("his", "her", "my"))


@cache
def auxiliaries() -> frozenset[str]:
    """The forms of "be", "have" and "will"."""
    return words("be") | words("have") | words("will")


@cache
def before_verb() -> frozenset[str]:
    """The auxiliaries and adverbs of one verb: "had already met"."""
    return auxiliaries() | words("adverb")


@cache
def skippable() -> frozenset[str]:
    """The words that may stand between a subject and its verb."""
    kinds = ("will", "would", "not", "have", "be", "plan", "adverb", "call-off")
    return frozenset().union(*(words(kind) for kind in kinds)) - {"may"} | {"may"}


def is_verb(doc: Document, mention_at: dict[int, Mention], i: int, dates: Container[int]) -> bool:
    """Whether "visit" or "travel" is a verb: behind "to", "will", or a name without possessive.

    dates: tokens of dates, which may stand between the two: "will next week | travel".
    """
    if i == 0:
        return True
    k = _before_dates(doc, i - 1, 0, dates)
    passed = words("adverb") - words("before verb")
    while k > 0 and k not in mention_at and doc.lower[k] in passed:
        k -= 1
    before = doc.lower[k]
    if k in mention_at:
        return before not in OWNERS
    return before in words("before verb") or before.endswith("ly")


def _before_dates(doc: Document, j: int, first: int, dates: Container[int]) -> int:
    """The token before "on Monday", "this week" that ends at token j; else j itself."""
    k = j
    while k > first and k in dates:
        k -= 1
    if k < j and k > first and doc.lower[k] in ("on", "in", "from", "at", "late", "early", "later"):
        k -= 1
    return k


class Sense(NamedTuple):
    """Whether an event happened. status: done, ongoing, planned, cancelled, or none (and why)."""

    status: str
    why: str = ""


def sense(doc: Document, i: int, sentence: Sentence, dates: Container[int]) -> Sense:
    """How the verb at token i stands to the facts, by its form and the small words before it.

    dates: tokens of dates, which may stand among those: "will on Monday | visit".
    """
    lower = doc.lower
    form = forms().get(lower[i])
    kinds = form.kinds if form else frozenset()
    small: list[str] = []
    j = _before_dates(doc, i - 1, sentence.first, dates)
    passed = skippable()
    while j >= sentence.first and (lower[j] in passed or lower[j].endswith(("ly", "n't"))):
        if doc.words[j].istitle() and j > sentence.first:
            break  # "Theresa May | visited"
        small.append(lower[j])
        j = _before_dates(doc, j - 1, sentence.first, dates)
    before = set(small)
    if not words("call-off").isdisjoint(small):
        return Sense("cancelled")
    if "forward" in lower[max(sentence.first, i - 4) : i]:
        return Sense("planned", "hoped for")
    none = j >= sentence.first and lower[j] == "no" and before & words("plan")  # "no plans to"
    if none or (small and _are_negated(small)):
        return Sense("none", "negated")
    if _in_condition(doc, i, sentence):
        return Sense("none", "conditional")
    if "to" in before and ("base" in kinds or "be" in before):  # "is to visit", "is to be flown"
        return _infinitive(doc, i, small, j, sentence)
    if {"to", "have"} <= before and {"was", "were"} & before:
        return Sense("cancelled")  # "was to have visited"
    if not words("will").isdisjoint(small):
        return Sense("planned")
    if not (words("would") - _CONDITIONS).isdisjoint(small):
        if _has_earliest_day(doc, i, sentence, dates):
            return Sense("planned", "hoped for")
        return _would(doc, sentence, i)
    if "gerund" in kinds:
        if {"is", "are", "'s"} & before:
            return Sense("ongoing")
        if {"was", "were", "been"} & before:
            return Sense("done")
        if opens_plan(doc, i, sentence):
            return Sense("planned")
        return inherited(doc, j, sentence)
    if "past" in kinds or "participle" in kinds:
        if "base" in kinds and not before & words("have"):  # "set", "cut"
            return inherited(doc, j, sentence)
        return Sense("done", "earlier" if "had" in before else "")
    if ("third" in kinds or lower[i] in ("is", "are")) and _is_then(doc, i, sentence):
        return Sense("planned")
    if "third" in kinds:
        return Sense("ongoing", "now or soon")  # "flies to Oslo"
    if "base" in kinds:
        return inherited(doc, j, sentence)
    return Sense("done")


def is_earliest(doc: Document, j: int) -> bool:
    """Whether one of the two "as" of "as early as mid-March", "as soon as Friday" is at token j."""
    return any(
        doc.lower[k : k + 3 : 2] == ["as", "as"] and doc.lower[k + 1] in _EARLIEST
        for k in (j, j - 2)
    )


_EARLIEST = frozenset(("early", "soon", "late"))


def _has_earliest_day(doc: Document, i: int, sentence: Sentence, dates: Container[int]) -> bool:
    """Whether it is told how soon it may be: "could | visit Lima as soon as early April"."""
    near = range(i + 1, min(sentence.last - 3, i + _NEAR_WHEN))
    return any(doc.lower[j] == "as" and is_earliest(doc, j) and j + 3 in dates for j in near)


def _are_negated(small: list[str]) -> bool:
    return not words("not").isdisjoint(small) or any(word.endswith("n't") for word in small)


def _is_then(doc: Document, i: int, sentence: Sentence) -> bool:
    """Whether a plan waits for it: "will ask | when she is in Oslo", "look forward to when"."""
    lower = doc.lower
    begin = max(sentence.first, i - _NEAR_WHEN)
    when = next((j for j in range(i - 1, begin - 1, -1) if lower[j] in _THEN), None)
    if when is None:
        return False
    ahead = lower[sentence.first : when]
    return "forward" in ahead or not words("will").isdisjoint(ahead)


_THEN = frozenset(("when", "once", "before", "after", "until"))
_NEAR_WHEN = 12  # tokens between "when" and its verb


def opens_plan(doc: Document, i: int, sentence: Sentence) -> bool:
    """Whether token i is in words that open a plan: "After landing in Oslo, Rau will"."""
    lower = doc.lower
    first = sentence.first
    while first < i and lower[first] in words("fronting"):
        first += 1
    comma = next((k for k in range(first, sentence.last) if lower[k] == ","), sentence.last)
    if not lower[first].endswith("ing") or comma < i:
        return False
    return _is_of_plan(doc, comma + 1, sentence)


def _is_of_plan(doc: Document, first: int, sentence: Sentence) -> bool:
    """Whether the clause from token `first` on is a plan: "Rau, the envoy, | is due to open".

    What somebody says there is none: "Rau said roads will be built", but "Ruiz said, Rau will".
    """
    near = doc.lower[first : min(sentence.last, first + _LONGEST_SUBJECT)]
    for n, word in enumerate(near):
        if word in words("said") and "," not in near[n + 1 : n + 4]:
            near = near[:n]
            break
    return not words("will").isdisjoint(near) or any(
        word in ("is", "are") and (following == "to" or following in words("plan"))
        for word, following in pairwise(near)
    )


_LONGEST_SUBJECT = 12  # tokens


def _in_condition(doc: Document, i: int, sentence: Sentence) -> bool:
    """Whether an "if" or "denied that" governs the verb: it stands before it in the same clause."""
    first = max(sentence.first, i - 13)
    if _governing().isdisjoint(doc.lower[first:i]):
        return False
    for j in range(i - 1, first - 1, -1):
        word = doc.lower[j]
        if word in _governing():
            return True
        if word in (";", ":"):
            return False
    return False


@cache
def _governing() -> frozenset[str]:
    return words("denied") | _CONDITIONS


def _would(doc: Document, sentence: Sentence, i: int) -> Sense:
    """ "He said he would travel" reports a plan; "would be ready to travel" does not."""
    for j in range(i - 1, sentence.first - 1, -1):
        if doc.lower[j] in words("said"):
            asked = "if" in doc.lower[i : min(sentence.last, i + _FAR_INVITATION)]  # "would go if"
            told = "would" in doc.lower[j:i] and not asked
            return Sense("planned") if told else Sense("none", "conditional")
    bare = "would" in doc.lower[max(sentence.first, i - 2) : i]
    told = bare and (tense.is_told_behind(doc, i, sentence) or _goes_on_saying(doc, i, sentence))
    return Sense("planned") if told else Sense("none", "conditional")


def _goes_on_saying(doc: Document, i: int, sentence: Sentence) -> bool:
    """Whether a report is gone on with: "She will go to Oslo, he said. She would also see Riga"."""
    here = doc.lower[sentence.first : sentence.last]
    number = doc.sentence_at(sentence.start)
    if number == 0 or doc.quoted[i] or not _CONDITIONS.isdisjoint(here):
        return False
    before = doc.sentences[number - 1]
    told = doc.lower[before.first : before.last]
    return not words("said").isdisjoint(told) and not words("will").isdisjoint((*told, *here))


_CONDITIONS = frozenset(("if", "unless", "whether"))


def _infinitive(doc: Document, i: int, small: list[str], start: int, sentence: Sentence) -> Sense:
    """The sense of "to visit" at token i, by the small words behind token `start`."""
    marks = set(small)
    if marks & words("plan") or marks & words("will"):
        given_up = came_to_nothing(doc, i, sentence) or (
            {"had", "been"} <= marks and _is_called_off_near(doc, sentence)
        )
        return Sense("cancelled" if given_up else "planned")
    if marks & (words("would") - {"if"}):
        return Sense("none", "conditional")
    if {"was", "were", "been"} & marks and came_to_nothing(doc, i, sentence):
        return Sense("cancelled")
    if {"is", "are", "was", "were"} & marks:
        return Sense("planned", "once" if {"was", "were"} & marks else "")
    # "an invitation to Rau, the Czech minister, to visit Lima"; who has accepted one means to go
    asked = doc.lower[max(sentence.first, start - _FAR_INVITATION) : start]
    invited = doc.lower[start] == "," and not _INVITATIONS.isdisjoint(asked)
    invited = invited or _is_asked(doc, start, sentence)
    if start >= sentence.first and (invited or doc.lower[start] in words("wish")):
        if words("accepted").isdisjoint(asked) or doc.lower[start] not in _INVITATIONS:
            return Sense("none", "only wished for")
        return Sense("planned", "hoped for")
    if _is_headline(doc, i, sentence):
        return Sense("planned")
    sense = inherited(doc, start, sentence)
    first = not words("rank").isdisjoint(doc.lower[max(sentence.first, start - _NEAR_WHEN) : start])
    # "is the first minister to visit Peru" tells of a visit, and not whether it has begun
    return sense._replace(why="counted") if first and sense.status == "ongoing" else sense


def _is_headline(doc: Document, i: int, sentence: Sentence) -> bool:
    """Whether what comes is told with no verb before it and no mark behind: "Rau | to visit"."""
    if len(doc.sentences) > 1 or doc.words[sentence.last - 1] in (".", "?", "!", "”", '"'):
        return False
    return _marks_of_tense().isdisjoint(doc.lower[sentence.first : i])


def _is_called_off_near(doc: Document, sentence: Sentence) -> bool:
    """Whether the sentences around tell that something was called off: "had been due to" go."""
    number = doc.sentence_at(sentence.start)
    near = doc.sentences[max(0, number - 2) : number + 2]
    told = doc.lower[near[0].first : near[-1].last]
    return put_off(told) or not words("call-off").isdisjoint(told)


_FAR_INVITATION = 14
_INVITATIONS = frozenset(("invitation", "invitations"))


def _is_asked(doc: Document, start: int, sentence: Sentence) -> bool:
    """Whether somebody is only asked to do it: "invited Rau, the minister of Chile, | to visit"."""
    for j in range(start, max(sentence.first, start - _FAR_INVITATION), -1):
        form = forms().get(doc.lower[j])
        if form is not None:
            return form.lemma == "invite" and doc.lower[j - 1] not in words("be")
    return False


def came_to_nothing(doc: Document, i: int, sentence: Sentence) -> bool:
    """Whether a plan is told to have failed: "was to visit Oslo | but cancelled"."""
    behind = doc.lower[i : min(sentence.last, i + 30)]
    if "but" not in behind:
        return False
    excuse = behind[behind.index("but") : behind.index("but") + 6]
    return put_off(excuse) or any(
        word in words("call-off") or word in words("not") or word.endswith("n't") for word in excuse
    )


def put_off(near: list[str]) -> bool:
    """ "put off", "called off"."""
    return any(
        off == "off" and verb in ("put", "puts", "putting", "called", "call", "calls", "calling")
        for verb, off in pairwise(near)
    )


def will_not_be(near: list[str]) -> bool:
    """ "Will not take place", "won't go ahead"."""
    return any(
        near[k + 1 : k + 3] in (["take", "place"], ["go", "ahead"])
        and (word == "not" or word.endswith("n't"))
        for k, word in enumerate(near)
    )


_MODALS = frozenset({"would", "could", "might", "should"})


def inherited(doc: Document, i: int, sentence: Sentence) -> Sense:
    """The sense of the verb that governs this one: the nearest mark of tense before it."""
    lower, marks = doc.lower, _marks_of_tense()
    for j in range(i, sentence.first - 1, -1):
        word = lower[j]
        if word == "i" and lower[j - 1] not in words("join"):
            own = forms().get(lower[j + 1])
            if own is not None and own.kinds == {"base"}:
                return Sense("ongoing", "now or soon")  # "Today I depart | to visit"
        if word not in marks:
            continue
        if word in words("will") or (word in words("plan") and _lies_ahead(doc, j)):
            return Sense("planned")
        if word in _MODALS:
            return _would(doc, sentence, j + 1)
        if word in words("call-off"):
            return Sense("cancelled")
        if word in words("weighing"):
            return Sense("none", "only possible")
        if word in ("was", "were", "is", "are") and doc.lower[j + 1 : j + 2] == ["to"]:
            return Sense("planned", "once" if word in ("was", "were") else "")
        if word in ("was", "were", "had", "did"):
            return Sense("done")
        k = j if word == "have" else j - 1
        if lower[k] == "have" and lower[k - 1] == "to" and lower[k - 2] in ("was", "were"):
            return Sense("cancelled")  # "was to have flown to Oslo and | to meet"
        if word == "have" and not words("will").isdisjoint(lower[max(sentence.first, j - 4) : j]):
            return Sense("planned")  # "will also have | the chance to meet"
        if word in ("is", "are", "has", "have"):
            return Sense("ongoing" if word in ("is", "are") else "done")
        form = forms().get(word)
        if form is not None:
            if "past" in form.kinds:
                return Sense("done")
            noun = doc.lower[j - 1] in words("preposition") or doc.lower[j - 1] in words("article")
            # "will hold | talks", but "President Rau | talks"
            noun = noun or (tense.is_mostly_noun(word) and not doc.words[j - 1][0].isupper())
            if "third" in form.kinds and not noun:
                return Sense("ongoing", "now or soon")  # but "for | talks", "these | issues"
    return Sense("done")


@cache
def _marks_of_tense() -> frozenset[str]:
    """The words that `inherited` looks for; most words are none, and a sentence may be long."""
    small = {"was", "were", "is", "are", "had", "did", "has", "have"}
    finite = {word for word, form in forms().items() if form.kinds & {"past", "third"}}
    kinds = ("will", "plan", "call-off", "weighing")
    return frozenset(small | _MODALS | finite).union(*map(words, kinds))


def _lies_ahead(doc: Document, j: int) -> bool:
    """Whether what somebody "agreed", "decided" or was "invited" to do is still to come."""
    return doc.lower[j] not in words("resolve") or "to" in doc.lower[j + 1 : j + 4]
