"""What the rooms of custody share in tests: no waiting for a disk that nobody unplugs."""

import os

import pytest


@pytest.fixture(autouse=True)
def without_syncs(monkeypatch: pytest.MonkeyPatch) -> None:
    """fsync answers at once: no test here cuts the power, and the kernel keeps what a killed process wrote."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
