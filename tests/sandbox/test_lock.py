"""The lock against code that is wholly the attacker's: each class of call, each layer alone, and what is told of it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from stemmata.model.failure import Code, Failure
from stemmata.model.lock import Lock, Tier
from stemmata.model.seams import ArrayBound, Reducer, Reduction
from stemmata.sandbox import landlock, seccomp, system_calls, trial
from stemmata.sandbox.system_calls import machine, number_of
from stemmata.sandbox.worker import LocalWorker

MODULE = "reducers_on_trial"
HERE = trial.strongest_lock()
ALL = trial.of_seccomp(os.getpid())

needs_all = pytest.mark.skipif(HERE.tier is not Tier.S3, reason=f"not run: this machine gives {HERE}")


def reducer(function: str) -> Reducer:
    bounds = {"bytes": ArrayBound("|u1", (1_000,))}
    return Reducer(f"{function}/1", f"{MODULE}:{function}", bounds, 100_000, 20.0, 300_000_000)


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker([MODULE], search=[str(Path(__file__).parent)]) as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "file"
    path.write_bytes(b"nine byte")
    return str(path)


def refused_under(lock: Lock, attempts: trial.Attempts) -> set[str]:
    """Each attempt in a child of its own."""
    return {name for name, attempt in attempts.items() if trial.tried(lock, {name: attempt}) is None}


BY_NAME = {"reading a file", "writing a file", "listing a folder", "running a program"}


@needs_all
def test_without_the_kernels_lock_only_the_limits_refuse() -> None:
    """The control: an attempt that always failed would show nothing."""
    attempts = {**ALL, "connecting": trial.of_landlock(4, os.getpid())["connecting"]}
    assert refused_under(Lock(), attempts) == {"3 GiB of memory", "a higher limit"}


@needs_all
def test_the_filter_of_calls_alone_refuses_everything() -> None:
    assert refused_under(Lock(seccomp=True), ALL) == set(ALL)
    assert trial.fatal() is None


@needs_all
def test_landlock_alone_refuses_names_and_what_its_version_knows() -> None:
    version = landlock.version()
    by_version = {4: {"connecting"}, 6: {"connecting", "a signal to another process"}}
    expected = BY_NAME.union(*(names for since, names in by_version.items() if since <= version))
    attempts = {**ALL, **trial.of_landlock(version, os.getpid())}
    limited = {"3 GiB of memory", "a higher limit"}
    assert refused_under(Lock(landlock=version), attempts) - limited == expected


@needs_all
def test_landlock_does_not_refuse_datagrams_so_the_filter_has_to() -> None:
    name = "a socket for datagrams"
    assert refused_under(Lock(landlock=landlock.version()), {name: ALL[name]}) == set()


@needs_all
def test_own_memory_cannot_be_opened_under_either_layer() -> None:
    attempts = {"own memory": lambda: system_calls.call("openat", -100, b"/proc/self/mem", os.O_RDWR, 0)}
    assert refused_under(Lock(seccomp=True), attempts) == {"own memory"}
    assert refused_under(Lock(landlock=landlock.version()), attempts) == {"own memory"}


@needs_all
def test_nothing_is_written_under_the_limits_alone() -> None:
    def write() -> None:
        os.write(system_calls.call("memfd_create", b"x", 0), b"x")

    told = trial.tried(Lock(), {"writing": write})
    assert told == "writing is not refused", "EFBIG is a limit's refusal and none of the lock's"


@needs_all
def test_in_the_worker_each_class_of_call_is_refused(worker: LocalWorker, file: str) -> None:
    answer = worker.reduce(reducer("asks_the_kernel"), file, {"parent": os.getpid()})
    assert isinstance(answer, Reduction), answer
    assert answer.facts == dict.fromkeys(ALL, True)


@needs_all
def test_what_no_decoder_asks_ends_the_worker_and_names_the_file(worker: LocalWorker, file: str) -> None:
    here = machine()
    assert here is not None
    asked = [name for name in seccomp.FATAL if number_of(name, here) is not None]
    answers = {name: worker.reduce(reducer("asks_for"), file, {"call": name}) for name in asked}
    assert answers == dict.fromkeys(asked, Failure(Code.WORKER_FORBIDDEN))
    assert len(answers) > 30


@needs_all
@pytest.mark.skipif(machine() != "x86_64", reason="not run: these are ways of x86-64")
def test_the_other_tables_of_calls_are_closed(worker: LocalWorker, file: str) -> None:
    forbidden = Failure(Code.WORKER_FORBIDDEN)
    assert worker.reduce(reducer("asks_by_number"), file, {"number": 0x40000000 | 39}) == forbidden
    assert worker.reduce(reducer("asks_by_the_old_gate"), file) == forbidden


@needs_all
def test_a_call_younger_than_the_list_is_said_to_be_absent(worker: LocalWorker, file: str) -> None:
    for name in ("clone3", "fork", "vfork", "setsid", "getppid", "dup2", "seccomp"):
        if machine() == "aarch64" and number_of(name, "aarch64") is None:
            continue
        answer = worker.reduce(reducer("asks_for"), file, {"call": name})
        assert isinstance(answer, Reduction)
        assert answer.facts == {name: "ENOSYS" if name == "clone3" else "EPERM"}


@needs_all
def test_threads_still_start(worker: LocalWorker, file: str) -> None:
    answer = worker.reduce(reducer("starts_a_thread"), file)
    assert isinstance(answer, Reduction), answer
    assert answer.facts == {"done": 1}


@needs_all
def test_the_warm_process_cannot_be_ended_from_inside(worker: LocalWorker, file: str) -> None:
    worker.start()
    before = worker.pid
    assert before is not None
    answer = worker.reduce(reducer("ends_the_zygote"), file, {"parent": before})
    assert answer == Failure(Code.WORKER_CRASHED, "PermissionError: [Errno 1] Operation not permitted")
    assert worker.pid == before


@needs_all
def test_a_library_that_calls_home_as_it_is_imported_reaches_nobody_and_keeps_nothing(file: str) -> None:
    asked = Reducer("seen/1", "calls_home:seen", {"bytes": ArrayBound("|u1", (1,))})
    with LocalWorker(["calls_home"], search=[str(Path(__file__).parent)]) as worker:
        answer = worker.reduce(asked, file)
    assert isinstance(answer, Reduction), answer
    refused = dict.fromkeys(("calls", "asks by datagram", "keeps a store", "runs a program"), "PermissionError")
    assert answer.facts == refused | {"reads": "let through"}


def test_the_lock_is_told_with_every_answer(worker: LocalWorker, file: str) -> None:
    for function in ("size", "partial", "refuses", "crash"):
        assert worker.reduce(reducer(function), file).lock == HERE


@needs_all
def test_a_filter_that_lets_one_call_through_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "ALLOWED", (*seccomp.ALLOWED, "openat"))
    found = trial.strongest_lock()
    assert (found.tier, found.landlock) == (Tier.S1, HERE.landlock)
    assert found.lacks == ("seccomp: reading a file is not refused",)


@needs_all
def test_a_filter_that_does_not_end_a_tracer_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "FATAL", ())
    assert trial.strongest_lock().lacks == ("seccomp: tracing another process is not fatal (status 0)",)


@needs_all
def test_a_landlock_that_lets_folders_be_listed_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(landlock.FILES_SINCE, 1, (1 << 13) - 1 & ~(1 << 3))
    found = trial.strongest_lock()
    assert (found.tier, found.landlock) == (Tier.S2, 0)
    assert found.lacks == ("Landlock: listing a folder is not refused",)


@needs_all
def test_a_kernel_without_landlock_gives_the_second_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    found = trial.strongest_lock()
    assert (found.tier, len(found.lacks)) == (Tier.S2, 1)
    assert found.lacks[0].startswith("Landlock: this kernel has none")


@needs_all
def test_a_kernel_that_refuses_the_filter_gives_the_first_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(seccomp.ARCHITECTURE, "x86_64", 0)
    monkeypatch.setitem(seccomp.ARCHITECTURE, "aarch64", 0)
    found = trial.strongest_lock()
    assert found.tier is Tier.S1
    assert found.lacks[0].startswith("seccomp: a child could not enter it")


def test_an_unknown_machine_gives_the_first_tier_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "machine", lambda: None)
    found = trial.strongest_lock()
    assert (found.tier, found.landlock, len(found.lacks)) == (Tier.S1, 0, 1)
    assert found.lacks[0].startswith("seccomp, Landlock: this version knows neither for ")


def test_a_lock_is_written_and_read_again() -> None:
    for lock in (Lock(), Lock(seccomp=True), Lock(seccomp=True, landlock=7), Lock(landlock=3)):
        assert Lock.from_json(lock.to_json()) == lock
    for foreign in (None, 7, {}, {"tier": "S9", "landlock": 1}, {"tier": ["S1"]}):
        assert Lock.from_json(foreign) is None
