"""Each sum of money judged: a gift between states or institutions, or why it is none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from typing import NamedTuple

from geo import (
    givers,
    giving,
    leads,
    purposes,
    receiving,
    referring,
    standing,
    topics,
    weighing,
    wholes,
)
from geo.donors import Donor, listed
from geo.dossier import Meeting, Problem, Span
from geo.giving import Governor, words
from geo.parties import Parties
from geo.receivers import NOBODY, Taken
from geo.sums import Sum
from geo.text import Document, Sentence


class Gift(NamedTuple):
    """A sum from donors to recipients. cue: the token of "including" before it, -1 for none.

    rest: it is what remains of a sum told before. form: lending or giving, where the words say so.
    again: the words point back at it ("the $5 million"). repeats: the sentences that tell it again.
    whole: the sum behind it that it is a part of ("$3m of the $9m").
    """

    sum: Sum
    sentence: int
    token: int
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    recipient_text: str | None
    purpose: str | None
    status: str
    confidence: float
    rule: str
    cue: int = -1
    apart: bool = False
    rest: bool = False
    form: str = ""
    again: bool = False
    institution: bool = False
    repeats: tuple[int, ...] = ()
    whole: Sum | None = None


# Sums below this are salaries and tickets, unless help is named beside them.
_LEAST = 10_000
# More receivers than these are a region, and "each" is said of something else.
_LISTED = 8


class Reading:
    """Judges the sums of one document in order; later sums lean on earlier ones."""

    def __init__(
        self, doc: Document, sums: tuple[Sum, ...], parties: Parties, met: Iterable[Meeting] = ()
    ) -> None:
        self.doc = doc
        self.sums = sums
        self.parties = parties
        self._met = referring.sides_met(doc, met)
        self.problems: list[Problem] = []
        self.found: list[Gift] = []
        self._stand_at: dict[int, tuple[int, int]] = {}
        self._givers: set[str] = set()
        self._receivers: set[tuple[str, ...]] = set()
        # sums that stand close together ask for the same sentences
        self._speaker = cache(partial(givers.speaker, doc, parties))
        self._acting_state = cache(partial(givers.acting_state, doc, parties))

    def gifts(self) -> list[Gift]:
        for number in range(len(self.sums)):
            if self._is_part_of_next(number):
                continue  # its whole comes first
            self._keep(self.sums[number], self._judge(number))
            while number and self._is_part_of_next(number - 1):
                number -= 1
                self._keep(self.sums[number], self._part(number))
        return sorted(self.found, key=lambda gift: gift.token)

    def _keep(self, one: Sum, verdict: Gift | tuple[str, str]) -> None:
        if isinstance(verdict, Gift):
            for gift in self._each(verdict):
                self.found.append(gift)
                self._givers.update(gift.donors)
                self._receivers.update({gift.recipients} - {()})
        else:
            code, why = verdict
            message = f"“{one.text}” left out: {why}"
            self.problems.append(Problem(one.start, one.end, f"funding.{code}", message))

    def _is_part_of_next(self, number: int) -> bool:
        """ "$3 million of the nearly $140 million"."""
        if number + 1 >= len(self.sums):
            return False
        one, whole = self.sums[number : number + 2]
        if one.currency != whole.currency or one.amount >= whole.amount:
            return False
        last, first = self._tokens(one)[1], self._tokens(whole)[0]
        return wholes.joined_by_of(self.doc, self.parties, last, first)

    def _part(self, number: int) -> Gift | tuple[str, str]:
        """A part of the sum behind it: the same giver and receiver, a verb of its own."""
        one, whole = self.sums[number : number + 2]
        if not self.found or self.found[-1].sum is not whole:
            return self._judge(number)
        doc, gift = self.doc, self.found[-1]
        tokens = self._tokens(one)[0], self._tokens(whole)[1]
        sentence = giving.clause(doc, self.parties, tokens, doc.sentences[gift.sentence])
        verb = giving.governor(doc, self.parties, tokens, sentence)
        status = standing.status(doc, self.parties, verb, sentence, tokens)
        if verb.verb is not None and verb.verb.at < tokens[0]:
            # "has released $3m of its $9m pledge": the verb tells of the part alone
            self.found[-1] = gift._replace(status=standing.of_noun(doc, gift.token, sentence))
        return gift._replace(sum=one, token=tokens[0], status=status, whole=whole)

    def _each(self, gift: Gift) -> list[Gift]:
        """ "pledged $5 million each": one gift for each giver, else for each receiver."""
        first, last = self._tokens(gift.sum)
        lower = self.doc.lower
        behind = lower[last : last + 1] == ["each"]
        if len(gift.donors) > 1 and (behind or "each" in lower[max(0, first - 6) : first]):
            return [gift._replace(donors=(name,)) for name in gift.donors]
        if behind and 1 < len(gift.recipients) <= _LISTED:
            return [gift._replace(recipients=(code,)) for code in gift.recipients]
        return [gift]

    def _judge(self, number: int) -> Gift | tuple[str, str]:
        doc, parties, one = self.doc, self.parties, self.sums[number]
        at = doc.sentence_at(one.start)
        tokens = self._tokens(one)
        sentence = giving.clause(doc, parties, tokens, givers.near(doc.sentences[at], tokens))
        if one.per not in ("", "year", "month"):
            return "price", f"the price of a {one.per}"
        verb = giving.governor(doc, parties, tokens, sentence)
        stop = self._stop(number, sentence, verb)
        if doc.lower[tokens[0] - 2 : tokens[0]] in (
            ["up", "from"],
            ["down", "from"],
            ["compared", "with"],
        ):
            return "earlier", "what was given before"
        if verb.verb and verb.verb.act == "total" and _compares(doc, sentence.first, tokens[0]):
            before = doc.lower[max(sentence.first, tokens[0] - 4) : tokens[0]]
            if "than" not in before:  # "smaller than that of 2018, which stood at $60 billion"
                return "earlier", "it is compared with what was given before"
        topic = topics.topic(doc, tokens, sentence, verb)
        if topic.trade:
            return "not-a-gift", f"“{topic.trade}” beside it"
        if one.amount < _LEAST and not topic.aid:
            return "weak", "too little for states"
        act = verb.verb.act if verb.verb else ""
        raised = verb.verb is not None and verb.verb.lemma in words("raising")
        before = doc.lower[sentence.first : tokens[0]]
        collected = raised and not words("gathering").isdisjoint(before)  # "the summit raised"
        raised = raised and (topic.aid or collected)
        if act == "other" and not raised:
            return "not-a-gift", f"it is governed by “{verb.verb.lemma if verb.verb else ''}”"
        near = bool(self.found) and at - self.found[-1].sentence <= 2
        if act == "total" and not topic.aid and not near:
            return "not-a-gift", "a total of something else"
        if act == "part" and self._of_budget(verb, sentence):
            return "domestic", "a state's own budget"
        status = standing.status(doc, parties, verb, sentence, tokens)
        if status == "cumulative" and verb.verb and verb.verb.lemma == "borrow":
            return "not-a-gift", "it is a debt"
        donor = givers.find(doc, parties, one, tokens, verb, sentence)
        if donor.private:
            return "not-between-states", "the giver is no state or institution"
        cue = wholes.cue(doc, tokens, sentence, verb)
        begun = wholes.rest_at(doc, tokens[0])
        dealt_with = verb.verb is not None or wholes.opens(doc, begun, sentence)
        rest = begun >= 0 and dealt_with and self._leaves(one, at)
        cue = cue if rest or begun < 0 else -1
        donors = self._respective(one, sentence, donor.labels)
        if not donors and donor.why not in ("many", "welcomed"):
            donors = self._inherited(at, donor, cue)
        elif not donors and act == "receive" and near:
            donors = self.found[-1].donors
        taken = givers.takers(doc, parties, tokens[0], sentence) if act == "receive" else NOBODY
        if not taken.how:
            taken = receiving.find(doc, parties, tokens, stop, verb, donors, sentence)
        lead = leads.lead(doc, tokens[0])
        led = verb.verb is None and leads.announces(doc, lead)
        if led and lead is not None and not taken.how:
            taken = receiving.fronted(doc, parties, (lead.last, lead.last), donors, lead)
        if not taken.how and givers.at_home(doc, parties, tokens, donors):
            home = parties.home
            if not (topic.aid or topic.project) or home is None or home in donors:
                return "domestic", "it stays with the giver"
            donors = (home,)  # whoever gets it does not give it
            taken = receiving.find(doc, parties, tokens, stop, verb, donors, sentence)
        if rest and verb.verb is None:
            status = self.found[-1].status
        lender = givers.lender(doc, parties, tokens, sentence, donors)
        if lender:
            taken = Taken(tuple(name for name in donors if name != lender), None, "subject")
            donors, donor = (lender,), Donor((lender,), "by")
        if not taken.how and len(donors) > 1:
            # "Moscow and Dushanbe signed a loan for Tajikistan": one of the two receives
            taken = receiving.find(doc, parties, tokens, stop, verb, (), sentence)
            donors = tuple(name for name in donors if name not in taken.codes) or donors
        if not taken.how:
            taken = referring.told_next(doc, parties, at, donors)
            taken = taken if taken.how else self._implied(at, donors, cue)
        elif taken.institution and not taken.codes:
            there = self._through(at, donors, sentence, tokens)
            there = there or referring.told_next(doc, parties, at, donors).codes
            taken = taken._replace(codes=there)
        if taken.how in ("", *weighing.GUESSED) and receiving.firm(doc, tokens[1], stop):
            return "not-between-states", "the receiver is no state or institution"
        donors = givers.by_currency(parties, one, donor, donors, taken)
        home = parties.home
        if not donors and home and taken.codes == (home,):
            return "domestic", "a state's own budget"
        told = bool(self.found) and at - self.found[-1].sentence <= _FAR
        guessed = taken.how in weighing.GUESSED or not (taken.how or topic.aid)
        if act == "part" and not told and guessed:
            return "weak", "a part of nothing that was told"
        if not donors and not (taken.codes or taken.institution):
            return "not-between-states", "neither giver nor receiver is a state or institution"
        points = weighing.points(verb, topic, donor, donors, taken)
        if cue >= 0 and self.found:
            points += 2
        points += 2 * led + (near and wholes.apart(doc, tokens))
        points += 2 * wholes.on_top(doc, tokens, sentence) + collected
        points += taken.how == "implied" and (cue >= 0 or at - self.found[-1].sentence <= 1)
        if points < weighing.ENOUGH:
            return "weak", "too little says that it is given"
        if not taken.how and self._domestic(sentence):
            return "domestic", "a state's own budget"
        free = verb.verb is not None and verb.verb.lemma in words("free")
        free = free or donor.why in ("by", "from", "possessive")
        free = free or (verb.verb is not None and verb.verb.strong and bool(donor.labels))
        goes_on = near and wholes.apart(doc, tokens)
        if not taken.how and not (topic.aid or free):
            return "no-recipient", "nobody receives it"
        guessed = not donor.labels and taken.how in ("", *weighing.GUESSED)
        unsaid = verb.verb is None and not led and taken.how in ("titled", "nearby")
        if unsaid and donor.why in ("", "clause"):
            return "weak", "no word says that it is given"
        goes_on = goes_on or (near and status == "cumulative")
        if guessed and cue < 0 and not (topic.aid or free or goes_on):
            return "weak", "neither giver nor receiver stands beside it"
        if not taken.how:
            taken = referring.told_of(parties, self._givers.union(donors), self._sole())
        return Gift(
            sum=one,
            sentence=at,
            token=tokens[0],
            donors=donors,
            recipients=taken.codes,
            recipient_text=taken.text,
            purpose=purposes.purpose(doc, parties, tokens[1], stop),
            status=status,
            confidence=weighing.confidence(points, donor, donors, taken),
            rule=weighing.rule(verb, donor, taken),
            cue=cue,
            apart=wholes.apart(doc, tokens),
            rest=rest,
            form=topics.form(doc, tokens, sentence),
            again=not {"the", "this", "that"}.isdisjoint(doc.lower[tokens[0] - 2 : tokens[0]]),
            institution=taken.institution,
        )

    def _leaves(self, one: Sum, at: int) -> bool:
        """Whether a larger sum was told before, of which this one can be what remains."""
        near = [gift.sum for gift in self.found[-_LISTED:] if at - gift.sentence <= _FAR]
        return any(b.currency == one.currency and b.amount > one.amount for b in near)

    def _of_budget(self, verb: Governor, sentence: Sentence) -> bool:
        """ "The budget request includes": what a government asks of its own parliament."""
        at = verb.verb.at if verb.verb is not None else sentence.first
        subject = self.doc.lower[max(sentence.first, at - 4) : at]
        return not words("domestic").isdisjoint(subject)

    # ---- the frame -----------------------------------------------------------------------------

    def _tokens(self, one: Sum) -> tuple[int, int]:
        if one.start not in self._stand_at:
            spanned = self.doc.tokens(Span(one.start, max(one.end, one.outer)))
            self._stand_at[one.start] = spanned.start, spanned.stop
        return self._stand_at[one.start]

    def _stop(self, number: int, sentence: Sentence, verb: Governor) -> int:
        """The token where what belongs to the sum ends: the next sum, or the sentence's end."""
        first, last = self._tokens(self.sums[number])
        bracketed = self.doc.lower[first - 1] == "(" and self.doc.lower[last : last + 1] == [")"]
        if bracketed:
            return last  # "Norway ($5m), Chad ($3m)"
        if number + 1 < len(self.sums):
            following = self.doc.token_at(self.sums[number + 1].start)
            if following < sentence.last:
                apart = givers.gapped(self.doc, self.parties, following, sentence)
                if apart is None:
                    return following
                if verb.verb is not None and verb.verb.act == "receive":
                    return listed(self.doc, self.parties, apart)[0].first
                return apart.first
        return sentence.last

    def _domestic(self, sentence: Sentence) -> bool:
        """Whether a state's own budget is spoken of; "budget support" is another's."""
        lower = self.doc.lower
        if words("domestic").isdisjoint(lower[sentence.first : sentence.last]):
            return False
        return any(
            lower[i] in words("domestic") and lower[i + 1 : i + 2] != ["support"]
            for i in range(sentence.first, sentence.last)
        )

    # ---- who -----------------------------------------------------------------------------------

    def _inherited(self, at: int, donor: Donor, cue: int) -> tuple[str, ...]:
        """The giver of the gift told before, else the article's own state, else the subject."""
        last = self.found[-1] if self.found else None
        if last is not None and at - last.sentence <= (_FAR if cue >= 0 else 2) and last.donors:
            return last.donors
        if self.parties.home and donor.why != "other":
            return (self.parties.home,)
        if donor.why == "unknown":  # "he": the office before it, or someone of no known state
            name = self._speaker(at)
            return (name,) if name else ()
        near = range(at, max(-1, at - 3), -1)
        for number in near:
            if name := self._speaker(number):
                return (name,)
        for number in near[1:]:
            if name := self._acting_state(number):
                return (name,)
        return ()

    def _implied(self, at: int, donors: tuple[str, ...], cue: int) -> Taken:
        """Recipients left unsaid: those of the sum before, or the state spoken of."""
        last = self.found[-1] if self.found else None
        if last is not None and at - last.sentence <= (_FAR if cue >= 0 else 2):
            here, there = self.doc.sentences[at], self.doc.sentences[last.sentence]
            same = here.paragraph == there.paragraph or at - last.sentence <= 1
            codes = tuple(code for code in last.recipients if code not in donors)
            own = bool(last.recipients) and not codes
            if (
                (same or cue >= 0)
                and not own
                and (codes or last.institution or last.recipient_text)
            ):
                return Taken(codes, last.recipient_text, "implied", last.institution)
        found = referring.guest(self._met, at, donors)
        found = found if found.how else referring.titled(self.doc, donors)
        return found if found.how else referring.nearby(self.doc, self.parties, at, donors)

    def _sole(self) -> str | None:
        """The one state for which all gifts told before are."""
        codes = next(iter(self._receivers)) if len(self._receivers) == 1 else ()
        return codes[0] if len(codes) == 1 else None

    def _respective(self, one: Sum, sentence: Sentence, donors: tuple[str, ...]) -> tuple[str, ...]:
        """ "Chad and Mali gave $5m and $2m, respectively": each giver has its own sum."""
        doc = self.doc
        if len(donors) < 2 or "respectively" not in doc.lower[sentence.first : sentence.last]:
            return donors
        begin, end = doc.starts[sentence.first], doc.ends[sentence.last - 1]
        beside = [other for other in self.sums if begin <= other.start < end]
        return (donors[beside.index(one)],) if len(beside) == len(donors) else donors

    def _through(
        self, at: int, donors: tuple[str, ...], sentence: Sentence, tokens: tuple[int, int]
    ) -> tuple[str, ...]:
        """The states that an institution passes the money on to."""
        there = receiving.fronted(self.doc, self.parties, tokens, donors, sentence)
        if there.codes:
            return there.codes
        last = self.found[-1] if self.found else None
        if last is not None and at - last.sentence <= 2:
            return tuple(code for code in last.recipients if code not in donors)
        return ()


def _compares(doc: Document, first: int, last: int) -> bool:
    """Whether "than" stands there, but not that of "more than $5 million"."""
    return any(
        doc.lower[i] == "than" and not doc.lower[i + 1][0].isdigit() and doc.words[i + 1] != "$"
        for i in range(first, last - 1)
    )


# How many sentences after a total its parts may be told.
_FAR = 12
