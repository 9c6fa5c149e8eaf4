"""Articles that anybody may have written: shown as text, whatever they hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.reader import Reader
from tests.serving import app_on

pytestmark = pytest.mark.browser

TITLE = "<img src=x onerror=\"document.title='owned'\"> **bold** [here](javascript:alert(1)) $x$"
TEXT = (
    "Foreign Minister Ada Morel of France arrived in Astana on Monday "
    "<script>document.title='owned'</script> and flew on to Tashkent, **not bold** "
    "[nor a link](https://elsewhere.example/steal) ![](https://elsewhere.example/pixel.png)."
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("articles")
    article = {
        "id": "<b>id</b>",
        "date": "2023-05-02",
        "title": TITLE,
        "source": "<i>outlet</i> :material/home: :red[x]",
        "url": "javascript:alert(1)",
        "text": TEXT,
    }
    (folder / "hostile.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    (folder / "broken.json").write_text('{"text": ', encoding="utf-8")
    with app_on(folder, tmp_path_factory.mktemp("kept")) as found:
        yield found


def test_markup_in_an_article_is_shown_and_not_obeyed(
    reader: Callable[..., Reader], address: str
) -> None:
    page = reader(address, paints=False)
    page.visit()
    page.page.locator(".st-key-rail button").first.click()
    page.settle()
    rail = page.page.locator(".st-key-rail")
    said = rail.inner_text()
    assert "<script>" in said
    assert "**not bold**" in said
    assert "**bold** [here](javascript:alert(1)) $x$" in said
    assert "<i>outlet</i>" in said
    assert rail.locator("img, script").count() == 0
    links = [one.get_attribute("href") or "" for one in rail.locator("a").all()]
    # Links to our own pages, written relative to this one; none that an article brought.
    assert [link for link in links if ":" in link.split("?")[0]] == []
    assert page.page.title() == "Diplomacy Map"


def test_a_file_that_cannot_be_read_is_named_with_its_cure(
    reader: Callable[..., Reader], address: str, tmp_path: Path
) -> None:
    page = reader(address, paints=False)
    page.visit()
    note = page.page.get_by_text("1 file could not be read")
    note.click()
    page.page.get_by_text("broken.json").first.wait_for()
