"""Who publishes an article: the state whose press office speaks, or where a paper writes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from geo import gazetteer, tables
from geo.text import Document


def press_office(doc: Document) -> str | None:
    """The state whose press office speaks, by the article's source, else by its last lines."""
    state = _speaking_for(doc.article.source or "")
    return _signed(doc) if state is None else state


# Every reader of an article asks of the same source; a stranger's may be long, so few are kept.
_KEPT = 8


@lru_cache(_KEPT)
def _speaking_for(source: str) -> str | None:
    """The state, if any, for which a source speaks: "Ministry of Foreign Affairs of Chile"."""
    papers: list[str] = []
    for name in _names_in(source):
        outlet = _OUTLETS.get(name)
        if outlet is not None and outlet["kind"] == "office":
            return outlet["alpha2"]
        if outlet is not None:
            papers.append(name)
        if any(name in paper for paper in papers):
            continue  # "Canadian Business" does not speak for Canada
        country = gazetteer.country_by_name(name) or gazetteer.demonym(name)
        if country:
            return country
    return None


def _signed(doc: Document) -> str | None:
    """The state that signs a release: "MINISTRY OF FOREIGN AFFAIRS | SINGAPORE"."""
    lines = [line.strip() for line in doc.text[-_SIGNATURE:].splitlines() if line.strip()]
    for office, state in pairwise(lines[-5:]):
        if not _OFFICES_THAT_SIGN.isdisjoint(office.lower().split()) and len(state) < 40:
            return gazetteer.country_by_name(state.title())
    return None


_SIGNATURE = 200  # characters
_OFFICES_THAT_SIGN = {
    "ministry",
    "office",
    "mfa",
    "mofa",
    "chancellery",
    "presidency",
    "secretariat",
}


def home(doc: Document) -> str | None:
    """The state in which the article's source writes, where the source is known for it."""
    return _writing_in(doc.article.source or "")


@lru_cache(_KEPT)
def _writing_in(source: str) -> str | None:
    found = (_OUTLETS.get(name) for name in _names_in(source))
    return next((outlet["alpha2"] for outlet in found if outlet is not None), None)


_OUTLETS = {row["name"]: row for row in tables.rows("outlets")}


def _names_in(source: str) -> Iterator[str]:
    """The words of a source, longer runs first."""
    words = source.replace("’", "'").translate(_MARKS).split()
    for size in range(min(4, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            yield " ".join(words[i : i + size])


_MARKS = str.maketrans("(),;/", "     ")
