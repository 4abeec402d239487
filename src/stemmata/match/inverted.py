"""Inverted indexes of portions of pictures: which frames and details have a key. Arrays only; files are pipeline's.

One `Inverted` is never changed. New pictures become another one; those that lie next to each other are merged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.signature import Signatures
from stemmata.match.hamming import BANDS, Hashes, band_keys
from stemmata.match.motion_windows import NO_WINDOWS, Codes, Windows, window_keys
from stemmata.match.motion_windows import TABLES as WINDOW_TABLES
from stemmata.match.moving_alike import Moved
from stemmata.match.prefixes import BLOCK, KEY_BITS, Columns, Keys, Rows, columns, directory, merged_table
from stemmata.match.shared_details import FIRST_BITS, TABLES, Posted, begins, keys

FRAMES_OF_ONE = 4
"""Frames of one film that a detail's key stands for, so that a camera that stands still does not fill a bucket."""

Items = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Glance:
    """What finding candidates needs of a picture: a small part of its fingerprint.

    references (n, 4) hashes of its loud frames, runs of nearly equal ones as one; views (m, 4) those of sampled frames
    in all orientations, with and without plain borders; details of a few sampled frames; windows of its motion.
    """

    holder: str
    references: Hashes
    views: Hashes
    details: tuple[Posted, ...]
    windows: Windows = NO_WINDOWS


@dataclass(frozen=True, slots=True)
class Hashed:
    """hash (n, 4); item (n,) whose it is, ascending; column: a table for each band of 16 bits, by the band and the one
    after it."""

    hash: Hashes
    item: Items
    column: Columns


@dataclass(frozen=True, slots=True)
class Details:
    """signature (k, 2); turn (k,) degrees, octave (k,) log2 of the size in widths, place (k, 2) in widths from the
    middle, all float16; frame (k,) ascending, of which posted frame each is; item (frames,) whose that frame is,
    ascending; column: TABLES tables."""

    signature: Signatures
    turn: npt.NDArray[np.float16]
    octave: npt.NDArray[np.float16]
    place: npt.NDArray[np.float16]
    frame: Rows
    item: Items
    column: Columns


@dataclass(frozen=True, slots=True)
class Inverted:
    """Of the pictures numbered first, first + 1, … up to last (exclusive)."""

    first: int
    last: int
    references: Hashed
    views: Hashed
    details: Details
    moved: Moved


def inverted(glances: Sequence[Glance], first: int) -> Inverted:
    """The pictures numbered from `first` on in the order of `glances`."""
    numbers = np.arange(first, first + len(glances), dtype=np.uint32)
    return Inverted(
        first,
        first + len(glances),
        _hashed([one.references for one in glances], numbers),
        _hashed([one.views for one in glances], numbers),
        _details([one.details for one in glances], numbers),
        _moved([one.windows for one in glances], numbers),
    )


def _hashed(each: Sequence[Hashes], numbers: Items) -> Hashed:
    hashed = np.concatenate([np.zeros((0, 4), np.uint64), *each])
    item = np.repeat(numbers, [len(one) for one in each])
    return with_columns(hashed, item)


def with_columns(hashed: Hashes, item: Items) -> Hashed:
    key, row = band_keys(hashed), np.arange(len(hashed), dtype=np.uint32)
    return Hashed(hashed, item, columns([(key[:, band], row) for band in range(BANDS)]))


def _moved(each: Sequence[Windows], numbers: Items) -> Moved:
    code, middle, mark = (
        np.concatenate([getattr(NO_WINDOWS, name), *(getattr(one, name) for one in each)])
        for name in ("code", "middle", "mark")
    )
    return with_window_columns(code, middle, mark, np.repeat(numbers, [len(one.code) for one in each]))


def with_window_columns(
    code: Codes, middle: npt.NDArray[np.float32], mark: npt.NDArray[np.uint8], item: Items
) -> Moved:
    key, row = window_keys(code), np.arange(len(code), dtype=np.uint32)
    return Moved(code, middle, mark, item, columns([(key[:, table], row) for table in range(WINDOW_TABLES)]))


def _details(each: Sequence[tuple[Posted, ...]], numbers: Items) -> Details:
    frames = [posted for one in each for posted in one]
    signature = np.concatenate([np.zeros((0, 2), np.uint64), *(one.signature for one in frames)])
    with np.errstate(over="ignore"):
        turn, octave = (
            np.concatenate([np.zeros(0), *(getattr(one, name) for one in frames)]).astype(np.float16)
            for name in ("turn", "octave")
        )
        place = np.concatenate([np.zeros((0, 2)), *(one.place for one in frames)]).astype(np.float16)
    frame = np.repeat(np.arange(len(frames), dtype=np.uint32), [len(one.key) for one in frames])
    key = np.concatenate([np.zeros((0, TABLES), np.uint32), *(one.key for one in frames)])
    item = np.repeat(numbers, [len(one) for one in each])
    return Details(signature, turn, octave, place, frame, item, _detail_columns(key, frame, item))


def _detail_columns(key: npt.NDArray[np.uint32], frame: Rows, item: Items) -> Columns:
    """Of details that agree in the first bits, one for each frame, in at most FRAMES_OF_ONE frames of a picture."""
    tables: list[tuple[Keys, Rows]] = []
    holder = item[frame]
    for table in range(TABLES):
        first_bits = key[:, table] >> (KEY_BITS - FIRST_BITS)
        order = np.argsort(first_bits, kind="stable")  # frames of pictures in order already
        order = order[begins(first_bits[order], frame[order])]
        order = order[_rank(begins(first_bits[order], holder[order])) < FRAMES_OF_ONE]
        tables.append((key[order, table], order.astype(np.uint32)))
    return columns(tables)


def _rank(starts: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """How many rows of the same run come before each."""
    places = np.arange(len(starts))
    return np.asarray(places - np.maximum.accumulate(np.where(starts, places, 0)), np.int64)


def chosen(parts: Sequence[Inverted], items: npt.NDArray[np.int64]) -> Inverted:
    """The pictures numbered in `items` (ascending, not empty) alone, under their numbers."""
    sides: tuple[list[tuple[Hashes, Items]], ...] = ([], [])
    frames: list[Items] = []
    kept: list[tuple[npt.NDArray[Any], ...]] = []
    windows: list[tuple[npt.NDArray[Any], ...]] = []
    before = 0
    for part in parts:
        held = items[(items >= part.first) & (items < part.last)].astype(np.uint32)
        for found, side in zip(sides, (part.references, part.views), strict=True):
            rows = _rows_of(side.item, held)
            found.append((side.hash[rows], side.item[rows]))
        details = part.details
        wanted = _rows_of(details.item, held)
        rows = _rows_of(details.frame, wanted.astype(np.uint32))
        frame = (np.searchsorted(wanted, details.frame[rows]) + before).astype(np.uint32)
        kept.append((details.signature[rows], details.turn[rows], details.octave[rows], details.place[rows], frame))
        frames.append(details.item[wanted])
        before += len(wanted)
        rows = _rows_of(part.moved.item, held)
        windows.append(
            tuple(side[rows] for side in (part.moved.code, part.moved.middle, part.moved.mark, part.moved.item))
        )
    signature, turn, octave, place, frame = (np.concatenate(one) for one in zip(*kept, strict=True))
    item = np.concatenate(frames)
    column = _detail_columns(keys(signature), frame, item)
    references, views = (with_columns(*(np.concatenate(one) for one in zip(*side, strict=True))) for side in sides)
    return Inverted(
        int(items[0]),
        int(items[-1]) + 1,
        references,
        views,
        Details(signature, turn, octave, place, frame, item, column),
        with_window_columns(*(np.concatenate(one) for one in zip(*windows, strict=True))),
    )


def _rows_of(ascending: Rows, wanted: Rows) -> npt.NDArray[np.int64]:
    """Places of all values in `wanted`, in order."""
    first = np.searchsorted(ascending, wanted, "left")
    count = np.searchsorted(ascending, wanted, "right") - first
    return np.asarray(np.repeat(first - np.cumsum(count) + count, count) + np.arange(int(count.sum())), np.int64)


@dataclass(frozen=True, slots=True)
class Stream:
    """An array that comes in blocks along its first axis."""

    dtype: np.dtype[np.generic]
    shape: tuple[int, ...]
    blocks: Iterator[Numbers]


def arrays(part: Inverted) -> dict[str, Numbers]:
    """Every array under its path, such as "details.column.key"."""
    return dict(_named("", part))


def _named(path: str, value: object) -> Iterator[tuple[str, Numbers]]:
    for field in fields(value):  # type: ignore[arg-type]
        member = getattr(value, field.name)
        if isinstance(member, np.ndarray):
            yield path + field.name, member
        elif is_dataclass(member):
            yield from _named(f"{path}{field.name}.", member)


def from_arrays(first: int, last: int, held: Mapping[str, npt.NDArray[Any]]) -> Inverted:
    """What `arrays` gave. KeyError where one is missing."""
    sides = [
        Hashed(held[f"{side}.hash"], held[f"{side}.item"], _columns(held, side)) for side in ("references", "views")
    ]
    details = Details(
        held["details.signature"],
        held["details.turn"],
        held["details.octave"],
        held["details.place"],
        held["details.frame"],
        held["details.item"],
        _columns(held, "details"),
    )
    windows = Moved(
        held["moved.code"], held["moved.middle"], held["moved.mark"], held["moved.item"], _columns(held, "moved")
    )
    return Inverted(first, last, sides[0], sides[1], details, windows)


def _columns(held: Mapping[str, npt.NDArray[Any]], side: str) -> Columns:
    return Columns(*(held[f"{side}.column.{name}"] for name in ("key", "row", "start", "directory")))


def merged(parts: Sequence[Inverted]) -> dict[str, Stream]:
    """Several that lie next to each other, in order, as the arrays of one; a few blocks are held at a time."""
    result: dict[str, Stream] = {}
    frames = _before([len(part.details.item) for part in parts])
    held = [arrays(part) for part in parts]
    for name in held[0]:
        if ".column." not in name:
            shifts = frames if name == "details.frame" else [0] * len(parts)
            sides = [one[name] for one in held]
            shape = (sum(len(side) for side in sides), *sides[0].shape[1:])
            result[name] = Stream(sides[0].dtype, shape, _after_each_other(sides, shifts))
    for side, of in (("references", "hash"), ("views", "hash"), ("details", "signature"), ("moved", "code")):
        columns_of = [getattr(part, side).column for part in parts]
        rows = _before([len(one[f"{side}.{of}"]) for one in held])
        start = np.asarray(np.sum([column.start for column in columns_of], axis=0), np.int64)
        for at, name in enumerate(("key", "row")):
            blocks = _column_blocks(columns_of, rows, at)
            result[f"{side}.column.{name}"] = Stream(np.dtype("<u4"), (int(start[-1]),), blocks)
        result[f"{side}.column.start"] = Stream(start.dtype, start.shape, iter([start]))
        cells = directory([[one.keys(table) for table in range(one.tables)] for one in columns_of])
        result[f"{side}.column.directory"] = Stream(cells.dtype, cells.shape, iter([cells]))
    return result


def _column_blocks(parts: Sequence[Columns], rows: Sequence[int], which: int) -> Iterator[Numbers]:
    """Keys (0) or rows (1) of all tables: two passes cost less than to hold either."""
    for table in range(parts[0].tables):
        for block in merged_table(parts, rows, table):
            yield block[which]


def _before(lengths: Sequence[int]) -> list[int]:
    return [int(length) for length in np.cumsum([0, *lengths])[:-1]]


def _after_each_other(sides: Sequence[npt.NDArray[Any]], shifts: Sequence[int]) -> Iterator[Numbers]:
    for side, shift in zip(sides, shifts, strict=True):
        for begin in range(0, len(side), BLOCK):
            block = side[begin : begin + BLOCK]
            yield block + side.dtype.type(shift) if shift else block
