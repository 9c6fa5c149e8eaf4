"""How a case file says what an article holds, and what differs between that and a dossier.

A case is {"article": {text, date, title?}, "expect": {...}}. Only the keys given are compared:
visits and meetings (of two named people or more) are whole lists, their fields only where given;
funding and groupings likewise; places, people, not_places and not_members are partial.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

from geo.dossier import Article, Dossier


def article_of(head: dict[str, Any]) -> Article:
    """The article of a case; its date, title and source may be left out."""
    day = head.get("date")
    date = dt.date.fromisoformat(day) if day else None
    told = {key: head.get(key) for key in ("title", "source")}
    return Article(text=head["text"], date=date, **told)


def differences(dossier: Dossier, expect: dict[str, Any]) -> list[str]:
    """One line for each thing that is missing, wrong or too much; empty when all holds."""
    return [line for key, wanted in expect.items() for line in _CHECKS[key](dossier, wanted)]


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().replace(".", "")


def same_name(one: str, other: str) -> bool:
    """Whether one name's words contain the other's."""
    a, b = set(fold(one).split()), set(fold(other).split())
    return bool(a and b) and (a <= b or b <= a)


def _fields_differ(item: Any, wanted: dict[str, Any], known: set[str]) -> bool:
    for key, value in wanted.items():
        if key in known:
            continue
        got = getattr(item, key)
        if key == "city":
            if (got is None) != (value is None) or (value and fold(got) != fold(value)):
                return True
        elif isinstance(value, list):
            if sorted(value) != sorted(got):
                return True
        elif got != value:
            return True
    return False


def _matched(found: list[Any], wanted: list[Any], fits: Any, what: str) -> list[str]:
    free, lines = list(found), []
    for want in wanted:
        hit = next((item for item in free if fits(item, want)), None)
        if hit is None:
            lines.append(f"{what} missing or wrong: {want}")
        else:
            free.remove(hit)
    return lines + [f"{what} too much: {_short(item)}" for item in free]


def _short(item: Any) -> str:
    if hasattr(item, "stops"):
        stops = [(s.country, s.city, s.arrived, s.departed, s.status) for s in item.stops]
        return f"{item.traveller} {stops}"
    if hasattr(item, "participants"):
        parts = (item.participants, item.country, item.city, item.date, item.mode, item.status)
        return str(parts)
    if hasattr(item, "amount"):
        parts = (item.amount, item.currency, item.donor, item.recipients, item.status)
        return str((*parts, item.donors, item.part_of))
    return f"{item.name} {item.members_stated}"


def _visit_fits(item: Any, want: dict[str, Any]) -> bool:
    return (
        same_name(item.traveller, want["traveller"])
        and len(item.stops) == len(want["stops"])
        and not any(
            _fields_differ(got, stop, set())
            for got, stop in zip(item.stops, want["stops"], strict=True)
        )
    )


def _meeting_fits(item: Any, want: dict[str, Any]) -> bool:
    names = want["participants"]
    return (
        len(names) == len(item.participants)
        and all(any(same_name(name, got) for got in item.participants) for name in names)
        and not _fields_differ(item, want, {"participants"})
    )


def _visits(dossier: Dossier, wanted: list[Any]) -> list[str]:
    return _matched(list(dossier.visits), wanted, _visit_fits, "visit")


def _meetings(dossier: Dossier, wanted: list[Any]) -> list[str]:
    found = [meeting for meeting in dossier.meetings if len(meeting.participants) > 1]
    return _matched(found, wanted, _meeting_fits, "meeting")


def _funding(dossier: Dossier, wanted: list[Any]) -> list[str]:
    return _matched(
        list(dossier.funding),
        wanted,
        lambda item, want: not _fields_differ(item, want, set()),
        "sum",
    )


def _groupings(dossier: Dossier, wanted: list[Any]) -> list[str]:
    def fits(item: Any, want: dict[str, Any]) -> bool:
        return (
            item.name == want["name"]
            and set(want.get("members_include", ())) <= set(item.members)
            and not set(want.get("members_exclude", ())) & set(item.members)
        )

    return _matched(list(dossier.groupings), wanted, fits, "grouping")


def _not_members(dossier: Dossier, wanted: dict[str, list[str]]) -> list[str]:
    return [
        f"{code} is no member of {item.name}"
        for item in dossier.groupings
        for code in wanted.get(item.name, ())
        if code in item.members or code in item.members_stated
    ]


def _places(dossier: Dossier, wanted: list[dict[str, Any]]) -> list[str]:
    return [
        f"place missing or wrong: {want}"
        for want in wanted
        if all(_fields_differ(place, want, set()) for place in dossier.places)
    ]


def _not_places(dossier: Dossier, wanted: list[str]) -> list[str]:
    return [f"no place: {place.text}" for place in dossier.places if place.text in wanted]


def _people(dossier: Dossier, wanted: list[dict[str, Any]]) -> list[str]:
    return [
        f"person missing or wrong: {want}"
        for want in wanted
        if not any(
            same_name(person.name, want["name"]) and not _fields_differ(person, want, {"name"})
            for person in dossier.people
        )
    ]


_CHECKS = {
    "visits": _visits,
    "meetings": _meetings,
    "funding": _funding,
    "groupings": _groupings,
    "not_members": _not_members,
    "places": _places,
    "not_places": _not_places,
    "people": _people,
}
