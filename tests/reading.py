"""Cases as data: a row of `tests/cases/` is what one test expects."""

from __future__ import annotations

import csv
import json
from itertools import dropwhile
from pathlib import Path
from types import SimpleNamespace

CASES = Path(__file__).parent / "cases"
ROOT = Path(__file__).parent.parent


def read_cases(name: str) -> list[SimpleNamespace]:
    """The rows of `tests/cases/{name}`, each with its columns as attributes.

    .csv: lines that begin with # may stand above the heading; every value is a string, and `line`
    is the row's line in the file. .jsonl: one object a line, values as they are.
    Raises ValueError, naming the file and the line, where a row does not fit the heading.
    """
    file = CASES / name
    if file.suffix == ".jsonl":
        lines = file.read_text(encoding="utf-8").splitlines()
        return [
            SimpleNamespace(**json.loads(line), line=number)
            for number, line in enumerate(lines, 1)
            if line.strip()
        ]
    with file.open(encoding="utf-8", newline="") as stream:
        lines = stream.readlines()
    table = list(dropwhile(lambda line: line.startswith("#"), lines))
    reader = csv.DictReader(table)
    cases = []
    for row in reader:
        line = reader.line_num + len(lines) - len(table)
        if None in row or None in row.values():
            raise ValueError(f"{name}:{line}: the row does not have as many cells as the heading")
        cases.append(SimpleNamespace(**row, line=line))
    return cases
