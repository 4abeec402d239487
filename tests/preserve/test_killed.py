"""kill -9 at any step: what was acknowledged is there, nothing needs repair, and the same command finishes the work."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from tests.preserve.cases import add, logged, make_files, new_case, received

from stemmata.acts.merge import merge_case
from stemmata.model.errors import AlreadyACase
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.verify import Report, Verdict, verify_case

FILES = 40
CUTS = {"create": 12, "add": 25, "merge": 16}


@dataclass(frozen=True)
class Killed:
    """A process that ended itself at some step, and what it had acknowledged by then."""

    place: Path
    acknowledged: list[str]
    killed: bool

    def case(self) -> CaseFolder:
        return CaseFolder.open(self.place / "case")


def scene(act: str, folder: Path, configuration: Path) -> list[Killed]:
    """The act cut off at steps spread over all of it, the first and the last among them, and once not at all."""
    environment = {**os.environ, "STEMMATA_CONFIG": str(configuration)}
    command = [sys.executable, "-m", "tests.preserve.killed", act]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:

        def ask(step: int, place: Path) -> tuple[int, Killed]:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(json.dumps({"place": str(place), "step": step}) + "\n")
            child.stdin.flush()
            answer = json.loads(child.stdout.readline())
            return answer["steps"], Killed(place, answer["acknowledged"], answer["killed"])

        steps, whole = ask(0, folder / "whole")
        gaps = CUTS[act] - 1
        cuts = [1 + index * (steps - 1) // gaps for index in range(gaps + 1)]
        found = [ask(step, folder / f"step-{step:04d}")[1] for step in cuts]
        child.communicate()
    return [*found, whole]


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One person's key, for the processes that are killed and for the one that comes after."""
    return tmp_path_factory.mktemp("person")


@pytest.fixture(scope="module")
def adding(tmp_path_factory: pytest.TempPathFactory, configuration: Path) -> list[Killed]:
    folder = tmp_path_factory.mktemp("adding")
    make_files(folder / "clips", FILES)
    return scene("add", folder, configuration)


@pytest.fixture(scope="module")
def creating(tmp_path_factory: pytest.TempPathFactory, configuration: Path) -> list[Killed]:
    return scene("create", tmp_path_factory.mktemp("creating"), configuration)


@pytest.fixture(scope="module")
def merging(tmp_path_factory: pytest.TempPathFactory, configuration: Path) -> list[Killed]:
    return scene("merge", tmp_path_factory.mktemp("merging"), configuration)


@pytest.fixture(autouse=True)
def same_person(own_configuration: Path, configuration: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEMMATA_CONFIG", str(configuration))


def assert_only_orphans(report: Report) -> None:
    """0 or 3: nothing failed, and what could not be checked is an object that no entry names yet, or a kept state."""
    assert [finding for finding in report.findings if finding.verdict is Verdict.FAILED] == []
    told = ("not named by any entry: an add was interrupted", "is missing: a merge was interrupted")
    assert all(any(one in finding.says for one in told) for finding in report.findings)
    assert report.exit_code in (0, 3)


@pytest.mark.parametrize("cut", range(CUTS["add"] + 1))
def test_an_add_that_is_killed_keeps_what_it_acknowledged(adding: list[Killed], cut: int) -> None:
    killed = adding[cut]
    assert killed.killed == (cut < CUTS["add"])
    held = [entry.id for entry in logged(killed.case())]
    assert set(killed.acknowledged) <= set(held)
    assert len(held) - 1 - len(killed.acknowledged) in (0, 1)  # durable, and killed before it could say so
    assert_only_orphans(verify_case(killed.case()))
    add(killed.case(), killed.place.parent / "clips")
    clips = sorted((killed.place.parent / "clips").iterdir())
    assert received(killed.case()) == [(f"clips/{clip.name}", sha256(clip.read_bytes()).hexdigest()) for clip in clips]
    assert_only_orphans(verify_case(killed.case()))
    assert list(killed.case().temporary.iterdir()) == []


def test_the_cuts_reach_every_stage_of_an_add(adding: list[Killed]) -> None:
    numbers = [len(killed.acknowledged) for killed in adding]
    assert numbers == sorted(numbers)
    assert {0, 14} < set(numbers)


@pytest.mark.parametrize("cut", range(CUTS["create"] + 1))
def test_a_create_that_is_killed_is_taken_up(creating: list[Killed], cut: int) -> None:
    killed = creating[cut]
    with suppress(AlreadyACase):  # killed after the case was there, if at all
        new_case(killed.place / "case")
    report = verify_case(killed.case())
    assert (report.exit_code, report.findings) == (0, [])


def test_some_creates_are_cut_before_there_is_a_case(creating: list[Killed]) -> None:
    assert {killed.killed for killed in creating} == {True, False}


@pytest.mark.parametrize("cut", range(CUTS["merge"] + 1))
def test_a_merge_that_is_killed_breaks_nothing_and_repeated_is_whole(merging: list[Killed], cut: int) -> None:
    killed, whole = merging[cut], merging[-1]
    assert killed.killed == (cut < CUTS["merge"])
    assert_only_orphans(verify_case(killed.case()))
    merge_case(killed.case(), CaseFolder.open(killed.place / "other"))
    report = verify_case(killed.case())
    assert (report.exit_code, report.findings) == (0, [])
    ids = [{entry.id for entry in logged(one.case()) if entry.type != "merge"} for one in (killed, whole)]
    assert ids[0] == ids[1]
    assert [entry.type for entry in logged(killed.case())].count("merge") == 2  # theirs and ours
    assert set(killed.case().objects.names()) == set(whole.case().objects.names())
