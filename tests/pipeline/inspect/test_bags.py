"""Bags, in folders and in ZIPs: each its verdict and its reason."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.media import bags
from tests.pipeline.inspect.looked import FAILED, OK, UNCHECKED, Look, Looked, without

from stemmata.model.inspected import Kind
from stemmata.model.signed import Verdict

NO_BAGIT = "not run: bagit is not here, or not the pkg_resources that it needs"


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


def test_a_link_in_a_bag_is_not_followed(looked: Looked, tmp_path: Path) -> None:
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
    for number, bag in enumerate(corpus_bags(corpus)):
        found = look(restored(corpus, bag, tmp_path / f"{number}" / bag.name))
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
    assert len(corpus_bags(corpus)) == 34


@pytest.mark.corpus
def test_bagit_comes_to_the_same_but_for_two_bags(look: Look, corpus: Path, tmp_path: Path) -> None:
    bagit = pytest.importorskip("bagit", reason=NO_BAGIT, exc_type=ImportError)
    disagree = set()
    for number, bag in enumerate(corpus_bags(corpus)):
        place = restored(corpus, bag, tmp_path / f"{number}" / bag.name)
        try:
            bagit.Bag(str(place)).validate()
            accepted = True
        except (bagit.BagError, UnicodeError):
            accepted = False
        if accepted is not (look(place).verdict is OK):
            disagree.add(bag.name)
    assert disagree == set(OTHERWISE_THAN_BAGIT)


def test_names_that_are_no_text_do_not_stop_it(looked: Looked, tmp_path: Path) -> None:
    folder = bags.write(tmp_path / "bag", bags.bag())
    (folder / "data" / os.fsdecode(b"\xff")).write_bytes(b"x")
    found = looked(folder).found[0][0]
    assert found.reasons[0] == "data/\\xff is there, and no manifest lists it."


def test_an_empty_declaration_fails_in_a_folder_as_in_a_zip(look: Look, tmp_path: Path) -> None:
    files = bags.without_tagmanifest(bags.bag()) | {"bagit.txt": b""}
    assert look(bags.write(tmp_path / "bag", files)).reasons == look(bags.zipped(files)).reasons
    assert look(tmp_path / "bag").verdict is FAILED
