"""From a family's units and edges to parts and joins."""

import numpy as np

from stemmata.lineage.borders import WHOLE
from stemmata.lineage.joins import STILL, Part, joins_of, parts_of
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.residue import Difference, Residue, Side
from stemmata.model.span import Region, Span
from stemmata.model.unit import Track, Unit

S = 1_000_000
FILM_A, FILM_B = Unit(Track.PICTURE, item="A"), Unit(Track.PICTURE, item="B")
LENGTHS = {"A": 10 * S, "B": 4 * S}
IDENTITY: dict[str, float | int | str | list[float]] = {"matrix": [1.0, 0, 0, 0, 1, 0, 0, 0, 1], "scale": 1.0}


def edge(*segments: Segment, kind: Kind = Kind.SAME_FOOTAGE) -> Edge:
    return Edge(kind, FILM_A, FILM_B, "test/1", segments)


def test_a_film_that_belongs_whole_is_one_part_from_its_beginning_to_its_end() -> None:
    assert parts_of([FILM_A], LENGTHS, []) == (Part("A", Span(0, 10 * S)),)


def test_a_holder_without_a_length_is_a_still() -> None:
    assert parts_of([Unit(Track.PICTURE, item="C")], LENGTHS, []) == (Part("C", STILL, WHOLE, True),)


def test_of_a_picture_in_a_picture_only_its_window_belongs() -> None:
    window = Unit(Track.PICTURE, item="A", region=Region(500_000, 0, 500_000, 500_000))
    assert parts_of([window], LENGTHS, []) == (Part("A", Span(0, 10 * S), (0.5, 0.0, 1.0, 0.5), is_window=True),)


def test_a_picture_that_belongs_whole_is_not_narrowed_by_a_window_of_it() -> None:
    window = Unit(Track.PICTURE, item="A", region=Region(500_000, 0, 500_000, 500_000))
    assert parts_of([window, FILM_A], LENGTHS, []) == (Part("A", Span(0, 10 * S)),)


ONTO_MIDDLE: dict[str, float | int | str | list[float]] = {"matrix": [1.0, 0, 0, 0, 0.75, 0.125, 0, 0, 1]}
"""Of a picture that was put between bars above and below."""


def between_bars(*left_over: Residue) -> Edge:
    return edge(Segment(Span(0, 4 * S), Span(0, 4 * S), geometry=ONTO_MIDDLE, left_over=left_over))


def strip(kind: Difference, top: int, height: int) -> Residue:
    return Residue(kind, Side.B, Region(0, top, 1_000_000, height), Span(0, 4 * S))


def boxes(edges: list[Edge]) -> dict[str, tuple[float, ...]]:
    return {part.holder: part.box for part in parts_of([FILM_A, FILM_B], LENGTHS, edges)}


def test_bars_above_and_below_are_left_out() -> None:
    found = boxes([between_bars(strip(Difference.BAR, 0, 125_000), strip(Difference.BAR, 875_000, 125_000))])
    assert found == {"A": WHOLE, "B": (0.0, 0.125, 1.0, 0.875)}


def test_opposite_margins_of_one_width_are_of_one_kind() -> None:
    more = strip(Difference.SHOWN_PART, 125_000, 750_000)
    found = boxes([between_bars(strip(Difference.FILLING, 0, 125_000), more)])
    assert found["B"] == (0.0, 0.125, 1.0, 0.875)


def test_a_border_that_most_comparisons_do_not_see_is_none() -> None:
    once = between_bars(strip(Difference.BAR, 875_000, 125_000))
    assert boxes([once, between_bars(), between_bars()])["B"] == WHOLE


def test_a_caption_over_the_picture_is_no_border() -> None:
    caption = Residue(Difference.CAPTION, Side.B, Region(20_000, 840_000, 960_000, 160_000))
    assert boxes([between_bars(caption)])["B"] == WHOLE


def test_what_fills_the_same_frame_as_a_file_with_borders_has_them_too() -> None:
    bars = between_bars(strip(Difference.BAR, 0, 125_000), strip(Difference.BAR, 875_000, 125_000))
    copy = Edge(
        Kind.SAME_FOOTAGE, FILM_B, Unit(Track.PICTURE, item="C"), "test/1",
        (Segment(Span(0, 4 * S), Span(0, 4 * S), geometry=IDENTITY),),
    )  # fmt: skip
    found = parts_of([FILM_A, FILM_B, Unit(Track.PICTURE, item="C")], LENGTHS | {"C": 4 * S}, [bars, copy])
    assert [part.box for part in found] == [WHOLE, (0.0, 0.125, 1.0, 0.875), (0.0, 0.125, 1.0, 0.875)]


def test_margins_of_one_width_that_nothing_shows_to_be_borders_are_left_open() -> None:
    part = strip(Difference.SHOWN_PART, 340_000, 320_000)
    found = parts_of([FILM_A, FILM_B], LENGTHS, [between_bars(part)])
    assert (found[1].box, found[1].open_margin) == ((0.0, 0.34, 1.0, 0.66), True)


def test_margins_of_different_widths_are_more_of_the_scene() -> None:
    part = strip(Difference.SHOWN_PART, 100_000, 600_000)
    found = parts_of([FILM_A, FILM_B], LENGTHS, [between_bars(part)])
    assert (found[1].box, found[1].open_margin) == (WHOLE, False)


def test_a_stretch_at_twice_the_speed_carries_its_clock() -> None:
    (found,) = joins_of(
        [FILM_A, FILM_B], LENGTHS, [edge(Segment(Span(2 * S, 8 * S), Span(0, 3 * S), 2.0, geometry=IDENTITY))]
    )
    assert (found.rate, found.offset_us) == (0.5, -S)


def test_a_stretch_that_runs_backwards_ends_where_it_began() -> None:
    (found,) = joins_of(
        [FILM_A, FILM_B], LENGTHS, [edge(Segment(Span(2 * S, 6 * S), Span(0, 4 * S), -1.0, geometry=IDENTITY))]
    )
    assert [found.rate * at * S + found.offset_us for at in (2, 6)] == [4 * S, 0]


def test_a_join_turned_twice_is_as_it_was() -> None:
    (found,) = joins_of(
        [FILM_A, FILM_B], LENGTHS, [edge(Segment(Span(2 * S, 8 * S), Span(0, 3 * S), 2.0, geometry=IDENTITY))]
    )
    again = found.turned().turned()
    assert (again.a, again.b, again.rate, again.offset_us) == (found.a, found.b, found.rate, found.offset_us)
    assert np.array_equal(again.plane, found.plane)


def test_the_same_stream_in_another_file_runs_alike_from_the_beginning() -> None:
    (found,) = joins_of([FILM_A, FILM_B], {"A": 4 * S, "B": 4 * S}, [edge(kind=Kind.SAME_STREAM)])
    assert (found.a_span, found.b_span, found.rate, found.offset_us) == (Span(0, 4 * S), Span(0, 4 * S), 1.0, 0.0)


def test_the_same_place_seen_again_joins_nothing() -> None:
    segment = Segment(Span(0, 4 * S), Span(0, 4 * S), geometry=IDENTITY)
    assert joins_of([FILM_A, FILM_B], LENGTHS, [edge(segment, kind=Kind.SAME_PLACE)]) == ()


def test_a_stretch_of_a_compilation_that_belongs_elsewhere_joins_nothing() -> None:
    report = Unit(Track.PICTURE, item="A", span=Span(6 * S, 10 * S))
    segment = Segment(Span(0, 4 * S), Span(0, 4 * S), geometry=IDENTITY)
    assert joins_of([report, FILM_B], LENGTHS, [edge(segment)]) == ()


def test_a_still_and_a_film_have_no_clock_in_common() -> None:
    still = Edge(Kind.SAME_FOOTAGE, FILM_A, FILM_B, "test/1", (Segment(Span(0, S), None, geometry=IDENTITY),))
    assert joins_of([FILM_A, FILM_B], {"A": 10 * S}, [still]) == ()
