"""How two dates stand to each other, each as wide as it is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.lineage.story_dates import chance_before
from stemmata.model.interval import Basis, TimeInterval


def at(low: int | None, high: int | None) -> TimeInterval:
    return TimeInterval(low, high, Basis.FILE)


@pytest.mark.parametrize(
    ("one", "other", "chance"),
    [
        (at(0, 9), at(10, 19), 1.0),
        (at(10, 19), at(0, 9), 0.0),
        (at(0, 10), at(0, 10), 0.5),
        (at(0, 10), at(5, 5), 0.5),
        (at(5, 5), at(0, 10), 0.5),
        (at(0, 10), at(0, 20), 0.75),
        (at(5, 5), at(5, 5), 0.5),
        (at(0, None), at(5, 9), 0.5),
        (at(None, 3), at(5, 9), 1.0),
        (None, at(0, 9), 0.5),
    ],
)
def test_the_chance_is_that_of_two_moments_each_anywhere_in_its_interval(
    one: TimeInterval | None, other: TimeInterval | None, chance: float
) -> None:
    assert chance_before(one, other) == pytest.approx(chance)


def intervals() -> st.SearchStrategy[TimeInterval]:
    ends = st.tuples(st.integers(-1000, 1000), st.integers(0, 500))
    return ends.map(lambda pair: at(pair[0], pair[0] + pair[1]))


@given(intervals(), intervals())
def test_both_orders_together_are_certain(one: TimeInterval, other: TimeInterval) -> None:
    assert chance_before(one, other) + chance_before(other, one) == pytest.approx(1.0)
    assert 0.0 <= chance_before(one, other) <= 1.0
