"""The directions of import, and where each outside thing may stand."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.reading import ROOT

LINES = 500
# From the ground up; a module may use those of its own rank and below, directly or through others.
RANKS = [
    {"geo.dossier"},
    {"geo.tables"},
    {"geo.text", "geo.gazetteer"},
    {"geo.names", "geo.places", "geo.times", "geo.money", "geo.groupings", "geo.people"},
    {"geo.visits", "geo.meetings", "geo.funding"},
    {"geo.parser"},
    {"geo.atlas", "geo.store", "geo.routes"},
    {"dashboard"},
    {"app"},
]
READING = {"geo.names", "geo.places", "geo.times", "geo.people", "geo.visits", "geo.meetings"}
# Distribution names that differ from what is imported.
IMPORTED_AS = {
    "python-docx": "docx",
    "marisa-trie": "marisa_trie",
    "currencyconverter": "currency_converter",
}
# Needed though no line of ours imports it: see its reason in pyproject.toml.
UNSEEN = {"lxml_html_clean"}


def _sources(*folders: str) -> list[Path]:
    found = [ROOT / "app.py"] if "app.py" in folders else []
    for folder in folders:
        found += sorted((ROOT / folder).rglob("*.py"))
    return [path for path in found if path.is_file()]


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _imports(path: Path) -> frozenset[str]:
    """What a file imports, anywhere in it but for the eyes of the type checker alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative imports hide the direction"
            base = node.module or ""
            for alias in node.names:
                inner = ROOT.joinpath(*base.split("."), alias.name)
                is_module = inner.with_suffix(".py").is_file() or inner.is_dir()
                found.add(f"{base}.{alias.name}" if is_module else base)
    return frozenset(found)


def _graph() -> dict[str, set[str]]:
    """Our modules, each with those of ours that it imports."""
    files = {_module(path): path for path in _sources("app.py", "dashboard", "geo")}
    # The package's face loads what is asked of it, when it is asked.
    files.pop("geo")
    return {name: {one for one in _imports(path) if one in files} for name, path in files.items()}


def _reached(name: str, graph: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for one in graph[waiting.pop()] - found:
            found.add(one)
            waiting.append(one)
    return found


def _rank(module: str) -> int | None:
    for rank, names in enumerate(RANKS):
        if module in names or module.split(".")[0] in names:
            return rank
    return None


def test_imports_never_go_round():
    TopologicalSorter(_graph()).prepare()


def test_imports_point_downwards_only():
    graph = _graph()
    upwards = [
        f"{name} -> {one}"
        for name in graph
        if (own := _rank(name)) is not None
        for one in _reached(name, graph)
        if (other := _rank(one)) is not None and other > own
    ]
    assert upwards == []


def test_the_types_at_the_seams_import_nothing_of_ours():
    assert _graph()["geo.dossier"] == set()


def test_the_dashboard_parses_nothing_itself():
    for path in _sources("app.py", "dashboard"):
        assert not _imports(path) & READING, path


@pytest.mark.parametrize(
    ("package", "homes"),
    [
        ("streamlit", ("app.py", "dashboard/", "bench/")),
        ("pydeck", ("dashboard/", "bench/")),
        ("altair", ("dashboard/",)),
        ("pycountry", ("geo/gazetteer.py", "data/build/")),
        ("tests", ("tests/", "bench/")),
    ],
)
def test_each_outside_package_has_one_home(package, homes):
    strays = [
        path.relative_to(ROOT).as_posix()
        for path in _sources("app.py", "dashboard", "geo", "data", "bench")
        if any(name.split(".")[0] == package for name in _imports(path))
    ]
    assert [path for path in strays if not path.startswith(homes)] == []


def test_data_is_read_in_one_module():
    """Only that module knows where the files of the project lie."""
    knowing = [_module(path) for path in _sources("geo") if "__file__" in path.read_text()]
    assert knowing == ["geo.tables"]


def test_the_library_reads_no_environment():
    for path in _sources("geo"):
        assert not re.search(r"\b(environ|getenv)\b", path.read_text(encoding="utf-8")), path


def test_no_file_holds_two_ideas():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in _sources("app.py", "dashboard", "geo", "data", "bench", "tests")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES
    }
    assert long == {}


# Requirements


def _project() -> dict[str, list[str]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _requirements(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(("#", "-r"))]


def _name(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0].lower()


def test_a_host_installs_what_the_project_declares():
    assert _requirements("requirements.txt") == _project()["dependencies"]


def test_each_requirement_has_a_lower_bound_and_a_reason():
    stated = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for requirement in _requirements("requirements.txt"):
        assert ">=" in requirement
        assert re.search(re.escape(f'"{requirement}",') + r"  # \w+", stated), requirement


def test_every_package_that_is_imported_is_required_and_every_required_one_is_imported():
    imported = {
        name.split(".")[0]
        for path in _sources("app.py", "dashboard", "geo")
        for name in _imports(path)
    } - {"geo", "dashboard", "app", "__future__"}
    outside = imported - set(sys.stdlib_module_names)
    required = {_name(one) for one in _requirements("requirements.txt")}
    assert {IMPORTED_AS.get(name, name) for name in required - UNSEEN} == outside
