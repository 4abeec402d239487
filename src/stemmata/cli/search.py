"""`stemmata search WORDS…`: which files and posts hold them, where, and since when."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say_isolated
from stemmata.model.errors import BadRequest

MOST = 1000
"""Results in one answer; --after asks for more."""


def search(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS…", help='All must be there; "a phrase", beginning*, this OR that.')
    ],
    limit: Annotated[int, typer.Option("--limit", metavar="N", help=f"Results shown, at most {MOST:,}.")] = 20,
    after: Annotated[str | None, typer.Option("--after", metavar="MARK", help="Go on where the last ended.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Search names, titles and texts, in Arabic and Latin scripts: marks and letter variants do not matter.

    Example: stemmata -C riverside search "grain market" OR "سوق الحبوب"
    """
    from stemmata.case.asked_words import asked_words
    from stemmata.case.search import search as ask
    from stemmata.case.search_index import follow
    from stemmata.cli.search_words import found_lines
    from stemmata.publish.search_json import found_json

    if not 1 <= limit <= MOST:
        raise BadRequest(
            f"{limit} results were asked for", f"ask for 1 to {MOST:,} with --limit, and for more with --after"
        )
    asked = asked_words(" ".join(_as_asked(word) for word in words))
    with open_index(open_case(context)) as index:
        follow(index)
        with index.read() as connection:
            found = ask(connection, asked, after=after, limit=limit)
    if as_json:
        put_json(found_json(found))
        return
    for line in found_lines(found):
        say_isolated(line)


def _as_asked(word: str) -> str:
    """A shell takes the quotation marks of a phrase away and leaves its spaces."""
    return f'"{word}"' if " " in word and not any(mark in word for mark in '"“”«»') else word
