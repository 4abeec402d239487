"""What lies in what a person added: every regular file, and a reason for everything that is none.

Links are not followed, pipes, sockets and devices are not opened, and a Stemmata case inside is passed over, so that
nothing outside the folder is drawn in and nothing waits for ever. Names are bytes: not every name is text.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stemmata.decode.sniff import HEAD_BYTES, media_type
from stemmata.model.failure import Code, Failure
from stemmata.model.item import Name

CASE_MARK = b"stemmata.toml"
HOUSEKEEPING = frozenset({b".DS_Store", b"Thumbs.db", b"desktop.ini"})
"""Files that an operating system leaves for itself; anything else, hidden or not, is material."""


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: absolute path, name as it will be kept, and what can be known without decoding."""

    path: bytes
    name: Name
    size: int
    modified_us: int
    mime: str


@dataclass(frozen=True, slots=True)
class Survey:
    """`entries` by name; `failures` cannot be received; `skipped` were left out on purpose, with the reason."""

    entries: tuple[Found, ...]
    failures: tuple[tuple[Name, Failure], ...]
    skipped: tuple[tuple[Name, str], ...]


def survey(paths: Sequence[Path]) -> Survey:
    """Look at every path, deepest order of names, deterministic. Opens regular files only, to see how they begin."""
    found: list[Found] = []
    failures: list[tuple[Name, Failure]] = []
    skipped: list[tuple[Name, str]] = []
    for path in paths:
        top = path.absolute()
        own = top.name if top.is_symlink() else top.resolve().name  # "." has a name; a link keeps its own
        for outcome in _look(os.fsencode(top), os.fsencode(own) or b"root"):
            if isinstance(outcome, Found):
                found.append(outcome)
            elif isinstance(outcome[1], Failure):
                failures.append((outcome[0], outcome[1]))
            else:
                skipped.append((outcome[0], outcome[1]))
    found.sort(key=lambda entry: entry.name.path)
    failures.sort(key=lambda pair: pair[0].path)
    return Survey(tuple(found), tuple(failures), tuple(skipped))


def _look(path: bytes, name: bytes) -> Iterator["Found | tuple[Name, Failure | str]"]:
    """One path and, where it is a folder, all below it, without recursion: depth is the attacker's choice."""
    waiting = [(path, name)]
    while waiting:
        at, shown = waiting.pop()
        try:
            state = os.lstat(at)
        except OSError as error:
            yield Name(shown), _unreadable(error)
            continue
        if stat.S_ISLNK(state.st_mode):
            yield Name(shown), Failure(Code.LINK)
        elif stat.S_ISDIR(state.st_mode):
            try:
                children = sorted(os.listdir(at), reverse=True)  # noqa: PTH208  pathlib has no names in bytes
            except OSError as error:
                yield Name(shown), _unreadable(error)
                continue
            if CASE_MARK in children and b"objects" in children:
                yield Name(shown), "is a Stemmata case; take it in with stemmata merge"
                continue
            waiting += [(at + b"/" + child, shown + b"/" + child) for child in children]
        elif not stat.S_ISREG(state.st_mode):
            yield Name(shown), Failure(Code.SPECIAL)
        elif shown.rsplit(b"/", 1)[-1] in HOUSEKEEPING:
            yield Name(shown), "is an operating system's own file"
        else:
            yield _regular(at, Name(shown), state)


def _unreadable(error: OSError) -> Failure:
    """Too many open files are no failure of this one, to be written into a log as such."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        raise error
    return Failure(Code.UNREADABLE, error.strerror or "")


def _regular(path: bytes, name: Name, state: os.stat_result) -> "Found | tuple[Name, Failure | str]":
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return name, _unreadable(error)
    try:
        head = os.read(descriptor, HEAD_BYTES)
    except OSError as error:
        return name, _unreadable(error)
    finally:
        os.close(descriptor)
    return Found(path, name, state.st_size, state.st_mtime_ns // 1000, media_type(head))
