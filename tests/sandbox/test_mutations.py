"""Damaged media of every kind: whatever a decoder does over them, the file is named, the rest goes on, and in time."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.preserve.points import tell
from tests.sandbox import mutations
from tests.sandbox.everything import MODULES, outcome
from tests.sandbox.mutations import Seed

from stemmata.model.failure import Code, Failure
from stemmata.sandbox.worker import LocalWorker

SEED = 7_001
DEADLINE_SECONDS = 30.0
GRACE_SECONDS = 20.0
"""Between the deadline and our answer: the child is killed and waited for, on a machine that does more than this."""

ESCAPES = frozenset({Code.WORKER_FORBIDDEN, Code.WORKER_OUTPUT})
"""What a decoder that was taken over would most likely do first: ask for what none needs, or answer as none does."""


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker(MODULES) as made:
        yield made


def through(worker: LocalWorker, damaged: Iterator[Seed], folder: Path) -> Counter[str]:
    """Each file through its reducers in turn, one of them a file. Outcomes, counted."""
    worker.start()
    pid, counted = worker.pid, Counter[str]()
    path = folder / "file"
    for number, (name, content, reducers) in enumerate(damaged):
        path.write_bytes(content)
        for reducer in {one.name: one for one in (reducers[0], reducers[number % len(reducers)])}.values():
            began = time.monotonic()
            answer = worker.reduce(replace(reducer, seconds=min(reducer.seconds, DEADLINE_SECONDS)), str(path))
            assert time.monotonic() - began < DEADLINE_SECONDS + GRACE_SECONDS, (name, reducer.name)
            assert not (isinstance(answer, Failure) and answer.code in ESCAPES), (name, reducer.name, answer)
            assert worker.pid == pid, (name, reducer.name, "the warm process ended")
            counted[outcome(answer)] += 1
    assert sorted(folder.iterdir()) == [path], "nothing is written beside it"
    return counted


def test_a_sample_of_damaged_files_is_named_or_read(worker: LocalWorker, tmp_path: Path) -> None:
    counted = through(worker, mutations.mutated(mutations.made(), 100, SEED), tmp_path)
    assert counted["read"] > 0
    assert len(counted) > 3, "damage that no decoder notices shows nothing"


@pytest.mark.faults
@pytest.mark.corpus
@pytest.mark.timeout(3_600)
def test_5000_damaged_files_are_named_or_read(worker: LocalWorker, corpus: Path, tmp_path: Path) -> None:
    seeds = (*mutations.made(), *mutations.of_corpus(corpus))
    counted = through(worker, mutations.mutated(seeds, 5_000, SEED), tmp_path)
    for name, number in sorted(counted.items()):
        tell(f"mutated media: {number:6,} answers: {name}")
    tell(f"mutated media: {sum(counted.values()):6,} answers over 5,000 files, 0 escapes, 0 hangs")
