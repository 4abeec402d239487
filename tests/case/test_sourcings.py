"""Records of who stands behind material in the tables: a function of the set of entries, and no name in any of them."""

import json
import random
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.preserve.cases import add, logged, make_files, new_case, received

from stemmata.acts.merge import merge_case
from stemmata.acts.source import record, take_back_record
from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.project import project
from stemmata.case.sourcings import observers_of, sourcing_rows
from stemmata.case.tasks import tasks
from stemmata.model.seams import Statement
from stemmata.model.sourcing import Sourced
from stemmata.model.unit import Track, Unit
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.preserve.log import LoggedEntry

NAME = "Nadia Qamar"
Told = tuple[list[tuple[str, str | None, list[str], str]], list[tuple[str, tuple[str, ...]]]]


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    made = new_case(tmp_path / "case")
    add(made, make_files(tmp_path / "clips", 3))
    return made


def units(case: CaseFolder) -> list[Unit]:
    return [Unit(Track.PICTURE, item=sha256) for sha256 in sorted({sha256 for _, sha256 in received(case)})]


def told(case: CaseFolder) -> Told:
    """(entry, said, persons, state) of every record, and the tasks."""
    index = Index(case.index_path)
    try:
        project(case, index)
        with index.read() as connection:
            rows = [(row.entry, row.said, json.loads(row.persons), row.state) for row in sourcing_rows(connection)]
            return sorted(rows), [(task.kind.value, task.entries) for task in tasks(connection)]
    finally:
        index.close()


def forget(case: CaseFolder) -> None:
    for path in case.path.glob("index.db*"):
        path.unlink()


def test_no_table_holds_a_name(case: CaseFolder) -> None:
    one, other, _ = units(case)
    record(case, Sourced.SEPARATE_OBSERVERS, [one, other], "met both", persons=[NAME, "P-014"])
    ((_, _, persons, _),), _ = told(case)
    assert persons[1] == "P-014"
    index = Index(case.index_path)
    with index.read() as connection:
        assert observers_of(connection, one) == [persons[0]]
        kept = repr([connection.execute(select(table)).all() for table in schema.metadata.tables.values()])
    index.close()
    assert "met both" in kept
    assert "nadia" not in kept.casefold()
    assert "qamar" not in kept.casefold()


def test_what_was_taken_back_stays_as_a_row(case: CaseFolder) -> None:
    first = record(case, Sourced.ONE_TEAM, units(case)[:2], "their marks")
    undo = take_back_record(case, first, "other marks")
    assert {row[0]: row[3] for row in told(case)[0]} == {first: "undone", undo: "standing"}
    again = take_back_record(case, undo, "the same after all")
    assert {row[0]: row[3] for row in told(case)[0]} == {first: "standing", undo: "undone", again: "standing"}


def test_a_contradiction_is_a_task_until_one_of_the_two_is_taken_back(case: CaseFolder) -> None:
    one, other, _ = units(case)
    first = record(case, Sourced.ONE_PERSON, [one, other], "one hand")
    second = record(case, Sourced.ASSERTED, [other, one], "two streets apart")
    rows, waiting = told(case)
    assert waiting == [("one_and_separate", tuple(sorted([first, second])))]
    assert {row[3] for row in rows} == {"in_conflict"}
    take_back_record(case, second, "the clock was wrong")
    assert told(case)[1] == []


def test_two_writers_who_contradict_each_other_are_a_task_in_both_cases(case: CaseFolder, tmp_path: Path) -> None:
    copy_case(case, tmp_path / "copy")
    copy = CaseFolder.open(tmp_path / "copy")
    one, other, _ = units(case)
    record(case, Sourced.CONFIRMED, [one, other], "cites it")
    record(copy, Sourced.REJECTED, [one, other], "cites another")
    assert (told(case)[1], told(copy)[1]) == ([], [])
    merge_case(case, copy)
    merge_case(copy, case)
    assert told(case) == told(copy)
    assert [kind for kind, _ in told(case)[1]] == ["confirmed_and_rejected"]


def test_a_person_named_in_two_cases_is_one_whichever_is_merged_into_which(case: CaseFolder, tmp_path: Path) -> None:
    other_case = new_case(tmp_path / "other")
    add(other_case, make_files(tmp_path / "more", 2, first=7))
    record(case, Sourced.OBSERVER, units(case)[:1], "met her", persons=[NAME])
    record(other_case, Sourced.OBSERVER, units(other_case)[:1], "met her too", persons=["nadia QAMAR"])
    before = {told(case)[0][0][2][0], told(other_case)[0][0][2][0]}
    assert len(before) == 2
    merge_case(case, other_case)
    merge_case(other_case, case)
    assert told(case) == told(other_case)
    assert [row[2] for row in told(case)[0]] == [[min(before)]] * 2


def everything(case: CaseFolder) -> None:
    """Something of every kind, taken back and revived."""
    one, other, third = units(case)
    first = record(case, Sourced.ONE_TEAM, [one, other], "their marks")
    record(case, Sourced.SEPARATE_OBSERVERS, [one, other], "met both", persons=[NAME, "P-014"])
    undo = take_back_record(case, first, "no")
    take_back_record(case, undo, "yes after all")
    record(case, Sourced.OBSERVER, [third], "met her", persons=["NADIA qamar"])
    record(case, Sourced.REJECTED, [third, one], "another clip")


def test_a_rebuilt_index_says_the_same(case: CaseFolder) -> None:
    everything(case)
    before = told(case)
    forget(case)
    assert told(case) == before
    assert [kind for kind, _ in before[1]] == ["one_and_separate"]


@pytest.mark.parametrize("seed", range(4))
def test_the_tables_do_not_depend_on_the_order_of_entries(
    seed: int, case: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything(case)
    before, entries = told(case), logged(case)
    shuffled: list[LoggedEntry] = random.Random(seed).sample(entries, k=len(entries))
    forget(case)
    monkeypatch.setattr(CaseFolder, "entries", lambda *_, **__: iter(shuffled))
    monkeypatch.setattr("stemmata.case.project.BATCH", 2)
    assert told(case) == before


@pytest.mark.parametrize(
    ("references", "body"),
    [
        ({"one_hand": "pair"}, {}),
        ({"one_team": "one"}, {}),
        ({"observer": "pair"}, {"persons": ["P-1"]}),
        ({"observer": "one"}, {}),
        ({"one_team": "pair"}, {"persons": ["P-1"]}),
        ({"observer": "one"}, {"persons": "P-1"}),
        ({"one_team": "pair", "one_person": "pair"}, {}),
    ],
)
def test_an_entry_that_this_version_cannot_read_is_a_task_and_stops_nothing(
    references: dict[str, str], body: dict[str, object], case: CaseFolder
) -> None:
    good = record(case, Sourced.ONE_TEAM, units(case)[:2], "their marks")
    named = {"pair": [unit.id for unit in units(case)[:2]], "one": [units(case)[0].id]}
    strange = Statement(
        "sourcing",
        {"case": [case.id], **{role: named[which] for role, which in references.items()}},
        {"reason": "new words", **body},  # type: ignore[dict-item]
    )
    with case.writing() as writer:
        (entry,) = writer.append([strange])
    assert told(case) == ([(good, "one_team", [], "standing")], [("unreadable", (entry,))])


def test_an_erased_body_leaves_the_record_without_names(case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    made = record(case, Sourced.SEPARATE_OBSERVERS, units(case)[:2], "met both", persons=[NAME, "P-014"])
    bare = [
        LoggedEntry(one.id, one.type, one.author, one.claimed_us, one.references, None, one.writer, one.index)
        if one.id == made
        else one
        for one in logged(case)
    ]
    monkeypatch.setattr(CaseFolder, "entries", lambda *_, **__: iter(bare))
    forget(case)
    assert told(case)[0] == [(made, "separate_observers", [], "standing")]
