"""Pictures that meet in inverted indexes: by frames whose hashes are close, and by details that one movement explains.

Every pair is found with its certificate: the buckets that it was found through. While none of them has become too
common the pair stands, whatever was added since; a pair whose certificate broke is sought once more. So the pairs
depend on what is held, and never on the order in which it came.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.signature import WORDS, Signatures, mirrored
from stemmata.match.buckets import (
    TOGETHER,
    Divided,
    Sought,
    Spans,
    divided,
    meetings,
    portions,
    spans,
    tables_of,
)
from stemmata.match.hamming import BAND_BITS, BANDS, HOT, are_close
from stemmata.match.inverted import Details, Hashed, Inverted
from stemmata.match.motion_windows import TABLES as WINDOW_TABLES
from stemmata.match.motion_windows import window_keys
from stemmata.match.moving_alike import FIRST_BITS as WINDOW_BITS
from stemmata.match.moving_alike import Alike, Moved, moving_alike, sought_keys
from stemmata.match.prefixes import KEY_BITS, NEVER, Columns, Depths, Keys, Places, common_bits, counts, depths, prefix
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
    for pairs, nodes in close_frames(search, common):
        first = np.unique(pairs, return_index=True)[1]
        for at in first.tolist():
            certificates.setdefault(int(pairs[at]), nodes[at : at + 1])
    _by_details(search, certificates, common)
    _by_motion(search, certificates, common)
    return Met(certificates, np.unique(np.concatenate([np.zeros(0, np.int64), *common])))


def close_frames(search: Search, common: list[Nodes]) -> Iterator[tuple[npt.NDArray[np.int64], Nodes]]:
    """Codes of pairs with hashes that agree in one band and are close, once for each two such hashes, and the bucket
    that each was found in. To `common` are added the buckets never searched."""
    references = [part.references.column for part in search.everything]
    asking = search.asking.references
    views = [part.views for part in search.held]
    for postings in portions(asking.column):
        own = _sought(asking.column, postings)
        depth = divided(references, own, _at_least(BAND_BITS, postings), HOT).depth
        common.append(_never(TABLES + own.table, own.key, depth))
        for negative in (False, True):
            sought = Sought(own.table, ~own.key) if negative else own
            for side in views:
                found = spans(side.column, sought, depth)
                yield from _near(asking, postings, sought, side, found, own.key, negative=negative)
    asking = search.asking.views
    for postings in portions(asking.column):
        own = _sought(asking.column, postings)
        for negative in (False, True):
            sought = Sought(own.table, ~own.key) if negative else own
            buckets = divided(references, sought, _at_least(BAND_BITS, postings), HOT)
            for part in search.held:
                found = _spans_in(part.references.column, references, sought, buckets)
                yield from _near(asking, postings, sought, part.references, found, None, negative=negative)


def _sought(column: Columns, postings: Places) -> Sought:
    return Sought(tables_of(column, postings), column.key[postings])


def _at_least(bits: int, postings: Places) -> Depths:
    return np.full(len(postings), bits, np.int64)


def _spans_in(column: Columns, everything: Sequence[Columns], sought: Sought, buckets: Divided) -> Spans:
    """What dividing has found already, or what is looked up now."""
    for one, found in zip(everything, buckets.spans, strict=True):
        if one is column:
            return found
    return spans(column, sought, buckets.depth)


def _never(table: Places, key: Keys, depth: Depths) -> Nodes:
    lost = np.flatnonzero(depth == NEVER)
    return np.unique(nodes_of(table[lost], key[lost], np.full(len(lost), KEY_BITS, np.int64)))


def _near(
    asking: Hashed,
    postings: Places,
    sought: Sought,
    side: Hashed,
    found: Spans,
    reference: Keys | None,
    *,
    negative: bool,
) -> Iterator[tuple[npt.NDArray[np.int64], Nodes]]:
    """`negative`: the hashes of `asking` with every bit turned, as a negative has them; `reference`: the keys whose
    buckets are counted, None where they are those of `side`."""
    hashed = ~asking.hash if negative else asking.hash
    row = asking.column.row[postings].astype(np.int64)
    for ours, at in meetings(found):
        rows, there = row[ours], side.column.row[at].astype(np.int64)
        kept = np.flatnonzero(asking.item[rows] != side.item[there])
        kept = kept[are_close(hashed, rows[kept], side.hash, there[kept])]
        ours, at = ours[kept], at[kept]
        bits = common_bits(sought.key[ours], side.column.key[at])
        key = side.column.key[at] if reference is None else reference[ours]
        pairs = pair_code(asking.item[rows[kept]], side.item[there[kept]])
        yield pairs, nodes_of(TABLES + sought.table[ours], key, bits)


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
    asking = search.asking.details
    everything = [part.details.column for part in search.everything]
    turned = mirrored(asking.signature)
    for postings in _whole_frames(asking):
        own = _sought(asking.column, postings)
        plain = divided(everything, own, _at_least(FIRST_BITS, postings), CROWD)
        common.append(_never(own.table, own.key, plain.depth))
        mirror = Sought(mirrored_table(own.table), own.key)
        crossed = divided(everything, mirror, plain.depth, CROWD)
        for flipped, sought, buckets in ((False, own, plain), (True, mirror, crossed)):
            for part in search.held:
                found = _spans_in(part.details.column, everything, sought, buckets)
                signature = turned if flipped else asking.signature
                near = _near_details(asking, signature, postings, sought, part.details, found)
                _voted(asking, part.details, near, certificates, flipped=flipped)


def _whole_frames(asking: Details) -> Iterator[Places]:
    """All postings of some frames, then of the next, about buckets.TOGETHER at a time."""
    rows = TOGETHER // TABLES
    frame = asking.frame[asking.column.row]
    begin = 0
    while begin < len(asking.item):
        end = begin + 1
        if begin + 1 < len(asking.item):
            start = int(np.searchsorted(asking.frame, begin))
            last = min(start + rows, len(asking.frame)) - 1
            end = max(end, int(asking.frame[last])) if last < len(asking.frame) - 1 else len(asking.item)
        yield np.flatnonzero((frame >= begin) & (frame < end))
        begin = end


def _voted(
    asking: Details, held: Details, met_there: _Meetings, certificates: dict[int, Nodes], *, flipped: bool
) -> None:
    frames = asking.frame[met_there.ours].astype(np.int64) << 32 | held.frame[met_there.theirs]
    starts = np.flatnonzero(np.r_[begins(frames), True])
    number = np.diff(starts)
    order = np.argsort(-number, kind="stable")
    order = order[number[order] >= MIN_VOTES]
    for start, end in zip(starts[order].tolist(), starts[order + 1].tolist(), strict=True):
        ours, theirs = met_there.ours[start:end], met_there.theirs[start:end]
        one, other = asking.item[asking.frame[ours[0]]], held.item[held.frame[theirs[0]]]
        pair = min(int(one), int(other)) << 32 | max(int(one), int(other))
        if pair in certificates:
            continue
        chosen = agreeing(*_laid(asking, held, ours, theirs, flipped), MIN_VOTES)
        if chosen is not None:
            certificates[pair] = _nodes(asking, met_there, start + chosen, flipped)


def _near_details(
    asking: Details, signature: Signatures, postings: Places, sought: Sought, held: Details, found: Spans
) -> _Meetings:
    """Of the details in the buckets those that agree in nearly all bits; `signature`: of `asking`, as it is or
    mirrored."""
    row = asking.column.row[postings].astype(np.int64)
    words = np.ascontiguousarray(signature[row].T)
    item = asking.item[asking.frame[row]]
    kept: list[tuple[npt.NDArray[np.int64], ...]] = []
    for ours, at in meetings(found):
        theirs = held.column.row[at].astype(np.int64)
        apart = np.zeros(len(ours), np.uint8)
        for word in range(WORDS):  # half of the bits tell many strangers apart
            apart += np.bitwise_count(words[word][ours] ^ held.signature[:, word][theirs])
            near = np.flatnonzero(apart <= NEAR_BITS)
            ours, theirs, at, apart = ours[near], theirs[near], at[near], apart[near]
        near = np.flatnonzero(item[ours] != held.item[held.frame[theirs]])
        ours, theirs, at = ours[near], theirs[near], at[near]
        kept.append((row[ours], theirs, sought.table[ours], common_bits(sought.key[ours], held.column.key[at])))
    sides = zip(*kept, strict=True) if kept else [()] * 4
    rows, others, tables, bits = (np.concatenate([np.zeros(0, np.int64), *side]) for side in sides)
    order = np.lexsort((tables, others, rows))
    order = order[begins(rows[order], others[order])]
    order = order[np.lexsort((held.frame[others[order]], asking.frame[rows[order]]))]
    return _Meetings(rows[order], others[order], tables[order], bits[order])


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
                key = asking.column.keys(table)
                common.append(_never(np.full(len(key), MOTION + table), key, depth))
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
    turned = [depths(held, sought_keys(asking, at, reverse=True), WINDOW_BITS, CROWD) for at, held in enumerate(tables)]
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
    details = [part.details.column for part in held]
    references = [part.references.column for part in held]
    views = [part.views.column for part in held]
    total = 0
    for sought in _every_sampled(asking.details.column):
        plain = divided(details, sought, np.full(len(sought.key), FIRST_BITS, np.int64), CROWD)
        crossed = divided(details, Sought(mirrored_table(sought.table), sought.key), plain.depth, CROWD)
        total += _sum(plain.spans) + _sum(crossed.spans)
    for sought in _every_sampled(asking.views.column):
        found = divided(references, sought, np.full(len(sought.key), BAND_BITS, np.int64), HOT)
        total += 2 * _sum(found.spans)  # as it is, and as a negative
    for sought in _every_sampled(asking.references.column):
        found = divided(references, sought, np.full(len(sought.key), BAND_BITS, np.int64), HOT)
        total += 2 * _sum([spans(column, sought, found.depth) for column in views])
    windows = [part.moved.column for part in held]
    for sought in _every_sampled(asking.moved.column):
        found = divided(windows, sought, np.full(len(sought.key), WINDOW_BITS, np.int64), CROWD)
        total += 2 * _sum(found.spans)  # as it is, and backwards
    return SAMPLED * total


def _every_sampled(column: Columns) -> Iterator[Sought]:
    for postings in portions(column):
        yield _sought(column, postings[::SAMPLED])


def _sum(found: Sequence[Spans]) -> int:
    return sum(int((one.last - one.first).sum()) for one in found)
