"""Recording who stands behind material: one entry each, with names in its erasable body alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.acts.test_judge import evidence
from tests.preserve.cases import add, logged, make_files, received

from stemmata.acts.close import close_case
from stemmata.acts.judge import judge
from stemmata.acts.source import record, take_back_record
from stemmata.model.errors import BadRequest, CaseClosed, NotHeld, StemmataError
from stemmata.model.judgement import Said
from stemmata.model.sourcing import OF_ONE, PERSONS, Sourced
from stemmata.model.unit import Track, Unit
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.verify import verify_case

NAME = "Nadia  Qamar"


@pytest.fixture
def pair(case: CaseFolder, tmp_path: Path) -> tuple[Unit, Unit]:
    """Two files of the case, as wholes."""
    add(case, make_files(tmp_path / "clips", 2))
    one, other = (Unit(Track.PICTURE, item=sha256) for _, sha256 in received(case))
    return one, other


@pytest.mark.parametrize("said", Sourced)
def test_what_is_said_stands_in_the_header_and_who_and_why_in_the_body(
    said: Sourced, case: CaseFolder, pair: tuple[Unit, Unit]
) -> None:
    units = pair[:1] if said in OF_ONE else pair
    persons = [NAME, "P-014"][: PERSONS.get(said, 0)]
    made = record(case, said, units, " told on \udcff the phone ", persons=persons, clock_us=lambda: 7)
    entry = logged(case)[-1]
    names = [unit.id for unit in units]
    assert (entry.id, entry.type, entry.claimed_us) == (made, "sourcing", 7)
    assert entry.references == {said.value: names, "case": [case.id], "objects": sorted(names)}
    kept = {"persons": ["Nadia Qamar", "P-014"][: len(persons)]} if persons else {}
    assert entry.body == {"reason": "told on \\udcff the phone", **kept}
    assert verify_case(case).exit_code == 0


def test_nothing_of_a_person_stands_in_what_cannot_be_erased(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    record(case, Sourced.SEPARATE_OBSERVERS, pair, "met both", persons=[NAME, "P-014"])
    kept = b"".join(path.read_bytes() for path in (case.path / "logs").rglob("*") if path.is_file())
    assert b"Nadia" not in kept
    assert b"P-014" not in kept


def test_taking_back_is_an_entry_that_names_the_one_it_undoes(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    first = record(case, Sourced.OBSERVER, pair[:1], "met her", persons=[NAME])
    take_back_record(case, first, "another person")
    entry = logged(case)[-1]
    assert entry.references["undoes"] == [first]
    assert entry.references["units"] == [pair[0].id]
    assert entry.body == {"reason": "another person"}


def test_separate_observers_can_be_those_on_record(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    for unit, name in zip(pair, [NAME, "P-014"], strict=True):
        record(case, Sourced.OBSERVER, [unit], "met them", persons=[name])
    record(case, Sourced.SEPARATE_OBSERVERS, pair, "they do not know each other")
    body = logged(case)[-1].body
    assert body is not None
    persons = body["persons"]
    assert isinstance(persons, list)
    assert persons[1] == "P-014"
    assert str(persons[0]).startswith("P-")


def refused(case: CaseFolder, error: type[StemmataError], says: str, act: Callable[[], str]) -> None:
    """The act is refused in these words, which hold no name, and nothing of the case's evidence changed."""
    before = evidence(case)
    with pytest.raises(error) as told:
        act()
    assert says in str(told.value)
    assert "nadia" not in told.value.diagnostics().casefold()
    assert evidence(case) == before


@pytest.mark.parametrize(
    ("said", "sides", "persons", "says"),
    [
        (Sourced.ONE_TEAM, 1, (), "said of two files"),
        (Sourced.OBSERVER, 2, (NAME,), "said of one file"),
        (Sourced.OBSERVER, 1, (), "one person is to be named, and 0 were"),
        (Sourced.AUTHOR, 1, (NAME, "P-2"), "one person is to be named, and 2 were"),
        (Sourced.ONE_PERSON, 2, (NAME,), "where nobody can be"),
        (Sourced.CONFIRMED, 2, (NAME,), "where nobody can be"),
        (Sourced.SEPARATE_OBSERVERS, 2, (), "not just one observer is on record"),
        (Sourced.SEPARATE_OBSERVERS, 2, (NAME,), "two persons are to be named"),
        (Sourced.SEPARATE_OBSERVERS, 2, (NAME, "NADIA qamar"), "the same person is named behind both"),
        (Sourced.SEPARATE_OBSERVERS, 2, ("p-14", "P-14 "), "the same person is named behind both"),
        (Sourced.OBSERVER, 1, ("…",), "letters or digits"),
        (Sourced.OBSERVER, 1, ("Nadia" * 60,), "at most 200"),
    ],
)
def test_units_and_persons_that_do_not_fit_are_refused(
    said: Sourced, sides: int, persons: tuple[str, ...], says: str, case: CaseFolder, pair: tuple[Unit, Unit]
) -> None:
    refused(case, BadRequest, says, lambda: record(case, said, pair[:sides], "told", persons=persons))


@pytest.mark.parametrize("reason", ["met nadia qamar at the gate", "Nadia Qamar"])
def test_a_reason_that_holds_the_name_is_refused_since_reasons_are_shown(
    reason: str, case: CaseFolder, pair: tuple[Unit, Unit]
) -> None:
    refused(case, BadRequest, "holds a name", lambda: record(case, Sourced.AUTHOR, pair[:1], reason, persons=[NAME]))
    assert record(case, Sourced.AUTHOR, pair[:1], "P-014 said so", persons=["P-014"])


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_record_without_a_reason_is_refused(reason: str, case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    refused(case, BadRequest, "without a reason", lambda: record(case, Sourced.ONE_TEAM, pair, reason))
    refused(case, BadRequest, "without a reason", lambda: take_back_record(case, "0" * 64, reason))


def test_a_file_stands_not_beside_itself_and_rests_not_on_itself(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    one = pair[0]
    refused(case, BadRequest, "one and the same", lambda: record(case, Sourced.ONE_TEAM, [one, one], "x"))
    sound = Unit(Track.SOUND, item=one.item)
    refused(case, BadRequest, "rest on itself", lambda: record(case, Sourced.CONFIRMED, [one, sound], "x"))


def test_what_is_not_held_cannot_be_spoken_of(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    stranger = Unit(Track.PICTURE, item="0" * 64)
    refused(case, NotHeld, "0" * 64, lambda: record(case, Sourced.ONE_TEAM, [pair[0], stranger], "x"))
    judged = judge(case, Said.SAME, *pair, "seen")
    refused(case, NotHeld, judged, lambda: take_back_record(case, judged, "x"))
    refused(case, NotHeld, judged, lambda: record(case, Sourced.ONE_TEAM, pair, "x", undoes=judged))


def test_a_closed_case_takes_no_record(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    first = record(case, Sourced.ONE_TEAM, pair, "x")
    close_case(case, None)
    refused(case, CaseClosed, "closed", lambda: record(case, Sourced.ONE_TEAM, pair, "x"))
    refused(case, CaseClosed, "closed", lambda: take_back_record(case, first, "x"))
