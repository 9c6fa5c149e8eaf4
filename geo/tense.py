"""Whether a clause tells of what was, is, will or would be: read off its verb group."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from geo import tables
from geo.text import Document, Sentence

PAST, PRESENT, FUTURE, CONDITIONAL = "past", "present", "future", "conditional"
_LONGEST = 300  # tokens of a sentence that somebody wrote; in a longer one only what is near counts
_SHORT_REACH = 6
_SOON = 12
_REACH = 25  # tokens looked at on either side; longer clauses are lists, not grammar


def looks_back(word: str) -> bool:
    """Whether a lower-case verb in the present tells of what was: "says", "follows"."""
    return bool(_words().get(word, _NONE) & {"report", "looks_back"})


def is_mostly_noun(word: str) -> bool:
    """Whether a lower-case form in -s is a noun more often than a verb: "talks", "calls"."""
    return "mostly_noun" in _words().get(word, _NONE)


class Verb(NamedTuple):
    """A finite verb group. at: the token of its main verb; tense: as `tense` has it."""

    at: int
    tense: str


def inflected(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The forms of a row of `data/tables/verbs.csv`, each with its kind."""
    base = row["verb"]
    stem = base[:-1] if base.endswith("e") else base
    regular = [base + "d" if base.endswith("e") else base + "ed"]
    if base.endswith("y") and base[-2] not in "aeiou":
        regular = [base[:-1] + "ied"]
    pasts = row["past"].split("/") if row["past"] else regular
    participles = row["participle"].split("/") if row["participle"] else pasts
    ing = participles[0][:-2] if participles[0].endswith(base[-1] + "ed") else stem
    yield base, "base"
    yield third_person(base), "third"
    for form in pasts:
        yield form, "past"
    for form in participles:
        yield form, "participle"
    for form in {ing + "ing", stem + "ing", base + base[-1] + "ing"}:
        yield form, "ing"


@cache
def _forms() -> dict[str, frozenset[str]]:
    """Each verb form in lower case -> base, third, past, participle, ing."""
    found: dict[str, set[str]] = {}
    for row in tables.rows("verbs"):
        for form, kind in inflected(row):
            found.setdefault(form, set()).add(kind)
    return {form: frozenset(kinds) for form, kinds in found.items()}


def third_person(base: str) -> str:
    """The form after he, she or it: goes, flies, visits."""
    if base == "have":
        return "has"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


@cache
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in tables.rows("tense_words"):
        found.setdefault(row["word"], set()).add(row["kind"])
    return {word: frozenset(kinds) for word, kinds in found.items()}


_NONE: frozenset[str] = frozenset()
_AUXILIARY = frozenset(
    ("will", "would", "could", "can", "have", "had", "be", "was", "bare", "do", "did", "to")
)


def forms(word: str) -> frozenset[str]:
    """Which verb forms a lower-case word may be; unlisted words in -ed count as past."""
    known = _forms().get(word)
    if known is not None:
        return known
    if word.endswith("ed") and len(word) > 4 and "not_verb" not in _words().get(word, _NONE):
        return frozenset(("past", "participle"))
    return _NONE


def tense(doc: Document, token: int) -> str:
    """past, present, future or conditional: the clause at a token.

    A token that is a verb is judged by its own group ("will *meet*"); any other by the verb that
    governs it. A clause without a verb is present.
    """
    verb = governing_verb(doc, token)
    return verb.tense if verb else PRESENT


def is_conditional(doc: Document, token: int, sentence: Sentence) -> bool:
    """Whether the clause at a token tells of what would be; only modals make it so."""
    if _modals().isdisjoint(doc.lower[sentence.first : sentence.last]):
        return False
    return tense(doc, token) == CONDITIONAL


@cache
def _modals() -> frozenset[str]:
    return frozenset(word for word, kinds in _words().items() if kinds & {"would", "could"})


def governing_verb(doc: Document, token: int) -> Verb | None:
    """The verb group that a token belongs to, or that the words around it hang on."""
    sentence = doc.sentence_of(token)
    reach = 2 * _REACH if sentence.last - sentence.first < _LONGEST else _SHORT_REACH
    lo, hi = max(sentence.first, token - reach), min(sentence.last, token + reach)
    own = _verb_at(doc, token, lo) or _parted_plan(doc, token, lo, hi)
    if own:
        return own
    if _opens_clause(doc, token, lo):
        return _to_the_right(doc, token, lo, hi) or _to_the_left(doc, token, lo)
    return _to_the_left(doc, token, lo) or _to_the_right(doc, token, lo, hi)


def _parted_plan(doc: Document, token: int, lo: int, hi: int) -> Verb | None:
    """The plan that a token parts: "was on | Monday scheduled to leave"."""
    k = token - 1
    while k > lo and doc.lower[k] in _OPENING:
        k -= 1
    if k < lo or not _words().get(doc.lower[k], _NONE) & {"be", "was"}:
        return None
    for j in range(token + 1, min(hi, token + 4)):
        if "planned" in _words().get(doc.lower[j], _NONE):
            return Verb(j, FUTURE) if doc.lower[j + 1 : j + 2] == ["to"] else None
    return None


def _opens_clause(doc: Document, token: int, lo: int) -> bool:
    """Whether only what opens a clause stands before a token: "…, and on Tuesday"."""
    k = token - 1
    while k >= lo and token - k < 5:
        word = doc.lower[k]
        if word in (",", "and", "but", "--", "–", "—", ";", ":", "“", '"'):
            return True
        if word not in _OPENING:
            return False
        k -= 1
    return k < lo


_OPENING = frozenset(
    ("on", "in", "at", "from", "the", "early", "late", "later", "last", "next", "this", "by")
)


def _to_the_left(doc: Document, token: int, lo: int) -> Verb | None:
    """The nearest finite verb before a token."""
    words = _words()
    for k in range(token - 1, max(lo, token - _REACH) - 1, -1):
        word = doc.lower[k]
        verb = _verb_at(doc, k, lo) if _may_be_verb(word) else None
        if verb:
            return verb
        if "boundary" in words.get(word, _NONE) and word not in ("that", ":"):
            if "ing" in forms(doc.lower[k + 1]):
                continue  # "is due in Oslo before | heading to Riga on Sunday"
            return None
    return None


def _to_the_right(doc: Document, token: int, lo: int, hi: int) -> Verb | None:
    """The first finite verb after a token, relative clauses passed over."""
    words = _words()
    skipping = False
    for k in range(token + 1, min(hi, token + _REACH)):
        word = doc.lower[k]
        if word == ";":
            return None
        if word in ("who", "which", "where") and doc.lower[k - 1] == ",":
            skipping = True
        elif word == "," and skipping:
            skipping = False
        elif not skipping and ("boundary" not in words.get(word, _NONE)):
            if _is_purpose(doc, k, lo):
                continue  # "his move on Thursday to ask for talks | surprised": not the verb
            verb = _verb_at(doc, k, lo) if _may_be_verb(word) else None
            if verb and not (k + 1 < hi and _continues(doc, k, hi)):
                return verb
    return None


def _is_purpose(doc: Document, k: int, lo: int) -> bool:
    """Whether token k is an infinitive that neither "is to" nor a plan governs."""
    if k - 2 < lo or doc.lower[k - 1] != "to":
        return False
    kinds = _words().get(doc.lower[k - 2], _NONE)
    planned = "planned" in kinds and _is_plan(doc, k - 2, lo)
    return not (planned or kinds & {"be", "was"})


def _continues(doc: Document, k: int, hi: int) -> bool:
    """Whether token k is an auxiliary whose main verb still follows: "is *expected*"."""
    kinds = _words().get(doc.lower[k], _NONE)
    if not kinds & _AUXILIARY:
        return False
    for j in range(k + 1, min(hi, k + 4)):
        lower = doc.lower[j]
        if forms(lower) or _words().get(lower, _NONE) & {"bare", "planned", "have", "to"}:
            return True
        if "adverb" not in _words().get(lower, _NONE) and not lower.endswith("ly"):
            return False
    return False


@lru_cache(maxsize=1 << 15)
def _may_be_verb(word: str) -> bool:
    """Whether a word can end a finite verb group; most words cannot."""
    return bool(_words().get(word)) or word in _forms() or word.endswith("ed")


def _verb_at(doc: Document, i: int, lo: int) -> Verb | None:
    """The finite verb group whose last word is token i, if there is one."""
    word = doc.lower[i]
    kinds = _words().get(word, _NONE)
    shapes = forms(word)
    if doc.words[i][0].isupper() and i > lo and not doc.words[i].isupper():
        return None  # a capitalised word inside a sentence is a name: "the State Visit"
    if "planned" in kinds and _is_plan(doc, i, lo):
        if "had" in _chain(doc, i, lo)[0]:
            # "had planned for June": whether June has come is not told
            return Verb(i, CONDITIONAL if doc.lower[i + 1 : i + 2] == ["for"] else PAST)
        return Verb(i, FUTURE)
    if kinds & {"be", "was", "have", "had", "do", "did", "will", "would", "could", "can"}:
        return _auxiliary(doc, i, lo, kinds)
    if not shapes and "bare" not in kinds:
        return None
    return _full_verb(doc, i, lo, shapes)


def _is_plan(doc: Document, i: int, lo: int) -> bool:
    """Whether "set", "due", "plans", … at i states that something lies ahead."""
    following = doc.lower[i + 1] if i + 1 < len(doc.lower) else ""
    word = doc.lower[i]
    if word in ("upcoming", "forthcoming", "tentatively"):
        return True
    if word in ("plans", "plan") and i > lo and doc.lower[i - 1] in _BEFORE_PLANS:
        return False  # "spoke of plans to build"
    if word in ("scheduled", "planned", "slated", "due", "expected") and following != "by":
        after_was = i > lo and "was" in _words().get(doc.lower[i - 1], _NONE)
        return following in _AFTER_PLAN or not after_was
    return following in ("to", "for") if word in ("set", "bound") else following == "to"


_BEFORE_PLANS = frozenset(("of", "on", "about", "for", "with", "in", "the", "his", "her", "its"))
_AFTER_PLAN = frozenset(
    ("to", "for", "on", "in", "at", "later", "next", "this", "early", "late", "tomorrow")
)


def _auxiliary(doc: Document, i: int, lo: int, kinds: frozenset[str]) -> Verb | None:
    """An auxiliary that stands for itself: "was in Rome", "has a plan", "is in Rome"."""
    if "will" in kinds:
        return Verb(i, FUTURE)
    if "would" in kinds:
        return Verb(i, _would(doc, i, lo))
    if "could" in kinds:
        return None if doc.words[i][0].isupper() and i > lo else Verb(i, CONDITIONAL)
    if kinds & {"was", "had", "did"}:
        return Verb(i, PAST)
    before = _words().get(doc.lower[i - 1], _NONE) if i > lo else _NONE
    if "have" in kinds and before & {"will", "would", "could", "to"}:
        return _full_verb(doc, i, lo, frozenset(("base",)))
    return Verb(i, PRESENT)


def _chain(doc: Document, i: int, lo: int) -> tuple[set[str], int]:
    """The kinds of the auxiliaries before a main verb, and the first of their tokens."""
    words = _words()
    found: set[str] = set()
    first = i
    k = i - 1
    while k >= lo and i - k < 7:
        lower = doc.lower[k]
        kinds = words.get(lower, _NONE)
        helping = kinds & _AUXILIARY
        if helping:
            found |= helping
            first = k
            if "to" in helping:
                break
        elif "adverb" not in kinds and not (lower.endswith("ly") and len(lower) > 4):
            break
        k -= 1
    return found, first


def _full_verb(doc: Document, i: int, lo: int, shapes: frozenset[str]) -> Verb | None:
    chain, first = _chain(doc, i, lo)
    if {"to", "have"} <= chain and _words().get(doc.lower[first - 1], _NONE) & {"was"}:
        # "was to have visited Peru in April"; "… on Sunday, but called it off"
        return Verb(i, PAST if "but" in doc.lower[i : i + _SOON] else CONDITIONAL)
    if "to" in chain:
        return _infinitive(doc, i, first, lo) if "base" in shapes or doc.lower[i] == "be" else None
    if "will" in chain:
        return Verb(i, FUTURE)
    if "would" in chain:
        return Verb(i, _would(doc, first, lo))
    if "could" in chain:
        return Verb(i, CONDITIONAL)
    if chain & {"had", "was", "did"}:
        return Verb(i, PAST)
    if "have" in chain:
        return Verb(i, PAST)
    if chain & {"be", "can", "do"}:
        return Verb(i, PRESENT)
    if "bare" in chain:
        return None
    if "third" in shapes and i > lo and "past" in forms(doc.lower[i - 1]):
        return None  # "shook | hands", "held | talks"
    if "past" in shapes or ("participle" in shapes and "base" not in shapes):
        if "base" in shapes and not _after_subject(doc, i, lo):
            return None  # "set", "cut", "read" may be nouns or adjectives
        if "participle" in shapes and _is_reduced(doc, i, lo):
            return None
        return Verb(i, PAST)
    if "third" in shapes and _after_subject(doc, i, lo):
        return Verb(i, PRESENT)
    if "base" in shapes and i > lo and doc.lower[i - 1] in _PLURAL_SUBJECTS:
        return Verb(i, PRESENT)
    return None


def _is_reduced(doc: Document, i: int, lo: int) -> bool:
    """Whether a bare participle hangs on a noun: "will attend a summit *called* in Riga".

    Nobody does what is done "by" somebody: "will visit Suva, *followed* by Apia".
    """
    if doc.lower[i - 1 : i + 2 : 2] == [",", "by"]:
        return True
    words = _words()
    for k in range(i - 1, max(lo, i - _REACH) - 1, -1):
        lower = doc.lower[k]
        kinds = words.get(lower, _NONE)
        if lower in _BREAKS or "boundary" in kinds:
            return False
        if "report" in kinds:
            return False  # "said she visited Quito"
        # An earlier participle is finite or hangs on a finite verb before it: the same to this one.
        if kinds & {"will", "would", "could"} or "participle" in forms(lower):
            return k < i - 1
        if forms(lower) and (verb := _verb_at(doc, k, lo)):
            # "Rau who chairs the forum | arrived": it is of the clause around that one
            relative = {"who", "whose"}.intersection(doc.lower[max(lo, k - _SOON) : k])
            return k < i - 1 and not (relative and verb.tense == PRESENT)
    return False


_BREAKS = frozenset((",", "and", "but", "--", "–", "—", "“", '"'))
_PLURAL_SUBJECTS = frozenset(
    (
        "they",
        "we",
        "i",
        "you",
        "who",
        "both",
        "ministers",
        "leaders",
        "presidents",
        "sides",
        "officials",
        "envoys",
        "elections",
        "talks",
        "diplomats",
        "countries",
        "two",
    )
)


def _infinitive(doc: Document, i: int, to: int, lo: int) -> Verb | None:
    """ "to visit" hangs on what stands before it: a plan, another verb, or nothing (a headline)."""
    words = _words()
    k = to - 1
    while k >= lo and ("adverb" in words.get(doc.lower[k], _NONE) or doc.lower[k].endswith("ly")):
        k -= 1
    if k < lo:
        return None
    kinds = words.get(doc.lower[k], _NONE)
    if kinds & {"planned", "be", "was"}:
        modal = _chain(doc, k, lo)[0] & {"would", "could"}
        return Verb(i, CONDITIONAL if modal else FUTURE)
    if "bare" in kinds:
        return _full_verb(doc, k, lo, frozenset(("base",)))
    # A purpose ("flew in to meet her") shares the tense of the verb that it serves.
    for j in range(k, max(lo, k - _REACH) - 1, -1):
        verb = _verb_at(doc, j, lo)
        if verb:
            return verb
        if "boundary" in words.get(doc.lower[j], _NONE):
            break
    return Verb(i, FUTURE)


def _after_subject(doc: Document, i: int, lo: int) -> bool:
    """Whether a subject stands before a form that may be a noun: a name, a pronoun."""
    if i <= lo:
        return False
    before, word = doc.lower[i - 1], doc.words[i - 1]
    if "subject" in _words().get(before, _NONE):
        return True
    if before in _BEFORE_NOUN:
        return before == "and" and i - 2 >= lo and bool(_verb_before_and(doc, i - 2, lo))
    if word in (")", "]", ","):
        return True
    if before in _BEFORE_TALKS:
        return False  # "After talks in Oslo"
    if word[0].isupper():
        return True
    following = doc.lower[i + 1] if i + 1 < len(doc.lower) else "."
    if "mostly_noun" in _words().get(doc.lower[i], _NONE):
        return following in _DETERMINERS
    if doc.lower[i] in ("plans", "plan") and before in _BEFORE_PLANS:
        return False
    return following in _AFTER_VERB


def _verb_before_and(doc: Document, k: int, lo: int) -> bool:
    """ "arrives on Monday and meets": a verb stands not far before the "and"."""
    return any(forms(doc.lower[j]) & {"third", "past"} for j in range(k, max(lo, k - 10) - 1, -1))


_DETERMINERS = ("the", "a", "an", "his", "her", "its", "their")
_BEFORE_NOUN = frozenset((*_DETERMINERS, "'s", "and", "of", "to", "in", "for"))
_BEFORE_TALKS = frozenset(
    ("after", "before", "during", "following", "amid", "despite", "at", "on", "from", "by", "with")
)
_AFTER_VERB = frozenset((*_DETERMINERS, "to", "on", "in", "at", "for", "with", "from"))


def _would(doc: Document, i: int, lo: int) -> str:
    """ "said he would go" lies ahead; "would be ready to go" and "if …, would go" do not."""
    words = _words()
    for k in range(i + 1, min(i + 4, len(doc.lower))):
        if "wish" in words.get(doc.lower[k], _NONE):
            return CONDITIONAL
    kinds = [words.get(doc.lower[k], _NONE) for k in range(lo, i)]
    if any("conditional" in kind for kind in kinds):
        return CONDITIONAL
    told = any("report" in kind for kind in kinds) or is_told_behind(doc, i, doc.sentence_of(i))
    return FUTURE if told else CONDITIONAL


def is_told_behind(doc: Document, i: int, sentence: Sentence) -> bool:
    """Whether a verb of saying closes the sentence: "X would land on Monday, | his office said"."""
    words = _words()
    if sentence.last - i > _LONGEST:
        return False
    comma = next((j for j in range(sentence.last - 1, i, -1) if doc.lower[j] == ","), None)
    if comma is None or doc.lower[comma + 1 : comma + 2] in (["he"], ["she"]):
        return False
    first = max(sentence.first, i - _LONGEST)
    kinds = (words.get(doc.lower[k], _NONE) for k in range(first, comma))
    if any("conditional" in kind for kind in kinds):
        return False
    return any("report" in words.get(doc.lower[k], _NONE) for k in range(comma, sentence.last))
