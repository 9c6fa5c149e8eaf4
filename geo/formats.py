"""The bytes of one input, of one kind, to the articles in it. Inputs come from strangers."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from geo.dossier import Article

MEGABYTE = 1_000_000
# No article is longer; what is, is a book, a log or an attack.
ARTICLE_LIMIT = 5 * MEGABYTE
# What is held in memory at once: a line, a row or a whole JSON document.
RECORD_LIMIT = 64 * MEGABYTE

_DATE_OPENING = re.compile(r"\s{0,8}date (\d{4}-\d\d?-\d\d?)(?:\s|$)")  # " date 2023-03-01 The US"
_ISO_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d\S{0,24})?$")  # 2023-03-01T10:00:00Z
_CHARSET = re.compile(rb"""charset\s{0,3}=\s{0,3}["']?([A-Za-z0-9_-]{2,20})""")  # <meta charset=…>
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON's "\\ud800" without its other half
_SHORT = 60


class ArticleError(Exception):
    """An input that gives no article: its name, the line where known, what is wrong and the cure.

    skipped: told, but no failure, such as a picture in a folder of articles.
    """

    def __init__(
        self, name: str, message: str, *, line: int | None = None, skipped: bool = False
    ) -> None:
        self.name = name
        self.message = message
        self.line = line
        self.skipped = skipped
        where = visible(name) if line is None else f"{visible(name)}:{line}"
        super().__init__(f"{where}: {message}")


Reading = Iterator[Article | ArticleError]


def visible(text: str) -> str:
    """The text on one line, with what a terminal would obey written as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def quoted(value: object) -> str:
    """A stranger's value as a message may hold it: short, on one line, in quotation marks."""
    text = value if isinstance(value, str) else repr(value)
    return f"“{visible(text[:_SHORT])}{'…' if len(text) > _SHORT else ''}”"


def day(value: str) -> dt.date:
    """The day of YYYY-MM-DD, or of a time stamp that begins so.

    Raises ValueError, saying what was expected.
    """
    match = _ISO_DAY.match(value.strip())
    if match:
        try:
            return dt.date.fromisoformat(match[1])
        except ValueError:
            raise ValueError(f"the date {quoted(value)} is no day of the calendar") from None
    raise ValueError(f"the date {quoted(value)} is not written YYYY-MM-DD")


def decoded(data: bytes, name: str, line: int | None = None, encoding: str = "utf-8-sig") -> str:
    """The text of the bytes. Raises ArticleError where they are binary or not in that encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ArticleError(name, "is in UTF-16; save it as UTF-8", line=line)
    if b"\0" in data:
        raise ArticleError(name, "is a binary file, no text; give the text of the article")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        shown = "UTF-8" if encoding == "utf-8-sig" else encoding
        line = line or data.count(b"\n", 0, error.start) + 1
        raise ArticleError(name, f"is not {shown}; save it as UTF-8", line=line) from None


def checked(article: Article, name: str, line: int | None = None) -> Article:
    """The article, if its text is neither empty nor too long. Raises ArticleError."""
    if len(article.text) > ARTICLE_LIMIT:
        size = len(article.text) / MEGABYTE
        raise ArticleError(name, _too_long(f"{size:.1f} million characters"), line=line)
    if not article.text.strip():
        raise ArticleError(name, "is empty; an article needs text", line=line)
    return article


def plain_text(stream: BinaryIO, name: str, stem: str) -> Reading:
    """One article; ` date YYYY-MM-DD ` may open it and is no part of its text."""
    text = decoded(_whole(stream, name, ARTICLE_LIMIT), name)
    opening = _DATE_OPENING.match(text)
    if opening is None:
        yield checked(Article(text=text, id=stem), name)
        return
    try:
        date = day(opening[1])
    except ValueError as error:
        raise ArticleError(name, f"{error}; correct the opening of the file", line=1) from None
    yield checked(Article(text=text[opening.end() :], id=stem, date=date), name)


def web_page(stream: BinaryIO, name: str, stem: str) -> Reading:
    """The main text of a page, with the title, date, outlet and address that it states."""
    data = _whole(stream, name, ARTICLE_LIMIT)
    declared = _CHARSET.search(data[:2048])
    encoding = "utf-8-sig"
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            encoding = codecs.lookup(declared[1].decode("ascii")).name
        except LookupError:
            raise ArticleError(
                name, f"names an unknown encoding {quoted(declared[1].decode())}; save it as UTF-8"
            ) from None
    html = decoded(data, name, encoding=encoding)
    if not html.strip():
        raise ArticleError(name, "is empty; an article needs text")

    import trafilatura  # 0.2 s, and most readings need no web page

    page: Any = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
    text = page.text if page is not None and page.text else trafilatura.html2txt(html)
    if not text.strip():
        raise ArticleError(name, "holds no article that can be told apart; save its text as .txt")
    stated = page.as_dict() if page is not None else {}
    yield checked(
        Article(
            text=text,
            id=stem,
            date=dt.date.fromisoformat(stated["date"]) if stated.get("date") else None,
            title=stated.get("title"),
            source=stated.get("sitename"),
            url=stated.get("url"),
        ),
        name,
    )


def json_lines(stream: BinaryIO, name: str, stem: str) -> Reading:
    """One object a line. A line that cannot be read is an error of its own."""
    number = 0
    if b"\0" in _glance(stream):
        raise ArticleError(name, "is a binary file, no JSON Lines")
    while data := stream.readline(RECORD_LIMIT):
        number += 1
        if len(data) == RECORD_LIMIT and not data.endswith(b"\n"):
            while data and not data.endswith(b"\n"):
                data = stream.readline(RECORD_LIMIT)
            size = f"more than {RECORD_LIMIT // MEGABYTE} MB"
            yield ArticleError(name, _too_long(size), line=number)
            continue
        if b"\0" in data:
            raise ArticleError(name, "holds a NUL byte, no JSON; it may be binary", line=number)
        if not data.strip():
            continue
        try:
            shape = _json(decoded(data, name, number), name, number)
            yield _article(shape, name, f"{stem}:{number}", number)
        except ArticleError as error:
            yield error
    if not number:
        raise ArticleError(name, "is empty; it needs one article a line, as JSON")


def json_document(stream: BinaryIO, name: str, stem: str) -> Reading:
    """One object, or a list of them."""
    data = _whole(stream, name, RECORD_LIMIT, cure="write one object a line (.jsonl)")
    if not data.strip():
        raise ArticleError(name, "is empty; it needs an article, or a list of them, as JSON")
    shape = _json(decoded(data, name), name)
    if not isinstance(shape, list):
        yield _article(shape, name, stem)
        return
    if not shape:
        raise ArticleError(name, "is an empty list; it needs articles")
    for position, one in enumerate(shape, 1):
        try:
            yield _article(one, name, f"{stem}:{position}", item=position)
        except ArticleError as error:
            yield error


def csv_table(stream: BinaryIO, name: str, stem: str) -> Reading:
    """One article a row; the heading has `text`, and may have id, date, title, source, url."""
    # The module's own limit (128 kB) is shorter than a long article, and it is the process's.
    csv.field_size_limit(RECORD_LIMIT)
    if b"\0" in _glance(stream):
        raise ArticleError(name, "is a binary file, no CSV; save the table as CSV in UTF-8")
    lines = _csv_lines(stream, name)
    heading_line = next(lines, "")
    if not heading_line.strip():
        raise ArticleError(name, "is empty; it needs a heading with a column named text")
    # A spreadsheet may write semicolons or tabs where its country writes decimal commas.
    for delimiter in ",;\t":
        heading = next(csv.reader([heading_line], delimiter=delimiter))
        columns = [column.strip().casefold() for column in heading]
        if "text" in columns:
            break
    else:
        raise ArticleError(
            name,
            f"has no column named text, but {quoted(heading_line.strip())};"
            " name the column that holds the article text",
            line=1,
        )
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 2  # after the heading, which this reader has not seen
        try:
            cells = next(reader, None)
            if cells is None:
                return
            if cells:
                yield _csv_article(columns, cells, name, f"{stem}:{number}", number)
        except csv.Error as error:
            message = f"is not CSV from here ({error}); close the quotation marks"
            yield ArticleError(name, message, line=number)
        except ArticleError as error:
            yield error


READERS: Mapping[str, Callable[[BinaryIO, str, str], Reading]] = {
    "txt": plain_text,
    "html": web_page,
    "json": json_document,
    "jsonl": json_lines,
    "csv": csv_table,
}


def _csv_article(
    columns: list[str], cells: list[str], name: str, identity: str, line: int
) -> Article:
    if len(cells) > len(columns):
        message = (
            f"has {len(cells)} cells under {len(columns)} columns;"
            " put quotation marks around text that holds a comma"
        )
        raise ArticleError(name, message, line=line)
    shape = {column: cell or None for column, cell in zip(columns, cells, strict=False)}
    if any(cell and not _is_text(cell) for cell in cells):
        raise ArticleError(name, "is not UTF-8; save it as UTF-8", line=line)
    if shape.get("text") is None:
        raise ArticleError(name, "has no text; an article needs text", line=line)
    return _article(shape, name, identity, line)


def _csv_lines(stream: BinaryIO, name: str) -> Iterator[str]:
    """The lines as text; bytes that are not UTF-8 stay as lone surrogates, to be told by row."""
    first = True
    while data := stream.readline(RECORD_LIMIT):
        if len(data) == RECORD_LIMIT and not data.endswith(b"\n"):
            size = f"a line of more than {RECORD_LIMIT // MEGABYTE} MB"
            raise ArticleError(name, _too_long(size))
        if b"\0" in data:
            raise ArticleError(name, "holds a NUL byte, no CSV; save the table as CSV in UTF-8")
        yield data.decode("utf-8-sig" if first else "utf-8", errors="surrogateescape")
        first = False


def _is_text(cell: str) -> bool:
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True


def _json(text: str, name: str, line: int | None = None) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = line or error.lineno
        if not text[error.pos :].strip() or error.msg.startswith("Unterminated string"):
            raise ArticleError(name, "breaks off within JSON; complete it", line=at) from None
        message = f"is not JSON at column {error.colno} ({error.msg.lower()}); correct it"
        raise ArticleError(name, message, line=at) from None
    except RecursionError:
        raise ArticleError(name, "nests too deeply for an article", line=line) from None
    except ValueError as error:  # a number of thousands of digits
        raise ArticleError(name, f"is not JSON to be read: {error}", line=line) from None


def _article(
    shape: Any, name: str, identity: str, line: int | None = None, item: int | None = None
) -> Article:
    """The article that a JSON object or a row describes. Raises ArticleError."""
    at = f"item {item} " if item else ""
    if not isinstance(shape, dict):
        message = f'{at}is {quoted(shape)}, no object; write {{"text": …}}'
        raise ArticleError(name, message, line=line)
    text = shape.get("text")
    if not isinstance(text, str):
        raise ArticleError(name, f"{at}has no text; give the article as “text”", line=line)
    given: dict[str, str | None] = {}
    for key in ("title", "source", "url", "date"):
        value = shape.get(key)
        if value is not None and not isinstance(value, str):
            message = f"{at}has {quoted(value)} as {key}; give a string or null"
            raise ArticleError(name, message, line=line)
        given[key] = value and _whole_characters(value)
    identifier = shape.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, (str, int, type(None))):
        message = f"{at}has {quoted(identifier)} as id; give a string"
        raise ArticleError(name, message, line=line)
    try:
        date = day(given["date"]) if given["date"] else None
    except ValueError as error:
        raise ArticleError(name, f"{at}{error}; correct it or leave it out", line=line) from None
    return checked(
        Article(
            text=_whole_characters(text),
            id=identity if identifier in (None, "") else _whole_characters(str(identifier)),
            date=date,
            title=given["title"],
            source=given["source"],
            url=given["url"],
        ),
        name,
        line,
    )


def _glance(stream: BinaryIO) -> bytes:
    """Some of what comes next, which stays to be read; nothing where the stream cannot say."""
    peek = getattr(stream, "peek", None)
    return bytes(peek(1)) if peek else b""


def _whole_characters(text: str) -> str:
    """The text with half characters, which cannot be written anywhere, replaced one for one."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _whole(stream: BinaryIO, name: str, limit: int, cure: str = "split it into articles") -> bytes:
    """All bytes of the stream, at most `limit`. Raises ArticleError where there are more."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        size = _size(stream)
        shown = f"{size / MEGABYTE:.0f} MB" if size else f"more than {limit // MEGABYTE} MB"
        raise ArticleError(name, _too_long(shown, limit, cure))
    return data


def _size(stream: BinaryIO) -> int | None:
    try:
        return stream.seek(0, io.SEEK_END)
    except (OSError, ValueError):  # a pipe has no end to look for
        return None


def _too_long(size: str, limit: int = ARTICLE_LIMIT, cure: str = "split it into articles") -> str:
    return f"is too long ({size}, and {limit // MEGABYTE} MB is the most); {cure}"
