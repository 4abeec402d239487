"""Judging: one signed entry that names units, outlives its reason, and is undone only by another."""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from tests.preserve.cases import add, logged, make_files, photograph, received

from stemmata.acts.close import close_case
from stemmata.acts.judge import judge, take_back
from stemmata.model.canonical import canonical_json
from stemmata.model.errors import BadRequest, CaseClosed, NotHeld, StemmataError
from stemmata.model.judgement import Said, Seen
from stemmata.model.seams import Statement
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit, unit_of
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.objects import ObjectStore
from stemmata.preserve.verify import verify_case
from stemmata.preserve.writer import Writer


@pytest.fixture
def pair(case: CaseFolder, tmp_path: Path) -> tuple[Unit, Unit]:
    """Two files of the case, as wholes."""
    add(case, make_files(tmp_path / "clips", 2))
    one, other = (Unit(Track.PICTURE, item=sha256) for _, sha256 in received(case))
    return one, other


def test_what_is_said_stands_in_the_header_and_the_reason_in_the_body(
    case: CaseFolder, pair: tuple[Unit, Unit]
) -> None:
    one, other = pair
    made = judge(case, Said.PARENT, one, other, " the same \udcff awning ", clock_us=lambda: 7)
    entry = logged(case)[-1]
    assert (entry.id, entry.type, entry.claimed_us) == (made, "judge", 7)
    assert entry.references == {"parent": [one.id, other.id], "objects": sorted([one.id, other.id])}
    assert entry.body == {"reason": "the same \\udcff awning"}


def test_units_are_kept_as_objects_of_their_own_name(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    one, other = pair
    part = Unit(Track.PICTURE, item=one.item, span=Span(0, 1_000_000))
    judge(case, Said.DIFFERENT, part, other, "another street")
    assert unit_of(json.loads(case.objects.read(part.id))) == part


def test_what_was_relied_on_is_frozen_with_its_picture(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    judge(case, Said.SAME, *pair, "seen", seen=Seen({"kinds": ["same_footage"]}, b"a picture"))
    references = logged(case)[-1].references
    (frozen,) = references["relied_on"]
    kept = json.loads(case.objects.read(frozen))
    assert kept["kinds"] == ["same_footage"]
    assert case.objects.read(kept["picture"]) == b"a picture"
    assert set(references["objects"]) == {pair[0].id, pair[1].id, frozen, kept["picture"]}
    assert verify_case(case).exit_code == 0


def test_taking_back_is_an_entry_that_names_the_one_it_undoes(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    first = judge(case, Said.SAME, *pair, "seen")
    take_back(case, first, "looked again")
    entry = logged(case)[-1]
    assert entry.references["undoes"] == [first]
    assert entry.references["units"] == [pair[0].id, pair[1].id]
    assert entry.body == {"reason": "looked again"}


def test_a_judgement_can_replace_another_in_one_entry(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    first = judge(case, Said.SAME, *pair, "seen")
    judge(case, Said.DIFFERENT, *pair, "looked again", undoes=first)
    assert logged(case)[-1].references["undoes"] == [first]


def of(unit: Unit, **changed: object) -> Unit:
    return unit_of(unit.fields() | changed)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_judgement_without_a_reason_is_refused(reason: str, case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    refused(case, BadRequest, "without a reason", lambda: judge(case, Said.UNSURE, *pair, reason))


def test_a_unit_is_not_judged_beside_itself(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    refused(case, BadRequest, "one and the same", lambda: judge(case, Said.SAME, pair[0], pair[0], "seen"))


def test_picture_is_not_judged_beside_sound(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    sound = of(pair[1], track="sound")
    refused(case, BadRequest, "picture and sound", lambda: judge(case, Said.SAME, pair[0], sound, "seen"))


def test_a_file_is_not_the_source_of_itself(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    part = of(pair[0], span=[0, 5])
    refused(case, BadRequest, "made from itself", lambda: judge(case, Said.PARENT, pair[0], part, "seen"))


@pytest.mark.parametrize("held", [{"item": "0" * 64}, {"item": None, "posting": "p1"}])
def test_what_is_not_held_cannot_be_judged(held: dict[str, object], case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    stranger = of(pair[0], **held)
    refused(case, NotHeld, stranger.holder, lambda: judge(case, Said.SAME, stranger, pair[1], "seen"))


def test_an_undo_of_what_is_no_judgement_is_refused(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    received_by = logged(case)[-1].id
    refused(case, NotHeld, received_by, lambda: take_back(case, received_by, "no"))
    refused(case, NotHeld, received_by, lambda: judge(case, Said.SAME, *pair, "seen", undoes=received_by))


def test_a_closed_case_takes_no_judgement(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    first = judge(case, Said.SAME, *pair, "seen")
    close_case(case, None)
    refused(case, CaseClosed, "closed", lambda: judge(case, Said.SAME, *pair, "seen"))
    refused(case, CaseClosed, "closed", lambda: take_back(case, first, "seen"))


def refused(case: CaseFolder, error: type[StemmataError], says: str, act: Callable[[], str]) -> None:
    """The act is refused in these words, and nothing of the case's evidence changed."""
    before = evidence(case)
    with pytest.raises(error) as told:
        act()
    assert says in str(told.value)
    assert evidence(case) == before


def evidence(case: CaseFolder) -> dict[str, bytes]:
    return {name: content for name, content in photograph(case).items() if not name.startswith("index.db")}


class _Cut(BaseException):
    """The power goes."""


@pytest.mark.parametrize("step", ["object", "entry"])
def test_a_judgement_that_is_cut_off_leaves_a_clean_case_and_can_be_repeated(
    step: str, case: CaseFolder, pair: tuple[Unit, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: Sequence[object]) -> None:
        raise _Cut

    seen = Seen({"kinds": []}, b"a picture")
    with monkeypatch.context() as patched:
        if step == "object":
            patched.setattr(ObjectStore, "settle", cut)
        else:
            patched.setattr(Writer, "append", cut)
        with pytest.raises(_Cut):
            judge(case, Said.SAME, *pair, "seen", seen=seen)
    report = verify_case(case)
    assert report.exit_code == 3
    assert all("not named by any entry" in finding.says for finding in report.findings)
    assert [entry.type for entry in logged(case)] == ["create", "receive"]
    made = judge(case, Said.SAME, *pair, "seen", seen=seen)
    assert logged(case)[-1].id == made
    assert verify_case(case).exit_code == 0


def test_objects_are_durable_before_the_entry_that_names_them(
    case: CaseFolder, pair: tuple[Unit, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    append = Writer.append

    def after_objects(writer: Writer, statements: Iterable[Statement]) -> list[str]:
        (statement,) = statements
        assert len(statement.references["objects"]) == 4
        assert all(case.objects.has(name) for name in statement.references["objects"])
        assert synced
        return append(writer, [statement])

    monkeypatch.setattr(os, "fsync", synced.append)
    monkeypatch.setattr(Writer, "append", after_objects)
    judge(case, Said.SAME, *pair, "seen", seen=Seen({}, b"a picture"))
    assert logged(case)[-1].type == "judge"


def test_the_frozen_result_is_canonical(case: CaseFolder, pair: tuple[Unit, Unit]) -> None:
    judge(case, Said.SAME, *pair, "seen", seen=Seen({"b": 1, "a": ["0.25"]}))
    (frozen,) = logged(case)[-1].references["relied_on"]
    assert case.objects.read(frozen) == canonical_json({"a": ["0.25"], "b": 1, "picture": None})
