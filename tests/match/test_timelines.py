"""Pairs into timelines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.match.timelines import PairOffset, Standing, timelines


def clips(number: int, seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    return {f"c{k:02}": float(at) for k, at in enumerate(random.uniform(0, 600, number))}


def pairs(starts: dict[str, float], seed: int, bad: float = 0.0, share: float = 0.6) -> list[PairOffset]:
    """Measured pairs, 50 ms off; of which `bad` are anything."""
    random = np.random.default_rng(seed)
    made, names = [], sorted(starts)
    for k, one in enumerate(names):
        for other in names[k + 1 :]:
            if random.random() < share:
                offset = starts[other] - starts[one] + random.normal(0, 0.05)
                made.append(PairOffset(one, other, random.uniform(-200, 200) if random.random() < bad else offset, 0.1))
    return made


@pytest.mark.parametrize("seed", range(8))
def test_three_in_ten_wrong_pairs_misplace_nothing_that_is_held(seed: int) -> None:
    starts = clips(12, seed)
    line = timelines(pairs(starts, seed + 100, 0.3))[0]
    held = [one for one in line.placed if one.standing is Standing.HELD]
    shift = np.median([one.start - starts[one.holder] for one in held])
    assert len(held) >= 10
    assert all(abs(one.start - starts[one.holder] - shift) < 0.2 for one in held)


def test_wrong_pairs_are_named_by_their_residual() -> None:
    starts = clips(6, 1)
    good = pairs(starts, 2, share=1.0)
    wrong = PairOffset(good[0].a, good[0].b, good[0].offset + 40, 0.1)
    tested = timelines([wrong, *good[1:]])[0].tested
    assert [one.pair for one in tested if not one.fits] == [wrong]


def test_a_recording_that_one_pair_holds_is_unconfirmed() -> None:
    line = timelines([PairOffset("a", "b", 1.0, 0.1)])[0]
    assert {one.standing for one in line.placed} == {Standing.UNCONFIRMED}


def test_what_nothing_connects_has_timelines_of_its_own() -> None:
    found = timelines([PairOffset("a", "b", 1.0, 0.1), PairOffset("c", "d", 2.0, 0.1)])
    assert [[one.holder for one in line.placed] for line in found] == [["a", "b"], ["c", "d"]]


def test_a_pair_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        timelines([PairOffset("a", "b", 1.0, 0.1), PairOffset("b", "a", -1.0, 0.1)])


@given(st.randoms(use_true_random=False), st.integers(0, 5))
def test_order_and_direction_of_pairs_change_nothing(order, seed: int) -> None:  # type: ignore[no-untyped-def]
    made = pairs(clips(6, seed), seed, 0.2)
    turned = [
        PairOffset(one.b, one.a, -one.offset, one.error) if order.random() < 0.5 else one
        for one in order.sample(made, k=len(made))
    ]
    assert timelines(turned) == timelines(made)
