"""The object store: bytes as received under the name of their hash, or a named reason and nothing left behind."""

import errno
import os
import socket
import stat
from collections.abc import Callable
from hashlib import md5, sha256
from pathlib import Path

import pytest

from stemmata.model.errors import ObjectDamaged, ObjectMissing, StoreFull, StoreUnsuitable
from stemmata.model.failure import Code, Failure
from stemmata.preserve.objects import BLOCK, ObjectStore, Stored, has_links, is_object_name

CONTENT = b"the bytes that were received"
NAME = sha256(CONTENT).hexdigest()
PAIRS = ["gif", "jpg", "mp4", "png"]


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    (tmp_path / "tmp").mkdir()
    return ObjectStore(tmp_path / "objects", tmp_path / "tmp")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "source").write_bytes(CONTENT)
    return tmp_path / "source"


def put(store: ObjectStore, source: Path) -> Stored | Failure:
    return store.put(os.fsencode(source))


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def assert_nothing_is_left(tmp_path: Path) -> None:
    assert (files_below(tmp_path / "tmp"), files_below(tmp_path / "objects")) == ([], [])


@pytest.mark.parametrize("content", [b"", b"x", bytes(BLOCK), bytes(2 * BLOCK + 1)], ids=len)
def test_an_object_is_named_by_its_hash(store: ObjectStore, source: Path, content: bytes) -> None:
    source.write_bytes(content)
    os.utime(source, ns=(0, 1_234_567_890))
    assert put(store, source) == Stored(sha256(content).hexdigest(), len(content), True, 1_234_567)


def test_an_object_lies_in_the_folder_of_its_first_two_digits(store: ObjectStore, source: Path, tmp_path: Path) -> None:
    put(store, source)
    assert files_below(tmp_path / "objects") == [f"sha256/{NAME[:2]}/{NAME}"]
    assert store.path(NAME).read_bytes() == CONTENT


def test_an_object_can_only_be_read_and_only_by_its_owner(store: ObjectStore, source: Path) -> None:
    put(store, source)
    assert stat.S_IMODE(store.path(NAME).stat().st_mode) == 0o400


def test_a_put_leaves_the_source_as_it_was(store: ObjectStore, source: Path) -> None:
    before = source.stat()
    put(store, source)
    after = source.stat()
    assert (after.st_mode, after.st_nlink, after.st_mtime_ns) == (before.st_mode, 1, before.st_mtime_ns)
    assert after.st_ino != store.path(NAME).stat().st_ino


def test_equal_bytes_are_stored_once(store: ObjectStore, source: Path, tmp_path: Path) -> None:
    put(store, source)
    again = put(store, source)
    assert isinstance(again, Stored)
    assert not again.new
    assert files_below(tmp_path / "objects") == [f"sha256/{NAME[:2]}/{NAME}"]


def test_a_put_never_overwrites(store: ObjectStore, source: Path) -> None:
    put(store, source)
    store.path(NAME).chmod(0o600)
    store.path(NAME).write_bytes(b"damaged")
    put(store, source)
    assert store.path(NAME).read_bytes() == b"damaged"


def test_a_put_that_comes_second_by_a_moment_overwrites_nothing(
    store: ObjectStore, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def beaten(part: Path, target: Path) -> None:
        target.write_bytes(b"the other's")
        link(part, target)

    monkeypatch.setattr(os, "link", beaten)
    stored = put(store, source)
    assert isinstance(stored, Stored)
    assert not stored.new
    assert store.path(NAME).read_bytes() == b"the other's"
    assert files_below(tmp_path / "tmp") == []


def test_bytes_of_our_own_are_stored_alike(store: ObjectStore, source: Path) -> None:
    assert store.put_bytes(CONTENT) == Stored(NAME, len(CONTENT), True, 0)
    again = put(store, source)
    assert isinstance(again, Stored)
    assert not again.new


@pytest.mark.parametrize("kind", PAIRS)
def test_files_of_equal_md5_stay_two_objects(store: ObjectStore, corpus: Path, kind: str) -> None:
    one, other = (corpus / "hash_collisions" / f"md5-{number}.{kind}" for number in (1, 2))
    assert md5(one.read_bytes()).digest() == md5(other.read_bytes()).digest()
    put(store, one)
    second = put(store, other)
    assert isinstance(second, Stored)
    assert second.new
    assert sorted(store.names()) == sorted(sha256(path.read_bytes()).hexdigest() for path in (one, other))


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(path.parent)  # a socket's path has 107 bytes at most
        listener.bind(path.name)


def make_device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, Path("/dev/null").stat().st_rdev)
    except PermissionError:
        pytest.skip("not run: only root makes a device")


def make_unreadable(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("not run: root reads everything")
    path.write_bytes(CONTENT)
    path.chmod(0)


SOURCES: list[tuple[str, Callable[[Path], object], Code]] = [
    ("a pipe", make_pipe, Code.SPECIAL),
    ("a socket", make_socket, Code.SPECIAL),
    ("a device", make_device, Code.SPECIAL),
    ("a directory", Path.mkdir, Code.SPECIAL),
    ("a link to a file", lambda path: path.symlink_to("source"), Code.LINK),
    ("a link to nothing", lambda path: path.symlink_to("absent"), Code.LINK),
    ("a link to itself", lambda path: path.symlink_to(path.name), Code.LINK),
    ("nothing", lambda path: None, Code.UNREADABLE),
    ("a file that may not be read", make_unreadable, Code.UNREADABLE),
]


@pytest.mark.parametrize(("make", "code"), [row[1:] for row in SOURCES], ids=[row[0] for row in SOURCES])
def test_what_is_no_regular_file_is_named_and_not_stored(
    store: ObjectStore,
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], object],
    code: Code,
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "odd")
    failure = put(store, tmp_path / "odd")
    assert isinstance(failure, Failure)
    assert failure.code is code
    assert store.identify(os.fsencode(tmp_path / "odd")) == failure
    assert_nothing_is_left(tmp_path)


@pytest.mark.parametrize(
    ("replace", "code"),
    [
        (lambda path: None, Code.UNREADABLE),
        (lambda path: path.symlink_to("/etc/passwd"), Code.LINK),
        (make_pipe, Code.SPECIAL),
    ],
    ids=["vanished", "a link", "a pipe"],
)
def test_what_replaces_the_file_before_it_is_opened_is_not_stored(
    store: ObjectStore,
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    replace: Callable[[Path], object],
    code: Code,
) -> None:
    real_open = os.open

    def late(path: bytes, flags: int) -> int:
        source.unlink()
        replace(source)
        return real_open(path, flags)

    monkeypatch.setattr(os, "open", late)
    failure = put(store, source)
    assert isinstance(failure, Failure)
    assert failure.code is code
    assert_nothing_is_left(tmp_path)


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def rewrite(path: Path) -> None:
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(0, 1))


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (append, "28 bytes before, 32 after"),
        (lambda path: os.truncate(path, 3), "28 bytes before, 28 after"),
        (rewrite, "28 bytes before, 28 after"),
    ],
    ids=["grows", "shrinks", "is rewritten"],
)
def test_a_source_that_changes_while_it_is_read_leaves_nothing_behind(
    store: ObjectStore,
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None],
    detail: str,
) -> None:
    read, changed = os.read, False

    def meddled(descriptor: int, size: int) -> bytes:
        nonlocal changed
        block = read(descriptor, size)
        if not changed:
            changed = True
            change(source)
        return block

    monkeypatch.setattr(os, "read", meddled)
    assert put(store, source) == Failure(Code.CHANGED, detail)
    assert_nothing_is_left(tmp_path)


def test_a_source_that_grows_for_ever_is_left_alone(
    store: ObjectStore, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = os.read

    def endless(descriptor: int, size: int) -> bytes:
        append(source)
        return read(descriptor, 8)

    monkeypatch.setattr(os, "read", endless)
    failure = put(store, source)
    assert isinstance(failure, Failure)
    assert failure.code is Code.CHANGED
    assert_nothing_is_left(tmp_path)


def test_a_disk_that_cannot_be_read_is_a_failure_of_that_file(
    store: ObjectStore, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad(descriptor: int, size: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "read", bad)
    assert put(store, source) == Failure(Code.UNREADABLE, "Input/output error after 0 of 28 bytes")
    assert_nothing_is_left(tmp_path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT], ids=["disk", "quota"])
@pytest.mark.parametrize("step", ["write", "fsync", "link", "mkdir"])
def test_a_full_disk_leaves_nothing_half_written(
    store: ObjectStore, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    def full(*arguments: object, **named: object) -> None:
        raise OSError(number, "no room")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(StoreFull, match="28 bytes are needed"), store.batch():
        put(store, source)
    assert_nothing_is_left(tmp_path)


def test_the_next_put_after_a_full_disk_goes_on(
    store: ObjectStore, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(StoreFull):
            put(store, source)
    stored = put(store, source)
    assert isinstance(stored, Stored)
    assert stored.new


def test_a_write_may_take_fewer_bytes_than_it_was_given(
    store: ObjectStore, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, block: write(descriptor, block[:3]))
    put(store, source)
    assert store.path(NAME).read_bytes() == CONTENT


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EMLINK])
def test_a_file_system_without_links_is_unsuitable(
    store: ObjectStore, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refused(*arguments: object) -> None:
        raise OSError(number, "no links")

    monkeypatch.setattr(os, "link", refused)
    assert not has_links(tmp_path)
    with pytest.raises(StoreUnsuitable, match="has no hard links"):
        put(store, source)
    assert_nothing_is_left(tmp_path)


def test_has_links_leaves_no_probe(tmp_path: Path) -> None:
    assert has_links(tmp_path)
    assert files_below(tmp_path) == []


def test_without_links_a_put_still_stores_once(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "link")
    (tmp_path / "tmp").mkdir()
    store = ObjectStore(tmp_path / "objects", tmp_path / "tmp", links=False)
    found = [put(store, source) for _ in range(2)]
    assert [stored.new for stored in found if isinstance(stored, Stored)] == [True, False]
    assert store.verify(NAME) == len(CONTENT)
    assert files_below(tmp_path / "tmp") == []


def test_names_are_durable_at_the_end_of_a_batch(
    store: ObjectStore, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    with store.batch():
        put(store, source)
        assert store.path(NAME).parent.stat().st_ino not in synced
    assert store.path(NAME).parent.stat().st_ino in synced


def test_a_name_that_another_gave_is_made_durable_too(
    store: ObjectStore, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(ObjectStore(tmp_path / "objects", tmp_path / "tmp"), source)
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    with store.batch():
        put(store, source)
    shard = store.path(NAME).parent
    assert synced == [folder.stat().st_ino for folder in (shard.parent.parent, shard.parent, shard)]


def test_an_object_as_received_verifies(store: ObjectStore, source: Path) -> None:
    put(store, source)
    assert (store.verify(NAME), store.read(NAME), store.has(NAME)) == (len(CONTENT), CONTENT, True)


def test_what_a_file_would_be_named_is_told_without_storing_it(
    store: ObjectStore, source: Path, tmp_path: Path
) -> None:
    assert store.identify(os.fsencode(source)) == NAME
    assert_nothing_is_left(tmp_path)


@pytest.mark.parametrize("damage", [CONTENT[:-1], CONTENT + b"x", b"", b"X" + CONTENT[1:]], ids=repr)
@pytest.mark.parametrize("look", [ObjectStore.verify, ObjectStore.read], ids=["verify", "read"])
def test_a_damaged_object_is_noticed(
    store: ObjectStore, source: Path, damage: bytes, look: Callable[[ObjectStore, str], object]
) -> None:
    put(store, source)
    store.path(NAME).chmod(0o600)
    store.path(NAME).write_bytes(damage)
    with pytest.raises(ObjectDamaged, match=f"{NAME} now reads as {sha256(damage).hexdigest()}"):
        look(store, NAME)


@pytest.mark.parametrize("look", [ObjectStore.verify, ObjectStore.read], ids=["verify", "read"])
def test_a_missing_object_is_noticed(store: ObjectStore, look: Callable[[ObjectStore, str], object]) -> None:
    with pytest.raises(ObjectMissing, match=NAME):
        look(store, NAME)


@pytest.mark.parametrize("name", ["", "ab", NAME[:-1], NAME + "0", NAME.upper(), "../" + NAME[3:], "٣" * 64], ids=repr)
def test_what_is_no_sha256_names_no_object(store: ObjectStore, name: str) -> None:
    assert not is_object_name(name)
    with pytest.raises(ValueError, match="64 hex digits"):
        store.path(name)


def test_names_are_given_in_order_and_strays_apart(store: ObjectStore, tmp_path: Path) -> None:
    names = sorted(store.put_bytes(b"%d" % number).sha256 for number in range(20))
    root = tmp_path / "objects" / "sha256"
    (root / "Thumbs.db").write_bytes(b"")
    (root / names[0][:2] / "copy of it").write_bytes(b"")
    wrong = root / ("00" if names[0][:2] != "00" else "01")
    wrong.mkdir(exist_ok=True)
    (wrong / names[0]).write_bytes(b"")
    assert list(store.names()) == names
    expected = {"sha256/Thumbs.db", f"sha256/{names[0][:2]}/copy of it", f"sha256/{wrong.name}/{names[0]}"}
    assert set(store.strays()) == expected


def test_a_store_that_holds_nothing_has_no_names(store: ObjectStore) -> None:
    assert ([*store.names()], [*store.strays()]) == ([], [])
