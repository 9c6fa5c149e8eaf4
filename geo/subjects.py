"""Who does what a verb tells: its subject, named before it, shared with another verb, or behind."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple

from geo import lexicon
from geo.clauses import OWNERS, auxiliaries, forms, skippable, words
from geo.coordination import coordinated, joined_to, of_tail, opening
from geo.people import Mention
from geo.text import Document, Sentence


class Subject(NamedTuple):
    """Who does it: positions in `People.people`. sure: named beside the verb, not only near it."""

    people: tuple[int, ...]
    sure: bool
    group: bool = False


NOBODY = Subject((), False)


def of(
    doc: Document, mention_at: dict[int, Mention], i: int, sentence: Sentence, when_at: set[int]
) -> Subject:
    """The subject of the verb at token i: named before it, shared with the verb before, or behind.

    when_at: tokens of dates, which may stand between the two.
    """
    before = _subject_before(doc, mention_at, i, sentence, when_at)
    return before if before != NOBODY else _fronted(doc, mention_at, i, sentence)


def _subject_before(
    doc: Document, mention_at: dict[int, Mention], i: int, sentence: Sentence, when_at: set[int]
) -> Subject:
    lower = doc.lower
    j = i - 1
    relative = False
    while j >= sentence.first:
        word = lower[j]
        if word == "who":
            relative = True
            if (
                doc.words[j - 1][0].isalpha()
                and j - 1 not in mention_at
                and not of_tail(doc, j - 1)
            ):
                return NOBODY  # "refugees who came", "or who came"
        if j in mention_at:
            mention = mention_at[j]
            if mention.kind == "pronoun" and word in OWNERS:
                return Subject((mention.person,), False)
            before = lower[mention.first - 1] if mention.first > sentence.first else ""
            if before == "the" and lower[mention.first - 2] == "of":
                before = "of"  # "the visit of | the Icelandic minister"
            if before in ("no", "nor", "neither"):  # "no Chadian president has been to"
                return NOBODY
            if relative:  # "to the anger of Zelenskyy, who had come"
                return Subject((mention.person,), True)
            leading = _leading(doc, mention_at, mention, sentence)
            if leading:
                return Subject(leading, True)  # "a mission led by Kirya and Rau | will visit"
            if before in ("with", "by", "including", "joined", "from", "of", "to", "for"):
                return of_sentence(doc, mention_at, sentence, mention.first)
            return Subject(joined_to(doc, mention_at, mention, sentence), True)
        if word in words("group"):
            named = _before_others(doc, mention_at, j, sentence)
            if named is not None:  # "Mirzoyan | and the Armenian delegation"
                j = named
                continue
            owner = mention_at.get(j - 2 if lower[j - 1] == "'s" else j - 1)
            owner = owner if lower[j - 1] in ("'s", *OWNERS) else None  # "his plane"
            if lower[j - 1] == "whose" and j - 3 >= sentence.first:
                owner = mention_at.get(j - 3)  # "Lavrov, whose plane"
            if owner is not None:  # "Lavrov's plane"
                return Subject((owner.person,), True)
            return Subject((), True, group=True)
        if word in _NAMELESS:
            return NOBODY
        tail = of_tail(doc, j)
        if tail is not None and tail > sentence.first:
            j = tail
            continue
        if word in words("others"):
            named = _before_others(doc, mention_at, j, sentence)
            if named is not None:  # "Putin, Raisi | and the leaders of three other states met"
                j = named
                continue
        if (
            word == ","
            and (inner := mention_at.get(j - 1))
            and "," in lower[inner.first : inner.last]
        ):
            j -= 1  # "the vice-president, Mike Pence, | will"
            continue
        if word == "," and lower[j + 1] == "who":
            j -= 1
            continue
        if word == ",":
            aide = _named_aide(doc, mention_at, j)
            if aide is not None:
                return Subject((aide.person,), True)
            inner = mention_at.get(j - 1)
            if (
                inner
                and lower[inner.first - 1] == "by"
                and lower[inner.first - 2] in words("leading")
            ):
                j -= 1  # "the commissioners, led by Rau, | will visit"
                continue
            opened = opening(doc, mention_at, j, sentence)
            if opened is not None:
                j = opened
                continue
            apposed = _apposed(doc, mention_at, j, sentence)
            if apposed:
                return Subject(apposed, True)
            return of_sentence(doc, mention_at, sentence, j)
        if word in (")", "]"):
            while j > sentence.first and lower[j] not in ("(", "["):
                j -= 1
            j -= 1
            continue
        if word in words("join") and word not in ("to",):
            return of_sentence(doc, mention_at, sentence, j)
        if (
            word in skippable()
            or j in when_at
            or word.endswith("ly")
            or word in ("on", "in", "who")
        ):
            before = lower[j - 1] if j else ""
            if word == "to" and before in forms() and before not in words("be"):
                k = j - 2
                while k > sentence.first and lower[k] in skippable():
                    k -= 1
                if lower[k] in _NAMELESS:
                    return NOBODY  # "you are going to"
                return of_sentence(doc, mention_at, sentence, j)
            j -= 1
            continue
        if word in ("-", "–", "—", "“", "”", '"'):
            j -= 1
            continue
        if lower[j - 1] == "who" and lower[i - 1] == "to":
            j -= 1  # "who | want to come"
            continue
        if "to" in lower[j:i] and not _finite_between(lower[j + 1 : i]):
            return of_sentence(doc, mention_at, sentence, j)
        return _before_relative(doc, mention_at, i, sentence)
    return NOBODY


def _before_relative(
    doc: Document, mention_at: dict[int, Mention], i: int, sentence: Sentence
) -> Subject:
    """Who is told of by a relative clause without commas: "Rau who chairs the forum | came"."""
    for j in range(i - 1, max(sentence.first, i - _LONGEST_RELATIVE), -1):
        if doc.lower[j] in (",", ";"):
            break
        mention = mention_at.get(j - 1) if doc.lower[j] in ("who", "whose") else None
        if mention is not None:
            tells = any(map(_is_finite, doc.words[j + 1 : i - 1]))
            return Subject((mention.person,), True) if tells and mention.last == j else NOBODY
    return NOBODY


_LONGEST_RELATIVE = 20  # tokens
_NAMELESS = frozenset(("we", "i", "you", "it"))


def _leading(
    doc: Document, mention_at: dict[int, Mention], last: Mention, sentence: Sentence
) -> tuple[int, ...]:
    """All whom a group is led by, of whom `last` is named last: "led | by Rau, Ruiz and Kim"."""
    lower = doc.lower
    for j in range(last.first - 1, max(sentence.first, last.first - _LONGEST_LIST), -1):
        if lower[j] == "by" and lower[j - 1] in words("leading"):
            first = next((mention_at[k] for k in range(j + 1, last.last) if k in mention_at), last)
            listed = coordinated(doc, mention_at, first, last.last)
            return listed if last.person in listed else ()
        listing = lower[j] in _LISTING or doc.words[j][0].isupper()
        if j not in mention_at and not (listing or lexicon.names_somebody(lower[j])):
            return ()
    return ()


_LONGEST_LIST = 60  # tokens: leaders with their offices
_LISTING = frozenset((",", "and", "the", "of", "for", "to", "-", "its", "&"))


def _finite_between(between: list[str]) -> bool:
    """Whether the words before "to" make what stands before them its subject: "X | is to"."""
    return not auxiliaries().isdisjoint(between[: between.index("to")])


def _before_others(
    doc: Document, mention_at: dict[int, Mention], j: int, sentence: Sentence
) -> int | None:
    """The token of the name that "and the other leaders", ending at token j, is listed with."""
    for k in range(j - 1, max(sentence.first, j - 6), -1):
        if doc.lower[k] == "and":
            return k - 1 if k - 1 in mention_at else None
        if doc.lower[k] == "," or (k in mention_at and mention_at[k].kind != "pronoun"):
            return None
    return None


def _apposed(
    doc: Document, mention_at: dict[int, Mention], closing: int, sentence: Sentence
) -> tuple[int, ...]:
    """Those named between two commas: "the premiers of A and B, | Rau and Ruiz, | flew"."""
    last = mention_at.get(closing - 1)
    if last is None or last.kind != "name":
        return ()
    listed = joined_to(doc, mention_at, last, sentence)
    named = (mention_at.get(k) for k in range(last.first, max(sentence.first, closing - 30), -1))
    first = next((m.first for m in named if m is not None and m.person == listed[0]), 0)
    return listed if doc.lower[first - 1] in (",", "-", "–", "—") else ()


def _named_aide(doc: Document, mention_at: dict[int, Mention], comma: int) -> Mention | None:
    """The name between two commas behind whom it serves: "an aide to Rau, | Ruiz | , held"."""
    inner = mention_at.get(comma - 1)
    if inner is None or inner.kind != "name" or doc.lower[inner.first - 1] != ",":
        return None
    served = mention_at.get(inner.first - 2)
    if served is None or doc.lower[served.first - 1] not in ("to", "of"):
        return None
    return inner


def of_sentence(
    doc: Document, mention_at: dict[int, Mention], sentence: Sentence, stop: int
) -> Subject:
    """The first name in the sentence that no preposition stands before."""
    lower, group = doc.lower, words("group")
    j = sentence.first
    while j < stop:
        mention = mention_at.get(j)
        if mention is not None:
            before = lower[mention.first - 1] if mention.first > sentence.first else ""
            # "SECRETARY HAUG: Well, ..." says who speaks, not who acts
            label = lower[mention.last : mention.last + 1] in (["'s"], [":"])
            if (
                before not in words("preposition")
                and not label
                and lower[j] not in _OBJECTS
                and not _is_addressed(doc, mention)
                and not _says_aside(doc, mention.first, mention.last)
                and not _only_says(doc, mention, stop)
                and not _reports(doc, mention_at, mention, stop)
                and not _sends(doc, mention, stop)
            ):
                return Subject(coordinated(doc, mention_at, mention, stop), False)
            j = mention.last
            continue
        if lower[j] in group and j + 1 not in mention_at:  # but "Their Majesties | King Rau"
            leaders = led_by(doc, mention_at, j + 1, stop)
            return Subject(leaders, False) if leaders else Subject((), False, group=True)
        j += 1
    return NOBODY


_OBJECTS = OWNERS | {"him", "me"}


def _only_says(doc: Document, mention: Mention, stop: int) -> bool:
    """Whether "I" is not who acts further on: "I think we will", "as I said, Rau"."""
    lower = doc.lower
    if lower[mention.first] != "i":
        return False
    behind = lower[mention.last : min(stop, mention.last + _FAR_CLAUSE)]
    at = next((k for k, word in enumerate(behind) if word not in skippable()), len(behind))
    if lower[mention.first - 1] == "as" or not _OPENING_CLAUSES.isdisjoint(behind):
        return True
    thinks = not words("thinking").isdisjoint(behind[: at + 1])
    further = any(
        word in auxiliaries() and before not in words("join")
        for before, word in pairwise(behind[at:])
    )
    return thinks or further


def _says_aside(doc: Document, first: int, last: int) -> bool:
    """Whether the name at tokens `first:last` only says what is told: ", Rau | said, Ruiz will"."""
    said = doc.lower[last : last + 1]
    reported = bool(said) and said[0] in words("said") and doc.lower[last + 1 : last + 2] == [","]
    return reported and doc.lower[first - 1] == ","


def _reports(doc: Document, mention_at: dict[int, Mention], speaker: Mention, stop: int) -> bool:
    """Whether somebody only tells what another does: "Rau | said Ruiz would fly in and see"."""
    said = speaker.last
    if said >= stop or doc.lower[said] not in words("said"):
        return False
    behind = (mention_at.get(j) for j in range(said + 1, min(stop, said + _FAR_CLAUSE)))
    return any(
        other.person != speaker.person and other.last < stop and _is_finite(doc.lower[other.last])
        for other in behind
        if other is not None
    )


def _sends(doc: Document, mention: Mention, stop: int) -> bool:
    """Whether others go for somebody: "Rau announced a delegation | to attend the funeral"."""
    behind = doc.lower[mention.last : min(stop, mention.last + _FAR_CLAUSE)]
    sending = _forms_of_sending()
    if sending.isdisjoint(behind):
        return False
    sent = next(n for n, word in enumerate(behind) if word in sending)
    return not words("group").isdisjoint(behind[sent + 1 :])


@cache
def _forms_of_sending() -> frozenset[str]:
    return frozenset(word for word, form in forms().items() if form.lemma in words("sending"))


_FAR_CLAUSE = 30  # tokens
_OPENING_CLAUSES = frozenset(
    ("that", "which", "who", "what", "how", "if", "because", "you", "we", "they", "he", "she", "it")
)


def _is_addressed(doc: Document, mention: Mention) -> bool:
    """Whether somebody is spoken to, not of: "Mr. Secretary, the talks in Oslo"."""
    if mention.kind != "office":
        return False
    return not _ADDRESSING.isdisjoint(doc.lower[max(0, mention.first - 2) : mention.last])


_ADDRESSING = frozenset(("mr", "mr.", "madam"))


def led_by(doc: Document, mention_at: dict[int, Mention], i: int, stop: int) -> tuple[int, ...]:
    """Who is at the head of a group named before token i: "the team, | headed by Minister Rau"."""
    i += doc.lower[i : i + 1] == [","]
    if doc.lower[i : i + 1] == [] or doc.lower[i] not in words("leading"):
        return ()
    for j in range(i + 1, min(i + 4, stop)):
        if j in mention_at:
            return coordinated(doc, mention_at, mention_at[j], stop)
    return ()


def _fronted(doc: Document, mention_at: dict[int, Mention], i: int, sentence: Sentence) -> Subject:
    """ "Arriving in Oslo, Li said", "After meeting in Oslo, envoy Li said": it stands behind.

    It is the one who acts, where a list stands between: "After meeting Rau, Ruiz and Kim, Li said".
    """
    form = forms().get(doc.lower[i])
    met = form and "participle" in form.kinds and doc.lower[i - 1] == "having"
    if form is None or not ("gerund" in form.kinds or met):
        return NOBODY
    opening = range(sentence.first, i)
    # "Speaking in Oslo after | meeting Ruiz, Rau said"
    speaking = doc.lower[sentence.first].endswith("ing") and doc.lower[i - 1] in _AFTER
    speaking = speaking and not any(j in mention_at or doc.lower[j] == "," for j in opening)
    if not (speaking or words("fronting").issuperset(doc.lower[sentence.first : i])):
        return NOBODY
    behind: Mention | None = None
    for j in range(i + 1, sentence.last):
        mention = mention_at.get(j)
        if mention is None or doc.lower[j] in OWNERS or mention.first != j:
            continue
        before = mention.first - 1
        while before > i and (doc.words[before][0].isupper() or doc.lower[before] in ("the", "'s")):
            before -= 1  # "the US envoy", "Ireland's Sean Byrne"
        if doc.lower[before] == ",":
            if mention.last < sentence.last and _is_finite(doc.lower[mention.last]):
                return Subject((mention.person,), False)
            behind = behind or mention
    return Subject((behind.person,), False) if behind else NOBODY


_AFTER = frozenset(("after", "before", "while"))


def _is_finite(word: str) -> bool:
    found = forms().get(word)
    modal = word in auxiliaries() or word == "would"
    return modal or bool(found and found.kinds & {"past", "third"})
