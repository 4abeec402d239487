"""Which frames of a film are looked at closely: moments that its copies choose as well.

A clock's half seconds fall on other frames in a trimmed copy, and at a quarter of a second's distance a hand-held
camera shows other pictures. So the film itself chooses: a frame round which it moves less than round all frames near.
Such frames are sharper, too. A copy that was cut, sped up a little, cropped or mirrored has the same calm moments.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

REACH_US = 250_000
"""To both sides: a moment is the calmest within half a second, so there are two a second, less where a film shakes."""
LONGEST_GAP = 3
"""Reaches without a calmest moment (movement only grows, or there is none) after which one is taken all the same."""

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Moment(Generic[Shown]):
    """`moved`: how much the frames before and after differ from this one, together."""

    at_us: int
    shown: Shown
    moved: float


class Moments(Generic[Shown]):
    """Frames go in, in order; the calmest come out, a reach later. Holds the frames of two reaches."""

    def __init__(self, reach_us: int = REACH_US) -> None:
        self._calmest = Calmest[Shown](reach_us)
        self._before: tuple[int, Shown, float] | None = None

    def add(self, at_us: int, shown: Shown, moved: float) -> Iterator[Moment[Shown]]:
        """`moved`: how much this frame differs from the one before."""
        if self._before is not None:
            at, frame, step = self._before
            yield from self._calmest.add(Moment(at, frame, step + moved))
        self._before = at_us, shown, moved

    def end(self) -> Iterator[Moment[Shown]]:
        """What is left to be decided."""
        if self._before is not None:
            at, frame, step = self._before
            yield from self._calmest.add(Moment(at, frame, 2 * step))
            self._before = None
        yield from self._calmest.end()


class Calmest(Generic[Shown]):
    """Moments go in, in order; those that are the calmest within `reach_us` to both sides come out, a reach later.

    A longer reach may be set at any time and holds for what is not decided yet.
    """

    def __init__(self, reach_us: int) -> None:
        self.reach_us = reach_us
        self._held: deque[Moment[Shown]] = deque()
        self._undecided = 0
        self._last_us: int | None = None

    def add(self, moment: Moment[Shown]) -> Iterator[Moment[Shown]]:
        self._held.append(moment)
        yield from self._decided(moment.at_us)

    def end(self) -> Iterator[Moment[Shown]]:
        """What is left to be decided."""
        yield from self._decided(None)

    def _decided(self, now_us: int | None) -> Iterator[Moment[Shown]]:
        while self._undecided < len(self._held):
            moment = self._held[self._undecided]
            if now_us is not None and now_us <= moment.at_us + self.reach_us:
                return
            if self._is_chosen(moment):
                self._last_us = moment.at_us
                yield moment
            self._undecided += 1
            while self._held[0].at_us < moment.at_us - self.reach_us:
                self._held.popleft()
                self._undecided -= 1

    def _is_chosen(self, moment: Moment[Shown]) -> bool:
        near = [one for one in self._held if abs(one.at_us - moment.at_us) <= self.reach_us]
        calmest = all((one.moved, one.at_us) >= (moment.moved, moment.at_us) for one in near)
        waited = self._last_us is not None and moment.at_us - self._last_us >= LONGEST_GAP * self.reach_us
        return calmest or waited


def thinned(moments: Iterable[Moment[Shown]], reach_us: int) -> list[Moment[Shown]]:
    """Those of `moments` that are the calmest over a longer reach: what a longer film keeps."""
    calmest = Calmest[Shown](reach_us)
    return [*(kept for moment in moments for kept in calmest.add(moment)), *calmest.end()]
