"""A run draws the tree of films too: who was coded from whom, what cannot be the source, and what is one stream."""

from pathlib import Path

import pytest
from tests import cases
from tests.lineage import films
from tests.media import make
from tests.pipeline.test_trees import folder_of, parents, stemmata

from stemmata.fingerprint.film_rendition import FILM_RENDITION
from stemmata.lineage import signs
from stemmata.lineage.stemma import Proof, Sureness
from stemmata.pipeline.comparers import Comparers
from stemmata.preserve.casefolder import CaseFolder

FIRST = films.stored(films.taken(frames=80), crf=18, key_every=17)
CHILD = films.stored(films.shown(FIRST)[20:70], crf=26, key_every=12)
FILES = {"first.mp4": FIRST, "child.mp4": CHILD, "first.mkv": make.remuxed(FIRST, "matroska")}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    place = tmp_path_factory.mktemp("films")
    return cases.made(place / "case", folder_of(place, FILES))


def test_the_shorter_copy_is_below_the_film_it_was_coded_from(case: CaseFolder) -> None:
    found = parents(case, FILES)
    assert found["child.mp4"][0] in {"first.mp4", "first.mkv"}
    assert found["child.mp4"][1] in {Sureness.LIKELY, Sureness.NEAREST_KIN}


def test_a_film_in_another_container_is_the_same_witness(case: CaseFolder) -> None:
    (stemma,) = stemmata(case)
    assert sorted(len(one.units) for one in stemma.witnesses) == [1, 2]


def test_seconds_that_only_the_longer_one_shows_forbid_the_other_way(case: CaseFolder) -> None:
    (stemma,) = stemmata(case)
    ((parent, child, sign),) = stemma.not_sources
    longer = next(one.id for one in stemma.witnesses if len(one.units) == 2)
    assert (child, sign.kind, sign.proof) == (longer, signs.SECONDS, Proof.NOT_ANCESTOR)
    assert parent != longer


def test_films_are_read_once_and_their_renditions_are_not_kept(
    case: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stemmata(case)
    assert not (case.derived / FILM_RENDITION.name.replace("/", "-")).exists()

    def refused(self: Comparers, question: object) -> str:
        raise AssertionError(f"read again: {question}")

    monkeypatch.setattr(Comparers, "trace", refused)
    cases.work(case)
    assert stemmata(case) == before


def test_nothing_of_films_is_proven_to_descend(case: CaseFolder) -> None:
    (stemma,) = stemmata(case)
    assert all(one.sureness is not Sureness.PROVEN for one in stemma.descents)
