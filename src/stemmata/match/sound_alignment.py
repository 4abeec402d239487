"""Two sounds laid over each other: from a guess of where, how fast and how high, to the stretches that they share.

A guess comes from votes of hashes and is right to a fraction of a per cent. Around it speed, pitch and offset are
sought under which most landmarks of the one lie on landmarks of the other; a stretch is as long as they keep doing so.
How many would do so by chance is not assumed but counted: on the same two sounds, shifted against each other by some
seconds. So what repeats itself (a rotor, a chant of two notes, hum) fails by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ
from stemmata.match.sound_hashes import Marks
from stemmata.match.sound_votes import MOMENT

STRETCH = 10 * HZ
"""What votes at once, and what is first laid over."""

NEAR_SAMPLES = 200
"""25 ms: twice what encoders, rooms and a quarter of a per cent of speed move a landmark within some seconds."""
NEAR_HZ, NEAR_SHARE = 9.0, 0.004
"""Hertz, or of the frequency, whichever is more."""
LOOSE_SAMPLES = 1_200
LOOSE_SHARE = 0.018
"""Within 0.15 s and 1.8 % of the guess a better one is sought: more than half a step of the grid of speeds."""
SLOPES = np.linspace(-0.0084, 0.0084, 15)
PITCHES = np.linspace(-0.0105, 0.0105, 15)
SHIFTS = np.concatenate([np.arange(-12, 0), np.arange(1, 13)]) * 0.37 * HZ
"""Up to 4.4 s either way, at no whole part of a beat or a second."""
LEAST_SHARE = 0.08
"""Above chance, of the moments of a stretch: fewer agree nowhere but by chance."""
FIRST_REACH = 15 * HZ
LONGEST_REACH = 4 * 3600 * HZ
LEAST_SAMPLES = 3 * HZ // 2
"""A stretch below 1.5 s is not stated."""
LISTEN = 2 * HZ
SHARPENINGS = 3
"""How much agrees is at first counted over half a minute, of which the stretch may be a tenth; then over what was found
of it, since what is expected of too little lets a stretch run on into what only agrees by chance."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Sample `at` of the one sound lies at sample `there` of the other, if the one plays `speed` times as fast and
    sounds `pitch` times as high."""

    at: float
    there: float
    speed: float = 1.0
    pitch: float = 1.0

    def where(self, at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return self.there + self.speed * (at - self.at)


@dataclass(frozen=True, slots=True)
class Aligned:
    """[first, end) of the one lies at [there, there_end) of the other. Samples.

    agreeing: moments of the stretch at which both have a landmark, of `moments` at which the one has any. by_chance:
    as many as that do so shifted, on average. nats: by how much likelier so many are where the two are one sound than
    by chance (log-likelihood ratio of two binomials), where chance is one more than the most of the shifted counts.
    `listen`: where agreement is densest, as samples of the one.
    """

    first: float
    end: float
    there: float
    there_end: float
    speed: float
    pitch: float
    moments: int
    agreeing: int
    by_chance: float
    nats: float
    listen: tuple[float, ...]


def aligned(one: Marks, other: Marks, guess: Guess) -> Aligned | None:
    """None where the guess does not hold: fewer agree than LEAST_SHARE above chance."""
    reach = FIRST_REACH / 2
    near = one.between(guess.at - reach, guess.at + reach)
    found = _sharpened(near, other, guess)
    if found is None:
        return None
    while True:
        reach *= 2
        wide = one.between(found.at - reach, found.at + reach)
        stretch = _stretch(wide, other, found)
        if stretch is None:
            return None
        first, end = stretch
        inside = one.between(first, end + 1)
        found = _refitted(inside, other, found)
        whole = first > wide.at[0] + STRETCH / 2 and end < wide.at[-1] - STRETCH / 2
        all_of_it = wide.at[0] <= one.at[0] and wide.at[-1] >= one.at[-1]
        if whole or all_of_it or reach > LONGEST_REACH:
            return _stated(inside, other, found)


def _sharpened(one: Marks, other: Marks, guess: Guess) -> Guess | None:
    """The best of speeds, pitches and offsets around the guess."""
    of, to = _pairs(one, other, guess, LOOSE_SAMPLES)
    if not len(of):
        return None
    ahead = one.at[of] - guess.at
    late = other.at[to] - guess.where(one.at[of])
    expected = one.frequency[of] / guess.pitch
    off = other.frequency[to] / expected - 1
    width = np.maximum(NEAR_HZ / expected, NEAR_SHARE)
    best, chosen = 0, (0.0, 0.0, 0.0)
    for pitch in PITCHES:
        fits = np.abs(off - pitch) <= width
        if np.count_nonzero(fits) <= best:
            continue
        moment, then, delay = one.at[of][fits] // MOMENT, ahead[fits], late[fits]
        for slope in SLOPES:
            count, offset = _densest(delay - slope * guess.speed * then, moment)
            if count > best:
                best, chosen = count, (slope, pitch, offset)
    slope, pitch, offset = chosen
    better = Guess(guess.at, guess.there + offset, guess.speed * (1 + slope), guess.pitch / (1 + pitch))
    return _refitted(one, other, better)


def _densest(late: npt.NDArray[np.float64], moment: npt.NDArray[np.float64]) -> tuple[int, float]:
    """Most moments within NEAR_SAMPLES either way of one delay, and that delay."""
    step = NEAR_SAMPLES // 2
    cell = np.floor((late + LOOSE_SAMPLES) / step).astype(np.int64)
    cells = 2 * LOOSE_SAMPLES // step + 2
    inside = (cell >= 0) & (cell < cells)
    seen = np.unique(cell[inside] * (1 << 40) + moment[inside].astype(np.int64) % (1 << 40))
    count = np.bincount(seen >> 40, minlength=cells)
    run = np.convolve(count, np.ones(3, np.int64), "same")
    at = int(run.argmax())
    return int(run[at]), (at + 0.5) * step - LOOSE_SAMPLES


def _refitted(one: Marks, other: Marks, guess: Guess) -> Guess:
    """Speed, offset and pitch by the landmarks that lie on each other: twice, each time by the nearer half again."""
    for share in (1.0, 0.6):
        of, to = _pairs(one, other, guess, NEAR_SAMPLES * share)
        expected = one.frequency[of] / guess.pitch
        off = other.frequency[to] / expected - 1
        fits = np.abs(off) <= np.maximum(NEAR_HZ / expected, NEAR_SHARE)
        of, to, off = of[fits], to[fits], off[fits]
        if len(of) < 8:
            return guess
        then = one.at[of] - guess.at
        late = other.at[to] - guess.where(one.at[of])
        spread = float(np.var(then))
        slope = float(np.mean((then - then.mean()) * (late - late.mean())) / spread) if spread > HZ * HZ / 4 else 0.0
        offset = float(np.median(late - slope * then))
        pitch = guess.pitch / (1 + float(np.median(off)))
        guess = Guess(guess.at, guess.there + offset, guess.speed + slope, pitch)
    return guess


def _pairs(one: Marks, other: Marks, guess: Guess, reach: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(of one, of other): all that lie within `reach` samples and LOOSE_SHARE of each other."""
    where = guess.where(one.at)
    low = np.searchsorted(other.at, where - reach)
    number = np.searchsorted(other.at, where + reach, side="right") - low
    of = np.repeat(np.arange(len(one)), number)
    to = np.repeat(low, number) + np.arange(len(of)) - np.repeat(np.cumsum(number) - number, number)
    expected = one.frequency[of] / guess.pitch
    fits = np.abs(other.frequency[to] - expected) <= np.maximum(LOOSE_SHARE * expected, 2 * NEAR_HZ)
    return of[fits], to[fits]


def _agreeing(one: Marks, other: Marks, guess: Guess) -> npt.NDArray[np.bool_]:
    """(n,) whether a landmark of the one lies on one of the other."""
    of, to = _pairs(one, other, guess, NEAR_SAMPLES)
    expected = one.frequency[of] / guess.pitch
    fits = np.abs(other.frequency[to] - expected) <= np.maximum(NEAR_HZ, NEAR_SHARE * expected)
    hit = np.zeros(len(one), np.bool_)
    hit[of[fits]] = True
    return hit


def _moments(one: Marks, hit: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Moments at which the one has a landmark, and whether any of it agrees."""
    moment, of = np.unique(one.at // MOMENT, return_inverse=True)
    agrees = np.zeros(len(moment), np.bool_)
    agrees[of[hit]] = True
    return moment * MOMENT, agrees


def _shifted(one: Marks, other: Marks, guess: Guess) -> npt.NDArray[np.float64]:
    """Moments that agree where the two are shifted against each other, for each of SHIFTS."""
    counts = []
    for shift in SHIFTS:
        moved = Guess(guess.at, guess.there + float(shift), guess.speed, guess.pitch)
        counts.append(float(_moments(one, _agreeing(one, other, moved))[1].sum()))
    return np.array(counts)


def _stretch(one: Marks, other: Marks, guess: Guess) -> tuple[float, float] | None:
    """From the first to the last moment of the stretch in which agreement is likelier than chance."""
    if len(one) < 2:
        return None
    at, agrees = _moments(one, _agreeing(one, other, guess))
    near = np.abs(at - guess.at) <= FIRST_REACH
    chance = _shifted(one.between(guess.at - FIRST_REACH, guess.at + FIRST_REACH), other, guess)
    by_chance = float(np.clip(chance.mean() / max(1, np.count_nonzero(near)), 0.005, 0.8))
    inside = near
    begin = last = 0
    for _ in range(SHARPENINGS):
        expected = float(np.clip(agrees[inside].mean() if inside.any() else 0.0, by_chance + LEAST_SHARE, 0.97))
        gain = np.where(agrees, np.log(expected / by_chance), np.log((1 - expected) / (1 - by_chance)))
        summed = np.append(0, np.cumsum(gain))
        last = int((summed - np.minimum.accumulate(summed)).argmax())
        begin = int(summed[: last + 1].argmin())
        if last == begin or at[last - 1] - at[begin] < LEAST_SAMPLES:
            return None
        inside = (at >= at[begin]) & (at <= at[last - 1])
    return float(at[begin]), float(at[last - 1]) + MOMENT


def _stated(one: Marks, other: Marks, guess: Guess) -> Aligned | None:
    if len(one) < 2:
        return None
    at, agrees = _moments(one, _agreeing(one, other, guess))
    chance = _shifted(one, other, guess)
    mean = float(chance.mean())
    agreeing = int(agrees.sum())
    first, end = float(one.at[0]), float(one.at[-1])
    if end - first < LEAST_SAMPLES or agreeing - mean < LEAST_SHARE * len(at):
        return None
    nats = _nats(agreeing, len(at), float(chance.max()) + 1)
    there, there_end = guess.where(np.array([first, end])).tolist()
    return Aligned(
        first, end, there, there_end, guess.speed, guess.pitch, len(at), agreeing, mean,
        nats, _listen(at[agrees]),
    )  # fmt: skip


def _nats(agreeing: int, moments: int, by_chance: float) -> float:
    """0 where no more agree than by chance."""
    share, chance = agreeing / moments, min(by_chance / moments, 0.98)
    if share <= chance:
        return 0.0
    rest = (1 - share) * np.log((1 - share) / (1 - chance)) if share < 1 else 0.0
    return float(moments * (share * np.log(share / chance) + rest))


def _listen(agreeing: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Up to three places, LISTEN long and apart, at which most moments agree."""
    inside = np.searchsorted(agreeing, agreeing + LISTEN) - np.arange(len(agreeing))
    chosen: list[float] = []
    for at in np.argsort(-inside, kind="stable"):
        if len(chosen) < 3 and all(abs(agreeing[at] - known) >= LISTEN for known in chosen):
            chosen.append(float(agreeing[at]))
    return tuple(sorted(chosen))


def best_apart(found: Sequence[Aligned]) -> list[Aligned]:
    """Less those that mostly say again what one with more agreement says."""
    kept: list[Aligned] = []
    for one in sorted(found, key=lambda one: (-(one.agreeing - one.by_chance), one.first, one.there)):
        if not any(_same_stretch(one, known) for known in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.first, one.there))


def _same_stretch(one: Aligned, known: Aligned) -> bool:
    """Whether `one` lies mostly within `known` on both sides."""
    here = min(one.end, known.end) - max(one.first, known.first)
    there = min(one.there_end, known.there_end) - max(one.there, known.there)
    return here > 0.5 * (one.end - one.first) and there > 0.5 * (one.there_end - one.there)
