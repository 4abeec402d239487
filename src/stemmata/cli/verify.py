"""`stemmata verify`: re-read every object and every log."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case
from stemmata.cli.terminal import ProgressLine, put_json, say


def verify(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> None:
    """Re-read every object and every log: ok, failed, or could not be checked, each named.

    Example: stemmata -C riverside verify
    """
    from stemmata.preserve.verify import verify_case

    case = open_case(context)
    with ProgressLine(quiet=as_json) as line:
        report = verify_case(case, lambda done, total: line.tick("verify", done, total))
    if as_json:
        put_json(report.as_json())
    else:
        for sentence in report.lines():
            say(sentence)
    raise typer.Exit(report.exit_code)
