"""The same encoded stream in another file: whole (another container, other metadata) or in part (a cut without
encoding again). Exact: digests of what the decoder is given, so nothing is estimated and no filter can miss it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.seams import Reduction
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit

METHOD = "stream/1"

COMMON = 200
"""A group of pictures in more files than this (black, a card of one station) joins nothing by itself."""


@dataclass(frozen=True)
class StreamFacts:
    """What a probe says of one file: digests of its whole streams, and of each closed group of pictures (n, 32)."""

    holder: str
    picture: str | None
    sound: str | None
    duration_us: int | None
    groups: npt.NDArray[np.uint8] = field(compare=False)
    start_us: npt.NDArray[np.int64] = field(compare=False)
    length_us: npt.NDArray[np.int64] = field(compare=False)

    @classmethod
    def of(cls, holder: str, probed: Reduction) -> "StreamFacts":
        facts, arrays = probed.facts, probed.arrays
        duration = facts.get("duration_us")
        return cls(
            holder,
            _text(facts.get("picture_stream_sha256")),
            _text(facts.get("sound_stream_sha256")),
            duration if isinstance(duration, int) else None,
            np.asarray(arrays["gop_sha256"], np.uint8),
            np.asarray(arrays["gop_start_us"], np.int64),
            np.asarray(arrays["gop_duration_us"], np.int64),
        )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def same_streams(streams: Sequence[StreamFacts]) -> Iterator[Edge]:
    """One edge for each pair that shares its picture stream, its only stream of sound, or groups of pictures."""
    ordered = sorted(streams, key=lambda stream: stream.holder)
    done: set[tuple[str, str]] = set()
    for one, other in _whole(ordered):
        done.add((one.holder, other.holder))
        yield _edge(one, other, ())
    for one, other, segments in _in_part(ordered):
        if (one.holder, other.holder) not in done:
            yield _edge(one, other, segments)


def _edge(a: StreamFacts, b: StreamFacts, segments: tuple[Segment, ...]) -> Edge:
    track = Track.PICTURE if a.picture is not None and b.picture is not None else Track.SOUND
    return Edge(Kind.SAME_STREAM, Unit(track, item=a.holder), Unit(track, item=b.holder), METHOD, segments)


def _whole(ordered: Sequence[StreamFacts]) -> Iterator[tuple[StreamFacts, StreamFacts]]:
    named: dict[str, list[StreamFacts]] = {}
    for stream in ordered:
        key = stream.picture or stream.sound
        if key is not None:
            named.setdefault(key, []).append(stream)
    for members in named.values():
        # A chain is enough: it joins all, and a thousand re-muxes of one clip do not make half a million rows.
        yield from pairwise(members)


def _in_part(
    ordered: Sequence[StreamFacts],
) -> Iterator[tuple[StreamFacts, StreamFacts, tuple[Segment, ...]]]:
    places: dict[bytes, list[tuple[int, int]]] = {}
    for at, stream in enumerate(ordered):
        for group, digest in enumerate(stream.groups):
            places.setdefault(digest.tobytes(), []).append((at, group))
    shared: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for found in places.values():
        if not 2 <= len(found) <= COMMON:
            continue
        for k, (one, group) in enumerate(found):
            for other, second in found[k + 1 :]:
                if one != other and ordered[one].picture != ordered[other].picture:
                    shared.setdefault((one, other), []).append((group, second))
    for (one, other), groups in sorted(shared.items()):
        a, b = ordered[one], ordered[other]
        yield a, b, _segments(a, b, groups)


def _segments(a: StreamFacts, b: StreamFacts, groups: list[tuple[int, int]]) -> tuple[Segment, ...]:
    """Runs of groups that follow each other in both files: a loop is as many runs as it has turns."""
    runs: list[list[tuple[int, int]]] = []
    for pair in sorted(set(groups), key=lambda pair: (pair[1] - pair[0], pair[0])):
        if runs and (runs[-1][-1][0] + 1, runs[-1][-1][1] + 1) == pair:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return tuple(
        Segment(_span(a, run[0][0], run[-1][0]), _span(b, run[0][1], run[-1][1]), geometry={"groups": len(run)})
        for run in sorted(runs)
    )


def _span(stream: StreamFacts, first: int, last: int) -> Span:
    start = int(stream.start_us[first])
    return Span(start, max(start + 1, int(stream.start_us[last] + stream.length_us[last])))
