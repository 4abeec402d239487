"""Distances of 256-bit hashes, their bands, and runs of frames that say the same."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.match.hamming import BANDS, RUN_BITS, WORDS, Hashes, are_close, band_keys, distances, without_repeats

EXACT_BITS = BANDS - 1


def random_hashes(seed: int, count: int) -> Hashes:
    return np.random.default_rng(seed).integers(0, 2**64, (count, WORDS), dtype=np.uint64)


def with_flipped(hashed: npt.NDArray[np.uint64], bits: list[int]) -> npt.NDArray[np.uint64]:
    changed = hashed.copy()
    for bit in bits:
        changed[bit // 64] ^= np.uint64(1 << (bit % 64))
    return changed


@given(st.integers(0, 2**32), st.sets(st.integers(0, 255), max_size=EXACT_BITS))
def test_hashes_up_to_15_bits_apart_agree_in_a_band(seed: int, flips: set[int]) -> None:
    one = random_hashes(seed, 1)
    other = with_flipped(one[0], sorted(flips))[None]
    assert ((band_keys(one) ^ band_keys(other)) >> 16 == 0).any()


def test_a_band_key_is_the_band_and_the_next_one() -> None:
    key = band_keys(np.array([[0x0004_0003_0002_0001, 0, 0, 0x000F_0000_0000_0000]], np.uint64))[0]
    assert [hex(number) for number in key[:3].tolist()] == ["0x10002", "0x20003", "0x30004"]
    assert hex(int(key[15])) == "0xf0001"


@pytest.mark.parametrize("radius", [0, 31, 120, 128, 256])
def test_hashes_are_close_whose_distance_is_within_the_radius(radius: int) -> None:
    one = random_hashes(1, 5)
    other = np.concatenate([random_hashes(2, 7), with_flipped(one[3], [0, 70, 250])[None], one[:1]])
    rows, found = np.divmod(np.arange(45), 9)
    assert are_close(one, rows, other, found, radius).tolist() == (distances(one, other) <= radius).reshape(-1).tolist()


@given(st.integers(0, 2**32), st.lists(st.integers(1, 60), max_size=6))
def test_a_still_camera_is_one_frame_and_a_moving_one_is_all_of_them(seed: int, runs: list[int]) -> None:
    shown = random_hashes(seed, len(runs))
    assert without_repeats(np.repeat(shown, runs, axis=0)).tolist() == shown.tolist()


def test_what_moves_slowly_is_kept_whenever_it_has_moved() -> None:
    drifting = np.stack([with_flipped(random_hashes(1, 1)[0], list(range(bits))) for bits in range(40)])
    kept = without_repeats(drifting)
    assert [int(distances(kept[:1], one[None])[0, 0]) for one in kept] == list(range(0, 40, RUN_BITS + 1))


@given(st.integers(0, 2**32))
def test_a_distance_is_a_metric(seed: int) -> None:
    apart = distances(random_hashes(seed, 4), random_hashes(seed, 4)).astype(int)
    assert (apart.diagonal() == 0).all()
    assert (apart == apart.T).all()
    assert (apart[:, None, :] <= apart[:, :, None] + apart[None, :, :]).all()


def test_opposite_hashes_are_256_bits_apart() -> None:
    hashed = random_hashes(1, 1)
    assert distances(hashed, ~hashed).tolist() == [[256]]


REFUSED = [
    (np.zeros((1, 4), np.int64), r"expected \(n, 4\) uint64, got \(1, 4\) int64"),
    (np.zeros((1, 3), np.uint64), r"expected \(n, 4\) uint64, got \(1, 3\) uint64"),
    (np.zeros(4, np.uint64), r"expected \(n, 4\) uint64, got \(4,\) uint64"),
]


@pytest.mark.parametrize(("wrong", "message"), REFUSED, ids=["type", "words", "axes"])
def test_what_is_no_hash_is_refused(wrong: npt.NDArray[np.uint64], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        distances(wrong, random_hashes(1, 1))
