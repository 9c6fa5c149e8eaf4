"""Atlases kept as folders of GeoParquet files, and read again."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from array import array
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo import columns
from geo.atlas import FRAMES, Atlas

_FORMAT = 1
_HEAD = "atlas.json"
# Rows whose tuples are written out together.
_AT_ONCE = 1000
_CODED = ("text", "label", "point", "line")


class StoreError(Exception):
    """A kept atlas that cannot be read; names the folder and the cure."""


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


def load(folder: str | Path, *, later: Collection[str] = ()) -> Atlas:
    """The atlas that `save` kept. Raises StoreError where there is none, or it is broken.

    later: frames that are only read when they are asked for.
    """
    with _told_of(folder):
        head = json.loads((Path(folder) / _HEAD).read_text(encoding="utf-8"))
        if head["format"] != _FORMAT:
            raise StoreError(f"{folder}: is of format {head['format']}; build it again")

        def read(name: str) -> pd.DataFrame:
            with _told_of(folder), _memory_that_goes_back():
                return _loaded(Path(folder) / f"{name}.parquet", name)

        atlas = Atlas(read, str(head["version"]))
        for name in FRAMES:
            if name not in later:
                getattr(atlas, name)
        return atlas


@contextmanager
def _told_of(folder: str | Path) -> Iterator[None]:
    """Whatever can be wrong with kept files, as a StoreError."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise StoreError(f"{folder}: no atlas that can be read; build it again") from error
    except (columns.FrameError, shapely.errors.ShapelyError) as error:
        raise StoreError(f"{folder}: {error}; build it again") from error


@contextmanager
def _memory_that_goes_back() -> Iterator[None]:
    """What reading takes is given back at once: Arrow's own pool would hold on to most of it."""
    usual = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


def _loaded(file: Path, name: str) -> pd.DataFrame:
    kinds = {column: kind for column, (kind, _) in columns.COLUMNS[name].items()}
    # Each text and shape once, as in the file: written out row by row they take much room.
    coded = [column for column, kind in kinds.items() if kind in _CODED]
    table = pq.read_table(file, read_dictionary=coded)
    found: dict[str, Any] = {}
    for column, kind in kinds.items():
        values = table.column(column)
        if kind in ("point", "line"):
            found[column] = _shared(values, shapely.from_wkb)
        elif kind == "text":
            found[column] = _shared(values, list)
        elif kind == "tuple":
            found[column] = list(_tuples(values))
        elif kind == "whole":
            found[column] = array("d", values.cast("float64").fill_null(math.nan).to_numpy())
        elif kind in ("label", "prose"):
            found[column] = values.to_pandas()
        else:
            found[column] = values.to_numpy()
    return columns.typed(name, found)


def _tuples(values: pa.ChunkedArray) -> Iterator[tuple[str, ...]]:
    """The values as tuples, one object for all that are the same, and for each text in them."""
    different: dict[tuple[str, ...], tuple[str, ...]] = {}
    texts: dict[str, str] = {}
    for first in range(0, len(values), _AT_ONCE):
        for value in values.slice(first, _AT_ONCE).to_pylist():
            found = tuple(value)
            if found not in different:
                found = tuple(texts.setdefault(text, text) for text in found)
                different[found] = found
            yield different[found]


def _shared(values: pa.ChunkedArray, read: Callable[[Any], Any]) -> Any:
    """The values as objects, one object for all that are the same."""
    coded = values.unify_dictionaries().combine_chunks().dictionary_encode()
    different = np.array([*read(coded.dictionary.to_pylist()), None], dtype=object)
    # No value has the code of the last one, None.
    return different[coded.indices.fill_null(len(different) - 1).to_numpy(zero_copy_only=False)]
