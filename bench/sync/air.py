"""From a source to a microphone: travel, walls and a tail, at the speed of sound of the day."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from bench.sync.dry import RATE, Samples

TAIL_SECONDS = 0.9


@dataclass(frozen=True, slots=True)
class Place:
    """Walls (a point, a unit normal, what it gives back 0..1), reverberation and air of one place, in metres."""

    walls: tuple[tuple[tuple[float, float], tuple[float, float], float], ...]
    decay_s: float
    tail: float
    speed: float
    seed: int


def place(rng: np.random.Generator) -> Place:
    """A street, a square or a field: one to five walls at 8 to 70 m, 0.15 to 1.1 s until the tail is 60 dB down."""
    walls = []
    for _ in range(int(rng.integers(1, 6))):
        angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(45, 110)
        normal = (float(np.cos(angle)), float(np.sin(angle)))
        walls.append(((normal[0] * away, normal[1] * away), normal, float(rng.uniform(0.2, 0.75))))
    return Place(
        tuple(walls),
        float(rng.uniform(0.15, 1.1)),
        float(rng.uniform(0.02, 0.3)),
        float(rng.uniform(331, 355)),
        int(rng.integers(2**31)),
    )


def distance(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return float(np.hypot(*(one - other)))


def response(
    where: Place, source: npt.NDArray[np.float64], ear: npt.NDArray[np.float64], n: int
) -> npt.NDArray[np.complex64]:
    """Spectrum (rfft of `n` samples) of what a click at `source` becomes at `ear`: 1/r, first and second order of the
    walls, and a tail of noise that is this pair's own."""
    paths = [(source, 1.0)]
    paths += [(_mirrored(source, wall), wall[2]) for wall in where.walls]
    paths += [
        (_mirrored(_mirrored(source, wall), other), wall[2] * other[2])
        for wall in where.walls
        for other in where.walls
        if wall is not other
    ]
    f = np.fft.rfftfreq(n, 1 / RATE)
    heard = np.zeros(n)
    for image, strength in paths:
        away = max(distance(image, ear), 1.0)
        _add_click(heard, away / where.speed * RATE, strength / away)
    direct = max(distance(source, ear), 1.0)
    own = np.random.default_rng([where.seed, int(abs(source[0]) * 1e6), int(abs(ear[0]) * 1e6), int(abs(ear[1]) * 1e6)])
    t = np.arange(int(TAIL_SECONDS * RATE)) / RATE
    tail = own.normal(size=t.size) * np.exp(-6.9 * t / where.decay_s) * (1 - np.exp(-t / 0.01))
    tail *= where.tail / direct / np.sqrt(np.mean(tail**2) * t.size) * 3
    start = int(direct / where.speed * RATE)
    heard[start : start + tail.size] += tail
    air = 1 / (1 + (f / 12_000) ** 2 * direct / 60)  # what 60 m of air take from the highs, roughly (ISO 9613-1)
    return np.asarray(np.fft.rfft(heard) * air, np.complex64)


def _mirrored(
    point: npt.NDArray[np.float64], wall: tuple[tuple[float, float], tuple[float, float], float]
) -> npt.NDArray[np.float64]:
    foot, normal = np.array(wall[0]), np.array(wall[1])
    return np.asarray(point - 2 * float(np.dot(point - foot, normal)) * normal)


def _add_click(track: npt.NDArray[np.float64], at: float, strength: float) -> None:
    """A click between samples: a windowed sinc of 32."""
    first = int(at) - 15
    k = np.arange(first, first + 32)
    track[k] += strength * np.sinc(k - at) * np.hanning(34)[1:-1]


def moved(dry: Samples, delay_s: npt.NDArray[np.float64], gain: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """`dry` heard with a delay and gain that change with every sample: a source that moves, or a clock that drifts."""
    at = np.arange(dry.size) - delay_s * RATE
    return np.asarray(read_at(dry, at) * gain, np.float32)


def read_at(samples: Samples, at: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Values between samples (Catmull-Rom); 0 beyond either end."""
    first = np.floor(at).astype(np.int64)
    u = (at - first).astype(np.float32)
    inside = (first >= 1) & (first < samples.size - 2)
    k = np.where(inside, first, 1)
    a, b, c, d = (samples[k + shift] for shift in (-1, 0, 1, 2))
    value = b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * (b - c) + d - a)))
    return np.where(inside, value, np.float32(0)).astype(np.float32)
