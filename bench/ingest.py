"""What fingerprinting costs over decoding, and whether memory stays flat however many files there are.

Films are made here from seeded, moving texture, 1280 × 720; each is decoded alone and reduced whole in turn, on one
thread, and one row is printed per codec. Then `add` and `run` work over folders of N and 4 N files in processes of
their own, and the memory of the whole tree of processes is sampled.
Run: python -m bench.ingest [--quick]
"""

import argparse
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from unittest import mock

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Interpolation, VideoReformatter
from bench.entries import Target, own_configuration, spread, took, verdict
from bench.sizes import MOMENTS, costs, hour_mb, print_costs

from stemmata.fingerprint import frames, picture
from stemmata.fingerprint.features import features

SEED = 57
RATIO_TARGET, SMALL_RATIO_TARGET = 1.3, 2.0
"""At 720p, and at 360p, where decoding is cheap."""
DETAILS_TARGET = 200.0  # CPU seconds for an hour of film
HOUR_TARGET = 20.0  # MB of fingerprint for an hour of film
RATES = (25, 30, 60)
MEMORY_TARGET = 1024.0  # MiB
GROWTH_TARGET = 1.1
"""Peak of 4 N files over peak of N: sampling alone moves it by a few hundredths."""
SAMPLE_S = 0.02

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Codec:
    """One row: an encoder of this FFmpeg and the rate that it is asked for."""

    name: str
    encoder: str
    container: str
    bit_rate: int
    options: tuple[tuple[str, str], ...] = ()
    size: tuple[int, int] = (1280, 720)


CODECS = (
    Codec("h264 2.5 Mb/s", "libx264", "mp4", 2_500_000, (("preset", "medium"),)),
    Codec("h264 0.7 Mb/s, 360p", "libx264", "mp4", 700_000, (("preset", "medium"),), (640, 360)),
    Codec("h264 12 Mb/s", "libx264", "mp4", 12_000_000, (("preset", "veryfast"),)),
    Codec("mpeg4 4 Mb/s", "mpeg4", "avi", 4_000_000),
    Codec("vp9 1.8 Mb/s", "libvpx-vp9", "webm", 1_800_000, (("deadline", "realtime"), ("cpu-used", "8"))),
)
"""2.5 Mb/s is about what messengers leave of 720p, 12 Mb/s what Android's own camera profile asks for; the first
two rows are the judged ones. Decoding costs more the more bits there are, so the ratio falls with the rate."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of one film, the parts measured in turn within one round."""

    decoding: float
    hashed: float
    """Decoded, and every frame hashed and its motion noted; details of the first frame only."""
    whole: float

    @property
    def ratio(self) -> float:
        return self.hashed / self.decoding

    @property
    def whole_ratio(self) -> float:
        return self.whole / self.decoding


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    films, seconds, repeats, number = (1, 1, 1, 2) if quick else (6, 8, 5, 25)
    with tempfile.TemporaryDirectory() as temporary, own_configuration(Path(temporary)):
        folder = Path(temporary)
        ratios, details = _costs(folder, films, seconds, repeats)
        hours = {rate: _hour(folder, rate, films) for rate in RATES}
        small, large = _memory(folder, number)
    targets = [
        *(
            Target(f"decode + hash pass over decoding alone, {codec.name}", ratio, most, "times", least=False)
            for codec, ratio, most in zip(CODECS, ratios, (RATIO_TARGET, SMALL_RATIO_TARGET), strict=False)
        ),
        Target("details", details, DETAILS_TARGET, "CPU seconds per hour of film", least=False),
        Target("fingerprint of a film of an hour, 30 a second", hours[30], HOUR_TARGET, "MB", least=False),
        Target(f"peak memory of {4 * number} files", large, MEMORY_TARGET, "MiB", least=False),
    ]
    growth = Target(f"peak of {4 * number} files over peak of {number}", large / small, GROWTH_TARGET, "times", False)
    if quick:
        print(f"\nnot judged: growth of memory: {number} files do not keep every worker busy")
    return verdict(targets if quick else [*targets, growth])


def _costs(folder: Path, films: int, seconds: int, repeats: int) -> tuple[list[float], float]:
    """Median ratios of the first two codecs' films, each the median of its repeats; and of the first, what details
    cost in an hour."""
    picture.warm()
    print(f"CPU seconds of reducing a film over decoding it alone; 1280 × 720, {seconds} s, 30 a second, one thread")
    judged: list[float] = []
    details = float("nan")
    for at, codec in enumerate(CODECS):
        if codec.encoder not in av.codecs_available:
            print(f"  {codec.name:<44} not run: this FFmpeg has no {codec.encoder}")
            continue
        count = films if at < 2 else max(1, films // 4)
        paths = [_film(folder, codec, SEED + number, seconds, codec.size) for number in range(count)]
        rounds_of = [_repeated(path, repeats) for path in paths]
        ratios = [median(cost.ratio for cost in rounds) for rounds in rounds_of]
        wholes = [median(cost.whole_ratio for cost in rounds) for rounds in rounds_of]
        hour = [3600 * median(cost.whole - cost.hashed for cost in rounds) / seconds for rounds in rounds_of]
        ms = 1000 / (30 * seconds)
        held = sum(path.stat().st_size for path in paths) * 8 / (count * seconds) / 1e6
        print(f"  {codec.name}: n = {count} films, {held:.1f} Mb/s as written")
        print("    " + _films_row("decoding alone, ms a frame", _medians(rounds_of, "decoding", ms), 2))
        print("    " + _films_row("decode + hash pass, ms a frame", _medians(rounds_of, "hashed", ms), 2))
        print("    " + _films_row("ratio", ratios))
        print("    " + _films_row("with details, ms a frame", _medians(rounds_of, "whole", ms), 2))
        print("    " + _films_row("ratio", wholes))
        print("    " + _films_row("details, CPU seconds per hour of film", hour, 0))
        if at < 2:
            judged.append(median(ratios))
        if at == 0:
            details = median(hour)
            _parts(paths[0], repeats, ms)
    return judged, details


def _hour(folder: Path, rate: int, films: int) -> float:
    """MB of the fingerprint of a film of an hour, by the arrays of short ones; a frame moves as far at every rate."""
    paths = [_film(folder, CODECS[0], SEED + number, 8, rate=rate) for number in range(max(1, films // 2))]
    reduced = []
    for path in paths:
        with path.open("rb") as source:
            reduced.append(picture.film(source, {}).arrays)
    found = costs(reduced)
    hour, short = hour_mb(found, rate), hour_mb(found, rate, MOMENTS)
    print(f"\nbytes of fingerprints, {rate} frames a second: n = {len(paths)} films")
    print_costs(found)
    print(f"    an hour in one film {hour:.1f} MB, an hour of short films at most {short:.1f} MB")
    return hour


def _medians(rounds_of: Sequence[Sequence[Cost]], part: str, scale: float) -> list[float]:
    return [scale * median(getattr(cost, part) for cost in rounds) for rounds in rounds_of]


def _films_row(label: str, values: Sequence[float], digits: int = 3) -> str:
    return spread(label, values, "", digits).replace("repeats", "films")


def _repeated(path: Path, repeats: int) -> list[Cost]:
    return [Cost(_cpu(path, _decode), _cpu(path, _hash), _cpu(path, _reduce)) for _ in range(repeats)]


def _cpu(path: Path, work: Callable[[Path], object]) -> float:
    return took(lambda: work(path)).cpu_s


def _decode(path: Path) -> int:
    """Demux and decode every frame with the reader's own settings (one thread): what nothing can do without."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_count = 1
        return sum(1 for _ in container.decode(stream))


def _hash(path: Path) -> None:
    with mock.patch.object(picture, "REACH_US", 1 << 60):
        _reduce(path)


def _reduce(path: Path) -> None:
    with path.open("rb") as source:
        picture.film(source, {})


def _parts(path: Path, repeats: int, scale: float) -> None:
    """What each part costs over the same decoded frames, without decoding: it does not add up exactly to the whole."""
    with av.open(str(path)) as container:
        shown = [frame for _, frame in zip(range(60), container.decode(video=0), strict=False)]
    shrink = VideoReformatter()

    def plane(frame: av.VideoFrame, width: int, height: int) -> Pixels:
        small = shrink.reformat(frame, width, height, "gray", interpolation=Interpolation.AREA)
        lines = np.frombuffer(memoryview(small.planes[0]), np.uint8).reshape(-1, small.planes[0].line_size)
        return np.array(lines[:height, :width])

    def hashing() -> None:
        luma = np.stack([plane(frame, frames.SIDE, frames.SIDE) for frame in shown]).astype(np.float32)
        frames.hashes(frames.blocks(luma))
        frames.quality(luma)
        frames.motion(luma)

    def scaling() -> None:
        for frame in shown:
            plane(frame, frames.SIDE, frames.SIDE)

    width = picture.FILM_PX
    grey = [plane(frame, width, width * frame.height // frame.width) for frame in shown[::15]]

    def details() -> None:
        for one in grey:
            features(one, picture.FILM_POINTS)

    for label, work in (("of it shrinking", scaling), ("hashing, shrinking included", hashing)):
        times = [1000 * took(work).cpu_s / len(shown) for _ in range(repeats)]
        print("    " + spread(f"{label}, ms a frame", times, "", 3))
    times = [1000 * took(details).cpu_s / len(shown) for _ in range(repeats)]
    print("    " + spread("details (SIFT, 2 a second), ms a frame", times, "", 3))


def _film(
    folder: Path, codec: Codec, seed: int, seconds: int, size: tuple[int, int] = (1280, 720), rate: int = 30
) -> Path:
    """Moving texture under grain, as a hand-held camera sees it: enough for any encoder to work at."""
    path = folder / f"{random.Random(f'{codec.name} {seed} {size} {rate}').getrandbits(256):064x}.{codec.container}"
    if path.exists():
        return path
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec.encoder, rate=rate, options=dict(codec.options))
        if not isinstance(stream, av.VideoStream):
            raise ValueError(f"{codec.encoder} makes no film")
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.thread_count = 2
        stream.bit_rate = codec.bit_rate
        for number, shown in enumerate(_scene(seed, rate * seconds, size)):
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _scene(seed: int, count: int, size: tuple[int, int]) -> Iterator[Pixels]:
    """A wide picture of blocks, letters' edges and cloud, panned with a hand's shake and fresh grain on every frame."""
    rng = np.random.default_rng(seed)
    width, height = size
    wide = np.zeros((height + 200, width + 400, 3), np.float32)
    for cell, weight in ((240, 70), (60, 45), (16, 30), (5, 14)):
        coarse = rng.random((wide.shape[0] // cell + 2, wide.shape[1] // cell + 2, 3)).astype(np.float32)
        how = cv2.INTER_NEAREST if cell == 60 else cv2.INTER_CUBIC
        wide += weight * np.asarray(cv2.resize(coarse, (wide.shape[1], wide.shape[0]), interpolation=how))
    base = np.clip(wide * 1.4, 0, 255).astype(np.uint8)
    grain = rng.integers(0, 9, (height + 64, width + 64, 3), np.uint8)
    shake = np.cumsum(rng.normal(0, 1.2, (count, 2)), axis=0)
    for number in range(count):
        x = 200 + 180 * np.sin(number / 70) + shake[number, 0] % 20
        y = 90 + 80 * np.sin(number / 45) + shake[number, 1] % 20
        moved = cv2.getRectSubPix(base, size, (float(x + width / 2), float(y + height / 2)))
        u, v = (int(k) for k in rng.integers(0, 64, 2))
        yield np.asarray(cv2.add(moved, grain[v : v + height, u : u + width]), np.uint8)


def _memory(folder: Path, number: int) -> tuple[float, float]:
    """MiB at the peak of `add` and `run` over `number` files, and over four times as many."""
    print(f"\npeak memory of add and run, all processes together, sampled every {1000 * SAMPLE_S:.0f} ms")
    peaks = [_peak(folder, count) for count in (number, 4 * number)]
    return peaks[0], peaks[1]


def _peak(folder: Path, count: int) -> float:
    source = folder / f"files-{count}"
    source.mkdir()
    for at in range(count):
        _one_file(source, at)
    case = folder / f"case-{count}"
    command = [sys.executable, "-m", "stemmata.cli.main"]
    subprocess.run([*command, "new", str(case)], check=True, stdout=subprocess.DEVNULL)
    peaks = {}
    for verb in (["add", str(source)], ["run"]):
        began = time.monotonic()
        working = subprocess.Popen([*command, "-C", str(case), *verb], stdout=subprocess.DEVNULL)
        peaks[verb[0]] = tree_peak_mib(working)
        seconds = time.monotonic() - began
        mib = peaks[verb[0]]
        print(f"  {verb[0]:<4} {count:>4} files  {mib:>7.0f} MiB  {seconds:>6.1f} s, status {working.returncode}")
        if working.returncode not in (0, 1):
            raise RuntimeError(f"{verb[0]} ended with {working.returncode}")
    return max(peaks.values())


def _one_file(source: Path, at: int) -> None:
    """Two stills of 2048 × 1536 for each short film of 640 × 360, all of different scenes."""
    if at % 3 == 2:
        made = _film(source, CODECS[0], SEED + 1000 + at, 3, (640, 360))
        made.rename(source / made.name)
        return
    shown = next(_scene(SEED + 2000 + at, 1, (2048, 1536)))
    name = f"{random.Random(at).getrandbits(256):064x}.jpg"
    cv2.imwrite(str(source / name), cv2.cvtColor(shown, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])


def tree_peak_mib(process: "subprocess.Popen[bytes]") -> float:
    """Largest sum over the tree, sampled until it ends: proportional set size, so that shared pages count once.

    Where the kernel tells no PSS, resident size, which counts pages shared after a fork once per process.
    """
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(_resident_kib(pid) for pid in _tree(process.pid)))
        time.sleep(SAMPLE_S)
    return peak / 1024


def _tree(root: int) -> list[int]:
    """The process and everything below it, by the parents that /proc names."""
    below: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])  # after the name, which may hold anything
            below.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += below.get(pid, [])
    return found


def tree_cpu_seconds() -> float:
    """CPU of this process, of everything below it, and of whatever in there has ended."""
    ticks = 0
    for pid in _tree(os.getpid()):
        with contextlib.suppress(OSError):
            ticks += sum(int(one) for one in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _resident_kib(pid: int) -> int:
    for name, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/{name}").read_text().splitlines():
                if line.startswith(field):
                    return int(line.split()[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
