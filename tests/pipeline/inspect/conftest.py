"""What is looked at goes through the worker, as in the product, and nobody is ever called."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pipeline.inspect.looked import Look, Looked
from tests.preserve.authority_here import Authority, make_authority

from stemmata.model.inspected import Inspected
from stemmata.pipeline.inspect import PRELOAD, Outcome, inspect_paths
from stemmata.preserve.token_check import Trust
from stemmata.sandbox.worker import LocalWorker

NOW_US = 1_790_000_000_000_000


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker(PRELOAD) as made:
        yield made


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def looked(worker: LocalWorker) -> Looked:
    def look(path: Path, trust: Trust | None = None) -> Outcome:
        return inspect_paths([path], worker, trust, NOW_US, lambda *_: None)

    return look


@pytest.fixture
def look(looked: Looked, tmp_path: Path) -> Look:
    """The first thing found at a path, or in bytes that are written to a file."""

    def first(what: Path | bytes, trust: Trust | None = None, name: str = "archive.zip") -> Inspected:
        path = what if isinstance(what, Path) else tmp_path / name
        if isinstance(what, bytes):
            path.write_bytes(what)
        outcome = looked(path, trust)
        assert not outcome.failures
        return outcome.found[0][0]

    return first


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))
