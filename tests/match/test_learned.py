"""What a model proposes: the few that are nearest, nearer than most, whatever order files come in."""

import numpy as np
import pytest

from stemmata.match.candidates import Pair
from stemmata.match.learned import NEAREST, Descriptors, proposals


def unit(rows: Descriptors) -> Descriptors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def strangers(count: int, pictures: int = 1, seed: int = 1) -> dict[str, Descriptors]:
    random = np.random.default_rng(seed)
    return {f"{at:03}": unit(random.standard_normal((pictures, 64)).astype(np.float32)) for at in range(count)}


def near(rows: Descriptors) -> Descriptors:
    return unit(rows + 0.05 * np.random.default_rng(9).standard_normal(rows.shape).astype(np.float32))


@pytest.mark.parametrize("pictures", [1, 7])
def test_what_is_nearer_than_most_is_proposed(pictures: int) -> None:
    described = strangers(80, pictures)
    described |= {"z copy": near(described["040"][-1:])}
    found = proposals(described)
    assert Pair("040", "z copy") in found.pairs
    assert found.bar is not None
    assert len(found.pairs) < 1 + 0.01 * 80 * 79 / 2


def test_in_a_small_case_everything_near_is_proposed() -> None:
    found = proposals(strangers(4))
    assert found.bar is None
    assert len(found.pairs) == 6


def test_a_model_that_finds_everything_alike_proposes_few_for_each() -> None:
    same = {f"{at:03}": np.full((2, 4), 0.5, np.float32) for at in range(120)}
    assert len(proposals(same).pairs) <= NEAREST * 120


def test_order_makes_no_difference() -> None:
    described = strangers(90, 3)
    assert proposals(dict(reversed(described.items()))) == proposals(described)


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_give_nothing(count: int) -> None:
    assert proposals(strangers(count)).pairs == ()


def test_two_pictures_of_one_file_are_no_pair() -> None:
    described = strangers(40)
    described["z loop"] = np.repeat(described["000"], 3, axis=0)
    assert all(pair.a != pair.b for pair in proposals(described).pairs)
