"""Sounds before they meet air, walls and microphones. Seeded; float32 at RATE, peak near 1."""

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

RATE = 16_000
"""Rendered at twice the rate that is matched, so that codecs and drift work on more than the matcher sees."""

VOWELS = (
    (730, 1090, 2440),
    (270, 2290, 3010),
    (300, 870, 2240),
    (530, 1840, 2480),
    (570, 840, 2410),
    (440, 1020, 2240),
)
"""First three formants in Hz of six vowels (Peterson and Barney, J. Acoust. Soc. Am. 24, 1952, rounded)."""


def shot(rng: np.random.Generator) -> Samples:
    """A blast after Friedlander: (1 - t/d) exp(-b t/d), d 0.3 to 4 ms, with what a barrel and the ground add to it."""
    duration, decay = float(np.exp(rng.uniform(np.log(3e-4), np.log(4e-3)))), rng.uniform(0.6, 3.0)
    t = np.arange(int(0.12 * RATE)) / RATE - rng.uniform(0, 1 / RATE)
    wave = np.where(t < 0, 0, (1 - t / duration) * np.exp(-decay * np.maximum(t, 0) / duration))
    ringing = rng.normal(size=t.size) * np.exp(-t / rng.uniform(0.004, 0.03)) * (t >= 0)
    wave = wave + rng.uniform(0.05, 0.5) * ringing
    return np.asarray(wave / np.abs(wave).max(), np.float32)


def shots(rng: np.random.Generator, seconds: float) -> Samples:
    """Single shots, volleys and bursts, 6 to 25 in all; one kind of blast, every shot a little different."""
    track = np.zeros(int(seconds * RATE), np.float32)
    kind, wanted, made = shot(rng), int(rng.integers(6, 26)), 0
    while made < wanted:
        at, burst = rng.uniform(0.5, seconds - 2.5), 1 if rng.random() < 0.6 else int(rng.integers(2, 7))
        gap = rng.uniform(0.08, 0.15) if rng.random() < 0.5 else rng.uniform(0.3, 0.9)
        for n in range(min(burst, wanted - made)):
            one = kind + np.float32(rng.uniform(0.1, 0.4)) * shot(rng)
            start = int((at + n * gap * rng.uniform(0.97, 1.03)) * RATE)
            end = min(start + one.size, track.size)
            if start < end:
                track[start:end] += np.float32(rng.uniform(0.6, 1.0)) * one[: end - start]
        made += burst
    return track


def speech(rng: np.random.Generator, seconds: float) -> Samples:
    """One voice that says syllables of its own: pulses through moving formants, hiss between them."""
    track, at, pitch = np.zeros(int(seconds * RATE), np.float32), 0.0, rng.uniform(90, 260)
    while at < seconds - 0.05:
        long = rng.uniform(0.09, 0.32)
        syllable = _syllable(rng, long, pitch * rng.uniform(0.85, 1.25))
        start = int(at * RATE)
        end = min(start + syllable.size, track.size)
        track[start:end] += np.float32(rng.uniform(0.4, 1.0)) * syllable[: end - start]
        at += long + (rng.uniform(0.15, 0.6) if rng.random() < 0.15 else rng.uniform(0.0, 0.05))
    return np.asarray(track / max(float(np.abs(track).max()), 1e-9), np.float32)


def _syllable(rng: np.random.Generator, seconds: float, pitch: float) -> Samples:
    n = int(seconds * RATE)
    t = np.arange(n) / RATE
    phase = np.cumsum(pitch * (1 + rng.uniform(-0.3, 0.3) * t / seconds) / RATE)
    pulses = np.diff(np.floor(phase), prepend=0.0) + 0.02 * rng.normal(size=n)
    f = np.fft.rfftfreq(n, 1 / RATE)
    heard = np.zeros(f.size)
    for formant in VOWELS[int(rng.integers(len(VOWELS)))]:
        centre, width = formant * rng.uniform(0.9, 1.12), rng.uniform(60, 160)
        heard += 1 / np.sqrt(1 + ((f - centre) / width) ** 2) * (500 / (500 + centre))
    wave = np.fft.irfft(np.fft.rfft(pulses) * heard, n)
    hiss = int(min(n, rng.uniform(0.03, 0.09) * RATE)) if rng.random() < 0.6 else 0
    if hiss:
        wave[:hiss] += 0.3 * np.abs(wave).max() * np.diff(rng.normal(size=hiss + 1)) * np.hanning(hiss)
    return np.asarray(wave * np.hanning(n) ** 0.5 / max(float(np.abs(wave).max()), 1e-9), np.float32)


def voices(rng: np.random.Generator, seconds: float, pieces: int) -> Samples:
    """Calls and phrases of 0.6 to 4 s, with silence between them."""
    track = np.zeros(int(seconds * RATE), np.float32)
    for _ in range(pieces):
        phrase = speech(rng, rng.uniform(0.6, 4.0))
        start = int(rng.uniform(0, seconds - phrase.size / RATE) * RATE)
        track[start : start + phrase.size] += phrase
    return track


def motor(rng: np.random.Generator, seconds: float) -> Samples:
    """A vehicle: harmonics of a wandering speed, and noise that beats with it."""
    n = int(seconds * RATE)
    wander = np.interp(np.arange(n), np.linspace(0, n, 12), rng.uniform(0.8, 1.25, 12))
    phase = 2 * np.pi * np.cumsum(rng.uniform(28, 75) * wander / RATE)
    tone = sum(rng.uniform(0.2, 1.0) / k**0.7 * np.sin(k * phase + rng.uniform(0, 6)) for k in range(1, 24))
    rough = shaped(rng, n, -0.5) * (1 + 0.6 * np.sin(2 * phase))
    wave = tone / np.abs(tone).max() + 0.5 * rough / np.abs(rough).max()
    return np.asarray(wave / np.abs(wave).max(), np.float32)


def song(rng: np.random.Generator, seconds: float) -> Samples:
    """A layer: chords, a tune and a beat that repeat every four bars, as songs do."""
    n, beat = int(seconds * RATE), rng.uniform(0.35, 0.7)
    track, root = np.zeros(n, np.float32), rng.uniform(110, 260)
    steps, chords = rng.integers(0, 12, 16), rng.integers(0, 8, 4)
    for at in range(int(seconds / beat) + 1):
        start = int(at * beat * RATE)
        long = min(int(beat * RATE * 1.6), n - start)
        if long <= 0:
            break
        t = np.arange(long) / RATE
        tune = root * 2 ** (steps[at % 16] / 12)
        chord = root / 2 * 2 ** (chords[at // 4 % 4] / 12)
        wave = sum(np.sin(2 * np.pi * k * tune * t) / k for k in (1, 2, 3, 4, 5))
        wave = wave + sum(0.6 * np.sin(2 * np.pi * chord * ratio * t) for ratio in (1, 1.26, 1.5, 2))
        wave = wave * np.exp(-t * rng.uniform(1.5, 4)) + rng.normal(size=long) * np.exp(-t * 60) * 0.8
        track[start : start + long] += np.asarray(wave, np.float32)
    return np.asarray(track / np.abs(track).max(), np.float32)


def shaped(rng: np.random.Generator, n: int, slope: float) -> npt.NDArray[np.float64]:
    """Noise whose amplitude falls as f**slope above 20 Hz (-0.5: pink), unit power."""
    f = np.fft.rfftfreq(n, 1 / RATE)
    spectrum = (rng.normal(size=f.size) + 1j * rng.normal(size=f.size)) * np.maximum(f, 20.0) ** slope
    wave = np.fft.irfft(spectrum, n)
    return np.asarray(wave / np.sqrt(np.mean(wave**2)))
