"""What a benchmark says: a figure beside the bound that it must keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Articles with gold that stand beside a checkout on some machines.
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, in `unit`; at_least or at_most is the bound, where there is one."""

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool:
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)


def show(title: str, figures: Sequence[Figure]) -> int:
    """Print the figures as a table. Returns how many missed their bound."""
    print(f"\n{title}")
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        bound = ""
        if figure.at_least is not None:
            bound = f"at least {figure.at_least:g}"
        elif figure.at_most is not None:
            bound = f"at most {figure.at_most:g}"
        missed = "" if figure.holds else "   MISSED"
        print(f"  {figure.name:{width}}  {figure.value:9.3g} {figure.unit:4} {bound}{missed}")
    return sum(not figure.holds for figure in figures)
