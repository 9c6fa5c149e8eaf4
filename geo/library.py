"""A folder of articles read into an atlas; what was read once is not read again.

A large collection is read by a process of its own, which keeps the atlas as files: what building
takes in memory goes with it, and the next start only loads them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import NamedTuple, overload

import pandas as pd

from geo import articles, kept, store
from geo.articles import ArticleError
from geo.atlas import Atlas
from geo.dossier import Article, Dossier
from geo.reading import shape_of, shapes_of
from geo.tables import DATA

Progress = Callable[[int, int], None]

# So many articles take longer to put together than a process takes to start.
LARGE = 3000
# Frames of many rows, which no page shows: they wait until somebody asks for them.
_LATER = ("places", "members")
_KEPT_ATLASES = 3
# Articles whose texts are put together at once.
_AT_ONCE = 1000


class Articles(Sequence[Article]):
    """Articles whose texts lie together as UTF-8: as objects they take twice the room."""

    def __init__(self, given: Iterable[Article]) -> None:
        self.heads: list[Article] = []
        texts: list[pd.Series] = []
        rest = iter(given)
        while some := list(islice(rest, _AT_ONCE)):
            self.heads += [replace(one, text="") for one in some]
            texts.append(pd.Series([one.text for one in some], dtype="str"))
        self.texts = pd.concat(texts, ignore_index=True) if texts else pd.Series(dtype="str")

    def share(self, texts: pd.Series) -> None:
        """Keep these texts and not an own copy, where they are the same."""
        if self.texts.equals(texts):
            self.texts = texts

    def __len__(self) -> int:
        return len(self.heads)

    @overload
    def __getitem__(self, i: int) -> Article: ...
    @overload
    def __getitem__(self, i: slice) -> list[Article]: ...
    def __getitem__(self, i: int | slice) -> Article | list[Article]:
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(len(self)))]
        return replace(self.heads[i], text=self.texts.iloc[i])


class Dossiers(Sequence[Dossier]):
    """What was read of each article, unpacked when it is asked for: whole it takes much room."""

    def __init__(
        self, given: Sequence[Article], packed_of: Callable[[Article], bytes | None]
    ) -> None:
        self.articles = given
        self._packed_of = packed_of

    def __len__(self) -> int:
        return len(self.articles)

    @overload
    def __getitem__(self, i: int) -> Dossier: ...
    @overload
    def __getitem__(self, i: slice) -> Dossiers: ...
    def __getitem__(self, i: int | slice) -> Dossier | Dossiers:
        if isinstance(i, slice):
            return Dossiers(self.articles[i], self._packed_of)
        article = self.articles[i]
        packed = self._packed_of(article)
        if packed is not None:
            return kept.unpack(packed, article)
        shape = shape_of(article)  # what was kept has been thrown away meanwhile
        if isinstance(shape, ArticleError):
            return Dossier(article)
        return Dossier.from_json(shape, article.text)

    def __iter__(self) -> Iterator[Dossier]:
        return (self[i] for i in range(len(self)))


class Library(NamedTuple):
    """What a folder of articles gave.

    errors: inputs that gave no article, and articles that gave no dossier. notes: what else the
    reader should know, such as a cache that cannot be written. kept: dossiers known from before.
    """

    atlas: Atlas
    dossiers: Dossiers
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
    cache_folder: where dossiers and atlases are kept; the user's own cache folder by default.
    """
    folder = cache_folder or kept.cache_folder()
    given, errors = _given(path)
    if len(given) >= LARGE:
        atlas = _ready(folder, given)
        if atlas is None and _read_elsewhere(Path(path), folder, progress):
            atlas = _ready(folder, given)
        if atlas is not None:
            if progress:
                progress(len(given), len(given))
            packed = kept.Reader(folder)
            return Library(atlas, Dossiers(given, packed), tuple(errors), (), len(given))
    return _read_here(given, errors, progress, folder, processes)


def _given(path: str | Path) -> tuple[Articles, list[ArticleError]]:
    errors: list[ArticleError] = []

    def good() -> Iterator[Article]:
        for one in articles.read([path]):
            if isinstance(one, ArticleError):
                errors.append(one)
            else:
                yield one

    return Articles(good()), errors


def _read_here(
    given: Sequence[Article],
    errors: Sequence[ArticleError],
    progress: Progress | None,
    folder: Path,
    processes: int,
) -> Library:
    packed, notes = kept.kept(folder, given)
    fresh = [i for i, dossier in enumerate(packed) if dossier is None]
    count = _Counting(len(given) - len(fresh), len(given), progress)
    read = shapes_of([given[i] for i in fresh], processes, count.one_more)
    failed: list[ArticleError] = []
    new: list[tuple[Article, bytes]] = []
    for i, shape in zip(fresh, read, strict=True):
        if isinstance(shape, ArticleError):
            failed.append(shape)
        else:
            new.append((given[i], kept.pack(shape)))
            packed[i] = new[-1][1]
    notes += kept.keep(folder, new)
    known = {
        kept.key_of(article): one
        for article, one in zip(given, packed, strict=True)
        if one is not None
    }
    read_ones = [a for a, one in zip(given, packed, strict=True) if one is not None]
    dossiers = Dossiers(read_ones, lambda article: known.get(kept.key_of(article)))
    atlas = Atlas.of(dossiers)
    before = len(given) - len(fresh)
    return Library(atlas, dossiers, (*errors, *failed), tuple(notes), before)


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


def _place_of(folder: Path, given: Sequence[Article]) -> Path:
    """Where the atlas of exactly these articles, read by this parser, is kept."""
    content = blake2b(kept.parser_version().encode(), digest_size=12)
    for article in given:
        content.update(kept.key_of(article))
    return folder / "atlases" / content.hexdigest()


def _ready(folder: Path, given: Articles) -> Atlas | None:
    """The kept atlas of these articles, None where there is none that can be read."""
    try:
        atlas = store.load(_place_of(folder, given), later=_LATER)
    except store.StoreError:
        return None
    given.share(atlas.articles["text"])
    return atlas


def _read_elsewhere(path: Path, folder: Path, progress: Progress | None) -> bool:
    """Let another process read the articles and keep their atlas; whether it could."""
    command = [sys.executable, "-m", "geo.library", str(path.resolve()), str(folder.resolve())]
    with subprocess.Popen(command, cwd=DATA.parent, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # it is a pipe
        for line in process.stdout:
            if progress:
                done, total = line.split()
                progress(int(done), int(total))
    return process.returncode == 0


def _keep_atlas(path: str, folder: Path) -> int:
    """Read the articles, keep their atlas, tell how far it is; 1 where it cannot be kept."""
    given, errors = _given(path)

    def tell(done: int, total: int) -> None:
        sys.stdout.write(f"{done} {total}\n")
        sys.stdout.flush()

    library = _read_here(given, errors, tell, folder, processes=2)
    if len(library.errors) > len(errors):  # articles that the parser failed on are told each time
        return 1
    place = _place_of(folder, given)
    try:
        store.save(library.atlas, place)
    except (store.StoreError, OSError):
        return 1
    older = sorted(place.parent.iterdir(), key=lambda one: one.stat().st_mtime)
    for one in older[:-_KEPT_ATLASES]:
        shutil.rmtree(one, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(_keep_atlas(sys.argv[1], Path(sys.argv[2])))
