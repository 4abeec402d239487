"""Distances of 256-bit hashes, and the banded join against a look at every pair."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.match import hamming
from stemmata.match.hamming import BANDS, CANDIDATE_BITS, WORDS, Hashes, close_pairs, distances

EXACT_BITS = BANDS - 1


def random_hashes(seed: int, count: int) -> Hashes:
    return np.random.default_rng(seed).integers(0, 2**64, (count, WORDS), dtype=np.uint64)


def with_flipped(hashed: npt.NDArray[np.uint64], bits: list[int]) -> npt.NDArray[np.uint64]:
    changed = hashed.copy()
    for bit in bits:
        changed[bit // 64] ^= np.uint64(1 << (bit % 64))
    return changed


def found(query: Hashes, reference: Hashes, radius: int = CANDIDATE_BITS) -> set[tuple[int, int]]:
    return {
        (int(one), int(other))
        for close in close_pairs(query, reference, radius)
        for one, other in zip(close.query, close.reference, strict=True)
    }


def by_brute_force(query: Hashes, reference: Hashes, radius: int) -> set[tuple[int, int]]:
    """Every pair within the radius that agrees in one of the bands, looked at one by one."""
    pairs = set()
    for one, left in enumerate(query):
        for other, right in enumerate(reference):
            apart = sum(int(word).bit_count() for word in left ^ right)
            if apart <= radius and bool((left.view("<u2") == right.view("<u2")).any()):
                pairs.add((one, other))
    return pairs


planted = st.lists(st.sets(st.integers(0, 255), max_size=CANDIDATE_BITS), min_size=1, max_size=6)


@given(st.integers(0, 2**32), planted, st.integers(0, CANDIDATE_BITS))
def test_the_join_finds_what_a_look_at_every_pair_finds(seed: int, flips: list[set[int]], radius: int) -> None:
    reference = random_hashes(seed, 8)
    copies = [with_flipped(reference[at], sorted(bits)) for at, bits in enumerate(flips)]
    query = np.stack([*copies, *random_hashes(seed + 1, 3)])
    assert found(query, reference, radius) == by_brute_force(query, reference, radius)


@given(st.integers(0, 2**32), st.sets(st.integers(0, 255), max_size=EXACT_BITS))
def test_up_to_15_bits_no_pair_is_missed(seed: int, flips: set[int]) -> None:
    reference = random_hashes(seed, 1)
    assert found(with_flipped(reference[0], sorted(flips))[None], reference) == {(0, 0)}


def test_of_pairs_25_to_31_bits_apart_most_are_found() -> None:
    random, reference = np.random.default_rng(1), random_hashes(1, 700)
    query = np.stack(
        [with_flipped(one, random.permutation(256)[: 25 + at % 7].tolist()) for at, one in enumerate(reference)]
    )
    assert len(found(query, reference) & {(at, at) for at in range(700)}) > 0.93 * 700


def test_one_bit_beyond_the_radius_is_not_found() -> None:
    reference = random_hashes(1, 1)
    query = with_flipped(reference[0], list(range(CANDIDATE_BITS + 1)))[None]
    assert distances(query, reference)[0, 0] == CANDIDATE_BITS + 1
    assert found(query, reference) == set()


@pytest.mark.parametrize(("queries", "references"), [(0, 0), (0, 3), (3, 0)])
def test_nothing_against_something_is_nothing(queries: int, references: int) -> None:
    assert found(random_hashes(1, queries), random_hashes(1, references)) == set()


def test_a_band_that_too_many_share_makes_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    black = np.zeros((5, WORDS), np.uint64)
    assert len(found(black[:1], black)) == 5
    monkeypatch.setattr(hamming, "HOT", 4)
    assert found(black[:1], black) == set()


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
