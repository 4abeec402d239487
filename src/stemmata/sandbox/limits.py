"""What a forked child gives up before it sees a hostile byte.

Limits first (memory, processor time, nothing written, eight descriptors, no core dump, no capability), then the layers
of the kernel's lock that were found to work here (sandbox.trial), the filter of calls last: it refuses what the others
are made with. Imports and opens by Python code are refused with a name of our own: not against an attacker, but so that
whatever was not warmed before the fork fails with that name on every machine.
"""

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from math import ceil
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from stemmata.model.lock import Lock, Tier
from stemmata.sandbox import landlock, seccomp
from stemmata.sandbox.system_calls import call, machine

SOURCE, ANSWER = 3, 4
"""The two descriptors that a child holds beside /dev/null on 0, 1 and 2."""

DESCRIPTORS = 8  # the five above; libtiff and FFmpeg may duplicate one
SPARE_CPU_SECONDS = 1  # RLIMIT_CPU is whole seconds; the deadline outside comes first unless the clock stood still
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38  # linux/prctl.h
FIRST_TO_GO = b"1000"  # where memory runs out, the kernel ends the worker before the person's programs: proc(5)
CAPABILITY_VERSION = 0x20080522  # linux/capability.h: two words of each of the three sets

FORBIDDEN_EVENTS = frozenset(
    {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "socket.__new__", "subprocess.Popen"}
)  # Python audit events, docs.python.org/3/library/audit_events.html


def address_space() -> int:
    """Bytes of address space of this process now; 0 where the system does not say (only Linux does)."""
    try:
        with open("/proc/self/statm", "rb") as source:
            return int(source.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def enter(source: int, answer: int, *, seconds: float, memory_bytes: int, held_bytes: int, lock: Lock) -> None:
    """Called once in the child, before the first byte is read; cannot be undone.

    `held_bytes` is the address space of the warm parent (read before the fork, since a child opens nothing);
    `memory_bytes` is what the child may take beyond it. OSError when a limit or a layer of `lock` cannot be set: the
    child then ends, and nothing is read under a weaker lock than was told.
    """
    if sys.platform == "linux":
        _give_up_rights()
    _keep_only(source, answer)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CPU, ceil(seconds) + SPARE_CPU_SECONDS)
    _limit(resource.RLIMIT_NOFILE, DESCRIPTORS)
    if held_bytes:
        _limit(resource.RLIMIT_AS, held_bytes + memory_bytes)
    if lock.landlock:
        landlock.enter(lock.landlock)
    here = machine()
    if lock.seccomp and here is not None:
        seccomp.enter(seccomp.program(here, os.getpid()))
    sys.meta_path.insert(0, _NoImport())
    sys.addaudithook(_refuse)


def keep_to_reading(lock: Lock) -> None:
    """Called once in the warm process, before it imports a library: what is imported may read files, and call nobody.

    A runtime of models was found to open a store of its own in the person's folder and to ask for its maker's server,
    as it is imported. OSError when a layer of `lock` cannot be set.
    """
    with contextlib.suppress(OSError):  # no /proc in some containers, and none elsewhere than on Linux
        Path("/proc/self/oom_score_adj").write_bytes(FIRST_TO_GO)
    here = machine()
    if lock.tier is not Tier.S1 and here is not None:
        _prctl(PR_SET_NO_NEW_PRIVS, 1)
        if lock.landlock:
            landlock.enter(lock.landlock, reads=True)
        seccomp.enter(seccomp.warm_program(here))


def _give_up_rights() -> None:
    """Ends with its parent; leaves no core dump, not even to a program that collects them, since it would hold what was
    decoded; no rights from a program's file, and none of root's where it runs as root."""
    for option, value in ((PR_SET_PDEATHSIG, signal.SIGKILL), (PR_SET_DUMPABLE, 0), (PR_SET_NO_NEW_PRIVS, 1)):
        _prctl(option, value)
    if machine() is not None:
        header, none = struct.pack("<Ii", CAPABILITY_VERSION, 0), bytes(24)
        call("capset", ctypes.create_string_buffer(header, len(header)), ctypes.create_string_buffer(none, len(none)))


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), *(ctypes.c_ulong(0),) * 3):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), f"prctl {option}")


def _keep_only(source: int, answer: int) -> None:
    """Move the two descriptors to 3 and 4 and close the rest."""
    high_source = os.dup2(os.dup(source), 100)  # out of the way, so that neither move overwrites the other
    high_answer = os.dup2(os.dup(answer), 101)
    os.dup2(high_source, SOURCE)
    os.dup2(high_answer, ANSWER)
    os.closerange(ANSWER + 1, max(1024, high_answer + 1))


def _limit(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (most, most))


class _NoImport:
    """First of the module finders: says which import was not made before the fork."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        raise ImportError(f"{name} is imported after the fork: import it in the module or in its warm()", name=name)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and not isinstance(arguments[0], int):
        _forbidden("a file is opened")
    if event in FORBIDDEN_EVENTS:
        _forbidden(event)


def _forbidden(what: str) -> NoReturn:
    raise PermissionError(f"{what} inside the worker")
