"""The plain loop: one task after another, in the given order. For tests, and for finding where something breaks."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


class InProcess:
    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        for task in tasks:
            yield task, function(task)

    def close(self) -> None:
        return None
