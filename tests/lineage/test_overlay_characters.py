"""Marks over several members of a family: known from those that lack them, one where two bear them at one place."""

from stemmata.lineage import signs
from stemmata.lineage.links import Link
from stemmata.lineage.overlay_characters import Character, Weights, characters, told_by
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.residue import Difference, Residue, Side
from stemmata.model.span import Region
from stemmata.model.unit import Track, Unit

LOGO = Region(700_000, 100_000, 200_000, 100_000)
MIRRORED_LOGO = Region(100_000, 100_000, 200_000, 100_000)
ELSEWHERE = Region(100_000, 700_000, 200_000, 100_000)
SAME_PLACE = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
RIGHT_HALF = [2.0, 0.0, -1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
NAMES = {name: f"w-{name}" for name in "abcdef"}


def edge(a: str, b: str, *left_over: Residue, matrix: list[float] | None = None, mirrored: bool = False) -> Edge:
    segment = Segment(None, None, geometry={"matrix": matrix or SAME_PLACE}, left_over=left_over, mirrored=mirrored)
    one, other = (Unit(Track.PICTURE, item=name) for name in (a, b))
    return Edge(Kind.SAME_FOOTAGE, one, other, "test/1", segments=(segment,))


def over(side: Side, region: Region = LOGO) -> Residue:
    return Residue(Difference.OVERLAY, side, region)


def character(bearers: str, without: str) -> Character:
    return Character(frozenset(f"w-{one}" for one in bearers), frozenset(f"w-{one}" for one in without))


def test_two_that_bear_a_mark_at_one_place_and_do_not_differ_there_bear_the_same() -> None:
    found = characters([edge("a", "c", over(Side.A)), edge("b", "c", over(Side.A)), edge("a", "b")], NAMES)
    assert found == [character("ab", "c")]


def test_two_marks_at_one_place_that_differ_are_two() -> None:
    differ = edge("a", "b", over(Side.A), over(Side.B))
    assert characters([edge("a", "c", over(Side.A)), edge("b", "c", over(Side.A)), differ], NAMES) == []


def test_marks_at_two_places_are_two() -> None:
    edges = [edge("a", "c", over(Side.A)), edge("b", "c", over(Side.A, ELSEWHERE)), edge("a", "b")]
    assert characters(edges, NAMES) == []


def test_the_place_is_followed_through_crops_and_mirrors() -> None:
    cropped = Region(400_000, 100_000, 400_000, 100_000)
    edges = [edge("a", "c", over(Side.A)), edge("b", "c", over(Side.A, cropped)), edge("a", "b", matrix=RIGHT_HALF)]
    assert characters(edges, NAMES) == [character("ab", "c")]
    edges = [edge("a", "c", over(Side.A)), edge("b", "c", over(Side.A, MIRRORED_LOGO)), edge("a", "b", mirrored=True)]
    assert characters(edges, NAMES) == [character("ab", "c")]


def test_a_mark_whose_side_is_not_told_makes_no_character() -> None:
    edges = [edge("a", "c", over(Side.UNKNOWN)), edge("b", "c", over(Side.UNKNOWN)), edge("a", "b")]
    assert characters(edges, NAMES) == []


def test_the_order_of_edges_leaves_no_trace() -> None:
    edges = [
        edge("a", "c", over(Side.A)),
        edge("b", "c", over(Side.A)),
        edge("a", "b"),
        edge("c", "d", over(Side.B)),
        edge("a", "d"),
        edge("b", "d"),
    ]
    assert characters(edges, NAMES) == characters(edges[::-1], NAMES) == [character("abd", "c")]


def test_what_lies_in_no_member_is_left_out() -> None:
    assert characters([edge("x", "y", over(Side.A))], NAMES) == []


def kinds(link: Link, weights: dict[str, Weights]) -> tuple[list[tuple[str, float | None]], float]:
    (told,) = told_by([character("ab", "c")], [link], weights)
    return [(sign.kind, sign.weight) for sign in told.signs], told.cost


def test_a_parent_that_lacks_a_mark_of_the_childs_kin_costs_more() -> None:
    found = kinds(Link("w-c", "w-a", 2.0, population="p"), {"p": Weights(1.5, 4.0)})
    assert found == ([(signs.GAINED_AGAIN, -1.5)], 3.5)


def test_a_parent_whose_mark_the_child_has_not_costs_more_still() -> None:
    assert kinds(Link("w-a", "w-c", 2.0, population="p"), {"p": Weights(1.5, 4.0)}) == ([(signs.TAKEN_OFF, -4.0)], 6.0)


def test_a_mark_that_both_bear_is_shown_and_costs_nothing() -> None:
    assert kinds(Link("w-a", "w-b", 2.0, population="p"), {"p": Weights(1.5, 4.0)}) == (
        [(signs.SHARED_MARK, None)],
        2.0,
    )


def test_links_of_a_population_without_weights_get_signs_only() -> None:
    assert kinds(Link("w-c", "w-a", 2.0, population="q"), {"p": Weights(1.5, 4.0)}) == (
        [(signs.GAINED_AGAIN, None)],
        2.0,
    )


def test_draws_move_with_the_cost() -> None:
    link = Link("w-c", "w-a", 2.0, draws=(1.0, 3.0), population="p")
    (told,) = told_by([character("ab", "c")], [link], {"p": Weights(1.5, 4.0)})
    assert told.draws == (2.5, 4.5)
