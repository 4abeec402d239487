"""Which pairs are compared: every copy among many strangers, each pair once, whatever the order."""

import random

import pytest
from tests.match import footage

from stemmata.match.candidates import Pair, candidates
from stemmata.match.picture import Picture

STRANGERS = 30
COPIES = (
    "again",
    "crop",
    "mirrored",
    "mirrored crop",
    "turned",
    "upside down",
    "small",
    "bordered",
    "inserted",
    "negative",
)


@pytest.fixture(scope="session")
def held(stills: dict[str, Picture]) -> list[Picture]:
    strangers = [
        footage.still(f"stranger {at}", footage.street(100 + at, 320 + 16 * (at % 5), 240)) for at in range(STRANGERS)
    ]
    return [*stills.values(), *strangers]


@pytest.fixture(scope="session")
def proposed(held: list[Picture]) -> list[Pair]:
    return list(candidates(held))


def unordered(pairs: list[Pair]) -> set[frozenset[str]]:
    return {frozenset((pair.a, pair.b)) for pair in pairs}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_among_strangers_is_proposed(name: str, proposed: list[Pair]) -> None:
    assert frozenset(("street", name)) in unordered(proposed)


def test_of_the_strangers_few_pairs_are_proposed(proposed: list[Pair]) -> None:
    strange = [pair for pair in proposed if pair.a.startswith("stranger") or pair.b.startswith("stranger")]
    assert len(strange) <= 0.05 * STRANGERS * (STRANGERS - 1) / 2


def test_nothing_is_proposed_with_itself_and_no_pair_twice(proposed: list[Pair]) -> None:
    assert {len(pair) for pair in unordered(proposed)} == {2}
    assert len(unordered(proposed)) == len(proposed)


def test_a_flat_picture_is_proposed_with_nothing(held: list[Picture]) -> None:
    also_flat = footage.still("flat too", footage.flat(20))
    assert not [pair for pair in candidates([*held[-5:], held[12], also_flat]) if "flat" in pair.a + pair.b]
    assert held[12].holder == "flat"


def test_the_pairs_do_not_depend_on_the_order_of_pictures(held: list[Picture], proposed: list[Pair]) -> None:
    shuffled = random.Random(1).sample(held, k=len(held))
    assert unordered(list(candidates(shuffled))) == unordered(proposed)


def test_pictures_in_order_of_holders_give_pairs_in_order(held: list[Picture]) -> None:
    pairs = list(candidates(sorted(held, key=lambda picture: picture.holder)))
    assert pairs == sorted(pairs)
    assert all(pair.a < pair.b for pair in pairs)


@pytest.mark.parametrize("count", [0, 1])
def test_of_fewer_than_two_pictures_there_is_no_pair(count: int, held: list[Picture]) -> None:
    assert list(candidates(held[:count])) == []


@pytest.mark.parametrize(
    "name", ["again", "excerpt", "mirrored", "faster", "letterboxed", "joined", "inserted", "frame", "part of a frame"]
)
def test_a_part_of_a_film_is_proposed(name: str, films: dict[str, Picture]) -> None:
    held = [films[one] for one in ("walk", name, "other still", "flat")]
    assert unordered(list(candidates(held))) == {frozenset(("walk", name))}


def test_a_black_film_is_proposed_with_nothing(films: dict[str, Picture]) -> None:
    assert list(candidates([films["walk"], films["black"], films["flat"]])) == []
