"""Evidence packages: whole, of one form for every reader, and silent on what was not asked for."""

import json
import shutil
import subprocess
import sys
import warnings
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from tests.preserve.cases import add, logged, make_files, new_case, own_log, received
from tests.preserve.packages import (
    BROKEN,
    CANNOT,
    CONSISTENT,
    ISSUED,
    Made,
    all_bytes,
    all_three,
    made_case,
    made_package,
    own,
    own_key,
    python,
    reseal,
    shell,
    shells_here,
)

from stemmata.acts.merge import merge_case
from stemmata.acts.package import package
from stemmata.model.profile import Profile
from stemmata.model.seams import Statement
from stemmata.preserve import merkle, note
from stemmata.preserve.bodies import erase_body
from stemmata.preserve.manifest import ManifestRow, manifest_bytes, manifest_references, read_manifest, row_hashes
from stemmata.preserve.package_check import check_package
from stemmata.preserve.package_form import key_pem
from stemmata.preserve.proof_file import prove_inclusion
from stemmata.preserve.row_proof import prove_row

NO_BAGIT = "not run: bagit is not here, or not the pkg_resources that it needs"


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return made_package(tmp_path)


@pytest.mark.parametrize("profile", Profile)
def test_all_three_programs_find_it_consistent_and_issued_once_the_key_is_named(
    tmp_path: Path, profile: Profile
) -> None:
    made = made_package(tmp_path, profile)
    assert all_three(made.folder) == {CONSISTENT}
    assert all_three(made.folder, "--key", made.key) == {ISSUED}


@pytest.mark.parametrize("name", ["dash", "bash", "busybox"])
def test_every_shell_comes_to_the_same(made: Made, name: str) -> None:
    if name not in shells_here():
        pytest.skip(f"not run: no {name} here")
    assert shell(made.folder, name=name) == CONSISTENT
    assert shell(made.folder, "--key", made.key, name=name) == ISSUED
    (made.folder / "README.txt").write_text("Trust me.\n", "utf-8")
    assert shell(made.folder, "--key", made.key, name=name) == BROKEN


def test_the_programs_in_the_package_run_where_they_lie_without_ours(made: Made, tmp_path: Path) -> None:
    """-I -S: no package of ours, nor anybody's, can be imported."""
    for words in ([sys.executable, "-I", "-S", "verify.py"], ["sh", "verify.sh"]):
        ended = subprocess.run(
            [*words, "--key", made.key], cwd=made.folder, capture_output=True, text=True, check=False
        )
        assert (ended.returncode, ended.stderr) == (ISSUED, ""), ended.stdout
        assert "ISSUED-MATCH" in ended.stdout
        assert "This says nothing about the content" in ended.stdout


def test_sha256sum_and_bagit_find_it_valid(made: Made) -> None:
    bagit = pytest.importorskip("bagit", reason=NO_BAGIT, exc_type=ImportError)
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--strict", "-c", name], cwd=made.folder, capture_output=True, check=True)
    bagit.Bag(str(made.folder)).validate()


def test_openssl_finds_the_signatures_good_by_the_commands_of_the_readme(made: Made) -> None:
    readme = (made.folder / "README.txt").read_text("utf-8")
    commands = [line.strip() for line in readme.splitlines() if line.strip().startswith("openssl pkeyutl")]
    assert len(commands) == 2
    for command in commands:
        ended = subprocess.run(
            command.replace("LOG", made.log).split(), cwd=made.folder, capture_output=True, check=False
        )
        assert ended.returncode == 0, ended.stdout
    assert made.key in readme
    assert sha256((made.folder / "verify.py").read_bytes()).hexdigest() in readme


def test_the_files_are_as_received_under_their_hash(made: Made) -> None:
    held = {item: made.case.objects.read(item) for _, item in received(made.case)[1:3]}
    found = {path.name: path.read_bytes() for path in (made.folder / "data" / "originals").iterdir()}
    assert found == {f"{item}.mp4": content for item, content in held.items()}


def test_nothing_of_the_other_files_is_in_it(made: Made) -> None:
    content = all_bytes(made.folder)
    entry = logged(made.case)[1]
    rows = read_manifest(made.case.objects, entry.references["manifest"][0])
    shown = {item for _, item in received(made.case)[1:3]}
    for row in rows:
        assert (row.sha256.encode() in content) == (row.sha256 in shown)
        assert (str(row.salt).encode() in content) == (row.sha256 in shown)
    assert {name for name, _ in received(made.case) if name.encode() in content} == {
        "clips/clip-001.mp4",
        "clips/clip-002.mp4",
    }


def test_whoever_knows_another_file_of_the_batch_cannot_find_it(made: Made) -> None:
    """Everything that could be guessed is salted: neither the row nor the manifest of a known film is to be found."""
    content = all_bytes(made.folder)
    guessed = [ManifestRow(item, (made.case.objects.path(item)).stat().st_size) for _, item in received(made.case)]
    for manifest in (guessed, sorted(guessed, key=lambda row: row.sha256)):
        assert sha256(manifest_bytes(manifest)).hexdigest().encode() not in content
    for guess in guessed:
        assert merkle.leaf_hash(guess.line()).hex().encode() not in content


def test_a_public_package_holds_no_name_and_nothing_told(tmp_path: Path) -> None:
    made = made_package(tmp_path, Profile.PUBLIC)
    content = all_bytes(made.folder)
    for told in (b"clip-0", b"clips/", b"neighbour", b"modified_us"):
        assert told not in content.replace(str(tmp_path).encode(), b"")
    assert not list(made.folder.rglob("*.name")) + list(made.folder.rglob("*.told"))


def test_an_internal_package_shows_the_names_of_its_files_and_what_was_told(made: Made) -> None:
    dossier = json.loads((made.folder / "data" / "dossier.json").read_text("utf-8"))
    receipts = [receipt for item in dossier["items"] for receipt in item["received"]]
    assert sorted(receipt["name"]["name"] for receipt in receipts) == ["clips/clip-001.mp4", "clips/clip-002.mp4"]
    assert {receipt["told"]["handed_over_by"] for receipt in receipts} == {"a neighbour"}


def test_a_name_whose_body_was_erased_is_not_shown_and_the_file_is_still_proved(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    item = received(case)[0][1]
    assert erase_body(own_log(case).bodies, 1)
    package(case, [item], tmp_path / "package", Profile.INTERNAL)
    assert b"clip-0" not in all_bytes(tmp_path / "package")
    assert all_three(tmp_path / "package") == {CONSISTENT}


def test_a_zip_holds_the_same_files_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    items = [item for _, item in received(case)][1:3]
    shutil.copytree(case.path, tmp_path / "again", symlinks=True)
    package(case, items, tmp_path / "one.zip", Profile.INTERNAL)
    package(type(case).open(tmp_path / "again"), items[::-1], tmp_path / "two" / "one.zip", Profile.INTERNAL)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two" / "one.zip").read_bytes()
    assert own(tmp_path / "one.zip") == CONSISTENT
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    assert all_three(tmp_path / "unpacked" / "one") == {CONSISTENT}


@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/../../out", "caf\xe9", "b\\c", "x\ny", "-rf"], ids=repr)
def test_a_zip_with_a_name_that_leads_elsewhere_is_broken(tmp_path: Path, name: str) -> None:
    made = made_package(tmp_path, name="one.zip")
    with zipfile.ZipFile(made.folder, "a") as archive:
        archive.writestr(f"one/{name}", b"x")
    assert own(made.folder, "--key", made.key) == BROKEN


def test_a_zip_with_a_file_twice_or_a_link_or_a_compressed_file_is_broken(tmp_path: Path) -> None:
    made = made_package(tmp_path, name="one.zip")
    link = zipfile.ZipInfo("one/link")
    link.external_attr = 0o120777 << 16
    twice = zipfile.ZipInfo("one/README.txt")
    packed = zipfile.ZipInfo("one/packed")
    packed.compress_type = zipfile.ZIP_DEFLATED
    for member in (link, twice, packed):
        changed = Path(shutil.copy(made.folder, tmp_path / "changed.zip"))
        with zipfile.ZipFile(changed, "a") as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a name is there already
            archive.writestr(member, b"/etc/passwd")
        assert own(changed) == BROKEN


def test_what_is_no_package_is_broken_and_what_is_not_there_could_not_be_checked(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("no ZIP", "utf-8")
    assert all_three(tmp_path / "empty") == {BROKEN}
    assert own(tmp_path / "text.zip") == BROKEN
    assert all_three(tmp_path / "nowhere") == {CANNOT}


@pytest.mark.parametrize("words", [["--key", "SHA256:abc"], ["--key", "abc"], ["--frobnicate"]], ids=str)
def test_wrong_use_of_the_programs_could_not_run(made: Made, words: list[str]) -> None:
    assert {python(made.folder, *words), shell(made.folder, *words)} == {CANNOT}


def test_a_checkpoint_from_elsewhere_matches_as_a_key_does(made: Made, tmp_path: Path) -> None:
    log, held = own_log(made.case), tmp_path / "held.txt"
    size = int((made.custody / "checkpoint.txt").read_text("utf-8").splitlines()[1])
    held.write_bytes(log.kept_checkpoint(size))
    assert all_three(made.folder, "--checkpoint", str(held)) == {ISSUED}
    held.write_bytes(b"stemmata checkpoint v1\nold 0\n\n" + log.kept_checkpoint(size) + b"log of another\n")
    assert all_three(made.folder, "--checkpoint", str(held)) == {ISSUED}
    held.write_bytes(log.signed_checkpoint())  # it has grown by the entry on the package itself
    assert all_three(made.folder, "--checkpoint", str(held)) == {CONSISTENT}
    held.write_text("stemmata.log/0123456789abcdef-00000000\n2\nAAAA\n", "utf-8")
    assert all_three(made.folder, "--checkpoint", str(held)) == {CONSISTENT}


def test_a_checkpoint_of_the_same_size_and_another_root_shows_that_one_was_rewritten(
    made: Made, tmp_path: Path
) -> None:
    text = (made.custody / "checkpoint.txt").read_text("utf-8").splitlines()
    (tmp_path / "held.txt").write_text("\n".join([*text[:2], "A" * 43 + "="]) + "\n", "utf-8")
    assert all_three(made.folder, "--checkpoint", str(tmp_path / "held.txt")) == {BROKEN}
    assert all_three(made.folder, "--key", made.key, "--checkpoint", str(tmp_path / "held.txt")) == {BROKEN}


def test_every_log_must_be_named_for_a_match(
    tmp_path: Path, own_configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = made_case(tmp_path)
    monkeypatch.setenv("STEMMATA_CONFIG", str(tmp_path / "another person"))
    other = new_case(tmp_path / "other")
    add(other, make_files(tmp_path / "theirs", 3, first=50))
    monkeypatch.setenv("STEMMATA_CONFIG", str(own_configuration))
    merge_case(case, other)
    items = [received(case)[0][1], received(other)[0][1]]
    packaged = package(case, items, tmp_path / "package", Profile.PUBLIC)
    first, second = packaged.keys.values()
    assert all_three(tmp_path / "package", "--key", first) == {CONSISTENT}
    assert all_three(tmp_path / "package", "--key", first, "--key", second) == {ISSUED}
    report = check_package(tmp_path / "package", [first])
    assert any("is NOT one that you named" in note for note in report.notes)


def test_a_package_of_a_partner_s_file_is_signed_by_us_and_proved_by_their_log(
    tmp_path: Path, own_configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEMMATA_CONFIG", str(tmp_path / "another person"))
    other = made_case(tmp_path)
    monkeypatch.setenv("STEMMATA_CONFIG", str(own_configuration))
    case = new_case(tmp_path / "ours")
    merge_case(case, other)
    packaged = package(case, [received(other)[0][1]], tmp_path / "package", Profile.PUBLIC)
    assert set(packaged.keys) == {own_log(case).writer, own_log(other).writer}
    assert all_three(tmp_path / "package") == {CONSISTENT}


def test_a_derivative_is_proved_by_the_entry_that_made_it(made: Made, own_configuration: Path) -> None:
    """Bytes in data/redacted, an entry of type `redact`, a commitment to the original that stays closed."""
    case, key = made.case, own_key(own_configuration)
    derived = b"the same with a face covered"
    row = ManifestRow(sha256(derived).hexdigest(), len(derived), "ab" * 16, "cd" * 32, "ef" * 32)
    manifest = case.objects.put_bytes(manifest_bytes([row]))
    case.objects.put_bytes(derived)
    with case.writing() as writer:
        writer.append([Statement("redact", manifest_references(manifest.sha256, [row]), {})])
    log = own_log(case)
    folder, size = made.custody, log.checkpoint().size
    for proof in prove_inclusion(log, log.signed_checkpoint(), [1, size - 1]):
        (folder / f"{proof.index}.tlog-proof").write_bytes(proof.content())
    (folder / f"{size - 1}.entry").write_bytes(next(log.leaves(size, size - 1)))
    (folder / f"{size - 1}.0.row").write_bytes(row.line())
    (folder / f"{size - 1}.0.row-proof").write_bytes(prove_row(0, row_hashes([row])).content())
    text, signature = note.own_signature(log.signed_checkpoint(), log.verifier())
    (folder / "checkpoint.txt").write_text(text, "utf-8")
    (folder / "checkpoint.sig").write_bytes(signature)
    (made.folder / "data" / "redacted").mkdir()
    (made.folder / "data" / "redacted" / f"{row.sha256}.mp4").write_bytes(derived)
    reseal(made.folder, made.log, key)
    assert all_three(made.folder, "--key", made.key) == {ISSUED}
    (made.folder / "data" / "redacted").rename(made.folder / "data" / "elsewhere")
    (made.folder / "data" / "originals" / f"{row.sha256}.mp4").write_bytes(derived)
    shutil.rmtree(made.folder / "data" / "elsewhere")
    reseal(made.folder, made.log, key)
    assert all_three(made.folder, "--key", made.key) == {BROKEN}, "a derivative never passes for an original"


def test_the_key_in_a_package_is_as_openssl_writes_it(made: Made) -> None:
    pem = made.custody / "log-key.pem"
    written = subprocess.run(
        ["openssl", "pkey", "-pubin", "-in", pem, "-pubout"], capture_output=True, check=True
    ).stdout
    assert pem.read_bytes() == written == key_pem(own_log(made.case).verifier().key)
