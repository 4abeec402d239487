"""Every way in which a decoder can fail becomes the named failure of that one file."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from stemmata.model.errors import WorkerUnavailable
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import ArrayBound, Reducer, Reduction
from stemmata.sandbox.worker import ENVIRONMENT, LocalWorker

MODULE = "reducers_on_trial"


def reducer(function: str, *, seconds: float = 20.0, memory_bytes: int = 300_000_000) -> Reducer:
    bounds = {"bytes": ArrayBound("|u1", (1_000_000,))}
    return Reducer(f"{function}/1", f"{MODULE}:{function}", bounds, 1_000_000, seconds, memory_bytes)


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker([MODULE], search=[str(Path(__file__).parent)]) as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "file"
    path.write_bytes(b"nine bytes"[:9])
    return str(path)


def test_facts_arrays_and_parameters_cross_the_boundary(worker: LocalWorker, file: str) -> None:
    reduction = worker.reduce(reducer("size"), file, {"key": ["value", 1, None]})
    assert isinstance(reduction, Reduction)
    assert reduction.facts == {"bytes": 9, "parameters": {"key": ["value", 1, None]}}
    assert bytes(reduction.arrays["bytes"]) == b"nine byte"
    assert not reduction.arrays["bytes"].flags.writeable


def test_what_was_read_of_a_cut_file_is_kept_beside_the_failure(worker: LocalWorker, file: str) -> None:
    reduction = worker.reduce(reducer("partial"), file)
    assert isinstance(reduction, Reduction)
    assert reduction.failure == Failure(Code.TRUNCATED, "3 of 9")
    assert len(reduction.arrays["bytes"]) == 3


JSON = "bytes of JSON, at most 1,000,000 are allowed"
OBJECTS = "array bytes holds object, not plain numbers"
MISBEHAVIOUR = [
    # reducer                       seconds  the failure
    ("refuses",                     20.0, Failure(Code.DAMAGED, "a line?break and ? a mark")),
    ("raises",                      20.0, Failure(Code.WORKER_CRASHED, "KeyError: 'unforeseen'")),
    ("crash",                       20.0, Failure(Code.WORKER_CRASHED, "SIGSEGV")),
    ("hang",                         0.5, Failure(Code.WORKER_TIMEOUT, "0.5 s")),
    ("closes_its_answer_and_hangs",  0.5, Failure(Code.WORKER_CRASHED, "SIGKILL")),
    ("memory_bomb",                 20.0, Failure(Code.WORKER_MEMORY)),
    ("too_large",                   20.0, Failure(Code.WORKER_OUTPUT, "array bytes is larger than (1000000,)")),
    ("wrong_dtype",                 20.0, Failure(Code.WORKER_OUTPUT, "array bytes is not |u1")),
    ("wrong_axes",                  20.0, Failure(Code.WORKER_OUTPUT, "array bytes has not 1 axes")),
    ("undeclared",                  20.0, Failure(Code.WORKER_OUTPUT, "an array that is not declared, or twice")),
    ("missing",                     20.0, Failure(Code.WORKER_OUTPUT, "0 arrays, 1 are declared")),
    ("objects",                     20.0, Failure(Code.WORKER_CRASHED, f"ValueError: {OBJECTS}")),
    ("long_json",                   20.0, Failure(Code.WORKER_OUTPUT, f"5,000,092 {JSON}")),
    ("garbage",                     20.0, Failure(Code.WORKER_OUTPUT, "the answer does not begin as one")),
    ("half_an_answer",              20.0, Failure(Code.WORKER_CRASHED, "ended with status 0 and no whole answer")),
    ("more_than_the_answer",        20.0, Failure(Code.WORKER_OUTPUT, "bytes after the end of the answer")),
    ("writes_for_ever",             20.0, Failure(Code.WORKER_OUTPUT, f"4,294,967,295 {JSON}")),
]  # fmt: skip


@pytest.mark.parametrize(("function", "seconds", "failure"), MISBEHAVIOUR, ids=[row[0] for row in MISBEHAVIOUR])
def test_misbehaviour_is_named_and_the_next_file_is_read(
    function: str, seconds: float, failure: Failure, worker: LocalWorker, file: str
) -> None:
    assert worker.reduce(reducer(function, seconds=seconds), file) == failure
    assert isinstance(worker.reduce(reducer("size"), file), Reduction)


def test_inside_nothing_can_be_opened_imported_or_forked(worker: LocalWorker, file: str) -> None:
    reduction = worker.reduce(reducer("tries"), file)
    assert isinstance(reduction, Reduction)
    assert reduction.facts == {
        "write_to_source": "OSError",
        "open_file": "PermissionError",
        "import_late": "ImportError",
        "fork": "PermissionError",
        "descriptor": "OSError",
        "environment": sorted({*ENVIRONMENT, "PYTHONPATH"}),
        "warmed_before_fork": [True],
    }


def test_a_killed_zygote_is_started_again(worker: LocalWorker, file: str) -> None:
    worker.start()
    before = worker.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    assert isinstance(worker.reduce(reducer("size"), file), Reduction)
    assert worker.pid != before


def test_answers_come_in_the_order_of_the_questions(worker: LocalWorker, tmp_path: Path) -> None:
    seen = []
    for length in range(1, 21):
        path = tmp_path / str(length)
        path.write_bytes(bytes(length))
        reduction = worker.reduce(reducer("size"), str(path))
        assert isinstance(reduction, Reduction)
        seen.append(reduction.facts["bytes"])
    assert seen == list(range(1, 21))


def test_a_warm_process_that_ends_twice_over_one_file_is_its_failure(file: str) -> None:
    asked = Reducer("ends/1", "ends_at_import:anything", {})
    with LocalWorker(search=[str(Path(__file__).parent)]) as worker:
        assert worker.reduce(asked, file) == Failure(Code.WORKER_CRASHED, "the worker's own process ended twice")
        assert isinstance(worker.reduce(reducer("size"), file), Reduction)


def test_a_module_that_was_not_preloaded_is_imported_before_the_fork(file: str) -> None:
    with LocalWorker(search=[str(Path(__file__).parent)]) as worker:
        assert isinstance(worker.reduce(reducer("size"), file), Reduction)


def test_a_module_that_cannot_be_imported_stops_the_command_with_its_name() -> None:
    with LocalWorker(["no_such_module"]) as worker, pytest.raises(WorkerUnavailable, match="no_such_module"):
        worker.start()


def test_what_is_not_a_regular_file_is_not_opened(worker: LocalWorker, file: str, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(file)
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "empty").touch()
    asked = {name: worker.reduce(reducer("size"), str(tmp_path / name)) for name in ("link", "fifo", "empty", "gone")}
    assert asked == {
        "link": Failure(Code.LINK),
        "fifo": Failure(Code.SPECIAL),
        "empty": Failure(Code.EMPTY),
        "gone": Failure(Code.UNREADABLE, "No such file or directory"),
    }


def test_no_descriptor_is_left_open_in_the_parent(worker: LocalWorker, file: str) -> None:
    worker.reduce(reducer("size"), file)
    before = sorted(Path("/proc/self/fd").iterdir())
    for function in ("size", "crash", "too_large"):
        worker.reduce(reducer(function), file)
    assert sorted(Path("/proc/self/fd").iterdir()) == before


def test_an_array_of_a_megabyte_arrives_whole(worker: LocalWorker, tmp_path: Path) -> None:
    content = np.random.default_rng(1).integers(0, 256, 999_999, dtype=np.uint8)
    (tmp_path / "large").write_bytes(content.tobytes())
    reduction = worker.reduce(reducer("size"), str(tmp_path / "large"))
    assert isinstance(reduction, Reduction)
    np.testing.assert_array_equal(reduction.arrays["bytes"], content)
