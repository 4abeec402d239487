"""How a chosen parent stands: beside the next candidate, the other way round, and on other parts of the evidence."""

import pytest

from stemmata.lineage.confidence import FEATURES, MOST, Logistic, Standing, Standings
from stemmata.lineage.links import Link


def link(parent: str, child: str, cost: float, *draws: float) -> Link:
    return Link(parent, child, cost, draws=draws)


CHOSEN = link("a", "c", 1.0, 1.0, 4.0)


def test_the_margin_is_that_to_the_next_candidate() -> None:
    others = [CHOSEN, link("b", "c", 3.5, 9.0, 9.0)]
    assert Standings({"c": CHOSEN}, others).of(CHOSEN).margin == pytest.approx(2.5)


def test_a_descendant_is_no_candidate() -> None:
    below = link("c", "d", 0.0)
    others = [CHOSEN, link("d", "c", 1.1), below]
    assert Standings({"c": CHOSEN, "d": below}, others).of(CHOSEN).margin == MOST


def test_the_reverse_is_what_the_other_way_round_costs_more() -> None:
    assert Standings({"c": CHOSEN}, [CHOSEN, link("c", "a", 4.0)]).of(CHOSEN).reverse == pytest.approx(3.0)
    assert Standings({"c": CHOSEN}, [CHOSEN]).of(CHOSEN).reverse == MOST


def test_the_support_is_the_share_of_draws_in_which_no_other_is_cheaper() -> None:
    assert Standings({"c": CHOSEN}, [CHOSEN, link("b", "c", 3.0, 2.0, 2.0)]).of(CHOSEN).support == 0.5


def test_the_curve_rises_with_what_it_weighs() -> None:
    curve = Logistic("some", tuple(1.0 if name == "margin" else 0.0 for name in FEATURES), 0.0, 0.95, 9.0)
    near, far = (curve.p(Standing(0.0, margin, 0.0, 1.0)) for margin in (0.1, 5.0))
    assert 0.5 < near < far < 1
