"""Removal takes two people; what they decided is gone everywhere here, and the log still verifies."""

from hashlib import sha256
from pathlib import Path

import pytest
from tests.custody_case import REVIEWER, STRANGER, decide_removal, erase, list_reviewer
from tests.preserve.cases import add, logged, make_files, new_case, received, say

from stemmata.acts.countersign import countersign
from stemmata.acts.deaccession import propose_deaccession
from stemmata.acts.keys import revoke_key
from stemmata.acts.merge import merge_case
from stemmata.model.errors import BadRequest, KeyRefused, NotHeld
from stemmata.model.failure import Code
from stemmata.preserve.authority import authority, deaccession_statement
from stemmata.preserve.bodies import erase_body
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.preserve.keys import key_id
from stemmata.preserve.verify import Report, Verdict, verify_case


@pytest.fixture
def filled(case: CaseFolder, tmp_path: Path) -> CaseFolder:
    add(case, make_files(tmp_path / "clips", 4))
    list_reviewer(case)
    return case


def clip(folder: Path, number: int = 1) -> str:
    return sha256((folder / "clips" / f"clip-{number:03d}.mp4").read_bytes()).hexdigest()


def failed(report: Report) -> list[str]:
    return [finding.says for finding in report.findings if finding.verdict is Verdict.FAILED]


def test_one_person_alone_removes_nothing(filled: CaseFolder, tmp_path: Path) -> None:
    propose_deaccession(filled, [clip(tmp_path)], [], "the family asked", None)
    assert not erase(filled)
    assert filled.objects.has(clip(tmp_path))


def test_what_two_people_decided_is_removed_and_absent_by_decision(filled: CaseFolder, tmp_path: Path) -> None:
    decide_removal(filled, clip(tmp_path))
    assert erase(filled).objects == (clip(tmp_path),)
    report = verify_case(filled)
    assert (report.exit_code, report.removed_objects, report.findings) == (0, 1, [])
    assert "Absent by decision, signed by two: 1 object, 0 bodies of entries; the entries verify." in report.lines()


def test_until_it_is_carried_out_verify_says_that_it_is_due(filled: CaseFolder, tmp_path: Path) -> None:
    proposal = decide_removal(filled, clip(tmp_path))
    report = verify_case(filled)
    (finding,) = report.findings
    assert report.exit_code == 3
    assert finding.says == f"entry {proposal[:16]} decided its removal, and it is still held: stemmata erase removes it"


def test_bytes_that_are_missing_without_a_decision_stay_missing(filled: CaseFolder, tmp_path: Path) -> None:
    propose_deaccession(filled, [clip(tmp_path)], [], "the family asked", None)
    filled.objects.path(clip(tmp_path)).unlink()
    assert failed(verify_case(filled)) == [f"object {clip(tmp_path)} is not in the store"]


def test_a_body_is_erased_by_decision(filled: CaseFolder) -> None:
    (told,) = say(filled, "the name of a witness")
    decide_removal(filled, bodies=(told,))
    erase(filled)
    assert [entry.body for entry in logged(filled) if entry.id == told] == [None]
    report = verify_case(filled)
    assert (report.exit_code, report.erased_bodies) == (0, 1)


def test_a_body_that_is_erased_without_a_decision_is_named(filled: CaseFolder) -> None:
    erase_body(filled.logs()[0].bodies, 1)
    assert failed(verify_case(filled)) == ["was erased, and no decision that two people signed says so"]


def test_what_was_removed_is_not_taken_in_again(filled: CaseFolder, tmp_path: Path) -> None:
    decide_removal(filled, clip(tmp_path))
    erase(filled)
    receipt = add(filled, tmp_path / "clips")
    assert [(name.shown, failure.code) for name, failure in receipt.failures] == [("clips/clip-001.mp4", Code.REMOVED)]
    assert not filled.objects.has(clip(tmp_path))
    assert verify_case(filled).exit_code == 0


def test_carrying_out_twice_changes_nothing(filled: CaseFolder, tmp_path: Path) -> None:
    decide_removal(filled, clip(tmp_path))
    erase(filled)
    assert not erase(filled)


def test_a_signature_of_a_key_that_nobody_listed_is_refused(filled: CaseFolder, tmp_path: Path) -> None:
    proposal = propose_deaccession(filled, [clip(tmp_path)], [], "the family asked", None)
    before = len(logged(filled))
    with pytest.raises(KeyRefused, match="no keeper of this case listed it as a reviewer or keeper"):
        countersign(filled, proposal, "agreed", STRANGER)
    assert len(logged(filled)) == before


def test_a_revoked_reviewer_seconds_nothing(filled: CaseFolder, tmp_path: Path) -> None:
    proposal = propose_deaccession(filled, [clip(tmp_path)], [], "the family asked", None)
    list_reviewer(filled, STRANGER)
    revocation = revoke_key(filled, key_id(REVIEWER), "left the team")
    countersign(filled, revocation, "yes", STRANGER)
    with pytest.raises(KeyRefused, match="it was revoked or rotated in this case"):
        countersign(filled, proposal, "agreed", REVIEWER)


def test_what_is_no_proposal_cannot_be_countersigned(filled: CaseFolder) -> None:
    (told,) = say(filled, "a note")
    with pytest.raises(NotHeld, match="no proposal that waits for a second signature"):
        countersign(filled, told, "agreed", REVIEWER)


def test_a_removal_without_a_reason_or_of_what_is_not_held_is_refused(filled: CaseFolder, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="without a reason"):
        propose_deaccession(filled, [clip(tmp_path)], [], " ", None)
    with pytest.raises(BadRequest, match="nothing was named"):
        propose_deaccession(filled, [], [], "why", None)
    with pytest.raises(NotHeld, match="no file of this case"):
        propose_deaccession(filled, ["0" * 64], [], "why", None)


def test_a_copy_of_the_case_leaves_out_what_was_removed_and_verifies(filled: CaseFolder, tmp_path: Path) -> None:
    decide_removal(filled, clip(tmp_path))
    erase(filled)
    copy_case(filled, tmp_path / "copy")
    report = verify_case(CaseFolder.open(tmp_path / "copy"))
    assert (report.exit_code, report.removed_objects) == (0, 1)


def test_a_merge_does_not_bring_back_what_was_removed_here(filled: CaseFolder, tmp_path: Path) -> None:
    copy_case(filled, tmp_path / "copy")
    other = CaseFolder.open(tmp_path / "copy")
    decide_removal(filled, clip(tmp_path))
    erase(filled)
    say(other, "work went on")
    merge_case(filled, other)
    assert not filled.objects.has(clip(tmp_path))
    assert verify_case(filled).exit_code == 0


def test_a_decision_of_another_case_explains_what_is_missing_and_removes_nothing_here(
    filled: CaseFolder, tmp_path: Path
) -> None:
    other = new_case(tmp_path / "other")
    add(other, tmp_path / "clips")
    list_reviewer(other)
    decide_removal(other, clip(tmp_path))
    erase(other)
    merge_case(filled, other)
    assert not erase(filled)
    assert filled.objects.has(clip(tmp_path))
    assert verify_case(filled).exit_code == 0
    fresh = new_case(tmp_path / "fresh")
    merge_case(fresh, other)
    report = verify_case(fresh)
    assert (report.exit_code, report.removed_objects) == (0, 1)


def test_no_decision_removes_what_the_logs_are_read_by(filled: CaseFolder) -> None:
    (receive,) = [entry for entry in logged(filled) if entry.type == "receive"][:1]
    manifest = receive.references["manifest"][0]
    with filled.writing() as writer:
        (proposal,) = writer.append([deaccession_statement(filled.id, [manifest], [], "a trick", None)])
    countersign(filled, proposal, "agreed", REVIEWER)
    assert manifest not in authority(filled).objects
    assert received(filled)
