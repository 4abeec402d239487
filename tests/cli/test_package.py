"""Packages and anchors from the command line: what is printed, and which code comes back."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.preserve.authority_here import make_authority
from tests.preserve.packages import made_case

from stemmata.preserve.package_form import FINGERPRINT

Ended = subprocess.CompletedProcess[str]


def stemmata(*words: str | Path) -> Ended:
    program = Path(sys.executable).with_name("stemmata")
    return subprocess.run(
        [program, *map(str, words)], text=True, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return made_case(tmp_path).path


def test_a_package_is_made_and_verified_with_the_key_that_was_printed(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    made = stemmata("-C", case, "package", "clip-001.mp4", "clip-002.mp4", "--out", out, "--json")
    assert made.returncode == 0, made.stderr
    (key,) = json.loads(made.stdout)["keys"].values()
    assert FINGERPRINT.fullmatch(key)
    ended = stemmata("verify", out, "--key", key)
    assert ended.returncode == 0
    assert "ISSUED-MATCH" in ended.stdout
    assert "This says nothing about the content" in ended.stdout
    assert stemmata("verify", out, "--json").returncode == 3
    assert stemmata("verify", out, "--key", "SHA256:" + "ab" * 32).returncode == 3
    assert (
        "clip-001.mp4, clip-002.mp4; reason evidence package, public"
        in stemmata("-C", case, "custody", "clip-001.mp4").stdout
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-C", "CASE", "package", "nobody.mp4", "--out", "OUT"), 2, "nobody.mp4"),
        (("-C", "CASE", "package", "clip-001.mp4", "--out", "CASE"), 4, "nothing was overwritten"),
        (("-C", "CASE", "verify", "--key", "SHA256:ab"), 2, "no package"),
        (("verify", "CASE", "--key", "ab"), 2, "no fingerprint"),
        (("verify", "CASE", "--checkpoint", "OUT"), 2, "cannot be read"),
        (("-C", "CASE", "anchor", "add", "OUT"), 2, "cannot be read"),
        (("-C", "CASE", "anchor", "request", "--renew", "--out", "OUT"), 2, "no time stamp is due"),
        (("-C", "CASE", "anchor", "request", "--out", "NOWHERE"), 2, "there is no folder"),
        (("-C", "CASE", "anchor", "send", "--url", "http://tsa.example"), 2, "no https address"),
    ],
)
def test_wrong_use_is_named_and_writes_nothing(
    case: Path, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    places = {"CASE": str(case), "OUT": str(tmp_path / "out"), "NOWHERE": str(tmp_path / "none" / "asked.tsq")}
    ended = stemmata(*(places.get(word, word) for word in words))
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert not (tmp_path / "out").exists()


def test_a_stamp_is_asked_for_taken_in_and_told(case: Path, tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "authority")
    assert stemmata("-C", case, "anchor", "request", "--out", tmp_path / "asked.tsq").returncode == 0
    assert "no token yet" in stemmata("-C", case, "anchor", "status").stdout
    (tmp_path / "reply.tsr").write_bytes(authority.reply((tmp_path / "asked.tsq").read_bytes()))
    root = authority.folder / "ca.pem"
    ended = stemmata("-C", case, "anchor", "add", tmp_path / "reply.tsr", "--certificates", root)
    assert ended.returncode == 0, ended.stderr
    assert "openssl accepts it; rfc3161-client accepts it" in ended.stdout
    (row,) = json.loads(stemmata("-C", case, "anchor", "status", "--json").stdout)["anchors"]
    assert (row["size"], row["due"]) == (2, False)
    assert stemmata("-C", case, "verify").returncode == 0
