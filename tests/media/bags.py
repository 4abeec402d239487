"""Makers of bags and WACZ, good ones and broken ones, from contents given as dicts of names and bytes."""

import base64
import hashlib
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

PAYLOAD = {"data/a.txt": b"first\n", "data/sub/b.txt": b"second\n"}
Files = dict[str, bytes]


def manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    return "".join(f"{hashlib.new(algorithm, files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def bag(
    payload: Mapping[str, bytes] = PAYLOAD, algorithm: str = "sha256", version: str = "1.0", oxum: str | None = None
) -> Files:
    """A whole bag with manifest and tag manifest."""
    count = f"{sum(map(len, payload.values()))}.{len(payload)}"
    tags = {
        "bagit.txt": f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n".encode(),
        "bag-info.txt": f"Payload-Oxum: {oxum or count}\n".encode(),
        f"manifest-{algorithm}.txt": manifest(payload, algorithm),
    }
    return {**payload, **tags, f"tagmanifest-{algorithm}.txt": manifest(tags, algorithm)}


def without_tagmanifest(files: Mapping[str, bytes]) -> Files:
    return {name: content for name, content in files.items() if not name.startswith("tagmanifest")}


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def zipped(files: Mapping[str, bytes], beginning: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(beginning + name, content)
    return out.getvalue()


ARCHIVED = {"archive/data.warc.gz": b"warc", "pages/pages.jsonl": b"{}\n"}


def package(files: Mapping[str, bytes] = ARCHIVED, **more: object) -> bytes:
    rows = [
        {"path": name, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}
        for name, content in files.items()
    ]
    return json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": rows, **more}).encode()


def named(listed: bytes) -> str:
    return f"sha256:{hashlib.sha256(listed).hexdigest()}"


def wacz(files: Mapping[str, bytes] = ARCHIVED, signed: object = None, listed: bytes | None = None) -> Files:
    listed = package(files) if listed is None else listed
    digest = {"path": "datapackage.json", "hash": named(listed)} | ({} if signed is None else {"signedData": signed})
    return {**files, "datapackage.json": listed, "datapackage-digest.json": json.dumps(digest).encode()}


def anonymous(listed: bytes, curve: ec.EllipticCurve, *, raw: bool) -> dict[str, str]:
    """signedData under a key of its own; raw: two numbers, as browsers sign."""
    key = ec.generate_private_key(curve)
    signature = key.sign(named(listed).encode(), ec.ECDSA(SHA256()))
    if raw:
        size = (curve.key_size + 7) // 8
        signature = b"".join(one.to_bytes(size, "big") for one in utils.decode_dss_signature(signature))
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "hash": named(listed),
        "created": "2026-01-01T00:00:00Z",
        "software": "test",
        "signature": base64.b64encode(signature).decode(),
        "publicKey": base64.b64encode(public).decode(),
    }


def certified(domain: str) -> tuple[ec.EllipticCurvePrivateKey, str, bytes]:
    """A key, a certificate of the domain for it under a root of its own, and that root, both PEM."""
    now = datetime.now(UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Root of a test")])

    def builder(public: ec.EllipticCurvePublicKey, subject: x509.Name) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder(root_name, subject, public, x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        )

    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    root = (
        builder(root_key.public_key(), root_name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(root_key, SHA256())
    )
    leaf = (
        builder(key.public_key(), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, domain)]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(domain)]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(root_key, SHA256())
    )
    return key, leaf.public_bytes(Encoding.PEM).decode(), root.public_bytes(Encoding.PEM)
