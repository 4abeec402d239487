"""What people record of who stands behind material changes what is counted, on the level that it shows and no other."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corroborate.made import footage, picture, rests, said, story, text
from tests.model.sourced import recorded, records

from stemmata.corroborate.evidence import Ground, Level, Role, Status
from stemmata.corroborate.origins import Material
from stemmata.corroborate.pairs import Relation
from stemmata.corroborate.roots import Roots, count_roots
from stemmata.corroborate.roots_json import roots_from_json, roots_to_json
from stemmata.corroborate.sourced import sourcing_tasks, with_sourcings
from stemmata.model.judgement import Said
from stemmata.model.sourcing import OF_ONE, OF_PAIRS, RESTING, Sourced, Sourcing
from stemmata.model.sourcing_standing import sourcing_standing
from stemmata.model.task import TaskKind

CLIPS = Material((footage("A"), footage("B"), footage("C")))
NAMED = ("P-1", "P-2")


def counted(*sourcings: Sourcing, material: Material = CLIPS) -> Roots:
    return count_roots(with_sourcings(material, sourcings))


def test_every_saying_has_its_place_in_counting() -> None:
    assert {one.value for one in OF_PAIRS} <= {ground.value for ground in Ground}
    assert {one.value for one in OF_ONE} == {role.value for role in Role}
    assert {one.value for one in RESTING} <= {status.value for status in Status}


@pytest.mark.parametrize("said", [Sourced.SEPARATE_OBSERVERS, Sourced.ASSERTED])
def test_separate_observers_are_shown_independent_with_who_said_it_and_why(said: Sourced) -> None:
    persons = NAMED if said is Sourced.SEPARATE_OBSERVERS else ()
    roots = counted(recorded("e1", said, "B", "A", persons=persons))
    assert (roots.groups, roots.shown, roots.not_established) == (3, 2, 2)
    (exhibit,) = roots.pairs[0].evidence
    assert (exhibit.who, exhibit.entry, exhibit.reason) == ("w", "e1", "told on the phone")
    assert exhibit.values == ({"persons": ["P-1", "P-2"]} if persons else {})


@pytest.mark.parametrize("said", [Sourced.SEPARATE_DEVICES, Sourced.SEPARATE_AUTHORS])
def test_other_devices_and_authors_are_not_other_observers(said: Sourced) -> None:
    roots = counted(recorded("e1", said))
    assert (roots.shown, roots.separate, roots.pairs[0].level) == (0, 2, Level.SOURCES)


@pytest.mark.parametrize("said", [Sourced.ONE_PERSON, Sourced.ONE_TEAM, Sourced.ONE_ACCOUNT, Sourced.ONE_WITNESS])
def test_one_observer_behind_two_leaves_two_groups_and_shows_none(said: Sourced) -> None:
    roots = counted(recorded("e1", said), recorded("e2", Sourced.ASSERTED))
    assert (roots.groups, roots.shown, roots.pairs[0].relation) == (3, 0, Relation.LINKED)


def test_two_names_alone_show_nothing_since_two_persons_can_be_one_team() -> None:
    roots = counted(
        recorded("e1", Sourced.OBSERVER, "A", persons=("P-1",)), recorded("e2", Sourced.OBSERVER, "B", persons=("P-2",))
    )
    assert (roots.shown, roots.levels.observers, roots.not_established) == (0, 2, 3)


def test_one_name_behind_two_bars_them_whatever_is_asserted() -> None:
    named = [recorded(f"e{at}", Sourced.OBSERVER, one, persons=("P-1",)) for at, one in enumerate("AB")]
    roots = counted(*named, recorded("e9", Sourced.ASSERTED, "A", "B"))
    assert (roots.shown, roots.pairs[0].relation, roots.levels.observers) == (0, Relation.LINKED, 1)


def test_persons_named_as_separate_observers_stand_behind_what_they_saw() -> None:
    pairs = [("e1", "A", "B", NAMED), ("e2", "B", "C", ("P-2", "P-1"))]
    sourcings = [
        recorded(entry, Sourced.SEPARATE_OBSERVERS, one, other, persons=persons) for entry, one, other, persons in pairs
    ]
    roots = counted(*sourcings)
    relation = {(pair.one, pair.other): pair.relation for pair in roots.pairs}
    assert relation == {
        ("A", "B"): Relation.SHOWN, ("B", "C"): Relation.SHOWN, ("A", "C"): Relation.LINKED,
    }  # fmt: skip


def test_what_falls_follows_what_was_recorded() -> None:
    roots = counted(recorded("e1", Sourced.ASSERTED, "A", "B"), recorded("e2", Sourced.ASSERTED, "B", "C"))
    assert {group.id: group.falls.shown for group in roots.named} == {"A": 2, "B": 0, "C": 2}


def test_an_erased_reason_or_name_leaves_what_was_said() -> None:
    erased = [
        recorded("e1", Sourced.ASSERTED, "A", "B", reason=None),
        recorded("e2", Sourced.SEPARATE_OBSERVERS, "B", "C", reason=None),
        recorded("e3", Sourced.OBSERVER, "C", reason=None),
    ]
    roots = counted(*erased)
    assert (roots.shown, roots.levels.observers) == (2, 0)


def test_a_confirmed_dependence_joins_and_a_rejected_one_parts() -> None:
    material = Material((footage("f"), story("s")))
    confirmed = Sourcing("e1", Sourced.CONFIRMED, (text("s"), picture("f")), "w", 1, "read it")
    assert counted(confirmed, material=material).groups == 1
    rejected = replace(confirmed, id="e2", said=Sourced.REJECTED)
    declared = replace(material, rests=(rests("s", "f"),))
    assert counted(material=declared).groups == 1
    assert counted(rejected, material=declared).groups == 2


def test_whose_track_is_not_said_is_followed_on_the_one_that_was_declared() -> None:
    material = Material((footage("f"), story("s")), (rests("s", "f"),))
    sound = replace(picture("f"), track=type(picture("f").track).SOUND)
    rejected = Sourcing("e1", Sourced.REJECTED, (text("s"), sound), "w", 1, "another clip")
    assert counted(rejected, material=material).groups == 2


def tasks(material: Material, *sourcings: Sourcing) -> list[tuple[TaskKind, tuple[str, ...]]]:
    known = sourcing_standing(sourcings).conflicts
    found = sourcing_tasks(counted(*sourcings, material=material), sourcings, known)
    return [(task.kind, task.entries) for task in found]


def test_what_counting_cannot_follow_is_a_task() -> None:
    asserted = recorded("e1", Sourced.ASSERTED, "A", "B")
    same = replace(CLIPS, judgements=(said(Said.SAME, picture("A"), picture("B"), "j"),))
    assert tasks(same, asserted) == [(TaskKind.JOINED_AND_SEPARATE, ("e1",))]
    reel = Material((footage("f", "A", "X"), footage("g", "A", "Y"), footage("h", "B")))
    assert tasks(reel, asserted) == [(TaskKind.SAID_OF_SEVERAL, ("e1",))]
    copies = Material((footage("f"), story("s"), story("t")), (rests("s", "f"),))
    of_copy = Sourcing("e1", Sourced.ASSERTED, (text("s"), text("t")), "w", 1, "x")
    assert tasks(copies, of_copy) == [(TaskKind.SAID_OF_COPY, ("e1",))]


def test_a_contradiction_said_of_different_copies_is_a_task_and_one_that_the_logs_tell_is_not_told_twice() -> None:
    material = Material((footage("f", "A", "X"), footage("g", "B")))
    one, other = recorded("e1", Sourced.ONE_TEAM, "A", "B"), recorded("e2", Sourced.ASSERTED, "X", "B")
    assert tasks(material, one, other) == [(TaskKind.ONE_AND_SEPARATE_GROUPS, ("e1", "e2"))]
    assert tasks(material, one, recorded("e2", Sourced.ASSERTED, "A", "B")) == []
    assert tasks(material, one) == []


@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_what_was_recorded_leaves_no_trace(made: list[Sourcing], order: random.Random) -> None:
    standing = sourcing_standing(made).sourcings
    shuffled = order.sample(standing, k=len(standing))
    assert counted(*shuffled) == counted(*standing)
    conflicts = sourcing_standing(made).conflicts
    assert sourcing_tasks(counted(*shuffled), shuffled, conflicts) == sourcing_tasks(
        counted(*standing), standing, conflicts
    )


@given(records(holders="ABC"), st.data())
def test_what_is_taken_back_counts_as_if_it_had_never_been_said(made: list[Sourcing], data: st.DataObject) -> None:
    free = [one for one in sourcing_standing(made).sourcings if one.undoes is None]
    if not free:
        return
    one = data.draw(st.sampled_from(free))
    undone = sourcing_standing([*made, recorded("undo", None, undoes=one.id)]).sourcings
    without = sourcing_standing([other for other in made if other.id != one.id]).sourcings
    assert counted(*undone) == counted(*without)


@given(records(holders="ABC"))
def test_whatever_is_recorded_is_read_back_from_the_tables(made: list[Sourcing]) -> None:
    roots = counted(*sourcing_standing(made).sourcings)
    assert roots_from_json(json.loads(json.dumps(roots_to_json(roots)))) == roots


def test_a_name_behind_two_groups_names_both_entries_where_it_is_contradicted() -> None:
    named = [recorded(f"e{at}", Sourced.OBSERVER, one, persons=("P-1",)) for at, one in enumerate("AB")]
    found = tasks(CLIPS, *named, recorded("e9", Sourced.ASSERTED, "A", "B"))
    assert found == [(TaskKind.ONE_AND_SEPARATE_GROUPS, ("e0", "e1", "e9"))]
