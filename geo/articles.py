"""Files, folders and streams to articles, one at a time and in order."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from geo.formats import READERS, ArticleError, Reading, visible

__all__ = ["KINDS", "ArticleError", "read", "read_stream"]

# What a file's ending says of its kind.
KINDS = {
    ".txt": "txt",
    ".text": "txt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
_READ_HERE = ".txt .html .json .jsonl .csv"


def read(paths: Iterable[str | Path], input_format: str = "auto") -> Reading:
    """The articles of files and folders, in the order given, and by name within a folder.

    paths: "-" is standard input. input_format: auto goes by the file's ending (standard input is
    then JSON Lines); txt, html, json, jsonl or csv holds for all.
    Yields an Article, or an ArticleError where there is none; never raises for what it reads.
    """
    for path in paths:
        if str(path) == "-":
            kind = "jsonl" if input_format == "auto" else input_format
            yield from read_stream(sys.stdin.buffer, "standard input", kind, stem="stdin")
        elif Path(path).is_dir():
            yield from _folder(Path(path), input_format)
        else:
            yield from _file(Path(path), input_format, Path(path).stem)


def read_stream(stream: BinaryIO, name: str, kind: str, stem: str) -> Reading:
    """The articles of one open input. `stem` begins the id of those that bring none."""
    try:
        yield from READERS[kind](stream, name, stem)
    except ArticleError as error:
        yield error
    except OSError as error:
        yield ArticleError(name, f"cannot be read: {error.strerror}")


def _file(path: Path, input_format: str, stem: str) -> Reading:
    name = str(path)
    kind = KINDS.get(path.suffix.lower()) if input_format == "auto" else input_format
    if kind is None and path.exists():
        yield ArticleError(
            name, f"has no ending that is read here ({_READ_HERE}); say what it is: --input-format"
        )
        return
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        yield ArticleError(name, "is not there; check the path")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else error
        yield ArticleError(name, f"cannot be opened: {reason}")
    else:
        with stream:
            yield from read_stream(stream, name, kind or "txt", stem)


def _folder(folder: Path, input_format: str) -> Reading:
    """The articles below a folder; hidden files, and links to other folders, are left alone."""
    others: list[str] = []
    found = False
    for path in _walk(folder):
        kind = KINDS.get(path.suffix.lower())
        if kind is None or (input_format != "auto" and kind != input_format):
            others.append(path.name)
            continue
        found = True
        # Below the folder itself the file's name alone need not be the only one.
        stem = path.relative_to(folder).with_suffix("").as_posix()
        yield from _file(path, "auto", stem)
    if others:
        shown = ", ".join(visible(name) for name in others[:3]) + (", …" if others[3:] else "")
        count = f"{len(others)} file{'s' if others[1:] else ''}"
        yield ArticleError(
            str(folder), f"left alone {count} of other kinds ({shown})", skipped=True
        )
    if not found:
        wanted = _READ_HERE if input_format == "auto" else f".{input_format}"
        yield ArticleError(str(folder), f"holds no articles; they end in {wanted}")


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and not _would_block(path):
                yield path


def _would_block(path: Path) -> bool:
    """Whether it is a pipe, socket or device: opened, it may never end."""
    try:
        mode = path.stat().st_mode
    except OSError:  # a link to nowhere or to itself: told when it is opened
        return False
    return not stat.S_ISREG(mode)
