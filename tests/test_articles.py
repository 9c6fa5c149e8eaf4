"""Files, folders and streams to articles; and what is said of those that are none."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import tracemalloc
from pathlib import Path

import pytest

from geo.articles import read, read_stream
from geo.dossier import Article
from geo.formats import ARTICLE_LIMIT, ArticleError, visible

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Minister in Accra</title>
<meta property="article:published_time" content="2024-05-02T10:00:00Z">
<meta property="og:site_name" content="The Example Courier">
<link rel="canonical" href="https://courier.example/accra"></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Minister in Accra</h1>
<p>ACCRA - The foreign minister of Portugal landed in Ghana on Thursday for two days of talks.</p>
<p>She will see the president on Friday before she flies on to Lomé, her office said.</p>
<p>The two governments are expected to sign an accord on fisheries, officials told reporters.</p>
</article><footer>Copyright, all rights reserved</footer></body></html>"""


def _read(file: Path, input_format: str = "auto") -> list[Article | ArticleError]:
    return list(read([file], input_format))


def _only(file: Path, input_format: str = "auto") -> Article:
    (one,) = _read(file, input_format)
    assert isinstance(one, Article), one
    return one


def _said(file: Path, input_format: str = "auto") -> str:
    (one,) = _read(file, input_format)
    assert isinstance(one, ArticleError), one
    line = str(one)
    assert line.startswith(visible(str(file)))
    assert "\n" not in line
    return line


@pytest.fixture
def file(tmp_path):
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# Text


def test_a_text_keeps_every_character_and_is_named_after_its_file(file):
    text = "  Roma –\r\nil ministro\u2028\tè   arrivato.\n\n"
    assert _only(file("visit-7.txt", text)) == Article(text=text, id="visit-7")


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        (" date 2023-03-01 ", "The minister flew to Rome."),
        ("date 2023-03-01\n", "\nThe minister flew to Rome."),
        ("\ufeff date 2023-03-01 ", "The minister flew to Rome."),
    ],
)
def test_the_opening_gives_the_date_and_is_no_part_of_the_text(file, opening, text):
    article = _only(file("a.txt", opening + text))
    assert article.date == dt.date(2023, 3, 1)
    assert article.text == text


def test_a_date_inside_the_text_is_not_the_opening(file):
    article = _only(file("a.txt", "They set the date 2023-03-01 for talks."))
    assert article.date is None


# Web pages


def test_a_web_page_gives_its_main_text_with_title_date_outlet_and_address(file):
    article = _only(file("page.html", PAGE))
    assert article.title == "Minister in Accra"
    assert article.date == dt.date(2024, 5, 2)
    assert article.source == "The Example Courier"
    assert article.url == "https://courier.example/accra"
    assert "landed in Ghana on Thursday" in article.text
    assert "Sport" not in article.text
    assert "Copyright" not in article.text


def test_a_web_page_is_read_in_the_encoding_that_it_declares(file):
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">')
    assert "Lomé" in _only(file("page.htm", page.encode("latin-1"))).text


def test_a_page_with_one_short_paragraph_is_still_read(file):
    article = _only(file("a.html", "<html><body><p>Wang Yi flew to Rome.</p></body></html>"))
    assert article.text.strip() == "Wang Yi flew to Rome."


def test_entities_of_a_page_are_not_blown_up(file):
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)
    )
    page = f"<!DOCTYPE x [{entities}]><html><body><p>Talks in Rome: &a8;</p></body></html>"
    for one in _read(file("bomb.html", page)):
        assert len(getattr(one, "text", "")) < 10_000


def test_a_page_nested_a_hundred_thousand_deep_does_no_harm(file):
    (one,) = _read(file("deep.html", "<div>" * 100_000 + "Talks in Rome."))
    assert isinstance(one, (Article, ArticleError))


# JSON


def test_json_lines_give_one_article_a_line_with_what_they_state(file):
    first = {"id": 7, "date": "2024-05-02", "title": "T", "source": "S", "url": "U", "text": "a"}
    second = {"text": "b", "date": None, "unknown": [1]}
    path = file("wire.jsonl", f"{json.dumps(first)}\n\n{json.dumps(second)}\n")
    assert _read(path) == [
        Article(text="a", id="7", date=dt.date(2024, 5, 2), title="T", source="S", url="U"),
        Article(text="b", id="wire:3"),
    ]


def test_a_json_document_is_one_article_or_a_list_of_them(file):
    assert _only(file("one.json", '{"text": "a"}')).id == "one"
    assert [a.id for a in _read(file("two.json", '[{"text": "a"}, {"text": "b", "id": "x"}]'))] == [
        "two:1",
        "x",
    ]


def test_a_time_stamp_gives_its_day(file):
    article = _only(file("a.json", '{"text": "a", "date": "2024-05-02T23:59:00+02:00"}'))
    assert article.date == dt.date(2024, 5, 2)


def test_control_characters_survive_and_half_characters_are_replaced_one_for_one(file):
    article = _only(file("a.json", '{"text": "a\\u0000\\u001b[31m\\ud800b", "title": "\\udfff"}'))
    assert article.text == "a\0\x1b[31m\ufffdb"
    assert article.title == "\ufffd"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "Talks in Ro', "breaks off"),
        ('{"text": "a"', "breaks off"),
        ('{"text": "a",, "id": 1}', "not JSON at column 14"),
        ("The minister flew to Rome.", "not JSON at column 1"),
        ('["a"]', "no object"),
        ('"a"', "no object"),
        ("null", "no object"),
        ("{}", "no text"),
        ('{"text": null}', "no text"),
        ('{"text": ["a"]}', "no text"),
        ('{"text": " \\n "}', "empty"),
        ('{"text": "a", "date": "2023-02-31"}', "“2023-02-31” is no day of the calendar"),
        ('{"text": "a", "date": "1 March 2023"}', "YYYY-MM-DD"),
        ('{"text": "a", "date": 20230301}', "as date"),
        ('{"text": "a", "title": ["b"]}', "as title"),
        ('{"text": "a", "id": {"b": 1}}', "as id"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "not JSON"),
        ('{"text": "a", "n": ' + "[" * 100_000, "nests too deeply"),
        ('{"text": "\x00"}', "NUL"),
    ],
    ids=lambda value: value[:30],
)
def test_a_bad_line_is_named_by_its_number_and_the_others_come_out(file, line, said):
    path = file("wire.jsonl", f'{{"text": "before"}}\n{line}\n{{"text": "after"}}\n')
    stream = io.BytesIO(path.read_bytes())
    before, error, *after = read_stream(stream, str(path), "jsonl", "wire")
    assert isinstance(error, ArticleError)
    assert str(error).startswith(f"{path}:2: ")
    assert said in str(error)
    assert before.text == "before"
    # A binary file is told once, not line by line.
    assert [article.text for article in after] == ([] if said == "NUL" else ["after"])


def test_a_bad_item_of_a_list_is_named_by_its_position(file):
    good, bad = _read(file("a.json", '[{"text": "a"}, {"title": "b"}]'))
    assert good.text == "a"
    assert "item 2 has no text" in str(bad)


def test_bytes_that_are_not_utf8_spoil_their_own_line_alone(file):
    path = file("a.jsonl", b'{"text": "caf\xe9"}\n{"text": "b"}\n')
    error, article = _read(path)
    assert str(error) == f"{path}:1: is not UTF-8; save it as UTF-8"
    assert article.text == "b"


# CSV


def test_a_table_gives_one_article_a_row(file):
    table = 'id,date,text,extra\nx,2024-05-02,"Talks, they said,\nin ""Rome""",1\n,,b,\n'
    assert _read(file("t.csv", table)) == [
        Article(text='Talks, they said,\nin "Rome"', id="x", date=dt.date(2024, 5, 2)),
        Article(text="b", id="t:4"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_may_be_cut_by_commas_semicolons_or_tabs(file, delimiter):
    lines = [delimiter.join(cells) for cells in (("\ufeffText", "Title"), ("a", "b"), ("c", "d"))]
    articles = _read(file("t.csv", "\r\n".join(lines)))
    assert [(one.text, one.title) for one in articles] == [("a", "b"), ("c", "d")]


def test_a_table_without_a_text_column_says_which_columns_it_has(file):
    said = _said(file("t.csv", "id,body\n1,x\n2,y\n"))
    assert ":1: has no column named text, but “id,body”" in said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,2023-02-31", "no day of the calendar"),
        ("x,2024-05-02,y", "3 cells under 2 columns"),
        (",2024-05-02", "no text"),
        ('"x"y,', "not CSV"),
        ("caf\udce9,", "not UTF-8"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_others_come_out(file, row, said):
    table = f'text,date\n"be\nfore",\n{row}\nafter,\n'.encode(errors="surrogateescape")
    path = file("t.csv", table)
    before, error, after = _read(path)
    assert before.text == "be\nfore"
    assert str(error).startswith(f"{path}:4: ")
    assert said in str(error)
    assert after.text == "after"


def test_a_table_that_breaks_off_within_a_cell_says_so(file):
    good, error = _read(file("t.csv", 'text\na\n"Talks in Ro'))
    assert good.text == "a"
    assert "close the quotation marks" in str(error)


# What is no article


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl", "a.csv"])
def test_an_empty_file_says_that_it_is_empty(file, name):
    assert "is empty" in _said(file(name, b""))


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl", "a.csv"])
def test_a_binary_file_says_that_it_is_binary(file, name):
    content = (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\n\0\n" if name != "a.csv" else b"text\n\x89P\0\n\0\n"
    )
    assert "binary" in _said(file(name, content))


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json"])
def test_bytes_that_are_not_utf8_say_where_and_what_to_do(file, name):
    said = _said(file(name, b"one\ncaf\xe9"))
    assert said.endswith(":2: is not UTF-8; save it as UTF-8")


def test_utf16_is_named(file):
    assert "is in UTF-16; save it as UTF-8" in _said(file("a.txt", "Rome".encode("utf-16")))


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.txt", "", ""),
        ("a.html", "<p>", "</p>"),
        ("a.json", '{"text": "', '"}'),
        ("a.jsonl", '{"text": "', '"}\n'),
        ("a.csv", 'text\n"', '"\n'),
    ],
)
def test_an_article_of_twenty_megabytes_is_refused_with_its_size(file, name, before, after):
    path = file(name, before + "word " * 4_000_000 + after)
    said = _said(path)
    assert "is too long (20" in said
    assert f"{ARTICLE_LIMIT // 1_000_000} MB is the most" in said


def test_a_date_that_no_calendar_has_is_named(file):
    said = _said(file("a.txt", " date 2023-02-31 The minister flew to Rome."))
    assert ":1: the date “2023-02-31” is no day of the calendar" in said


def test_a_missing_file_says_so(tmp_path):
    assert "is not there" in _said(tmp_path / "nowhere.txt")


def test_an_ending_that_says_nothing_asks_for_the_format(file):
    path = file("notes.md", "The minister flew to Rome.")
    assert "--input-format" in _said(path)
    assert _only(path, "txt").text.startswith("The minister")


def test_a_name_that_would_break_the_line_is_shown_escaped(tmp_path):
    assert "two\\nlines\\x1b[31m" in _said(tmp_path / "two\nlines\x1b[31m.txt")


# Folders


def test_a_folder_gives_its_articles_by_name_and_ids_tell_subfolders(file, tmp_path):
    for name in ("b.txt", "a.json", "sub/b.txt"):
        file(name, '{"text": "a"}')
    assert [article.id for article in read([tmp_path])] == ["a", "b", "sub/b"]


def test_hidden_files_and_pipes_are_left_alone_and_other_kinds_are_told(file, tmp_path):
    file("a.txt", "Talks in Rome.")
    file(".hidden.txt", "x")
    file(".git/b.txt", "x")
    file("picture.png", b"\0")
    os.mkfifo(tmp_path / "pipe.txt")
    article, told = read([tmp_path])
    assert article.id == "a"
    assert told.skipped
    assert "1 file of other kinds (picture.png)" in str(told)


def test_links_that_go_round_are_followed_by_nobody(file, tmp_path):
    file("sub/a.txt", "Talks in Rome.")
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    error, article = read([tmp_path])
    assert "cannot be opened" in str(error)
    assert article.id == "sub/a"


def test_a_folder_without_articles_says_what_it_looked_for(tmp_path):
    assert "holds no articles" in _said(tmp_path)


# Streams


def test_a_stream_is_read_as_it_comes():
    class Slow(io.RawIOBase):
        asked = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:
            self.asked += 1
            line = b'{"text": "Talks in Rome."}\n'
            buffer[: len(line)] = line
            return len(line)

    stream = Slow()
    articles = read_stream(io.BufferedReader(stream, 32), "feed", "jsonl", "feed")
    assert next(articles).id == "feed:1"
    assert stream.asked < 5


def test_memory_does_not_grow_with_the_number_of_articles(file):
    line = json.dumps({"text": "Talks in Rome. " * 100}) + "\n"
    path = file("many.jsonl", line * 10_000)
    tracemalloc.start()
    count = sum(1 for _ in read([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 1_000_000
