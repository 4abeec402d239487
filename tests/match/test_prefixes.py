"""Buckets of sorted keys: as few leading bits as keep one small, whatever the order in which keys came."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.match import prefixes
from stemmata.match.prefixes import (
    KEY_BITS,
    NEVER,
    Depths,
    Keys,
    bounds,
    columns,
    common_bits,
    counts,
    depths,
    meeting,
    merged_table,
    prefix,
)

LEAST = 4
key_lists = st.lists(st.sampled_from([0, 1, 2**32 - 1, 2**31, 2**27, 2**27 + 1, 0xABCDEF01, 0xABCDEF00]), max_size=12)


def sorted_keys(keys: list[int]) -> Keys:
    return np.array(sorted(keys), np.uint32)


def all_of(depth: int, count: int) -> Depths:
    return np.full(count, depth, np.int64)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_common_bits_are_those_before_the_first_difference(one: int, other: int) -> None:
    texts = f"{one:032b}", f"{other:032b}"
    expected = next((at for at in range(32) if texts[0][at] != texts[1][at]), 32)
    assert common_bits(np.array([one], np.uint32), np.array([other], np.uint32)).tolist() == [expected]


@given(key_lists, key_lists, st.integers(1, KEY_BITS))
def test_a_bucket_holds_what_shares_its_bits(held: list[int], asked: list[int], depth: int) -> None:
    keys, sought = sorted_keys(held), np.array(asked, np.uint32)
    first, count = bounds(keys, sought, all_of(depth, len(asked)))
    for key, begin, number in zip(asked, first.tolist(), count.tolist(), strict=True):
        alike = [at for at, one in enumerate(keys.tolist()) if one >> (32 - depth) == key >> (32 - depth)]
        assert list(range(begin, begin + number)) == alike


@given(st.lists(key_lists, max_size=3), key_lists, st.integers(1, 4))
def test_a_depth_is_the_first_at_which_the_bucket_is_small_enough(
    held: list[list[int]], asked: list[int], most: int
) -> None:
    parts, sought = [sorted_keys(keys) for keys in held], np.array(asked, np.uint32)
    found = depths(parts, sought, LEAST, most)
    every = [counts(parts, sought, all_of(depth, len(asked))) for depth in range(LEAST, KEY_BITS + 1)]
    for at, depth in enumerate(found.tolist()):
        small = [LEAST + step for step, count in enumerate(every) if count[at] <= most]
        assert depth == (small[0] if small else NEVER)


@given(key_lists, key_lists, st.integers(1, NEVER), st.integers(1, 5))
def test_keys_meet_what_shares_their_bits_in_blocks_of_any_size(
    held: list[int], asked: list[int], depth: int, block: int
) -> None:
    keys, sought = sorted_keys(held), np.array(asked, np.uint32)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(prefixes, "BLOCK", block)
        blocks = list(meeting(keys, sought, all_of(depth, len(asked))))
    met = {(int(one), int(other)) for ours, theirs in blocks for one, other in zip(ours, theirs, strict=True)}
    assert sum(len(ours) for ours, _ in blocks) == len(met)
    assert met == {
        (one, other)
        for one, key in enumerate(asked)
        for other, there in enumerate(keys.tolist())
        if depth < NEVER and key >> (32 - depth) == there >> (32 - depth)
    }


@given(st.lists(key_lists, min_size=1, max_size=3), st.integers(1, 5))
def test_merged_parts_are_what_all_would_have_been(held: list[list[int]], block: int) -> None:
    parts = [columns([(np.array(keys, np.uint32), np.arange(len(keys), dtype=np.uint32))]) for keys in held]
    shifts = np.cumsum([0, *(len(keys) for keys in held)])[:-1].tolist()
    everything = np.array([key for keys in held for key in keys], np.uint32)
    expected = columns([(everything, np.arange(len(everything), dtype=np.uint32))])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(prefixes, "BLOCK", block)
        blocks = list(merged_table(parts, shifts, 0))
    assert [key for keys, _ in blocks for key in keys.tolist()] == expected.key.tolist()
    assert [row for _, rows in blocks for row in rows.tolist()] == expected.row.tolist()


def test_a_prefix_keeps_its_first_bits() -> None:
    key = np.full(3, 0xFFFFFFFF, np.uint32)
    assert prefix(key, np.array([1, 22, 32])).tolist() == [0x80000000, 0xFFFFFC00, 0xFFFFFFFF]
