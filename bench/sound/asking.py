"""The programme itself as the bench asks it: an index of sources, and the best answer to a query."""

from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.decode.sound import Samples
from stemmata.fingerprint.landmarks import landmarks
from stemmata.match.sound_alignment import Aligned, aligned
from stemmata.match.sound_hashes import Marks, marks_of
from stemmata.match.sound_search import Part, guessed, part_of
from stemmata.match.sound_votes import GAP


@dataclass(frozen=True, slots=True)
class Indexed:
    sounds: tuple[Marks, ...]
    part: Part


@dataclass(frozen=True, slots=True)
class Answer:
    """`source`: which one, None for none; `nats`: of the best alignment."""

    source: int | None
    nats: float
    alignment: Aligned | None = None


def indexed(sounds: Sequence[Samples]) -> Indexed:
    marks = tuple(marks_of(landmarks(sound)) for sound in sounds)
    return Indexed(marks, part_of(list(enumerate(marks)), GAP))


def asked(index: Indexed, query: Marks) -> Answer:
    best = Answer(None, 0.0)
    done = [0] * len(index.sounds)
    for found in guessed(query, [index.part]):
        done[found.number] += 1
        if done[found.number] > 40:
            continue
        one = aligned(query, index.sounds[found.number], found.guess)
        if one is not None and one.nats > best.nats:
            best = Answer(found.number, one.nats, one)
    return best
