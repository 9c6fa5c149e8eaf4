"""`data/manifest.json`: source, version, licence, rows and sha256 of every built file and table.

The list of tables in `data/README.md` is written from it too.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

OWN = ("data/tables", "data/rules")  # kept by hand; each names its source in its first lines
FILE = "data/manifest.json"
README = "data/README.md"
BEGIN, END = "from the first lines of each file -->\n", "<!-- end -->\n"
UNLISTED = {".py", ".pyc", ".md", ".ico", ".png"}


def write(root: Path) -> None:
    """Write the manifest of what lies below `root` now, and the list of tables."""
    found = entries(root)
    text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True)
    (root / FILE).write_text(text + "\n", encoding="utf-8")
    (root / README).write_text(described(root, found), encoding="utf-8")


def described(root: Path, found: dict[str, dict[str, Any]]) -> str:
    """`data/README.md` with its list of tables as they are."""
    before, _, rest = (root / README).read_text(encoding="utf-8").partition(BEGIN)
    lines = ["\n| table | rows | what it says of itself |\n| --- | --- | --- |\n"]
    for name, entry in found.items():
        if name.startswith(OWN):
            said = entry["source"].replace("|", "/")
            lines.append(f"| `{name.removeprefix('data/')}` | {entry['rows']} | {said} |\n")
    return before + BEGIN + "".join(lines) + "\n" + END + rest.partition(END)[2]


def entries(root: Path) -> dict[str, dict[str, Any]]:
    """An entry for each file, by its path from `root`.

    Raises ValueError where a table says nothing of its source.
    """
    built = {row["folder"]: row for row in _rows(root / "data/tables/built_files.csv")}
    found = {}
    for folder in (*OWN, *built):
        for file in sorted((root / folder).glob("*")):
            if not file.is_file() or file.suffix in UNLISTED or file.name.startswith("."):
                continue
            content = file.read_bytes()
            found[file.relative_to(root).as_posix()] = {
                **(_own(file, content) if folder in OWN else _built(built[folder])),
                "rows": _count(file, content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
    return found


def _own(file: Path, content: bytes) -> dict[str, str]:
    lines = content.decode("utf-8").splitlines()
    notes = []
    for line in lines:
        if not line.startswith("#"):
            break
        notes.append(line.strip("# "))
    if not notes:
        raise ValueError(f"{file.name}: its first line must be '# source, licence'")
    return {"source": " ".join(notes), "version": "kept by hand", "licence": "as its source says"}


def _built(row: dict[str, str]) -> dict[str, str]:
    return {key: row[key] for key in ("source", "version", "licence")}


def _count(file: Path, content: bytes) -> int | None:
    """Rows of a table, records of a shapefile, features, rules; None where rows mean nothing."""
    if file.suffix == ".csv":
        return len(_rows(file))
    if file.suffix == ".dbf":
        return int.from_bytes(content[4:8], "little")
    if file.suffix == ".geojson":
        return len(json.loads(content)["features"])
    if file.suffix == ".toml":
        values = tomllib.loads(content.decode()).values()
        return sum(len(value) for value in values if isinstance(value, list))
    return None


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))
