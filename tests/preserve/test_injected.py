"""SIGKILL and errors of the system at every call by which a command writes to a case (strace; docs/faults.md).

Whatever the call and the error: what was acknowledged is in a log, what a log names is held, nothing is a traceback,
the same command succeeds afterwards without a manual step, and the case is then what it would have been undisturbed.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from tests.cases import exported
from tests.preserve.cases import logged, received, received_objects
from tests.preserve.points import tell

from stemmata.acts.package import PACKAGE_ROLE
from stemmata.model.errors import NotACase
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.package_check import check_package
from stemmata.preserve.verify import Verdict, verify_case

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="not run: strace is not installed")

WRITES = ("write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate")
SYNCS = ("fsync", "fdatasync")
NAMES = ("link", "linkat", "rename", "renameat", "renameat2", "symlink", "symlinkat", "mkdir", "mkdirat")
REMOVALS = ("unlink", "unlinkat", "rmdir")
MODES = ("chmod", "fchmod", "fchmodat", "chown", "fchown")
OPENS = ("open", "openat", "creat")
CALLS = (*WRITES, *SYNCS, *NAMES, *REMOVALS, *MODES, *OPENS)
TRACE = "trace=" + ",".join(CALLS)
BEYOND = 2
"""Points behind the last call: they must change nothing."""

TELLING_WHEN = ("custody", "judgements", "edges")
"""Files of the export that hold times of entries."""

SHARDS = {
    "add": 6, "run": 12, "judge": 6, "close": 1, "merge": 2, "export": 2, "erase": 2, "checkpoint": 1, "package": 3,
}  # fmt: skip
SAMPLE = {
    "add": 6, "run": 2, "judge": 2, "close": 4, "merge": 5, "export": 5, "erase": 4, "checkpoint": 3, "package": 4,
}  # fmt: skip
REFUSED_WHEN_DONE = {"close": 5, "export": 4, "checkpoint": 4, "package": 4}
"""Exit codes by which a command says that what it should make is there already."""


@dataclass(frozen=True)
class Point:
    """`fault` at the `number`-th `call`, or from it on where `lasting`."""

    call: str
    fault: str
    number: int
    lasting: bool = False

    def options(self) -> list[str]:
        fault = "signal=KILL" if self.fault == "KILL" else f"error={self.fault}"
        return ["-e", TRACE, "-e", f"inject={self.call}:{fault}:when={self.number}{'+' if self.lasting else ''}"]

    @property
    def kind(self) -> str:
        return f"{self.fault}{' from there on' if self.lasting else ''}"


@dataclass(frozen=True)
class Outcome:
    place: Path
    acknowledged: list[str]
    killed: bool
    code: int | None
    told: str
    trace: str


class Commands:
    """The warm process of tests.preserve.injected."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environment = {**os.environ, "STEMMATA_CONFIG": str(folder / "config")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.preserve.injected"],
            cwd=Path(__file__).parents[2],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, act: str, place: Path, options: list[str]) -> Outcome:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        trace = self.folder / "trace"
        asked = {"act": act, "place": str(place), "options": options, "trace": str(trace)}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        found = json.loads(self._process.stdout.readline())
        return Outcome(place, **found, trace=trace.read_text("utf-8", "replace") if options else "")

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    started = Commands(tmp_path_factory.mktemp("commands"))
    yield started
    started.close()


@pytest.fixture(autouse=True)
def same_person(own_configuration: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEMMATA_CONFIG", str(commands.folder / "config"))


def points_of(trace: str, folder: Path) -> list[Point]:
    """Every fault at every traced call that reaches into `folder`: other calls (pipes) are no business of a case."""
    points, counted = [], Counter[str]()
    last: dict[str, int] = {}
    for line in trace.splitlines():
        call = line.partition("(")[0]
        if call not in CALLS:
            continue
        counted[call] += 1
        if str(folder) in line:
            last[call] = counted[call]
            points += [Point(call, fault, counted[call]) for fault in faults(call, line)]
            if call in ("write", "pwrite64"):
                points.append(Point(call, "ENOSPC", counted[call], lasting=True))
    beyond = [Point(call, "KILL", counted[call] + more) for call in sorted(last) for more in range(1, BEYOND + 1)]
    return [*points, Point(",".join((*WRITES, *SYNCS, *NAMES, *REMOVALS)), "EROFS", 1, lasting=True), *beyond]


def faults(call: str, line: str) -> tuple[str, ...]:
    if call in OPENS:
        return ("KILL", "EMFILE", "ENOSPC", "EACCES") if "O_CREAT" in line else ("EMFILE",)
    return ("KILL", "EIO") if call in (*REMOVALS, *MODES) else ("KILL", "EIO", "ENOSPC")


def state(act: str, place: Path) -> dict[str, object]:
    """What a case says and holds, but for times, salts and signatures."""
    case = CaseFolder.open(place / ("copy" if act == "export" else "case"))
    found: dict[str, object] = {
        # As a set: every attempt at a copy is an entry of its own, and says the same.
        "entries": sorted(
            {json.dumps([entry.type, entry.writer, *said_by(entry)], sort_keys=True) for entry in logged(case)}
        ),
        "received": received(case),
        "objects": received_objects(case),
    }
    if act != "judge":  # where `run` does the rest, the next command that writes sweeps
        found["temporary"] = sorted(path.name for path in case.temporary.iterdir())
    if act == "checkpoint":
        found["file"] = sha256((place / "state").read_bytes()).hexdigest()
    if act == "package":
        checked = check_package(place / "package")
        found["package"] = [checked.verdict, checked.files]
    if act in ("run", "judge"):
        target = place / "exported"
        found["export"] = exported(case, target, leave_out=TELLING_WHEN if act == "judge" else ("custody",))
        shutil.rmtree(target)
    return found


def said_by(entry: LoggedEntry) -> list[object]:
    """Salts stand in what a `receive` says: what it received is compared by itself. A package is that of the state in
    which it was made, and a second attempt finds another one."""
    references = {role: ids for role, ids in entry.references.items() if role != PACKAGE_ROLE}
    return [] if entry.type == "receive" else [references, entry.body]


def is_whole(act: str, place: Path, whole: dict[str, object]) -> bool:
    try:
        return state(act, place) == whole
    except (NotACase, FileNotFoundError):
        return False


def violations(act: str, point: Point, commands: Commands, place: Path, whole: dict[str, object]) -> list[str]:
    """What did not hold at this point; the folder is removed where all did."""
    found = commands.ask(act, place, point.options())
    wrong = []
    case = CaseFolder.open(place / "case")
    ids = {entry.id for entry in logged(case)}
    if not set(found.acknowledged) <= ids:
        wrong.append("an acknowledged entry is in no log")
    failed = [finding for finding in verify_case(case).findings if finding.verdict is Verdict.FAILED]
    wrong += [f"verify: {finding.thing}: {finding.says}" for finding in failed]
    if not found.killed:
        if found.code == -1:
            wrong.append(f"a traceback: {found.told[-1500:]}")
        elif found.code not in (0, 3) and "What happened:" not in found.told:
            wrong.append(f"exit code {found.code} without a reason")
        if found.code == 0 and act != "judge" and state(act, place) != whole:
            wrong.append("it said that all was well, and the case is not what it would have been")
    signed = any(entry.type == "judge" for entry in logged(case))
    again = commands.ask("run" if signed else act, place, [])  # what is signed is not signed once more: run takes it up
    done_already = REFUSED_WHEN_DONE.get(act) == again.code and is_whole(act, place, whole)
    if again.code != 0 and not done_already:
        wrong.append(f"the same command did not succeed afterwards: {again.code}, {again.told[-800:]}")
    elif (now := state(act, place)) != whole:
        differ = [key for key in whole if now[key] != whole[key]]
        wrong.append(
            f"the end is not that of an undisturbed command: {[(now[key], whole[key]) for key in differ]}"[:900]
        )
    failed = [finding for finding in verify_case(case).findings if finding.verdict is Verdict.FAILED]
    wrong += [f"verify after the rerun: {finding.thing}: {finding.says}" for finding in failed]
    if not wrong:
        shutil.rmtree(place)
    return wrong


def undisturbed(act: str, commands: Commands, name: str = "whole") -> tuple[list[Point], dict[str, object]]:
    whole = commands.ask(act, commands.folder / f"{act}-{name}", ["-e", TRACE])
    assert (whole.code, whole.killed) == (0, False), whole.told
    points = points_of(whole.trace, commands.folder)
    assert {"KILL", "EIO", "ENOSPC", "EMFILE", "EACCES"} <= {point.fault for point in points}
    return points, state(act, whole.place)


def examined(act: str, points: list[Point], commands: Commands, whole: dict[str, object]) -> list[str]:
    wrong = []
    for number, point in enumerate(points):
        place = commands.folder / f"{act}-{point.call[:8]}-{point.fault}-{point.number}-{number}"
        wrong += [f"{act}, {point}: {one}" for one in violations(act, point, commands, place, whole)]
    return wrong


@pytest.mark.parametrize("act", SAMPLE)
def test_a_sample_of_faults_loses_nothing(act: str, commands: Commands) -> None:
    points, whole = undisturbed(act, commands)
    chosen = random.Random(7).sample(points, SAMPLE[act])
    wrong = examined(act, chosen, commands, whole)
    assert wrong == [], "\n".join(wrong)


@pytest.mark.faults
@pytest.mark.parametrize(("act", "shard"), [(act, shard) for act, number in SHARDS.items() for shard in range(number)])
def test_no_fault_at_any_call_loses_anything(act: str, shard: int, commands: Commands) -> None:
    points, whole = undisturbed(act, commands, f"whole-{shard}")
    mine = points[shard :: SHARDS[act]]
    wrong = examined(act, mine, commands, whole)
    kinds = Counter(point.kind for point in mine)
    calls = Counter(re.sub(r"\W.*", "", point.call) for point in mine)
    tell(f"{act} {shard + 1}/{SHARDS[act]}: {len(mine)} points, {len(wrong)} violations; {kinds}; {calls}")
    assert wrong == [], "\n".join(wrong)
