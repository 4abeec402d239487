"""How much of a family's footage each file holds: measured against recordings of which all is known."""

from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.lineage.common_clock import common_clock
from stemmata.lineage.completeness import completeness
from stemmata.lineage.joins import STILL, Join, Part
from stemmata.lineage.stemma import Completeness
from stemmata.model.span import Span

S = 1_000_000


def span(start: float, end: float) -> Span:
    return Span(round(start * S), round(end * S))


def part(holder: str, seconds: float) -> Part:
    return Part(holder, span(0, seconds))


def join(
    a: str,
    b: str,
    ours: tuple[float, float],
    theirs: tuple[float, float],
    *,
    backwards: bool = False,
    plane: object = None,
) -> Join:
    rate = (theirs[1] - theirs[0]) / (ours[1] - ours[0])
    offset = theirs[0] - rate * ours[0]
    if backwards:
        rate, offset = -rate, theirs[1] + rate * ours[0]
    moved = np.eye(3) if plane is None else np.asarray(plane, np.float64)
    return Join(a, b, span(*ours), span(*theirs), rate, offset * S, moved)


def held(parts: list[Part], joins: list[Join]) -> dict[str, Completeness]:
    footage = common_clock(parts, joins)
    assert footage is not None
    return {one.item: one for one in completeness(parts, footage)}


def shares(parts: list[Part], joins: list[Join]) -> dict[str, float]:
    return {item: round(one.share, 3) for item, one in held(parts, joins).items()}


def crop(left: float, top: float, right: float, bottom: float) -> list[list[float]]:
    """From a picture to a crop of it."""
    across, down = 1 / (right - left), 1 / (bottom - top)
    return [[across, 0, -left * across], [0, down, -top * down], [0, 0, 1]]


def test_a_file_alone_holds_all_there_is() -> None:
    assert held([part("A", 10)], []) == {"A": Completeness("A", 1.0)}


def test_identical_copies_hold_the_same() -> None:
    assert shares([part("A", 10), part("B", 10)], [join("A", "B", (0, 10), (0, 10))]) == {"A": 1.0, "B": 1.0}


def test_an_excerpt_lacks_what_was_cut_off_and_says_who_holds_it() -> None:
    found = held([part("A", 10), part("B", 4)], [join("A", "B", (3, 7), (0, 4))])
    assert found["A"] == Completeness("A", 1.0)
    assert found["B"] == Completeness("B", 0.4, (("A", span(0, 3)), ("A", span(7, 10))))


def test_each_of_two_that_overlap_lacks_the_others_end() -> None:
    found = held([part("A", 8), part("B", 8)], [join("A", "B", (4, 8), (0, 4))])
    assert found["A"] == Completeness("A", 8 / 12, (("B", span(4, 8)),))
    assert found["B"] == Completeness("B", 8 / 12, (("A", span(0, 4)),))


def test_a_piece_cut_out_of_the_middle_is_what_is_lacking() -> None:
    joins = [join("A", "B", (0, 3), (0, 3)), join("A", "B", (6, 10), (3, 7))]
    assert held([part("A", 10), part("B", 7)], joins)["B"] == Completeness("B", 0.7, (("A", span(3, 6)),))


def test_seconds_that_match_nothing_are_footage_of_that_file_alone() -> None:
    found = held([part("A", 10), part("B", 9)], [join("A", "B", (0, 6), (3, 9))])
    assert round(found["A"].share, 3) == round(10 / 13, 3)
    assert found["A"].lacks == (("B", span(0, 3)),)


def test_a_copy_at_twice_the_speed_holds_as_much() -> None:
    assert shares([part("A", 10), part("B", 5)], [join("A", "B", (0, 10), (0, 5))]) == {"A": 1.0, "B": 1.0}


def test_what_only_a_fast_copy_holds_counts_at_the_speed_of_the_recording() -> None:
    found = shares([part("A", 10), part("B", 7)], [join("A", "B", (0, 10), (0, 5))])
    assert found == {"A": round(10 / 14, 3), "B": 1.0}


def test_a_copy_that_runs_backwards_holds_as_much() -> None:
    joins = [join("A", "B", (2, 8), (0, 6), backwards=True)]
    assert held([part("A", 10), part("B", 6)], joins)["B"] == Completeness(
        "B", 0.6, (("A", span(0, 2)), ("A", span(8, 10)))
    )


def test_a_mirrored_copy_holds_as_much() -> None:
    mirror = [[-1, 0, 1], [0, 1, 0], [0, 0, 1]]
    assert shares([part("A", 10), part("B", 10)], [join("A", "B", (0, 10), (0, 10), plane=mirror)])["B"] == 1.0


def test_a_loop_holds_no_more_than_what_it_repeats() -> None:
    joins = [join("A", "L", (0, 4), (4 * turn, 4 * turn + 4)) for turn in range(3)]
    assert shares([part("A", 4), part("L", 12)], joins) == {"A": 1.0, "L": 1.0}


def test_a_crop_holds_less_of_the_picture() -> None:
    found = held([part("A", 10), part("C", 10)], [join("A", "C", (0, 10), (0, 10), plane=crop(0, 0, 0.5, 1))])
    assert round(found["C"].share, 3) == 0.5
    assert found["C"].margins == (("A", span(0, 10)),)
    assert found["A"] == Completeness("A", 1.0)


def test_what_a_longer_crop_alone_shows_counts_as_much_picture_as_it_shows() -> None:
    found = shares([part("A", 6), part("C", 10)], [join("A", "C", (0, 6), (4, 10), plane=crop(0, 0, 0.5, 1))])
    assert found == {"A": round(6 / 8, 3), "C": round(5 / 8, 3)}


def test_borders_of_a_letterboxed_copy_are_no_footage() -> None:
    boxed = Part("B", span(0, 10), (0.0, 0.1, 1.0, 0.9))
    onto = [[1, 0, 0], [0, 0.8, 0.1], [0, 0, 1]]
    assert shares([part("A", 10), boxed], [join("A", "B", (0, 10), (0, 10), plane=onto)]) == {"A": 1.0, "B": 1.0}


def test_two_crops_of_the_same_picture_each_hold_their_own() -> None:
    whole = [Part("A", STILL, is_still=True), Part("L", STILL, is_still=True), Part("R", STILL, is_still=True)]
    joins = [
        Join("A", "L", STILL, STILL, 1.0, 0.0, np.asarray(crop(0, 0, 0.6, 1))),
        Join("A", "R", STILL, STILL, 1.0, 0.0, np.asarray(crop(0.4, 0, 1, 1))),
    ]
    found = held(whole, joins)
    assert {item: round(one.share, 3) for item, one in found.items()} == {"A": 1.0, "L": 0.6, "R": 0.6}
    assert found["L"].margins == (("A", None),)


def test_a_file_met_only_through_a_third_is_not_counted_twice() -> None:
    """A and B were not compared with success; C shows what both show."""
    joins = [join("A", "C", (4, 8), (0, 4)), join("B", "C", (0, 4), (0, 4))]
    assert shares([part("A", 8), part("B", 8), part("C", 4)], joins) == {
        "A": round(8 / 12, 3),
        "B": round(8 / 12, 3),
        "C": round(4 / 12, 3),
    }


def test_alignments_that_contradict_each_other_give_no_clock() -> None:
    joins = [join("A", "B", (0, 10), (0, 10)), join("B", "C", (0, 10), (0, 10)), join("A", "C", (0, 7), (3, 10))]
    assert common_clock([part("A", 10), part("B", 10), part("C", 10)], joins) is None


def test_one_alignment_that_all_ways_round_it_contradict_is_left_out() -> None:
    names = "ABCDE"
    joins = [join(a, b, (0, 10), (0, 10)) for a, b in combinations(names, 2) if (a, b) != ("B", "D")]
    wrong = join("B", "D", (0, 7), (3, 10))
    footage = common_clock([part(name, 10) for name in names], [*joins, wrong])
    assert footage is not None
    assert footage.left_out == 1
    assert shares([part(name, 10) for name in names], [*joins, wrong]) == dict.fromkeys(names, 1.0)


def test_a_report_that_shows_a_stretch_twice_holds_it_once() -> None:
    joins = [join("A", "R", (2, 5), (0, 3)), join("A", "R", (2, 5), (6, 9))]
    assert shares([part("A", 8), Part("R", span(0, 3)), Part("R", span(6, 9))], joins) == {"A": 1.0, "R": 0.375}


def test_a_file_whose_speed_was_estimated_badly_contradicts_nothing() -> None:
    """Slowed to 11 s for 10; one alignment has it at 10.4 s, and another at 11.6 s."""
    joins = [
        join("A", "B", (0, 10), (0, 10)),
        join("A", "S", (0, 10), (0, 10.4)),
        Join("B", "S", span(0, 9.4), span(0, 11), 1.16, 0.0, np.eye(3)),
    ]
    assert shares([part("A", 10), part("B", 10), part("S", 11)], joins)["A"] >= 0.94


def test_a_picture_in_a_picture_shows_no_more_than_whole_ones_do() -> None:
    window = Part("P", span(0, 10), (0.45, 0.0, 1.0, 0.55), is_window=True)
    onto = [[0.5, 0, 0.5], [0, 0.5, 0], [0, 0, 1]]
    found = shares([part("A", 10), window], [join("A", "P", (0, 10), (0, 10), plane=onto)])
    assert found == {"A": 1.0, "P": 1.0}


def test_ends_that_are_known_to_half_a_second_make_no_footage_of_their_own() -> None:
    joins = [join("A", "B", (0.5, 9.6), (0.5, 9.6)), join("B", "C", (0.3, 9.8), (0.3, 9.8))]
    assert shares([part("A", 10), part("B", 10), part("C", 10)], joins) == {"A": 1.0, "B": 1.0, "C": 1.0}


def test_stretches_of_the_files_that_belong_elsewhere_are_not_counted() -> None:
    report = Part("R", span(20, 26))
    assert shares([part("A", 10), report], [join("A", "R", (2, 8), (20, 26))]) == {"A": 1.0, "R": 0.6}


@dataclass(frozen=True)
class Copy:
    """A file as stretches of one recording, in the order in which it shows them."""

    holder: str
    stretches: tuple[tuple[int, int], ...]
    speed: float

    @property
    def part(self) -> Part:
        return part(self.holder, sum(end - start for start, end in self.stretches) / self.speed)


@st.composite
def families(draw: st.DrawFn) -> list[Copy]:
    """A recording of 60 s, or none of all of it, and copies: trims, cuts in the middle, and other speeds where a whole
    one ties all of them to one clock. Cuts lie on multiples of two seconds, so that what is held is known exactly."""
    made = [Copy("m0", ((0, 60),), 1.0)] if draw(st.booleans()) else []
    speeds = [1.0, 1.25, 0.8] if made else [1.0]
    for number in range(draw(st.integers(1, 5))):
        edges = sorted(draw(st.sets(st.integers(0, 30), min_size=2, max_size=4)))
        stretches = tuple((2 * a, 2 * b) for a, b in pairwise(edges))[:: draw(st.sampled_from([1, 2]))]
        made.append(Copy(f"k{number}", stretches, draw(st.sampled_from(speeds))))
    return made


def joined(one: Copy, other: Copy) -> list[Join]:
    found, at = [], 0.0
    for start, end in one.stretches:
        there = 0.0
        for low, high in other.stretches:
            a, b = max(start, low), min(end, high)
            if b > a:
                ours = (at + (a - start) / one.speed, at + (b - start) / one.speed)
                theirs = (there + (a - low) / other.speed, there + (b - low) / other.speed)
                found.append(join(one.holder, other.holder, ours, theirs))
            there += (high - low) / other.speed
        at += (end - start) / one.speed
    return found


def covered(copies: list[Copy]) -> set[int]:
    return {second for copy in copies for start, end in copy.stretches for second in range(start, end)}


@given(families())
@settings(max_examples=150, deadline=None)
def test_what_each_copy_holds_is_what_it_was_made_of(copies: list[Copy]) -> None:
    joins = [found for one, other in combinations(copies, 2) for found in joined(one, other)]
    parts = [copy.part for copy in copies]
    found = held(parts, joins)
    whole = len(covered(copies))
    for copy in copies:
        assert found[copy.holder].share == pytest.approx(len(covered([copy])) / whole, abs=0.001)


@given(families(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_parts_and_joins_leaves_no_trace(copies: list[Copy], order) -> None:  # type: ignore[no-untyped-def]
    joins = [found for one, other in combinations(copies, 2) for found in joined(one, other)]
    parts = [copy.part for copy in copies]
    shuffled = [found.turned() if order.random() < 0.5 else found for found in order.sample(joins, k=len(joins))]
    mixed = held(order.sample(parts, k=len(parts)), shuffled)
    for item, one in held(parts, joins).items():
        assert mixed[item].share == pytest.approx(one.share, abs=1e-6)


@given(families(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_copy_cut_out_of_another_is_never_more_complete(copies: list[Copy], data: st.DataObject) -> None:
    parent = data.draw(st.sampled_from(copies))
    (first, last), *_ = parent.stretches
    child = Copy("child", ((first, first + max(2, (last - first) // 4 * 2)),), parent.speed)
    everyone = [*copies, child]
    joins = [found for one, other in combinations(everyone, 2) for found in joined(one, other)]
    found = held([copy.part for copy in everyone], joins)
    assert found["child"].share <= found[parent.holder].share + 1e-9


@given(families(), st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_play_at_the_ends_of_alignments_moves_shares_by_no_more_than_it_is(copies: list[Copy], seed: int) -> None:
    """Ends that lie up to 0.3 s inside what is shared, as sampled frames give them."""
    play = np.random.default_rng(seed)
    exact = [found for one, other in combinations(copies, 2) for found in joined(one, other)]
    rough = []
    for one in exact:
        inner = [round(shift) for shift in play.uniform(0, 0.3 * S, 2)]
        a = Span(one.a_span.start_us + inner[0], one.a_span.end_us - inner[1])
        ends = [one.rate * at + one.offset_us for at in (a.start_us, a.end_us)]
        rough.append(Join(one.a, one.b, a, Span(round(ends[0]), round(ends[1])), one.rate, one.offset_us, one.plane))
    found = held([copy.part for copy in copies], rough)
    whole = len(covered(copies))
    for copy in copies:
        assert found[copy.holder].share == pytest.approx(len(covered([copy])) / whole, abs=0.6 * 12 / whole)
