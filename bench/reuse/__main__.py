"""The benchmark of shared passages. See `bench.reuse`."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import bench.reuse
from bench.reuse import methods, scale, seeding
from bench.reuse.score import score, table
from bench.reuse.seeds import HALVES, PLACE, half
from bench.reuse.worlds import Made, world

from stemmata.model.told import Text

LANGUAGES = ("en", "ar")
Method = Callable[[Sequence[Text]], Mapping[methods.Pair, methods.Found]]


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(
        prog="python -m bench.reuse",
        description=bench.reuse.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("what", nargs="?", choices=("run", "seeds", "scale"), default="run")
    options.add_argument("--half", choices=HALVES, default="report")
    options.add_argument("--worlds", type=int, default=20, help="of each language")
    options.add_argument("--seed", type=int, default=1000, help="of the first world")
    options.add_argument("--texts", type=Path, default=PLACE, help="where seeds.jsonl is")
    options.add_argument("--articles", type=int, default=20_000)
    asked = options.parse_args(arguments)
    if asked.worlds < 1 or asked.articles < 1:
        options.error("--worlds and --articles are at least 1")
    if asked.what == "scale":
        lines = scale.report(asked.articles, asked.seed)
    else:
        kept = half(asked.half, asked.texts)
        if kept is None:
            print(f"reuse: not run, no seeds in {asked.texts}")
            return 0
        lines = []
        for language in LANGUAGES:
            if asked.what == "seeds":
                lines += [f"{language}, half {asked.half}", *seeding.report(kept.of(language), asked.seed)]
                continue
            worlds = [world(kept, language, asked.seed + number) for number in range(asked.worlds)]
            lines.append(f"{language}, half {asked.half}: {len(worlds)} worlds, {sum(map(len, worlds)):,} texts")
            lines += _run(worlds)
    for line in lines:
        print(line)
        sys.stdout.flush()
    return 0


def _run(worlds: Sequence[Sequence[Made]]) -> list[str]:
    lines: list[str] = []
    names: dict[str, Method | None] = {
        "stemmata": methods.ours,
        "greedy string tiling": methods.tiling,
        "MinHash alone": methods.minhash if find_spec("datasketch") is not None else None,
    }
    for name, method in names.items():
        if method is None:
            lines.append(f"{name}: not run, datasketch is not installed (the bench extra has it)")
            continue
        lines += [name, *(f"  {line}" for line in table(score(worlds, method), manners=name == "stemmata"))]
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
