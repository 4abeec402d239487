"""Makers of signed stills: C2PA manifests by the library's own builder, under a chain of certificates made here.

Every name is invented. Labels of manifests and keys differ at each run, so nothing here is compared byte for byte.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from PIL import Image
from tests.media import make

from stemmata.decode.signed import SETTINGS

needs_the_library = pytest.mark.skipif(
    find_spec("c2pa") is None,
    reason='not run: c2pa-python is not installed (pip install "stemmata[signed]")',
)

PERSON = "A. Person"
"""The common name in the signer's certificate, which nothing may keep."""
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
EDITOR = "Invented Editor"
CAPTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


@dataclass(frozen=True, slots=True)
class Chain:
    key: ec.EllipticCurvePrivateKey
    pem: str


def _name(organisation: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def chain(revocation_at: str | None = None) -> Chain:
    """A leaf and the root that issued it. `revocation_at`: where the leaf says that its revocation can be asked."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, leaf_name = _name("Invented Root", "Invented Root CA"), _name("Invented Press", PERSON)
    root = _certificate(root_name, root_key.public_key(), root_name, root_key, authority=True)
    extra: list[x509.ExtensionType] = [x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])]
    if revocation_at is not None:
        address = x509.UniformResourceIdentifier(revocation_at)
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, address)
        extra.append(x509.AuthorityInformationAccess([access]))
    leaf = _certificate(leaf_name, key.public_key(), root_name, root_key, authority=False, extra=extra)
    return Chain(key, "".join(one.public_bytes(Encoding.PEM).decode() for one in (leaf, root)))


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
    extra: Sequence[x509.ExtensionType] = (),
) -> x509.Certificate:
    """As the certificate profile of C2PA section 14.5 asks."""
    uses = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
         "decipher_only"), False,
    )  # fmt: skip
    usage = x509.KeyUsage(digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **uses)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    for one in extra:
        builder = builder.add_extension(one, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


@cache
def usual_chain() -> Chain:
    return chain()


def still(seed: int, quality: int = 90) -> bytes:
    """A JPEG of a texture, unsigned."""
    out = BytesIO()
    Image.fromarray(make.texture(seed, 320, 240)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def saved_again(content: bytes, quality: int) -> bytes:
    """As a program saves it that knows nothing of manifests."""
    out = BytesIO()
    Image.open(BytesIO(content)).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def signed(
    content: bytes,
    *ingredients: tuple[str, bytes],
    by: Chain | None = None,
    remote: str | None = None,
    generator: str = EDITOR,
    mime: str = "image/jpeg",
) -> bytes:
    """`content` with a manifest: created, or edited where an ingredient is its parent. `ingredients`: (relationship,
    file). `remote`: the manifest is not in the file, which names this address for it."""
    import c2pa

    parent = any(relationship == "parentOf" for relationship, _ in ingredients)
    claim: dict[str, Any] = {"claim_generator_info": [{"name": generator, "version": "1.0"}], "title": "signed.jpg"}
    if not parent:
        actions = {"actions": [{"action": "c2pa.created", "digitalSourceType": CAPTURE}]}
        claim["assertions"] = [{"label": "c2pa.actions.v2", "data": actions}]
    settings = {**SETTINGS, "builder": {"thumbnail": {"enabled": False}}}
    builder = c2pa.Builder(json.dumps(claim), context=c2pa.Context(settings=c2pa.Settings.from_dict(settings)))
    if parent:
        builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
    for at, (relationship, file) in enumerate(ingredients):
        told = {"title": f"used {at}.jpg", "relationship": relationship}
        builder.add_ingredient(json.dumps(told), "image/jpeg", BytesIO(file))
    if remote is not None:
        builder.set_remote_url(remote)
        builder.set_no_embed()
    out = BytesIO()
    builder.sign(_signer(by or usual_chain()), mime, BytesIO(content), out)
    return out.getvalue()


def _signer(by: Chain) -> Any:  # noqa: ANN401 - the library has no types
    import c2pa

    def sign(message: bytes) -> bytes:
        r, s = utils.decode_dss_signature(by.key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    return c2pa.Signer.from_callback(sign, c2pa.C2paSigningAlg.ES256, by.pem)


def without_store(content: bytes) -> bytes:
    """A JPEG without its APP11 segments, byte for byte otherwise."""
    kept, at = bytearray(content[:2]), 2
    while content[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at + 1] != 0xEB:
            kept += content[at:end]
        at = end
    return bytes(kept + content[at:])


def flipped(content: bytes, at: int) -> bytes:
    made = bytearray(content)
    made[at] ^= 1
    return bytes(made)


def store(kind: bytes = b"c2pa") -> bytes:
    """A JUMBF superbox that begins as a manifest store does, and holds nothing."""
    content_type = kind + bytes.fromhex("00110010800000aa00389b71")
    described = content_type + b"\x03" + b"c2pa\x00"
    description = (8 + len(described)).to_bytes(4, "big") + b"jumd" + described
    return (8 + len(description)).to_bytes(4, "big") + b"jumb" + description


def jpeg_with(*segments: tuple[int, bytes]) -> bytes:
    """A small still with segments (marker, content) put in first."""
    plain = make.still(size=(64, 48))
    put = b"".join(
        b"\xff" + bytes([marker]) + (len(content) + 2).to_bytes(2, "big") + content for marker, content in segments
    )
    return plain[:2] + put + plain[2:]


def in_app11(jumbf: bytes) -> tuple[int, bytes]:
    return 0xEB, b"JP" + b"\x00\x01" + b"\x00\x00\x00\x01" + jumbf


def noise(seed: int, count: int) -> bytes:
    return np.random.default_rng(seed).bytes(count)
