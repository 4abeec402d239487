"""What a forked child gives up before it sees a hostile byte.

Today (tier S1): resource limits, no descriptor but the file and the answer, no import and no open by Python code. The
last two are for us, not against an attacker: they make whatever was not warmed before the fork fail now, with its name,
and not on the day when the kernel refuses it.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from math import ceil
from types import ModuleType
from typing import NoReturn

TIER = "S1"
"""How well the worker is locked: S1 separate process, limits, deadline; S2 and S3 add seccomp and Landlock."""

SOURCE, ANSWER = 3, 4
"""The two descriptors that a child holds beside /dev/null on 0, 1 and 2."""

DESCRIPTORS = 8  # the five above; libtiff and FFmpeg may duplicate one
SPARE_CPU_SECONDS = 1  # RLIMIT_CPU is whole seconds; the deadline outside comes first unless the clock stood still
PR_SET_PDEATHSIG = 1  # linux/prctl.h

FORBIDDEN_EVENTS = frozenset(
    {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "socket.__new__", "subprocess.Popen"}
)  # Python audit events, docs.python.org/3/library/audit_events.html

_LIBC = ctypes.CDLL(None, use_errno=True)


def address_space() -> int:
    """Bytes of address space of this process now; 0 where the system does not say (only Linux does)."""
    try:
        with open("/proc/self/statm", "rb") as source:
            return int(source.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def enter(source: int, answer: int, *, seconds: float, memory_bytes: int, held_bytes: int) -> None:
    """Called once in the child, before the first byte is read; cannot be undone.

    `held_bytes` is the address space of the warm parent (read before the fork, since a child opens nothing);
    `memory_bytes` is what the child may take beyond it. OSError when a limit cannot be set: the child then ends.
    """
    _die_with_parent()
    _keep_only(source, answer)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CPU, ceil(seconds) + SPARE_CPU_SECONDS)
    _limit(resource.RLIMIT_NOFILE, DESCRIPTORS)
    if held_bytes:
        _limit(resource.RLIMIT_AS, held_bytes + memory_bytes)
    kernel_lock()
    sys.meta_path.insert(0, _NoImport())
    sys.addaudithook(_refuse)


def kernel_lock() -> None:
    """The place for Landlock and seccomp: after the limits, before the first hostile byte. Tier S1 has none."""


def _die_with_parent() -> None:
    if sys.platform == "linux":
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


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
