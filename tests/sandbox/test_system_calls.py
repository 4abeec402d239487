"""Numbers of system calls, against the headers of the kernel where this machine has them."""

import errno
import re
from pathlib import Path

import pytest

from stemmata.sandbox import system_calls
from stemmata.sandbox.system_calls import LAST_KNOWN, MACHINES, NUMBERS, call, number_of

HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}
DEFINED = re.compile(r"#define __NR(?:3264)?_(\w+)\s+(\d+)")
OTHER_NAMES = {"newfstatat": "fstatat"}  # asm-generic's own


@pytest.mark.parametrize("machine", MACHINES)
def test_every_number_is_the_one_of_the_kernels_headers(machine: str) -> None:
    held = [path for path in map(Path, HEADERS[machine]) if path.exists()]
    if not held:
        pytest.skip(f"not run: none of {HEADERS[machine]} (Debian: linux-libc-dev)")
    defined = {name: int(number) for name, number in DEFINED.findall(held[0].read_text())}
    differing = {
        name: (number_of(name, machine), found)
        for name in NUMBERS
        if number_of(name, machine) != (found := defined.get(name, defined.get(OTHER_NAMES.get(name, name))))
    }
    assert differing == {}
    assert all(number <= LAST_KNOWN for pair in NUMBERS.values() for number in pair if number is not None)


def test_a_machine_that_is_not_known_has_no_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_calls, "machine", lambda: None)
    with pytest.raises(OSError) as raised:
        call("getpid")
    assert raised.value.errno == errno.ENOSYS


def test_the_kernels_refusal_is_an_error_with_its_number() -> None:
    with pytest.raises(OSError, match="openat") as raised:
        call("openat", -100, b"/no such file", 0, 0)
    assert raised.value.errno == errno.ENOENT
