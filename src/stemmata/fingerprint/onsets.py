"""Where sound begins: the rise of loudness in twelve bands, two hundred times a second.

Spectral flux, the plainest of onset detectors (Bello et al., IEEE Trans. Speech Audio Process. 13, 2005), cleaned of
what makes it differ between microphones: each band is taken on its own scale, and what rises all the time counts for
nothing. It outlives noise, gain control and clipping, which waveforms do not.
"""

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ, Samples

PER_SECOND = 200
HOP = HZ // PER_SECOND
WINDOW = 256
"""32 ms: a syllable's onset fits in, and bands down to 120 Hz are apart."""
BANDS = 12
LOW_HZ, HIGH_HZ = 120.0, 3_800.0
RISE_HOPS = 3
"""A rise is taken over 15 ms, about the overlap of two windows."""
MEAN_HOPS = 201
"""One second, over which a band's mean rise is taken off."""
MOST = 5.0
"""Standard deviations at which a rise is cut off: one bang must not outweigh a minute of voices."""
FLOOR = 1e-2
"""Of a band's median power: what is added before the logarithm, so that silence has no rises."""
CHUNK_HOPS = 12_000
"""A minute at once, in 12 MB."""

Flux = npt.NDArray[np.float32]


def flux(samples: Samples) -> Flux:
    """Of (m,) float32 at 8 kHz: (n, BANDS) float32, rises in standard deviations of their band.

    Row i belongs to sample i × HOP + WINDOW / 2. No rows where there are fewer samples than a window.
    """
    power = _band_power(samples)
    if len(power) <= RISE_HOPS:
        return np.zeros((len(power), BANDS), np.float32)
    level = np.log(power + FLOOR * np.median(power, axis=0) + np.float32(1e-10))
    rise = np.zeros_like(level)
    rise[RISE_HOPS:] = np.maximum(level[RISE_HOPS:] - level[:-RISE_HOPS], 0)
    rise -= cv2.blur(rise, (1, MEAN_HOPS), borderType=cv2.BORDER_REFLECT)
    rise /= rise.std(axis=0) + np.float32(1e-6)
    return np.asarray(np.clip(rise, -1, MOST), np.float32)


def _band_power(samples: Samples) -> Flux:
    if len(samples) < WINDOW:
        return np.zeros((0, BANDS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    bins = np.fft.rfftfreq(WINDOW, 1 / HZ)
    edges = np.geomspace(LOW_HZ, HIGH_HZ, BANDS + 1)
    first = np.searchsorted(bins, edges)
    taken = np.zeros((len(bins), BANDS), np.float32)
    for band in range(BANDS):
        taken[first[band] : max(first[band + 1], first[band] + 1), band] = 1
    hann = np.hanning(WINDOW).astype(np.float32)
    power = np.zeros((len(frames), BANDS), np.float32)
    for at in range(0, len(frames), CHUNK_HOPS):
        spectrum = np.fft.rfft(frames[at : at + CHUNK_HOPS] * hann, axis=1)
        power[at : at + CHUNK_HOPS] = (np.square(spectrum.real) + np.square(spectrum.imag)) @ taken
    return power
