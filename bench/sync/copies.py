"""What is made of a recording on its way: encoded again, cut, band-limited, covered with something else."""

import io
from collections.abc import Callable
from dataclasses import replace

import av
import numpy as np
import numpy.typing as npt
from bench.sync.dry import RATE, Samples, shaped, shots, song, speech
from bench.sync.microphones import OUT_RATE, Clip, down

CODECS = {"mp3": ("mp3", "libmp3lame", 32_000), "aac": ("adts", "aac", 40_000)}
LAYERS = ("song", "jingle", "call", "effect")


def encoded(samples: Samples, codec: str) -> Samples:
    """Through a codec and back, at OUT_RATE; its delay is taken off, so that time stays what it was."""
    form, name, bit_rate = CODECS[codec]
    target = io.BytesIO()
    with av.open(target, "w", format=form) as out:
        stream = out.add_stream(name, rate=RATE, layout="mono", bit_rate=bit_rate)
        assert isinstance(stream, av.AudioStream)
        wave = _up(samples)
        for at in range(0, wave.size, 1024):
            block = np.ascontiguousarray(wave[None, at : at + 1024])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE, at
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    target.seek(0)
    blocks: list[npt.NDArray[np.float32]] = []
    with av.open(target, "r") as back:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
        for frame in back.decode(audio=0):
            blocks += [one.to_ndarray()[0] for one in resampler.resample(frame)]
    heard = down(np.concatenate(blocks)[: wave.size // 2 * 2 + 8192].astype(np.float32))
    return _in_place(samples, heard)


def _in_place(samples: Samples, heard: Samples) -> Samples:
    """`heard` shifted to where it follows `samples` best."""
    size = 1 << (samples.size + heard.size - 1).bit_length()
    across = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(samples, size)), size)
    delay = int(np.argmax(across[:4_000]))
    moved = np.zeros_like(samples)
    kept = heard[delay : delay + samples.size]
    moved[: kept.size] = kept
    return moved


def _up(samples: Samples) -> Samples:
    return np.asarray(np.fft.irfft(np.fft.rfft(samples), samples.size * 2) * 2, np.float32)


def plain(clip: Clip, rng: np.random.Generator) -> Clip:
    return replace(clip, samples=encoded(clip.samples, str(rng.choice(list(CODECS)))))


def narrowed(clip: Clip, rng: np.random.Generator) -> Clip:
    """As through a telephone: 300 to 3,400 Hz."""
    f = np.fft.rfftfreq(clip.samples.size, 1 / OUT_RATE)
    spectrum = np.fft.rfft(clip.samples) * ((f > 300) & (f < 3_400))
    return plain(replace(clip, samples=np.asarray(np.fft.irfft(spectrum, clip.samples.size), np.float32)), rng)


def noisy(clip: Clip, rng: np.random.Generator) -> Clip:
    """White noise over it, 0 to 10 dB below."""
    return _covered(clip, rng.normal(size=clip.samples.size), rng.uniform(0, 10), rng)


def talked_over(clip: Clip, rng: np.random.Generator) -> Clip:
    """A voice laid over it, as loud or up to 6 dB quieter."""
    said = down(speech(rng, clip.samples.size * 2 / RATE))
    return _covered(clip, said.astype(np.float64), rng.uniform(0, 6), rng)


def sung_over(clip: Clip, rng: np.random.Generator) -> Clip:
    return _covered(clip, down(song(rng, clip.samples.size * 2 / RATE)).astype(np.float64), rng.uniform(0, 6), rng)


def excerpt(clip: Clip, rng: np.random.Generator) -> Clip:
    """Between a third and two thirds of it."""
    first = int(rng.uniform(0.05, 0.3) * clip.samples.size)
    last = first + int(rng.uniform(0.35, 0.65) * clip.samples.size)
    moved = Clip(clip.event, clip.ear, clip.samples[first:last], clip.start_s, clip.drift_ppm)
    return plain(replace(moved, start_s=clip.event_s(first / OUT_RATE)), rng)


MADE: dict[str, Callable[[Clip, np.random.Generator], Clip]] = {
    "encoded": plain,
    "narrow band": narrowed,
    "noise": noisy,
    "voice laid over": talked_over,
    "song laid over": sung_over,
    "excerpt": excerpt,
}


def _covered(clip: Clip, cover: npt.NDArray[np.float64], below_db: float, rng: np.random.Generator) -> Clip:
    level = np.sqrt(np.mean(clip.samples.astype(np.float64) ** 2) / (np.mean(cover[: clip.samples.size] ** 2) + 1e-12))
    mixed = clip.samples + cover[: clip.samples.size] * level * 10 ** (-below_db / 20)
    return plain(replace(clip, samples=np.asarray(mixed / np.abs(mixed).max(), np.float32)), rng)


def layer(which: str, seed: int, seconds: float = 70.0) -> Samples:
    """Sound that is laid over recordings of unrelated events, at OUT_RATE."""
    rng = np.random.default_rng([5, LAYERS.index(which), seed])
    if which == "jingle":
        track = np.zeros(int(seconds * RATE), np.float32)
        short = song(rng, rng.uniform(3, 7))
        for at in rng.uniform(0, seconds - 8, 5):
            track[int(at * RATE) : int(at * RATE) + short.size] += short
        return down(track)
    if which == "call":
        return down(_call(rng, seconds))
    if which == "effect":
        return down(shots(rng, seconds))
    return down(song(rng, seconds))


def _call(rng: np.random.Generator, seconds: float) -> Samples:
    """A call from a tower: long gliding tones of one voice, with pauses, in the echo of its own recording."""
    n, at = int(seconds * RATE), 0.0
    track = np.zeros(n, np.float32)
    while at < seconds - 7:
        long = rng.uniform(2, 6)
        t = np.arange(int(long * RATE)) / RATE
        pitch = np.interp(t, np.linspace(0, long, 9), rng.uniform(180, 330) * 2 ** rng.uniform(-0.25, 0.25, 9))
        phase = 2 * np.pi * np.cumsum(pitch * (1 + 0.012 * np.sin(2 * np.pi * 5.5 * t))) / RATE
        wave = sum(np.sin(k * phase) / k**0.8 for k in range(1, 9)) * np.hanning(t.size) ** 0.3
        track[int(at * RATE) : int(at * RATE) + t.size] += np.asarray(wave, np.float32)
        at += long + rng.uniform(0.5, 3)
    echo = np.zeros(int(0.5 * RATE))
    echo[0] = 1
    echo[1:] = rng.normal(size=echo.size - 1) * np.exp(-np.arange(echo.size - 1) / RATE * 12) * 0.02
    size = 1 << (n + echo.size).bit_length()
    wet = np.fft.irfft(np.fft.rfft(track, size) * np.fft.rfft(echo, size), size)[:n]
    return np.asarray(wet / np.abs(wet).max() + 1e-5 * shaped(rng, n, -0.5), np.float32)


def laid_over(clip: Clip, sound: Samples, rng: np.random.Generator) -> Clip:
    """`sound`, from somewhere within it, over all of `clip` or half of it, from 6 dB louder to 10 dB quieter."""
    first = int(rng.uniform(0, max(sound.size - clip.samples.size, 1)))
    piece = np.zeros(clip.samples.size)
    taken = sound[first : first + clip.samples.size]
    piece[: taken.size] = taken
    if rng.random() < 0.4:
        begin = int(rng.uniform(0, 0.5) * piece.size)
        piece[:begin] = 0
        piece[begin + piece.size // 2 :] = 0
    return _covered(clip, piece, rng.uniform(-6, 10), rng)
