"""`stemmata tree`: a family's tree on the terminal, or in a file."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests import trees
from tests.cli.test_verbs import stemmata
from tests.publish import seeded_trees

from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    return trees.planted_case(tmp_path_factory.mktemp("tree") / "case", seeded_trees.target_tree())


def test_the_terminal_gets_a_list_with_classes_in_words(case: CaseFolder) -> None:
    ended = stemmata("-C", case.path, "tree", "fam-7")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "nearest kin to E" in ended.stdout
    assert "Copies that are not held can stand between any two" in ended.stdout


@pytest.mark.parametrize(
    ("form", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("dot", b"digraph"), ("graphml", b"<?xml")]
)
def test_each_form_is_written_to_the_file_named(form: str, begins: bytes, case: CaseFolder, tmp_path: Path) -> None:
    out = tmp_path / f"tree.{form}"
    ended = stemmata("-C", case.path, "tree", "fam-7q3k", "--format", form, "--out", out)
    assert (ended.returncode, ended.stdout) == (0, f"Wrote {out}.\n")
    assert out.read_bytes().startswith(begins)


def test_a_file_that_is_there_is_left_as_it_is(case: CaseFolder, tmp_path: Path) -> None:
    out = tmp_path / "mine.svg"
    out.write_text("mine")
    assert stemmata("-C", case.path, "tree", "fam-7q3k", "--format", "svg", "--out", out).returncode == 4
    assert out.read_text() == "mine"


def test_the_axis_of_a_drawing_can_be_chosen(case: CaseFolder) -> None:
    steps, time = (
        stemmata("-C", case.path, "tree", "fam", "--format", "svg", "--axis", axis).stdout for axis in ("steps", "time")
    )
    assert ElementTree.fromstring(steps).get("width") != ElementTree.fromstring(time).get("width")
    assert "Clocks as claimed by the platforms" in time


@pytest.mark.parametrize(
    ("asked", "words"),
    [(["nothing"], "no family's id begins with nothing"), (["fam", "--format", "png"], "a PNG cannot be printed")],
)
def test_what_cannot_be_followed_is_said_with_what_to_do(asked: list[str], words: str, case: CaseFolder) -> None:
    ended = stemmata("-C", case.path, "tree", *asked)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "What to do:" in ended.stderr


def test_a_family_without_a_tree_says_so(tmp_path: Path) -> None:
    case = trees.without_tree(trees.planted_case(tmp_path / "case", seeded_trees.target_tree()))
    ended = stemmata("-C", case.path, "tree", "fam-7q3k")
    assert ended.returncode == 2
    assert "no tree was worked out for family fam-7q3k yet" in ended.stderr
