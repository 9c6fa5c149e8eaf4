"""Meetings told by a noun: "talks between A and B", "his meeting with C", "A and B held talks"."""

from __future__ import annotations

from geo import (
    clauses,
    company,
    gatherings,
    linking,
    meeting_rules,
    occasions,
    pairs,
    sides,
    subjects,
    tense,
)
from geo.clauses import Sense
from geo.company import Company, words
from geo.meeting_rules import Rule
from geo.page import Page
from geo.rules import phrase_at
from geo.sides import Sides
from geo.story import Story
from geo.text import Sentence


def by_noun(page: Page, rule: Rule, i: int, sentence: Sentence, story: Story) -> Sides | None:
    lower = page.doc.lower
    noun = phrase_at(rule.nouns, lower, i)
    if noun is None or i in page.place_at or i in page.mention_at:
        return None
    if _is_picture(page, i, sentence):
        return None
    pair = _hyphenated(page, i)
    if rule.mutual and pair:
        first = _phrase_start(page, i, sentence)
        verb = _holding_verb(page, first, sentence)
        sense = _noun_sense(page, i, first, verb, i + 1, sentence)
        return Sides(pair, Company((), (), i + 1), sense, "", i, i + 1)
    if lower[i] == "trilateral" and lower[i + 1 : i + 2] and _is_noun_of_meeting(lower[i + 1]):
        return None  # a trilateral call: the next word says what it was
    if lower[i] == "meeting" and i > sentence.first and not sides.is_noun(page, i, sentence):
        return None
    behind = i + len(noun)
    first = _phrase_start(page, i, sentence)
    verb = _holding_verb(page, first, sentence)
    there = linking.behind_link(page, rule.links, behind, sentence)
    if there is None and (held := _past_holding(page, behind, sentence)):
        passive = lower[behind] in clauses.words("be")  # "talks | were held", "talks | held by"
        links = _SIDES if passive else (*_SIDES, ("by",))
        there = linking.behind_link(page, links, held, sentence)
    if there is None:
        there = _predicated(page, behind, sentence)
    if there is None and verb is not None:
        there = company.fronted(page, verb, sentence)  # "Rau, with whom Ruiz held | talks"
    if there is not None and not there.guests and not there.countries:
        there = None
    theirs = _is_theirs(page, first, i)
    if there is None and verb is None and not (theirs or _opens(page, first, behind, sentence)):
        return _on_occasion(page, rule, i, first, behind, sentence, story)
    if there is not None and rule.host == "object" and sides.asks(page, there, sentence):
        return None  # "a call on Rau to resign"
    between = there is not None and "between" in lower[behind : behind + 12]
    # "preparations for the meeting of | Rau and Ruiz": who prepares is not there
    between = between or (
        there is not None and lower[behind] == "of" and len(there.guests) > 1 and verb is None
    )
    here: tuple[int, ...] = ()
    if there is not None and "of" in lower[behind : behind + 2] and _with_at(page, there.last):
        here, there = there.people, company.at(page, there.last + 1, sentence)
        between = True
    if between and there and verb is not None and _mediates(page, verb):
        here = tuple(p for p in sides.subject(page, verb, sentence) if p not in there.people)
    told: occasions.Told | None = None
    if not between and there is not None and verb is None:
        told = occasions.told_by(page, first, there, sentence, story)
    if not between:
        here = told.people if told else _other_side(page, first, i, verb, there, sentence, story)
    gathered = lower[first] == "the" and "by" in lower[behind : behind + 4]
    if not here and there is not None and gathered:
        # "Rau hosted a meeting in Lima. The | meeting | was attended by Ruiz and Kim"
        hosts = gatherings.there_before(page, sentence, story)
        here = tuple(p for p in hosts if p not in there.people)
    if there is None and len(here) < 2 and _opens(page, first, behind, sentence):
        pair = pairs.pair_before(page, sentence)  # "At a meeting in Oslo, the two leaders"
        if rule.mutual and len(pair) == 2:
            sense = _noun_sense(page, i, first, verb, behind, sentence)
            return Sides(pair, Company((), (), behind), sense, "", i, behind)
    if there is None:
        if not rule.mutual or len(here) < 2 or not (theirs or verb is not None):
            return _on_occasion(page, rule, i, first, behind, sentence, story)
        there = Company((), (), behind)
    if len(set(here) | set(there.people)) + len(there.countries) < 2:
        return None
    owned = _owner(page, first) is not None
    owned = owned or theirs or told is not None
    if rule.held and verb is None and not (between or owned or _is_aside(page, first, sentence)):
        return None
    said_so = told.sense if told else None
    sense = said_so or _noun_sense(page, i, first, verb, there.last, sentence)
    host = {"object": "there", "subject": "here"}.get(rule.host, "")
    return Sides(here, there, sense, host, i, there.last)


def _on_occasion(
    page: Page, rule: Rule, i: int, first: int, behind: int, sentence: Sentence, story: Story
) -> Sides | None:
    """Those of whom one told the other something when they met: "told Ruiz during | talks"."""
    told = occasions.on(page, first, behind, sentence) if rule.mutual else None
    if told is None:
        return None
    people, sense = told
    if page.doc.lower[first] in ("the", "this") and set(people) <= set(story.met_last):
        return None  # "during the conversation": the one just told
    last = _past_holding(page, behind, sentence) or behind  # "at a dinner | held in Lima"
    return Sides(people, Company((), (), last), sense, "", i, last)


_SIDES = (("between",), ("among",), ("of",))


def _past_holding(page: Page, behind: int, sentence: Sentence) -> int | None:
    """The token behind the verb of "talks | were held | in Minsk between Rau and Ruiz"."""
    k = behind
    auxiliary = clauses.words("be") | clauses.words("have") | clauses.words("will")
    while k < sentence.last - 1 and page.doc.lower[k] in auxiliary:
        k += 1
    form = clauses.forms().get(page.doc.lower[k]) if k < sentence.last else None
    if form is None or form.lemma not in words("hold") or k in page.mention_at:
        return None
    return k + 2 if page.doc.lower[k + 1 : k + 2] == ["place"] else k + 1


def _mediates(page: Page, verb: int) -> bool:
    return clauses.forms()[page.doc.lower[verb]].lemma in words("mediate")


def _hyphenated(page: Page, i: int) -> tuple[int, ...]:
    """The two people of "the | Rau-Ruiz | meeting", "the | Rau – Ruiz | summit"."""
    words_ = page.doc.words
    for k in (i - 1, i - 2):
        if k > 1 and words_[k - 1] in ("-", "–") and {k, k - 2} <= page.mention_at.keys():
            pair = (page.mention_at[k - 2].person, page.mention_at[k].person)
        elif k >= 0 and "-" in words_[k] and k not in page.mention_at and k not in page.place_at:
            names = words_[k].split("-")
            bearers = [page.bearing(name) for name in names]
            if len(names) != 2 or any(len(some) != 1 for some in bearers):
                continue
            pair = (bearers[0][0], bearers[1][0])
        else:
            continue
        return pair if pair[0] != pair[1] else ()
    return ()


def _predicated(page: Page, behind: int, sentence: Sentence) -> Company | None:
    """The people of "his first meeting, of five in all, was | with Rau"."""
    lower = page.doc.lower
    for k in range(behind, min(behind + 15, sentence.last - 2)):
        if lower[k] in ("was", "is", "were") and lower[k + 1] == "with":
            return company.at(page, k + 2, sentence)
        if k in page.mention_at or lower[k] in (";", "that"):
            return None
    return None


_SHORT_OPENING = 5  # "In | two hours of talks"


def _opens(page: Page, first: int, behind: int, sentence: Sentence) -> bool:
    """Whether a sentence opens with a meeting, and goes on with those who met."""
    lower = page.doc.lower
    if lower[sentence.first] not in words("aside") or first > sentence.first + _SHORT_OPENING:
        return False
    for k in range(behind, min(behind + _LONG_OPENING, sentence.last - 3)):
        if k in page.mention_at:
            return False
        if lower[k] == "," or lower[k + 1 : k + 3] == ["the", "two"]:
            group = lower[k + 1 : k + 4]
            if group[:2] == ["the", "two"] or group[0] in ("both", "they"):
                named = not words("pair").isdisjoint(group)
                return named or linking.is_finite(page, k + 3, sentence)
    return False


_LONG_OPENING = 16  # tokens: "on Monday at Castille Palace, the seat of the government"


def _is_theirs(page: Page, first: int, noun: int) -> bool:
    """Whether a meeting is of people just named: "their talks", "the two leaders' talks"."""
    lower = page.doc.lower
    return any(
        lower[k] == "their"
        or (lower[k - 1] in ("two", "both") and lower[k] in words("pair") and lower[k + 1] == "'")
        for k in range(first, noun)
    )


def _is_picture(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether people only posed: "for a group photo at the opening of the | summit"."""
    lower = page.doc.lower
    if "photo" not in page.doc.vocabulary:
        return False
    return any(
        lower[j] == "photo" and lower[j - 1] in words("picture")
        for j in range(max(sentence.first + 1, i - 12), i)
    )


def _is_noun_of_meeting(word: str) -> bool:
    return any(rule.kind == "noun" for rule in meeting_rules.triggers().get(word, ()))


def _with_at(page: Page, k: int) -> bool:
    return page.doc.lower[k : k + 1] == ["with"]


def _phrase_start(page: Page, i: int, sentence: Sentence) -> int:
    """Where the words of a noun phrase that ends at i begin: "| a joint press conference"."""
    lower = page.doc.lower
    k = i
    while k > sentence.first and i - k < 8:
        word = lower[k - 1]
        form = clauses.forms().get(word)
        if (
            word in _PHRASE_ENDS
            or word in words("aside")
            or (k - 1 in page.mention_at and lower[k] != "'s" and word not in clauses.OWNERS)
            or (form is not None and form.kinds & {"past", "third", "base"} and k < i)
            or (form is not None and form.lemma in words("hold") | words("programme verb"))
        ):
            break
        k -= 1
    return k


_NO_FORM = clauses.Form("", frozenset())
_PHRASE_ENDS = frozenset(
    (",", ";", ":", ".", "and", "with", "that", "who", "will", "by", "between")
)


def _holding_verb(page: Page, first: int, sentence: Sentence) -> int | None:
    """The verb that holds a meeting whose words begin at `first`: "| held | talks"."""
    lower = page.doc.lower
    for j in range(first - 1, max(sentence.first - 1, first - 6), -1):
        form = clauses.forms().get(lower[j])
        if form is not None and form.lemma in words("hold"):
            return j
        if j in page.mention_at or (form is not None and "gerund" not in form.kinds):
            return None
        small = lower[j] in words("filler") or lower[j] in _BESIDE_HOLDING
        if not small and (lower[j] in clauses.words("preposition") or not lower[j].isalpha()):
            return None
    return None


_BESIDE_HOLDING = frozenset(
    ("in", "up", "off", "on", "part", "and", "into", "straight", "out", "from")
)


def _is_aside(page: Page, first: int, sentence: Sentence) -> bool:
    """Whether the noun stands behind a preposition or opens the sentence: "after | talks with"."""
    return first == sentence.first or page.doc.lower[first - 1] in words("aside")


def _other_side(
    page: Page,
    first: int,
    noun: int,
    verb: int | None,
    there: Company | None,
    sentence: Sentence,
    story: Story,
) -> tuple[int, ...]:
    """Who met those behind "with": the owner ("his talks"), or the subject."""
    doc, lower = page.doc, page.doc.lower
    start = there.last if there else first + 4
    owner = _owner(page, first)
    if owner is not None:
        return (owner,)
    if "'s" in lower[first - 1 : noun] and verb is None and not _is_dated(page, first, noun):
        return ()  # somebody's whom nobody resolves: "the president's talks with"
    if verb is not None and "their" in lower[noun:start]:
        acting = sides.subject(page, verb, sentence)
        if len(acting) > 1:
            return acting  # "Rau and Ruiz held a meeting with | their counterparts"
    if "their" in lower[first:start] or _is_theirs(page, first, noun):
        if not page.names_in(sentence.first, noun):
            ahead = _subject_ahead(page, noun, sentence)  # "At their summit, Rau and Ruiz"
            if len(ahead) > 1:
                return ahead
            if _is_of_group(page, sentence, first):
                return ()
        return story.met_last or pairs.pair_around(page, first, sentence)
    if verb is not None:
        subject = subjects.of(doc, page.mention_at, verb, sentence, page.dates)
        here = sides.subject(page, verb, sentence)
        if len(here) < 2 and there is None:
            here = pairs.those_before(page, verb, sentence, story)
        if here:
            return here
        if subject.group and there is not None:
            party = pairs.list_before(page, sentence)
            if len(party) > 1 and set(party).isdisjoint(there.people):
                return party  # "Rau and Ruiz are in Lima. They had talks with"
        if subject.group and story.met_last:
            return story.met_last[:1]
    if there is not None and not _is_aside(page, first, sentence) and verb is None:
        return ()
    # "In talks with X on Monday, Y said": the first name behind that nothing governs
    taken = set(there.people) if there else set()
    start = there.last if there else first
    for j in page.names_in(start, min(sentence.last, start + pairs.REACH)):
        mention = page.mention_at[j]
        if mention.first != j:
            continue
        if mention.kind == "pronoun" and mention.person in taken and j <= start + 1:
            return story.journeys.under_way(sentence)
        if mention.person not in taken:
            if first > sentence.first and _closes_as_source(page, mention.last, sentence):
                break
            if lower[j - 1] in (",", "and") or j == start or lower[j - 1] in ("that",):
                return (mention.person,)
            if lower[j - 1] in clauses.words("preposition"):
                break
    acting = _acting_before(page, first, sentence)
    people = acting or subjects.of_sentence(doc, page.mention_at, sentence, first).people
    opens = first == sentence.first and lower[first] != "this"
    behind = lower[there.last : there.last + 1] if there is not None else []
    if not people and opens and not clauses.words("be").isdisjoint(behind):
        people = story.journeys.under_way(sentence)  # "She is in Oslo. | Talks with Rau are due"
    return tuple(p for p in people if p not in taken)


def _is_of_group(page: Page, sentence: Sentence, first: int) -> bool:
    """Whether "their" stands for those of a group: "the leaders of the G7 … | their"."""
    lower = page.doc.lower
    return any(
        lower[k] in words("pair") and lower[k + 1] == "of" for k in range(sentence.first, first)
    )


def _subject_ahead(page: Page, noun: int, sentence: Sentence) -> tuple[int, ...]:
    """The people whom the clause behind an opening phrase begins with."""
    for k in range(noun + 1, min(noun + 12, sentence.last)):
        if page.doc.lower[k] == ",":
            found = company.at(page, k + 1, sentence, subject=True)
            return found.people if found is not None else ()
    return ()


def _acting_before(page: Page, first: int, sentence: Sentence) -> tuple[int, ...]:
    """Who acts in the clause before token `first`: "Rau noted that | Ruiz told him in a call with".

    Nobody where but one acts in the sentence, so that its subject may be two.
    """
    acting = [
        page.mention_at[j].person
        for j in page.names_in(max(sentence.first, first - pairs.REACH), first)
        if page.mention_at[j].last == j + 1 < first and _acts(page, j + 1, sentence)
    ]
    return (acting[-1],) if len(acting) > 1 else ()


def _acts(page: Page, k: int, sentence: Sentence) -> bool:
    """Whether a verb with its own tense begins at token k: "went", "would fly"."""
    modal = page.doc.lower[k] in clauses.words("will") or page.doc.lower[k] == "would"
    return modal or linking.is_finite(page, k, sentence)


def _closes_as_source(page: Page, last: int, sentence: Sentence) -> bool:
    """Whether a name, up to token `last`, is only whose word it is: "…, spokesman Rau | said"."""
    if page.doc.lower[last : last + 1] == [] or page.doc.lower[last] not in clauses.words("said"):
        return False
    k = last + 1
    while k < sentence.last and (k in page.when_at or page.doc.lower[k] in ("on", "here")):
        k += 1
    return k >= sentence.last - 1


def _is_dated(page: Page, first: int, noun: int) -> bool:
    """Whether what owns a meeting is its day: "Monday | 's meeting with"."""
    lower = page.doc.lower
    owners = [k - 1 for k in range(first - 1, noun) if lower[k] == "'s"]
    return all(k in page.when_at for k in owners)


def _owner(page: Page, first: int) -> int | None:
    """Whose meeting it is: "| his talks", "Rau | 's talks"."""
    lower = page.doc.lower
    mention = page.mention_at.get(first)
    if mention is not None and (
        lower[first] in clauses.OWNERS or lower[mention.last : mention.last + 1] == ["'s"]
    ):
        return mention.person
    before = page.mention_at.get(first - 1)
    if before is not None and lower[first : first + 1] == ["'s"]:
        return before.person
    return None


def _noun_sense(
    page: Page, i: int, first: int, verb: int | None, last: int, sentence: Sentence
) -> Sense:
    doc, lower = page.doc, page.doc.lower
    around = lower[max(sentence.first, first - 4) : min(sentence.last, last + 12)]
    told = " ".join(around)
    if not words("dropped").isdisjoint(around) or "called off" in told:
        return Sense("cancelled")
    if "pulled out of" in told or "backed out of" in told:
        return Sense("cancelled")
    if "no" in lower[first:i]:
        return Sense("none", "negated")
    if verb is not None:
        return sides.sense(page, verb, sentence)
    if _wanted(page, first, sentence):
        return Sense("none", "wished for")
    governing = tense.governing_verb(doc, i)
    if governing is None:
        return Sense("done")
    kinds = clauses.forms()
    if lower[governing.at] in kinds:
        sense = page.sense(governing.at, sentence)
        if sense.status in ("none", "cancelled"):
            return sense
    if governing.tense == tense.FUTURE:
        return Sense("planned")
    if governing.tense == tense.CONDITIONAL:
        return Sense("none", "conditional")
    return Sense("done")


def _wanted(page: Page, first: int, sentence: Sentence) -> bool:
    """ "called for talks", "proposed a meeting", "ready for talks"."""
    lower = page.doc.lower
    for j in range(first - 1, max(sentence.first - 1, first - 5), -1):
        word = lower[j]
        form = clauses.forms().get(word)
        if word == "ready" and clauses.forms().get(lower[j - 1], _NO_FORM).lemma == "get":
            return False  # "got ready for talks"
        if word in ("ready", "willing", "open", "no", "without", "possible", "ruled", "ruling"):
            return True
        if form is not None:
            named = form.lemma == "call" and lower[j + 1] not in words("aside")
            told = {"recent", "latest", "last"} & set(lower[j + 1 : j + 4])  # "welcomed the recent"
            # "called his talks with Rau frank"
            return form.lemma in words("wish") and not named and not told
        if word != "out" and word not in words("aside") and word not in words("filler"):
            return False
    return False
