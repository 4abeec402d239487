"""Films in which something is seen and heard at one moment: white pictures and clicks at known places."""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO

import av
import numpy as np
from tests.media.make import BIT_EXACT
from tests.media.sounds import clicks

RATE = 48_000
LONG_S = 0.12
"""How long a flash is seen."""


def flashing(
    pictures_ms: Sequence[int],
    flashes_s: Sequence[float],
    *,
    sound_s: float = 0.0,
    sound_begins_s: float = 0.0,
    size: tuple[int, int] = (640, 360),
) -> bytes:
    """Matroska with a grey picture at each of `pictures_ms`, white for LONG_S from each flash on, when a click is heard
    too."""
    made = BytesIO()
    width, height = size
    with av.open(made, "w", format="matroska", options=BIT_EXACT) as output:
        picture = output.add_stream("libx264", rate=25, options={"preset": "ultrafast", "tune": "zerolatency"})
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        picture.codec_context.time_base, picture.codec_context.thread_count = Fraction(1, 1000), 1
        hearing = output.add_stream("flac", rate=RATE, layout="mono") if sound_s else None
        packets = []
        for at_ms in pictures_ms:
            white = any(0 <= at_ms / 1000 - flash < LONG_S for flash in flashes_s)
            pixels = np.full((height, width, 3), 255 if white else 90, np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = at_ms, Fraction(1, 1000)
            packets += picture.encode(frame)
        packets += picture.encode(None)
        if hearing is not None:
            samples = clicks([flash - sound_begins_s for flash in flashes_s], sound_s, RATE)
            for first in range(0, len(samples), 960):
                piece = np.rint(samples[None, first : first + 960] * 20_000).astype(np.int16)
                heard = av.AudioFrame.from_ndarray(piece, format="s16", layout="mono")
                heard.sample_rate, heard.time_base = RATE, Fraction(1, RATE)
                heard.pts = first + round(sound_begins_s * RATE)
                packets += hearing.encode(heard)
            packets += hearing.encode(None)
        for packet in sorted(packets, key=lambda one: float((one.dts or 0) * one.time_base)):
            output.mux(packet)
    return made.getvalue()


def uneven(from_ms: int, to_ms: int) -> list[int]:
    """Times as a phone gives them in the dark: steps of 20 to 90 ms, and once nothing for most of a second."""
    random = np.random.default_rng(7)
    times = [from_ms]
    while times[-1] < to_ms:
        times.append(times[-1] + int(random.integers(20, 91)))
    middle = (from_ms + to_ms) // 2
    return [at for at in times if not middle < at < middle + 800]
