"""Results kept by item, method and version: what is there is never computed again, and all of it can be thrown away.

The cache key is the path: derived/<method>-<version>/ab/<sha256>.stm. A raised version is another folder, so nothing
stale is ever read; `sweep` removes folders that no method of this program asks for.
"""

import json
import os
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from stemmata.model.failure import Code, Failure
from stemmata.model.lock import Lock
from stemmata.model.seams import Reducer, Reduction
from stemmata.sandbox import kept_file, wire


class Derived:
    def __init__(self, root: Path) -> None:
        self._root = root

    def _path(self, reducer: Reducer, sha256: str) -> Path:
        return self._root / reducer.name.replace("/", "-") / sha256[:2] / f"{sha256}.stm"

    def has(self, reducer: Reducer, sha256: str) -> bool:
        path = self._path(reducer, sha256)
        return path.exists() or path.with_suffix(".failed").exists()

    def has_result(self, reducer: Reducer, sha256: str) -> bool:
        """Whether there is more than a failure."""
        return self._path(reducer, sha256).exists()

    @property
    def root(self) -> Path:
        return self._root

    def get(self, reducer: Reducer, sha256: str, only: Collection[str] | None = None) -> Reduction | Failure | None:
        """The kept result (its arrays in `only`, or all), the kept failure, or None where nothing was kept.

        A damaged file counts as nothing; one that the system does not let us read now is an OSError, and stays."""
        path = self._path(reducer, sha256)
        if path.exists():
            try:
                return kept_file.load(path, reducer, only)
            except wire.WireViolation:
                path.unlink(missing_ok=True)
                return None
            except FileNotFoundError:
                return None
        failed = path.with_suffix(".failed")
        if failed.exists():
            try:
                kept = json.loads(failed.read_bytes())
                return Failure(Code(kept["code"]), str(kept["detail"]), Lock.from_json(kept.get("lock")))
            except (ValueError, KeyError, TypeError, AttributeError):
                failed.unlink(missing_ok=True)
        return None

    def put(self, reducer: Reducer, sha256: str, result: Reduction | Failure) -> None:
        path = self._path(reducer, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(result, Reduction):
            kept_file.dump(path, result)
            return
        part = path.with_suffix(f".part{os.getpid()}")
        lock = None if result.lock is None else result.lock.to_json()
        part.write_text(json.dumps({"code": result.code, "detail": result.detail, "lock": lock}), "utf-8")
        part.replace(path.with_suffix(".failed"))

    def forget(self, reducer: Reducer, sha256: str) -> None:
        """Result or failure of one item."""
        path = self._path(reducer, sha256)
        for kept in (path, path.with_suffix(".failed")):
            kept.unlink(missing_ok=True)

    def forget_failures(self, reducers: Iterable[Reducer]) -> int:
        """So that `run --again` tries them once more; returns how many."""
        count = 0
        for reducer in reducers:
            folder = self._root / reducer.name.replace("/", "-")
            for failed in folder.glob("*/*.failed"):
                failed.unlink(missing_ok=True)
                count += 1
        return count

    def drop(self, reducer: Reducer) -> None:
        """All that was kept of one reducer."""
        folder = self._root / reducer.name.replace("/", "-")
        if folder.is_dir():
            shutil.rmtree(folder)

    def sweep(self, reducers: Iterable[Reducer], keep: str) -> None:
        """`keep`: how names begin of folders that stay, whether or not this run asks for them."""
        wanted = {reducer.name.replace("/", "-") for reducer in reducers}
        for folder in self._root.glob("*-*"):
            if folder.is_dir() and folder.name not in wanted and not folder.name.startswith(keep):
                shutil.rmtree(folder)
