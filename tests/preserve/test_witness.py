"""A partner keeps what it saw, demands proof, cosigns what only grew, and keeps both sides of what did not."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from tests.preserve.cases import new_case, own_log, say

from stemmata.acts.merge import merge_case
from stemmata.acts.witness import take_cosignatures
from stemmata.case.witnessed import last_witnessed
from stemmata.model.errors import CaseBusy, CosignatureRefused
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.checkpoint_file import Block, CheckpointFile, held_states, short_lines
from stemmata.preserve.compare_checkpoint import Relation, compare_checkpoint
from stemmata.preserve.cosignature import Witness, cosigned_at
from stemmata.preserve.log import Log
from stemmata.preserve.proof_file import prove_consistency
from stemmata.preserve.verify import Verdict, verify_case
from stemmata.preserve.witness import Outcome, WitnessFolder

PARTNER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
AT = 1_931_300_000


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return new_case(tmp_path / "case")


@pytest.fixture
def partner(tmp_path: Path) -> WitnessFolder:
    return WitnessFolder(tmp_path / "witness", PARTNER, lambda: AT)


def shown(log: Log, since: int = 0, size: int | None = None) -> CheckpointFile:
    """The file that shows a log, at its newest state or at one signed before."""
    signed = log.signed_checkpoint() if size is None else log.kept_checkpoint(size)
    return CheckpointFile([Block(log.verifier(), prove_consistency(log, since, signed))])


def outcome(partner: WitnessFolder, file: CheckpointFile) -> Outcome:
    returned, (seen,) = partner.see(CheckpointFile.parse(file.content()))
    assert bool(returned.blocks) == (seen.block is not None)
    return seen.outcome


def copied(case: CaseFolder, place: Path) -> CaseFolder:
    """The same folder again, own log and all: what an insider who rewrites history works on."""
    shutil.copytree(case.path, place)
    return CaseFolder.open(place)


def test_a_log_is_cosigned_at_first_sight_and_while_it_grows(case: CaseFolder, partner: WitnessFolder) -> None:
    log = own_log(case)
    assert outcome(partner, shown(log)) is Outcome.FIRST
    assert outcome(partner, shown(log)) is Outcome.SAME
    say(case, "one", "two")
    assert outcome(partner, shown(log, since=1)) is Outcome.GROWN


def test_without_a_proof_from_where_it_was_seen_nothing_is_cosigned(case: CaseFolder, partner: WitnessFolder) -> None:
    outcome(partner, shown(own_log(case)))
    say(case, "one", "two")
    assert outcome(partner, shown(own_log(case), since=0)) is Outcome.NEEDS_PROOF
    assert outcome(partner, shown(own_log(case), since=2)) is Outcome.NEEDS_PROOF


def test_an_older_state_is_not_cosigned(case: CaseFolder, partner: WitnessFolder) -> None:
    say(case, "one", "two")
    outcome(partner, shown(own_log(case)))
    assert outcome(partner, shown(own_log(case), size=1)) is Outcome.OLDER


def test_a_rewritten_log_is_refused_and_both_sides_are_kept(
    case: CaseFolder, partner: WitnessFolder, tmp_path: Path
) -> None:
    fork = copied(case, tmp_path / "fork")
    say(case, "what was said")
    say(fork, "what was said instead", "and more")
    outcome(partner, shown(own_log(case)))
    file = shown(own_log(fork), since=2)
    assert outcome(partner, file) is Outcome.UNPROVED
    kept = tmp_path / "witness" / own_log(case).writer
    (refused,) = (kept / "refused").iterdir()
    assert refused.read_bytes() == file.content()
    assert (kept / "2.note").read_bytes() == own_log(case).signed_checkpoint()
    assert outcome(partner, shown(own_log(case))) is Outcome.SAME


def test_two_histories_of_one_size_are_refused(case: CaseFolder, partner: WitnessFolder, tmp_path: Path) -> None:
    fork = copied(case, tmp_path / "fork")
    say(case, "what was said")
    say(fork, "what was said instead")
    outcome(partner, shown(own_log(case)))
    assert outcome(partner, shown(own_log(fork), since=1)) is Outcome.FORKED


def test_a_damaged_proof_is_refused_and_accuses_nobody(case: CaseFolder, partner: WitnessFolder) -> None:
    outcome(partner, shown(own_log(case)))
    say(case, "one", "two")
    (block,) = shown(own_log(case), since=1).blocks
    damaged = replace(block.proof, hashes=(bytes(32), *block.proof.hashes[1:]))
    assert outcome(partner, CheckpointFile([replace(block, proof=damaged)])) is Outcome.UNPROVED
    assert outcome(partner, shown(own_log(case), since=1)) is Outcome.GROWN


def test_a_log_that_shows_another_key_is_refused(case: CaseFolder, partner: WitnessFolder, tmp_path: Path) -> None:
    log = own_log(case)
    outcome(partner, shown(log))
    (tmp_path / "witness" / log.writer / "vkey").write_text(own_log(new_case(tmp_path / "other")).verifier().vkey())
    assert outcome(partner, shown(log)) is Outcome.OTHER_KEY


def test_a_checkpoint_that_its_key_did_not_sign_is_refused(
    case: CaseFolder, partner: WitnessFolder, tmp_path: Path
) -> None:
    (block,) = shown(own_log(case)).blocks
    other = own_log(new_case(tmp_path / "other")).verifier()
    assert outcome(partner, CheckpointFile([Block(other, block.proof)])) is Outcome.NOT_SIGNED


def test_a_witness_signs_the_time_of_its_own_clock(case: CaseFolder, partner: WitnessFolder) -> None:
    returned, _ = partner.see(shown(own_log(case)))
    assert returned.witness == Witness.of(PARTNER.public_key().public_bytes_raw())
    assert cosigned_at(returned.blocks[0].proof.signed, returned.witness) == AT


def test_a_second_witness_at_work_is_told_to_wait(case: CaseFolder, tmp_path: Path) -> None:
    folder = tmp_path / "witness"
    with pytest.raises(CaseBusy):
        WitnessFolder(folder, PARTNER, lambda: _look_again(folder, case)).see(shown(own_log(case)))


def _look_again(folder: Path, case: CaseFolder) -> int:
    WitnessFolder(folder, PARTNER, lambda: AT).see(shown(own_log(case)))
    return AT


def test_a_cosignature_is_taken_in_and_the_next_proof_begins_there(case: CaseFolder, partner: WitnessFolder) -> None:
    returned, _ = partner.see(shown(own_log(case)))
    take_cosignatures(case, CheckpointFile.parse(returned.content()), "the archive")
    assert last_witnessed(case) == {own_log(case).writer: 1}
    assert verify_case(case).findings == []


def test_an_older_backup_is_named_once_a_witness_was_taken_in(
    case: CaseFolder, partner: WitnessFolder, tmp_path: Path
) -> None:
    say(case, "later")
    backup = copied(case, tmp_path / "backup")
    say(case, "latest")
    returned, _ = partner.see(shown(own_log(case)))
    (found,) = compare_checkpoint(backup, held_states(returned.content()))
    assert (found.relation, found.held, found.size) == (Relation.OLDER, 3, 2)


@pytest.mark.parametrize("what", ["no witness", "another case", "unsigned", "another key"])
def test_what_does_not_hold_is_not_taken_in(
    case: CaseFolder, partner: WitnessFolder, tmp_path: Path, what: str
) -> None:
    returned, _ = partner.see(shown(own_log(case)))
    if what == "no witness":
        returned, says = CheckpointFile(returned.blocks), "holds no cosignature"
    elif what == "another case":
        returned, _ = partner.see(shown(own_log(new_case(tmp_path / "other"))))
        says = "is not in this case"
    elif what == "unsigned":
        returned, says = CheckpointFile(shown(own_log(case)).blocks, returned.witness), "no cosignature of"
    else:
        take_cosignatures(case, returned, None)
        assert returned.witness is not None
        other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
        returned, says = CheckpointFile(returned.blocks, Witness(returned.witness.name, other)), "had another key"
    before = own_log(case).checkpoint()
    with pytest.raises(CosignatureRefused, match=says):
        take_cosignatures(case, returned, None)
    assert own_log(case).checkpoint() == before


def test_a_log_that_is_cut_below_what_a_witness_saw_fails_to_verify(
    case: CaseFolder, partner: WitnessFolder, tmp_path: Path
) -> None:
    """By a merge: whoever cuts their own log has to keep the partner's, in which the cosignature is named."""

    other = new_case(tmp_path / "other")
    say(case, "one")
    returned, _ = partner.see(shown(own_log(case)))
    merge_case(other, case)
    take_cosignatures(other, returned, "the archive")
    log = other.log(own_log(case).writer)
    (log.folder / "checkpoint").write_bytes(log.kept_checkpoint(1))
    (log.folder / "checkpoints" / "2.note").unlink()
    assert any(one.verdict is Verdict.FAILED and "an older copy" in one.says for one in verify_case(other).findings)


@pytest.mark.parametrize("form", ["file", "note", "lines", "lines in an e-mail"])
def test_a_held_checkpoint_is_read_in_every_form(case: CaseFolder, form: str) -> None:
    log = own_log(case)
    lines = "\n".join(short_lines(log.checkpoint()))
    content = {
        "file": shown(log).content(),
        "note": log.signed_checkpoint(),
        "lines": lines.encode(),
        "lines in an e-mail": f"Dear all,\r\n> {lines}\r\nbest\r\n".replace(" ", "  ").upper().encode(),
    }[form]
    (found,) = held_states(content)
    assert (found.writer, found.size, found.root) == (log.writer, 1, log.checkpoint().root)
    (compared,) = compare_checkpoint(case, [found])
    assert compared.relation is Relation.SAME


@pytest.mark.parametrize(
    ("change", "relation"),
    [("grow", Relation.GROWN), ("fork", Relation.FORKED), ("take away", Relation.NO_SUCH_LOG)],
)
def test_a_comparison_names_what_happened(case: CaseFolder, tmp_path: Path, change: str, relation: Relation) -> None:
    fork = copied(case, tmp_path / "fork")
    if change == "fork":
        say(case, "what was said")
    held = held_states(own_log(case).signed_checkpoint())
    if change == "take away":
        shutil.rmtree(own_log(fork).folder)
    else:
        say(fork, "what was said instead")
    (found,) = compare_checkpoint(fork, held)
    assert found.relation is relation


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_what_is_no_checkpoint_is_a_value_error(content: bytes) -> None:
    for reading in (held_states, CheckpointFile.parse):
        with pytest.raises(ValueError, match=r"."):
            reading(content)
