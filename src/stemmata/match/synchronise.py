"""Two recordings on one clock, or why not: candidates, separate windows, lines, and what the shared sound is.

The answer is an interval. Sound takes 0.3 s for a hundred metres, so what one microphone hears earlier may only be
nearer to it (Hon et al., EUSIPCO 2015). Only the offset of the clocks is asked for here, never where anybody stood.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import exp, factorial
from statistics import pstdev

from stemmata.decode.sound import HZ
from stemmata.match.heard import Heard
from stemmata.match.lag_curves import IMPULSE_WIDTH_S
from stemmata.match.lag_lines import EXACT_S, MOST_PPM, Line, Lines, lag_lines
from stemmata.match.lag_steps import Step, lag_step
from stemmata.match.sound_kinship import Coherence, Kinship, coherence
from stemmata.match.sync_candidates import DEFAULT_APART_M, Candidate, bound_s, candidates
from stemmata.match.sync_windows import Met, Window, common_s, impulse_windows, impulses_met, windows

METHOD = "sound-sync/1"
LEAST_SCORE = -1.5
"""Of a candidate (SEEDS_FIT): sixteen unrelated pairs in a thousand have it, of which windows refuse nearly all."""
PASSED = 0.07
"""Of unrelated candidates that windows let pass as an event, at most: 0 of 47 of LEAST_SCORE (95 %, SEEDS_FIT)."""
TRIED = 3
"""Candidates of a pair that are looked at: a layer's lag may be the best, and the event's the second."""
LEAST_WINDOWS = 3
LEAST_IMPULSES = 4
IMPULSES_BY_CHANCE = 0.01
"""How often so many impulsive sounds may meet somewhere within the bound by chance."""
LOUD = 20.0
"""A window of this worth counts alone: one unrelated window in a thousand has it (SEEDS_FIT)."""
LINE_SHARE = 0.25
"""Of the longest line's windows: shorter lines may be two bangs taken for one, and must not narrow the interval."""
CONTAINED = 0.92
"""Of one recording in the other: 180 copies have 0.935 and more, layers up to 12 dB above what they cover up to 0.9
(SEEDS_FIT)."""
APART = 0.6
"""Below it the recordings under the shared sound differ; between the two nothing is said."""
STILL_S = 0.000015
"""Deviation of lags up to which they are those of one sound on one clock: layers have 0.4 to 11 µs. Between this and
EXACT_S nothing is said: two clocks that run alike look so too."""
STILL_WINDOWS, STILL_SPAN_S = 4, 5.0
"""Fewer, or within one burst, may be two clocks that run alike."""
STILL_THREE_US, STILL_THREE_S = 8.0, 3.0
"""Of bangs that two clocks hear three seldom fall so near by chance; those of a laid-over effect do (1 to 3 µs)."""
BESIDE_S, LOUD_BESIDE = 0.00018, 2
"""From a layer's lag on, three times what covering moves its peaks; one loud window elsewhere may be chance."""
MOVING_S = 0.00015
"""Deviation of lags on one line from which two clocks moved them: covered layers have up to 55 µs (SEEDS_FIT)."""
MOVING_WINDOWS, MOVING_SPAN_S = 4, 8.0
COPY_COHERENCE = 0.85
LEAST_COHERENCE = 0.35
"""Copies under a sound as loud as they have 0.39 and more (research/audio.md section 3.3)."""
ERROR_S = 0.003
"""Of a lag: half of the windows are within 0.3 ms, nine in ten within 3 ms (bench.sync)."""


ONE_CLOCK = ("copy_or_layer", "one_clock")


class Verdict(StrEnum):
    SAME_EVENT = "same_event"
    SAME_RECORDING = "same_recording"
    SHARED_SOUND = "shared_sound"
    UNDECIDED = "undecided"
    NOT_ESTABLISHED = "not_established"


@dataclass(frozen=True, slots=True)
class Synchronised:
    """What sound says of two recordings, a and b as they were given.

    lag: a's container time less b's of the loudest common source, s. low, high: the offset of the two clocks, s, at
    `middle` (seconds of a's container time), as far as the travel of sound lets it be told with microphones `apart_m`
    apart at most. `reason` is a key of words. `expected` is how many of `compared` unrelated pairs would score so.
    """

    a: str
    b: str
    verdict: Verdict
    kinship: Kinship
    reason: str = ""
    lag: float | None = None
    low: float | None = None
    high: float | None = None
    middle: float | None = None
    common: float = 0.0
    apart_m: float = DEFAULT_APART_M
    contradicted: bool = False
    """The lags of several sources lie further apart than microphones `apart_m` apart could hear."""
    drift_ppm: float | None = None
    drift_error_ppm: float | None = None
    step: Step | None = None
    rate: float = 1.0
    """Share of unrelated pairs of which as much would be said (SNAPSHOT)."""
    windows: tuple[Window, ...] = ()
    """Those that speak, on a's own seconds."""
    tried: int = 0
    impulses: int = 0
    sources: int = 0
    """Lags at which at least two windows agree: sources that the two hear from different places."""
    coherence: Coherence | None = None
    candidate: Candidate | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Seen:
    candidate: Candidate
    windows: list[Window]
    met: list[Met]
    lines: Lines
    spoken: list[Window]
    middle: float


def synchronise(a: Heard, b: Heard, apart_m: float = DEFAULT_APART_M, also: Sequence[float] = ()) -> Synchronised:
    """ValueError for a recording that is unusable: ask Heard.unusable first."""
    for one in (a, b):
        if one.unusable is not None:
            raise ValueError(f"{one.holder} is {one.unusable}")
    bound = bound_s(apart_m)
    listed = candidates(a, b, apart_m, also)
    best = _undecided(a, b, listed[0] if listed else None, apart_m)
    for candidate in listed[:TRIED]:
        if candidate.score < LEAST_SCORE:
            break
        found = _judged(a, b, _seen(a, b, candidate, bound), apart_m)
        if found.verdict in (Verdict.SAME_RECORDING, Verdict.SHARED_SOUND):
            return found  # nothing else is believed of a pair that shares a layer
        if found.reason in ONE_CLOCK:
            return found
        if (
            found.verdict is Verdict.SAME_EVENT and best.verdict is not Verdict.SAME_EVENT
        ) or best.verdict is Verdict.NOT_ESTABLISHED:
            best = found
    return best


def _undecided(a: Heard, b: Heard, best: Candidate | None, apart_m: float) -> Synchronised:
    rate = chance_rate(best.score) if best is not None else 1.0
    reason = "no_common_overlap" if best is None else "as_strangers"
    return Synchronised(
        a.holder,
        b.holder,
        Verdict.NOT_ESTABLISHED,
        Kinship.UNDECIDED,
        reason,
        apart_m=apart_m,
        rate=rate,
        candidate=best,
    )


def _seen(a: Heard, b: Heard, candidate: Candidate, bound: float) -> _Seen:
    lag = candidate.lag
    listened, met = windows(a, b, lag, bound), impulses_met(a, b, lag, bound)
    middle = (max(0.0, lag) + min(a.seconds, b.seconds + lag)) / 2
    spoken = [one for one in listened if one.strong] + impulse_windows(a, b, met)
    return _Seen(candidate, listened, met, lag_lines(spoken, middle), spoken, middle)


def _judged(a: Heard, b: Heard, seen: _Seen, apart_m: float) -> Synchronised:
    shift = (a.start_us - b.start_us) / 1e6
    strong = [one for one in seen.windows if one.strong]
    sources = sum(len(line.members) >= 2 for line in seen.lines.lines)
    found = Synchronised(
        a.holder,
        b.holder,
        Verdict.UNDECIDED,
        Kinship.UNDECIDED,
        lag=_loudest(seen) + shift,
        middle=seen.middle + a.start_us / 1e6,
        common=common_s(a, b, seen.candidate.lag),
        apart_m=apart_m,
        drift_ppm=seen.lines.drift_ppm,
        drift_error_ppm=seen.lines.drift_error_ppm,
        rate=chance_rate(seen.candidate.score),
        windows=tuple(seen.spoken),
        tried=len(seen.windows),
        impulses=len(seen.met),
        sources=sources,
        candidate=seen.candidate,
    )
    if seen.lines.exact_lag is not None:
        shared = _one_sound(a, b, found, seen.lines.exact_lag, seen.lines.tremble)
        if shared.verdict is Verdict.SAME_RECORDING or shared.reason == "copy_or_layer":
            return shared
        if not _loud_beside(seen, seen.lines.exact_lag):
            return shared
    return _one_event(a, b, seen, found, len(strong), apart_m)


def _loudest(seen: _Seen) -> float:
    """Lag of the line with most windows; of lines of one window each, that of the highest peak."""
    if not seen.lines.lines:
        return seen.candidate.lag
    return max(seen.lines.lines, key=lambda line: _standing(seen, line)).lag


def _one_sound(a: Heard, b: Heard, found: Synchronised, lag: float, tremble: float) -> Synchronised:
    """Windows that agree to half a sample: a copy, a copy under a layer, or a layer alone."""
    seen = coherence(a, b, lag)
    shift = (a.start_us - b.start_us) / 1e6
    found = replace(found, lag=lag + shift, low=lag + shift, high=lag + shift, coherence=seen)
    told = [one for one in found.windows if abs(one.lag - lag) <= EXACT_S]
    span = max(one.middle for one in told) - min(one.middle for one in told)
    most, least = max(seen.a_in_b, seen.b_in_a), min(seen.a_in_b, seen.b_in_a)
    if most >= CONTAINED and seen.coherence >= LEAST_COHERENCE:
        whole = seen.coherence >= COPY_COHERENCE
        if least >= CONTAINED and not whole:
            # All of each in the other, and yet they differ: a layer so loud that what lies under it does not count.
            return replace(found, reason="copy_or_layer")
        return replace(
            found, verdict=Verdict.SAME_RECORDING, kinship=Kinship.COPY if whole else Kinship.COPY_WITH_LAYER
        )
    if most < APART and tremble <= STILL_S and len(told) >= STILL_WINDOWS and span >= STILL_SPAN_S:
        return replace(found, verdict=Verdict.SHARED_SOUND, kinship=Kinship.SHARED_LAYER)
    return replace(found, reason="copy_or_layer" if most >= APART else "one_clock")


def _one_event(a: Heard, b: Heard, seen: _Seen, found: Synchronised, strong: int, apart_m: float) -> Synchronised:
    banged = _impulses_prove(a, b, seen, bound_s(apart_m))
    several = _beyond_one_line(seen)
    agreed = any(len(line.members) >= 2 for line in seen.lines.lines)
    if not ((strong >= LEAST_WINDOWS and agreed) or banged):
        return replace(found, reason="too_few_windows")
    alike = sum(one.seconds < 1 for one in seen.spoken)
    if not several and not (banged and alike >= LEAST_IMPULSES) and not _moving_line(seen):
        return replace(found, reason="one_source")
    if _one_clock(seen):
        return replace(found, reason="one_clock")
    low, high, contradicted = _clocks(seen, bound_s(apart_m))
    shift = (a.start_us - b.start_us) / 1e6
    return replace(
        found,
        verdict=Verdict.SAME_EVENT,
        kinship=Kinship.OTHER_MICROPHONE,
        reason="" if several else "one_source",
        low=low + shift,
        high=high + shift,
        contradicted=contradicted,
        rate=found.rate * PASSED,
        step=lag_step(seen.spoken, (found.drift_ppm or 0.0) * 1e-6),
    )


def _impulses_prove(a: Heard, b: Heard, seen: _Seen, bound: float) -> bool:
    """More agree on one lag than would somewhere within the bound by chance (Poisson)."""
    if len(seen.met) < LEAST_IMPULSES or seen.met[-1].at - seen.met[0].at < STILL_SPAN_S:
        return False  # one burst may be all that was laid over both
    lag, common = seen.candidate.lag, max(common_s(a, b, seen.candidate.lag), 1.0)
    within = [
        sum(first <= one / HZ <= first + common for one in side.impulses.at)
        for side, first in ((a, max(0.0, lag)), (b, max(0.0, -lag)))
    ]
    expected = within[0] * within[1] * IMPULSE_WIDTH_S / common
    below = sum(exp(-expected) * expected**k / factorial(k) for k in range(len(seen.met)))
    return bool((1 - below) * (2 * bound / IMPULSE_WIDTH_S) < IMPULSES_BY_CHANCE)


def _one_clock(seen: _Seen) -> bool:
    """Whether three windows or impulsive sounds that lie apart agree to a fifteenth of a sample, or two loud windows to
    a tenth, and hardly anything else is loud: a layer that is heard only now and then may stand among many that fit by
    chance."""
    every = sorted((one.lag, one.middle) for one in seen.spoken)
    for first, third in zip(every, every[2:], strict=False):
        between = [at for lag, at in every if first[0] <= lag <= third[0]]
        if third[0] - first[0] <= STILL_THREE_US / 1e6 and max(between) - min(between) >= STILL_THREE_S:
            return not _loud_beside(seen, first[0])
    long = sorted((one.lag, one.middle) for one in seen.spoken if one.seconds > 1 and abs(one.worth) >= LOUD)
    return any(
        later - lag <= STILL_S and abs(at - other) >= STILL_SPAN_S and not _loud_beside(seen, lag)
        for k, (lag, at) in enumerate(long)
        for later, other in long[k + 1 :]
    )


def _loud_beside(seen: _Seen, lag: float) -> bool:
    """Whether several loud windows lie elsewhere: nothing that was laid over both put them there."""
    loud = [one for one in seen.spoken if one.seconds > 1 and abs(one.worth) >= LOUD]
    return sum(abs(one.lag - lag) > BESIDE_S for one in loud) >= LOUD_BESIDE


def _beyond_one_line(seen: _Seen) -> bool:
    """Whether there would be evidence without the line that has most windows: a layer is one line. Of lines of one
    window each, the loudest is left out."""
    if not seen.lines.lines:
        return False
    first = set(max(seen.lines.lines, key=lambda line: _standing(seen, line)).members)
    others = [one for place, one in enumerate(seen.spoken) if place not in first and one.seconds > 1]
    lags = sorted(seen.spoken[place].lag for place in first)
    still = len(lags) >= STILL_WINDOWS and lags[-1] - lags[0] <= STILL_S
    if sum(abs(one.worth) >= LOUD for one in others) >= (LOUD_BESIDE if still else 1):
        return True
    rest = (line for line in seen.lines.lines if not first & set(line.members))
    return any(sum(seen.spoken[place].seconds > 1 for place in line.members) >= 2 for line in rest)


def _moving_line(seen: _Seen) -> bool:
    """Whether many windows on one line lie further apart than what was laid over both ever does. They are of one place:
    two microphones heard it there, at one time, or it was played aloud."""
    for line in seen.lines.lines:
        long = [one for place in line.members if (one := seen.spoken[place]).seconds > 1]
        loud = sum(abs(one.worth) >= LOUD for one in long)
        if len(long) >= MOVING_WINDOWS and loud >= LOUD_BESIDE and long[-1].middle - long[0].middle >= MOVING_SPAN_S:
            return pstdev([one.lag for one in long]) >= MOVING_S
    return False


def _standing(seen: _Seen, line: Line) -> tuple[int, int, float, float]:
    """By which lines are ordered: most long windows, then most of any (a train of bangs fits itself one bang later
    too), then the highest peak."""
    members = [seen.spoken[place] for place in line.members]
    long = sum(one.seconds > 1 for one in members)
    return long, len(members), max(abs(one.worth) for one in members), -line.lag


def _clocks(seen: _Seen, bound: float) -> tuple[float, float, bool]:
    """(low, high, contradicted): each source's lag is the clocks' offset, up to `bound` more or less.

    Where no drift is known, a window's lag may have moved by MOST_PPM until the middle.
    """
    lows, highs = [], []
    most = max((len(line.members) for line in seen.lines.lines), default=0)
    for line in seen.lines.lines:
        members = [seen.spoken[place] for place in line.members]
        if len(members) < max(2, LINE_SHARE * most):
            continue
        moved = 0.0
        if seen.lines.drift_ppm is None:
            moved = MOST_PPM * 1e-6 * min(abs(one.middle - seen.middle) for one in members)
        lows.append(line.lag - bound - ERROR_S - moved)
        highs.append(line.lag + bound + ERROR_S + moved)
    if not lows:
        lag = seen.candidate.lag
        return lag - 2 * bound - ERROR_S, lag + 2 * bound + ERROR_S, False
    if max(lows) <= min(highs):
        return max(lows), min(highs), False
    return min(lows), max(highs), True


NULL_LEVEL, NULL_SHARE, NULL_FALL = -3.38, 0.1, 0.94
"""A tenth of 2,080 strangers score above the level; beyond it their share falls by e every NULL_FALL (SEEDS_FIT)."""
TESTED_TO = 1 / 2080
SNAPSHOT = "sync-simulated/1"


def chance_rate(score: float) -> float:
    """Share of unrelated pairs that have a candidate of this score, whatever windows say of it: counted down to
    TESTED_TO, carried on below it."""
    return NULL_SHARE * exp(min(0.0, -(score - NULL_LEVEL) / NULL_FALL)) if score > NULL_LEVEL else 1.0
