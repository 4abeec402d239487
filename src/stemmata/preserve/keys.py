"""The person's Ed25519 key: in the configuration directory, never in a case; readable by its owner only."""

import os
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.model.errors import KeyMissing
from stemmata.preserve.durable import own_folder, refusal, sync_file, sync_folder, sync_name, temporary_name, write_all

IDENTITY = "identity.ed25519"
"""32 bytes, raw: the form that every tool can read."""

NEXT = "identity.next"
"""The key that follows, while a rotation goes on."""

FORMER = "former"
"""The folder of keys that were rotated: other cases may still have to be told."""


def configuration_folder() -> Path:
    """STEMMATA_CONFIG, or stemmata/ under XDG_CONFIG_HOME or ~/.config."""
    named = os.environ.get("STEMMATA_CONFIG")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "stemmata"


def key_id(key: Ed25519PrivateKey) -> str:
    """SHA-256 of the public key, 64 hex digits."""
    return public_key_id(key.public_key().public_bytes_raw())


def public_key_id(key: bytes) -> str:
    return sha256(key).hexdigest()


def own_key(*, make: bool) -> Ed25519PrivateKey:
    """This person's key; made if there is none and `make` is set. KeyMissing otherwise, or where the file is no key."""
    folder = configuration_folder()
    if not (folder / IDENTITY).exists():
        if not make:
            raise KeyMissing(str(folder))
        _make_key(folder, folder / IDENTITY)
    elif make:
        sync_folder(folder)  # another process named it, and perhaps did not live to force that to disk
    return _read_key(folder / IDENTITY)


def former_key(named: str) -> Ed25519PrivateKey | None:
    """A key of this person that was rotated, by its id; None where there is none."""
    path = configuration_folder() / FORMER / f"{named}.ed25519"
    return _read_key(path) if path.exists() else None


def next_key() -> Ed25519PrivateKey:
    """The key that is to follow this person's: made once, and the same until `take_next_key`."""
    folder = configuration_folder()
    if not (folder / NEXT).exists():
        _make_key(folder, folder / NEXT)
    return _read_key(folder / NEXT)


def take_next_key() -> None:
    """The next key becomes this person's; the former one is kept, since other cases know only that one."""
    folder = configuration_folder()
    former = folder / FORMER
    former.mkdir(exist_ok=True, mode=0o700)
    kept = former / f"{key_id(own_key(make=False))}.ed25519"
    if not kept.exists():
        os.link(folder / IDENTITY, kept)
        sync_folder(former)
    sync_folder(folder)  # the former key is there for good before the next takes its place
    (folder / NEXT).replace(folder / IDENTITY)
    sync_folder(folder)


def _read_key(path: Path) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except OSError as error:
        raise refusal(error, path.parent) or KeyMissing(str(path.parent)) from error
    except ValueError as error:
        raise KeyMissing(str(path.parent)) from error


def _make_key(folder: Path, path: Path) -> None:
    own_folder(folder.parent)
    folder.mkdir(exist_ok=True, mode=0o700)
    sync_name(folder)
    part = temporary_name(folder)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        write_all(descriptor, Ed25519PrivateKey.generate().private_bytes_raw())
        sync_file(descriptor)
        os.link(part, path)
    except FileExistsError:
        pass  # another command was faster: then theirs is the key
    finally:
        os.close(descriptor)
        part.unlink(missing_ok=True)
    sync_folder(folder)
