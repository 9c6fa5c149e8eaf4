"""Words and figures as the page writes them: days, amounts, names, and text that is only text."""

from __future__ import annotations

import calendar
import datetime as dt
import html
import math
import re
from functools import cache
from urllib.parse import urlsplit

import pandas as pd

from geo import tables

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>$:<&])")
_UNITS = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k"))
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def plain(text: object) -> str:
    """`text` with every character escaped that Streamlit's Markdown would act upon."""
    return _MARKUP.sub(r"\\\1", one_line(text))


def one_line(text: object) -> str:
    """`text` on one line, without control characters; empty where there is none."""
    return "" if is_missing(text) else " ".join(str(text).split())


def escaped(text: object) -> str:
    """`text` for use inside `st.html`."""
    return html.escape(one_line(text))


def is_missing(value: object) -> bool:
    """Whether a cell of a frame holds nothing."""
    if value is None or value is pd.NaT or value is pd.NA:
        return True
    return isinstance(value, float) and math.isnan(value)


def day(value: object) -> str:
    """A day as the field writes it: 12 Sep 2023, Sep 2023 or 2023, as much as is known."""
    if is_missing(value) or value == "":
        return "no date"
    if isinstance(value, dt.date):
        return f"{value.day} {calendar.month_abbr[value.month]} {value.year}"
    parts = str(value)[:10].split("-")
    year = parts[0]
    if len(parts) == 1:
        return year
    month = calendar.month_abbr[int(parts[1])]
    return f"{month} {year}" if len(parts) == 2 else f"{int(parts[2])} {month} {year}"


def day_of_any_year(month_and_day: str) -> str:
    """26 Nov, of "11-26"."""
    month, number = month_and_day.split("-")
    return f"{int(number)} {calendar.month_abbr[int(month)]}"


def span_of_days(first: object, last: object) -> str:
    """28 Feb – 1 Mar 2023, shortened where both fall into one month or year."""
    if is_missing(last) or last == first or not last:
        return day(first)
    begin, end = day(first), day(last)
    a, b = begin.split(" "), end.split(" ")
    if len(a) == len(b) == 3 and a[2] == b[2]:
        return f"{a[0]}–{end}" if a[1] == b[1] else f"{a[0]} {a[1]} – {end}"
    return f"{begin} – {end}"


def amount(value: object, currency: str = "USD") -> str:
    """$25M, $1.2 bn, €300k, CHF 5M: three figures that count."""
    if is_missing(value):
        return "amount unknown"
    number = float(str(value))
    sign = _SIGNS.get(currency, f"{currency} ")
    for size, unit in _UNITS:
        if abs(number) >= size * 0.9995:
            figure = f"{number / size:.3g}"
            return f"{sign}{figure}{' ' if unit in ('bn', 'tn') else ''}{unit}"
    return f"{sign}{number:,.0f}"


@cache
def country_names() -> dict[str, str]:
    """Alpha-2 to the name the page shows."""
    return {row["alpha2"]: row["name"] for row in tables.rows("countries")}


def country(alpha2: object) -> str:
    """The name of a country; a code that we have no name for is shown as it is."""
    if is_missing(alpha2):
        return ""
    return country_names().get(str(alpha2), str(alpha2))


def countries(codes: object, most: int = 6) -> str:
    """Names in a row, the rest counted: Kazakhstan, Uzbekistan and 3 others."""
    if is_missing(codes) or isinstance(codes, str):
        return country(codes)
    names = [country(code) for code in codes]  # type: ignore[attr-defined]
    return listed(names, most)


def listed(names: list[str], most: int = 6) -> str:
    """Names joined with commas and an "and"."""
    if len(names) > most:
        rest = len(names) - most + 1
        names = [*names[: most - 1], f"{rest} others"]
    return " and ".join([*[", ".join(names[:-1])][: len(names) > 1], *names[-1:]])


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 visit, 2,304 visits."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def web_address(url: object) -> str | None:
    """`url` when it is an absolute http or https address, else None."""
    if is_missing(url):
        return None
    address = str(url).strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    safe = (
        parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>\"']", address)
    )
    return address if safe else None
