"""A sum in US dollars on a day, by the European Central Bank's rates and by fixed pegs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from geo import tables

# The bank sets no rate on weekends and holidays; its longest pause is Easter with its weekend.
_PAUSE = 7
_CENT = Decimal("0.01")


class Dollars(NamedTuple):
    """The value in US dollars, or None and then why in `note`."""

    value: Decimal | None
    note: str | None


def in_dollars(amount: Decimal, currency: str, day: dt.date | None) -> Dollars:
    """`amount` of `currency` (ISO 4217) in US dollars on `day`, rounded to cents.

    The rate is that of the day, or of the last working day before it, never an older one.
    """
    if currency == "USD":
        return Dollars(amount, None)
    peg = _peg(currency, day)
    if peg is not None:
        to, rate = peg
        worth = amount / rate
        return Dollars(_plain(worth), None) if to == "USD" else in_dollars(worth, to, day)
    if day is None:
        return Dollars(None, f"no rate for {currency}: the day is not known")
    bounds = _converter().bounds.get(currency)
    if bounds is None:
        return Dollars(None, f"no rate for {currency}: the European Central Bank publishes none")
    first, last = bounds
    if day < first:
        return Dollars(None, f"no rate for {currency} on {day}: the first is of {first}")
    # A currency that the bank dropped (RUB) has no rate from the day after; one that is only newer
    # than the package's file may lie in a pause.
    if day > (last + dt.timedelta(days=_PAUSE) if last == _latest() else last):
        return Dollars(None, f"no rate for {currency} on {day}: the last is of {last}")
    return _on_a_working_day(amount, currency, day)


def _on_a_working_day(amount: Decimal, currency: str, day: dt.date) -> Dollars:
    from currency_converter import RateNotFoundError

    for back in range(_PAUSE + 1):
        at = day - dt.timedelta(days=back)
        try:
            value = _converter().convert(amount, currency, "USD", date=at)
        except RateNotFoundError:
            continue
        return Dollars(_plain(value), None)
    return Dollars(None, f"no rate for {currency} in the week before {day}")


def _plain(value: Decimal) -> Decimal:
    rounded = value.quantize(_CENT)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def _peg(currency: str, day: dt.date | None) -> tuple[str, Decimal] | None:
    for row in _pegs().get(currency, ()):
        said = day.isoformat() if day else "9999"
        if row["since"] <= said and (not row["until"] or said < row["until"]):
            return row["to"], Decimal(row["rate"])
    return None


@cache
def _pegs() -> dict[str, list[dict[str, str]]]:
    """The rows of `data/tables/pegs.csv` by currency."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in tables.rows("pegs"):
        found.setdefault(row["code"], []).append(row)
    return found


@cache
def _latest() -> dt.date:
    """The last day of which the bank tells any rate."""
    latest: dt.date = max(end for _, end in _converter().bounds.values())
    return latest


@cache
def _converter() -> Any:
    # Its table of all days takes a fifth of a second to read: only an article in euros pays for it.
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)
