"""Which of all pairs are worth the full price: onsets in four bands, 50 times a second, and votes of landmarks.

All pairs of 520 recordings are 134,940; each costs a millisecond or two here and a fifth of a second and more there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.onsets import BANDS, PER_SECOND, Flux
from stemmata.match.lag_curves import least_overlap_s, overlap_s

EVERY = 4
"""Steps of flux that become one: 50 a second."""
COARSE_BANDS = 4
KEPT_PER_RECORDING = 12
"""Best partners that each recording keeps, whatever their worth: no threshold travels between archives."""
LEAST_MARGIN = 1.05
"""Of a pair's best lag over its runner-up: below it nothing stands out."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Places of two recordings, and the best lag (s) with its ratio to the runner-up."""

    a: int
    b: int
    lag: float
    margin: float


def coarse(flux: Flux) -> npt.NDArray[np.float32]:
    """(n, BANDS) at 200 Hz -> (n / EVERY, COARSE_BANDS), each band with unit deviation."""
    number = len(flux) // EVERY
    summed = flux[: number * EVERY].reshape(number, EVERY, COARSE_BANDS, BANDS // COARSE_BANDS).sum(axis=(1, 3))
    return np.asarray((summed - summed.mean(axis=0)) / (summed.std(axis=0) + 1e-6), np.float32)


def worth_comparing(
    flux: Sequence[npt.NDArray[np.float32]], kept: int = KEPT_PER_RECORDING, bound: float = 0.45
) -> list[Worth]:
    """Pairs of `coarse` recordings that either of the two has among its best, in order of places.

    Spectra of all are held at once: 16 bytes for each step and band, about 1.5 MB for a recording of 7.5 minutes.
    """
    size = 1 << (2 * max((len(one) for one in flux), default=1) - 1).bit_length()
    spectra = [np.asarray(np.fft.rfft(one, size, axis=0), np.complex64) for one in flux]
    every: list[Worth] = []
    for a in range(len(flux)):
        for b in range(a + 1, len(flux)):
            found = _best(spectra[a], spectra[b], (len(flux[a]), len(flux[b])), size, bound)
            if found is not None:
                every.append(Worth(a, b, *found))
    best: dict[int, list[Worth]] = {}
    for one in every:
        best.setdefault(one.a, []).append(one)
        best.setdefault(one.b, []).append(one)
    chosen = {
        (one.a, one.b): one
        for listed in best.values()
        for one in sorted(listed, key=lambda worth: (-worth.margin, worth.a, worth.b))[:kept]
        if one.margin >= LEAST_MARGIN
    }
    return [chosen[pair] for pair in sorted(chosen)]


def _best(
    a: npt.NDArray[np.complex64], b: npt.NDArray[np.complex64], lengths: tuple[int, int], size: int, bound: float
) -> tuple[float, float] | None:
    rate = PER_SECOND / EVERY
    around = np.fft.irfft((a * np.conj(b)).sum(axis=1), size)
    ordered = np.concatenate([around[size - lengths[1] + 1 :], around[: lengths[0]]])
    steps = np.arange(-(lengths[1] - 1), lengths[0])
    seconds = lengths[0] / rate, lengths[1] / rate
    common = overlap_s(steps / rate, *seconds)
    kept = common >= least_overlap_s(*seconds)
    worth = ordered[kept] / np.sqrt(common[kept])
    if not len(worth):
        return None
    at, near = int(np.argmax(worth)), int(bound * rate) + 1
    beyond = max(worth[: max(0, at - near)].max(initial=0.0), worth[at + near :].max(initial=0.0))
    spread = 1.4826 * float(np.median(np.abs(worth - np.median(worth))))
    return float(steps[kept][at] / rate), float(worth[at] / max(beyond, 3 * spread, 1e-9))
