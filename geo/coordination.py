"""Who is named together: "President Rau, Secretary Ruiz of Peru and Mr Kim"."""

from __future__ import annotations

from geo import lexicon
from geo.clauses import words
from geo.people import Mention
from geo.text import Document, Sentence


def joined_to(
    doc: Document, mention_at: dict[int, Mention], last: Mention, sentence: Sentence
) -> tuple[int, ...]:
    """All people of "President Biden and Secretary Blinken", read leftwards from the last."""
    found = [last.person]
    if last.kind == "pronoun":
        return (last.person,)  # "where she met Rau, and he | will"
    j = _before_counterpart(doc, _before_owner(doc, last.first), sentence)
    while j > sentence.first and doc.lower[j] in ("and", ",", "&"):
        k = j - 1
        while k > sentence.first and doc.lower[k] in (",", "and", "the"):
            k -= 1
        tail = of_tail(doc, k)  # "Sadyr Japarov | of Kyrgyzstan"
        mention = mention_at.get(k if tail is None else tail)
        if (mention is None and len(found) > 1) or (mention is None and doc.lower[j] == "and"):
            mention = _described(doc, mention_at, k, sentence)
        # a comma alone closes an apposition as often as it lists
        goes_on = doc.lower[last.last : last.last + 1] == ["and"]
        if mention is None or (doc.lower[j] == "," and len(found) == 1 and not goes_on):
            break
        before = doc.lower[mention.first - 1] if mention.first > sentence.first else ""
        if before in ("with", "by", "from", "to"):
            break
        found.append(mention.person)
        j = _before_owner(doc, mention.first)
    return tuple(dict.fromkeys(reversed(found)))


def _described(
    doc: Document, mention_at: dict[int, Mention], k: int, sentence: Sentence
) -> Mention | None:
    """Whom the words that end at token k describe: "Rau, the envoy, | Ruiz, the chief, and Kim"."""
    opened = opening(doc, mention_at, k + 1, sentence)
    article = opened is not None and doc.lower[opened + 2] in ("the", "a", "an")
    return mention_at[opened] if opened is not None and article and k - opened < 14 else None


def _before_owner(doc: Document, first: int) -> int:
    """The token before a name, and before the state whose it is: "and | Ghana's Kofi Asare"."""
    i = first - 1
    if doc.lower[i] not in ("'s", "'"):
        return i
    i -= 1
    while i > 0 and (doc.words[i][0].isupper() or doc.lower[i] == "the"):
        i -= 1
    return i


def _before_counterpart(doc: Document, j: int, sentence: Sentence) -> int:
    """The "and" before "his Albanian counterpart", which ends at token j; else j itself.

    So before a post of several words: "and Director of the Office of Trade Policy | Ana Ruiz".
    """
    k = j
    joining = words("companion") | _IN_POSTS
    while k > max(sentence.first, j - _LONGEST_POST) and doc.lower[k] != "and":
        if not (doc.words[k][0].isupper() or doc.lower[k] in joining):
            return j
        k -= 1
    return k if doc.lower[k] == "and" else j


_LONGEST_POST = 14  # tokens
_IN_POSTS = frozenset(("of", "the", "for"))


def coordinated(
    doc: Document, mention_at: dict[int, Mention], first: Mention, stop: int
) -> tuple[int, ...]:
    """All people of "President Biden, Secretary Blinken and Mr Sullivan", read from the first.

    A comma lists only where an "and" closes the list: alone it opens an apposition as often.
    """
    found = [first.person]
    waiting: list[int] = []
    j = first.last
    while j < stop and doc.lower[j] in ("and", ",", "&"):
        closes = doc.lower[j] != ","
        k = j + 1
        while k < stop and doc.lower[k] in ("and", "the"):
            closes = closes or doc.lower[k] == "and"
            k += 1
        mention = mention_at.get(k) or _owned(doc, mention_at, k, stop)
        if mention is None and k + 1 < stop and lexicon.names_somebody(doc.lower[k]):
            mention = mention_at.get(k + 1)  # "Rau and | activist Ana Ruiz"
        if mention is None or mention.kind == "pronoun":
            break
        waiting.append(mention.person)
        if closes:
            found += waiting
            waiting = []
        j = mention.last
    return tuple(dict.fromkeys(found))


def _owned(doc: Document, mention_at: dict[int, Mention], k: int, stop: int) -> Mention | None:
    """The name behind a state's at token k: "Ghana's | Kofi Asare"."""
    for j in range(k + 1, min(stop - 1, k + 4)):
        if doc.lower[j] in ("'s", "'"):
            return mention_at.get(j + 1)
        if not doc.words[j][0].isupper():
            return None
    return None


def of_tail(doc: Document, j: int) -> int | None:
    """The token before "of Kyrgyzstan", "of the United Arab Emirates" that ends at token j."""
    if not doc.words[j][0].isupper():
        return None
    i = j
    while i > 0 and j - i < 5 and (doc.words[i][0].isupper() or doc.lower[i] == "the"):
        i -= 1
    return i - 1 if doc.lower[i] == "of" else None


def opening(
    doc: Document, mention_at: dict[int, Mention], closing: int, sentence: Sentence
) -> int | None:
    """The token of the name that the words between two commas tell of: "X, who met Y, | flew"."""
    for j in range(closing - 1, sentence.first, -1):
        if doc.lower[j] in (",", "(") and j - 1 in mention_at:
            mention = mention_at[j - 1]
            return mention.last - 1
    return None
