"""Two microphones on one event, in a few lines of seeded numpy: bangs and voices with travel, noise and clocks."""

import numpy as np
import numpy.typing as npt
from tests.media.sounds import babble

from stemmata.decode.sound import HZ
from stemmata.match.heard import Heard

Samples = npt.NDArray[np.float32]


def bang(random: np.random.Generator) -> Samples:
    """Friedlander's blast with a ringing of its own, 100 ms."""
    t = np.arange(HZ // 10) / HZ
    wave = (1 - t / 0.002) * np.exp(-t / 0.002) + 0.2 * random.standard_normal(t.size) * np.exp(-t / 0.015)
    return wave.astype(np.float32)


def event(
    seed: int, seconds: float = 30.0, bangs: int = 12, voices: int = 2
) -> list[tuple[Samples, npt.NDArray[np.float64]]]:
    """Sources: (samples, where)."""
    random = np.random.default_rng(seed)
    sources = [(babble(100 * seed + number, seconds), random.uniform(-50, 50, 2)) for number in range(voices)]
    if bangs:
        track, kind = np.zeros(int(seconds * HZ), np.float32), bang(random)
        for at in random.uniform(1, seconds - 1, bangs):
            track[int(at * HZ) : int(at * HZ) + len(kind)] += kind
        sources.append((3 * track, random.uniform(-50, 50, 2)))
    return sources


def microphone(
    sources: list[tuple[Samples, npt.NDArray[np.float64]]],
    seed: int,
    start: float,
    seconds: float = 20.0,
    ppm: float = 0.0,
    gap: tuple[float, float] | None = None,
) -> Heard:
    """Each source late by its way, weaker by it, with an echo; noise 20 dB below. `gap`: (at, seconds) left out."""
    random = np.random.default_rng(1_000 + seed)
    here, own = random.uniform(-30, 30, 2), np.arange(int(seconds * HZ)) / HZ
    lost = np.zeros(own.size) if gap is None else np.where(own >= gap[0], gap[1], 0.0)
    running = start + (own + lost) * (1 - ppm / 1e6)
    heard = np.zeros(own.size)
    for samples, there in sources:
        away = float(np.hypot(*(there - here)))
        grid = np.arange(len(samples)) / HZ
        for extra, gain in ((0.0, 1.0), (random.uniform(0.02, 0.09), 0.4)):
            heard += gain * 10 / away * np.interp(running - away / 340 - extra, grid, samples, 0, 0)
    heard += 0.1 * heard.std() * random.standard_normal(heard.size)
    return Heard(f"{seed:064x}", (heard / np.abs(heard).max()).astype(np.float32))
