"""The types at the seams: an article in, a dossier out. Nothing of ours is imported here.

Spans are half-open offsets into the article's untouched text, in Unicode code points.
Countries travel as ISO 3166-1 alpha-2 (`XK` for Kosovo), degrees as WGS 84, days as ISO 8601
strings that stay partial ("2023-02", "2023") where the article says no more. Unknown is None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any, NamedTuple


class Span(NamedTuple):
    """Half-open offsets into the article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One text with what is known of where and when it appeared."""

    text: str
    id: str = ""
    date: dt.date | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A name in the text, and the one place that it stands for.

    kind: country, city, region or facility. role: location, government or demonym.
    country is None for a region of several countries.
    """

    start: int
    end: int
    text: str
    name: str
    kind: str
    role: str
    country: str | None
    geonameid: int | None
    lat: float | None
    lon: float | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom the article names, with office and the country they act for."""

    name: str
    office: str | None
    country: str | None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of a trip. status: done, ongoing, planned or cancelled as of the article's date."""

    country: str
    city: str | None
    lat: float | None
    lon: float | None
    arrived: str | None
    departed: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One trip of one traveller, its stops in the order travelled. rule: what it was read by."""

    traveller: str
    office: str | None
    from_country: str | None
    stops: tuple[Stop, ...]
    confidence: float
    evidence: tuple[Span, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who met whom. mode: in person, phone, video or indirect; a place only where in person."""

    participants: tuple[str, ...]
    countries: tuple[str, ...]
    country: str | None
    city: str | None
    date: str | None
    mode: str
    status: str
    confidence: float
    evidence: tuple[Span, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A grouping of states: its members on `as_of`, and those that the article itself states."""

    name: str
    members: tuple[str, ...]
    members_stated: tuple[str, ...]
    as_of: str | None
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Funding:
    """Money from a donor to recipients, in units of `currency` (ISO 4217), never in millions.

    amount_usd is None, with the reason in `usd_note`, where no rate exists.
    part_of: the position in the dossier's list of the larger sum that this is a part of.
    """

    amount: Decimal
    currency: str
    amount_usd: Decimal | None
    donor: str | None
    recipients: tuple[str, ...]
    recipient_text: str | None
    purpose: str | None
    date: str | None
    status: str
    confidence: float
    evidence: tuple[Span, ...]
    amount_max: Decimal | None = None
    part_of: int | None = None
    donors: tuple[str, ...] = ()
    usd_note: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Words that were seen and could not be settled, or an event seen and left out."""

    start: int
    end: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What one article says."""

    article: Article
    places: tuple[Place, ...] = ()
    people: tuple[Person, ...] = ()
    visits: tuple[Visit, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    funding: tuple[Funding, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The dossier in the published shape (`data/dossier.schema.json`), ready for `json.dumps`.

        The article's text is left out; fields that only some items have are absent from the others.
        """
        listed = {name: [_plain(item) for item in getattr(self, name)] for name in _LISTS}
        return {"article": _head(self.article), **listed}

    @classmethod
    def from_json(cls, shape: Mapping[str, Any], text: str = "") -> Dossier:
        """The dossier that `to_json` wrote; `text` is the article's, which the shape leaves out."""
        head = dict(shape["article"])
        day = head.get("date")
        article = Article(
            text=text,
            id=head.get("id") or "",
            date=dt.date.fromisoformat(day) if day else None,
            title=head.get("title"),
            source=head.get("source"),
            url=head.get("url"),
        )
        lists = {
            name: tuple(_typed(kind, item) for item in shape.get(name, ()))
            for name, kind in _LISTS.items()
        }
        return cls(article=article, **lists)


_LISTS: dict[str, type] = {
    "places": Place,
    "people": Person,
    "visits": Visit,
    "meetings": Meeting,
    "groupings": Grouping,
    "funding": Funding,
    "problems": Problem,
}
# Absent where they say nothing, as the contract has it for part_of and amount_max.
_OPTIONAL = {"amount_max", "part_of", "donors", "usd_note", "rule"}


def _head(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "date": article.date.isoformat() if article.date else None,
        "title": article.title,
        "source": article.source,
        "url": article.url,
    }


def _plain(item: Any) -> dict[str, Any]:
    return {
        key: _number(value)
        for key, value in asdict(item).items()
        if not (key in _OPTIONAL and value in (None, "", ()))
    }


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (tuple, list)):
        return [_number(one) for one in value]
    return value


def _typed(kind: type, item: Mapping[str, Any]) -> Any:
    names = {field.name for field in fields(kind)}
    values: dict[str, Any] = {key: item[key] for key in item if key in names}
    for key, value in values.items():
        if key == "stops":
            values[key] = tuple(_typed(Stop, stop) for stop in value)
        elif key in ("mentions", "evidence"):
            values[key] = tuple(Span(*span) for span in value)
        elif key in ("amount", "amount_usd", "amount_max") and value is not None:
            values[key] = Decimal(str(value))
        elif isinstance(value, list):
            values[key] = tuple(value)
    return kind(**values)
