"""One event with its truth: sources at places, sounds at times, before anybody records it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from bench.sync.air import Place, distance, moved, place, response
from bench.sync.dry import RATE, Samples, motor, shots, voices

KINDS = ("mixed", "shots", "voices")
EVENT_SECONDS = 64.0
REACH_M = 60.0
"""Sources lie within this of the middle, along each axis; microphones within 40 m."""
SIZE = 1 << 20
"""Samples of one rendering: the event and its tail, as an FFT likes it."""


@dataclass(frozen=True, slots=True)
class Source:
    at: npt.NDArray[np.float64]
    velocity: npt.NDArray[np.float64]
    dry: Samples

    @property
    def moves(self) -> bool:
        return bool(np.any(self.velocity))


@dataclass(frozen=True, slots=True)
class Event:
    kind: str
    seed: int
    place: Place
    sources: tuple[Source, ...]

    def heard_at(self, ear: npt.NDArray[np.float64]) -> Samples:
        """What arrives at a point, (SIZE,) at RATE, time 0 being the event's own."""
        total = np.zeros(SIZE // 2 + 1, np.complex64)
        moving = np.zeros(SIZE, np.float32)
        for source in self.sources:
            if source.moves:
                moving += self._passing(source, ear)
            else:
                dry = np.zeros(SIZE, np.float32)
                dry[: source.dry.size] = source.dry
                total += np.fft.rfft(dry) * response(self.place, source.at, ear, SIZE)
        return np.asarray(np.fft.irfft(total, SIZE) + moving, np.float32)

    def _passing(self, source: Source, ear: npt.NDArray[np.float64]) -> Samples:
        t = np.arange(SIZE) / RATE
        away = np.maximum(np.hypot(*(source.at[:, None] + source.velocity[:, None] * t - ear[:, None])), 1.0)
        dry = np.zeros(SIZE, np.float32)
        dry[: source.dry.size] = source.dry
        return moved(dry, away / self.place.speed, 1 / away)

    def delay_s(self, source: Source, ear: npt.NDArray[np.float64], at_s: float) -> float:
        return distance(source.at + source.velocity * at_s, ear) / self.place.speed


def event(kind: str, seed: int) -> Event:
    """The same kind and seed, the same event. Shots from one to three places, voices from two to six."""
    rng = np.random.default_rng([KINDS.index(kind), seed])
    sources: list[Source] = []
    still = np.zeros(2)
    if kind != "voices":
        sources += [
            Source(_point(rng), still, shots(rng, EVENT_SECONDS) * np.float32(rng.uniform(3, 12)))
            for _ in range(int(rng.integers(1, 4)) if kind == "mixed" else int(rng.integers(1, 3)))
        ]
    if kind != "shots":
        sources += [
            Source(_point(rng), still, voices(rng, EVENT_SECONDS, int(rng.integers(3, 9))))
            for _ in range(int(rng.integers(2, 7)))
        ]
    if kind == "mixed" and rng.random() < 0.4:
        angle, speed = rng.uniform(0, 2 * np.pi), rng.uniform(3, 14)
        velocity = speed * np.array([np.cos(angle), np.sin(angle)])
        sources.append(Source(_point(rng) - velocity * 30, velocity, motor(rng, EVENT_SECONDS) * np.float32(0.7)))
    return Event(kind, seed, place(rng), tuple(sources))


def _point(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    return rng.uniform(-REACH_M, REACH_M, 2)
