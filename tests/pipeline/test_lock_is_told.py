"""The lock of the worker stands beside every derived fact and is no part of its key."""

import json
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import update
from tests import cases
from tests.media import make

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.queries import failures, read_unlocked
from stemmata.cli.run import show_unlocked
from stemmata.decode.probe import PROBE, probe
from stemmata.model.canonical import Json
from stemmata.model.failure import Code, Failure
from stemmata.model.lock import Lock
from stemmata.model.seams import Reducer, Reduction
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.worker_pool import WorkerPool
from stemmata.preserve.casefolder import CaseFolder
from stemmata.sandbox import trial

ITEM = "ab" * 32


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Derived:
    return Derived(tmp_path_factory.mktemp("derived"))


LOCKS = [None, Lock(), Lock(seccomp=True), Lock(seccomp=True, landlock=7)]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_kept_fact_and_a_kept_failure_tell_it(lock: Lock | None, derived: Derived) -> None:
    failure = Failure(Code.DAMAGED, "of no use", lock)
    derived.put(PROBE, ITEM, failure)
    kept = derived.get(PROBE, ITEM)
    assert (kept, kept.lock if kept is not None else None) == (failure, lock)
    whole = probe(BytesIO(make.still()), {})
    derived.put(PROBE, "cd" * 32, Reduction(whole.facts, whole.arrays, None, lock))
    found = derived.get(PROBE, "cd" * 32, ())
    assert isinstance(found, Reduction)
    assert found.lock == lock


def test_facts_kept_before_locks_were_told_are_still_read(derived: Derived) -> None:
    derived.put(PROBE, ITEM, Failure(Code.DAMAGED, "of no use"))
    failed = next(derived.root.rglob("*.failed"))
    failed.write_text(json.dumps({"code": "MEDIA-DAMAGED", "detail": "of no use"}))
    assert derived.get(PROBE, ITEM) == Failure(Code.DAMAGED, "of no use")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    folder = tmp_path_factory.mktemp("stills")
    for seed in range(3):
        (folder / f"{seed}.png").write_bytes(make.still(seed, kind="PNG"))
    (folder / "cut.jpg").write_bytes(b"\xff\xd8\xff" + bytes(500))
    return cases.made(tmp_path_factory.mktemp("case") / "case", folder)


def test_the_export_says_under_which_lock_each_file_was_read(case: CaseFolder, tmp_path: Path) -> None:
    told = [row["read_under"] for row in cases.rows(case, tmp_path / "out", "items")]
    assert told == [trial.strongest_lock().to_json()] * 4


def test_a_run_says_how_many_files_were_read_without_the_kernels_lock(
    case: CaseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    index = Index(case.index_path)
    with index.write() as connection:
        connection.execute(update(schema.item).values(lock=json.dumps(Lock(seccomp=True).to_json())))
    show_unlocked(case)
    assert capsys.readouterr().out == ""
    with index.write() as connection:
        connection.execute(update(schema.item).values(lock=json.dumps(Lock(landlock=7).to_json())))
    index.close()
    assert read_unlocked(case) == 4
    show_unlocked(case)
    assert (
        "4 files were read by a worker with limits and without the kernel's lock (tier S1)." in capsys.readouterr().out
    )


LIES: list[dict[str, object]] = [
    {"width": {"a": 1}},
    {"height": 2**70},
    {"duration_us": True},
    {"mime": ["x"]},
    {"media": "nothing of ours"},
    {"media": ["image"]},
    {"stream_sha256": 1.5},
]


def test_workers_that_lie_in_the_types_of_their_facts_are_named_and_the_run_goes_on(
    tmp_path: Path, own_configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(len(LIES) + 1):
        (folder / f"{number}.png").write_bytes(make.still(number, kind="PNG"))
    honest, lies = WorkerPool.reduce, iter(LIES)

    def lying(pool: WorkerPool, reducer: Reducer, path: str, parameters: Mapping[str, Json] | None = None) -> object:
        answer = honest(pool, reducer, path, parameters)
        if reducer is not PROBE or not isinstance(answer, Reduction):
            return answer
        return replace(answer, facts=answer.facts | next(lies, {}))

    monkeypatch.setattr(WorkerPool, "reduce", lying)
    case = cases.made(tmp_path / "case", folder)
    assert [row.failure.code for row in failures(case)] == [Code.WORKER_OUTPUT] * len(LIES)
