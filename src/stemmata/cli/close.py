"""`stemmata close`: lock the case against change; `--reopen` undoes it. Both are signed entries."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case
from stemmata.cli.terminal import put_json, say


def close(
    context: typer.Context,
    reopen: Annotated[bool, typer.Option("--reopen", help="Let the case change again.")] = False,
    reason: Annotated[str | None, typer.Option(help="Kept in the entry; unknown when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Lock the case: it can be read, served, verified and exported, but nothing can be added.

    Example: stemmata -C riverside close --reason "handed to the archive"
    """
    from stemmata.acts.close import close_case, reopen_case

    case = open_case(context)
    entry = reopen_case(case, reason) if reopen else close_case(case, reason)
    if as_json:
        put_json({"case": str(case.path), "closed": not reopen, "entry": entry})
        return
    say("The case is open again." if reopen else "The case is closed: it can be read, and nothing can be added.")
