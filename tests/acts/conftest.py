"""Acts are tried without waiting for the disk, as in tests/preserve."""

import os
from pathlib import Path

import pytest
from tests.preserve.cases import new_case

from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture(autouse=True)
def without_syncs(monkeypatch: pytest.MonkeyPatch) -> None:
    """fsync answers at once: no test here cuts the power."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return new_case(tmp_path / "case")
