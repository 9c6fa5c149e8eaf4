"""`python -m data.build [PRODUCT ...]`: build all products, or those named, then the manifest."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import NoReturn

import data.build
from data.build import manifest

ROOT = Path(__file__).resolve().parents[2]
NO_PRODUCT = {"__main__", "manifest"}


def main(arguments: list[str]) -> None:
    """Build into the project; the manifest is written last, whatever was asked for."""
    present = products()
    asked = arguments or present
    for name in asked:
        if name == "manifest":
            continue
        if name not in present:
            _refuse(name, present)
        print(f"building {name}", file=sys.stderr)
        import_module(f"data.build.{name}").build(ROOT)
    manifest.write(ROOT)


def products() -> list[str]:
    """The modules beside this one, each with `build(out: Path)`.

    It writes below `out` as below the project's root, and reads no other product's result.
    """
    names = {module.name for module in iter_modules(data.build.__path__)}
    return sorted(names - NO_PRODUCT)


def _refuse(name: str, present: list[str]) -> NoReturn:
    sys.exit(f"no product {name!r}; there are {', '.join(present)} and manifest")


if __name__ == "__main__":
    main(sys.argv[1:])
