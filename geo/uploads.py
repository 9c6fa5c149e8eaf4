"""A file that a reader brings to the page, as bytes, to its articles; documents of offices too."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Any, BinaryIO

from geo.articles import KINDS, read_stream
from geo.dossier import Article
from geo.formats import ARTICLE_LIMIT, MEGABYTE, ArticleError, Reading, checked

# What a page may offer to upload.
ENDINGS = ("txt", "html", "htm", "pdf", "docx", "json", "jsonl", "csv")

_PAGES = 300
# A Word document is a zip file; unpacked it may be larger than memory.
_UNPACKED = 60 * MEGABYTE
_MEMBERS = 2_000
_BROKEN_WORD = re.compile(r"(?<=[a-z])[-\u00ad]\n(?=[a-z])")  # "diplo-\nmat" at the end of a line


def read_upload(name: str, data: bytes) -> list[Article | ArticleError]:
    """The articles of one uploaded file, by its name's ending. Never raises for what it holds."""
    path = PurePath(name)
    ending = path.suffix.lower()
    if ending in KINDS:
        return list(read_stream(io.BytesIO(data), name, KINDS[ending], path.stem))
    reader = {".pdf": _pdf, ".docx": _docx}.get(ending)
    if reader is None:
        known = " ".join(f".{one}" for one in ENDINGS)
        return [ArticleError(name, f"is of no kind that is read here ({known})")]
    try:
        return list(reader(io.BytesIO(data), name, path.stem))
    except ArticleError as error:
        return [error]
    # Both libraries raise what they will on a broken or hostile file: it is the file's fault.
    except Exception as error:
        kind = type(error).__name__
        return [ArticleError(name, f"is a broken {ending} file ({kind}); paste its text instead")]


def _pdf(stream: BinaryIO, name: str, stem: str) -> Reading:
    import pypdf  # 0.1 s, and most articles are no PDF

    document = pypdf.PdfReader(stream)
    if document.is_encrypted:
        raise ArticleError(name, "is locked with a password; save it without one")
    if len(document.pages) > _PAGES:
        raise ArticleError(name, f"has {len(document.pages)} pages, and {_PAGES} is the most")
    parts: list[str] = []
    length = 0
    for page in document.pages:
        part = page.extract_text()
        length += len(part)
        if length > ARTICLE_LIMIT:
            raise ArticleError(
                name, "holds more text than an article; upload the pages that matter"
            )
        parts.append(part)
    text = _BROKEN_WORD.sub("", "\n\n".join(parts))
    if not text.strip():
        raise ArticleError(name, "holds pictures of text; paste the text itself")
    title = document.metadata.title if document.metadata else None
    yield checked(Article(text=text, id=stem, title=str(title) if title else None), name)


def _docx(stream: BinaryIO, name: str, stem: str) -> Reading:
    with zipfile.ZipFile(stream) as packed:
        members = packed.infolist()
        if len(members) > _MEMBERS or sum(one.file_size for one in members) > _UNPACKED:
            raise ArticleError(name, "unpacks to more than an article; paste its text instead")

    import docx  # 0.2 s, and most articles are no Word document

    stream.seek(0)
    document: Any = docx.Document(stream)
    parts: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            parts += [" · ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            parts.append(block.text)
    title = document.core_properties.title or None
    yield checked(Article(text="\n".join(parts), id=stem, title=title), name)
