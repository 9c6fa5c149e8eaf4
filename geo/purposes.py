"""What a sum is to be used for, in the article's own words."""

from __future__ import annotations

from geo import clauses
from geo.giving import words
from geo.parties import Parties
from geo.text import Document


def purpose(doc: Document, parties: Parties, first: int, stop: int) -> str | None:
    """The words after "to" with a verb or after "for", else what the money comes as.

    first: the token behind the sum. stop: where the next sum or the sentence's end stands.
    """
    begin = _begin(doc, parties, first, stop)
    if begin is None and doc.lower[first : first + 1] in (["in"], ["of"]) and first + 1 < stop:
        begin = first + 1
    if begin is None:
        return None
    end = begin
    while end < stop and not _ends(doc, end):
        end += 1
    while end > begin and doc.lower[end - 1] in words("trailing"):
        end -= 1
    said = doc.text[doc.starts[begin] : doc.ends[end - 1]] if end > begin else ""
    return " ".join(said.split()) or None


def _begin(doc: Document, parties: Parties, first: int, stop: int) -> int | None:
    """The token behind the first "to" or "for" that tells a purpose."""
    for i in range(first, stop - 1):
        word, following = doc.lower[i], doc.lower[i + 1]
        if word in (";", ":"):
            return None
        named = parties.at.get(i)
        if named is not None and named.first < i:
            continue  # "Agency for International Development"
        if word == "for" and not _only_states(doc, parties, i + 1, stop):
            return i + 1
        if word == "to" and following.isalpha() and doc.words[i + 1].islower():
            form = clauses.forms().get(following)
            known = form is not None and "base" in form.kinds
            if known or following in words("to") or following not in words("not_verb"):
                return i + 1
    return None


def _ends(doc: Document, i: int) -> bool:
    if doc.lower[i] in words("end") or doc.words[i] in (".", "”", '"') or _dates(doc, i):
        return True
    if doc.lower[i] != "and" or i + 1 >= len(doc.lower):
        return False
    form = clauses.forms().get(doc.lower[i + 1])
    return form is not None and not {"past", "third"}.isdisjoint(form.kinds)


def _dates(doc: Document, i: int) -> bool:
    """Whether "on Wednesday", "in January" begins at token i."""
    return (
        doc.lower[i] in ("on", "in", "until")
        and i + 1 < len(doc.words)
        and (doc.words[i + 1] in words("calendar") or doc.words[i + 1][0].isdigit())
    )


def _only_states(doc: Document, parties: Parties, begin: int, stop: int) -> bool:
    """Whether "for" is followed by the recipients and nothing else."""
    i = begin
    while i < stop and (i in parties.at or doc.lower[i] in words("filler")):
        i += 1
    closed = words("end", "span")
    return i > begin and (
        i == stop or not doc.lower[i].isalpha() or _dates(doc, i) or doc.lower[i] in closed
    )
