"""What is done to a recording on its way: the twenty edits of the bench, by FFmpeg's own filters and codecs.

None of them is made with what the matcher knows: speed and pitch go through FFmpeg's resampler and its `atempo`, rooms
are decaying noise, and what is laid over is another source.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO

import av
import av.filter
import numpy as np
from bench.sound.sources import RATE, Sound, coloured, levelled, music, voice

from stemmata.decode.sound import Samples, whole_sound

QUERY_S = 10.0


@dataclass(frozen=True, slots=True)
class Edited:
    """`speed`: how fast it plays against its source; `pitch`: how much higher it sounds."""

    make: Callable[[Sound, np.random.Generator], Sound]
    seconds: float = QUERY_S
    speed: float = 1.0
    pitch: float = 1.0


def coded(sound: Sound, codec: str, container: str, bits: int) -> bytes:
    content = BytesIO()
    with av.open(content, "w", format=container) as output:
        stream = output.add_stream(codec, rate=48_000 if codec == "libopus" else RATE, layout="mono")
        assert isinstance(stream, av.AudioStream)
        if bits:
            stream.bit_rate = bits
        resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=stream.rate, frame_size=960)
        for first in range(0, len(sound), 4096):
            frame = _frame(sound[first : first + 4096], first)
            for ready in resampler.resample(frame):
                output.mux(stream.encode(ready))
        for ready in resampler.resample(None):
            output.mux(stream.encode(ready))
        output.mux(stream.encode(None))
    return content.getvalue()


def heard(content: bytes) -> Samples:
    """As the reader hears a file: 8 kHz."""
    return whole_sound(BytesIO(content)).samples


def through(sound: Sound, *filters: tuple[str, str]) -> Sound:
    """A chain of FFmpeg's filters, back at RATE."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="flt", layout="mono", time_base=Fraction(1, RATE))
    chain = [source, *(graph.add(name, options) for name, options in filters)]
    chain += [graph.add("aresample", str(RATE)), graph.add("aformat", "sample_fmts=flt:channel_layouts=mono")]
    chain.append(graph.add("abuffersink"))
    for one, other in itertools.pairwise(chain):
        one.link_to(other)
    graph.configure()
    for first in range(0, len(sound), 4096):
        source.push(_frame(sound[first : first + 4096], first))
    source.push(None)
    parts = []
    while True:
        try:
            frame = chain[-1].pull()
            assert isinstance(frame, av.AudioFrame)
            parts.append(frame.to_ndarray()[0])
        except (av.error.EOFError, av.error.BlockingIOError):
            return np.concatenate(parts).astype(np.float32)


def _frame(sound: Sound, first: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None], np.float32), format="flt", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, first, Fraction(1, RATE)
    return frame


def _faster(sound: Sound, speed: float) -> Sound:
    return through(sound, ("asetrate", str(round(RATE * speed))))


def _higher(sound: Sound, pitch: float) -> Sound:
    return through(sound, ("asetrate", str(round(RATE * pitch))), ("aresample", str(RATE)), ("atempo", str(1 / pitch)))


def _mixed(sound: Sound, other: Sound, above_db: float) -> Sound:
    level = float(sound.std()) * 10 ** (above_db / 20)
    return np.asarray(np.clip(sound + levelled(other, level)[: len(sound)], -1, 1), np.float32)


def _room(sound: Sound, random: np.random.Generator) -> Sound:
    """A loudspeaker in a room, taken by a telephone: reverberation, its band, and noise 10 dB below."""
    length = int(0.4 * RATE)
    decay = random.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length) * 0.25
    decay[0] = 1
    count = len(sound) + length
    wet = np.fft.irfft(np.fft.rfft(sound, count) * np.fft.rfft(decay, count), count)[: len(sound)].astype(np.float32)
    banded = through(levelled(wet), ("highpass", "f=250:p=2"), ("lowpass", "f=3400:p=2"))
    noise = coloured(random, len(banded), 1.0).astype(np.float32)
    return levelled(_mixed(banded, noise, -10))


def _lossy(codec: str, container: str, bits: int) -> Callable[[Sound, np.random.Generator], Sound]:
    def make(sound: Sound, random: np.random.Generator) -> Sound:
        return decoded(coded(sound, codec, container, bits))

    return make


def decoded(content: bytes) -> Sound:
    parts = []
    with av.open(BytesIO(content), "r") as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        for frame in container.decode(audio=0):
            parts += [ready.to_ndarray()[0] for ready in resampler.resample(frame)]
        parts += [ready.to_ndarray()[0] for ready in resampler.resample(None)]
    return np.concatenate(parts).astype(np.float32)


def _repost(sound: Sound, random: np.random.Generator) -> Sound:
    laid = _mixed(sound, music(random, QUERY_S + 1), -3)
    return decoded(coded(_faster(laid, 1.02), "libmp3lame", "mp3", 32_000))


def _long(make: Callable[[np.random.Generator, float], Sound], random: np.random.Generator) -> Sound:
    return make(random, QUERY_S + 1)


EDITS: Mapping[str, Edited] = {
    "clean": Edited(lambda sound, random: sound),
    "mp3 32k": Edited(_lossy("libmp3lame", "mp3", 32_000)),
    "aac 24k": Edited(_lossy("aac", "adts", 24_000)),
    "opus 12k": Edited(_lossy("libopus", "ogg", 12_000)),
    "pink noise 0 dB": Edited(
        lambda sound, random: _mixed(sound, coloured(random, len(sound), 1).astype(np.float32), 0)
    ),
    "music over, 0 dB": Edited(lambda sound, random: _mixed(sound, _long(music, random), 0)),
    "music 6 dB louder": Edited(lambda sound, random: _mixed(sound, _long(music, random), 6)),
    "talk over, 0 dB": Edited(lambda sound, random: _mixed(sound, _long(voice, random), 0)),
    "5 s": Edited(lambda sound, random: sound, 5.0),
    "3 s": Edited(lambda sound, random: sound, 3.0),
    "pitch +3 %": Edited(lambda sound, random: _higher(sound, 1.03), pitch=1.03),
    "pitch -3 %": Edited(lambda sound, random: _higher(sound, 0.97), pitch=0.97),
    "tempo +5 %": Edited(lambda sound, random: through(sound, ("atempo", "1.05")), speed=1.05),
    "tempo -5 %": Edited(lambda sound, random: through(sound, ("atempo", "0.95")), speed=0.95),
    "speed 0.90": Edited(lambda sound, random: _faster(sound, 0.90), speed=0.90, pitch=0.90),
    "speed 0.95": Edited(lambda sound, random: _faster(sound, 0.95), speed=0.95, pitch=0.95),
    "speed 1.05": Edited(lambda sound, random: _faster(sound, 1.05), speed=1.05, pitch=1.05),
    "speed 1.10": Edited(lambda sound, random: _faster(sound, 1.10), speed=1.10, pitch=1.10),
    "300-3400 Hz": Edited(lambda sound, random: through(sound, ("highpass", "f=300:p=2"), ("lowpass", "f=3400:p=2"))),
    "re-recorded": Edited(_room),
    "repost": Edited(_repost, speed=1.02, pitch=1.02),
}
"""The twenty of research/audio.md 3.1, and talk laid over."""


def edited(name: str, whole: Sound, at_s: float, random: np.random.Generator) -> Samples:
    """The edit of what begins at `at_s` of a source, as the reader hears it."""
    edit = EDITS[name]
    first = round(at_s * RATE)
    made = edit.make(whole[first : first + round(edit.seconds * RATE)], random)
    return heard(coded(made, "pcm_s16le", "wav", 0))
