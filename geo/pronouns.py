"""Whom "he", "she", "his" and "her" stand for."""

from __future__ import annotations

from bisect import bisect_left

from geo import tables, tense
from geo.mentions import Someone
from geo.text import Document

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_FINITE = {"will", "would", "is", "was", "has", "had", "also", "then"}
_SAYING = tables.words("clause_words", "said")
_OPENING = {"at", "on", "in", "with", "by", "after", "following", "before", "during", "upon"}


def mention(doc: Document, everyone: list[Someone], whose: dict[int, int]) -> None:
    """ "He", "she", "his", "her": whoever the running text is about."""
    pronouns = doc.where(_PRONOUNS.keys())
    if not everyone or not pronouns:
        return
    at = {
        first: (index, last) for index, one in enumerate(everyone) for first, last, _ in one.spans
    }
    royal = sorted(
        (one.spans[0][0], index)
        for index, one in enumerate(everyone)
        if one.office is not None and one.office.family == "royal"
    )
    previous: int | None = None  # whom the sentence before was about, and the one before that
    earlier: int | None = None
    last_named: list[int] = []  # those whom the sentence before names
    waiting = sorted({*at, *pronouns})
    begin = 0
    for sentence in doc.sentences:
        end = bisect_left(waiting, sentence.last, begin)
        if begin == end:
            continue
        current = topic = actor = None  # who acted last, whom the sentence is about, who acts first
        listed: list[int] = []  # those named in the list that opens the sentence, up to `until`
        until: int | None = sentence.first
        thanked: int | None = None  # whom somebody thanks "for receiving him"
        named: list[int] = []
        for i in waiting[begin:end]:
            if i in at:
                index, last = at[i]
                if _invites(doc, i):
                    continue  # "the visit is at the invitation of | Rau. He will": not Rau
                named.append(index)
                if doc.lower[last : last + 1] == ["for"] and current not in (None, index):
                    doing = doc.lower[last + 1 : last + 2]
                    thanked = index if doing and doing[0].endswith("ing") else thanked
                if until is not None:
                    until = last if _goes_on(doc, until, i) else None
                    listed += [index] if until else []
                # "that Rau in his call with Ruiz promised": his is Rau's
                acts = _acts(doc, last) or doc.lower[i - 1] == "that" or _is_sent(doc, i, last)
                if current is None or acts:
                    current = index
                if acts and actor is None:
                    actor = current
                topic = current if topic is None else topic
                continue
            gender = _PRONOUNS[doc.lower[i]]
            named_behind = i in at or i + 2 in at
            reigns = doc.lower[i + 1 : i + 2] == ["majesty"] and not named_behind
            king = _sovereign(everyone, royal, i, gender) if reigns else None
            if king is not None:
                everyone[king].spans.append((i + 1, i + 2, "office"))
                whose[i + 1] = king
                current, topic = king, king if topic is None else topic
                continue
            following = doc.lower[i + 1] if i + 1 < len(doc.lower) else ""
            if i in whose or following in _ADDRESSES:
                continue
            # "where Rau received him": not Rau
            object_ = _is_object(doc, i) and _acts_nearby(doc, at, i, current)
            acting = None if object_ else current
            # "Rau, Ruiz and others were waiting, and he": none of them
            of_none = len(set(listed)) > 1 and doc.lower[i] in _ACTING and previous not in listed
            among = previous if of_none else None
            beside = _beside(doc, at, i)
            topical = topic if topic != current else None
            last_of = previous
            if previous is not None and previous == beside:
                last_of = earlier if earlier is not None else _other(last_named, beside)
            hosting = _by_thanks(doc, i, current, thanked) if thanked is not None else None
            meant = next(
                (
                    p
                    for p in (hosting, among, acting, topical, last_of)
                    if p is not None and p != beside and _fits(everyone[p], gender)
                ),
                None,
            )
            if meant is None:
                meant = _named_behind_comma(doc, at, i, sentence.last)
                meant = meant if meant is not None and _fits(everyone[meant], gender) else None
            if meant is None and doc.lower[i] in _ACTING and doc.lower[i - 1] in _BEFORE_LEADING:
                meant = _named_behind(doc, at, i, sentence.last)
            if meant is not None:
                everyone[meant].spans.append((i, i + 1, "pronoun"))
                whose[i] = meant
                if actor is None and _acts(doc, i + 1):
                    actor = meant  # "On Monday he saw Rau, who was": he acts first
                current = current if current is not None else meant
                topic = topic if topic is not None and not of_none else meant
        begin = end
        last_named = named
        if doc.lower[sentence.first] in _OPENING and actor is not None:
            topic = actor  # "At the invitation of Rau, Ruiz is in Oslo. She": Ruiz
        if topic is not None and topic != previous:
            previous, earlier = topic, previous


def _beside(doc: Document, at: dict[int, tuple[int, int]], i: int) -> int | None:
    """Who is told of beside "he" at token i, and so is not he: "he and Rau", "he thanked Rau"."""
    if doc.lower[i] not in _ACTING or i + 3 >= len(doc.lower):
        return None
    if doc.lower[i + 1] != "and" and "past" not in tense.forms(doc.lower[i + 1]):
        return None
    return at.get(i + 2 + (doc.lower[i + 2] == "the"), (None,))[0]


def _other(named: list[int], one: int) -> int | None:
    """The other one, where a sentence names two."""
    others = {*named} - {one}
    return others.pop() if len(others) == 1 else None


def _by_thanks(doc: Document, i: int, current: int | None, thanked: int) -> int | None:
    """Whom a pronoun stands for in what somebody is thanked for, where the words tell.

    "Rau thanked Ruiz for receiving | him right after | his return": Rau, and Ruiz.
    """
    before, behind = doc.lower[i - 1], doc.lower[i + 1 : i + _NEAR_RETURN]
    received = before.endswith("ing") or before == "for"
    if received and (doc.lower[i] == "him" or not _BEHIND_GUEST.isdisjoint(behind[:1])):
        return current
    return thanked if not _RETURNING.isdisjoint(behind) else None


_NEAR_RETURN = 4  # tokens: "he | came straight back"
_RETURNING = tables.words("company_words", "returning")
_BEHIND_GUEST = {"right", "so", "straight", "soon", "shortly", "immediately", "just", "after", "in"}


def _invites(doc: Document, i: int) -> bool:
    """Whether somebody is only named as who invited: "at the invitation of | Rau"."""
    j = i - 1 if doc.lower[i - 1] == "the" else i
    return doc.lower[max(0, j - 2) : j] == ["invitation", "of"]


def _is_sent(doc: Document, i: int, last: int) -> bool:
    """Whether a name is whom somebody sends: "sent | the envoy Rau | to Lima, where he"."""
    near = doc.lower[max(0, i - 4) : i]
    return doc.lower[last : last + 1] == ["to"] and not _SENDING.isdisjoint(near)


_SENDING = {"sent", "sends", "send", "sending", "dispatched", "dispatches"}


def _goes_on(doc: Document, first: int, i: int) -> bool:
    """Whether only offices and commas stand before a name: "Rau | , Premier | Ruiz | and | Kim"."""
    return i - first < _FARTHEST_NAME and all(
        doc.words[k][0].isupper() or doc.lower[k] in _IN_LIST for k in range(first, i)
    )


_IN_LIST = {",", "and", "the"}


def _named_behind_comma(
    doc: Document, at: dict[int, tuple[int, int]], i: int, stop: int
) -> int | None:
    """Who is named first behind token i, if a comma stands before: "On his arrival, | Rau".

    Who is only quoted between two commas is passed by: "On his arrival, Ruiz said, | Rau".
    """
    for k in range(i + 1, min(stop, i + _FARTHEST_NAME)):
        if k in at:
            before = k - 2 if doc.lower[k - 1] == "the" else k - 1
            behind = doc.lower[at[k][1] : at[k][1] + _LONGEST_INSERTED]
            said = doc.lower[before] in _SAYING or not _SAYING.isdisjoint(behind[:1])
            if not (said and "," in behind):
                return at[k][0] if doc.lower[before] == "," else None
    return None


_LONGEST_INSERTED = 4  # tokens: "Ruiz | said on Monday,"


# "His Royal Highness": a form of address, and nobody named before it
_ADDRESSES = {"royal", "majesty", "highness", "excellency", "holiness", "eminence"}


def _sovereign(
    everyone: list[Someone], royal: list[tuple[int, int]], i: int, gender: str
) -> int | None:
    """Whom "His Majesty" stands for where no name follows: the one who reigns, named before.

    royal: the first token and the position of each who reigns, in the order of the text.
    """
    last = bisect_left(royal, (i, 0))
    near = reversed(royal[max(0, last - _MOST_REIGNING) : last])
    return next((index for _, index in near if _fits(everyone[index], gender)), None)


_MOST_REIGNING = 20
_FARTHEST_NAME = 25  # tokens


_ACTING = {"he", "she"}
_BEFORE_LEADING = {"after", "before", "when", "while", "as", "since", "until", "once"}


def _named_behind(doc: Document, at: dict[int, tuple[int, int]], i: int, stop: int) -> int | None:
    """Who acts in the clause behind that of a leading "he": "After he met Ruiz, | Rau said"."""
    for j in range(i + 1, stop):
        if j in at and _acts(doc, at[j][1]):
            return at[j][0]
    return None


_PREPOSED = {"at", "in", "on", "to", "with", "for", "by"}


def _is_object(doc: Document, i: int) -> bool:
    """Whether "him" stands at token i, or a "her" that owns nothing: "a dinner for her on"."""
    if doc.lower[i] != "her":
        return doc.lower[i] == "him"
    following = doc.lower[i + 1] if i + 1 < len(doc.lower) else "."
    return not following[0].isalpha() or following in _BEHIND_OBJECT


_BEHIND_OBJECT = {*_PREPOSED, "and", "there", "here", "as", "again", "today"}


def _acts_nearby(doc: Document, at: dict[int, tuple[int, int]], i: int, who: int | None) -> bool:
    """Whether `who` is named close before token i, so that "him" is someone else."""
    return any(j in at and at[j][0] == who for j in range(max(0, i - 8), i))


def _fits(someone: Someone, gender: str) -> bool:
    return someone.gender in ("", gender)


def _acts(doc: Document, last: int) -> bool:
    """Whether the mention before token `last` is the subject of a verb: a finite form follows."""
    if last >= len(doc.lower):
        return False
    word = doc.lower[last]
    return word in _FINITE or bool(tense.forms(word) & {"past", "third"})
