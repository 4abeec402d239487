"""Keys are listed by keepers, ended by their owner or by two others, and rotated so that nothing breaks."""

from pathlib import Path

import pytest
from tests.custody_case import REVIEWER, STRANGER, list_reviewer, public
from tests.preserve.cases import logged, new_case, say

from stemmata.acts.countersign import countersign
from stemmata.acts.keys import key_named, list_key, revoke_key, rotate_key
from stemmata.case.keys import keys_of
from stemmata.model.errors import BadRequest, KeyMissing, NotHeld
from stemmata.model.keyring import Role
from stemmata.preserve import keys
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.preserve.keys import key_id, own_key
from stemmata.preserve.verify import verify_case


def test_keys_are_shown_with_names_roles_and_what_they_signed(case: CaseFolder) -> None:
    list_reviewer(case)
    rows = {row.key: row for row in keys_of(case)}
    mine, theirs = rows[key_id(own_key(make=False))], rows[key_id(REVIEWER)]
    assert (mine.name, list(mine.roles), mine.entries) == (None, [Role.KEEPER], 2)
    assert (theirs.name, list(theirs.roles), theirs.entries) == ("R2", [Role.REVIEWER], 0)


def test_only_a_keeper_lists_keys(case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_case(case, tmp_path / "copy")
    monkeypatch.setenv("STEMMATA_CONFIG", str(tmp_path / "another person"))
    copied = CaseFolder.open(tmp_path / "copy")
    own_key(make=True)
    with pytest.raises(BadRequest, match="only a keeper of this case can list keys"):
        list_reviewer(copied)


def test_ones_own_key_is_not_listed(case: CaseFolder) -> None:
    with pytest.raises(BadRequest, match="this is your own key"):
        list_key(case, public(own_key(make=False)), [Role.REVIEWER], "me")


def test_the_key_of_another_ends_once_a_second_person_agrees(case: CaseFolder) -> None:
    list_reviewer(case)
    list_reviewer(case, STRANGER)
    entry = revoke_key(case, key_id(STRANGER), "lost")
    assert not authority(case).keyring.is_revoked(key_id(STRANGER))
    countersign(case, entry, "yes", REVIEWER)
    assert authority(case).keyring.is_revoked(key_id(STRANGER))


def test_entries_that_a_key_signs_after_its_end_are_named_by_verify(case: CaseFolder) -> None:
    entry = revoke_key(case, key_id(own_key(make=False)), "leaving")
    assert verify_case(case).findings == []
    assert entry
    say(case, "and yet")
    (finding,) = verify_case(case).findings
    assert finding.says == "1 entry, number 2, was signed after its key was revoked or rotated"


def test_a_key_is_named_by_its_beginning(case: CaseFolder) -> None:
    mine = key_id(own_key(make=False))
    assert key_named(case, mine[:8].upper()) == mine
    for text in ("", mine[:5], "0" * 64):
        with pytest.raises(NotHeld, match="no key of this case"):
            key_named(case, text)


def test_work_goes_on_with_the_new_key_after_a_rotation(case: CaseFolder) -> None:
    old, new = rotate_key(case)
    assert (key_id(own_key(make=False)), old != new) == (new, True)
    (said,) = say(case, "with the new key")
    assert [entry.author for entry in logged(case) if entry.id == said] == [new]
    report = verify_case(case)
    assert (report.exit_code, report.findings) == (0, [])
    assert authority(case).keyring.roles(new) == {Role.KEEPER}


def test_a_rotation_that_is_cut_off_anywhere_goes_on(case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last steps are those of the configuration folder: its key is another while the case still has the old one."""

    def cut() -> None:
        raise OSError("cut off")

    with monkeypatch.context() as patched:
        patched.setattr("stemmata.acts.keys.take_next_key", cut)
        with pytest.raises(OSError, match="cut off"):
            rotate_key(case)
    before = len(logged(case))
    old, new = rotate_key(case)
    assert len(logged(case)) == before
    assert key_id(own_key(make=False)) == new != old


def test_another_case_follows_a_rotation_when_it_is_told(case: CaseFolder, tmp_path: Path) -> None:
    other = new_case(tmp_path / "other")
    old, new = rotate_key(case)
    with pytest.raises(KeyMissing):
        say(other, "with a key that this case does not know")
    assert rotate_key(other) == (old, new)
    say(other, "now it does")
    assert verify_case(other).findings == []


def test_the_former_key_is_kept_for_its_owner_only(case: CaseFolder) -> None:
    old, _ = rotate_key(case)
    kept = keys.configuration_folder() / keys.FORMER / f"{old}.ed25519"
    assert kept.stat().st_mode & 0o077 == 0
