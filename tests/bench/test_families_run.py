"""Stemmata's own trees as answers, and all methods side by side on held files."""

from collections.abc import Sequence
from pathlib import Path

import bench.families.__main__
import numpy as np
import pytest
from bench.edits.truth import Medium
from bench.families import ours, truth
from bench.families.answers import read_placed
from bench.families.making import Asked, make
from bench.families.methods import SHORT, Held, answered, true_root
from bench.families.regimes import Regime
from bench.families.report import outcome
from bench.families.score import Kind, Known, Placed, known
from bench.families.truth import Witness
from example.textures import noise, tinted
from PIL import Image

from stemmata.lineage.stemma import Descent, Stemma, Sureness
from stemmata.lineage.stemma import Witness as Node
from stemmata.model.unit import Track, Unit


def _node(name: str, *items: str) -> Node:
    return Node(name, tuple(Unit(Track.PICTURE, item=item) for item in items))


def _answers(nodes: Sequence[Node], descents: Sequence[Descent]) -> list[Placed]:
    holders = {"1": ["a.jpg"], "2": ["b.jpg", "d.jpg"], "3": ["c.jpg"], "4": ["e.jpg"]}
    return ours.answers([Stemma("f", tuple(nodes), tuple(descents))], holders)


def test_a_descent_keeps_its_class_and_chance() -> None:
    nodes = [_node("p", "1"), _node("c", "3")]
    descents = [Descent("c", "p", Sureness.LIKELY, 0.9), Descent("p", None, Sureness.NONE)]
    assert _answers(nodes, descents) == [Placed("a.jpg", None, Kind.NONE), Placed("c.jpg", "a.jpg", Kind.LIKELY, 0.9)]


def test_every_file_of_a_witness_has_its_parents_and_the_first_by_name_stands_for_it() -> None:
    nodes = [_node("p", "1"), _node("m", "2"), _node("c", "3")]
    descents = [Descent("m", "p", Sureness.PROVEN), Descent("c", "m", Sureness.NEAREST_KIN, 0.5)]
    assert _answers(nodes, descents) == [
        Placed("b.jpg", "a.jpg", Kind.PROVEN),
        Placed("c.jpg", "b.jpg", Kind.NEAREST_KIN, 0.5),
        Placed("d.jpg", "a.jpg", Kind.PROVEN),
    ]


def test_above_a_lost_one_the_nearest_held_counts_with_the_weakest_class() -> None:
    nodes = [_node("p", "1"), _node("lost"), _node("c", "3")]
    descents = [Descent("c", "lost", Sureness.PROVEN, 1.0), Descent("lost", "p", Sureness.NEAREST_KIN, 0.5)]
    assert _answers(nodes, descents) == [Placed("c.jpg", "a.jpg", Kind.NEAREST_KIN, 0.5)]


def test_under_a_lost_one_that_nothing_is_above_no_parent_is_held() -> None:
    nodes = [_node("lost"), _node("c", "3"), _node("p", "1")]
    descents = [Descent(child, "lost", Sureness.PROVEN) for child in "cp"]
    assert _answers(nodes, descents) == [Placed("a.jpg", None, Kind.NONE), Placed("c.jpg", None, Kind.NONE)]


def test_a_compilation_has_several_parents_and_no_claim_of_none() -> None:
    """Its second part has a tree of its own, in which it is the first."""
    nodes = [_node("p", "1"), _node("q", "2"), _node("c1", "3"), _node("c2", "3"), _node("c3", "3")]
    descents = [
        Descent("c1", "p", Sureness.LIKELY),
        Descent("c2", "q", Sureness.PROVEN),
        Descent("c3", None, Sureness.NONE),
    ]
    assert _answers(nodes, descents) == [Placed("c.jpg", "a.jpg", Kind.LIKELY), Placed("c.jpg", "b.jpg", Kind.PROVEN)]


def test_of_two_claims_of_one_parent_the_surer_stands() -> None:
    nodes = [_node("p", "1"), _node("c1", "3"), _node("c2", "3")]
    descents = [Descent("c1", "p", Sureness.NEAREST_KIN), Descent("c2", "p", Sureness.LIKELY, 0.9)]
    assert _answers(nodes, descents) == [Placed("c.jpg", "a.jpg", Kind.LIKELY, 0.9)]


def _witness(node: int, *parents: int, pictures: str | None = None) -> Witness:
    file = "abcdefgh"[node]
    return Witness("0000", file, node, parents, (), None, pictures or file, Medium.STILL, "platform")


def test_a_claim_on_files_of_the_same_pictures_counts_once() -> None:
    family = known([_witness(0), _witness(1, 0), _witness(2, 1, pictures="b")], frozenset("abc"))
    found = outcome("ours", [family], [Placed("b", "a", Kind.PROVEN), Placed("c", "a", Kind.PROVEN)])
    assert len(found.claims) == 1
    assert found.unplaced == 1


def _family(held: str) -> Known:
    return known([_witness(0), _witness(1), _witness(2, 1), _witness(3, 2), _witness(4, 0, 1)], frozenset(held))


@pytest.mark.parametrize(("held", "root"), [("abcde", "b"), ("acde", "a"), ("cd", "c")])
def test_the_star_hangs_on_the_true_root_with_most_below_it(held: str, root: str) -> None:
    assert true_root(_family(held)) == root


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    photos, folder = tmp_path_factory.mktemp("photos"), tmp_path_factory.mktemp("tiny") / "made"
    for seed in range(2):
        drawn = tinted(noise(np.random.default_rng(seed), 300, 400, 24, 3), (20, 40, 60), (230, 210, 190))
        Image.fromarray(drawn).save(photos / f"{seed}.png")
    make(folder, Asked(4, 2, 4, Medium.STILL, Regime.PLATFORM, photos=photos), lambda line: None)
    return folder


def _held(folder: Path, *, one_case: bool = False) -> Held:
    witnesses = truth.read(folder)
    families = [known(own, frozenset(one.file for one in own)) for own in truth.families(witnesses).values()]
    return Held(folder, families, {one.family: one.medium for one in witnesses}, one_case)


def test_every_baseline_says_something_of_every_held_file(tiny: Path) -> None:
    held = _held(tiny)
    files = {file for family in held.families for file in family.files}
    for found in answered(held, [key for key in SHORT if key != "stemmata"]):
        assert {one.child for one in found.placed} == files
        assert (found.outcome.unplaced, found.outcome.unknown) == (0, 0)
        assert found.outcome.seconds is not None


def test_the_true_root_is_the_root_of_its_star(tiny: Path) -> None:
    (found,) = answered(_held(tiny), ["star"])
    assert all(tree.root and tree.depth == 0 for tree in found.outcome.trees)


@pytest.mark.parametrize("one_case", [False, True])
def test_stemmata_is_asked_about_held_files_only(tiny: Path, one_case: bool) -> None:
    held = _held(tiny, one_case=one_case)
    files = {file for family in held.families for file in family.files}
    (found,) = answered(held, ["stemmata"])
    assert {one.child for one in found.placed} <= files
    assert found.outcome.unknown == 0


def test_the_table_has_a_row_for_each_method_that_was_asked_for(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "placed.jsonl"
    command = ["run", str(tiny), "--lost", "0.3", "--loss-seed", "2", "--only", "edmonds", "largest"]
    assert bench.families.__main__.main([*command, "--write", str(kept)]) == 0
    printed = capsys.readouterr().out
    assert "2 families, 6 files held; 30% of each family are lost (seed 2)" in printed
    for name in ("MSE + Edmonds", "largest wins"):
        assert sum(line.startswith(f"  {name} ") for line in printed.splitlines()) == 2
    assert "Stemmata" not in printed
    assert len(read_placed(kept)) == 6
