"""A case is closed against change, and opened again; both are entries, so the history shows them."""

from collections.abc import Callable

from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CaseFolder, now_us


def close_case(case: CaseFolder, reason: str | None, clock_us: Callable[[], int] = now_us) -> str:
    """The entry's id. CaseClosed where it is closed already."""
    with case.writing(clock_us) as writer:
        return writer.append([Statement("close", {}, {"reason": reason})])[0]


def reopen_case(case: CaseFolder, reason: str | None, clock_us: Callable[[], int] = now_us) -> str:
    """The entry's id; said again of an open case, it changes nothing."""
    with case.writing(clock_us, even_closed=True) as writer:
        return writer.append([Statement("reopen", {}, {"reason": reason})])[0]
