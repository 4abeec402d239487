"""Whether two files hold the same sound recording: the public face of matching sound.

What is established is that stretches of the two sound alike moment for moment, at some speed and pitch, as no two
recordings do by chance. A song, a call to prayer or a jingle under two films is such a stretch too: so this joins
sound, and never pictures or what they show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stemmata.decode.sound import HZ, SAMPLE_US
from stemmata.match.evidence import PairEvidence
from stemmata.match.sound_alignment import Aligned, Guess, aligned, best_apart
from stemmata.match.sound_hashes import Marks
from stemmata.model.canonical import Json
from stemmata.model.edge import Chance, Edge, Kind, Segment
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit

METHOD = "sound/1"
NATS, LISTEN = "nats", "listen"
"""Facts: by how much likelier the best stretch is than chance; and where to listen, [a start, a end, b start, b end] in
µs."""

LEAST_NATS = 8.0
"""Below it a stretch is not stated beside others of its pair. Whether a pair is, its `chance` says."""
MOST_GUESSES = 40
"""Followed up for one pair; a song of many verses has as many alignments as it has repetitions."""
SAME_SPEED = 0.0015
"""What is measured within so much of 1 is stated as 1: clocks of two devices differ by less than a tenth of it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The sound of one item."""

    holder: str
    marks: Marks


def turned(guess: Guess) -> Guess:
    """The same guess, asked of the other."""
    return Guess(guess.there, guess.at, 1 / guess.speed, 1 / guess.pitch)


def compare_sound(a: Heard, b: Heard, guesses: Sequence[tuple[Guess, int]]) -> PairEvidence:
    """`guesses` lay `a` over `b`, each with its votes. Pure; `a` and `b` in order of their holders. ValueError for
    another order."""
    if a.holder >= b.holder:
        raise ValueError("a pair has one order: the smaller holder first")
    found = best_apart([one for one in _followed(a.marks, b.marks, guesses) if one.nats >= LEAST_NATS])
    if not found:
        return PairEvidence(a.holder, b.holder, "not_established", (), {})
    best = max(found, key=lambda one: one.nats)
    facts: dict[str, Json] = {
        NATS: int(best.nats),
        "moments": sum(one.moments for one in found),
        "agreeing_moments": sum(one.agreeing for one in found),
        "agreeing_by_chance": round(sum(one.by_chance for one in found)),
        LISTEN: [row for one in found for row in _listening(one)][:9],
    }
    return PairEvidence(a.holder, b.holder, "same_recording", tuple(_segment(one) for one in found), facts)


def recording_edge(evidence: PairEvidence, chance: Chance | None = None) -> Edge | None:
    """None where nothing is established."""
    if evidence.verdict != "same_recording":
        return None
    sides = [[one.a for one in evidence.segments], [one.b for one in evidence.segments]]
    a, b = (
        Unit(Track.SOUND, item=holder, span=_whole(spans))
        for holder, spans in zip((evidence.a, evidence.b), sides, strict=True)
    )
    return Edge(Kind.SAME_RECORDING, a, b, METHOD, evidence.segments, chance, facts=dict(evidence.facts))


def _followed(a: Marks, b: Marks, guesses: Sequence[tuple[Guess, int]]) -> Iterable[Aligned]:
    """Guesses with most votes first; one that an alignment bears out already is not followed again."""
    found: list[Aligned] = []
    order = sorted(guesses, key=lambda one: (-one[1], one[0].at, one[0].there, one[0].speed, one[0].pitch))
    for guess, _ in order[:MOST_GUESSES]:
        if any(_borne_out(guess, known) for known in found):
            continue
        one = aligned(a, b, guess)
        if one is not None:
            found.append(one)
    return found


def _borne_out(guess: Guess, known: Aligned) -> bool:
    there = known.there + known.speed * (guess.at - known.first)
    return known.first <= guess.at <= known.end and abs(there - guess.there) < HZ / 4


def _segment(one: Aligned) -> Segment:
    speed, pitch = 1 / one.speed, 1 / one.pitch
    near = abs(speed - 1) < SAME_SPEED
    return Segment(
        _span(one.first, one.end),
        _span(one.there, one.there_end),
        1.0 if near else round(speed, 4),
        geometry={
            "pitch": 1.0 if abs(pitch - 1) < 2 * SAME_SPEED else round(pitch, 4),
            "drift_ppm": round((speed - 1) * 1e6) if near else 0,
            "nats": round(one.nats),
        },
    )


def _span(first: float, end: float) -> Span:
    start = round(first * SAMPLE_US)
    return Span(start, max(start + 1, round(end * SAMPLE_US)))


def _listening(one: Aligned) -> list[Json]:
    rows: list[Json] = []
    for at in one.listen:
        end = min(at + 2 * HZ, one.end)
        there = [one.there + one.speed * (moment - one.first) for moment in (at, end)]
        rows.append([round(moment * SAMPLE_US) for moment in (at, end, *there)])
    return rows


def _whole(spans: Sequence[Span | None]) -> Span | None:
    held = [span for span in spans if span is not None]
    return Span(min(one.start_us for one in held), max(one.end_us for one in held)) if held else None


def without_chance(evidence: PairEvidence, reason: str) -> PairEvidence:
    """The same comparison, of which nothing is asserted."""
    return replace(evidence, verdict="not_established", segments=(), facts=dict(evidence.facts) | {"reason": reason})
