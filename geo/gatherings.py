"""Meetings told by what brought people together: "the summit was attended by A and B"."""

from __future__ import annotations

from geo import clauses, company, pairs, sides
from geo.company import Company, Guest, words
from geo.meeting_rules import Rule
from geo.page import Page
from geo.rules import phrase_at
from geo.sides import Sides
from geo.story import Story
from geo.text import Sentence

_REACH = 25  # tokens from the verb back to the noun of what was attended
_LONGEST_SETTING = 12  # tokens of "attending | the talks in Oslo on Friday | were"


def by_gathering(page: Page, rule: Rule, i: int, sentence: Sentence, story: Story) -> Sides | None:
    """Those who met each other at what the verb at token i has for its subject."""
    if rule.also:
        return _also_there(page, i, sentence, story)
    lower = page.doc.lower
    link = _link(page, rule, i, sentence)
    form = clauses.forms().get(lower[i])
    if form is not None and form.lemma == "bring":
        return _brought(page, i, link, sentence)
    together = company.at(page, link + 1, sentence) if link else None
    if link is None or together is None or not together.guests:
        return None
    if rule.mode == "phone" and not _is_on_call(lower[max(sentence.first, link - _NEAR) : link]):
        return None
    setting = lower[i:link] if rule.nouns else []
    joined = _joined(page, i, sentence)
    here = _host(page, i, together, sentence) if rule.beside else joined
    here = here or pairs.those_before(page, i, sentence, story)  # "where they were joined by Rau"
    if not here and not rule.beside:
        noun, named = _attended(page, i, sentence)
        told = rule.told if noun is None else _is_told(page, noun, i)
        here = named or (story.met_last if told else ())
    held = (rule.venue and page.venue is not None) or not words("gathering").isdisjoint(setting)
    held = held or rule.mode == "phone" or _attended(page, i, sentence)[0] is not None
    if not here and rule.kind == "verb" and not rule.nouns and not rule.beside:
        behind = lower[together.last : together.last + _LONGEST_SETTING]
        if not words("gathering").isdisjoint(behind):  # "was joined by Rau at the meeting"
            here, held = sides.subject(page, i, sentence), True
    if form is not None and form.lemma == "join" and not _are_of_two_states(page, here, together):
        return None  # "The minister was joined by Rau, Ruiz and Kim": her own people
    if (joined and not held) or (not here and (len(together.people) < 2 or not held)):
        return None  # "Joining Rau in mourning her were Ruiz and Kim"
    verb = link if rule.nouns else i
    return Sides(here, together, sides.sense(page, verb, sentence), "", i, together.last)


def _are_of_two_states(page: Page, here: tuple[int, ...], together: Company) -> bool:
    """Whether two states at least are known to be there."""
    people = page.people.people
    return len({people[p].country for p in (*here, *together.people)} - {None}) > 1


def _also_there(page: Page, i: int, sentence: Sentence, story: Story) -> Sides | None:
    """Who came to talks of which the text has told: "Rau will also | attend | the meeting"."""
    lower = page.doc.lower
    k = i + 1 + (lower[i + 1 : i + 2] == ["in"])
    k += 2 * (lower[i + 1 : i + 3] == ["part", "in"])
    held = next((j for j in range(k + 1, min(k + _NEAR, sentence.last)) if _is_talks(page, j)), 0)
    other = lower[held + 1 : held + 2] in (["of"], ["with"], ["between"])
    if lower[k : k + 1] == [] or lower[k] not in _DEFINITE or not held or other:
        return None
    if "also" not in lower[max(sentence.first, i - _NEAR) : i]:
        return None
    here = sides.subject(page, i, sentence)
    there = tuple(p for p in there_before(page, sentence, story) if p not in here)
    if not here or not there:
        return None
    company_there = Company(tuple(Guest(p, held + 1) for p in there), (), held + 1)
    return Sides(here, company_there, sides.sense(page, i, sentence), "", i, held + 1)


def _is_talks(page: Page, j: int) -> bool:
    return page.doc.lower[j] in words("meeting told") or page.doc.lower[j] in words("gathering")


_DEFINITE = frozenset(("the", "this", "these", "those", "that"))


def there_before(page: Page, sentence: Sentence, story: Story) -> tuple[int, ...]:
    """Those who met, or who go to a meeting, by the sentence before."""
    doc = page.doc
    number = doc.sentence_at(sentence.start) - 1
    if number < 0:
        return ()
    before = doc.sentences[number]
    named = {page.mention_at[j].person for j in page.names_in(before.first, before.last)}
    if story.met_last and named & set(story.met_last):
        return story.met_last
    for i in range(before.first, before.last):
        form = clauses.forms().get(doc.lower[i])
        near = range(i + 1, min(i + 2 * _NEAR, before.last))
        if form is not None and form.lemma in _GOING and any(_is_talks(page, j) for j in near):
            return sides.subject(page, i, before)
    return ()


_GOING = frozenset(("attend", "host", "convene", "chair", "participate"))


def _link(page: Page, rule: Rule, i: int, sentence: Sentence) -> int | None:
    """The token that the people stand behind: "attended | by", "attending the talks | were"."""
    lower = page.doc.lower
    form = clauses.forms().get(lower[i])
    if form is not None and form.lemma in rule.verbs:
        linked = lower[i + 1 : i + 2]
        return i + 1 if linked and (linked[0] in rule.after or (linked[0],) in rule.links) else None
    noun = phrase_at(rule.nouns, lower, i)
    if noun and () in rule.links:
        return i + len(noun) - 1
    for k in range(i + len(noun or ()), min(sentence.last, i + _LONGEST_SETTING) if noun else 0):
        if (lower[k],) in rule.links:
            return k
        joined = k in page.mention_at and lower[i] == "joining"
        if (k in page.mention_at and not joined) or lower[k] in (",", ";"):
            return None
    return None


def _is_on_call(setting: list[str]) -> bool:
    """Whether words end in "on the (video) call", not in "the call" of somebody for something."""
    return "on" in setting[:-1] and setting[-1] in words("call")


_NEAR = 5  # tokens


def _joined(page: Page, i: int, sentence: Sentence) -> tuple[int, ...]:
    """Whom others are told to join: "Joining | President Rau | on the call were Ruiz and Kim"."""
    if i > sentence.first or page.doc.lower[i] != "joining":
        return ()
    start = i + 2 if page.doc.lower[i + 1] in ("the", "both") else i + 1
    mention = page.mention_at.get(start)
    return (mention.person,) if mention is not None else ()


def _brought(page: Page, i: int, link: int | None, sentence: Sentence) -> Sides | None:
    """ "Rau | brought | Ruiz and Kim together", "Rau and Ruiz were brought together by Kim"."""
    lower = page.doc.lower
    here = sides.subject(page, i, sentence)
    by = link is not None and lower[link + 1 : link + 2] == ["by"]
    there = company.at(page, i + 3 if by else i + 2 if link else i + 1, sentence)
    if there is None or not there.guests:
        return None
    apart = link is None and lower[there.last : there.last + 1] != ["together"]
    if apart or len(here if by else there.people) < 2:
        return None
    host = "there" if by else "here" if here else ""
    return Sides(here, there, sides.sense(page, i, sentence), host, i, there.last)


def _is_told(page: Page, noun: int, i: int) -> bool:
    """Whether those who met last are at what the verb at token i tells of, named at token `noun`.

    Not at "a meeting of mediators in Lisbon", which is another one.
    """
    lower = page.doc.lower
    another = not _ANOTHER.isdisjoint(lower[max(0, noun - 2) : noun])
    elsewhere = another and bool(page.places_in(noun, i))
    return lower[noun] in words("meeting told") and not elsewhere


_ANOTHER = frozenset(("a", "an", "another"))


def _attended(page: Page, i: int, sentence: Sentence) -> tuple[int | None, tuple[int, ...]]:
    """The token of the summit or talks before token i, and the people named between."""
    named: list[int] = []
    for j in range(i - 1, max(sentence.first, i - _REACH) - 1, -1):
        mention = page.mention_at.get(j)
        if mention is not None and mention.last == j + 1:
            named.append(mention.person)
        elif mention is None and page.doc.lower[j] in words("gathering"):
            return j, tuple(dict.fromkeys(reversed(named)))
    return None, ()


def _host(page: Page, i: int, together: Company, sentence: Sentence) -> tuple[int, ...]:
    """Whom the words of token i stand beside: "Rau, | flanked by Ruiz," or behind a comma."""
    lower = page.doc.lower
    before = page.mention_at.get(i - 2 if lower[i - 1] == "," else i - 1)
    if i > sentence.first and before is not None:
        return (before.person,)
    if lower[together.last : together.last + 1] == [","]:
        behind = company.at(page, together.last + 1, sentence, subject=True)
        return behind.people if behind is not None else ()
    return ()


def with_others(page: Page, who: Sides, sentence: Sentence) -> Sides:
    """Also those who were there with one side: "accompanied by Rau", "in the presence of Ruiz"."""
    doc, lower, beside = page.doc, page.doc.lower, words("beside")
    if "presence" not in doc.vocabulary and beside.isdisjoint(doc.vocabulary):
        return who
    there = {*who.here, *who.there.people}
    for j in page.doc.standing_in(beside | {"in"}, sentence.first, sentence.last - 2):
        if lower[j] != "in" and lower[j + 1] == "by":
            k = j - 1
            while k > sentence.first and lower[k] in _BEFORE_COMPANION:
                k -= 1
            before = page.mention_at.get(k)
            if j > sentence.first and (before is None or before.person not in there):
                continue
            others = company.at(page, j + 2, sentence)
        elif j > who.first and lower[j : j + 4] == ["in", "the", "presence", "of"]:
            others = company.at(page, j + 4, sentence)
        else:
            continue
        if others is not None:
            more = tuple(p for p in others.people if p not in there)
            who = who._replace(here=(*who.here, *more))
            there.update(more)
    return who


_BEFORE_COMPANION = frozenset((",", "who", "was", "is", "were", "also"))
