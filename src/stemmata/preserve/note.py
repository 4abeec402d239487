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
MAX_SIGNATURES = 100  # the specification asks for at least 16 and for some limit; Go's sumdb/note has this one


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
        raw = exact_base64(encoded)
        if not is_key_name(name) or len(raw) != 33 or raw[:1] != ED25519:
            raise ValueError("not an Ed25519 vkey")
        made = cls(name, raw[1:])
        if made.key_id.hex() != key_id:
            raise ValueError("the key id of a vkey does not belong to its name and key")
        return made


def exact_base64(text: str) -> bytes:
    """Standard base64 in the one spelling that encoding gives. ValueError otherwise."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"{text[:100]!r} is not base64") from error
    if base64.b64encode(raw).decode() != text:
        raise ValueError(f"{text[:100]!r} is not the base64 that an encoder writes")
    return raw


def is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The whole note. ValueError for a text or a name that the specification does not allow."""
    if not text.endswith("\n") or _has_controls(text):
        raise ValueError("the text of a note ends with a newline and holds no other control character")
    if not is_key_name(name):
        raise ValueError(f"a key name has no spaces and no plus sign, got {name!r}")
    verifier = Verifier(name, key.public_key().public_bytes_raw())
    signature = base64.b64encode(verifier.key_id + key.sign(text.encode())).decode()
    return f"{text}\n{MARK}{name} {signature}\n"


def own_signature(note: bytes, verifier: Verifier) -> tuple[str, bytes]:
    """The text, and the signature (64 bytes) of `verifier` on it, which holds. ValueError otherwise."""
    text = open_note(note, verifier)
    (signature, *_) = [
        raw[4:] for name, raw in parse_note(note)[1] if (name, raw[:4]) == (verifier.name, verifier.key_id)
    ]
    return text, signature


def with_signature(text: str, verifier: Verifier, signature: bytes) -> bytes:
    """The note that has this signature, and no other."""
    encoded = base64.b64encode(verifier.key_id + signature).decode()
    return f"{text}\n{MARK}{verifier.name} {encoded}\n".encode()


def open_note(note: bytes, verifier: Verifier) -> str:
    """The text, once the signature of `verifier` on it holds; those of others are passed over. ValueError otherwise."""
    text, signatures = parse_note(note)
    own = [raw[4:] for name, raw in signatures if name == verifier.name and raw[:4] == verifier.key_id]
    if not own:
        raise ValueError(f"no signature of {verifier.name}")
    for signature in own:
        try:
            Ed25519PublicKey.from_public_bytes(verifier.key).verify(signature, text.encode())
        except InvalidSignature as error:
            raise ValueError(f"the signature of {verifier.name} does not hold") from error
    return text


def parse_note(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """The text, and (key name, key id and signature) of every line below the last empty one."""
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("a note is UTF-8") from error
    if _has_controls(whole):
        raise ValueError("a note holds no control characters")
    text, gap, below = whole.rpartition("\n\n")
    if not gap or not below.endswith("\n"):
        raise ValueError("a note has an empty line before its signatures and ends with a newline")
    lines = below[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise ValueError(f"a note has at most {MAX_SIGNATURES} signatures, got {len(lines)}")
    signatures = []
    for line in lines:
        name, _, encoded = line.removeprefix(MARK).partition(" ")
        if not line.startswith(MARK) or not is_key_name(name):
            raise ValueError("a signature line is an em dash, a name and base64")
        raw = exact_base64(encoded)
        if len(raw) < 5:
            raise ValueError("a signature is a key id of four bytes and what follows")
        signatures.append((name, raw))
    return text + "\n", signatures


def _has_controls(text: str) -> bool:
    return any(character < " " and character != "\n" for character in text)
