"""A case of the size of a known one (520 recordings, 65 hours), through the command itself: python -m bench.sync.whole.

Forty scenes of thirteen microphones, 7.5 minutes each: bursts of sound from four places, each late by its own way, with
the clocks', gains and noise of telephones. What is measured is time; what was found is printed beside it.
"""

import argparse
import json
import os
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from bench.rows import none_wrong, row

from stemmata.decode.sound import HZ, Samples

SECONDS, SCENE_SECONDS, OF_SCENE, PLACES = 450.0, 600.0, 13, 4
SOUND_M_S = 343.0


def scene(seed: int) -> list[Samples]:
    """Of each place, SCENE_SECONDS of bursts that begin at once and ring out, a second and a half apart on average."""
    random = np.random.default_rng([520, seed])
    made = []
    for _ in range(PLACES):
        level = np.zeros(round(SCENE_SECONDS * HZ), np.float32)
        for at in np.cumsum(random.exponential(1.5, round(SCENE_SECONDS))):
            first = round(at * HZ)
            if first >= len(level):
                break
            ring = np.exp(-np.arange(round(0.4 * HZ)) / HZ * random.uniform(6, 40)) * random.uniform(0.2, 1)
            piece = level[first : first + len(ring)]
            np.maximum(piece, ring[: len(piece)], out=piece)
        made.append((level * random.standard_normal(len(level))).astype(np.float32))
    return made


def recordings(seed: int) -> Iterator[tuple[float, Samples]]:
    """(start on the scene's clock, samples)."""
    random = np.random.default_rng([521, seed])
    sources, places = scene(seed), random.uniform(-60, 60, (PLACES, 2))
    clock = np.arange(round(SCENE_SECONDS * HZ)) / HZ
    for _ in range(OF_SCENE):
        start, drift = random.uniform(1, SCENE_SECONDS - SECONDS - 1), random.uniform(-100e-6, 100e-6)
        at = start + np.arange(round(SECONDS * HZ)) / HZ * (1 - drift)
        ear = random.uniform(-40, 40, 2)
        heard = 0.05 * random.standard_normal(len(at))
        for sound, place in zip(sources, places, strict=True):
            away = float(np.hypot(*(place - ear)))
            heard += 20 / max(away, 5) * np.interp(at - away / SOUND_M_S, clock, sound)
        yield start, (heard / np.abs(heard).max()).astype(np.float32)


def written(folder: Path, scenes: int) -> dict[str, tuple[int, float]]:
    """Name -> (scene, start)."""
    truth = {}
    for seed in range(scenes):
        for number, (start, samples) in enumerate(recordings(seed)):
            name = f"{seed:02}-{number:02}.wav"
            with wave.open(str(folder / name), "wb") as target:
                target.setnchannels(1)
                target.setsampwidth(2)
                target.setframerate(HZ)
                target.writeframes((samples * 32_000).astype("<i2").tobytes())
            truth[name] = seed, start
    return truth


def report(scenes: int) -> Iterator[str]:
    with TemporaryDirectory(prefix="stemmata-bench-") as made:
        folder = Path(made)
        truth = written(folder, scenes)
        files = sorted(str(path) for path in folder.glob("*.wav"))
        yield f"{len(files)} recordings, {len(files) * SECONDS / 3600:.1f} hours, {os.cpu_count()} cores"
        began, before = time.monotonic(), os.times()
        command = [str(Path(sys.executable).with_name("stemmata")), "sync", "--json", *files]
        said = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        yield f"{(time.monotonic() - began) / 60:.1f} minutes, {cpu / 60:.1f} CPU-minutes"
        yield from _found(said, truth)


def _found(said: dict[str, list[dict[str, str]]], truth: dict[str, tuple[int, float]]) -> Iterator[str]:
    names = {clip["item"]: Path(clip["name"]).name for clip in said["clips"]}
    of_event = {
        frozenset((names[one["a"]], names[one["b"]])) for one in said["pairs"] if one["verdict"] == "same_event"
    }
    wrong = sum(len({truth[name][0] for name in pair}) > 1 for pair in of_event)
    yield f"{said['compared']} of {said['possible']} pairs compared"
    yield none_wrong("pairs of two scenes", wrong, len(of_event))
    held = {name for pair in of_event for name in pair if len({truth[one][0] for one in pair}) == 1}
    yield row("recordings held by one", len(held), len(truth))


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.sync.whole", description=__doc__)
    options.add_argument("--scenes", type=int, default=40)
    for line in report(options.parse_args().scenes):
        print(line)
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
