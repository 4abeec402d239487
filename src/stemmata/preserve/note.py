"""Signed notes (C2SP signed-note): a text, a blank line, and one line per signature.

    text line(s)
    (empty line)
    — <key name> <base64 of key id (4 bytes) and signature>

The key id is the first four bytes of SHA-256(name, newline, 0x01, public key): short on purpose, it only picks the key.
"""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"  # signature type of C2SP signed-note
MARK = "— "  # an em dash and a space


@dataclass(frozen=True, slots=True)
class Verifier:
    """A name and a public key (32 bytes)."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def vkey(self) -> str:
        """`name+hex key id+base64(type, key)`: what a stranger is given."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.key).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """ValueError for anything but a well-formed Ed25519 vkey."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ValueError("the key of a vkey is not base64") from error
        if not name or any(character.isspace() for character in name) or len(raw) != 33 or raw[:1] != ED25519:
            raise ValueError("not an Ed25519 vkey")
        made = cls(name, raw[1:])
        if made.key_id.hex() != key_id:
            raise ValueError("the key id of a vkey does not belong to its name and key")
        return made


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The whole note. `text` must end with a newline."""
    if not text.endswith("\n"):
        raise ValueError("the text of a note ends with a newline")
    verifier = Verifier(name, key.public_key().public_bytes_raw())
    signature = base64.b64encode(verifier.key_id + key.sign(text.encode())).decode()
    return f"{text}\n{MARK}{name} {signature}\n"


def open_note(note: bytes, verifier: Verifier) -> str:
    """The text, once a signature of `verifier` on it holds; those of others are passed over. ValueError otherwise."""
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("a note is UTF-8") from error
    if any(ord(character) < 0x20 and character != "\n" for character in whole):
        raise ValueError("a note holds no control characters")
    text, gap, lines = whole.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise ValueError("a note has an empty line before its signatures and ends with a newline")
    text += "\n"
    for line in lines[:-1].split("\n"):
        name, _, encoded = line.removeprefix(MARK).partition(" ")
        if not line.startswith(MARK) or not name or not encoded:
            raise ValueError("a signature line is an em dash, a name and base64")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ValueError("a signature is not base64") from error
        if name != verifier.name or raw[:4] != verifier.key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(verifier.key).verify(raw[4:], text.encode())
        except InvalidSignature as error:
            raise ValueError(f"the signature of {name} does not hold") from error
        return text
    raise ValueError(f"no signature of {verifier.name}")
