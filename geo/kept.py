"""Dossiers kept between starts, so that what was read once is not read again.

They lie in one SQLite file of the user's cache folder, under what the article says and under the
parser that read it; a broken or locked file costs time, never the result.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path

from geo import tables
from geo.dossier import Article, Dossier
from geo.reading import Shape

# Dossiers that no start has asked for in a long time make room for new ones.
_KEPT_DOSSIERS = 200_000
# Bytes of the sum before each packed dossier.
_SUM = 8


def cache_folder() -> Path:
    """Where this user's system wants such things."""
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


def key_of(article: Article) -> bytes:
    """What an article is kept under: a sum over all that it says."""
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


def pack(shape: Shape) -> bytes:
    """A dossier's published shape in little room, with a sum over it that tells damage."""
    small = zlib.compress(json.dumps(shape, separators=(",", ":")).encode())
    return _sum_over(small) + small


def unpack(packed: bytes, article: Article) -> Dossier:
    """The dossier that was packed, with its article's text."""
    return Dossier.from_json(json.loads(zlib.decompress(packed[_SUM:])), article.text)


def keep(folder: Path, new: Iterable[tuple[Article, bytes]]) -> list[str]:
    """Keep packed dossiers for the next start; what earlier parsers read is dropped.

    Returns what the reader should know: nothing, unless they could not be kept.
    """
    parser = parser_version()
    rows = [(parser, key_of(article), packed) for article, packed in new]
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


def kept(folder: Path, given: Sequence[Article]) -> tuple[list[bytes | None], list[str]]:
    """For each article its packed dossier, None where there is none; and what went wrong."""
    nothing: list[bytes | None] = [None] * len(given)
    if not given:
        return nothing, []
    try:
        with _opened(folder) as database:
            rows = database.execute(
                "SELECT article, shape FROM dossiers WHERE parser = ?", (parser_version(),)
            )
            found = {key: packed for key, packed in rows if _is_whole(packed)}
    except sqlite3.DatabaseError as error:
        return nothing, [_forgotten(folder, error)]
    except OSError as error:
        return nothing, [f"{folder}: nothing can be kept there: {error.strerror}"]
    return [found.get(key_of(article)) for article in given], []


def _forgotten(folder: Path, error: sqlite3.DatabaseError) -> str:
    """Throw a broken cache away; says so."""
    if isinstance(error, sqlite3.OperationalError):
        return f"{folder}: what was kept cannot be used now ({error}); everything is read again"
    (folder / "dossiers.sqlite").unlink(missing_ok=True)
    return f"{folder}: what was kept is broken ({error}); everything is read again"


def _sum_over(content: bytes) -> bytes:
    return blake2b(content, digest_size=_SUM).digest()


def _is_whole(packed: object) -> bool:
    """Whether these bytes are as they were packed."""
    return isinstance(packed, bytes) and packed[:_SUM] == _sum_over(packed[_SUM:])


class Reader:
    """Looks packed dossiers up one at a time; None for those that are not kept, or damaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, article: Article) -> bytes | None:
        try:
            with _opened(self._folder) as database:
                row = database.execute(
                    "SELECT shape FROM dossiers WHERE parser = ? AND article = ?",
                    (parser_version(), key_of(article)),
                ).fetchone()
        except (sqlite3.DatabaseError, OSError):
            return None
        return bytes(row[0]) if row and _is_whole(row[0]) else None
