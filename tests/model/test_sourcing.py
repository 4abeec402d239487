"""What stands of what was recorded on who is behind material: a function of the set, and only an entry undoes one."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.model.sourced import recorded, records

from stemmata.model.sourcing import ONE_OBSERVER, OTHER_OBSERVERS, Sourced, Sourcing
from stemmata.model.sourcing_standing import sourcing_standing
from stemmata.model.task import TaskKind


@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_entries_leaves_no_trace(made: list[Sourcing], order: random.Random) -> None:
    assert sourcing_standing(order.sample(made, k=len(made))) == sourcing_standing(made)


@given(records(), st.lists(st.booleans(), min_size=8, max_size=8))
def test_merging_in_any_portions_gives_the_same(made: list[Sourcing], portion: list[bool]) -> None:
    here = [one for one, first in zip(made, portion, strict=False) if first]
    there = [one for one, first in zip(made, portion, strict=False) if not first]
    assert sourcing_standing([*here, *there, *here]) == sourcing_standing([*there, *here])


@given(records(), st.integers(-(10**6), 10**6))
def test_clocks_have_no_say(made: list[Sourcing], shift: int) -> None:
    moved = sourcing_standing([replace(one, when_us=shift - one.when_us) for one in made])
    assert [one.id for one in moved.sourcings] == [one.id for one in sourcing_standing(made).sourcings]
    assert moved.conflicts == sourcing_standing(made).conflicts


@given(records(), st.data())
def test_taking_back_what_takes_back_revives(made: list[Sourcing], data: st.DataObject) -> None:
    if not made:
        return
    one = data.draw(st.sampled_from(made))
    undo, revive = recorded("undo", None, undoes=one.id), recorded("revive", None, undoes="undo")
    before = sourcing_standing(made)
    after = sourcing_standing([*made, undo, revive])
    assert (after.sourcings, after.conflicts) == (before.sourcings, before.conflicts)
    assert one.id not in [each.id for each in sourcing_standing([*made, undo]).sourcings]


@pytest.mark.parametrize("one", sorted(ONE_OBSERVER))
@pytest.mark.parametrize("other", sorted(OTHER_OBSERVERS))
def test_one_observer_and_separate_observers_of_one_pair_contradict_each_other(one: Sourced, other: Sourced) -> None:
    persons = ("P-1", "P-2") if other is Sourced.SEPARATE_OBSERVERS else ()
    found = sourcing_standing([recorded("e1", one, "A", "B"), recorded("e2", other, "B", "A", persons=persons)])
    assert [(conflict.why, conflict.entries) for conflict in found.conflicts] == [
        (TaskKind.ONE_AND_SEPARATE, ("e1", "e2"))
    ]


def test_a_dependence_confirmed_and_rejected_is_a_contradiction_and_its_reverse_is_none() -> None:
    confirmed = recorded("e1", Sourced.CONFIRMED, "A", "B")
    found = sourcing_standing([confirmed, recorded("e2", Sourced.REJECTED, "A", "B")])
    assert [conflict.why for conflict in found.conflicts] == [TaskKind.CONFIRMED_AND_REJECTED]
    assert sourcing_standing([confirmed, recorded("e2", Sourced.REJECTED, "B", "A")]).conflicts == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Sourced.ONE_PERSON, Sourced.SEPARATE_DEVICES),
        (Sourced.ONE_WITNESS, Sourced.SEPARATE_AUTHORS),
        (Sourced.ONE_TEAM, Sourced.ONE_ACCOUNT),
        (Sourced.DECLARED, Sourced.REJECTED),
        (Sourced.CONFIRMED, Sourced.DECLARED),
    ],
)
def test_what_can_be_true_together_is_no_contradiction(one: Sourced, other: Sourced) -> None:
    assert sourcing_standing([recorded("e1", one), recorded("e2", other)]).conflicts == ()


@pytest.mark.parametrize(("said", "holders"), [(Sourced.OBSERVER, "AB"), (Sourced.ONE_TEAM, "A"), (None, "ABC")])
def test_a_saying_on_the_wrong_number_of_units_cannot_exist(said: Sourced | None, holders: str) -> None:
    with pytest.raises(ValueError, match="units, got"):
        recorded("e1", said, *holders)
