"""A key in a file of its own, under a passphrase: what second signatures are made with.

PKCS #8 in PEM, as openssl reads it, under the strongest encryption that the library knows (BestAvailableEncryption).
"""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from stemmata.model.errors import KeyRefused
from stemmata.preserve.durable import new_file

LEAST_PASSPHRASE = 8
"""Characters. A guess at the file costs its finder the derivation each time; fewer characters are soon tried."""


def make_key_file(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """OutputExists; KeyRefused for a passphrase that is too short."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise KeyRefused(str(path), f"its passphrase has fewer than {LEAST_PASSPHRASE} characters")
    key = Ed25519PrivateKey.generate()
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    try:
        new_file(path, content)
    except OSError as error:
        raise KeyRefused(str(path), f"it could not be written ({error.strerror})") from error
    return key


def read_key_file(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """KeyRefused where it cannot be read, is no Ed25519 key under a passphrase, or the passphrase is another."""
    try:
        key = load_pem_private_key(path.read_bytes(), passphrase.encode())
    except OSError as error:
        raise KeyRefused(str(path), f"it could not be read ({error.strerror})") from error
    except TypeError:
        raise KeyRefused(str(path), "it has no passphrase, and a second signature needs one") from None
    except (ValueError, UnsupportedAlgorithm):
        raise KeyRefused(str(path), "it is no key that this passphrase opens") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyRefused(str(path), "it is not an Ed25519 key")
    return key
