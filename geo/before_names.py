"""What stands before a name in a list and belongs to it: posts and descriptions no table has."""

from __future__ import annotations

from functools import cache

from geo import clauses, lexicon, tables, tense
from geo.page import Page
from geo.text import Sentence

POSSESSIVES = clauses.OWNERS | {"their", "its"}


def past_description(page: Page, k: int, sentence: Sentence) -> int:
    """Where the name begins that plain words from token k on describe; 0 where none does.

    "opposition leader Rau", "human rights activist Ruiz".
    """
    doc = page.doc
    if not doc.lower[k][0].isalpha() or doc.words[k][0].isupper():
        return 0  # most
    if page.mention_at.keys().isdisjoint(range(k + 1, k + 1 + _LONGEST_DESCRIPTION)):
        return 0
    for j in range(k, min(k + _LONGEST_DESCRIPTION, sentence.last - 1)):
        if not doc.lower[j][0].isalpha() or doc.words[j][0].isupper() or j in page.when_at:
            return 0
        form = clauses.forms().get(doc.lower[j])
        if lexicon.opens(doc.lower[j]) or (form is not None and "past" in form.kinds):
            return 0
        mention = page.mention_at.get(j + 1)
        if mention is not None and mention.first == j + 1 and mention.kind == "name":
            told = j + 1 in page.office_at or lexicon.names_somebody(doc.lower[j])
            return j + 1 if told else 0  # "rebel | chief Sami Khalil", "activist | Ana Ruiz"
    return 0


_LONGEST_DESCRIPTION = 4


def within_title(page: Page, k: int, sentence: Sentence) -> int:
    """How many tokens of a title or an organisation that no table has stand at token k.

    "World Health Organisation (WHO) Director-General", "Conference on Trade and Development".
    """
    words_, lower = page.doc.words, page.doc.lower
    if words_[k][0].isupper() and k > sentence.first and k not in page.when_at:
        return 1
    if lower[k] in divisions() and words_[k - 1][0].isupper():
        return 1  # "the governor of Bamyan | province"
    if words_[k] == "/":  # "Deputy Prime Minister/Foreign Minister"
        return 1
    abbreviated = words_[k] == "." and words_[k - 1][0].isupper() and len(words_[k - 1]) <= 4
    if abbreviated and k + 1 < sentence.last and words_[k + 1][0].isupper():
        return 1  # "Dr. Ana Ruiz"
    if words_[k] == "(" and k + 2 < sentence.last and words_[k + 2] == ")":
        return 3
    to = lower[k : k + 2] == ["to", "the"]  # "Special Assistant to the President"
    titled = words_[k - 1][0].isupper() or (lower[k] == "of" and k - 1 in page.office_at)
    if (to or lower[k] in _LINKS_IN_TITLES) and k > sentence.first and titled:
        n = k + 2 if lower[k + 1 : k + 2] == ["the"] else k + 1
        if lower[n + 1 : n + 2] == ["of"] and lower[n] in divisions():
            n += 2  # "governor | of the province of Bamyan"
        if n < sentence.last and words_[n][0].isupper() and n not in page.when_at:
            return n - k
    return 0


@cache
def divisions() -> frozenset[str]:
    """The words for parts of a state: "province", "region"."""
    rows = tables.rows("place_words")
    return frozenset(w for row in rows if row["kind"] == "division" for w in row["words"].split())


_LINKS_IN_TITLES = frozenset(("of", "on", "for", "and"))


def is_possessive(page: Page, k: int, kind: str) -> bool:
    """Whether "his" or "her" at token k owns what follows: not in "received her at the palace"."""
    lower = page.doc.lower
    if kind != "pronoun" or lower[k] not in POSSESSIVES:
        return False
    following = lower[k + 1] if k + 1 < len(lower) else "."
    alone = lower[k] == "her" and (following in _AFTER_OBJECT or k + 1 in page.when_at)
    return not (alone or not following[:1].isalpha())


_AFTER_OBJECT = frozenset(
    ("at", "in", "on", "to", "with", "for", "by", "and", "there", "here", "as", "before", "after")
)


def is_adjective(page: Page, k: int) -> bool:
    """Whether a plain word stands close before an office: "first | leftist | president"."""
    word = page.doc.lower[k]
    if not word[:1].islower() or word in clauses.words("preposition") or len(word) < 4:
        return False
    return tense.forms(word) <= {"participle", "past"} and any(
        n in page.office_at for n in (k + 1, k + 2)
    )
