"""Entries that decide on a change: written and read back; every other form is refused, and says what it is not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.preserve.cases import new_case

from stemmata.model.canonical import canonical_json
from stemmata.model.change import Code
from stemmata.model.decision import Decided, Decision, UnitChange
from stemmata.model.span import TextSpan
from stemmata.model.unit import Track, Unit
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.decision_entry import CHANGE_BYTES, change_object, decided_of, decision_statement
from stemmata.preserve.log import LoggedEntry

CHANGE = UnitChange(
    Code.HEDGE_DROPPED,
    Unit(Track.TEXT, item="a" * 64, span=TextSpan("text/1:a", 3, 13)),
    Unit(Track.TEXT, posting="b" * 64),
)


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    made = new_case(tmp_path / "case")
    with made.objects.batch() as store:
        store.put_bytes(change_object(CHANGE))
    return made


def logged(case: CaseFolder, decision: Decision | None, undoes: tuple[str, ...] = ()) -> LoggedEntry:
    with case.writing() as writer:
        made = writer.append([decision_statement(CHANGE, decision, "why", undoes)])[0]
    return next(entry for entry in case.entries() if entry.id == made)


@pytest.mark.parametrize("decision", [*Decision, None])
def test_a_decision_is_read_back_as_it_was_signed(decision: Decision | None, case: CaseFolder) -> None:
    undoes = ("c" * 64, "d" * 64) if decision is None else ()
    entry = logged(case, decision, undoes)
    expected = Decided(entry.id, CHANGE, decision, entry.author, entry.claimed_us, "why", undoes)
    assert decided_of(entry, case.objects) == expected


FORMS = [
    ({"confirmed": [CHANGE.id], "rejected": [CHANGE.id]}, "decides one thing"),
    ({"change": [CHANGE.id]}, "decides one thing"),
    ({"confirmed": []}, "names one change, got 0"),
    ({"confirmed": [CHANGE.id, CHANGE.id]}, "names one change, got 2"),
]


@pytest.mark.parametrize(("references", "message"), FORMS)
def test_another_form_is_refused(references: dict[str, list[str]], message: str, case: CaseFolder) -> None:
    entry = replace(logged(case, Decision.CONFIRMED), references=references)
    with pytest.raises(ValueError, match=message):
        decided_of(entry, case.objects)


CONTENTS = [
    (b"[]", "is no change"),
    (b"[" * 3000, "nests too deep"),
    (b" " * (CHANGE_BYTES + 1), "too large for a change"),
    (json.dumps(CHANGE.fields(), indent=1).encode(), "not written in the one form"),
    (canonical_json({**CHANGE.fields(), "code": "NONSENSE"}), "not a valid Code"),
]


@pytest.mark.parametrize(("content", "message"), CONTENTS)
def test_an_object_that_is_no_change_is_refused(content: bytes, message: str, case: CaseFolder) -> None:
    with case.objects.batch() as store:
        name = store.put_bytes(content).sha256
    entry = replace(logged(case, Decision.CONFIRMED), references={"confirmed": [name]})
    with pytest.raises(ValueError, match=message):
        decided_of(entry, case.objects)
