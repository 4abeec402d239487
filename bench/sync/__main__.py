"""The benchmark of synchronisation. See `bench.sync`."""

import argparse
import sys
from collections.abc import Sequence

import bench.sync
from bench.sync import cheap_look, multicam, score


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.sync", description=bench.sync.__doc__)
    options.add_argument("--events", type=int, default=60, help="of each kind")
    options.add_argument("--false", type=int, default=1_500, help="pairs of clips of two events")
    options.add_argument("--layers", type=int, default=500, help="pairs of strangers under one layer")
    options.add_argument("--cheap-look", action="store_true", help="how many pairs it keeps")
    options.add_argument("--fit", action="store_true", help="on the seeds that were fitted on")
    options.add_argument("--skip", type=int, default=500, help="seeds; those before it were reported on once")
    asked = options.parse_args(arguments)
    seeds = bench.sync.SEEDS_FIT if asked.fit else bench.sync.SEEDS_REPORT
    chosen = seeds[asked.skip : asked.skip + asked.events]
    for line in cheap_look.report(chosen) if asked.cheap_look else score.report(chosen, asked.false, asked.layers):
        print(line)
        sys.stdout.flush()
    if not asked.cheap_look:
        for line in multicam.report():
            print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
