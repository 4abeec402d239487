"""Pairs of pictures compared, and pairs of stills traced: one comparer process per thread that asks for one.

Comparing is arithmetic on fingerprints of our own making, so no lock is needed; processes, since threads of one
interpreter hardly share two cores here. A line of JSON goes in ({"a": [holder, form], "b": [...]}), one of evidence
comes back; {"stills": {...}} and {"films": {...}} ask how well each explains the other
(pipeline.tracing), {"sync": {...}} whether two sounds hear one event (pipeline.spooled_sounds). A comparer ends when
its input does, so none outlives a run that is killed.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2

from stemmata.lineage.film_pair_json import film_pair_to_json
from stemmata.lineage.still_readings import pair_to_json
from stemmata.match.pictures import PairEvidence, compare, evidence_from_json, evidence_to_json
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.kept_pictures import KeptPictures
from stemmata.pipeline.spooled_sounds import Listener
from stemmata.pipeline.synchronised_json import synchronised_to_json
from stemmata.pipeline.tracing import FilmTracer, Tracer

ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OPENCV_OPENCL_RUNTIME": "disabled"}
"""One thread for each comparer: their pools would fight for the cores."""


@dataclass(frozen=True, slots=True)
class Question:
    """Two holders, smaller first, and as what each is compared (a key of kept_pictures.FORMS)."""

    a: str
    b: str
    form_a: str
    form_b: str


class Comparers:
    """Callable from several threads. `compare` gives None where a comparer ended twice over one pair."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._own = threading.local()
        self._all: list[subprocess.Popen[str]] = []
        self._lock = threading.Lock()

    def compare(self, question: Question) -> PairEvidence | None:
        answer = self._answer({"a": [question.a, question.form_a], "b": [question.b, question.form_b]})
        return evidence_from_json(json.loads(answer)) if answer else None

    def trace(self, question: Mapping[str, object]) -> str:
        """A question of pipeline.tracing; the answer is its line of JSON, "" where a comparer ended twice over it."""
        return self._answer(question)

    def _answer(self, message: Mapping[str, object]) -> str:
        """A line; "" where two processes ended over it."""
        for _ in range(2):
            process: subprocess.Popen[str] | None = getattr(self._own, "process", None)
            if process is None or process.poll() is not None:
                process = self._own.process = self._started()
            answer = _asked(process, message)
            if answer:
                return answer
            process.wait()
        return ""

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-P", "-m", "stemmata.pipeline.comparers", str(self._derived.root)]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | ENVIRONMENT
        )
        with self._lock:
            self._all.append(process)
        return process

    def close(self) -> None:
        with self._lock:
            for process in self._all:
                process.kill()
                process.communicate()
            self._all.clear()


def _asked(process: "subprocess.Popen[str]", message: Mapping[str, object]) -> str:
    """The answer's line; "" where the process has ended."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("a comparer is spoken to through pipes")
    try:
        process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        return ""
    answer = process.stdout.readline()
    return answer if answer.endswith("\n") else ""


def compared(pictures: KeptPictures, question: Question) -> PairEvidence:
    """In this process. LookupError where a fingerprint is missing."""
    return compare(pictures.whole(question.a, question.form_a), pictures.whole(question.b, question.form_b))


def main(root: str) -> None:
    """Answers until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then closes our input
    cv2.setNumThreads(1)
    derived = Derived(Path(root))
    pictures, tracer, films, listener = KeptPictures(derived), Tracer(derived), FilmTracer(derived), Listener()
    for line in sys.stdin:
        asked = json.loads(line)
        if "stills" in asked:
            answer: object = pair_to_json(tracer.answer(asked["stills"]))
        elif "films" in asked:
            pair = films.answer(asked["films"])
            answer = None if pair is None else film_pair_to_json(pair)
        elif "sync" in asked:
            answer = synchronised_to_json(listener.answer(asked["sync"]))
        else:
            (a, form_a), (b, form_b) = asked["a"], asked["b"]
            answer = evidence_to_json(compared(pictures, Question(a, b, form_a, form_b)))
        sys.stdout.write(json.dumps(answer, sort_keys=True) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
