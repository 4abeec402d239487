"""Several tasks at once on this machine: threads that each wait on a worker process of their own.

The heavy work (decoding, fingerprints) runs outside this process, so threads are enough and nothing is pickled.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 4
"""Tasks taken from the iterable per thread before their turn: keeps every thread busy, and memory flat."""


class LocalWorkers:
    """`threads` tasks at once. Results come as they finish; an exception ends the map and is raised to the caller."""

    def __init__(self, threads: int) -> None:
        if threads < 1:
            raise ValueError(f"at least one thread is needed, got {threads}")
        self._threads = threads
        self._closing = threading.Event()

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        waiting: queue.Queue[Task | None] = queue.Queue(self._threads * AHEAD)
        finished: queue.Queue[tuple[Task, Result] | BaseException] = queue.Queue()

        def work() -> None:
            while (task := waiting.get()) is not None and not self._closing.is_set():
                try:
                    finished.put((task, function(task)))
                except BaseException as error:  # noqa: BLE001  handed to the caller's thread, where it is raised
                    finished.put(error)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(self._threads)]
        for thread in threads:
            thread.start()
        pending = 0
        try:
            for task in tasks:
                waiting.put(task)
                pending += 1
                while pending >= self._threads * AHEAD:
                    yield _raised(finished.get())
                    pending -= 1
            while pending:
                yield _raised(finished.get())
                pending -= 1
        finally:
            self._closing.set()
            while not waiting.empty():
                waiting.get_nowait()
            for _ in threads:
                waiting.put(None)
            for thread in threads:
                thread.join()
            self._closing.clear()

    def close(self) -> None:
        self._closing.set()


def _raised(outcome: "tuple[Task, Result] | BaseException") -> tuple[Task, Result]:
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome
