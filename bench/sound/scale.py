"""One query against many generated hours, and what an hour costs to read and to keep."""

import time
import zlib
from collections.abc import Iterator

import numpy as np
from bench.sound.edits import coded, heard
from bench.sound.score import SECONDS, sounds
from bench.sound.sources import RATE, source

from stemmata.decode.sound import HZ
from stemmata.fingerprint.landmarks import landmarks
from stemmata.match.sound_alignment import aligned
from stemmata.match.sound_hashes import Marks, hashes, marks_of
from stemmata.match.sound_search import LEAST_VOTES, Guessed, Part, followed, guessed, part_of
from stemmata.match.sound_votes import GAP, voted

PART_HOURS = 25


def report(hours: int, seed: int) -> Iterator[str]:
    made = [heard(coded(sound, "pcm_s16le", "wav", 0)) for sound in sounds(seed, 60)]
    before = time.process_time()
    marks = [landmarks(sound) for sound in made]
    spent = time.process_time() - before
    whole = [marks_of(one) for one in marks]
    kept = sum(len(zlib.compress(array.tobytes())) for one in marks for array in (one.at, one.frequency, one.level))
    before = time.process_time()
    part = part_of(list(enumerate(whole)), GAP)
    hashing = time.process_time() - before
    held = part.postings.place.nbytes
    share = len(made) * SECONDS / 3600
    yield f"an hour: {spent / share:.1f} CPU-s for landmarks, {hashing / share:.1f} for the index; decoding not counted"
    keys = (part.postings.hash.nbytes + part.postings.start.nbytes) / 1e6
    yield f"an hour: {kept / share / 1e6:.2f} MB kept, {held / share / 1e6:.2f} MB of places; keys {keys:.1f} MB a part"
    parts = _parts(whole, hours, seed)
    sound = source(seed + 7, SECONDS)[1]
    query = marks_of(landmarks(heard(coded(sound[: 10 * RATE], "pcm_s16le", "wav", 0))))
    other = marks_of(landmarks(heard(coded(source(seed + 9_999, 10)[1], "pcm_s16le", "wav", 0))))
    for name, asked in (("held", query), ("not held", other)):
        begun = time.perf_counter()
        hashed = hashes(Marks(asked.at - asked.at[0], asked.frequency))
        votes = [vote for one in parts for vote in voted(one.postings, hashed, LEAST_VOTES)]
        spent, most = time.perf_counter() - begun, max([0, *(vote.votes for vote in votes)])
        yield f"{hours:,} h, ten seconds {name}, as they are: {spent:.2f} s, {len(votes)} guesses, most votes {most}"
        begun = time.perf_counter()
        found = [one for one in guessed(asked, parts, once_sure=True) if followed(one.votes, hours * 3600.0)]
        best = max((_nats(asked, whole, one) for one in found[:40]), default=0.0)
        spent = time.perf_counter() - begun
        yield f"{hours:,} h, {name}, other ways where unsure: {spent:.1f} s, {len(found)} guesses, {best:.0f} nats"


def _nats(asked: Marks, whole: list[Marks], found: Guessed) -> float:
    """0 for what lies in a generated hour: its landmarks are not held on to."""
    one = aligned(asked, whole[found.number], found.guess) if found.number < len(whole) else None
    return 0.0 if one is None else one.nats


def _parts(whole: list[Marks], hours: int, seed: int) -> list[Part]:
    """The hour itself, then copies of it, each file played at a speed and a pitch of its own beyond all that is asked
    for: unrelated, and as dense."""
    random = np.random.default_rng(seed)
    parts, files, number = [], list(enumerate(whole)), len(whole)
    for hour in range(1, hours):
        for one in whole:
            speed, pitch = random.uniform(0.75, 1.3, 2)
            number += 1
            at = np.sort((one.at + random.normal(0, 800, len(one))) / speed)
            files.append((number, Marks(at, one.frequency * pitch % (HZ / 2 - 10))))
        if hour % PART_HOURS == PART_HOURS - 1 or hour == hours - 1:
            parts.append(part_of(files, GAP))
            files = []
    return parts
