"""RFC 3161: requests, tokens and what they say, and two programs that check a token apart from each other.

A token says: at this time there were data with this hash. Its own bytes are no identity: some bits of a token can be
changed and it still verifies, so (time, imprint, serial) is what is compared. The reader here only reads; `by_openssl`
and `by_library` decide. The library is strict about DER and refuses some tokens that OpenSSL accepts, so its refusal is
recorded and decides nothing where OpenSSL is there.
"""

import os
import re
import secrets
import shutil
import subprocess
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import ExtendedKeyUsageOID

SHA256 = bytes.fromhex("0609608648016503040201")  # 2.16.840.1.101.3.4.2.1, as DER
IMPRINTS = {
    bytes.fromhex("06082a864886f70d0205"): "md5",
    bytes.fromhex("06052b0e03021a"): "sha1",
    bytes.fromhex("0609608648016503040204"): "sha224",
    SHA256: "sha256",
    bytes.fromhex("0609608648016503040202"): "sha384",
    bytes.fromhex("0609608648016503040203"): "sha512",
}
"""DER of a hash's name -> its name in hashlib."""
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # RFC 5652 section 5.1
TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")  # RFC 3161 section 2.4.2
SEQUENCE, INTEGER, OCTETS, BOOLEAN, TIME, EXPLICIT = 0x30, 0x02, 0x04, 0x01, 0x18, 0xA0
MOST_TOKEN = 1_000_000
"""Bytes: a token with a long chain has 7,000."""
OPENSSL_SECONDS = 60

_TIME = re.compile(rb"(\d{14})(?:\.(\d{1,6})\d*)?Z")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a token says. `algorithm` is the DER of its hash's name; `certificates` those that came with it, as DER."""

    time_us: int
    algorithm: bytes
    imprint: bytes
    serial: int
    certificates: tuple[bytes, ...]

    @property
    def identity(self) -> tuple[int, bytes, int]:
        return self.time_us, self.imprint, self.serial

    def covers(self, content: bytes) -> bool:
        return self.algorithm == SHA256 and self.imprint == sha256(content).digest()


def _der(tag: int, *content: bytes) -> bytes:
    body = b"".join(content)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def request(content: bytes, nonce: int | None = None) -> bytes:
    """A TimeStampReq over the SHA-256 of `content`, that asks for the certificates: all that leaves is this hash."""
    number = secrets.randbits(63) | 1 << 62 if nonce is None else nonce  # positive, and 8 bytes long
    imprint = _der(SEQUENCE, _der(SEQUENCE, SHA256, b"\x05\x00"), _der(OCTETS, sha256(content).digest()))
    asked = number.to_bytes((number.bit_length() + 8) // 8, "big")
    return _der(SEQUENCE, _der(INTEGER, b"\1"), imprint, _der(INTEGER, asked), _der(BOOLEAN, b"\xff"))


def _elements(content: bytes) -> list[tuple[int, bytes, bytes]]:
    """(tag, body, whole) of each element. ValueError for lengths that do not fit or that only BER knows."""
    found, at = [], 0
    while at < len(content):
        start, tag = at, content[at]
        if tag & 0x1F == 0x1F or at + 2 > len(content):
            raise ValueError("a token has tags of one byte")
        length, at = content[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4 or at + count > len(content):
                raise ValueError("a token has definite lengths")
            length, at = int.from_bytes(content[at : at + count], "big"), at + count
        if at + length > len(content):
            raise ValueError("a token breaks off")
        found.append((tag, content[at : at + length], content[start : at + length]))
        at += length
    return found


def _inside(content: bytes, tag: int) -> list[tuple[int, bytes, bytes]]:
    """The members of the one element of this tag that `content` is."""
    elements = _elements(content)
    if len(elements) != 1 or elements[0][0] != tag:
        raise ValueError("not the form of a time-stamp response")
    return _elements(elements[0][1])


def read_stamp(token: bytes) -> Stamp:
    """What a TimeStampResp says, unchecked. ValueError where none was granted, or for another form."""
    if len(token) > MOST_TOKEN:
        raise ValueError(f"a token has at most {MOST_TOKEN:,} bytes, got {len(token):,}")
    try:
        response = _inside(token, SEQUENCE)
        granted = _elements(response[0][1])[0][:2] in ((INTEGER, b"\0"), (INTEGER, b"\1"))
        stamp = _stamp(response[1][1]) if granted else None
    except (IndexError, ValueError) as error:
        raise ValueError("it has not the form of a time-stamp response") from error
    if stamp is None:
        raise ValueError("the authority did not grant a time stamp")
    return stamp


def _stamp(content: bytes) -> Stamp:
    """Of a ContentInfo. IndexError, ValueError for another form."""
    kind, wrapped = _elements(content)
    signed = _inside(wrapped[1], SEQUENCE)
    inner_kind, inner = _elements(signed[2][1])
    if kind[2] != SIGNED_DATA or inner_kind[2] != TST_INFO:
        raise ValueError("not the form of a time-stamp response")
    (octets,) = _elements(inner[1])
    info = _inside(octets[1], SEQUENCE)
    algorithm, imprint = _elements(info[2][1])
    certificates = next((body for tag, body, _ in signed[3:4] if tag == EXPLICIT), b"")
    return Stamp(
        _time_us(info[4]),
        _elements(algorithm[1])[0][2],
        imprint[1],
        int.from_bytes(info[3][1], "big"),
        tuple(whole for tag, _, whole in _elements(certificates) if tag == SEQUENCE),
    )


def _time_us(element: tuple[int, bytes, bytes]) -> int:
    match = _TIME.fullmatch(element[1])
    if element[0] != TIME or match is None:
        raise ValueError("a time stamp has a time in UTC")
    whole = datetime.strptime(match[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return int(whole.timestamp()) * 1_000_000 + int((match[2] or b"").ljust(6, b"0"))


@dataclass(frozen=True, slots=True)
class Chain:
    """Certificates of an authority, the signer's first, the root (or the topmost held) last."""

    certificates: tuple[x509.Certificate, ...]

    @property
    def root(self) -> x509.Certificate:
        return self.certificates[-1]

    def root_pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)

    def others_pem(self) -> bytes:
        return b"".join(one.public_bytes(Encoding.PEM) for one in self.certificates[:-1])

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the root's DER, as authorities publish it."""
        return f"SHA256:{sha256(self.root.public_bytes(Encoding.DER)).hexdigest()}"

    @property
    def expires_us(self) -> int:
        """From when on one of them has expired."""
        first = min(one.not_valid_after_utc for one in self.certificates)
        return int(first.timestamp()) * 1_000_000

    @property
    def name(self) -> str:
        return self.certificates[0].subject.rfc4514_string()


def chain_of(stamp: Stamp, more: Sequence[bytes] = ()) -> Chain:
    """From the signer of a token upwards, of the certificates that came with it and `more` (PEM, any number each).

    ValueError where none of them may sign time stamps, or one cannot be read. A cycle ends where it closes. An odd
    encoding that the reader only warns of is left to the programs that check.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            made = _chain(stamp, more)
            _ = made.expires_us, made.name  # read here, where what cannot be read is a refusal
    except (x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        raise ValueError(f"a certificate that came with the token cannot be read ({error})") from error
    return made


def _chain(stamp: Stamp, more: Sequence[bytes]) -> Chain:
    held = [x509.load_der_x509_certificate(one) for one in stamp.certificates]
    for bundle in more:
        held += x509.load_pem_x509_certificates(bundle)
    signers = [one for one in held if _may_stamp(one)]
    if not signers:
        raise ValueError("no certificate that may sign time stamps came with the token")
    chain = [signers[0]]
    while chain[-1].issuer != chain[-1].subject:
        above = [one for one in held if one.subject == chain[-1].issuer and one not in chain]
        if not above:
            break
        chain.append(above[0])
    return Chain(tuple(chain))


def _may_stamp(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage


def by_openssl(token: bytes, content: bytes, chain: Chain, at_us: int) -> bool | None:
    """Whether `openssl ts` accepts the token for `content`, as of `at_us`; None where there is no openssl.

    TimeoutError where it does not come to an end: certificates can be made that are slow to check.
    """
    return _by_openssl(token, ["-data", "content"], content, chain, at_us)


def digest_by_openssl(token: bytes, digest: bytes, chain: Chain, at_us: int) -> bool | None:
    """The same for something of which only its hash is at hand, made as the token's own algorithm makes it."""
    return _by_openssl(token, ["-digest", digest.hex()], b"", chain, at_us)


def _by_openssl(token: bytes, of: Sequence[str], content: bytes, chain: Chain, at_us: int) -> bool | None:
    program = shutil.which("openssl")
    if program is None:
        return None
    with TemporaryDirectory() as name:
        folder = Path(name)
        for part, held in (
            ("token", token),
            ("content", content),
            ("root", chain.root_pem()),
            ("others", chain.others_pem() or chain.root_pem()),  # the signer itself may be what is trusted
        ):
            (folder / part).write_bytes(held)
        command = [program, "ts", "-verify", "-in", "token", *of, "-CAfile", "root", "-partial_chain"]
        command += ["-untrusted", "others", "-attime", str(at_us // 1_000_000)]
        try:
            ended = subprocess.run(
                command,
                cwd=folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                capture_output=True,
                timeout=OPENSSL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"openssl took more than {OPENSSL_SECONDS} s for a time stamp") from error
    return ended.returncode == 0


def by_library(token: bytes, content: bytes, chain: Chain) -> bool | None:
    """Whether rfc3161-client accepts it and reads the same facts; None where it is not installed."""
    return _by_library(token, lambda verifier, response: verifier.verify_message(response, content), chain)


def digest_by_library(token: bytes, digest: bytes, chain: Chain) -> bool | None:
    """The same for something of which only its hash is at hand."""
    return _by_library(token, lambda verifier, response: verifier.verify(response, digest), chain)


def _by_library(token: bytes, verify: Callable[[Any, Any], bool], chain: Chain) -> bool | None:
    try:
        import rfc3161_client
    except ImportError:
        return None
    stamp = read_stamp(token)
    try:
        response = rfc3161_client.decode_timestamp_response(token)
        builder = rfc3161_client.VerifierBuilder().add_root_certificate(chain.root)
        for one in chain.certificates[1:-1]:
            builder = builder.add_intermediate_certificate(one)
        if len(chain.certificates) > 1:
            builder = builder.tsa_certificate(chain.certificates[0])
        verify(builder.build(), response)
    except (rfc3161_client.VerificationError, ValueError):
        return False
    info = response.tst_info
    read = (int(info.gen_time.timestamp() * 1_000_000), info.message_imprint.message, info.serial_number)
    return read[0] // 1_000_000 == stamp.time_us // 1_000_000 and read[1:] == stamp.identity[1:]
