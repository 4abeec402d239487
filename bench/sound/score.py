"""Queries asked of an index, and the rows that are printed of them."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from bench.corpus import corpus
from bench.rows import none_wrong, row
from bench.sound.asking import Indexed, asked, indexed
from bench.sound.edits import EDITS, QUERY_S, coded, edited, heard
from bench.sound.sources import RATE, Sound, source

from stemmata.decode.sound import HZ, Samples, whole_sound
from stemmata.fingerprint.landmarks import landmarks
from stemmata.match.sound_chance import backwards, displaced, trial
from stemmata.match.sound_hashes import marks_of
from stemmata.match.sound_snapshot import STRETCHES

SECONDS = 60.0
PLACE_S = 0.3
"""By which an answer may miss the place: audible at once, and a tenth of the shortest excerpt."""


@dataclass(frozen=True, slots=True)
class Query:
    edit: str
    source: int
    at_s: float
    sound: Samples


@dataclass(frozen=True, slots=True)
class Outcome:
    query: Query
    found: bool
    nats: float
    speed_off: float
    place_off_s: float
    seconds: float
    """CPU."""


def sounds(seed: int, count: int) -> list[Sound]:
    return [source(seed + number, SECONDS)[1] for number in range(count)]


def real_sounds() -> list[tuple[str, Samples]]:
    """Of the corpus's films that have something to hear, one of each source."""
    folder = corpus()
    found = []
    for path in sorted((folder / "bench" / "videos").glob("sv0?.mp4")) if folder is not None else []:
        with path.open("rb") as content:
            sound = whole_sound(content).samples
        if len(landmarks(sound)) > 5 * len(sound) / HZ:
            found.append((path.stem, sound))
    return found


def queries(made: Sequence[Sound], seed: int) -> Iterator[Query]:
    for number, sound in enumerate(made):
        random = np.random.default_rng([seed, number])
        at_s = float(random.uniform(1, SECONDS - QUERY_S - 2))
        for edit in EDITS:
            yield Query(edit, number, at_s, edited(edit, sound, at_s, random))


def outcome(index: Indexed, query: Query, held: int) -> Outcome:
    before = time.process_time()
    answer = asked(index, marks_of(landmarks(query.sound)))
    seconds = time.process_time() - before
    best, edit = answer.alignment, EDITS[query.edit]
    if best is None:
        return Outcome(query, False, 0.0, 0.0, 0.0, seconds)
    place_off = abs(best.there / HZ - query.at_s - best.first / HZ * edit.speed)
    right = answer.source == query.source and query.source < held and place_off <= PLACE_S
    return Outcome(query, right, answer.nats, abs(best.speed / edit.speed - 1), place_off, seconds)


def report(seed: int, held: int, others: int) -> Iterator[str]:
    made = sounds(seed, held + others)
    index = indexed([heard(coded(sound, "pcm_s16le", "wav", 0)) for sound in made[:held]])
    outcomes = [outcome(index, query, held) for query in queries(made, seed)]
    yield f"seed {seed}: {held} sources of {SECONDS:.0f} s indexed, {others} that are not; queries of {QUERY_S:.0f} s"
    wrong = [one for one in outcomes if one.query.source >= held]
    bar = max(one.nats for one in wrong)
    yield f"most nats of {len(wrong)} queries that nothing held answers: {bar:.1f}"
    shares = []
    for edit in EDITS:
        own = [one for one in outcomes if one.query.edit == edit and one.query.source < held]
        hits = sum(one.found and one.nats > bar for one in own)
        shares.append(hits / len(own))
        yield row(edit, hits, len(own))
    yield f"{'mean of all edits':<22} {np.mean(shares):.3f}"
    stated = [one for one in outcomes if STRETCHES.rate(int(one.nats)) * 1000 * 2 < 0.01]
    sure = [one for one in stated if one.query.source < held]
    yield row("found, asserted*", sum(one.found for one in sure), sum(one.query.source < held for one in outcomes))
    yield none_wrong("asserted wrongly*", len(stated) - sum(one.found for one in sure), len(outcomes))
    yield "* in a case of 1,000 hours, of which the query is ten seconds: expected by chance below 0.01"
    right = [one for one in outcomes if one.found]
    places = np.quantile([one.place_off_s * 1000 for one in right], [0.5, 0.95])
    speeds = np.quantile([one.speed_off * 100 for one in right], [0.5, 0.95])
    yield f"place: median {places[0]:.1f} ms off, 95 % below {places[1]:.0f} ms"
    yield f"speed: median {speeds[0]:.3f} % off, 95 % below {speeds[1]:.2f} %"
    cost = np.quantile([one.seconds for one in outcomes], [0.5, 0.95])
    yield f"asking {held * SECONDS / 3600:.1f} h: median {cost[0]:.2f} CPU-s, 95 % below {cost[1]:.2f}"
    yield from _stated(index, [one.query for one in outcomes])


def _stated(index: Indexed, asked_: Sequence[Query]) -> Iterator[str]:
    """Stated against observed: the snapshot's rates on sound that it was not made of."""
    reached = np.array(list(trials(index, asked_)))
    for nats in (2, 3, 4, 5, 6, 8):
        stated, seen = STRETCHES.rate(nats) * len(reached), int((reached >= nats).sum())
        yield f"at least {nats} nats by chance: {stated:.1f} stated, {seen} seen, of {len(reached)} trials"


def trials(index: Indexed, asked_: Sequence[Query]) -> Iterator[int]:
    """Nats of stretches that cannot be held: of every query backwards or displaced, in turn."""
    made: tuple[Callable[..., object], ...] = (backwards, displaced)
    for query in asked_:
        marks = marks_of(landmarks(query.sound))
        if len(marks):
            turned = backwards(marks) if query.source % len(made) else displaced(marks)
            yield trial(turned, [index.part], index.sounds.__getitem__)


def null(seed: int, held: int, others: int) -> Iterator[str]:
    made = sounds(seed, held + others)
    index = indexed([heard(coded(sound, "pcm_s16le", "wav", 0)) for sound in made[:held]])
    reached = np.bincount(np.fromiter(trials(index, list(queries(made, seed))), np.int64))
    yield f'STRETCHES = Null("stretches of ten seconds", SNAPSHOT, {reached.sum()}, {tuple(reached.tolist())}, ways=1)'


def real(seed: int) -> Iterator[str]:
    found = real_sounds()
    if not found:
        yield "real sound: not run, no corpus (set STEMMATA_CORPUS)"
        return
    index = indexed(
        [sound for _, sound in found] + [heard(coded(one, "pcm_s16le", "wav", 0)) for one in sounds(seed, 30)]
    )
    hits: dict[str, int] = {}
    for number, (_, sound) in enumerate(found):
        whole = np.interp(np.arange(0, len(sound), HZ / RATE), np.arange(len(sound)), sound).astype(np.float32)
        random = np.random.default_rng([seed, number])
        for edit in EDITS:
            query = edited(edit, whole, 0.5, random)
            answer = asked(index, marks_of(landmarks(query)))
            hits[edit] = hits.get(edit, 0) + (answer.source == number and answer.nats > 15)
    yield f"real sound: {', '.join(name for name, _ in found)}, 8 to 9 s each, above 15 nats, among 30 sources"
    yield "  " + ", ".join(f"{edit} {count}/{len(found)}" for edit, count in hits.items())
