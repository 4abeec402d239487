"""Families around what people said: a "same" joins, a "different" cuts its own edges, and no guess is made beyond."""

import random

from hypothesis import given
from hypothesis import strategies as st
from tests.lineage.test_families import S, edge, film, holders, span
from tests.model.judged import logs, said, whole

from stemmata.lineage.families import Family, Formed, footage_families, form_footage
from stemmata.lineage.judged import cut
from stemmata.lineage.stories import form_stories
from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.judgement import Judgement, Said
from stemmata.model.span import Region, Span
from stemmata.model.standing import standing
from stemmata.model.task import Task, TaskKind
from stemmata.model.unit import Track, Unit

SAME, DIFFERENT, PARENT = Said.SAME, Said.DIFFERENT, Said.PARENT


def part(holder: str, start: float, end: float) -> Unit:
    return Unit(Track.PICTURE, item=holder, span=span(start, end))


def text(holder: str) -> Unit:
    return Unit(Track.TEXT, item=holder)


def shape(formed: Formed) -> tuple[list[tuple[str, tuple[str, ...]]], list[Task]]:
    families: list[Family] = formed.families
    tasks = sorted(formed.tasks, key=lambda task: task.id)
    return [(family.id, tuple(member.unit.id for member in family.members)) for family in families], tasks


def test_same_joins_what_the_machine_found_nothing_in() -> None:
    films = [film("A", 5), film("B", 5), film("C", 5)]
    formed = form_footage(["s"], films, [], judgements=[said("e1", SAME, "A", "B"), said("e2", SAME, "C", "s")])
    assert (holders(formed.families), formed.tasks) == ([("A", "B"), ("C", "s")], ())


def test_a_parent_is_kin_and_no_other_judgement_on_descent_says_so() -> None:
    films = [film("A", 5), film("B", 5), film("C", 5)]
    judged = [said("e1", PARENT, "B", "A"), said("e2", Said.NOT_PARENT, "A", "C"), said("e3", Said.UNSURE, "B", "C")]
    assert holders(footage_families([], films, [], judgements=judged)) == [("A", "B"), ("C",)]


def test_different_cuts_the_edge_between_the_two() -> None:
    films = [film("A", 5), film("B", 5)]
    for found in (edge("A", "B", ((0, 5), (0, 5))), edge("A", "B", kind=Kind.SAME_STREAM)):
        formed = form_footage([], films, [found], judgements=[said("e1", DIFFERENT, "B", "A")])
        assert (holders(formed.families), formed.tasks) == ([("A",), ("B",)], ())
        assert [member.links for family in formed.families for member in family.members] == [(), ()]


def test_different_stills_are_kept_apart() -> None:
    found = Edge(Kind.SAME_FOOTAGE, whole("A"), whole("B"), "test/1", (Segment(None, None),))
    assert holders(footage_families(["A", "B"], [], [found], judgements=[said("e1", DIFFERENT)])) == [("A",), ("B",)]


def test_where_a_way_round_remains_nothing_is_guessed_and_a_task_names_it() -> None:
    films = [film(name, 5) for name in "ABCD"]
    edges = [edge(a, b, ((0, 5), (0, 5))) for a, b in ("AB", "AC", "CD", "BD")]
    formed = form_footage([], films, edges, judgements=[said("e1", DIFFERENT, "A", "B", when_us=7)])
    assert holders(formed.families) == [("A", "B", "C", "D")]
    subject: dict[str, Json] = {"one": "A", "other": "B", "through": ["C", "D"]}
    assert formed.tasks == (Task(TaskKind.STILL_JOINED, ("e1",), 7, subject),)


def test_the_task_names_the_judgements_that_join_what_another_keeps_apart() -> None:
    films = [film(name, 5) for name in "ABC"]
    judged = [said("e1", SAME, "A", "C"), said("e2", SAME, "B", "C", when_us=9), said("e3", DIFFERENT, "A", "B")]
    (task,) = form_footage([], films, [], judgements=judged).tasks
    assert (task.kind, task.entries, task.since_us) == (TaskKind.STILL_JOINED, ("e3", "e1", "e2"), 9)
    assert task.subject["through"] == ["C"]


def test_a_part_judged_different_leaves_the_family_of_the_rest() -> None:
    films = [film("A", 40), film("B", 40), film("X", 14)]
    edges = [edge("A", "B", ((0, 40), (0, 40)))]
    judged = [said("e1", DIFFERENT, part("A", 3, 17), "B"), said("e2", SAME, part("A", 3, 17), "X")]
    formed = form_footage([], films, edges, judgements=judged)
    spans = {family.holders: [member.unit.span for member in family.members] for family in formed.families}
    assert spans == {
        ("A", "B"): [span(0, 3), span(17, 40), None],
        ("A", "X"): [span(3, 17), None],
    }
    assert formed.tasks == ()


def test_a_part_that_the_edge_does_not_speak_of_changes_nothing() -> None:
    films = [film("A", 40), film("B", 10)]
    edges = [edge("A", "B", ((20, 30), (0, 10)))]
    formed = form_footage([], films, edges, judgements=[said("e1", DIFFERENT, part("A", 3, 17), "B")])
    assert (holders(formed.families), formed.tasks) == ([("A", "B")], ())


def test_same_for_a_part_of_a_compilation_does_not_chain_the_rest() -> None:
    films = [film("A", 5), film("B", 5), film("C", 10, 5)]
    edges = [edge("B", "C", ((0, 5), (5, 10)))]
    formed = form_footage([], films, edges, judgements=[said("e1", SAME, "A", part("C", 0, 5))])
    assert (holders(formed.families), formed.tasks) == ([("A", "C"), ("B", "C")], ())


def test_same_for_a_whole_compilation_that_is_joined_in_one_part_already_means_that_part() -> None:
    films = [film("A", 5), film("B", 5), film("C", 10, 5)]
    edges = [edge("A", "C", ((0, 5), (0, 5))), edge("B", "C", ((0, 5), (5, 10)))]
    formed = form_footage([], films, edges, judgements=[said("e1", SAME, "A", "C")])
    assert (holders(formed.families), formed.tasks) == ([("A", "C"), ("B", "C")], ())


def test_same_for_a_whole_compilation_is_followed_and_asks_which_part_was_meant() -> None:
    films = [film("A", 5), film("B", 5), film("C", 10, 5), film("D", 5)]
    edges = [edge("A", "C", ((0, 5), (0, 5))), edge("B", "C", ((0, 5), (5, 10)))]
    formed = form_footage([], films, edges, judgements=[said("e1", SAME, "D", "C", when_us=4)])
    assert holders(formed.families) == [("A", "B", "C", "D")]
    assert formed.tasks == (Task(TaskKind.SEVERAL_PARTS, ("e1",), 4, {"one": "C", "other": "D", "parts": 2}),)


def test_an_excerpt_that_was_judged_does_not_tear_the_recording_it_came_from() -> None:
    films = [film("A", 40), film("B", 14), film("C", 10)]
    edges = [edge("A", "C", ((30, 40), (0, 10)))]
    assert holders(footage_families([], films, edges, judgements=[said("e1", SAME, part("A", 3, 17), "B")])) == [
        ("A", "B", "C")
    ]


def test_a_window_judged_different_leaves_the_whole_picture_where_it_is() -> None:
    window = Region(600_000, 0, 300_000, 300_000)
    inset = Unit(Track.PICTURE, item="P", region=window)
    films = [film("A", 8), film("P", 8), film("X", 8)]
    edges = [
        edge("A", "P", ((0, 8), (0, 8)), kind=Kind.SAME_PICTURE_PART, b_region=window),
        edge("P", "X", ((0, 8), (0, 8))),
    ]
    assert holders(footage_families([], films, edges, judgements=[said("e1", DIFFERENT, "A", inset)])) == [
        ("A",),
        ("P", "X"),
    ]
    assert holders(footage_families([], films, edges, judgements=[said("e1", DIFFERENT, "X", inset)])) == [
        ("A", "P"),
        ("P", "X"),
    ]


def test_a_cut_leaves_the_pieces_of_a_segment_on_both_clocks() -> None:
    left = cut(edge("A", "B", ((0, 40), (100, 140))), [said("e1", DIFFERENT, "A", part("B", 110, 120))])
    assert left is not None
    assert [(one.a, one.b) for one in left.segments] == [(span(0, 10), span(100, 110)), (span(20, 40), span(120, 140))]


def test_a_cut_between_a_film_and_a_still_leaves_the_other_moments() -> None:
    for a, b in (("A", "S"), ("S", "T")):
        sides = (span(0, 40), None) if a == "A" else (None, span(0, 40))
        long = a if a == "A" else b
        found = Edge(Kind.SAME_FOOTAGE, whole(a), whole(b), "test/1", (Segment(*sides),))
        left = cut(found, [said("e1", DIFFERENT, part(long, 0, 10), b if long == a else a)])
        assert left is not None
        assert [one.a or one.b for one in left.segments] == [span(10, 40)]


def test_a_judgement_on_sound_or_on_what_is_not_here_changes_no_picture() -> None:
    sound = [Unit(Track.SOUND, item=name) for name in "AB"]
    films = [film("A", 5), film("B", 5)]
    judged = [said("e1", SAME, *sound), said("e2", SAME, "A", "gone")]
    assert holders(footage_families([], films, [], judgements=judged)) == [("A",), ("B",)]


def test_stories_follow_judgements_too() -> None:
    shared = Edge(Kind.SAME_STORY, text("a"), text("b"), "passages/1")
    apart = form_stories(["a", "b", "c"], [], [shared], [said("e1", DIFFERENT, text("a"), text("b"))])
    assert (holders(apart.families), apart.tasks) == ([("a",), ("b",), ("c",)], ())
    posting = Unit(Track.TEXT, posting="p")
    joined = form_stories(["a", "b", "c"], ["p"], [shared], [said("e1", SAME, text("c"), posting)])
    assert holders(joined.families) == [("a", "b"), ("c", "p")]


def test_stories_judged_different_that_a_third_joins_are_a_task() -> None:
    edges = [Edge(Kind.SAME_STORY, text(a), text(b), "passages/1") for a, b in ("ab", "ac", "bc")]
    formed = form_stories(["a", "b", "c"], [], edges, [said("e1", DIFFERENT, text("a"), text("b"))])
    assert holders(formed.families) == [("a", "b", "c")]
    assert [task.subject["through"] for task in formed.tasks] == [["c"]]


NAMES = "ABCD"
spans = st.tuples(st.integers(0, 4), st.integers(5, 10)).map(lambda ends: Span(ends[0] * S, ends[1] * S))
units = st.builds(
    lambda name, found: Unit(Track.PICTURE, item=name, span=found), st.sampled_from(NAMES), st.none() | spans
)


@st.composite
def judged_parts(draw: st.DrawFn) -> list[Judgement]:
    made = []
    for at in range(draw(st.integers(0, 6))):
        one, other = draw(units), draw(units)
        if one.holder != other.holder:
            made.append(said(f"e{at}", draw(st.sampled_from(Said)), one, other))
    return made


machine = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(0, 4), st.integers(0, 4)), max_size=8
).map(lambda rows: [edge(min(a, b), max(a, b), ((i, i + 4), (j, j + 4))) for a, b, i, j in rows if a != b])
films_of = [film(name, 10, 3.0, 6.0) for name in NAMES]


@given(machine, judged_parts(), st.randoms(use_true_random=False))
def test_families_and_tasks_do_not_depend_on_the_order_of_edges_or_judgements(
    edges: list[Edge], judged: list[Judgement], order: random.Random
) -> None:
    applied = standing(judged).applied
    first = form_footage([], films_of, edges, judgements=applied)
    again = form_footage(
        [],
        order.sample(films_of, k=len(films_of)),
        order.sample(edges, k=len(edges)),
        judgements=order.sample(applied, k=len(applied)),
    )
    assert shape(again) == shape(first)


@given(machine, logs(NAMES))
def test_every_judgement_is_followed_or_told(edges: list[Edge], judged: list[Judgement]) -> None:
    """Whole files judged the same share a family; those judged different share none, or a task says so."""
    applied = standing(judged).applied
    formed = form_footage([], films_of, edges, judgements=applied)
    together = [set(family.holders) for family in formed.families]
    told = {task.entries[0] for task in formed.tasks if task.kind is TaskKind.STILL_JOINED}
    for one in applied:
        joined = any(set(one.holders) <= family for family in together)
        if one.said in (SAME, PARENT):
            assert joined
        elif one.said is DIFFERENT:
            assert joined == (one.id in told)


@given(machine, logs(NAMES))
def test_every_file_stays_in_a_family(edges: list[Edge], judged: list[Judgement]) -> None:
    families = footage_families([], films_of, edges, judgements=standing(judged).applied)
    assert {holder for family in families for holder in family.holders} == set(NAMES)


@given(machine)
def test_without_judgements_nothing_changes(edges: list[Edge]) -> None:
    unsure = [said("e1", Said.UNSURE, "A", "B"), said("e2", Said.NOT_PARENT, "C", "D")]
    assert shape(form_footage([], films_of, edges, judgements=unsure)) == shape(form_footage([], films_of, edges))
