"""Judgements in the interchange: all of them, beside the edges they are about, and across cases."""

import json
from pathlib import Path

import pytest
from tests import cases
from tests.judged_case import unit

from stemmata.acts.judge import judge, take_back
from stemmata.model.judgement import Said
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.run import Run
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.publish.jsonl import export_jsonl

Rows = dict[str, list[dict[str, object]]]


@pytest.fixture
def case(own_small_case: CaseFolder) -> CaseFolder:
    return own_small_case


def exported(case: CaseFolder, target: Path) -> Rows:
    index = cases.opened(case)
    export_jsonl(index, target)
    index.close()
    return {path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in target.iterdir()}


def test_every_judgement_is_a_line_those_taken_back_too(case: CaseFolder, tmp_path: Path) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    first = judge(case, Said.DIFFERENT, photo, crop, "another wall", clock_us=lambda: 1_931_300_000_000_000)
    undo = take_back(case, first, "the same")
    rows = {str(row["entry"]): row for row in exported(case, tmp_path / "out")["judgements"]}
    assert list(rows) == sorted([first, undo])
    assert rows[first] == {
        "entry": first,
        "who": next(case.entries()).author,
        "when": "2031-03-15T00:13:20Z",
        "value": "different",
        "one": photo.holder,
        "other": crop.holder,
        "one_unit": photo.id,
        "other_unit": crop.id,
        "reason": "another wall",
        "undoes": None,
        "relied_on": None,
        "state": "undone",
    }
    assert (rows[undo]["value"], rows[undo]["undoes"], rows[undo]["state"]) == (None, first, "standing")


def test_an_edge_names_who_said_what_of_its_pair(case: CaseFolder, tmp_path: Path) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    made = judge(case, Said.UNSURE, crop, photo, "too dark", clock_us=lambda: 1_931_300_000_000_000)
    judge(case, Said.PARENT, photo, crop, "the wider one")
    take_back(case, judge(case, Said.SAME, photo, crop, "seen"), "no")
    edges = exported(case, tmp_path / "out")["edges"]
    said = {"who": next(case.entries()).author, "when": "2031-03-15T00:13:20Z", "value": "unsure", "entry": made}
    judged = [edge["judgements"] for edge in edges if {edge["a"], edge["b"]} == {photo.holder, crop.holder}]
    assert judged == [[said]]
    assert sum(edge["judgements"] != [] for edge in edges) == 1


def test_judged_units_are_among_the_units_in_their_order(case: CaseFolder, tmp_path: Path) -> None:
    part = Unit(Track.PICTURE, item=unit(case, "film.mkv").item, span=Span(500_000, 2_000_000))
    judge(case, Said.DIFFERENT, part, unit(case, "other.mp4"), "another street")
    units = exported(case, tmp_path / "out")["units"]
    assert [row["span"] for row in units if row["unit"] == part.id] == [[0.5, 2.0]]
    names = [str(row["unit"]) for row in units]
    assert names == sorted(set(names))


def test_tasks_are_lines(case: CaseFolder, tmp_path: Path) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    entries = [judge(case, said, photo, crop, "seen", clock_us=lambda: 0) for said in (Said.SAME, Said.DIFFERENT)]
    (row,) = exported(case, tmp_path / "out")["tasks"]
    assert (row["kind"], row["entries"], row["since"]) == (
        "same_and_different",
        sorted(entries),
        "1970-01-01T00:00:00Z",
    )


def test_a_case_handed_over_whole_says_the_same(case: CaseFolder, tmp_path: Path) -> None:
    photo, unrelated = unit(case, "photo.png"), unit(case, "unrelated.png")
    judge(case, Said.SAME, photo, unrelated, "the same sign")
    with Run(case, 1, lambda step, done, total: None) as run:
        assert run.redraw()
    copy_case(case, tmp_path / "copy")
    copy = CaseFolder.open(tmp_path / "copy")
    cases.work(copy)
    assert cases.exported(copy, tmp_path / "theirs") == cases.exported(case, tmp_path / "ours")
