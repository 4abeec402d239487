"""One worker process per thread that asks for one, made when first needed and ended together."""

import threading
from collections.abc import Mapping, Sequence

from stemmata.model.canonical import Json
from stemmata.model.failure import Failure
from stemmata.model.seams import Reducer, Reduction
from stemmata.sandbox.worker import LocalWorker


class WorkerPool:
    def __init__(self, preload: Sequence[str]) -> None:
        self._preload = tuple(preload)
        self._own = threading.local()
        self._all: list[LocalWorker] = []
        self._lock = threading.Lock()

    def reduce(self, reducer: Reducer, path: str, parameters: Mapping[str, Json] | None = None) -> Reduction | Failure:
        worker = getattr(self._own, "worker", None)
        if worker is None:
            worker = LocalWorker(self._preload)
            self._own.worker = worker
            with self._lock:
                self._all.append(worker)
        return worker.reduce(reducer, path, parameters)

    def close(self) -> None:
        with self._lock:
            for worker in self._all:
                worker.close()
            self._all.clear()
