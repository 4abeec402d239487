"""The filter of calls, run by an interpreter of its own language: every verdict on both machines, without a kernel."""

import errno
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.sandbox.seccomp import (
    ALLOW,
    ALLOWED,
    AND,
    ARCHITECTURE,
    AT_LEAST,
    EQUAL,
    FATAL,
    KILL,
    LOAD,
    NOT_WHILE_WARMING,
    REFUSE,
    RETURN,
    THREAD,
    Instruction,
    program,
    warm_program,
)
from stemmata.sandbox.system_calls import LAST_KNOWN, MACHINES, NUMBERS, number_of

PID = 4_321
REFUSED, ABSENT = REFUSE | errno.EPERM, REFUSE | errno.ENOSYS


def verdict(filter_: Sequence[Instruction], architecture: int, number: int, arguments: Sequence[int] = ()) -> int:
    """Classic BPF as far as the filter uses it: anything else, or running past its end, is a KeyError or IndexError."""
    words = {0: number, 4: architecture}
    for at, argument in enumerate((*arguments, *(0,) * 6)[:6]):
        words[16 + 8 * at], words[20 + 8 * at] = argument & 0xFFFFFFFF, argument >> 32 & 0xFFFFFFFF
    held, place = 0, 0
    while True:
        code, if_true, if_false, k = filter_[place]
        place += 1
        if code == LOAD:
            held = words[k]
        elif code == AND:
            held &= k
        elif code == EQUAL:
            place += if_true if held == k else if_false
        elif code == AT_LEAST:
            place += if_true if held >= k else if_false
        else:
            assert code == RETURN
            return k


def asked(machine: str, name: str, *arguments: int) -> int:
    number = number_of(name, machine)
    assert number is not None
    return verdict(program(machine, PID), ARCHITECTURE[machine], number, arguments)


@pytest.mark.parametrize("machine", MACHINES)
def test_what_is_listed_is_allowed_and_what_no_decoder_asks_is_fatal(machine: str) -> None:
    present = [name for name in NUMBERS if number_of(name, machine) is not None]
    assert {asked(machine, name) for name in ALLOWED if name in present} == {ALLOW}
    assert {asked(machine, name) for name in FATAL if name in present} == {KILL}


FLAGS = 0x003D0F00
JUDGED = [
    # call        arguments                         verdict
    ("clone",     (FLAGS,),                         ALLOW),
    ("clone",     (FLAGS | 0x00400000,),            ALLOW),    # musl's
    ("clone",     (17,),                            REFUSED),  # SIGCHLD: another process
    ("clone",     (FLAGS | 17,),                    REFUSED),
    ("clone",     (FLAGS | 0x40000000,),            REFUSED),  # CLONE_NEWNET
    ("clone",     (FLAGS & ~0x00010000,),           REFUSED),  # no CLONE_THREAD
    ("clone3",    (1, 88),                          ABSENT),
    ("kill",      (PID, 11),                        ALLOW),
    ("kill",      (PID + 1, 9),                     REFUSED),
    ("kill",      (0, 9),                           REFUSED),  # the group
    ("kill",      (2**64 - 1, 9),                   REFUSED),  # everyone
    ("kill",      (2**64 - PID, 9),                 REFUSED),
    ("tgkill",    (PID, PID, 6),                    ALLOW),
    ("tgkill",    (PID + 1, PID + 1, 6),            REFUSED),
    ("prctl",     (15, 1),                          ALLOW),
    ("prctl",     (1, 0),                           REFUSED),  # outlive the parent
    ("prctl",     (4, 1),                           REFUSED),  # be dumped
    ("prctl",     (22, 2),                          REFUSED),
    ("prctl",     (2**32 + 15, 1),                  ALLOW),    # the kernel takes the low half too
    ("prlimit64", (0, 3, 0, 1),                     ALLOW),
    ("prlimit64", (0, 7, 1, 0),                     REFUSED),
    ("prlimit64", (0, 7, 2**32, 0),                 REFUSED),  # a pointer whose low half is zero
    ("prlimit64", (PID + 1, 7, 0, 1),               REFUSED),
    ("fcntl",     (3, 3),                           ALLOW),
    ("fcntl",     (4, 4, 0o2000),                   REFUSED),
    ("fcntl",     (4, 8, 1),                        REFUSED),  # F_SETOWN
    ("ioctl",     (0, 0x5412, 1),                   REFUSED),  # TIOCSTI
    ("socket",    (2, 2, 0),                        REFUSED),
    ("newfstatat", (3, 1, 1, 0x1000),               REFUSED),
]  # fmt: skip


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("name", "arguments", "expected"), JUDGED)
def test_some_calls_are_judged_by_their_arguments(
    name: str, arguments: tuple[int, ...], expected: int, machine: str
) -> None:
    assert asked(machine, name, *arguments) == expected


@pytest.mark.parametrize("machine", MACHINES)
@given(number=st.integers(0, 2**32 - 1), arguments=st.lists(st.integers(0, 2**64 - 1), max_size=6))
def test_no_number_beyond_the_lists_is_allowed(machine: str, number: int, arguments: list[int]) -> None:
    listed = {number_of(name, machine) for name in (*ALLOWED, *FATAL)}
    judged = {number_of(name, machine) for name in ("clone", "fcntl", "kill", "tgkill", "prctl", "prlimit64")}
    found = verdict(program(machine, PID), ARCHITECTURE[machine], number, arguments)
    if number >= 0x40000000:
        assert found == KILL
    elif number > LAST_KNOWN:
        assert found == ABSENT
    elif number not in listed | judged:
        assert found in {REFUSED, ABSENT}


@given(architecture=st.integers(0, 2**32 - 1), number=st.integers(0, 500))
def test_the_calls_of_another_machine_are_fatal(architecture: int, number: int) -> None:
    if architecture != ARCHITECTURE["x86_64"]:
        assert verdict(program("x86_64", PID), architecture, number) == KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_what_imports_libraries_may_do_all_but_call_and_run(machine: str) -> None:
    made = warm_program(machine)
    present = [name for name in NUMBERS if number_of(name, machine) is not None]
    found = {name: verdict(made, ARCHITECTURE[machine], number_of(name, machine) or 0) for name in present}
    assert found == {name: REFUSED if name in NOT_WHILE_WARMING else ALLOW for name in present}
    assert verdict(made, 0, 1) == KILL


def test_the_two_lists_have_nothing_in_common() -> None:
    assert set(ALLOWED) & set(FATAL) == set()
    assert THREAD == FLAGS
