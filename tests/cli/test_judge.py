"""Judging from the command line: what can be named, what is refused, what is listed."""

import json
from pathlib import Path

import pytest
from tests import cases
from tests.cli.commands import answered, asked
from tests.judged_case import unit

from stemmata.acts.close import close_case
from stemmata.model.errors import BadRequest, CaseClosed, NotHeld, NotOne, StemmataError
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture
def case(own_small_case: CaseFolder) -> CaseFolder:
    return own_small_case


def judged(case: CaseFolder) -> list[dict[str, object]]:
    rows = answered(case, "judgements")["judgements"]
    assert isinstance(rows, list)
    return rows


WHY = ("--reason", "another wall")


def test_a_judgement_is_signed_followed_and_listed(case: CaseFolder) -> None:
    ended = asked(case, "judge", "photo.png", "crop.jpg", "--different", *WHY)
    assert ended.exit_code == 0
    assert "Signed: photo.png and crop.jpg are different." in ended.stdout
    assert "The groups were formed again round it." in ended.stdout
    (row,) = judged(case)
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    assert (row["value"], row["one"], row["other"]) == ("different", photo.item, crop.item)
    assert (row["reason"], row["state"]) == ("another wall", "standing")
    listed = asked(case, "judgements").stdout
    assert "stands: photo.png and crop.jpg are different." in listed
    assert "“another wall”" in listed


def test_what_is_relied_on_is_frozen_with_the_proof_picture(case: CaseFolder) -> None:
    answered(case, "judge", "crop.jpg", "photo.png", "--same", *WHY)
    frozen = json.loads(case.objects.read(str(judged(case)[0]["relied_on"])))
    assert frozen["verdict"]["kinds"]
    assert case.objects.read(frozen["picture"]).startswith(b"\xff\xd8")


def test_files_are_named_by_the_beginning_of_their_hash_and_stretches_by_their_clock(case: CaseFolder) -> None:
    film, other = unit(case, "film.mkv"), unit(case, "other.mp4")
    answered(case, "judge", f"{film.holder[:12]}@0:00.5-0:02", other.holder.upper(), "--unsure", *WHY)
    ended = asked(case, "judgements")
    assert "whether film.mkv@0:00.5-0:02 and other.mp4 are the same stays open." in ended.stdout


def test_a_judgement_is_taken_back_by_the_beginning_of_its_entry(case: CaseFolder) -> None:
    entry = str(answered(case, "judge", "photo.png", "crop.jpg", "--different", *WHY)["entry"])
    ended = asked(case, "judge", "--undoes", entry[:10], "--reason", "the same wall after all")
    assert ended.exit_code == 0, ended.output
    assert f"judgement {entry[:16]} on photo.png and crop.jpg is taken back." in ended.stdout
    assert {row["value"]: row["state"] for row in judged(case)} == {"different": "undone", None: "standing"}
    assert "taken back: photo.png and crop.jpg are different." in asked(case, "judgements").stdout


def test_a_contradiction_waits_as_a_task(case: CaseFolder) -> None:
    assert asked(case, "tasks").stdout == "No task waits.\n"
    answered(case, "judge", "photo.png", "crop.jpg", "--same", *WHY)
    ended = asked(case, "judge", "crop.jpg", "photo.png", "--different", *WHY)
    sentence = "photo.png and crop.jpg are judged the same and different; neither is followed."
    assert (
        sentence in ended.stdout or sentence.replace("photo.png and crop.jpg", "crop.jpg and photo.png") in ended.stdout
    )
    waiting = answered(case, "tasks")["tasks"]
    assert isinstance(waiting, list)
    assert [task["kind"] for task in waiting] == ["same_and_different"]
    assert "neither is followed" in asked(case, "tasks").stdout


@pytest.mark.parametrize(
    ("words", "error", "says"),
    [
        (("photo.png", "crop.jpg", *WHY), BadRequest, "says one thing"),
        (("photo.png", "crop.jpg", "--same", "--different", *WHY), BadRequest, "says one thing"),
        (("photo.png", "crop.jpg", "--same"), BadRequest, "without a reason"),
        (("photo.png", "--same", *WHY), BadRequest, "on two files"),
        (("photo.png", "photo.png", "--same", *WHY), BadRequest, "one and the same"),
        (("photo.png", "story.txt", "--same", *WHY), BadRequest, "picture and text"),
        (("photo.png", "nowhere.mp4", "--same", *WHY), NotHeld, "nowhere.mp4"),
        (("photo.png", "unknown.bin", "--same", *WHY), BadRequest, "not read"),
        (("photo.png@0:00-0:01", "crop.jpg", "--same", *WHY), BadRequest, "no stretch of time"),
        (("film.mkv@0:02-0:01", "crop.jpg", "--same", *WHY), BadRequest, "ends before it starts"),
        (("film.mkv@1:00-2:00", "other.mp4", "--same", *WHY), BadRequest, "ends before"),
        (("--undoes", "abcdef", *WHY), NotHeld, "judgement"),
        (("photo.png", "crop.jpg", "--same", "--undoes", "abc", *WHY), NotHeld, "abc"),
    ],
)
def test_what_cannot_be_followed_is_refused_and_nothing_is_signed(
    words: tuple[str, ...], error: type[StemmataError], says: str, case: CaseFolder
) -> None:
    before = [entry.id for entry in case.entries()]
    ended = asked(case, "judge", *words)
    assert isinstance(ended.exception, error), ended.output
    assert says in str(ended.exception)
    assert [entry.id for entry in case.entries()] == before


def test_a_name_that_several_files_have_is_refused_with_what_tells_them_apart(case: CaseFolder, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "note.txt").write_text(f"Note {number}", "utf-8")
    cases.add(case, tmp_path / "1", tmp_path / "2")
    ended = asked(case, "judge", "note.txt", "photo.png", "--same", *WHY)
    assert isinstance(ended.exception, NotOne)
    assert "any of 2" in str(ended.exception)
    assert unit(case, "note.txt").holder[:12] in str(ended.exception)


def test_a_closed_case_refuses_to_be_judged_and_can_still_be_listed(case: CaseFolder) -> None:
    close_case(case, None)
    assert isinstance(asked(case, "judge", "photo.png", "crop.jpg", "--same", *WHY).exception, CaseClosed)
    assert "Nothing was judged yet" in asked(case, "judgements").stdout


def test_while_a_run_goes_on_a_judgement_is_signed_and_said_to_wait(case: CaseFolder) -> None:
    with case.running():
        ended = asked(case, "judge", "photo.png", "crop.jpg", "--different", *WHY)
    assert ended.exit_code == 0
    assert "stemmata run does it" in ended.stdout
    assert "stemmata run forms them again" in asked(case, "judgements").stdout
