"""Where a sound may lie in others: its stretches ask an index as they are, and as played at another speed or pitch.

Pure, and a function of two sounds at a time: what a third one holds changes no guess on them. Which guesses are
followed up depends on how much is indexed, and is decided at the end (`followed`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ
from stemmata.match.sound_alignment import STRETCH, Guess
from stemmata.match.sound_hashes import Marks, hashes
from stemmata.match.sound_votes import APART, PLACE, Postings, Vote, postings, voted

STEP = STRETCH // 2
"""Between stretches: what lasts five seconds lies whole in one of them."""
LEAST_MARKS = 12
"""A stretch with fewer landmarks says nothing."""
LEAST_VOTES = 5
"""From which a guess is made. Unrelated hours give so many once in a few hundred stretches, once in three over all
ways of playing; every further vote is twelve times as rare (research/audio.md 3.1, bench.sound)."""
VOTES_FALL = 12.0
SURE_VOTES, SURE_SPREAD = 15, 0.5
"""A stretch with so many votes as it is, which lie over so much of it, is sure. Where tempo alone was changed, a second
of it has as many."""
COMMON = 50_000
"""Places of one hash in one part of an index from which on it is not looked up: a stop-list, which only an archive of
hundreds of hours, or of one sound over and over, ever fills."""
MOST_OTHERWISE = 12
"""Stretches of one sound that are asked as played otherwise: all of a minute, of a longer sound as many, spread over
it. What a long sound holds of another, played faster, is found where the other is not long too."""

_STEP = 0.0135
"""1.35 % between two ways of playing: half of it is found by votes, and alignment does the rest."""
_FAST = tuple(1 + k * _STEP for k in range(-8, 9) if k)
WAYS: tuple[tuple[float, float], ...] = (
    *((fast, fast) for fast in _FAST),
    *((1.0, 1 + k * _STEP) for k in range(-4, 5) if k),
    *((fast, 1.0) for fast in _FAST),
)
"""(speed, pitch) beside as it is: both together from 0.89 to 1.11, as a record or a tape; pitch alone to 5 %; tempo
alone to 11 %."""


@dataclass(frozen=True, slots=True)
class Part:
    """Indexed files: number (n,), and the place at which each begins, (n,) ascending."""

    number: npt.NDArray[np.int64]
    base: npt.NDArray[np.int64]
    postings: Postings


@dataclass(frozen=True, slots=True)
class Guessed:
    """That the asked sound lies in file `number` by `guess`."""

    number: int
    guess: Guess
    votes: int
    spread: float
    """See Vote."""


def part_of(files: Sequence[tuple[int, Marks]], gap: int) -> Part:
    """Of (number, landmarks), one after the other with `gap` places between them."""
    bases, place = [], 0
    for _, marks in files:
        first = int(marks.at.min(initial=0) // PLACE)
        bases.append(-(-(place - first) // APART) * APART)
        place = bases[-1] + int(marks.at.max(initial=0) // PLACE) + gap
    hashed = [(base, hashes(marks)) for base, (_, marks) in zip(bases, files, strict=True)]
    return Part(np.array([number for number, _ in files], np.int64), np.array(bases, np.int64), postings(hashed))


def stretches(marks: Marks) -> list[Marks]:
    """Of ten seconds every five; those with too few landmarks left out."""
    if not len(marks):
        return []
    first, last = float(marks.at[0]), float(marks.at[-1])
    begins = np.arange(first, max(first + 1, last - STEP), STEP)
    found = [marks.between(begin, begin + STRETCH) for begin in begins]
    return [one for one in found if len(one) >= LEAST_MARKS]


def guessed(marks: Marks, parts: Sequence[Part], *, once_sure: bool = False) -> list[Guessed]:
    """Every guess with LEAST_VOTES, those of one alignment once each, most votes first.

    What is sure of a file as it is, is not sought in that file as played otherwise. `once_sure`: nor in any other,
    which is quicker, and makes the guesses on one file depend on what else is held.
    """
    asked = stretches(marks)
    plain = [list(_asked(one, 1.0, 1.0, parts)) for one in asked]
    sure = [{found.number for found in each if _is_sure(one, found)} for one, each in zip(asked, plain, strict=True)]
    otherwise = (
        found
        for at in _spread(len(asked))
        if not (once_sure and sure[at])
        for speed, pitch in WAYS
        for found in _asked(asked[at], speed, pitch, parts)
        if found.number not in sure[at]
    )
    return _once([*(found for each in plain for found in each), *otherwise])


def followed(votes: int, seconds: float) -> bool:
    """Whether a guess is followed up where so many seconds are indexed: one vote more for twelve times as much."""
    return votes >= LEAST_VOTES + int(max(0.0, log(max(seconds, 1) / 3600, VOTES_FALL)))


def _is_sure(asked: Marks, found: Guessed) -> bool:
    return found.votes >= SURE_VOTES and found.spread >= SURE_SPREAD * (asked.at[-1] - asked.at[0])


def _spread(count: int) -> Iterable[int]:
    if count <= MOST_OTHERWISE:
        return range(count)
    return sorted({int(at) for at in np.linspace(0, count - 1, MOST_OTHERWISE)})


def _asked(one: Marks, speed: float, pitch: float, parts: Sequence[Part]) -> Iterator[Guessed]:
    origin = one.at[0]
    asked = hashes(Marks(one.at - origin, one.frequency).played(speed, pitch))
    for part in parts:
        for vote in voted(part.postings, asked, LEAST_VOTES, COMMON):
            number, there = _file(part, vote)
            yield Guessed(number, Guess(float(origin + vote.at / speed), there, speed, pitch), vote.votes, vote.spread)


def _file(part: Part, vote: Vote) -> tuple[int, float]:
    at = int(np.searchsorted(part.base, vote.place, side="right")) - 1
    return int(part.number[at]), float((vote.place - part.base[at] + 0.5) * PLACE)


def _once(found: Sequence[Guessed]) -> list[Guessed]:
    kept: dict[tuple[int, float, float, int], Guessed] = {}
    order = sorted(found, key=lambda one: (-one.votes, one.number, one.guess.at, one.guess.speed, one.guess.pitch))
    for one in order:
        guess = one.guess
        begins = round((guess.there - guess.speed * guess.at) / HZ)
        kept.setdefault((one.number, guess.speed, guess.pitch, begins), one)
    return list(kept.values())
