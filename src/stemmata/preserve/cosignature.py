"""Cosignatures (C2SP tlog-cosignature, Ed25519): a witness says that it saw a log grow up to here, and only grow.

A line of a signed note: key id of four bytes, POSIX time as eight bytes big-endian, signature of 64 bytes over

    cosignature/v1
    time <POSIX time>
    <the text of the note>

The name of a witness is bound to its key by the key id alone, so one key serves one name.
"""

import base64
import struct
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from stemmata.preserve.keys import public_key_id
from stemmata.preserve.note import MARK, exact_base64, is_key_name, parse_note

COSIGNATURE = b"\x04"  # signature type of tlog-cosignature, Ed25519
ORIGIN = "stemmata.witness/"
_TIMED = struct.Struct(">Q64s")


@dataclass(frozen=True, slots=True)
class Witness:
    """A name and a public key (32 bytes)."""

    name: str
    key: bytes

    @classmethod
    def of(cls, key: bytes) -> "Witness":
        """As a person of Stemmata is called who witnesses: by the beginning of the key's id."""
        return cls(f"{ORIGIN}{public_key_id(key)[:16]}", key)

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + COSIGNATURE + self.key).digest()[:4]

    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(COSIGNATURE + self.key).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Witness":
        """ValueError for anything but the vkey of an Ed25519 cosigner."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        raw = exact_base64(encoded)
        if not is_key_name(name) or len(raw) != 33 or raw[:1] != COSIGNATURE:
            raise ValueError("not the vkey of an Ed25519 cosigner")
        made = cls(name, raw[1:])
        if made.key_id.hex() != key_id:
            raise ValueError("the key id of a vkey does not belong to its name and key")
        return made


def cosigned(note: bytes, key: Ed25519PrivateKey, seconds: int) -> bytes:
    """The note with one line more. What the note says was checked before: nothing is checked here but its form."""
    text, _ = parse_note(note)
    witness = Witness.of(key.public_key().public_bytes_raw())
    signature = _TIMED.pack(seconds, key.sign(_message(text, seconds)))
    return note + f"{MARK}{witness.name} {base64.b64encode(witness.key_id + signature).decode()}\n".encode()


def cosigned_at(note: bytes, witness: Witness) -> int:
    """POSIX time, as the witness's clock claimed it, of its newest cosignature. ValueError where none holds."""
    text, signatures = parse_note(note)
    times: list[int] = []
    for name, raw in signatures:
        if name != witness.name or raw[:4] != witness.key_id:
            continue
        if len(raw) != 4 + _TIMED.size:
            raise ValueError(f"the cosignature of {name} has another length")
        seconds, signature = _TIMED.unpack(raw[4:])
        try:
            Ed25519PublicKey.from_public_bytes(witness.key).verify(signature, _message(text, seconds))
        except InvalidSignature as error:
            raise ValueError(f"the cosignature of {name} does not hold") from error
        times.append(seconds)
    if not times:
        raise ValueError(f"no cosignature of {witness.name}")
    return max(times)


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
