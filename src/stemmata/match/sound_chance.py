"""How often unrelated sound agrees as well, tried on sound that cannot be held: played backwards, and at a pitch that
nobody would choose.

A trial is one stretch of ten seconds against an hour, in all ways of playing; what it reaches are nats of
sound_alignment. Two populations are kept apart and the worse rate is stated: the bench's (a snapshot), and the archive
itself, whose engines, chants and jingles no bench knows.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from stemmata.match.calibration import REFUSED, REFUSED_FROM
from stemmata.match.chance import SEEN, Null
from stemmata.match.evidence import PairEvidence
from stemmata.match.recording import NATS, without_chance
from stemmata.match.sound_alignment import aligned
from stemmata.match.sound_hashes import Marks
from stemmata.match.sound_search import Part, guessed, stretches
from stemmata.match.sound_snapshot import STRETCHES
from stemmata.model.edge import Chance

IMPOSSIBLE_PITCH = 1.37
"""Beyond any way of playing that is asked for (research/audio.md 5.5)."""
ARCHIVE_TRIALS = 256
"""Of which ten must reach what a rate is carried on from: the fewer, the more cautiously."""
HOUR_S = 3600.0
STRETCH_STEP_S = 5.0


def backwards(marks: Marks) -> Marks:
    """The same landmarks, from the last to the first."""
    if not len(marks):
        return marks
    return Marks((marks.at[0] + marks.at[-1] - marks.at)[::-1], marks.frequency[::-1])


def displaced(marks: Marks) -> Marks:
    """Higher by what nobody plays anything at, and what would lie above 4 kHz folded back below."""
    frequency = marks.frequency * IMPOSSIBLE_PITCH
    return Marks(marks.at, np.where(frequency < 3_990, frequency, frequency - 3_900))


def trial(marks: Marks, parts: Sequence[Part], sounds: Callable[[int], Marks]) -> int:
    """Nats that a stretch which is held nowhere reaches at best. `sounds`: by number."""
    best = 0.0
    for found in guessed(marks, parts):
        one = aligned(marks, sounds(found.number), found.guess)
        best = max(best, 0.0 if one is None else one.nats)
    return int(best)


def archive_null(
    numbers: Sequence[int], parts: Sequence[Part], sounds: Callable[[int], Marks], name: str
) -> Null | None:
    """Trials of an archive's own stretches against itself, spread over its files as `numbers` orders them; None where
    it holds too few to say anything."""
    asked = [numbers[at] for at in _spread(len(numbers), ARCHIVE_TRIALS // 2)]
    of_each = -(-ARCHIVE_TRIALS // 2 // max(1, len(asked)))
    reached: list[int] = []
    for number in asked:
        held = stretches(sounds(number))
        for at in _spread(len(held), of_each):
            reached += [trial(made(held[at]), parts, sounds) for made in (backwards, displaced)]
    return null_of(reached, name) if len(reached) >= SEEN else None


def _spread(count: int, most: int) -> list[int]:
    return sorted({int(at) for at in np.linspace(0, count - 1, most)}) if count else []


def null_of(reached: Iterable[int], name: str) -> Null:
    counted = np.bincount(np.fromiter(reached, np.int64))
    return Null("stretches of ten seconds", name, int(counted.sum()), tuple(counted.tolist()), ways=1)


def sound_chance(evidence: PairEvidence, seconds: float, own: Null | None) -> Chance | None:
    """Of a case that holds so many seconds of sound. None where nothing is asserted."""
    nats = evidence.facts.get(NATS)
    if evidence.verdict != "same_recording" or not isinstance(nats, int):
        return None
    hours = seconds / HOUR_S
    comparisons = max(1, round(seconds / STRETCH_STEP_S * max(hours, 1.0)))
    stated = STRETCHES.chance(nats, comparisons)
    if own is None:
        return stated
    of_an_hour = max(hours, 1.0)  # a trial on the archive asked all of it
    rate = own.rate(nats) / of_an_hour
    if rate <= stated.rate:
        return stated
    return Chance(rate, comparisons, rate * comparisons, own.tested_to / of_an_hour, own.snapshot, stated.look_alikes)


def calibrated_sound(evidence: PairEvidence, seconds: float, own: Null | None) -> PairEvidence:
    """As it is, or not established where a case of this size makes such agreement likely."""
    chance = sound_chance(evidence, seconds, own)
    return evidence if chance is None or chance.expected < REFUSED_FROM else without_chance(evidence, REFUSED)
