"""What a hand on the way could do to a package, and what its issuer could: found, by all three programs."""

import random
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.preserve.cases import own_log
from tests.preserve.packages import (
    BROKEN,
    CONSISTENT,
    ISSUED,
    Made,
    all_three,
    copied,
    files_of,
    flip,
    made_package,
    own,
    own_key,
    python,
    relist,
    reseal,
    shell,
)

from stemmata.preserve import note
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.entry import DOMAIN
from stemmata.preserve.keys import key_id
from stemmata.preserve.log import ORIGIN
from stemmata.preserve.merkle import inclusion_proof, leaf_hash, root_of
from stemmata.preserve.package_form import key_pem
from stemmata.preserve.proof_file import InclusionProof

SAMPLE = 200
SEED = 7


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("person")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, person: Path) -> Iterator[Made]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STEMMATA_CONFIG", str(person))
        yield made_package(tmp_path_factory.mktemp("package"))


@pytest.fixture
def folder(made: Made, tmp_path: Path) -> Path:
    """A copy to be changed."""
    return copied(made, tmp_path / "package")


def every_byte(folder: Path) -> list[tuple[Path, int]]:
    return [(path, at) for path in files_of(folder) for at in range(path.stat().st_size)]


def test_any_byte_flipped_is_found(made: Made, folder: Path) -> None:
    chosen = random.Random(SEED).sample(every_byte(folder), SAMPLE)
    passed = []
    for count, (path, at) in enumerate(chosen):
        flip(path, at)
        verdicts = {own(folder, "--key", made.key), python(folder, "--key", made.key)}
        verdicts |= {shell(folder, "--key", made.key)} if count % 25 == 0 else set()
        flip(path, at)
        if verdicts != {BROKEN}:
            passed.append((path.name, at, verdicts))
    assert passed == []
    assert own(folder, "--key", made.key) == ISSUED, "the flips were taken back"


@pytest.mark.faults
def test_every_byte_flipped_is_found(made: Made, folder: Path) -> None:
    passed = []
    for count, (path, at) in enumerate(every_byte(folder)):
        flip(path, at, count % 8)
        verdicts = {own(folder, "--key", made.key), python(folder, "--key", made.key)}
        verdicts |= {shell(folder, "--key", made.key)} if count % 100 == 0 else set()
        flip(path, at, count % 8)
        if verdicts != {BROKEN}:
            passed.append((path.name, at, verdicts))
    assert passed == []


def proofs(folder: Path) -> list[tuple[Path, int]]:
    """Every byte of the payload and of what proves it: not the programs, the texts and the lists, nor how many rows a
    batch has, for which nothing vouches: a root is that of trees of several sizes."""
    kept = (path for part in ("custody", "data/originals") for path in files_of(folder / part))
    return [
        (path, at)
        for path in kept
        if path.stem != "package"
        for at in range(path.stat().st_size)
        if path.suffix != ".row-proof" or path.read_bytes()[:at].count(b"\n") != 1
    ]


def test_an_issuer_who_signs_a_package_that_proves_nothing_is_found_too(made: Made, folder: Path, person: Path) -> None:
    """Every list and the signature on them fit again: what is left are the proofs themselves."""
    key = own_key(person)
    chosen = random.Random(SEED).sample(proofs(folder), 80)
    assert unseen_by(folder, made, key, chosen, shells=8) == []
    reseal(folder, made.log, key)
    assert all_three(folder, "--key", made.key) == {ISSUED}, "the flips were taken back"


@pytest.mark.faults
def test_an_issuer_who_signs_any_flipped_byte_of_a_proof_is_found(made: Made, folder: Path, person: Path) -> None:
    assert unseen_by(folder, made, own_key(person), proofs(folder), shells=100) == []


def unseen_by(
    folder: Path, made: Made, key: Ed25519PrivateKey, chosen: list[tuple[Path, int]], *, shells: int
) -> list[tuple[str, int, set[int]]]:
    passed = []
    for count, (path, at) in enumerate(chosen):
        flip(path, at, count % 8)
        reseal(folder, made.log, key)
        verdicts = {own(folder), python(folder)}
        verdicts |= {shell(folder)} if count % (len(chosen) // shells or 1) == 0 else set()
        flip(path, at, count % 8)
        if verdicts != {BROKEN}:
            passed.append((path.name, at, verdicts))
    return passed


def first(folder: Path, pattern: str) -> Path:
    return sorted(folder.rglob(pattern))[0]


def swap(one: Path, other: Path) -> None:
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def unlink_all(paths: Iterable[Path]) -> None:
    for path in list(paths):
        path.unlink()


def replaced_by_link(path: Path) -> None:
    kept = path.with_name("kept")
    path.rename(kept)
    path.symlink_to(kept.name)


HANDS: dict[str, Callable[[Path], object]] = {
    "a file removed": lambda at: first(at, "*.mp4").unlink(),
    "an entry removed": lambda at: first(at, "*.entry").unlink(),
    "a proof removed": lambda at: first(at, "*.tlog-proof").unlink(),
    "the signature removed": lambda at: (at / "custody/package.sig").unlink(),
    "the list removed": lambda at: (at / "manifest-sha256.txt").unlink(),
    "the list of lists removed": lambda at: (at / "tagmanifest-sha256.txt").unlink(),
    "the list emptied": lambda at: (at / "manifest-sha256.txt").write_bytes(b""),
    "a file added": lambda at: (at / "data/originals/more.mp4").write_bytes(b"x"),
    "a file added beside": lambda at: (at / "more.txt").write_bytes(b"x"),
    "a hidden file added": lambda at: (at / ".more").write_bytes(b"x"),
    "a file added under an odd name": lambda at: (at / "a\nb").write_bytes(b"x"),
    "a file truncated": lambda at: first(at, "*.mp4").write_bytes(first(at, "*.mp4").read_bytes()[:-1]),
    "a file emptied": lambda at: first(at, "*.mp4").write_bytes(b""),
    "a file lengthened": lambda at: first(at, "*.mp4").write_bytes(first(at, "*.mp4").read_bytes() + b"\0"),
    "two files swapped": lambda at: swap(*sorted(at.rglob("*.mp4"))),
    "a file replaced by a link": lambda at: replaced_by_link(first(at, "*.mp4")),
    "a folder replaced by a link": lambda at: replaced_by_link(at / "data"),
    "a file renamed": lambda at: first(at, "*.mp4").rename(at / "data/originals/clip.mp4"),
    "another ending": lambda at: first(at, "*.mp4").rename(first(at, "*.mp4").with_suffix(".exe")),
    "verify.py replaced": lambda at: (at / "verify.py").write_text("print('ISSUED-MATCH')\n", "utf-8"),
}


@pytest.mark.parametrize("name", HANDS)
def test_what_a_hand_on_the_way_changes_is_found(made: Made, folder: Path, name: str) -> None:
    HANDS[name](folder)
    assert all_three(folder, "--key", made.key) == {BROKEN}
    if "list" not in name:
        relist(folder)
        assert all_three(folder, "--key", made.key) == {BROKEN}, "once the lists fit again"


ISSUERS: dict[str, Callable[[Path], object]] = {
    "two files swapped": lambda at: swap(*sorted(at.rglob("*.mp4"))),
    "a file that no entry received": lambda at: (at / f"data/originals/{'ab' * 32}.mp4").write_bytes(b"x"),
    "a file outside the known places": lambda at: (at / "data/more.mp4").write_bytes(b"x"),
    "a derivative without an entry": lambda at: shutil.copytree(at / "data/originals", at / "data/redacted"),
    "an original as a derivative": lambda at: (at / "data/originals").rename(at / "data/redacted"),
    "a row without a proof": lambda at: first(at, "*.row-proof").unlink(),
    "an entry without a proof": lambda at: first(at, "*.tlog-proof").unlink(),
    "no entry at all": lambda at: unlink_all(at.rglob("custody/*/1.*")),
    "two rows swapped": lambda at: swap(*sorted(at.rglob("*.row"))),
    "the proofs of two rows swapped": lambda at: swap(*sorted(at.rglob("*.row-proof"))),
    "another number in the name of an entry": lambda at: [
        path.rename(path.with_name("0" + path.name[1:])) for path in at.rglob("custody/*/1.*")
    ],
    "a number with a zero before it": lambda at: first(at, "*.entry").rename(
        first(at, "*.entry").with_name("01.entry")
    ),
    "a name of another file": lambda at: swap(*sorted(at.rglob("*.name"))),
    "other things told": lambda at: first(at, "*.told").write_bytes(
        first(at, "*.told").read_bytes().replace(b"neighbour", b"policeman")
    ),
    "an index beyond the log": lambda at: first(at, "*.tlog-proof").write_bytes(
        first(at, "*.tlog-proof").read_bytes().replace(b"index 1", b"index 7")
    ),
    "a proof with a hash too many": lambda at: first(at, "*.row-proof").write_bytes(
        first(at, "*.row-proof").read_bytes() + b"A" * 43 + b"=\n"
    ),
    "a log without a key": lambda at: first(at, "log-key.pem").unlink(),
    "a folder that is no log": lambda at: shutil.copytree(first(at, "log-key.pem").parent, at / "custody/others"),
    "no file": lambda at: unlink_all([*at.rglob("*.mp4"), *at.rglob("*.row"), *at.rglob("*.row-proof")]),
}


@pytest.mark.parametrize("name", ISSUERS)
def test_what_the_issuer_cannot_prove_is_found_though_signed(made: Made, folder: Path, person: Path, name: str) -> None:
    ISSUERS[name](folder)
    reseal(folder, made.log, own_key(person))
    assert all_three(folder, "--key", made.key) == {BROKEN}


def test_an_empty_folder_more_changes_nothing(made: Made, folder: Path) -> None:
    (folder / "custody" / "empty\nfolder").mkdir()
    assert all_three(folder, "--key", made.key) == {ISSUED}


FORGER = Ed25519PrivateKey.from_private_bytes(b"\5" * 32)


def forge(folder: Path, made: Made, *, entry: bool) -> str:
    """The same package under a key of the forger's own, rewritten wherever that key must stand; returns its log."""
    log = f"{key_id(FORGER)[:16]}-{made.log[-8:]}"
    custody = folder / "custody" / log
    (folder / "custody" / made.log).rename(custody)
    (custody / "log-key.pem").write_bytes(key_pem(FORGER.public_key().public_bytes_raw()))
    leaf = (custody / "1.entry").read_bytes()
    author = made.key.removeprefix("SHA256:").encode()
    header = leaf[len(b'{"header":') : leaf.index(b',"signature":')].replace(author, key_id(FORGER).encode())
    signature = b64encode(FORGER.sign(DOMAIN + header)) if entry else leaf.split(b'"')[-2]
    forged = b'{"header":' + header + b',"signature":"' + signature + b'"}'
    (custody / "1.entry").write_bytes(forged)
    hashes = [leaf_hash(b"a beginning"), leaf_hash(forged)]
    state = Checkpoint(ORIGIN + log, 2, root_of(hashes))
    signed = note.sign(state.text(), ORIGIN + log, FORGER).encode()
    (custody / "checkpoint.txt").write_text(state.text(), "utf-8")
    (custody / "checkpoint.sig").write_bytes(FORGER.sign(state.text().encode()))
    proof = InclusionProof(1, tuple(inclusion_proof(1, hashes)), signed)
    (custody / "1.tlog-proof").write_bytes(proof.content())
    reseal(folder, log, FORGER)
    return log


def test_a_forgery_under_a_key_of_its_own_is_consistent_and_never_a_match(made: Made, folder: Path) -> None:
    forge(folder, made, entry=True)
    assert all_three(folder) == {CONSISTENT}
    assert all_three(folder, "--key", made.key) == {CONSISTENT}
    held = folder.parent / "held.note"
    held.write_bytes(own_log(made.case).kept_checkpoint(2))
    assert all_three(folder, "--checkpoint", str(held)) == {CONSISTENT}


def test_a_forgery_that_keeps_the_signature_of_an_entry_is_broken(made: Made, folder: Path) -> None:
    forge(folder, made, entry=False)
    assert all_three(folder) == {BROKEN}


@pytest.mark.parametrize("part", ["log-key.pem", "checkpoint.sig", "package.sig"])
def test_one_part_by_another_key_is_broken(made: Made, folder: Path, person: Path, part: str) -> None:
    path = first(folder, part)
    signed = path.with_suffix(".txt")
    path.write_bytes(
        key_pem(FORGER.public_key().public_bytes_raw()) if part == "log-key.pem" else FORGER.sign(signed.read_bytes())
    )
    if part != "package.sig":
        reseal(folder, made.log, own_key(person))
    assert all_three(folder) == {BROKEN}
