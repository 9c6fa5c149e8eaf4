"""An article with what was read from it: marks under the words, then each finding with its rule."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from geo.dossier import Dossier, Funding, Grouping, Meeting, Person, Span, Stop, Visit
from geo.formats import visible

_WIDTH = 92
_QUOTE = 160
_MARKS = {"location": "^", "government": "~", "demonym": "-"}
_PERSON, _GROUPING = "=", "#"
_KEY = "marks: ^ place  ~ government  - demonym  = person  # grouping"


_Item = TypeVar("_Item")


class _Row(NamedTuple):
    """A piece of the text that fits the page: offsets, and the number of its line in the text."""

    start: int
    end: int
    line: int


def explain(dossier: Dossier) -> str:
    """Plain text for a terminal: the article marked, what was read and why, what was left out.

    dossier: with its article's text. Control characters of the text are shown as a middle dot.
    """
    text = dossier.article.text
    rows = list(_rows(text))
    findings = _findings(dossier)
    parts = [
        _head(dossier),
        *_marked(text, rows, _marks(dossier), _margin(findings)),
        "",
        _KEY,
        *_listed(findings, text, rows),
        *_left_out(dossier, text, rows),
    ]
    return "\n".join(parts) + "\n"


def _head(dossier: Dossier) -> str:
    article = dossier.article
    known = [
        f"article {visible(article.id) or '(no id)'}",
        f"dated {article.date.isoformat()}" if article.date else "without a date",
        *(visible(value) for value in (article.title, article.source, article.url) if value),
    ]
    return "\n".join([" · ".join(known), ""])


def _rows(text: str) -> Iterator[_Row]:
    """The lines of the text, cut at spaces where they are wider than the page."""
    offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        start, end = offset, offset + len(line)
        while end - start > _WIDTH:
            space = text.rfind(" ", start, start + _WIDTH)
            cut = space + 1 if space > start else start + _WIDTH
            yield _Row(start, cut, number)
            start = cut
        yield _Row(start, end, number)
        offset = end + 1


class _Finding(NamedTuple):
    """One event as it is listed: its label (V1), what it says, its evidence."""

    heading: str
    label: str
    lines: list[str]
    evidence: Sequence[Span]


def _findings(dossier: Dossier) -> list[_Finding]:
    found = [
        _Finding("Visits", f"V{n}", _visit(v), v.evidence) for n, v in _numbered(dossier.visits)
    ]
    found += [
        _Finding("Meetings", f"M{n}", _meeting(m), m.evidence)
        for n, m in _numbered(dossier.meetings)
    ]
    found += [
        _Finding("Groupings", f"G{n}", _grouping(g), g.mentions)
        for n, g in _numbered(dossier.groupings)
    ]
    found += [
        _Finding("Funding", f"F{n}", _funding(f), f.evidence) for n, f in _numbered(dossier.funding)
    ]
    found += [_Finding("People", f"P{n}", _person(p), ()) for n, p in _numbered(dossier.people)]
    return found


def _numbered(items: Iterable[_Item]) -> Iterator[tuple[int, _Item]]:
    return enumerate(items, 1)


def _marks(dossier: Dossier) -> list[tuple[Span, str]]:
    """Each marked span with its mark; a later one is drawn over an earlier one."""
    people = [(span, _PERSON) for person in dossier.people for span in person.mentions]
    groups = [(span, _GROUPING) for group in dossier.groupings for span in group.mentions]
    places = [
        (Span(place.start, place.end), _MARKS.get(place.role, "^")) for place in dossier.places
    ]
    return people + groups + places


def _margin(findings: Sequence[_Finding]) -> list[tuple[Span, str]]:
    """Each span of evidence with the label of its event."""
    return [
        (span, finding.label)
        for finding in findings
        for span in finding.evidence
        if finding.heading != "Groupings"
    ]


def _marked(
    text: str,
    rows: Sequence[_Row],
    marks: Sequence[tuple[Span, str]],
    margin: Sequence[tuple[Span, str]],
) -> Iterator[str]:
    under = [" "] * len(text)
    for span, mark in marks:
        under[span.start : span.end] = mark * (span.end - span.start)
    labels = [
        list(dict.fromkeys(label for span, label in margin if _overlap(row, span))) for row in rows
    ]
    width = max((len(" ".join(names)) for names in labels), default=0)
    for row, names in zip(rows, labels, strict=True):
        shown = "".join(c if c.isprintable() else "·" for c in text[row.start : row.end])
        yield f"{row.line:4} {' '.join(names):{width}} | {shown}".rstrip()
        below = "".join(under[row.start : row.end]).rstrip()
        if below:
            yield f"{'':4} {'':{width}} | {below}"


def _overlap(row: _Row, span: Span) -> bool:
    return span.start < row.end and row.start < span.end


def _visit(visit: Visit) -> list[str]:
    who = _of(visit.traveller, visit.office, visit.from_country)
    stops = [f"  {n}. {_stop(stop)}" for n, stop in _numbered(visit.stops)]
    return [f"{who}   {_why(visit.rule, visit.confidence)}", *stops]


def _stop(stop: Stop) -> str:
    days = [
        f"{word} {day}"
        for word, day in (("arrived", stop.arrived), ("departed", stop.departed))
        if day
    ]
    where = f"{visible(stop.city)}, {stop.country}" if stop.city else stop.country
    return "   ".join([where, *days, stop.status])


def _meeting(meeting: Meeting) -> list[str]:
    who = ", ".join(visible(name) for name in meeting.participants) or "persons without a name"
    where = ", ".join(visible(part) for part in (meeting.city, meeting.country) if part)
    said = [who, "of " + " ".join(meeting.countries) if meeting.countries else ""]
    said += [where and f"in {where}", meeting.date or "", meeting.mode, meeting.status]
    said += [_why(meeting.rule, meeting.confidence)]
    return ["   ".join(part for part in said if part)]


def _grouping(grouping: Grouping) -> list[str]:
    as_of = f" on {grouping.as_of}" if grouping.as_of else ""
    lines = [visible(grouping.name), f"  members{as_of}: {' '.join(grouping.members) or 'unknown'}"]
    if grouping.members_stated:
        lines.append(f"  stated by the article: {' '.join(grouping.members_stated)}")
    return lines


def _funding(sum_: Funding) -> list[str]:
    amount = f"{sum_.amount:,f} {sum_.currency}"
    if sum_.amount_max is not None:
        amount = f"{sum_.amount:,f} to {sum_.amount_max:,f} {sum_.currency}"
    donors = ", ".join(sum_.donors) or sum_.donor or "a donor that is not said"
    recipients = " ".join(sum_.recipients) or "recipients that are not said"
    said = [amount, f"from {visible(donors)}", f"for {recipients}", sum_.date or "", sum_.status]
    said += [_why(sum_.rule, sum_.confidence)]
    lines = ["   ".join(part for part in said if part)]
    if sum_.purpose:
        lines.append(f"  to {visible(sum_.purpose)}")
    if sum_.part_of is not None:
        lines.append(f"  a part of F{sum_.part_of + 1}")
    if sum_.usd_note:
        lines.append(f"  no US dollars: {visible(sum_.usd_note)}")
    return lines


def _person(person: Person) -> list[str]:
    return [_of(person.name, person.office, person.country)]


def _of(name: str, office: str | None, country: str | None) -> str:
    known = ", ".join(visible(part) for part in (office, country) if part)
    return f"{visible(name)} ({known})" if known else visible(name)


def _why(rule: str, confidence: float) -> str:
    read_by = f"rule {visible(rule)}, " if rule else ""
    return f"[{read_by}confidence {confidence:.2f}]"


def _listed(findings: Sequence[_Finding], text: str, rows: Sequence[_Row]) -> Iterator[str]:
    heading = ""
    for finding in findings:
        if finding.heading != heading:
            heading = finding.heading
            yield f"\n{heading}"
        first, *others = finding.lines
        yield f"  {finding.label:4} {first}"
        yield from (f"       {line}" for line in others)
        if heading != "Groupings":
            for span in finding.evidence:
                yield f"         line {_line(rows, span.start)}: {_cut(text, span)}"
    if not findings:
        yield "\nNothing was read from this article."


def _left_out(dossier: Dossier, text: str, rows: Sequence[_Row]) -> Iterator[str]:
    if not dossier.problems:
        return
    yield "\nSeen and left out"
    for problem in sorted(dossier.problems, key=lambda one: one.start):
        where = f"line {_line(rows, problem.start)}: {_cut(text, Span(problem.start, problem.end))}"
        yield f"  {problem.code}: {visible(problem.message)}"
        yield f"         {where}"


def _line(rows: Sequence[_Row], offset: int) -> int:
    return next((row.line for row in reversed(rows) if row.start <= offset), 1)


def _cut(text: str, span: Span) -> str:
    words = " ".join(text[span.start : span.end].split())
    return f"“{visible(textwrap.shorten(words, _QUOTE, placeholder=' …'))}”"
