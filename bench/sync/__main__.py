"""The benchmark of synchronisation. See `bench.sync`."""

import argparse
import sys
from collections.abc import Sequence

import bench.sync
from bench.sync import multicam, scale, score


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.sync", description=bench.sync.__doc__)
    options.add_argument("--events", type=int, default=60, help="of each kind")
    options.add_argument("--false", type=int, default=1_500, help="pairs of clips of two events")
    options.add_argument("--layers", type=int, default=500, help="pairs of strangers under one layer")
    options.add_argument("--scale", action="store_true", help="what 520 recordings would cost")
    options.add_argument("--fit", action="store_true", help="on the seeds that were fitted on")
    options.add_argument("--skip", type=int, default=100, help="seeds; the first hundred to report on were looked at")
    asked = options.parse_args(arguments)
    seeds = bench.sync.SEEDS_FIT if asked.fit else bench.sync.SEEDS_REPORT
    chosen = seeds[asked.skip : asked.skip + asked.events]
    for line in scale.report(chosen) if asked.scale else score.report(chosen, asked.false, asked.layers):
        print(line)
        sys.stdout.flush()
    if not asked.scale:
        for line in multicam.report():
            print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
