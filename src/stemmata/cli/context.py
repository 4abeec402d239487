"""Which case a command means: `stemmata -C CASE VERB`, or else the nearest case above the working directory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from stemmata.case.index import Index
    from stemmata.preserve.casefolder import CaseFolder


def open_case(context: typer.Context) -> "CaseFolder":
    """The case named with -C, or the nearest one at or above the working directory. NotACase otherwise."""
    from stemmata.preserve.casefolder import CaseFolder  # here, so that --help need not load cryptography

    named = context.obj.get("case") if isinstance(context.obj, dict) else None
    if named is not None:
        return CaseFolder.open(Path(named))
    return CaseFolder.nearest(Path.cwd())


@contextmanager
def open_index(case: "CaseFolder") -> Iterator["Index"]:
    """The index of the case, brought up to its logs; closed afterwards, whatever happened."""
    from stemmata.case.index import Index
    from stemmata.case.project import project

    index = Index(case.index_path)
    try:
        project(case, index)
        yield index
    finally:
        index.close()
