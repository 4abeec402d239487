"""What is asked of Landlock, by version of the kernel's interface."""

import struct

import pytest

from stemmata.sandbox.landlock import attributes

BY_VERSION = [
    # version  bytes  kinds of access to files  network  scope
    (1,        8,     0x1FFF,                   0,       0),
    (2,        8,     0x3FFF,                   0,       0),
    (3,        8,     0x7FFF,                   0,       0),
    (4,        16,    0x7FFF,                   3,       0),
    (5,        16,    0xFFFF,                   3,       0),
    (6,        24,    0xFFFF,                   3,       3),
    (7,        24,    0xFFFF,                   3,       3),
    (99,       24,    0xFFFF,                   3,       3),
]  # fmt: skip


@pytest.mark.parametrize(("version", "size", "files", "network", "scope"), BY_VERSION)
def test_all_that_a_version_can_refuse_is_asked(version: int, size: int, files: int, network: int, scope: int) -> None:
    asked = attributes(version)
    assert len(asked) == size
    assert struct.unpack("<3Q", asked.ljust(24, b"\0")) == (files, network, scope)
