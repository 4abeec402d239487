"""Films on disk: written, read, copied packet by packet. One thread each: the same frames give the same bytes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from example.sound import RATE, Samples
from example.textures import Picture

AAC_SAMPLES = 1024


@dataclass(frozen=True, slots=True)
class Coding:
    """How strongly a film is compressed."""

    crf: int = 25
    preset: str = "superfast"
    sound_bits: int = 56_000
    key_every_s: float = 2.0


def write(
    path: Path,
    frames: Iterable[Picture],
    rate: int,
    samples: Samples | None,
    coding: Coding,
    claims: Mapping[str, str] | None = None,
) -> None:
    """H.264 and, unless samples is None, AAC. `claims` is the container's metadata. Frames have even sides."""
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        container.metadata.update(claims or {})
        picture, sound = None, None
        played = 0
        for number, frame in enumerate(frames):
            if picture is None:
                options = {"crf": str(coding.crf), "preset": coding.preset, "g": str(int(coding.key_every_s * rate))}
                options["x264-params"] = (
                    "mbtree=0"  # with it, x264 reads memory that it did not write: no two runs agree
                )
                picture = container.add_stream("libx264", rate=rate, options=options)
                picture.width, picture.height, picture.pix_fmt = frame.shape[1], frame.shape[0], "yuv420p"
                picture.thread_count = 1
                if samples is not None:
                    sound = container.add_stream("aac", rate=RATE, layout="mono")
                    sound.bit_rate = coding.sound_bits
            shown = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
            shown.pts, shown.time_base = number, Fraction(1, rate)
            container.mux(picture.encode(shown))
            while sound is not None and samples is not None and played < min(len(samples), (number + 1) * RATE // rate):
                part = av.AudioFrame.from_ndarray(samples[None, played : played + AAC_SAMPLES], "fltp", "mono")
                part.sample_rate, part.pts, part.time_base = RATE, played, Fraction(1, RATE)
                container.mux(sound.encode(part))
                played += AAC_SAMPLES
        for stream in (picture, sound):
            if stream is not None:
                container.mux(stream.encode(None))


def frames_of(path: Path, start_s: float, end_s: float, rate: int) -> Iterator[Picture]:
    """RGB frames of [start_s, end_s) at `rate`: at each tick the frame that is on screen."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_count = 1
        ticks = round((end_s - start_s) * rate)
        tick, held = 0, None
        for frame in container.decode(video=0):
            while tick < ticks and held is not None and frame.time > start_s + tick / rate + 1e-4:
                yield np.asarray(held.to_ndarray(format="rgb24"), np.uint8)
                tick += 1
            if tick == ticks:
                return
            held = frame
        while tick < ticks and held is not None:
            yield np.asarray(held.to_ndarray(format="rgb24"), np.uint8)
            tick += 1


def samples_of(path: Path, start_s: float, end_s: float) -> Samples | None:
    """Sound of [start_s, end_s), silence where it has ended; None without a sound track."""
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return None
        parts = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    whole = np.concatenate(parts).astype(np.float32)
    first, count = int(start_s * RATE), int((end_s - start_s) * RATE)
    cut = whole[first : first + count]
    return np.pad(cut, (0, count - len(cut)))


def rate_of(path: Path) -> int:
    with av.open(str(path)) as container:
        return round(float(container.streams.video[0].average_rate or 0))


def seconds_of(path: Path) -> float:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return sum(1 for packet in container.demux(stream) if packet.size) / float(stream.average_rate or 1)


def copy_packets(source: Path, target: Path, first_key: int = 0) -> float:
    """The same encoded picture and sound in another container, from key frame number `first_key` on.

    Returns at which second of the source the copy begins.
    """
    begins = 0.0
    with av.open(str(source)) as given, av.open(str(target), "w", options={"fflags": "+bitexact"}) as container:
        picture = given.streams.video[0]
        if first_key:
            keys = [_seconds(one.pts, one.time_base) for one in given.demux(picture) if one.size and one.is_keyframe]
            begins = keys[first_key]
            given.seek(0)
        streams = {stream.index: container.add_stream_from_template(stream) for stream in given.streams}
        started = not first_key
        for packet in given.demux():
            if packet.size == 0 or packet.dts is None:
                continue
            time = _seconds(packet.pts, packet.time_base)
            if packet.stream.index == picture.index:
                started = started or (packet.is_keyframe and time >= begins - 1e-6)
                if not started:
                    continue
            elif time < begins:
                continue
            shift = round(begins / (packet.time_base or 1))
            packet.pts, packet.dts = (packet.pts or 0) - shift, packet.dts - shift
            packet.stream = streams[packet.stream.index]
            container.mux(packet)
    return begins


def _seconds(ticks: int | None, tick: Fraction | None) -> float:
    """Seconds on a stream's clock; every packet that we wrote has a time."""
    return float((ticks or 0) * (tick or 0))
