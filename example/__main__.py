"""`python -m example DIR`: writes the example folder."""

import argparse
import sys
from pathlib import Path

from example.build import build


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m example", description="Make the example folder. All of it is invented."
    )
    parser.add_argument("folder", type=Path, help="where to write it; must be empty or absent")
    parser.add_argument("--seed", type=int, default=2031, help="another seed, another town (default: %(default)s)")
    parser.add_argument("--truth", type=Path, default=None, help="also write what is true of it, to a file outside")
    asked = parser.parse_args(arguments)
    try:
        built = build(asked.folder, asked.seed, asked.truth)
    except ValueError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    print(f"{built.files} files in {asked.folder} ({built.seconds:.1f} s); every place and person in them is invented")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
