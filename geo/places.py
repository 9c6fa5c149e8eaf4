"""Place names in the text: found, resolved to one place each, and given a role."""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from geo import judging, resolving, roles, spotting
from geo.dossier import Place, Problem
from geo.names import Names
from geo.resolving import Choice
from geo.spotting import Spot
from geo.text import Document


class Places(NamedTuple):
    """The places in the order of the text, no two overlapping."""

    places: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = ()


def find(doc: Document, names: Names) -> Places:
    """Find the spots, keep those that are places, settle which, and give each its role."""
    spots = list(spotting.find(doc))
    if not spots:
        return Places()
    points = judging.weigh(spots, judging.setting(doc, names))
    kept = [(spot, p) for spot, p in zip(spots, points, strict=True) if p >= judging.ACCEPT]
    choices = resolving.resolve(doc, [spot for spot, _ in kept])
    return Places(
        tuple(_place(doc, spot, p, choice) for (spot, p), choice in zip(kept, choices, strict=True))
    )


def _place(doc: Document, spot: Spot, points: float, choice: Choice) -> Place:
    sense = choice.sense
    return Place(
        start=spot.start,
        end=spot.end,
        text=doc.text[spot.start : spot.end],
        name=sense.name,
        kind=sense.kind,
        role=roles.role(doc, spot, sense),
        country=sense.country,
        geonameid=sense.geonameid,
        lat=sense.lat,
        lon=sense.lon,
        confidence=_confidence(points, choice.lead),
    )


def _confidence(points: float, lead: float) -> float:
    """Both must hold: that it is a place, and that it is this one."""
    place = 1 / (1 + exp(-0.8 * points))
    this = 1 / (1 + exp(-0.9 * (lead + 0.8)))
    return round(min(0.99, place * this), 2)
