"""What a telephone or camera makes of what reaches it, with its true clock."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from bench.sync.air import read_at
from bench.sync.dry import RATE, Samples, shaped, speech
from bench.sync.events import EVENT_SECONDS, KINDS, Event

OUT_RATE = 8_000


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording: `samples` at OUT_RATE, and where each lies on the event's clock.

    Sample n was taken at `start_s + (n / OUT_RATE + dropped) * (1 - drift_ppm / 1e6)`, where `dropped` is the sum of
    the stretches in `gaps` (at s of the clip, length s) that end before it.
    """

    event: int
    ear: npt.NDArray[np.float64]
    samples: Samples
    start_s: float
    drift_ppm: float
    gaps: tuple[tuple[float, float], ...] = ()

    @property
    def seconds(self) -> float:
        return self.samples.size / OUT_RATE

    def event_s(self, clip_s: float) -> float:
        lost = sum(length for at, length in self.gaps if at <= clip_s)
        return self.start_s + (clip_s + lost) * (1 - self.drift_ppm / 1e6)

    def clip_s(self, event_s: float) -> float:
        """The inverse; inside a gap, its edge."""
        running = (event_s - self.start_s) / (1 - self.drift_ppm / 1e6)
        for at, length in self.gaps:
            if running > at:
                running = max(at, running - length)
        return running


def record(event: Event, which: int, seconds: float = 45.0, *, near: npt.NDArray[np.float64] | None = None) -> Clip:
    """Microphone `which` of an event, within 40 m of its middle (or within 2 m of `near`), running for `seconds`."""
    rng = np.random.default_rng([77, KINDS.index(event.kind), event.seed, which])
    ear = rng.uniform(-40, 40, 2) if near is None else near + rng.uniform(-1.4, 1.4, 2)
    seconds = min(seconds, EVENT_SECONDS - 1)
    start, drift = float(rng.uniform(0, EVENT_SECONDS - seconds)), float(rng.uniform(-200, 200))
    gaps: tuple[tuple[float, float], ...] = ()
    if rng.random() < 0.1:
        gaps = ((float(rng.uniform(0.3, 0.7) * seconds), float(rng.uniform(0.04, 0.3))),)
    blank = Clip(event.seed, ear, np.zeros(int(seconds * OUT_RATE), np.float32), start, drift, gaps)
    heard = event.heard_at(ear)
    running = np.arange(int(seconds * RATE)) / RATE
    lost = sum((np.where(running >= at, length, 0.0) for at, length in gaps), np.zeros(running.size))
    wave = read_at(heard, (start + (running + lost) * (1 - drift / 1e6)) * RATE).astype(np.float64)
    level = np.sqrt(np.mean(wave**2)) + 1e-12
    wave += level * 10 ** (-rng.uniform(0, 15) / 20) * shaped(rng, wave.size, -0.5)
    if rng.random() < 0.3:
        gusts = np.interp(np.arange(wave.size), np.linspace(0, wave.size, 40), rng.random(40) ** 3)
        wave += level * rng.uniform(0.5, 4) * gusts * shaped(rng, wave.size, -1.2)
    if rng.random() < 0.5:
        wave += _talkers(rng, wave.size, level)
    wave = _band(wave, rng.uniform(60, 300), rng.uniform(3_000, 7_500))
    if rng.random() < 0.6:
        wave = _gain_control(wave, rng.uniform(0.05, 1.0), rng.uniform(0.3, 0.8))
    wave /= np.abs(wave).max()
    drive = rng.uniform(0.8, 4.0)
    wave = np.tanh(drive * wave) / np.tanh(drive) if rng.random() < 0.6 else np.clip(wave * drive, -1, 1)
    return replace(blank, samples=down(np.asarray(wave, np.float32)))


def _talkers(rng: np.random.Generator, n: int, level: float) -> npt.NDArray[np.float64]:
    """One or two people beside the microphone, for a part of the time."""
    total = np.zeros(n)
    for _ in range(int(rng.integers(1, 3))):
        said = speech(rng, rng.uniform(0.2, 0.6) * n / RATE)
        start = int(rng.uniform(0, n - said.size))
        total[start : start + said.size] += said * rng.uniform(0.7, 2.5) * level / np.sqrt(np.mean(said**2))
    return total


def _band(wave: npt.NDArray[np.float64], low: float, high: float) -> npt.NDArray[np.float64]:
    f = np.fft.rfftfreq(wave.size, 1 / RATE)
    kept = 1 / np.sqrt(1 + (low / np.maximum(f, 1)) ** 4) / np.sqrt(1 + (f / high) ** 8)
    return np.asarray(np.fft.irfft(np.fft.rfft(wave) * kept, wave.size))


def _gain_control(wave: npt.NDArray[np.float64], seconds: float, strength: float) -> npt.NDArray[np.float64]:
    block = RATE // 100
    blocks = wave[: wave.size // block * block].reshape(-1, block)
    power, level, fall = np.sqrt(np.mean(blocks**2, axis=1)), 0.0, 0.01 / seconds
    followed = np.empty(power.size)
    for at, now in enumerate(power):
        level = now if now > level else level + (now - level) * fall
        followed[at] = level
    gain = (followed + 0.05 * power.max()) ** -strength
    return np.asarray(wave * np.interp(np.arange(wave.size), np.arange(gain.size) * block + block / 2, gain))


def down(wave: Samples) -> Samples:
    """From RATE to OUT_RATE, by dropping what lies above 4 kHz."""
    spectrum = np.fft.rfft(wave)[: wave.size // 4 + 1]
    spectrum[-1] = 0
    return np.asarray(np.fft.irfft(spectrum, wave.size // 2) / 2, np.float32)
