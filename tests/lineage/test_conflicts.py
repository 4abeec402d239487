"""Judgements that a tree could not simply follow wait for a person, by name."""

import pytest

from stemmata.lineage import signs
from stemmata.lineage.builder import build
from stemmata.lineage.conflicts import tree_tasks
from stemmata.lineage.links import Link
from stemmata.lineage.stemma import Proof, Sign, Stemma, Witness
from stemmata.model.judgement import Judgement, Said
from stemmata.model.task import WITH_TREES, TaskKind
from stemmata.model.unit import Track, Unit

UNITS = {name: Unit(Track.PICTURE, item=name * 64) for name in "abc"}
ALONE = [Witness(one.id, (one,)) for one in UNITS.values()]


def said(what: Said, one: str, other: str, entry: str, when_us: int = 3) -> Judgement:
    return Judgement(entry, what, UNITS[one], UNITS[other], "k", when_us, "looked at both")


def built(judgements: list[Judgement], links: list[Link], witnesses: list[Witness] = ALONE) -> Stemma:
    return build("fam-1", witnesses, links, judgements, {})


def link(parent: str, child: str, proof: Proof) -> Link:
    return Link(UNITS[parent].id, UNITS[child].id, 1.0, (Sign(signs.UNCOVERED, proof, values={"share": 0.2}),))


@pytest.mark.parametrize(("what", "proof"), [(Said.PARENT, Proof.NOT_ANCESTOR), (Said.NOT_PARENT, Proof.DESCENDS)])
def test_a_judgement_against_proof_is_a_task_that_names_its_entry_and_family(what: Said, proof: Proof) -> None:
    judgements = [said(what, "a", "b", "e1")]
    (task,) = tree_tasks([built(judgements, [link("a", "b", proof)])], judgements)
    assert (task.kind, task.entries, task.since_us) == (TaskKind.AGAINST_PROOF, ("e1",), 3)
    assert task.subject == {"family": "fam-1"}


def test_a_judgement_in_accord_with_proof_is_no_task() -> None:
    judgements = [said(Said.PARENT, "a", "b", "e1")]
    assert tree_tasks([built(judgements, [link("a", "b", Proof.DESCENDS)])], judgements) == ()


def test_a_source_among_files_with_the_same_pictures_is_a_task() -> None:
    judgements = [said(Said.PARENT, "a", "b", "e1")]
    both = [Witness("both", (UNITS["a"], UNITS["b"]))]
    (task,) = tree_tasks([built(judgements, [], both)], judgements)
    assert (task.kind, task.entries) == (TaskKind.PARENT_OF_ITSELF, ("e1",))


def test_a_circle_through_files_with_the_same_pictures_is_one_task_as_old_as_its_latest_judgement() -> None:
    judgements = [said(Said.PARENT, "a", "c", "e1", 5), said(Said.PARENT, "c", "b", "e2", 9)]
    folded = [Witness("both", (UNITS["a"], UNITS["b"])), ALONE[2]]
    (task,) = tree_tasks([built(judgements, [], folded)], judgements)
    assert (task.kind, task.entries, task.since_us) == (TaskKind.CIRCLE_OF_PICTURES, ("e1", "e2"), 9)


def test_each_kind_that_a_tree_brings_up_is_replaced_with_the_trees() -> None:
    assert {TaskKind.AGAINST_PROOF, TaskKind.PARENT_OF_ITSELF, TaskKind.CIRCLE_OF_PICTURES} == WITH_TREES
