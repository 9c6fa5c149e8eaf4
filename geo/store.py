"""Atlases kept in files, and a folder of articles read: what was read once is not read again.

Dossiers are kept in one SQLite file of the user's cache folder, under what the article says and
under the parser that read it; a broken or locked file costs time, never the result.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo import articles, columns, tables
from geo.articles import ArticleError
from geo.atlas import FRAMES, Atlas
from geo.dossier import Article, Dossier
from geo.reading import Shape, shapes_of

Progress = Callable[[int, int], None]

_FORMAT = 1
_HEAD = "atlas.json"
# Dossiers that no start has asked for in a long time make room for new ones.
_KEPT_DOSSIERS = 200_000


class StoreError(Exception):
    """A kept atlas that cannot be read; names the folder and the cure."""


class Library(NamedTuple):
    """What a folder of articles gave.

    errors: inputs that gave no article, and articles that gave no dossier. notes: what else the
    reader should know, such as a cache that cannot be written. kept: dossiers known from before.
    """

    atlas: Atlas
    dossiers: tuple[Dossier, ...]
    errors: tuple[ArticleError, ...]
    notes: tuple[str, ...]
    kept: int


def read_folder(
    path: str | Path,
    progress: Progress | None = None,
    *,
    cache_folder: Path | None = None,
    processes: int = 2,
) -> Library:
    """The atlas of a file or folder of articles, with what could not be read.

    progress: called with articles done and articles in all, now and then, in any thread.
    cache_folder: where dossiers are kept; the user's own cache folder by default.
    """
    given: list[Article] = []
    errors: list[ArticleError] = []
    for one in articles.read([path]):
        if isinstance(one, ArticleError):
            errors.append(one)
        else:
            given.append(one)
    folder = cache_folder or _cache_folder()
    kept, notes = _kept(folder, given)
    fresh = [i for i, dossier in enumerate(kept) if dossier is None]
    count = _Counting(len(given) - len(fresh), len(given), progress)
    read = shapes_of([given[i] for i in fresh], processes, count.one_more)
    new: list[tuple[Article, Shape]] = []
    for i, shape in zip(fresh, read, strict=True):
        if isinstance(shape, ArticleError):
            errors.append(shape)
        else:
            kept[i] = Dossier.from_json(shape, given[i].text)
            new.append((given[i], shape))
    notes += _keep(folder, new)
    dossiers = tuple(dossier for dossier in kept if dossier is not None)
    return Library(
        Atlas.of(dossiers), dossiers, tuple(errors), tuple(notes), len(given) - len(fresh)
    )


def save(atlas: Atlas, folder: str | Path) -> None:
    """Keep an atlas as a folder of GeoParquet files, whole or not at all."""
    target = Path(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for name, frame in atlas.frames().items():
            plain = frame.copy(deep=False)
            for column, (kind, _) in columns.COLUMNS[name].items():
                if kind == "tuple":
                    plain[column] = pd.Series(
                        [list(value) for value in plain[column]], dtype=object
                    )
            plain.to_parquet(work / f"{name}.parquet", index=False)
        head = {"format": _FORMAT, "version": atlas.version}
        (work / _HEAD).write_text(json.dumps(head), encoding="utf-8")
        if target.exists():
            shutil.rmtree(target)
        work.rename(target)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def load(folder: str | Path) -> Atlas:
    """The atlas that `save` kept. Raises StoreError where there is none, or it is broken."""
    try:
        head = json.loads((Path(folder) / _HEAD).read_text(encoding="utf-8"))
        if head["format"] != _FORMAT:
            raise StoreError(f"{folder}: is of format {head['format']}; build it again")
        frames = {name: _loaded(Path(folder) / f"{name}.parquet", name) for name in FRAMES}
        return Atlas.from_frames(frames, str(head["version"]))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise StoreError(f"{folder}: no atlas that can be read; build it again") from error
    except (columns.FrameError, shapely.errors.ShapelyError) as error:
        raise StoreError(f"{folder}: {error}; build it again") from error


def _loaded(file: Path, name: str) -> pd.DataFrame:
    table = pq.read_table(file)
    found: dict[str, Any] = {}
    for column, (kind, _) in columns.COLUMNS[name].items():
        values = table.column(column)
        if kind in ("point", "line"):
            found[column] = shapely.from_wkb(values.to_numpy())
        elif kind == "tuple":
            found[column] = [tuple(value) for value in values.to_pylist()]
        elif kind == "whole":
            found[column] = values.to_pylist()
        else:
            found[column] = values.to_numpy()
    return columns.typed(name, found)


class _Counting:
    """Tells how far the reading is."""

    def __init__(self, done: int, total: int, progress: Progress | None) -> None:
        self.done, self.total, self.progress = done, total, progress
        if progress:
            progress(done, total)

    def one_more(self) -> None:
        self.done += 1
        if self.progress and (self.done % 10 == 0 or self.done == self.total):
            self.progress(self.done, self.total)


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("diplomacy-map", appauthor=False)


@cache
def parser_version() -> str:
    """A name for the parser as it is: its code and its knowledge."""
    content = blake2b(digest_size=16)
    code = (tables.DATA.parent / "geo").glob("*.py")
    knowledge = (file for kind in ("tables", "rules", "gazetteer") for file in _files(kind))
    for file in sorted([*code, *knowledge]):
        content.update(file.name.encode() + b"\0")
        content.update(file.read_bytes())
    return content.hexdigest()


def _files(kind: str) -> Iterator[Path]:
    return (file for file in tables.path(kind).rglob("*") if file.is_file())


def _key(article: Article) -> bytes:
    head = (article.id, article.date, article.title, article.source, article.url, article.text)
    return blake2b(repr(head).encode(), digest_size=16).digest()


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "dossiers.sqlite", timeout=5)) as database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS dossiers"
            " (parser TEXT, article BLOB, shape BLOB, PRIMARY KEY (parser, article))"
        )
        with database:
            yield database


def _kept(folder: Path, given: Sequence[Article]) -> tuple[list[Dossier | None], list[str]]:
    """For each article its kept dossier, None where there is none; and what went wrong."""
    parser = parser_version()
    try:
        with _opened(folder) as database:
            rows = database.execute(
                "SELECT article, shape FROM dossiers WHERE parser = ?", (parser,)
            )
            kept = dict(rows) if given else {}
    except sqlite3.DatabaseError as error:
        return [None] * len(given), [_forgotten(folder, error)]
    except OSError as error:
        return [None] * len(given), [f"{folder}: nothing can be kept there: {error.strerror}"]
    return [_unpacked(kept.get(_key(article)), article) for article in given], []


def _forgotten(folder: Path, error: sqlite3.DatabaseError) -> str:
    """Throw a broken cache away; says so."""
    if isinstance(error, sqlite3.OperationalError):
        return f"{folder}: what was kept cannot be used now ({error}); everything is read again"
    (folder / "dossiers.sqlite").unlink(missing_ok=True)
    return f"{folder}: what was kept is broken ({error}); everything is read again"


def _unpacked(kept: bytes | None, article: Article) -> Dossier | None:
    """A kept dossier, None where its bytes are no dossier: it is then read anew."""
    if kept is None:
        return None
    try:
        return Dossier.from_json(json.loads(zlib.decompress(kept)), article.text)
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(folder: Path, new: Iterable[tuple[Article, Shape]]) -> list[str]:
    """Keep new dossiers; what earlier parsers read is dropped."""
    parser = parser_version()
    rows = [
        (parser, _key(article), zlib.compress(json.dumps(shape).encode())) for article, shape in new
    ]
    if not rows:
        return []
    try:
        with _opened(folder) as database:
            database.execute("DELETE FROM dossiers WHERE parser != ?", (parser,))
            (count,) = database.execute("SELECT count(*) FROM dossiers").fetchone()
            if count > _KEPT_DOSSIERS:
                database.execute("DELETE FROM dossiers")
            database.executemany("INSERT OR REPLACE INTO dossiers VALUES (?, ?, ?)", rows)
    except sqlite3.DatabaseError as error:
        return [f"{folder}: nothing could be kept ({error})"]
    except OSError as error:
        return [f"{folder}: nothing could be kept: {error.strerror}"]
    return []
