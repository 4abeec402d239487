"""Deciding on a change: what is signed, what is refused, and what survives a rebuild, a merge and an erased body."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from tests import cases, stories
from tests.judged_case import own_copy

from stemmata.acts.close import close_case
from stemmata.acts.create import create_case
from stemmata.acts.decide_change import decide_change, undo_decision
from stemmata.acts.merge import merge_case
from stemmata.case import schema
from stemmata.case.decisions import decision_named, decisions, verdicts_between
from stemmata.case.versions import held_texts, in_order
from stemmata.model.change import Code, Status
from stemmata.model.decision import Decision, UnitChange
from stemmata.model.errors import BadRequest, CaseClosed, NotHeld
from stemmata.model.span import TextSpan
from stemmata.model.task import TaskKind
from stemmata.model.unit import Track, Unit
from stemmata.pipeline import named_changes
from stemmata.pipeline.named_changes import Changes, changes_between
from stemmata.preserve.bodies import erase_body
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.decision_entry import TYPE
from stemmata.preserve.verify import verify_case

CONFIRMED, REJECTED = Decision.CONFIRMED, Decision.REJECTED


@pytest.fixture
def case(
    story_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CaseFolder:
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    monkeypatch.setattr(named_changes, "NAMER", stories.namer)
    return own_copy(story_case, tmp_path / "case")


@pytest.fixture
def changes(case: CaseFolder) -> list[UnitChange]:
    return [one.unit for one in named(case).named]


def named(case: CaseFolder) -> Changes:
    index = cases.opened(case)
    wire, post = stories.holder(index, "Shell hits"), stories.holder(index, "Dozens")
    with index.read() as connection:
        texts = {text.holder: text for text in held_texts(connection, [wire, post])}
        found = changes_between(connection, texts[wire], texts[post], in_order(texts[wire], texts[post]))
    index.close()
    return found


def statuses(case: CaseFolder) -> list[Status]:
    return [one.status for one in named(case).named]


def test_a_decision_is_one_signed_entry_that_names_units_code_and_decision(
    case: CaseFolder, changes: list[UnitChange]
) -> None:
    made = decide_change(case, changes[0], CONFIRMED, "read both", clock_us=lambda: 9)
    (entry,) = [entry for entry in case.entries(verify=True) if entry.type == TYPE]
    assert (entry.id, entry.body) == (made, {"reason": "read both"})
    assert entry.references == {"confirmed": [changes[0].id], "objects": [changes[0].id]}
    kept = json.loads(case.objects.read(changes[0].id))
    assert kept == changes[0].fields()
    assert kept["code"] == "NUMBER_VAGUENED"
    assert statuses(case) == [Status.CONFIRMED, Status.SUGGESTED, Status.SUGGESTED]


def test_another_decision_replaces_the_first_and_taking_it_back_revives_it(
    case: CaseFolder, changes: list[UnitChange]
) -> None:
    decide_change(case, changes[2], CONFIRMED)
    second = decide_change(case, changes[2], REJECTED)
    assert statuses(case)[2] is Status.REJECTED
    undo_decision(case, second)
    assert statuses(case)[2] is Status.CONFIRMED


def test_the_same_decision_twice_is_refused(case: CaseFolder, changes: list[UnitChange]) -> None:
    decide_change(case, changes[0], REJECTED)
    with pytest.raises(BadRequest, match="this change is rejected already"):
        decide_change(case, changes[0], REJECTED)
    assert len([entry for entry in case.entries() if entry.type == TYPE]) == 1


def test_a_text_that_is_not_held_is_refused_and_nothing_is_written(case: CaseFolder) -> None:
    strange = Unit(Track.TEXT, item="0" * 64, span=TextSpan("text/1", 0, 2))
    index = cases.opened(case)
    ours = Unit(Track.TEXT, posting=stories.holder(index, "Dozens"), span=None)
    index.close()
    with pytest.raises(NotHeld):
        decide_change(case, UnitChange(Code.OTHER, strange, ours), CONFIRMED)
    assert not [entry for entry in case.entries() if entry.type == TYPE]


def test_a_decision_that_is_not_there_cannot_be_taken_back(case: CaseFolder) -> None:
    with pytest.raises(NotHeld):
        undo_decision(case, "0" * 64)


def test_a_closed_case_takes_no_decision(case: CaseFolder, changes: list[UnitChange]) -> None:
    close_case(case, None)
    with pytest.raises(CaseClosed):
        decide_change(case, changes[0], CONFIRMED)


def test_decisions_survive_a_rebuild(case: CaseFolder, changes: list[UnitChange]) -> None:
    made = decide_change(case, changes[0], CONFIRMED)
    case.index_path.unlink()
    cases.work(case)
    assert statuses(case)[0] is Status.CONFIRMED
    index = cases.opened(case)
    with index.read() as connection:
        assert decision_named(connection, made[:12]).id == made
    index.close()


def test_decisions_of_both_sides_meet_in_a_merge_and_contradiction_leaves_it_suggested(
    case: CaseFolder, changes: list[UnitChange], tmp_path: Path
) -> None:
    theirs = create_case(tmp_path / "theirs", "Theirs")
    merge_case(theirs, case)
    cases.work(theirs)
    decide_change(case, changes[0], CONFIRMED)
    decide_change(theirs, changes[0], REJECTED)
    decide_change(theirs, changes[1], CONFIRMED)
    merge_case(case, theirs)
    assert statuses(case)[:2] == [Status.SUGGESTED, Status.CONFIRMED]
    assert named(case).named[0].verdict.contested
    assert kinds(case) == [TaskKind.CHANGE_CONFIRMED_AND_REJECTED.value]
    ours = next(one.id for one in named(case).named[0].verdict.standing if one.decision is CONFIRMED)
    undo_decision(case, ours)
    assert (statuses(case)[0], kinds(case)) == (Status.REJECTED, [])


def test_a_decision_stays_when_its_reason_was_erased(case: CaseFolder, changes: list[UnitChange]) -> None:
    made = decide_change(case, changes[0], CONFIRMED, "somebody's name")
    (log,) = case.logs()
    position = next(entry.index for entry in case.entries() if entry.id == made)
    assert erase_body(log.bodies, position)
    case.index_path.unlink()
    cases.work(case)
    (found,) = named(case).named[0].verdict.standing
    assert (found.id, found.reason) == (made, None)
    assert statuses(case)[0] is Status.CONFIRMED


def test_what_cannot_be_read_becomes_a_task_and_is_read_when_it_can(
    case: CaseFolder, changes: list[UnitChange]
) -> None:
    decide_change(case, changes[0], CONFIRMED)
    path = case.objects.path(changes[0].id)
    kept = path.read_bytes()
    path.chmod(0o600)
    path.unlink()
    case.index_path.unlink()
    assert kinds(case) == [TaskKind.UNREADABLE.value]
    path.write_bytes(kept)
    assert kinds(case) == []


def kinds(case: CaseFolder) -> list[str]:
    index = cases.opened(case)
    with index.read() as connection:
        found = list(connection.scalars(select(schema.task.c.kind)))
    index.close()
    return found


def test_the_case_verifies_with_decisions_in_it(case: CaseFolder, changes: list[UnitChange]) -> None:
    undo_decision(case, decide_change(case, changes[0], CONFIRMED))
    assert verify_case(case).exit_code == 0


@pytest.fixture
def connection(case: CaseFolder) -> Iterator[Connection]:
    index = cases.opened(case)
    with index.read() as made:
        yield made
    index.close()


def test_decisions_are_found_from_either_side(
    case: CaseFolder, changes: list[UnitChange], connection: Connection
) -> None:
    decide_change(case, changes[0], CONFIRMED)
    index = cases.opened(case)
    with index.read() as now:
        pair = changes[0].parent.holder, changes[0].child.holder
        assert verdicts_between(now, *pair) == verdicts_between(now, *pair[::-1])
        assert len(decisions(now)) == 1
    index.close()
