"""A large collection: the briefs of seeds/ over and over, on other days and with other people."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from geo import Article, Atlas, Dossier, articles, parse
from geo.dossier import Funding, Stop
from geo.kept import keep, pack

# Far enough apart that no two rounds tell of the same trip, near enough to fill every day.
DAYS_A_ROUND = 3
# After so many rounds the same people travel again.
CASTS = 30
# Rounds more than these two say are needed, as ever more are told as one.
_MARGIN = 1.08
_EVENTS = ("stops", "meetings", "groupings", "funding")


def replayed(seeds: Path, events: int) -> list[Dossier]:
    """Dossiers that tell of this many events or a few more, no two of them the same."""
    read = [parse(one) for one in articles.read([seeds]) if isinstance(one, Article)]
    cast = sorted({person.name for dossier in read for person in dossier.people})

    def rounds(count: int) -> list[Dossier]:
        return [
            _shifted(dossier, number, _others(cast, number % CASTS))
            for number in range(count)
            for dossier in read
        ]

    def told(count: int) -> int:
        atlas = Atlas.of(rounds(count))
        return sum(getattr(atlas, name)["event"].nunique() for name in _EVENTS)

    # When the same people travel again, some of their trips are told as one with earlier ones.
    first, second = told(CASTS), told(2 * CASTS)
    more = max(0, events - second) / (second - first)
    return rounds(2 * CASTS + math.ceil(more * CASTS * _MARGIN))


def stored(dossiers: Sequence[Dossier], folder: Path) -> Path:
    """Articles in one file, and what was read from them where the app looks for it.

    folder: becomes the user's cache folder of the server.
    """
    file = folder / "replayed.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for line in map(_line, dossiers):
            stream.write(line + "\n")
    given = [one for one in articles.read([file]) if isinstance(one, Article)]
    packed = (pack(dossier.to_json()) for dossier in dossiers)
    notes = keep(folder / "diplomacy-map", zip(given, packed, strict=True))
    if notes:
        raise RuntimeError(notes[0])
    return file


def _line(dossier: Dossier) -> str:
    article = dossier.article
    head = {"id": article.id, "date": article.date and article.date.isoformat()}
    head |= {"title": article.title, "source": article.source, "url": article.url}
    return json.dumps(head | {"text": article.text})


def _others(cast: Sequence[str], shift: int) -> dict[str, str]:
    """For each name another one, made of its first word and somebody else's last."""
    if not shift:
        return {name: name for name in cast}
    return {
        name: f"{name.split()[0]} {cast[(i + shift) % len(cast)].split()[-1]}"
        for i, name in enumerate(cast)
    }


def _shifted(dossier: Dossier, number: int, others: Mapping[str, str]) -> Dossier:
    """The same news, earlier, by other people, with other sums."""
    back = dt.timedelta(days=number * DAYS_A_ROUND)

    def day(said: str | None) -> str | None:
        whole = said is not None and len(said) == 10
        return (dt.date.fromisoformat(said) - back).isoformat() if said and whole else said

    def name(said: str) -> str:
        return others.get(said, said)

    def stop(said: Stop) -> Stop:
        return replace(said, arrived=day(said.arrived), departed=day(said.departed))

    def money(said: Funding) -> Funding:
        usd = said.amount_usd and said.amount_usd + 1000 * number
        return replace(
            said, date=day(said.date), amount=said.amount + 1000 * number, amount_usd=usd
        )

    article = dossier.article
    return replace(
        dossier,
        article=replace(
            article,
            id=f"{article.id}#{number}",
            date=article.date and article.date - back,
            title=f"{article.title or article.id} ({number})",
        ),
        people=tuple(replace(one, name=name(one.name)) for one in dossier.people),
        visits=tuple(
            replace(one, traveller=name(one.traveller), stops=tuple(map(stop, one.stops)))
            for one in dossier.visits
        ),
        meetings=tuple(
            replace(
                one,
                participants=tuple(dict.fromkeys(map(name, one.participants))),
                date=day(one.date),
            )
            for one in dossier.meetings
        ),
        groupings=tuple(replace(one, as_of=day(one.as_of)) for one in dossier.groupings),
        funding=tuple(map(money, dossier.funding)),
    )


def rows_of(dossiers: Sequence[Dossier]) -> Iterator[dict[str, object]]:
    """One row a stop, for peers that draw rows."""
    for dossier in dossiers:
        for visit in dossier.visits:
            for stop in visit.stops:
                if stop.lat is not None:
                    yield {
                        "lat": stop.lat,
                        "lon": stop.lon,
                        "traveller": visit.traveller,
                        "country": stop.country,
                        "city": stop.city,
                        "day": stop.arrived or str(dossier.article.date),
                        "status": stop.status,
                    }
