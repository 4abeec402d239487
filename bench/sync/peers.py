"""What others do, written from their descriptions: phase alone, and MFCC correlation with a standard score."""

import numpy as np
import numpy.typing as npt
from bench.sync.microphones import OUT_RATE

from stemmata.match.heard import Heard
from stemmata.match.lag_curves import by_phase

Floats = npt.NDArray[np.float64]


def phase_alone(a: Heard, b: Heard) -> tuple[float, float]:
    """(lag, worth): the highest peak of GCC-PHAT over the whole clips."""
    curve = by_phase(a, b)
    best = int(np.argmax(curve.worth))
    return float(curve.lag[best]), float(curve.worth[best])


def mfcc(a: Heard, b: Heard) -> tuple[float, float]:
    """(lag, standard score) of the cross-correlation of 26 mel cepstra, as BBC audio-offset-finder."""
    one, other = _cepstra(a.samples), _cepstra(b.samples)
    size = 1 << (len(one) + len(other) - 1).bit_length()
    across = np.fft.irfft((np.fft.rfft(one, size, axis=0) * np.conj(np.fft.rfft(other, size, axis=0))).sum(1), size)
    steps = np.arange(-(len(other) - 1), len(one))
    common = np.minimum(len(one), len(other) + steps) - np.maximum(0, steps)
    kept = common > 600
    worth = across[steps[kept]] / common[kept]
    best = int(np.argmax(worth))
    return float(steps[kept][best] * 128 / OUT_RATE), float((worth[best] - worth.mean()) / (worth.std() + 1e-12))


def _cepstra(samples: npt.NDArray[np.float32]) -> Floats:
    frames = np.lib.stride_tricks.sliding_window_view(samples, 256)[::128] * np.hanning(256)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    mel = np.linspace(0, 2595 * np.log10(1 + 4000 / 700), 28)
    edges = 700 * (10 ** (mel / 2595) - 1)
    bins = np.fft.rfftfreq(256, 1 / OUT_RATE)
    bank = [np.interp(bins, edges[k : k + 3], (0, 1, 0), left=0, right=0) for k in range(26)]
    logs = np.log(power @ np.array(bank).T + 1e-10)
    turn = np.cos(np.pi / 26 * np.outer(np.arange(26) + 0.5, np.arange(26)))
    cepstra = logs @ turn
    return np.asarray((cepstra - cepstra.mean(0)) / (cepstra.std(0) + 1e-9))
