"""The benchmark of stories. See `bench.stories`."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import bench.stories
from bench.corpus import NOT_RUN, corpus
from bench.stories import copied, generated, retellings, subjects


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(
        prog="python -m bench.stories",
        description=bench.stories.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = options.add_subparsers(dest="verb", required=True)
    verbs.add_parser("copied", help="hand-copied traditions whose stemma is known")
    making = verbs.add_parser("generated", help="generated families of texts")
    making.add_argument("--families", type=int, default=100, help="of each language")
    making.add_argument("--lost", type=float, default=0.0, metavar="SHARE", help="of each family's texts")
    making.add_argument("--seed", type=int, default=generated.FIRST_SEED, help="of the first family")
    telling = verbs.add_parser("retellings", help="texts that another person wrote from annotations")
    telling.add_argument("file", type=Path, nargs="?", default=retellings.TEXTS)
    verbs.add_parser("subjects", help="texts on one event and on others, by their rare words")
    for line in _lines(options.parse_args(arguments)):
        print(line, flush=True)
    return 0


def _lines(asked: argparse.Namespace) -> Iterator[str]:
    if asked.verb == "copied":
        folder = corpus()
        return iter([NOT_RUN]) if folder is None else copied.report(folder / "texts" / "stemmatology")
    if asked.verb == "generated":
        return generated.report(asked.families, asked.lost, asked.seed)
    return retellings.report(asked.file) if asked.verb == "retellings" else subjects.report()


if __name__ == "__main__":
    raise SystemExit(main())
