"""The benchmark of families: make it, score a tool's answers on it, or run ours and baselines. See `bench.families`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import bench.families
from bench.edits.truth import Medium, NotUsable
from bench.families import truth
from bench.families.answers import read_placed, write_placed
from bench.families.making import Asked, make
from bench.families.methods import SHORT, Held, answered
from bench.families.regimes import Regime
from bench.families.report import outcome, table
from bench.families.score import Known, held_files, known
from bench.families.timing import costs

MEDIA = {"stills": Medium.STILL, "films": Medium.FILM}


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _options().parse_args(arguments)
    try:
        return {"make": _make, "held": _held, "score": _score, "run": _run, "time": _time}[asked.verb](asked)
    except NotUsable as error:
        print(f"not done: {error}", file=sys.stderr)
        return 2


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="python -m bench.families",
        description=bench.families.__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    verbs = options.add_subparsers(dest="verb", required=True)
    plain = Asked()
    making = verbs.add_parser("make", help="write files and their truth")
    making.add_argument("folder", type=Path)
    making.add_argument("--seed", type=int, default=plain.seed)
    making.add_argument("--families", type=int, default=plain.families)
    making.add_argument("--copies", type=int, default=plain.copies, help="files of each family, its roots included")
    making.add_argument("--media", choices=sorted(MEDIA), default="stills")
    making.add_argument("--regime", type=Regime, choices=list(Regime), default=plain.regime)
    making.add_argument("--roots", type=int, choices=(1, 2, 3), default=plain.roots)
    making.add_argument("--photos", type=Path, metavar="DIR", help="real pictures or films as sources")
    holding = verbs.add_parser("held", help="name the files that are left when some are lost")
    scoring = verbs.add_parser("score", help="score any tool's answers")
    running = verbs.add_parser("run", help="run Stemmata and what it should beat")
    for verb in (holding, scoring, running):
        verb.add_argument("folder", type=Path)
        verb.add_argument("--lost", type=_share, default=0.0, metavar="SHARE", help="of each family, 0 to 1")
        verb.add_argument("--loss-seed", type=int, default=0)
    scoring.add_argument("placed", type=Path, metavar="PLACED.jsonl")
    running.add_argument(
        "--only", nargs="+", choices=list(SHORT), default=list(SHORT), metavar="NAME", help=", ".join(SHORT)
    )
    running.add_argument("--one-case", action="store_true", help="give Stemmata all families in one case, unseparated")
    running.add_argument(
        "--write", type=Path, metavar="PLACED.jsonl", help="keep the answers of the last method, Stemmata's if it runs"
    )
    timing = verbs.add_parser("time", help="what families cost Stemmata")
    timing.add_argument("--families", type=int, default=5, help="that are measured; 1,000 are extrapolated from them")
    timing.add_argument("--copies", type=int, default=plain.copies)
    timing.add_argument("--nodes", type=int, default=2_000, help="of one synthetic family, for the cheapest tree alone")
    return options


def _share(text: str) -> float:
    share = float(text)
    if not 0.0 <= share < 1.0:
        raise argparse.ArgumentTypeError("a share from 0 to less than 1")
    return share


def _make(asked: argparse.Namespace) -> int:
    began = perf_counter()
    what = Asked(
        asked.seed, asked.families, asked.copies, MEDIA[asked.media], asked.regime, asked.roots, asked.photos
    )  # fmt: skip
    made = make(asked.folder, what)
    print(f"{len(made)} files in {perf_counter() - began:.0f} s; what is true stands in {asked.folder / truth.NAME}")
    return 0


def _families(asked: argparse.Namespace) -> list[Known]:
    families = truth.families(truth.read(asked.folder))
    return [known(own, held_files(own, asked.lost, asked.loss_seed)) for own in families.values()]


def _held(asked: argparse.Namespace) -> int:
    for family in _families(asked):
        for file in sorted(family.files):
            print(file)
    return 0


def _score(asked: argparse.Namespace) -> int:
    families = _families(asked)
    print(f"{len(families)} families, {sum(len(family.files) for family in families)} files held")
    for line in table([outcome(asked.placed.name, families, read_placed(asked.placed))]):
        print(line)
    return 0


def _run(asked: argparse.Namespace) -> int:
    witnesses = truth.read(asked.folder)
    families = _families(asked)
    held = Held(asked.folder, families, {one.family: one.medium for one in witnesses}, asked.one_case)
    lost = f"; {asked.lost:.0%} of each family are lost (seed {asked.loss_seed})" if asked.lost else ""
    print(f"{len(families)} families, {sum(len(family.files) for family in families)} files held{lost}", flush=True)
    found = list(answered(held, asked.only))
    for line in table([one.outcome for one in found]):
        print(line)
    if asked.write is not None:
        write_placed(asked.write, found[-1].placed)
    return 0


def _time(asked: argparse.Namespace) -> int:
    for line in costs(asked.families, asked.copies, asked.nodes):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
