"""The bench of sound. See `bench.sound`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

import bench.sound
import cv2
from bench.sound import baselines, scale, score


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(
        prog="python -m bench.sound",
        description=bench.sound.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("what", nargs="?", choices=("run", "null", "scale"), default="run")
    options.add_argument("--seed", type=int, default=4000)
    options.add_argument("--sources", type=int, default=60)
    options.add_argument("--others", type=int, default=30)
    options.add_argument("--hours", type=int, default=1000)
    asked = options.parse_args(arguments)
    if min(asked.sources, asked.others, asked.hours) < 1:
        options.error("--sources, --others and --hours are at least 1")
    cv2.setNumThreads(1)
    for line in _lines(asked):
        print(line)
        sys.stdout.flush()
    return 0


def _lines(asked: argparse.Namespace) -> Iterator[str]:
    if asked.what == "scale":
        yield from scale.report(asked.hours, asked.seed)
    elif asked.what == "null":
        yield from score.null(asked.seed, asked.sources, asked.others)
    else:
        yield from score.report(asked.seed, asked.sources, asked.others)
        yield from score.real(asked.seed)
        made = score.sounds(asked.seed, asked.sources + asked.others)
        yield "MFCC correlation, every query slid over every source"
        yield from baselines.report(made, list(score.queries(made, asked.seed)), asked.sources)
        if find_spec("acoustid") is None:
            yield "chromaprint: not run, pyacoustid is not installed"


if __name__ == "__main__":
    raise SystemExit(main())
