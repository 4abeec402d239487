"""`stemmata doctor`: what this installation can do, what is missing, and what that costs."""

from typing import Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.terminal import put_json, say


def doctor(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Check Python, disk, keys, the worker and the optional parts; name the fix for what is missing.

    Example: stemmata doctor
    """
    from stemmata.pipeline.health import checks

    found = checks()
    if as_json:
        rows = [{"name": check.name, "verdict": check.verdict, "says": check.says, "fix": check.fix} for check in found]
        put_json({"checks": rows})
    else:
        for check in found:
            say(f"{check.verdict:<9} {check.name}: {check.says}")
            if check.fix:
                say(f"          {check.fix}")
    raise typer.Exit(exits.FAILED if any(check.verdict == "failed" for check in found) else exits.ALL_WELL)
