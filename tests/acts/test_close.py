"""Closing: a state that only its answer ends, in whichever order logs come together."""

from pathlib import Path

import pytest
from tests.preserve.cases import add, logged, make_files, new_case, photograph, say

from stemmata.acts.close import close_case, reopen_case
from stemmata.acts.merge import merge_case
from stemmata.model.errors import CaseClosed
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.preserve.verify import verify_case


@pytest.fixture
def copy(case: CaseFolder, tmp_path: Path) -> CaseFolder:
    """The same case in another place, with a log of its own."""
    copy_case(case, tmp_path / "copy")
    say(CaseFolder.open(tmp_path / "copy"), "here too")
    return CaseFolder.open(tmp_path / "copy")


def test_a_new_case_is_open(case: CaseFolder) -> None:
    assert (case.is_closed(), case.open_closings()) == (False, [])


def test_closing_is_an_entry_that_names_the_case_and_the_reason(case: CaseFolder) -> None:
    made = close_case(case, "handed over \udcff", lambda: 7)
    entry = logged(case)[-1]
    assert (entry.id, entry.type, entry.claimed_us) == (made, "close", 7)
    assert (entry.references, entry.body) == ({CASE_ROLE: [case.id]}, {"reason": "handed over \\udcff"})
    assert case.open_closings() == [made]


def test_a_closed_case_receives_nothing(case: CaseFolder, tmp_path: Path) -> None:
    close_case(case, None)
    before = photograph(case)
    with pytest.raises(CaseClosed) as told:
        add(case, make_files(tmp_path / "clips", 2))
    assert told.value.exit_code == 5
    assert photograph(case) == before


def test_a_closed_case_takes_no_other_in(case: CaseFolder, tmp_path: Path) -> None:
    other = new_case(tmp_path / "other")
    close_case(case, None)
    before = photograph(case)
    with pytest.raises(CaseClosed):
        merge_case(case, other)
    assert photograph(case) == before


def test_a_closed_case_is_not_closed_twice(case: CaseFolder) -> None:
    close_case(case, None)
    with pytest.raises(CaseClosed):
        close_case(case, None)


def test_a_closed_case_verifies(case: CaseFolder) -> None:
    close_case(case, None)
    assert verify_case(case).exit_code == 0


def test_a_reopened_case_names_what_it_answers_and_receives_again(case: CaseFolder, tmp_path: Path) -> None:
    closing = close_case(case, None)
    reopen_case(case, "new footage")
    entry = logged(case)[-1]
    assert entry.references == {CASE_ROLE: [case.id], "entries": [closing]}
    assert entry.body == {"reason": "new footage"}
    assert add(case, make_files(tmp_path / "clips", 2)).received == 2


def test_reopening_an_open_case_changes_nothing(case: CaseFolder) -> None:
    reopen_case(case, None)
    assert not case.is_closed()


def test_a_reopening_answers_no_later_closing(case: CaseFolder) -> None:
    close_case(case, None)
    reopen_case(case, None)
    second = close_case(case, None)
    assert case.open_closings() == [second]


def test_closing_one_case_does_not_close_another_that_took_it_in(case: CaseFolder, tmp_path: Path) -> None:
    other = new_case(tmp_path / "other")
    close_case(other, None)
    merge_case(case, other)
    assert (case.is_closed(), other.is_closed()) == (False, True)


def test_a_closing_in_one_copy_closes_the_other_once_it_is_taken_in(case: CaseFolder, copy: CaseFolder) -> None:
    closing = close_case(copy, None)
    assert not case.is_closed()
    merge_case(case, copy)
    assert case.open_closings() == [closing]


def test_a_closing_that_the_reopening_did_not_know_stays_open(case: CaseFolder, copy: CaseFolder) -> None:
    close_case(case, None)
    unknown = close_case(copy, None)
    reopen_case(case, None)
    merge_case(case, copy)
    assert case.open_closings() == [unknown]


@pytest.mark.parametrize("clock_us", [0, 2**52], ids=["clock far back", "clock far ahead"])
def test_clocks_have_no_say_in_whether_a_case_is_closed(case: CaseFolder, copy: CaseFolder, clock_us: int) -> None:
    close_case(copy, None, lambda: 1_000)
    reopen_case(copy, None, lambda: clock_us)
    merge_case(case, copy)
    assert not case.is_closed()


def test_a_closing_comes_along_with_a_copy(case: CaseFolder, tmp_path: Path) -> None:
    closing = close_case(case, None)
    copy_case(case, tmp_path / "second")
    assert CaseFolder.open(tmp_path / "second").open_closings() == [closing]
