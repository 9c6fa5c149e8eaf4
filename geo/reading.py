"""Articles to dossiers: one here, or many in processes of their own.

A process is `python -m geo.reading`: an article a line in, a dossier or an error a line out, both
JSON. No pickle passes, and the page's own main module is not run again, as a process pool would.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from geo.articles import ArticleError
from geo.dossier import Article, Dossier
from geo.formats import day
from geo.tables import DATA

# A process is up after about half a second; fewer articles than this are read sooner without.
WORTH_A_PROCESS = 150

Shape = dict[str, Any]


def shape_of(article: Article) -> Shape | ArticleError:
    """The dossier of one article in its published shape; a fault of ours becomes an error.

    Raises ImportError and TableError: no article is to blame for them.
    """
    from geo.parser import parse
    from geo.tables import TableError

    try:
        return parse(article).to_json()
    except (ImportError, TableError):
        raise
    except Exception as error:  # any fault of the parser; the other articles still come out
        reason = f"met a fault of the parser ({type(error).__name__}); please report it"
        return ArticleError(article.id, reason)


def shapes_of(
    articles: Sequence[Article], processes: int, done: Callable[[], None]
) -> list[Shape | ArticleError]:
    """Every article's dossier or error, in order; `done` is called after each, in any thread."""
    found: list[Shape | ArticleError | None] = [None] * len(articles)
    turns = iter(range(len(articles)))
    lock = threading.Lock()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            with _Process() as process:
                while not faults:
                    with lock:
                        i = next(turns, None)
                    if i is None:
                        return
                    found[i] = process.shape_of(articles[i])
                    done()
        except (OSError, ValueError) as fault:
            faults.append(fault)

    if processes > 1 and len(articles) >= WORTH_A_PROCESS:
        threads = [threading.Thread(target=work) for _ in range(processes)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for i, shape in enumerate(found):
        if shape is None:  # no processes wanted, or they could not be had
            found[i] = shape_of(articles[i])
            done()
    return [shape for shape in found if shape is not None]


class _Process:
    """One other process that reads articles, one at a time."""

    def __enter__(self) -> _Process:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "geo.reading"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=DATA.parent,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def shape_of(self, article: Article) -> Shape | ArticleError:
        """Raises OSError or ValueError where the process is gone."""
        given, taken = self._process.stdin, self._process.stdout
        assert given is not None and taken is not None  # both are pipes
        given.write(json.dumps(_plain(article)).encode() + b"\n")
        given.flush()
        answer = json.loads(taken.readline())
        if "error" in answer:
            return ArticleError(article.id, answer["error"])
        return dict(answer["dossier"])


def _plain(article: Article) -> Shape:
    head: Shape = Dossier(article).to_json()["article"]
    return {**head, "text": article.text}


def _answers(lines: Iterator[bytes]) -> Iterator[str]:
    for line in lines:
        given = json.loads(line)
        date = given.pop("date")
        shape = shape_of(Article(**given, date=day(date) if date else None))
        if isinstance(shape, ArticleError):
            yield json.dumps({"error": shape.message})
        else:
            yield json.dumps({"dossier": shape})


if __name__ == "__main__":
    for answer in _answers(iter(sys.stdin.buffer.readline, b"")):
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
