"""Merging: a case is a set of logs, so the order, the repetition and the way of taking in do not matter."""

import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from tests.custody_case import decide_removal, erase, list_reviewer
from tests.preserve.cases import add, logged, make_files, new_case, own_log, photograph, received, say

from stemmata.acts.close import close_case
from stemmata.acts.merge import merge_case
from stemmata.acts.receive import Incoming, receive
from stemmata.model.errors import LogDamaged, LogForked, ObjectDamaged, ObjectMissing, OutputExists, StemmataError
from stemmata.model.item import Name
from stemmata.preserve.bodies import body_files, erase_body
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.preserve.log_check import check_log
from stemmata.preserve.objects import ObjectStore
from stemmata.preserve.verify import verify_case


@pytest.fixture
def other(tmp_path: Path) -> CaseFolder:
    """A case of a partner: clips 2 to 6, of which `filled` shares 2 and 3."""
    made = new_case(tmp_path / "other")
    add(made, make_files(tmp_path / "theirs", 5, first=2))
    return made


@pytest.fixture
def filled(case: CaseFolder, tmp_path: Path) -> CaseFolder:
    add(case, make_files(tmp_path / "ours", 4))
    return case


def entries(case: CaseFolder) -> set[str]:
    """What was said, but for who took in whom."""
    return {entry.id for entry in logged(case) if entry.type != "merge"}


def files(case: CaseFolder) -> set[str]:
    """The objects that were received."""
    return {name for _, name in received(case)}


def backup(case: CaseFolder, folder: Path) -> CaseFolder:
    """The folder itself, copied by other means: two hands on one log."""
    shutil.copytree(case.path, folder)
    return CaseFolder.open(folder)


def test_both_ways_give_the_same_entries_and_files(filled: CaseFolder, other: CaseFolder, tmp_path: Path) -> None:
    untouched = backup(filled, tmp_path / "untouched")
    merge_case(filled, other)
    merge_case(other, untouched)
    assert entries(filled) == entries(other)
    assert files(filled) == files(other)
    assert (verify_case(filled).exit_code, verify_case(other).exit_code) == (0, 0)


def test_three_cases_come_to_the_same_in_any_order(tmp_path: Path, filled: CaseFolder, other: CaseFolder) -> None:
    third = new_case(tmp_path / "third")
    say(third, "from the third")
    found = []
    for number, order in enumerate(permutations((filled, other, third))):
        whole = new_case(tmp_path / f"whole-{number}")
        for source in order:
            merge_case(whole, source)
        found.append((entries(whole) - {entry.id for entry in own_log(whole).entries()}, files(whole)))
    assert all(outcome == found[0] for outcome in found)


def test_what_was_new_is_counted(filled: CaseFolder, other: CaseFolder) -> None:
    copied = merge_case(filled, other)
    assert copied.as_json() == {"logs": 1, "entries": 3, "objects": 5 - 2 + 2}


def test_the_merge_entry_names_the_states_that_were_taken_in(filled: CaseFolder, other: CaseFolder) -> None:
    merge_case(filled, other)
    entry = list(own_log(filled).entries())[-1]
    assert (entry.type, entry.body) == ("merge", {"name": "Riverside"})
    assert entry.references[CASE_ROLE] == [other.id]
    signed = [filled.objects.read(name) for name in entry.references["checkpoints"]]
    assert signed == [own_log(other).signed_checkpoint()]


def test_repeating_a_merge_adds_nothing(filled: CaseFolder, other: CaseFolder) -> None:
    merge_case(filled, other)
    before = photograph(filled)
    assert merge_case(filled, other).as_json() == {"logs": 0, "entries": 0, "objects": 0}
    assert photograph(filled) == before


def test_the_source_of_a_merge_is_not_changed(filled: CaseFolder, other: CaseFolder) -> None:
    before = photograph(other)
    merge_case(filled, other)
    assert photograph(other) == before


def test_merging_a_case_with_itself_adds_nothing(filled: CaseFolder) -> None:
    before = photograph(filled)
    merge_case(filled, CaseFolder.open(filled.path))
    assert photograph(filled) == before


def test_every_earlier_state_comes_along_and_verifies(filled: CaseFolder, other: CaseFolder) -> None:
    say(other, *(str(number) for number in range(300)))
    merge_case(filled, other)
    taken_in = filled.log(own_log(other).writer)
    assert taken_in.kept_sizes() == own_log(other).kept_sizes() == [0, 1, 2, 3, 303]
    assert check_log(taken_in).problems == []


def test_a_log_that_grew_since_is_taken_in_from_where_it_was(filled: CaseFolder, other: CaseFolder) -> None:
    merge_case(filled, other)
    say(other, *(str(number) for number in range(300)))
    assert merge_case(filled, other).as_json() == {"logs": 1, "entries": 300, "objects": 0}
    assert entries(other) <= entries(filled)
    assert verify_case(filled).exit_code == 0


def test_an_older_copy_of_a_log_takes_nothing_back(filled: CaseFolder, other: CaseFolder, tmp_path: Path) -> None:
    older = backup(other, tmp_path / "older")
    say(other, "later")
    merge_case(filled, other)
    before = entries(filled)
    merge_case(filled, older)
    assert entries(filled) == before
    assert verify_case(filled).exit_code == 0


def test_files_known_by_a_merge_are_not_received_again(filled: CaseFolder, other: CaseFolder, tmp_path: Path) -> None:
    merge_case(filled, other)
    assert add(filled, tmp_path / "theirs").already == 5


def test_an_erased_body_stays_erased_where_it_is_taken_in(filled: CaseFolder, other: CaseFolder) -> None:
    (told,) = say(other, "the name of a witness")
    list_reviewer(other)
    decide_removal(other, bodies=(told,))
    erase(other)
    merge_case(filled, other)
    assert [entry.body for entry in filled.log(own_log(other).writer).entries()][3] is None
    assert verify_case(filled).erased_bodies == 1


def test_a_body_that_was_erased_here_does_not_come_back(filled: CaseFolder, other: CaseFolder) -> None:
    say(other, "the name of a witness")
    merge_case(filled, other)
    erase_body(filled.log(own_log(other).writer).bodies, 3)
    say(other, "more")
    merge_case(filled, other)
    assert [entry.body for entry in filled.log(own_log(other).writer).entries()][3:] == [None, {"text": "more"}]


def test_a_fork_is_refused_and_nothing_is_written(filled: CaseFolder, tmp_path: Path) -> None:
    twin = backup(filled, tmp_path / "twin")
    say(filled, "this way")
    say(twin, "that way")
    before = photograph(filled)
    with pytest.raises(LogForked, match="disagree within their first 4 entries"):
        merge_case(filled, twin)
    assert photograph(filled) == before


@pytest.mark.parametrize("longer", ["ours", "theirs"])
def test_a_fork_of_unequal_length_is_refused(filled: CaseFolder, tmp_path: Path, longer: str) -> None:
    twin = backup(filled, tmp_path / "twin")
    say(filled, *("this way", "on")[: 2 if longer == "ours" else 1])
    say(twin, *("that way", "on")[: 2 if longer == "theirs" else 1])
    before = photograph(filled)
    with pytest.raises(LogForked):
        merge_case(filled, twin)
    assert photograph(filled) == before


def test_one_forked_log_keeps_the_sound_ones_beside_it_out(
    filled: CaseFolder, other: CaseFolder, tmp_path: Path
) -> None:
    twin = backup(filled, tmp_path / "twin")
    merge_case(twin, other)
    say(filled, "this way")
    before = photograph(filled)
    with pytest.raises(LogForked):
        merge_case(filled, twin)
    assert photograph(filled) == before


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def first_file(case: CaseFolder) -> Path:
    return case.objects.path(received(case)[0][1])


def first_manifest(case: CaseFolder) -> Path:
    return case.objects.path(logged(case)[1].references["manifest"][0])


DAMAGES: list[tuple[str, Callable[[CaseFolder], object], type[StemmataError]]] = [
    ("entries", lambda case: damage(own_log(case).folder / "tile/entries/000.p/3"), LogDamaged),
    ("hashes", lambda case: damage(own_log(case).folder / "tile/0/000.p/3"), LogDamaged),
    ("checkpoint", lambda case: damage(own_log(case).folder / "checkpoint"), LogDamaged),
    ("earlier checkpoint", lambda case: damage(own_log(case).folder / "checkpoints/1.note"), LogDamaged),
    ("key", lambda case: (own_log(case).folder / "vkey").unlink(), LogDamaged),
    ("body", lambda case: damage(body_files(own_log(case).bodies)[1][1]), LogDamaged),
    ("missing body", lambda case: body_files(own_log(case).bodies)[1][1].unlink(), LogDamaged),
    ("manifest", lambda case: damage(first_manifest(case)), ObjectDamaged),
    ("missing manifest", lambda case: first_manifest(case).unlink(), ObjectMissing),
]


@pytest.mark.parametrize(("harm", "error"), [row[1:] for row in DAMAGES], ids=[row[0] for row in DAMAGES])
def test_a_damaged_source_is_refused_before_anything_is_written(
    filled: CaseFolder, other: CaseFolder, harm: Callable[[CaseFolder], object], error: type[StemmataError]
) -> None:
    harm(other)
    before = photograph(filled)
    with pytest.raises(error):
        merge_case(filled, other)
    assert photograph(filled) == before


@pytest.mark.parametrize(
    ("harm", "error"), [(damage, ObjectDamaged), (Path.unlink, ObjectMissing)], ids=["damaged", "missing"]
)
def test_a_damaged_object_of_the_source_keeps_its_logs_out(
    filled: CaseFolder, other: CaseFolder, harm: Callable[[Path], object], error: type[StemmataError]
) -> None:
    harm(first_file(other).parent.parent / received(other)[-1][1][:2] / received(other)[-1][1])
    with pytest.raises(error):
        merge_case(filled, other)
    assert [log.writer for log in filled.logs()] == [own_log(filled).writer]
    assert verify_case(filled).exit_code in (0, 3)


def test_two_copies_that_were_both_written_to_have_separate_logs_and_merge(filled: CaseFolder, tmp_path: Path) -> None:
    copy_case(filled, tmp_path / "copy")
    copy = CaseFolder.open(tmp_path / "copy")
    say(filled, "at home")
    say(copy, "in the field")
    copy = CaseFolder.open(copy.path)
    assert own_log(copy).writer != own_log(filled).writer
    merge_case(filled, copy)
    merge_case(copy, filled)
    assert entries(filled) == entries(copy)
    assert (verify_case(filled).exit_code, verify_case(copy).exit_code) == (0, 0)


def test_a_copy_is_the_same_case_to_the_byte(filled: CaseFolder, other: CaseFolder, tmp_path: Path) -> None:
    merge_case(filled, other)
    copied = copy_case(filled, tmp_path / "copy")
    original, made = photograph(filled), photograph(CaseFolder.open(tmp_path / "copy"))
    partial = {name for name in original if ".p/" in name}  # a copy needs only the newest of them
    settings = {"stemmata.toml"}
    assert {name: original[name] for name in original.keys() - partial - settings} == {
        name: made[name] for name in made.keys() - {name for name in made if ".p/" in name} - settings
    }
    assert (copied.logs, copied.entries) == (2, len(logged(filled)))
    assert verify_case(CaseFolder.open(tmp_path / "copy")).as_json() == verify_case(filled).as_json()


def test_a_copy_lands_on_nothing_that_exists(filled: CaseFolder, other: CaseFolder) -> None:
    before = photograph(other)
    with pytest.raises(OutputExists):
        copy_case(filled, other.path)
    assert photograph(other) == before


def test_a_copy_can_be_read_where_there_are_no_links(
    filled: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stemmata.preserve.copy.has_links", lambda folder: False)
    monkeypatch.setattr("os.link", None)
    copy_case(filled, tmp_path / "stick")
    assert verify_case(CaseFolder.open(tmp_path / "stick")).as_json() == verify_case(filled).as_json()


def test_a_closed_case_can_be_taken_in_and_copied(filled: CaseFolder, other: CaseFolder, tmp_path: Path) -> None:
    close_case(other, None)
    merge_case(filled, other)
    copy_case(other, tmp_path / "copy")
    assert entries(CaseFolder.open(tmp_path / "copy")) == entries(other) <= entries(filled)


@pytest.mark.parametrize("copying", [False, True], ids=["merge", "copy"])
def test_a_source_that_grows_meanwhile_is_taken_as_it_was_when_checked(
    filled: CaseFolder, other: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copying: bool
) -> None:
    settle, grown = ObjectStore.settle, False
    (tmp_path / "late").write_bytes(b"late")

    def growing(store: ObjectStore) -> None:
        nonlocal grown
        if not grown:
            grown = True
            receive(other, [Incoming(bytes(tmp_path / "late"), Name(b"late"))], {})
        settle(store)

    monkeypatch.setattr(ObjectStore, "settle", growing)
    if copying:
        copy_case(other, tmp_path / "copy")
        target = CaseFolder.open(tmp_path / "copy")
    else:
        merge_case(filled, other)
        target = filled
    assert grown
    assert (own_log(other).checkpoint().size, target.log(own_log(other).writer).checkpoint().size) == (4, 3)
    assert (verify_case(target).exit_code, verify_case(target).findings) == (0, [])


def test_a_case_from_an_old_backup_gets_its_own_entries_back_and_forks_nothing(
    filled: CaseFolder, other: CaseFolder, tmp_path: Path
) -> None:
    restored = backup(filled, tmp_path / "restored")
    say(filled, "after the backup", "and more")
    merge_case(other, filled)
    merge_case(restored, other)
    assert entries(filled) <= entries(restored)
    assert (verify_case(restored).exit_code, verify_case(restored).findings) == (0, [])
    assert merge_case(other, restored).logs == 1
