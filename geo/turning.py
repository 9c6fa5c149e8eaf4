"""Where a trip begins, turns and ends, and what it covers: "the tour opened in Rome"."""

from __future__ import annotations

from collections.abc import Iterator

from geo import clauses
from geo.destinations import Destinations, journey_words
from geo.links import goes_on
from geo.page import Page, listed_with_days
from geo.text import Sentence
from geo.visit_rules import trip_nouns

_TURNS = frozenset({"begin", "start", "open", "end", "finish", "conclude", "continue"})

_COVERS = frozenset({"include", "cover", "feature", "comprise", "encompass", "span"})

_TAKES_IN = {(verb, "in") for verb in ("take", "takes", "took", "taking")}


def behind_verb(page: Page, i: int, sentence: Sentence) -> list[Destinations]:
    """Where a trip begins or ends: "the tour | opened on Saturday in Rome"."""
    lower = page.doc.lower
    turned = False
    opens = lower[i + 1 : i + 2] == [","]
    apposed = page.places_from(i + 2) if opens else None
    if apposed is not None and apposed.places and lower[apposed.last : apposed.last + 1] == [","]:
        return [apposed]  # "her first stop, Riga, was"
    covered = _covered(page, i + 1, sentence)
    if covered is not None:
        return [covered]
    start = _past_relative(page, i + 1, sentence)
    for j in range(start, min(sentence.last, start + 8)):
        form = clauses.forms().get(lower[j])
        if form is not None and form.lemma in _COVERS:
            found = page.places_from(j + 1)
            if found is not None and found.places:
                return [found]
            return list(_where_events(page, j + 1, sentence))
        if lower[j] in clauses.words("be") and (stop := _at_once(page, j + 1)):
            listed = [stop, *listed_with_days(page, stop.last, sentence)]
            return [*listed, *further(page, listed[-1].last, sentence)]
        if tuple(lower[j : j + 2]) in _TAKES_IN:
            found = page.places_from(j + 2)
            return [found] if found is not None and found.places else []
        held = lower[j] == "held" or lower[j : j + 2] == ["take", "place"]
        turned = turned or held or (form is not None and form.lemma in _TURNS)
        if held and "of" in lower[j : min(sentence.last, j + _NEAR_EVENT)]:
            return []  # "will be held ahead of a summit in Oslo"
        if turned and lower[j] in ("in", "with", "at", "to"):
            found = page.places_from(j + 1)
            if found is None or not found.places:
                return []
            return [found, *_turning_again(page, found.last, sentence)]
        if not turned and lower[j] not in journey_words("before turn"):
            break
    return []


_NEAR_EVENT = 5  # tokens


def _covered(page: Page, i: int, sentence: Sentence) -> Destinations | None:
    """The places of a relative clause at token i: "a long tour |, which also takes in Oslo"."""
    lower = page.doc.lower
    j = i + 1 if lower[i : i + 1] == [","] else i
    if lower[j : j + 1] not in (["which"], ["that"]):
        return None
    for k in range(j + 1, min(sentence.last - 1, j + _LONGEST_VERB)):
        form = clauses.forms().get(lower[k])
        within = tuple(lower[k : k + 2]) in _TAKES_IN
        if within or (form is not None and form.lemma in _COVERS):
            found = page.places_from(k + 2 if within else k + 1)
            return found if found is not None and found.places else None
        if lower[k] not in clauses.skippable():
            return None
    return None


_LONGEST_VERB = 5  # tokens: "which will also take in"


def inviting(page: Page, i: int, sentence: Sentence) -> list[Destinations]:
    """The states of a tour by who asked: "a tour of Africa at the invitation of | the governments
    of Kenya, Chad and Togo".
    """
    lower = page.doc.lower
    if "invitation" not in page.doc.vocabulary:
        return []
    for j in range(i, sentence.last - 4):
        if lower[j] == "invitation":
            asking = range(j + 1, min(j + 5, sentence.last - 2))
            of = next((k for k in asking if lower[k] in _ASKING and lower[k + 1] == "of"), None)
            found = page.places_from(of + 2) if of is not None else None
            return [found] if found is not None and len(found.places) > 1 else []
    return []


_ASKING = frozenset(("governments", "leaders", "presidents", "ministers"))


def joined_to(page: Page, first: int, sentence: Sentence) -> int:
    """Where the phrase begins that "and" joins to a trip from token `first` on, if it is of a way
    home or of what came before: "returned from | the Lima summit and a visit to Quito".
    """
    lower = page.doc.lower
    if lower[first - 1] != "and":
        return first
    for j in range(first - 2, max(sentence.first, first - _LONGEST_JOINED), -1):
        if lower[j] in ("from", "after"):
            return j + 1
        if lower[j] in clauses.auxiliaries() or j in page.mention_at or lower[j] in (",", ";"):
            break
    return first


_LONGEST_JOINED = 9  # tokens


def coming_from(page: Page, first: int, sentence: Sentence) -> tuple[int, ...]:
    """Who comes back from a trip of token `first`: "met Rau after | he came straight back from"."""
    lower = page.doc.lower
    back = range(first - 2, max(sentence.first, first - _NEAR_RETURN), -1)
    if lower[first - 1] != "from":
        return ()
    turned = next((j for j in back if lower[j] in journey_words("returning")), 0)
    names = page.names_in(turned - _NEAR_DOER, turned) if turned else []
    return (page.mention_at[names[-1]].person,) if names else ()


_NEAR_RETURN = 7  # tokens: "returned on Sunday from"
_NEAR_DOER = 3  # tokens: "he | came straight | back"


def _where_events(page: Page, i: int, sentence: Sentence) -> Iterator[Destinations]:
    """Where the things are that a trip includes: "talks in | Oslo and a concert in | Bergen"."""
    j = first = i
    while j < min(sentence.last - 1, i + _LONGEST_GAP, first + _LONGEST_PROGRAMME):
        own = i == first and page.doc.lower[j] in trip_nouns()  # "includes stops in": theirs
        if own or page.doc.lower[j] in STOPPING:
            return
        found = page.places_from(j + 1) if page.doc.lower[j] in ("in", "at", "to") else None
        if found is not None and found.places:
            yield found
            i = j = found.last
        else:
            j += 1


_LONGEST_GAP = 16  # tokens from one place to the next

_LONGEST_PROGRAMME = 60

STOPPING = frozenset(
    {"where", "who", "which", "that", ";", "before", "after", "include", "includes", "included"}
)


def _turning_again(page: Page, i: int, sentence: Sentence) -> Iterator[Destinations]:
    """Where the same trip ends: "begins in Rome, where …, and | concludes on Friday in Bern"."""
    lower = page.doc.lower
    for j in range(i, sentence.last - 2):
        form = clauses.forms().get(lower[j])
        if form is None or form.lemma not in _TURNS or lower[j - 1] not in ("and", "then"):
            continue
        k = j + 1
        while k in page.when_at or lower[k] == "on":
            k += 1
        more = page.places_from(k + 1) if lower[k] in ("in", "at") else None
        if more is not None and more.places:
            yield more


def _past_relative(page: Page, i: int, sentence: Sentence) -> int:
    """The token behind the relative clause that opens at token i: ", which began in Doha, |"."""
    lower = page.doc.lower
    clause = lower[i + 2 : min(sentence.last, i + 20)]
    opens = lower[i : i + 1] == [","] and lower[i + 1 : i + 2] in _INSERTED and "," in clause
    return i + 3 + clause.index(",") if opens else i


_INSERTED = (["which"], ["the"], ["his"], ["her"])


def further(page: Page, i: int, sentence: Sentence) -> Iterator[Destinations]:
    """Places that later links of the same phrase lead to."""
    lower = page.doc.lower
    while i < sentence.last and goes_on(page, i):
        if lower[i] == "and" and i + 1 in page.mention_at:
            return
        leads = lower[i] == "to" or tuple(lower[i - 1 : i + 1]) == ("followed", "by")
        more = page.places_from(i + 1) if leads else None
        if more is not None:
            yield more
        i = more.last if more is not None else i + 1


def _at_once(page: Page, i: int) -> Destinations | None:
    """The place that a stop is: "her next stop will be | Oslo"."""
    found = page.places_from(i)
    return found if found is not None and found.places else None
