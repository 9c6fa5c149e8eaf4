"""People listed behind a colon: "met the following leaders: A; B; and C", or one on each line."""

from __future__ import annotations

from geo.company import Company, Guest
from geo.page import Page
from geo.text import Sentence


def behind_colon(page: Page, i: int, sentence: Sentence) -> Company | None:
    """Those whom "the following leaders" or "these ministers" at token i stand for, each alone."""
    lower = page.doc.lower
    if _ANNOUNCING.isdisjoint(lower[i : i + _NEAR]):
        return None
    colon = next((j for j in range(i, sentence.last) if lower[j] == ":"), None)
    if colon is None:
        return None
    guests: list[Guest] = []
    number = page.doc.sentence_at(sentence.start)
    for item in page.doc.sentences[number : number + _LONGEST_LIST]:
        found = list(_items(page, max(item.first, colon + 1), item.last))
        if not found and item is not sentence:
            break
        guests += [Guest(person, colon + 1) for person in found]
        if page.doc.words[item.last - 1] == ".":
            break
    return Company(tuple(guests), (), colon + 1).apart() if guests else None


_ANNOUNCING = frozenset(("following", "these"))
_NEAR = 5  # tokens: "with each of the | following"
_LONGEST_LIST = 20  # lines


def _items(page: Page, first: int, last: int) -> list[int]:
    """The people with whom the items of a list begin; none where one begins with something else."""
    lower = page.doc.lower
    found: list[int] = []
    opens = True
    i = first
    while i < last:
        mention = page.mention_at.get(i)
        if opens and mention is not None and mention.kind == "name":
            found.append(mention.person)
            i, opens = mention.last, False
            continue
        if opens and lower[i] not in _BULLETS and not lower[i][0].isdigit():
            return []
        opens = opens or lower[i] == ";"
        i += 1
    return found


_BULLETS = frozenset(("-", "–", "—", "•", "*", "·", "and", ";", ",", "the", ")", "(", "."))
