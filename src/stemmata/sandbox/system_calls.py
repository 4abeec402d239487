"""Numbers of Linux's system calls on the machines that the lock knows, and the one way to make a call by name.

A wrong number would refuse what decoders need or allow what they must not: tests/sandbox/test_system_calls.py holds
every number against the kernel's own headers.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from functools import cache
from typing import Any

MACHINES = ("x86_64", "aarch64")

NUMBERS: dict[str, tuple[int | None, int | None]] = {
    # what decoders use
    "read": (0, 63), "readv": (19, 65), "pread64": (17, 67), "write": (1, 64), "writev": (20, 66), "lseek": (8, 62),
    "close": (3, 57), "fstat": (5, 80), "mmap": (9, 222), "munmap": (11, 215), "mremap": (25, 216),
    "mprotect": (10, 226), "madvise": (28, 233), "brk": (12, 214), "futex": (202, 98), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132), "exit": (60, 93),
    "exit_group": (231, 94), "restart_syscall": (219, 128), "getpid": (39, 172), "gettid": (186, 178),
    "getrandom": (318, 278), "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101), "gettimeofday": (96, 169), "time": (201, None), "times": (100, 153),
    "getrusage": (98, 165), "getcpu": (309, 168), "sysinfo": (99, 179), "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123), "set_robust_list": (273, 99), "set_tid_address": (218, 96), "rseq": (334, 293),
    # judged by their arguments
    "clone": (56, 220), "clone3": (435, 435), "fcntl": (72, 25), "kill": (62, 129), "tgkill": (234, 131),
    "prctl": (157, 167), "prlimit64": (302, 261),
    # no decoder's business
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "mount": (165, 40), "umount2": (166, 39),
    "move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430), "fsmount": (432, 432),
    "fspick": (433, 433), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    "ioperm": (173, None), "iopl": (172, None), "modify_ldt": (154, None), "open_by_handle_at": (304, 265),
    "memfd_secret": (447, 447),
    # made by the lock itself, or tried to see that it holds
    "landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446), "seccomp": (317, 277),
    "capset": (126, 91), "open": (2, None), "openat": (257, 56), "openat2": (437, 437), "creat": (85, None),
    "newfstatat": (262, 79), "statx": (332, 291), "stat": (4, None), "access": (21, None), "faccessat": (269, 48),
    "readlinkat": (267, 78), "getdents64": (217, 61), "mkdirat": (258, 34), "unlinkat": (263, 35),
    "renameat2": (316, 276), "linkat": (265, 37), "symlinkat": (266, 36), "fchmodat": (268, 53), "truncate": (76, 45),
    "memfd_create": (319, 279), "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200),
    "sendto": (44, 206), "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None),
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "setsid": (112, 157), "setpgid": (109, 154),
    "shmget": (29, 194), "msgget": (68, 186), "mq_open": (240, 180), "inotify_init1": (294, 26),
    "fanotify_init": (300, 262), "ioctl": (16, 29), "setuid": (105, 146), "sched_setaffinity": (203, 122),
    "dup2": (33, None), "sendmsg": (46, 211), "getppid": (110, 173),
}  # fmt: skip
"""Name -> number on x86-64 and on aarch64; None where that machine has no such call. Linux 6.1, asm/unistd_64.h and
asm-generic/unistd.h."""

LAST_KNOWN = 450
"""Largest number in those headers: calls beyond it are younger than the lock."""

_LIBC = ctypes.CDLL(None, use_errno=True)


@cache
def machine() -> str | None:
    """One of MACHINES; None for any other, for a 32-bit Python and where the system is not Linux."""
    found = platform.machine()
    return found if sys.platform == "linux" and found in MACHINES and struct.calcsize("P") == 8 else None


def number_of(name: str, on: str) -> int | None:
    """Of the call `name` on the machine `on`; None where it has none."""
    return NUMBERS[name][MACHINES.index(on)]


def call(name: str, *arguments: int | bytes | ctypes.Array[Any]) -> int:
    """Make the call, past Python's own hooks. OSError in the kernel's words; ENOSYS where there is no such call."""
    here = machine()
    number = None if here is None else number_of(name, here)
    if number is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), name)
    passed = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    _LIBC.syscall.restype = ctypes.c_long
    answer = int(_LIBC.syscall(ctypes.c_long(number), *passed))
    if answer == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), name)
    return answer
