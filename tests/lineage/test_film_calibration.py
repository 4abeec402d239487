"""The snapshot of weights: complete, named, and read as costs."""

from dataclasses import replace

import pytest

from stemmata.lineage.film_calibration import FILMS, Weights, cost
from stemmata.lineage.film_reading import FEATURES, FilmReading

NOTHING = FilmReading(**dict.fromkeys(FEATURES, 0.0))


def test_a_snapshot_has_a_name_and_a_population() -> None:
    assert FILMS.name
    assert FILMS.population


def test_weights_that_do_not_name_every_number_are_refused() -> None:
    with pytest.raises(ValueError, match="missing or too many"):
        Weights("half", "nobody", {"left": 1.0}, 0.0)


def test_a_cost_is_what_weighs_against() -> None:
    weights = Weights("two", "nobody", dict.fromkeys(FEATURES, 0.0) | {"left": -2.0, "part": 3.0}, 0.0)
    assert weights.cost(replace(NOTHING, left=1.0, part=1.0)) == pytest.approx(-1.0)


@pytest.mark.parametrize("against", ["left", "bare_child", "more_child", "enlarged", "parent_falls"])
def test_what_a_child_cannot_have_from_its_parent_costs(against: str) -> None:
    assert cost(replace(NOTHING, **{against: 1.0})) > cost(NOTHING)


def test_less_left_over_at_the_childs_key_frames_makes_the_parent_likelier() -> None:
    falls = replace(NOTHING, child_falls=0.7, told_child=-0.9)
    assert cost(falls) < cost(NOTHING) - 2
