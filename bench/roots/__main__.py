"""The benchmark of roots. See `bench.roots`."""

import argparse
from collections.abc import Sequence

import bench.roots
from bench.roots.score import report


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(
        prog="python -m bench.roots",
        description=bench.roots.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--worlds", type=int, default=500, help="of each kind")
    options.add_argument("--missed", type=_share, default=0.05, metavar="SHARE", help="of links that go undetected")
    options.add_argument("--false", type=_share, default=0.0, metavar="SHARE", help="of what is told that is not true")
    asked = options.parse_args(arguments)
    if asked.worlds < 1:
        options.error("--worlds is at least 1")
    for line in report(asked.seed, asked.worlds, asked.missed, asked.false):
        print(line)
    return 0


def _share(text: str) -> float:
    share = float(text)
    if not 0.0 <= share <= 1.0:
        raise argparse.ArgumentTypeError("a share from 0 to 1")
    return share


if __name__ == "__main__":
    raise SystemExit(main())
