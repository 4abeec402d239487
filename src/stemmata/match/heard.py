"""What synchronisation compares of one recording: its samples, its onsets, its impulsive sounds."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stemmata.decode.sound import HZ, Samples
from stemmata.fingerprint.impulses import Impulses, impulses
from stemmata.fingerprint.landmarks import Landmarks, landmarks
from stemmata.fingerprint.onsets import Flux, flux

LEAST_SECONDS = 4.0
"""Three separate windows of a second and a half do not fit into less."""
SILENT = 1e-4
"""Of full scale (-80 dB): below it there is nothing but rounding."""


@dataclass(frozen=True)
class Heard:
    """`samples`: (n,) float32 at 8 kHz; sample i lies at start_us + i × 125 µs of the container's timeline.

    Onsets and impulses are worked out when first asked for and then kept.
    """

    holder: str
    samples: Samples
    start_us: int = 0

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or self.samples.dtype != np.float32:
            raise ValueError(f"one channel of float32, got {self.samples.dtype} {self.samples.shape}")

    @property
    def seconds(self) -> float:
        return len(self.samples) / HZ

    @cached_property
    def at_half_rate(self) -> Samples:
        """(n // 2,) at 4 kHz, without what lies above 2 kHz."""
        size = 1 << max(2, (len(self.samples) - 1).bit_length())
        spectrum = np.fft.rfft(self.samples, size)[: size // 4 + 1]
        return np.asarray(np.fft.irfft(spectrum, size // 2)[: len(self.samples) // 2] / 2, np.float32)

    @cached_property
    def flux(self) -> Flux:
        return flux(self.samples)

    @cached_property
    def impulses(self) -> Impulses:
        return impulses(self.samples)

    @cached_property
    def landmarks(self) -> Landmarks:
        return landmarks(self.samples)

    @property
    def unusable(self) -> str | None:
        """Why it cannot be synchronised: empty, silent, too_short. None where it can be tried."""
        if not len(self.samples):
            return "empty"
        if float(np.abs(self.samples).max()) < SILENT:
            return "silent"
        return "too_short" if self.seconds < LEAST_SECONDS else None

    def at_us(self, seconds: float) -> int:
        """A time of this recording, in seconds from its first sample, on the container's timeline."""
        return self.start_us + round(seconds * 1e6)
