"""The first hour: a chat export of thousands of mixed files, from `add` to the whole answer.

The export is made here from seeded scenes of the example's invented town: photos, clips of 3 to 8 s, the same bytes
again, re-muxes, and re-uploads with codecs and edits that nothing else in this repository makes. Four sources share a
place: the same walls from elsewhere, at another time, are no copy. Default 400 files; what 4,000 would take, and on
eight cores, is extrapolated, and how is printed. Run: python -m bench.firsthour [--files N] [--keep FOLDER] [--quick]
"""

import argparse
import itertools
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from hashlib import sha256
from io import StringIO
from pathlib import Path
from time import perf_counter

import av
import cv2
import numpy as np
from bench.entries import Target, own_configuration, spread, took, verdict
from bench.ingest import tree_cpu_seconds
from bench.rows import none_wrong, row
from example.camera import Lens, between, looking, render, shaken, unsteady
from example.edits import Edit, resized
from example.film import copy_packets
from example.places import PLACES
from example.scenes import Place
from example.textures import Picture as Pixels
from sqlalchemy import select

from stemmata.case import schema
from stemmata.cli.add import add_paths
from stemmata.fingerprint.picture import FILM, STILL
from stemmata.match.pictures import Picture, candidates, compare, picture_of
from stemmata.model.item import Media
from stemmata.model.seams import Reduction
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.run import Run
from stemmata.preserve.casefolder import CaseFolder

SEED = 4_000
VERSION = 2  # of the generator: kept files of another one are made anew
WHOLE = 4_000
CORES = 8
FEWEST = 100  # files from which the time of the whole is judged
HOUR = 60.0  # minutes
RATE = 12
SAME_EACH_TIME = {"crf": "23", "preset": "veryfast", "x264-params": "mbtree=0"}
"""With its macroblock tree, x264 reads memory that it did not write, and no two runs agree."""
CLIP, PHOTO = (320, 180), (800, 600)
PER_PLACE = 4
FILMS = ("two stills", "film and still", "two films")  # by how many of the two are films
TIMED = 12  # pairs of each kind that are compared once more for their time
JOINING = frozenset({"same_stream", "same_footage", "same_picture_part"})


def _stamped(frame: Pixels, number: int) -> Pixels:
    """A dashcam's clock burnt in."""
    out, height = frame.copy(), frame.shape[0]
    text, scale = f"2031-03-14 10:4{number // 60 % 10}:{number % 60:02d}", height / 360
    place = (height // 30, height - height // 20)
    cv2.putText(out, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, (250, 230, 40), max(1, height // 180), cv2.LINE_AA)
    return out


def _sepia(frame: Pixels, number: int) -> Pixels:
    mixed = np.array([[0.39, 0.77, 0.19], [0.35, 0.69, 0.17], [0.27, 0.53, 0.13]], np.float32)
    return np.asarray(cv2.transform(frame, mixed), np.uint8)


def _turned(frame: Pixels, number: int) -> Pixels:
    """Straightened by two degrees, zoomed until no corner shows."""
    height, width = frame.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 2.0, 1.09)
    return np.asarray(cv2.warpAffine(frame, turn, (width, height), flags=cv2.INTER_CUBIC), np.uint8)


def _squared(frame: Pixels, number: int) -> Pixels:
    """On a coloured square, as one app posts wide pictures."""
    height, width = frame.shape[:2]
    out = np.full((width, width, 3), (24, 90, 120), np.uint8)
    top = (width - height) // 4 * 2
    out[top : top + height] = frame
    return out


def _stuck(frame: Pixels, number: int) -> Pixels:
    """A sticker over a fifth of the width."""
    out, (height, width) = frame.copy(), frame.shape[:2]
    cv2.circle(out, (width * 2 // 3, height // 3), width // 10, (255, 210, 60), -1, cv2.LINE_AA)
    cv2.circle(out, (width * 2 // 3 - width // 30, height // 3 - width // 40), width // 60, (40, 30, 30), -1)
    return out


@dataclass(frozen=True, slots=True)
class Way:
    """One way of posting again: edit, file ending, encoder or quality, share of the clip kept."""

    ending: str
    coding: str
    edit: Edit | None = None
    kept: tuple[float, float] = (0.0, 1.0)


CLIP_WAYS: Mapping[str, Way] = {
    "vp9, smaller": Way("webm", "libvpx-vp9", resized(256, 144)),
    "mpeg4, clock burnt in": Way("avi", "mpeg4", _stamped),
    "mpeg2, sepia": Way("ts", "mpeg2video", _sepia),
    "mpeg4, turned 2°": Way("mov", "mpeg4", _turned),
    "vp9, squared": Way("webm", "libvpx-vp9", _squared),
    "mpeg4, trimmed, sticker": Way("mp4", "mpeg4", _stuck, (0.2, 0.8)),
}
PHOTO_WAYS: Mapping[str, Way] = {
    "webp 40": Way("webp", "40"),
    "smaller, JPEG 30": Way("jpg", "30", resized(320, 240)),
    "clock burnt in": Way("jpg", "60", _stamped),
    "sepia": Way("jpg", "75", _sepia),
    "turned 2°": Way("jpg", "80", _turned),
    "squared": Way("png", "0", _squared),
    "sticker": Way("jpg", "70", _stuck),
}
EXACT = ("same bytes", "re-muxed", "frame of a clip")


@dataclass(frozen=True, slots=True)
class Held:
    """One file of the export and what is true of it. `parent` None: what the camera wrote."""

    name: str
    source: int
    kind: str
    parent: str | None


@dataclass(slots=True)
class Spent:
    """Seconds by step of a run; between two steps the tables are written and families formed."""

    wall: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    cpu: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    first_answer_wall: float = 0.0
    first_answer_cpu: float = 0.0
    _last: tuple[float, float] = (0.0, 0.0)
    _step: str = ""

    def begin(self) -> None:
        self._last = (perf_counter(), tree_cpu_seconds())

    def tick(self, step: str, done: int, total: int) -> None:
        if step == self._step and done < total and perf_counter() - self._last[0] < 0.2:
            return  # looking at every process costs milliseconds
        self.note(step if step == self._step else "between steps")
        if step == "texts" and self._step != step:  # what was probed has just been related and written
            self.first_answer_wall, self.first_answer_cpu = sum(self.wall.values()), sum(self.cpu.values())
        self._step = step

    def note(self, name: str) -> None:
        wall, cpu = perf_counter(), tree_cpu_seconds()
        self.wall[name] += wall - self._last[0]
        self.cpu[name] += cpu - self._last[1]
        self._last = (wall, cpu)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--files", type=int, default=400)
    options.add_argument("--keep", type=Path)
    options.add_argument("--quick", action="store_true")
    asked = options.parse_args()
    number = 8 if asked.quick else asked.files
    with tempfile.TemporaryDirectory() as temporary, own_configuration(Path(temporary)):
        began = perf_counter()
        export = (asked.keep or Path(temporary)) / f"chat-{number}-{SEED}-{VERSION}"
        held = _export(export, number)
        kinds = Counter(one.kind for one in held)
        print(f"{number} files, {kinds['original']} sources; made or found in {perf_counter() - began:.0f} s")
        minutes = _hour(Path(temporary) / "case", export, held)
    label = f"minutes for {WHOLE:,} files on {CORES} cores, extrapolated"
    if number < FEWEST:
        print(f"\nnot judged: {label}: {number} files hold too few pairs of nothing in common, it takes {FEWEST}")
        return 0
    return verdict([Target(label, minutes, HOUR, "min", least=False)])


def _hour(path: Path, export: Path, held: list[Held]) -> float:
    """Adds and runs; prints what it took and what was found; returns the minutes extrapolated."""
    case = CaseFolder.create(path, "first hour")
    adding, spent = Spent(), Spent()
    adding.begin()
    with redirect_stdout(StringIO()):
        failed = add_paths(case, [export / "chat"], {}, as_json=True)
    adding.note("add")
    threads = os.cpu_count() or 1
    with Run(case, threads, spent.tick) as run:
        spent.begin()
        run.run()
        spent.note("between steps")
        answer = run.index.value("answer")
        pictures = _pictures(run, Derived(case.derived))
        source_of = _found(run, export, held)
    compared = int(answer["compared_pairs"]) if isinstance(answer, dict) else 0
    number = len(held)
    print(f"\n{number} files, {len(pictures)} with a picture, {failed} not received; {threads} workers")
    print(f"  {'add':<34} {_time(adding.wall['add'], adding.cpu['add'])}")
    print(f"  {'first answer (exact copies)':<34} {_time(spent.first_answer_wall, spent.first_answer_cpu)}")
    for step in spent.wall:
        print(f"  {step:<34} {_time(spent.wall[step], spent.cpu[step])}")
    print(f"  {'run, whole':<34} {_time(sum(spent.wall.values()), sum(spent.cpu.values()))}")
    return _extrapolated(pictures, source_of, number, compared, adding, spent)


def _time(wall: float, cpu: float) -> str:
    return f"{wall:>8.1f} s on the wall {cpu:>8.1f} s of CPU"


def _extrapolated(
    pictures: list[Picture], source_of: Mapping[str, int], number: int, compared: int, adding: Spent, spent: Spent
) -> float:
    began = perf_counter()
    pairs = {(pair.a, pair.b) for pair in candidates(pictures)}
    finding = perf_counter() - began
    near = sum(source_of[a] // PER_PLACE == source_of[b] // PER_PLACE for a, b in pairs)
    times = WHOLE / number
    expected = near * times + (len(pairs) - near) * times**2
    comparing = _by_kind(pictures, pairs, source_of, times)
    per_file = sum(spent.cpu[step] for step in ("index", "probe", "texts", "stills", "films")) / number
    per_pair = spent.cpu["compare"] / max(compared, 1)
    between = spent.cpu["between steps"] / number
    add = adding.cpu["add"] / number
    print(
        f"\n  per file {per_file:.3f} s of CPU; per compared pair {per_pair:.4f} s; candidates found in {finding:.1f} s"
    )
    print(
        f"  candidate pairs: {len(pairs):,} of {len(pictures) * (len(pictures) - 1) // 2:,}; of one source or place "
        f"{near:,}, of nothing in common {len(pairs) - near:,}"
    )
    alone = (add + per_file + between) * WHOLE + comparing
    spread_out = (add + per_file / CORES + between) * WHOLE + comparing / CORES
    print(f"  extrapolated to {WHOLE:,} files, minutes of CPU")
    print(f"    add {add * WHOLE / 60:.1f}, reading files {per_file * WHOLE / 60:.1f}: in step with their number")
    print(
        f"    comparing {comparing / 60:.1f}: {expected:,.0f} pairs, each kind at its own time; those of one place in"
    )
    print("    step with the files (more places, not more of each), those of nothing in common with their square")
    print(f"    tables, candidates and families {between * WHOLE / 60:.1f}: in step with the number of files")
    print(f"    together {alone / 60:.1f} on one core; on {CORES} {spread_out / 60:.1f}, reading and comparing divided")
    return float(spread_out / 60)


def _by_kind(pictures: list[Picture], pairs: set[tuple[str, str]], source_of: Mapping[str, int], times: float) -> float:
    """Prints how many candidate pairs there are of each kind, and what comparing a few of them takes.

    Returns the CPU seconds of comparing in a chat `times` as large: pairs of one place grow with it (it has more
    places, not more of each), those of nothing in common with its square; each kind at the mean of its sample.
    """
    seconds = 0.0
    by_holder = {picture.holder: picture for picture in pictures}
    kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for a, b in sorted(pairs):
        films = by_holder[a].is_film + by_holder[b].is_film
        near = source_of[a] // PER_PLACE == source_of[b] // PER_PLACE
        kinds[f"{FILMS[films]}, {'one place' if near else 'nothing in common'}"].append((a, b))
    for kind, members in sorted(kinds.items()):
        chosen = random.Random(SEED).sample(members, k=min(TIMED, len(members)))
        each = [took(lambda a=a, b=b: compare(by_holder[a], by_holder[b])).cpu_s for a, b in chosen]  # type: ignore[misc]
        seconds += len(members) * (times if kind.endswith("one place") else times**2) * sum(each) / len(each)
        print("  " + spread(f"{kind}: {len(members):,} pairs, each", each, "s", 3).replace("repeats", "pairs"))
    return seconds


def _pictures(run: Run, derived: Derived) -> list[Picture]:
    """As the run compared them."""
    found = []
    with run.index.read() as connection:
        rows = connection.execute(
            select(schema.item.c.sha256, schema.item.c.media).order_by(schema.item.c.sha256)
        ).all()
    for name, media in rows:
        if media in (Media.IMAGE, Media.VIDEO):
            kept = derived.get(STILL if media == Media.IMAGE else FILM, name)
            if isinstance(kept, Reduction):
                found.append(picture_of(name, Media(media), kept))
    return found


def _found(run: Run, export: Path, held: list[Held]) -> dict[str, int]:
    """Prints recall and what was joined across sources, against what was made; returns the source of each item."""
    hashes = {one.name: sha256((export / "chat" / one.name).read_bytes()).hexdigest() for one in held}
    with run.index.read() as connection:
        edge, member = schema.edge.c, schema.member.c
        edges = {(row.a, row.b) for row in connection.execute(select(edge.a, edge.b, edge.kind)) if row.kind in JOINING}
        families: dict[str, set[str]] = defaultdict(set)
        for family, holder in connection.execute(select(member.family, member.holder)):
            families[family].add(holder)
    kin = {pair for group in families.values() for pair in itertools.combinations(sorted(group), 2)}
    print("\neach copy and its parent: an edge between the two, and then one family")
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in held:
        if one.parent is not None:
            pair = tuple(sorted((hashes[one.name], hashes[one.parent])))
            equal = pair[0] == pair[1]
            counts = counted[one.kind]
            counts[0] += equal or pair in edges
            counts[1] += equal or pair in kin
            counts[2] += 1
    for kind, (joined, together, n) in sorted(counted.items()):
        print(f"  {row(kind, joined, n)}; in one family {together}")
    joined, together, n = (sum(counts[at] for counts in counted.values()) for at in range(3))
    print(f"  {row('all', joined, n)}; in one family {together}")
    source_of = {hashes[one.name]: one.source for one in held}
    names = {hashes[one.name]: f"{one.kind} of source {one.source}" for one in held}
    every = set(itertools.combinations(sorted(source_of), 2))
    for title, same_place in (
        ("other places", False),
        ("the same place, taken by another camera at another time", True),
    ):
        print(f"pairs that share no source: {title}")
        unrelated = {
            (a, b)
            for a, b in every
            if source_of[a] != source_of[b] and (source_of[a] // PER_PLACE == source_of[b] // PER_PLACE) == same_place
        }
        if not unrelated:
            print("  not run: no such pairs among so few files")
            continue
        wrong = sorted(unrelated & edges)
        print("  " + none_wrong("false edges", len(wrong), len(unrelated)))
        print("  " + none_wrong("in one family", len(unrelated & kin), len(unrelated)))
        kinds = Counter(" / ".join(sorted(names[holder].split(" of source")[0] for holder in pair)) for pair in wrong)
        if wrong:
            print(f"  most often: {dict(kinds.most_common(4))}; such as {names[wrong[0][0]]} / {names[wrong[0][1]]}")
    return source_of


def _export(folder: Path, number: int) -> list[Held]:
    """Makes the export in folder/chat unless it stands there; the truth stands beside it, never in it."""
    truth = folder / "truth.json"
    if not truth.exists():
        shutil.rmtree(folder, ignore_errors=True)
        plan = _plan(number)
        for part in ("photos", "video_files"):
            (folder / "chat" / part).mkdir(parents=True)
        groups: dict[int, list[Held]] = defaultdict(list)
        for one in plan:
            groups[one.source // PER_PLACE].append(one)
        with ProcessPoolExecutor(2) as workers:
            list(workers.map(_make_group, [folder / "chat"] * len(groups), groups.values()))
        (folder / "chat" / "result.json").write_text(json.dumps(_chat(plan), ensure_ascii=False), "utf-8")
        truth.write_text(json.dumps([asdict(one) for one in plan]), "utf-8")
    return [Held(**one) for one in json.loads(truth.read_text("utf-8"))]


def _plan(number: int) -> list[Held]:
    """Two files in five are sources, two of five of these clips; the others copy a file made before them."""
    rng = random.Random(SEED)
    sources = max(2, number * 2 // 5)
    order = rng.sample(range(1, number + 1), k=number)
    held: list[Held] = []
    for at, place in enumerate(order):
        source = at if at < sources else rng.randrange(sources)
        clip = source % 5 < 2
        if at < sources:
            held.append(Held(_name(place, "mp4" if clip else "jpg"), source, "original", None))
            continue
        ways = CLIP_WAYS if clip else PHOTO_WAYS
        used = {one.kind for one in held if one.source == source}  # the same edit twice would give the same bytes
        new = [way for way in (*(("re-muxed", "frame of a clip") if clip else ()), *ways) if way not in used]
        kind = rng.choice(["same bytes", *new])
        relatives = [one for one in held if one.source == source and _may_be_parent(one, kind)]
        parent = rng.choice(relatives)
        ending = {"same bytes": parent.name.rpartition(".")[2], "re-muxed": "mkv", "frame of a clip": "jpg"}.get(kind)
        held.append(Held(_name(place, ending or ways[kind].ending), source, kind, parent.name))
    return held


def _may_be_parent(one: Held, kind: str) -> bool:
    """Edits and re-muxes are made from an original; the same bytes again, from an original or an edited file."""
    return one.kind == "original" or (kind == "same bytes" and one.kind not in EXACT)


def _name(place: int, ending: str) -> str:
    """As Telegram Desktop names: in the order of posts, which is random here, so that names tell nothing."""
    when = f"14-03-2031_{place // 3600 % 24:02d}-{place // 60 % 60:02d}-{place % 60:02d}"
    if ending in ("jpg", "png", "webp"):
        return f"photos/photo_{place}@{when}.{ending}"
    return f"video_files/video_{place}@{when}.{ending}"


def _chat(plan: list[Held]) -> dict[str, object]:
    """result.json: a message for every file, in the order of the numbers in the names."""
    messages = []
    for one in sorted(plan, key=lambda one: int(one.name.partition("@")[0].rpartition("_")[2])):
        number = int(one.name.partition("@")[0].rpartition("_")[2])
        message: dict[str, object] = {"id": number, "type": "message", "date": "2031-03-14T10:42:07"}
        message |= {"date_unixtime": str(1_931_000_000 + 60 * number), "from": "Mirel Today", "from_id": "channel2031"}
        message |= {"photo" if one.name.startswith("photos") else "file": one.name, "text": f"Message {number}"}
        messages.append(message)
    return {"name": "Mirel Today", "type": "public_channel", "id": 2031, "messages": messages}


def _make_group(chat: Path, held: list[Held]) -> None:
    """All files of the sources that share a place, parents first."""
    cv2.setNumThreads(1)
    name = sorted(PLACES)[held[0].source // PER_PLACE % len(PLACES)]
    place = PLACES[name](SEED + held[0].source // PER_PLACE, 1)
    for one in held:
        path = chat / one.name
        clip = one.source % 5 < 2
        if one.parent is None:
            _record(path, place, one.source, clip=clip)
        elif one.kind == "same bytes":
            shutil.copyfile(chat / one.parent, path)
        elif one.kind == "re-muxed":
            copy_packets(chat / one.parent, path)
        elif one.kind == "frame of a clip":
            shown = _frames(chat / one.parent)
            _save(path, shown[len(shown) // 2], "85")
        else:
            _post_again(path, chat / one.parent, (CLIP_WAYS if clip else PHOTO_WAYS)[one.kind], clip=clip)


def _record(path: Path, place: Place, source: int, *, clip: bool) -> None:
    """Each camera in its own quarter of the place, at its own time: no two sources show one moment from one spot."""
    rng = np.random.default_rng([SEED, source])
    x = -10 + 5.5 * (source % PER_PLACE) + float(rng.uniform(0, 2))
    start = looking((x, float(rng.uniform(-7, 3)), 1.7 + float(rng.uniform(0, 3))), (-x / 2, 24, 3), 0.8)
    end = looking((x + 1.5, 3.5, 1.9), (-x / 2 + float(rng.uniform(-4, 4)), 25, 3), 0.85)
    gains = float(rng.uniform(0.92, 1.06)), 1.0, float(rng.uniform(0.92, 1.06))
    lens = Lens(*(CLIP if clip else PHOTO), rng, gains, float(rng.uniform(0.9, 1.1)))
    clock = 20.0 * (source % PER_PLACE)
    if not clip:
        _save(path, render(place.surfaces(clock, start), start, lens), "88")
        return
    count = RATE * int(rng.integers(3, 9))
    hand = unsteady(rng, count, RATE, 1.0)
    poses = [shaken(between(start, end, at / count), hand[at]) for at in range(count)]
    shown = [render(place.surfaces(clock + at / RATE, pose), pose, lens) for at, pose in enumerate(poses)]
    _encode(path, shown, "libx264")


def _post_again(path: Path, parent: Path, way: Way, *, clip: bool) -> None:
    edit: Callable[[Pixels, int], Pixels] = way.edit or (lambda frame, number: frame)
    if not clip:
        read = cv2.cvtColor(np.asarray(cv2.imread(str(parent)), np.uint8), cv2.COLOR_BGR2RGB)
        _save(path, edit(np.asarray(read, np.uint8), 0), way.coding)
        return
    shown = _frames(parent)
    kept = shown[int(way.kept[0] * len(shown)) : int(way.kept[1] * len(shown))]
    _encode(path, [edit(frame, number) for number, frame in enumerate(kept)], way.coding)


def _save(path: Path, picture: Pixels, quality: str) -> None:
    kinds = {"jpg": cv2.IMWRITE_JPEG_QUALITY, "webp": cv2.IMWRITE_WEBP_QUALITY}
    settings = [kinds[path.suffix[1:]], int(quality)] if path.suffix[1:] in kinds else []
    if not cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), settings):
        raise OSError(f"{path.name} could not be written")


def _frames(path: Path) -> list[Pixels]:
    with av.open(str(path)) as container:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]


def _encode(path: Path, shown: list[Pixels], encoder: str) -> None:
    rate = 24 if encoder == "mpeg2video" else RATE  # MPEG-2 knows no 12 a second: every picture stands twice
    options = {"libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"}, "libx264": SAME_EACH_TIME}
    with av.open(str(path), "w") as container:
        stream = container.add_stream(encoder, rate=rate, options=options.get(encoder, {}))
        if not isinstance(stream, av.VideoStream):
            raise ValueError(f"{encoder} makes no film")
        stream.height, stream.width = shown[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.thread_count = 1
        if encoder != "libx264":
            stream.bit_rate = 450_000
        for number in range(len(shown) * rate // RATE):
            frame = av.VideoFrame.from_ndarray(shown[number * RATE // rate], format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    sys.exit(main())
