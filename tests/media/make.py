"""Seeded makers of good and bad files: every test that needs media makes it here, so that its output diffs.

Moving texture rather than flat rectangles: an encoder gives flat pictures a few bytes, and damage is then hard to
place. `python -m tests.media.make FOLDER` writes one of each.
"""

import sys
import tempfile
import wave
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import av.container
import av.stream
import numpy as np
import numpy.typing as npt
from PIL import Image

WIDTH, HEIGHT, RATE, GROUP = 192, 128, 10, 10  # 160 × 120 is not deterministic: x264 reads the padding of its rows
SAMPLE_RATE = 44_100

Pixels = npt.NDArray[np.uint8]


def texture(seed: int, width: int, height: int) -> Pixels:
    """(height, width, 3) uint8: smoothed noise with detail at several scales."""
    random = np.random.default_rng(seed)
    sum_of_scales = np.zeros((height, width, 3))
    for cell in (4, 8, 16, 32):
        coarse = random.random((height // cell + 2, width // cell + 2, 3))
        fine = Image.fromarray((coarse * 255).astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
        sum_of_scales += np.asarray(fine, dtype=np.float64) * cell
    return (sum_of_scales / 60).clip(0, 255).astype(np.uint8)


def scene(seed: int, count: int, *, width: int = WIDTH, height: int = HEIGHT) -> Iterator[Pixels]:
    """`count` pictures of a camera moving over a texture; every picture differs from the one before."""
    wide = texture(seed, width + 4 * count, height + 2 * count)
    for number in range(count):
        yield np.ascontiguousarray(wide[number : number + height, 2 * number : 2 * number + width])


def tone(seed: int, seconds: float) -> npt.NDArray[np.int16]:
    """(n,) int16 at 44.1 kHz: a slow melody with noise."""
    random = np.random.default_rng(seed)
    times = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = 220 * 2 ** (random.integers(0, 12, int(seconds * 4) + 1)[(times * 4).astype(int)] / 12)
    sound = 0.4 * np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) + 0.02 * random.standard_normal(len(times))
    return (sound * 20_000).astype(np.int16)


def film(
    seed: int = 1,
    *,
    seconds: float = 3.0,
    container: str = "mp4",
    codec: str = "libx264",
    sound: bool = True,
    tags: dict[str, str] | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
    options: dict[str, str] | None = None,
) -> bytes:
    """An encoded film of `scene(seed)`: 10 pictures a second, a key frame every second, AAC sound."""
    with _written(container, options) as (output, written):
        output.metadata.update(tags or {})
        picture = output.add_stream(codec, rate=RATE, options=_encoder(codec))
        assert isinstance(picture, av.VideoStream)
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        picture.codec_context.gop_size = GROUP
        picture.codec_context.thread_count = 1
        hearing = output.add_stream("aac", rate=SAMPLE_RATE, layout="mono") if sound else None
        for number, pixels in enumerate(scene(seed, int(seconds * RATE), width=width, height=height)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            output.mux(picture.encode(frame))
        output.mux(picture.encode(None))
        if hearing is not None:
            samples = tone(seed, seconds)
            for start in range(0, len(samples), 1024):
                heard = av.AudioFrame.from_ndarray(samples[None, start : start + 1024], format="s16", layout="mono")
                heard.sample_rate, heard.pts = SAMPLE_RATE, start
                heard.time_base = Fraction(1, SAMPLE_RATE)
                output.mux(hearing.encode(heard))
            output.mux(hearing.encode(None))
    return written[0]


def remuxed(
    contents: bytes | Sequence[bytes],
    container: str,
    *,
    from_s: float = 0.0,
    to_s: float = float("inf"),
    tags: dict[str, str] | None = None,
    sound: bool = True,
    options: dict[str, str] | None = None,
) -> bytes:
    """The same packets in another container, one part after the other, each cut to [from_s, to_s)."""
    parts = [contents] if isinstance(contents, bytes) else list(contents)
    with _written(container, options) as (output, written):
        output.metadata.update(tags or {})
        streams: dict[str, av.stream.Stream] = {}
        offset = Fraction(0)
        for part in parts:
            end = Fraction(0)
            with av.open(BytesIO(part), "r") as source:
                kept = [stream for stream in source.streams if stream.type == "video" or sound]
                for stream in kept:
                    if stream.type not in streams:
                        streams[stream.type] = output.add_stream_from_template(stream)
                for packet in source.demux(kept):
                    if packet.pts is None:
                        continue
                    at = float(packet.pts * packet.time_base)
                    if at >= to_s or (from_s > 0 and at < from_s):  # sound begins below zero: encoder priming
                        continue
                    shift = round((offset - Fraction(from_s)) / packet.time_base)
                    packet.pts, packet.dts = packet.pts + shift, (packet.dts or 0) + shift
                    end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base)
                    packet.stream = streams[packet.stream.type]
                    output.mux(packet)
            offset = end + Fraction(1, 20)  # room for the next part's encoder priming
    return written[0]


def still(
    seed: int = 1, kind: str = "JPEG", *, mode: str = "RGB", size: tuple[int, int] = (96, 64), **options: object
) -> bytes:
    """A picture of texture; `options` go to Pillow's writer (`exif=`, `quality=`, `comment=` …)."""
    image = Image.fromarray(texture(seed, *size))
    target = BytesIO()
    image.convert(mode).save(target, kind, **options)
    return target.getvalue()


def animation(seed: int = 1, kind: str = "GIF", *, delays_ms: Sequence[int] = (100,) * 8, **options: object) -> bytes:
    """An animated GIF, PNG or WebP of a moving `scene`, one picture for each delay; `options` go to Pillow's writer."""
    first, *others = (Image.fromarray(pixels) for pixels in scene(seed, len(delays_ms), width=64, height=48))
    wanted: dict[str, object] = {"duration": list(delays_ms), "lossless": True, "loop": 0} | options
    target = BytesIO()
    first.save(target, kind, save_all=True, append_images=others, **wanted)
    return target.getvalue()


def with_orientation(seed: int, orientation: int) -> bytes:
    """A JPEG whose Exif asks to be turned; turned, it is the picture of `still(seed)`."""
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = Image.fromarray(texture(seed, 96, 64))
    exif = Image.Exif()
    exif[0x0112] = orientation
    target = BytesIO()
    (image if back is None else image.transpose(back)).save(target, "JPEG", quality=95, exif=exif)
    return target.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG of one colour: a few hundred kilobytes that unpack to width × height pixels."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 + (width + 7) // 8)) for _ in range(height)) + packer.flush()
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(kind, content) for kind, content in chunks)


def sound_file(seed: int = 1, seconds: float = 2.0) -> bytes:
    """A WAV of `tone(seed)`."""
    target = BytesIO()
    with wave.open(target, "wb") as output:
        output.setnchannels(1)
        output.setsampwidth(2)
        output.setframerate(SAMPLE_RATE)
        output.writeframes(tone(seed, seconds).tobytes())
    return target.getvalue()


def cut_in_index(content: bytes) -> bytes:
    """An MP4 with its index in front, ending half-way through that index."""
    at = content.index(b"moov")
    size = int.from_bytes(content[at - 4 : at], "big")
    return content[: at + size // 2]


def headers_only_mkv() -> bytes:
    """A Matroska file with its header and track, and not one frame."""
    content = film(1, seconds=1, container="matroska", sound=False)
    at = content.index(b"\x1f\x43\xb6\x75")  # the first Cluster (RFC 9559 section 5.1.3)
    segment = content.index(b"\x18\x53\x80\x67")
    return content[: segment + 4] + b"\x01" + b"\xff" * 7 + content[segment + 12 : at]


@contextmanager
def _written(
    container: str, options: dict[str, str] | None
) -> Iterator[tuple[av.container.OutputContainer, list[bytes]]]:
    """A muxer, and a list that holds the file once it is closed: an index in front needs a file that can be re-read."""
    content: list[bytes] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film"
        with av.open(str(path), "w", format=container, options=BIT_EXACT | (options or {})) as output:
            yield output, content
        content.append(path.read_bytes())


def _encoder(codec: str) -> dict[str, str]:
    if codec == "libx264":
        return {
            "crf": "24",
            "preset": "veryfast",
            "x264-params": f"keyint={GROUP}:min-keyint={GROUP}:scenecut=0:{SAME_EACH_TIME}",
        }
    if codec == "libx265":
        return {
            "crf": "28",
            "preset": "ultrafast",
            "x265-params": f"keyint={GROUP}:min-keyint={GROUP}:scenecut=0:log-level=none",
        }
    return {}


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


SAME_EACH_TIME = "mbtree=0"
"""x264's look-ahead by macroblock tree reads memory that it did not write: one film then has many encodings."""

BIT_EXACT = {"fflags": "+bitexact"}  # no random ids, no dates
FASTSTART = {"movflags": "faststart"}

BAD_AND_GOOD: dict[str, Callable[[], bytes]] = {
    "good.mp4": film,
    "good.mkv": lambda: film(container="matroska"),
    "good.ts": lambda: film(container="mpegts"),
    "good.jpg": still,
    "good.wav": sound_file,
    "good.gif": animation,
    "empty.mp4": lambda: b"",
    "cut-in-moov.mp4": lambda: cut_in_index(film(options=FASTSTART)),
    "cut-in-mdat.mp4": lambda: (whole := film(options=FASTSTART))[: len(whole) * 6 // 10],
    "cut-before-index.mp4": lambda: (whole := film())[: len(whole) // 2],
    "cut.mkv": lambda: (whole := film(container="matroska"))[: len(whole) // 2],
    "cut.jpg": lambda: (whole := still(size=(640, 480)))[: len(whole) // 2],
    "cut.png": lambda: (whole := still(kind="PNG"))[: len(whole) // 2],
    "cut.gif": lambda: (whole := animation())[: len(whole) // 2],
    "cut-animation.png": lambda: (whole := animation(kind="PNG"))[: len(whole) // 2],
    "cut-animation.webp": lambda: (whole := animation(kind="WEBP"))[: len(whole) // 2],
    "png-called.jpg": lambda: still(kind="PNG"),
    "zero-frames.mkv": headers_only_mkv,
    "30000x30000.png": lambda: huge_png(30_000, 30_000),
    "noise.mp4": lambda: b"\x00\x00\x00\x18ftypisom" + np.random.default_rng(1).bytes(4_000),
    "playlist.mp4": lambda: b"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
    "session.mp4": lambda: (
        b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nm=video 5004 RTP/AVP 96\r\n"
    ),
    "concat.mp4": lambda: b"ffconcat version 1.0\nfile 'good.mp4'\n",
}
"""Name -> maker. Deterministic on one build of the encoder."""


def write_all(folder: Path, names: Iterable[str] = tuple(BAD_AND_GOOD)) -> None:
    for name in names:
        (folder / name).write_bytes(BAD_AND_GOOD[name]())


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
