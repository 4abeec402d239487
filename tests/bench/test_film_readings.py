"""Generated families of films are read pair by pair, once, and the readings are kept beside the truth."""

from pathlib import Path

import pytest
from bench.edits.truth import Medium
from bench.families import truth
from bench.families.film_readings import NAME, families, readings
from bench.families.making import Asked, make
from tests.lineage.films import stored, taken


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    films = tmp_path_factory.mktemp("films")
    for seed in (5, 6):
        (films / f"{seed}.mp4").write_bytes(stored(taken(seed, frames=64)))
    made = tmp_path_factory.mktemp("families") / "made"
    make(made, Asked(3, 1, 4, Medium.FILM, photos=films), lambda line: None)
    return made


def test_pairs_are_read_both_ways_and_only_once(folder: Path) -> None:
    found = readings(folder)
    files = {one.file for one in truth.read(folder)}
    (read,) = found.values()
    assert {(one.parent, one.child) for one in read} == {(one.child, one.parent) for one in read}
    assert {one.parent for one in read} <= files
    kept = (folder / NAME).read_bytes()
    assert readings(folder) == found
    assert (folder / NAME).read_bytes() == kept


def test_readings_join_the_truth_by_nodes_and_no_true_parent_is_forbidden(folder: Path) -> None:
    (family,) = families(folder)
    assert set(family.nodes) == set(family.known.kept)
    true = [read for (parent, child), read in family.read.items() if parent in family.known.held[child]]
    assert true
    assert not any(read.forbidden for read in true)
