"""Pairs found through inverted indexes: as a look at everything finds them, in any order, in any portions."""

import itertools
import random
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.match import glances

from stemmata.fingerprint.frames import WORDS
from stemmata.match import meetings
from stemmata.match.hamming import BANDS, CANDIDATE_BITS, Hashes, band_keys
from stemmata.match.inverted import Glance, chosen, inverted, merged
from stemmata.match.meetings import MIN_VOTES, Search, agreeing, expected_meetings, met
from stemmata.match.shared_details import Posted

NOTHING = np.zeros((0, WORDS), np.uint64)


def with_hashes(holder: str, references: Hashes, views: Hashes = NOTHING) -> Glance:
    return Glance(holder, references, views, ())


def with_details(holder: str, *details: Posted) -> Glance:
    return Glance(holder, NOTHING, NOTHING, details)


def pairs(*portions: list[Glance]) -> set[tuple[str, str]]:
    return glances.in_portions(list(portions))[0]


some_glances = st.lists(st.integers(0, 400), min_size=2, max_size=14, unique=True)


@settings(max_examples=60)
@given(some_glances, st.randoms(use_true_random=False), st.lists(st.integers(0, 14), max_size=3), st.integers(1, 9))
def test_any_order_and_any_portions_give_the_same_pairs(
    seeds: list[int], order: random.Random, cuts: list[int], crowd: int
) -> None:
    """Buckets are kept so small that many become too common while pictures arrive (DESIGN section 2)."""
    every = [glances.glance(seed) for seed in seeds]
    shuffled = order.sample(every, k=len(every))
    borders = [0, *sorted(cut for cut in cuts if cut < len(every)), len(every)]
    portions = [shuffled[begin:end] for begin, end in itertools.pairwise(borders)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(meetings, "CROWD", crowd)
        patched.setattr(meetings, "HOT", crowd)
        assert glances.in_portions(portions) == glances.in_portions([every])


def test_of_such_pictures_some_pairs_are_lost_while_more_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    """The property above would say little if no bucket ever filled."""
    monkeypatch.setattr(meetings, "CROWD", 3)
    monkeypatch.setattr(meetings, "HOT", 3)
    every = [glances.glance(seed) for seed in range(40)]
    first, common = glances.in_portions([every[:12]])
    both, more = glances.in_portions([every])
    assert first - both
    assert first & both
    assert len(more) > len(common)


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.lists(st.sets(st.integers(0, 255), max_size=CANDIDATE_BITS), min_size=1, max_size=6))
def test_hashes_are_found_that_a_look_at_every_pair_finds(seed: int, flips: list[set[int]]) -> None:
    pool = np.random.default_rng(seed).integers(0, 2**64, (8, WORDS), dtype=np.uint64)
    copies = pool[: len(flips)].copy()
    for copy, bits in zip(copies, flips, strict=True):
        for bit in bits:
            copy[bit // 64] ^= np.uint64(1 << (bit % 64))
    references = [with_hashes(f"r{at}", one[None]) for at, one in enumerate(pool)]
    queries = [with_hashes(f"q{at}", NOTHING, one[None]) for at, one in enumerate(copies)]
    agree = (band_keys(pool[: len(flips)]) ^ band_keys(copies)) >> 16 == 0
    expected = {(f"q{at}", f"r{at}") for at in range(len(flips)) if agree[at].any()}
    assert pairs([*references, *queries]) == pairs(references, queries) == pairs(queries, references) == expected


def test_of_pairs_25_to_31_bits_apart_most_are_found() -> None:
    random = np.random.default_rng(1)
    references = random.integers(0, 2**64, (700, WORDS), dtype=np.uint64)
    views = np.concatenate([glances.flipped(random, one[None], 0) for one in references])
    for at, view in enumerate(views):
        for bit in random.permutation(256)[: 25 + at % 7].tolist():
            view[bit // 64] ^= np.uint64(1 << (bit % 64))
    shown = [with_hashes(f"{at:03d} a", one[None]) for at, one in enumerate(references)]
    asked = [with_hashes(f"{at:03d} b", NOTHING, one[None]) for at, one in enumerate(views)]
    assert len(pairs(shown, asked)) > 0.93 * 700


def test_one_bit_beyond_the_radius_is_not_found() -> None:
    reference = np.zeros((1, WORDS), np.uint64)
    view = np.array([[2 ** (CANDIDATE_BITS + 1) - 1, 0, 0, 0]], np.uint64)
    assert pairs([with_hashes("a", reference), with_hashes("b", NOTHING, view)]) == set()
    assert pairs([with_hashes("a", reference), with_hashes("b", NOTHING, view >> np.uint64(1))]) == {("a", "b")}


def test_a_negative_is_found_from_either_side() -> None:
    shown = np.random.default_rng(1).integers(0, 2**64, (1, WORDS), dtype=np.uint64)
    one, other = with_hashes("a", shown), with_hashes("b", NOTHING, ~shown)
    assert pairs([one], [other]) == pairs([other], [one]) == {("a", "b")}


def test_a_frame_that_too_many_share_makes_no_pair_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meetings, "HOT", 4)
    black = np.zeros((1, WORDS), np.uint64)
    held = [with_hashes(f"{at}", black, black) for at in range(5)]
    assert len(pairs(held[:4])) == 6
    assert glances.in_portions([held[:4], held[4:]]) == (set(), glances.in_portions([held])[1])
    assert len(glances.in_portions([held])[1]) == BANDS


def test_a_full_bucket_is_divided_and_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many frames that agree in a band: those that agree in more of it still meet."""
    monkeypatch.setattr(meetings, "HOT", 4)
    random = np.random.default_rng(1)
    crowd = random.integers(0, 2**64, (30, WORDS), dtype=np.uint64)
    crowd[:, 0] &= np.uint64(0xFFFFFFFFFFFF0000)
    copy = crowd[7].copy()
    copy[1:] ^= np.uint64(0x0003_0003_0003_0003)  # no band but the first four is left as it was
    held = [with_hashes(f"{at:02d}", one[None]) for at, one in enumerate(crowd)]
    assert pairs(held, [with_hashes("copy", NOTHING, copy[None])]) == {("07", "copy")}


def test_a_picture_is_found_by_details_that_one_movement_explains() -> None:
    random = np.random.default_rng(1)
    one = glances.details(random, flips=0)
    shuffled = replace(one, place=one.place[::-1], turn=one.turn * 7)
    assert pairs([with_details("a", one), with_details("b", one)]) == {("a", "b")}
    assert pairs([with_details("a", one), with_details("b", shuffled)]) == set()


def test_a_camera_that_stands_still_is_few_frames() -> None:
    one = glances.details(np.random.default_rng(1), 10)
    part = inverted([with_details("a", *[one] * 50)], 0)
    assert len(part.details.column.keys(0)) == 4 * 10


laid_out = st.tuples(st.integers(0, 2**32), st.integers(6, 40), st.integers(0, 30))


@settings(deadline=None)
@given(laid_out, st.randoms(use_true_random=False))
def test_taking_details_away_never_makes_a_movement(numbers: tuple[int, int, int], order: random.Random) -> None:
    """What makes certificates sound: a pair can be lost as buckets fill, and never appears."""
    seed, true, false = numbers
    made = np.random.default_rng(seed)
    ours, theirs = made.uniform(-0.5, 0.5, (2, true + false, 2)).astype(np.float32)
    ours[:true] = theirs[:true] + made.normal(0, 0.05, (true, 2))
    turn, growth = made.normal(0, 20, true + false), made.normal(0, 0.4, true + false)
    turned, grown = turn.astype(np.float32), growth.astype(np.float32)

    def explained(rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64] | None:
        return agreeing(ours[rows], theirs[rows], turned[rows], grown[rows], MIN_VOTES)

    every = np.arange(true + false)
    whole = explained(every)
    some = sorted(order.sample(every.tolist(), k=int(order.random() * len(every))))
    part = explained(np.array(some, np.int64))
    assert whole is not None or part is None
    assert whole is None or explained(whole) is not None


@settings(max_examples=40)
@given(some_glances, st.integers(1, 13))
def test_merged_parts_answer_as_one(seeds: list[int], cut: int) -> None:
    every = [glances.glance(seed) for seed in seeds]
    parts = [inverted(every[:cut], 0), inverted(every[cut:], min(cut, len(every)))]
    whole = inverted(every, 0)
    for name, stream in merged(parts).items():
        member: object = whole
        for step in name.split("."):
            member = getattr(member, step)
        joined = np.concatenate([np.zeros((0, *stream.shape[1:]), stream.dtype), *stream.blocks])
        assert joined.shape == stream.shape
        np.testing.assert_array_equal(joined, np.asarray(member), err_msg=name)


@settings(max_examples=40)
@given(some_glances, st.integers(0, 13))
def test_pictures_taken_out_are_what_they_were(seeds: list[int], number: int) -> None:
    every = [glances.glance(seed) for seed in seeds]
    number = min(number, len(every) - 1)
    alone = chosen([inverted(every[:2], 0), inverted(every[2:], 2)], np.array([number]))
    expected = inverted([every[number]], number)
    np.testing.assert_array_equal(alone.details.column.key, expected.details.column.key)
    np.testing.assert_array_equal(alone.details.signature, expected.details.signature)
    np.testing.assert_array_equal(alone.references.column.key, expected.references.column.key)
    np.testing.assert_array_equal(alone.views.hash, expected.views.hash)
    np.testing.assert_array_equal(alone.moved.column.key, expected.moved.column.key)
    np.testing.assert_array_equal(alone.moved.middle, expected.moved.middle)


def test_the_cost_of_a_search_is_known_before() -> None:
    """All alike: each key of n pictures meets n."""
    one = glances.details(np.random.default_rng(1), 14, flips=0)
    held = inverted([with_details(f"{at}", one) for at in range(40)], 0)
    assert expected_meetings(held, [held]) == pytest.approx(8 * 14 * 40 * 40, rel=0.5)


def test_nobody_meets_nobody() -> None:
    nothing = inverted([], 0)
    assert met(Search(nothing, [nothing], [nothing])).certificates == {}
    assert expected_meetings(nothing, [nothing]) == 0
