"""The names of persons in the text: behind an office or a form of address, or told by `names`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from geo import lexicon, offices, tables
from geo.dossier import Place
from geo.names import Name, Names
from geo.offices import Office, Plural, is_subject
from geo.runs import is_capitalised
from geo.text import Document


class Run(NamedTuple):
    """A person's name in the text, with the office written beside it."""

    first: int
    last: int
    office: Office | None
    titled: bool
    gender: str


def _honorifics() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The forms of address by their first word in small letters, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in tables.rows("honorifics"):
        words = tuple(row["word"].split())
        found.setdefault(words[0].lower(), []).append((words, row["gender"]))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found


_HONORIFICS = _honorifics()
_PARTICLES = {row["word"] for row in tables.rows("name_particles")}
_SUBJECTS = {row["word"] for row in tables.rows("office_subjects")}
_NOT_NAMES = {row["word"] for row in tables.rows("not_names")}
_NO_NAME = _SUBJECTS | _NOT_NAMES
_OFFICE_WORDS = {row["word"] for row in tables.rows("offices")} | {
    row["word"] for row in tables.rows("office_modifiers")
}
_LONGEST_NAME = 8


def find(doc: Document, names: Names, place_at: dict[int, Place], posts: list[Office]) -> list[Run]:
    """The names of persons: after an office, after a form of address, or told by `names`."""
    found: dict[int, Run] = {}
    persons = {name.first: name for name in names.names if name.kind == "person"}
    taken: set[int] = set()

    def take(first: int, last: int, office: Office | None, titled: bool, gender: str) -> None:
        while first < last and (
            doc.lower[first] in _NO_NAME or is_subject(doc.lower[first]) or _is_glottal(doc, first)
        ):
            if first in persons and lexicon.is_family_name(doc.words[first]):
                break
            first += 1
        while titled and last - first > 2 and doc.lower[last - 1] in _NO_NAME:
            last -= 1  # "Minister Zbigniew Rau | Statements to the Press"
        last = _before_honours(doc, first, last)
        if first < last and doc.lower[last - 1] in _NO_NAME:
            return
        if first < last and taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            found[first] = Run(first, last, office, titled, gender)

    posts_at = {post.last: post for post in posts}
    bodies = {name.first for name in names.names if name.kind == "organisation"}
    for post in posts:
        i, gender = _address(doc, post.last)
        if not _in_one_sentence(doc, post.head, i):
            continue  # "Office of the Spokesperson", and a headline below it
        last = _name_end(doc, i, persons, place_at)
        if last:
            take(i, last, post, True, gender)
            continue
        # "the President of Kazakhstan, Kassym-Jomart Tokayev" but no list of offices
        if doc.lower[post.last : post.last + 1] in ([","], ["("], ["["], [":"]):
            i, gender = _address(doc, post.last + 1)
            if doc.lower[i : i + 1] == ["the"]:  # "the Premier of Fiji, the | Honourable Ana Ruiz"
                start, gender = _address(doc, i + 1)
                i = start if start > i + 1 else i
            last = _name_end(doc, i, persons, place_at)
            if i in bodies:
                continue  # "Executive Director, Kenya Red Cross"
            own = _describes_before(doc, post, persons, found) and doc.lower[
                last or i : (last or i) + 1
            ] == [","]
            named = last and (last - i >= 2 or i in persons) and not own
            if last and named and (post.definite or i > post.last + 1):
                take(i, last, post, True, gender)
    for post in posts:
        first = _shouted_before(doc, post)
        if first is not None:
            take(first, post.first, post, True, "")
    plurals = list(offices.plurals(doc, place_at))
    for run in _listed(doc, plurals, persons, place_at):
        take(run.first, run.last, run.office, True, run.gender)
    for i in doc.where(_HONORIFICS.keys()):
        if i not in taken and i not in posts_at and i not in place_at:  # "Sri Lankan"
            start, gender = _address(doc, i)
            if start > i and (last := _name_end(doc, start, persons, place_at)):
                take(start, last, None, True, gender)
    for name in names.names:
        several = name.kind == "unknown" and name.last - name.first > 1
        listed = several and (
            _is_listed(doc, name, taken, place_at) or _is_leader(doc, name, taken, place_at)
        )
        if not (name.kind == "person" or listed) or name.last - 1 in taken:
            continue
        if not any(_is_territory(place_at.get(i)) for i in range(name.first, name.last)):
            start, gender = _address(doc, name.first)
            take(max(start, name.first), name.last, None, False, gender)
    for post in posts:
        _apposed(doc, post, found)
    for plural in plurals:
        _apposed_together(doc, plural, found)
    return [found[first] for first in sorted(found)]


def _shouted_before(doc: Document, post: Office) -> int | None:
    """Where the name begins that stands before its office in a line of capitals.

    "MEDIA RELEASE | BOB MULLAN MP | PARLIAMENTARY SECRETARY FOR TRADE".
    """
    if not post.title.isupper():
        return None
    line = doc.sentence_of(post.head)
    if line.first > _HEAD or post.first == line.first:
        return None
    first = post.first
    while first > line.first and post.first - first < _LONGEST_SHOUTED:
        word = doc.words[first - 1]
        plain = word.isupper() and doc.lower[first - 1] not in _LETTERHEAD
        word = word.lower()
        if not plain or lexicon.is_of_body(word) or is_subject(word):
            break
        first -= 1
    return first if post.first - first > 1 else None


_LETTERHEAD = _NOT_NAMES | {"media", "press", "news", "release", "statement", "transcript", "by"}
_HEAD = 60  # tokens: a letterhead
_LONGEST_SHOUTED = 5  # tokens: "HON ANA RUIZ AC MP"


def _describes_before(
    doc: Document, post: Office, persons: Mapping[int, Name], found: Mapping[int, Run]
) -> bool:
    """Whether an office stands between commas behind a name: "Rau, | the envoy, Kim, …".

    A name that has its office before it needs no other: "asked by King Hakon, | the envoy, Kim,".
    """
    i = post.first - 1
    while i > 0 and doc.lower[i] in _BEFORE_APPOSED:
        i -= 1
    if doc.lower[i] != ",":
        return False
    before = (found.get(first) for first in range(max(0, i - _LONGEST_NAME), i))
    definite = "the" in doc.lower[i + 1 : post.first + 1]
    if definite and any(run.last == i and run.office for run in before if run is not None):
        return False
    return any(name.last == i for name in _names_near(persons, i))


def _names_near(persons: Mapping[int, Name], i: int) -> Iterator[Name]:
    """The names that begin a little before token i."""
    for first in range(max(0, i - _LONGEST_NAME), i):
        if (name := persons.get(first)) is not None:
            yield name


def _listed(
    doc: Document, plurals: list[Plural], persons: Mapping[int, Name], place_at: dict[int, Place]
) -> Iterator[Run]:
    """Those who hold offices named together, each with the state in the same position.

    "The presidents of Ghana and Togo, A and B", "the Russian and Iranian presidents, A and B",
    "Presidents A and B".
    """
    for plural in plurals:
        i = plural.last
        if doc.lower[i : i + 1] in ([","], ["-"], ["–"], ["—"], ["("], [":"], ["--"]):
            i += 1
        names: list[tuple[int, int, str]] = []
        while len(names) < _LONGEST_LIST:
            start, gender = _address(doc, i)
            last = _name_end(doc, start, persons, place_at)
            if not last or not _in_one_sentence(doc, plural.first, last - 1):
                break
            names.append((start, last, gender))
            i = _past_state(doc, last, place_at)
            if doc.lower[i : i + 1] not in ([","], ["and"]):
                break
            i += 2 if doc.lower[i : i + 2] == [",", "and"] else 1
        if len(names) < 2 or (plural.states and len(plural.states) != len(names)):
            continue
        states = plural.states or (None,) * len(names)
        for (first, last, gender), state in zip(names, states, strict=True):
            # each holder's mention is the name alone
            office = plural.office._replace(first=first, last=first, country=state)
            yield Run(first, last, office, True, gender)


_LONGEST_LIST = 12


def _is_listed(doc: Document, name: Name, taken: set[int], place_at: dict[int, Place]) -> bool:
    """Whether a person and their state stand before a full name, and its own behind it.

    "Ana Ruiz of Peru and | Hiroyuki Namazu | of Japan".
    """
    if _past_state(doc, name.last, place_at) == name.last:
        return False
    before = name.first - 1
    while before > 0 and doc.lower[before] in ("and", ","):
        before -= 1
    if before == name.first - 1 or not _is_territory(place_at.get(before)):
        return False
    of = doc.token_at(place_at[before].start) - 1
    of -= doc.lower[of] == "the"
    return doc.lower[of] == "of" and of - 1 in taken


def _is_leader(doc: Document, name: Name, taken: set[int], place_at: dict[int, Place]) -> bool:
    """Whether a full name behind its state is that of one of several leaders.

    "Leaders, including Malawi's | Bakili Mulu", "Ana Ruiz and Namibia's | Hage Nujo".
    """
    whose = name.first - 1
    if doc.lower[whose] not in ("'s", "'") or not _is_territory(place_at.get(whose - 1)):
        return False
    i = doc.token_at(place_at[whose - 1].start) - 1
    i -= doc.lower[i] == "the"
    if doc.lower[i] in ("and", ",") and taken.intersection((i - 1, i - 2)):
        return True
    named = doc.lower[i] == "including" or doc.lower[i - 1 : i + 1] == ["among", "them"]
    return named and not offices.leading().isdisjoint(doc.lower[max(0, i - _NEAR_LEADERS) : i])


_NEAR_LEADERS = 20  # tokens: "leaders said that they would attend a funeral in Lima, including"


def _past_state(doc: Document, i: int, place_at: dict[int, Place]) -> int:
    """The token behind "of Ghana" where that stands at token i."""
    if doc.lower[i : i + 1] != ["of"]:
        return i
    j = i + 2 if doc.lower[i + 1 : i + 2] == ["the"] else i + 1
    if j not in place_at:
        return i
    return doc.token_at(place_at[j].end - 1) + 1


def _in_one_sentence(doc: Document, i: int, j: int) -> bool:
    if j >= len(doc.starts):
        return False
    return doc.sentence_at(doc.starts[i]) == doc.sentence_at(doc.starts[j])


def _is_territory(place: Place | None) -> bool:
    """Whether a word belongs to the name of a country or region: then it is nobody's."""
    return place is not None and place.kind in ("country", "region") and place.role != "demonym"


def _apposed(doc: Document, post: Office, found: dict[int, Run]) -> None:
    """Give an office behind a name ("Mike Pompeo, the US secretary of state") to that name."""
    i = post.first - 1
    while i >= 0 and doc.lower[i] in _BEFORE_APPOSED:
        i -= 1
    if i < 1 or doc.lower[i] not in (",", "(", "-", "–", "—"):
        return
    for first in range(i - 1, max(-1, i - 1 - _LONGEST_NAME), -1):
        run = found.get(first)
        if run and run.last == i and (run.office is None or _acts_for(doc, run.office, post)):
            # "with Tokayev, Prime Minister (Mr) Smailov": the office belongs to the name behind it
            named = _address(doc, post.last)[0]
            if named not in found or not _in_one_sentence(doc, post.head, named):
                if run.office is not None and post.represents == "none":
                    post = run.office._replace(country=post.country)  # a rank keeps its name
                found[first] = run._replace(office=post)
            return


_BEFORE_APPOSED = frozenset(("the", "a", "an", "former", "who", "is"))


def _apposed_together(doc: Document, plural: Plural, found: dict[int, Run]) -> None:
    """Give an office behind several names to them: "A and B, the Chinese and Uzbek presidents"."""
    i = plural.first - 1
    i -= doc.lower[i] == "the"
    if not plural.states or doc.lower[i] != ",":
        return
    listed: list[Run] = []
    while len(listed) < len(plural.states):
        run = next(
            (r for k in range(i - 1, max(-1, i - 1 - _LONGEST_NAME), -1) if (r := found.get(k))),
            None,
        )
        if run is None or run.last != i or run.office is not None:
            return
        listed.append(run)
        i = run.first - 1
        i -= doc.lower[i - 1 : i + 1] == [",", "and"]
    for run, state in zip(reversed(listed), plural.states, strict=True):
        office = plural.office._replace(first=run.first, last=run.first, country=state)
        found[run.first] = run._replace(office=office)


def _acts_for(doc: Document, known: Office, post: Office) -> bool:
    """Whether an office behind a name tells more than the one before it.

    "The Turkish diplomat Kaya, president of the UN General Assembly,", "General Rau, head of the
    council of Peru,".
    """
    if known.family == "rank" and known.country is None and post.country is not None:
        return True
    return (
        known.represents == "none"
        and post.represents == "organisation"
        and doc.lower[post.last : post.last + 1] in ([","], ["."], [")"])
    )


def _address(doc: Document, i: int) -> tuple[int, str]:
    """Where a name begins behind forms of address, and the gender that they tell."""
    gender = ""
    while i < len(doc.lower) and (options := _HONORIFICS.get(doc.lower[i])) is not None:
        match = next((o for o in options if _is_address(doc, i, o[0])), None)
        if not match or not doc.words[i][0].isupper():
            break
        gender = gender or match[1]
        i += len(match[0])
        if i < len(doc.lower) and doc.lower[i] in (".", "'"):  # "Dr.", "Dato'"
            i += 1
    return i, gender


def _is_address(doc: Document, i: int, words: tuple[str, ...]) -> bool:
    """Whether a form of address stands at token i; one in capitals ("HE Ana Ruiz") only so."""
    if words[0].isupper():
        behind = doc.words[i + 1] if i + 1 < len(doc.words) else ""
        return doc.words[i] == words[0] and behind[:1].isupper() and not behind.isupper()
    return tuple(doc.lower[i : i + len(words)]) == words


def _is_glottal(doc: Document, i: int) -> bool:
    """Whether the mark of a glottal stop stands at token i, glued to the name behind it."""
    return (
        i + 1 < len(doc.lower)
        and doc.lower[i] in ("'", "ʻ")
        and doc.ends[i] == doc.starts[i + 1]
        and doc.words[i + 1][0].isupper()
    )


def _before_honours(doc: Document, first: int, last: int) -> int:
    """Where a name ends that goes on behind an honour: "JOHN HOWARD | MP DOORSTOP INTERVIEW"."""
    for i in range(first + 1, last - 1):
        if doc.words[i].isupper() and lexicon.is_honour(doc.words[i]):
            return last if lexicon.is_honour(doc.words[last - 1]) else i
    return last


def _name_end(
    doc: Document, i: int, persons: Mapping[int, Name], place_at: dict[int, Place]
) -> int | None:
    """Where the person's name that begins at token i ends; None where no name begins there."""
    words, lower, count = doc.words, doc.lower, len(doc.words)
    known = persons.get(i + 1 if _is_glottal(doc, i) else i)
    if known is not None:
        return known.last
    last, i0 = None, i
    while i < count and i - i0 < _LONGEST_NAME:
        word = words[i]
        if _is_glottal(doc, i):  # "'Aisake Eke"
            i += 1
            continue
        if is_capitalised(word) and word[0].isalpha() and lower[i] not in _NOT_NAMES:
            if lower[i] in _OFFICE_WORDS or (lower[i] in _SUBJECTS and i == i0):
                break
            i += 1
            if not (len(word) == 2 and word[1] == "."):
                last = i
            continue
        if last and lower[i] in _PARTICLES and i + 1 < count:
            i += 1
            continue
        break
    if last is None:
        return None
    if last - i0 == 1 and i0 in place_at and place_at[i0].role != "demonym":
        return None
    if last - i0 == 1 and lexicon.is_of_body(lower[i0]):
        return None  # "commander of US Central | Command"
    return last
