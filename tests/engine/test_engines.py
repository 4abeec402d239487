"""One contract over every engine: each task once, whatever the order, and an exception reaches the caller."""

from collections.abc import Iterator

import pytest

from stemmata.engine.in_process import InProcess
from stemmata.engine.local_workers import LocalWorkers
from stemmata.model.seams import Engine

ENGINES = [InProcess, lambda: LocalWorkers(1), lambda: LocalWorkers(3)]


@pytest.fixture(params=ENGINES, ids=["in process", "one worker", "three workers"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made: Engine = request.param()
    yield made
    made.close()


def test_every_task_is_answered_exactly_once(engine: Engine) -> None:
    answers = dict(engine.map(lambda task: task * task, range(100)))
    assert answers == {task: task * task for task in range(100)}


def test_no_tasks_give_no_answers(engine: Engine) -> None:
    assert list(engine.map(str, [])) == []


def test_an_exception_is_raised_to_the_caller_and_not_lost(engine: Engine) -> None:
    def fails(task: int) -> int:
        if task == 5:
            raise LookupError("the fifth")
        return task

    with pytest.raises(LookupError, match="the fifth"):
        list(engine.map(fails, range(20)))


def test_a_map_left_half_way_can_be_followed_by_another(engine: Engine) -> None:
    first = engine.map(str, range(50))
    next(first)
    del first
    assert dict(engine.map(str, range(3))) == {0: "0", 1: "1", 2: "2"}


def test_tasks_are_taken_as_they_are_needed(engine: Engine) -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for task in range(1000):
            taken.append(task)
            yield task

    answers = engine.map(str, tasks())
    next(answers)
    assert len(taken) < 100
    assert len(list(answers)) == 999
