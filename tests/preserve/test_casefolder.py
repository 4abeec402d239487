"""A case on disk: made once, opened from anywhere within, written to by one hand at a time."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.preserve.cases import add, logged, make_files, new_case, own_log, photograph, say

from stemmata.model.errors import (
    AlreadyACase,
    CaseBusy,
    KeyMissing,
    LogDamaged,
    NotACase,
    OutputExists,
    StoreUnsuitable,
)
from stemmata.preserve.casefolder import PARTS, SETTINGS, CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.preserve.keys import IDENTITY, key_id, own_key
from stemmata.preserve.verify import verify_case

HOLDER = """
import sys
from pathlib import Path
from stemmata.preserve.casefolder import CaseFolder

with CaseFolder.open(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return new_case(tmp_path / "case")


def test_a_new_case_opens_as_it_was_made(tmp_path: Path) -> None:
    made = CaseFolder.create(tmp_path / "case", "Riverside")
    assert CaseFolder.open(tmp_path / "case") == made
    assert (made.name, made.path, made.logs()[0].writer) == ("Riverside", tmp_path / "case", made.writer_id)


def test_a_new_case_has_its_folders_and_nothing_else(tmp_path: Path) -> None:
    made = CaseFolder.create(tmp_path / "deep" / "case", "Riverside")
    assert sorted(path.name for path in made.path.iterdir()) == sorted([*PARTS, SETTINGS])
    assert list(made.temporary.iterdir()) == []


def test_two_cases_of_one_name_are_two(tmp_path: Path) -> None:
    one, other = (CaseFolder.create(tmp_path / folder, "Riverside") for folder in ("one", "two"))
    assert (one.id == other.id, one.writer_id == other.writer_id) == (False, False)


def test_the_writer_is_named_by_the_key_and_the_settings_by_its_id(case: CaseFolder) -> None:
    key = key_id(own_key(make=False))
    assert own_log(case).writer[:17] == key[:16] + "-"
    assert f'keys = ["{key}"]' in (case.path / SETTINGS).read_text()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(name=st.text(st.characters(exclude_categories=["Cs"])))
@example(name='"\\\x7f\r\n\t\x00\x85\u2028 ب 🎬')
def test_any_name_is_read_back_from_the_settings(case: CaseFolder, name: str) -> None:
    CaseFolder(case.path, name, case.id, case.writer_id).write_settings(case.writer_id)
    assert CaseFolder.open(case.path).name == name


def test_a_case_is_made_once(case: CaseFolder) -> None:
    before = photograph(case)
    with pytest.raises(AlreadyACase, match="is a case already"):
        CaseFolder.create(case.path, "Another")
    assert photograph(case) == before


@pytest.mark.parametrize("name", ["notes.txt", "objects/sha256/ab/x", "bodies/x/000000000000.jsonl", "derived/x"])
def test_a_folder_in_use_is_not_made_a_case(tmp_path: Path, name: str) -> None:
    (tmp_path / "case" / name).parent.mkdir(parents=True)
    (tmp_path / "case" / name).write_bytes(b"")
    with pytest.raises(AlreadyACase, match="exists and is not empty"):
        CaseFolder.create(tmp_path / "case", "Riverside")
    assert not (tmp_path / "case" / SETTINGS).exists()


def test_a_file_is_not_made_a_case(tmp_path: Path) -> None:
    (tmp_path / "case").write_bytes(b"")
    with pytest.raises(AlreadyACase, match="exists and is not empty"):
        CaseFolder.create(tmp_path / "case", "Riverside")


def test_what_an_interrupted_create_left_is_taken_up(case: CaseFolder) -> None:
    (own_log(case).bodies / "000000000000.jsonl").unlink()
    (case.path / "write.lock").unlink()
    (case.path / SETTINGS).unlink()
    assert verify_case(CaseFolder.create(case.path, "Riverside")).entries == 1


def test_a_file_system_without_links_holds_no_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemmata.preserve.casefolder.has_links", lambda folder: False)
    with pytest.raises(StoreUnsuitable, match="has no hard links"):
        CaseFolder.create(tmp_path / "case", "Riverside")


@pytest.mark.parametrize("below", [".", "objects", "objects/sha256", "not/there"])
def test_the_nearest_case_is_found_from_within(case: CaseFolder, below: str) -> None:
    assert CaseFolder.nearest(case.path / below) == case


def test_a_case_within_a_case_is_the_nearest(case: CaseFolder) -> None:
    inner = CaseFolder.create(case.path / "inner", "Inner")
    assert CaseFolder.nearest(case.path / "inner" / "objects") == inner


def test_outside_every_case_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotACase, match="is not a Stemmata case"):
        CaseFolder.nearest(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not toml",
        b"\xff",
        b'format = 2\nname = "x"\nid = "y"\n',
        b'format = "1"\nname = "x"\nid = "y"\n',
        b'format = 1\nname = "x"\n',
        b'format = 1\nid = "y"\n',
        b'name = "x"\nid = "y"\n',
    ],
    ids=repr,
)
def test_settings_of_another_format_are_no_case(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SETTINGS).write_bytes(content)
    with pytest.raises(NotACase):
        CaseFolder.open(tmp_path)


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: None], ids=["folder", "file", "nothing"])
def test_what_holds_no_settings_is_no_case(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "case")
    with pytest.raises(NotACase):
        CaseFolder.open(tmp_path / "case")


def test_a_case_that_another_process_writes_to_is_busy(case: CaseFolder) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(case.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        before = photograph(case)
        with pytest.raises(CaseBusy, match=f"process {holder.pid}"):
            say(case, "not now")
        assert photograph(case) == before
        holder.communicate()
    assert len(say(case, "now")) == 1


def test_a_writer_that_is_killed_leaves_no_lock(case: CaseFolder) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(case.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        os.kill(holder.pid, signal.SIGKILL)
        holder.communicate()
    assert len(say(case, "now")) == 1


def test_a_run_and_an_add_do_not_lock_each_other_out(case: CaseFolder) -> None:
    with case.running(), case.writing():
        pass


def test_two_runs_lock_each_other_out(case: CaseFolder) -> None:
    with case.running(), pytest.raises(CaseBusy), case.running():
        pass


def test_reading_goes_on_while_another_writes(case: CaseFolder) -> None:
    with case.writing():
        assert [entry.type for entry in logged(case)] == ["create"]


@pytest.mark.parametrize("part", ["tmp", "derived"])
def test_a_case_that_lost_an_empty_folder_is_written_to_all_the_same(case: CaseFolder, part: str) -> None:
    (case.path / part).rmdir()
    assert len(say(case, "now")) == 1


def test_without_the_private_key_nothing_is_written(case: CaseFolder, own_configuration: Path) -> None:
    (own_configuration / IDENTITY).unlink()
    before = photograph(case)
    with pytest.raises(KeyMissing, match="no private key"):
        say(case, "who am I")
    assert photograph(case) == before


def test_another_persons_key_does_not_write_to_this_log(case: CaseFolder, own_configuration: Path) -> None:
    (own_configuration / IDENTITY).write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
    before = photograph(case)
    with pytest.raises(KeyMissing):
        say(case, "it was me")
    assert photograph(case) == before


def test_the_key_is_made_once_and_for_its_owner_only(own_configuration: Path) -> None:
    made = own_key(make=True).private_bytes_raw()
    assert own_key(make=True).private_bytes_raw() == made == (own_configuration / IDENTITY).read_bytes()
    assert (own_configuration / IDENTITY).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in own_configuration.iterdir()] == [IDENTITY]


def test_no_key_is_made_unasked(own_configuration: Path) -> None:
    with pytest.raises(KeyMissing):
        own_key(make=False)
    assert list(own_configuration.iterdir()) == []


@pytest.mark.parametrize("content", [b"", bytes(31), bytes(33)], ids=len)
def test_a_file_that_is_no_key_is_not_replaced(own_configuration: Path, content: bytes) -> None:
    (own_configuration / IDENTITY).write_bytes(content)
    with pytest.raises(KeyMissing):
        own_key(make=True)
    assert (own_configuration / IDENTITY).read_bytes() == content


def test_the_key_lies_where_the_environment_says(
    tmp_path: Path, own_configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STEMMATA_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own_key(make=True)
    assert (tmp_path / "stemmata" / IDENTITY).is_file()


def test_a_copy_gets_a_log_of_its_own_once_it_is_written_to(case: CaseFolder, tmp_path: Path) -> None:
    copy_case(case, tmp_path / "copy")
    copy = CaseFolder.open(tmp_path / "copy")
    assert (copy.id, copy.name, copy.writer_id) == (case.id, case.name, None)
    say(copy, "here")
    copy = CaseFolder.open(tmp_path / "copy")
    assert copy.writer_id not in (None, case.writer_id)
    assert [entry.type for entry in own_log(copy).entries()] == ["note"]


def test_a_log_that_another_command_began_meanwhile_is_used(case: CaseFolder, tmp_path: Path) -> None:
    copy_case(case, tmp_path / "copy")
    one, other = (CaseFolder.open(tmp_path / "copy") for _ in range(2))
    say(one, "first")
    say(other, "second")
    assert len(CaseFolder.open(tmp_path / "copy").logs()) == 2


def test_a_log_whose_newest_state_was_taken_back_is_not_signed_on(case: CaseFolder, tmp_path: Path) -> None:
    add(case, make_files(tmp_path / "clips", 3))
    newest = own_log(case).folder / "checkpoint"
    newest.write_bytes(own_log(case).kept_checkpoint(1))
    before = photograph(case)
    with pytest.raises(LogDamaged, match="it was signed at 2 entries and holds 1: an older copy"):
        say(case, "over what was signed")
    assert photograph(case) == before


def test_a_copy_that_was_interrupted_is_taken_up_and_a_folder_with_more_in_it_is_not(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    add(case, make_files(tmp_path / "clips", 2))
    copy_case(case, tmp_path / "copy")
    (tmp_path / "copy" / "stemmata.toml").unlink()  # it comes last
    shutil.rmtree(tmp_path / "copy" / "logs" / str(case.writer_id))
    copy_case(case, tmp_path / "copy")
    assert logged(CaseFolder.open(tmp_path / "copy")) == logged(case)
    (tmp_path / "copy" / "stemmata.toml").unlink()
    (tmp_path / "copy" / "objects" / "note.txt").write_text("mine")
    with pytest.raises(OutputExists):
        copy_case(case, tmp_path / "copy")
