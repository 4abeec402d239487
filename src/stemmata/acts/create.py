"""A case begins: its first entry says under which name, by which program."""

from collections.abc import Callable
from pathlib import Path

from stemmata import __version__
from stemmata.acts.told import as_text
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder, now_us


def create_case(path: Path, name: str, clock_us: Callable[[], int] = now_us) -> CaseFolder:
    """AlreadyACase, StoreUnsuitable. The key is made silently if this person has none."""
    case = CaseFolder.create(path, as_text(name))
    with case.writing(clock_us) as writer:
        body = {"name": case.name, "tool": f"stemmata {__version__}"}
        writer.append([Statement("create", {CASE_ROLE: [case.id]}, body)])
    return case
