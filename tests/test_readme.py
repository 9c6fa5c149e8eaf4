"""What the README and `--help` show is run here, and what they name is there."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from typing import NamedTuple

import pytest

from geo.__main__ import _EXAMPLES
from tests.reading import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


class Example(NamedTuple):
    """A command and what it prints; a line "..." stands for the rest."""

    command: str
    output: str


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def _examples() -> list[Example]:
    found = []
    for block in _blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(Example(command, output))
    return found


@pytest.fixture
def run(tmp_path):
    """Runs a line of a shell as it is shown, with our Python, and its results kept apart."""

    def run(command: str) -> str:
        (tmp_path / "article.txt").write_text(
            " date 2024-01-10 Wang Yi landed in Nairobi on Tuesday."
        )
        line = command.replace("python -m", f"{sys.executable} -m")
        line = re.sub(r"(?<=> )(?=dossiers)", f"{tmp_path}/", line)
        line = line.replace(" article.txt", f" {tmp_path}/article.txt")
        done = subprocess.run(
            line, shell=True, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.mark.parametrize("example", _examples(), ids=lambda example: example.command[:60])
def test_a_command_of_the_readme_prints_what_stands_below_it(example, run):
    printed = run(example.command)
    if example.output.endswith("...\n"):
        assert printed.startswith(example.output.removesuffix("...\n"))
    else:
        assert printed.strip() == example.output.strip()


def test_the_python_of_the_readme_gives_what_stands_below_it():
    (block,) = _blocks("python")
    example = doctest.DocTestParser().get_doctest(block, {}, "README.md", None, 0)
    assert doctest.DocTestRunner().run(example).failed == 0


@pytest.mark.parametrize(
    "command",
    [line.strip() for line in _EXAMPLES.splitlines() if "python -m geo" in line],
    ids=lambda command: command[:60],
)
def test_the_examples_of_help_run(command, run):
    run(command)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make (\w+)", README))))
def test_each_make_target_of_the_readme_is_there(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_the_commands_for_machines_without_make_are_those_behind_it():
    lines = [line for block in _blocks("sh") for line in block.splitlines()]
    assert "-m venv" in MAKEFILE
    assert "pip install -qq -r requirements.txt" in MAKEFILE
    assert [line for line in lines if "make" not in line] == [
        "python3 -m venv .venv",
        ".venv/bin/pip install -r requirements.txt",
        ".venv/bin/streamlit run app.py",
    ]


def test_each_file_that_the_readme_names_is_there():
    table = re.findall(r"^\| (`.*?) \|", README, re.MULTILINE)
    named = [name for cell in table for name in re.findall(r"`([^`]+)`", cell)]
    named += re.findall(r"\]\((?!http)([^)]+)\)", README)
    named += re.findall(r"`((?:data|tests)/[\w./]+)`", README)
    homes = [ROOT, ROOT / "geo", ROOT / "dashboard"]
    missing = [name for name in named if not any((home / name).exists() for home in homes)]
    assert missing == []


def test_each_module_of_the_library_has_its_place_in_the_readme():
    named = set(re.findall(r"`(?:geo/)?(\w+\.py)`", README))
    assert {path.name for path in (ROOT / "geo").glob("*.py")} - {"__init__.py"} - named == set()


def test_the_limit_that_the_readme_gives_is_the_one_that_holds():
    from geo.formats import ARTICLE_LIMIT

    assert f"longer than {ARTICLE_LIMIT // 1_000_000} MB" in README
