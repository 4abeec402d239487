"""Receiving: each file once, in portions, with a reason for each that was not kept."""

import errno
import os
from itertools import count
from pathlib import Path

import pytest
from tests.preserve.cases import add, incoming, logged, make_files, new_case, photograph, received

from stemmata import __version__
from stemmata.acts.create import create_case
from stemmata.acts.merge import merge_case
from stemmata.acts.receive import Incoming, Portion, receive
from stemmata.model.errors import StoreFull
from stemmata.model.failure import Code, Failure
from stemmata.model.item import Name
from stemmata.model.seams import Statement
from stemmata.preserve import merkle
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder
from stemmata.preserve.manifest import ROLE, ROWS_ROLE, TOLD_ROLE, commitment, opening, read_manifest
from stemmata.preserve.receive_entry import TOLD, name_bytes, name_json, told_opening
from stemmata.preserve.verify import verify_case
from stemmata.preserve.writer import Writer


def file_named(folder: Path, name: bytes, content: bytes = b"x") -> Incoming:
    path = os.fsencode(folder) + b"/" + name
    with open(path, "wb") as file:
        file.write(content)
    return Incoming(path, Name(name))


def test_a_case_begins_with_an_entry_that_names_it(tmp_path: Path) -> None:
    made = create_case(tmp_path / "case", "Riverside\udcff", lambda: 7)
    (entry,) = logged(made)
    assert (entry.type, entry.claimed_us, entry.references) == ("create", 7, {CASE_ROLE: [made.id]})
    assert entry.body == {"name": "Riverside\\udcff", "tool": f"stemmata {__version__}"}


def test_what_is_received_is_held_and_named(case: CaseFolder, tmp_path: Path) -> None:
    receipt = add(case, make_files(tmp_path / "clips", 4), files=100)
    assert (receipt.received, receipt.already, receipt.failures) == (4, 0, [])
    assert receipt.bytes_new == sum(path.stat().st_size for path in (tmp_path / "clips").iterdir())
    assert [case.objects.verify(name) > 0 for _, name in received(case)] == [True] * 4


@pytest.mark.parametrize(
    ("portion", "entries"),
    [
        (Portion(files=3, seconds=1e9), 4),
        (Portion(files=10, seconds=1e9), 1),
        (Portion(files=100, seconds=1e9), 1),
        (Portion(bytes=100, seconds=1e9), 3),
        (Portion(bytes=1, seconds=1e9), 10),
        (Portion(seconds=3), 4),
    ],
    ids=str,
)
def test_a_portion_is_as_large_as_asked(case: CaseFolder, tmp_path: Path, portion: Portion, entries: int) -> None:
    clock = count()
    files = incoming(make_files(tmp_path / "clips", 10))
    receipt = receive(case, files, {}, portion=portion, seconds=lambda: next(clock))
    assert len(receipt.entries) == entries
    assert [entry.id for entry in logged(case)[1:]] == receipt.entries
    assert len(received(case)) == 10


def test_receiving_nothing_says_nothing(case: CaseFolder) -> None:
    before = photograph(case)
    assert receive(case, [], {}).entries == []
    assert photograph(case) == before


def test_the_same_folder_again_adds_nothing(case: CaseFolder, tmp_path: Path) -> None:
    add(case, make_files(tmp_path / "clips", 5))
    before = photograph(case)
    receipt = add(case, tmp_path / "clips")
    assert (receipt.received, receipt.already, receipt.entries) == (0, 5, [])
    assert photograph(case) == before


def test_equal_bytes_under_another_name_are_another_receipt_of_one_object(case: CaseFolder, tmp_path: Path) -> None:
    files = [file_named(tmp_path, name, b"the same") for name in (b"a.mp4", b"b.mp4")]
    receipt = receive(case, files, {})
    assert (receipt.received, receipt.bytes_new) == (2, 8)
    assert [name for name, _ in received(case)] == ["a.mp4", "b.mp4"]
    assert len(set(case.objects.names())) == 1 + 1  # and the manifest


def test_other_bytes_under_a_known_name_are_received_beside_the_first(case: CaseFolder, tmp_path: Path) -> None:
    for content in (b"before", b"after", b"before"):
        receive(case, [file_named(tmp_path, b"clip.mp4", content)], {})
    assert len(received(case)) == 2


def test_an_object_that_was_lost_comes_back_with_its_file(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(case, make_files(tmp_path / "clips", 2))
    name = received(case)[0][1]
    case.objects.path(name).unlink()
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    receipt = add(case, tmp_path / "clips")
    assert (receipt.received, receipt.already, receipt.entries) == (0, 2, [])
    assert verify_case(case).exit_code == 0
    assert case.objects.path(name).parent.stat().st_ino in synced


def test_a_manifest_stands_in_the_order_of_the_names_and_of_no_hash(case: CaseFolder, tmp_path: Path) -> None:
    add(case, make_files(tmp_path / "clips", 20), files=100)
    entry = logged(case)[1]
    assert entry.body is not None
    (manifest,) = entry.references["manifest"]
    rows = read_manifest(case.objects, manifest)
    assert [row.salt for row in rows] == sorted(str(row.salt) for row in rows)
    held = {path.name: path.stat().st_size for path in (tmp_path / "clips").iterdir()}
    names = entry.body["names"]
    assert isinstance(names, list)
    shown = [str(value["name"]).split("/")[1] for value in names if isinstance(value, dict)]
    assert [held[name] for name in shown] == [row.size for row in rows]


def test_what_was_told_is_recorded_and_what_was_not_is_unknown(case: CaseFolder, tmp_path: Path) -> None:
    receive(case, [file_named(tmp_path, b"clip.mp4")], {"handed_over_by": "A \udcff", "consent": None})
    body = logged(case)[1].body
    assert body is not None
    assert {key: body[key] for key in TOLD} == {**dict.fromkeys(TOLD), "handed_over_by": "A \\udcff"}
    assert body["label"] == "clip.mp4"


@pytest.mark.parametrize("name", [b"\xff\xfe.mp4", b"new\nline", "جسر.mp4".encode(), b"null\x01", b'"\\'], ids=repr)
def test_any_name_of_a_file_system_is_kept_by_its_bytes(case: CaseFolder, tmp_path: Path, name: bytes) -> None:
    receive(case, [file_named(tmp_path, name)], {})
    body = logged(case)[1].body
    assert body is not None
    assert isinstance(body["names"], list)
    assert isinstance(body["names"][0], dict)
    assert name_bytes(body["names"][0]["name"]) == name
    assert receive(case, [Incoming(os.fsencode(tmp_path) + b"/" + name, Name(name))], {}).already == 1


@pytest.mark.parametrize("value", [None, 5, [], {}, {"bytes": "zz"}, {"bytes": None}], ids=repr)
def test_what_is_no_name_is_refused(value: object) -> None:
    with pytest.raises((ValueError, KeyError)):
        name_bytes(value)


def test_names_as_text_are_readable_in_the_body() -> None:
    assert (name_json(Name("جسر".encode())), name_json(Name(b"\xff"))) == ("جسر", {"bytes": "ff"})


@pytest.mark.parametrize(
    ("modified_ns", "recorded"),
    [(1_500_000, 1500), (-1_000_000, -1000), (2**53 * 1000, None)],
    ids=["now", "before 1970", "beyond JSON"],
)
def test_the_time_that_a_file_claims_is_recorded_where_json_holds_it(
    case: CaseFolder, tmp_path: Path, modified_ns: int, recorded: int | None
) -> None:
    file = file_named(tmp_path, b"clip.mp4")
    os.utime(file.path, ns=(0, modified_ns))
    if os.lstat(file.path).st_mtime_ns != modified_ns:
        pytest.skip("not run: this file system holds no such time")
    receive(case, [file], {}, random_bytes=bytes)
    body = logged(case)[1].body
    assert body is not None
    assert body["names"] == [{"name": "clip.mp4", "modified_us": recorded, "salt": "00" * 16}]


def test_the_entry_commits_to_each_name_and_to_what_was_told_apart(case: CaseFolder, tmp_path: Path) -> None:
    receive(case, incoming(make_files(tmp_path / "clips", 5)), {"handed_over_by": "A"})
    entry = logged(case)[1]
    assert entry.body is not None
    rows = read_manifest(case.objects, entry.references[ROLE][0])
    names = entry.body["names"]
    assert isinstance(names, list)
    assert [row.name for row in rows] == [commitment(opening(name)) for name in names]
    assert entry.references[TOLD_ROLE] == [commitment(told_opening(entry.body))]
    assert entry.references[ROWS_ROLE] == [merkle.tree_hash([row.line() for row in rows]).hex()]
    assert len({row.salt for row in rows} | {str(name["salt"]) for name in names if isinstance(name, dict)}) == 10


def test_the_same_files_received_twice_have_no_hash_in_common_but_their_own(tmp_path: Path) -> None:
    """Whoever holds a known film can make no list of it that an entry would show."""
    folder = make_files(tmp_path / "clips", 2)
    references = []
    for number in range(2):
        case = new_case(tmp_path / f"case-{number}")
        receive(case, incoming(folder), {})
        references.append({name for role, names in logged(case)[1].references.items() for name in names})
    assert references[0].isdisjoint(references[1])


def test_a_list_that_a_killed_command_left_is_no_finding_once_its_files_are_received(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_files(tmp_path / "clips", 2)
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "append", lambda writer, statements: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            receive(case, incoming(folder), {})
    assert verify_case(case).exit_code == 3
    receive(case, incoming(folder), {})
    report = verify_case(case)
    assert (report.exit_code, report.left_over, report.findings) == (0, 1, [])
    assert "1 list of files is left over from interrupted commands and says nothing new." in report.lines()


def test_one_bad_file_stops_nothing_and_is_recorded(case: CaseFolder, tmp_path: Path) -> None:
    clips = make_files(tmp_path / "clips", 2)
    (clips / "clip-000b").symlink_to("/etc/passwd")
    receipt = add(case, clips)
    assert receipt.received == 2
    assert receipt.failures == [(Name(b"clips/clip-000b"), Failure(Code.LINK))]
    body = logged(case)[1].body
    assert body is not None
    assert body["failures"] == [{"name": "clips/clip-000b", "code": "FILE-LINK", "detail": ""}]


def test_a_failure_that_is_known_is_told_again_and_recorded_once(case: CaseFolder, tmp_path: Path) -> None:
    missing = Incoming(os.fsencode(tmp_path / "absent"), Name(b"absent"))
    survey = [(Name(b"pipe"), Failure(Code.SPECIAL))]
    first, second = (receive(case, [missing], {}, failures=survey) for _ in range(2))
    assert [code.code for _, code in second.failures] == [Code.SPECIAL, Code.UNREADABLE]
    assert (len(first.entries), second.entries) == (1, [])


def test_a_receipt_as_json_shows_names_and_reasons(case: CaseFolder, tmp_path: Path) -> None:
    missing = Incoming(os.fsencode(tmp_path / "absent"), Name(b"\xff"))
    told = receive(case, [missing], {}).as_json()
    assert told["failures"] == [{"name": "\\xff", "code": "FILE-UNREADABLE", "detail": "No such file or directory"}]


def test_progress_is_told_for_every_file(case: CaseFolder, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    files = incoming(make_files(tmp_path / "clips", 3))
    receive(case, files, {}, total=2, tick=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2), (3, 3)]


def test_what_was_acknowledged_before_the_disk_was_full_stays_so(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = list(incoming(make_files(tmp_path / "clips", 5)))
    write = os.write

    def full(descriptor: int, block: bytes) -> int:
        if bytes(block) == (tmp_path / "clips" / "clip-004.mp4").read_bytes():
            raise OSError(errno.ENOSPC, "no room")
        return write(descriptor, block)

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(StoreFull):
            receive(case, files, {}, portion=Portion(files=3, seconds=1e9))
    assert [name for name, _ in received(case)] == [f"clips/clip-{index:03d}.mp4" for index in range(3)]
    assert verify_case(case).exit_code == 3
    assert add(case, tmp_path / "clips").received == 2
    assert verify_case(case).exit_code == 0


@pytest.mark.parametrize(
    "body",
    [
        {"failures": [{"name": "x", "code": "FILE-INVENTED-LATER", "detail": ""}]},
        {"failures": [{"name": {"bytes": "no hex"}, "code": "FILE-LINK", "detail": ""}]},
        {"failures": [{"code": "FILE-LINK"}, None, 7], "names": [None]},
        {"failures": "none", "names": {"name": "x"}},
        {"names": [{"name": 5}]},
    ],
    ids=range(5),
)
def test_what_a_partner_recorded_in_other_words_stops_no_add(tmp_path: Path, case: CaseFolder, body: object) -> None:
    partner = new_case(tmp_path / "partner")
    manifest = partner.objects.put_bytes(
        b'{"bytes":1,"sha256":"' + partner.objects.put_bytes(b"x").sha256.encode() + b'"}\n'
    )
    assert isinstance(body, dict)
    with partner.writing() as writer:
        writer.append([Statement("receive", {"manifest": [manifest.sha256]}, body)])
    merge_case(case, partner)
    assert add(case, make_files(tmp_path / "clips", 2)).received == 2
