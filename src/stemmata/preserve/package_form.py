"""The form of an evidence package: BagIt 1.0 (RFC 8493), with its proofs under custody/.

    data/originals/<sha256>[.mp4]       bytes exactly as received
    data/redacted/<sha256>[.mp4]        derivatives, proved by entries of type `redact` or `derive` alike
    data/dossier.json                   what follows from the rest, to read
    custody/package.txt, package.sig    the issuer's signature on tagmanifest-sha256.txt, and so on every byte here
    custody/<log>/log-key.pem, checkpoint.txt, checkpoint.sig
    custody/<log>/<n>.entry, <n>.tlog-proof, <n>.told
    custody/<log>/<n>.<row>.row, <n>.<row>.row-proof, <n>.<row>.name
    custody/<log>/anchor-<size>.note, .consistency (to the checkpoint), .<k>.tsr, .<k>.root.pem, .<k>.chain.pem
    bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt, README.txt, verify.sh, verify.py

Names hold ASCII letters, digits, dot, dash, underscore and slash only; a file's own name is text inside a `.name`.
verify.sh and verify.py of the package, and package_check.py here, are three programs for this one form.
"""

import base64
import re

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGMANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
PACKAGE_TEXT, PACKAGE_SIGNATURE = "custody/package.txt", "custody/package.sig"
UNLISTED = (PACKAGE_SIGNATURE, PACKAGE_TEXT, TAGMANIFEST)
"""Files that no manifest lists: one is a manifest, and two sign it."""
DOSSIER = "data/dossier.json"
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
LOG_NAME = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}")
FINGERPRINT = re.compile(r"SHA256:[0-9a-f]{64}")

_SPKI = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: what stands before the 32 bytes of an Ed25519 key


def fingerprint(key_id: str) -> str:
    """How a key is named to people: SHA-256 of its 32 bytes."""
    return f"SHA256:{key_id}"


def key_pem(key: bytes) -> bytes:
    """32 bytes as a PEM that OpenSSL reads."""
    return b"-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % base64.b64encode(_SPKI + key)


def pem_key(pem: bytes) -> bytes:
    """The 32 bytes. ValueError for any other spelling than that of `key_pem`."""
    lines = pem.split(b"\n")
    key = base64.b64decode(lines[1], validate=True)[len(_SPKI) :] if len(lines) > 1 else b""
    if len(key) != 32 or key_pem(key) != pem:
        raise ValueError("not an Ed25519 key")
    return key


def manifest_lines(sums: dict[str, str]) -> bytes:
    """Two spaces, as sha256sum writes and reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode("ascii")
