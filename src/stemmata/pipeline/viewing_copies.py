"""Viewing copies of a case: made one at a time, when a person asks for them, and kept like every other reduction."""

import threading
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import dataclass

from stemmata.decode.viewing_copy import VIEWING_COPY
from stemmata.model.errors import StemmataError
from stemmata.model.failure import Failure
from stemmata.model.seams import Reducer, Reduction
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.worker_pool import WorkerPool
from stemmata.preserve.objects import ObjectStore

PRELOAD = (VIEWING_COPY.entry.split(":")[0],)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why no copies are made at all: `unavailable` in the error's own words, or what the disk said to keeping one."""

    unavailable: str | None = None
    not_kept: str | None = None


class ViewingCopies:
    """A thread runs while something waits, with a worker of its own; both end with the last copy.

    For any number of threads. What stopped the making is held until it is asked for again.
    """

    def __init__(self, objects: ObjectStore, derived: Derived, reducer: Reducer = VIEWING_COPY) -> None:
        self._objects, self._derived, self._reducer = objects, derived, reducer
        self._lock = threading.Lock()
        self._waiting: list[str] = []
        """The first is being made."""
        self._thread: threading.Thread | None = None
        self._stopped: Stopped | None = None

    def ask(self, items: Iterable[str]) -> None:
        """Returns at once. What is kept, a failure too, is not made again."""
        with self._lock:
            self._stopped = None
            for item in items:
                wanted = item not in self._waiting and not self._derived.has(self._reducer, item)
                if wanted and self._objects.has(item):
                    self._waiting.append(item)
            if self._waiting and self._thread is None:
                self._thread = threading.Thread(target=self._make_all, name="viewing copies", daemon=True)
                self._thread.start()

    def waiting(self) -> Collection[str]:
        with self._lock:
            return frozenset(self._waiting)

    @property
    def stopped(self) -> Stopped | None:
        return self._stopped

    def facts(self, item: str) -> Reduction | Failure | None:
        """The kept copy without its bytes, the failure, or None where it was not made yet."""
        return self._derived.get(self._reducer, item, ())

    def webm(self, item: str) -> bytes | None:
        kept = self._derived.get(self._reducer, item)
        return kept.arrays["webm"].tobytes() if isinstance(kept, Reduction) else None

    def _make_all(self) -> None:
        try:
            with closing(WorkerPool(PRELOAD)) as pool:
                while (item := self._next()) is not None:
                    stopped = self._make(pool, item)
                    with self._lock:
                        self._stopped = stopped
                        self._waiting = [] if stopped is not None else [one for one in self._waiting if one != item]
        finally:
            with self._lock:
                if self._thread is threading.current_thread():  # an error of ours: nothing may wait for ever
                    self._thread = None
                    self._waiting = []

    def _next(self) -> str | None:
        """None where nothing waits: this thread is then no longer the one that makes copies."""
        with self._lock:
            if not self._waiting:
                self._thread = None
                return None
            return self._waiting[0]

    def _make(self, pool: WorkerPool, item: str) -> Stopped | None:
        try:
            self._derived.put(self._reducer, item, pool.reduce(self._reducer, str(self._objects.path(item))))
        except StemmataError as error:
            return Stopped(unavailable=error.diagnostics())
        except OSError as error:
            return Stopped(not_kept=error.strerror or type(error).__name__)
        return None
