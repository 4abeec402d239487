"""What 520 recordings of 7.5 minutes (65 hours) cost: each part measured on a few, scaled by its count, and said so."""

import time
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from bench.rows import row
from bench.sync.events import KINDS
from bench.sync.pairs import recorded

from stemmata.decode.sound import HZ
from stemmata.match.heard import Heard
from stemmata.match.sync_prefilter import KEPT_PER_RECORDING, coarse, worth_comparing
from stemmata.match.synchronise import Verdict, synchronise

CLIPS, SECONDS = 520, 450.0
FEW = 12


def report(seeds: range) -> Iterator[str]:
    yield from _kept(seeds)
    yield from _cost()


def _kept(seeds: range) -> Iterator[str]:
    """Of the pairs that are found at the full price, how many the cheap look keeps."""
    made = [one for kind in KINDS for one in recorded(kind, seeds)]
    clips = [clip for one in made for clip in one.clips[:2]]
    heard = [Heard(str(k), clip.samples) for k, clip in enumerate(clips)]
    chosen = {(one.a, one.b) for one in worth_comparing([coarse(one.flux) for one in heard])}
    found = [
        k for k, one in enumerate(made) if synchronise(heard[2 * k], heard[2 * k + 1]).verdict is Verdict.SAME_EVENT
    ]
    yield row("kept of those found", sum((2 * k, 2 * k + 1) in chosen for k in found), len(found))
    possible = len(clips) * (len(clips) - 1) // 2
    yield f"  {len(chosen)} of {possible} pairs left of {len(clips)} clips"


def _cost() -> Iterator[str]:
    """On 7.5 minutes of noise with onsets of its own: what is compared does not change what comparing costs."""
    random = np.random.default_rng(1)
    heard = []
    for k in range(FEW):
        loud = np.repeat(np.exp(random.normal(0, 1.5, int(SECONDS * 8))), HZ // 8)
        heard.append(Heard(str(k), (1e-2 * loud * random.standard_normal(len(loud))).astype(np.float32)))
    began = time.process_time()
    rough = [coarse(one.flux) for one in heard]
    for one in heard:
        _ = one.impulses, one.landmarks
    listening = (time.process_time() - began) / FEW
    began = time.process_time()
    worth_comparing(rough)
    looking = (time.process_time() - began) / (FEW * (FEW - 1) // 2)
    began = time.process_time()
    asked = list(combinations(range(FEW), 2))[:FEW]
    for a, b in asked:
        synchronise(heard[a], heard[b])
    comparing = (time.process_time() - began) / len(asked)
    possible, most = CLIPS * (CLIPS - 1) // 2, CLIPS * KEPT_PER_RECORDING
    total = CLIPS * listening + possible * looking + most * comparing
    yield f"per recording {listening:.2f} CPU-s, per look {looking * 1e3:.2f} ms, per comparison {comparing:.2f} s"
    yield f"{CLIPS} recordings, {possible} pairs, at most {most} compared: {total / 60:.0f} CPU-minutes without reading"
