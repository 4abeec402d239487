"""Appending and reading: what was said is read back, and a log never loses what it acknowledged."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.preserve.cases import logged, new_case, own_log, photograph, say

from stemmata.model.errors import LogDamaged, LogForked, StoreFull
from stemmata.model.seams import Statement
from stemmata.preserve import merkle
from stemmata.preserve.bodies import erase_body
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.verify import verify_case


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return new_case(tmp_path / "case")


def numbers(count: int, first: int = 0) -> list[str]:
    return [str(number) for number in range(first, first + count)]


def texts(case: CaseFolder) -> list[object]:
    return [entry.body["text"] for entry in logged(case) if entry.body is not None and entry.type == "note"]


def test_an_entry_reads_back_as_it_was_said(case: CaseFolder) -> None:
    with case.writing(lambda: 1_931_425_080_000_000) as writer:
        said = Statement("note", {"entries": ["a", "b"]}, {"text": "جسر", "nothing": None})
        (made,) = writer.append([said])
    found = logged(case)[1]
    assert (found.id, found.type, found.claimed_us) == (made, "note", 1_931_425_080_000_000)
    assert (found.references, found.body) == (said.references, said.body)
    assert (found.writer, found.index) == (own_log(case).writer, 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=4)
@given(portions=st.lists(st.integers(1, 130), max_size=5))
def test_entries_are_in_the_order_in_which_they_were_appended(case: CaseFolder, portions: list[int]) -> None:
    before = texts(case)
    for portion in portions:
        say(case, *numbers(portion))
    assert texts(case) == before + [text for portion in portions for text in numbers(portion)]
    assert verify_case(case).exit_code == 0


def test_appending_nothing_signs_nothing(case: CaseFolder) -> None:
    before = photograph(case)
    with case.writing() as writer:
        assert writer.append([]) == []
    assert photograph(case) == before


def test_every_state_ever_signed_is_kept(case: CaseFolder) -> None:
    say(case, *numbers(3))
    say(case, *numbers(300))
    assert own_log(case).kept_sizes() == [0, 1, 4, 304]
    states = [own_log(case).check(own_log(case).kept_checkpoint(size)) for size in own_log(case).kept_sizes()]
    hashes = own_log(case).leaf_hashes(304)
    assert [state.root for state in states] == [merkle.root_of(hashes[:size]) for size in (0, 1, 4, 304)]


def test_entries_above_a_state_are_read_alone(case: CaseFolder) -> None:
    say(case, *numbers(2))
    since = own_log(case).checkpoint()
    made = say(case, *numbers(300, first=2))
    assert [entry.id for entry in own_log(case).entries(since)] == made


def test_partial_tiles_go_where_the_full_one_is_there(case: CaseFolder) -> None:
    say(case, *numbers(100))
    assert (own_log(case).folder / "tile" / "entries" / "000.p").exists()
    say(case, *numbers(200))
    assert not (own_log(case).folder / "tile" / "entries" / "000.p").exists()
    assert not (own_log(case).folder / "tile" / "0" / "000.p").exists()


def test_reading_from_a_state_of_another_history_tells_the_fork(case: CaseFolder) -> None:
    say(case, *numbers(5))
    stranger = Checkpoint(own_log(case).origin, 3, bytes(32))
    with pytest.raises(LogForked, match="disagree within their first 3 entries"):
        list(own_log(case).entries(stranger))


def test_reading_from_a_state_ahead_of_the_log_tells_an_older_copy(case: CaseFolder) -> None:
    ahead = Checkpoint(own_log(case).origin, 9, bytes(32))
    with pytest.raises(LogDamaged, match="signed at 9 entries and holds 1: an older copy"):
        list(own_log(case).entries(ahead))


def test_an_erased_body_leaves_its_entry(case: CaseFolder) -> None:
    made = say(case, "the name of a witness", "harmless")
    assert erase_body(own_log(case).bodies, 1)
    found = logged(case)[1:]
    assert ([entry.id for entry in found], [entry.body for entry in found]) == (made, [None, {"text": "harmless"}])


def test_an_erased_body_leaves_every_entry_verifying(case: CaseFolder) -> None:
    say(case, *numbers(300))
    assert erase_body(own_log(case).bodies, 7)
    report = verify_case(case)
    (finding,) = report.findings
    assert (report.entries, report.logs) == (301, 1)
    assert finding.says == "was erased, and no decision that two people signed says so"


def test_a_log_is_appended_to_after_an_erasure(case: CaseFolder) -> None:
    say(case, "one")
    erase_body(own_log(case).bodies, 1)
    say(case, "two")
    assert texts(case) == ["two"]


@pytest.mark.parametrize(
    "statements",
    [
        [Statement("note", {}, {}), Statement("No Word", {}, {})],
        [Statement("note", {}, {}), Statement("note", {"objects": ["a" * 64] * 1000}, {})],
    ],
    ids=["no type", "too large"],
)
def test_a_statement_that_cannot_be_logged_takes_the_whole_append_with_it(
    case: CaseFolder, statements: list[Statement]
) -> None:
    before = photograph(case)
    with case.writing() as writer, pytest.raises(ValueError):
        writer.append(statements)
    assert photograph(case) == before


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_a_full_disk_appends_nothing_and_the_same_writer_goes_on(
    case: CaseFolder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*arguments: object) -> int:
        raise OSError(errno.ENOSPC, "no room")

    with case.writing() as writer:
        with monkeypatch.context() as patched:
            patched.setattr(os, step, full)
            with pytest.raises(StoreFull):
                writer.append([Statement("note", {}, {"text": "lost"})])
        writer.append([Statement("note", {}, {"text": "kept"})])
    assert texts(case) == ["kept"]
    assert verify_case(case).exit_code == 0


def test_after_every_failed_step_the_log_holds_all_of_an_append_or_none(
    case: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, expected, tried = os.fsync, 0, 0
    with case.writing() as writer:
        while True:
            left = tried

            def failing(descriptor: int) -> None:
                nonlocal left
                left -= 1
                if left < 0:
                    raise OSError(errno.EIO, "Input/output error")

            monkeypatch.setattr(os, "fsync", failing)
            before = writer.log.checkpoint().size
            try:
                writer.append([Statement("note", {}, {"text": text}) for text in "ab"])
            except OSError:
                grown = writer.log.checkpoint().size - before
                assert grown in (0, 2)
                expected, tried = expected + grown, tried + 1
            else:
                break
    monkeypatch.setattr(os, "fsync", real)
    assert tried > 8
    assert len(texts(case)) == expected + 2
    assert verify_case(case).exit_code == 0


def test_what_a_crash_left_above_the_checkpoint_is_written_over(case: CaseFolder) -> None:
    say(case, "one")
    before = own_log(case).signed_checkpoint()
    say(case, *numbers(300))
    (own_log(case).folder / "checkpoint").write_bytes(before)  # as if the machine had stopped just before it
    (own_log(case).folder / "checkpoints" / "302.note").unlink()
    say(case, "two")
    assert texts(case) == ["one", "two"]
    say(case, *numbers(300))
    assert verify_case(case).exit_code == 0


def test_a_log_whose_unfinished_bundle_is_damaged_is_not_copied_on(case: CaseFolder) -> None:
    say(case, "one")
    path = own_log(case).folder / "tile" / "entries" / "000.p" / "2"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b'"note"', b'"nope"'))
    before = photograph(case)
    with pytest.raises(LogDamaged, match="do not have the hashes of their tile"):
        say(case, "two")
    assert {name: photograph(case)[name] for name in before if "bodies" not in name} == {
        name: content for name, content in before.items() if "bodies" not in name
    }
    assert own_log(case).checkpoint().size == 2


def test_an_inclusion_proof_can_be_made_from_what_is_on_disk(case: CaseFolder) -> None:
    say(case, *numbers(299))
    state, log = own_log(case).checkpoint(), own_log(case)
    hashes = log.leaf_hashes(state.size)
    for index, leaf in enumerate(log.leaves(state.size)):
        proof = merkle.inclusion_proof(index, hashes)
        assert merkle.includes(merkle.leaf_hash(leaf), index, state.size, proof, state.root)
