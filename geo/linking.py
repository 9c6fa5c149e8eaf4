"""The people behind a verb or noun of meeting: past the days, places and adverbs between."""

from __future__ import annotations

from functools import cache

from geo import clauses, company, meeting_rules, tense
from geo.company import Company, words
from geo.page import Page
from geo.rules import Words, phrase_at
from geo.text import Sentence


def behind_link(
    page: Page,
    links: tuple[Words, ...],
    i: int,
    sentence: Sentence,
    *,
    direct: bool = False,
) -> Company | None:
    """The people behind a link that follows token i; `direct`: only places and days between."""
    lower, when_at, place_at = page.doc.lower, page.when_at, page.place_at
    several = lower[i : i + 4] == [",", "among", "others", ","]
    i += 4 if several else 0
    k = i
    beside = True  # nothing but days, places and adverbs since token i
    heads, passed = _heads(links), words("pass")
    stop = min(sentence.last, i + 30)
    if "" not in heads and heads.isdisjoint(lower[i:stop]):
        return None
    while k < stop:
        word = lower[k]
        place = place_at.get(k)
        place = None if place is not None and place.role == "demonym" else place
        dated = k in when_at
        opening = k == i or (beside and not dated and place is None)
        if word in heads or (opening and "" in heads):
            found = _behind(page, links, k, sentence, opening=opening)
            if found is not None:
                alone = several or not words("separate").isdisjoint(lower[i:k])
                return found.apart() if alone else found
        if dated:
            k += 1
            continue
        if place is not None:
            k = max(k + 1, page.doc.token_at(place.end - 1) + 1)
            continue
        if word in _CLOSING or (k > i and is_finite(page, k, sentence)):
            return None
        if word == "then" and lower[k - 1] == "and":
            return None  # "to spend two days in Lima and then to fly to Quito with Rau"
        past = _past_phrase(page, k, sentence) if beside else k
        if past > k:
            k = past
            continue
        if beside and not (
            word in passed or word.endswith("ly") or _is_beside_place(page, k, word == ",")
        ):
            beside = False
            if direct or heads.isdisjoint(lower[k:stop]):
                return None
        mention = page.mention_at.get(k)
        if mention is not None and mention.kind != "pronoun":
            if direct or lower[mention.first - 1] not in words("beside the point"):
                return None  # someone else stands between
            k = mention.last - 1  # "discussed the fate | of Rau with"
        k += 1
    return None


@cache
def _heads(links: tuple[Words, ...]) -> frozenset[str]:
    """The first words of some links; the empty word for the empty link."""
    return frozenset(link[0] if link else "" for link in links)


def _behind(
    page: Page, links: tuple[Words, ...], k: int, sentence: Sentence, *, opening: bool
) -> Company | None:
    """The people behind the first of the links at token k that has some."""
    for link in links:
        if link and page.doc.lower[k] != link[0]:
            continue
        if phrase_at((link,), page.doc.lower, k, opening=opening) is not None:
            both = link[-1:] in (("between",), ("among",))
            found = company.at(page, k + len(link), sentence, subject=both)
            if found is not None:
                return found
    return None


def _is_beside_place(page: Page, k: int, comma: bool) -> bool:
    """Whether a comma or a name still belongs to a day or place: "in Washington, D.C., | with"."""
    if comma and (k - 1 in page.when_at or k - 1 in page.place_at):
        return True
    named = comma or page.doc.words[k][0].isupper()
    return named and not page.place_at.keys().isdisjoint(range(k - 3, k))


def _past_phrase(page: Page, k: int, sentence: Sentence) -> int:
    """The token behind "at the Royal Palace", "for 90 minutes"; k where no such phrase begins."""
    lower = page.doc.lower
    if lower[k] not in words("phrase"):
        return k
    first = j = k + 2 if lower[k + 1 : k + 2] and lower[k + 1] in _DETERMINERS else k + 1
    while j < min(sentence.last, first + _LONGEST_PHRASE):
        place = page.place_at.get(j)
        mention = page.mention_at.get(j)
        if (
            (mention is not None and mention.kind == "name")
            or (place is not None and place.role == "demonym")
            or j in page.office_at
            or lower[j] in _DETERMINERS
            or lower[j] in clauses.words("preposition")
            or (lower[j] in words("pass") and j not in page.when_at)
            or not lower[j][0].isalnum()
            or is_finite(page, j, sentence)
        ):
            break
        if any(rule.kind == "noun" for rule in meeting_rules.triggers().get(lower[j], ())):
            return k  # "spoke | at a news conference with": the noun tells it
        j += 1
    return j if j > first else k


_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "their", "its", "this"))
_LONGEST_PHRASE = 6


_CLOSING = frozenset(
    (";", ".", "who", "which", "that", "where", "whose", "when", "while", "because")
)


def is_finite(page: Page, k: int, sentence: Sentence) -> bool:
    verb = tense.forms(page.doc.lower[k])
    if not verb:
        return False  # most words
    return "third" in verb or ("past" in verb and page.doc.lower[k - 1] not in ("a", "an", "the"))
