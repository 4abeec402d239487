"""The program as a person or a script calls it: exit codes, JSON alone on standard output, which case is meant."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from tests import cases
from tests.match import footage
from tests.media import make

from stemmata.acts.close import close_case
from stemmata.acts.create import create_case
from stemmata.preserve.casefolder import CaseFolder

Ended = subprocess.CompletedProcess[str]


def stemmata(*words: str | Path, at: Path | None = None) -> Ended:
    """Run as an installed program, with no terminal."""
    program = Path(sys.executable).with_name("stemmata")
    return subprocess.run(
        [program, *map(str, words)], cwd=at, text=True, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A text and its retelling."""
    held = tmp_path / "folder"
    held.mkdir()
    (held / "story.txt").write_text(cases.STORY, "utf-8")
    (held / "retold.txt").write_text(f"It was reported that: {cases.STORY}", "utf-8")
    return held


@pytest.fixture
def case(tmp_path: Path, own_configuration: Path) -> Path:
    return create_case(tmp_path / "case", "Test").path


def test_new_add_run_and_verify_end_with_all_well(folder: Path, tmp_path: Path) -> None:
    case = tmp_path / "new"
    assert stemmata("new", case).returncode == 0
    assert stemmata("-C", case, "add", folder).returncode == 0
    ended = stemmata("-C", case, "run")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "2 files: 0 groups of footage, 1 story" in ended.stdout
    assert stemmata("-C", case, "verify").returncode == 0


def test_a_run_in_which_a_file_failed_has_a_code_of_its_own(case: Path, folder: Path) -> None:
    (folder / "empty.mp4").write_bytes(b"")
    assert stemmata("-C", case, "add", folder).returncode == 0
    ended = stemmata("-C", case, "run", "--json")
    assert ended.returncode == 3
    assert json.loads(ended.stdout)["failures"] == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-C", "nowhere", "run"), 4, "nowhere"),
        (("-C", "CASE", "add", "not-there.mp4"), 2, "not-there.mp4"),
        (("compare", "one.mp4", "two.mp4"), 2, "one.mp4"),
        (("-C", "CASE", "run", "--threads", "many"), 2, "--threads"),
        (("-C", "CASE", "export", "--format", "jsonl", "FULL"), 4, "FULL"),
        (("frobnicate",), 2, "frobnicate"),
    ],
)
def test_wrong_use_is_named_and_has_its_code(
    words: tuple[str, ...], code: int, said: str, case: Path, tmp_path: Path
) -> None:
    (tmp_path / "FULL").mkdir()
    (tmp_path / "FULL" / "mine.txt").write_text("kept", "utf-8")
    ended = stemmata(*(str(case) if word == "CASE" else word for word in words), at=tmp_path)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_closed_case_takes_nothing_more(case: Path, folder: Path) -> None:
    close_case(CaseFolder.open(case), None)
    ended = stemmata("-C", case, "add", folder)
    assert ended.returncode == 5
    assert "closed" in ended.stderr


@pytest.mark.parametrize("verb", [("run",), ("verify",), ("doctor",), ("add", "FOLDER", "--dry-run")])
def test_json_stands_alone_on_standard_output(verb: tuple[str, ...], case: Path, folder: Path) -> None:
    stemmata("-C", case, "add", folder)
    ended = stemmata("-C", case, *(str(folder) if word == "FOLDER" else word for word in verb), "--json")
    assert isinstance(json.loads(ended.stdout), dict)
    assert ended.stderr == ""


def test_a_dry_run_adds_nothing(case: Path, folder: Path) -> None:
    ended = stemmata("-C", case, "add", "--dry-run", folder)
    assert "Nothing was added" in ended.stdout
    assert not list((case / "objects").rglob("*.*"))
    assert json.loads(stemmata("-C", case, "verify", "--json").stdout)["ok"]["objects"] == 0


def test_without_a_name_the_nearest_case_above_is_meant(case: Path, folder: Path) -> None:
    inside = case / "notes" / "deep"
    inside.mkdir(parents=True)
    assert stemmata("add", folder, at=inside).returncode == 0
    assert json.loads(stemmata("run", "--json", at=inside).stdout)["answer"]["files"] == 2


def test_outside_of_any_case_nothing_is_asked_and_nothing_is_made(tmp_path: Path) -> None:
    ended = stemmata("run", at=tmp_path)
    assert ended.returncode == 4
    assert list(tmp_path.iterdir()) == []


def test_two_files_are_compared_without_a_case(tmp_path: Path) -> None:
    film = make.film(1, seconds=3)
    (tmp_path / "a.mp4").write_bytes(film)
    (tmp_path / "b.mkv").write_bytes(make.remuxed(film, "matroska"))
    ended = stemmata("compare", "a.mp4", "b.mkv", "--json", at=tmp_path)
    answer = json.loads(ended.stdout)
    assert (ended.returncode, answer["verdict"]) == (0, "same_stream")
    assert {edge["kind"] for edge in answer["edges"]} >= {"same_stream"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4", "b.mkv"]


def test_a_proof_picture_is_written_where_pictures_were_laid_over_each_other(tmp_path: Path) -> None:
    street = footage.street(1)
    Image.fromarray(street).save(tmp_path / "a.png")
    Image.fromarray(footage.mirrored(street)).save(tmp_path / "b.png")
    ended = stemmata("compare", "a.png", "b.png", "--proof", "proof.jpg", at=tmp_path)
    assert ended.returncode == 0
    assert "left over: mirrored" in ended.stdout
    assert "Wrote proof.jpg." in ended.stdout
    assert (tmp_path / "proof.jpg").read_bytes().startswith(b"\xff\xd8")


def test_a_proof_picture_overwrites_nothing(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "held.jpg"):
        (tmp_path / name).write_text(cases.STORY, "utf-8")
    ended = stemmata("compare", "a.txt", "b.txt", "--proof", "held.jpg", at=tmp_path)
    assert ended.returncode == 4
    assert (tmp_path / "held.jpg").read_text("utf-8") == cases.STORY


def test_where_there_is_nothing_to_draw_no_proof_picture_is_written(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(cases.STORY, "utf-8")
    ended = stemmata("compare", "a.txt", "b.txt", "--proof", "proof.jpg", at=tmp_path)
    assert "No proof picture" in ended.stdout
    assert not (tmp_path / "proof.jpg").exists()


def test_nothing_in_common_is_not_called_independent(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(cases.STORY, "utf-8")
    (tmp_path / "b.txt").write_text(cases.ARABIC_STORY, "utf-8")
    ended = stemmata("compare", "a.txt", "b.txt", at=tmp_path)
    assert "That does not make them independent." in ended.stdout


def test_modules_that_lie_among_the_evidence_are_not_run(case: Path, tmp_path: Path) -> None:
    """Investigators work inside the folder they were sent; Python imports from there unless told not to."""
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / "a.txt").write_text(cases.STORY, "utf-8")
    for module in ("json", "cv2", "numpy", "stemmata", "sitecustomize"):
        (sent / f"{module}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", "utf-8")
    ended = stemmata("try", ".", "--case", tmp_path / "tried", "--no-serve", at=sent)
    assert ended.returncode == 0, ended.stderr
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "verb", ["try", "new", "add", "run", "serve", "export", "compare", "roots", "verify", "doctor"]
)
def test_help_has_an_example(verb: str) -> None:
    ended = stemmata(verb, "--help")
    assert "Example: stemmata" in ended.stdout


def test_a_reader_that_goes_away_is_no_error(case: Path) -> None:
    program = Path(sys.executable).with_name("stemmata")
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run([program, "--help"], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert "Traceback" not in ended.stderr
