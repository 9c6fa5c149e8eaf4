"""The command line as other programs use it: streams, statuses, one line an error."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.reading import ROOT

SENTENCE = "The foreign minister of Portugal landed in Accra on Thursday."


def geo(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "geo", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, input=stdin, capture_output=True, text=True, check=False, timeout=120
    )


@contextmanager
def _running(**streams: int) -> Iterator[subprocess.Popen[str]]:
    """`parse` with its standard input open; ended after a while, so that no test waits for ever."""
    command = [sys.executable, "-m", "geo", "parse"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True, **streams)
    end = threading.Timer(60, process.kill)
    end.start()
    try:
        with process:
            yield process
    finally:
        end.cancel()


def _ids(output: str) -> list[str]:
    return [json.loads(line)["article"]["id"] for line in output.splitlines()]


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "a.txt").write_text(f" date 2024-05-02 {SENTENCE}")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.jsonl").write_text(f'{{"text": "{SENTENCE}"}}\n{{"text": "Talks in\n')
    (tmp_path / "d.csv").write_text(f'id,text\nlast,"{SENTENCE}"\n')
    return tmp_path


def test_a_folder_gives_one_dossier_a_line_in_order(folder):
    done = geo("parse", folder)
    assert _ids(done.stdout) == ["a", "c:1", "last"]
    assert json.loads(done.stdout.splitlines()[0])["article"]["date"] == "2024-05-02"


def test_each_article_that_cannot_be_read_is_one_line_and_the_status_is_1(folder):
    done = geo("parse", folder)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{folder}/b.txt: is empty; an article needs text",
        f"{folder}/c.jsonl:2: breaks off within JSON; complete it",
    ]


def test_a_clean_run_is_silent_and_the_status_is_0(folder):
    done = geo("parse", folder / "a.txt", folder / "d.csv")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [["parse"], ["parse", "-"]])
def test_without_a_path_articles_come_as_lines_on_standard_input(arguments):
    done = geo(*arguments, stdin=f'{{"id": "x", "text": "{SENTENCE}"}}\n')
    assert _ids(done.stdout) == ["x"]


def test_the_format_can_be_said(tmp_path):
    done = geo("parse", "--input-format", "txt", "-", stdin=f" date 2024-05-02 {SENTENCE}")
    assert json.loads(done.stdout)["article"]["date"] == "2024-05-02"


def test_offsets_count_the_characters_of_the_text_as_given():
    text = f"  𝔄é\u00ad\r\n{SENTENCE}"
    done = geo("parse", stdin=json.dumps({"text": text}))
    places = json.loads(done.stdout)["places"]
    assert "Accra" in [place["text"] for place in places]
    for place in places:
        assert text[place["start"] : place["end"]] == place["text"]


def test_a_dossier_is_one_line_whatever_its_article_holds():
    title = "a\u2028b\x85c\nd\x1b\ud800"
    done = geo("parse", stdin=json.dumps({"text": SENTENCE, "title": title}))
    assert len(done.stdout.splitlines()) == 1
    assert json.loads(done.stdout)["article"]["title"] == title.replace("\ud800", "\ufffd")


def test_dossiers_come_out_while_articles_still_come_in():
    with _running(stdout=subprocess.PIPE) as process:
        for number in range(3):
            process.stdin.write(json.dumps({"id": str(number), "text": SENTENCE}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["article"]["id"] == str(number)
        process.stdin.close()


def test_a_pipe_that_closes_early_is_no_error():
    command = f"{sys.executable} -m geo parse | head -n 1"
    lines = (json.dumps({"text": SENTENCE}) + "\n") * 500
    done = subprocess.run(
        command,
        shell=True,
        cwd=ROOT,
        input=lines,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def test_progress_is_shown_on_a_terminal_and_wiped_away(tmp_path):
    """Standard error is a terminal here, and articles come slowly enough for it to appear."""
    ours, theirs = pty.openpty()
    with _running(stdout=subprocess.DEVNULL, stderr=theirs) as process:
        for _ in range(8):
            process.stdin.write(json.dumps({"text": SENTENCE}) + "\n")
            process.stdin.flush()
            time.sleep(0.4)
        process.stdin.close()
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "articles, " in shown
    assert shown.endswith("\r\x1b[K")


def test_explain_prints_the_article_with_what_was_read(folder):
    done = geo("explain", folder / "a.txt")
    assert done.returncode == 0
    assert "landed in Accra" in done.stdout
    assert "^^^^^" in done.stdout


def test_explain_says_when_there_is_nothing_to_explain(folder):
    done = geo("explain", folder / "b.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is empty" in done.stderr


def test_help_names_the_commands_and_the_formats():
    assert "parse" in geo("--help").stdout
    assert "auto,txt,html,json,jsonl,csv" in geo("parse", "--help").stdout


@pytest.mark.parametrize("arguments", [[], ["read"], ["parse", "--input-format", "pdf"]])
def test_a_wrong_call_says_how_to_call_and_the_status_is_2(arguments):
    done = geo(*arguments)
    assert done.returncode == 2
    assert "usage: python -m geo" in done.stderr


def test_a_short_article_loads_nothing_heavy(folder):
    code = (
        "import sys; from geo.__main__ import main; main(sys.argv[1:]);"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "parse", str(folder / "a.txt")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"pandas", "numpy", "geopandas", "shapely", "pyproj", "streamlit", "trafilatura"}
    assert not heavy & set(done.stderr.split())
