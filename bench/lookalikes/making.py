"""Makes the set: films and stills of every group, one copy of each of some takes, and the truth of all."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import cv2
from bench.edits.coding import h264, jpeg, read_film, read_still, write_film, write_still
from bench.edits.films import FILM_EDITS, FilmEdit, Footage, aligned, excerpt, frames
from bench.edits.shown import Moment
from bench.edits.stills import STILL_EDITS, StillEdit
from bench.edits.truth import NotUsable
from bench.lookalikes.groups import Group, groups, shortened
from bench.lookalikes.screens import INTRO_S, OUTRO_S, captioned, in_player, station
from bench.lookalikes.takes import Take, filmed, photographed
from bench.lookalikes.truth import Entry, Kind, Shown, copied_shows, pairs, write
from example.film import rate_of

FILM_COPIES = (
    *(edit for edit in FILM_EDITS if edit.name in {"vp9", "crop 82", "subtitle band", "mirror", "mpeg4", "logo"}),
    FilmEdit("excerpt 3.5 s", cut=excerpt(3.5, 0.4)),
    FilmEdit("low bit rate, excerpt 3 s", cut=excerpt(3.0, 0.8), coding=h264(38)),
)
STILLS_COPIED = {"jpeg 20", "crop 82, corner", "subtitle band", "mirror", "thumbnail 160 px", "logo 20 %"}
STILL_COPIES = tuple(edit for edit in STILL_EDITS if edit.name in STILLS_COPIED)
"""Edits, most of them of bench.edits, taken in turn."""


@dataclass(frozen=True, slots=True)
class Asked:
    """pairs: at least so many are made, of all kinds alike. A `small` set has few and short films in each group."""

    seed: int = 23
    pairs: int = 2_400
    small: bool = False
    kinds: Sequence[Kind] = tuple(Kind)


SMALL_FILMS, SMALL_S, SMALL_PX = 2, 2.0, (128, 72)


def make(folder: Path, asked: Asked, say: Callable[[str], None] = print) -> list[Entry]:
    """Fills `folder`. NotUsable for a folder that is not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise NotUsable(f"{folder} is not empty: name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    entries: list[Entry] = []
    number = 0
    for turn in zip(*(groups(asked.seed, kind) for kind in asked.kinds), strict=True):
        for group in turn:
            chosen = shortened(group, SMALL_FILMS, SMALL_S, SMALL_PX) if asked.small else group
            made = list(_group(folder, chosen, asked.seed))
            entries += made
            number += sum(1 for _ in pairs(made))
        say(f"{number} pairs of {len(entries)} files in {len({entry.group for entry in entries})} groups")
        if number >= asked.pairs:
            break
    write(folder, entries)
    return sorted(entries, key=lambda entry: entry.file)


def _group(folder: Path, group: Group, seed: int) -> Iterator[Entry]:
    (folder / group.name).mkdir()
    made = [_film(folder, group, at) for at in range(len(group.films))]
    made += [_photograph(folder, group, take) for take in group.photographs]
    by_name = {take.name: take for take in group.films}
    made += [_frame(folder, group, by_name[name], second) for name, second in group.frames_of]
    yield from made
    turn = itertools.count(int(group.name.rsplit("-", 1)[1]))
    for entry in made:
        # of half the stills: each is cheap to compare with everything, so they would outweigh the films
        if not entry.still or crc32(entry.file.encode()) % 2:
            yield _copy(folder, entry, next(turn), seed)


def _entry(group: Group, take: Take, file: str, *, still: bool, shows: tuple[Shown, ...]) -> Entry:
    x, y, z = (round(float(value), 3) for value in take.start.position)
    return Entry(file, group.kind, group.name, group.variant, still, shows, (x, y, z), take.way, take.day, take.hour,
                 take.moving, take.stamped)  # fmt: skip


def _film(folder: Path, group: Group, at: int) -> Entry:
    take = group.films[at]
    file = f"{group.name}/{take.name}.mp4"
    recording = f"{group.name}/{take.name}"
    drawn = crc32(group.name.encode())
    own, rate, length = filmed(take), take.rate, take.length_s
    shows: tuple[Shown, ...] = (Shown(recording, (0.0, length), (0.0, length)),)
    if group.variant == "player":
        own = in_player(own, drawn, at, take.count, rate)
    elif group.variant == "lower third":
        own = captioned(own, drawn, rate)
    elif group.variant == "intro":
        own = itertools.chain(station(drawn, take.size, rate, INTRO_S, "MIREL 1"), own)
        intro = Shown(f"{group.name}/intro", (0.0, INTRO_S), (0.0, INTRO_S))
        shows = (intro, Shown(recording, (0.0, length), (INTRO_S, INTRO_S + length)))
    elif group.variant == "outro":
        own = itertools.chain(own, station(drawn, take.size, rate, OUTRO_S, "MORE AT MIREL.1"))
        shows = (*shows, Shown(f"{group.name}/outro", (0.0, OUTRO_S), (length, length + OUTRO_S)))
    write_film(folder / file, own, rate, h264(23))
    return _entry(group, take, file, still=False, shows=shows)


def _photograph(folder: Path, group: Group, take: Take) -> Entry:
    file = f"{group.name}/{take.name}.jpg"
    write_still(folder / file, photographed(take), jpeg(88))
    shows = (Shown(f"{group.name}/{take.name}", (0.0, 0.0), (0.0, 0.0)),)
    return _entry(group, take, file, still=True, shows=shows)


def _frame(folder: Path, group: Group, take: Take, second: float) -> Entry:
    """A frame as the camera's own gallery saves it."""
    number = round(second * take.rate)
    picture = next(itertools.islice(filmed(take), number, None))
    file = f"{group.name}/{take.name}-frame-{number}.jpg"
    write_still(folder / file, picture, jpeg(90))
    at = number / take.rate
    return _entry(group, take, file, still=True, shows=(Shown(f"{group.name}/{take.name}", (at, at), (0.0, 0.0)),))


def _copy(folder: Path, entry: Entry, turn: int, seed: int) -> Entry:
    drawn = seed, crc32(entry.file.encode())
    if entry.still:
        return _copied_still(folder, entry, STILL_COPIES[turn % len(STILL_COPIES)], drawn)
    return _copied_film(folder, entry, FILM_COPIES[turn % len(FILM_COPIES)], drawn)


def _copied_still(folder: Path, entry: Entry, edit: StillEdit, seed: tuple[int, ...]) -> Entry:
    file = f"{entry.file.removesuffix('.jpg')}-copy.{edit.coding.ending}"
    shown = edit.made(read_still(folder / entry.file), Moment(0.0, 0.0, seed))
    write_still(folder / file, shown.pixels, edit.coding)
    return replace(entry, file=file, copied=entry.file, edit=edit.name)


def _copied_film(folder: Path, entry: Entry, edit: FilmEdit, seed: tuple[int, ...]) -> Entry:
    file = f"{entry.file.removesuffix('.mp4')}-copy.{edit.coding.ending}"
    rate = rate_of(folder / entry.file)
    source = Footage(read_film(folder / entry.file), rate)
    write_film(folder / file, (shown.pixels for _, shown in frames(edit, source, [], rate, seed)), rate, edit.coding)
    shows = copied_shows(entry.shows, aligned(edit, source.seconds, rate))
    return replace(entry, file=file, shows=shows, copied=entry.file, edit=edit.name)
