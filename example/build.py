"""Builds the example folder, and its truth where one is asked for.

Films are made by two threads: the work is in OpenCV and FFmpeg, which let go of the interpreter. Every file has its
own randomness, so neither order nor threads show in the result.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from example import film, recordings, reuploads, telegram, texts
from example.recordings import PHOTOGRAPHS, RECORDINGS
from example.reuploads import KEPT, PACKET_COPIES, STILL_COPIES, WHATSAPP
from example.truth import OUTSIDE, Held, Stretch, Truth

SAME_BYTES = "VID-20210314-WA0007 (1).mp4"
TRUNCATED = "from Yasmin/harbour_0314_full.mp4"
EMPTY = "VID_0000.mp4"
UNKNOWN = "backup.dat"
ABOUT = "ABOUT.txt"

THREADS = 2


@dataclass(frozen=True, slots=True)
class Built:
    """How many files now stand in the folder, and how long that took."""

    files: int
    seconds: float


def build(folder: Path, seed: int = 2031, truth: Path | None = None) -> Built:
    """Fill `folder` (made if absent, empty if present) with the example; the truth goes to a file outside it.

    The same seed gives the same files within one version of the libraries. ValueError for a folder that is not empty,
    or a truth inside the folder.
    """
    began = time.monotonic()
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} is not empty")
    if truth is not None and truth.resolve().is_relative_to(folder.resolve()):
        raise ValueError("the truth must stand outside the folder")
    folder.mkdir(parents=True, exist_ok=True)
    known = Truth(seed)
    with tempfile.TemporaryDirectory() as outside:
        paths = _paths(folder, Path(outside), seed)
        _make_media(paths, seed)
        _media_truth(known, paths, seed)
    _make_bad_files(folder, paths, seed, known)
    texts.write(folder, known)
    telegram.write(folder, known)
    if truth is not None:
        known.write(truth)
    return Built(sum(1 for path in folder.rglob("*") if path.is_file()), time.monotonic() - began)


def _paths(folder: Path, outside: Path, seed: int) -> Mapping[str, Path]:
    """Where each recording and each file of film or picture lies; a recording that is held has two names."""
    paths: dict[str, Path] = {}
    for name, kept in KEPT.items():
        paths[name] = outside / f"{name}.mp4" if kept is None else folder / kept
        if kept is not None:
            paths[kept] = folder / kept
    copies = [one.name for one in reuploads.reuploads(seed)]
    copies += [one.name for one in PACKET_COPIES] + [one.name for one in STILL_COPIES]
    for name in (*copies, SAME_BYTES, TRUNCATED):
        paths[name] = folder / name
    for path in paths.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    return paths


def _make_media(paths: Mapping[str, Path], seed: int) -> None:
    """Every film and still; each waits for its parents, which were begun before it."""
    begun: dict[str, Future[None]] = {}

    def begin(name: str, parents: Sequence[str], work: Callable[[], object]) -> None:
        def run() -> None:
            for parent in parents:
                begun[parent].result()
            work()

        begun[name] = threads.submit(run)

    own_threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    with ThreadPoolExecutor(THREADS) as threads:
        for one in RECORDINGS:
            begin(one.name, [], lambda one=one: recordings.record(one, seed, paths[one.name]))  # type: ignore[misc]
        for photo in PHOTOGRAPHS:
            begin(photo.name, [], lambda photo=photo: _photograph(photo, seed, paths[photo.name]))  # type: ignore[misc]
        for copy in reuploads.reuploads(seed):
            parents = [part[0] for part in copy.parts]
            begin(copy.name, parents, lambda copy=copy: reuploads.make_reupload(copy, paths))  # type: ignore[misc]
        for same in PACKET_COPIES:
            source, target, key = paths[same.parent], paths[same.name], same.first_key
            begin(same.name, [same.parent], lambda a=source, b=target, k=key: film.copy_packets(a, b, k))  # type: ignore[misc]
        for still in STILL_COPIES:
            begin(still.name, [still.parent], lambda still=still: reuploads.make_still(still, paths))  # type: ignore[misc]
        begin(SAME_BYTES, [WHATSAPP], lambda: shutil.copyfile(paths[WHATSAPP], paths[SAME_BYTES]))
        begin(TRUNCATED, ["harbour"], lambda: _cut_off(paths["harbour"], paths[TRUNCATED]))
    cv2.setNumThreads(own_threads)
    for future in begun.values():
        future.result()


def _photograph(photo: recordings.Photograph, seed: int, path: Path) -> None:
    recordings.save_photograph(photo, recordings.photograph(photo, seed), path)


def _cut_off(source: Path, target: Path) -> None:
    """A transfer that ended half-way: the index at the end of the file is lost."""
    whole = source.read_bytes()
    target.write_bytes(whole[: len(whole) * 6 // 10])


def _media_truth(known: Truth, paths: Mapping[str, Path], seed: int) -> None:
    names: dict[str, Held] = {}
    for one in RECORDINGS:
        whole = Stretch(one.name, (0.0, one.seconds), (0.0, one.seconds))
        names[one.name] = Held("original", "video", [whole], sound=True)
        known.recordings[one.name] = {
            "held_as": KEPT[one.name],
            "place": one.place,
            "day": one.day,
            "starts_s": one.clock_s,
            "seconds": one.seconds,
        }
    for photo in PHOTOGRAPHS:
        names[photo.name] = Held("original", "image", [Stretch(photo.name, (0.0, 0.0), (0.0, 0.0))])
        known.recordings[photo.name] = {
            "held_as": KEPT[photo.name],
            "place": photo.place,
            "day": photo.day,
            "seconds": None,
        }

    def parent_name(name: str) -> str:
        return KEPT[name] or OUTSIDE + name if name in KEPT else name

    for copy in reuploads.reuploads(seed):
        stretches = reuploads.stretches_of(copy.parts, copy.did, names)
        parents = list(dict.fromkeys(parent_name(part[0]) for part in copy.parts))
        role = "join" if "joined" in copy.did else "copy"
        names[copy.name] = Held(role, "video", stretches, parents, copy.did, copy.sound)
    for same in PACKET_COPIES:
        begins = round(film.seconds_of(paths[same.parent]) - film.seconds_of(paths[same.name]), 3)
        stretches = reuploads.stretches_of([(same.parent, begins, 1e6)], [], names)
        names[same.name] = Held("copy", "video", stretches, [same.parent], [same.did], True)
    for still in STILL_COPIES:
        at = still.at_s or 0.0
        stretches = reuploads.stretches_of([(still.parent, at, at)], still.did, names)
        names[still.name] = Held("copy", "image", stretches, [parent_name(still.parent)], still.did)
    names[SAME_BYTES] = Held("copy", "video", names[WHATSAPP].stretches, [WHATSAPP], ["same bytes"], True)
    known.files |= {KEPT.get(name) or name: held for name, held in names.items() if KEPT.get(name, name) is not None}
    known.same_event.append({"a": "roof", "b": "car", "b_starts_at_s_of_a": 2.4})
    taken: Sequence[recordings.Recording | recordings.Photograph] = (*RECORDINGS, *PHOTOGRAPHS)
    market = [one.name for one in taken if one.place == "grain market"]
    gate = [one.name for one in taken if one.place == "Saffra Gate"]
    known.same_place += [market, gate]


def _make_bad_files(folder: Path, paths: Mapping[str, Path], seed: int, known: Truth) -> None:
    (folder / EMPTY).write_bytes(b"")
    (folder / UNKNOWN).write_bytes(np.random.default_rng([seed, 99]).bytes(6_000))
    harbour = KEPT["harbour"] or ""
    known.files[TRUNCATED] = Held("bad", "video", (), [harbour], ["cut off"], failure="truncated")
    known.files[EMPTY] = Held("bad", "other", failure="empty")
    known.files[UNKNOWN] = Held("unknown type", "other")
