"""Same recording: what is found again and where, what must never match, and the laws of a pair."""

import numpy as np
import numpy.typing as npt
import pytest
from tests.media.sounds import babble

from stemmata.decode.sound import HZ, Samples
from stemmata.fingerprint.landmarks import landmarks
from stemmata.match.evidence import PairEvidence
from stemmata.match.recording import Heard, compare_sound, recording_edge, turned
from stemmata.match.sound_chance import backwards, calibrated_sound, sound_chance
from stemmata.match.sound_hashes import Marks, marks_of
from stemmata.match.sound_search import guessed, part_of
from stemmata.match.sound_votes import GAP
from stemmata.model.edge import Kind
from stemmata.model.unit import Track

WHOLE = babble(11, 40)
WHOLE_MARKS = marks_of(landmarks(WHOLE))


def compared(a: Samples | Marks, b: Samples | Marks) -> PairEvidence:
    """`a` asks, `b` is indexed."""
    one, other = (side if isinstance(side, Marks) else marks_of(landmarks(side)) for side in (a, b))
    found = guessed(one, [part_of([(0, other)], GAP)])
    return compare_sound(Heard("a", one), Heard("b", other), [(guess.guess, guess.votes) for guess in found])


def faster(sound: Samples, speed: float) -> Samples:
    at = np.arange(0, len(sound) - 1, speed)
    return np.asarray(np.interp(at, np.arange(len(sound)), sound), np.float32)


NOISE = np.random.default_rng(1).standard_normal(len(WHOLE)).astype(np.float32)
PART = WHOLE[12 * HZ + 333 : 22 * HZ]
EDITS: dict[str, tuple[Samples, float]] = {
    "excerpt": (PART, 1.0),
    "3 s": (PART[: 3 * HZ], 1.0),
    "noise": (PART + NOISE[: len(PART)] * float(PART.std()) * 0.7, 1.0),
    "another voice over it": (PART + babble(12, 10)[: len(PART)], 1.0),
    "quieter and clipped": (np.clip(PART * 3, -0.3, 0.3), 1.0),
    "10 % faster": (faster(PART, 1.1), 1.1),
    "10 % slower": (faster(PART, 0.9), 0.9),
}


@pytest.mark.parametrize(("sound", "speed"), EDITS.values(), ids=EDITS)
def test_an_edited_part_is_found_at_its_place_and_speed(sound: Samples, speed: float) -> None:
    found = compared(sound.astype(np.float32), WHOLE_MARKS)
    assert found.verdict == "same_recording"
    best = max(found.segments, key=lambda one: float(str(one.geometry["nats"])))
    assert best.a is not None
    assert best.b is not None
    begins_us = best.b.start_us - best.a.start_us * speed
    assert begins_us == pytest.approx((12 * HZ + 333) * 125, abs=40_000)
    assert best.speed == pytest.approx(1 / speed, abs=0.002)
    assert best.geometry["pitch"] == pytest.approx(1 / speed, abs=0.004)


def test_two_excerpts_in_the_other_order_are_two_segments() -> None:
    edited = np.concatenate([WHOLE[25 * HZ : 33 * HZ], WHOLE[5 * HZ : 13 * HZ]])
    spans = [(one.a, one.b) for one in compared(edited, WHOLE_MARKS).segments]
    begins = [(round(a.start_us / 1e6), round(b.start_us / 1e6)) for a, b in spans if a is not None and b is not None]
    assert begins == [(0, 25), (8, 5)]


def test_other_sound_is_not_the_same() -> None:
    assert compared(babble(13, 20), WHOLE_MARKS).verdict == "not_established"


def hum(seed: int) -> npt.NDArray[np.float64]:
    times = np.arange(HZ * 30) / HZ
    noise = np.random.default_rng(seed).standard_normal(len(times))
    return np.asarray(0.1 * sum(np.sin(2 * np.pi * 50 * k * times) / k for k in range(1, 20)) + 0.0005 * noise)


def beeps(seed: int) -> npt.NDArray[np.float64]:
    times = np.arange(HZ * 30) / HZ
    noise = np.random.default_rng(seed).standard_normal(len(times))
    return np.asarray(0.3 * np.sin(2 * np.pi * 1000 * times) * ((times % 1.0) < 0.5) + 0.0005 * noise)


def rotor(seed: int) -> npt.NDArray[np.float64]:
    random = np.random.default_rng(seed)
    blade = random.standard_normal(HZ // 50)
    sound = 0.01 * random.standard_normal(HZ * 30)
    for at in range(0, len(sound) - len(blade), HZ // 9):
        sound[at : at + len(blade)] += 0.4 * np.random.default_rng(5).standard_normal(len(blade))
    return sound


STILL = {
    "silence": lambda seed: np.zeros(HZ * 20),
    "hum": hum,
    "one tone, on and off": beeps,
    "a rotor": rotor,
    "noise": lambda seed: 0.1 * np.random.default_rng(seed).standard_normal(HZ * 30),
}


@pytest.mark.parametrize("make", STILL.values(), ids=STILL)
def test_what_repeats_itself_never_matches(make) -> None:  # type: ignore[no-untyped-def]
    found = compared(make(1).astype(np.float32), make(2).astype(np.float32))
    assert calibrated_sound(found, 3600.0, None).verdict == "not_established"


def test_a_sound_played_backwards_is_another() -> None:
    assert compared(backwards(WHOLE_MARKS), WHOLE_MARKS).verdict == "not_established"


def test_who_asks_makes_no_difference_to_what_is_shared() -> None:
    one, other = marks_of(landmarks(PART)), WHOLE_MARKS
    asked = [(found.guess, found.votes) for found in guessed(one, [part_of([(0, other)], GAP)])]
    back = [(turned(found.guess), found.votes) for found in guessed(other, [part_of([(0, one)], GAP)])]
    spans = [
        [(one.a, one.b) for one in compare_sound(Heard("a", one), Heard("b", other), guesses).segments]
        for guesses in (asked, back)
    ]
    (a, b), (a_back, b_back) = spans[0][0], spans[1][0]
    assert a is not None
    assert b is not None
    assert a_back is not None
    assert b_back is not None
    assert a.shared_us(a_back) > 0.9 * a.length_us
    assert b.shared_us(b_back) > 0.9 * b.length_us


def test_an_edge_of_sound_says_where_on_both_and_how_often_by_chance() -> None:
    found = compared(PART, WHOLE_MARKS)
    edge = recording_edge(found, sound_chance(found, 7200.0, None))
    assert edge is not None
    assert (edge.kind, edge.a.track, edge.b.track) == (Kind.SAME_RECORDING, Track.SOUND, Track.SOUND)
    assert edge.chance is not None
    assert edge.chance.expected < 0.01
    listen = edge.facts["listen"]
    assert isinstance(listen, list)
    assert 1 <= len(listen) <= 9


def test_a_pair_has_one_order() -> None:
    with pytest.raises(ValueError, match="smaller holder first"):
        compare_sound(Heard("b", WHOLE_MARKS), Heard("a", WHOLE_MARKS), [])


def stretched(sound: Samples, tempo: float) -> Samples:
    """Slower or faster at the same pitch: grains of 60 ms laid nearer or farther, each where it goes on best."""
    grain, hop = 480, 240
    window = np.hanning(grain)
    out = np.zeros(int(len(sound) / tempo) + grain)
    last = 0
    for number in range(int(len(sound) / tempo / hop) - 4):
        ideal = int(number * hop * tempo)
        near = range(max(0, ideal - 80), min(ideal + 80, len(sound) - grain - hop), 4)
        due = sound[last + hop : last + hop + grain]
        last = max(near, key=lambda at: float(sound[at : at + grain] @ due), default=ideal) if number else 0
        out[number * hop : number * hop + grain] += window * sound[last : last + grain]
    return out[: int(len(sound) / tempo)].astype(np.float32)


@pytest.mark.parametrize("tempo", [1.05, 0.95])
def test_a_change_of_tempo_alone_is_found_whole_at_its_tempo(tempo: float) -> None:
    found = compared(stretched(PART, tempo), WHOLE_MARKS)
    best = max(found.segments, key=lambda one: float(str(one.geometry["nats"])))
    assert best.a is not None
    assert best.a.length_us > 0.8 * 10_000_000 / tempo
    assert best.speed == pytest.approx(1 / tempo, abs=0.004)
    assert best.geometry["pitch"] == pytest.approx(1, abs=0.004)
