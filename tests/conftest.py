"""What every room's tests may use: the shared corpus where it is held, and keys that never touch the user's own."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def own_configuration(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Private keys of a test live in a folder of its own."""
    folder = tmp_path_factory.mktemp("configuration")
    monkeypatch.setenv("STEMMATA_CONFIG", str(folder))
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The shared corpus; a test that needs it is not run where it is absent."""
    named = os.environ.get("STEMMATA_CORPUS")
    folder = Path(named) if named else ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip(f"not run: no corpus at {folder} (set STEMMATA_CORPUS)")
    return folder
