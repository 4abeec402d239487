"""Pictures that meet in inverted indexes: by frames whose hashes are close, and by details that one movement explains.

Every pair is found with its certificate: the buckets that it was found through. While none of them has become too
common the pair stands, whatever was added since; a pair whose certificate broke is sought once more. So the pairs
depend on what is held, and never on the order in which it came.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.signature import WORDS, mirrored
from stemmata.match.hamming import BAND_BITS, BANDS, HOT, are_close
from stemmata.match.inverted import Details, Hashed, Inverted
from stemmata.match.motion_windows import TABLES as WINDOW_TABLES
from stemmata.match.motion_windows import window_keys
from stemmata.match.moving_alike import FIRST_BITS as WINDOW_BITS
from stemmata.match.moving_alike import Alike, Moved, moving_alike, sought
from stemmata.match.prefixes import (
    KEY_BITS,
    NEVER,
    Depths,
    Keys,
    Places,
    common_bits,
    counts,
    depths,
    meeting,
    prefix,
)
from stemmata.match.shared_details import (
    FIRST_BITS,
    GROWTH_OCTAVES,
    NEAR_BITS,
    SHIFT,
    TABLES,
    TURN_DEGREES,
    begins,
    keys,
    mirrored_table,
)

CROWD = 120
"""Details, or windows of motion, that share a bucket at most: more are told apart by further bits."""
MIN_VOTES = 6
"""Details that one movement lays on each other, from which a pair of pictures is compared."""
ANCHORS = 64
"""Details by which movements are tried at once: more only cost memory."""

Nodes = npt.NDArray[np.int64]
"""Buckets: table << 40 | bits shared << 32 | these bits. Tables from TABLES on are bands of references, from MOTION on
those of windows of motion."""
MOTION = TABLES + BANDS
Floats = npt.NDArray[np.float32]


def pair_code(one: npt.NDArray[np.generic], other: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    """Two numbers of pictures, the smaller first, as one."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    return np.asarray(low.astype(np.int64) << 32 | high.astype(np.int64), np.int64)


def nodes_of(table: int | npt.NDArray[np.int64], key: Keys, depth: Depths) -> Nodes:
    return np.asarray(table << 40 | depth << 32 | prefix(key, depth).astype(np.int64), np.int64)


@dataclass(frozen=True, slots=True)
class Search:
    """`asking` is looked up in `held`; how common a bucket is, `everything` says, of which both are part."""

    asking: Inverted
    held: Sequence[Inverted]
    everything: Sequence[Inverted]


@dataclass(frozen=True, slots=True)
class Met:
    """Certificates by pair code; and the buckets of whole keys that were too common to be searched."""

    certificates: Mapping[int, Nodes]
    too_common: Nodes


def met(search: Search) -> Met:
    """The pairs of one picture of `asking` and another in `held`, each once."""
    certificates: dict[int, Nodes] = {}
    common: list[Nodes] = []
    for band in range(BANDS):
        references = [part.references.column.keys(band) for part in search.everything]
        for pairs, nodes in close_frames(search, band, references, common):
            first = np.unique(pairs, return_index=True)[1]
            for at in first.tolist():
                certificates.setdefault(int(pairs[at]), nodes[at : at + 1])
    _by_details(search, certificates, common)
    _by_motion(search, certificates, common)
    return Met(certificates, np.unique(np.concatenate([np.zeros(0, np.int64), *common])))


def close_frames(
    search: Search, band: int, references: Sequence[Keys], common: list[Nodes]
) -> Iterator[tuple[npt.NDArray[np.int64], Nodes]]:
    """Codes of pairs with hashes that agree in one band and are close, once for each two such hashes, and the bucket
    that each was found in. `references`: this band's keys in everything; to `common` are added those never searched."""
    asking = search.asking
    key = asking.references.column.keys(band)
    depth = depths(references, key, BAND_BITS, HOT)
    common.append(nodes_of(TABLES + band, *_never(key, depth)))
    for negative in (False, True):
        sides = [part.views for part in search.held]
        yield from _near(asking.references, sides, band, key, depth, negative=negative, references_ask=True)
    key = asking.views.column.keys(band)
    for negative in (False, True):
        depth = depths(references, ~key if negative else key, BAND_BITS, HOT)
        sides = [part.references for part in search.held]
        yield from _near(asking.views, sides, band, key, depth, negative=negative, references_ask=False)


def _never(key: Keys, depth: Depths) -> tuple[Keys, Depths]:
    lost = np.unique(key[depth == NEVER])
    return lost, np.full(len(lost), KEY_BITS, np.int64)


def _near(
    asking: Hashed,
    sides: Sequence[Hashed],
    band: int,
    key: Keys,
    depth: Depths,
    *,
    negative: bool,
    references_ask: bool,
) -> Iterator[tuple[npt.NDArray[np.int64], Nodes]]:
    """`negative`: the hashes of `asking` with every bit turned, as a negative has them."""
    row = asking.column.rows(band)
    sought = ~key if negative else key
    hashed = ~asking.hash if negative else asking.hash
    for side in sides:
        theirs = side.column.keys(band)
        of = side.column.rows(band)
        for ours, at in meeting(theirs, sought, depth):
            rows, found = row[ours], of[at]
            kept = asking.item[rows] != side.item[found]
            kept[kept] = are_close(hashed, rows[kept], side.hash, found[kept])
            bits = common_bits(sought[ours[kept]], theirs[at[kept]])
            reference = key[ours[kept]] if references_ask else theirs[at[kept]]
            pairs = pair_code(asking.item[rows[kept]], side.item[found[kept]])
            yield pairs, nodes_of(TABLES + band, reference, bits)


@dataclass(frozen=True, slots=True)
class _Meetings:
    """Details that meet, each pair of details once, ordered by pair of frames: rows of either side; table, and bits
    shared there."""

    ours: npt.NDArray[np.int64]
    theirs: npt.NDArray[np.int64]
    table: npt.NDArray[np.int64]
    bits: npt.NDArray[np.int64]


def _by_details(search: Search, certificates: dict[int, Nodes], common: list[Nodes]) -> None:
    """Adds to `certificates` what is not in it yet."""
    column = search.asking.details.column
    tables = [[part.details.column.keys(table) for part in search.everything] for table in range(TABLES)]
    plain = [depths(tables[table], column.keys(table), FIRST_BITS, CROWD) for table in range(TABLES)]
    for table, depth in enumerate(plain):
        common.append(nodes_of(table, *_never(column.keys(table), depth)))
    crossed = [
        np.maximum(
            depths(tables[table], column.keys(mirrored_table(table)), FIRST_BITS, CROWD), plain[mirrored_table(table)]
        )
        for table in range(TABLES)
    ]
    for flipped, depth_of in ((False, plain), (True, crossed)):
        for part in search.held:
            _voted(search.asking.details, part.details, depth_of, flipped, certificates)


def _voted(
    asking: Details, held: Details, depth_of: Sequence[Depths], flipped: bool, certificates: dict[int, Nodes]
) -> None:
    meetings = _near_details(asking, held, depth_of, flipped)
    frames = asking.frame[meetings.ours].astype(np.int64) << 32 | held.frame[meetings.theirs]
    starts = np.flatnonzero(np.r_[begins(frames), True])
    number = np.diff(starts)
    order = np.argsort(-number, kind="stable")
    for start, end in zip(
        starts[order[number[order] >= MIN_VOTES]].tolist(),
        starts[order[number[order] >= MIN_VOTES] + 1].tolist(),
        strict=True,
    ):
        ours, theirs = meetings.ours[start:end], meetings.theirs[start:end]
        one, other = asking.item[asking.frame[ours[0]]], held.item[held.frame[theirs[0]]]
        pair = min(int(one), int(other)) << 32 | max(int(one), int(other))
        if pair in certificates:
            continue
        chosen = agreeing(*_laid(asking, held, ours, theirs, flipped), MIN_VOTES)
        if chosen is not None:
            rows = start + chosen
            certificates[pair] = _nodes(asking, meetings, rows, flipped)


def _near_details(asking: Details, held: Details, depth_of: Sequence[Depths], flipped: bool) -> _Meetings:
    signature = mirrored(asking.signature) if flipped else asking.signature
    found: list[tuple[npt.NDArray[np.int64], ...]] = []
    for table in range(TABLES):
        source = mirrored_table(table) if flipped else table
        key, row = asking.column.keys(source), asking.column.rows(source)
        theirs, of = held.column.keys(table), held.column.rows(table)
        for ours, at in meeting(theirs, key, depth_of[table]):
            left, right = row[ours], of[at]
            for word in range(WORDS):  # half of the bits tell nearly all strangers apart
                near = np.bitwise_count(signature[:, word][left] ^ held.signature[:, word][right]) <= NEAR_BITS
                left, right, ours, at = left[near], right[near], ours[near], at[near]
            near = np.bitwise_count(signature[left] ^ held.signature[right]).sum(axis=1, dtype=np.uint8) <= NEAR_BITS
            near &= asking.item[asking.frame[left]] != held.item[held.frame[right]]
            left, right = left[near], right[near]
            bits = common_bits(key[ours[near]], theirs[at[near]])
            found.append((left.astype(np.int64), right.astype(np.int64), np.full(len(bits), table, np.int64), bits))
    sides = zip(*found, strict=True) if found else [()] * 4
    rows, others, tables, bits_of = (np.concatenate([np.zeros(0, np.int64), *side]) for side in sides)
    order = np.lexsort((others, rows))
    order = order[begins(rows[order], others[order])]
    order = order[np.lexsort((held.frame[others[order]], asking.frame[rows[order]]))]
    return _Meetings(rows[order], others[order], tables[order], bits_of[order])


def _laid(
    asking: Details, held: Details, ours: npt.NDArray[np.int64], theirs: npt.NDArray[np.int64], flipped: bool
) -> tuple[Floats, Floats, Floats, Floats]:
    """Places of both sides, and how each of ours is turned and enlarged against theirs."""
    place, turn = asking.place[ours].astype(np.float32), asking.turn[ours].astype(np.float32)
    if flipped:
        place, turn = place * np.array([-1, 1], np.float32), 180 - turn
    growth = asking.octave[ours].astype(np.float32) - held.octave[theirs].astype(np.float32)
    return place, held.place[theirs].astype(np.float32), turn - held.turn[theirs].astype(np.float32), growth


def agreeing(ours: Floats, theirs: Floats, turn: Floats, growth: Floats, enough: int) -> npt.NDArray[np.int64] | None:
    """Some of n pairs of details that the movement of one of them explains, at `enough` places or more on either side;
    None where no movement explains so many.

    ours, theirs (n, 2) places in widths; turn (n,) degrees, growth (n,) octaves of ours against theirs. Taking pairs
    away never makes None something: a rule that looked at the best window only would.
    """
    radians, scale = np.radians(turn), np.exp2(growth)
    for begin in range(0, len(ours), ANCHORS):
        tried = slice(begin, begin + ANCHORS)
        cosine = (scale * np.cos(radians))[tried, None]
        sine = (scale * np.sin(radians))[tried, None]
        far = theirs[None, :, :] - theirs[tried, None, :]
        x = ours[tried, None, 0] + cosine * far[..., 0] - sine * far[..., 1]
        y = ours[tried, None, 1] + sine * far[..., 0] + cosine * far[..., 1]
        alike = np.hypot(x - ours[None, :, 0], y - ours[None, :, 1]) <= SHIFT * np.maximum(1, scale)[tried, None]
        alike &= np.abs((turn[None, :] - turn[tried, None] + 180) % 360 - 180) <= TURN_DEGREES
        alike &= np.abs(growth[None, :] - growth[tried, None]) <= GROWTH_OCTAVES
        for anchor in np.flatnonzero(alike.sum(axis=1) >= enough).tolist():
            rows = np.flatnonzero(alike[anchor])
            firsts = [_first_at_each_place(side[rows])[:enough] for side in (ours, theirs)]
            if min(len(first) for first in firsts) == enough:
                return np.unique(np.r_[begin + anchor, rows[firsts[0]], rows[firsts[1]]])
    return None


def _first_at_each_place(places: Floats) -> npt.NDArray[np.int64]:
    """A detail for each place, to a hundredth of a width."""
    steps = np.rint(places * 100).astype(np.int64)
    return np.asarray(np.unique(steps[:, 0] << 32 | steps[:, 1] & 0xFFFFFFFF, return_index=True)[1], np.int64)


def _nodes(asking: Details, meetings: _Meetings, rows: npt.NDArray[np.int64], flipped: bool) -> Nodes:
    """The buckets in which these details met; of a mirrored one, both that must not be too common."""
    found = []
    key = keys(asking.signature[meetings.ours[rows]])
    for at, (table, bits) in enumerate(zip(meetings.table[rows].tolist(), meetings.bits[rows].tolist(), strict=True)):
        source = mirrored_table(table) if flipped else table
        found += [nodes_of(of, key[at : at + 1, source], np.array([bits])) for of in {table, source}]
    return np.unique(np.concatenate(found))


def _by_motion(search: Search, certificates: dict[int, Nodes], common: list[Nodes]) -> None:
    """Adds to `certificates` what is not in it yet."""
    asking = search.asking.moved
    tables = [[part.moved.column.keys(table) for part in search.everything] for table in range(WINDOW_TABLES)]
    for reverse in (False, True):
        depth_of = _window_depths(asking, tables, reverse=reverse)
        if not reverse:
            for table, depth in enumerate(depth_of):
                common.append(nodes_of(MOTION + table, *_never(asking.column.keys(table), depth)))
        for part in search.held:
            for alike in moving_alike(asking, part.moved, depth_of, reverse=reverse):
                pair = min(alike.one, alike.other) << 32 | max(alike.one, alike.other)
                if pair not in certificates:
                    certificates[pair] = _window_nodes(asking, part.moved, alike)


def _window_depths(asking: Moved, tables: Sequence[Sequence[Keys]], *, reverse: bool) -> list[Depths]:
    """Of a film run backwards, as many bits as keep both buckets small: its own, and the one in which it is sought."""
    found = [depths(held, asking.column.keys(at), WINDOW_BITS, CROWD) for at, held in enumerate(tables)]
    if not reverse:
        return found
    turned = [depths(held, sought(asking, at, reverse=True), WINDOW_BITS, CROWD) for at, held in enumerate(tables)]
    return [np.maximum(one, other) for one, other in zip(found, turned, strict=True)]


def _window_nodes(asking: Moved, held: Moved, alike: Alike) -> Nodes:
    sides = [window_keys(asking.code[alike.ours]), window_keys(held.code[alike.theirs])]
    rows = np.arange(len(alike.table))
    keys_of = [side[rows, alike.table] for side in sides]
    return np.unique(np.concatenate([nodes_of(MOTION + alike.table, key, alike.bits) for key in keys_of]))


def too_common(nodes: Nodes, everything: Sequence[Inverted]) -> npt.NDArray[np.bool_]:
    """(n,) whether more share each bucket than may."""
    result = np.zeros(len(nodes), bool)
    for table in np.unique(nodes >> 40).tolist():
        rows = np.flatnonzero(nodes >> 40 == table)
        most = HOT if TABLES <= table < MOTION else CROWD
        result[rows] = _shared_by(nodes[rows], table, everything) > most
    return result


def touched(nodes: Nodes, fresh: Inverted) -> npt.NDArray[np.bool_]:
    """(n,) whether anything in `fresh` lies in each bucket."""
    result = np.zeros(len(nodes), bool)
    for table in np.unique(nodes >> 40).tolist():
        rows = np.flatnonzero(nodes >> 40 == table)
        result[rows] = _shared_by(nodes[rows], table, [fresh]) > 0
    return result


def _shared_by(nodes: Nodes, table: int, parts: Sequence[Inverted]) -> Places:
    held = [_keys(part, table) for part in parts]
    return counts(held, (nodes & 0xFFFFFFFF).astype(np.uint32), nodes >> 32 & 0xFF)


def _keys(part: Inverted, table: int) -> Keys:
    if table < TABLES:
        return part.details.column.keys(table)
    if table < MOTION:
        return part.references.column.keys(table - TABLES)
    return part.moved.column.keys(table - MOTION)


SAMPLED = 16
"""One key in so many is looked up to say what a search will cost."""


def expected_meetings(asking: Inverted, held: Sequence[Inverted]) -> int:
    """How many details and frames a search is going to look at: an estimate from every SAMPLED-th key."""
    total = 0
    for table in range(TABLES):
        columns = [part.details.column.keys(table) for part in held]
        for source in (table, mirrored_table(table)):
            key = asking.details.column.keys(source)[::SAMPLED]
            total += _sum(columns, key, depths(columns, key, FIRST_BITS, CROWD))
    for band in range(BANDS):
        references = [part.references.column.keys(band) for part in held]
        for side, others in ((asking.views, references), (asking.references, None)):
            key = side.column.keys(band)[::SAMPLED]
            columns = others if others is not None else [part.views.column.keys(band) for part in held]
            total += 2 * _sum(columns, key, depths(references, key, BAND_BITS, HOT))  # as it is, and as a negative
    for table in range(WINDOW_TABLES):
        windows = [part.moved.column.keys(table) for part in held]
        key = asking.moved.column.keys(table)[::SAMPLED]
        total += 2 * _sum(windows, key, depths(windows, key, WINDOW_BITS, CROWD))  # as it is, and backwards
    return SAMPLED * total


def _sum(columns: Sequence[Keys], key: Keys, depth: Depths) -> int:
    searched = depth < NEVER
    return int(counts(columns, key[searched], depth[searched]).sum())
