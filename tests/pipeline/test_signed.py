"""Signed provenance in a run: read once, in the tables, in the export, and on the links of trees."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests import cases
from tests.media import make, signed

from stemmata.acts.create import create_case
from stemmata.case.signed import signed_case
from stemmata.decode.signed import SIGNED
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reduction
from stemmata.model.signed import Verdict
from stemmata.pipeline.derived import Derived
from stemmata.preserve.casefolder import CaseFolder


def written(folder: Path, **files: bytes) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.jpg").write_bytes(content)
    return folder


def told(case: CaseFolder, target: Path) -> dict[str, object]:
    """By name, what the export says."""
    return {name_of(row): row["signed"] for row in cases.rows(case, target, "items")}


def name_of(row: Mapping[str, object]) -> str:
    names = row["names"]
    assert isinstance(names, list)
    return Path(names[0]).stem


@pytest.fixture
def stored(tmp_path: Path) -> CaseFolder:
    """A still with a store that holds nothing, and one without a store."""
    content = signed.jpeg_with(signed.in_app11(signed.store()))
    return cases.made(tmp_path / "case", written(tmp_path / "in", stored=content, plain=make.still(2)))


def test_a_store_is_told_with_or_without_the_library_and_a_file_without_one_says_nothing(
    stored: CaseFolder, tmp_path: Path
) -> None:
    found = told(stored, tmp_path / "out")
    row = found["stored"]
    assert isinstance(row, dict)
    assert (row["verdict"], row["place"]) == ("unchecked", "app11")
    assert found["plain"] is None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Failure(Code.WORKER_CRASHED, "SIGSEGV"), "ended"),
        (Failure(Code.NEEDS_EXTRA), "not_loaded"),
        (Reduction({"looked": True, "signed": {"verdict": "trust me"}}, {}), "ended"),
        (Reduction({"looked": True, "signed": ["no", "object"]}, {}), "ended"),
    ],
    ids=["a crash", "a library that cannot be loaded", "a worker that says nonsense", "a worker that says a list"],
)
def test_whatever_the_worker_answers_becomes_could_not_be_checked(
    answer: Reduction | Failure, reason: str, stored: CaseFolder
) -> None:
    item, derived = cases.items_of(stored, "image")[0], Derived(stored.derived)
    derived.drop(SIGNED)
    derived.put(SIGNED, item, answer)
    cases.work(stored)
    index = cases.opened(stored)
    with index.read() as connection:
        found = signed_case(connection).signed[item]
    index.close()
    assert (found.verdict, found.reasons) == (Verdict.UNCHECKED, (reason,))


@signed.needs_the_library
def test_the_link_to_a_parent_that_the_childs_manifest_names_says_who_says_so(tmp_path: Path) -> None:
    parent = signed.signed(signed.still(1, 92), generator="Invented Camera")
    child = signed.signed(signed.saved_again(parent, 60), ("parentOf", parent))
    folder = written(tmp_path / "in", parent=parent, child=child, copy=signed.saved_again(child, 40))
    case = cases.made(tmp_path / "case", folder)
    lines = cases.rows(case, tmp_path / "out", "lineage")
    names = {row["item"]: name_of(row) for row in cases.rows(case, tmp_path / "again", "items")}
    named = [
        (names[line["parent"]], names[line["child"]], sign)
        for line in lines
        if line["parent"] is not None and isinstance(line["evidence"], list)
        for sign in line["evidence"]
        if sign["kind"].startswith("signed")
    ]
    ((above, below, sign),) = named
    assert (above, below) == ("parent", "child")
    assert (sign["kind"], sign["proof"], sign["weight"]) == ("signed", None, None)
    assert (sign["values"]["generator"], sign["values"]["binding"]) == ("Invented Editor 1.0", "exact")


@signed.needs_the_library
def test_a_second_run_reads_no_manifest_again(tmp_path: Path) -> None:
    case = create_case(tmp_path / "case", "Test")
    cases.add(case, written(tmp_path / "in", one=signed.signed(signed.still(1))))
    cases.work(case)
    kept = {path: path.stat().st_mtime_ns for path in Derived(case.derived).root.glob("signed-*/*/*.stm")}
    before = told(case, tmp_path / "before")
    cases.work(case)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept != {}
    assert told(case, tmp_path / "after") == before
