"""Several commands on one case at once: who comes second is told so, and nothing is lost or written twice."""

import os
import signal
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from tests.preserve.cases import add, incoming, logged, make_files, new_case, own_log, received

from stemmata.model.errors import CaseBusy
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.verify import verify_case

PROCESSES = 8
ROOT = Path(__file__).parents[2]

ADDING = """
import os, sys
from pathlib import Path
from tests.preserve.cases import add
from stemmata.model.errors import CaseBusy
from stemmata.preserve.casefolder import CaseFolder
busy = 0
for folder in sys.argv[2:]:
    while True:
        try:
            add(CaseFolder.open(Path(sys.argv[1])), Path(folder))
            break
        except CaseBusy:
            busy += 1
            os.sched_yield()
print(busy)
"""
"""A person at a second terminal: told that the case is busy, they try again."""


def adding(case: CaseFolder, *folders: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ADDING, str(case.path), *map(str, folders)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_eight_processes_add_the_same_and_other_files(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    shared = make_files(tmp_path / "shared", 6)
    own = [make_files(tmp_path / f"own-{number}", 3, first=100 + 10 * number) for number in range(PROCESSES)]
    processes = [adding(case, shared, folder, shared) for folder in own]
    busy = [int(process.communicate()[0]) for process in processes]
    assert [process.returncode for process in processes] == [0] * PROCESSES
    assert sum(busy) > 0
    expected = [
        (f"{folder.name}/{path.name}", sha256(path.read_bytes()).hexdigest())
        for folder in (shared, *own)
        for path in folder.iterdir()
    ]
    assert received(case) == sorted(expected)  # each file once, whoever came first
    assert Counter(entry.index for entry in logged(case)) == Counter(range(own_log(case).checkpoint().size))
    report = verify_case(case)
    assert (report.exit_code, report.findings) == (0, [])
    assert list(case.temporary.iterdir()) == []


HOLDING = """
import sys
from pathlib import Path
from stemmata.preserve.casefolder import CaseFolder
with CaseFolder.open(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_holder_of_the_lock_is_named_and_killed_leaves_nothing_to_clear_away(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    files = make_files(tmp_path / "clips", 2)
    command = [sys.executable, "-c", HOLDING, str(case.path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(CaseBusy, match=f"process {holder.pid}") as told:
            add(case, files)
        assert told.value.exit_code == 5
        os.kill(holder.pid, signal.SIGKILL)
    assert add(case, files).received == len(list(incoming(files)))


def test_a_lock_file_that_names_a_dead_process_locks_nothing(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    (case.path / "write.lock").write_text("4194305\n")
    assert add(case, make_files(tmp_path / "clips", 2)).received == 2
