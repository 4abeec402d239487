"""What every room's tests may use: the shared corpus where it is held, and keys that never touch the user's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from tests import cases, stories
from tests.judged_case import own_copy

from example import build
from stemmata.preserve.casefolder import CaseFolder

ROOT = Path(__file__).parents[1]

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # whatever a test imports: onnxruntime tells its maker of its use otherwise
settings.register_profile("untimed", deadline=None)  # how long an example takes hangs on what else the machine does
settings.load_profile("untimed")


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


@pytest.fixture(scope="session")
def session_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keys for cases that many tests read."""
    folder = tmp_path_factory.mktemp("session_configuration")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("STEMMATA_CONFIG", str(folder))
        yield folder


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.write_small_folder(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_case(small_folder: Path, tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    """The small folder, worked through. Only to be read."""
    return cases.made(tmp_path_factory.mktemp("small_case") / "case", small_folder)


@pytest.fixture
def own_small_case(
    small_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CaseFolder:
    """A copy of the small case that a test may write to, as the person who made it."""
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    return own_copy(small_case, tmp_path / "case")


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of `make demo`, with its truth beside it."""
    place = tmp_path_factory.mktemp("example")
    build.build(place / "folder", truth=place / "truth.json")
    return place / "folder"


@pytest.fixture(scope="session")
def example_case(
    example_folder: Path, tmp_path_factory: pytest.TempPathFactory, session_configuration: Path
) -> CaseFolder:
    """The example, worked through. Only to be read."""
    return cases.made(tmp_path_factory.mktemp("example_case") / "case", example_folder)


@pytest.fixture(scope="session")
def story_case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    """Two stories, worked through. Only to be read."""
    return stories.made(tmp_path_factory.mktemp("story_case"))
