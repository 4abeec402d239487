"""WACZ and their signatures: what holds, who is named by it, and what could not be checked."""

import base64
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from tests.media import bags
from tests.pipeline.inspect.looked import FAILED, OK, UNCHECKED, Look, without
from tests.preserve.authority_here import Authority

from stemmata.model.inspected import Kind, Signer
from stemmata.model.signed import Verdict
from stemmata.preserve.timestamp import request
from stemmata.preserve.token_check import read_trust

WACZ: list[tuple[str, bags.Files, Verdict, str]] = [
    ("altered", bags.wacz() | {"pages/pages.jsonl": b"[]\n"}, FAILED, "pages/pages.jsonl is not what the list names."),
    (
        "size",
        bags.wacz() | {"pages/pages.jsonl": b""},
        FAILED,
        "pages/pages.jsonl has another size than the list says.",
    ),
    ("missing", without("pages/pages.jsonl")(bags.wacz()), FAILED, "pages/pages.jsonl is listed and is missing."),
    ("extra", bags.wacz() | {"archive/more": b""}, FAILED, "archive/more is there, and the list does not name it."),
    (
        "other list",
        bags.wacz() | {"datapackage.json": bags.package(title="x")},
        FAILED,
        "Its list of files is not the one",
    ),
    ("no JSON", bags.wacz(listed=b"{"), FAILED, "datapackage.json is not JSON as a WACZ has it."),
    ("a key twice", bags.wacz(listed=b'{"resources": [], "resources": []}'), FAILED, "is not JSON as a WACZ has it."),
    ("deep", bags.wacz(listed=b"[" * 100_000), FAILED, "is not JSON as a WACZ has it."),
    ("half a letter", bags.wacz(listed=b'{"title": "\\ud800"}'), FAILED, "is not JSON as a WACZ has it."),
    ("no files", bags.wacz({}, listed=bags.package({})), FAILED, "Its list names no file."),
    ("no list", bags.wacz(listed=b'{"resources": 3}'), FAILED, "is not a list of files"),
    (
        "no hash",
        bags.wacz({"a": b""}, listed=b'{"resources": [{"path": "a"}]}'),
        UNCHECKED,
        "The list has no hash for a.",
    ),
    (
        "odd signature",
        bags.wacz(signed={"hash": bags.named(bags.package()), "x": 1}),
        UNCHECKED,
        "not a form of wacz-auth",
    ),
    ("signed another", bags.wacz(signed={"hash": "sha256:00"}), FAILED, "Its signature is of another list"),
]


@pytest.mark.parametrize(("name", "files", "verdict", "why"), WACZ, ids=[row[0] for row in WACZ])
def test_a_broken_wacz_is_named_with_its_reason(
    look: Look, name: str, files: bags.Files, verdict: Verdict, why: str
) -> None:
    found = look(bags.zipped(files), name="x.wacz")
    assert (found.kind, found.verdict) == (Kind.WACZ, verdict), found
    assert any(why in reason for reason in found.reasons), found.reasons


def test_a_whole_wacz_without_signature_says_that_nobody_signed_it(look: Look) -> None:
    found = look(bags.zipped(bags.wacz()))
    assert (found.verdict, found.weak, found.signer) == (OK, False, Signer.ABSENT)
    assert any("Nobody signed it" in one for one in found.not_proved)
    assert any("web server" in one for one in found.not_proved)


def test_of_a_signature_that_cannot_be_read_it_is_not_said_that_nobody_signed(look: Look) -> None:
    """The record of the signature is there, of another list: somebody signed something."""
    found = look(bags.zipped(bags.wacz(signed={}) | {"datapackage.json": bags.package(title="x")}))
    assert (found.verdict, found.signer) == (FAILED, None)
    assert not any("Nobody signed it" in one for one in found.not_proved)


@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1()], ids=["P-256", "P-384"])
def test_an_anonymous_signature_holds_for_its_list_alone(look: Look, curve: ec.EllipticCurve, raw: bool) -> None:
    listed = bags.package()
    told = bags.anonymous(listed, curve, raw=raw)
    found = look(bags.zipped(bags.wacz(signed=told)))
    assert (found.verdict, found.signer) == (OK, Signer.UNKNOWN)
    signature = bytearray(base64.b64decode(told["signature"]))
    signature[-1] ^= 1
    broken = look(bags.zipped(bags.wacz(signed=told | {"signature": base64.b64encode(signature).decode()})))
    assert (broken.verdict, broken.reasons) == (FAILED, ("Its signature does not hold.",))


def test_a_key_of_another_curve_could_not_be_checked(look: Look) -> None:
    told = bags.anonymous(bags.package(), ec.SECP521R1(), raw=False)
    assert look(bags.zipped(bags.wacz(signed=told))).verdict is UNCHECKED


def signed_for(authority: Authority, apart: timedelta = timedelta(0), domain: str = "a.example") -> tuple[bytes, bytes]:
    """A WACZ signed under a certificate of a.example, and the roots that vouch for it."""
    listed = bags.package()
    key, leaf, root = bags.certified("a.example")
    signature = base64.b64encode(key.sign(bags.named(listed).encode(), ec.ECDSA(SHA256()))).decode()
    told = {
        "hash": bags.named(listed),
        "created": (datetime.now(UTC) - apart).isoformat(),
        "software": "test",
        "signature": signature,
        "domain": domain,
        "domainCert": leaf,
        "timeSignature": base64.b64encode(authority.reply(request(signature.encode()))).decode(),
        "timestampCert": (authority.folder / "tsa.pem").read_text() + authority.root.decode(),
    }
    return bags.zipped(bags.wacz(signed=told)), root + authority.root


def test_a_domain_signature_names_its_signer_only_to_whom_trusts_its_root(look: Look, authority: Authority) -> None:
    content, roots = signed_for(authority)
    nobody = look(content)
    assert (nobody.verdict, nobody.signer, "signer unknown" in nobody.proved[-1]) == (OK, Signer.UNKNOWN, True)
    trusting = look(content, read_trust("mine.pem", roots))
    assert (trusting.verdict, trusting.signer) == (OK, Signer.TRUSTED), trusting
    assert "for which mine.pem vouches" in trusting.proved[-1]
    other = look(content, read_trust("other.pem", bags.certified("a.example")[2]))
    assert (other.verdict, other.signer) == (UNCHECKED, Signer.UNKNOWN)
    assert any("Signer unknown: nothing in other.pem vouches" in one for one in other.reasons)


def test_a_signature_far_from_its_stamp_or_of_another_domain_fails(look: Look, authority: Authority) -> None:
    late = look(signed_for(authority, timedelta(minutes=11))[0])
    assert late.reasons == ("It says that it was made more than 10 minutes from its time stamp.",)
    other = look(signed_for(authority, domain="b.example")[0])
    assert other.reasons == ("Its certificate is not of the domain that it names: b.example.",)


@pytest.mark.corpus
def test_every_wacz_of_the_corpus_has_its_verdict(look: Look, corpus: Path) -> None:
    expected = {
        "example-2.wacz": OK,
        "example.wacz": OK,
        "invalid_example_1.wacz": FAILED,
        "multi-wacz.wacz": OK,
        "valid_example_2.wacz": OK,
        "valid_signed_example_1.wacz": OK,
        # every hash and signature in it holds; upstream calls it invalid since its root is one for trials only:
        "invalid_signed_example_1.wacz": OK,
    }
    verdicts = {path.name: look(path).verdict for path in sorted((corpus / "web").glob("*.wacz"))}
    assert verdicts == expected
    assert look(corpus / "web" / "multi-wacz.wacz").kind is Kind.MULTI_WACZ


@pytest.mark.corpus
def test_of_two_signed_wacz_only_the_one_under_a_trusted_root_is_ok(look: Look, corpus: Path) -> None:
    held = zipfile.ZipFile(corpus / "web" / "valid_signed_example_1.wacz").read("datapackage-digest.json")
    told = json.loads(held)["signedData"]
    above = told["domainCert"].partition("-----END CERTIFICATE-----\n")[2]
    trust = read_trust("roots.pem", (above + told["timestampCert"]).encode())
    assert look(corpus / "web" / "valid_signed_example_1.wacz", trust).verdict is OK
    staged = look(corpus / "web" / "invalid_signed_example_1.wacz", trust)
    assert (staged.verdict, staged.reasons) == (
        UNCHECKED,
        ("Signer unknown: nothing in roots.pem vouches for its certificate.",),
    )
