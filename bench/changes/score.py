"""Precision, recall and F1 with intervals, per code and for groups of codes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from bench.changes.pairs import Tally

from stemmata.model.change import Code

GROUPS = {"numbers": "NUMBER_", "hedges": "HEDGE_", "attribution": "ATTRIBUTION_", "all": ""}
RESAMPLES = 1000


@dataclass(frozen=True)
class Score:
    right: int
    missed: int
    false: int

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.false) if self.right + self.false else None

    @property
    def recall(self) -> float | None:
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        every = 2 * self.right + self.missed + self.false
        return 2 * self.right / every if every else None


def score(tallies: Sequence[Tally], counts: Callable[[Code], bool]) -> Score:
    return Score(*(sum(counts(code) for one in tallies for code in getattr(one, kind)) for kind in _KINDS))


_KINDS = ("right", "missed", "false")


def interval(tallies: Sequence[Tally], counts: Callable[[Code], bool]) -> tuple[float, float]:
    """95 % of F1 over pairs drawn again with replacement: the pair is the draw, not the change. Seeded."""
    each = [Score(*(sum(map(counts, getattr(one, kind))) for kind in _KINDS)) for one in tallies]
    random = Random(5)
    drawn = []
    for _ in range(RESAMPLES):
        sample = random.choices(each, k=len(each))
        whole = Score(*(sum(getattr(one, kind) for one in sample) for kind in _KINDS))
        drawn.append(whole.f1 or 0.0)
    drawn.sort()
    return drawn[round(0.025 * RESAMPLES)], drawn[round(0.975 * RESAMPLES) - 1]


def row(label: str, tallies: Sequence[Tally], counts: Callable[[Code], bool]) -> str:
    """One printed line: F1 with its interval, precision and recall, and how many changes were labelled."""
    found = score(tallies, counts)
    if found.f1 is None:
        return f"{label:<22} none labelled and none found"
    low, high = interval(tallies, counts)
    return (
        f"{label:<22} F1 {found.f1:.3f}  [{low:.3f}, {high:.3f}]  precision {_share(found.precision)}"
        f"  recall {_share(found.recall)}  n = {found.right + found.missed} changes"
    )


def _share(value: float | None) -> str:
    return "  -  " if value is None else f"{value:.3f}"


def in_group(prefix: str) -> Callable[[Code], bool]:
    return lambda code: code.value.startswith(prefix)
