"""The corpus's own trees: names and times tell nothing, and what is right is counted by held parents."""

from pathlib import Path

import bench.corpus_trees
import pytest
from bench.corpus_trees import parents_right, trees
from bench.edits.truth import Medium
from bench.families.score import Kind, Placed, known
from bench.families.truth import Witness


def _witness(node: int, *parents: int) -> Witness:
    return Witness("s", "abcd"[node], node, parents, (), None, "abcd"[node], Medium.STILL, "corpus")


CHAIN = [_witness(0), _witness(1, 0), _witness(2, 1), _witness(3, 1)]


def test_only_nodes_whose_own_parent_is_held_are_counted() -> None:
    """c and d come from b, which is gone; a is above them, but no parent."""
    family = known(CHAIN, frozenset("acd"))
    assert parents_right([family], [Placed("c", "a", Kind.LIKELY)]) == []


def test_a_parent_is_right_if_it_and_no_other_is_named() -> None:
    family = known(CHAIN, frozenset("abcd"))
    said = [
        Placed("b", "a", Kind.LIKELY),
        Placed("c", "b", Kind.LIKELY),
        Placed("c", "d", Kind.LIKELY),
        Placed("d", "a", Kind.LIKELY),
    ]
    assert parents_right([family], said) == [True, False, False]


def test_without_a_corpus_nothing_is_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("STEMMATA_CORPUS", "/nowhere/at/all")
    assert bench.corpus_trees.main([]) == 0
    assert "not run: no corpus" in capsys.readouterr().out


@pytest.mark.corpus
@pytest.mark.parametrize(("medium", "sources", "files"), [(Medium.STILL, 6, 36), (Medium.FILM, 7, 56)])
def test_the_corpus_has_trees_whose_files_hide_their_names(
    corpus: Path, tmp_path: Path, medium: Medium, sources: int, files: int
) -> None:
    found = trees(corpus, medium, tmp_path)
    assert len(found) == sources
    assert sum(map(len, found)) == len({one.file for family in found for one in family}) == files
    for family in found:
        assert [one.node for one in family if not one.parents] == [min(one.node for one in family)]
        assert all((tmp_path / one.file).is_file() and family[0].family not in one.file for one in family)
