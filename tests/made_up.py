"""Made-up events and the articles that tell of them, for tests of what comes after the parser."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from geo.dossier import (
    Article,
    Dossier,
    Funding,
    Grouping,
    Meeting,
    Person,
    Place,
    Problem,
    Stop,
    Visit,
)

POINTS = {
    "Astana": ("KZ", 51.18, 71.45),
    "Tashkent": ("UZ", 41.31, 69.28),
    "New Delhi": ("IN", 28.64, 77.22),
    "Berlin": ("DE", 52.52, 13.41),
    "Munich": ("DE", 48.14, 11.58),
    "Suva": ("FJ", -18.14, 178.44),
    "Apia": ("WS", -13.83, -171.77),
}


def stop(there: str, arrived: str | None = None, status: str = "done", **more: Any) -> Stop:
    country, lat, lon = POINTS[there]
    return replace(Stop(country, there, lat, lon, arrived, None, status), **more)


def visit(*stops: Stop, who: str = "Ada Morel", country: str | None = "FR", **more: Any) -> Visit:
    return replace(Visit(who, "Foreign Minister", country, stops, 0.8, (), "visit.test"), **more)


def meeting(*who: str, day: str | None = "2023-05-02", **more: Any) -> Meeting:
    plain = Meeting(who, ("FR", "KZ"), "KZ", "Astana", day, "in person", "done", 0.7, ())
    return replace(plain, **more)


def money(amount: int, *recipients: str, **more: Any) -> Funding:
    plain = Funding(
        Decimal(amount),
        "USD",
        Decimal(amount),
        "FR",
        recipients,
        None,
        None,
        "2023-05-02",
        "announced",
        0.8,
        (),
    )
    return replace(plain, **more)


def told(day: str | None, *events: Any, name: str = "", text: str = "", title: str = "") -> Dossier:
    """An article of a day that tells of these events."""

    def of(kind: type) -> tuple[Any, ...]:
        return tuple(event for event in events if isinstance(event, kind))

    date = dt.date.fromisoformat(day) if day else None
    article = Article(text or f"{name} {day} {events}", name, date, title or None)
    return Dossier(
        article,
        of(Place),
        of(Person),
        of(Visit),
        of(Meeting),
        of(Grouping),
        of(Funding),
        of(Problem),
    )
