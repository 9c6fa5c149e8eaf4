"""Who belongs to which grouping since when, as the register has it."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from geo import rosters, tables

_COLUMNS = ["grouping", "country", "since", "until", "kind"]


def of_country(alpha2: str) -> pd.DataFrame:
    """The groupings that a country belongs or belonged to: grouping, since, until, kind."""
    return _spells(lambda row: row["alpha2"] == alpha2).sort_values(
        ["until", "grouping"], ascending=[False, True], na_position="first", ignore_index=True
    )


def of_grouping(name: str) -> pd.DataFrame:
    """Everyone who belongs or belonged to a grouping: country, since, until, kind."""
    known = rosters.canonical(name)
    return _spells(lambda row: row["grouping"] == known).sort_values(
        ["since", "country"], ignore_index=True
    )


def there_on(spells: pd.DataFrame, day: dt.date) -> pd.Series:
    """Which of the spells hold on a day."""
    iso = day.isoformat()
    return (spells["since"] <= iso) & (spells["until"].isna() | (spells["until"] > iso))


def changes(name: str, until: dt.date) -> list[tuple[str, str, str]]:
    """(day, country, what happened) for each entry and exit up to a day, the latest first."""
    happened = {
        "member": ("joined", "left"),
        "suspended": ("was suspended", "was readmitted"),
        "observer": ("became an observer", "ceased to be an observer"),
        "candidate": ("became a candidate", "ceased to be a candidate"),
        "partner": ("became a partner", "ceased to be a partner"),
        "associate": ("became an associate", "ceased to be an associate"),
    }
    spells = of_grouping(name)
    founded = spells.loc[spells["kind"] == "member", "since"].min()
    found = []
    for row in spells.itertuples(index=False):
        came, went = happened.get(row.kind, (f"{row.kind}: from", f"{row.kind}: until"))
        if row.since != founded:
            found.append((row.since, row.country, came))
        if isinstance(row.until, str):
            found.append((row.until, row.country, went))
    return sorted((one for one in found if one[0] <= until.isoformat()), reverse=True)


def lifespan(name: str) -> tuple[str, str | None] | None:
    """First day with a member, first day without one (None: still there); None if unknown."""
    spells = of_grouping(name)
    members = spells[spells["kind"] == "member"]
    if not len(members):
        return None
    ended = None if members["until"].isna().any() else members["until"].max()
    return members["since"].min(), ended


def _spells(wanted: object) -> pd.DataFrame:
    rows = [
        (row["grouping"], row["alpha2"], row["member_from"], row["member_to"] or None, row["kind"])
        for row in tables.rows("groupings")
        if wanted(row)  # type: ignore[operator]
    ]
    return pd.DataFrame(rows, columns=_COLUMNS, dtype="object")
