"""Every reducer of the product, and a program that gives all of them each file that it is handed.

`python -m tests.sandbox.everything FILE...` prints how many answers were given, by outcome.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from importlib.util import find_spec

from stemmata.decode.viewing_copy import VIEWING_COPY
from stemmata.fingerprint import learned
from stemmata.fingerprint.film_rendition import FILM_RENDITION
from stemmata.fingerprint.rendition import RENDITION
from stemmata.fingerprint.sound_samples import SAMPLES
from stemmata.intake.archive import ARCHIVE
from stemmata.intake.bag_tags import TAG
from stemmata.model.canonical import Json
from stemmata.model.failure import Failure
from stemmata.model.seams import Reducer, Reduction
from stemmata.pipeline.analyse import REDUCERS
from stemmata.sandbox.worker import LocalWorker

ALL: tuple[Reducer, ...] = (*REDUCERS, RENDITION, FILM_RENDITION, SAMPLES, VIEWING_COPY, ARCHIVE, TAG)
PARAMETERS: dict[str, dict[str, Json]] = {
    ARCHIVE.name: {"name": "file"},
    TAG.name: {"form": "manifest", "name": "file", "version": [1, 0], "encoding": "UTF-8"},
}
"""Of those that need some."""
MODULES = tuple(sorted({reducer.entry.split(":")[0] for reducer in ALL}))
LEARNED = () if find_spec("onnxruntime") is None else (learned.__name__,)
"""Held by the warm process as well: what it does as it is imported is seen too."""


def outcome(answer: Reduction | Failure) -> str:
    if isinstance(answer, Failure):
        return answer.code.value
    return "read" if answer.failure is None else f"read in part, {answer.failure.code.value}"


def main(paths: Iterable[str]) -> None:
    counted: Counter[str] = Counter()
    with LocalWorker((*MODULES, *LEARNED)) as worker:
        worker.start()
        for path in paths:
            counted.update(outcome(worker.reduce(reducer, path, PARAMETERS.get(reducer.name))) for reducer in ALL)
    for name, number in sorted(counted.items()):
        print(f"{name}\t{number}")


if __name__ == "__main__":
    main(sys.argv[1:])
