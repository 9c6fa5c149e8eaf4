"""Lists of people: "President Ana Ruiz, her Czech counterpart, Jana Novotna, and other leaders"."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple

from geo import before_names, clauses, offices, tables, tense
from geo.destinations import Destinations
from geo.page import Page
from geo.text import Sentence
from geo.written_dates import small_number


class Guest(NamedTuple):
    """Someone in a list: position in `People.people`, and the token behind their name.

    apart: met after those before ("with Lavrov | and then with Putin").
    """

    person: int
    last: int
    apart: bool = False


class Company(NamedTuple):
    """The people listed from some token on.

    countries: states of those who are not named ("Polish leaders"). last: the token behind them.
    """

    guests: tuple[Guest, ...]
    countries: tuple[str, ...]
    last: int

    @property
    def people(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys([guest.person for guest in self.guests]))

    def apart(self) -> Company:
        """The same people, each met alone: "met, among others, Rau and Ruiz"."""
        return self._replace(guests=tuple(guest._replace(apart=True) for guest in self.guests))


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in `data/tables/meeting_words.csv`."""
    return tables.words("meeting_words", kind)


_LONGEST_GAP = 9
_TOGETHER = {("as", "well"), ("along", "with"), ("together", "with")}
_FULLEST = 20  # guests; a longer list is a register, not a meeting


def at(page: Page, i: int, sentence: Sentence, *, subject: bool = False) -> Company | None:
    """The people listed from token i on; None where the words there begin no such list.

    subject: a verb may follow the last of them ("talks between A and B | took place").
    """
    key = (i, sentence.first, sentence.last, subject)
    if key not in page.companies:
        listed = _read(page, i, sentence, subject)
        if listed is not None and listed.guests and ";" in page.doc.vocabulary:
            listed = _by_semicolons(page, i, sentence, listed) or listed
        page.companies[key] = listed
    found: Company | None = page.companies[key]
    return found


def named_of_group(page: Page, i: int, sentence: Sentence) -> Company | None:
    """Whom the words behind a group name of it: "met | officials in Rome, including A and B"."""
    lower = page.doc.lower
    if page.doc.vocabulary.isdisjoint(_NAMING):
        return None
    for j in range(i + 1, min(i + _FURTHEST, sentence.last - 1)):
        if j in page.mention_at:
            return None
        among = lower[j : j + 2] == ["among", "them"]
        if lower[j - 1] == "," and (lower[j] == "including" or among):
            named = at(page, j + 1 + among, sentence)
            return None if words("group").isdisjoint(lower[i:j]) else named
    return None


_NAMING = frozenset({"including", "among"})
_FURTHEST = 30  # tokens


def _by_semicolons(page: Page, i: int, sentence: Sentence, begun: Company) -> Company | None:
    """The people of a list with semicolons, one in each entry: "by Rau; Ana Ruiz, its head; and".

    begun: those who were read from token i on as of any list.
    """
    marks = page.doc.standing_in({";"}, i, sentence.last)
    if len(marks) < _MANY:
        return None
    bounds = [i - 1, *marks, sentence.last]
    guests: list[Guest] = []
    for first, last in pairwise(bounds):
        named = {
            page.mention_at[j].person: page.mention_at[j]
            for j in page.names_in(first + 1, last)
            if page.mention_at[j].kind == "name"
        }
        if len(named) != 1:
            return None
        mention = next(iter(named.values()))
        guests.append(Guest(mention.person, mention.last))
    goes_on = guests[0].person == begun.guests[0].person and len(guests) > len(begun.guests)
    return Company(tuple(guests), begun.countries, sentence.last) if goes_on else None


_MANY = 2  # semicolons


def _read(page: Page, i: int, sentence: Sentence, subject: bool) -> Company | None:
    doc, lower = page.doc, page.doc.lower
    i = _past_heading(page, i, sentence)
    group, filler, join = words("group"), words("filler"), words("join")
    guests: list[Guest] = []
    countries: list[str] = []
    pending: list[str] = []  # states named since the last guest: "Polish | leaders"
    unnamed = False  # a group was named, and "of Kuwait" may follow
    unnamed_group = False
    office_open = closing = False
    last = k = i
    gap = 0
    end_of_text = len(lower)
    while k < sentence.last and gap <= _LONGEST_GAP and len(guests) < _FULLEST:
        word = lower[k]
        mention = page.mention_at.get(k)
        if mention is not None and not before_names.is_possessive(page, k, mention.kind):
            end = max(mention.last, k + 1)
            if guests and gap == 0 and mention.kind == "pronoun":
                break  # "In talks with Rau | he said"
            # "with Rau and Ruiz, | Byrne and others said": "and" has closed the list
            closed = closing and len(guests) > 1 and lower[k - 1] == ","
            closed = closed and _acts_behind(page, end, sentence)
            # "Rau of Peru, | Ruiz said"
            joint = last if guests and lower[k - 1] not in (",", "and", "but") else k - 1
            behind = lower[end] if end < end_of_text else ""
            if (
                closed
                or behind in _KIN
                or (guests and _is_served(page, last, mention.first))
                or behind in ("'s", "'")
                or (not subject and _begins_clause(page, joint, end, sentence))
            ):
                break
            closing = bool(guests) and _closes(page, k)
            apart = bool(guests) and not _apart_words().isdisjoint(lower[last:k])
            guests.append(Guest(mention.person, end, apart))
            last = k = end
            gap, pending, unnamed, office_open = 0, [], False, False
            continue
        if guests and gap == 0 and (beyond := _past_onward(page, k, sentence)) is not None:
            k, gap = beyond, 1
            continue
        if guests and gap == 0 and (beyond := _past_day(page, k, sentence)) is not None:
            k = beyond
            continue
        place = page.place_at.get(k)
        if place is not None:
            end = max(doc.token_at(place.end - 1) + 1, k + 1)
            if place.country and unnamed:
                countries.append(place.country)
                last = end
            elif place.country and (place.role == "demonym" or place.kind == "country"):
                pending.append(place.country)
            elif guests and gap == 0:
                break
            if guests and lower[k - 1] in ("of", "the"):
                pending = []  # "Kagame of | Rwanda"
            k, gap = end, gap + 1
            continue
        if word in group:
            countries.extend(pending)
            unnamed, last = True, k + 1
            unnamed_group = True
            k, gap = k + 1, 0
            if not guests and (led := _past_led(page, k, sentence)):
                k = led
            elif begun := _past_including(page, k, sentence):
                k, unnamed = begun, False
            continue
        if word in _STATES and (listed := _states_named(page, k + 1, sentence)) is not None:
            countries += [place.country for place in listed.places]
            last = listed.last
            break
        office = page.office_at.get(k)
        if office is not None:
            if office.country and not (guests and lower[k - 1] == ","):
                office_open = True
                pending.append(office.country)
            k, gap = max(office.last, k + 1), gap + 1
            continue
        if office_open and pending and word not in (",", "and", "of", "the"):
            countries.append(pending[-1])
            office_open, last = False, k
        small = word in filler or word in join or word in before_names.POSSESSIVES
        if small or small_number(word) is not None:
            if word == ";" and not guests:
                break
            k, gap = k + 1, gap + 1
            continue
        titled = not guests and k > i and doc.words[k - 1][0].isupper()  # "the Mayor | of Lisbon"
        if word in ("of", "from") and (unnamed or office_open or titled or _is_state(page, k + 1)):
            k, gap = k + 1, gap + 1
            continue
        again = word in ("then", "with") or (word == lower[i - 1] and k + 1 not in page.when_at)
        if again and guests and lower[k - 1] in ("and", "then"):
            k, gap = k + 1, gap + 1  # "first with Lavrov and then with Putin", "on A and on B"
            continue
        following = lower[k + 1] if k + 1 < end_of_text else ""
        if following in ("'s", "'") and not guests:
            k, gap = k + 2, gap + 1  # "the island 's new premier"
            continue
        if word == "'s":
            k, gap = k + 1, gap + 1  # "South Korea | 's new president"
            continue
        if (word, following) in _TOGETHER:
            k, gap = k + 3 if word == "as" else k + 2, 0
            continue
        if word == ":" and not guests and (unnamed or k == i):
            k, gap = k + 1, 0  # "the five presidents: Ana Ruiz of Peru, …"
            continue
        if not guests and word in offices.words() and not group.isdisjoint(lower[k + 1 : k + 3]):
            k, gap = k + 1, gap + 1  # "the | foreign | ministers Ana Ruiz of Peru and …"
            continue
        if not guests and k > i and lower[k - 1] != "," and before_names.is_adjective(page, k):
            k, gap = k + 1, gap + 1  # "Colombia's first | leftist | president"
            continue
        if lower[k - 1] not in ("of", "from") and (
            begun := before_names.past_description(page, k, sentence)
        ):
            k, gap = begun, 0  # "the | rebel leader | Sami Khalil"
            continue
        step = before_names.within_title(page, k, sentence)
        if step:
            gap += 1 if k == i or not doc.words[k - 1][0].isupper() else 0
            k += step
            continue
        break
    if office_open and pending:
        countries.append(pending[-1])
    if unnamed_group and not guests:
        named = _behind_colon(page, k, sentence)
        if named is not None:
            return named
    if not guests and not countries:
        return None
    return Company(tuple(guests), tuple(dict.fromkeys(countries)), last)


@cache
def _apart_words() -> frozenset[str]:
    """What stands before somebody met later: "met Rau and | afterwards | Ruiz"."""
    return words("onward") - {"then", "also"} | {"with"}


def _past_heading(page: Page, i: int, sentence: Sentence) -> int:
    """The token behind "the following delegation:", where a list begins so; else i."""
    lower = page.doc.lower
    if "following" not in lower[i : i + 2]:
        return i
    until = range(i + 1, min(sentence.last - 1, i + _LONGEST_HEADING))
    return next((j + 1 for j in until if lower[j] == ":"), i)


_LONGEST_HEADING = 7  # tokens


def _acts_behind(page: Page, end: int, sentence: Sentence) -> bool:
    """Whether a verb with its own tense stands behind token `end`, for which a name may act."""
    return any(
        page.doc.lower[j] in clauses.auxiliaries()
        or tense.forms(page.doc.lower[j]) & {"past", "third"}
        for j in range(end, min(sentence.last, end + _FURTHEST))
    )


# Behind a name: others than the one named.
_KIN = frozenset(("family", "administration", "government", "regime", "cabinet"))


def _is_served(page: Page, last: int, first: int) -> bool:
    """Whether a name, from token `first`, is in the office of the guest before it.

    "Rau, | head of cabinet of the European Commission President | Ruiz".
    """
    between = page.doc.lower[last:first]
    served = max((n for n, word in enumerate(between) if word in ("of", "to", "for")), default=0)
    return between[:1] == [","] and served > 1 and {",", "and"}.isdisjoint(between[1:])


def _past_led(page: Page, k: int, sentence: Sentence) -> int:
    """The token behind "(a delegation) from the senate, | led by"; 0 where nobody is told to."""
    lower = page.doc.lower
    for j in range(k, min(k + _LONGEST_GAP, sentence.last - 1)):
        if lower[j] in clauses.words("leading") and lower[j + 1] == "by":
            return j + 2
        if lower[j] == "leadership" and lower[j + 1] == "of":
            return j + 2
        if j in page.mention_at or tense.forms(lower[j]) & {"past", "third"}:
            return 0
    return 0


_STATES = frozenset(("countries", "states", "nations", "governments"))


def _states_named(page: Page, i: int, sentence: Sentence) -> Destinations | None:
    """The states of "(several countries) | including Chile, Mali and Peru"."""
    i += page.doc.lower[i : i + 1] == [","]
    if i + 1 >= sentence.last or page.doc.lower[i] not in words("naming"):
        return None
    listed = page.places_from(i + 1)
    return listed if listed is not None and listed.places else None


def _past_including(page: Page, k: int, sentence: Sentence) -> int:
    """The token behind "(members) of the economic team, | including"; 0 where none are named."""
    for j in range(k, min(k + _LONGEST_GAP, sentence.last - 1)):
        if page.doc.lower[j] in words("naming"):
            return j + 1
        place = page.place_at.get(j)
        beyond = place is not None and place.kind == "country" and place.role != "demonym"
        beyond = beyond or (not page.doc.lower[j][0].isalnum() and page.doc.lower[j] != ",")
        if j in page.mention_at or beyond or tense.forms(page.doc.lower[j]) & {"past", "third"}:
            return 0
    return 0


def _closes(page: Page, k: int) -> bool:
    """Whether the name at token k is the last of a list: "and" stands before it.

    Not in "Foreign Minister and Deputy Prime Minister Rau".
    """
    j = k - 1
    while page.doc.lower[j] in ("the", *before_names.POSSESSIVES):
        j -= 1
    office = j - 1 in page.office_at and j - 1 not in page.mention_at
    return page.doc.lower[j] in ("and", "&") and not office


def fronted(page: Page, i: int, sentence: Sentence) -> Company | None:
    """Whom the verb at token i has for an object before it.

    "Rau, whom he | met", "Rau was among the leaders whom she | met".
    """
    lower = page.doc.lower
    k = i - 1  # the first token of the verb's subject
    while k > sentence.first and (k in page.mention_at or k in page.office_at or lower[k] == "the"):
        k -= 1
    relative = lower[k] in ("whom", "that")
    if k == i - 1 or not (relative or lower[k] in words("group")):
        return None
    j = k - 1 if lower[k - 1] == "with" else k  # "Rau, | with | whom"
    before = page.mention_at.get(j - 2 if lower[j - 1] == "," else j - 1)
    if lower[k] == "whom" and before is not None:
        return Company((Guest(before.person, i + 1),), (), i + 1)
    for j in range(k - 1, sentence.first, -1):
        if lower[j] in words("one of"):
            first = page.mention_at.get(j - 2)
            be = lower[j - 1] in clauses.words("be")
            return Company((Guest(first.person, i + 1),), (), i + 1) if be and first else None
    return None


def _past_onward(page: Page, k: int, sentence: Sentence) -> int | None:
    """Past the words that open another meeting: "Rau | and later, at the airport, with | Ruiz"."""
    lower = page.doc.lower
    j = k
    if lower[k] in ("and", ","):
        j = k + 2 if lower[k + 1 : k + 2] == ["and"] else k + 1
    if j >= len(lower) or lower[j] not in words("onward"):
        return None
    for n in range(j + 1, min(j + _LONGEST_GAP, sentence.last)):
        if lower[n] == "with":
            return n + 1
        if n in page.mention_at or tense.forms(lower[n]) & {"past", "third"}:
            return None
    return None


def _behind_colon(page: Page, k: int, sentence: Sentence) -> Company | None:
    """The names of a group: "received the five presidents in Xi'an: | Ana Ruiz of Peru, …"."""
    for j in range(k, min(sentence.last - 1, k + _FARTHEST_COLON)):
        if page.doc.words[j] == ":":
            found = at(page, j + 1, sentence)
            return found if found is not None and len(found.guests) > 1 else None
    return None


_FARTHEST_COLON = 25


def _past_day(page: Page, k: int, sentence: Sentence) -> int | None:
    """Past a day or place in a list: "Sattar | in Quetta on Sunday | and Musharraf in Lahore".

    Also "Sattar | later Saturday | and Musharraf on Monday".
    """
    lower = page.doc.lower
    if lower[k] not in _BEFORE_DAY and k not in page.when_at:
        return None
    j = k
    place = page.place_at.get(k + 1)
    if lower[k] in ("in", "at") and place is not None and place.role != "demonym":
        j = page.doc.token_at(place.end - 1) + 1
    j += lower[j : j + 1] == ["on"]
    while j < sentence.last and j in page.when_at:
        j += 1
    if j == k or j >= sentence.last or lower[j - 1] == "on":
        return None
    if lower[j : j + 1] not in (["and"], [","]):
        return None
    for n in range(j + 1, min(j + 6, sentence.last)):
        mention = page.mention_at.get(n)
        if mention is not None and mention.kind == "name":
            end = max(mention.last, n + 1)
            return None if _begins_clause(page, j, end, sentence) else j
        if lower[n] not in words("filler") and n not in page.place_at and n not in page.office_at:
            return None
    return None


_BEFORE_DAY = frozenset(("in", "at", "on"))


def _is_state(page: Page, k: int) -> bool:
    """Whether a country's name stands at token k, an article aside: "Kagame of | Rwanda"."""
    place = page.place_at.get(k) or page.place_at.get(k + 1)
    return place is not None and place.kind == "country" and place.role != "demonym"


def _begins_clause(page: Page, before: int, end: int, sentence: Sentence) -> bool:
    """Whether a name is the subject of a new clause: "…, and Rau said".

    before: the token behind the name before it; end: the token behind the name.
    """
    lower = page.doc.lower
    if lower[before] not in (",", "and", "but") or end >= sentence.last:
        return False
    j = end
    if lower[j] == "," and "who" in lower[j + 1 : j + 2]:
        return False
    while j < sentence.last and lower[j] in clauses.words("adverb"):
        j += 1
    if j >= sentence.last:
        return False
    word = lower[j]
    if (
        word in clauses.words("will")
        or word.endswith("n't")
        or word in ("is", "was", "has", "had", "would", "are", "were")
    ):
        return True
    return bool(tense.forms(word) & {"past", "third"}) and page.place_at.get(j) is None
