"""`stemmata merge OTHER`: take in another case, whole; every earlier proof still verifies."""

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli.context import open_case
from stemmata.cli.terminal import put_json, say
from stemmata.model.counted import counted


def merge(
    context: typer.Context,
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="The other case's folder; it is not changed.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Copy another case's logs and objects into this one and say so in an entry.

    Example: stemmata -C riverside merge /media/stick/riverside-field
    """
    from stemmata.acts.merge import merge_case
    from stemmata.preserve.casefolder import CaseFolder

    case = open_case(context)
    result = merge_case(case, CaseFolder.open(other))
    if as_json:
        put_json(result.as_json())
        return
    logs = counted(result.logs, "log", "logs")
    entries = counted(result.entries, "entry", "entries")
    objects = counted(result.objects, "object", "objects")
    say(f"Merged {other}. New here: {logs}, {entries}, {objects}.")
    say(f"Next: stemmata -C {case.path} run")
