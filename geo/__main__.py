"""The command line: `python -m geo parse`, `python -m geo explain`. Thin: `geo` does the work."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from geo import articles
from geo.dossier import Article, Dossier

_ABOUT = """\
Reads diplomacy out of news prose: who went where, met whom, in which grouping, with how much
money. Articles in, dossiers out, one JSON object a line; data/dossier.schema.json has its shape."""

_EXAMPLES = """\
examples:
  python -m geo parse seeds > dossiers.jsonl
  python -m geo parse --input-format txt - < article.txt
  echo '{"text": "Wang Yi arrived in Nairobi on Tuesday."}' | python -m geo parse
  python -m geo explain article.txt

An article that cannot be read gives one line on standard error, and exit status 1 at the end.
"""

_FORMATS = ("auto", "txt", "html", "json", "jsonl", "csv")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, or 1 when an article could not be read."""
    options = _parser().parse_args(arguments)
    if options.command == "explain":
        return _explain([options.file], options.input_format)
    return _parse(options.paths or ["-"], options.input_format)


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m geo",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    parse = commands.add_parser(
        "parse",
        help="articles to dossiers, one JSON object a line",
        description="Read articles and write one dossier a line, in the order of the input.",
    )
    parse.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file or a folder; none, or -, is standard input with one JSON object a line",
    )
    explain = commands.add_parser(
        "explain",
        help="an article with what was read, by which rule, and what was left out",
        description="Print an article with what was read from it, why, and what was left out.",
    )
    explain.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    for command in (parse, explain):
        command.add_argument(
            "--input-format",
            choices=_FORMATS,
            default="auto",
            help="what the input is; auto goes by the ending of the file's name",
        )
    return top


def _parse(paths: Sequence[str], input_format: str) -> int:
    status = 0
    count = _Count()
    for one in articles.read(paths, input_format):
        found = _dossier(one)
        if isinstance(found, Dossier):
            # ASCII alone, so that a dossier is one line to whatever splits lines.
            _write(json.dumps(found.to_json()) + "\n")
            count.one_more()
        else:
            count.clear()
            status |= _tell(found)
    count.clear()
    return status


def _explain(paths: Sequence[str], input_format: str) -> int:
    from geo.explain import explain

    status = 0
    for one in articles.read(paths, input_format):
        found = _dossier(one)
        if isinstance(found, Dossier):
            _write(explain(found))
        else:
            status |= _tell(found)
    return status


def _dossier(one: Article | articles.ArticleError) -> Dossier | articles.ArticleError:
    if isinstance(one, articles.ArticleError):
        return one
    from geo.parser import parse  # after the input was looked at: a wrong path is told at once
    from geo.tables import TableError

    try:
        return parse(one)
    except (ImportError, TableError):  # no article is to blame, and none would come out
        raise
    except Exception as error:  # a fault of ours; the other articles still come out
        import traceback

        at = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(at.filename).name}:{at.lineno}"
        message = f"met a fault of the parser ({type(error).__name__} at {where}); please report it"
        return articles.ArticleError(one.id, message)


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _tell(error: articles.ArticleError) -> int:
    """Print the one line; returns what it adds to the exit status."""
    print(str(error).encode("utf-8", "backslashreplace").decode(), file=sys.stderr)
    return 0 if error.skipped else 1


class _Count:
    """How many articles were read, on a terminal alone, and after the first seconds."""

    def __init__(self) -> None:
        self.began = self.told = time.monotonic()
        self.articles = 0
        self.shown = False

    def one_more(self) -> None:
        self.articles += 1
        now = time.monotonic()
        if now - self.told < 1 or now - self.began < 2 or not sys.stderr.isatty():
            return
        self.told = now
        self.shown = True
        speed = self.articles / (now - self.began)
        print(f"\r{self.articles:,} articles, {speed:,.0f} a second", end="", file=sys.stderr)
        sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr)
            self.shown = False


if __name__ == "__main__":
    # `| head` ends us quietly, as it does other programs.
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
