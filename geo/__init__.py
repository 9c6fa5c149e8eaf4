"""Diplomacy Map's library: who went where, met whom, in which grouping, with how much money.

>>> from geo import Article, parse
>>> dossier = parse(Article(text="Antony Blinken arrived in Astana on Tuesday."))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.dossier import Article, Dossier

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.parser import parse

__all__ = ["Article", "Atlas", "Dossier", "parse"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: the atlas brings geopandas, which a command-line parse need not wait for.
    if name == "Atlas":
        from geo.atlas import Atlas

        return Atlas
    if name == "parse":
        from geo.parser import parse

        return parse
    raise AttributeError(f"module 'geo' has no attribute {name!r}")
