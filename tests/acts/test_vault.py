"""The vault: plain nowhere in the case, opened by either of two, erased by destroying the opening."""

from pathlib import Path

import pytest
from tests.custody_case import decide_removal, erase, list_reviewer
from tests.preserve.cases import logged, new_case, own_log, say

from stemmata.acts.merge import merge_case
from stemmata.acts.vault import begin_vault, record_identity, seal, unsealed
from stemmata.model.errors import BadRequest, NotHeld, VaultRefused
from stemmata.preserve.bodies import erase_body
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.copy import copy_case
from stemmata.preserve.vault import make_identity
from stemmata.preserve.verify import verify_case

pytest.importorskip("pyrage", reason="not run: pyrage is not installed")

NAME = "Canary Witness"


@pytest.fixture
def keys(tmp_path: Path) -> list[Path]:
    return [tmp_path / "first.key", tmp_path / "recovery.key"]


@pytest.fixture
def vaulted(case: CaseFolder, keys: list[Path]) -> CaseFolder:
    begin_vault(case, [make_identity(path) for path in keys])
    return case


def plain_anywhere(case: CaseFolder) -> list[Path]:
    return [path for path in case.path.rglob("*") if path.is_file() and NAME.encode() in path.read_bytes()]


def says(case: CaseFolder) -> list[str]:
    return [finding.says for finding in verify_case(case).findings]


def test_an_identity_stands_in_the_vault_and_nowhere_else(vaulted: CaseFolder, keys: list[Path]) -> None:
    entry = record_identity(vaulted, [], "name", NAME, "consents to be called")
    assert plain_anywhere(vaulted) == []
    for path in keys:
        assert unsealed(vaulted, entry, path)["value"] == NAME
    report = verify_case(vaulted)
    assert (report.exit_code, report.sealed_bodies) == (0, 1)
    assert "1 body of an entry lies in the vault; what it holds was not opened." in report.lines()


def test_what_an_entry_says_is_moved_into_the_vault(vaulted: CaseFolder, keys: list[Path]) -> None:
    (told,) = say(vaulted, NAME)
    assert plain_anywhere(vaulted)
    seal(vaulted, [told], "names a witness")
    assert plain_anywhere(vaulted) == []
    assert unsealed(vaulted, told, keys[0]) == {"text": NAME}
    assert [entry.body for entry in logged(vaulted) if entry.id == told] == [None]
    assert verify_case(vaulted).exit_code == 0


def test_sealing_that_was_cut_off_is_named_and_goes_on(
    vaulted: CaseFolder, keys: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (told,) = say(vaulted, NAME)

    def cut(folder: Path, position: int) -> bool:
        raise OSError("cut off")

    with monkeypatch.context() as patched:
        patched.setattr("stemmata.acts.vault.erase_body", cut)
        with pytest.raises(OSError, match="cut off"):
            seal(vaulted, [told], "names a witness")
    assert says(vaulted) == ["was sealed, and its plain text is still here: stemmata vault seal takes it away"]
    seal(vaulted, [told], "names a witness")
    assert says(vaulted) == []
    assert unsealed(vaulted, told, keys[1]) == {"text": NAME}


def test_destroying_the_opening_by_decision_erases_and_the_log_still_verifies(vaulted: CaseFolder) -> None:
    entry = record_identity(vaulted, [], "name", NAME, "consents")
    list_reviewer(vaulted)
    decide_removal(vaulted, bodies=(entry,))
    assert list(erase(vaulted).bodies) == [entry]
    assert not vaulted.vault.has(entry)
    report = verify_case(vaulted)
    assert (report.exit_code, report.erased_bodies, report.sealed_bodies) == (0, 1, 0)


def test_an_opening_that_is_lost_without_a_decision_is_named(vaulted: CaseFolder) -> None:
    entry = record_identity(vaulted, [], "name", NAME, "consents")
    vaulted.vault.path(entry).unlink()
    assert says(vaulted) == ["was sealed, and the vault does not hold it"]


def test_another_key_does_not_open_it(vaulted: CaseFolder, tmp_path: Path) -> None:
    entry = record_identity(vaulted, [], "name", NAME, "consents")
    make_identity(tmp_path / "other.key")
    with pytest.raises(VaultRefused, match="does not open it"):
        unsealed(vaulted, entry, tmp_path / "other.key")


def test_an_opening_of_another_entry_is_not_shown_as_this_one(vaulted: CaseFolder, keys: list[Path]) -> None:
    one = record_identity(vaulted, [], "name", NAME, "consents")
    other = record_identity(vaulted, [], "name", "Another", "consents")
    vaulted.vault.path(one).write_bytes(vaulted.vault.path(other).read_bytes())
    with pytest.raises(VaultRefused, match="not what was signed"):
        unsealed(vaulted, one, keys[0])


@pytest.mark.parametrize("bit", range(0, 4000, 173))
def test_a_flipped_bit_is_never_opened(vaulted: CaseFolder, keys: list[Path], bit: int) -> None:
    entry = record_identity(vaulted, [], "name", NAME, "consents")
    content = bytearray(vaulted.vault.path(entry).read_bytes())
    content[bit // 8 % len(content)] ^= 1 << bit % 8
    vaulted.vault.path(entry).write_bytes(content)
    try:
        told = unsealed(vaulted, entry, keys[0])
    except VaultRefused:
        return
    assert told["value"] == NAME  # the stanza of the other recipient was hit


def test_one_recipient_is_too_few(case: CaseFolder, keys: list[Path]) -> None:
    recipient = make_identity(keys[0])
    with pytest.raises(VaultRefused, match="at least 2 recipients, got 1"):
        begin_vault(case, [recipient, recipient])
    with pytest.raises(VaultRefused, match="no age key"):
        begin_vault(case, [recipient, "age1nonsense"])
    with pytest.raises(VaultRefused, match="no vault yet"):
        record_identity(case, [], "name", NAME, "consents")
    assert plain_anywhere(case) == []


def test_a_copy_and_a_merge_take_the_vault_along_as_it_is(
    vaulted: CaseFolder, keys: list[Path], tmp_path: Path
) -> None:
    entry = record_identity(vaulted, [], "name", NAME, "consents")
    copy_case(vaulted, tmp_path / "copy")
    other = new_case(tmp_path / "other")
    merge_case(other, vaulted)
    for place in (CaseFolder.open(tmp_path / "copy"), other):
        assert unsealed(place, entry, keys[0])["value"] == NAME
        assert verify_case(place).exit_code == 0


def test_what_is_not_there_cannot_be_sealed_or_opened(vaulted: CaseFolder, keys: list[Path]) -> None:
    (told,) = say(vaulted, NAME)
    erase_body(own_log(vaulted).bodies, own_log(vaulted).checkpoint().size - 1)
    with pytest.raises(BadRequest, match="was erased"):
        seal(vaulted, [told], "names a witness")
    with pytest.raises(NotHeld, match="no entry in the vault"):
        unsealed(vaulted, told, keys[0])
