"""Takes the kernel's layers out of the worker that imports it: the control of tests that show what the lock is for."""

from stemmata.sandbox import landlock, seccomp


def warm() -> None:
    seccomp.enter = lambda on, pid: None
    landlock.enter = lambda of_version: None
