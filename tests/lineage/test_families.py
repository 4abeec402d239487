"""Families: what joins, what never joins, and that order leaves no trace."""

import random

from hypothesis import given
from hypothesis import strategies as st

from stemmata.lineage.families import Family, footage_families
from stemmata.lineage.stories import story_families
from stemmata.lineage.stretches import Timeline
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.span import Region, Span
from stemmata.model.unit import Track, Unit

S = 1_000_000


def film(name: str, seconds: float, *cuts: float) -> Timeline:
    return Timeline(name, int(seconds * S), tuple(int(cut * S) for cut in cuts))


def span(start: float, end: float) -> Span:
    return Span(int(start * S), int(end * S))


def edge(
    a: str,
    b: str,
    *segments: tuple[tuple[float, float], tuple[float, float]],
    kind: Kind = Kind.SAME_FOOTAGE,
    a_region: Region | None = None,
    b_region: Region | None = None,
) -> Edge:
    made = tuple(Segment(span(*one), span(*other), a_region=a_region, b_region=b_region) for one, other in segments)
    return Edge(kind, Unit(Track.PICTURE, item=a), Unit(Track.PICTURE, item=b), "test/1", made)


def holders(families: list[Family]) -> list[tuple[str, ...]]:
    return sorted(family.holders for family in families)


def test_a_compilation_does_not_chain_two_recordings() -> None:
    films = [film("A", 5), film("B", 5), film("C", 10, 5)]
    edges = [edge("A", "C", ((0, 5), (0, 5))), edge("B", "C", ((0, 5), (5, 10)))]
    assert holders(footage_families([], films, edges)) == [("A", "C"), ("B", "C")]


def test_a_copy_of_a_compilation_does_not_chain_them_either() -> None:
    films = [film("A", 5), film("B", 5), film("C", 10, 5), film("E", 10, 5)]
    edges = [
        edge("A", "C", ((0, 5), (0, 5))),
        edge("B", "C", ((0, 5), (5, 10))),
        edge("A", "E", ((0, 5), (0, 5))),
        edge("B", "E", ((0, 5), (5, 10))),
        edge("C", "E", ((0, 10), (0, 10))),
    ]
    assert holders(footage_families([], films, edges)) == [("A", "C", "E"), ("B", "C", "E")]


def test_an_excerpt_does_not_tear_the_recording_it_came_from() -> None:
    films = [film("A", 10), film("B", 5), film("D", 10)]
    edges = [edge("A", "B", ((3, 8), (0, 5))), edge("A", "D", ((0, 10), (0, 10)))]
    assert holders(footage_families([], films, edges)) == [("A", "B", "D")]


def test_a_cut_without_a_segment_edge_splits_nothing() -> None:
    films = [film("A", 10, 4.0), film("B", 10, 4.0)]
    assert holders(footage_families([], films, [edge("A", "B", ((0, 10), (0, 10)))])) == [("A", "B")]


def test_a_picture_in_picture_lies_in_two_families() -> None:
    window = Region(600_000, 0, 300_000, 300_000)
    films = [film("A", 8), film("X", 8), film("P", 8)]
    edges = [
        edge("A", "P", ((0, 8), (0, 8)), kind=Kind.SAME_PICTURE_PART, b_region=window),
        edge("P", "X", ((0, 8), (0, 8))),
    ]
    assert holders(footage_families([], films, edges)) == [("A", "P"), ("P", "X")]


def test_a_screenshot_and_its_re_upload_stay_one_family_with_the_clip() -> None:
    window = Region(100_000, 300_000, 800_000, 400_000)
    films = [film("A", 8), film("P", 8), film("Q", 8)]
    edges = [
        edge("A", "P", ((0, 8), (0, 8)), kind=Kind.SAME_PICTURE_PART, b_region=window),
        edge("A", "Q", ((0, 8), (0, 8)), kind=Kind.SAME_PICTURE_PART, b_region=window),
        edge("P", "Q", ((0, 8), (0, 8))),
    ]
    assert holders(footage_families([], films, edges)) == [("A", "P", "Q")]


def test_a_still_of_one_recording_joins_that_recording_only() -> None:
    films = [film("A", 5), film("B", 5), film("C", 10, 5)]
    still = Edge(
        Kind.SAME_FOOTAGE,
        Unit(Track.PICTURE, item="C"),
        Unit(Track.PICTURE, item="S"),
        "test/1",
        (Segment(span(6, 7), None),),
    )
    edges = [edge("A", "C", ((0, 5), (0, 5))), edge("B", "C", ((0, 5), (5, 10))), still]
    assert holders(footage_families(["S"], films, edges)) == [("A", "C"), ("B", "C", "S")]


def test_the_same_place_and_the_same_event_join_nothing() -> None:
    films = [film("A", 5), film("B", 5)]
    for kind in (Kind.SAME_PLACE, Kind.SAME_EVENT):
        assert holders(footage_families([], films, [edge("A", "B", ((0, 5), (0, 5)), kind=kind)])) == [("A",), ("B",)]


def test_the_same_bytes_split_alike_join_stretch_by_stretch() -> None:
    films = [film("A", 5), film("B", 5), film("C", 10, 5), film("D", 10, 5)]
    edges = [
        edge("A", "C", ((0, 5), (0, 5))),
        edge("B", "C", ((0, 5), (5, 10))),
        edge("A", "D", ((0, 5), (0, 5))),
        edge("B", "D", ((0, 5), (5, 10))),
        edge("C", "D", kind=Kind.SAME_STREAM),
    ]
    assert holders(footage_families([], films, edges)) == [("A", "C", "D"), ("B", "C", "D")]


def test_every_file_is_in_a_family_and_alone_where_nothing_joins_it() -> None:
    assert holders(footage_families(["s"], [film("A", 5, 2.0)], [])) == [("A",), ("s",)]


def test_a_posting_without_kin_is_no_story_and_an_article_without_kin_is() -> None:
    shared = Edge(Kind.SAME_STORY, Unit(Track.TEXT, item="art1"), Unit(Track.TEXT, posting="p1"), "passages/1")
    families = story_families(["art1", "art2"], ["p1", "p2"], [shared])
    assert holders(families) == [("art1", "p1"), ("art2",)]


def test_texts_that_share_only_what_one_speaker_said_are_not_one_story() -> None:
    one, other = Unit(Track.TEXT, item="art1"), Unit(Track.TEXT, item="art2")
    for manner, expected in (("quotation", [("art1",), ("art2",)]), ("common_source", [("art1", "art2")])):
        shared = Edge(Kind.SAME_STORY, one, other, "reuse/1", facts={"manner": manner})
        assert holders(story_families(["art1", "art2"], [], [shared])) == expected


NAMES = [f"n{at}" for at in range(6)]


@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(0, 4), st.integers(0, 4)), max_size=12
    ),
    st.randoms(use_true_random=False),
)
def test_families_do_not_depend_on_the_order_of_edges(
    pairs: list[tuple[str, str, int, int]], order: random.Random
) -> None:
    films = [film(name, 10, 3.0, 6.0) for name in NAMES]
    edges = [edge(min(a, b), max(a, b), ((i, i + 4), (j, j + 4))) for a, b, i, j in pairs if a != b]
    shuffled = order.sample(edges, k=len(edges))

    def shape(found: list[Family]) -> list[tuple[str, tuple[str, ...]]]:
        return [(family.id, tuple(member.unit.id for member in family.members)) for family in found]

    assert shape(footage_families([], films, edges)) == shape(
        footage_families([], order.sample(films, k=len(films)), shuffled)
    )
