"""`stemmata custody`: the history of the case, or of one file."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say


def custody(
    context: typer.Context,
    item: Annotated[str | None, typer.Argument(metavar="[FILE]", help="By SHA-256 or name; left out: all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Who signed what, log by log. Times are those that the signers' clocks claim; the order in a log is proved.

    Example: stemmata -C riverside custody clip.mp4
    """
    from stemmata.case.custody import history, history_of
    from stemmata.case.named import item_named
    from stemmata.cli.custody_words import history_line

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        rows = list(history(connection) if item is None else history_of(connection, item_named(connection, item)))
        if as_json:
            put_json({"entries": [row.as_json() for row in rows]})
            return
        log = None
        for row in rows:
            if row.writer != log:
                log = row.writer
                say(f"Log {log}, signed by key {row.author[:16]}")
            say(f"  {history_line(connection, row)}")
