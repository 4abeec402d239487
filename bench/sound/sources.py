"""Seeded sound that nobody recorded: voices that share a small set of syllables, music, chants, and the open air.

Voices are harmonics and hiss under moving resonances; every voice speaks the same syllables, so that two sources may
say the same words, and what tells them apart is how. Music has bass, chords, melody and drums on a grid. The air is
wind, engines, a crowd and bangs with echoes. 16 kHz, float32.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

RATE = 16_000
Sound = npt.NDArray[np.float32]

WINDOW, HOP = 512, 128
VOWELS = {  # first three resonances in Hz, of a grown speaker (Peterson & Barney, J. Acoust. Soc. Am. 24, 1952)
    "i": (270, 2290, 3010), "e": (530, 1840, 2480), "a": (730, 1090, 2440), "o": (570, 840, 2410),
    "u": (300, 870, 2240), "ae": (660, 1720, 2410), "er": (490, 1350, 1690),
}  # fmt: skip
HISS = {"s": 5_500, "sh": 3_000, "f": 4_500, "h": 1_500, "t": 4_000, "k": 2_000, "": 0}
WORDS = [(hiss, vowel) for hiss in HISS for vowel in VOWELS]


def source(seed: int, seconds: float) -> tuple[str, Sound]:
    """(kind, sound): which kind follows from the seed. No microphone is without noise of its own: 35 to 55 dB below."""
    random = np.random.default_rng([7, seed])
    kinds: list[tuple[str, Callable[[np.random.Generator, float], Sound]]] = [
        ("voice", voice),
        ("voice", voice),
        ("voice outdoors", _voice_outdoors),
        ("chant", chant),
        ("music", music),
        ("air", air),
    ]
    kind, make = kinds[seed % len(kinds)]
    made = levelled(make(random, seconds))
    hush = coloured(random, len(made), random.uniform(0, 1.5)).astype(np.float32)
    return kind, levelled(made + hush * 0.1 * 10 ** (-random.uniform(35, 55) / 20))


def levelled(sound: Sound, rms: float = 0.1) -> Sound:
    power = float(np.sqrt(np.mean(np.square(sound), dtype=np.float64)))
    return np.asarray(np.clip(sound * (rms / max(power, 1e-9)), -1, 1), np.float32)


def voice(random: np.random.Generator, seconds: float) -> Sound:
    count = round(seconds * RATE)
    hops = count // HOP + 8
    frequency = np.arange(WINDOW // 2 + 1) * RATE / WINDOW
    pitch, loud = np.zeros(hops), np.zeros(hops)
    resonances = np.zeros((hops, 3))
    hiss_at, hiss_loud = np.ones(hops), np.zeros(hops)
    size, base = random.uniform(0.87, 1.18), random.uniform(85, 240)
    at = 0
    while at < hops:
        if random.random() < 0.12:
            at += int(random.uniform(0.2, 0.9) * RATE / HOP)
            continue
        hiss, vowel = WORDS[random.integers(len(WORDS))]
        onset, length = int(random.uniform(0.03, 0.09) * RATE / HOP), int(random.uniform(0.08, 0.28) * RATE / HOP)
        if hiss:
            hiss_at[at : at + onset], hiss_loud[at : at + onset] = HISS[hiss] * size, random.uniform(0.05, 0.3)
            at += onset
        span = slice(at, min(at + length, hops))
        many = span.stop - span.start
        if many <= 0:
            break
        curve = np.linspace(0, 1, many)
        pitch[span] = base * random.uniform(0.85, 1.35) * (1 + random.uniform(-0.25, 0.25) * curve)
        loud[span] = random.uniform(0.4, 1) * np.sin(np.pi * np.clip(curve, 0.02, 0.98)) ** 0.5
        resonances[span] = np.array(VOWELS[vowel]) * size * random.uniform(0.94, 1.06, 3)
        at += length
    glide = np.ones(5) / 5
    resonances = np.stack([np.convolve(track, glide, "same") for track in resonances.T], axis=1)
    voiced = sum(
        gain * np.exp(-(((frequency - resonances[:, [k]]) / (60 + 0.06 * resonances[:, [k]])) ** 2))
        for k, gain in enumerate((1.0, 0.5, 0.25))
    )
    envelope = (np.asarray(voiced) + 0.002) * loud[:, None]
    hissing = np.exp(-(((frequency - hiss_at[:, None]) / 900) ** 2)) * hiss_loud[:, None]
    fine = np.interp(np.arange(count), np.arange(hops) * HOP, np.where(pitch > 0, pitch, base))
    phase = np.cumsum(fine) / RATE
    pulses = np.diff(np.floor(phase), prepend=0) * 6
    return np.asarray(_under(pulses, envelope) + _under(random.standard_normal(count), hissing), np.float32)


def _under(excitation: npt.NDArray[np.float64], envelope: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    window = np.sqrt(np.hanning(WINDOW + 1)[:-1])
    padded = np.pad(excitation, (WINDOW, 2 * WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][: len(envelope)]
    made = np.fft.irfft(np.fft.rfft(frames * window, axis=1) * envelope[: len(frames)], axis=1) * window
    out = np.zeros(len(padded))
    for lane in range(WINDOW // HOP):
        part = made[lane :: WINDOW // HOP]
        out[lane * HOP : lane * HOP + part.size] += part.reshape(-1)[: len(out) - lane * HOP]
    return out[WINDOW : WINDOW + len(excitation)]


def chant(random: np.random.Generator, seconds: float) -> Sound:
    """Several throats on one line, each a little late and a little off."""
    seed = int(random.integers(1 << 30))
    together = np.zeros(round(seconds * RATE), np.float32)
    for _ in range(4):
        one = voice(np.random.default_rng(seed), seconds)
        together += np.roll(one, int(random.uniform(0, 0.06) * RATE)) * random.uniform(0.5, 1)
    return together + 0.05 * levelled(air(random, seconds), float(together.std()) or 0.1)


def music(random: np.random.Generator, seconds: float) -> Sound:
    count = round(seconds * RATE)
    out = np.zeros(count + RATE * 3)
    beat = 60 / random.uniform(72, 150)
    scale = np.array([0, 2, 3, 5, 7, 8, 10] if random.random() < 0.5 else [0, 2, 4, 5, 7, 9, 11])
    root = 110 * 2 ** (random.integers(0, 12) / 12)
    timbre = random.uniform(0.3, 0.9, (3, 12)) ** np.arange(1, 13)
    at = 0.0
    while at < seconds:
        degree = int(random.integers(0, 7))
        for part, (octave, notes) in enumerate(((0.5, [0]), (1, [0, 2, 4]), (2, [int(random.integers(-3, 5))]))):
            for note in notes:
                step = degree + note
                tone = root * octave * 2 ** ((scale[step % 7] + 12 * (step // 7)) / 12)
                length = beat * (2 if part == 1 else random.choice([0.5, 1]))
                _add(out, at, _note(tone, length, timbre[part], random), 0.3)
        for half in (0.0, 0.5):
            if random.random() < 0.8:
                drum = random.standard_normal(RATE // 10) * np.exp(-np.arange(RATE // 10) / (RATE * 0.02))
                _add(out, at + half * beat, drum, 0.25)
        at += beat
    return np.asarray(out[:count], np.float32)


def _note(
    tone: float, length: float, timbre: npt.NDArray[np.float64], random: np.random.Generator
) -> npt.NDArray[np.float64]:
    times = np.arange(int(length * RATE * 1.3)) / RATE
    shape = np.minimum(times / 0.01, 1) * np.exp(-times / (0.4 * length + 0.1))
    vibrato = 0.003 * np.sin(2 * np.pi * random.uniform(4, 7) * times)
    partials = np.arange(1, len(timbre) + 1)
    audible = partials * tone < 0.45 * RATE
    phases = 2 * np.pi * np.outer(partials[audible], tone * (times + vibrato / 10))
    return np.asarray(shape * (timbre[audible] @ np.sin(phases)))


def air(random: np.random.Generator, seconds: float) -> Sound:
    count = round(seconds * RATE)
    times = np.arange(count) / RATE
    gusts = np.interp(times, np.arange(0, seconds + 2, 0.7), random.uniform(0.2, 1, int((seconds + 2) / 0.7) + 1))
    out = 0.4 * coloured(random, count, 1.6) * gusts
    if random.random() < 0.6:
        speed = np.interp(times, np.arange(0, seconds + 3, 2.0), random.uniform(35, 90, int((seconds + 3) / 2) + 1))
        turns = 2 * np.pi * np.cumsum(speed) / RATE
        out += 0.15 * sum(np.sin(k * turns + k) / k**0.7 for k in range(1, 18))
    crowd = np.zeros(count)
    for _ in range(int(random.integers(1, 5))):
        crowd += voice(random, seconds) * random.uniform(0.2, 1)
    out += 1.2 * crowd
    for _ in range(int(random.integers(0, max(1, int(seconds / 3))))):
        bang = _bang(random)
        _add(out, random.uniform(0, seconds), bang, random.uniform(0.3, 2))
    return np.asarray(out, np.float32)


def _bang(random: np.random.Generator) -> npt.NDArray[np.float64]:
    length = RATE
    blast = random.standard_normal(length) * np.exp(-np.arange(length) / (RATE * random.uniform(0.02, 0.08)))
    for _ in range(4):
        later = int(random.uniform(0.05, 0.6) * RATE)
        blast[later:] += blast[: length - later] * random.uniform(0.05, 0.3)
    return blast


def _voice_outdoors(random: np.random.Generator, seconds: float) -> Sound:
    return levelled(voice(random, seconds)) + levelled(air(random, seconds), random.uniform(0.02, 0.07))


def coloured(random: np.random.Generator, count: int, slope: float) -> npt.NDArray[np.float64]:
    """Noise whose power falls with the `slope`-th power of frequency (1: pink), of unit power."""
    spectrum = np.fft.rfft(random.standard_normal(count))
    spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** (slope / 2)
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / noise.std())


def _add(out: npt.NDArray[np.float64], at_s: float, sound: npt.NDArray[np.float64], gain: float) -> None:
    first = int(at_s * RATE)
    part = sound[: max(0, len(out) - first)]
    out[first : first + len(part)] += gain * part
