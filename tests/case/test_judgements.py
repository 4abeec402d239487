"""Judgements in the tables: a function of the set of entries, whoever merged whom."""

import random
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.preserve.cases import add, logged, make_files, new_case, received

from stemmata.acts.judge import judge, take_back
from stemmata.acts.merge import merge_case
from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.judgements import judgement_rows, judgements
from stemmata.case.project import project
from stemmata.case.tasks import tasks
from stemmata.model.judgement import Said
from stemmata.model.seams import Statement
from stemmata.model.unit import Track, Unit
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.preserve.log import LoggedEntry


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    made = new_case(tmp_path / "case")
    add(made, make_files(tmp_path / "clips", 3))
    return made


def units(case: CaseFolder) -> list[Unit]:
    return [Unit(Track.PICTURE, item=sha256) for sha256 in sorted({sha256 for _, sha256 in received(case)})]


def told(case: CaseFolder) -> tuple[list[tuple[object, ...]], list[tuple[str, tuple[str, ...]]]]:
    """(entry, said, state) of every judgement, and the tasks."""
    index = Index(case.index_path)
    try:
        project(case, index)
        with index.read() as connection:
            rows = [(row.entry, row.said, row.state) for row in judgement_rows(connection)]
            return sorted(rows), [(task.kind.value, task.entries) for task in tasks(connection)]
    finally:
        index.close()


def test_a_judgement_is_a_row_that_stands(case: CaseFolder) -> None:
    one, other, _ = units(case)
    made = judge(case, Said.SAME, one, other, "seen", clock_us=lambda: 9)
    index = Index(case.index_path)
    project(case, index)
    with index.read() as connection:
        (found,) = judgements(connection)
    index.close()
    assert (found.id, found.said, found.one, found.other) == (made, Said.SAME, one, other)
    assert (found.when_us, found.reason, found.undoes) == (9, "seen", None)


def test_what_was_taken_back_stays_as_a_row(case: CaseFolder) -> None:
    one, other, _ = units(case)
    first = judge(case, Said.SAME, one, other, "seen")
    assert told(case)[0] == [(first, "same", "standing")]
    undo = take_back(case, first, "looked again")
    assert {row[0]: row[2] for row in told(case)[0]} == {first: "undone", undo: "standing"}
    again = take_back(case, undo, "once more")
    assert {row[0]: row[2] for row in told(case)[0]} == {first: "standing", undo: "undone", again: "standing"}


def test_a_contradiction_is_a_task_until_one_of_the_two_is_taken_back(case: CaseFolder) -> None:
    one, other, _ = units(case)
    first = judge(case, Said.SAME, one, other, "seen")
    second = judge(case, Said.DIFFERENT, other, one, "another street")
    assert told(case)[1] == [("same_and_different", tuple(sorted([first, second])))]
    assert {row[2] for row in told(case)[0]} == {"in_conflict"}
    take_back(case, second, "misread the sign")
    assert told(case)[1] == []


def test_two_writers_who_contradict_each_other_are_a_task_in_both_cases(case: CaseFolder, tmp_path: Path) -> None:
    copy_case(case, tmp_path / "copy")
    copy = CaseFolder.open(tmp_path / "copy")
    one, other, _ = units(case)
    judge(case, Said.SAME, one, other, "seen")
    judge(copy, Said.DIFFERENT, one, other, "another street")
    assert (told(case)[1], told(copy)[1]) == ([], [])
    merge_case(case, copy)
    merge_case(copy, case)
    assert told(case) == told(copy)
    assert [kind for kind, _ in told(case)[1]] == ["same_and_different"]


def test_a_rebuilt_index_says_the_same(case: CaseFolder) -> None:
    one, other, third = units(case)
    first = judge(case, Said.PARENT, one, other, "seen")
    judge(case, Said.PARENT, other, one, "seen")
    judge(case, Said.DIFFERENT, one, third, "another street")
    take_back(case, judge(case, Said.SAME, other, third, "seen"), "no")
    before = told(case)
    assert [kind for kind, _ in before[1]] == ["parents_in_a_circle"]
    for path in case.path.glob("index.db*"):
        path.unlink()
    assert told(case) == before
    assert first in {row[0] for row in before[0]}


@pytest.mark.parametrize("seed", range(4))
def test_the_tables_do_not_depend_on_the_order_of_entries(
    seed: int, case: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, third = units(case)
    first = judge(case, Said.SAME, one, other, "seen")
    judge(case, Said.DIFFERENT, one, other, "another street")
    undo = take_back(case, first, "no")
    take_back(case, undo, "yes after all")
    judge(case, Said.PARENT, one, third, "seen")
    before, entries = told(case), logged(case)
    shuffled: list[LoggedEntry] = random.Random(seed).sample(entries, k=len(entries))
    for path in case.path.glob("index.db*"):
        path.unlink()
    monkeypatch.setattr(CaseFolder, "entries", lambda *_, **__: iter(shuffled))
    monkeypatch.setattr("stemmata.case.project.BATCH", 2)
    assert told(case) == before


def test_an_entry_that_this_version_cannot_read_is_a_task_and_stops_nothing(case: CaseFolder) -> None:
    one, other, _ = units(case)
    with case.writing() as writer:
        (strange,) = writer.append([Statement("judge", {"kindred": [one.id, other.id]}, {"reason": "new words"})])
    good = judge(case, Said.SAME, one, other, "seen")
    assert told(case) == ([(good, "same", "standing")], [("unreadable", (strange,))])
    assert told(case)[1] == [("unreadable", (strange,))]


def test_a_judgement_whose_unit_was_missing_is_read_once_it_is_back(case: CaseFolder) -> None:
    one, other, _ = units(case)
    made = judge(case, Said.SAME, one, other, "seen")
    path = case.objects.path(one.id)
    away = path.with_suffix(".away")
    path.rename(away)
    for index in case.path.glob("index.db*"):
        index.unlink()
    assert told(case) == ([], [("unreadable", (made,))])
    away.rename(path)
    assert told(case) == ([(made, "same", "standing")], [])


def test_a_unit_object_as_large_as_a_film_is_not_read(case: CaseFolder) -> None:
    film = case.objects.put_bytes(b" " * 5000 + b"{}").sha256
    with case.writing() as writer:
        (strange,) = writer.append([Statement("judge", {"same": [film, film]}, {"reason": "x"})])
    assert told(case)[1] == [("unreadable", (strange,))]


def test_an_erased_reason_leaves_the_judgement(case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, _ = units(case)
    made = judge(case, Said.DIFFERENT, one, other, "said by R. Amsel")
    bare = [
        LoggedEntry(one.id, one.type, one.author, one.claimed_us, one.references, None, one.writer, one.index)
        if one.id == made
        else one
        for one in logged(case)
    ]
    monkeypatch.setattr(CaseFolder, "entries", lambda *_, **__: iter(bare))
    for path in case.path.glob("index.db*"):
        path.unlink()
    assert told(case)[0] == [(made, "different", "standing")]
    index = Index(case.index_path)
    with index.read() as connection:
        assert connection.scalar(select(schema.judgement.c.reason)) is None
    index.close()
