"""Travel told by a noun: "Rau's visit to Oslo", "a tour of Rwanda", "the trip by X to Y"."""

from __future__ import annotations

from itertools import pairwise

from geo import clauses, destinations
from geo.clauses import Sense
from geo.destinations import Destinations
from geo.page import Page, recalled
from geo.text import Sentence
from geo.travel import Found, Rule, goes_on, who_of

_ARTICLES = frozenset({"a", "an", "the", "this", "that", "his", "her", "their", "its", "another"})
_YEARS_AGO = frozenset({"previous", "earlier", "past", "historic"})


def by_noun(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who went where by a noun of travel at token i, or None where none is told."""
    doc, lower = page.doc, page.doc.lower
    if lower[i] == "travel" and _is_verb_here(page, i):
        return None
    if lower[i] in ("visit", "visits", "tour", "travel", "stop", "stops") and _is_verb_here(
        page, i
    ):
        return None
    start = i + 1
    by: tuple[int, ...] = ()
    if start < sentence.last and lower[start] == "by":
        mention = next(
            (
                page.mention_at[j]
                for j in range(start, min(start + 5, sentence.last))
                if j in page.mention_at
            ),
            None,
        )
        if mention is not None:
            by = (mention.person,)
            start = mention.last
    if start < sentence.last and lower[start] == "of" and start + 1 < sentence.last:
        mention = page.mention_at.get(start + 1) or page.mention_at.get(start + 2)
        if mention is not None:
            by = (mention.person,)
            start = mention.last
    places: list[Destinations] = []
    j = start
    while j < min(sentence.last, start + 6):
        link = next((k for k in rule.links if tuple(lower[j : j + len(k)]) == k), None)
        if link is not None:
            found = destinations.at(doc, page.place_at, j + len(link))
            if found is not None and found.last <= sentence.last:
                places.append(found)
                j = found.last
                start = j
                while (
                    j < sentence.last
                    and goes_on(page, j)
                    and not (lower[j] == "and" and j + 1 in page.mention_at)
                ):
                    if lower[j] == "to" and (more := destinations.at(doc, page.place_at, j + 1)):
                        places.append(more)
                        j = more.last
                        continue
                    j += 1
                break
        if (
            j not in page.when_at
            and link is None
            and lower[j] not in (",", "on", "from", "this", "next", "last", "here", "and", "talks")
        ):
            if lower[j] == "here":
                break
            return None
        j += 1
    if not places and i + 1 < sentence.last and lower[i + 1] == "here" and page.dateline:
        places = [Destinations((page.dateline,), i + 2, False)]
    if not places:
        return None
    first, owner, marks = _before_noun(page, i, sentence)
    who = by or owner
    verb = _governing_verb(page, first, sentence)
    sense, ongoing = _noun_sense(page, i, first, verb, marks, sentence)
    if not who and verb is not None:
        who = who_of(page, verb, sentence, current)
    if not who:
        if (
            verb is None
            and first > sentence.first
            and lower[first - 1]
            not in ("during", "on", "from", "after", "before", "for", "with", "in", "of", "ahead")
        ):
            return None
        inherited = clauses.subject(doc, page.mention_at, first, sentence, page.dates)
        who = inherited.people or (
            current
            if lower[first - 1] in ("during", "on", "with", "for") or first == sentence.first
            else ()
        )
        if not who:
            who = clauses.sentence_subject(doc, page.mention_at, sentence, sentence.last).people
    if not who:
        return None
    apart = (
        recalled(page, i, sentence)
        or bool(marks & _YEARS_AGO)
        or any(m.isdigit() and len(m) == 4 for m in marks)
    )
    behind = first > sentence.first and lower[first - 1] in ("after", "following", "before")
    return Found(who, places, sense, apart, ongoing, dateless=behind)


def _put_off(words: list[str]) -> bool:
    """ "put off", "called off"."""
    return any(
        off == "off" and verb in ("put", "puts", "putting", "called", "call", "calls", "calling")
        for verb, off in pairwise(words)
    )


def _is_verb_here(page: Page, i: int) -> bool:
    """Whether "visit" or "travel" is a verb: behind "to", "will", or a name without possessive."""
    lower = page.doc.lower
    if i == 0:
        return True
    before = lower[i - 1]
    return (
        before
        in (
            "to",
            "will",
            "would",
            "may",
            "could",
            "not",
            "also",
            "then",
            "should",
            "can",
            "must",
            "and",
        )
        or ((i - 1) in page.mention_at and before not in ("his", "her"))
        or before in ("they", "who", "we", "i")
    )


def _before_noun(page: Page, i: int, sentence: Sentence) -> tuple[int, tuple[int, ...], set[str]]:
    """Where the noun's phrase begins, whose it is ("Rau's", "his"), and the words in between."""
    lower = page.doc.lower
    marks: set[str] = set()
    j = i - 1
    while j >= sentence.first and i - j < 10:
        word = lower[j]
        if word in ("'s", "'") and j - 1 in page.mention_at:
            mention = page.mention_at[j - 1]
            return mention.first, (mention.person,), marks
        if j in page.mention_at and page.mention_at[j].kind == "pronoun" and word in ("his", "her"):
            return j, (page.mention_at[j].person,), marks
        if word in _ARTICLES:
            return j, (), marks
        if j in page.mention_at or (
            word in (",", ".", ";", "and") and not (word == "," and lower[j - 1] in ("official",))
        ):
            break
        if (
            word in clauses.forms()
            or word in clauses.words("preposition")
            or word in clauses.words("be")
        ) and word not in ("set", "state"):
            break
        marks.add(word)
        j -= 1
    return j + 1, (), marks


def _governing_verb(page: Page, first: int, sentence: Sentence) -> int | None:
    """The verb whose object or adverbial the noun is: "kicked off | a tour", "is on | a visit"."""
    lower = page.doc.lower
    j = first - 1
    while j >= sentence.first and first - j <= 4:
        word = lower[j]
        if word in clauses.forms() or (
            word in ("is", "was", "are", "were", "be", "been", "on") and word != "on"
        ):
            return j
        if word not in (
            "on",
            "off",
            "up",
            "in",
            "out",
            "into",
            "with",
            "for",
            "down",
            "upon",
            "of",
        ):
            return None
        j -= 1
    return None


def _noun_sense(
    page: Page, i: int, first: int, verb: int | None, marks: set[str], sentence: Sentence
) -> tuple[Sense, str]:
    """Whether a visit that a noun names has been, is, or will be; and whether it begins or ends."""
    lower = page.doc.lower
    words = clauses.words
    if marks & words("maybe"):
        return Sense("none", "only possible"), ""
    window = lower[i + 1 : min(sentence.last, i + 25)]
    before = lower[max(sentence.first, first - 4) : first]
    if _put_off(before) or _put_off(window):
        return Sense("cancelled"), ""
    called_off = words("call-off")
    passive = [k for k, word in enumerate(window) if word in called_off]
    if passive and any(
        w in ("was", "were", "been", "be", "has", "is") for w in window[: passive[0] + 1]
    ):
        return Sense("cancelled"), ""
    if any(word in called_off for word in before):
        return Sense("cancelled"), ""
    if marks & words("ahead") or any(word in words("ahead") for word in before):
        return Sense("planned"), ""
    if verb is not None:
        word = lower[verb]
        if word in words("over") or (
            word in ("wrap", "conclude", "end", "finish", "complete") and True
        ):
            sense = clauses.sense(page.doc, verb, sentence)
            return (sense if sense.status != "ongoing" else Sense("done")), "ends"
        if word in words("begun"):
            sense = clauses.sense(page.doc, verb, sentence)
            return sense, "begins"
        if word in ("is", "are"):
            return Sense("ongoing"), ""
        if word in words("said"):
            return Sense("planned"), ""
        return clauses.sense(page.doc, verb, sentence), ""
    if marks & words("behind") or (before and before[-1] in words("behind")):
        return Sense("done"), ""
    return clauses.inherited(
        page.doc, sentence.last - 1 if first == sentence.first else first - 1, sentence
    ), ""
