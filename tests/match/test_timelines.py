"""Many clips on one clock: what fits, what does not, and what a single pair says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.match.clock_edges import ClockEdge
from stemmata.match.timelines import Solution, timelines

STARTS = {"a": 0.0, "b": 12.0, "c": -7.5, "d": 31.0, "e": 3.25}


def edge(a: str, b: str, wrong: float = 0.0, width: float = 0.2, **more: object) -> ClockEdge:
    offset = STARTS[b] - STARTS[a] + wrong
    return ClockEdge(a, b, offset, offset - width, offset + width, **more)  # type: ignore[arg-type]


def starts(found: Solution) -> dict[str, float]:
    return {one.clip: one.start for line in found.timelines for one in line.clips}


def test_starts_are_found_and_count_from_the_earliest_clip() -> None:
    found = timelines("abc", [edge("a", "b"), edge("b", "c"), edge("a", "c")])
    assert [one.clip for one in found.timelines[0].clips] == ["c", "a", "b"]
    assert starts(found) == pytest.approx({"c": 0.0, "a": 7.5, "b": 19.5}, abs=1e-6)


def test_a_wrong_pair_is_left_out_and_said_to_be() -> None:
    edges = [edge(one, other) for one, other in ("ab", "ac", "ad", "bc", "bd", "cd")]
    found = timelines("abcd", [*edges[:5], edge("c", "d", wrong=40.0)])
    (bad,) = [one for one in found.tested if not one.kept]
    assert bad.edge.pair == ("c", "d")
    assert bad.missed == pytest.approx(40 - 0.2 - 2 * 0.2, abs=0.05)  # what unknown rates add
    assert starts(found)["d"] - starts(found)["c"] == pytest.approx(38.5, abs=1e-6)


def test_what_one_pair_holds_is_unconfirmed() -> None:
    found = timelines("abcd", [edge("a", "b"), edge("b", "c"), edge("a", "c"), edge("c", "d")])
    confirmed = {one.clip: one.confirmed for one in found.timelines[0].clips}
    assert confirmed == {"a": True, "b": True, "c": True, "d": False}
    assert [one.edge.pair for one in found.tested if one.alone] == [("c", "d")]


def test_two_clips_alone_confirm_nothing() -> None:
    assert not any(one.confirmed for one in timelines("ab", [edge("a", "b")]).timelines[0].clips)


def test_clips_that_nothing_joins_have_timelines_of_their_own() -> None:
    found = timelines("abcde", [edge("a", "b"), edge("c", "d")])
    assert [[one.clip for one in line.clips] for line in found.timelines] == [["a", "b"], ["c", "d"], ["e"]]


def test_a_clip_that_only_a_wrong_pair_joined_stands_alone() -> None:
    found = timelines("abc", [edge("a", "b"), edge("b", "c"), edge("a", "c", wrong=9.0)])
    assert sum(not one.kept for one in found.tested) == 1
    assert not any(one.confirmed for one in found.timelines[0].clips)


def test_a_copy_is_no_second_witness() -> None:
    copy = edge("a", "b", width=0.001, copy=True)
    found = timelines("abc", [copy, edge("a", "c"), edge("b", "c")])
    assert found.timelines[0].recordings == 2
    assert len(found.tested) == 1
    assert not any(one.confirmed for one in found.timelines[0].clips)
    assert starts(found)["b"] - starts(found)["a"] == pytest.approx(12.0)


def test_copies_that_lie_at_two_places_are_named() -> None:
    edges = [edge("a", "b", copy=True), edge("b", "c", copy=True), edge("a", "c", wrong=3.0, rate=1.0, copy=True)]
    edges[:2] = [replace(one, rate=0.001) for one in edges[:2]]
    (torn,) = timelines("abc", edges).tested
    assert torn.edge.pair == ("a", "c")
    assert torn.missed == pytest.approx(3.0)
    assert not torn.kept


def test_several_pairs_narrow_the_interval_of_one() -> None:
    found = timelines("abc", [edge("a", "b", width=0.4), edge("a", "c", width=0.1), edge("c", "b", width=0.1)])
    line = found.timelines[0]
    widths = {one.clip: one.high - one.low for one in line.clips}
    assert line.reference == "a"
    assert widths["b"] == pytest.approx(0.4, abs=0.02)  # 0.8 by its own pair, twice 0.2 by way of c
    assert widths["a"] == 0.0


def test_rates_of_clocks_are_told_against_each_other() -> None:
    drifts = {"a": 100.0, "b": -40.0, "c": -60.0}
    edges = [
        edge(one, other, middle=200.0, drift_ppm=drifts[one] - drifts[other], error_ppm=2.0)
        for one, other in ("ab", "bc", "ac")
    ]
    told = {one.clip: one.rate_ppm for one in timelines("abc", edges).timelines[0].clips}
    assert told == pytest.approx(drifts, abs=2.0)


def test_a_clock_that_nothing_is_told_of_has_no_rate() -> None:
    assert timelines("ab", [edge("a", "b")]).timelines[0].clips[0].rate_ppm is None


def test_an_offset_out_of_its_interval_cannot_be() -> None:
    with pytest.raises(ValueError, match="lies in its interval"):
        ClockEdge("a", "b", 2.0, 0.0, 1.0)


def test_an_edge_to_an_unknown_clip_is_refused() -> None:
    with pytest.raises(ValueError, match="no clip"):
        timelines("a", [edge("a", "b")])


@st.composite
def measured(draw: st.DrawFn) -> tuple[dict[str, float], list[ClockEdge]]:
    names = "abcdefgh"[: draw(st.integers(2, 8))]
    true = {name: draw(st.floats(-300, 300)) for name in names}
    edges = []
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            if draw(st.booleans()):
                off, width = draw(st.floats(-0.2, 0.2)), draw(st.floats(0.2, 0.5))
                offset = true[other] - true[one] + off
                edges.append(ClockEdge(one, other, offset, offset - width, offset + width))
    return true, edges


@given(measured())
def test_intervals_of_honest_pairs_hold_the_truth_and_every_pair_is_kept(
    made: tuple[dict[str, float], list[ClockEdge]],
) -> None:
    true, edges = made
    found = timelines(true, edges)
    assert all(one.kept for one in found.tested)
    for line in found.timelines:
        at = {one.clip: one for one in line.clips}
        for one in line.clips:
            apart = true[one.clip] - true[line.reference]
            zero = at[line.reference].start
            assert one.low - 1e-6 <= zero + apart <= one.high + 1e-6
            assert one.low <= one.start <= one.high


@given(measured(), st.randoms(use_true_random=False))
def test_the_order_of_clips_and_pairs_changes_nothing(
    made: tuple[dict[str, float], list[ClockEdge]], order: object
) -> None:
    true, edges = made
    shuffled, names = list(edges), list(true)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    order.shuffle(names)  # type: ignore[attr-defined]
    assert timelines(names, shuffled) == timelines(true, edges)


def test_a_third_of_wrong_pairs_leaves_most_clips_where_they_belong() -> None:
    random = np.random.default_rng(3)
    true = {f"clip{n:02}": float(random.uniform(-200, 200)) for n in range(12)}
    edges, names = [], sorted(true)
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            if random.random() < 0.6:
                bad = random.random() < 0.3
                offset = float(random.uniform(-200, 200)) if bad else true[other] - true[one] + random.normal(0, 0.05)
                edges.append(ClockEdge(one, other, offset, offset - 0.2, offset + 0.2))
    line = timelines(true, edges).timelines[0]
    zero = {one.clip: one.start for one in line.clips}[line.reference]
    right = [abs(one.start - zero - (true[one.clip] - true[line.reference])) < 0.2 for one in line.clips]
    assert sum(right) >= 11
