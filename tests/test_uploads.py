"""What a reader may bring to the page: documents of offices, and what is said of bad ones."""

from __future__ import annotations

import io
import zipfile

import pytest

from geo.dossier import Article
from geo.formats import ArticleError
from geo.uploads import ENDINGS, read_upload
from tests.documents import docx_of, pdf_of

SENTENCE = "The foreign minister of Portugal landed in Accra on Thursday."


def _only(name: str, data: bytes) -> Article:
    (one,) = read_upload(name, data)
    assert isinstance(one, Article), one
    return one


def _said(name: str, data: bytes) -> str:
    (one,) = read_upload(name, data)
    assert isinstance(one, ArticleError), one
    assert "\n" not in str(one)
    return str(one)


def test_a_word_document_gives_its_paragraphs_and_tables_in_order():
    article = _only("visit.docx", docx_of(SENTENCE, "She left on Friday.", title="A visit"))
    assert article == Article(
        text=f"{SENTENCE}\nShe left on Friday.\nLomé · 4 May", id="visit", title="A visit"
    )


def test_a_pdf_gives_its_text_with_broken_words_joined():
    article = _only("visit.pdf", pdf_of("The foreign minister of Portu-", "gal landed in Accra."))
    assert article.text.strip() == "The foreign minister of Portugal landed in Accra."
    assert article.title == "A visit"


@pytest.mark.parametrize("ending", ["txt", "html", "json", "jsonl", "csv"])
def test_what_the_command_line_reads_can_be_uploaded_too(ending):
    content = {"json": f'{{"text": "{SENTENCE}"}}', "csv": f"text\n{SENTENCE}\n"}
    content |= {"jsonl": content["json"], "html": f"<html><body><p>{SENTENCE}</p></body></html>"}
    data = content.get(ending, SENTENCE).encode()
    assert _only(f"a.{ending}", data).text.strip() == SENTENCE
    assert ending in ENDINGS


def test_another_kind_is_refused_with_those_that_are_read():
    assert ".docx" in _said("a.xlsx", b"PK")


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nonsense", b"PK\x03\x04 nonsense", b"\0" * 1000])
def test_a_broken_document_says_so(name, data):
    assert "broken" in _said(name, data)


def test_a_locked_pdf_says_so():
    assert "password" in _said("a.pdf", pdf_of(SENTENCE, password="secret"))


def test_a_pdf_without_text_says_so():
    assert "pictures" in _said("a.pdf", pdf_of())


def test_a_pdf_of_a_thousand_pages_is_refused():
    assert "1000 pages" in _said("a.pdf", pdf_of(pages=1000))


def test_a_word_document_that_unpacks_to_a_gigabyte_is_refused_unopened():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"word/{number}.xml", b" " * 20_000_000)
    assert "unpacks to more" in _said("a.docx", written.getvalue())


def test_entities_of_a_word_document_are_not_blown_up():
    original = docx_of(SENTENCE)
    entities = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as source, zipfile.ZipFile(written, "w") as packed:
        for member in source.infolist():
            content = source.read(member).decode("utf-8", "surrogateescape")
            if member.filename == "word/document.xml":
                head, rest = content.split("?>", 1)
                content = f"{head}?>{entities}]>" + rest.replace(SENTENCE, "&j;")
            packed.writestr(member.filename, content.encode("utf-8", "surrogateescape"))
    for one in read_upload("a.docx", written.getvalue()):
        assert len(getattr(one, "text", "")) < 10_000
