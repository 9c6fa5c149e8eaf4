"""The published shape of a dossier, and what is wrong with one that does not fit it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from geo import Dossier
from tests.reading import ROOT

SCHEMA = json.loads((ROOT / "data" / "dossier.schema.json").read_text(encoding="utf-8"))


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema as it holds for this version: no field beside those that it names."""
    closed = copy.deepcopy(schema)
    for shape in (closed, *closed["$defs"].values()):
        if shape.get("type") == "object":
            shape["additionalProperties"] = False
    return closed


_CHECK = Draft202012Validator(_closed(SCHEMA))


def faults_of(shape: Any) -> list[str]:
    """Where a JSON shape differs from the schema; nothing where it fits."""
    return [f"{error.json_path}: {error.message}" for error in _CHECK.iter_errors(shape)]


def faults(dossier: Dossier) -> list[str]:
    """Where a dossier, written and read again as JSON, differs from the schema."""
    return faults_of(json.loads(json.dumps(dossier.to_json())))


def spans(shape: Any) -> Iterator[tuple[int, int]]:
    """Every pair of offsets in a JSON shape."""
    if isinstance(shape, dict):
        if "start" in shape and "end" in shape:
            yield shape["start"], shape["end"]
        for key, value in shape.items():
            if key in ("mentions", "evidence"):
                yield from map(tuple, value)
            else:
                yield from spans(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from spans(value)
