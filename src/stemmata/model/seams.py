"""The seams: what rooms below may be handed without knowing who made it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from stemmata.model.canonical import Json
from stemmata.model.failure import Failure
from stemmata.model.lock import Lock

Task = TypeVar("Task")
Result = TypeVar("Result")


class Engine(Protocol):
    """Where "for each" runs. Two methods; siblings: in process, local workers, a cluster.

    `map` yields (task, result) in any order; an exception in one task is that task's own and must be returned as a
    value by `function`, since a lost result would be a silent hole in the evidence. `close` ends what `map` started.
    """

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ArrayBound:
    """What an array that comes back from the worker may be: the parent fixes it, the worker only fills it."""

    dtype: str
    """numpy name with fixed size and little endian, such as "<u8", "|u1", "<f4"."""
    max_shape: tuple[int, ...]
    """Largest length of every axis; the number of axes is exact."""


@dataclass(frozen=True, slots=True)
class Reducer:
    """A function that runs inside the worker: untrusted bytes in, bounded plain structures out.

    `entry` is "package.module:function"; the function has the signature
    ``(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction`` and raises MediaError for a file that cannot be
    used. `name` carries the version ("picture/1"): raise it whenever the same bytes would give another result.
    """

    name: str
    entry: str
    arrays: Mapping[str, ArrayBound]
    max_json_bytes: int = 4_000_000
    seconds: float = 120.0
    memory_bytes: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a reducer returns. `facts` is JSON (floats allowed); `arrays` match the reducer's bounds.

    `failure` is set where something could be read but not all of it (a truncated film): both are then kept. `lock` is
    the parent's word on the worker, never the worker's own; None where none was used.
    """

    facts: dict[str, object]
    arrays: Mapping[str, npt.NDArray[np.generic]]
    failure: Failure | None = None
    lock: Lock | None = field(default=None, compare=False)


class Worker(Protocol):
    """Runs one reducer on one file outside this process."""

    def reduce(
        self, reducer: Reducer, path: str, parameters: Mapping[str, Json] | None = None
    ) -> Reduction | Failure: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Statement:
    """What is to be said in a log, before it is signed: see preserve/entry.py for the signed form.

    `references` maps a role to ids ({"manifest": [sha256], "objects": [...], "entries": [...]}); `body` may name people
    and files, is stored apart and can be erased.
    """

    type: str
    references: Mapping[str, list[str]]
    body: Mapping[str, Json]


class LogWriter(Protocol):
    """The one way to write to a log. Returns entry ids, durable and covered by a checkpoint, or raises."""

    def append(self, statements: Iterable[Statement]) -> list[str]: ...
