"""The architecture, held: each room imports only from rooms above it (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

ROOMS = (
    "model",
    "sandbox",
    "preserve",
    "decode",
    "intake",
    "fingerprint",
    "match",
    "lineage",
    "corroborate",
    "case",
    "acts",
    "engine",
    "pipeline",
    "publish",
    "web",
    "cli",
)
SOURCE = Path(__file__).parents[1] / "src" / "stemmata"
FILES = sorted(SOURCE.glob("*/**/*.py"))
PURE = ("match", "lineage", "corroborate")
IMPURE_MODULES = frozenset(
    {"os", "pathlib", "time", "datetime", "random", "secrets", "sqlite3", "sqlalchemy", "socket"}
)


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import hides the room"
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(SOURCE)) for path in FILES])
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0]
    assert room in ROOMS, f"{room} is not a room of the design"
    for name in imported(path):
        if name.startswith("stemmata.") and name != "stemmata.__version__":
            other = name.split(".")[1]
            assert ROOMS.index(other) <= ROOMS.index(room), f"{path.name} reaches down into {other}"


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_sees_no_path_clock_or_connection(room: str) -> None:
    for path in sorted((SOURCE / room).rglob("*.py")):
        found = {name.split(".")[0] for name in imported(path)} & IMPURE_MODULES
        assert not found, f"{path.name} imports {found}"


def test_only_acts_and_preserve_name_the_log_writer() -> None:
    for path in FILES:
        room = path.relative_to(SOURCE).parts[0]
        if room not in {"model", "preserve", "acts"}:
            assert ".append_statements(" not in path.read_text("utf-8"), path
            assert "LogWriter" not in path.read_text("utf-8"), path


def test_no_room_is_named_for_nothing() -> None:
    for path in SOURCE.rglob("*"):
        assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc"}, path
