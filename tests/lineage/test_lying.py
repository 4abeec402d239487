"""Clock on clock and picture on picture: turned round, and followed over a third film."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.lineage.lying import Lying, lying_of, lyings
from stemmata.match.lines import Line
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit

offsets = st.floats(-1e7, 1e7)
speeds = st.floats(0.5, 2.0).map(lambda speed: speed)
shares = st.tuples(st.floats(0.5, 2.0), st.floats(-0.5, 0.5), st.floats(0.5, 2.0), st.floats(-0.5, 0.5), st.booleans())


def made(offset: float, slope: float, four: tuple[float, float, float, float, bool]) -> Lying:
    across, x, down, y, mirrored = four
    matrix = np.array([[across, 0, x], [0, down, y], [0, 0, 1]])
    if mirrored:
        matrix = matrix @ np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])
    return Lying(Line(slope, offset), matrix)


lies = st.builds(made, offsets, speeds, shares)


@given(lies)
def test_turned_twice_it_is_as_before(one: Lying) -> None:
    again = one.turned().turned()
    assert again.line.slope == pytest.approx(one.line.slope)
    assert again.line.offset_us == pytest.approx(one.line.offset_us, abs=1)
    assert np.allclose(again.shares, one.shares)


@given(lies)
def test_there_and_back_is_where_it_began(one: Lying) -> None:
    home = one.then(one.turned())
    assert home.line.slope == pytest.approx(1)
    assert home.line.offset_us == pytest.approx(0, abs=1)
    assert np.allclose(home.shares, np.eye(3), atol=1e-6)


@given(lies, lies, lies)
def test_it_does_not_matter_which_step_is_taken_together(a: Lying, b: Lying, c: Lying) -> None:
    one, other = a.then(b).then(c), a.then(b.then(c))
    assert one.line.offset_us == pytest.approx(other.line.offset_us, rel=1e-6, abs=10)
    assert np.allclose(one.shares, other.shares)


@given(lies, lies)
def test_two_mirrors_make_none(a: Lying, b: Lying) -> None:
    assert a.then(b).mirrored == (a.mirrored != b.mirrored)


def unit(holder: str) -> Unit:
    return Unit(Track.PICTURE, item=holder * 64)


def edge(a: str, b: str, at_a: int, at_b: int) -> Edge:
    segment = Segment(
        Span(at_a, at_a + 1_000_000),
        Span(at_b, at_b + 1_000_000),
        geometry={"matrix": [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]},
    )
    return Edge(Kind.SAME_FOOTAGE, unit(a), unit(b), "test/1", (segment,))


def test_films_that_matching_did_not_bring_together_lie_on_each_other_over_a_third() -> None:
    found = lyings([edge("a", "b", 2_000_000, 0), edge("b", "c", 3_000_000, 0)])
    over = found["a" * 64, "c" * 64]
    assert over.line.offset_us == pytest.approx(5_000_000)
    assert found["c" * 64, "a" * 64].line.offset_us == pytest.approx(-5_000_000)


def test_a_pair_that_was_matched_is_taken_as_it_was_matched() -> None:
    found = lyings([edge("a", "b", 2_000_000, 0), edge("b", "c", 3_000_000, 0), edge("a", "c", 1_000_000, 0)])
    assert found["a" * 64, "c" * 64].line.offset_us == pytest.approx(1_000_000)


def test_a_still_has_no_clock() -> None:
    assert lying_of(Segment(None, Span(0, 1))) is None
