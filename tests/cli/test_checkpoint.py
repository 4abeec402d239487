"""A checkpoint leaves the house and comes back cosigned, by commands alone."""

import json
from pathlib import Path

import pytest
from tests.cli.commands import asked
from tests.preserve.cases import new_case, own_log, say

from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return new_case(tmp_path / "case")


def test_what_is_printed_can_be_typed_again_and_compared(case: CaseFolder) -> None:
    printed = asked(case, "checkpoint").stdout
    compared = asked(case, "checkpoint", "--compare", "-", typed=printed)
    assert compared.exit_code == 0
    assert f"OK: log {own_log(case).writer} is in the very state that was held, 1 entries." in compared.stdout


def test_a_comparison_that_fails_says_so_by_its_exit_code(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "held.txt").write_bytes(asked(new_case(tmp_path / "other"), "checkpoint").stdout.encode())
    compared = asked(case, "checkpoint", "--compare", str(tmp_path / "held.txt"))
    assert compared.exit_code == 1
    assert "is not in this case: it was taken away, or this is another case." in compared.stdout
    assert "Not in what was compared: 1 log of this case." in compared.stdout


def test_a_digit_typed_wrong_accuses_nobody(case: CaseFolder) -> None:
    printed = asked(case, "checkpoint").stdout
    root = own_log(case).checkpoint().root.hex()
    other = ("0" if root[0] != "0" else "1") + root[1:8]
    compared = asked(case, "checkpoint", "--compare", "-", typed=printed.replace(root[:8], other))
    assert compared.exit_code == 1
    assert "carries no signature: make sure first that it was typed as it stands" in compared.stdout


def test_a_partner_witnesses_growth_step_by_step(case: CaseFolder, tmp_path: Path) -> None:
    for number in (1, 2):
        file = tmp_path / f"{number}.checkpoint"
        assert asked(case, "checkpoint", "--out", str(file)).exit_code == 0
        seen = asked(case, "witness", str(file), "--state", str(tmp_path / "partner"))
        assert seen.exit_code == 0
        assert ("seen for the first time" if number == 1 else "has grown to 3 entries") in seen.stdout
        taken = asked(case, "checkpoint", "--take", f"{file}.cosigned", "--name", "the archive")
        assert "Taken in: 1 log, as the archive saw it." in taken.stdout
        if number == 1:
            say(case, "more work")
    assert asked(case, "verify").exit_code == 0


def test_a_witness_that_saw_another_state_says_what_to_ask_for(case: CaseFolder, tmp_path: Path) -> None:
    partner = ("--state", str(tmp_path / "partner"))
    asked(case, "checkpoint", "--out", str(tmp_path / "1"))
    asked(case, "witness", str(tmp_path / "1"), *partner)  # what it returns is lost on the way
    say(case, "more work")
    asked(case, "checkpoint", "--out", str(tmp_path / "2"))
    seen = asked(case, "witness", str(tmp_path / "2"), *partner)
    assert seen.exit_code == 1
    assert not (tmp_path / "2.cosigned").exists()
    (tmp_path / "answer").write_text(seen.stdout)
    assert asked(case, "checkpoint", "--since", str(tmp_path / "answer"), "--out", str(tmp_path / "3")).exit_code == 0
    assert asked(case, "witness", str(tmp_path / "3"), *partner).exit_code == 0


def test_the_file_for_a_witness_holds_no_name(case: CaseFolder, tmp_path: Path) -> None:
    say(case, "the name of a witness")
    asked(case, "checkpoint", "--out", str(tmp_path / "file"))
    content = (tmp_path / "file").read_bytes()
    assert case.name.encode() not in content
    assert b"witness" not in content
    assert case.id.encode() not in content


def test_checkpoints_for_programs(case: CaseFolder) -> None:
    told = json.loads(asked(case, "checkpoint", "--json").stdout)
    assert told["logs"][0]["entries"] == 1


REFUSED = [
    ("checkpoint", "--compare", "nowhere"),
    ("checkpoint", "--take", "nowhere"),
    ("witness", "nowhere"),
]


@pytest.mark.parametrize("words", REFUSED, ids=[" ".join(row[:2]) for row in REFUSED])
def test_a_file_that_cannot_be_read_is_named(case: CaseFolder, words: tuple[str, ...]) -> None:
    assert "nowhere" in str(asked(case, *words).exception)


def test_nothing_is_written_over(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert "exists" in str(asked(case, "checkpoint", "--out", str(tmp_path / "file")).exception)
    assert (tmp_path / "file").read_text() == "mine"
