"""The words that tell what a proper name names: offices, given names, organisations' words.

Each word has a set of marks, one bit a kind, so that one look-up answers all questions about it.
"""

from __future__ import annotations

from functools import cache

from geo import tables

KINDS = (
    "title", "office", "rank", "particle", "ending", "organisation", "organisation_last",
    "first_of_team", "of_head", "thing", "feature", "speech", "opener", "soft_opener", "calendar",
    "given", "surname", "vessel", "calendar_name", "family", "honour",
)  # fmt: skip
TITLE, OFFICE, RANK, PARTICLE, ENDING, ORGANISATION, ORGANISATION_LAST = (1 << n for n in range(7))
FIRST_OF_TEAM, OF_HEAD, THING, FEATURE, SPEECH, OPENER, SOFT_OPENER, CALENDAR = (
    1 << n for n in range(7, 15)
)
GIVEN, SURNAME, VESSEL, CALENDAR_NAME, FAMILY, HONOUR = (1 << n for n in range(15, 21))

ADDRESSED = TITLE | OFFICE
NOUN = ORGANISATION | OFFICE | THING | FEATURE
_NO_GIVEN_NAME = OPENER | CALENDAR | ORGANISATION | THING | FEATURE


@cache
def marks() -> dict[str, int]:
    """The marks of every listed word, in lower case.

    Raises ValueError where a table has a kind that is not known here.
    """
    found: dict[str, int] = {}
    for row in tables.rows("name_words"):
        bit = 1 << KINDS.index(row["kind"])
        for word in row["words"].split():
            found[word] = found.get(word, 0) | bit
    for row in tables.rows("person_names"):
        bit = GIVEN if row["kind"] == "given" else SURNAME
        for word in row["names"].split():
            held = found.get(word, 0)
            if not (bit == GIVEN and held & _NO_GIVEN_NAME):
                found[word] = held | bit
    for row in (*tables.rows("given_names_world"), *tables.rows("given_names_locales")):
        for word in row["names"].split():
            held = found.get(word, 0)
            if not held & _NO_GIVEN_NAME:
                found[word] = held | GIVEN
    return found


@cache
def suffixes() -> tuple[str, ...]:
    """What a hyphen joins to a place ("-based"), from `place_words.csv`."""
    return tuple(
        f"-{word}"
        for row in tables.rows("place_words")
        if row["kind"] == "suffix"
        for word in row["words"].split()
    )


def is_family_name(word: str) -> bool:
    """Whether a word that opens sentences may be a family name where it stands: "He", not "HE"."""
    return word.istitle() and bool(marks().get(word.lower(), 0) & FAMILY)


def is_honour(word: str) -> bool:
    """Whether letters behind a name tell an honour or a seat: "AC", "MP"."""
    return bool(marks().get(word.lower(), 0) & HONOUR)


def is_of_body(word: str) -> bool:
    """Whether a word names a body or a built place, and no person: "Command", "Institute"."""
    held = marks().get(word, 0)
    return bool(held & (ORGANISATION | FEATURE)) and not held & (GIVEN | SURNAME)


def opens(word: str) -> bool:
    """Whether a word is one of those that make up sentences and name nothing: "the", "with"."""
    return bool(marks().get(word, 0) & OPENER)


_SOMEBODY = ("er", "or", "ist", "man", "ant")  # "commander", "rebel chief" is in the table


def names_somebody(word: str) -> bool:
    """Whether a plain word before a name tells who that is: "leader", "activist", "commander"."""
    return bool(marks().get(word, 0) & (ADDRESSED | RANK)) or word.endswith(_SOMEBODY)
