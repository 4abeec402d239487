"""Comparing in processes of its own: the same evidence as here, and no answer lost when one ends."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.media import make

from stemmata.fingerprint.picture import STILL
from stemmata.model.seams import Reduction
from stemmata.pipeline.comparers import Comparers, Question, compared
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.kept_pictures import KeptPictures
from stemmata.sandbox.worker import LocalWorker

QUESTION = Question("a" * 64, "b" * 64, STILL.name, STILL.name)


@pytest.fixture
def derived(tmp_path: Path) -> Derived:
    held = Derived(tmp_path / "derived")
    with LocalWorker() as worker:
        for name, box in (("a", (0, 0, 512, 384)), ("b", (30, 20, 430, 320))):
            Image.fromarray(make.texture(7, 512, 384)).crop(box).save(tmp_path / name, "PNG")
            made = worker.reduce(STILL, str(tmp_path / name))
            assert isinstance(made, Reduction)
            held.put(STILL, name * 64, made)
    return held


@pytest.fixture
def comparers(derived: Derived) -> Iterator[Comparers]:
    made = Comparers(derived)
    yield made
    made.close()


def test_another_process_gives_the_same_evidence(derived: Derived, comparers: Comparers) -> None:
    there = comparers.compare(QUESTION)
    assert there == compared(KeptPictures(derived), QUESTION)
    assert there is not None
    assert there.verdict == "same_footage"


def test_a_comparer_that_was_killed_is_replaced(comparers: Comparers) -> None:
    first = comparers.compare(QUESTION)
    (process,) = comparers._all
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert comparers.compare(QUESTION) == first


def test_a_pair_that_ends_its_comparer_twice_has_no_answer(comparers: Comparers) -> None:
    unknown = Question("c" * 64, "d" * 64, STILL.name, STILL.name)
    assert comparers.compare(unknown) is None
    assert comparers.compare(QUESTION) is not None


def test_a_missing_fingerprint_is_named(derived: Derived) -> None:
    with pytest.raises(LookupError, match="c" * 64):
        compared(KeptPictures(derived), Question("c" * 64, "d" * 64, STILL.name, STILL.name))
