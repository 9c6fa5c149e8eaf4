"""Groupings of states that the text names, with their members on the day and as stated."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from geo import rosters, tables, text
from geo.dossier import Article, Grouping, Problem, Span
from geo.membership import Mention, Reader, coined, definers, words
from geo.places import Places
from geo.rosters import Name, all_groupings, members
from geo.text import Document

__all__ = ["Groups", "all_groupings", "find", "members"]


_EXAMINED = 100  # mentions of one grouping whose surroundings are read: members are told early


class Groups(NamedTuple):
    """In the order of their first mention; what only the title names comes last."""

    groupings: tuple[Grouping, ...] = ()
    problems: tuple[Problem, ...] = ()


def find(doc: Document, places: Places) -> Groups:
    """Name, then members: from the registry as of the article's day, joined with those stated."""
    named = list(_named(doc))
    head = doc.article.title
    titled = _in_title(head) if head else []
    named += _described(doc, places)
    named += _numbered(doc, named)
    strong = {one.grouping for one in (*named, *titled) if one.kind not in ("weak", "mask")}
    mentions = [_whole(one, strong) for one in named if one.grouping in strong]
    day = doc.article.date.isoformat() if doc.article.date else None
    stated: dict[str, set[str]] = {}
    if mentions or _may_define(doc):
        reader = Reader(doc, places, mentions, day)
        mentions += _new(reader, stated)
        mentions.sort(key=lambda one: one.first)
        _state(reader, mentions, stated)
        mentions += list(_later(doc, mentions))
    spans: dict[tuple[str, str], list[Span]] = {}
    for one in mentions:
        spans.setdefault((one.grouping, one.shown), []).append(Span(one.start, one.end))
    for one in titled:
        whole = _whole(one, strong)
        if one.grouping in strong and not any(whole.grouping == known for known, _ in spans):
            spans[whole.grouping, whole.shown] = []
    return Groups(
        tuple(
            _grouping(grouping, shown, found, stated.get(shown, set()), day)
            for (grouping, shown), found in spans.items()
        )
    )


def _whole(mention: Mention, strong: set[str]) -> Mention:
    """ "our C5 partners" speaks of the C5+1 where that is named too."""
    larger = rosters.larger().get(mention.grouping)
    if larger is None or larger not in strong:
        return mention
    return mention._replace(grouping=larger, shown=larger)


def _grouping(
    grouping: str, shown: str, found: list[Span], stated: set[str], day: str | None
) -> Grouping:
    return Grouping(
        name=shown,
        members=tuple(sorted({*members(grouping, day), *stated})),
        members_stated=tuple(sorted(stated)),
        as_of=day,
        mentions=tuple(sorted(set(found))),
    )


@cache
def _first_words() -> frozenset[str]:
    return frozenset(word.lower() for word in rosters.names())


def _named(doc: Document) -> Iterator[Mention]:
    """Every name of the registry that stands in the text, the longest at each place."""
    names = rosters.names()
    tokens, starts, ends = doc.words, doc.starts, doc.ends
    hyphened = {word for word in doc.mixed if "-" in word}
    done = 0
    for i in doc.where(hyphened | (_first_words() & doc.vocabulary)):
        if i < done:
            continue
        parts = rosters.pieces(tokens[i])
        for skipped, part in enumerate(parts):
            if part not in names:
                continue
            candidates = names[part].before(_behind(tokens, i, parts, skipped))
            found = _longest(candidates, tokens, i, skipped) if candidates else None
            if found is None:
                continue
            name, last, left = found
            if not _stands(name, tokens, i, last, parts, skipped, left):
                break
            start = starts[i] + sum(len(one) + 1 for one in parts[:skipped])
            end = ends[last - 1] - sum(len(one) + 1 for one in left)
            if doc.text[end : end + 1] == "$":
                break
            done = last
            if name.kind not in ("mask", "institution"):
                yield Mention(name.grouping, name.shown, name.kind, i, last, start, end)
            break


def _behind(tokens: list[str], i: int, parts: list[str], skipped: int) -> str | None:
    """The piece behind one of the pieces of token i."""
    if skipped + 1 < len(parts):
        return parts[skipped + 1]
    return rosters.pieces(tokens[i + 1])[0] if i + 1 < len(tokens) else None


def _longest(
    names: tuple[Name, ...], tokens: list[str], first: int, skipped: int
) -> tuple[Name, int, list[str]] | None:
    """The first name that fits, the token after it, and what its last token has left over."""
    found: list[str] = []
    owner: list[int] = []
    token = first
    for name in names:
        stop = skipped + len(name.pieces)
        while len(found) < stop and token < len(tokens):
            token = _cut(tokens, token, found, owner)
        if stop <= len(found) and _same(name, found[skipped:stop]):
            last = owner[stop - 1] + 1
            rest = zip(found[stop:], owner[stop:], strict=True)
            return name, last, [part for part, its in rest if its < last]
    return None


def _cut(tokens: list[str], token: int, found: list[str], owner: list[int]) -> int:
    """Add the pieces of one token; the token after it."""
    for part in rosters.pieces(tokens[token]):
        found.append(part)
        owner.append(token)
    return token + 1


def _same(name: Name, found: list[str]) -> bool:
    if name.loose:
        return all(
            rosters.fold(one) == piece for one, piece in zip(found, name.pieces, strict=True)
        )
    return all(
        one == piece or (len(piece) > 1 and one == piece.upper())
        for one, piece in zip(found, name.pieces, strict=True)
    )


def _stands(
    name: Name,
    tokens: list[str],
    first: int,
    last: int,
    parts: list[str],
    skipped: int,
    left: list[str],
) -> bool:
    """Whether the words around a name leave it a name of its own."""
    if left and left[0].lower() in words("suffix"):
        return False
    if skipped and parts[skipped - 1].lower() in words("prefix"):
        return False
    if name.kind != "alone":
        return True
    following = tokens[last] if last < len(tokens) else "."
    before = tokens[first - 1] if first else "."
    inside = before[0].isupper() and before not in ("The", "A") and not before.isupper()
    return not (
        following[0].isupper() or following == "of" or following == "bikes" or inside or left
    )


def _in_title(title: str) -> list[Mention]:
    return list(_named(text.read(Article(text=title))))


_NUMBERED = re.compile(r"[A-Z]{0,3}\d{1,2}\+\d{1,2}")  # 16+1  C5+1  EU3+3; not 5+1=6


def _numbered(doc: Document, named: list[Mention]) -> Iterator[Mention]:
    """ "the 7+1 format": a format by its numbers that no table holds."""
    if "+" not in doc.text:
        return
    known = {one.first for one in named}
    for i, word in enumerate(doc.words[:-1]):
        held = i in known or word in rosters.names()
        if "+" not in word or held or not _NUMBERED.fullmatch(word):
            continue
        if doc.lower[i + 1] in words("head") or doc.lower[i + 1] in words("member"):
            yield Mention(word, word, "numbered", i, i + 1, doc.starts[i], doc.ends[i])


@cache
def _formats() -> dict[str, list[tuple[tuple[str, ...], str, str, str, tuple[str, ...]]]]:
    """Described formats by the region's first word."""
    found: dict[str, list[tuple[tuple[str, ...], str, str, str, tuple[str, ...]]]] = {}
    for row in tables.rows("grouping_formats"):
        region = tuple(row["region"].split())
        entry = (
            region,
            row["count"],
            row["grouping"],
            row["partner"],
            tuple(row["words"].split("|")),
        )
        found.setdefault(region[0], []).append(entry)
    return found


@cache
def _regions() -> frozenset[str]:
    return frozenset(word.lower() for word in _formats())


def _described(doc: Document, places: Places) -> Iterator[Mention]:
    """ "the five Central Asian foreign ministers", in one sentence with the outside partner."""
    regions = [i for i in doc.where(_regions()) if doc.words[i] in _formats()]
    if not regions:
        return
    said: dict[int, str] = {}
    partners = {(place.country, doc.sentence_at(place.start)) for place in places.places}
    for first in regions:
        at = doc.sentence_at(doc.starts[first])
        if at not in said:
            said[at] = doc.text[doc.sentences[at].start : doc.sentences[at].end]
            said = {at: said[at]}
        for region, count, grouping, partner, spoken in _formats()[doc.words[first]]:
            last = first + len(region)
            counted = count in doc.lower[max(0, first - 3) : first]
            if tuple(doc.words[first:last]) != region or not counted:
                continue
            if (partner, at) in partners or any(word in said[at] for word in spoken):
                start, end = doc.starts[first], doc.ends[last - 1]
                yield Mention(grouping, grouping, "described", first, last, start, end)
                break


def _may_define(doc: Document) -> bool:
    """Whether the text has a word for a grouping and one that defines, so that one may be new."""
    return not (words("head").isdisjoint(doc.vocabulary) or definers().isdisjoint(doc.vocabulary))


def _new(reader: Reader, stated: dict[str, set[str]]) -> list[Mention]:
    """Groupings that the text defines, with every place where their name stands again."""
    found = []
    for mention, codes in coined(reader):
        stated.setdefault(mention.shown, set()).update(codes)
        found.append(mention)
    return found


def _state(reader: Reader, mentions: list[Mention], stated: dict[str, set[str]]) -> None:
    """Add to `stated` what the words around the mentions say of members."""
    seen: Counter[str] = Counter()
    for one in mentions:
        seen[one.shown] += 1
        codes = reader.stated(one) if seen[one.shown] <= _EXAMINED else ()
        if codes:
            stated.setdefault(one.shown, set()).update(codes)
    for token in reader.doc.where({"members"}):
        last = _last_before(mentions, token)
        if last and token >= last.last + 2:
            codes = reader.members_apart(last, token)
            if codes:
                stated.setdefault(last.shown, set()).update(codes)


def _last_before(mentions: list[Mention], token: int) -> Mention | None:
    """The mention that begins last before `token`; `mentions` are in the order of the text."""
    place = bisect_left(mentions, token, key=lambda one: one.first)
    return mentions[place - 1] if place else None


@cache
def _later_words() -> frozenset[str]:
    rows = tables.rows("grouping_names")
    return frozenset(row["name"] for row in rows if row["kind"] == "later")


def _later(doc: Document, mentions: list[Mention]) -> Iterator[Mention]:
    """ "the bloc": the grouping named last before it."""
    if not mentions:
        return
    for token in doc.where(_later_words()):
        last = _last_before(mentions, token)
        if last and last.last <= token and "the" in doc.lower[max(0, token - 2) : token]:
            start, end = doc.starts[token], doc.ends[token]
            yield last._replace(first=token, last=token + 1, start=start, end=end)
