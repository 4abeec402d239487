"""`stemmata compare A B`: two files, no case: do they share footage or text, and where."""

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.terminal import put_json, say
from stemmata.model.errors import NothingToAdd


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="A file.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Another file.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Compare two files and say what they share, or why nothing is established. Nothing is kept.

    Example: stemmata compare posted.mp4 received.mp4 --json
    """
    from stemmata.pipeline.compare import compare_files
    from stemmata.publish.jsonl import edge_row

    for path in (a, b):
        if not path.is_file():
            raise NothingToAdd(str(path), "is not a file" if path.exists() else "does not exist")
    outcome = compare_files(a, b)
    if as_json:
        put_json(
            {
                "a": {"name": str(a), "item": outcome.a},
                "b": {"name": str(b), "item": outcome.b},
                "edges": [edge_row(edge) for edge in outcome.edges],
                "verdict": outcome.verdict,
                "reason": outcome.reason,
                "failures": [{"name": name, "code": f.code, "detail": f.detail} for name, f in outcome.failures],
            }
        )
    else:
        for sentence in outcome.lines(a.name, b.name):
            say(sentence)
        for name, failure in outcome.failures:
            say(failure.sentence(name))
    raise typer.Exit(exits.SOME_FAILED if outcome.failures else exits.ALL_WELL)
