"""Four answers: what is said, what is left open, and that the order of what is given leaves no trace."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.lineage.answers import REASONS, Material, answers_of, untold_witnesses
from stemmata.lineage.joins import Join, Part
from stemmata.lineage.posted import Posted
from stemmata.lineage.quality import Measured
from stemmata.lineage.stemma import Completeness, Descent, FourAnswers, Sureness, Witness
from stemmata.model.edge import Edge, Kind
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit

S = 1_000_000
DAY = 86_400 * S
NOON = 1_931_256_000 * S


def unit(holder: str) -> Unit:
    return Unit(Track.PICTURE, item=holder)


def witness(*holders: str) -> Witness:
    return Witness(f"w{holders[0]}", tuple(unit(holder) for holder in holders))


def comes(child: str, parent: str | None, sureness: Sureness, span: Span | None = None) -> Descent:
    return Descent(f"w{child}", None if parent is None else f"w{parent}", sureness, span=span)


ALONE = comes("A", None, Sureness.NONE)


def film(item: str, width: int, height: int, **more: object) -> Measured:
    return replace(Measured(item, width, height, 10 * S), **more)  # type: ignore[arg-type]


def posted(name: str, item: str, low: int | None, high: int | None = None, **more: object) -> Posted:
    at = None if low is None else TimeInterval(low, low if high is None else high, Basis.PLATFORM)
    return replace(Posted(name, "telegram", "c1", "Lower Town News", None, at, (item,)), **more)  # type: ignore[arg-type]


def answers(*witnesses: Witness, descents: tuple[Descent, ...] = (), measured: tuple[Measured, ...] = (),
            posts: tuple[Posted, ...] = ()) -> FourAnswers:  # fmt: skip
    return answers_of(Material(witnesses, descents, measured={one.item: one for one in measured}, posts=posts))


def test_a_family_of_one_is_its_own_answer() -> None:
    found = answers_of(Material((witness("A"),), (ALONE,), (Part("A", Span(0, S)),), (), {"A": film("A", 640, 360)}))
    assert found.best_surviving == "A"
    assert found.most_complete == Completeness("A", 1.0)
    assert found.highest_quality == "A"
    assert found.earliest_dated is None
    assert found.reasons == ("best_only_one", "quality_alone", "earliest_undated")


def test_without_a_tree_nobody_is_the_best_surviving_candidate() -> None:
    found = answers(witness("A"), witness("B"))
    assert found.best_surviving is None
    assert "best_no_tree" in found.reasons


def test_what_most_others_come_from_is_the_best_surviving_candidate() -> None:
    descents = (ALONE, comes("B", "A", Sureness.PROVEN), comes("C", "B", Sureness.LIKELY))
    found = answers(witness("A"), witness("B"), witness("C"), descents=descents)
    assert found.best_surviving == "A"
    assert "best_most_come_from_it" in found.reasons
    assert "best_or_sibling" not in found.reasons


def test_two_from_which_as_many_come_are_a_tie() -> None:
    descents = (ALONE, comes("B", None, Sureness.NONE), comes("C", "A", Sureness.PROVEN),
                comes("D", "B", Sureness.PROVEN))  # fmt: skip
    found = answers(*map(witness, "ABCD"), descents=descents)
    assert found.best_surviving is None
    assert "best_tied" in found.reasons


def test_a_lead_that_rests_on_nearest_kin_alone_is_a_doubt() -> None:
    descents = (
        ALONE,
        comes("B", None, Sureness.NONE),
        comes("C", "A", Sureness.NEAREST_KIN),
        comes("D", "A", Sureness.NEAREST_KIN),
        comes("E", "B", Sureness.PROVEN),
    )
    found = answers(*map(witness, "ABCDE"), descents=descents)
    assert found.best_surviving is None
    assert "best_in_doubt" in found.reasons


def test_where_links_are_nearest_kin_it_is_said_that_a_sibling_may_be_meant() -> None:
    found = answers(witness("A"), witness("B"), descents=(ALONE, comes("B", "A", Sureness.NEAREST_KIN)))
    assert found.best_surviving == "A"
    assert "best_or_sibling" in found.reasons


def test_under_a_lost_ancestor_the_one_from_which_most_come_is_named() -> None:
    lost = Witness("lost", ())
    descents = (
        Descent("wA", "lost", Sureness.PROVEN),
        Descent("wB", "lost", Sureness.PROVEN),
        comes("C", "B", Sureness.LIKELY),
    )
    assert answers(witness("A"), witness("B"), witness("C"), lost, descents=descents).best_surviving == "B"


def test_what_comes_from_a_held_one_through_a_lost_one_has_a_parent() -> None:
    descents = (ALONE, Descent("lost", "wA", Sureness.LIKELY), Descent("wB", "lost", Sureness.LIKELY))
    assert answers(witness("A"), witness("B"), Witness("lost", ()), descents=descents).best_surviving == "A"


def test_an_enlarged_copy_of_a_held_one_never_has_the_highest_quality() -> None:
    measured = (film("A", 640, 360), film("B", 1920, 1080))
    told = answers(witness("A"), witness("B"), descents=(ALONE, comes("B", "A", Sureness.LIKELY)), measured=measured)
    assert told.highest_quality == "A"
    assert "quality_by_tree" in told.reasons


def test_without_a_tree_size_alone_speaks_and_it_is_said() -> None:
    found = answers(witness("A"), witness("B"), measured=(film("A", 640, 360), film("B", 1280, 720)))
    assert found.highest_quality == "B"
    assert "quality_by_size_only" in found.reasons


def test_with_a_tree_size_alone_decides_nothing() -> None:
    descents = (ALONE, comes("B", "A", Sureness.NEAREST_KIN))
    measured = (film("A", 640, 360), film("B", 1280, 720))
    found = answers(witness("A"), witness("B"), descents=descents, measured=measured)
    assert found.highest_quality is None
    assert "quality_not_comparable" in found.reasons


def test_measured_detail_goes_before_pixels() -> None:
    measured = (film("A", 640, 360, detail=340.0), film("B", 1920, 1080, detail=200.0))
    found = answers(witness("A"), witness("B"), measured=measured)
    assert found.highest_quality == "A"
    assert "quality_by_detail" in found.reasons


def test_of_one_codec_and_size_the_more_finely_coded_one_is_named() -> None:
    coded = {"frames": 250, "codec": "h264"}
    measured = (
        film("A", 640, 360, picture_bytes=900_000, **coded),
        film("B", 640, 360, picture_bytes=300_000, **coded),
    )
    found = answers(witness("A"), witness("B"), measured=measured)
    assert found.highest_quality == "A"
    assert found.reasons[-3:] == ("quality_by_size_only", "quality_by_coding", "earliest_undated")


def test_bits_of_two_codecs_are_not_compared() -> None:
    measured = (
        film("A", 640, 360, picture_bytes=900_000, frames=250, codec="h264"),
        film("B", 640, 360, picture_bytes=300_000, frames=250, codec="hevc"),
    )
    found = answers(witness("A"), witness("B"), measured=measured)
    assert found.highest_quality is None
    assert "quality_tied" in found.reasons


def test_files_of_the_same_coded_pictures_are_one_witness_and_hold_the_same() -> None:
    both = untold_witnesses([unit("A"), unit("B")], [Edge(Kind.SAME_STREAM, unit("A"), unit("B"), "stream/1")])
    parts = (Part("A", Span(0, 10 * S)), Part("B", Span(0, 10 * S)))
    joins = (Join("A", "B", Span(0, 10 * S), Span(0, 10 * S), 1.0, 0.0, np.eye(3)),)
    found = answers_of(Material(both, (), parts, joins, {name: film(name, 640, 360) for name in "AB"}))
    assert [one.holders for one in both] == [("A", "B")]
    assert (found.best_surviving, found.highest_quality) == ("A", "A")
    assert found.most_complete == Completeness("A", 1.0)
    assert found.also == ("B",)
    assert {"best_same_pictures", "complete_tied"} <= set(found.reasons)


def test_among_as_complete_ones_what_comes_from_another_is_not_named() -> None:
    parts = (Part("A", Span(0, 10 * S)), Part("B", Span(0, 10 * S)))
    joins = (Join("A", "B", Span(0, 10 * S), Span(0, 10 * S), 1.0, 0.0, np.eye(3)),)
    descents = (comes("A", "B", Sureness.LIKELY), comes("B", None, Sureness.NONE))
    found = answers_of(Material((witness("A"), witness("B")), descents, parts, joins))
    assert found.most_complete == Completeness("B", 1.0)


def test_contradicting_alignments_leave_open_what_is_most_complete() -> None:
    parts = tuple(Part(name, Span(0, 10 * S)) for name in "ABC")
    whole = Span(0, 10 * S)
    joins = (
        Join("A", "B", whole, whole, 1.0, 0.0, np.eye(3)),
        Join("B", "C", whole, whole, 1.0, 0.0, np.eye(3)),
        Join("A", "C", Span(0, 7 * S), Span(3 * S, 10 * S), 1.0, 3.0 * S, np.eye(3)),
    )
    found = answers_of(Material(tuple(map(witness, "ABC")), (), parts, joins))
    assert (found.most_complete, found.complete) == (None, ())
    assert "complete_contradicts" in found.reasons


def test_the_earliest_posting_is_told_with_its_basis_and_whose_clock_it_is() -> None:
    posts = (posted("p1", "A", NOON + DAY), posted("p2", "B", NOON))
    found = answers(witness("A"), witness("B"), posts=posts)
    assert found.earliest_dated == ("p2", "B")
    assert found.dated is not None
    assert (found.dated.basis, found.dated.claimed_by, found.dated.rivals) == ("platform-claimed", "telegram", ())


def test_a_posting_whose_time_overlaps_may_be_as_early() -> None:
    posts = (posted("p1", "A", NOON, NOON + DAY), posted("p2", "B", NOON + DAY // 2), posted("p3", "B", NOON + 2 * DAY))
    found = answers(witness("A"), witness("B"), posts=posts)
    assert found.dated is not None
    assert found.dated.rivals == ("p2",)
    assert "earliest_overlaps" in found.reasons


def test_a_posting_dated_after_we_received_it_dates_nothing() -> None:
    wrong = posted("p1", "A", NOON + DAY, collected_us=NOON)
    found = answers(witness("A"), posts=(wrong,))
    assert found.earliest_dated is None
    assert {"earliest_undated", "earliest_clock_contradicted"} <= set(found.reasons)


def test_a_posting_that_was_edited_is_said_to_be() -> None:
    assert "earliest_edited" in answers(witness("A"), posts=(posted("p1", "A", NOON, edited=True),)).reasons


def test_a_clock_that_was_never_set_dates_nothing() -> None:
    posts = (posted("p1", "A", 0), posted("p2", "A", NOON))
    found = answers(witness("A"), posts=posts)
    assert found.earliest_dated == ("p2", "A")
    assert "earliest_some_undated" in found.reasons


@st.composite
def materials(draw: st.DrawFn) -> Material:
    names = "ABCDEF"[: draw(st.integers(1, 6))]
    descents = [ALONE]
    for at, name in enumerate(names[1:], start=1):
        sureness = draw(st.sampled_from(list(Sureness)))
        above = names[draw(st.integers(0, at - 1))]
        descents.append(comes(name, None if sureness is Sureness.NONE else above, sureness))
    lengths = {name: draw(st.integers(2, 20)) for name in names}
    parts = tuple(Part(name, Span(0, lengths[name] * S)) for name in names)
    joins = []
    for name in names[1:]:
        other = names[draw(st.integers(0, names.index(name) - 1))]
        length = min(lengths[name], lengths[other])
        joins.append(Join(other, name, Span(0, length * S), Span(0, length * S), 1.0, 0.0, np.eye(3)))
    measured = {name: film(name, 320 * draw(st.integers(1, 4)), 240, detail=draw(st.none() | st.floats(50, 900)))
                for name in names}  # fmt: skip
    posts = tuple(
        posted(f"p{at}", draw(st.sampled_from(names)), draw(st.none() | st.integers(0, 5).map(lambda day: day * DAY)))
        for at in range(draw(st.integers(0, 5)))
    )
    return Material(tuple(map(witness, names)), tuple(descents), parts, tuple(joins), measured, posts)


@given(materials(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_what_is_given_leaves_no_trace(material: Material, order) -> None:  # type: ignore[no-untyped-def]
    def mixed(values: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(order.sample(values, k=len(values)))

    shuffled = Material(
        mixed(material.witnesses),  # type: ignore[arg-type]
        mixed(material.descents),  # type: ignore[arg-type]
        mixed(material.parts),  # type: ignore[arg-type]
        mixed(material.joins),  # type: ignore[arg-type]
        dict(mixed(tuple(material.measured.items()))),  # type: ignore[arg-type]
        mixed(material.posts),  # type: ignore[arg-type]
    )
    assert answers_of(shuffled) == answers_of(material)


@given(materials())
@settings(max_examples=100, deadline=None)
def test_what_is_named_is_held_and_every_reason_has_a_name(material: Material) -> None:
    found = answers_of(material)
    items = {holder for one in material.witnesses for holder in one.holders}
    named = {found.best_surviving, found.highest_quality, found.most_complete and found.most_complete.item}
    assert named - {None} <= items
    assert set(found.reasons) <= set(REASONS)


@given(materials())
@settings(max_examples=100, deadline=None)
def test_nothing_with_a_sure_held_parent_is_the_best_or_the_finest(material: Material) -> None:
    sure = {one.child for one in material.descents if one.sureness in {Sureness.PROVEN, Sureness.LIKELY}}
    found = answers_of(material)
    assert f"w{found.best_surviving}" not in sure
    assert f"w{found.highest_quality}" not in sure
