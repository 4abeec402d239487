"""What stands is a function of the set of judgements, and only a judgement undoes one."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.model.judged import logs, said

from stemmata.model.judgement import Judgement, Said
from stemmata.model.standing import Conflict, Standing, standing
from stemmata.model.task import TaskKind

SAME, DIFFERENT, UNSURE = Said.SAME, Said.DIFFERENT, Said.UNSURE
PARENT, NOT_PARENT = Said.PARENT, Said.NOT_PARENT


def ids(judgements: tuple[Judgement, ...]) -> list[str]:
    return [one.id for one in judgements]


def conflicts(found: Standing) -> list[tuple[str, tuple[str, ...]]]:
    return [(conflict.why.value, conflict.entries) for conflict in found.conflicts]


@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_entries_leaves_no_trace(made: list[Judgement], order: random.Random) -> None:
    assert standing(order.sample(made, k=len(made))) == standing(made)


@given(logs())
def test_hearing_a_log_twice_changes_nothing(made: list[Judgement]) -> None:
    assert standing([*made, *made]) == standing(made)


@given(logs(), st.lists(st.booleans(), min_size=8, max_size=8))
def test_merging_in_any_portions_gives_the_same(made: list[Judgement], portion: list[bool]) -> None:
    here = [one for one, first in zip(made, portion, strict=False) if first]
    there = [one for one, first in zip(made, portion, strict=False) if not first]
    assert standing([*here, *there]) == standing([*there, *here, *made])


@given(logs(), st.integers(-(10**6), 10**6))
def test_clocks_have_no_say(made: list[Judgement], shift: int) -> None:
    moved = [replace(one, when_us=shift - one.when_us) for one in made]
    assert ids(standing(moved).applied) == ids(standing(made).applied)
    assert conflicts(standing(moved)) == conflicts(standing(made))


@given(logs())
def test_no_judgement_is_lost(made: list[Judgement]) -> None:
    found = standing(made)
    only_undo = {one.id for one in made if one.said is None}
    told = set(ids(found.judgements)) | set(ids(found.undone)) | only_undo
    assert told == {one.id for one in made}
    assert not set(ids(found.judgements)) & set(ids(found.undone))


@given(logs(), st.data())
def test_taking_back_is_as_if_it_had_never_been_said(made: list[Judgement], data: st.DataObject) -> None:
    free = [one for one in standing(made).judgements if one.undoes is None]
    if not free:
        return
    one = data.draw(st.sampled_from(free))
    without = standing([other for other in made if other.id != one.id])
    after = standing([*made, said("undo", None, undoes=one.id)])
    assert (after.judgements, after.conflicts) == (without.judgements, without.conflicts)


@given(logs(), st.data())
def test_taking_back_what_takes_back_revives(made: list[Judgement], data: st.DataObject) -> None:
    if not made:
        return
    one = data.draw(st.sampled_from(made))
    undo, revive = said("undo", None, undoes=one.id), said("revive", None, undoes="undo")
    after, before = standing([*made, undo, revive]), standing(made)
    assert (after.judgements, after.conflicts) == (before.judgements, before.conflicts)


@given(logs())
def test_what_is_applied_contradicts_nothing(made: list[Judgement]) -> None:
    assert standing(standing(made).applied).conflicts == ()


def test_a_later_judgement_of_the_same_person_replaces_an_earlier_one_only_by_naming_it() -> None:
    first = said("e1", SAME, when_us=1)
    assert standing([first, said("e2", DIFFERENT, when_us=2)]).applied == ()
    replaced = standing([first, said("e2", DIFFERENT, when_us=2, undoes="e1")])
    assert (ids(replaced.applied), ids(replaced.undone)) == (["e2"], ["e1"])


def test_an_undo_of_what_is_not_held_waits_for_it() -> None:
    undo = said("e2", None, undoes="e1")
    assert standing([undo]) == Standing((), (), ())
    assert ids(standing([undo, said("e1", SAME)]).undone) == ["e1"]


def test_undoes_in_a_circle_leave_all_of_it_undone() -> None:
    found = standing([said("e1", SAME, undoes="e2"), said("e2", SAME, undoes="e1"), said("e3", SAME, undoes="e1")])
    assert (ids(found.judgements), ids(found.undone)) == (["e2", "e3"], ["e1"])
    found = standing([said("e1", SAME, undoes="e2"), said("e2", SAME, undoes="e1")])
    assert ids(found.undone) == ["e1", "e2"]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ([said("e1", SAME), said("e2", DIFFERENT, "B", "A", who="v")], TaskKind.SAME_AND_DIFFERENT),
        ([said("e1", PARENT), said("e2", DIFFERENT, who="v")], TaskKind.PARENT_AND_DIFFERENT),
        ([said("e1", PARENT), said("e2", NOT_PARENT)], TaskKind.PARENT_AND_NOT_PARENT),
        ([said("e1", PARENT), said("e2", PARENT, "B", "A")], TaskKind.PARENTS_IN_A_CIRCLE),
    ],
)
def test_two_that_contradict_each_other_are_both_told_and_neither_is_applied(
    made: list[Judgement], why: TaskKind
) -> None:
    found = standing(made)
    assert found.conflicts == (Conflict(why, ("e1", "e2")),)
    assert (ids(found.judgements), found.applied) == (["e1", "e2"], ())


@pytest.mark.parametrize(
    "made",
    [
        [said("e1", SAME), said("e2", PARENT)],
        [said("e1", NOT_PARENT), said("e2", NOT_PARENT, "B", "A")],
        [said("e1", PARENT), said("e2", NOT_PARENT, "B", "A")],
        [said("e1", UNSURE), said("e2", SAME), said("e3", SAME, "B", "A")],
        [said("e1", NOT_PARENT), said("e2", DIFFERENT)],
        [said("e1", SAME), said("e2", DIFFERENT, "A", "C")],
        [said("e1", PARENT, "A", "B"), said("e2", PARENT, "B", "C"), said("e3", PARENT, "A", "C")],
    ],
)
def test_what_can_be_true_together_is_applied(made: list[Judgement]) -> None:
    found = standing(made)
    assert (found.conflicts, ids(found.applied)) == ((), ids(tuple(made)))


def test_a_circle_of_three_names_its_members_and_leaves_what_hangs_on_it() -> None:
    circle = [said("e1", PARENT, "A", "B"), said("e2", PARENT, "B", "C"), said("e3", PARENT, "C", "A")]
    found = standing([*circle, said("e4", PARENT, "C", "D"), said("e5", PARENT, "E", "A")])
    assert conflicts(found) == [("parents_in_a_circle", ("e1", "e2", "e3"))]
    assert ids(found.applied) == ["e4", "e5"]


def test_two_circles_are_two_conflicts() -> None:
    first = [said("e1", PARENT, "A", "B"), said("e2", PARENT, "B", "A")]
    second = [said("e3", PARENT, "C", "D"), said("e4", PARENT, "D", "C"), said("e5", PARENT, "B", "C")]
    found = standing([*first, *second])
    assert [entries for _, entries in conflicts(found)] == [("e1", "e2"), ("e3", "e4")]
    assert ids(found.applied) == ["e5"]


def test_a_long_chain_of_parents_is_no_circle() -> None:
    chain = [said(f"e{at:04d}", PARENT, f"n{at}", f"n{at + 1}") for at in range(2000)]
    assert standing(chain).conflicts == ()
