"""A case is closed against change, and opened again; both are entries, so the history shows them.

A `reopen` names the closings that it answers. So a case is closed while one is unanswered, whatever clocks say and in
whichever order logs are merged; and closing one case does not close another that took in its log.
"""

from collections.abc import Callable

from stemmata.acts.told import as_told
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder, now_us


def close_case(case: CaseFolder, reason: str | None, clock_us: Callable[[], int] = now_us) -> str:
    """The entry's id. CaseClosed where it is closed already."""
    with case.writing(clock_us) as writer:
        return writer.append([Statement("close", {CASE_ROLE: [case.id]}, {"reason": as_told(reason)})])[0]


def reopen_case(case: CaseFolder, reason: str | None, clock_us: Callable[[], int] = now_us) -> str:
    """The entry's id; said of an open case, it changes nothing."""
    with case.writing(clock_us, even_closed=True) as writer:
        references = {CASE_ROLE: [case.id], "entries": case.open_closings()}
        return writer.append([Statement("reopen", references, {"reason": as_told(reason)})])[0]
