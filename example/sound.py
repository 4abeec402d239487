"""What microphones hear in the invented town: wind, murmur, horns, bangs that reach each microphone when sound would.

Mono float32 in -1..1 at RATE. No voices: a murmur is filtered noise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from example.places import BURST_S

Samples = npt.NDArray[np.float32]

RATE = 32_000
SPEED_OF_SOUND = 343.0
"""m/s in dry air at 20 °C."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Something that sounds once: when on the place's clock, where in metres, what."""

    at_s: float
    east_m: float
    north_m: float
    kind: str
    loud: float


EVENTS: Mapping[str, Sequence[Noise]] = {
    "grain market 1": (
        Noise(0.6, 40, -20, "horn", 0.10),
        Noise(2.3, -15, 9, "rattle", 0.12),
        Noise(BURST_S, 6, 27, "bang", 0.9),
        Noise(7.1, 18, 8, "horn", 0.16),
        Noise(8.6, 60, 160, "bang", 0.55),
        Noise(10.4, -5, 20, "rattle", 0.2),
        Noise(12.0, 90, 240, "bang", 0.5),
    ),
    "grain market 2": (Noise(1.5, -4, 20, "rattle", 0.2), Noise(6.0, 30, 10, "horn", 0.12)),
    "Saffra Gate 1": (
        Noise(1.1, 2, 15, "horn", 0.2),
        Noise(3.8, -8, 15, "horn", 0.2),
        Noise(6.3, 8, 15, "rattle", 0.2),
    ),
    "cold store 1": (Noise(2.0, 8, 30, "rattle", 0.3), Noise(5.2, 14, 9, "horn", 0.25)),
    "old quarter 1": (Noise(3.0, 0, 30, "rattle", 0.15), Noise(7.4, 100, 300, "bang", 0.3)),
}


def heard(
    rng: np.random.Generator, events: Sequence[Noise], where: Sequence[float], clock_s: float, seconds: float
) -> Samples:
    """`seconds` of sound from `clock_s` on at (east, north, up): own background, and the events delayed by distance."""
    count = int(seconds * RATE)
    track = _band(rng, count, 30, 400) * 0.05 * _swell(rng, count, 0.5) + _band(rng, count, 250, 2200) * 0.03 * _swell(
        rng, count, 2.5
    )
    for number, event in enumerate(events):
        distance = float(np.hypot(np.hypot(event.east_m - where[0], event.north_m - where[1]), where[2]))
        shape = _shape(np.random.default_rng([number, int(event.at_s * 1000)]), event.kind)
        start = int((event.at_s + distance / SPEED_OF_SOUND - clock_s) * RATE)
        first, last = max(start, 0), min(start + len(shape), count)
        if first < last:
            track[first:last] += shape[first - start : last - start] * event.loud * min(1.0, 30 / max(distance, 8))
    return np.asarray(np.clip(track, -1, 1), np.float32)


def _shape(rng: np.random.Generator, kind: str) -> Samples:
    """The sound itself; the same for every microphone."""
    if kind == "bang":
        count = int(1.6 * RATE)
        t = np.arange(count) / RATE
        crack = _band(rng, count, 60, 6000) * np.exp(-t * 14)
        rumble = _band(rng, count, 20, 160) * np.exp(-t * 2.6) * 1.4
        return np.asarray((crack + rumble) * np.minimum(1, t * 400), np.float32)
    if kind == "horn":
        t = np.arange(int(0.5 * RATE)) / RATE
        tone = sum(np.sin(2 * np.pi * f * t) / (1 + k) for k, f in enumerate((392.0, 494.0, 784.0, 988.0, 1482.0)))
        return np.asarray(0.4 * tone * np.minimum(1, np.minimum(t, 0.5 - t) * 40), np.float32)
    count = int(0.9 * RATE)
    track = np.zeros(count)
    for start in np.sort(rng.integers(0, count - 900, 9)):
        track[start : start + 900] += _band(rng, 900, 900, 9000) * np.exp(-np.arange(900) / 160)
    return np.asarray(track, np.float32)


def _band(rng: np.random.Generator, count: int, low_hz: float, high_hz: float) -> npt.NDArray[np.float64]:
    """Noise between two frequencies, standard deviation 1."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    spectrum *= 1 / (1 + (low_hz / np.maximum(hertz, 1)) ** 4) / (1 + (hertz / high_hz) ** 4)
    band = np.fft.irfft(spectrum, count)
    return np.asarray(band / max(float(band.std()), 1e-9), np.float64)


def _swell(rng: np.random.Generator, count: int, per_s: float) -> npt.NDArray[np.float64]:
    knots = rng.uniform(0.3, 1.5, int(count / RATE * per_s) + 3)
    return np.interp(np.linspace(0, len(knots) - 1, count), np.arange(len(knots)), knots)
