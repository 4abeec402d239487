"""Signed entries per second, items per second through manifests, and how fast the tables are rebuilt from a log.

Beside them, in the same run: Ed25519 signatures alone, and one small file written and synced, which nothing here can
beat. Cores and disk may be shared while this runs, so targets are judged by CPU seconds; the wall clock stands beside.
Run: python -m bench.entries [--quick]
"""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stemmata.acts.receive import Incoming, receive
from stemmata.case.index import Index
from stemmata.case.project import project
from stemmata.model.item import Name, Received
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.durable import place_file, sync_folder
from stemmata.preserve.entry import SALT_BYTES
from stemmata.preserve.manifest import manifest_bytes
from stemmata.preserve.receive_entry import receive_said

SEED = 41
BATCH = 1_000
PORTION = 2_000  # files per receive entry: the default of acts.receive
ENTRIES_TARGET = 5_000.0
ITEMS_TARGET = 20_000.0
REBUILD_TARGET = 20_000.0


@dataclass(frozen=True, slots=True)
class Target:
    """A line of the last lines: what was wanted, what was measured. `least` False: `wanted` is a ceiling."""

    label: str
    measured: float
    wanted: float
    unit: str
    least: bool = True
    beside: str = ""

    @property
    def met(self) -> bool:
        return self.measured >= self.wanted if self.least else self.measured <= self.wanted

    def line(self) -> str:
        side = "at least" if self.least else "at most"
        verdict = "met" if self.met else "MISSED"
        measured = f"{self.measured:,.2f} {self.unit}{self.beside}"
        return f"{verdict:<7} {self.label}: {measured}, target {side} {self.wanted:,.2f}"


def verdict(targets: Sequence[Target]) -> int:
    """Prints every target beside what was measured; the exit status: 1 where one was missed."""
    print()
    for target in targets:
        print(target.line())
    return 0 if all(target.met for target in targets) else 1


@dataclass(frozen=True, slots=True)
class Took:
    """One piece of work: seconds on the wall, and of CPU in this process and its ended children."""

    wall_s: float
    cpu_s: float


def took(work: Callable[[], object]) -> Took:
    cpu, wall = cpu_seconds(), perf_counter()
    work()
    return Took(perf_counter() - wall, cpu_seconds() - cpu)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many a second: median of repeats, by the wall clock and by CPU seconds."""

    wall: float
    cpu: float

    @classmethod
    def of(cls, number: int, times: Sequence[Took]) -> "Rate":
        return cls(median(number / one.wall_s for one in times), median(number / max(one.cpu_s, 1e-9) for one in times))

    def at_least(self, label: str, wanted: float) -> Target:
        return Target(label, self.cpu, wanted, "a CPU second", beside=f" ({self.wall:,.0f} a second of the wall clock)")


def cpu_seconds() -> float:
    """Of this process and of those of its children that have ended, user and system."""
    own, children = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def spread(label: str, values: Sequence[float], unit: str, digits: int = 0) -> str:
    """Median of n repeats and the range of them: for a median, [smallest, largest] holds with 1 - 2 ** (1 - n)."""
    sure = 100 * (1 - 2.0 ** (1 - len(values)))
    middle, low, high = median(values), min(values), max(values)
    tail = f"n = {len(values)} repeats ({sure:.0f} %)" if len(values) > 1 else "n = 1, no interval"
    return f"{label:<46} {middle:>10,.{digits}f} {unit}  [{low:,.{digits}f}, {high:,.{digits}f}]  {tail}"


def rates(label: str, number: int, times: Sequence[Took]) -> str:
    by_cpu = Rate.of(number, times).cpu
    return spread(label, [number / one.wall_s for one in times], "/s") + f"; {by_cpu:,.0f} a CPU second"


@contextmanager
def own_configuration(folder: Path) -> Iterator[None]:
    """Keys made here lie in `folder`, never with the person's own."""
    before = os.environ.get("STEMMATA_CONFIG")
    os.environ["STEMMATA_CONFIG"] = str(folder / "config")
    try:
        yield
    finally:
        if before is None:
            del os.environ["STEMMATA_CONFIG"]
        else:
            os.environ["STEMMATA_CONFIG"] = before


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    batches, singles, items, rebuilds = (5, 20, 1_000, 3) if quick else (20, 300, 20_000, 5)
    with tempfile.TemporaryDirectory() as temporary, own_configuration(Path(temporary)):
        folder = Path(temporary)
        appended, written = _appended(folder, batches, singles)
        whole, named, received = _received(folder, items)
        print(f"\nthe tables, rebuilt from nothing by what the signed checkpoint covers, {rebuilds} times")
        entries = _rebuilt("entries of one sentence each", written, batches * BATCH + singles, rebuilds)
        rows = _rebuilt(f"items, {PORTION:,} to an entry", received, items, rebuilds)
    print(f"\nof the CPU time of receiving, {whole.cpu / named.cpu:.1%} is naming; the rest copies and syncs each file")
    return verdict(
        [
            appended.at_least("entries appended in batches of 1,000", ENTRIES_TARGET),
            named.at_least("items through manifest and entry, bytes not copied", ITEMS_TARGET),
            entries.at_least("entries rebuilt", REBUILD_TARGET),
            rows.at_least("items rebuilt", REBUILD_TARGET),
        ]
    )


def _appended(folder: Path, batches: int, singles: int) -> tuple[Rate, CaseFolder]:
    """Entries per second in batches, and the case that now holds them all."""
    case = CaseFolder.create(folder / "entries", "entries")
    said = _statements(batches * BATCH + singles)
    print(f"appending signed entries, batches of {BATCH:,}, then one by one; every append durable on return")
    with case.writing() as writer:
        parts = [said[at : at + BATCH] for at in range(0, batches * BATCH, BATCH)]
        times = [took(lambda part=part: writer.append(part)) for part in parts]  # type: ignore[misc]
        print("  " + rates(f"in batches of {BATCH:,}", BATCH, times))
        alone = [took(lambda one=one: writer.append([one])) for one in said[batches * BATCH :]]  # type: ignore[misc]
        print("  " + rates("one by one", 1, alone))
    key = Ed25519PrivateKey.generate()
    signing = [took(lambda: [key.sign(b"x" * 400) for _ in range(BATCH)]) for _ in range(5)]
    print("  " + rates("baseline: signatures alone", BATCH, signing))
    temporary = folder / "baseline"
    temporary.mkdir()

    def write_one() -> None:
        place_file(temporary / "file", b"x" * 400, temporary)
        sync_folder(temporary)

    print("  " + rates("baseline: one file written and synced", 1, [took(write_one) for _ in range(singles)]))
    return Rate.of(BATCH, times), case


def _statements(number: int) -> list[Statement]:
    """Sentences as a person's judgements are: two references, a few fields, a note."""
    rng = random.Random(SEED)
    return [
        Statement(
            "note",
            {"objects": [f"{rng.getrandbits(256):064x}", f"{rng.getrandbits(256):064x}"]},
            {"value": rng.choice(["same", "different", "unsure"]), "note": f"{rng.getrandbits(400):x}", "at_us": at},
        )
        for at in range(number)
    ]


def _received(folder: Path, items: int) -> tuple[Rate, Rate, CaseFolder]:
    """Tiny files received whole, the naming of them alone, and the case that holds them."""
    source = folder / "source"
    source.mkdir()
    rng = random.Random(SEED)
    incoming = []
    for _ in range(items):
        name = f"{rng.getrandbits(256):064x}"
        path = source / name
        path.write_bytes(rng.randbytes(64))
        incoming.append(Incoming(os.fsencode(path), Name(f"chat/{name}".encode())))
    case = CaseFolder.create(folder / "items", "items")
    whole = took(lambda: receive(case, incoming, {}))
    print(f"\nreceiving {items:,} files of 64 bytes, every one copied and synced")
    print("  " + rates("whole", items, [whole]))
    files = [Received(path.name, 64, Name(f"chat/{path.name}".encode()), 0) for path in sorted(source.iterdir())]
    named = CaseFolder.create(folder / "named", "named")
    times = []
    portion = min(PORTION, items)
    with named.writing() as writer:
        for at in range(0, items, portion):
            part = files[at : at + portion]

            def acknowledge(part: list[Received] = part) -> None:
                """What acts.receive does once a portion's bytes are there."""
                objects = named.objects
                said = receive_said(part, (), {}, lambda: os.urandom(SALT_BYTES).hex())
                manifest = objects.put_bytes(manifest_bytes(said.rows))
                objects.settle()
                writer.append([said.statement(manifest.sha256)])

            times.append(took(acknowledge))
    print("  " + rates(f"manifest and entry alone, {portion:,} to an entry", portion, times))
    return Rate.of(items, [whole]), Rate.of(portion, times), case


def _rebuilt(label: str, case: CaseFolder, number: int, repeats: int) -> Rate:
    times = []
    for _ in range(repeats):
        for path in case.path.glob("index.db*"):
            path.unlink()

        def rebuild() -> None:
            index = Index(case.index_path)
            project(case, index)
            index.close()

        times.append(took(rebuild))
    print("  " + rates(label, number, times))
    return Rate.of(number, times)


if __name__ == "__main__":
    sys.exit(main())
