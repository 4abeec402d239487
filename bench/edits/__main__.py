"""The benchmark of edits: make it, score a tool's pairs on it, or run ours and peers. See `bench.edits`."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import bench.edits
from bench.edits.making import QUICK, Asked, make
from bench.edits.methods import outcomes, read, table
from bench.edits.score import Reported, read_pairs, report, score, write_pairs
from bench.edits.truth import NAME, Medium, NotUsable, Role, Truth, read_truth

QUICK_SOURCES = 2


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _options().parse_args(arguments)
    try:
        return {"make": _make, "score": _score, "run": _run}[asked.verb](asked)
    except NotUsable as error:
        print(f"not done: {error}", file=sys.stderr)
        return 2


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="python -m bench.edits", description=bench.edits.__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    verbs = options.add_subparsers(dest="verb", required=True)
    making = verbs.add_parser("make", help="write files and their truth")
    making.add_argument("folder", type=Path)
    making.add_argument("--seed", type=int, default=Asked().seed)
    making.add_argument(
        "--sources", type=int, help=f"of each kind; {Asked().stills} stills and {Asked().films} films if not said"
    )
    making.add_argument("--stills-from", type=Path, metavar="FOLDER", help="real pictures as sources")
    making.add_argument("--films-from", type=Path, metavar="FOLDER", help="real films as sources")
    making.add_argument("--quick", action="store_true", help="few and small ones, to try things out")
    scoring = verbs.add_parser("score", help="score any tool's pairs")
    scoring.add_argument("folder", type=Path)
    scoring.add_argument("pairs", type=Path, metavar="PAIRS.csv")
    running = verbs.add_parser("run", help="run Stemmata and its peers")
    running.add_argument("folder", type=Path)
    running.add_argument("--quick", action="store_true", help=f"only the edits of {QUICK_SOURCES} sources of each kind")
    running.add_argument("--write", type=Path, metavar="PAIRS.csv", help="keep what ours reported")
    return options


def _make(asked: argparse.Namespace) -> int:
    began = perf_counter()
    what = replace(
        QUICK if asked.quick else Asked(), seed=asked.seed, stills_from=asked.stills_from, films_from=asked.films_from
    )
    if asked.sources is not None:
        what = replace(what, stills=asked.sources, films=asked.sources)
    truth = make(asked.folder, what)
    for medium in Medium:
        entries = truth.of(medium)
        copies = [entry for entry in entries if entry.role is Role.EDIT]
        kinds = len({entry.edit for entry in copies})
        sources = sum(entry.role is Role.SOURCE for entry in entries)
        others = len(entries) - sources - len(copies)
        print(f"{len(entries)} {medium}s: {sources} sources, {kinds} edits of each, {others} others")
    print(f"made in {perf_counter() - began:.0f} s; what is true of each stands in {asked.folder / NAME}")
    return 0


def _score(asked: argparse.Namespace) -> int:
    truth, reported = read_truth(asked.folder), read_pairs(asked.pairs)
    for medium in _media(truth):
        print(f"\n{medium}s: each edit and its source; n counts sources")
        for line in report(score(truth, medium, reported)):
            print(line)
    return 0


def _run(asked: argparse.Namespace) -> int:
    truth = read_truth(asked.folder)
    if asked.quick:
        truth = _fewer(truth)
    kept: list[Reported] = []
    for medium in _media(truth):
        began = perf_counter()
        files = read(asked.folder, truth, medium)
        print(
            f"\n{len(files.pictures)} {medium}s, read in {perf_counter() - began:.0f} s; n counts sources", flush=True
        )
        found = list(outcomes(files))
        kept += found[0].reported or []
        for line in table(files, found):
            print(line, flush=True)
    if asked.write is not None:
        write_pairs(asked.write, kept)
    return 0


def _media(truth: Truth) -> list[Medium]:
    return [medium for medium in Medium if truth.of(medium)]


def _fewer(truth: Truth) -> Truth:
    """Every source and distractor, but the edits of a few sources only."""
    kept = {
        entry.file
        for medium in Medium
        for entry in [one for one in truth.of(medium) if one.role is Role.SOURCE][:QUICK_SOURCES]
    }
    return Truth(tuple(entry for entry in truth.entries if entry.role is not Role.EDIT or entry.source in kept))


if __name__ == "__main__":
    sys.exit(main())
