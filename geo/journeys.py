"""Travel told by a noun: "Rau's visit to Oslo", "a tour of Rwanda", "the trip by X to Y"."""

from __future__ import annotations

from bisect import bisect_left

from geo import clauses, destinations, stays, subjects, trip_sense
from geo.clauses import Sense
from geo.dating import recalled
from geo.destinations import Destinations, journey_words
from geo.links import linked
from geo.page import Page, listed_with_days
from geo.pointing import described, there
from geo.rules import phrase_at
from geo.text import Sentence
from geo.travel import SETTING_OUT
from geo.turning import STOPPING, behind_verb, coming_from, further, inviting, joined_to
from geo.venues import of_gathering
from geo.visit_rules import Found, Rule, travel_verbs, trip_nouns, who_of

_UNDER_WAY = frozenset({"on", "en", "make", "makes", "made", "making"})


def by_noun(
    page: Page, rule: Rule, i: int, sentence: Sentence, current: tuple[int, ...]
) -> Found | None:
    """Who went where by a noun of travel at token i, or None where none is told."""
    lower = page.doc.lower
    if lower[i] in clauses.forms() and clauses.is_verb(page.doc, page.mention_at, i, page.dates):
        return None
    named, start = _named_behind(page, i, sentence)
    named = named or _owner_of_whole(page, i, sentence)
    first, owner, marks = _before_noun(page, i, sentence)
    first = joined_to(page, first, sentence)
    if not marks.isdisjoint(clauses.words("speaker")):
        return None  # "my visit", and no name tells whose
    if (rule.needs == "owner" or not rule.links) and not (owner or named):
        return None  # "the Oslo talks" may be anybody's
    part = rule.kind == "part"
    behind = (linked if part else _places_behind)(page, rule, start, sentence)
    if part and not behind:
        return None
    if behind and behind[-1].region:
        # "a tour of the Gulf, which began in Doha, ends in Muscat"
        behind = (
            behind_verb(page, behind[-1].last - 1, sentence)
            or inviting(page, behind[-1].last, sentence)
            or behind
        )
    places = (
        behind
        or (
            behind_verb(page, start - 1, sentence)
            if rule.links and rule.needs != "under way"
            else []
        )
        or (_here(page, i, sentence) if rule.links else [])
        or _told_to_be(page, first, sentence)
        or (_of_delegation(page, first, sentence) if rule.needs == "verb" else [])
        or (_place_before(page, i) if rule.needs != "verb" else [])
        or (_done_during(page, first, sentence) if rule.links else [])
    )
    if not places:
        return None
    named = named or _named_behind(page, places[-1].last - 1, sentence)[0]
    verb = _governing_verb(page, first, sentence)
    if rule.needs == "verb" and (verb is None or _is_sent(page, verb)):
        return None
    if rule.needs == "after" and not _is_after_travel(page, i, sentence):
        return None
    if rule.needs == "under way" and lower[first - 1] not in _UNDER_WAY:
        return None
    sense, ongoing = trip_sense.of_noun(page, i, first, verb, marks, sentence)
    ongoing = ongoing or _of_begun(page, first, sentence)
    if part and sense.status == "ongoing":
        sense = Sense("done")  # "it builds on his participation in"
    many = sum(len(one.places) for one in places) > 1
    if many and not ongoing and verb is not None and _leaves(lower[verb]):
        ongoing = "begins"  # "left on a tour of A and B": A may be reached
    following = lower[i + 1] if i + 1 < sentence.last else ""
    if rule.needs == "owner" and following in ("include", "includes", "will"):
        sense, ongoing = Sense("planned"), ""  # "his programme includes"
    if sense.status == "done" and following in ("is", "are", "will"):
        sense = Sense("planned")  # "his next stop is Oslo"
    elif sense.status == "planned" and verb is None and following in ("was", "were"):
        sense = Sense("done")  # "his first stop was Oslo, and he will go on"
    if verb is not None and stays.lasts_since(page, verb, places[-1].last, sentence):
        sense = Sense("ongoing", "since")
    who = named or owner or _counted(page, places[-1].last, sentence)
    who = who or _travellers(page, first, verb, sentence, current)
    if not who:
        return None
    apart = (
        recalled(page, i, sentence) or bool(marks & journey_words("earlier")) or _has_year(marks)
    )
    joint = lower[first - 1] if first > sentence.first else ""
    if lower[max(sentence.first, first - 2) : first] in (["prior", "to"], ["ahead", "of"]):
        joint = "before"
    # "will visit Suva on Monday, followed by a trip to Apia": Monday is Suva's
    dated = any(j in page.dates for j in range(i, min(places[-1].last + 3, sentence.last)))
    # "flew home on Sunday after a visit to Lima": the day on which it ended
    # "said after a three-day visit to Lima on Sunday": likewise
    lasted = any(mark.endswith(("-day", "-week")) for mark in marks)
    ended = lasted if dated else _left_on_a_day(page, first - 1, sentence)
    ended = ended and joint in ("after", "following")
    after = joint in ("after", "following", "before") and not ended
    # "a tour that included | stops in Suva and Apia", "that began in Suva"
    told_of_whole = joint == "included" or (not behind and _began(page, i, places[0]))
    came_first = (joint in ("after", "following") or told_of_whole) and not apart
    after = after or ((trip_sense.follows(lower, first) or told_of_whole) and not dated)
    ongoing = ongoing or ("ends" if ended else "")
    return Found(who, places, sense, apart, ongoing, dateless=after, first=came_first)


def _left_on_a_day(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether a verb of travel and its day stand before token i: "flew home on Sunday | after"."""
    near = range(i - 1, max(sentence.first, i - _NEAR_RETURN), -1)
    dated = next((j for j in near if j in page.when_at), None)
    verbs = travel_verbs()
    return dated is not None and any(
        (form := clauses.forms().get(page.doc.lower[j])) is not None and form.lemma in verbs
        for j in range(max(sentence.first, i - _NEAR_RETURN), dated)
    )


def _counted(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Whose a trip is that is counted: "the trip to Lima | will be Berg's third"."""
    lower = page.doc.lower
    while i < sentence.last and (i in page.when_at or lower[i] in ("on", ",", "will", "would")):
        i += 1
    if i + 1 >= sentence.last or lower[i] not in clauses.words("be"):
        return ()
    mention = page.mention_at.get(i + 1)
    if mention is None:
        return ()
    own = lower[mention.first] in clauses.OWNERS
    behind = mention.last if own else mention.last + 1
    owned = own or lower[mention.last : behind] in (["'s"], ["'"])
    ranked = not clauses.words("rank").isdisjoint(lower[behind : behind + 1])
    return (mention.person,) if owned and ranked else ()


def _began(page: Page, i: int, places: Destinations) -> bool:
    """Whether the trip of token i is told to have begun in a place: "a tour that began in Suva"."""
    between = page.doc.lower[i + 1 : places.last]
    return between[:1] in (["that"], ["which"]) and not _BEGAN.isdisjoint(between)


_BEGAN = frozenset(("began", "started", "opened", "begun"))


def _leaves(word: str) -> bool:
    """Whether a verb tells that somebody sets out: "left for | a tour"."""
    form = clauses.forms().get(word)
    return form is not None and form.lemma in SETTING_OUT


def _of_begun(page: Page, first: int, sentence: Sentence) -> str:
    """ "begins" for the stops of a trip that has: "opened a tour of Africa, with | stops in"."""
    lower = page.doc.lower
    if first - 1 <= sentence.first or lower[first - 1] not in ("with", "including"):
        return ""
    for j in range(first - 2, sentence.first, -1):
        if lower[j] in trip_nouns():
            verb = _governing_verb(page, _before_noun(page, j, sentence)[0], sentence)
            return "begins" if verb is not None and lower[verb] in clauses.words("begun") else ""
    return ""


def _is_after_travel(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether talks came before a way: "arrived in Riga after | talks in Oslo"."""
    lower = page.doc.lower
    before = range(i - 1, max(sentence.first - 1, i - 4), -1)
    if not any(lower[j] in ("after", "following") for j in before):
        return False
    moving = travel_verbs()
    forms = clauses.forms()
    return any(
        lower[j] in forms and forms[lower[j]].lemma in moving
        for j in range(max(sentence.first, i - 16), min(sentence.last, i + 16))
    )


def _told_to_be(page: Page, first: int, sentence: Sentence) -> list[Destinations]:
    """The places that open a sentence and are called stops: "Suva and Apia are the last stops"."""
    if first - 1 <= sentence.first or page.doc.lower[first - 1] not in clauses.words("be"):
        return []
    found = page.places_from(sentence.first)
    return [found] if found is not None and found.places and found.last <= first - 1 else []


def _is_sent(page: Page, verb: int) -> bool:
    """Whether a delegation goes for somebody, who stays: "Rau | sent | a delegation to Lima"."""
    form = clauses.forms().get(page.doc.lower[verb])
    return form is not None and form.lemma in clauses.words("sending")


def _of_delegation(page: Page, first: int, sentence: Sentence) -> list[Destinations]:
    """Where a delegation goes of which the text has told: "He will lead | the delegation"."""
    doc = page.doc
    if doc.lower[first] not in ("the", "this"):
        return []
    number = doc.sentence_at(sentence.start)
    earliest = doc.sentences[max(0, number - _SOON)].first
    told: dict[Sentence, int] = {}  # the first in each sentence
    for at in (doc.standing.get(word, []) for word in _DELEGATIONS):
        for i in at[bisect_left(at, earliest) : bisect_left(at, sentence.first)]:
            before = doc.sentence_of(i)
            if doc.lower[i + 1] == "to" and i + 1 < before.last:
                told[before] = min(i, told.get(before, i))
    if not told:
        return []
    found = page.places_from(told[max(told)] + 2)
    return [found] if found is not None and found.places else []


_DELEGATIONS = ("delegation", "mission")
_SOON = 3  # sentences


def _named_behind(page: Page, i: int, sentence: Sentence) -> tuple[tuple[int, ...], int]:
    """Whose visit "the visit by X", "the visit of X" is, and the token behind the name."""
    lower = page.doc.lower
    reach = {"by": 5, "of": 3}.get(lower[i + 1] if i + 1 < sentence.last else "", 0)
    for j in range(i + 2, min(i + 1 + reach, sentence.last)):
        mention = page.mention_at.get(j)
        if mention is not None:
            return (mention.person,), _past_apposed(page, mention.last, sentence)
    return (), i + 1


def _owner_of_whole(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Whose the trip is that a stop is a part of: "last stop | on Rau's tour", "on a tour by"."""
    lower = page.doc.lower
    if lower[i + 1 : i + 2] not in (["on"], ["of"], ["in"]):
        return ()
    for j in range(i + 2, min(sentence.last, i + 2 + _LONGEST_WHOLE)):
        if lower[j] in trip_nouns():
            return _before_noun(page, j, sentence)[1] or _named_behind(page, j, sentence)[0]
        if lower[j] in STOPPING or lower[j] == ",":
            break
    return ()


_LONGEST_WHOLE = 12  # tokens: "on the Chilean president Rau's six-nation African | tour"


def _past_apposed(page: Page, i: int, sentence: Sentence) -> int:
    """The token behind what a name is explained by: "the visit of Rau, the envoy, | to Oslo"."""
    if page.doc.lower[i : i + 1] != [","]:
        return i
    for j in range(i + 1, min(i + 12, sentence.last)):
        if page.doc.lower[j] == ",":
            return j + 1
        if page.doc.lower[j] in clauses.forms() or page.doc.lower[j] in STOPPING:
            return i
    return i


def _places_behind(page: Page, rule: Rule, start: int, sentence: Sentence) -> list[Destinations]:
    """The places behind a link, with those that go on behind them: "to Lima and then to Quito"."""
    lower = page.doc.lower
    for j in range(start, min(sentence.last, start + 6)):
        link = phrase_at(rule.links, lower, j)
        found = page.places_from(j + len(link)) if link else None
        if link and found is None and (told := described(page, j + len(link))) is not None:
            return [Destinations((told[0],), told[1], False)]
        if found is not None and found.last <= sentence.last:
            listed = [found, *listed_with_days(page, found.last, sentence)]
            return [*listed, *further(page, listed[-1].last, sentence)]
        if link == ("at",) and (found := _beyond_terminal(page, j + 1, sentence)) is not None:
            return [found]
        if link == ("to",) and (found := of_gathering(page, j + 1, sentence)) is not None:
            return [found]
        if link is None and j not in page.when_at and lower[j] not in journey_words("between"):
            break
    return []


def _beyond_terminal(page: Page, i: int, sentence: Sentence) -> Destinations | None:
    """The city behind a building: "his arrival at | Julius Nyerere airport in Dar es Salaam"."""
    j = i
    while j < min(sentence.last - 1, i + 6) and page.doc.lower[j] != "in":
        if not (page.doc.words[j][0].isupper() or page.doc.lower[j] in _BUILDINGS):
            return None
        j += 1
    found = page.places_from(j + 1)
    return found if found is not None and found.places else None


_BUILDINGS = frozenset(
    {"the", "an", "a", "airport", "airbase", "station", "port", "palace", "terminal"}
)


def _here(page: Page, i: int, sentence: Sentence) -> list[Destinations]:
    """ "His visit here" or "there": the place of the dateline, or the one last named."""
    if page.doc.lower[i + 1 : i + 2] == ["there"] and (place := there(page, i + 1)):
        return [Destinations((place,), i + 2, False)]
    if page.dateline is not None and page.doc.lower[i + 1 : i + 2] == ["here"]:
        return [Destinations((page.dateline,), i + 2, False)]
    return []


def _travellers(
    page: Page, first: int, verb: int | None, sentence: Sentence, current: tuple[int, ...]
) -> tuple[int, ...]:
    """Whose visit it is that bears no name: the subject's of the verb or of the sentence."""
    doc = page.doc
    if verb is not None and (who := who_of(page, verb, sentence, current)):
        return who
    if verb is not None:
        acting = verb - 2 if doc.lower[verb - 1] in clauses.words("be") else verb - 1
        if doc.lower[acting] in clauses.words("speaker"):
            return ()  # "you are planning a trip"
    before = doc.lower[first - 1] if first > sentence.first else ""
    if (
        verb is None
        and before
        and before not in journey_words("adverbial")
        and not trip_sense.follows(doc.lower, first)
    ):
        return ()
    inherited = coming_from(page, first, sentence)
    inherited = inherited or subjects.of(doc, page.mention_at, first, sentence, page.dates).people
    inherited = inherited or _owner_before(page, first, sentence)
    if inherited:
        return inherited
    if before in ("during", "on", "with", "for", ""):
        return current or subjects.of_sentence(doc, page.mention_at, sentence, sentence.last).people
    return subjects.of_sentence(doc, page.mention_at, sentence, sentence.last).people


def _owner_before(page: Page, first: int, sentence: Sentence) -> tuple[int, ...]:
    """Whose trip the noun is a part of: "Li's tour of the Gulf, which began with | a visit"."""
    for j in range(first - 1, sentence.first, -1):
        if page.doc.lower[j] in trip_nouns():
            return _before_noun(page, j, sentence)[1]
    return ()


def _place_before(page: Page, i: int) -> list[Destinations]:
    """The place that the noun stands behind: "Li's Oslo | visit"."""
    place = page.place_at.get(i - 1)
    if place is None or place.role == "demonym" or place.country is None:
        return []
    there = destinations.of(place, page.doc.token_at(place.start), i)
    return [Destinations((there,), i + 1, False)]


def _done_during(page: Page, first: int, sentence: Sentence) -> list[Destinations]:
    """The place of what is done during a trip: "accords were signed | in Lima on Monday during"."""
    lower = page.doc.lower
    i = first - 1
    if lower[i] != "during":
        return []
    i -= 1
    while i > sentence.first and (i in page.when_at or lower[i] in ("on", ",")):
        i -= 1
    place = page.place_at.get(i)
    if place is None:
        return []
    start = page.doc.token_at(place.start)
    if lower[start - 1 : start] == [","] and start - 2 in page.place_at:  # "in Apia, Samoa"
        start = page.doc.token_at(page.place_at[start - 2].start)
    found = page.places_from(start) if lower[start - 1] in ("in", "at") else None
    told = found is not None and len(found.places) == 1 and found.places[0].city is not None
    return [found] if found is not None and told else []


_NEAR_RETURN = 10  # tokens: "came back to Oslo on Tuesday from"


def _has_year(marks: set[str]) -> bool:
    return any(mark.isdigit() and len(mark) == 4 for mark in marks)


def _before_noun(page: Page, i: int, sentence: Sentence) -> tuple[int, tuple[int, ...], set[str]]:
    """Where the noun's phrase begins, whose it is ("Rau's", "his"), and the words in between."""
    lower = page.doc.lower
    marks: set[str] = set()
    j = i - 1
    while j >= sentence.first and i - j < 10:
        word = lower[j]
        if word in ("'s", "'") and j - 1 in page.mention_at:
            mention = page.mention_at[j - 1]
            return mention.first, (mention.person,), marks
        if j in page.mention_at and page.mention_at[j].kind == "pronoun" and word in clauses.OWNERS:
            return j, (page.mention_at[j].person,), marks
        if word == "whose" and lower[j - 1] == "," and j - 2 in page.mention_at:
            return j, (page.mention_at[j - 2].person,), marks
        if word in ("'s", "'") and j - 1 in page.when_at:
            j -= 1  # "called off | Wednesday's visit"
            continue
        if word in journey_words("article"):
            return j, (), marks
        if j in page.mention_at or (
            word in (",", ".", ";", "and") and not (word == "," and lower[j - 1] in ("official",))
        ):
            break
        if (
            word in clauses.forms()
            or word in clauses.words("preposition")
            or word in clauses.words("be")
            or word in clauses.words("join")
        ) and word not in journey_words("quality"):
            break
        marks.add(word)
        j -= 1
    return j + 1, (), marks


def _governing_verb(page: Page, first: int, sentence: Sentence) -> int | None:
    """The verb whose object or adverbial the noun is: "kicked off | a tour", "is on | a visit"."""
    lower = page.doc.lower
    if lower[first - 1] == "to":
        return _set_out_before(page, first - 1, sentence)
    for j in range(first - 1, max(sentence.first - 1, first - 6), -1):
        if j in page.place_at or j in page.when_at or lower[j] == "here":
            continue  # "left | Paris on Monday for a visit"
        noun = lower[j] in trip_nouns() and not clauses.is_verb(
            page.doc, page.mention_at, j, page.dates
        )
        if lower[j] in ("is", "was", "are", "were", "be", "been"):
            return j
        if lower[j] in clauses.forms() and not noun:
            return j
        if lower[j] not in journey_words("particle") and not lower[j].endswith("ly"):
            return None
    return None


def _set_out_before(page: Page, to: int, sentence: Sentence) -> int | None:
    """The verb of setting out that leads "to" a trip: "left on Monday | to a visit to Lima"."""
    lower = page.doc.lower
    j = to - 1
    while j > sentence.first and (j in page.when_at or lower[j] in _SETTING_ON):
        j -= 1
    return j if _leaves(lower[j]) else None


_SETTING_ON = frozenset(("out", "off", "on", "here"))
