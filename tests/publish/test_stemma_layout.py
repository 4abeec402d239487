"""Where everything stands: whole pixels, nothing on anything else, and the same whatever order the tree came in."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish import seeded_trees

from stemmata.lineage.stemma import Descent, Stemma, Sureness, Witness
from stemmata.publish.stemma_case import Tree, tree_of
from stemmata.publish.stemma_choice import DRAWN, NEAR, WHOLE, choose
from stemmata.publish.stemma_draw import STEPS, TIME, drawing_of
from stemmata.publish.stemma_drawing import BoxKind, Drawing, mirror, ports
from stemmata.publish.stemma_shape import letter, letters_of, shape_of

SIZES = [(1, 0), (3, 1), (30, 2), (300, 2), (5000, 3)]
TREES = {f"{count}": seeded_trees.random_tree(count, 7, lost) for count, lost in SIZES}
TREES["target"] = seeded_trees.target_tree()


def drawings() -> Iterator[tuple[str, Drawing]]:
    for name, tree in TREES.items():
        for axis in (STEPS, TIME):
            yield f"{name} {axis}", drawing_of(tree, axis=axis)


DRAWINGS = dict(drawings())


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_two_boxes_meet(name: str) -> None:
    for one, other in combinations(DRAWINGS[name].boxes, 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart, (one, other)


@pytest.mark.parametrize("name", DRAWINGS)
def test_everything_lies_within_the_drawing(name: str) -> None:
    drawing = DRAWINGS[name]
    spots = [(box.x, box.y) for box in drawing.boxes]
    spots += [(box.x + box.width, box.y + box.height) for box in drawing.boxes]
    spots += [spot for line in drawing.lines for spot in line.points]
    spots += [(end, whisker.y) for whisker in drawing.whiskers for end in (whisker.start, whisker.end)]
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in spots)
    assert all(isinstance(value, int) for spot in spots for value in spot)


@settings(max_examples=25)
@given(st.integers(1, 60), st.integers(0, 5), st.integers(0, 2), st.sampled_from([STEPS, TIME]))
def test_the_order_of_input_changes_nothing(count: int, seed: int, lost: int, axis: str) -> None:
    tree = seeded_trees.random_tree(count, seed, lost)
    mixed = tree_of(seeded_trees.shuffled(tree.stemma, seed + 1), tree.known)
    assert mixed.letters == tree.letters
    assert _told(mixed, axis) == _told(tree, axis)


def _told(tree: Tree, axis: str) -> object:
    """A drawing without the positions of descents in their list."""
    made = drawing_of(tree, axis=axis)
    lines = sorted((line.parent, line.child, line.sureness, line.points, line.label) for line in made.lines)
    return made.boxes, lines, made.columns, made.width, made.height


def test_a_line_leads_from_the_end_of_its_parent_to_the_start_of_its_child() -> None:
    drawing = DRAWINGS["target steps"]
    for line in drawing.lines:
        parent, child = drawing.box(line.parent), drawing.box(line.child)
        assert line.points[0] == (parent.x + parent.width, parent.middle[1])
        assert line.points[-1][0] == child.x
        assert child.y <= line.points[-1][1] <= child.y + child.height


def test_several_parents_enter_one_below_the_other_in_the_order_of_their_heights() -> None:
    drawing = DRAWINGS["target steps"]
    entering = {line.parent: line.points[-1][1] for line in drawing.lines if line.child == "w-F"}
    assert len(set(entering.values())) == 2
    assert (entering["w-B"] < entering["w-elsewhere"]) == (drawing.box("w-B").y < drawing.box("w-elsewhere").y)


def test_more_lines_than_a_box_is_high_still_enter_within_it() -> None:
    assert all(-26 <= off <= 26 for off in ports({line: line for line in range(40)}, 52).values())


def test_what_is_not_held_stands_in_a_column_of_its_own() -> None:
    for name, drawing in DRAWINGS.items():
        if name.endswith(STEPS):
            lost = {box.x for box in drawing.boxes if box.kind is BoxKind.LOST}
            held = {box.x for box in drawing.boxes if box.kind is BoxKind.HELD}
            assert not lost & held


def test_an_omega_between_two_steps_stands_between_their_columns() -> None:
    stemma = Stemma(
        "f",
        (*tuple(seeded_trees.witness(name) for name in "AB"), Witness("w-lost", ())),
        (
            Descent("w-A", None, Sureness.NONE),
            Descent("w-B", "w-lost", Sureness.PROVEN),
            Descent("w-lost", "w-A", Sureness.PROVEN),
        ),
    )
    assert shape_of(stemma, {}).slots == {"w-A": 0, "w-lost": 1, "w-B": 2}


def test_a_chain_of_lost_ancestors_leaves_its_copies_without_a_parent_held() -> None:
    stemma = Stemma(
        "f",
        (*(seeded_trees.witness(name) for name in "ABC"), Witness("w-1", ()), Witness("w-2", ())),
        (
            Descent("w-2", "w-1", Sureness.PROVEN),
            Descent("w-A", "w-1", Sureness.PROVEN),
            Descent("w-B", "w-2", Sureness.PROVEN),
            Descent("w-C", "w-2", Sureness.PROVEN),
        ),
    )
    assert shape_of(stemma, {}).slots == {"w-1": -3, "w-2": -1, "w-A": 0, "w-B": 0, "w-C": 0}


def test_descents_in_a_circle_are_refused() -> None:
    stemma = Stemma(
        "f",
        tuple(seeded_trees.witness(name) for name in "AB"),
        (Descent("w-A", "w-B", Sureness.LIKELY), Descent("w-B", "w-A", Sureness.LIKELY)),
    )
    with pytest.raises(ValueError, match="circle among 2"):
        shape_of(stemma, {})


def test_right_to_left_is_the_mirror_of_left_to_right_and_back() -> None:
    for drawing in DRAWINGS.values():
        assert mirror(mirror(drawing)) == drawing
    turned = mirror(DRAWINGS["target steps"])
    assert turned.box("w-lost").x > turned.box("w-A").x > turned.box("w-C").x > turned.box("w-D").x


def test_thirty_witnesses_are_drawn_whole() -> None:
    assert DRAWINGS["30 steps"].left_out == 0
    assert sum(box.kind is BoxKind.HELD for box in DRAWINGS["30 steps"].boxes) == 30 < WHOLE


@pytest.mark.parametrize("name", ["300", "5000"])
def test_what_is_folded_is_counted_and_every_witness_is_drawn_or_counted(name: str) -> None:
    tree, drawing = TREES[name], DRAWINGS[f"{name} steps"]
    shown = [box for box in drawing.boxes if box.kind is not BoxKind.FOLDED]
    folded = sum(box.count for box in drawing.boxes if box.kind is BoxKind.FOLDED)
    assert len(shown) == DRAWN
    assert folded == drawing.left_out == len(tree.shape.order) - DRAWN


def test_of_many_those_with_most_files_at_or_below_them_are_drawn() -> None:
    tree = TREES["5000"]
    choice = choose(tree.shape, tree.files)
    below = dict.fromkeys(tree.shape.order, 0)
    for one in tree.shape.order:
        at: str | None = one
        while at is not None:
            below[at] += tree.files[one]
            at = tree.shape.under[at]
    least = min(below[one] for one in choice.shown)
    assert all(below[one] <= least for one in tree.shape.order if one not in choice.shown)


@pytest.mark.parametrize("name", ["300", "5000"])
def test_the_way_to_the_witness_looked_at_is_drawn_with_what_is_next_to_it(name: str) -> None:
    shape = TREES[name].shape
    deepest = max(shape.order, key=lambda one: (shape.slots[one], one))
    shown = choose(shape, TREES[name].files, focus=deepest).shown
    at: str | None = deepest
    while at is not None:
        assert at in shown
        at = shape.under[at]
    above = shape.under[deepest]
    assert above is not None
    assert len(set(shape.below[above]) & set(shown)) >= min(NEAR, len(shape.below[above]))


def test_a_link_to_a_parent_that_is_not_drawn_is_counted() -> None:
    drawing = DRAWINGS["5000 steps"]
    shown = {box.id for box in drawing.boxes if box.kind is not BoxKind.FOLDED}
    links = [link for link in TREES["5000"].stemma.descents if link.child in shown and link.parent is not None]
    assert drawing.links_left_out == sum(1 for link in links if link.parent not in shown)


def test_letters_name_what_is_held_by_steps_and_time_whatever_is_folded() -> None:
    tree = TREES["target"]
    assert [tree.letters[f"w-{name}"] for name in "ABKCI"] == ["A", "B", "C", "E", "F"]
    assert tree.letters["w-lost"] == "ω"
    assert letters_of(TREES["5000"].shape)[TREES["5000"].shape.order[-1]] == letter(5000 - 1)


def test_a_letter_follows_z() -> None:
    assert [letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_without_a_time_a_witness_stands_in_the_lane_at_the_start() -> None:
    tree, drawing = TREES["target"], DRAWINGS["target time"]
    lane = drawing.columns[0]
    for box in drawing.boxes:
        in_lane = lane.x <= box.x < lane.x + lane.width
        assert in_lane == (tree.known[box.id].low_us is None)


def test_on_the_time_axis_what_was_posted_earlier_stands_before() -> None:
    tree, drawing = TREES["30"], DRAWINGS["30 time"]
    dated = sorted((tree.known[box.id].low_us or 0, box.x) for box in drawing.boxes if box.id in tree.times)
    assert [x for _, x in dated] == sorted(x for _, x in dated)


def test_an_interval_is_drawn_from_its_lower_to_its_upper_end() -> None:
    tree, drawing = TREES["30"], DRAWINGS["30 time"]
    wide = {one: high - low for one, (low, high) in tree.times.items()}
    for whisker in drawing.whiskers:
        assert (whisker.end > whisker.start) == (wide[whisker.id] > 0)


def test_fewer_lines_cross_after_siblings_changed_places() -> None:
    names = "ABCD"
    witnesses = (*(seeded_trees.witness(name) for name in names), seeded_trees.witness("X"), seeded_trees.witness("Y"))
    links = [Descent(f"w-{name}", None, Sureness.NONE) for name in names]
    links += [Descent("w-X", "w-A", Sureness.PROVEN), Descent("w-X", "w-D", Sureness.LIKELY, 0.9, "p")]
    links += [Descent("w-Y", "w-B", Sureness.PROVEN)]
    drawing = drawing_of(tree_of(Stemma("f", witnesses, tuple(links)), {}))
    order = sorted(names, key=lambda name: drawing.box(f"w-{name}").y)
    assert abs(order.index("A") - order.index("D")) == 1
