"""Makes the set of look-alikes, or runs our matcher on it. See `bench.lookalikes`."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import TextIO

import bench.lookalikes
from bench.edits.truth import NotUsable
from bench.lookalikes.asking import compared
from bench.lookalikes.making import Asked, make
from bench.lookalikes.score import Judged, Said, judged, table
from bench.lookalikes.truth import Entry, Kind, read

from stemmata.match.pictures import PairEvidence, evidence_to_json


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _options().parse_args(arguments)
    try:
        return {"make": _make, "run": _run}[asked.verb](asked)
    except NotUsable as error:
        print(f"not done: {error}", file=sys.stderr)
        return 2


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="python -m bench.lookalikes",
        description=bench.lookalikes.__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    verbs = options.add_subparsers(dest="verb", required=True)
    making = verbs.add_parser("make", help="write files and their truth")
    making.add_argument("folder", type=Path)
    making.add_argument("--seed", type=int, default=Asked().seed)
    making.add_argument("--pairs", type=int, default=Asked().pairs, help="at least so many")
    making.add_argument("--small", action="store_true", help="two short films in each group, to try things out")
    making.add_argument("--kind", choices=[kind.name.lower() for kind in Kind], help="of this kind only")
    running = verbs.add_parser("run", help="compare every two files of a group")
    running.add_argument("folder", type=Path)
    running.add_argument("--write", type=Path, metavar="EVIDENCE.jsonl", help="keep what was found of each pair")
    return options


def _make(asked: argparse.Namespace) -> int:
    began = perf_counter()
    kinds = tuple(Kind) if asked.kind is None else (Kind[asked.kind.upper()],)
    make(asked.folder, Asked(asked.seed, asked.pairs, asked.small, kinds))
    print(f"made in {perf_counter() - began:.0f} s; what is true of each stands in {asked.folder}/truth.jsonl")
    return 0


def _run(asked: argparse.Namespace) -> int:
    entries, began = read(asked.folder), perf_counter()
    found: list[Judged] = []
    with ExitStack() as stack:
        kept = stack.enter_context(asked.write.open("w", encoding="utf-8")) if asked.write is not None else None
        for group in sorted({entry.group for entry in entries}):
            said = [judged(a, b, said) for a, b, evidence, said in _kept(asked.folder, entries, group, kept)]
            print(f"{group}: {len(said)} pairs, {sum(one.wrong is not None for one in said)} false", flush=True)
            found += said
    print(f"{len(entries)} files read and {len(found)} pairs compared in {perf_counter() - began:.0f} s")
    for line in table(found):
        print(line)
    return 0


def _kept(
    folder: Path, entries: Sequence[Entry], group: str, kept: TextIO | None
) -> Iterator[tuple[Entry, Entry, PairEvidence, Said]]:
    for a, b, evidence, said in compared(folder, [entry for entry in entries if entry.group == group]):
        if kept is not None:
            row = {"files": [a.file, b.file]} | evidence_to_json(evidence)
            kept.write(json.dumps(row, sort_keys=True) + "\n")
        yield a, b, evidence, said


if __name__ == "__main__":
    sys.exit(main())
