"""The sides of a meeting: who met whom, by the rules of `data/rules/meetings.toml` for verbs."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo import clauses, company, coordination, delegations, linking, pairs, rolls, subjects, tense
from geo.clauses import Sense
from geo.company import Company, Guest, words
from geo.meeting_rules import Rule
from geo.page import Page
from geo.story import Story
from geo.text import Sentence


class Sides(NamedTuple):
    """Who met whom by one rule, at the tokens `first:last`.

    hosts, guests: positions in `People.people`, told apart only where the words do. countries:
    states of people who are not named. sense: whether it happened.
    """

    here: tuple[int, ...]
    there: Company
    sense: Sense
    host: str
    first: int
    last: int

    @property
    def everyone(self) -> tuple[int, ...]:
        """Those of both sides who are named, each once."""
        return tuple(dict.fromkeys((*self.here, *self.there.people)))


def by_verb(page: Page, rule: Rule, i: int, sentence: Sentence, story: Story) -> Sides | None:
    lower = page.doc.lower
    if i in page.place_at or (i in page.mention_at and page.mention_at[i].kind == "name"):
        return None
    behind = i + 1
    if rule.after:
        if lower[behind : behind + 1] == [] or lower[behind] not in rule.after:
            return None
        behind += 1
    if rule.venue and page.venue is None and page.dateline is None:
        return None
    if tense.is_mostly_noun(lower[i]) and not _after_name(page, i):
        return None
    if clauses.forms()[lower[i]].kinds == {"base"} and lower[i - 1] in _BEFORE_NOUN:
        return None  # "his host"
    gerund = "gerund" in clauses.forms()[lower[i]].kinds
    if gerund and is_noun(page, i, sentence):
        return None
    near = range(max(sentence.first, i - pairs.REACH), min(sentence.last, i + pairs.REACH))
    unless = rule.unless and not rule.unless.isdisjoint(page.doc.vocabulary)
    if unless and not rule.unless.isdisjoint(lower[near.start : near.stop]):
        return None
    here = subject(page, i, sentence)
    if len(here) < 2:
        here = pairs.those_before(page, i, sentence, story) or here  # "the two went to see Rau"
    if gerund and not here and lower[i - 1] in _BEFORE_GERUND:
        here = subjects.of_sentence(page.doc, page.mention_at, sentence, i).people
    passive = _is_passive(page, i, sentence) and "past" in clauses.forms()[lower[i]].kinds
    if not here and not (rule.joint if passive else rule.mutual and _of_states(page, sentence)):
        return None
    if passive:
        by = (("by",), ("between",)) if rule.mutual else (("by",),)
        agent = linking.behind_link(page, by, behind, sentence)
        together = (
            agent is not None
            and rule.joint
            and len(agent.guests) > 1
            and words("one side").isdisjoint(lower[max(sentence.first, i - 4) : i])
        )
        if agent is None or not (here or together):
            return None
        if not words("arrival").isdisjoint(lower[near.start : near.stop]):
            return None
        host = {"subject": "there", "object": "here"}.get(rule.host, "")
        return Sides(here, agent, sense(page, i, sentence), host, i, agent.last)
    if "participle" in clauses.forms()[lower[i]].kinds and _has_agent(page, behind):
        return None  # "a declaration signed by"
    there = linking.behind_link(page, rule.links, behind, sentence, direct=rule.direct)
    if there is None and rule.mutual:
        there = company.fronted(page, i, sentence) or _among(page, i, behind, sentence)
    if there is None or not there.guests:
        named = company.named_of_group(page, behind, sentence)
        there = named.apart() if named is not None and named.guests else there
    if there is None or not there.guests:
        there = rolls.behind_colon(page, behind, sentence) or there
    if there is None:
        there = _the_guest(page, behind, sentence, story)
    if there is None and lower[behind : behind + 1] == ["them"] and story.met_last:
        there = Company(tuple(Guest(p, behind + 1) for p in story.met_last), (), behind + 1)
    if there is not None and "on" in rule.after and asks(page, there, sentence):
        return None
    if rule.infinitive and not (there and _is_encounter(page, i, there.last, sentence)):
        return None
    if rule.says and not (there and here and _says(page, there, here)):
        return None
    if rule.closed and not (there and _ends_clause(page, there.last, sentence)):
        return None
    if there is None or not (there.guests or there.countries):
        if not rule.mutual:
            return None
        if not (rule.joint or _ends_mutual(page, behind, sentence)):
            return None
        there = Company((), (), behind)
        if len(here) < 2:
            unnamed = _of_states(page, sentence)
            if unnamed is None:
                return None
            there = unnamed._replace(last=behind)
            return Sides((), there, sense(page, i, sentence), "", i, behind)
    elif _is_pronoun(page, there) and not there.countries:
        # "Rau received him": not himself, but whoever the sentence says is on the way
        guests = story.journeys.traveller(sentence, here) or there.people
        if set(guests) <= set(here):
            guests = story.journeys.under_way(sentence)
        there = there._replace(guests=tuple(Guest(person, there.last) for person in guests))
    if not here:
        return None
    host = {"subject": "here", "object": "there"}.get(rule.host, "")
    return Sides(here, there, sense(page, i, sentence), host, i, there.last)


def _of_states(page: Page, sentence: Sentence) -> Company | None:
    """Those of two states or more, none named, who open a sentence: "Polish and Czech envoys"."""
    found = company.at(page, sentence.first, sentence, subject=True)
    return found if found is not None and not found.guests and len(found.countries) > 1 else None


def _among(page: Page, i: int, behind: int, sentence: Sentence) -> Company | None:
    """The people of "among those whom she | met in Oslo | were Rau and Ruiz"."""
    lower = page.doc.lower
    if "among" not in lower[max(sentence.first, i - pairs.REACH) : i]:
        return None
    for k in range(behind, min(behind + 12, sentence.last - 1)):
        if lower[k] in clauses.words("be"):
            found = company.at(page, k + 1, sentence)
            return found.apart() if found is not None else None
        if k in page.mention_at:
            return None
    return None


def _has_agent(page: Page, i: int) -> bool:
    """Whether "by" at token i names who did it, and not how: "spoke by phone"."""
    means = words("phone") | words("video")
    return page.doc.lower[i : i + 1] == ["by"] and means.isdisjoint(page.doc.lower[i + 1 : i + 3])


_BEFORE_NOUN = frozenset(("the", "a", "an", "his", "her", "its", "their", "our", "'s", "of"))


def _the_guest(page: Page, i: int, sentence: Sentence, story: Story) -> Company | None:
    """ "received | the guest", "met with | the visiting minister": whoever is on the way."""
    lower = page.doc.lower
    if _guests().isdisjoint(lower[i - 1 : i + 4]):
        return None
    for k in range(i, min(i + 4, sentence.last)):
        office = page.office_at.get(k)
        visiting = lower[k - 1] == "visiting" and office is not None and k not in page.mention_at
        if lower[k] in words("guest") or visiting:
            k = office.last - 1 if office is not None else k
            people = story.journeys.under_way(sentence)
            return Company(tuple(Guest(p, k + 1) for p in people), (), k + 1) if people else None
    return None


@cache
def _guests() -> frozenset[str]:
    return words("guest") | {"visiting"}


def _after_name(page: Page, i: int) -> bool:
    """Whether "talks" at token i follows its subject: "Rau talks with", not "his talks with"."""
    return i - 1 in page.mention_at and page.doc.lower[i - 1] not in clauses.OWNERS


def _is_pronoun(page: Page, there: Company) -> bool:
    """Whether all that stands behind a verb is "him" or "her"."""
    if len(there.guests) != 1:
        return False
    mention = page.mention_at.get(there.guests[0].last - 1)
    return mention is not None and mention.kind == "pronoun"


def subject(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Everyone whom the verb at token i has for its subject."""
    if i not in page.subjects:
        page.subjects[i] = _subject(page, i, sentence)
    return page.subjects[i]


def _subject(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    if _is_unresolved(page, i, sentence):
        return ()
    antecedent = _before_who(page, i, sentence)
    if antecedent:
        return antecedent
    people: tuple[int, ...] = ()
    if page.names_in(sentence.first, sentence.last):
        people = subjects.of(page.doc, page.mention_at, i, sentence, page.dates).people
    people = people or delegations.led_by(page, _before_verb(page, i, sentence), sentence)
    first = max(sentence.first, i - pairs.REACH)
    if not people or _JOINTLY.isdisjoint(page.doc.lower[first:i]):
        return people
    names = page.names_in(first, i)
    latest = next((j for j in reversed(names) if page.mention_at[j].person in people), first)
    for j in names:
        if page.mention_at[j].first != j or page.doc.lower[j - 1] == "with":
            continue
        together = company.at(page, j, sentence, subject=True)
        if together is None or not latest < together.last <= i:
            continue  # "Rau and Ruiz flew in; | Rau met"
        if _JOINTLY.isdisjoint(page.doc.lower[j : together.last]):
            continue
        if not set(people).isdisjoint(together.people):
            return tuple(dict.fromkeys((*together.people, *people)))
    return people


_JOINTLY = frozenset(("and", "&", "together", "along"))


def _is_unresolved(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether an office that stands for nobody known is the subject: "the Indian premier met"."""
    k = _before_verb(page, i, sentence)
    return k in page.office_at and k not in page.mention_at


def _before_verb(page: Page, i: int, sentence: Sentence) -> int:
    """The token before a verb and its adverbs and auxiliaries: "Rau | had already met"."""
    k = i - 1
    while k > sentence.first and page.doc.lower[k] in clauses.before_verb():
        k -= 1
    return k


def _before_who(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """The person of "Rau, who had received her": the name before "who", if "who" is the subject.

    Both of "Rau and Ruiz, who had met", where nobody stands behind the verb.
    """
    lower = page.doc.lower
    k = _before_verb(page, i, sentence)
    if lower[k] != "who":
        return ()
    k -= 2 if lower[k - 1] == "," else 1
    mention = page.mention_at.get(k)
    if mention is None or mention.kind == "pronoun":
        return ()
    if i + 1 < sentence.last and _ends_mutual(page, i + 1, sentence):
        return coordination.joined_to(page.doc, page.mention_at, mention, sentence)
    return (mention.person,)


def is_noun(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether "meeting" is a thing here: "a meeting with", not "is meeting with"."""
    if i == sentence.first:
        return False
    before = page.doc.lower[i - 1]
    if before == "'s":
        return True
    if _is_caption(page, i, sentence):
        return False
    if page.doc.lower[i - 2 : i] == ["forward", "to"]:
        # "looks forward | to welcoming Rau on June 3"; without a day it is only hoped for
        whens = (page.when_at[j] for j in page.dates_in(i, sentence.last))
        return all(len(when.first or "") < len("2023-02-28") for when in whens)
    if before == "," and i - 2 in page.mention_at:
        # "Rau, | meeting with Ruiz at a ranch, said"
        return page.doc.lower[i + 1 : i + 2] != ["with"]
    return before not in clauses.words("be") and before not in _BEFORE_GERUND


def _is_caption(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether a picture is explained: "Photo: Rau | meeting Ruiz in Oslo, 3 May", no verb else."""
    if i - 1 not in page.mention_at or page.mention_at[i - 1].kind != "name":
        return False
    opens = page.mention_at[i - 1].first
    labelled = page.doc.lower[opens - 1] == ":" and opens - sentence.first <= _LABEL
    if opens != sentence.first and not labelled:
        return False
    for j in range(i + 1, min(sentence.last, i + pairs.REACH)):
        form = clauses.forms().get(page.doc.lower[j])
        finite = form is not None and form.kinds & {"past", "third"} and j not in page.mention_at
        if finite or page.doc.lower[j] in clauses.auxiliaries():
            return False
    return True


_LABEL = 4  # tokens: "Photo caption 1:"

_BEFORE_GERUND = frozenset(("after", "before", "by", "while", "since", "when", "upon"))


def _is_passive(page: Page, i: int, sentence: Sentence) -> bool:
    lower = page.doc.lower
    j = i - 1
    while j >= sentence.first and (lower[j].endswith("ly") or lower[j] in clauses.words("adverb")):
        j -= 1
    return j >= sentence.first and lower[j] in clauses.words("be")


def _is_encounter(page: Page, i: int, last: int, sentence: Sentence) -> bool:
    """Whether "see" is to meet: "flew in to see her", "saw her there", "saw her on Monday"."""
    lower = page.doc.lower
    following = lower[last] if last < sentence.last else "."
    if tense.forms(following) & {"participle", "base"}:
        return False  # "flew in to see her | sworn in"
    if i > sentence.first and lower[i - 1] == "to":
        return True
    beside = following in ("there", "here", "in", "at", "on", "and")
    return last in page.when_at or beside or not following[:1].isalpha()


def _ends_clause(page: Page, last: int, sentence: Sentence) -> bool:
    """Whether no object follows: "called her on Monday to discuss", not "called her a friend"."""
    if last >= sentence.last or last in page.when_at:
        return True
    lower = page.doc.lower
    if lower[last] == "to":
        return "base" in tense.forms(lower[last + 1] if last + 1 < sentence.last else "")
    return not lower[last][:1].isalpha() or lower[last] in ("on", "by", "and", "about", "over")


def _says(page: Page, there: Company, here: tuple[int, ...]) -> bool:
    """Whether what was said follows, from one official to another: "told her on Monday | that"."""
    lower = page.doc.lower
    k = there.last
    while k in page.when_at or lower[k : k + 1] == ["on"]:
        k += 1
    offices_known = (page.people.people[p].office for p in (*here, *there.people))
    return lower[k : k + 1] == ["that"] and len(there.guests) == 1 and all(offices_known)


def asks(page: Page, there: Company, sentence: Sentence) -> bool:
    """ "called on X to resign" is no meeting."""
    lower = page.doc.lower
    if there.last + 1 >= sentence.last or lower[there.last] != "to":
        return False
    return "base" in tense.forms(lower[there.last + 1])


def _ends_mutual(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether a verb without an object stands for one another: "A and B met in Prague"."""
    if i >= sentence.last:
        return True
    word = page.doc.lower[i]
    return (
        i in page.when_at
        or not word[:1].isalpha()
        or word in _AFTER_MUTUAL
        or word in clauses.words("adverb")
        or word.endswith("ly")
    )


_AFTER_MUTUAL = frozenset(
    (
        "in", "at", "on", "for", "during", "and", "to", "by", "last", "about", "of",
        "before", "after", "over",
        "face-to-face", "here", "there", "when", "as", "late", "early", "since", "via", "once",
        "twice", "behind", "aboard", "near", "outside", "this",
    )
)  # fmt: skip


def sense(page: Page, i: int, sentence: Sentence) -> Sense:
    """Whether what the verb at token i tells of happened."""
    before = page.doc.lower[max(sentence.first, i - 5) : i]
    if not words("refused").isdisjoint(before):
        return Sense("none", "refused")
    sense = page.sense(i, sentence)
    if sense.status == "cancelled":
        return sense
    if _wished(page, i, sentence):
        return Sense("none", "wished for")
    if tense.is_conditional(page.doc, i, sentence):
        return Sense("none", "conditional")
    return sense


def _wished(page: Page, i: int, sentence: Sentence) -> bool:
    """Whether a verb of wanting governs the infinitive at token i: "urged him to meet"."""
    lower = page.doc.lower
    j = i - 1
    if j < sentence.first or lower[j] != "to":
        return False
    if lower[j - 1] in words("wish noun"):
        return True  # "his determination to meet"
    mention = page.mention_at.get(j - 1)
    if mention is not None and lower[mention.first - 1] == "for":
        return True  # "the time is not right for Rau to meet"
    for k in range(j - 1, max(sentence.first, j - 6) - 1, -1):
        form = clauses.forms().get(lower[k])
        if form is not None:
            planned = lower[k] in clauses.words("plan")
            return form.lemma in words("wish") and not planned
    return False
