"""Who stands behind material in the interchange: every record, no name, and the same whoever merged whom."""

import json
from pathlib import Path

import pytest
from tests import cases
from tests.judged_case import unit
from tests.publish.test_judged import exported

from stemmata.acts.merge import merge_case
from stemmata.acts.source import record, take_back_record
from stemmata.model.sourcing import Sourced
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.run import Run
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.copy import copy_case

NAME = "Nadia Qamar"


@pytest.fixture
def case(own_small_case: CaseFolder) -> CaseFolder:
    return own_small_case


def redraw(case: CaseFolder) -> None:
    with Run(case, 1, lambda step, done, total: None) as run:
        assert run.redraw()


def test_every_record_is_a_line_those_taken_back_too(case: CaseFolder, tmp_path: Path) -> None:
    photo, other = unit(case, "photo.png"), unit(case, "unrelated.png")
    persons = [NAME, "P-015"]
    first = record(
        case, Sourced.SEPARATE_OBSERVERS, [photo, other], "met both", persons=persons,
        clock_us=lambda: 1_931_300_000_000_000,
    )  # fmt: skip
    undo = take_back_record(case, first, "a mix-up")
    rows = {str(row["entry"]): row for row in exported(case, tmp_path / "out")["sourcing"]}
    assert list(rows) == sorted([first, undo])
    made = rows[first].pop("persons")
    assert isinstance(made, list)
    assert (len(made), made[1], str(made[0])[:2]) == (2, "P-015", "P-")
    assert rows[first] == {
        "entry": first,
        "who": next(case.entries()).author,
        "when": "2031-03-15T00:13:20Z",
        "value": "separate_observers",
        "one": photo.holder,
        "other": other.holder,
        "one_unit": photo.id,
        "other_unit": other.id,
        "reason": "met both",
        "undoes": None,
        "state": "undone",
    }
    assert (rows[undo]["value"], rows[undo]["undoes"], rows[undo]["persons"]) == (None, first, [])


def test_no_file_of_an_export_holds_a_name(case: CaseFolder, tmp_path: Path) -> None:
    record(case, Sourced.OBSERVER, [unit(case, "photo.png")], "met her", persons=[NAME])
    redraw(case)
    written = exported(case, tmp_path / "out")
    assert "nadia" not in json.dumps(written).casefold()
    assert any("met her" in json.dumps(row) for row in written["custody"])


def test_the_counts_of_a_family_follow_what_was_recorded(case: CaseFolder, tmp_path: Path) -> None:
    photo, other = unit(case, "photo.png"), unit(case, "unrelated.png")
    story = unit(case, "قصة.txt", Track.TEXT)

    def roots(target: str) -> object:
        rows = exported(case, tmp_path / target)["families"]
        return [row["roots"] for row in rows if row["items"] == [story.holder]]

    counts = {"groups_low": 1, "groups": 1, "shown": 0, "separate": 0, "not_established": 0}
    assert roots("before") == [counts]
    for picture in (photo, other):
        record(case, Sourced.CONFIRMED, [story, picture], "it describes both")
    record(case, Sourced.ASSERTED, [photo, other], "two streets apart")
    redraw(case)
    assert roots("after") == [{"groups_low": 2, "groups": 2, "shown": 2, "separate": 2, "not_established": 0}]


def test_recorded_units_are_among_the_units_in_their_order(case: CaseFolder, tmp_path: Path) -> None:
    part = Unit(Track.PICTURE, item=unit(case, "film.mkv").item, span=Span(500_000, 2_000_000))
    record(case, Sourced.ONE_TEAM, [part, unit(case, "other.mp4")], "their marks")
    units = exported(case, tmp_path / "out")["units"]
    assert [row["span"] for row in units if row["unit"] == part.id] == [[0.5, 2.0]]
    names = [str(row["unit"]) for row in units]
    assert names == sorted(set(names))


def test_a_case_handed_over_or_merged_says_the_same(case: CaseFolder, tmp_path: Path) -> None:
    photo, other = unit(case, "photo.png"), unit(case, "unrelated.png")
    record(case, Sourced.SEPARATE_OBSERVERS, [photo, other], "met both", persons=[NAME, "P-015"])
    redraw(case)
    ours = cases.exported(case, tmp_path / "ours")
    copy_case(case, tmp_path / "copy")
    copy = CaseFolder.open(tmp_path / "copy")
    cases.work(copy)
    assert cases.exported(copy, tmp_path / "theirs") == ours
    apart = cases.made(tmp_path / "apart", case.objects.path(photo.holder))
    record(apart, Sourced.OBSERVER, [photo], "met her", persons=["nadia QAMAR"])
    for here, there in ((apart, case), (case, apart)):
        merge_case(here, there)
        cases.work(here)
    assert cases.exported(case, tmp_path / "one") == cases.exported(apart, tmp_path / "other")
