"""What others made, through the worker as in the product: each its verdict and its reason, and never a connection."""

import base64
import errno
import hashlib
import json
import os
import random
import shutil
import socket
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from tests.media import bags, make, signed
from tests.preserve.authority_here import Authority, make_authority

from stemmata.acts.create import create_case
from stemmata.model.inspected import Inspected, Kind, Signer
from stemmata.model.signed import Verdict
from stemmata.pipeline import inspect
from stemmata.pipeline.inspect import PRELOAD, Outcome, inspect_paths
from stemmata.preserve.timestamp import request
from stemmata.preserve.token_check import Trust, read_trust
from stemmata.sandbox.worker import LocalWorker

NO_BAGIT = "not run: bagit is not here, or not the pkg_resources that it needs"

NOW_US = 1_790_000_000_000_000
OK, FAILED, UNCHECKED = Verdict.OK, Verdict.FAILED, Verdict.UNCHECKED
Look = Callable[..., Inspected]


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker(PRELOAD) as made:
        yield made


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def looked(worker: LocalWorker) -> Callable[..., Outcome]:
    def look(path: Path, trust: Trust | None = None) -> Outcome:
        return inspect_paths([path], worker, trust, NOW_US, lambda *_: None)

    return look


@pytest.fixture
def look(looked: Callable[..., Outcome], tmp_path: Path) -> Look:
    """The first thing found at a path, or in bytes that are written to a file."""

    def first(what: Path | bytes, trust: Trust | None = None, name: str = "archive.zip") -> Inspected:
        path = what if isinstance(what, Path) else tmp_path / name
        if isinstance(what, bytes):
            path.write_bytes(what)
        outcome = looked(path, trust)
        assert not outcome.failures
        return outcome.found[0][0]

    return first


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


def without(name: str) -> Callable[[bags.Files], bags.Files]:
    return lambda files: {key: value for key, value in files.items() if key != name}


def having(**more: bytes) -> Callable[[bags.Files], bags.Files]:
    return lambda files: files | {name.replace("__", "/").replace("_txt", ".txt"): one for name, one in more.items()}


def manifest_with(*lines: str) -> Callable[[bags.Files], bags.Files]:
    def change(files: bags.Files) -> bags.Files:
        changed = files["manifest-sha256.txt"] + "".join(f"{line}\n" for line in lines).encode()
        return bags.without_tagmanifest(files | {"manifest-sha256.txt": changed})

    return change


HASH = "0" * 64
BROKEN_BAGS: list[tuple[str, Callable[[bags.Files], bags.Files], Verdict, str]] = [
    ("altered", having(data__a_txt=b"other\n"), FAILED, "data/a.txt is not what manifest-sha256.txt lists."),
    ("missing", without("data/a.txt"), FAILED, "data/a.txt is listed and is missing."),
    ("extra", having(data__c_txt=b"x"), FAILED, "data/c.txt is there, and no manifest lists it."),
    (
        "tag altered",
        having(bagit_txt=b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8"),
        FAILED,
        "bagit.txt is",
    ),
    ("no bagit.txt", without("bagit.txt"), FAILED, "bagit.txt is missing."),
    ("no manifest", without("manifest-sha256.txt"), FAILED, "It has no payload manifest"),
    ("above", manifest_with(f"{HASH}  data/../../x"), FAILED, "names a place outside the bag: data/../../x."),
    ("absolute", manifest_with(f"{HASH}  /etc/passwd"), FAILED, "names a place outside the bag: /etc/passwd."),
    ("home", manifest_with(f"{HASH}  ~/x"), FAILED, "names a place outside the bag: ~/x."),
    ("drive", manifest_with(f"{HASH}  C:\\x"), FAILED, "names a place outside the bag: C:\\x."),
    ("tag in payload", manifest_with(f"{HASH}  bagit.txt"), FAILED, "lists a file outside data/: bagit.txt."),
    ("short hash", manifest_with("00  data/z"), FAILED, "has a hash of another length for data/z."),
    ("no row", manifest_with("what"), FAILED, "has a line that is no hash and no name: 'what'."),
    ("twice, other", manifest_with(f"{HASH}  data/a.txt"), FAILED, "lists data/a.txt twice, with two hashes."),
    (
        "version",
        having(bagit_txt=b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"),
        UNCHECKED,
        "version 2.0",
    ),
    (
        "encoding",
        having(bagit_txt=b"BagIt-Version: 1.0\nTag-File-Character-Encoding: EBCDIC\n"),
        FAILED,
        "not read here",
    ),
    (
        "to be fetched",
        lambda files: (
            without("data/a.txt")(bags.without_tagmanifest(files)) | {"fetch.txt": b"http://x/ 6 data/a.txt\n"}
        ),
        UNCHECKED,
        "data/a.txt is not there; fetch.txt names an address for it, and nothing was fetched.",
    ),
    (
        "fetch outside",
        lambda files: bags.without_tagmanifest(files) | {"fetch.txt": b"http://x/ - ../a.txt\n"},
        FAILED,
        "fetch.txt names a place outside data/: ../a.txt.",
    ),
    (
        "unknown hash",
        having(**{"manifest-sha1024_txt": b"00 data/a.txt\n00 data/sub/b.txt\n"}),
        UNCHECKED,
        "a hash that is not known here",
    ),
    (
        "second manifest lists less",
        lambda files: files | {"manifest-md5.txt": bags.manifest({"data/a.txt": b"first\n"}, "md5")},
        FAILED,
        "manifest-md5.txt does not list data/sub/b.txt, as version 1.0 demands.",
    ),
]


@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize(("name", "change", "verdict", "why"), BROKEN_BAGS, ids=[row[0] for row in BROKEN_BAGS])
def test_a_broken_bag_is_named_with_its_reason(
    look: Look,
    tmp_path: Path,
    form: str,
    name: str,
    change: Callable[[bags.Files], bags.Files],
    verdict: Verdict,
    why: str,
) -> None:
    files = change(bags.bag())
    found = look(bags.write(tmp_path / "bag", files) if form == "folder" else bags.zipped(files, "bag/"))
    assert (found.kind, found.verdict) == (Kind.BAG, verdict), found
    assert any(why in reason for reason in found.reasons), found.reasons
    assert found.proved == ()


@pytest.mark.parametrize("version", ["0.97", "1.0"])
@pytest.mark.parametrize(("algorithm", "weak"), [("md5", True), ("sha1", True), ("sha256", False), ("sha512", False)])
def test_a_whole_bag_is_ok_in_a_folder_and_in_a_zip(
    look: Look, tmp_path: Path, version: str, algorithm: str, weak: bool
) -> None:
    files = bags.bag(algorithm=algorithm, version=version)
    in_folder, in_zip = look(bags.write(tmp_path / "bag", files)), look(bags.zipped(files))
    assert (in_folder.verdict, in_folder.weak) == (in_zip.verdict, in_zip.weak) == (OK, weak)
    assert in_folder.proved == in_zip.proved
    assert ("forged" in in_zip.proved[0]) is weak
    assert "Nobody signed the manifest" in in_zip.not_proved[0]


@pytest.mark.parametrize(("version", "verdict"), [("0.97", OK), ("1.0", FAILED)])
def test_a_line_that_stands_twice_is_forgiven_before_version_1(look: Look, version: str, verdict: Verdict) -> None:
    files = bags.without_tagmanifest(bags.bag(version=version))
    files["manifest-sha256.txt"] *= 2
    assert look(bags.zipped(files)).verdict is verdict


def test_percent_signs_and_line_ends_in_names_are_read_as_version_1_writes_them(look: Look, tmp_path: Path) -> None:
    payload = {"data/100%.txt": b"a", "data/two\nlines": b"b"}
    files = bags.without_tagmanifest(bags.bag(payload))
    rows = bags.manifest({"data/100%25.txt": b"a", "data/two%0Alines": b"b"}, "sha256")
    found = look(bags.write(tmp_path / "bag", files | {"manifest-sha256.txt": rows}))
    assert found.verdict is OK, found.reasons


def test_a_wrong_payload_oxum_is_named(look: Look) -> None:
    found = look(bags.zipped(bags.bag(oxum="9.9")))
    assert found.reasons == ("Payload-Oxum says 9.9 (bytes.files), and there are 13.2.",)


def test_a_link_in_a_bag_is_not_followed(looked: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"first\n")
    files = bags.without_tagmanifest(bags.bag()) | {"bag-info.txt": b""}
    folder = bags.write(tmp_path / "bag", files)
    (folder / "data" / "a.txt").unlink()
    (folder / "data" / "a.txt").symlink_to(tmp_path / "secret")
    found = looked(folder).found[0][0]
    assert (found.verdict, found.reasons) == (UNCHECKED, ("data/a.txt is a link, which was not followed.",))


def test_two_files_with_one_md5_both_fit_one_bag_which_is_therefore_weak(
    look: Look, tmp_path: Path, corpus: Path
) -> None:
    one, other = ((corpus / "hash_collisions" / f"md5-{n}.jpg").read_bytes() for n in (1, 2))
    assert one != other
    files = bags.bag({"data/x.jpg": one}, "md5")
    for content in (one, other):
        found = look(bags.zipped(files | {"data/x.jpg": content}))
        assert (found.verdict, found.weak) == (OK, True)
    both = files | {"manifest-sha256.txt": bags.manifest({"data/x.jpg": one}, "sha256"), "data/x.jpg": other}
    assert look(bags.zipped(bags.without_tagmanifest(both))).verdict is FAILED


def corpus_bags(corpus: Path) -> list[Path]:
    return sorted(path for path in (corpus / "bagit").glob("*/*/*") if path.is_dir())


def restored(corpus: Path, bag: Path, folder: Path) -> Path:
    """A copy under the names that its files have upstream: the corpus keeps only plain ones."""
    beginning = str(bag.relative_to(corpus))
    for line in (corpus / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["file"].startswith(beginning + "/"):
            target = folder / row["path"].partition(beginning.partition("/")[2] + "/")[2]
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(corpus / row["file"], target)
    return folder


INVALID = {
    "baginfo-missing-encoding": "does not name a version (such as 1.0) and an encoding",
    "bom-in-bagit.txt": "byte order mark",
    "corrupt-data-file": "data/bare-filename is not what manifest-md5.txt lists",
    "corrupt-tag-file": "bag-info.txt is not what tagmanifest-md5.txt lists",
    "extra-file-in-bag": "data/bar is there, and no manifest lists it",
    "invalid-version-number": "does not name a version",
    "missing-baginfo": "bag-info.txt is listed and is missing",
    "missing-bagit.txt": "bagit.txt is missing",
    "out-of-scope-file-paths-using-dot-notation": "outside the bag: ../../../README.md",
    "out-of-scope-file-paths-using-dot-notation-for-fetch": "outside data/: ../../../README.md",
    "same-filename-listed-twice-with-different-hashes": "",
    "bagit-with-invalid-whitespace": "white space",
    "notAllManifestsListAllFiles": "data/missingFromManifest.txt is there, and no manifest lists it",
    "same-filename-listed-twice-with-the-same-hash": "lists data/README twice",
}
WARNING = {
    "made-with-md5sum-tools": (OK, "asterisk"),
    "same-filename-listed-twice-with-the-same-hash": (OK, "twice, with the same hash"),
    "relative-path": (OK, "begin with ./"),
    # on a disk that keeps case and code points apart, as here, what is listed is missing:
    "duplicate-file-with-different-case": (FAILED, "data/HELLO.txt is listed and is missing"),
    "special-system-files": (FAILED, "data/.DS_Store is listed and is missing"),
    "same-filename-listed-twice-with-different-normalization": (OK, "other code points"),
}
OTHERWISE_THAN_BAGIT = {
    "bagit-with-invalid-whitespace": "bagit 1.9.0 strips the white space that version 1.0 forbids",
    "same-filename-listed-twice-with-different-normalization": "it cannot open the file under the other code points",
}


@pytest.mark.corpus
def test_every_bag_of_the_conformance_suite_has_its_verdict(look: Look, corpus: Path, tmp_path: Path) -> None:
    seen, disagree = 0, set()
    for bag in corpus_bags(corpus):
        place = tmp_path / f"{seen}" / bag.name
        found = look(restored(corpus, bag, place))
        said = found.reasons + found.notes
        if bag.parent.name == "valid":
            assert found.verdict is OK, (bag, found)
        elif bag.parent.name == "invalid":
            assert found.verdict is FAILED, (bag, found)
            assert any(INVALID[bag.name] in one for one in said), (bag, found)
        else:
            verdict, why = WARNING[bag.name]
            assert found.verdict is verdict, (bag, found)
            assert any(why in one for one in said), (bag, found)
        if bagit_accepts(place) is not (found.verdict is OK):
            disagree.add(bag.name)
        seen += 1
    assert seen == 34
    assert disagree == set(OTHERWISE_THAN_BAGIT)


def bagit_accepts(folder: Path) -> bool:
    bagit = pytest.importorskip("bagit", reason=NO_BAGIT, exc_type=ImportError)
    try:
        bagit.Bag(str(folder)).validate()
    except (bagit.BagError, UnicodeError):
        return False
    return True


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


ZIPS: list[tuple[str, bytes, Verdict, str]] = [
    ("torn", bags.zipped(bags.bag())[:-40], FAILED, "The ZIP is damaged"),
    ("bomb", bags.zipped({"bagit.txt": bytes(210_000_000)}), UNCHECKED, "It would unpack to 210,000,000 bytes"),
]


@pytest.mark.parametrize(("name", "content", "verdict", "why"), ZIPS, ids=[row[0] for row in ZIPS])
def test_a_zip_that_breaks_a_bound_is_refused(
    look: Look, name: str, content: bytes, verdict: Verdict, why: str
) -> None:
    found = look(content)
    assert (found.kind, found.verdict) == (Kind.ARCHIVE, verdict)
    assert why in found.reasons[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(look: Look, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for content in (b"a", b"b"):
            archive.writestr("bagit.txt", content)
    assert look(tmp_path / "two.zip").reasons == (
        "The ZIP has two members of one name, which programs read differently.",
    )


def test_a_flipped_byte_in_a_member_is_damage(look: Look) -> None:
    content = bags.zipped(bags.bag(), method=zipfile.ZIP_STORED)
    assert content.count(b"second\n") == 1
    found = look(content.replace(b"second\n", b"sexond\n"))
    assert found.verdict is FAILED
    assert "data/sub/b.txt is damaged" in found.reasons[0]


def test_a_zip_of_other_things_is_nothing_for_or_against(looked: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(bags.zipped({"letter.txt": b"x"}))
    outcome = looked(tmp_path / "x.zip")
    assert (outcome.found, outcome.failures, outcome.nothing) == ([], [], 1)


def test_a_token_is_matched_to_its_file_by_hash_whatever_its_name(
    looked: Callable[..., Outcome], tmp_path: Path, authority: Authority
) -> None:
    (tmp_path / "in").mkdir()
    for name, content in (("a.txt", b"one"), ("b.txt", b"two")):
        (tmp_path / "in" / name).write_bytes(content)
    (tmp_path / "in" / "proof.tsr").write_bytes(authority.reply(request(b"two")))
    (tmp_path / "in" / "a.txt.tsr").write_bytes(authority.reply(request(b"other")))
    (tmp_path / "in" / "lone.tst").write_bytes(authority.reply(request(b"third")))
    found = {one.name: one for one, _ in looked(tmp_path / "in", read_trust("ca.pem", authority.root)).found}
    assert (found["in/proof.tsr"].verdict, found["in/proof.tsr"].signer) == (OK, Signer.TRUSTED)
    assert found["in/proof.tsr"].proved[0].startswith("The bytes of in/b.txt existed by ")
    assert found["in/proof.tsr"].proved[0].endswith("whose certificate you named as trusted.")
    assert found["in/a.txt.tsr"].verdict is FAILED
    assert found["in/lone.tst"].verdict is UNCHECKED
    assert hashlib.sha256(b"third").hexdigest() in found["in/lone.tst"].reasons[0]


def test_a_file_that_cannot_be_read_is_not_called_changed(
    looked: Callable[..., Outcome], tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    bags.write(tmp_path / "in", {"a.txt": b"one", "a.txt.tsr": authority.reply(request(b"one"))})

    def refused(path: bytes, _: object) -> dict[str, str]:
        raise LookupError(os.strerror(errno.EACCES))

    monkeypatch.setattr(inspect, "file_digests", refused)
    (found,) = (one for one, _ in looked(tmp_path / "in").found)
    why = "in/a.txt could not be read, so it was not compared with what was stamped."
    assert (found.verdict, found.reasons) == (UNCHECKED, (why,))


def test_a_token_that_holds_for_another_file_than_that_of_its_name_says_so(
    looked: Callable[..., Outcome], tmp_path: Path, authority: Authority
) -> None:
    files = {"a.txt": b"changed", "copy.txt": b"one", "a.txt.tsr": authority.reply(request(b"one"))}
    (found,) = (one for one, _ in looked(bags.write(tmp_path / "in", files)).found)
    assert "The bytes of in/copy.txt existed by" in found.proved[0]
    assert found.notes[-1] == "It is not of in/a.txt, whose name it has."


def test_a_token_of_an_authority_that_was_not_named_could_not_be_checked(
    look: Look, tmp_path: Path, authority: Authority
) -> None:
    folder = tmp_path / "in"
    bags.write(folder, {"a": b"one", "a.tsr": authority.reply(request(b"one"))})
    assert (look(folder).signer, "signer unknown" in look(folder).proved[0]) == (Signer.UNKNOWN, True)
    other = make_authority(tmp_path / "other", name="there")
    found = look(folder, read_trust("named.pem", other.root))
    assert (found.verdict, "is none of those in" in found.reasons[0]) == (UNCHECKED, True)


def test_a_token_outside_the_payload_of_a_bag_finds_its_file_inside(
    look: Look, looked: Callable[..., Outcome], tmp_path: Path, authority: Authority
) -> None:
    files = bags.bag() | {"stamps/1.tsr": authority.reply(request(b"first\n"))}
    found = {one.kind: one for one, _ in looked(bags.write(tmp_path / "bag", files)).found}
    assert found[Kind.BAG].verdict is OK
    assert "The bytes of bag/data/a.txt existed by" in found[Kind.TOKEN].proved[0]


@pytest.mark.corpus
def test_real_tokens_without_their_files_are_named(looked: Callable[..., Outcome], corpus: Path) -> None:
    found = [one for one, _ in looked(corpus / "timestamps").found]
    assert [one.verdict for one in found] == [UNCHECKED] * 3
    assert all("sha512 fb71a600" in one.reasons[0] for one in found)


@signed.needs_the_library
def test_a_signed_picture_stands_in_the_summary(look: Look) -> None:
    content = signed.jpeg_with(signed.in_app11(signed.store()))
    found = look(content, name="x.jpg")
    assert (found.kind, found.signer) == (Kind.SIGNED_FILE, Signer.UNKNOWN)


def test_of_a_picture_without_signature_nothing_is_said(looked: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "plain.jpg").write_bytes(make.still())
    outcome = looked(tmp_path / "plain.jpg")
    assert (outcome.found, outcome.failures, outcome.nothing) == ([], [], 1)


def test_names_that_are_no_text_do_not_stop_it(looked: Callable[..., Outcome], tmp_path: Path) -> None:
    folder = bags.write(tmp_path / "bag", bags.bag())
    (folder / "data" / os.fsdecode(b"\xff")).write_bytes(b"x")
    found = looked(folder).found[0][0]
    assert found.reasons[0] == "data/\\xff is there, and no manifest lists it."


def test_a_token_with_a_byte_changed_never_proves_another_time(
    looked: Callable[..., Outcome], tmp_path: Path, authority: Authority
) -> None:
    whole = authority.reply(request(b"one"))
    chance = random.Random(7)
    trust = read_trust("ca.pem", authority.root)
    folder = bags.write(tmp_path / "in", {"a": b"one", "0.tsr": whole})
    for number in range(1, 41):
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        (folder / f"{number}.tsr").write_bytes(changed)
    (folder / "torn.tsr").write_bytes(whole[:-9])
    proved = {one.proved for one, _ in looked(folder, trust).found if one.verdict is OK}
    assert len(proved) == 1, "some bits are signed by nobody, and none of those says when"


def test_a_case_within_a_folder_is_passed_over_and_named(looked: Callable[..., Outcome], tmp_path: Path) -> None:
    create_case(tmp_path / "in" / "case", "case")
    assert looked(tmp_path / "in").skipped == [("in/case", "is a Stemmata case; take it in with stemmata merge")]


def test_an_empty_declaration_fails_in_a_folder_as_in_a_zip(look: Look, tmp_path: Path) -> None:
    files = bags.without_tagmanifest(bags.bag()) | {"bagit.txt": b""}
    assert look(bags.write(tmp_path / "bag", files)).reasons == look(bags.zipped(files)).reasons
    assert look(tmp_path / "bag").verdict is FAILED
