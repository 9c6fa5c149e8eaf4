"""Where a dossier of a brief in `seeds/` says something that its facts do not allow.

What the facts leave open contradicts nothing: null is not told, and `…_also` holds other readings
that are as good.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.dossier import Dossier, Funding, Meeting, Stop
from tests.expectations import fold, same_name

Fact = dict[str, Any]


def contradictions(dossier: Dossier, fact: Fact) -> Iterator[str]:
    """A line for each stop, meeting and sum that none of the facts can be."""
    for visit in dossier.visits:
        told = [
            stop
            for one in fact["visits"]
            if is_one_person(one["traveller"], visit.traveller)
            for stop in one["stops"]
        ]
        for stop in visit.stops:
            if not any(_is_stop(one, stop) for one in told):
                yield f"{visit.traveller}: {stop.country} {stop.city} {stop.arrived} {stop.status}"
    for meeting in dossier.meetings:
        if not any(_is_meeting(one, meeting) for one in fact["meetings"]):
            who = " and ".join(meeting.participants)
            yield f"{who}: {meeting.mode} {meeting.country} {meeting.date} {meeting.status}"
    for gift in dossier.funding:
        if not any(_is_gift(one, gift) for one in fact["funding"]):
            yield f"{gift.amount} {gift.currency} of {gift.donors} for {gift.recipients}"


def is_one_person(one: str, other: str) -> bool:
    """Whether two names are one person's: "Xi" and "Xi Jinping", "Pope Francis" and "Francis"."""
    return same_name(one, other) or fold(one).split()[-1] == fold(other).split()[-1]


def _is_stop(told: Fact, stop: Stop) -> bool:
    cities = {fold(city or "") for city in (told["city"], *told.get("city_also", ()))}
    return (
        told["country"] == stop.country
        and (stop.city is None or "" in cities or fold(stop.city) in cities)
        and _is_day(told, "arrived", stop.arrived)
        and stop.status in (told["status"], *told.get("status_also", ()))
    )


def _is_meeting(told: Fact, meeting: Meeting) -> bool:
    there = [*told["participants"], *told.get("participants_also", ())]
    return (
        all(any(is_one_person(one, name) for one in there) for name in meeting.participants)
        and (told["country"] is None or meeting.country in (None, told["country"]))
        and _is_day(told, "date", meeting.date)
        and (told["mode"], told.get("status", "done")) == (meeting.mode, meeting.status)
    )


def _is_gift(told: Fact, gift: Funding) -> bool:
    donors = [set(one.split("+")) for one in (told["donor"], *told.get("donor_also", ())) if one]
    receivers = [set(one) for one in (told["recipients"], *told.get("recipients_also", ())) if one]
    return (
        gift.currency == told["currency"]
        and float(gift.amount) in (told["amount"], *told.get("also", ()))
        and (not gift.donors or not donors or set(gift.donors) in donors)
        and (not receivers or any(set(gift.recipients) <= one for one in receivers))
    )


def _is_day(told: Fact, key: str, day: str | None) -> bool:
    """Whether a day, or a month or year of it, is one of those that the facts allow."""
    days = [one for one in (told[key], *told.get("date_also", ())) if one]
    if day is None or not days:
        return True
    return any(one.startswith(day) or day.startswith(one) for one in days)
