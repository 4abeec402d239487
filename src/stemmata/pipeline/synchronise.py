"""Files on as few clocks as their sound holds together, without a case: read in the worker, compared, nothing kept.

Which pairs are compared, and what a pair says of clocks, is the same in a case (pipeline.events).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from stemmata.engine.local_workers import LocalWorkers
from stemmata.fingerprint.onsets import PER_SECOND
from stemmata.fingerprint.sound_samples import SAMPLES, samples_of
from stemmata.match.clock_edges import ClockEdge
from stemmata.match.heard import Heard
from stemmata.match.sound_kinship import Kinship
from stemmata.match.sync_edge import asserted, sync_edge
from stemmata.match.sync_prefilter import EVERY, KEPT_PER_RECORDING, coarse, worth_comparing
from stemmata.match.synchronise import Synchronised, Verdict
from stemmata.match.timelines import Solution, timelines
from stemmata.model.edge import Edge
from stemmata.model.failure import Failure
from stemmata.pipeline.comparers import Comparers
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.spooled_sounds import Spool, question
from stemmata.pipeline.synchronised_json import synchronised_from_json
from stemmata.pipeline.worker_pool import WorkerPool

PRELOAD = ("stemmata.fingerprint.sound_samples",)
FEW = 30
"""Up to so many recordings every pair is compared at the full price."""
PIECE = 600 * PER_SECOND // EVERY
"""Steps of coarse onsets, ten minutes: what is longer is looked at in pieces that lie half over each other, since all
are held at the length of the longest."""
MOST_LAGS = 3
"""That a cheap look proposes for one pair."""

REASONS = {
    "no_track": "has no sound track",
    "empty": "has a sound track without any sound in it",
    "silent": "is silent",
    "too_short": "holds less than four seconds of sound",
    "same_bytes": "has the same bytes as a file named before it",
}

NOT_COMPARED = "not_compared"
"""Of a pair over which a comparer ended twice."""

Tick = Callable[[str, int, int], None]
Onsets = npt.NDArray[np.float32]
"""As sync_prefilter.coarse makes them."""
Asked = tuple[int, int, tuple[float, ...]]
"""Places of two recordings, and the lags (s) that a cheap look proposes."""


@dataclass(frozen=True, slots=True)
class Unused:
    """A file that takes no part, and why: a key of REASONS, or a failure of the worker."""

    name: str
    reason: str
    failure: Failure | None = None

    @property
    def sentence(self) -> str:
        if self.failure is not None:
            return self.failure.sentence(self.name)
        return f"{self.name} {REASONS[self.reason]}; it takes no part."


@dataclass(frozen=True, slots=True)
class Clip:
    name: str
    item: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    clips: tuple[Clip, ...]
    unused: tuple[Unused, ...]
    pairs: tuple[Synchronised, ...]
    """Of every pair that was compared; `compared` of `possible`."""
    edges: tuple[Edge, ...]
    clocks: Solution
    possible: int
    apart_m: float

    @property
    def alone(self) -> list[Clip]:
        """Clips that no pair holds to another."""
        single = {line.reference for line in self.clocks.timelines if len(line.clips) == 1}
        return [clip for clip in self.clips if clip.item in single]


def synchronise_files(
    paths: Sequence[Path], apart_m: float, tick: Tick = lambda step, done, total: None, threads: int = 1
) -> Outcome:
    """One bad file is named and stops nothing. Samples lie in a folder of their own until all is compared."""
    with TemporaryDirectory(prefix="stemmata-sync-") as folder:
        spool, onsets = Spool(Path(folder)), list[Onsets]()
        clips, unused = _read(paths, spool, onsets, tick)
        chosen = pairs_to_compare(len(clips), lambda: onsets)
        found = _compared([clip.item for clip in clips], chosen, apart_m, spool, Path(folder), threads, tick)
    possible = pairs_possible(len(clips))
    found = [asserted(one, possible) for one in found]
    edges = [edge for edge in (sync_edge(one, possible) for one in found) if edge is not None]
    clocks = timelines([clip.item for clip in clips], [edge for edge in map(clock_edge, found) if edge is not None])
    return Outcome(tuple(clips), tuple(unused), tuple(found), tuple(edges), clocks, possible, apart_m)


def _compared(
    items: Sequence[str],
    chosen: Sequence[Asked],
    apart_m: float,
    spool: Spool,
    folder: Path,
    threads: int,
    tick: Tick,
) -> list[Synchronised]:
    """In order of places, whichever was answered first."""
    engine, comparers = LocalWorkers(threads), Comparers(Derived(folder / "derived"))
    found: dict[tuple[int, int], Synchronised] = {}

    def ask(asked: Asked) -> str:
        return comparers.trace(question(spool, items[asked[0]], items[asked[1]], apart_m, asked[2]))

    try:
        for done, ((a, b, _), answer) in enumerate(engine.map(ask, chosen)):
            tick("sync", done, len(chosen))
            ended = Synchronised(
                items[a], items[b], Verdict.NOT_ESTABLISHED, Kinship.UNDECIDED, NOT_COMPARED, apart_m=apart_m
            )
            found[a, b] = synchronised_from_json(json.loads(answer)) if answer else ended
    finally:
        engine.close()
        comparers.close()
    tick("sync", len(chosen), len(chosen))
    return [found[pair] for pair in sorted(found)]


def _read(paths: Sequence[Path], spool: Spool, onsets: list[Onsets], tick: Tick) -> tuple[list[Clip], list[Unused]]:
    """What can be compared goes to the spool, and its coarse onsets to `onsets`."""
    clips: list[Clip] = []
    unused: list[Unused] = []
    pool = WorkerPool(PRELOAD)
    try:
        for done, path in enumerate(paths):
            tick("listen", done, len(paths))
            kept = pool.reduce(SAMPLES, str(path))
            if isinstance(kept, Failure):
                unused.append(Unused(str(path), "failure", kept))
                continue
            with path.open("rb") as source:
                name = file_digest(source, "sha256").hexdigest()
            one = Heard(name, samples_of(kept), int(str(kept.facts["start_us"])))
            reason = one.unusable if kept.facts["has_track"] else "no_track"
            if name in {clip.item for clip in clips}:
                reason = "same_bytes"
            if kept.failure is not None:
                unused.append(Unused(str(path), "failure", kept.failure))
            if reason is not None:
                unused += [Unused(str(path), reason)] if kept.failure is None else []
                continue
            clips.append(Clip(str(path), name, one.seconds))
            spool.put(name, kept)
            onsets.append(coarse(one.flux))
    finally:
        pool.close()
    tick("listen", len(paths), len(paths))
    return clips, unused


def pairs_possible(number: int) -> int:
    return number * (number - 1) // 2


def pairs_to_compare(number: int, onsets: Callable[[], Sequence[Onsets]]) -> list[Asked]:
    """In order of places. `onsets` of all recordings are asked for only where a cheap look has to choose."""
    if number <= FEW:
        return [(a, b, ()) for a, b in combinations(range(number), 2)]
    pieces = list(_pieces(onsets()))
    kept = KEPT_PER_RECORDING + 2 * (len(pieces) > number)  # a piece is among the best of its own neighbours
    seen = worth_comparing([piece for _, _, piece in pieces], kept)
    best: dict[tuple[int, int], dict[float, float]] = {}
    for one in seen:
        (a, at, _), (b, there, _) = pieces[one.a], pieces[one.b]
        if a != b:
            lags = best.setdefault((a, b), {})
            lag = round(one.lag + (at - there) * EVERY / PER_SECOND, 6)
            lags[lag] = max(lags.get(lag, 0.0), one.margin)
    return [
        (a, b, tuple(sorted(sorted(lags, key=lambda lag: (-lags[lag], lag))[:MOST_LAGS])))
        for (a, b), lags in sorted(best.items())
    ]


def _pieces(onsets: Sequence[Onsets]) -> Iterator[tuple[int, int, Onsets]]:
    """(place, first step, piece)."""
    for place, whole in enumerate(onsets):
        for first in range(0, max(1, len(whole) - PIECE // 2), PIECE // 2 if len(whole) > PIECE else PIECE):
            yield place, first, whole[first : first + PIECE]


def clock_edge(one: Synchronised) -> ClockEdge | None:
    """None where clocks are not told: a layer that both share lies where somebody laid it."""
    if one.verdict not in (Verdict.SAME_EVENT, Verdict.SAME_RECORDING) or one.low is None or one.high is None:
        return None
    return ClockEdge(
        one.a,
        one.b,
        (one.low + one.high) / 2,
        one.low,
        one.high,
        one.middle or 0.0,
        one.drift_ppm,
        one.drift_error_ppm,
        one.rate,
        copy=one.verdict is Verdict.SAME_RECORDING,
    )
