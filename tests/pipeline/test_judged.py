"""A run goes round what people said, and tells where what they relied on has moved."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from tests import cases
from tests.judged_case import own_copy, unit
from tests.model.judged import said

from stemmata.acts.close import close_case
from stemmata.acts.judge import judge, take_back
from stemmata.acts.merge import merge_case
from stemmata.case import schema
from stemmata.case.followed import are_followed
from stemmata.case.index import set_value
from stemmata.case.tasks import tasks
from stemmata.lineage.stemma import Descent, Sign, Stemma, Sureness, Witness
from stemmata.lineage.stemma_json import stemma_to_json
from stemmata.model.errors import CaseBusy
from stemmata.model.judgement import Said, Seen
from stemmata.model.task import Task, TaskKind
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.findings import Ground, findings_of
from stemmata.pipeline.relate import Relations, Undecided
from stemmata.pipeline.run import Run
from stemmata.pipeline.seen import look_again, seen_between
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.copy import copy_case


@pytest.fixture
def case(
    small_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CaseFolder:
    """The small case, worked through, to be written to by the person who made it."""
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    return own_copy(small_case, tmp_path / "case")


def seen(case: CaseFolder, one: Unit, other: Unit, picture: bytes | None = None) -> Seen:
    with cases.opened(case).read() as connection:
        return seen_between(connection, one, other, picture)


def families(case: CaseFolder) -> list[set[str]]:
    with cases.opened(case).read() as connection:
        found: dict[str, set[str]] = {}
        for row in connection.execute(select(schema.member)):
            found.setdefault(row.family, set()).add(row.holder)
        return list(found.values())


def together(case: CaseFolder, one: Unit, other: Unit) -> bool:
    return any({one.holder, other.holder} <= family for family in families(case))


def told(case: CaseFolder) -> list[Task]:
    with cases.opened(case).read() as connection:
        return tasks(connection)


def redraw(case: CaseFolder) -> bool:
    with Run(case, 1, lambda step, done, total: None) as run:
        return run.redraw()


@pytest.mark.parametrize("again", [redraw, cases.work])
def test_families_are_formed_again_round_a_judgement(again: Callable[[CaseFolder], object], case: CaseFolder) -> None:
    photo, crop, unrelated = (unit(case, name) for name in ("photo.png", "crop.jpg", "unrelated.png"))
    assert together(case, photo, crop)
    apart = judge(case, Said.DIFFERENT, photo, crop, "another wall")
    judge(case, Said.SAME, photo, unrelated, "the same sign")
    assert again(case)
    assert (together(case, photo, crop), together(case, photo, unrelated)) == (False, True)
    take_back(case, apart, "the same wall after all")
    assert again(case)
    assert (together(case, photo, crop), together(case, photo, unrelated)) == (True, True)


def test_texts_are_judged_too(case: CaseFolder) -> None:
    story, retold = (unit(case, name, Track.TEXT) for name in ("story.txt", "retold.md"))
    judge(case, Said.DIFFERENT, story, retold, "two reports of two days")
    assert redraw(case)
    (task,) = told(case)
    assert (task.kind, len(task.subject["through"] or "")) == (TaskKind.STILL_JOINED, 1)  # type: ignore[arg-type]


def test_what_a_tree_cannot_follow_is_a_task_until_it_is_taken_back(case: CaseFolder) -> None:
    film, remuxed = (unit(case, name) for name in ("film.mp4", "film.mkv"))
    said = judge(case, Said.PARENT, film, remuxed, "received first")
    assert redraw(case)
    assert [(task.kind, task.entries) for task in told(case)] == [(TaskKind.PARENT_OF_ITSELF, (said,))]
    take_back(case, said, "neither can be told")
    assert redraw(case)
    assert told(case) == []


def test_a_judgement_outlives_the_index_and_a_merge(case: CaseFolder, tmp_path: Path) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    judge(case, Said.DIFFERENT, photo, crop, "another wall", seen=seen(case, photo, crop, b"a picture"))
    for path in case.path.glob("index.db*"):
        path.unlink()
    cases.work(case)
    assert not together(case, photo, crop)
    copy_case(case, tmp_path / "copy")
    copy = CaseFolder.open(tmp_path / "copy")
    cases.work(copy)
    assert not together(copy, photo, crop)
    other = cases.made(tmp_path / "other", case.objects.path(photo.holder))
    merge_case(other, case)
    cases.work(other)
    assert not together(other, photo, crop)


def test_a_redrawn_answer_is_that_of_a_whole_run(case: CaseFolder, tmp_path: Path) -> None:
    judge(case, Said.SAME, unit(case, "photo.png"), unit(case, "unrelated.png"), "seen", clock_us=cases.received_us)
    assert redraw(case)
    quick = cases.exported(case, tmp_path / "quick")
    cases.work(case)
    assert cases.exported(case, tmp_path / "whole") == quick


def test_an_undecided_pair_that_was_judged_different_lowers_no_count() -> None:
    found = Relations((), (Undecided("A", "B", "undecided", {}),), 1, True, 0)
    ground = Ground((), ("A", "B"), (), (), frozenset())
    open_pair = findings_of(ground, found, complete=True).roots
    told_apart = findings_of(replace(ground, judgements=(said("e1", Said.DIFFERENT),)), found, complete=True).roots
    assert (open_pair.groups_low, open_pair.groups) == (1, 2)
    assert (told_apart.groups_low, told_apart.groups) == (2, 2)


def test_nothing_is_redrawn_while_files_wait_or_a_run_was_not_finished(case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("A new file.", "utf-8")
    cases.add(case, tmp_path / "new.txt")
    assert not redraw(case)
    cases.work(case)
    assert redraw(case)
    index = cases.opened(case)
    answer = index.value("answer")
    assert isinstance(answer, dict)
    for changed in ({"complete": False}, {"learned": {"model_sha256": "0" * 64}}):
        with index.write() as connection:
            set_value(connection, "answer", answer | changed)
        assert not redraw(case)
    index.close()


def test_nothing_is_redrawn_while_a_run_goes_on(case: CaseFolder) -> None:
    with case.running(), pytest.raises(CaseBusy):
        redraw(case)


def test_the_tables_know_whether_they_follow_what_stands(case: CaseFolder) -> None:
    def followed() -> bool:
        with cases.opened(case).read() as connection:
            return are_followed(connection)

    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    assert followed()
    judge(case, Said.SAME, photo, crop, "seen")
    assert not followed()
    redraw(case)
    assert followed()


def test_what_was_seen_is_frozen_without_floats_and_with_its_versions(case: CaseFolder) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    made = judge(case, Said.SAME, photo, crop, "seen", seen=seen(case, photo, crop))
    (entry,) = [one for one in case.entries() if one.id == made]
    frozen = json.loads(case.objects.read(entry.references["relied_on"][0]))
    assert frozen["verdict"]["kinds"] == [row["kind"] for row in frozen["edges"]]
    assert frozen["edges"][0]["segments"][0]["geometry"]["matrix"][0].count(".") == 1
    assert set(frozen["program"]) >= {"stemmata", "python", "numpy", "opencv-python-headless"}
    assert frozen["parameters"]["pictures"] == "picture/4"
    assert (frozen["one"], frozen["other"], frozen["complete"]) == (photo.fields(), crop.fields(), True)


def test_the_judgements_that_stood_on_the_page_are_frozen_too(case: CaseFolder) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    first = judge(case, Said.SAME, photo, crop, "seen")
    assert seen(case, crop, photo).result["judgements"] == [first]


def test_a_recomputation_that_says_the_same_is_no_task(case: CaseFolder) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    judge(case, Said.SAME, photo, crop, "seen", seen=seen(case, photo, crop))
    cases.work(case)
    assert told(case) == []


def test_a_recomputation_that_says_otherwise_is_a_task_and_changes_nothing(case: CaseFolder) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    before = seen(case, photo, crop).result
    other = Seen({**before, "verdict": {"kinds": [], "undecided": ["undecided"], "descents": []}})
    made = judge(case, Said.SAME, photo, crop, "seen", seen=other, clock_us=lambda: 5)
    cases.work(case)
    (task,) = told(case)
    assert (task.kind, task.entries, task.since_us) == (TaskKind.RECOMPUTED, (made,), 5)
    assert (task.subject["was"], task.subject["now"]) == (other.result["verdict"], before["verdict"])
    assert together(case, photo, crop)
    take_back(case, made, "moved")
    redraw(case)
    assert told(case) == []


def test_what_was_seen_before_everything_was_compared_is_no_result_to_rely_on(case: CaseFolder) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    before = seen(case, photo, crop).result
    early = Seen({**before, "complete": False, "verdict": {"kinds": [], "undecided": [], "descents": []}})
    judge(case, Said.SAME, photo, crop, "seen", seen=early)
    cases.work(case)
    assert told(case) == []


def plant(case: CaseFolder, parent: Unit, child: Unit, *, judged: bool) -> None:
    """The family tree of the two, as the tables hold it."""
    sign = Sign("bits", weight=0.25)
    descent = Descent("c", "p", Sureness.LIKELY, 0.9, "a test", (sign,), judged=judged)
    tree = Stemma("f", (Witness("p", (parent,)), Witness("c", (child,))), (descent,))
    index = cases.opened(case)
    with index.write() as connection:
        family = connection.scalar(select(schema.member.c.family).where(schema.member.c.holder == parent.holder))
        connection.execute(delete(schema.stemma))
        connection.execute(schema.stemma.insert().values(family=family, body=json.dumps(stemma_to_json(tree))))
    look_again(index, case.objects)
    index.close()


def test_the_descent_that_stood_on_the_page_is_frozen_and_its_loss_is_a_task(case: CaseFolder) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    plant(case, photo, crop, judged=False)
    relied = seen(case, photo, crop)
    verdict = relied.result["verdict"]
    assert isinstance(verdict, dict)
    assert verdict["descents"] == [[crop.holder, photo.holder, "likely"]]
    (row,) = list(relied.result["descents"])  # type: ignore[arg-type]
    assert isinstance(row, dict)
    assert (row["p"], row["signs"][0]["weight"]) == ("0.9", "0.25")  # type: ignore[index, call-overload]
    judge(case, Said.SAME, photo, crop, "seen", seen=relied)
    plant(case, photo, crop, judged=False)
    assert told(case) == []
    plant(case, crop, photo, judged=False)
    assert [task.kind for task in told(case)] == [TaskKind.RECOMPUTED]


def test_a_descent_that_a_person_gave_is_not_compared(case: CaseFolder) -> None:
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    plant(case, photo, crop, judged=False)
    judge(case, Said.PARENT, crop, photo, "seen", seen=seen(case, photo, crop))
    plant(case, crop, photo, judged=True)
    assert told(case) == []


def test_a_closed_case_is_redrawn_and_not_written_to(case: CaseFolder) -> None:
    close_case(case, None)
    assert redraw(case)
