"""Verification: each thing that is wrong is named in words, and nothing that is right is blamed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.preserve.cases import add, make_files, new_case, own_log, photograph, say

from stemmata.acts.merge import merge_case
from stemmata.model.errors import LogDamaged
from stemmata.model.seams import Statement
from stemmata.preserve import note
from stemmata.preserve.bodies import body_files
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.keys import own_key
from stemmata.preserve.log import Log
from stemmata.preserve.verify import SHOWN, Finding, Report, Verdict, verify_case

SIZE = 1 + 3 + 260 + 2
Damage = Callable[[CaseFolder], object]


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    """create; 7 files in three entries; 260 notes in one append, so that one bundle is full; two notes."""
    made = new_case(tmp_path / "case")
    add(made, make_files(tmp_path / "clips", 7))
    say(made, *(f"note {number}" for number in range(260)))
    say(made, "the last but one", "the last")
    return made


def change(path: Path, old: bytes, new: bytes) -> None:
    """Replace the first `old` in a file, which must be there."""
    content = path.read_bytes()
    assert old in content
    path.chmod(0o600)
    path.write_bytes(content.replace(old, new, 1))


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def cut(path: Path, size: int = -1) -> None:
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(content[:size])


def part(case: CaseFolder, name: str) -> Path:
    return own_log(case).folder / name


def body_file(case: CaseFolder, first: int) -> Path:
    return dict(body_files(own_log(case).bodies))[first]


def put_back(case: CaseFolder, size: int) -> None:
    part(case, "checkpoint").write_bytes(own_log(case).kept_checkpoint(size))


def sign_state(case: CaseFolder, state: Checkpoint) -> bytes:
    return note.sign(state.text(), own_log(case).origin, own_key(make=False)).encode()


def sign_rewritten_state(case: CaseFolder) -> None:
    part(case, "checkpoints/5.note").write_bytes(sign_state(case, Checkpoint(own_log(case).origin, 5, bytes(32))))


def foreign_key(case: CaseFolder) -> None:
    stranger = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    part(case, "vkey").write_text(note.Verifier(own_log(case).origin, stranger).vkey() + "\n")


def unreadable(path: Path) -> None:
    """A folder where the file was: not even root reads it."""
    path.unlink()
    path.mkdir()


LOG_DAMAGES: list[tuple[str, Damage, str]] = [
    ("no checkpoint", lambda case: part(case, "checkpoint").unlink(), "its checkpoint cannot be read"),
    ("an empty checkpoint", lambda case: cut(part(case, "checkpoint"), 0), "its checkpoint does not verify"),
    ("a changed size", lambda case: change(part(case, "checkpoint"), b"266", b"265"), "its checkpoint does not verify"),
    (
        "an older checkpoint",
        lambda case: put_back(case, 264),
        "checkpoints/266.note: it was signed at 266 entries and holds 264: an older copy",
    ),
    ("no key", lambda case: part(case, "vkey").unlink(), "its key file cannot be read"),
    ("a broken key", lambda case: cut(part(case, "vkey"), 30), "its key file cannot be read"),
    ("another key", foreign_key, "its key file is that of"),
    ("a full hash tile cut short", lambda case: cut(part(case, "tile/0/000")), "tile/0/000 is short"),
    ("a partial hash tile cut short", lambda case: cut(part(case, "tile/0/001.p/10")), "tile/0/001.p/10 is short"),
    ("no hash tile", lambda case: part(case, "tile/1/000.p/1").unlink(), "tile/1/000.p/1 is missing"),
    ("a changed hash", lambda case: flip(part(case, "tile/0/000"), 99), "hash tile 0 of level 0 differs"),
    ("a changed hash above", lambda case: flip(part(case, "tile/1/000.p/1"), 5), "hash tile 0 of level 1 differs"),
    ("a changed letter", lambda case: change(part(case, "tile/entries/001.p/10"), b"note", b"nots"), "entry 256: "),
    ("no bundle", lambda case: part(case, "tile/entries/000").unlink(), "tile/entries/000 is missing"),
    ("an unreadable bundle", lambda case: unreadable(part(case, "tile/entries/000")), "tile/entries/000: Is a dir"),
    ("a bundle cut short", lambda case: cut(part(case, "tile/entries/000")), "breaks off in an entry"),
    (
        "a bundle cut between entries",
        lambda case: cut(part(case, "tile/entries/001.p/10"), 0),
        "entries 256 and on: 0 of 10 are there",
    ),
    ("a changed earlier state", lambda case: flip(part(case, "checkpoints/1.note"), 3), "checkpoints/1.note: "),
    (
        "an unreadable earlier state",
        lambda case: unreadable(part(case, "checkpoints/1.note")),
        "checkpoints/1.note: it cannot be read",
    ),
    (
        "an earlier state under another size",
        lambda case: part(case, "checkpoints/1.note").rename(part(case, "checkpoints/2.note")),
        "checkpoints/2.note: it is the state signed at 1 entries",
    ),
    (
        "an earlier state of another history",
        sign_rewritten_state,
        "checkpoints/5.note: the state signed at 5 entries is no prefix of it: it was rewritten",
    ),
    (
        "a log taken away",
        lambda case: shutil.rmtree(own_log(case).folder),
        "is missing, and the settings name it as this folder's own",
    ),
    (
        "all logs taken away",
        lambda case: shutil.rmtree(case.path / "logs"),
        "is missing, and the settings name it as this folder's own",
    ),
]


def test_a_case_that_was_left_alone_is_ok(case: CaseFolder) -> None:
    report = verify_case(case)
    assert (report.objects, report.entries, report.logs, report.findings) == (7 + 3, SIZE, 1, [])
    assert report.exit_code == 0


def test_verifying_writes_nothing(case: CaseFolder) -> None:
    before = photograph(case)
    verify_case(case)
    assert photograph(case) == before


@pytest.mark.parametrize(("damage", "says"), [row[1:] for row in LOG_DAMAGES], ids=[row[0] for row in LOG_DAMAGES])
def test_damage_to_a_log_is_named(case: CaseFolder, damage: Damage, says: str) -> None:
    log = own_log(case).writer
    damage(case)
    report = verify_case(case)
    failed = [finding for finding in report.findings if finding.verdict is Verdict.FAILED]
    assert {finding.thing for finding in failed} == {f"log {log}"}
    assert says in failed[0].says
    assert not failed[0].says.startswith("log ")
    assert (report.exit_code, report.logs) == (1, 0)


def test_every_byte_of_a_checkpoint_counts(case: CaseFolder) -> None:
    signed = own_log(case).signed_checkpoint()
    for at in range(len(signed)):
        flip(part(case, "checkpoint"), at)
        with pytest.raises(LogDamaged):
            own_log(case).checkpoint()
        part(case, "checkpoint").write_bytes(signed)


def test_every_byte_of_a_bundle_counts(case: CaseFolder) -> None:
    path = part(case, "tile/entries/001.p/10")
    content = path.read_bytes()
    for at in range(0, len(content), 11):
        flip(path, at)
        with pytest.raises(LogDamaged):
            own_log(case).extension()
        path.write_bytes(content)


BODY_DAMAGES: list[tuple[str, Damage, int, str]] = [
    (
        "changed",
        lambda case: change(body_file(case, 4), b"note 3", b"note 4"),
        7,
        "is not the one that was signed",
    ),
    (
        "moved",
        lambda case: change(body_file(case, 264), b"the last but one", b"the last and one"),
        264,
        "is not the one that was signed",
    ),
    ("missing", lambda case: body_file(case, 1).unlink(), 1, "is missing: an erased one would have left its place"),
    ("cut", lambda case: cut(body_file(case, 264), -20), 265, "cannot be read"),
    ("unreadable", lambda case: unreadable(body_file(case, 264)), 264, "cannot be read"),
]


@pytest.mark.parametrize(
    ("damage", "position", "says"), [row[1:] for row in BODY_DAMAGES], ids=[row[0] for row in BODY_DAMAGES]
)
def test_damage_to_a_body_is_named_and_leaves_the_log_ok(
    case: CaseFolder, damage: Damage, position: int, says: str
) -> None:
    damage(case)
    report = verify_case(case)
    (finding,) = report.findings
    assert finding.thing == f"body of entry {position} in {own_log(case).writer}"
    assert says in finding.says
    assert (report.exit_code, report.logs, report.entries) == (1, 1, SIZE)


def test_bodies_behind_a_damaged_bundle_are_not_blamed(case: CaseFolder) -> None:
    cut(part(case, "tile/entries/000"), 0)
    report = verify_case(case)
    assert [finding.thing for finding in report.findings if finding.verdict is Verdict.FAILED] == [
        f"log {own_log(case).writer}"
    ]
    assert report.entries == 10


def an_object(case: CaseFolder) -> Path:
    return case.objects.path(min(case.objects.names()))


def manifest(case: CaseFolder) -> str:
    return next(name for entry in case.entries() for name in entry.references.get("manifest", []))


def test_a_damaged_object_is_named(case: CaseFolder) -> None:
    flip(an_object(case), 0)
    report = verify_case(case)
    name = an_object(case).name
    (finding,) = [finding for finding in report.findings if finding.thing == f"object {name}"]
    assert "these are not the bytes that were received" in finding.says
    assert (finding.verdict, report.exit_code) == (Verdict.FAILED, 1)


def test_a_missing_object_is_named(case: CaseFolder, tmp_path: Path) -> None:
    name = case.objects.identify(bytes(tmp_path / "clips" / "clip-003.mp4"))
    assert isinstance(name, str)
    case.objects.path(name).unlink()
    report = verify_case(case)
    assert report.findings == [Finding(Verdict.FAILED, f"object {name}", f"object {name} is not in the store")]
    assert (report.objects, report.exit_code) == (9, 1)


def test_an_object_that_cannot_be_read_could_not_be_checked(case: CaseFolder, tmp_path: Path) -> None:
    name = case.objects.identify(bytes(tmp_path / "clips" / "clip-003.mp4"))
    assert isinstance(name, str)
    unreadable(case.objects.path(name))
    report = verify_case(case)
    assert [finding.thing for finding in report.findings] == [f"object {name}"]
    assert "it could not be read" in report.findings[0].says
    assert report.exit_code == 3


def test_an_object_that_no_entry_names_could_not_be_checked(case: CaseFolder) -> None:
    name = case.objects.put_bytes(b"left by a crash").sha256
    report = verify_case(case)
    (finding,) = report.findings
    assert (finding.verdict, finding.thing) == (Verdict.UNCHECKED, f"object {name}")
    assert "not named by any entry" in finding.says
    assert (report.objects, report.exit_code) == (10, 3)


def test_what_lies_among_the_objects_and_is_none_is_named(case: CaseFolder) -> None:
    (case.path / "objects" / "sha256" / ".DS_Store").write_bytes(b"")
    report = verify_case(case)
    assert report.findings == [
        Finding(Verdict.UNCHECKED, "objects/sha256/.DS_Store", "lies among the objects and is none")
    ]
    assert report.exit_code == 3


def test_a_manifest_that_is_gone_is_named_and_its_objects_are_not_ok(case: CaseFolder) -> None:
    name = manifest(case)
    case.objects.path(name).unlink()
    report = verify_case(case)
    things = {finding.thing: finding.verdict for finding in report.findings}
    assert (things.pop(f"manifest {name}"), things.pop(f"object {name}")) == (Verdict.UNCHECKED, Verdict.FAILED)
    assert [*things.values()] == [Verdict.UNCHECKED] * 3
    assert (report.objects, report.exit_code) == (6, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"{}\n",
        b"[]\n",
        b"not json\n",
        b'{"bytes":-1,"sha256":"' + b"0" * 64 + b'"}\n',
        b'{"bytes":true,"sha256":"' + b"0" * 64 + b'"}\n',
        b'{"bytes":1.0,"sha256":"' + b"0" * 64 + b'"}\n',
        b'{"bytes":1,"sha256":"../../etc/passwd"}\n',
        b'{"bytes":1,"sha256":"' + b"0" * 64 + b'"}',
        b'{"bytes": 1,"sha256":"' + b"0" * 64 + b'"}\n',
        b"[" * 100_000,
    ],
    ids=range(10),
)
def test_an_object_that_is_no_manifest_is_told_as_such(case: CaseFolder, content: bytes) -> None:
    name = case.objects.put_bytes(content).sha256
    with case.writing() as writer:
        writer.append([Statement("receive", {"manifest": [name]}, {})])
    report = verify_case(case)
    assert [(finding.thing, finding.verdict) for finding in report.findings] == [
        (f"manifest {name}", Verdict.UNCHECKED)
    ]


def test_a_stranger_who_signed_for_more_than_all_entries_is_not_waited_for(case: CaseFolder) -> None:
    part(case, "checkpoint").write_bytes(sign_state(case, Checkpoint(own_log(case).origin, 10**15 - 1, bytes(32))))
    report = verify_case(case)
    assert [finding.says for finding in report.findings if "not looked at" in finding.says] == [
        "what is behind entry 2560256 was not looked at"
    ]
    assert (report.exit_code, report.logs) == (1, 0)


def test_a_log_that_grows_while_it_is_checked_is_no_older_copy(
    case: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, grown = Log.bundle_leaves, False

    def growing(log: Log, index: int, size: int) -> list[bytes]:
        nonlocal grown
        if not grown:
            grown = True
            say(case, "meanwhile")
        return real(log, index, size)

    monkeypatch.setattr(Log, "bundle_leaves", growing)
    report = verify_case(case)
    assert grown
    assert (report.exit_code, report.findings, report.entries) == (0, [], SIZE)


@pytest.fixture
def partner(tmp_path: Path, case: CaseFolder) -> CaseFolder:
    """Another case, with 3 entries, taken in by `case`."""
    made = new_case(tmp_path / "partner")
    say(made, "from the partner", "and more")
    merge_case(case, made)
    assert verify_case(case).exit_code == 0
    return made


def test_a_partners_log_that_was_taken_away_is_missed(case: CaseFolder, partner: CaseFolder) -> None:
    shutil.rmtree(case.path / "logs" / own_log(partner).writer)
    report = verify_case(case)
    expected = "is missing, and a merge entry says that it was taken in"
    assert report.findings == [Finding(Verdict.FAILED, f"log {own_log(partner).writer}", expected)]


def test_a_partners_log_that_was_taken_back_whole_is_noticed(case: CaseFolder, partner: CaseFolder) -> None:
    taken_in = case.log(own_log(partner).writer)
    (taken_in.folder / "checkpoint").write_bytes(taken_in.kept_checkpoint(1))
    (taken_in.folder / "checkpoints" / "3.note").unlink()
    report = verify_case(case)
    expected = "it was signed at 3 entries and holds 1: an older copy (as a merge entry names it)"
    assert report.findings == [Finding(Verdict.FAILED, f"log {taken_in.writer}", expected)]


def test_a_report_as_json_names_everything() -> None:
    report = Report(objects=2, entries=3, logs=1, erased_bodies=1, removed_objects=2)
    report.failed("log x", "is missing")
    report.unchecked("object y", "is none")
    assert report.as_json() == {
        "ok": {"objects": 2, "entries": 3, "logs": 1},
        "in_the_vault": 0,
        "absent_by_decision": {"objects": 2, "bodies": 1},
        "manifests_left_over": 0,
        "findings": [
            {"verdict": "failed", "thing": "log x", "says": "is missing"},
            {"verdict": "could not be checked", "thing": "object y", "says": "is none"},
        ],
    }


def test_a_report_for_a_person_is_cut_and_says_so() -> None:
    report = Report(objects=1234)
    for number in range(SHOWN + 5):
        report.failed(f"object {number}", "is missing")
    lines = report.lines()
    assert lines[0] == "OK: 1,234 objects are the bytes that were received; 0 entries in 0 logs verify."
    assert lines[SHOWN + 1 :] == [
        "Failed: 5 more; --json names them all.",
        "This says nothing on what a picture shows, nor on who took it when.",
    ]


def test_progress_is_told_for_every_object(case: CaseFolder) -> None:
    told: list[tuple[int, int]] = []
    verify_case(case, lambda done, total: told.append((done, total)))
    assert told == [(at, 10) for at in range(1, 11)]
