"""What the worker costs: a file in its own locked process against the same call in this one; the lock alone; its trial.

`python -m bench.lock [--quick]`: light jobs (the first look: type, measures, metadata, a small picture) and a heavy
one (a film reduced whole), in turn, round by round, on one thread. Cores may be shared while this runs, so the target
is judged by CPU seconds; the wall clock stands beside.
`python -m bench.lock calls FILE...`: the system calls that every reducer makes in the lock over these files, by
strace, with how many were refused, those of the trial among them: what sandbox/seccomp.py was written from.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter
from typing import BinaryIO

import cv2
from bench.entries import Target, spread, verdict
from tests.media import make

from stemmata.decode.probe import PROBE, probe, warm
from stemmata.fingerprint.picture import FILM, film
from stemmata.model.canonical import Json
from stemmata.model.seams import Reducer, Reduction
from stemmata.sandbox.worker import LocalWorker

RATIO_TARGET = 2.0
TICKS = os.sysconf("SC_CLK_TCK")
UNLOCKED = Path(__file__).parents[1] / "tests" / "sandbox" / "unlocked"

Function = Callable[[BinaryIO, Mapping[str, Json]], Reduction]
Cost = tuple[float, float]
"""Seconds of the wall clock and of CPU."""


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    reducer: Reducer
    function: Function
    paths: list[str]


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["calls"]:
        return _calls(arguments[1:])
    rounds, share = (2, 8) if "--quick" in arguments else (9, 1)
    warm()
    cv2.setNumThreads(1)  # as in the worker
    modules = [reducer.entry.split(":")[0] for reducer in (PROBE, FILM)]
    with tempfile.TemporaryDirectory() as folder, _workers(modules) as workers:
        print(f"lock: {workers[0].lock}")
        made = Path(folder)
        jobs = [
            Job("first look at a small clip, 3 s of 192 × 128", PROBE, probe, _films(made, 24 // share, 3, (192, 128))),
            Job("first look at a clip, 10 s of 1280 × 720", PROBE, probe, _films(made, 8 // share, 10, (1280, 720))),
            Job("first look at a still of 12 Mpx", PROBE, probe, _stills(made, 8 // share, (4000, 3000))),
            Job(
                "a film reduced whole, 10 s of 640 × 360", FILM, film, _films(made, max(1, 4 // share), 10, (640, 360))
            ),
        ]
        ratios = [_ratio(job, workers, rounds) for job in jobs]
    _alone(3 if rounds == 2 else 30)
    targets = [
        Target(f"locked over in process, {job.name}", ratio, RATIO_TARGET, "times the CPU seconds", least=False)
        for job, ratio in list(zip(jobs, ratios, strict=True))[1:]  # of the smallest, what is fixed is most
    ]
    return verdict(targets)


@contextmanager
def _workers(modules: Sequence[str]) -> Iterator[tuple[LocalWorker, LocalWorker]]:
    """As it is, and with the limits alone."""
    with (
        LocalWorker(modules) as locked,
        LocalWorker(modules, search=[str(UNLOCKED)]) as limited,
    ):
        locked.start()
        limited.start()
        yield locked, limited


def _films(folder: Path, count: int, seconds: int, size: tuple[int, int]) -> list[str]:
    paths = [folder / f"film-{size[0]}-{number}" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(make.film(number, seconds=seconds, width=size[0], height=size[1]))
    return [str(path) for path in paths]


def _stills(folder: Path, count: int, size: tuple[int, int]) -> list[str]:
    paths = [folder / f"still-{number}" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(make.still(number, size=size))
    return [str(path) for path in paths]


def _ratio(job: Job, workers: tuple[LocalWorker, LocalWorker], rounds: int) -> float:
    """Prints the rows; the median over rounds of CPU seconds in the lock over CPU seconds in process."""

    def here(path: str) -> None:
        with open(path, "rb") as source:
            job.function(source, {})

    def in_worker(worker: LocalWorker) -> Callable[[str], None]:
        def there(path: str) -> None:
            answer = worker.reduce(job.reducer, path)
            if not isinstance(answer, Reduction):
                raise ValueError(f"{path}: {answer}")

        return there

    ways = {"in process": here, "locked": in_worker(workers[0]), "limits alone": in_worker(workers[1])}
    pids = [worker.pid for worker in workers if worker.pid is not None]
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, reduce in ways.items():
            costs[way].append(_cost(reduce, job.paths, pids))
    print(f"\n{job.name}: n = {len(job.paths)} files")
    for way, found in costs.items():
        for at, clock in enumerate(("wall clock", "CPU")):
            each = [1000 * one[at] / len(job.paths) for one in found]
            print("  " + spread(f"{way}, a file by the {clock}", each, "ms", 1))
    over = [
        [locked[at] / own[at] for locked, own in zip(costs["locked"], costs["in process"], strict=True)]
        for at in (0, 1)
    ]
    for clock, ratios in zip(("wall clock", "CPU"), over, strict=True):
        print("  " + spread(f"locked over in process, {clock}", ratios, "times", 2))
    return median(over[1])


def _cost(reduce: Callable[[str], None], paths: Sequence[str], pids: Sequence[int]) -> Cost:
    before, wall = _cpu(pids), perf_counter()
    for path in paths:
        reduce(path)
    return perf_counter() - wall, _cpu(pids) - before


def _cpu(pids: Sequence[int]) -> float:
    """Seconds of this process, and of these with their children that have ended."""
    own = getrusage(RUSAGE_SELF)
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return own.ru_utime + own.ru_stime + sum(int(one) for each in fields for one in each[11:15]) / TICKS


ALONE = """
import json, sys
from time import perf_counter
from stemmata.model.lock import Lock
from stemmata.sandbox import trial
lock = trial.strongest_lock()
works = {
    "a child that does nothing, limits alone": lambda: trial.tried(Lock(), {}),
    "a child that does nothing, with the lock": lambda: trial.tried(lock, {}),
    "the trial at the start of a warm process": trial.strongest_lock,
}
times = {name: [] for name in works}
for _ in range(int(sys.argv[1])):
    for name, work in works.items():
        began = perf_counter()
        work()
        times[name].append(1000 * (perf_counter() - began))
json.dump(times, sys.stdout)
"""
"""In a small process, as a warm one is at its start: what a fork costs hangs on what the process holds."""


def _alone(repeats: int) -> None:
    told = subprocess.run([sys.executable, "-c", ALONE, str(repeats)], check=True, capture_output=True, text=True)
    print("\nby the wall clock, in a small process")
    for name, times in json.loads(told.stdout).items():
        print("  " + spread(name, times, "ms", 2))


CALL = re.compile(r"^(\w+)\(.*?(?: = (\S+)(?: (\w+))?.*)?$")


def _calls(paths: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "t"
        program = [sys.executable, "-m", "tests.sandbox.everything", *paths]
        subprocess.run(["strace", "-ff", "-qq", "-o", str(log), "-e", "signal=none", *program], check=True)
        made: Counter[str] = Counter()
        refused: Counter[str] = Counter()
        threads: set[str] = set()
        traces = {path.suffix[1:]: path.read_text(errors="replace") for path in Path(folder).iterdir()}
        for text in traces.values():
            _, locked, after = text.partition("seccomp(SECCOMP_SET_MODE_FILTER")
            if locked:
                threads.update(re.findall(r"^clone\(.*\) = (\d+)$", after, re.MULTILINE))
                _count(after.partition("\n")[2], made, refused)
        for thread in threads & traces.keys():
            _count(traces[thread], made, refused)
    for name, number in made.most_common():
        print(f"{name:<20} {number:>10,} made {refused[name]:>10,} refused")
    return 0


def _count(text: str, made: Counter[str], refused: Counter[str]) -> None:
    for line in text.splitlines():
        match = CALL.match(line)
        if match:
            made[match[1]] += 1
            refused[match[1]] += match[3] in {"EPERM", "EACCES", "ENOSYS"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
