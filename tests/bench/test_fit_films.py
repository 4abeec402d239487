"""The weights of film readings are fitted so that true parents are the likeliest, and trees follow from them."""

from dataclasses import replace

import numpy as np
from bench.families.film_readings import Family, Read
from bench.families.fit_films import Choice, choices, fitted, largest_wins, tree
from bench.families.score import Kind, Known, Placed

from stemmata.lineage.film_reading import FEATURES, FilmReading

NOTHING = FilmReading(**dict.fromkeys(FEATURES, 0.0))


def chain(forbidden: tuple[str, str] | None = None) -> Family:
    """a -> b -> c; every true parent leaves less over than any other."""
    left = {("a", "b"): 1.0, ("b", "a"): 3.0, ("b", "c"): 1.0, ("c", "b"): 3.0, ("a", "c"): 2.0, ("c", "a"): 3.0}
    whole = {"a": frozenset[str](), "b": frozenset({"a"}), "c": frozenset({"b"})}
    read = {
        pair: Read(*pair, replace(NOTHING, left=value), forbidden=pair == forbidden) for pair, value in left.items()
    }
    return Family(Known("0000", frozenset("abc"), {node: node for node in "abc"}, whole), ["a", "b", "c"], read)


def test_what_true_parents_have_less_of_weighs_against() -> None:
    random = np.random.default_rng(1)
    told = []
    for _ in range(30):
        values = np.zeros((5, len(FEATURES)))
        values[:, 0] = random.random(5)
        told.append(Choice(values, [int(values[:, 0].argmin())]))
    weights, root = fitted(told)
    assert weights[0] < -3
    assert np.allclose(weights[1:], 0, atol=1e-6)
    assert root < 0


def test_the_cheapest_tree_has_one_root_and_follows_the_costs() -> None:
    found = tree(chain(), lambda read: read.left, 1000.0)
    assert found == [Placed("a", None, Kind.NONE), Placed("b", "a", Kind.LIKELY), Placed("c", "b", Kind.LIKELY)]


def test_a_pair_that_a_proof_forbids_is_no_candidate() -> None:
    held = chain(forbidden=("b", "c"))
    assert Placed("c", "a", Kind.LIKELY) in tree(held, lambda read: read.left, 1000.0)


def test_each_child_is_weighed_with_steps_and_without() -> None:
    told = choices([chain()])
    assert len(told) == 6
    without = FEATURES.index("no_steps")
    assert [one.candidates[0, without] for one in told] == [0.0, 1.0] * 3


def test_the_largest_file_is_a_parent_of_all_others_for_the_plainest_baseline() -> None:
    found = largest_wins(chain(), {"a": 1, "b": 5, "c": 2})
    assert {(one.child, one.parent) for one in found} == {("a", "b"), ("b", None), ("c", "b")}
