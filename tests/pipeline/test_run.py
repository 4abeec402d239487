"""A run ends in the answer, whatever was interrupted, and takes up only what is new."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from tests import cases
from tests.media import make

from stemmata.acts.create import create_case
from stemmata.acts.merge import merge_case
from stemmata.case import schema
from stemmata.case.queries import failures
from stemmata.engine.in_process import InProcess
from stemmata.fingerprint.picture import FILM, STILL
from stemmata.intake.folder import survey
from stemmata.model.errors import CaseBusy
from stemmata.pipeline import relate, run
from stemmata.pipeline.candidate_index import CandidateIndex
from stemmata.pipeline.comparers import Comparers
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.evidence import PairCache
from stemmata.pipeline.kept_pictures import KeptPictures
from stemmata.pipeline.relate import Asked, picture_relations
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.verify import verify_case


def test_the_answer_counts_files_groups_and_roots(small_case: CaseFolder) -> None:
    index = cases.opened(small_case)
    answer = index.value("answer")
    index.close()
    assert isinstance(answer, dict)
    counted = {key: answer[key] for key in ("files", "different_bytes", "footage", "stories", "postings", "shown")}
    assert counted == {
        "files": 15,
        "different_bytes": 13,
        "footage": 4,
        "stories": 2,
        "postings": 2,
        "shown": 0,
    }
    assert answer["complete"] is True


def test_a_bad_file_is_named_and_stops_nothing(small_case: CaseFolder) -> None:
    named = {row.name.rsplit("/", 1)[-1]: row.failure.code.value for row in failures(small_case)}
    assert named == {"empty.mp4": "FILE-EMPTY", "cut.mp4": "MEDIA-TRUNCATED"}


def test_every_object_and_log_verifies_after_a_run(small_case: CaseFolder) -> None:
    assert verify_case(small_case).exit_code == 0


def test_a_second_run_changes_nothing(small_folder: Path, tmp_path: Path) -> None:
    case = cases.made(tmp_path / "case", small_folder)
    before = cases.exported(case, tmp_path / "before", leave_out=())
    cases.work(case)
    assert cases.exported(case, tmp_path / "after", leave_out=()) == before


def test_a_deleted_index_comes_back_the_same(small_folder: Path, tmp_path: Path) -> None:
    case = cases.made(tmp_path / "case", small_folder)
    before = cases.exported(case, tmp_path / "before", leave_out=())
    for path in case.path.glob("index.db*"):
        path.unlink()
    cases.work(case)
    assert cases.exported(case, tmp_path / "after", leave_out=()) == before


def test_deleted_results_come_back_the_same(small_folder: Path, tmp_path: Path) -> None:
    case = cases.made(tmp_path / "case", small_folder)
    before = cases.exported(case, tmp_path / "before", leave_out=())
    for path in sorted(case.derived.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    cases.work(case)
    assert cases.exported(case, tmp_path / "after", leave_out=()) == before


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_any_order_and_batching_of_add_gives_the_same_export(
    order: tuple[int, ...], small_folder: Path, small_case: CaseFolder, tmp_path: Path
) -> None:
    """Parts are added one by one, with a run between two of them; names are kept as within the whole folder."""
    whole = survey([small_folder])
    case = create_case(tmp_path / "case", "Test")
    for turn, part in enumerate(order):
        cases.add_entries(case, whole.entries[part::4])
        if turn == 1:
            cases.work(case)
    cases.work(case)
    assert cases.exported(case, tmp_path / "parts") == cases.exported(small_case, tmp_path / "whole")


def test_merging_either_way_gives_the_same_export(small_folder: Path, tmp_path: Path) -> None:
    whole = survey([small_folder])
    halves: list[CaseFolder] = []
    for name, entries in (("one", whole.entries[::2]), ("other", whole.entries[1::2])):
        case = create_case(tmp_path / name, name)
        cases.add_entries(case, entries)
        halves.append(case)
    one, other = halves
    copies = [cases.made(tmp_path / f"empty{number}") for number in (1, 2)]
    for case, sequence in zip(copies, ((one, other), (other, one)), strict=True):
        for half in sequence:
            merge_case(case, half)
        cases.work(case)
    assert cases.exported(copies[0], tmp_path / "a") == cases.exported(copies[1], tmp_path / "b")


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    case = create_case(tmp_path / "case", "Busy")
    with case.running(), pytest.raises(CaseBusy):
        cases.work(case)


def test_a_long_first_look_finds_copies_by_their_key_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LONG_US", 0)
    (tmp_path / "folder").mkdir()
    for name, codec in (("film.mp4", "libx264"), ("again.mkv", "libx265")):
        container = "matroska" if name.endswith("mkv") else "mp4"
        (tmp_path / "folder" / name).write_bytes(make.film(1, seconds=6, codec=codec, container=container))
    case = create_case(tmp_path / "case", "Test")
    cases.add(case, tmp_path / "folder")
    seen: dict[str, tuple[int, object]] = {}

    def note(step: str, done: int, total: int) -> None:
        answer = work.index.value("answer")
        assert isinstance(answer, dict)
        if step == "films" and step not in seen:
            with work.index.read() as connection:
                kinds = connection.execute(select(schema.edge.c.kind)).scalars().all()
            seen[step] = len([kind for kind in kinds if kind == "same_footage"]), answer["complete"]

    with run.Run(case, 2, lambda step, done, total: note(step, done, total) if step == "films" else None) as work:
        summary = work.run()
    assert seen == {"films": (1, False)}
    assert (summary.answer["groups"], summary.answer["complete"]) == (1, True)


def test_answers_on_the_way_leave_the_last_one_as_it_is(
    small_folder: Path, small_case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "FIRST_PORTION", 1)
    monkeypatch.setattr(run, "FIRST_ANSWER_S", 0.0)
    monkeypatch.setattr(relate, "FEW", 0)
    case = create_case(tmp_path / "case", "Test")
    cases.add(case, small_folder)
    with run.Run(case, 2, lambda step, done, total: None, clock=lambda: 0.0) as work:
        assert work.run().answer["complete"] is True
    assert cases.exported(case, tmp_path / "after") == cases.exported(small_case, tmp_path / "whole")


def test_what_is_found_so_far_is_given_while_pairs_are_compared(small_case: CaseFolder, tmp_path: Path) -> None:
    derived = Derived(small_case.derived)
    forms = dict.fromkeys(cases.items_of(small_case, "image"), STILL.name)
    forms |= dict.fromkeys(cases.items_of(small_case, "video"), FILM.name)
    cache = PairCache(Path(":memory:"))
    index = CandidateIndex(tmp_path / "candidates")
    asked = Asked(KeptPictures(derived), index, cache, Comparers(derived), InProcess(), lambda: True)
    *so_far, last = picture_relations(forms, asked, lambda step, done, total: None)
    cache.close()
    index.close()
    assert so_far
    assert not any(found.whole for found in so_far)
    assert last.whole
    assert len(so_far[0].edges) <= len(last.edges)


def test_a_run_on_an_empty_case_says_so(tmp_path: Path) -> None:
    summary = cases.work(create_case(tmp_path / "case", "Empty"))
    assert (summary.answer["files"], summary.answer["groups"], summary.failures) == (0, 0, 0)


KILLED = """
import os, signal, sys
from pathlib import Path
from stemmata.pipeline.run import Run
from stemmata.engine.in_process import InProcess
from stemmata.fingerprint.picture import FILM, STILL
from stemmata.intake.folder import survey
from stemmata.pipeline import relate, run
from stemmata.pipeline.comparers import Comparers
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.evidence import PairCache
from stemmata.pipeline.kept_pictures import KeptPictures
from stemmata.pipeline.relate import Asked, picture_relations
from stemmata.preserve.casefolder import CaseFolder

left = int(sys.argv[2])
def tick(step, done, total):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
with Run(CaseFolder.open(Path(sys.argv[1])), 2, tick) as run:
    run.run()
"""


@pytest.mark.parametrize("ticks", [1, 2, 5, 9, 14, 20])
def test_a_run_killed_at_any_step_goes_on_from_there(
    ticks: int, small_folder: Path, small_case: CaseFolder, tmp_path: Path
) -> None:
    case = create_case(tmp_path / "case", "Test")
    cases.add(case, small_folder)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(case.path), str(ticks)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert verify_case(case).exit_code == 0
    cases.work(case)
    assert cases.exported(case, tmp_path / "after") == cases.exported(small_case, tmp_path / "whole")
