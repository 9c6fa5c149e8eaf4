"""The published JSON Schema, and our own output against it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from geo import Article, Dossier, articles, parse
from geo.dossier import (
    Funding,
    Grouping,
    Meeting,
    Person,
    Place,
    Problem,
    Span,
    Stop,
    Visit,
)
from tests.reading import ROOT
from tests.shape import SCHEMA, faults, faults_of, spans

TYPES = {
    "article": Article,
    "place": Place,
    "person": Person,
    "visit": Visit,
    "stop": Stop,
    "meeting": Meeting,
    "grouping": Grouping,
    "funding": Funding,
    "problem": Problem,
}


def _seeds() -> list[Article]:
    return [one for one in articles.read([ROOT / "seeds"]) if isinstance(one, Article)]


EVERYTHING = Dossier(
    article=Article(
        text="x" * 50, id="a", date=dt.date(2023, 3, 1), title="t", source="s", url="u"
    ),
    places=(Place(0, 4, "xxxx", "X", "region", "location", None, None, None, None, 0.5),),
    people=(Person("A B", None, "KZ", (Span(0, 4),)),),
    visits=(
        Visit(
            traveller="A B",
            office="president",
            from_country="XK",
            stops=(Stop("KZ", None, 48.0, 68.0, "2023-02", None, "planned"),),
            confidence=1.0,
            evidence=(Span(0, 9),),
            rule="visit.arrived-in",
        ),
    ),
    meetings=(
        Meeting(("A B",), ("KZ", "US"), None, None, "2023", "phone", "done", 0.3, (Span(1, 2),)),
    ),
    groupings=(Grouping("C5+1", ("KZ", "US"), (), "2023-03-01", (Span(3, 6),)),),
    funding=(
        Funding(
            amount=Decimal("1.5"),
            currency="KZT",
            amount_usd=None,
            donor="World Bank",
            recipients=("KZ",),
            recipient_text="the region",
            purpose=None,
            date=None,
            status="pledged",
            confidence=0.8,
            evidence=(),
            amount_max=Decimal(2),
            part_of=0,
            donors=("EU", "NO"),
            usd_note="no rate",
            rule="funding.pledge",
        ),
    ),
    problems=(Problem(0, 4, "place.two-candidates", "two equal candidates"),),
)


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", TYPES)
def test_the_schema_names_each_field_of_the_types(name):
    named = set(SCHEMA["$defs"][name]["properties"])
    assert named == {field.name for field in fields(TYPES[name])} - {"text"} | (named & {"text"})


def test_a_dossier_with_every_field_filled_fits_the_schema():
    assert faults(EVERYTHING) == []


def test_a_dossier_with_nothing_in_it_fits_the_schema():
    assert faults(Dossier(article=Article(text=""))) == []


def test_a_dossier_survives_the_way_through_json():
    shape = json.loads(json.dumps(EVERYTHING.to_json()))
    assert Dossier.from_json(shape, text=EVERYTHING.article.text) == EVERYTHING


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("article", "date"), "2023-02-31x"),
        (("article", "date"), "2023-02"),
        (("places", 0, "role"), "organisation"),
        (("places", 0, "lat"), 91),
        (("places", 0, "country"), "KAZ"),
        (("visits", 0, "stops"), []),
        (("visits", 0, "stops", 0, "status"), "maybe"),
        (("visits", 0, "stops", 0, "arrived"), "2023-13"),
        (("visits", 0, "evidence"), [[1]]),
        (("visits", 0, "confidence"), 1.01),
        (("meetings", 0, "mode"), "letter"),
        (("meetings", 0, "city"), "Astana"),  # by phone, so without a place
        (("groupings", 0, "members"), ["KZ", "KZ"]),
        (("funding", 0, "amount"), 0),
        (("funding", 0, "amount"), "1.5"),
        (("funding", 0, "currency"), "€"),
        (("funding", 0, "status"), "promised"),
        (("problems", 0, "code"), "Two words"),
        (("extra",), 1),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_schema_refuses_what_the_contract_does_not_allow(path, value):
    shape = json.loads(json.dumps(EVERYTHING.to_json()))
    inner = shape
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert faults_of(shape)


@pytest.mark.parametrize("article", _seeds(), ids=lambda article: article.id)
def test_what_is_read_from_a_seed_fits_the_schema(article):
    dossier = parse(article)
    assert faults(dossier) == []
    for start, end in spans(dossier.to_json()):
        assert 0 <= start <= end <= len(article.text)
    for place in dossier.places:
        assert article.text[place.start : place.end] == place.text


def test_what_is_read_from_real_press_releases_fits_the_schema(shared):
    with (shared / "articles" / "state-2021-2022.jsonl").open(encoding="utf-8") as lines:
        shapes = [json.loads(line) for line in list(lines)[::40]]
    for shape in shapes:
        article = Article(text=shape["text"], id=shape["id"], title=shape["title"])
        assert faults(parse(article)) == [], shape["id"]
