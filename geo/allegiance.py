"""Whom people act for, where the words beside an office do not name the state."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from geo import gazetteer, tables
from geo.dossier import Place
from geo.mentions import Someone
from geo.places import Places
from geo.text import Document


def settle(
    doc: Document, everyone: list[Someone], place_at: dict[int, Place], places: Places
) -> None:
    """The state that each one acts for, where the words beside the office do not say it."""
    home = press_office(doc)
    abroad = [(i, p.country) for i, p in place_at.items() if p.country and p.country != home]
    most_named = _most_named(places, home)
    leading = min(everyone, key=lambda one: one.spans[0][0]) if everyone else None
    for someone in everyone:
        if someone.country is not None:
            continue
        first, last, _ = someone.spans[0]
        office = someone.office
        if office is not None and office.represents == "organisation":
            continue
        if someone is leading and home and office is not None:
            someone.country = home
        elif office is not None and office.represents == "state":
            if _is_met(doc, first):
                someone.country = (
                    _place_behind(doc, last, place_at) or _last_before(abroad, first) or most_named
                )
            elif _is_brought(doc, first):
                someone.country = home or (leading.country if leading else None)
            else:
                someone.country = (
                    _last_before(
                        abroad, first, doc.sentences[doc.sentence_at(doc.starts[first])].first
                    )
                    or home
                    or _beside(doc, someone, leading, place_at)
                )


def _of_state(doc: Document, last: int, place_at: dict[int, Place]) -> str | None:
    """The state behind a name: "President Askar Akayev | of Kyrgyzstan"."""
    if doc.lower[last : last + 1] != ["of"]:
        return None
    place = place_at.get(last + 2 if doc.lower[last + 1 : last + 2] == ["the"] else last + 1)
    return place.country if place is not None and place.kind == "country" else None


def settle_beside(doc: Document, everyone: list[Someone], place_at: dict[int, Place]) -> None:
    """The states that stand right beside a name: "Russia's Vladimir Putin", "X of Chile"."""
    for someone in everyone:
        first, last, _ = someone.spans[0]
        office = someone.office
        if someone.country or (office is not None and office.represents == "organisation"):
            continue
        before = place_at.get(first - 1) or (
            place_at.get(first - 2) if first and doc.lower[first - 1] in ("'s", "'") else None
        )
        someone.country = _of_state(doc, last, place_at)
        if someone.country is None and office is not None:
            someone.country = office.default_country
        if someone.country is None and before is not None and before.kind == "country":
            someone.country = before.country


def _beside(
    doc: Document, someone: Someone, leading: Someone | None, place_at: dict[int, Place]
) -> str | None:
    """The state of an office-holder whom no words place: a host is at home where the text has
    arrived, anyone else belongs to the side of the person that the article is about.
    """
    if leading is None or someone is leading:
        return None
    first, last, _ = someone.spans[0]
    hosts = any(word in _HOSTING for word in doc.lower[last : last + 6])
    if hosts or _both_lead(someone, leading):
        return _last_named(doc, first, place_at, leading.country)
    return leading.country


def _both_lead(someone: Someone, leading: Someone) -> bool:
    """Whether two people hold offices of which one state has but one: they act for two."""
    if someone.office is None or leading.office is None:
        return False
    families = {someone.office.family, leading.office.family}
    return families <= _SUMMIT or families == {"foreign minister"}


def _place_behind(doc: Document, last: int, place_at: dict[int, Place]) -> str | None:
    """The country of the place right behind a name: "met President X in the Ukrainian capital"."""
    for i in range(last, min(last + 6, len(doc.lower))):
        if doc.lower[i] in (",", ".", ";", "and"):
            return None
        if doc.lower[i] == "in":
            return next((place_at[k].country for k in range(i + 1, i + 4) if k in place_at), None)
    return None


def _last_named(
    doc: Document, first: int, place_at: dict[int, Place], other: str | None
) -> str | None:
    """The country of the last place in the two sentences before a name, if it is not `other`."""
    number = doc.sentence_at(doc.starts[first])
    start = doc.sentences[max(0, number - 2)].first
    for i in range(first - 1, start - 1, -1):
        place = place_at.get(i)
        if place is not None and place.role == "location" and place.country not in (None, other):
            return place.country
    return None


def _is_met(doc: Document, first: int) -> bool:
    """Whether the subject met the one named: "called on President A and Minister B"."""
    sentence = doc.sentences[doc.sentence_at(doc.starts[first])]
    for i in range(first - 1, max(sentence.first, first - 60) - 1, -1):
        word = doc.lower[i]
        if word in _ACCOMPANY:
            return False
        if word in _MET and not (word == "by" and doc.lower[i - 1] in _ACCOMPANY):
            return True
    return False


def _is_brought(doc: Document, first: int) -> bool:
    """Whether the one named goes along: "accompanied by Minister A and Minister B"."""
    sentence = doc.sentences[doc.sentence_at(doc.starts[first])]
    before = doc.lower[max(sentence.first, first - 60) : first]
    return any(word in _ALONG and "by" in before[i + 1 :] for i, word in enumerate(before))


def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in tables.rows("company_words") if row["kind"] == kind)


_SUMMIT = {"head of state", "head of government", "royal"}
_MET = _words("met")
_HOSTING = _words("hosting")
_ACCOMPANY = _words("accompany")
_ALONG = _words("all the way")


def _last_before(
    abroad: Sequence[tuple[int, str | None]], first: int, start: int = 0
) -> str | None:
    """The country last named between tokens `start` and `first`, other than the article's own."""
    at = bisect_left(abroad, first, key=lambda named: named[0]) - 1
    return abroad[at][1] if at >= 0 and abroad[at][0] >= start else None


def _most_named(places: Places, home: str | None) -> str | None:
    """The country that the article names most often, other than its own."""
    counted = Counter(p.country for p in places.places if p.country and p.country != home)
    return counted.most_common(1)[0][0] if counted else None


def press_office(doc: Document) -> str | None:
    """The state whose press office the article's source is; None where it names no state."""
    words = (doc.article.source or "").replace("(", " ").replace(")", " ").replace(",", " ").split()
    for size in range(min(4, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            name = " ".join(words[i : i + size])
            country = gazetteer.country_by_name(name) or gazetteer.demonym(name)
            if country:
                return country
    return None
