"""Which case a command means: `stemmata -C CASE VERB`, or else the nearest case above the working directory."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from stemmata.preserve.casefolder import CaseFolder


def open_case(context: typer.Context) -> "CaseFolder":
    """The case named with -C, or the nearest one at or above the working directory. NotACase otherwise."""
    from stemmata.preserve.casefolder import CaseFolder  # here, so that --help need not load cryptography

    named = context.obj.get("case") if isinstance(context.obj, dict) else None
    if named is not None:
        return CaseFolder.open(Path(named))
    return CaseFolder.nearest(Path.cwd())
