"""A time-stamp authority made with openssl, for tests: a root, a signer, and replies to requests."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SETTINGS = """\
[tsa]
default_tsa = here
[here]
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
"""
EXTENSIONS = """\
extendedKeyUsage=critical,timeStamping
keyUsage=critical,digitalSignature
basicConstraints=CA:FALSE
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
"""


@dataclass(frozen=True)
class Authority:
    folder: Path

    @property
    def root(self) -> bytes:
        return (self.folder / "ca.pem").read_bytes()

    def reply(self, request: bytes) -> bytes:
        (self.folder / "asked.tsq").write_bytes(request)
        self.run("ts", "-reply", "-queryfile", "asked.tsq", "-config", "tsa.cnf", "-out", "reply.tsr")
        return (self.folder / "reply.tsr").read_bytes()

    def run(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True, check=True)


def make_authority(folder: Path, days: int = 365, name: str = "here") -> Authority:
    """Not run where there is no openssl."""
    if shutil.which("openssl") is None:
        pytest.skip("not run: no openssl here")
    folder.mkdir(parents=True, exist_ok=True)
    made = Authority(folder)
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    made.run(
        "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-subj", f"/CN=Root {name}"
    )
    made.run("req", *curve, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", f"/CN=Authority {name}")
    (folder / "extensions").write_text(EXTENSIONS, "utf-8")
    (folder / "tsa.cnf").write_text(SETTINGS, "utf-8")
    (folder / "serial").write_text("01\n", "utf-8")
    made.run(
        *("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem"),
        *("-days", str(days), "-extfile", "extensions"),
    )
    return made
