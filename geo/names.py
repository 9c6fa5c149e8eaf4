"""Proper names in the text, told apart by what they name: a person, an organisation, or unknown.

A run of capitalised words is cut at offices and titles, judged by the evidence in it and beside it,
and names of one word are then joined to the full names of the same article.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from geo import gazetteer, tables
from geo.text import Document


class Name(NamedTuple):
    """A proper name. kind: person, organisation or unknown. Tokens `first:last`.

    sign: the word that decided ("minister" before a person, "university" in an organisation).
    """

    start: int
    end: int
    first: int
    last: int
    kind: str
    sign: str = ""


class Names(NamedTuple):
    """The names in the order of the text, no two overlapping.

    capitals: the tokens that hold a capital letter, where alone a name can begin.
    """

    names: tuple[Name, ...] = ()
    capitals: tuple[int, ...] = ()


class Words(NamedTuple):
    """The word lists of `name_words.csv` and the lists of personal names, in lower case.

    suffixes: what a hyphen joins to a place ("-based"). addressed: titles and offices.
    nouns: words that head the names of organisations, offices, events and natural features.
    """

    kinds: dict[str, frozenset[str]]
    given: frozenset[str]
    surnames: frozenset[str]
    suffixes: tuple[str, ...]
    addressed: frozenset[str]
    nouns: frozenset[str]


@cache
def words() -> Words:
    """The word lists, read once."""
    kinds: dict[str, set[str]] = {}
    for row in tables.rows("name_words"):
        kinds.setdefault(row["kind"], set()).update(row["words"].split())
    given: set[str] = set()
    surnames: set[str] = set()
    for row in tables.rows("person_names"):
        (given if row["kind"] == "given" else surnames).update(row["names"].split())
    for row in tables.rows("given_names_world"):
        given.update(row["names"].split())
    for kind in ("opener", "calendar", "organisation", "thing", "feature"):
        given -= kinds[kind]
    return Words(
        {kind: frozenset(found) for kind, found in kinds.items()},
        frozenset(given),
        frozenset(surnames),
        tuple(f"-{word}" for word in _suffixes()),
        frozenset(kinds["title"] | kinds["office"]),
        frozenset(kinds["organisation"] | kinds["office"] | kinds["thing"] | kinds["feature"]),
    )


def _suffixes() -> list[str]:
    rows = tables.rows("place_words")
    return [word for row in rows if row["kind"] == "suffix" for word in row["words"].split()]


def find(doc: Document) -> Names:
    """All proper names, by one pass over the tokens and one over the names of a single word."""
    lists = words()
    tokens = capitals(doc)
    found = [name for run in _runs(doc, tokens, lists) for name in _judge(doc, run, lists)]
    return Names(tuple(_joined(doc, found, lists)), tuple(tokens))


class _Run(NamedTuple):
    """Capitalised tokens `first:last` in one sentence.

    opens: it begins the sentence. headline: all words of the sentence are capitalised, so that
    capitals say nothing.
    """

    first: int
    last: int
    opens: bool
    headline: bool


def capitals(doc: Document) -> list[int]:
    """The tokens that hold a capital letter: the only ones where a name can begin."""
    return [
        i
        for i, (word, low) in enumerate(zip(doc.words, doc.lower, strict=True))
        if word != low and (word[0].isupper() or is_capitalised(word))
    ]


def _runs(doc: Document, found: list[int], lists: Words) -> Iterator[_Run]:
    kinds = lists.kinds
    openers, soft = kinds["opener"], kinds["soft_opener"]
    tokens, lower = doc.words, doc.lower
    numbered = iter(doc.sentences)
    first = stop = 0
    headline = False
    resume = 0
    capital = set(found)
    for i in found:
        if i < resume:
            continue
        while i >= stop:
            sentence = next(numbered)
            first, stop = sentence.first, sentence.last
            headline = _is_headline(tokens, lower, first, stop, capital, openers)
        if "-" in tokens[i] and not _opens_name(tokens[i], lists):
            continue
        opening = i == first or not any(tokens[k][0].isalnum() for k in range(first, i))
        low = lower[i]
        if (low in openers and (opening or headline or not tokens[i].isupper())) or (
            opening and low in soft and i + 1 not in capital
        ):
            continue
        j = _end_of_run(doc, i + 1, stop, headline, capital, lists)
        yield _Run(i, j, opening, headline)
        resume = j


def _end_of_run(
    doc: Document, j: int, stop: int, headline: bool, capital: set[int], lists: Words
) -> int:
    """The token after the run that has reached token j."""
    tokens, lower = doc.words, doc.lower
    kinds = lists.kinds
    reached = j
    while j < stop:
        if doc.starts[j] - doc.ends[j - 1] > 1:
            gap = doc.text[doc.ends[j - 1] : doc.starts[j]]
            if len(gap) > 6 or "\n\n" in gap:
                break
        low = lower[j]
        if j in capital:
            if low in kinds["opener"] and (headline or not tokens[j].isupper()):
                break
            if "-" in low and not _opens_name(tokens[j], lists):
                break
            j += 1
            reached = j
        elif low == "." and len(lower[j - 1]) < 5 and lower[j - 1] in lists.addressed:
            j += 1
        elif low in kinds["particle"]:
            k = j + 1
            while k < stop and k < j + 3 and lower[k] in kinds["particle"]:
                k += 1
            if k >= stop or k not in capital:
                break
            j = k
        else:
            break
    return reached


def _is_headline(
    tokens: list[str],
    lower: list[str],
    first: int,
    last: int,
    capital: set[int],
    openers: frozenset[str],
) -> bool:
    if last - first < 5 or (first + 1 not in capital and first + 2 not in capital):
        return False
    return sum(i in capital for i in range(first, last)) >= 4 and all(
        i in capital or not tokens[i][0].isalpha() or lower[i] in openers
        for i in range(first, last)
    )


def _opens_name(word: str, lists: Words) -> bool:
    """Whether a token can be part of a run: capitalised, and no "Moscow-based"."""
    return is_capitalised(word) and not ("-" in word and word.endswith(lists.suffixes))


def is_capitalised(word: str) -> bool:
    """Whether a token can be part of a proper name: "Blinken", "al-Assad", "d'Estaing"."""
    if word[0].isupper():
        return True
    if len(word) < 4 or not word[0].isalpha():
        return False
    for mark in "-'’":
        cut = word.find(mark)
        if 0 < cut <= 3 and cut + 1 < len(word) and word[cut + 1].isupper():
            return True
    return False


def _judge(doc: Document, run: _Run, lists: Words) -> Iterator[Name]:
    """The names that a run holds, each with its kind."""
    lower = doc.lower
    kinds = lists.kinds
    first, last = run.first, run.last
    while first < last and lower[first] in kinds["calendar"] and lower[first] not in lists.surnames:
        first += 1
    while last > first and lower[last - 1] in kinds["calendar"] and last - first > 1:
        last -= 1
    if first >= last:
        return
    # "DALLAS Police said": a dateline in capitals before the first sentence.
    cut = first
    while cut < last and doc.words[cut].isupper() and len(doc.words[cut]) > 2:
        cut += 1
    if (
        run.opens
        and first < cut < last
        and gazetteer.is_place_name(doc.text[doc.starts[first] : doc.ends[cut - 1]])
    ):
        yield _name(doc, first, cut, "unknown", "")
        first = cut
    organisation = _organisation(doc, first, last, lists)
    if organisation:
        begin, sign = organisation
        yield _name(doc, begin, last, "organisation", sign)
        if begin > first:
            yield _name(doc, first, begin, "unknown", "")
        return
    begin, sign = _after_office(doc, first, last, lists)
    if begin >= last:
        return
    while begin < last - 1 and doc.words[begin] == ".":
        begin += 1
    if sign == "" and begin > first:
        yield _name(doc, first, begin, "unknown", "")
    if run.headline and not _is_given(lower[begin], lists):
        # "Two Leaders Leave Hanoi": an office before capitals is no evidence in a headline.
        yield _name(doc, begin, last, "unknown", "headline")
        return
    kind, why = _kind(doc, begin, last, sign, lists)
    yield _name(doc, begin, last, kind, why)


def _name(doc: Document, first: int, last: int, kind: str, sign: str) -> Name:
    return Name(doc.starts[first], doc.ends[last - 1], first, last, kind, sign)


def _organisation(doc: Document, first: int, last: int, lists: Words) -> tuple[int, str] | None:
    """Where an organisation's name begins in the run and the word that makes it one."""
    lower = doc.lower
    kinds = lists.kinds
    for i in range(last - 1, first - 1, -1):
        word = lower[i]
        if not (
            word in kinds["organisation"]
            or (word in kinds["organisation_last"] and i == last - 1)
            or (word in kinds["first_of_team"] and i == first)
        ):
            continue
        # "Foreign Minister Council"? no: an office after the word begins anew.
        rest = range(i + 1, last)
        if any(lower[k] in kinds["office"] or lower[k] in lists.given for k in rest):
            return None
        # "Frank Church", "Ban Ki-moon": a given name before a common surname is a person.
        if i == first + 1 == last - 1 and lower[first] in lists.given and word in lists.surnames:
            return None
        if i == first and last - first == 1:
            return None
        if gazetteer.is_place_name(doc.text[doc.starts[first] : doc.ends[last - 1]]):
            return None
        return first, word
    return None


def _after_office(doc: Document, first: int, last: int, lists: Words) -> tuple[int, str]:
    """Where the name proper begins after offices, ranks and titles; and the office word, if any."""
    lower = doc.lower
    kinds = lists.kinds
    begin, sign = first, ""
    for i in range(first, last):
        word = lower[i]
        if word in kinds["title"] or word in kinds["office"]:
            # "Stephen King", "Julie Bishop": a given name before makes the word a surname.
            if i == last - 1 and i > begin and lower[begin] in lists.given:
                break
            begin, sign = i + 1, word
    before = first - 1
    linked = before > 0 and lower[before] in ("of", "for", "and", "&")
    if not sign and linked:
        i = begin
        while i < last - 1 and lower[i] in kinds["rank"]:
            i += 1
        if i > begin:
            begin, sign = i, lower[i - 1]
    if not sign and before >= 0 and lower[before] in kinds["office"]:
        sign = lower[before]
    if not sign and before > 0 and doc.words[before] == "." and lower[before - 1] in kinds["title"]:
        sign = lower[before - 1]
    while begin < last and (
        doc.words[begin] == "." or (begin > first and lower[begin] in kinds["rank"])
    ):
        begin += 1
    return begin, sign


def _after_place(doc: Document, first: int, last: int, lists: Words) -> tuple[int, str]:
    """Where the person begins in "mayor of Lisbon Carlos Moedas"; `first` without an office."""
    office = _office_before(doc, first - 2, lists)
    if not office:
        return first, ""
    for i in range(min(last - 1, first + 4), first, -1):
        if gazetteer.is_place_name(doc.text[doc.starts[first] : doc.ends[i - 1]]):
            return i, office
    return first, ""


def _office_before(doc: Document, i: int, lists: Words) -> str:
    """The office word that ends at token i, the article passed over."""
    while i > 0 and doc.lower[i] == "the":
        i -= 1
    return doc.lower[i] if i >= 0 and doc.lower[i] in lists.kinds["office"] else ""


def _kind(doc: Document, first: int, last: int, sign: str, lists: Words) -> tuple[str, str]:
    lower = doc.lower
    kinds = lists.kinds
    inside = range(first, last)
    if any(lower[i] in kinds["thing"] or lower[i] in kinds["feature"] for i in inside):
        surname = lower[last - 1] in lists.surnames and lower[first] in lists.given
        if not (surname or (sign and last - first == 1)):
            return "unknown", ""
    length = last - first
    if sign and not lower[first].isdigit():
        return "person", sign
    if gazetteer.is_place_name(doc.text[doc.starts[first] : doc.ends[last - 1]]):
        return "unknown", ""
    if doc.words[first].isupper() and len(doc.words[first]) > 3 and length > 4:
        return "unknown", ""
    score = 0
    if length > 1:
        score += 2 * _is_given(lower[first], lists)
        score += 2 * any(_is_initial(doc.words[i]) for i in inside)
        score += 2 * any(
            lower[i] in ("bin", "bint", "ibn", "von", "van", "al", "der")
            for i in range(first + 1, last - 1)
        )
        score += lower[last - 1] in lists.surnames
        score += lower[last - 1] in kinds["ending"]
    if last < len(lower):
        following = lower[last]
        score += 2 * (following in kinds["speech"])
        if following == "," and last + 1 < len(lower):
            score += 2 * _in_apposition(doc, last + 1, lists)
    return ("person", "") if score >= (2 if length > 1 else 3) and length < 7 else ("unknown", "")


def _is_given(word: str, lists: Words) -> bool:
    return word in lists.given or ("-" in word and word.split("-")[0] in lists.given)


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "." and word[0].isupper()


def _in_apposition(doc: Document, i: int, lists: Words) -> bool:
    """Whether ", 45," or ", the country's foreign minister" follows a name."""
    lower = doc.lower
    if lower[i].isdigit() and len(lower[i]) == 2 and i + 1 < len(lower) and lower[i + 1] == ",":
        return True
    for k in range(i, min(i + 7, len(lower))):
        word = lower[k]
        if word in lists.kinds["office"]:
            return True
        if word in (",", ".", ";", "who", "which", "that"):
            return word == "who" and k == i
    return False


_PLACE_LINKS = frozenset(("in", "at", "near", "into", "across", "outside", "inside", "to", "from"))


def _joined(doc: Document, found: list[Name], lists: Words) -> Iterator[Name]:
    """The names in order, where a lone surname of somebody named in full is that person."""
    lower = doc.lower
    surnames: set[str] = set()
    for name in found:
        if name.kind == "person" and name.last - name.first > 1:
            last = name.last - 1
            while last > name.first and lower[last] in lists.kinds["ending"]:
                last -= 1
            surnames.add(lower[last])
            if not _is_given(lower[name.first], lists) or name.sign:
                # Family names that stand first: "Xi Jinping".
                surnames.add(lower[name.first])
    surnames = {word for word in surnames if len(word) > 1 and not word.endswith(".")}
    for name in sorted(found):
        if name.kind == "unknown" and name.last - name.first == 1 and lower[name.first] in surnames:
            before = lower[name.first - 1] if name.first else ""
            if before not in _PLACE_LINKS:
                name = name._replace(kind="person", sign="surname")
        yield name
