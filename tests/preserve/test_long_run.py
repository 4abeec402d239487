"""Many files added by processes that are killed again and again: nothing is lost, and the tables come out alike."""

import os
import random
import shutil
import signal
from pathlib import Path

import pytest
from tests.cases import exported
from tests.preserve.cases import add, make_files, new_case, received
from tests.preserve.killed import Steps
from tests.preserve.points import tell

from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.verify import verify_case

SEED = 17


def killed_at(step: int, case: CaseFolder, folder: Path) -> bool:
    """An `add` in a process of its own; whether it was killed before it had finished."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            Steps(step).patch()
            add(case, folder, files=100)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def worked_through(folder: Path, files: int, steps: int) -> int:
    """How often it was killed. After each time, the tables are brought up to the logs as they are then."""
    case = new_case(folder / "case")
    make_files(folder / "clips", files, size=20)
    draw, kills = random.Random(SEED), 0
    while killed_at(draw.randint(1, steps), case, folder / "clips"):
        kills += 1
        exported(case, folder / "meanwhile", leave_out=())
        shutil.rmtree(folder / "meanwhile")
    report = verify_case(case)
    assert (report.exit_code, report.findings) == (0, [])
    names = [name for name, _ in received(case)]
    assert names == sorted(f"clips/{path.name}" for path in (folder / "clips").iterdir())
    grown = exported(case, folder / "grown", leave_out=())
    case.index_path.unlink()
    assert exported(case, folder / "rebuilt", leave_out=()) == grown
    return kills


def test_a_few_hundred_files_survive_kills_and_the_tables_are_rebuilt_alike(tmp_path: Path) -> None:
    assert worked_through(tmp_path, 300, steps=2_000) > 0


@pytest.mark.faults
def test_twenty_thousand_files_survive_kills_and_the_tables_are_rebuilt_alike(tmp_path: Path) -> None:
    kills = worked_through(tmp_path, 20_000, steps=20_000)
    tell(f"long run: 20,000 files, {kills} kills, nothing lost, the rebuilt export is byte-identical")
    assert kills > 0
