"""Whose "I" it is: the speaker whom a quotation, a transcript, the head or the title names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from geo import clauses, lexicon, subjects
from geo.dossier import Person, Place, Span
from geo.people import Mention, People
from geo.text import Document, Sentence


def labels(doc: Document) -> Iterator[tuple[int, int]]:
    """Where a transcript names its speaker in capitals, "FOREIGN MINISTER LAPID:": its tokens."""
    for sentence in doc.sentences:
        if not doc.words[sentence.first].isupper():
            continue
        for i in range(sentence.first, min(sentence.last, sentence.first + _LONGEST_LABEL)):
            word = doc.words[i]
            if word == ":" and i > sentence.first:
                yield sentence.first, i
                break
            if not word.isupper() and word not in ("(", ")", "-", "."):
                break


_LONGEST_LABEL = 9  # tokens


def add(
    doc: Document, persons: People, place_at: dict[int, Place], author: Person | None
) -> People:
    """The people with "I", "me" and "my" among the mentions of those who speak.

    author: the one whom the title names as the speaker, if it does.
    """
    owns = [i for i in doc.where(_OWN) if _is_pronoun(doc, place_at, i)]
    if not owns:
        return persons
    text = _Speech(doc, persons, author)
    everyone = text.everyone
    own = [
        Mention(doc.starts[i], doc.ends[i], i, i + 1, speaker, "pronoun")
        for i in owns
        if i not in text.mention_at and (speaker := text.speaker_at(i)) is not None
    ]
    told: dict[int, list[Span]] = {}
    for mention in own:
        told.setdefault(mention.person, []).append(Span(mention.start, mention.end))
    for someone, spans in told.items():
        person = everyone[someone]
        everyone[someone] = replace(person, mentions=tuple(sorted((*person.mentions, *spans))))
    if len(everyone) > len(persons.people) and len(persons.people) not in told:
        everyone.pop()  # the author, who says nothing of himself
    return persons._replace(
        people=tuple(everyone), mentions=tuple(sorted((*persons.mentions, *own)))
    )


_OWN = frozenset(("i", "me", "my", "myself"))


def _is_pronoun(doc: Document, place_at: dict[int, Place], i: int) -> bool:
    """Not the number of "World War I", nor a word in capitals."""
    if doc.words[i] != "I":
        return not doc.words[i].isupper()
    if doc.sentence_of(i).first == i:
        return True
    before = doc.words[i - 1]
    return (
        before.islower() or not before[0].isalpha() or i - 1 in place_at or _opens(before.lower())
    )


def _opens(word: str) -> bool:
    """Whether a capitalised word before "I" is one that begins a sentence, or a day."""
    return bool(lexicon.marks().get(word, 0) & (lexicon.OPENER | lexicon.CALENDAR))


class _Speech:
    """Who says what in a text. everyone: the people, and last the author if the text has none."""

    def __init__(self, doc: Document, persons: People, author: Person | None) -> None:
        self.doc = doc
        self.everyone = list(persons.people)
        self.mention_at = {i: m for m in persons.mentions for i in range(m.first, m.last)}
        self._posts = {post.head for post in persons.offices}
        self._author = author
        self._run = (0, 0)  # the quotation looked at last, and who says it
        self._says: int | None = None

    def speaker_at(self, i: int) -> int | None:
        """Who says what stands at token i: a position in `everyone`."""
        if self.doc.quoted[i]:
            return self._quoted(i)
        place = bisect_right(self._labels, (i, len(self.doc.words))) - 1
        if place < 0:
            return None if self._labels else self._of_text
        return self._named_by(*self._labels[place])

    # ---- transcripts

    @cached_property
    def _labels(self) -> list[tuple[int, int]]:
        found = dict(labels(self.doc))
        for sentence in self.doc.sentences:
            until = min(sentence.last, sentence.first + _LONGEST_LABEL)
            mention = self.mention_at.get(sentence.first)
            if mention is not None and mention.last < until and self.doc.words[mention.last] == ":":
                found[sentence.first] = mention.last
        return sorted(found.items())

    def _named_by(self, first: int, last: int) -> int | None:
        """Whom a label names; an office alone is that of whoever the text is from."""
        named = [m for i in range(first, last) if (m := self.mention_at.get(i)) is not None]
        if named:
            return named[-1].person
        return self._of_text if not self._posts.isdisjoint(range(first, last)) else None

    # ---- quotations

    def _quoted(self, i: int) -> int | None:
        if i >= self._run[1]:
            begin = end = i
            while begin > self._run[1] and self.doc.quoted[begin - 1]:
                begin -= 1
            while end < len(self.doc.quoted) and self.doc.quoted[end]:
                end += 1
            says = self._says_behind(end)
            if says is None:
                says = self._says_before(begin)
            if says is None and self._goes_on(begin):
                says = self._says
            self._run, self._says = (begin, end), says
        return self._says

    def _goes_on(self, begin: int) -> bool:
        """Whether a quotation that begins at a token goes on with the one before it."""
        ahead = self.doc.sentence_at(self.doc.starts[self._run[1] - 1]) if self._run[1] else -2
        here = self.doc.sentence_of(begin)
        return here.first == begin and self.doc.sentence_at(here.start) <= ahead + 1

    def _says_behind(self, end: int) -> int | None:
        """Who is named behind a quotation: '…," | said Rau', '…," | Minister Rau told radio'."""
        lower = self.doc.lower
        sentence = self.doc.sentence_of(max(0, end - 1))
        i = end + (lower[end : end + 1] in ([","], ['"'], ["”"]))
        i += lower[i : i + 1] == [","]
        if i >= sentence.last:
            return None
        said = clauses.words("said") | clauses.words("quoting")
        reach = range(i, min(i + _BEFORE_NAME, sentence.last))
        named = next((m for j in reach if (m := self.mention_at.get(j)) is not None), None)
        if named is None:
            return None
        if lower[i] in said or not said.isdisjoint(lower[named.last : named.last + _BEHIND_NAME]):
            return named.person
        return None

    def _says_before(self, begin: int) -> int | None:
        """Who is named before a quotation: 'Rau said: | "…', 'Rau told radio that | "…'."""
        sentence = self.doc.sentence_of(begin)
        said = clauses.words("said") | clauses.words("quoting")
        before = self.mention_at.get(begin - 2)
        if before is not None and self.doc.lower[begin - 1] == ":":
            return before.person  # 'Minister Rau: | "…'
        for i in range(begin - 1, max(sentence.first, begin - _BEFORE_QUOTE) - 1, -1):
            if self.doc.lower[i] in said:
                who = subjects.of(self.doc, self.mention_at, i, sentence, set()).people
                return who[0] if len(who) == 1 else None
        return None

    # ---- the text as a whole

    @cached_property
    def _of_text(self) -> int | None:
        """Whose words the text is: by its head, its title or its signature."""
        head = self._signs(self._head())
        if head is not None:
            return head
        if self._author is not None:
            self.everyone.append(self._author)
            return len(self.everyone) - 1
        announced = self._announced()
        return announced if announced is not None else self._signs(self._foot())

    def _announced(self) -> int | None:
        """Whose words a line in the text announces: "Statement of the President on his return"."""
        speech = clauses.words("speech")
        if speech.isdisjoint(self.doc.vocabulary):
            return None
        for line in self.doc.sentences[:_OPENING]:
            if line.last - line.first > _LONGEST_LINE or self._is_told(line):
                continue
            for i in range(line.first, line.last - 2):
                if self.doc.lower[i] in speech and self.doc.lower[i + 1] in ("of", "by", "from"):
                    near = range(i + 2, min(i + _BEHIND_NAME + 2, line.last))
                    named = next((m for j in near if (m := self.mention_at.get(j))), None)
                    return named.person if named is not None else None
        return None

    def _signs(self, lines: list[Sentence]) -> int | None:
        """The office-holder whom alone the lines above or below a text name."""
        named: dict[int, Mention] = {}
        for line in lines:
            for i in range(line.first, line.last):
                if (mention := self.mention_at.get(i)) is not None:
                    named.setdefault(mention.person, mention)
        if len(named) != 1:
            return None
        someone, mention = next(iter(named.items()))
        before = self.doc.lower[mention.first - 1] if mention.first else ""
        led = before in clauses.words("preposition") and before not in ("by", "from")
        titled = any(not self._posts.isdisjoint(range(*line[2:4])) for line in lines)
        return someone if titled and not led else None

    def _head(self) -> list[Sentence]:
        return self._lines(self.doc.sentences[:_HEAD])

    def _foot(self) -> list[Sentence]:
        return self._lines(self.doc.sentences[: -_HEAD - 1 : -1])

    def _lines(self, sentences: list[Sentence]) -> list[Sentence]:
        """The first of some sentences that are no sentences: lines of a letterhead."""
        found: list[Sentence] = []
        for sentence in sentences:
            if sentence.last - sentence.first > _LONGEST_LINE or self._is_told(sentence):
                break
            found.append(sentence)
        return found

    def _is_told(self, sentence: Sentence) -> bool:
        return self.doc.words[sentence.last - 1] in (".", "?", "!", ":") or not _OWN.isdisjoint(
            self.doc.lower[sentence.first : sentence.last]
        )


_HEAD = 6  # lines
_OPENING = 14  # sentences above which a line announces what follows
_LONGEST_LINE = 25  # tokens
_BEFORE_NAME = 8  # tokens: "said in Oslo on Friday | Rau"
_BEHIND_NAME = 4  # tokens: "Rau, 53, | said"
_BEFORE_QUOTE = 12  # tokens: "said in an interview with public radio on Friday that |"
