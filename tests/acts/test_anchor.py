"""Anchors: asked for, taken in only when they cover a state of ours, due in time, and renewed over the older ones."""

import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.request import Request

import pytest
from tests.preserve.authority_here import Authority, make_authority
from tests.preserve.cases import logged, own_log, received, say
from tests.preserve.packages import BROKEN, CONSISTENT, ISSUED, all_three, flip, made_case, own, own_key, python, reseal

from stemmata.acts.anchor import add_anchor, due_anchors, request_anchor, send_request, waiting_requests
from stemmata.acts.package import package
from stemmata.model.errors import AnchorRefused, BadRequest
from stemmata.model.profile import Profile
from stemmata.preserve.anchor_entry import anchors_of
from stemmata.preserve.bodies import erase_body
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.package_check import PackageVerdict, check_package
from stemmata.preserve.timestamp import request
from stemmata.preserve.verify import verify_case


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


def anchored(case: CaseFolder, authority: Authority, *, renew: bool = False) -> None:
    add_anchor(case, authority.reply(request_anchor(case, renew=renew).content), [authority.root])


def test_a_request_waits_until_its_token_comes(case: CaseFolder, authority: Authority) -> None:
    log = own_log(case)
    asked = request_anchor(case)
    assert asked.imprint == sha256(log.signed_checkpoint()).hexdigest()
    assert waiting_requests(log) == [(asked.size, 0)]
    made = add_anchor(case, authority.reply(asked.content), [authority.root])
    assert waiting_requests(log) == []
    assert made.checked == {"openssl": True, "rfc3161-client": True}
    (held,) = anchors_of(case)
    assert (held.writer, held.size, held.stamp) == (log.writer, asked.size, made.anchor.stamp)
    assert verify_case(case).exit_code == 0


def test_the_entry_names_all_that_the_check_needs_and_the_body_may_go(case: CaseFolder, authority: Authority) -> None:
    anchored(case, authority)
    entry = logged(case)[-1]
    assert entry.type == "anchor"
    assert set(entry.references["objects"]) == {entry.references[role][0] for role in ("note", "token", "certificates")}
    before = anchors_of(case)
    assert erase_body(own_log(case).bodies, entry.index)
    assert anchors_of(case) == before


def test_the_same_stamp_twice_is_held_once_though_its_bytes_differ(case: CaseFolder, authority: Authority) -> None:
    token = authority.reply(request_anchor(case).content)
    first = add_anchor(case, token, [authority.root])
    again = add_anchor(case, token, [authority.root, authority.root])
    assert (first.entry is None, again.entry) == (False, None)
    assert len(anchors_of(case)) == 1


def test_a_token_may_come_late_and_for_an_older_state(case: CaseFolder, authority: Authority) -> None:
    asked = request_anchor(case)
    say(case, "more")
    made = add_anchor(case, authority.reply(asked.content), [authority.root])
    assert made.anchor.size == asked.size


@pytest.mark.parametrize("token", [b"no token", b"", b"\x30\x00", b"\x30\x03\x02\x01\x00"], ids=repr)
def test_what_is_no_token_is_refused(case: CaseFolder, token: bytes) -> None:
    with pytest.raises(AnchorRefused, match="has not the form of a time-stamp response"):
        add_anchor(case, token)


def test_a_token_over_something_else_is_refused(case: CaseFolder, authority: Authority) -> None:
    before = len(logged(case))
    with pytest.raises(AnchorRefused, match="covers no signed state of your log"):
        add_anchor(case, authority.reply(request(b"something else")), [authority.root])
    assert len(logged(case)) == before


def test_a_token_whose_signature_does_not_hold_is_refused(case: CaseFolder, authority: Authority) -> None:
    token = authority.reply(request_anchor(case).content)
    with pytest.raises(AnchorRefused):
        add_anchor(case, token[:-1] + bytes([token[-1] ^ 1]), [authority.root])
    assert anchors_of(case) == []


def test_where_openssl_accepts_what_the_library_refuses_it_is_taken_and_said(
    case: CaseFolder, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some authorities write DER that the library is too strict for."""
    monkeypatch.setattr("stemmata.acts.anchor.by_library", lambda *asked: False)
    made = add_anchor(case, authority.reply(request_anchor(case).content), [authority.root])
    assert made.checked == {"openssl": True, "rfc3161-client": False}
    assert made.entry is not None


@pytest.mark.parametrize(("openssl", "library"), [(False, True), (None, False), (None, None)])
def test_it_is_refused_where_the_deciding_program_does_not_accept_it(
    case: CaseFolder,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    openssl: bool | None,
    library: bool | None,
) -> None:
    monkeypatch.setattr("stemmata.acts.anchor.by_openssl", lambda *asked: openssl)
    monkeypatch.setattr("stemmata.acts.anchor.by_library", lambda *asked: library)
    with pytest.raises(AnchorRefused):
        add_anchor(case, authority.reply(request_anchor(case).content), [authority.root])


def test_a_token_on_which_openssl_does_not_end_is_refused(
    case: CaseFolder, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stemmata.preserve.timestamp.OPENSSL_SECONDS", 0)
    with pytest.raises(AnchorRefused, match="openssl took more than 0 s"):
        anchored(case, authority)
    assert anchors_of(case) == []


def test_nothing_is_due_while_certificates_hold_and_a_renewal_covers_the_older_stamp(
    case: CaseFolder, authority: Authority, tmp_path: Path
) -> None:
    anchored(case, authority)
    assert due_anchors(case, now_us()) == []
    with pytest.raises(BadRequest, match="no time stamp is due"):
        request_anchor(case, renew=True)
    ending = make_authority(tmp_path / "ending", days=30)
    say(case, "more")
    anchored(case, ending)
    (due,) = due_anchors(case, now_us())
    asked = request_anchor(case, renew=True)
    assert asked.imprint == sha256(due.signed + due.token).hexdigest()
    add_anchor(case, authority.reply(asked.content), [authority.root])
    assert due_anchors(case, now_us()) == []
    assert [len(one.earlier) for one in anchors_of(case)] == [0, 0, 1]


def test_only_https_that_was_typed_is_asked_and_only_the_request_goes() -> None:
    asked: list[Request] = []

    def post(sent: Request) -> bytes:
        asked.append(sent)
        return b"token"

    assert send_request("https://tsa.example/tsr", b"request", post) == b"token"
    assert [(one.full_url, one.data, one.get_method()) for one in asked] == [
        ("https://tsa.example/tsr", b"request", "POST")
    ]
    assert asked[0].header_items() == [("Content-type", "application/timestamp-query"), ("User-agent", "stemmata")]
    for url in ("http://tsa.example/tsr", "file:///etc/passwd", "tsa.example"):
        with pytest.raises(BadRequest, match="no https address"):
            send_request(url, b"request", post)
    assert len(asked) == 1


def test_an_authority_that_does_not_answer_is_named() -> None:
    def post(sent: Request) -> bytes:
        raise TimeoutError("timed out")

    with pytest.raises(AnchorRefused, match=r"no answer came from https://tsa\.example"):
        send_request("https://tsa.example", b"request", post)


# in packages


@pytest.fixture
def packed(tmp_path: Path, authority: Authority) -> tuple[CaseFolder, Path, str, str]:
    """A package whose entry an older state with two stamps covers, and the state of the package itself a later one."""
    case = made_case(tmp_path)
    anchored(case, make_authority(tmp_path / "ending", days=30, name="ending"))
    anchored(case, authority, renew=True)
    anchored(case, authority)
    made = package(case, [received(case)[0][1]], tmp_path / "package", Profile.PUBLIC)
    ending = anchors_of(case)[0].chain.fingerprint
    return case, tmp_path / "package", next(iter(made.keys.values())), ending


def test_a_package_carries_the_earliest_stamp_over_its_entries_and_what_covers_that(
    packed: tuple[CaseFolder, Path, str, str], authority: Authority
) -> None:
    case, folder, key, ending = packed
    first, renewed, _ = anchors_of(case)
    names = sorted(path.name for path in folder.rglob("anchor-*"))
    assert {name.split(".")[0] for name in names} == {f"anchor-{first.size}"}
    assert [name for name in names if name.endswith(".tsr")] == [f"anchor-{first.size}.{k}.tsr" for k in (0, 1)]
    assert all_three(folder) == {CONSISTENT}
    assert all_three(folder, "--key", key) == {ISSUED}
    assert all_three(folder, "--key", key, "--tsa", ending) == {CONSISTENT}, "the newer stamp is by another"
    both = ("--tsa", ending, "--tsa", renewed.chain.fingerprint)
    assert all_three(folder, "--key", key, *both) == {ISSUED}
    assert '"basis": "anchored"' in (folder / "data" / "dossier.json").read_text("utf-8")


def test_a_stamp_on_which_openssl_does_not_end_could_not_be_checked(
    packed: tuple[CaseFolder, Path, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stemmata.preserve.timestamp.OPENSSL_SECONDS", 0)
    report = check_package(packed[1])
    assert (report.verdict, report.why) == (PackageVerdict.NOT_CHECKED, "openssl took more than 0 s for a time stamp")


def test_the_stamp_verifies_by_the_command_of_the_readme(packed: tuple[CaseFolder, Path, str, str]) -> None:
    case, folder, _, _ = packed
    readme = (folder / "README.txt").read_text("utf-8")
    (command,) = [line.strip() for line in readme.splitlines() if line.strip().startswith("openssl ts -verify")]
    command = command.replace("LOG", own_log(case).writer).replace("anchor-S", f"anchor-{anchors_of(case)[0].size}")
    subprocess.run(command.split(), cwd=folder, capture_output=True, check=True)


def test_whoever_asks_for_a_stamp_where_there_is_none_gets_no_match(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    made = package(case, [received(case)[0][1]], tmp_path / "package", Profile.PUBLIC)
    words = ("--key", next(iter(made.keys.values())), "--tsa", "SHA256:" + "ab" * 32)
    assert all_three(tmp_path / "package", *words) == {CONSISTENT}


def anchor_file(folder: Path, ending: str) -> Path:
    return next(folder.rglob(f"anchor-*{ending}"))


def swapped(folder: Path) -> None:
    one, other = anchor_file(folder, ".0.tsr"), anchor_file(folder, ".1.tsr")
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def of_another_case(folder: Path) -> None:
    anchor_file(folder, ".note").write_bytes(anchor_file(folder, ".note").read_bytes().replace(b"\n2\n", b"\n3\n"))


def shortened(folder: Path) -> None:
    path = anchor_file(folder, ".consistency")
    old, _, *rest = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([old, *rest]))


CHANGES: dict[str, Callable[[Path], object]] = {
    "the first stamp gone": lambda at: anchor_file(at, ".0.tsr").unlink(),
    "its root gone": lambda at: anchor_file(at, ".0.root.pem").unlink(),
    "the proof between the states gone": lambda at: anchor_file(at, ".consistency").unlink(),
    "two stamps swapped": swapped,
    "another size in the note": of_another_case,
    "no token": lambda at: anchor_file(at, ".0.tsr").write_bytes(b"no token"),
    "an empty token": lambda at: anchor_file(at, ".1.tsr").write_bytes(b""),
    "another root": lambda at: anchor_file(at, ".0.root.pem").write_bytes(anchor_file(at, ".1.root.pem").read_bytes()),
    "a proof with a hash less": shortened,
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_stamp_that_proves_nothing_is_found_though_the_issuer_signed_the_package(
    packed: tuple[CaseFolder, Path, str, str], own_configuration: Path, name: str
) -> None:
    case, folder, key, _ = packed
    CHANGES[name](folder)
    reseal(folder, own_log(case).writer, own_key(own_configuration))
    assert all_three(folder, "--key", key) == {BROKEN}


def test_every_byte_of_the_proof_between_the_states_counts(
    packed: tuple[CaseFolder, Path, str, str], own_configuration: Path
) -> None:
    case, folder, _, _ = packed
    key, writer = own_key(own_configuration), own_log(case).writer
    for ending in (".consistency", ".note"):
        path = anchor_file(folder, ending)
        for at in range(0, path.stat().st_size, 23):
            flip(path, at)
            reseal(folder, writer, key)
            assert {own(folder), python(folder)} == {BROKEN}, (ending, at)
            flip(path, at)
