"""A case begins: its first entry says under which name, by which program."""

from collections.abc import Callable
from pathlib import Path

from stemmata import __version__
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CaseFolder, now_us


def create_case(path: Path, name: str, clock_us: Callable[[], int] = now_us) -> CaseFolder:
    """AlreadyACase, StoreUnsuitable. The key is made silently if this person has none."""
    case = CaseFolder.create(path, name)
    with case.writing(clock_us) as writer:
        writer.append([Statement("create", {}, {"name": name, "case": case.id, "tool": f"stemmata {__version__}"})])
    return case
