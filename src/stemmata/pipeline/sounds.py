"""From kept sound to edges: which files hold the same recording, and where sound and picture contradict each other."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ, SAMPLE_US
from stemmata.fingerprint.sound import SOUND, landmarks_of
from stemmata.match.chance import Null
from stemmata.match.recording import METHOD, Heard, compare_sound, recording_edge, turned
from stemmata.match.sound_chance import archive_null, calibrated_sound, sound_chance
from stemmata.match.sound_hashes import Marks, marks_of
from stemmata.match.sound_search import followed, guessed, part_of
from stemmata.match.sound_votes import GAP
from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind
from stemmata.model.item import Media
from stemmata.model.seams import Reduction
from stemmata.model.span import Span
from stemmata.model.unit import Track
from stemmata.pipeline.analyse import Tick
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.evidence import PairCache
from stemmata.pipeline.sound_index import SoundIndex

PICTURED = frozenset({Kind.SAME_FOOTAGE, Kind.SAME_STREAM, Kind.SAME_PICTURE_PART})
ENOUGH, ENOUGH_US = 100, 5_000_000
"""Landmarks and µs from which sound that is one was always found in the bench's excerpts (bench.sound)."""
SLOWEST, FASTEST = 0.9, 1.1


@dataclass(frozen=True, slots=True)
class Sounds:
    """Edges of sound; `heard`: items whose track has something to hear, and for how many µs."""

    edges: tuple[Edge, ...] = ()
    heard: Mapping[str, int] = field(default_factory=dict)
    marked: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict, compare=False)
    """Seconds of the landmarks of each: where there is something to hear."""
    filmed: frozenset[str] = frozenset()
    """Those with a picture beside it."""


def sound_relations(
    items: Mapping[str, Media], derived: Derived, index: SoundIndex, cache: PairCache, tick: Tick
) -> Sounds:
    """`items`: films and sound files that were listened to. Each pair is compared once; chance is that of the whole."""
    heard = {item: samples for item in sorted(items) if (samples := _heard_samples(derived, item))}
    kept = KeptSound(derived)
    guesses = index.guesses(list(heard), kept.marks, lambda done, total: tick("sounds", done, total))
    seconds = sum(heard.values()) / HZ
    own = _own_null(list(heard), kept, index, cache) if guesses else None
    edges = []
    for (a, b), found in sorted(guesses.items()):
        asked = [one for one in found if followed(one[1], seconds)]
        if not asked:
            continue
        evidence = cache.get(_cached_as(asked), a, b)
        if evidence is None:
            evidence = compare_sound(Heard(a, kept.marks(a)), Heard(b, kept.marks(b)), asked)
            cache.put(_cached_as(asked), a, b, evidence)
        sure = calibrated_sound(evidence, seconds, own)
        edge = recording_edge(sure, sound_chance(sure, seconds, own))
        edges += [] if edge is None else [edge]
    cache.commit()
    filmed = frozenset(item for item in heard if items[item] is Media.VIDEO)
    marked = {item: kept.marks(item).at / HZ for item in heard}
    return Sounds(tuple(edges), {item: samples * SAMPLE_US for item, samples in heard.items()}, marked, filmed)


def with_sound(edges: Sequence[Edge], sounds: Sounds) -> list[Edge]:
    """The same edges, with what the other track of their pair says in their facts.

    Of one footage, "sound": "same", or "not_found" where both have enough to hear in the shared stretch at its own
    speed, and no sound in common was found: it may have been replaced. Of one recording, "picture": "not_found" where
    both have a picture and none in common was found.
    """
    heard = {edge.holders for edge in edges if edge.kind is Kind.SAME_RECORDING}
    layered = {edge.holders for edge in edges if edge.kind is Kind.SHARED_SOUND}
    seen = {edge.holders for edge in edges if edge.a.track is Track.PICTURE and edge.kind in PICTURED}
    said = []
    for edge in edges:
        facts: dict[str, Json] = {}
        if edge.kind is Kind.SAME_FOOTAGE:
            if edge.holders in heard:
                facts = {"sound": "same"}
            elif edge.holders not in layered and _audible(edge, sounds):
                facts = {"sound": "not_found"}
        elif edge.kind is Kind.SAME_RECORDING and set(edge.holders) <= sounds.filmed:
            facts = {"picture": "same" if edge.holders in seen else "not_found"}
        said.append(replace(edge, facts=edge.facts | facts) if facts else edge)
    return said


def _audible(edge: Edge, sounds: Sounds) -> bool:
    """Whether both have enough to hear in some shared stretch for its sound to be found, were it one."""
    for segment in edge.segments:
        spans = (segment.a, segment.b)
        if None in spans or not SLOWEST <= segment.speed <= FASTEST:
            continue
        if all(
            span is not None and _marks_in(sounds.marked.get(unit.holder), span) >= ENOUGH
            for unit, span in zip((edge.a, edge.b), spans, strict=True)
        ):
            return True
    return False


def _marks_in(at_s: npt.NDArray[np.float64] | None, span: Span) -> int:
    if at_s is None or span.length_us < ENOUGH_US:
        return 0
    low, high = np.searchsorted(at_s, [span.start_us / 1e6, span.end_us / 1e6])
    return int(high - low)


def heard_of(item: str, kept: Reduction) -> Heard | None:
    """None where there is nothing to hear."""
    return Heard(item, marks_of(landmarks_of(kept))) if kept.facts.get("state") == "heard" else None


def recording_of(a: Heard, b: Heard) -> Edge | None:
    """Of two files without a case, in order of their holders."""
    asked = [(found.guess, found.votes) for found in guessed(a.marks, [part_of([(0, b.marks)], GAP)])]
    asked += [(turned(found.guess), found.votes) for found in guessed(b.marks, [part_of([(0, a.marks)], GAP)])]
    seconds = sum(float(np.ptp(side.marks.at)) / HZ for side in (a, b) if len(side.marks))
    sure = calibrated_sound(compare_sound(a, b, asked), seconds, None)
    return recording_edge(sure, sound_chance(sure, seconds, None))


class KeptSound:
    """Landmarks of items as they are needed, the last few held."""

    def __init__(self, derived: Derived, most: int = 256) -> None:
        self._derived, self._most = derived, most
        self._held: dict[str, Marks] = {}

    def marks(self, item: str) -> Marks:
        """LookupError where nothing is kept of the item."""
        if item not in self._held:
            kept = self._derived.get(SOUND, item, {"at", "frequency", "level"})
            if not isinstance(kept, Reduction):
                raise LookupError(f"no {SOUND.name} is kept of {item}")
            while len(self._held) >= self._most:
                del self._held[next(iter(self._held))]
            self._held[item] = marks_of(landmarks_of(kept))
        return self._held[item]


def _heard_samples(derived: Derived, item: str) -> int:
    """0 where there is nothing to hear."""
    kept = derived.get(SOUND, item, ())
    if not isinstance(kept, Reduction) or kept.facts.get("state") != "heard":
        return 0
    samples = kept.facts.get("samples")
    return samples if isinstance(samples, int) else 0


def _own_null(heard: Sequence[str], kept: KeptSound, index: SoundIndex, cache: PairCache) -> Null | None:
    """Trials on the case itself; asked once for the same files."""
    name = f"archive-{sha256(' '.join(heard).encode('ascii')).hexdigest()[:12]}"
    known = cache.null(METHOD, name)
    if known is None:
        numbers = index.numbers()
        holders = {number: item for item, number in numbers.items()}
        asked = [numbers[item] for item in sorted(heard)]
        made = archive_null(asked, index.parts(), lambda number: kept.marks(holders[number]), name)
        known = [] if made is None else list(made.reached)
        cache.put_null(METHOD, name, known)
    return Null("stretches of ten seconds", name, sum(known), tuple(known), ways=1) if known else None


def _cached_as(guesses: Sequence[object]) -> str:
    """What is asked of a pair is part of the method: more files may make fewer guesses worth following."""
    return f"{METHOD} {SOUND.name} {sha256(json.dumps([repr(one) for one in guesses]).encode()).hexdigest()[:16]}"
