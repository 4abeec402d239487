"""Landmarks: found again whatever was done to the sound, none where nothing stands out, the same however it comes."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.media.sounds import babble

from stemmata.decode.sound import HZ, Block
from stemmata.fingerprint.landmarks import HZ_STEPS, LONGEST_GAP, Landmarks, Listening, joined, landmarks

VOICE = babble(5, 20)


def found_again(one: Landmarks, other: Landmarks, later: int = 0) -> float:
    """Share of the landmarks of `one` that `other` has within 32 ms and 16 Hz, `later` samples on."""
    near = 0
    for at, frequency in zip(one.at + later, one.frequency.astype(int), strict=True):
        low, high = np.searchsorted(other.at, [at - 256, at + 257])
        near += bool((np.abs(other.frequency[low:high].astype(int) - frequency) <= 16 * HZ_STEPS).any())
    return near / len(one)


def test_louder_sound_has_the_same_landmarks() -> None:
    quiet, loud = landmarks(VOICE), landmarks(VOICE * 4)
    assert found_again(quiet, loud) > 0.95


def test_an_excerpt_has_the_landmarks_of_its_place() -> None:
    whole, part = landmarks(VOICE), landmarks(VOICE[8 * HZ + 77 : 12 * HZ])
    assert found_again(part, whole, 8 * HZ + 77) > 0.8


def test_noise_at_a_tenth_of_its_level_leaves_most_landmarks() -> None:
    noise = np.random.default_rng(1).standard_normal(len(VOICE)) * np.std(VOICE) / 10
    assert found_again(landmarks(VOICE), landmarks((VOICE + noise).astype(np.float32))) > 0.4


def test_other_sound_shares_landmarks_by_chance_only() -> None:
    assert found_again(landmarks(VOICE), landmarks(babble(6, 20))) < 0.25


@pytest.mark.parametrize(
    "still",
    [np.zeros(HZ * 10), 0.3 * np.sin(2 * np.pi * 440 * np.arange(HZ * 10) / HZ), np.full(HZ * 10, 0.5)],
    ids=["silence", "one tone", "a constant"],
)
def test_what_stands_still_has_no_landmarks(still: npt.NDArray[np.float64]) -> None:
    assert len(landmarks(still.astype(np.float32))) == 0


@pytest.mark.parametrize("length", [0, 1, 1023, 1024, 1500])
def test_sound_too_short_for_a_spectrum_has_no_landmarks(length: int) -> None:
    assert len(landmarks(VOICE[:length])) == 0


LONG = np.tile(VOICE, 8) + np.random.default_rng(2).standard_normal(8 * len(VOICE)).astype(np.float32) * 0.01


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(0, len(LONG)), max_size=6), st.integers(-1000, 1000))
def test_landmarks_do_not_depend_on_how_sound_is_cut_into_blocks(cuts: list[int], first: int) -> None:
    listening = Listening()
    edges = [0, *sorted(cuts), len(LONG)]
    parts = [listening.add(Block(first + a, LONG[a:b])) for a, b in itertools.pairwise(edges) if a < b]
    whole, parted = landmarks(LONG, first), joined([*parts, listening.end()])
    assert np.array_equal(whole.at, parted.at)
    assert np.array_equal(whole.frequency, parted.frequency)
    assert np.array_equal(whole.level, parted.level)


def test_a_long_sound_gives_landmarks_before_it_ends() -> None:
    assert len(Listening().add(Block(0, LONG))) > 0


def test_after_a_long_gap_everything_begins_anew() -> None:
    listening = Listening()
    later = len(VOICE) + LONGEST_GAP + 1
    parts = joined([listening.add(Block(0, VOICE)), listening.add(Block(later, VOICE)), listening.end()])
    alone = landmarks(VOICE)
    assert np.array_equal(parts.at, np.concatenate([alone.at, alone.at + later]))
