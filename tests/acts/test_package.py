"""Making a package: what the log says of it, what is refused, and that nothing half made stays."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from tests.preserve.cases import add, incoming, logged, make_files, new_case, own_log, received
from tests.preserve.packages import (
    CONSISTENT,
    Made,
    all_bytes,
    all_three,
    made_case,
    made_package,
    own,
    there,
)

from stemmata.acts.close import close_case
from stemmata.acts.keys import revoke_key
from stemmata.acts.package import package
from stemmata.acts.receive import receive
from stemmata.model.errors import BadRequest, KeyMissing, ObjectDamaged, ObjectMissing, OutputExists
from stemmata.model.profile import Profile
from stemmata.model.seams import Statement
from stemmata.preserve.verify import verify_case


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return made_package(tmp_path)


def test_the_copy_is_an_entry_that_names_the_files_and_the_package(made: Made) -> None:
    entry = logged(made.case)[-1]
    assert ([entry.id], entry.type) == (made.packaged.entries, "copy")
    tagmanifest = (made.folder / "tagmanifest-sha256.txt").read_bytes()
    assert entry.references == {
        "case": [made.case.id],
        "items": sorted(item for _, item in received(made.case)[1:3]),
        "package": [sha256(tagmanifest).hexdigest()],
    }
    assert verify_case(made.case).exit_code == 0


def test_more_files_than_a_header_holds_are_named_by_several_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stemmata.acts.package.MOST_NAMED", 2)
    case = made_case(tmp_path)
    items = {item for _, item in received(case)}
    package(case, items, tmp_path / "package", Profile.PUBLIC)
    copies = [entry for entry in logged(case) if entry.type == "copy"]
    assert [len(entry.references["items"]) for entry in copies] == [2, 2, 1]
    assert {item for entry in copies for item in entry.references["items"]} == items
    assert len({entry.references["package"][0] for entry in copies}) == 1


def test_for_whom_it_was_made_stays_in_the_case(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    package(case, [received(case)[0][1]], tmp_path / "package", Profile.INTERNAL, recipient="the court in Lower Town")
    body = logged(case)[-1].body
    assert body is not None
    assert body["to"] == "the court in Lower Town"
    assert b"Lower Town" not in all_bytes(tmp_path / "package")


def test_a_closed_case_can_be_packaged(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    close_case(case, None)
    package(case, [received(case)[0][1]], tmp_path / "package", Profile.PUBLIC)
    assert all_three(tmp_path / "package") == {CONSISTENT}


@pytest.mark.parametrize("name", ["full", "file.zip", "file", "link"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    case = made_case(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("kept", "utf-8")
    for file in ("file.zip", "file"):
        (tmp_path / file).write_text("kept", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = (there(tmp_path), len(logged(case)))
    with pytest.raises(OutputExists):
        package(case, [received(case)[0][1]], tmp_path / name, Profile.PUBLIC)
    assert (there(tmp_path), len(logged(case))) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    (tmp_path / "package").mkdir()
    package(case, [received(case)[0][1]], tmp_path / "package", Profile.PUBLIC)
    assert own(tmp_path / "package") == CONSISTENT


@pytest.mark.parametrize("name", ["package", "package.zip"])
def test_a_damaged_or_missing_object_is_never_packaged(tmp_path: Path, name: str) -> None:
    case = made_case(tmp_path)
    item = received(case)[0][1]
    path = case.objects.path(item)
    path.chmod(0o600)
    path.write_bytes(b"Clip 0\n")
    before = len(logged(case))
    with pytest.raises(ObjectDamaged):
        package(case, [item], tmp_path / name, Profile.PUBLIC)
    path.unlink()
    with pytest.raises(ObjectMissing):
        package(case, [item], tmp_path / name, Profile.PUBLIC)
    assert there(tmp_path) == ["case", "clips"]
    assert len(logged(case)) == before


def test_without_a_key_nothing_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = made_case(tmp_path)
    monkeypatch.setenv("STEMMATA_CONFIG", str(tmp_path / "nobody"))
    with pytest.raises(KeyMissing):
        package(case, [received(case)[0][1]], tmp_path / "package", Profile.PUBLIC)
    assert not (tmp_path / "package").exists()


def test_a_file_that_only_an_earlier_version_received_is_refused_and_why(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    film = case.objects.put_bytes(b"film")
    manifest = case.objects.put_bytes(b'{"bytes":4,"sha256":"%s"}\n' % film.sha256.encode())
    with case.writing() as writer:
        writer.append([Statement("receive", {"manifest": [manifest.sha256]}, {"names": [{"name": "clip.mp4"}]})])
    with pytest.raises(BadRequest, match="an earlier version received it"):
        package(case, [film.sha256], tmp_path / "package", Profile.PUBLIC)


def test_what_a_key_received_after_it_was_ended_is_not_proved_by_it(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    before = received(case)[0][1]
    revoke_key(case, own_log(case).writer[:16], "lost with the laptop")
    add(case, make_files(tmp_path / "later", 1, first=70))
    later = next(item for name, item in received(case) if name.startswith("later/"))
    with pytest.raises(BadRequest, match="a key that was ended by then"):
        package(case, [later], tmp_path / "later package", Profile.PUBLIC)
    package(case, [before], tmp_path / "package", Profile.PUBLIC)
    assert own(tmp_path / "package") == CONSISTENT


def test_a_file_received_twice_is_one_file_with_two_entries(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    name, item = received(case)[0]
    (tmp_path / "again").mkdir()
    shutil.copy(tmp_path / name, tmp_path / "again" / "other.mkv")
    receive(case, incoming(tmp_path / "again"), {})
    package(case, [item], tmp_path / "package", Profile.INTERNAL)
    assert len(list((tmp_path / "package" / "data" / "originals").iterdir())) == 1
    assert len(list((tmp_path / "package" / "custody").rglob("*.entry"))) == 2
    assert all_three(tmp_path / "package") == {CONSISTENT}
