"""The lock tried before it is trusted: throw-away children try what must be refused, one layer of the lock at a time.

One at a time, because two layers that refuse the same thing hide each other's absence. A layer that lets one attempt
through, or cannot be entered, is not used, and the tier is lower and says why. Every warm process does this once at its
start, before it has imported anything large (bench/lock.py has what it costs).
"""

import ctypes
import errno
import os
import platform
import resource
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping

from stemmata.model.lock import Lock
from stemmata.sandbox import landlock, limits
from stemmata.sandbox.system_calls import call, machine

HERE = -100  # AT_FDCWD
REFUSALS = frozenset({errno.EPERM, errno.EACCES, errno.ENOSYS})
MEMORY = 1_000_000_000  # bytes that a child on trial may take beyond what it holds
TOO_MUCH = 3 << 30
CHILD_SECONDS = 10  # of processor time and of the clock; an attempt takes microseconds

Attempts = Mapping[str, Callable[[], object]]

_NOTHING = (ctypes.c_char_p * 4)(os.fsencode(sys.executable), b"-ISc", b"", None)
"""How Python is asked to do nothing and end: the program that is surely there."""


def strongest_lock() -> Lock:
    """What works on this machine, now. Never raises for what a kernel or a container refuses."""
    if machine() is None:
        system = f"{platform.system()} {platform.machine()}"
        return Lock(lacks=(f"seccomp, Landlock: this version knows neither for {system}",))
    lacks = []
    refused = tried(Lock(seccomp=True), of_seccomp(os.getpid())) or fatal()
    if refused is not None:
        lacks.append(f"seccomp: {refused}")
    version = landlock.version()
    lost = "this kernel has none, or a container does not let it through"
    if version:
        lost = tried(Lock(landlock=version), of_landlock(version, os.getpid())) or ""
    if lost:
        lacks.append(f"Landlock: {lost}")
    return Lock(refused is None, 0 if lost else version, tuple(lacks))


def of_seccomp(parent: int) -> Attempts:
    """What the filter of calls, or a limit, must refuse; `parent`: a process of ours that must not be reached."""
    return {
        **_by_name(),
        "asking for a file by name": lambda: call("newfstatat", HERE, b"/", _buffer(256), 0),
        "a file in memory": lambda: call("memfd_create", b"x", 0),
        "a socket for datagrams": lambda: call("socket", socket.AF_INET, socket.SOCK_DGRAM, 0),
        "a socket for streams": lambda: call("socket", socket.AF_INET6, socket.SOCK_STREAM, 0),
        "a socket on this machine": lambda: call("socket", socket.AF_UNIX, socket.SOCK_STREAM, 0),
        "connecting": lambda: call("connect", limits.SOURCE, _address(), 16),
        "another process": lambda: _forked(call("clone", signal.SIGCHLD, 0, 0, 0, 0)),
        "a signal to another process": lambda: call("kill", parent, 0),
        "a higher limit": lambda: call("prlimit64", 0, resource.RLIMIT_NOFILE, _more_descriptors(), 0),
        "3 GiB of memory": _takes_memory,
    }


def of_landlock(version: int, parent: int) -> Attempts:
    """What Landlock must refuse without the filter's help."""
    attempts = dict(_by_name())
    if version >= 4:
        attempts["connecting"] = _connects
    if version >= 6:
        attempts["a signal to another process"] = lambda: call("kill", parent, 0)
    return attempts


def _by_name() -> Attempts:
    """Of files that are there on every system and open to everyone, so that nothing but the lock refuses."""
    return {
        "reading a file": lambda: call("openat", HERE, b"/dev/null", os.O_RDONLY, 0),
        "writing a file": lambda: call("openat", HERE, b"/dev/null", os.O_WRONLY, 0),
        "listing a folder": lambda: call("openat", HERE, b"/", os.O_RDONLY | os.O_DIRECTORY, 0),
        "running a program": lambda: call("execve", os.fsencode(sys.executable), _NOTHING, _buffer(8)),
    }


def tried(lock: Lock, attempts: Attempts) -> str | None:
    """None where each attempt was refused; else what is wrong with this lock, in words."""
    told, status = _child(lock, attempts)
    done = [line for line in told.decode("utf-8").split("\n") if line]
    if done and done[-1] == ".":
        return None
    if not done:
        return f"a child could not enter it (status {status})"
    return done[-1].removeprefix("!") + (" is not refused" if done[-1].startswith("!") else f" ended it ({status})")


def fatal() -> str | None:
    """None where the kernel ends a process that asks for what no decoder needs; else what it does, in words."""
    _, status = _child(Lock(seccomp=True), {"": lambda: call("ptrace", 0, 0, 0, 0)})
    return None if status == -signal.SIGSYS else f"tracing another process is not fatal (status {status})"


def _child(lock: Lock, attempts: Attempts) -> tuple[bytes, int]:
    """What a child told that entered `lock` and tried, one line each, and how it ended."""
    held = limits.address_space()
    reading, writing = os.pipe()
    source = os.open(os.devnull, os.O_RDONLY)
    child = os.fork()
    if child == 0:
        try:
            limits.enter(source, writing, seconds=CHILD_SECONDS, memory_bytes=MEMORY, held_bytes=held, lock=lock)
            _try(attempts)
        finally:
            os._exit(1)
    os.close(writing)
    os.close(source)
    told = b""
    while select.select([reading], [], [], CHILD_SECONDS)[0] and (piece := os.read(reading, 4096)):
        told += piece
    os.close(reading)
    os.kill(child, signal.SIGKILL)  # it has ended, unless it hangs
    return told, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _try(attempts: Attempts) -> None:
    for name, attempt in attempts.items():
        os.write(limits.ANSWER, name.encode() + b"\n")
        if not is_refused(attempt):
            os.write(limits.ANSWER, b"!" + name.encode())
            os._exit(0)
    os.write(limits.ANSWER, b".")
    os._exit(0)


def is_refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError as error:
        return error.errno in REFUSALS
    return False


def _takes_memory() -> None:
    try:
        call("mmap", 0, TOO_MUCH, 3, 0x22, -1, 0)  # to read and write, private, of no file
    except OSError as error:
        raise PermissionError(errno.EPERM, "limited") if error.errno == errno.ENOMEM else error from error


def _connects() -> None:
    """To a port of this machine on which nobody listens: nothing is sent anywhere."""
    held = call("socket", socket.AF_INET, socket.SOCK_STREAM, 0)
    try:
        call("connect", held, _address(), 16)
    finally:
        os.close(held)


def _address() -> ctypes.Array[ctypes.c_char]:
    packed = struct.pack("<H", socket.AF_INET) + struct.pack(">H", 9) + bytes((127, 0, 0, 1)) + bytes(8)
    return ctypes.create_string_buffer(packed, len(packed))


def _buffer(size: int) -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(size)


def _more_descriptors() -> ctypes.Array[ctypes.c_char]:
    packed = struct.pack("<2Q", limits.DESCRIPTORS + 1, limits.DESCRIPTORS + 1)
    return ctypes.create_string_buffer(packed, len(packed))


def _forked(child: int) -> None:
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
