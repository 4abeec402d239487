"""The largest set in which every two are related."""

from itertools import combinations
from random import Random

import networkx
from hypothesis import given
from hypothesis import strategies as st

from stemmata.corroborate.clique import EXACT_TO, Largest, largest_set

NAMES = tuple("abcdefgh")


def relation(pairs: list[tuple[str, str]], names: tuple[str, ...]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {name: set() for name in names}
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    return near


@given(st.lists(st.sampled_from(list(combinations(NAMES, 2)))))
def test_no_subset_is_larger(pairs: list[tuple[str, str]]) -> None:
    near = relation(pairs, NAMES)
    found = largest_set(near)
    assert all(other in near[one] for one, other in combinations(found.members, 2))
    size = max(
        size
        for size in range(1, len(NAMES) + 1)
        for chosen in combinations(NAMES, size)
        if all(other in near[one] for one, other in combinations(chosen, 2))
    )
    assert (len(found.members), found.exact) == (size, True)


def test_sixty_members_are_searched_to_the_end() -> None:
    names = tuple(f"g{at:02d}" for at in range(EXACT_TO))
    for share in (0.3, 0.6, 0.9):
        rng = Random(7)
        near = relation([pair for pair in combinations(names, 2) if rng.random() < share], names)
        graph = networkx.Graph((one, other) for one in near for other in near[one])
        largest = max(map(len, networkx.find_cliques(graph)))
        assert (len(largest_set(near).members), largest_set(near, work=0).exact) == (largest, True)


def test_a_search_that_is_given_up_says_so_and_still_returns_a_set() -> None:
    names = tuple(f"g{at:03d}" for at in range(120))
    rng = Random(7)
    near = relation([pair for pair in combinations(names, 2) if rng.random() < 0.8], names)
    found = largest_set(near, work=2_000)
    assert not found.exact
    assert all(other in near[one] for one, other in combinations(found.members, 2))
    assert len(found.members) > 5


def test_beyond_sixty_a_search_that_ends_is_exact() -> None:
    names = tuple(f"g{at:03d}" for at in range(300))
    near = relation(list(combinations(names[:40], 2)) + list(combinations(names[100:], 2)), names)
    assert largest_set(near) == Largest(names[100:])


def test_of_nothing_related_one_is_left() -> None:
    assert largest_set({"b": set(), "a": set()}) == Largest(("a",))
    assert largest_set({}) == Largest(())
