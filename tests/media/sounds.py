"""Seeded sound, and files that hold it: clicks at known places, a voice-like babble, any codec and layout."""

import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import av.video.stream
import numpy as np
import numpy.typing as npt
from tests.media.make import BIT_EXACT, HEIGHT, WIDTH, scene

Planes = npt.NDArray[np.float32]
"""(n,) or (channels, n) float32 in -1..1."""


def clicks(at_s: Sequence[float], seconds: float, rate: int = 48_000) -> Planes:
    """Bursts of 5 ms at the named times, each a steep onset."""
    sound = np.zeros(round(seconds * rate), np.float32)
    burst = np.sin(2 * np.pi * 1_000 * np.arange(rate // 200) / rate).astype(np.float32)
    for at in at_s:
        first = round(at * rate)
        sound[first : first + len(burst)] = 0.8 * burst
    return sound


def babble(seed: int, seconds: float, rate: int = 8_000) -> Planes:
    """Syllables of a harmonic voice with two resonances that move: as rich in landmarks as speech, and like no other
    seed."""
    random = np.random.default_rng(seed)
    times = np.arange(round(seconds * rate)) / rate
    knots = np.arange(0, seconds + 0.4, 0.18 + 0.08 * random.random())
    pitch = np.interp(times, knots, random.uniform(90, 260, len(knots)))
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    formants = [
        np.interp(times, knots, random.uniform(low, high, len(knots))) for low, high in ((300, 900), (900, 2800))
    ]
    loud = np.interp(times, knots, random.uniform(0, 1, len(knots)) ** 2)
    sound = np.zeros(len(times))
    for harmonic in range(1, 30):
        frequency = harmonic * pitch
        gain = sum(np.exp(-(((frequency - formant) / 150) ** 2)) for formant in formants) + 0.02
        sound += np.where(frequency < 0.45 * rate, gain, 0) * np.sin(harmonic * phase)
    sound = 0.2 * sound * loud + 0.003 * random.standard_normal(len(times))
    return np.clip(sound, -1, 1).astype(np.float32)


def sounding(
    sound: Planes,
    rate: int = 48_000,
    *,
    codec: str = "pcm_s16le",
    container: str = "wav",
    layout: str = "mono",
    bits: int = 0,
    begins_s: float = 0.0,
    gaps: Sequence[tuple[float, float]] = (),
    picture_s: float = 0.0,
    seed: int = 1,
) -> bytes:
    """`sound` encoded. It begins at `begins_s` of the timeline; at each of `gaps` (second of the sound, seconds) what
    follows is stamped so much later. `picture_s`: a picture of that length beside it."""
    planes = np.atleast_2d(sound)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sound"
        with av.open(str(path), "w", format=container, options=BIT_EXACT) as output:
            picture = None
            if picture_s:
                picture = output.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
                picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
                picture.codec_context.thread_count = 1
            hearing = output.add_stream(codec, rate=rate, layout=layout)
            assert isinstance(hearing, av.AudioStream)
            if bits:
                hearing.bit_rate = bits
            packets = [] if picture is None else _pictures(picture, seed, picture_s)
            for first in range(0, planes.shape[1], 960):
                later = sum(length for at, length in gaps if first / rate >= at)
                frame = av.AudioFrame.from_ndarray(
                    np.ascontiguousarray(planes[:, first : first + 960], np.float32), format="fltp", layout=layout
                )
                frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
                frame.pts = first + round((begins_s + later) * rate)
                packets += hearing.encode(frame)
            packets += hearing.encode(None)
            for packet in sorted(packets, key=lambda one: float((one.dts or 0) * one.time_base)):
                output.mux(packet)
        return path.read_bytes()


def _pictures(
    stream: av.video.stream.VideoStream, seed: int, seconds: float
) -> list["av.Packet[av.video.stream.VideoStream]"]:
    packets = []
    for number, pixels in enumerate(scene(seed, int(seconds * 10))):
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, 10)
        packets += stream.encode(frame)
    return [*packets, *stream.encode(None)]
