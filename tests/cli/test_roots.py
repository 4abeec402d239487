"""`stemmata roots`: numbers with their caveat, and words that mean one file or say why not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests import cases

from stemmata.acts.create import create_case
from stemmata.cli.roots_words import roots_lines
from stemmata.corroborate.evidence import Evidence, Ground
from stemmata.corroborate.origins import Material, Origin, OriginKind
from stemmata.corroborate.roots import count_roots
from stemmata.model.unit import Track, Unit

OTHER = "The harbour office counted nine boats at the quay on Friday and said that none had left since the storm began."


def stemmata(*words: str | Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("stemmata")
    return subprocess.run([program, *map(str, words)], text=True, capture_output=True, check=False)


@pytest.fixture
def case(tmp_path: Path, own_configuration: Path) -> Path:
    """A text, its retelling, and another text in two folders of the same name."""
    held = tmp_path / "folder"
    for name, words in {
        "story.txt": cases.STORY,
        "retold.txt": f"It was reported that: {cases.STORY}",
        "one/note.txt": OTHER,
        "two/note.txt": f"{OTHER} Later it was said again.",
    }.items():
        path = held / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")
    return cases.made(tmp_path / "case", held).path


def test_the_whole_case_is_counted_with_its_caveat(case: Path) -> None:
    ended = stemmata("-C", case, "roots")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("2 groups with no copying found; none shown independent; pairs not established: 1.")
    assert "[retold.txt]" in ended.stdout or "[story.txt]" in ended.stdout
    assert "Copying that was not detected would make these numbers too high." in ended.stdout
    assert "If 1 falls: 1 group with no copying found, none shown independent." in ended.stdout


def test_files_that_retell_one_text_have_one_root(case: Path) -> None:
    ended = stemmata("-C", case, "roots", "story.txt", "retold.txt", "--json")
    assert json.loads(ended.stdout)["roots"]["groups"] == 1
    assert (
        json.loads(stemmata("-C", case, "roots", "story.txt", "one/note.txt", "--json").stdout)["roots"]["groups"] == 2
    )


def test_a_group_is_counted_by_its_id(case: Path) -> None:
    whole = json.loads(stemmata("-C", case, "roots", "--json").stdout)["roots"]
    family = whole["named"][0]["id"]
    one = json.loads(stemmata("-C", case, "roots", "--family", family[:8], "--json").stdout)["roots"]
    assert one["named"][0]["origins"] == whole["named"][0]["origins"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("note.txt",), "note.txt can mean 2 files or posts"),
        (("absent.txt",), "nothing held is called absent.txt"),
        (("%",), "nothing held is called %"),
        (("--family", "zz"), "has an id that begins with zz"),
        (("story.txt", "--family", "a"), "both files and a group were asked for"),
    ],
)
def test_a_word_that_means_nothing_or_too_much_is_named(words: tuple[str, ...], said: str, case: Path) -> None:
    ended = stemmata("-C", case, "roots", *words)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr


def test_a_case_that_was_not_compared_says_what_to_do(tmp_path: Path, own_configuration: Path) -> None:
    ended = stemmata("-C", create_case(tmp_path / "new", "Test").path, "roots")
    assert ended.returncode == 2
    assert "nothing has been compared" in ended.stderr


def test_each_pair_is_told_with_its_evidence_and_what_is_missing() -> None:
    units = [Unit(Track.PICTURE, item=name) for name in "abc"]
    origins = tuple(Origin(f"f{at}", OriginKind.FOOTAGE, (unit,)) for at, unit in enumerate(units))
    evidence = (
        Evidence(Ground.ASSERTED, units[0], units[1], "they do not know each other", "key"),
        Evidence(Ground.OTHER_CAMERA, units[1], units[2]),
    )
    lines = roots_lines(count_roots(Material(origins, evidence=evidence)), {})
    assert lines[0] == "3 groups with no copying found; 2 shown independent; pairs not established: 2."
    asserted = "asserted by a person, with a reason: “they do not know each other”, by key"
    assert f"1 and 2: shown independent ({asserted})." in lines
    assert (
        "2 and 3: not established; other recordings or authors (another camera, by sound and parallax). "
        "Would establish it: who held the camera, by name or pseudonym, neither one person nor one team "
        "(stemmata behind)." in lines
    )
    assert any(line.startswith("Record it with: stemmata behind ONE OTHER --separate-observers") for line in lines)
    assert "If 1 falls: 2 groups with no copying found, none shown independent." in lines
