"""Seccomp: the kernel answers the few calls that decoding needs, and no other.

ALLOWED was recorded: strace over every reducer and the shared corpus, and beside it what another libc asks instead
(`python -m bench.lock calls` records anew). What is not listed is refused with EPERM, so that a library falls back or
reports an error; a call that is younger than the list with ENOSYS, so that a newer libc takes the older one. FATAL is
what no decoder and no libc asks: the kernel then ends the process with SIGSYS, and the file is named as hostile.

A filter sees numbers, never what a pointer leads to. So `stat` by name is refused together with newfstatat(fd, ""),
which some libcs make of fstat: Python and the decoders do without (tests/sandbox/test_lock.py).
Source: Linux, Documentation/userspace-api/seccomp_filter.rst, include/uapi/linux/{seccomp,filter,audit}.h.
"""

import ctypes
import errno
import struct
from collections.abc import Iterable, Sequence

from stemmata.sandbox.system_calls import LAST_KNOWN, call, number_of

ALLOWED = (
    *("read", "lseek", "write", "futex", "brk", "mmap", "munmap", "mprotect", "mremap", "madvise"),  # the most frequent
    *("readv", "pread64", "writev", "close", "fstat"),
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack"),
    *("exit", "exit_group", "restart_syscall", "getpid", "gettid", "getrandom"),
    *("clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times"),
    *("getrusage", "getcpu", "sysinfo", "sched_yield", "sched_getaffinity"),
    *("set_robust_list", "set_tid_address", "rseq"),  # a thread makes these of itself: dav1d has threads
)

FATAL = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp"),  # other processes
    *("pidfd_open", "pidfd_getfd", "pidfd_send_signal"),
    *("bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key"),  # wide doors into the kernel
    *("io_uring_setup", "io_uring_enter", "io_uring_register"),  # calls that no filter sees
    *("mount", "umount2", "move_mount", "open_tree", "fsopen", "fsmount", "fspick", "pivot_root", "chroot"),
    *("unshare", "setns", "open_by_handle_at", "memfd_secret"),
    *("kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot"),  # the machine itself
    *("swapon", "swapoff", "acct", "ioperm", "iopl", "modify_ldt"),
)

NOT_WHILE_WARMING = ("socket", "connect", "bind", "sendmsg", "execve", "execveat", *FATAL)
"""What importing a library never needs, though libraries do it. `sendto` is how Python writes to the socket it has."""

ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_X86_64, AUDIT_ARCH_AARCH64
X32 = 0x40000000  # x86-64's second table of calls, for 32-bit pointers

THREAD = 0x003D0F00
"""CLONE_VM | FS | FILES | SYSVSEM | SIGHAND | THREAD | SETTLS | PARENT_SETTID | CHILD_CLEARTID: glibc's thread."""
DETACHED = 0x00400000  # does nothing; musl sets it as well
F_GETFD, F_GETFL = 1, 3
PR_SET_NAME, PR_GET_NAME = 15, 16

KILL, REFUSE, ALLOW = 0x80000000, 0x00050000, 0x7FFF0000  # SECCOMP_RET_KILL_PROCESS, _ERRNO, _ALLOW
SET_FILTER, ALL_THREADS = 1, 1  # SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC

LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06  # classic BPF, linux/bpf_common.h
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data

Instruction = tuple[int, int, int, int]
"""code, jump if true, jump if false, k: struct sock_filter."""


def program(on: str, pid: int) -> list[Instruction]:
    """The filter for the machine `on` and the process `pid`, which may send signals to itself and to nobody else."""
    refuse, absent = (RETURN, 0, 0, REFUSE | errno.EPERM), (RETURN, 0, 0, REFUSE | errno.ENOSYS)
    judged = {
        "clone": _one_of(0, [THREAD], mask=~DETACHED & 0xFFFFFFFF),
        "fcntl": _one_of(1, [F_GETFD, F_GETFL]),
        "kill": _one_of(0, [pid]),
        "tgkill": _one_of(0, [pid]),
        "prctl": _one_of(0, [PR_SET_NAME, PR_GET_NAME]),
        "prlimit64": [*_zero_or_refuse(0), *_zero_or_refuse(2), (RETURN, 0, 0, ALLOW)],  # its own, and no new ones
    }
    made = [*_of_this_table(on), *_each(ALLOWED, on, ALLOW)]
    for name, verdict in judged.items():
        made += [(EQUAL, 0, len(verdict), _number(name, on)), *verdict]
    made += _each(FATAL, on, KILL)
    made += [(EQUAL, 0, 1, _number("clone3", on)), absent]  # what its structure asks for cannot be seen
    made += [(AT_LEAST, 0, 1, LAST_KNOWN + 1), absent, refuse]
    return made


def warm_program(on: str) -> list[Instruction]:
    """The filter of the process that imports libraries: everything but NOT_WHILE_WARMING."""
    refused = _each(NOT_WHILE_WARMING, on, REFUSE | errno.EPERM)
    return [*_of_this_table(on), *refused, (RETURN, 0, 0, ALLOW)]


def enter(filter_: Sequence[Instruction]) -> None:
    """For every thread of this process and all that they start; cannot be undone. Asks for no_new_privs to be set.
    OSError."""
    packed = b"".join(struct.pack("<HBBI", *instruction) for instruction in filter_)
    held = ctypes.create_string_buffer(packed, len(packed))
    header = struct.pack("<HxxxxxxQ", len(packed) // 8, ctypes.addressof(held))
    unlocked = call("seccomp", SET_FILTER, ALL_THREADS, ctypes.create_string_buffer(header, len(header)))
    if unlocked:
        raise OSError(errno.ESRCH, "a thread did not take the filter", str(unlocked))


def _of_this_table(on: str) -> list[Instruction]:
    """Loads the number of the call; fatal is one by another machine's table."""
    return [
        (LOAD, 0, 0, MACHINE),
        (EQUAL, 1, 0, ARCHITECTURE[on]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, X32),
        (RETURN, 0, 0, KILL),
    ]


def _number(name: str, on: str) -> int:
    number = number_of(name, on)
    if number is None:
        raise ValueError(f"{on} has no {name}")
    return number


def _each(names: Iterable[str], on: str, verdict: int) -> list[Instruction]:
    numbers = [number for name in names if (number := number_of(name, on)) is not None]
    return [step for number in numbers for step in ((EQUAL, 0, 1, number), (RETURN, 0, 0, verdict))]


def _one_of(argument: int, values: Sequence[int], mask: int | None = None) -> list[Instruction]:
    """Allows where the low half of the argument, all that the kernel takes of an int, is one of these."""
    made: list[Instruction] = [(LOAD, 0, 0, FIRST_ARGUMENT + 8 * argument)]
    if mask is not None:
        made.append((AND, 0, 0, mask))
    made += [step for value in values for step in ((EQUAL, 0, 1, value), (RETURN, 0, 0, ALLOW))]
    return [*made, (RETURN, 0, 0, REFUSE | errno.EPERM)]


def _zero_or_refuse(argument: int) -> list[Instruction]:
    """Goes on where both halves of the argument are zero."""
    at = FIRST_ARGUMENT + 8 * argument
    return [
        step
        for half in (at, at + 4)
        for step in ((LOAD, 0, 0, half), (EQUAL, 1, 0, 0), (RETURN, 0, 0, REFUSE | errno.EPERM))
    ]
