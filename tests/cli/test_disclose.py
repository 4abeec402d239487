"""A request is answered by commands alone; what is handed over proves itself, and what is not leaves no trace."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from tests import cases
from tests.cli.commands import answered, asked
from tests.custody_case import REVIEWER, list_reviewer

from stemmata.acts.countersign import countersign
from stemmata.acts.deaccession import propose_deaccession
from stemmata.case.named import item_named
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.erasure import due
from stemmata.preserve.package_check import PackageVerdict, check_package
from stemmata.preserve.verify import verify_case


@pytest.fixture
def case(own_small_case: CaseFolder) -> CaseFolder:
    list_reviewer(own_small_case)
    return own_small_case


def begun(case: CaseFolder) -> str:
    told = answered(case, "disclose", "begin", "--request", "all pictures of the square", "--scope", "films, stills")
    return str(told["disclosure"])


def listed(case: CaseFolder, disclosure: str) -> dict[str, dict[str, object]]:
    """Proposed and countersigned; number -> row of the list."""
    told = answered(case, "disclose", "propose", disclosure, "--reason", "order of 3 May")
    countersign(case, str(told["entry"]), "agreed", REVIEWER)
    assert isinstance(told["list"], dict)
    return {str(row["number"]): row for row in told["list"]["numbers"]}


def named(case: CaseFolder, name: str) -> str:
    with cases.opened(case).read() as connection:
        return item_named(connection, name)


def test_what_was_looked_for_and_not_found_is_in_the_answer(case: CaseFolder, tmp_path: Path) -> None:
    disclosure = begun(case)
    assert answered(case, "disclose", "search", disclosure, "helicopter")["found"] == 0
    assert answered(case, "disclose", "search", disclosure, "water")["found"] != 0
    answered(case, "disclose", "include", disclosure, "photo.png", "--reason", "shows the square")
    listed(case, disclosure)
    answered(case, "disclose", "issue", disclosure, "--out", str(tmp_path / "answer"))
    dossier = json.loads((tmp_path / "answer" / "data" / "dossier.json").read_text("utf-8"))
    searches = dossier["disclosure"]["searches"]
    assert [(one["looked_for"], one["found"] > 0) for one in searches] == [("helicopter", False), ("water", True)]
    assert dossier["disclosure"]["request"]["request"] == "all pictures of the square"


def test_what_speaks_against_a_file_comes_along_unless_it_is_withheld_with_a_ground(case: CaseFolder) -> None:
    asked(case, "judge", "photo.png", "crop.jpg", "--different", "--reason", "another wall")
    disclosure = begun(case)
    answered(case, "disclose", "include", disclosure, "photo.png", "--reason", "shows the square")
    rows = listed(case, disclosure)
    assert rows["0002"]["file"] == named(case, "crop.jpg")
    assert str(rows["0002"]["because"]).startswith("judged different from")
    answered(case, "disclose", "withhold", disclosure, "crop.jpg", "--ground", "would identify a witness")
    rows = listed(case, disclosure)
    assert (rows["0002"]["state"], rows["0002"]["file"], rows["0002"]["ground"]) == (
        "withheld",
        None,
        "would identify a witness",
    )


def test_a_withheld_file_leaves_no_trace_in_the_package(case: CaseFolder, tmp_path: Path) -> None:
    disclosure = begun(case)
    answered(case, "disclose", "include", disclosure, "photo.png", "--reason", "shows the square")
    answered(case, "disclose", "withhold", disclosure, "unrelated.png", "--ground", "private")
    listed(case, disclosure)
    answered(case, "disclose", "issue", disclosure, "--out", str(tmp_path / "answer"))
    withheld = named(case, "unrelated.png").encode()
    files = [path for path in (tmp_path / "answer").rglob("*") if path.is_file()]
    assert [path.name for path in files if withheld in path.read_bytes() or withheld.decode() in path.name] == []


def test_a_redaction_stands_in_for_its_original_and_is_proved(case: CaseFolder, tmp_path: Path) -> None:
    redaction = answered(case, "redact", "photo.png", "--box", "0.25,0.25,0.5,0.5", "--reason", "a bystander")
    countersign(case, str(redaction["entry"]), "nothing is seen", REVIEWER)
    disclosure = begun(case)
    answered(case, "disclose", "include", disclosure, "photo.png", "--reason", "shows the square")
    (row,) = listed(case, disclosure).values()
    assert (row["state"], row["file"]) == ("redacted", redaction["derivative"])
    made = answered(case, "disclose", "issue", disclosure, "--out", str(tmp_path / "answer"))
    (file,) = (tmp_path / "answer" / "data" / "redacted").iterdir()
    pixels = Image.open(io.BytesIO(file.read_bytes())).convert("L")
    assert pixels.crop((140, 110, 370, 280)).getextrema() == (0, 0)
    original = named(case, "photo.png").encode()
    kept = [path for path in (tmp_path / "answer").rglob("*") if path.is_file()]
    assert [path.name for path in kept if original in path.read_bytes()] == []
    keys = made["keys"]
    assert isinstance(keys, dict)
    assert check_package(tmp_path / "answer", list(keys.values())).verdict is PackageVerdict.ISSUED_MATCH
    programs = [["sh", "verify.sh"]] if shutil.which("openssl") else []
    for program in [*programs, [sys.executable, "-I", "verify.py"]]:
        words = [*program, "--key", str(next(iter(keys.values())))]
        ended = subprocess.run(words, cwd=tmp_path / "answer", capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout
        assert "data/redacted/" in ended.stdout
    assert verify_case(case).exit_code == 0


def test_a_redaction_that_one_person_signed_stays_inside(case: CaseFolder) -> None:
    answered(case, "redact", "photo.png", "--box", "0,0,1,1", "--reason", "a bystander")
    disclosure = begun(case)
    answered(case, "disclose", "include", disclosure, "photo.png", "--reason", "shows the square")
    (row,) = listed(case, disclosure).values()
    assert row["state"] == "disclosed"


def test_nothing_is_issued_before_two_signed(case: CaseFolder, tmp_path: Path) -> None:
    disclosure = begun(case)
    answered(case, "disclose", "include", disclosure, "photo.png", "--reason", "shows the square")
    answered(case, "disclose", "propose", disclosure, "--reason", "order of 3 May")
    ended = asked(case, "disclose", "issue", disclosure, "--out", str(tmp_path / "answer"))
    assert "no list of this disclosure was signed by two people" in str(ended.exception)
    assert not (tmp_path / "answer").exists()


def test_a_list_is_not_issued_once_a_file_on_it_was_withheld_or_redacted(case: CaseFolder, tmp_path: Path) -> None:
    disclosure = begun(case)
    answered(case, "disclose", "include", disclosure, "photo.png", "unrelated.png", "--reason", "shows the square")
    listed(case, disclosure)
    answered(case, "disclose", "withhold", disclosure, "unrelated.png", "--ground", "private")
    refused = asked(case, "disclose", "issue", disclosure, "--out", str(tmp_path / "answer"))
    assert "was withheld after two people signed the list" in str(refused.exception)
    listed(case, disclosure)
    redaction = answered(case, "redact", "photo.png", "--box", "0,0,1,1", "--reason", "a bystander")
    countersign(case, str(redaction["entry"]), "agreed", REVIEWER)
    refused = asked(case, "disclose", "issue", disclosure, "--out", str(tmp_path / "answer"))
    assert "was redacted after two people signed the list" in str(refused.exception)
    assert not (tmp_path / "answer").exists()


def test_numbers_stay_with_their_files(case: CaseFolder) -> None:
    disclosure = begun(case)
    answered(case, "disclose", "include", disclosure, "unrelated.png", "--reason", "a street")
    first = listed(case, disclosure)
    for name in ("photo.png", "other.mp4"):
        answered(case, "disclose", "include", disclosure, name, "--reason", "shows the square")
    second = listed(case, disclosure)
    assert [first["0001"]["file"], second["0001"]["file"]] == [named(case, "unrelated.png")] * 2
    answered(case, "disclose", "withhold", disclosure, "unrelated.png", "--ground", "private")
    third = listed(case, disclosure)
    assert third["0001"]["state"] == "withheld"
    kept = {number: row["file"] for number, row in second.items() if number != "0001"}
    assert {number: row["file"] for number, row in third.items() if number != "0001"} == kept


def test_what_a_disclosure_names_is_on_hold_until_it_ends(case: CaseFolder) -> None:
    disclosure = begun(case)
    answered(case, "disclose", "include", disclosure, "photo.png", "--reason", "shows the square")
    proposal = propose_deaccession(case, [named(case, "photo.png")], [], "the family asked", None)
    countersign(case, proposal, "agreed", REVIEWER)
    assert not due(case, authority(case))
    assert any("on hold for disclosure" in finding.says for finding in verify_case(case).findings)
    answered(case, "disclose", "end", disclosure, "--reason", "the appeal was decided")
    assert named_due(case) == [proposal]


def named_due(case: CaseFolder) -> list[str]:
    now = authority(case)
    return [now.objects[name].place.entry for name in due(case, now).objects]


REFUSED = [
    (("begin", "--request", " ", "--scope", "x"), "a disclosure without a request"),
    (("include", "ID", "photo.png"), "including without a reason"),
    (("withhold", "ID", "photo.png"), "withholding without a reason"),
    (("include", "ID", "nowhere.png", "--reason", "x"), "no file of this case is named nowhere.png"),
    (("propose", "ID", "--reason", "x"), "includes no file yet"),
]


@pytest.mark.parametrize(("words", "says"), REFUSED, ids=[row[0][0] + " " + row[1][:12] for row in REFUSED])
def test_what_cannot_be_followed_is_refused_by_name(case: CaseFolder, words: tuple[str, ...], says: str) -> None:
    disclosure = begun(case)
    ended = asked(case, "disclose", *(disclosure if word == "ID" else word for word in words))
    assert says in str(ended.exception)


def test_out_of_sight_stays_inside(case: CaseFolder, tmp_path: Path) -> None:
    asked(case, "restrict", "photo.png", "--reason", "shows a child")
    disclosure = begun(case)
    answered(case, "disclose", "include", disclosure, "photo.png", "--reason", "shows the square")
    listed(case, disclosure)
    ended = asked(case, "disclose", "issue", disclosure, "--out", str(tmp_path / "answer"))
    assert "is kept out of sight" in str(ended.exception)
