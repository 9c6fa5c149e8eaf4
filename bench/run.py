"""`make bench`: every benchmark in turn, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

from bench.figures import ROOT

_NOT_RUN = {"__init__", "figures", "run"}
# The quick and sure ones first; the dashboard's, which drives a browser, last.
_ORDER = ["speed", "accuracy", "places"]
_LAST = ["dashboard"]


def main() -> int:
    """Run them all. Returns 1 where one missed a bound or failed."""
    found = {path.stem for path in (ROOT / "bench").glob("*.py")} - _NOT_RUN
    names = [name for name in _ORDER if name in found]
    names += sorted(found - set(names) - set(_LAST))
    names += [name for name in _LAST if name in found]
    missed = [
        name
        for name in names
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, check=False).returncode
    ]
    print(f"\nNot as asked: {', '.join(missed)}" if missed else "\nAll as asked.")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
