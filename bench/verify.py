"""How fast `verify` re-reads a case, beside `sha256sum` on the same files. Both from a warm cache, turn about.

Cores may be shared while this runs, so the share of the two CPU times is what is judged; the wall clock stands beside.
Run: python -m bench.verify [--quick]
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

from stemmata.acts.create import create_case
from stemmata.acts.receive import Incoming, receive
from stemmata.model.item import Name
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.verify import verify_case

SEED = 43
ROUNDS = 5
TARGET = 0.6
"""Of sha256sum's speed: the rest is Python, signatures, and looking up what entries name."""
PEERS = {"sha256sum": ["sha256sum"], "openssl": ["openssl", "dgst", "-sha256"]}
"""Debian's sha256sum leaves the processor's SHA instructions unused; OpenSSL, and so Python's hashlib, has them."""
FORMS = {
    # what the files are like    (number, bytes of each)
    "films": (24, 32 << 20),
    "stills": (1_500, 400 << 10),
    "posts": (4_000, 6 << 10),
}


@dataclass(frozen=True)
class Time:
    wall: float
    cpu: float


def timed(function: Callable[[], object]) -> Time:
    before, began = cpu_seconds(), perf_counter()
    function()
    return Time(perf_counter() - began, cpu_seconds() - before)


def cpu_seconds() -> float:
    return sum(use.ru_utime + use.ru_stime for use in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))


def made_case(folder: Path, number: int, size: int) -> CaseFolder:
    draw = random.Random(SEED)
    (folder / "in").mkdir(parents=True)
    incoming = []
    for index in range(number):
        path = folder / "in" / f"{index:06d}"
        path.write_bytes(draw.randbytes(size))
        incoming.append(Incoming(os.fsencode(path), Name(path.name.encode())))
    case = create_case(folder / "case", "Bench")
    receive(case, incoming, {})
    return case


def sums(case: CaseFolder, program: Sequence[str]) -> None:
    """What anybody would do without us: the same bytes hashed, a few hundred files for each process."""
    paths = "\0".join(str(case.objects.path(name)) for name in case.objects.names())
    subprocess.run(["xargs", "-0", "-n", "500", *program], input=paths.encode(), stdout=subprocess.DEVNULL, check=True)


def checked(case: CaseFolder) -> None:
    report = verify_case(case)
    if report.exit_code != 0:
        raise ValueError(report.findings)


def rows(form: str, number: int, size: int, folder: Path) -> Iterator[str]:
    case = made_case(folder, number, size)
    programs = {"verify": lambda: checked(case)} | {
        name: partial(sums, case, program) for name, program in PEERS.items() if shutil.which(program[0])
    }
    programs["sha256sum"]()  # warms the cache
    times: dict[str, list[Time]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            times[name].append(timed(program))
    megabytes = number * size / 1e6
    cpu = {name: median(time.cpu for time in taken) for name, taken in times.items()}
    yield f"{form}: {number:,} files, {megabytes:,.0f} MB"
    for name, taken in times.items():
        wall = median(time.wall for time in taken)
        yield f"  {name:<10} {megabytes / wall:>6,.0f} MB/s by the wall clock, {megabytes / cpu[name]:>6,.0f} by CPU"
    share = cpu["sha256sum"] / cpu["verify"]
    yield f"  of sha256sum's speed, by CPU: {share:.2f}, {'met' if share >= TARGET else 'MISSED'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the files")
    part = 10 if parser.parse_args().quick else 1
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STEMMATA_CONFIG"] = str(Path(folder) / "config")
        sys.stdout.write(f"median of {ROUNDS} rounds; target: {TARGET:.0%} of sha256sum's speed, by CPU seconds\n")
        for form, (number, size) in FORMS.items():
            for line in rows(form, number // part, size, Path(folder) / form):
                sys.stdout.write(line + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
