"""`stemmata inspect`: exit codes, words, JSON, and the entry that says that something was examined."""

import json
from pathlib import Path

import pytest
from tests.media import bags
from typer.testing import CliRunner

from stemmata.acts.create import create_case
from stemmata.cli.inspect_words import lines_of
from stemmata.cli.main import app
from stemmata.model.inspected import Inspected, Kind, Signer
from stemmata.model.signed import Verdict
from stemmata.pipeline.inspect import Outcome

run = CliRunner()


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (bags.bag(), 0),
        (bags.bag() | {"data/a.txt": b"other\n"}, 1),
        (bags.without_tagmanifest(bags.bag(version="9.9")), 3),
        ({"letter.txt": b"nothing of the kind"}, 3),
    ],
)
def test_the_exit_code_is_the_worst_verdict(tmp_path: Path, files: bags.Files, code: int) -> None:
    answer = run.invoke(app, ["inspect", str(bags.write(tmp_path / "in", files))])
    assert answer.exit_code == code, answer.output


def test_a_person_reads_what_is_proved_and_what_is_not(tmp_path: Path) -> None:
    lines = run.invoke(app, ["inspect", str(bags.write(tmp_path / "in", bags.bag(algorithm="md5")))]).output
    assert "in: bag (BagIt): consistent, not signed, weak" in lines
    assert "proved: The payload fits the manifest, by a hash that can be forged (MD5)" in lines
    assert "not proved: Nobody signed the manifest" in lines


def test_json_has_each_thing_with_its_verdict(tmp_path: Path) -> None:
    (tmp_path / "x.wacz").write_bytes(bags.zipped(bags.wacz()))
    answer = json.loads(run.invoke(app, ["inspect", str(tmp_path / "x.wacz"), "--json"]).output)
    assert [(one["kind"], one["name"], one["verdict"]) for one in answer["found"]] == [("wacz", "x.wacz", "ok")]
    assert (answer["failures"], answer["nothing_in"]) == ([], 0)
    assert answer["found"][0]["signer"] == "absent"


HEADS = [
    (Verdict.OK, Signer.TRUSTED, False, "ok, trusted signer"),
    (Verdict.OK, Signer.UNKNOWN, False, "consistent, signer unknown"),
    (Verdict.OK, Signer.UNKNOWN, True, "consistent, signer unknown, weak"),
    (Verdict.OK, Signer.ABSENT, False, "consistent, not signed"),
    (Verdict.FAILED, Signer.TRUSTED, True, "FAILED"),
    (Verdict.UNCHECKED, Signer.UNKNOWN, False, "could not be checked"),
]


@pytest.mark.parametrize(("verdict", "signer", "weak", "words"), HEADS)
def test_the_first_line_says_ok_alone_of_nothing(verdict: Verdict, signer: Signer, weak: bool, words: str) -> None:
    one = Inspected(Kind.WACZ, "x.wacz", verdict, weak, signer=signer)
    assert list(lines_of(Outcome([(one, b"x.wacz")]))) == [f"x.wacz: web archive (WACZ): {words}"]


def test_a_file_of_trust_without_certificates_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_bytes(b"no certificate")
    answer = run.invoke(app, ["inspect", str(tmp_path), "--trust", str(tmp_path / "x.pem")])
    assert "holds no certificates" in str(answer.exception)


def test_what_was_examined_and_is_held_can_be_recorded(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.wacz").write_bytes(bags.zipped(bags.wacz()))
    case = str(tmp_path / "case")
    create_case(tmp_path / "case", "case")
    assert run.invoke(app, ["-C", case, "add", str(tmp_path / "in")]).exit_code == 0
    (tmp_path / "in" / "other.wacz").write_bytes(bags.zipped(bags.wacz({"a": b"b"})))
    answer = run.invoke(app, ["-C", case, "inspect", str(tmp_path / "in"), "--record", "--json"])
    assert len(json.loads(answer.output)["entries"]) == 1
    told = run.invoke(app, ["-C", case, "custody"]).output
    assert "inspect: wacz: consistent, not signed" in told


@pytest.mark.parametrize(("number", "says"), [(1, "1 other file carries no"), (2, "2 other files carry no")])
def test_one_file_is_not_told_as_several(number: int, says: str) -> None:
    one = Inspected(Kind.BAG, "in", Verdict.OK, signer=Signer.ABSENT)
    assert list(lines_of(Outcome([(one, b"in")], nothing=number)))[-1].startswith(says)
