"""One small event as microphones hear it: voices and bangs at known delays, with walls, noise and own clocks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tests.media.sounds import babble

from stemmata.decode.sound import HZ, Samples
from stemmata.match.heard import Heard

SECONDS = 24.0
NOISE = 0.02


def bangs(at_s: Sequence[float], seconds: float, seed: int = 1) -> Samples:
    """Short steep bursts, each a little different."""
    random = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * HZ), np.float32)
    t = np.arange(400) / HZ
    kind = random.standard_normal(t.size) * np.exp(-t * 150)
    for at in at_s:
        first = round(at * HZ)
        one = kind + 0.3 * random.standard_normal(t.size) * np.exp(-t * 150)
        piece = sound[first : first + t.size]
        piece += (0.6 * one[: piece.size]).astype(np.float32)
    return sound


@dataclass(frozen=True)
class Microphone:
    """Starts at `start` on the event's clock, counts `ppm` too fast, hears source k `delays[k]` late."""

    start: float
    delays: Sequence[float]
    ppm: float = 0.0
    seed: int = 1


def listening(sources: Sequence[Samples], one: Microphone, seconds: float = SECONDS, name: str = "") -> Heard:
    random = np.random.default_rng([one.seed, 5])
    at = one.start + np.arange(round(seconds * HZ)) / HZ * (1 - one.ppm * 1e-6)
    mixed = NOISE * random.standard_normal(at.size)
    for source, delay in zip(sources, one.delays, strict=True):
        clock = np.arange(len(source)) / HZ
        for wall, strength in (
            (0.0, 1.0),
            *zip(random.uniform(0.005, 0.08, 4), random.uniform(-0.5, 0.5, 4), strict=True),
        ):
            mixed += strength * np.interp(at - delay - wall, clock, source, left=0, right=0)
    return Heard(name or f"microphone {one.seed}", (mixed / np.abs(mixed).max()).astype(np.float32))


def event(seed: int, seconds: float = 40.0) -> list[Samples]:
    """Two voices and a few bangs."""
    random = np.random.default_rng([seed, 9])
    shots = bangs(sorted(random.uniform(1, seconds - 2, 12)), seconds, seed)
    voices = [babble(seed * 10 + k, seconds).astype(np.float32) for k in range(2)]
    return [*voices, shots]
