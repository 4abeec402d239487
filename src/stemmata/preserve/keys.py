"""The person's Ed25519 key: in the configuration directory, never in a case; readable by its owner only."""

import os
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.model.errors import KeyMissing
from stemmata.preserve.durable import sync_file, sync_folder

IDENTITY = "identity.ed25519"
"""32 bytes, raw: the form that every tool can read."""


def configuration_folder() -> Path:
    """STEMMATA_CONFIG, or stemmata/ under XDG_CONFIG_HOME or ~/.config."""
    named = os.environ.get("STEMMATA_CONFIG")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "stemmata"


def key_id(key: Ed25519PrivateKey) -> str:
    """SHA-256 of the public key, 64 hex digits."""
    return sha256(key.public_key().public_bytes_raw()).hexdigest()


def own_key(*, make: bool) -> Ed25519PrivateKey:
    """This person's key; made if there is none and `make` is set. KeyMissing otherwise."""
    folder = configuration_folder()
    path = folder / IDENTITY
    try:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except FileNotFoundError:
        if not make:
            raise KeyMissing(str(folder)) from None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Ed25519PrivateKey.generate()
    part = folder / f".{IDENTITY}.{os.getpid()}"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, made.private_bytes_raw())
        sync_file(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(part, path)  # fails where another command was faster: then theirs is the key
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    finally:
        part.unlink(missing_ok=True)
    sync_folder(folder)
    return made
