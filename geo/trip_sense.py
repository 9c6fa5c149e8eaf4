"""Whether a trip that a noun names has been, is, or will be: "after his visit", "a planned one"."""

from __future__ import annotations

from geo import clauses
from geo.clauses import Sense
from geo.destinations import journey_words
from geo.page import Page
from geo.text import Sentence

_NEAR_RETURN = 10  # tokens: "came back to Oslo on Tuesday from"


def of_noun(
    page: Page, i: int, first: int, verb: int | None, marks: set[str], sentence: Sentence
) -> tuple[Sense, str]:
    """Whether a visit that a noun names has been, is, or will be; and whether it begins or ends."""
    lower = page.doc.lower
    told = clauses.words
    if marks & told("maybe"):
        return Sense("none", "only possible"), ""
    if marks & journey_words("transit"):
        return Sense("none", "only passing through"), ""
    if "forward" in lower[max(sentence.first, first - 3) : first]:
        return Sense("planned", "hoped for"), ""
    if set(lower[max(sentence.first, first - 2) : first]) & told("not") or marks & told("not"):
        return Sense("none", "negated"), ""
    window = lower[i + 1 : min(sentence.last, i + 25)]
    before = lower[max(sentence.first, first - 4) : first]
    if clauses.put_off(before) or clauses.put_off(window) or clauses.will_not_be(window):
        return Sense("cancelled"), ""
    called_off = told("call-off")
    passive = [k for k, word in enumerate(window) if word in called_off]
    if passive and any(
        w in ("was", "were", "been", "be", "has", "is") for w in window[: passive[0] + 1]
    ):
        return Sense("cancelled"), ""
    if any(word in called_off for word in before):
        return Sense("cancelled"), ""
    if marks & told("ahead") or any(word in told("ahead") for word in before):
        return Sense("planned"), ""
    if verb is not None:
        word = lower[verb]
        if word in told("weighing"):
            return Sense("none", "only possible"), ""
        if lower[verb + 1 : verb + 2] == ["short"]:
            return Sense("done", "ending"), "ends"  # "cut short a visit"
        if word in told("over"):
            sense = page.sense(verb, sentence)
            return (sense if sense.status != "ongoing" else Sense("done", "ending")), "ends"
        if word in told("begun"):
            sense = page.sense(verb, sentence)
            return sense, "begins"
        if word in ("is", "are"):
            return Sense("ongoing"), ""
        if word in told("said"):
            return Sense("planned"), ""
        if word in told("behind"):
            return Sense("done", "earlier"), ""  # "it follows a visit"
        return page.sense(verb, sentence), ""
    back = lower[max(sentence.first, first - _NEAR_RETURN) : first]
    if before[-1:] == ["from"] and not journey_words("returning").isdisjoint(back):
        return Sense("done", "earlier"), "ends"
    if marks & told("behind") or (before and before[-1] in (*told("behind"), "from")):
        return Sense("done", "earlier"), ""
    if clauses.opens_plan(page.doc, i, sentence):
        return Sense("planned"), ""  # "Ending her trip with a visit to Riga, Haug will"
    told_by = first - 3 if follows(lower, first) else first - 1
    return clauses.inherited(
        page.doc, sentence.last - 1 if first == sentence.first else told_by, sentence
    ), ""


def follows(lower: list[str], first: int) -> bool:
    """Whether a trip that begins at token `first` comes behind another: "followed by | a visit"."""
    return lower[max(0, first - 2) : first] == ["followed", "by"]
