"""Roots: counted by shared origin, widened by doubt, and never called independent."""

from stemmata.corroborate.roots import count_roots
from stemmata.lineage.families import Family, Member
from stemmata.model.unit import Track, Unit


def family(name: str, *holders: str) -> Family:
    return Family(name, "footage", tuple(Member(Unit(Track.PICTURE, item=holder), ()) for holder in holders))


def test_families_without_a_link_are_groups_with_no_copying_found() -> None:
    roots = count_roots([family("f1", "a", "b"), family("f2", "c")], [], [])
    assert (roots.groups, roots.groups_low, roots.shown, roots.not_established) == (2, 2, 0, 1)


def test_a_story_that_rests_on_footage_is_one_group_with_it() -> None:
    roots = count_roots([family("f1", "a"), family("s1", "post")], [("post", "a")], [])
    assert (roots.groups, roots.linked, roots.joined) == (1, 1, (("f1", "s1"),))


def test_an_undecided_pair_widens_the_range_and_joins_nothing() -> None:
    roots = count_roots([family("f1", "a"), family("f2", "b")], [], [("a", "b")])
    assert (roots.groups, roots.groups_low) == (2, 1)


def test_nothing_is_shown_independent_by_the_absence_of_copying() -> None:
    families = [family(f"f{at}", f"h{at}") for at in range(9)]
    roots = count_roots(families, [], [])
    assert (roots.groups, roots.shown, roots.not_established) == (9, 0, 36)


def test_a_link_to_a_compilation_says_not_which_part_is_meant() -> None:
    families = [family("f1", "a", "c"), family("f2", "b", "c"), family("s1", "post")]
    assert count_roots(families, [("post", "c")], []).groups == 3


def test_an_empty_case_has_no_roots() -> None:
    roots = count_roots([], [], [])
    assert (roots.groups, roots.groups_low, roots.not_established) == (0, 0, 0)
