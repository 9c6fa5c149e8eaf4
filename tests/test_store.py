"""Atlases kept and read again, and folders of articles read once and not twice."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import shapely
from pandas.testing import assert_frame_equal

from geo import kept, reading, store
from geo.atlas import Atlas
from geo.dossier import Article, Grouping, Problem
from geo.library import read_folder
from tests.made_up import meeting, money, stop, told, visit

TEXT = "Foreign Minister Ada Morel of France landed in Astana on Tuesday."


@pytest.fixture
def atlas() -> Atlas:
    return Atlas.of(
        [
            told(
                "2023-05-02",
                visit(stop("Suva", "2023-05-01"), stop("Apia", None, "planned")),
                meeting("Ada Morel", "Ilyas Bekov", country=None, city=None, mode="phone"),
                Grouping("Quad", ("AU", "IN"), (), "2023-05-02", ()),
                money(5, "KZ", "UZ", amount_usd=None),
                Problem(0, 4, "place.tie", "two towns"),
            ),
            told(None, money(7), name="undated"),
        ]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    for i in range(4):
        (articles / f"{i}.txt").write_text(f" date 2023-05-0{i + 1} {TEXT}", encoding="utf-8")
    return articles


def test_an_atlas_comes_back_as_it_was_kept(atlas, tmp_path):
    store.save(atlas, tmp_path / "kept")
    again = store.load(tmp_path / "kept")
    assert again.version == atlas.version
    for name, frame in atlas.frames().items():
        other = again.frames()[name]
        if "geometry" in frame:
            assert [*frame.geometry] == [*other.geometry]
            assert frame.crs == other.crs
        assert_frame_equal(
            pd.DataFrame(frame.drop(columns="geometry", errors="ignore")),
            pd.DataFrame(other.drop(columns="geometry", errors="ignore")),
        )
    assert again.meetings.city[0] is None
    assert again.meetings.participants[0] == ("Ada Morel", "Ilyas Bekov")
    assert isinstance(again.legs.geometry.iloc[-1], shapely.MultiLineString)


def test_an_empty_atlas_can_be_kept(tmp_path):
    store.save(Atlas.of([]), tmp_path / "kept")
    assert len(store.load(tmp_path / "kept").stops) == 0


def test_keeping_an_atlas_again_replaces_it_and_leaves_nothing_behind(atlas, tmp_path):
    store.save(Atlas.of([]), tmp_path / "kept")
    store.save(atlas, tmp_path / "kept")
    assert store.load(tmp_path / "kept").version == atlas.version
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize("broken", ["atlas.json", "stops.parquet"])
@pytest.mark.parametrize("content", [None, b"", b"\x00nothing"])
def test_a_broken_atlas_is_told_with_its_cure(atlas, tmp_path, broken, content):
    store.save(atlas, tmp_path / "kept")
    file = tmp_path / "kept" / broken
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(store.StoreError, match="build it again"):
        store.load(tmp_path / "kept")


def test_an_atlas_of_another_format_is_refused(atlas, tmp_path):
    store.save(atlas, tmp_path / "kept")
    head = {"format": 0, "version": "x"}
    (tmp_path / "kept" / "atlas.json").write_text(json.dumps(head))
    with pytest.raises(store.StoreError, match="format 0"):
        store.load(tmp_path / "kept")


def test_what_was_read_once_is_not_read_again(folder, tmp_path):
    first = read_folder(folder, cache_folder=tmp_path / "cache")
    assert (first.kept, len(first.dossiers)) == (0, 4)
    (folder / "new.txt").write_text("Nobody came.", encoding="utf-8")
    again = read_folder(folder, cache_folder=tmp_path / "cache")
    assert (again.kept, len(again.dossiers)) == (4, 5)
    assert [one.to_json() for one in again.dossiers[:4]] == [
        one.to_json() for one in first.dossiers
    ]
    assert [one.article for one in again.dossiers[:4]] == [one.article for one in first.dossiers]


def test_a_changed_article_is_read_again(folder, tmp_path):
    read_folder(folder, cache_folder=tmp_path / "cache")
    (folder / "0.txt").write_text(" date 2023-06-01 " + TEXT, encoding="utf-8")
    assert read_folder(folder, cache_folder=tmp_path / "cache").kept == 3


def test_another_parser_reads_everything_again(folder, tmp_path, monkeypatch):
    read_folder(folder, cache_folder=tmp_path / "cache")
    monkeypatch.setattr(kept, "parser_version", lambda: "another")
    assert read_folder(folder, cache_folder=tmp_path / "cache").kept == 0
    with sqlite3.connect(tmp_path / "cache" / "dossiers.sqlite") as database:
        rows = database.execute("SELECT DISTINCT parser FROM dossiers").fetchall()
    database.close()
    assert rows == [("another",)]


@pytest.mark.parametrize(
    "content", [b"", b"no database at all", b"SQLite format 3\0" + b"x" * 4096]
)
def test_a_broken_cache_costs_time_and_nothing_else(folder, tmp_path, content):
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "dossiers.sqlite").write_bytes(content)
    library = read_folder(folder, cache_folder=cache)
    assert len(library.dossiers) == 4
    assert read_folder(folder, cache_folder=cache).kept == 4


def test_a_kept_dossier_with_broken_bytes_is_read_anew(folder, tmp_path):
    read_folder(folder, cache_folder=tmp_path)
    with sqlite3.connect(tmp_path / "dossiers.sqlite") as database:
        database.execute("UPDATE dossiers SET shape = x'00'")
    database.close()
    library = read_folder(folder, cache_folder=tmp_path)
    assert (library.kept, len(library.dossiers)) == (0, 4)


def test_a_cache_that_cannot_be_written_is_told(folder, tmp_path):
    (tmp_path / "file").write_text("in the way")
    library = read_folder(folder, cache_folder=tmp_path / "file" / "cache")
    assert len(library.dossiers) == 4
    assert any("kept" in note for note in library.notes)


def test_inputs_that_cannot_be_read_are_listed_and_the_others_come_out(folder, tmp_path):
    (folder / "broken.txt").write_bytes(b"\xff\xfe\x00\xd8binary\x00")
    (folder / "empty.txt").write_bytes(b"")
    library = read_folder(folder, cache_folder=tmp_path / "cache")
    assert len(library.dossiers) == 4
    assert {Path(error.name).name for error in library.errors} == {"broken.txt", "empty.txt"}


def test_progress_is_told_from_nothing_to_all(folder, tmp_path):
    told_of = []
    read_folder(
        folder,
        lambda done, total: told_of.append((done, total)),
        cache_folder=tmp_path / "cache",
    )
    assert told_of[0] == (0, 4)
    assert told_of[-1] == (4, 4)


def test_other_processes_read_the_same_as_this_one():
    few = [Article(f"{TEXT} It was day {i} of the talks.\n\n", str(i)) for i in range(6)]
    many = few * (reading.WORTH_A_PROCESS // len(few) + 1)
    here = [reading.shape_of(article) for article in few]
    done: list[None] = []
    there = reading.shapes_of(many, 2, lambda: done.append(None))
    assert there == [here[i % len(few)] for i in range(len(many))]
    assert len(done) == len(many)


def test_a_large_collection_is_read_by_another_process_and_only_loaded_then(
    folder, tmp_path, monkeypatch
):
    (folder / "empty.txt").write_bytes(b"")
    here = read_folder(folder, cache_folder=tmp_path / "here")
    monkeypatch.setattr("geo.library.LARGE", 3)
    told_of = []
    there = read_folder(folder, lambda *seen: told_of.append(seen), cache_folder=tmp_path / "there")
    assert told_of[-1] == (4, 4)
    assert there.atlas.version == here.atlas.version
    assert [str(error) for error in there.errors] == [str(error) for error in here.errors]
    assert list(there.dossiers) == list(here.dossiers)
    monkeypatch.setattr("geo.library.Atlas", None)  # nothing is put together a second time
    again = read_folder(folder, cache_folder=tmp_path / "there")
    assert again.atlas.version == here.atlas.version
    assert list(again.dossiers[1:3]) == list(here.dossiers[1:3])


def test_frames_may_wait_until_somebody_asks_for_them(atlas, tmp_path):
    store.save(atlas, tmp_path / "kept")
    loaded = store.load(tmp_path / "kept", later=["places", "members"])
    assert "stops" in vars(loaded)
    assert "places" not in vars(loaded)
    assert loaded.places is loaded.places
    assert len(loaded.places) == len(atlas.places)
    (tmp_path / "kept" / "members.parquet").unlink()
    with pytest.raises(store.StoreError, match="build it again"):
        _ = loaded.members


def test_articles_keep_their_texts_once_beside_the_atlas(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("geo.library.LARGE", 3)
    library = read_folder(folder, cache_folder=tmp_path)
    ours, atlas_own = (
        pa.array(texts).buffers()[2].address
        for texts in (library.dossiers.articles.texts, library.atlas.articles["text"])
    )
    assert ours == atlas_own
    assert [one.text for one in library.dossiers.articles] == list(library.atlas.articles["text"])


def test_dossiers_whose_cache_is_gone_are_read_again(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("geo.library.LARGE", 3)
    library = read_folder(folder, cache_folder=tmp_path / "cache")
    (tmp_path / "cache" / "dossiers.sqlite").unlink()
    assert [one.article.text for one in library.dossiers] == [
        one.article.text for one in read_folder(folder, cache_folder=tmp_path / "other").dossiers
    ]


def test_a_kept_atlas_that_is_broken_is_built_again(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("geo.library.LARGE", 3)
    first = read_folder(folder, cache_folder=tmp_path)
    (kept_atlas,) = (tmp_path / "atlases").iterdir()
    (kept_atlas / "stops.parquet").write_bytes(b"broken")
    assert read_folder(folder, cache_folder=tmp_path).atlas.version == first.atlas.version
    assert len(store.load(kept_atlas).articles) == 4
