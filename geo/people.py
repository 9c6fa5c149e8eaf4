"""People in the text: full names, offices and countries, and every later mention joined to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from geo import gazetteer, offices, tables, text
from geo.dossier import Person, Place, Problem, Span
from geo.names import Names
from geo.offices import Office
from geo.places import Places
from geo.text import Document


class Mention(NamedTuple):
    """Words that stand for someone. Tokens `first:last`.

    person: position in `People.people`. kind: name, office or pronoun.
    """

    start: int
    end: int
    first: int
    last: int
    person: int
    kind: str


class People(NamedTuple):
    """The people in the order of the text, and their mentions in the order of the text.

    offices: every office that the text names, also those that stand for nobody named.
    """

    people: tuple[Person, ...] = ()
    mentions: tuple[Mention, ...] = ()
    offices: tuple[Office, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Run(NamedTuple):
    """A person's name in the text, with the office written beside it."""

    first: int
    last: int
    office: Office | None
    titled: bool
    gender: str


@dataclass(slots=True)
class _Someone:
    """A person while the text is read."""

    words: tuple[str, ...]
    office: Office | None = None
    country: str | None = None
    gender: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)


def _honorifics() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in tables.rows("honorifics"):
        words = tuple(row["word"].split())
        found.setdefault(words[0], []).append((words, row["gender"]))
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
_PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_LONGEST_NAME = 8


def find(doc: Document, names: Names, places: Places) -> People:
    """Everyone whom the article names, each once, and the words that stand for them.

    Later mentions are joined by surname, by office ("the Secretary") and by pronoun. The country is
    read from the words beside the office, then from the sentence, then from the article's source.
    """
    place_at = text.by_token(doc, places.places)
    posts = offices.find(doc, place_at)
    runs = _runs(doc, names, place_at, posts)
    everyone, whose = _join(doc, runs)
    _surnames_alone(doc, everyone, whose, place_at)
    _offices_alone(doc, everyone, whose, posts)
    _countries(doc, everyone, place_at, places)
    _pronouns(doc, everyone, whose)
    return _result(doc, everyone, whose, posts)


# ---- names ----------------------------------------------------------------------------------


def _runs(
    doc: Document, names: Names, place_at: dict[int, Place], posts: list[Office]
) -> list[_Run]:
    """The names of persons: after an office, after a form of address, or told by `names`."""
    found: dict[int, _Run] = {}
    persons = {name.first: name for name in names.names if name.kind == "person"}
    taken: set[int] = set()

    def take(first: int, last: int, office: Office | None, titled: bool, gender: str) -> None:
        while first < last and doc.lower[first] in _NO_NAME:
            first += 1
        if first < last and doc.lower[last - 1] in _NO_NAME:
            return
        if first < last and taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            found[first] = _Run(first, last, office, titled, gender)

    posts_at = {post.last: post for post in posts}
    for post in posts:
        i, gender = _address(doc, post.last)
        last = _name_end(doc, i, persons, place_at)
        if last:
            take(i, last, post, True, gender)
            continue
        # "the President of Kazakhstan, Kassym-Jomart Tokayev" but no list of offices
        if doc.lower[post.last : post.last + 1] in ([","], ["("], ["["], [":"]):
            i, gender = _address(doc, post.last + 1)
            last = _name_end(doc, i, persons, place_at)
            if last and (last - i >= 2 or i in persons) and (post.definite or i > post.last + 1):
                take(i, last, post, True, gender)
    for i, word in enumerate(doc.lower):
        if word in _HONORIFICS and i not in taken and i not in posts_at:
            start, gender = _address(doc, i)
            if start > i and (last := _name_end(doc, start, persons, place_at)):
                take(start, last, None, True, gender)
    for name in names.names:
        if name.kind == "person" and not any(
            _is_territory(place_at.get(i)) for i in range(name.first, name.last)
        ):
            start, gender = _address(doc, name.first)
            take(max(start, name.first), name.last, None, False, gender)
    for post in posts:
        _apposed(doc, post, found)
    return [found[first] for first in sorted(found)]


def _is_territory(place: Place | None) -> bool:
    """Whether a word belongs to the name of a country or region: then it is nobody's."""
    return place is not None and place.kind in ("country", "region") and place.role != "demonym"


def _apposed(doc: Document, post: Office, found: dict[int, _Run]) -> None:
    """Give an office that follows a name ("Mike Pompeo, the US secretary of state") to that name."""
    i = post.first - 1
    while i >= 0 and doc.lower[i] in ("the", "a", "an"):
        i -= 1
    if i < 1 or doc.lower[i] not in (",", "(", "-", "–", "—"):
        return
    for first in range(i - 1, max(-1, i - 1 - _LONGEST_NAME), -1):
        run = found.get(first)
        if run and run.last == i and run.office is None:
            follower = doc.lower[post.last] if post.last < len(doc.lower) else "."
            # "with Tokayev, Prime Minister Smailov": the office belongs to the name behind it
            if post.last not in found and (
                follower in (",", ")", ".", "-", "–", "—", ";", "and") or follower not in found
            ):
                found[first] = run._replace(office=post)
            return


def _address(doc: Document, i: int) -> tuple[int, str]:
    """Where a name begins behind forms of address ("His Excellency Dr."), and the gender they tell."""
    gender = ""
    while i < len(doc.lower):
        options = _HONORIFICS.get(doc.lower[i])
        match = options and next(
            (o for o in options if tuple(doc.lower[i : i + len(o[0])]) == o[0]), None
        )
        if not match or not doc.words[i][0].isupper():
            break
        gender = gender or match[1]
        i += len(match[0])
        if i < len(doc.lower) and doc.words[i] == ".":
            i += 1
    return i, gender


def _name_end(
    doc: Document, i: int, persons: dict[int, object], place_at: dict[int, Place]
) -> int | None:
    """Where the person's name that begins at token i ends; None where no name begins there."""
    words, lower, count = doc.words, doc.lower, len(doc.words)
    known = persons.get(i)
    if known is not None:
        return known.last  # type: ignore[attr-defined,no-any-return]
    last, i0 = None, i
    while i < count and i - i0 < _LONGEST_NAME:
        word = words[i]
        if word[0].isupper() and word[0].isalpha() and lower[i] not in _NOT_NAMES:
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
    return last


# ---- one person, many mentions ----------------------------------------------------------------


def _join(doc: Document, runs: list[_Run]) -> tuple[list[_Someone], dict[int, int]]:
    """The people whom the names stand for, and for each name's first token which of them."""
    everyone: list[_Someone] = []
    by_word: dict[str, list[int]] = {}
    whose: dict[int, int] = {}
    for run in runs:
        name = tuple(doc.words[run.first : run.last])
        folded = [word.lower() for word in name]
        known = [
            index
            for index in dict.fromkeys(i for word in folded for i in by_word.get(word, ()))
            if _same(everyone[index].words, name)
        ]
        if known:
            index = known[-1]
            someone = everyone[index]
            if len(name) > len(someone.words):
                someone.words = name
        else:
            index = len(everyone)
            someone = _Someone(name)
            everyone.append(someone)
        for word in folded:
            by_word.setdefault(word, [])
            if index not in by_word[word]:
                by_word[word].append(index)
        if run.office is not None and (
            someone.office is None or _fuller(run.office, someone.office)
        ):
            country = someone.office.country if someone.office else None
            someone.office = run.office
            if run.office.country is None and country:
                someone.country = country
        if run.office is not None and run.office.country:
            someone.country = run.office.country
        someone.gender = someone.gender or run.gender
        first = run.office.first if run.office and run.office.last <= run.first else run.first
        someone.spans.append((first, run.last, "name"))
        whose[run.first] = index
    return everyone, whose


def _fuller(new: Office, old: Office) -> bool:
    return len(new.title) > len(old.title) and not new.former and new.family not in ("rank",)


def _same(known: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: a surname alone, or given names that agree."""
    a = [_fold(word) for word in known if _fold(word) not in _SUFFIXES]
    b = [_fold(word) for word in name if _fold(word) not in _SUFFIXES]
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return short[0] in (long[-1], long[0]) or (len(long) > 2 and short[0] in long)
    if set(short) <= set(long) and (short[0] == long[0] or short == long[-2:]):
        return True
    return (
        a[-1] == b[-1] and a[0][0] == b[0][0] and (len(a[0]) == 1 or len(b[0]) == 1 or a[0] == b[0])
    )


def _fold(word: str) -> str:
    return word.lower().rstrip(".")


def _surnames_alone(
    doc: Document, everyone: list[_Someone], whose: dict[int, int], place_at: dict[int, Place]
) -> None:
    """Later mentions by a single name: "Blinken", "Xi"."""
    covered = {i for one in everyone for first, last, _ in one.spans for i in range(first, last)}
    surnames: dict[str, int | None] = {}
    for index, someone in enumerate(everyone):
        ends = {someone.words[-1], someone.words[0]} if len(someone.words) > 1 else set()
        if len(someone.words) > 2:
            ends |= {word for word in someone.words[1:-1] if len(word) > 3 and word[0].isupper()}
        if len(someone.words) > 1 and _fold(someone.words[-1]) in _SUFFIXES:
            ends.add(someone.words[-2])
        for word in ends | {someone.words[-1]}:
            # a name that two people share settles nothing
            surnames[word] = index if surnames.get(word, index) == index else None
    for i, word in enumerate(doc.words):
        found = surnames.get(word)
        if found is None and i not in covered and word[0].isupper() and 5 <= len(word) <= 12:
            found = _misspelt(word, doc, i, surnames)
        if found is None or i in covered or i in place_at and place_at[i].kind != "city":
            continue
        everyone[found].spans.append((i, i + 1, "name"))
        whose[i] = found


def _misspelt(word: str, doc: Document, i: int, surnames: dict[str, int | None]) -> int | None:
    """Whose surname a word is with one letter lost: wires write "Tanka" for Tanaka.

    Only before a verb of saying or "who", so that no other name is taken for it.
    """
    following = doc.lower[i + 1] if i + 1 < len(doc.lower) else ""
    if following not in (",", "said", "who", "told", "arrived", "was", "has"):
        return None
    for surname, index in surnames.items():
        if len(surname) == len(word) + 1 and surname[:2] == word[:2]:
            cut = next((k for k in range(len(word)) if word[k] != surname[k]), len(word))
            if surname[cut + 1 :] == word[cut:]:
                return index
    return None


def _offices_alone(
    doc: Document, everyone: list[_Someone], whose: dict[int, int], posts: list[Office]
) -> None:
    """Mentions by office alone: "the Secretary", "the Venezuelan president", "the US official"."""
    covered = {i for one in everyone for first, last, _ in one.spans for i in range(first, last)}
    named = sorted(
        (first, index) for index, one in enumerate(everyone) for first, _, _ in one.spans
    )
    for post in posts:
        if post.head in covered or not post.definite:
            continue
        before = [index for first, index in named if first < post.first]
        index = next(
            (i for i in reversed(before) if _holds(everyone[i], post, doc)),
            None,
        )
        if index is None and post.country and post.represents == "state":
            index = next((i for i in reversed(before) if _may_hold(everyone[i], post, doc)), None)
            if index is not None:
                everyone[index].office = post
        if index is not None:
            first = post.first
            everyone[index].spans.append((first, post.last, "office"))
            everyone[index].country = everyone[index].country or post.country
            whose[post.head] = index


# Words that any holder of a family of offices can be called by.
_GENERAL = {
    "official": None,
    "diplomat": {"foreign minister", "envoy", "minister", "ambassador", "official"},
    "top diplomat": {"foreign minister"},
    "chief diplomat": {"foreign minister"},
    "leader": {"head of state", "head of government", "royal"},
    "premier": {"head of government"},
}


def _holds(someone: _Someone, post: Office, doc: Document) -> bool:
    """Whether `post` ("the foreign minister") can stand for someone by what they are known as."""
    if someone.office is None:
        return False
    if post.country and someone.country and post.country != someone.country:
        return False
    head = " ".join(doc.lower[post.head : post.last][:2])
    word = doc.lower[post.head]
    general = _GENERAL.get(head, _GENERAL.get(word, ()))
    if general != ():
        told = bool(post.country) or " " in head and head in _GENERAL
        return told and (general is None or someone.office.family in general)
    known = someone.office.title.lower().split()
    wanted = [w for w in " ".join(doc.lower[post.first : post.last]).split()]
    if word not in known and not (
        word == "minister" and someone.office.family == "foreign minister"
    ):
        return False
    # "the deputy secretary" is not the secretary, "the deputy" is the deputy secretary
    title = [w for w in post.title.lower().split() if w not in ("of", "the", "for")]
    return all(w in known or w in ("us", "minister") for w in title) or bool(
        post.country and wanted and set(title) & set(known) == set(title)
    )


def _may_hold(someone: _Someone, post: Office, doc: Document) -> bool:
    """Whether "the Ukrainian president" can be someone whose office was not said: named just before."""
    if someone.office is not None or someone.country not in (None, post.country):
        return False
    here = doc.sentence_at(doc.starts[post.first])
    return any(
        first < post.first and here - doc.sentence_at(doc.starts[first]) <= 1
        for first, _, kind in someone.spans
        if kind == "name"
    )


def _pronouns(doc: Document, everyone: list[_Someone], whose: dict[int, int]) -> None:
    """ "He", "she", "his", "her": whoever the running text is about."""
    if not everyone:
        return
    at = {
        first: (index, kind) for index, one in enumerate(everyone) for first, _, kind in one.spans
    }
    previous: int | None = None
    for sentence in doc.sentences:
        current = None
        for i in range(sentence.first, sentence.last):
            if i in at:
                if current is None or not _is_object(doc, i):
                    current = at[i][0] if current is None else current
                continue
            gender = _PRONOUNS.get(doc.lower[i])
            if gender is None or i in whose:
                continue
            index = next(
                (p for p in (current, previous) if p is not None and _fits(everyone[p], gender)),
                None,
            )
            if index is not None:
                everyone[index].spans.append((i, i + 1, "pronoun"))
                whose[i] = index
                current = current if current is not None else index
        previous = current if current is not None else previous


def _fits(someone: _Someone, gender: str) -> bool:
    return someone.gender in ("", gender)


def _is_object(doc: Document, i: int) -> bool:
    return i > 0 and doc.lower[i - 1] in ("with", "by", "to", "for", "from", "of")


# ---- countries --------------------------------------------------------------------------------


def _countries(
    doc: Document, everyone: list[_Someone], place_at: dict[int, Place], places: Places
) -> None:
    """The state that each one acts for, where the words beside the office do not say it."""
    home = _own_country(doc, place_at, places)
    leading = min(everyone, key=lambda one: one.spans[0][0]) if everyone else None
    for someone in everyone:
        if someone.country is not None:
            continue
        first, last, _ = someone.spans[0]
        office = someone.office
        if office is not None and office.represents == "organisation":
            continue
        # "Russia's Vladimir Putin", "French President Macron"
        beside = place_at.get(first - 1) or (
            place_at.get(first - 2) if first and doc.lower[first - 1] in ("'s", "'") else None
        )
        if office is not None and office.default_country:
            someone.country = office.default_country
        elif beside is not None and beside.country and beside.kind == "country":
            someone.country = beside.country
        elif office is not None and office.represents == "state":
            if _is_met(doc, first):
                someone.country = (
                    _place_behind(doc, last, place_at)
                    or _host_before(doc, first, place_at, home, everywhere=True)
                    or _most_named(places, home)
                )
            else:
                someone.country = (
                    _host_before(doc, first, place_at, home)
                    or home
                    or _beside(doc, someone, leading, place_at)
                )
        elif office is not None and office.family in ("envoy", "adviser", "official", "rank"):
            someone.country = home if someone is leading else None


def _beside(
    doc: Document, someone: _Someone, leading: _Someone | None, place_at: dict[int, Place]
) -> str | None:
    """The state of an office-holder whom no words place: a host is at home where the text has
    arrived, anyone else belongs to the side of the person that the article is about.
    """
    if leading is None or someone is leading:
        return None
    first, last, _ = someone.spans[0]
    if any(word in _HOSTING for word in doc.lower[last : last + 6]):
        return _last_named(doc, first, place_at)
    return leading.country


def _place_behind(doc: Document, last: int, place_at: dict[int, Place]) -> str | None:
    """The country of the place right behind a name: "met President X in the Ukrainian capital"."""
    if doc.lower[last : last + 1] not in (["in"], ["at"]):
        return None
    return next((place_at[i].country for i in range(last + 1, last + 4) if i in place_at), None)


def _last_named(doc: Document, first: int, place_at: dict[int, Place]) -> str | None:
    """The country of the last place named in the two sentences before a name, the dateline aside."""
    number = doc.sentence_at(doc.starts[first])
    start = doc.sentences[max(0, number - 2)].first
    for i in range(first - 1, start - 1, -1):
        place = place_at.get(i)
        if place is not None and place.country and place.role == "location" and i > 6:
            return place.country
    return None


def _is_met(doc: Document, first: int) -> bool:
    """Whether a name is one of those whom the subject met: "called on President A and Minister B"."""
    sentence = doc.sentences[doc.sentence_at(doc.starts[first])]
    for i in range(first - 1, max(sentence.first, first - 60) - 1, -1):
        word = doc.lower[i]
        if word in _ACCOMPANY:
            return False
        if word in _MET and not (word == "by" and doc.lower[i - 1] in _ACCOMPANY):
            return True
    return False


_MET = frozenset(row["word"] for row in tables.rows("company_words") if row["kind"] == "met")
_HOSTING = frozenset(
    row["word"] for row in tables.rows("company_words") if row["kind"] == "hosting"
)
_ACCOMPANY = frozenset(
    row["word"] for row in tables.rows("company_words") if row["kind"] == "accompany"
)


def _host_before(
    doc: Document,
    first: int,
    place_at: dict[int, Place],
    home: str | None,
    *,
    everywhere: bool = False,
) -> str | None:
    """The country that was last named before a name, other than the article's own.

    Looks in the name's sentence, or in the whole text before it where `everywhere`.
    """
    start = 0 if everywhere else doc.sentences[doc.sentence_at(doc.starts[first])].first
    for i in range(first - 1, start - 1, -1):
        place = place_at.get(i)
        if place is not None and place.country and place.country != home:
            return place.country
    return None


def _most_named(places: Places, home: str | None) -> str | None:
    """The country that the article names most often, other than its own."""
    counted = Counter(p.country for p in places.places if p.country and p.country != home)
    return counted.most_common(1)[0][0] if counted else None


def _own_country(doc: Document, place_at: dict[int, Place], places: Places) -> str | None:
    """The state whose press office or agency speaks: told by the article's source or sign-off."""
    words = (doc.article.source or "").replace("(", " ").replace(")", " ").replace(",", " ").split()
    for size in range(min(4, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            name = " ".join(words[i : i + size])
            country = gazetteer.country_by_name(name) or gazetteer.demonym(name)
            if country:
                return country
    return None


def _result(
    doc: Document, everyone: list[_Someone], whose: dict[int, int], posts: list[Office]
) -> People:
    order = sorted(range(len(everyone)), key=lambda i: everyone[i].spans[0])
    number = {old: new for new, old in enumerate(order)}
    mentions = sorted(_mentions(doc, everyone, number))
    people = tuple(
        Person(
            name=" ".join(everyone[i].words),
            office=everyone[i].office.title if everyone[i].office else None,  # type: ignore[union-attr]
            country=everyone[i].country,
            mentions=tuple(Span(m.start, m.end) for m in mentions if m.person == number[i]),
        )
        for i in order
    )
    return People(people, tuple(mentions), tuple(posts))


def _mentions(doc: Document, everyone: list[_Someone], number: dict[int, int]) -> Iterator[Mention]:
    for index, someone in enumerate(everyone):
        for first, last, kind in someone.spans:
            yield Mention(doc.starts[first], doc.ends[last - 1], first, last, number[index], kind)
