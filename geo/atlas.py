"""Many dossiers as tidy frames, an event told by several articles merged into one.

What belongs together is decided in `geo.merging`, what it then says in `geo.joining`, and who is
who in `geo.identity`; the columns of the frames stand in `geo.columns`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

import geopandas as gpd
import pandas as pd

from geo import columns, drawing
from geo.dossier import Article, Dossier, Span
from geo.gathering import Gathering
from geo.quoting import sentence_around

FRAMES = tuple(columns.COLUMNS)


class Atlas:
    """Frames of everything that was read; `geo.columns.COLUMNS` says what each column holds.

    version: changes whenever the content does; for caches that cannot hash frames.
    frame_of: gives a frame by its name, when it is first asked for.
    """

    articles: pd.DataFrame
    places: gpd.GeoDataFrame
    stops: gpd.GeoDataFrame
    legs: gpd.GeoDataFrame
    meetings: gpd.GeoDataFrame
    groupings: pd.DataFrame
    members: pd.DataFrame
    funding: gpd.GeoDataFrame
    people: pd.DataFrame
    evidence: pd.DataFrame
    problems: pd.DataFrame
    version: str

    def __init__(self, frame_of: Callable[[str], pd.DataFrame], version: str) -> None:
        self._frame_of = frame_of
        self.version = version

    def __getattr__(self, name: str) -> Any:
        """A frame that nobody has asked for yet; raises FrameError where it is broken."""
        if name not in FRAMES:
            raise AttributeError(f"an atlas has no {name}")
        frame = self._frame_of(name)
        columns.check(name, frame)
        setattr(self, name, frame)
        return frame

    @classmethod
    def of(cls, dossiers: Iterable[Dossier]) -> Atlas:
        """The atlas of some dossiers; what several tell of is one event with its sources."""
        gathered = Gathering(named_once(dossiers))
        drawing.trips(gathered)
        drawing.meetings(gathered)
        drawing.groupings(gathered)
        drawing.funding(gathered)
        _people(gathered)
        _evidence(gathered)
        _articles(gathered)
        version = _version(gathered.rows)
        frames = {"places": columns.typed("places", gathered.places.columns())}
        for name in FRAMES:
            if name != "places":
                frames[name] = columns.frame(name, gathered.rows.pop(name))
        return cls.from_frames(frames, version)

    @classmethod
    def from_frames(cls, frames: Mapping[str, pd.DataFrame], version: str) -> Atlas:
        """An atlas of these frames; raises FrameError where one is broken."""
        atlas = cls(frames.__getitem__, version)
        atlas.frames()
        return atlas

    def frames(self) -> dict[str, pd.DataFrame]:
        """Every frame by its name."""
        return {name: getattr(self, name) for name in FRAMES}


def named_once(dossiers: Iterable[Dossier]) -> Iterator[tuple[str, Dossier]]:
    """Each dossier with a name of its own; the same article given twice comes once."""
    seen: set[bytes] = set()
    names: Counter[str] = Counter()
    for dossier in dossiers:
        article = dossier.article
        content = blake2b(
            repr((article.id, article.date, article.title, article.url, article.text)).encode(),
            digest_size=16,
        )
        if not (article.text or article.id or article.title):
            content.update(repr(dossier).encode())
        if content.digest() in seen:
            continue
        seen.add(content.digest())
        name = article.id or article.title or article.url or "article"
        names[name] += 1
        yield (name if names[name] == 1 else f"{name} ({names[name]})"), dossier


def _people(gathered: Gathering) -> None:
    visits, meetings = Counter[str](), Counter[str]()
    for _, slug in {(row[0], row[4]) for row in gathered.rows["stops"]}:
        visits[slug] += 1
    for row in gathered.rows["meetings"]:
        meetings.update(set(row[2]))
    offices: dict[str, Counter[str]] = defaultdict(Counter)
    articles: dict[str, set[int]] = defaultdict(set)
    for i, known in enumerate(gathered.known_as):
        for name in known:
            articles[gathered.person(i, name).slug].add(i)
        for name, office in gathered.offices[i]:
            offices[gathered.person(i, name).slug][office] += 1
    for who in {one.slug: one for one in gathered.who.values()}.values():
        named = offices[who.slug]
        gathered.rows["people"].append(
            (
                who.slug,
                who.name,
                who.country,
                tuple(sorted(named, key=lambda office: (-named[office], office))),
                visits[who.slug],
                meetings[who.slug],
                len(articles[who.slug]),
            )
        )


def _evidence(gathered: Gathering) -> None:
    for told in gathered.tellings:
        article = gathered.dossiers[told.article].article
        name, day = gathered.names[told.article], article.date
        for span in told.spans or (None,):
            start, end, sentence, sentence_start = _quotation(article, span)
            gathered.rows["evidence"].append(
                (
                    told.event,
                    told.kind,
                    name,
                    start,
                    end,
                    sentence,
                    sentence_start,
                    day,
                    article.title,
                    article.source,
                    article.url,
                    told.confidence,
                    told.rule,
                )
            )


def _articles(gathered: Gathering) -> None:
    tells: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for told in gathered.tellings:
        tells[told.article][told.kind].add(told.event)
    for i, (name, dossier) in enumerate(zip(gathered.names, gathered.dossiers, strict=True)):
        article = dossier.article
        gathered.rows["articles"].append(
            (
                name,
                article.date,
                article.title,
                article.source,
                article.url,
                article.text,
                *(len(tells[i][kind]) for kind in ("visit", "meeting", "grouping", "funding")),
            )
        )


def _quotation(
    article: Article, span: Span | None
) -> tuple[int | None, int | None, str, int | None]:
    """Offsets and sentence of what an event was read from; the title where no span is."""
    if span is None:
        return None, None, article.title or "", None
    sentence = sentence_around(article.text, span)
    return span.start, span.end, article.text[sentence.start : sentence.end], sentence.start


def _version(rows: dict[str, list[tuple[Any, ...]]]) -> str:
    content = blake2b(digest_size=8)
    for name in ("articles", "stops", "meetings", "groupings", "funding", "evidence"):
        for row in rows[name]:
            content.update(repr(row).encode())
    return content.hexdigest()
