"""Later mentions of the people whom an article names: by surname, by office, by pronoun."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from geo import tables, tense
from geo.dossier import Place
from geo.offices import Office
from geo.text import Document


@dataclass(slots=True)
class Someone:
    """A person while the text is read."""

    words: tuple[str, ...]
    office: Office | None = None
    country: str | None = None
    gender: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)


_PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_FINITE = {"will", "would", "is", "was", "has", "had", "also", "then"}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


def same(known: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: a surname alone, or given names that agree."""
    a = [_fold(word) for word in known if _fold(word) not in _SUFFIXES]
    b = [_fold(word) for word in name if _fold(word) not in _SUFFIXES]
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return short[0] in (long[-1], long[0]) or (len(long) > 2 and short[0] in long)
    if set(short) <= set(long) and (short[0] == long[0] or short == long[-2:]):
        return True
    return (
        a[-1] == b[-1] and a[0][0] == b[0][0] and (len(a[0]) == 1 or len(b[0]) == 1 or a[0] == b[0])
    )


def _fold(word: str) -> str:
    return word.lower().rstrip(".")


def by_surname(
    doc: Document, everyone: list[Someone], whose: dict[int, int], place_at: dict[int, Place]
) -> None:
    """Later mentions by a single name: "Blinken", "Xi"."""
    covered = {i for one in everyone for first, last, _ in one.spans for i in range(first, last)}
    surnames: dict[str, int | None] = {}
    for index, someone in enumerate(everyone):
        ends = {someone.words[-1], someone.words[0]} if len(someone.words) > 1 else set()
        if len(someone.words) > 2:
            ends |= {word for word in someone.words[1:-1] if len(word) > 3 and word[0].isupper()}
        if len(someone.words) > 1 and _fold(someone.words[-1]) in _SUFFIXES:
            ends.add(someone.words[-2])
        for word in ends | {someone.words[-1]}:
            # a name that two people share settles nothing
            surnames[word] = index if surnames.get(word, index) == index else None
    for i, word in enumerate(doc.words):
        found = surnames.get(word)
        if found is None and i not in covered and word[0].isupper() and 5 <= len(word) <= 12:
            found = _misspelt(word, doc, i, surnames)
        if found is None or i in covered or (i in place_at and place_at[i].kind != "city"):
            continue
        everyone[found].spans.append((i, i + 1, "name"))
        whose[i] = found


def _misspelt(word: str, doc: Document, i: int, surnames: dict[str, int | None]) -> int | None:
    """Whose surname a word is with one letter lost: wires write "Tanka" for Tanaka.

    Only before a verb of saying or "who", so that no other name is taken for it.
    """
    following = doc.lower[i + 1] if i + 1 < len(doc.lower) else ""
    if following not in (",", "said", "who", "told", "arrived", "was", "has"):
        return None
    for surname, index in surnames.items():
        if len(surname) == len(word) + 1 and surname[:2] == word[:2]:
            cut = next((k for k in range(len(word)) if word[k] != surname[k]), len(word))
            if surname[cut + 1 :] == word[cut:]:
                return index
    return None


def by_office(
    doc: Document, everyone: list[Someone], whose: dict[int, int], posts: list[Office]
) -> None:
    """Mentions by office alone: "the Secretary", "the Venezuelan president", "the US official"."""
    covered = {i for one in everyone for first, last, _ in one.spans for i in range(first, last)}
    named = sorted(
        (first, index) for index, one in enumerate(everyone) for first, _, _ in one.spans
    )
    for post in posts:
        if post.head in covered or not post.definite:
            continue
        before = [index for first, index in named if first < post.first]
        index = _holder(doc, everyone, post, before)
        if index is not None:
            first = post.first
            everyone[index].spans.append((first, post.last, "office"))
            everyone[index].country = everyone[index].country or post.country
            whose[post.head] = index


class _General(NamedTuple):
    """A word that any holder of some families of offices can be called by; None stands for all."""

    families: frozenset[str] | None
    alone: bool


_GENERAL = {
    row["word"]: _General(
        None if row["families"] == "*" else frozenset(row["families"].split("|")),
        row["alone"] == "yes",
    )
    for row in tables.rows("office_general")
}


def _holder(doc: Document, everyone: list[Someone], post: Office, before: list[int]) -> int | None:
    """Whom an office without a name stands for, of those named before it (the last one last)."""
    holders = [i for i in reversed(before) if _holds(everyone[i], post, doc)]
    sure = [i for i in holders if everyone[i].country is not None or post.country is None]
    if sure:
        # "the top diplomat", of two foreign ministers, is the one whom the article is about
        return max(reversed(sure), key=sure.count) if _is_general(doc, post) else sure[0]
    if post.country and post.represents == "state":
        likely = {*holders, *(i for i in before if _may_hold(everyone[i], post, doc))}
        index = _topic(doc, everyone, post, likely)
        if index is not None:
            everyone[index].office = everyone[index].office or post
            return index
    return holders[0] if holders else None


def _topic(doc: Document, everyone: list[Someone], post: Office, likely: set[int]) -> int | None:
    """Of those whom an office may stand for, the first one named in its sentence or before."""
    here = doc.sentence_at(doc.starts[post.first])
    for number in (here, here - 1):
        named = [
            (first, index)
            for index in likely
            for first, _, kind in everyone[index].spans
            if kind == "name"
            and first < post.first
            and doc.sentence_at(doc.starts[first]) == number
        ]
        if named:
            return min(named)[1]
    return None


def _is_general(doc: Document, post: Office) -> bool:
    return doc.lower[post.head] in _GENERAL or (
        " ".join(doc.lower[post.head : post.head + 2]) in _GENERAL
    )


def _holds(someone: Someone, post: Office, doc: Document) -> bool:
    """Whether `post` ("the foreign minister") can stand for someone by their known office."""
    if someone.office is None:
        return False
    if post.country and someone.country and post.country != someone.country:
        return False
    head = " ".join(doc.lower[post.head : post.last][:2])
    word = doc.lower[post.head]
    general = _GENERAL.get(head) or _GENERAL.get(word)
    if general is not None:
        if not (post.country or general.alone):
            return False
        return general.families is None or someone.office.family in general.families
    known = someone.office.title.lower().split()
    wanted = list(" ".join(doc.lower[post.first : post.last]).split())
    if word not in known and not (
        word == "minister" and someone.office.family == "foreign minister"
    ):
        return False
    # "the deputy secretary" is not the secretary, "the deputy" is the deputy secretary
    title = [w for w in post.title.lower().split() if w not in ("of", "the", "for")]
    return all(w in known or w in ("us", "minister") for w in title) or bool(
        post.country and wanted and set(title) & set(known) == set(title)
    )


def _may_hold(someone: Someone, post: Office, doc: Document) -> bool:
    """Whether "the Ukrainian president" can be someone named just before without an office."""
    if someone.office is not None or someone.country not in (None, post.country):
        return False
    here = doc.sentence_at(doc.starts[post.first])
    return any(
        first < post.first and here - doc.sentence_at(doc.starts[first]) <= 1
        for first, _, kind in someone.spans
        if kind == "name"
    )


def by_pronoun(doc: Document, everyone: list[Someone], whose: dict[int, int]) -> None:
    """ "He", "she", "his", "her": whoever the running text is about."""
    if not everyone:
        return
    at = {
        first: (index, kind) for index, one in enumerate(everyone) for first, _, kind in one.spans
    }
    previous: int | None = None
    for sentence in doc.sentences:
        current = topic = None  # who acted last, and whom the sentence is about
        for i in range(sentence.first, sentence.last):
            if i in at:
                if current is None or _acts(doc, everyone[at[i][0]], i):
                    current = at[i][0]
                topic = current if topic is None else topic
                continue
            gender = _PRONOUNS.get(doc.lower[i])
            if gender is None or i in whose:
                continue
            # "where Rau received him": not Rau
            acting = (
                None if doc.lower[i] == "him" and _acts_nearby(doc, at, i, current) else current
            )
            index = next(
                (
                    p
                    for p in (acting, topic if topic != current else None, previous)
                    if p is not None and _fits(everyone[p], gender)
                ),
                None,
            )
            if index is not None:
                everyone[index].spans.append((i, i + 1, "pronoun"))
                whose[i] = index
                current = current if current is not None else index
                topic = topic if topic is not None else index
        previous = topic if topic is not None else previous


def _acts_nearby(doc: Document, at: dict[int, tuple[int, str]], i: int, who: int | None) -> bool:
    """Whether `who` is named close before token i, so that "him" is someone else."""
    return any(j in at and at[j][0] == who for j in range(max(0, i - 8), i))


def _fits(someone: Someone, gender: str) -> bool:
    return someone.gender in ("", gender)


def _acts(doc: Document, someone: Someone, i: int) -> bool:
    """Whether the mention at token i is the subject of a verb: a finite form stands behind it."""
    last = next((last for first, last, _ in someone.spans if first == i), i + 1)
    if last >= len(doc.lower):
        return False
    word = doc.lower[last]
    return word in _FINITE or bool(tense.forms(word) & {"past", "third"})
