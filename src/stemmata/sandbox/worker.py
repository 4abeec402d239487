"""The parent's side: one warm process, one child per file, one clock, and a failure for whatever goes wrong."""

import errno
import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from stemmata.model.canonical import Json
from stemmata.model.errors import WorkerUnavailable
from stemmata.model.failure import Code, Failure
from stemmata.model.lock import Lock
from stemmata.model.seams import Reducer, Reduction
from stemmata.sandbox import wire, zygote

START_SECONDS = 60.0  # cold disk, small machine: cv2 and av together are 350 MB to read
STATUS_SECONDS = 10.0  # the warm process only kills and waits; longer means that it is not ours any more

ENVIRONMENT = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # a child's memory is all new: 25 instead of 37 ms for a 2 Mpx JPEG
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",  # a thread pool would not survive the fork
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_OPENCL_RUNTIME": "disabled",  # it would load drivers of this machine
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime tells its maker of its use otherwise: Privacy.md in its wheel
}
"""All that a worker sees of the user's environment: nothing."""


class _DeadlinePassed(Exception):
    pass


class _ZygoteGone(Exception):
    pass


class LocalWorker:
    """Runs reducers on this machine, each file in a process of its own that ends with it.

    `preload`: modules to import before the first file (others are imported at first use). `search`: further folders to
    import from, for tests. Not for two threads at once: give every slot of an engine its own.
    """

    def __init__(self, preload: Sequence[str] = (), *, search: Sequence[str] = ()) -> None:
        self._preload = tuple(preload)
        self._search = tuple(search)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._lock: Lock | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the warm process; None before the first file and after `close`."""
        return None if self._process is None else self._process.pid

    @property
    def lock(self) -> Lock | None:
        """What the warm process found to hold on this machine; None before the first file."""
        return self._lock

    def reduce(self, reducer: Reducer, path: str, parameters: Mapping[str, Json] | None = None) -> Reduction | Failure:
        """Run `reducer` on the regular file at `path`. WorkerUnavailable when no worker can be started."""
        try:
            # O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever
            source = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                raise WorkerUnavailable(
                    os.strerror(error.errno)
                ) from error  # no failure of the file, to be kept as one
            code = Code.LINK if error.errno == errno.ELOOP else Code.UNREADABLE
            return Failure(code, "" if code is Code.LINK else os.strerror(error.errno or 0))
        try:
            found = os.fstat(source)
            if not stat.S_ISREG(found.st_mode):
                return Failure(Code.SPECIAL)
            if found.st_size == 0:
                return Failure(Code.EMPTY)
            try:
                return replace(self._ask(reducer, source, parameters or {}), lock=self._lock)
            except _ZygoteGone:  # it may have died long before this file came
                self.close()
            try:
                return replace(self._ask(reducer, source, parameters or {}), lock=self._lock)
            except _ZygoteGone:
                self.close()
                return Failure(Code.WORKER_CRASHED, "the worker's own process ended twice", self._lock)
        finally:
            os.close(source)

    def start(self) -> None:
        """Start the warm process if it does not run. WorkerUnavailable when it cannot."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        ours, theirs = socket.socketpair()
        environment = ENVIRONMENT | ({"PYTHONPATH": os.pathsep.join(self._search)} if self._search else {})
        command = [sys.executable, "-s", "-P", "-B", "-m", zygote.__name__, str(theirs.fileno()), *self._preload]
        try:
            with theirs:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env=environment,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                )
        except OSError as error:
            ours.close()
            raise WorkerUnavailable(f"{error.strerror}") from error
        self._control = ours
        try:
            ours.settimeout(START_SECONDS)
            told = self._told()
        except _ZygoteGone as error:
            self.close()
            raise WorkerUnavailable("its process ended, or did not answer, before it was ready") from error
        if not told["ready"]:
            self.close()
            raise WorkerUnavailable(told["why"])
        held = told["lock"]
        self._lock = Lock(held["seccomp"], held["landlock"], tuple(held["lacks"]))

    def close(self) -> None:
        """End the warm process and whatever it runs. May be called twice; `reduce` starts a new one."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)  # start_new_session made it the head of its group
            self._process.wait()
            self._process = None

    def _ask(self, reducer: Reducer, source: int, parameters: Mapping[str, Json]) -> Reduction | Failure:
        self.start()
        deadline = time.monotonic() + reducer.seconds
        os.lseek(source, 0, os.SEEK_SET)
        reading, writing = os.pipe()
        try:
            try:
                self._request(reducer, source, writing, parameters)
            finally:
                os.close(writing)
            return self._outcome(reducer, reading, deadline)
        finally:
            os.close(reading)

    def _outcome(self, reducer: Reducer, reading: int, deadline: float) -> Reduction | Failure:
        cut = False
        answer: Reduction | Failure
        try:
            answer = wire.decode(_Pipe(reading, deadline), reducer)
        except _DeadlinePassed:
            answer = Failure(Code.WORKER_TIMEOUT, f"{reducer.seconds:g} s")
        except wire.WireCut:
            cut = True
            answer = Failure(Code.WORKER_CRASHED)
        except wire.WireViolation as violation:
            answer = Failure(Code.WORKER_OUTPUT, wire.plain_detail(str(violation)))
        status = self._end_child()
        return _ended(status, reducer) if cut else answer

    def _request(self, reducer: Reducer, source: int, writing: int, parameters: Mapping[str, Json]) -> None:
        text = json.dumps(
            {
                "entry": reducer.entry,
                "parameters": dict(parameters),
                "seconds": reducer.seconds,
                "memory_bytes": reducer.memory_bytes,
            }
        ).encode("utf-8")
        control = self._running()
        control.settimeout(START_SECONDS)
        try:
            socket.send_fds(control, [zygote.LENGTH.pack(len(text))], [source, writing])
            control.sendall(text)
        except OSError as error:
            raise _ZygoteGone from error

    def _end_child(self) -> int:
        """How the child ended: its exit status, or minus the number of the signal."""
        control = self._running()
        control.settimeout(STATUS_SECONDS)
        try:
            control.sendall(b".")
        except OSError as error:
            raise _ZygoteGone from error
        return int(self._told()["status"])

    def _told(self) -> dict[str, Any]:
        control = self._running()
        try:
            length = zygote.LENGTH.unpack(zygote.receive(control, zygote.LENGTH.size))[0]
            told: dict[str, Any] = json.loads(zygote.receive(control, length))
        except (OSError, EOFError, ValueError) as error:
            raise _ZygoteGone from error
        return told

    def _running(self) -> socket.socket:
        if self._control is None:
            raise _ZygoteGone
        return self._control


class _Pipe:
    """The answer's pipe as a stream that stops at the deadline."""

    def __init__(self, descriptor: int, deadline: float) -> None:
        self._descriptor, self._deadline = descriptor, deadline
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)

    def readinto(self, buffer: memoryview, /) -> int:
        left_ms = (self._deadline - time.monotonic()) * 1000
        if left_ms <= 0 or not self._poll.poll(left_ms):
            raise _DeadlinePassed
        return os.readv(self._descriptor, [buffer])


def _ended(status: int, reducer: Reducer) -> Failure:
    """Why a child left no whole answer."""
    if status == -signal.SIGXCPU:
        return Failure(Code.WORKER_TIMEOUT, f"{reducer.seconds:g} s of processor time")
    if status == -signal.SIGSYS:
        return Failure(Code.WORKER_FORBIDDEN)
    if status == zygote.NO_MEMORY_TO_SAY_SO:
        return Failure(Code.WORKER_MEMORY, f"{reducer.memory_bytes:,} bytes")
    if status == zygote.LIMIT_FAILED:
        return Failure(Code.WORKER_CRASHED, "the worker could not lock itself, so the file was not opened")
    if status < 0:
        return Failure(Code.WORKER_CRASHED, signal.Signals(-status).name)
    return Failure(Code.WORKER_CRASHED, f"ended with status {status} and no whole answer")
