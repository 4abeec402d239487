"""Groups and roots formed again after something was signed, or why they were not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stemmata.preserve.casefolder import CaseFolder


@dataclass(frozen=True, slots=True)
class Redrawn:
    """`why_not`: what stopped it, in the error's words; None where it was done, or where a run has to do it anyhow."""

    done: bool
    why_not: str | None = None

    def sentence(self, what: str) -> str:
        """`what` did not happen yet, why, and what does it."""
        return (
            f"{what}: stemmata run does it."
            if self.why_not is None
            else f"{what}: {self.why_not}. Then stemmata run does it."
        )


def redrawn(case: "CaseFolder") -> Redrawn:
    """What was signed stays signed, whatever stops this."""
    from stemmata.model.errors import StemmataError
    from stemmata.pipeline.run import Run

    try:
        with Run(case, 1, lambda step, done, total: None) as work:
            return Redrawn(work.redraw())
    except StemmataError as error:
        return Redrawn(False, f"{error.happened}; {error.todo}")
