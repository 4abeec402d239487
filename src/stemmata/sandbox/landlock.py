"""Landlock: without a rule every file by name, TCP, abstract socket and signal outside is refused by the kernel.

Of every version of the kernel's interface all is asked that it can refuse. UDP is in none of them: sandbox.seccomp
refuses sockets as such. Source: Linux, include/uapi/linux/landlock.h and Documentation/userspace-api/landlock.rst.
"""

import ctypes
import os
import struct

from stemmata.sandbox.system_calls import call

VERSION_ONLY = 1  # LANDLOCK_CREATE_RULESET_VERSION
BENEATH = 1  # LANDLOCK_RULE_PATH_BENEATH
READ = 1 << 2 | 1 << 3  # LANDLOCK_ACCESS_FS_READ_FILE, _READ_DIR

FILES_SINCE = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
"""What the version adds: thirteen kinds of access, moving between folders, cutting a file, asking a device."""
NETWORK_SINCE = {4: 0b11}
"""Binding and connecting TCP."""
SCOPE_SINCE = {6: 0b11}
"""Abstract sockets and signals that leave the lock."""
BYTES_SINCE = {1: 8, 4: 16, 6: 24}
"""Of the structure: an older kernel refuses a longer one."""


def version() -> int:
    """Of the kernel's interface; 0 where there is none (old kernel, switched off, not let through by a container)."""
    try:
        return call("landlock_create_ruleset", 0, 0, VERSION_ONLY)
    except OSError:
        return 0


def attributes(of_version: int) -> bytes:
    """struct landlock_ruleset_attr: everything that this version can refuse."""
    handled = [
        sum(bits for since, bits in table.items() if since <= of_version)
        for table in (FILES_SINCE, NETWORK_SINCE, SCOPE_SINCE)
    ]
    return struct.pack("<3Q", *handled)[: max(size for since, size in BYTES_SINCE.items() if since <= of_version)]


def enter(of_version: int, *, reads: bool = False) -> None:
    """For this thread and all that it starts; cannot be undone. Asks for no_new_privs to be set. OSError.

    `reads`: whether files and folders may still be read, anywhere.
    """
    asked = attributes(of_version)
    ruleset = call("landlock_create_ruleset", ctypes.create_string_buffer(asked, len(asked)), len(asked), 0)
    try:
        if reads:
            root = os.open("/", os.O_PATH | os.O_CLOEXEC)
            rule = struct.pack("<Qi", READ, root)
            call("landlock_add_rule", ruleset, BENEATH, ctypes.create_string_buffer(rule, len(rule)), 0)
            os.close(root)
        call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)
