"""A key under a passphrase: openssl reads it, nobody else's passphrase does, and it is never written over."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from stemmata.model.errors import KeyRefused, OutputExists
from stemmata.preserve.key_file import make_key_file, read_key_file

WORDS = "correct horse"


def test_a_key_file_is_read_back_with_its_passphrase(tmp_path: Path) -> None:
    made = make_key_file(tmp_path / "key.pem", WORDS)
    read = read_key_file(tmp_path / "key.pem", WORDS)
    assert read.private_bytes_raw() == made.private_bytes_raw()


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    make_key_file(tmp_path / "key.pem", WORDS)
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0


def test_the_key_does_not_stand_in_the_file(tmp_path: Path) -> None:
    made = make_key_file(tmp_path / "key.pem", WORDS)
    assert b"ENCRYPTED" in (tmp_path / "key.pem").read_bytes()
    assert made.private_bytes_raw() not in (tmp_path / "key.pem").read_bytes()


def test_a_file_that_exists_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(b"of somebody else")
    with pytest.raises(OutputExists):
        make_key_file(tmp_path / "key.pem", WORDS)
    assert (tmp_path / "key.pem").read_bytes() == b"of somebody else"


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="fewer than 8 characters"):
        make_key_file(tmp_path / "key.pem", "1234567")
    assert not (tmp_path / "key.pem").exists()


def pem(key: object, encrypted: bool = True) -> bytes:
    assert hasattr(key, "private_bytes")
    how = BestAvailableEncryption(WORDS.encode()) if encrypted else NoEncryption()
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
    assert isinstance(content, bytes)
    return content


REFUSED = [
    ("another passphrase", pem(Ed25519PrivateKey.generate()), "incorrect horse", "no key that this passphrase opens"),
    ("no passphrase", pem(Ed25519PrivateKey.generate(), encrypted=False), WORDS, "it has no passphrase"),
    ("another kind of key", pem(generate_private_key(SECP256R1())), WORDS, "it is not an Ed25519 key"),
    ("no key", b"a letter", WORDS, "no key that this passphrase opens"),
    ("nothing", b"", WORDS, "no key that this passphrase opens"),
]


@pytest.mark.parametrize(("content", "words", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_opened_is_refused_by_name(tmp_path: Path, content: bytes, words: str, says: str) -> None:
    (tmp_path / "key.pem").write_bytes(content)
    with pytest.raises(KeyRefused, match=says):
        read_key_file(tmp_path / "key.pem", words)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="could not be read"):
        read_key_file(tmp_path / "key.pem", WORDS)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="not run: openssl is not installed")
def test_openssl_reads_the_key_file(tmp_path: Path) -> None:
    make_key_file(tmp_path / "key.pem", WORDS)
    command = ["openssl", "pkey", "-in", str(tmp_path / "key.pem"), "-passin", f"pass:{WORDS}", "-noout", "-text"]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert "ED25519" in told.upper()
