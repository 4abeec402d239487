"""What the system does not let us read is nobody's damage: a log is then told as one that could not be checked."""

import errno
import io
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from tests.preserve.cases import add, make_files, new_case, own_log, say

from stemmata.acts.merge import merge_case
from stemmata.model.errors import StoreRefused
from stemmata.preserve.bodies import body_files, erase_body
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.log import Log
from stemmata.preserve.log_check import check_log
from stemmata.preserve.verify import Verdict, verify_case


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    made = new_case(tmp_path / "case")
    add(made, make_files(tmp_path / "clips", 3))
    say(made, "a note")
    return made


@contextmanager
def no_descriptor_left() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


READS: list[tuple[str, Callable[[Log], object]]] = [
    ("key", lambda log: log.verifier()),
    ("checkpoint", lambda log: log.signed_checkpoint()),
    ("kept sizes", lambda log: log.kept_sizes()),
    ("kept checkpoint", lambda log: log.kept_checkpoint(1)),
    ("entries", lambda log: log.bundle_leaves(0, 1)),
    ("hashes", lambda log: log.tile_hashes(0, 0, 1)),
]


@pytest.mark.parametrize(("name", "read"), READS, ids=[row[0] for row in READS])
def test_a_log_is_not_called_damaged_where_no_descriptor_is_left(
    case: CaseFolder, name: str, read: Callable[[Log], object]
) -> None:
    read(own_log(case))
    with no_descriptor_left(), pytest.raises(StoreRefused, match="Too many open files"):
        read(own_log(case))


def test_a_check_ends_at_the_refusal_and_names_no_damage(case: CaseFolder) -> None:
    with no_descriptor_left():
        found = check_log(own_log(case))
    assert (found.problems, found.is_whole) == ([], False)
    assert found.refused is not None
    assert "Too many open files" in found.refused.happened


def refuse(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """As for another user: root, who runs many of these tests, may read everything."""
    real_open: Callable[..., object] = io.open
    real_list: Callable[..., list[str]] = os.listdir

    def refused(at: object) -> None:
        if isinstance(at, str | Path) and Path(at) == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))

    def opened(at: object, *rest: object, **named: object) -> object:
        refused(at)
        return real_open(at, *rest, **named)

    def listed(at: object) -> list[str]:
        refused(at)
        return real_list(at)

    monkeypatch.setattr(io, "open", opened)
    monkeypatch.setattr(os, "listdir", listed)


PARTS: list[tuple[str, Callable[[CaseFolder], Path]]] = [
    ("key", lambda case: own_log(case).folder / "vkey"),
    ("checkpoint", lambda case: own_log(case).folder / "checkpoint"),
    ("earlier checkpoint", lambda case: own_log(case).folder / "checkpoints" / "1.note"),
    ("earlier checkpoints", lambda case: own_log(case).folder / "checkpoints"),
    ("entries", lambda case: own_log(case).folder / "tile/entries/000.p/3"),
    ("hashes", lambda case: own_log(case).folder / "tile/0/000.p/3"),
    ("body", lambda case: body_files(own_log(case).bodies)[1][1]),
    ("bodies", lambda case: own_log(case).bodies),
]


@pytest.mark.parametrize(("name", "part"), PARTS, ids=[row[0] for row in PARTS])
def test_a_part_of_a_log_that_may_not_be_read_could_not_be_checked(
    case: CaseFolder, monkeypatch: pytest.MonkeyPatch, name: str, part: Callable[[CaseFolder], Path]
) -> None:
    refuse(monkeypatch, part(case))
    report = verify_case(case)
    assert {finding.verdict for finding in report.findings} == {Verdict.UNCHECKED}
    assert any("Permission denied" in finding.says for finding in report.findings)
    assert report.exit_code == 3


@pytest.mark.parametrize(("name", "part"), PARTS, ids=[row[0] for row in PARTS])
def test_a_case_that_may_not_be_read_is_not_merged_and_not_accused(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, part: Callable[[CaseFolder], Path]
) -> None:
    ours = new_case(tmp_path / "ours")
    refuse(monkeypatch, part(case))
    with pytest.raises(StoreRefused, match="Permission denied"):
        merge_case(ours, case)
    assert [log.writer for log in ours.logs()] == [own_log(ours).writer]


def test_what_is_absent_while_a_log_may_not_be_read_is_not_called_lost(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decision that explains it may stand in that log."""
    theirs = new_case(tmp_path / "theirs")
    add(theirs, make_files(tmp_path / "other", 1, first=7))
    merge_case(case, theirs)
    gone = sha256(next((tmp_path / "clips").iterdir()).read_bytes()).hexdigest()
    case.objects.path(gone).unlink()
    assert erase_body(own_log(case).bodies, 1)
    assert verify_case(case).exit_code == 1
    refuse(monkeypatch, case.log(own_log(theirs).writer).folder / "checkpoint")
    assert {finding.verdict for finding in verify_case(case).findings} == {Verdict.UNCHECKED}
