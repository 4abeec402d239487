"""What lies in a folder that somebody was handed: every name, every trap, and nothing from outside."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.media import make

from stemmata.intake.folder import Survey, survey
from stemmata.model.failure import Code, Failure
from stemmata.model.item import Name


@pytest.fixture
def given(tmp_path: Path) -> Path:
    made = tmp_path / "given"
    made.mkdir()
    return made


def names(found: Survey) -> list[bytes]:
    return [entry.name.path for entry in found.entries]


def failed(found: Survey) -> dict[bytes, Failure]:
    return {name.path: failure for name, failure in found.failures}


NAMES = [
    # as the file system has it        as it is shown
    (b"clip.mp4",                      "clip.mp4"),
    (b"two\nlines.jpg",                "two\nlines.jpg"),
    (b"caf\xe9\xff.jpg",               "caf\\xe9\\xff.jpg"),
    (b"\xe2\x80\xaegpj.exe",           "\u202egpj.exe"),
    ("جسر.mp4".encode(),               "جسر.mp4"),
    (b".hidden",                       ".hidden"),
    (b"back\\slash",                   "back\\slash"),
    (b"-rf",                           "-rf"),
    (b"x" * 255,                       "x" * 255),
]  # fmt: skip


@pytest.mark.parametrize(("name", "shown"), NAMES, ids=[ascii(row[0][:20]) for row in NAMES])
def test_a_name_is_kept_byte_for_byte(name: bytes, shown: str, given: Path) -> None:
    path = os.fsencode(given) + b"/" + name
    Path(os.fsdecode(path)).write_bytes(b"three")
    (entry,) = survey([given]).entries
    assert (entry.path, entry.name.path, entry.name.shown) == (path, b"given/" + name, "given/" + shown)


def test_an_entry_has_its_size_its_time_and_the_type_of_its_bytes(given: Path) -> None:
    path = given / "called.mp4"
    path.write_bytes(make.still())
    os.utime(path, ns=(0, 1_700_000_000_123_456_789))
    (entry,) = survey([given]).entries
    assert (entry.size, entry.modified_us, entry.mime) == (len(make.still()), 1_700_000_000_123_456, "image/jpeg")


def test_a_time_before_1970_is_kept_as_it_is(given: Path) -> None:
    (given / "old").write_bytes(b"")
    os.utime(given / "old", ns=(0, -1_000_000_000))
    assert survey([given]).entries[0].modified_us == -1_000_000


def test_an_empty_file_is_an_entry(given: Path) -> None:
    (given / "empty.mp4").write_bytes(b"")
    (entry,) = survey([given]).entries
    assert (entry.size, entry.mime) == (0, "application/octet-stream")


def test_an_empty_folder_gives_nothing(given: Path) -> None:
    assert survey([given]) == Survey((), (), ())


def fifo(path: Path) -> None:
    os.mkfifo(path)


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


def inside(path: Path) -> None:
    path.symlink_to("regular")


def outside(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def upwards(path: Path) -> None:
    path.symlink_to("..")


def itself(path: Path) -> None:
    path.symlink_to(path.name)


def nowhere(path: Path) -> None:
    path.symlink_to("absent")


TRAPS = [
    (fifo, Code.SPECIAL),
    (bound, Code.SPECIAL),
    (inside, Code.LINK),
    (outside, Code.LINK),
    (upwards, Code.LINK),
    (itself, Code.LINK),
    (nowhere, Code.LINK),
]


@pytest.mark.parametrize(("place", "code"), TRAPS, ids=[row[0].__name__ for row in TRAPS])
def test_what_is_no_regular_file_is_named_and_not_opened(
    place: Callable[[Path], None], code: Code, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(given)
    (given / "regular").write_bytes(b"here")
    place(given / "trap")
    found = survey([given])
    assert names(found) == [b"given/regular"]
    assert failed(found) == {b"given/trap": Failure(code)}


@pytest.mark.parametrize("place", [inside, outside, upwards, itself, nowhere], ids=lambda place: place.__name__)
def test_a_link_that_is_added_itself_is_not_followed_and_keeps_its_own_name(
    place: Callable[[Path], None], given: Path
) -> None:
    (given / "regular").write_bytes(b"here")
    place(given / "trap")
    assert survey([given / "trap"]) == Survey((), ((Name(b"trap"), Failure(Code.LINK)),), ())


def test_a_file_swapped_for_a_link_after_it_was_looked_at_is_not_followed(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (given / "swapped").write_bytes(b"here")
    looked = os.lstat(given / "swapped")
    (given / "swapped").unlink()
    (given / "swapped").symlink_to("/etc/hostname")
    real = os.lstat
    monkeypatch.setattr(os, "lstat", lambda at: looked if os.fsencode(at).endswith(b"swapped") else real(at))
    found = survey([given])
    assert found.entries == ()
    assert failed(found)[b"given/swapped"].code is Code.UNREADABLE


def test_what_is_not_there_is_named(given: Path) -> None:
    assert survey([given / "absent"]).failures == (
        (Name(b"absent"), Failure(Code.UNREADABLE, "No such file or directory")),
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="not run: root may read every folder")
def test_a_folder_that_may_not_be_read_is_named_and_the_rest_goes_on(given: Path) -> None:
    (given / "shut").mkdir(mode=0o000)
    (given / "open").write_bytes(b"here")
    found = survey([given])
    (given / "shut").chmod(0o700)
    assert names(found) == [b"given/open"]
    assert failed(found) == {b"given/shut": Failure(Code.UNREADABLE, "Permission denied")}


def test_a_folder_that_cannot_be_listed_is_named_and_the_rest_goes_on(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (given / "shut").mkdir()
    (given / "open").write_bytes(b"here")
    real = os.listdir

    def listed(at: bytes) -> list[bytes]:
        if at.endswith(b"/shut"):
            raise PermissionError(13, "Permission denied")
        return real(at)

    monkeypatch.setattr(os, "listdir", listed)
    found = survey([given])
    assert names(found) == [b"given/open"]
    assert failed(found) == {b"given/shut": Failure(Code.UNREADABLE, "Permission denied")}


def test_a_file_deep_below_is_found(given: Path) -> None:
    deep = given.joinpath(*["d"] * 200)
    deep.mkdir(parents=True)
    (deep / "clip.mp4").write_bytes(b"here")
    assert names(survey([given])) == [b"given/" + b"d/" * 200 + b"clip.mp4"]


def test_a_path_too_long_for_the_system_is_named_and_the_rest_goes_on(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(given)
    for _ in range(17):
        Path("d" * 255).mkdir()
        os.chdir("d" * 255)
    (given / "here").write_bytes(b"here")
    found = survey([given])
    assert names(found) == [b"given/here"]
    ((name, failure),) = found.failures
    assert name.path.startswith(b"given/" + b"d" * 255)
    assert failure == Failure(Code.UNREADABLE, "File name too long")


def test_the_order_is_that_of_the_names_whatever_the_file_system_says(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.jpg", "a/2", "a/1", "a.jpg", "c/x/y", "B"):
        path = given / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    for name in ("z", "y"):
        (given / name).symlink_to("a")
    straight = survey([given])
    real = os.listdir
    monkeypatch.setattr(os, "listdir", lambda at: real(at)[::-1])
    assert survey([given]) == straight
    assert names(straight) == sorted(names(straight))
    assert [name.path for name, _ in straight.failures] == [b"given/y", b"given/z"]


def test_the_order_is_not_that_of_the_arguments(given: Path) -> None:
    (given / "a").write_bytes(b"1")
    (given / "b").write_bytes(b"2")
    assert survey([given / "b", given / "a"]) == survey([given / "a", given / "b"])


def test_the_folder_one_stands_in_is_called_by_its_name(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (given / "clip.mp4").write_bytes(b"here")
    monkeypatch.chdir(given)
    assert names(survey([Path()])) == [b"given/clip.mp4"]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_an_operating_systems_own_file_is_left_out_with_the_reason(name: str, given: Path) -> None:
    (given / name).write_bytes(b"here")
    expected = ((Name(b"given/" + name.encode()), "is an operating system's own file"),)
    assert survey([given]) == Survey((), (), expected)


def test_a_case_inside_is_left_out_with_the_reason(given: Path) -> None:
    (given / "case" / "objects").mkdir(parents=True)
    (given / "case" / "stemmata.toml").write_bytes(b"")
    (given / "case" / "objects" / "ab").write_bytes(b"here")
    expected = ((Name(b"given/case"), "is a Stemmata case; take it in with stemmata merge"),)
    assert survey([given]) == Survey((), (), expected)


def test_a_file_called_like_the_mark_of_a_case_hides_nothing(given: Path) -> None:
    (given / "stemmata.toml").write_bytes(b"")
    (given / "clip.mp4").write_bytes(b"here")
    assert names(survey([given])) == [b"given/clip.mp4", b"given/stemmata.toml"]
