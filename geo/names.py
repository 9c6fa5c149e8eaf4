"""Proper names in the text, told apart by what they name: a person, an organisation, or unknown.

A run of capitalised words is cut at offices and titles, judged by the evidence in it and beside it,
and names of one word are then joined to the full names of the same article.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from geo import gazetteer, lexicon, runs
from geo.lexicon import (
    ADDRESSED,
    CALENDAR,
    CALENDAR_NAME,
    ENDING,
    FEATURE,
    FIRST_OF_TEAM,
    GIVEN,
    OFFICE,
    OPENER,
    ORGANISATION,
    ORGANISATION_LAST,
    RANK,
    SPEECH,
    SURNAME,
    THING,
    TITLE,
    VESSEL,
)
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


def find(doc: Document) -> Names:
    """All proper names, by one pass over the tokens and one over the names of a single word."""
    tokens = runs.capitals(doc)
    found: list[Name] = []
    for first, last, opens, headline in runs.find(doc, tokens):
        _judge(doc, first, last, opens, headline, found)
    return Names(tuple(_joined(doc, found)), tuple(tokens))


def _judge(
    doc: Document, first: int, last: int, opens: bool, headline: bool, found: list[Name]
) -> None:
    """Add the names that a run of `runs.find` holds, each with its kind."""
    lower = doc.lower
    marks = lexicon.marks()
    flags = [
        marks.get(low, 0) if low.isascii() else marks.get(gazetteer.fold(low), 0)
        for low in lower[first:last]
    ]
    while (
        flags and flags[0] & CALENDAR and not (flags[0] & SURNAME or _is_named(doc, first, flags))
    ):
        first += 1
        del flags[0]
    while len(flags) > 1 and _is_day(doc, last, flags[-1]):
        last -= 1
        del flags[-1]
    if not flags:
        return
    if last - first > 1:
        cut, kind, sign = _before_somebody(doc, opens, first, last, flags)
        if cut > first:
            _add(doc, first, cut, kind, sign, found)
            del flags[: cut - first]
            first = cut
        sign = _organisation(doc, first, last, flags)
        if sign:
            _add(doc, first, last, "organisation", sign, found)
            return
    begin, sign = _after_office(doc, first, last, flags)
    if begin >= last:
        return
    if sign == "" and begin > first:
        _add(doc, first, begin, "unknown", "", found)
    del flags[: begin - first]
    given = _is_given(lower[begin], flags[0]) and not _is_before_capitals(doc, begin, last)
    if headline and not given:
        # "Two Leaders Leave Hanoi": an office before capitals is no evidence in a headline.
        _add(doc, begin, last, "unknown", "headline", found)
        return
    kind, why = _kind(doc, begin, last, sign, flags)
    _add(doc, begin, last, kind, why, found)


def _is_before_capitals(doc: Document, first: int, last: int) -> bool:
    """Whether a line of capitals begins behind a word: "March 5 Lena | ARDU TO MEET".

    In "Pakalitha MOSISILI Arrives" only the surname is in capitals.
    """
    shouted = [word for word in doc.words[first + 1 : last + 1] if word[0].isalpha()]
    return len(shouted) > 1 and not doc.words[first].isupper() and all(map(str.isupper, shouted))


def _is_named(doc: Document, first: int, flags: list[int]) -> bool:
    """Whether a month is a given name: "Jan Rau", "April Ruiz", but "Jan 5", "April Prime"."""
    return (
        doc.lower[first] in _GIVEN_MONTHS
        and len(flags) > 1
        and doc.words[first + 1][0].isalpha()
        and not flags[1] & (lexicon.NOUN | CALENDAR | RANK | TITLE | OPENER)
    )


_GIVEN_MONTHS = frozenset(("jan", "april", "june", "august"))


def _is_day(doc: Document, last: int, flag: int) -> bool:
    """Whether the word before token `last` names a day: not in "Theresa May", "Kim Yong Sun".

    Some words of the calendar are names, too; a number or a full stop follows where they are none.
    """
    if not flag & CALENDAR_NAME:
        return bool(flag & CALENDAR)
    return last < len(doc.lower) and (doc.lower[last][0].isdigit() or doc.lower[last] == ".")


def _add(doc: Document, first: int, last: int, kind: str, sign: str, found: list[Name]) -> None:
    found.append(Name(doc.starts[first], doc.ends[last - 1], first, last, kind, sign))


def _written(doc: Document, first: int, last: int) -> str:
    return doc.text[doc.starts[first] : doc.ends[last - 1]]


def _before_somebody(
    doc: Document, opens: bool, first: int, last: int, flags: list[int]
) -> tuple[int, str, str]:
    """Where a name ends that another follows without a mark, and its kind and sign.

    "DALLAS Police said", "United States Ann Doe", "National Assembly Ann Doe", "(the director of)
    National Drug Control Policy Ann Doe", "(the governor of) Bamyan Ann Doe".
    """
    cut = first
    while cut < last and doc.words[cut].isupper() and len(doc.words[cut]) > 2:
        cut += 1
    if opens and first < cut < last and gazetteer.is_place_name(_written(doc, first, cut)):
        return cut, "unknown", ""
    for n in range(1, min(len(flags) - 1, 4)):
        if not flags[n] & GIVEN or flags[n - 1] & (GIVEN | ADDRESSED):
            continue
        if flags[n - 1] & ORGANISATION:
            return first + n, "organisation", doc.lower[first + n - 1]
        headed = doc.lower[first - 1] == "of" and not flags[n - 1] & RANK
        headed = headed and _office_before(doc, first - 2) != ""
        if headed or gazetteer.is_place_name(_written(doc, first, first + n)):
            return first + n, "unknown", ""
    n = len(flags) - 2
    if n > 0 and flags[n] & GIVEN and flags[n + 1] & SURNAME:
        things = flags[n - 1] & THING and not flags[n - 1] & (GIVEN | SURNAME)
        if things and doc.lower[first - 1] == "of":
            return first + n, "unknown", ""
    return first, "", ""


def _organisation(doc: Document, first: int, last: int, flags: list[int]) -> str:
    """The word that makes the run an organisation's name; empty when none does."""
    if flags[0] & VESSEL and doc.words[first].isupper():
        return doc.lower[first]
    wanted = ORGANISATION | ORGANISATION_LAST | FIRST_OF_TEAM
    for n in range(len(flags) - 1, -1, -1):
        flag = flags[n]
        if not flag & wanted:
            continue
        if not (
            flag & ORGANISATION
            or (flag & ORGANISATION_LAST and n == len(flags) - 1)
            or (flag & FIRST_OF_TEAM and n == 0)
        ):
            continue
        # "Council President Charles Michel": an office or a given name after it begins anew.
        if any(later & (OFFICE | GIVEN) for later in flags[n + 1 :]):
            return ""
        # "Frank Church": a given name before a common surname is a person.
        if n == 1 and len(flags) == 2 and flags[0] & GIVEN and flag & SURNAME:
            return ""
        # "Kim Yong Sun" is no paper
        if n == 2 and flags[0] & flags[1] & GIVEN and flag & SURNAME and not flag & ORGANISATION:
            return ""
        written = _written(doc, first, last)
        if gazetteer.is_town_name(written) or gazetteer.is_place_name(written):
            return ""
        return doc.lower[first + n]
    return ""


_LINKS = frozenset(("of", "for", "and", "&"))
_BEFORE_NAMES = _LINKS | {"."}  # what may stand between an office and a name


def _after_office(doc: Document, first: int, last: int, flags: list[int]) -> tuple[int, str]:
    """Where the name proper begins after offices, ranks and titles; and the office word, if any."""
    lower = doc.lower
    begin, sign = first, ""
    for n, flag in enumerate(flags):
        if flag & ADDRESSED:
            if n and lower[first + n - 1] in _FAMILY_PARTICLES:
                break  # "Zayed bin Sultan"
            # "Stephen King", "Julie Bishop": a given name before makes the word a surname.
            # In "Israel Defense Forces Chief (of Staff)" a body stands between.
            given = first + n > begin and flags[begin - first] & GIVEN
            body = any(one & ORGANISATION for one in flags[begin - first + 1 : n])
            if first + n == last - 1 and given and not body:
                break
            begin, sign = first + n + 1, lower[first + n]
    if not sign:
        begin, sign = _office_outside(doc, first, last, flags)
    while begin < last and (
        doc.words[begin] in _BEHIND_OFFICE or (begin > first and flags[begin - first] & RANK)
    ):
        begin += 1
    return begin, sign


_BEHIND_OFFICE = frozenset((".", "II", "III"))  # "Dr.", "Minister of Finance II"


def _office_outside(doc: Document, first: int, last: int, flags: list[int]) -> tuple[int, str]:
    """Likewise, for an office that stands before the run.

    "secretary of State Ann Doe", "mayor of Lisbon Ann Doe", "president Ann Doe", "Dr. Doe".
    """
    lower = doc.lower
    marks = lexicon.marks()
    before = first - 1
    low = lower[before] if first else ""
    mark = marks.get(low, 0)
    if not (mark & OFFICE or low in _BEFORE_NAMES):
        return first, ""
    if doc.text.count("\n", doc.ends[before], doc.starts[first]) > 1:
        return first, ""  # another paragraph: a list of who speaks, and then where
    if low in _LINKS and last - first > 1:
        n = 0
        while n < last - first - 1 and flags[n] & RANK:
            n += 1
        office = _office_before(doc, before - 1)
        # "leader Ann Doe and Turkish Cypriot leader": what stands before an office qualifies it
        qualifies = last < len(lower) and marks.get(lower[last], 0) & OFFICE
        if (office or n) and not qualifies:
            for cut in range(min(last - 1, first + 3), first, -1):
                # "United": no subject of an office here, but a part of a state's name
                if (office or cut > first + n) and gazetteer.is_place_name(
                    _written(doc, first, cut)
                ):
                    return cut, office
        if n:
            # "Department of Defense Staff": only an office before it makes a person.
            return first + n, office
    if mark & OFFICE:
        return first, low
    if low == "." and before and marks.get(lower[before - 1], 0) & TITLE:
        return first, lower[before - 1]
    return first, ""


def _office_before(doc: Document, i: int) -> str:
    """The office word up to token i: "minister of the Republic of" before "Cyprus Ann Doe".

    As far back as "Secretary of State of the United States of".
    """
    for at in range(i, max(i - 8, -1), -1):
        low = doc.lower[at]
        mark = lexicon.marks().get(low, 0)
        if mark & OFFICE:
            return low
        if mark & ORGANISATION or not (low in _LINKS or low == "the" or doc.words[at][0].isupper()):
            break
    return ""


def _kind(doc: Document, first: int, last: int, sign: str, flags: list[int]) -> tuple[str, str]:
    """person or unknown, and the word that decided."""
    lower = doc.lower
    length = last - first
    if length == 1 and not sign:
        return "unknown", ""  # `_joined` tells whether it is a surname
    if any(flag & (THING | FEATURE) for flag in flags):
        surname = flags[-1] & SURNAME and flags[0] & GIVEN
        if not (surname or (sign and length == 1 and flags[-1] & SURNAME)):
            return "unknown", ""
    named = length > 1 or flags[0] & (GIVEN | SURNAME)
    if not named and gazetteer.country_by_name(doc.words[first]) is not None:
        return "unknown", ""  # "President Denmark"
    if sign and not lower[first].isdigit():
        return "person", sign
    if length == 1 or length > 6 or _score(doc, first, last, flags) < 2:
        return "unknown", ""
    if gazetteer.is_place_name(_written(doc, first, last)):
        return "unknown", ""
    if length > 4 and doc.words[first].isupper() and len(doc.words[first]) > 3:
        return "unknown", ""
    return "person", ""


_FAMILY_PARTICLES = frozenset(("bin", "bint", "ibn", "von", "van", "al", "der"))


def _score(doc: Document, first: int, last: int, flags: list[int]) -> int:
    """Points for a person, from the two or more words of a name and what stands around it."""
    lower = doc.lower
    score = 2 * _is_given(lower[first], flags[0])
    if first > 1 and lower[first - 1] == "by" and lower[first - 2] in ("led", "headed"):
        # "a team led by Rau Ruiz", but "led by Peruvian Vice-Premier"
        state = gazetteer.demonym(doc.words[first])
        score += 2 * (not state and "." not in doc.words[first])
    score += 2 * any(map(_is_initial, doc.words[first:last]))
    score += 2 * (not _FAMILY_PARTICLES.isdisjoint(lower[first + 1 : last - 1]))
    score += bool(flags[-1] & SURNAME)
    score += bool(flags[-1] & ENDING)
    # "Barbuda's Gaston Browne"
    score += first > 0 and lower[first - 1] == "'s"
    if last < len(lower):
        following = lower[last]
        if following == ",":
            score += 2 * _in_apposition(lower, last + 1)
        else:
            score += 2 * bool(lexicon.marks().get(following, 0) & SPEECH)
    return score


def _is_given(word: str, flag: int) -> bool:
    if flag & GIVEN or word in _GIVEN_MONTHS:
        return True
    return "-" in word and bool(lexicon.marks().get(word.partition("-")[0], 0) & GIVEN)


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "." and word[0].isupper()


def _in_apposition(lower: list[str], i: int) -> bool:
    """Whether "45," or "the country's foreign minister" follows a name and its comma."""
    marks = lexicon.marks()
    ahead = lower[i : i + 7]
    if len(ahead) > 1 and len(ahead[0]) == 2 and ahead[0].isdigit() and ahead[1] == ",":
        return True
    for n, word in enumerate(ahead):
        if marks.get(word, 0) & OFFICE:
            return True
        if word in (",", ".", ";", "who", "which", "that"):
            return word == "who" and n == 0
    return False


_PLACE_LINKS = frozenset(("in", "at", "near", "into", "across", "outside", "inside", "to", "from"))


def _joined(doc: Document, found: list[Name]) -> Iterator[Name]:
    """The names in order, where a lone surname of somebody named in full is that person."""
    lower = doc.lower
    marks = lexicon.marks()
    surnames: set[str] = set()
    for name in found:
        if name.kind == "person" and name.last - name.first > 1:
            last = name.last - 1
            while last > name.first and marks.get(lower[last], 0) & ENDING:
                last -= 1
            surnames.add(lower[last])
            if name.sign or not marks.get(lower[name.first], 0) & GIVEN:
                # Family names that stand first: "Xi Jinping".
                surnames.add(lower[name.first])
    surnames = {word for word in surnames if len(word) > 1 and not word.endswith(".")}
    for name in sorted(found):
        if name.kind == "unknown" and name.last - name.first == 1 and lower[name.first] in surnames:
            before = lower[name.first - 1] if name.first else ""
            if before not in _PLACE_LINKS:
                name = name._replace(kind="person", sign="surname")
        yield name
