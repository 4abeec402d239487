"""Writing that survives: a file is what it was or what it was to be, and only the dead leave leftovers."""

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from stemmata.model.errors import OutputExists, StoreFull, StoreRefused
from stemmata.preserve.durable import (
    make_folder,
    named_refusals,
    new_file,
    place_file,
    replace_file,
    room,
    sweep,
    temporary_name,
)


@pytest.fixture
def dead() -> int:
    """The id of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-S", "-c", ""])
    ended.wait()
    return ended.pid


def test_a_replaced_file_holds_the_new_content_under_the_asked_mode(tmp_path: Path) -> None:
    place_file(tmp_path / "deep" / "file", b"old", tmp_path)
    place_file(tmp_path / "deep" / "file", b"new", tmp_path, mode=0o444)
    assert (tmp_path / "deep" / "file").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "deep" / "file").stat().st_mode) == 0o444
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_failed_replacement_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "file").write_bytes(b"old")

    def broken(*arguments: object, **named: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    if step == "replace":
        monkeypatch.setattr(Path, "replace", broken)
    else:
        monkeypatch.setattr(os, step, broken)
    with pytest.raises(OSError, match="Input/output error"):
        replace_file(tmp_path / "file", b"new", tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"old"}


def test_a_file_is_durable_before_it_gets_its_name_and_the_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    replace = Path.replace

    def told(part: Path, target: Path) -> Path:
        steps.append("name")
        return replace(part, target)

    def synced(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

    monkeypatch.setattr(Path, "replace", told)
    monkeypatch.setattr(os, "fsync", synced)
    replace_file(tmp_path / "file", b"new", tmp_path)
    assert steps == ["file", "name", "folder"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_room_is_told_with_the_bytes_that_are_needed(tmp_path: Path, number: int) -> None:
    with pytest.raises(StoreFull, match="1,234 bytes are needed") as told, room(tmp_path, 1234):
        raise OSError(number, "no room")
    assert told.value.exit_code == 6


def test_another_error_of_the_system_stays_itself(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), room(tmp_path, 1):
        raise PermissionError(errno.EACCES, "no")


@pytest.mark.parametrize(
    ("number", "says", "todo"),
    [
        (errno.EIO, r"Input/output error \(/case/log\)", "copy the whole case to another disk"),
        (errno.EROFS, "Read-only file system", "mount it so that you may write there"),
        (errno.EACCES, "Permission denied", "ask who owns the folder"),
        (errno.EMFILE, "Too many open files", "ulimit -n"),
    ],
)
def test_what_the_system_refuses_is_told_with_what_to_do(tmp_path: Path, number: int, says: str, todo: str) -> None:
    with pytest.raises(StoreRefused, match=says) as told, named_refusals(tmp_path):
        raise OSError(number, os.strerror(number), "/case/log")
    assert todo in told.value.todo
    assert told.value.exit_code == 6


def test_a_full_disk_that_nobody_asked_room_of_is_told_without_a_number_needed(tmp_path: Path) -> None:
    with pytest.raises(StoreFull, match=r"^the disk is full: [\d,]+ bytes are free$"), named_refusals(tmp_path):
        raise OSError(errno.ENOSPC, "no room")


@pytest.mark.parametrize("error", [FileNotFoundError(errno.ENOENT, "gone"), sqlite3.OperationalError("no such table")])
def test_what_the_system_is_not_to_blame_for_stays_itself(tmp_path: Path, error: OSError | sqlite3.Error) -> None:
    with pytest.raises(type(error)), named_refusals(tmp_path):
        raise error


def test_a_damaged_database_is_told_as_one_that_can_be_made_again(tmp_path: Path) -> None:
    (tmp_path / "index.db").write_bytes(b"no database" * 99)
    held = closing(sqlite3.connect(tmp_path / "index.db"))
    with pytest.raises(StoreRefused) as told, named_refusals(tmp_path), held as connection:
        connection.execute("SELECT * FROM sqlite_master")
    assert "makes them again" in told.value.todo


def test_every_missing_folder_is_made(tmp_path: Path) -> None:
    for _ in range(2):
        make_folder(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c").is_dir()


def test_what_a_dead_process_left_is_swept(tmp_path: Path, dead: int) -> None:
    (tmp_path / f"{dead}-0011").write_bytes(b"half a copy")
    (tmp_path / f"{dead}-0012").mkdir()
    (tmp_path / f"{dead}-0012" / "vkey").write_bytes(b"half a log")
    assert sweep(tmp_path) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_link_that_a_dead_process_left_is_removed_and_not_followed(tmp_path: Path, dead: int) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_bytes(b"")
    (tmp_path / "tmp" / f"{dead}-0011").symlink_to(tmp_path / "kept")
    assert sweep(tmp_path / "tmp") == 1
    assert (tmp_path / "kept" / "file").exists()


def test_what_is_in_use_or_not_ours_stays(tmp_path: Path) -> None:
    kept = [temporary_name(tmp_path), tmp_path / "1-0011", tmp_path / "notes.txt", tmp_path / "-5-x", tmp_path / "٣-x"]
    for path in kept:
        path.write_bytes(b"")
    assert sweep(tmp_path) == 0
    assert sorted(tmp_path.iterdir()) == sorted(kept)


def test_a_process_number_beyond_all_numbers_belongs_to_no_process(tmp_path: Path) -> None:
    (tmp_path / f"{10**30}-x").write_bytes(b"")
    assert sweep(tmp_path) == 1


def test_a_new_file_is_whole_and_for_its_owner(tmp_path: Path) -> None:
    new_file(tmp_path / "key", b"secret")
    assert (tmp_path / "key").read_bytes() == b"secret"
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("links", [True, False], ids=["with links", "on a stick"])
def test_a_new_file_is_never_in_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def refused(*names: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    new_file(tmp_path / "key", b"mine")
    for taken in (tmp_path / "key", tmp_path / "dangling"):
        if not taken.exists():
            taken.symlink_to(tmp_path / "nowhere")
        with pytest.raises(OutputExists):
            new_file(taken, b"another's")
    assert (tmp_path / "key").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_new_file_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StoreFull):
        new_file(tmp_path / "key", b"secret")
    assert list(tmp_path.iterdir()) == []
