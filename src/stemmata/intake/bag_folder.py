"""A bag in a folder: names and hashes by us, every tag file parsed in the worker."""

import hashlib
import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path

from stemmata.intake.bag_tags import TAG, Declared, read_tag
from stemmata.model.canonical import Json
from stemmata.model.failure import Code, Failure
from stemmata.model.plain import items, text
from stemmata.model.seams import Worker

BLOCK = 1 << 20


class FolderBag:
    """Names that are no UTF-8 are shown with \\xNN, so no manifest can list them. Links are not followed."""

    def __init__(self, root: Path, worker: Worker) -> None:
        self._root, self._worker = root, worker
        self.names: dict[str, int] = {}
        self.odd: dict[str, str] = {}
        top = os.fsencode(root)
        for folder, folders, files in os.walk(top, onerror=self._unread):
            for name in (*folders, *files):
                self._note(folder + b"/" + name, top)

    def tag(self, form: str, name: str, told: Declared | None) -> list[list[str]]:
        asked: dict[str, Json] = {"form": form, "name": name}
        if told is not None:
            asked |= {"version": [*told.version], "encoding": told.encoding}
        answer = self._worker.reduce(TAG, os.fspath(self._root / name), asked)
        if isinstance(answer, Failure):
            if answer.code is Code.EMPTY:  # the worker is not started for no bytes
                return read_tag(b"", form, name, told)
            raise LookupError(f"{name} {answer.happened}")
        wrong, unread, rows = (answer.facts.get(key) for key in ("wrong", "unread", "rows"))
        if wrong is not None:
            raise ValueError(str(wrong))
        if unread is not None or not isinstance(rows, list):
            raise LookupError(str(unread))
        return [[text(cell) for cell in items(row)] for row in rows]

    def digests(self, name: str, algorithms: Collection[str]) -> Mapping[str, str]:
        return file_digests(os.fsencode(self._root / name), algorithms)

    def _note(self, path: bytes, top: bytes) -> None:
        name = os.path.relpath(path, top).decode("utf-8", "backslashreplace").replace(os.sep, "/")
        try:
            state = os.lstat(path)
        except OSError as error:
            self.odd[name] = f"could not be opened ({error.strerror})"
            return
        if stat.S_ISREG(state.st_mode):
            self.names[name] = state.st_size
        elif stat.S_ISLNK(state.st_mode):
            self.odd[name] = "is a link, which was not followed"
        elif not stat.S_ISDIR(state.st_mode):
            self.odd[name] = "is neither a file nor a folder"

    def _unread(self, error: OSError) -> None:
        raise LookupError(f"a folder in it could not be read ({error.strerror})") from error


def file_digests(path: bytes, algorithms: Collection[str]) -> dict[str, str]:
    """Of a regular file, hex by algorithm, one pass. LookupError where it cannot be read."""
    made = {one: hashlib.new(one, usedforsecurity=False) for one in algorithms}
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb", buffering=0) as source:
            while block := source.read(BLOCK):
                for digest in made.values():
                    digest.update(block)
    except OSError as error:
        raise LookupError(f"{error.strerror}") from error
    return {one: digest.hexdigest() for one, digest in made.items()}
