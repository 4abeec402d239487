"""Time-stamp tokens beside files: which file one is of, and whose word it is."""

import errno
import hashlib
import os
import random
from pathlib import Path

import pytest
from tests.media import bags
from tests.pipeline.inspect.looked import FAILED, OK, UNCHECKED, Look, Looked
from tests.preserve.authority_here import Authority, make_authority

from stemmata.model.inspected import Kind, Signer
from stemmata.pipeline import inspect
from stemmata.preserve.timestamp import request
from stemmata.preserve.token_check import read_trust


def test_a_token_is_matched_to_its_file_by_hash_whatever_its_name(
    looked: Looked, tmp_path: Path, authority: Authority
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
    looked: Looked, tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    bags.write(tmp_path / "in", {"a.txt": b"one", "a.txt.tsr": authority.reply(request(b"one"))})

    def refused(path: bytes, _: object) -> dict[str, str]:
        raise LookupError(os.strerror(errno.EACCES))

    monkeypatch.setattr(inspect, "file_digests", refused)
    (found,) = (one for one, _ in looked(tmp_path / "in").found)
    why = "in/a.txt could not be read, so it was not compared with what was stamped."
    assert (found.verdict, found.reasons) == (UNCHECKED, (why,))


def test_a_token_that_holds_for_another_file_than_that_of_its_name_says_so(
    looked: Looked, tmp_path: Path, authority: Authority
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
    look: Look, looked: Looked, tmp_path: Path, authority: Authority
) -> None:
    files = bags.bag() | {"stamps/1.tsr": authority.reply(request(b"first\n"))}
    found = {one.kind: one for one, _ in looked(bags.write(tmp_path / "bag", files)).found}
    assert found[Kind.BAG].verdict is OK
    assert "The bytes of bag/data/a.txt existed by" in found[Kind.TOKEN].proved[0]


@pytest.mark.corpus
def test_real_tokens_without_their_files_are_named(looked: Looked, corpus: Path) -> None:
    found = [one for one, _ in looked(corpus / "timestamps").found]
    assert [one.verdict for one in found] == [UNCHECKED] * 3
    assert all("sha512 fb71a600" in one.reasons[0] for one in found)


def test_a_token_with_a_byte_changed_never_proves_another_time(
    looked: Looked, tmp_path: Path, authority: Authority
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
