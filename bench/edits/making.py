"""Makes the benchmark: writes sources and distractors, reads them back, edits them, and files everything at random."""

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import cv2
from bench.edits import sources
from bench.edits.coding import h264, jpeg, read_film, read_still, write_film, write_still
from bench.edits.films import FILM_EDITS, FilmEdit, Footage, aligned, frames
from bench.edits.settings import covering
from bench.edits.shown import Moment
from bench.edits.sources import Source
from bench.edits.stills import STILL_EDITS, StillEdit
from bench.edits.truth import Entry, Medium, NotUsable, Placed, Role, Truth, placed, truth_of
from example.textures import Picture

FOLDERS = {Medium.STILL: "stills", Medium.FILM: "films"}
TIMES = 1_893_456_000, 1_956_528_000
"""Files claim to have been changed in 2030 or 2031, at random."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made. `only`: names of edits; None for all. `stills_from`, `films_from`: folders of real files."""

    seed: int = 11
    stills: int = 6
    films: int = 4
    still_size: tuple[int, int] = (800, 600)
    film_size: tuple[int, int] = (480, 270)
    stills_from: Path | None = None
    films_from: Path | None = None
    only: Collection[str] | None = None


QUICK = Asked(stills=2, films=2, still_size=(480, 360), film_size=(256, 144))


@dataclass(frozen=True, slots=True)
class Original:
    """A source or distractor once it is written."""

    source: Source
    path: Path
    is_source: bool


def make(folder: Path, asked: Asked, say: Callable[[str], None] = print) -> Truth:
    """Fills `folder`; the same `asked` gives the same bytes on one machine with the same libraries.

    NotUsable for a folder that is not empty, or too few real files.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotUsable(f"{folder} is not empty: name another folder")
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as temporary:
        made: list[tuple[Path, Entry]] = []
        for medium, number in ((Medium.STILL, asked.stills), (Medium.FILM, asked.films)):
            if number > 0:
                made += _medium(Path(temporary), asked, medium, number, say)
        truth = truth_of(_filed(folder, made, asked.seed))
    truth.write(folder)
    return truth


def _medium(
    work: Path, asked: Asked, medium: Medium, number: int, say: Callable[[str], None]
) -> Iterator[tuple[Path, Entry]]:
    """Every file under a name that tells what it is, with its truth under that name."""
    originals = _originals(work, asked, medium, number)
    edits: Sequence[StillEdit | FilmEdit] = STILL_EDITS if medium is Medium.STILL else FILM_EDITS
    chosen = [edit for edit in edits if asked.only is None or edit.name in asked.only]
    for edit in chosen:
        if (reason := edit.coding.missing()) is not None:
            say(f"not made: {medium} {edit.name}: {reason}")
    chosen = [edit for edit in chosen if edit.coding.missing() is None]
    for at, original in enumerate(originals):
        role = Role.SOURCE if original.is_source else Role.DISTRACTOR
        entry = Entry(
            original.path.name, medium, role, original.path.name, None, (), original.source.place,
            original.source.standpoint,
        )  # fmt: skip
        yield original.path, entry
        if not original.is_source:
            continue
        for edit in chosen:
            others = _others(originals, at, edit.others)
            name = f"{original.source.name}-{edit.name}.{edit.coding.ending}"
            also = tuple(sorted({other.path.name for other in others}))
            copy = replace(entry, file=name, role=Role.EDIT, edit=edit.name, also=also)
            seed = asked.seed, crc32(name.encode())
            if isinstance(edit, StillEdit):
                yield work / name, _write_still(work / name, copy, edit, original, others, seed)
            else:
                yield work / name, _write_film(work / name, copy, edit, original, others, seed)
        say(f"{medium} source {at + 1} of {number}: {len(chosen)} edits")


def _originals(work: Path, asked: Asked, medium: Medium, number: int) -> list[Original]:
    still = medium is Medium.STILL
    given = asked.stills_from if still else asked.films_from
    if given is not None:
        found = sources.from_folder(asked.seed, medium, given, number)
    else:
        found = sources.rendered(asked.seed, medium, number, asked.still_size if still else asked.film_size)
    written = []
    for at, source in enumerate(found):
        path = work / f"{source.name}.{'jpg' if still else 'mp4'}"
        if still:
            write_still(path, next(source.frames()), jpeg(90))
        else:
            write_film(path, source.frames(), source.rate, h264(21))
        written.append(Original(source, path, at < number))
    return written


def _others(originals: Sequence[Original], at: int, number: int) -> list[Original]:
    """Distractors of other places first: then it stays plain which pairs have nothing in common."""
    filmed = {one.source.place for one in originals if one.is_source} - {None}
    rest = [one for one in originals if one is not originals[at]]
    rest.sort(key=lambda one: (one.is_source, one.source.place in filmed))
    return [rest[k % len(rest)] for k in range(number)]


def _write_still(
    path: Path, entry: Entry, edit: StillEdit, original: Original, others: Sequence[Original], seed: tuple[int, ...]
) -> Entry:
    source = read_still(original.path)
    size = source.shape[1], source.shape[0]
    beside = tuple(covering(read_still(other.path), *size) for other in others)
    shown = edit.made(source, Moment(0.0, 0.0, seed, beside))
    write_still(path, shown.pixels, edit.coding)
    return replace(entry, placed=placed(shown, size))


def _write_film(
    path: Path, entry: Entry, edit: FilmEdit, original: Original, others: Sequence[Original], seed: tuple[int, ...]
) -> Entry:
    source = _footage(original.path, original.source.rate)
    size = source.frames[0].shape[1], source.frames[0].shape[0]
    beside = [_fitted(_footage(other.path, other.source.rate), size) for other in others]
    rate = edit.rate or original.source.rate
    lies: list[Placed] = []

    def pictures() -> Iterator[Picture]:
        for is_source, shown in frames(edit, source, beside, rate, seed):
            if is_source and not lies:
                lies.append(placed(shown, size))
            yield shown.pixels

    write_film(path, pictures(), rate, edit.coding)
    return replace(entry, placed=lies[0], segments=tuple(aligned(edit, source.seconds, rate)))


@lru_cache(maxsize=3)
def _footage(path: Path, rate: int) -> Footage:
    return Footage(read_film(path), rate)


def _fitted(footage: Footage, size: tuple[int, int]) -> Footage:
    if footage.frames[0].shape[1::-1] == size:
        return footage
    return Footage([covering(frame, *size) for frame in footage.frames], footage.rate)


def _filed(folder: Path, made: Sequence[tuple[Path, Entry]], seed: int) -> Iterator[Entry]:
    """Copies everything to random names, in their order, so that neither names nor times nor order tell anything."""
    names: dict[str, str] = {}
    for path, entry in made:
        drawn = random.Random(f"{seed} {path.name}").getrandbits(96)
        names[path.name] = f"{FOLDERS[entry.medium]}/{drawn:024x}{path.suffix}"
    for medium in sorted({entry.medium for _, entry in made}):
        (folder / FOLDERS[medium]).mkdir(parents=True)
    for path, entry in sorted(made, key=lambda one: names[one[0].name]):
        name = names[path.name]
        shutil.copyfile(path, folder / name)
        changed = random.Random(f"time {seed} {name}").randint(*TIMES)
        os.utime(folder / name, (changed, changed))
        also = tuple(sorted(names[other] for other in entry.also))
        yield replace(entry, file=name, source=names[entry.source], also=also)
