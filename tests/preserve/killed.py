"""Run as a program: an act again and again, each time in a process that kills itself at the asked step.

    python -m tests.preserve.killed ACT < requests > answers

A request is one line, {"place": folder, "step": n}; step 0 is never. A step lies before and after each call that
changes a name or makes something durable, and in the middle of each write. An answer is one line: what was
acknowledged, how many steps were taken, whether the process was killed.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from tests.preserve.cases import add, make_files, new_case, say

from stemmata.acts.merge import merge_case
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.writer import Writer

NAMED = ("fsync", "link", "replace", "rename", "mkdir", "unlink")


class Steps:
    """Counts, and kills this process at the asked step."""

    def __init__(self, last: int) -> None:
        self.taken, self._last = 0, last

    def take(self) -> bool:
        self.taken += 1
        return self.taken == self._last

    def patch(self) -> None:
        for name in NAMED:
            setattr(os, name, self._around(getattr(os, name)))
        write = os.write

        def torn(descriptor: int, block: bytes) -> int:
            if self.take():
                write(descriptor, block[: len(block) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return write(descriptor, block)

        os.write = torn  # type: ignore[assignment]

    def _around(self, function: Callable[..., object]) -> Callable[..., object]:
        def stepped(*arguments: object, **named: object) -> object:
            if self.take():
                os.kill(os.getpid(), signal.SIGKILL)
            result = function(*arguments, **named)
            if self.take():
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return stepped


def receive_all(case: Path, folder: Path) -> None:
    """Salted alike each time, so that as many folders of the store are new each time: steps are counted."""
    add(CaseFolder.open(case), folder, random_bytes=Random(7).randbytes)


def prepare_nothing(place: Path) -> None:
    place.mkdir()


def prepare_case(place: Path) -> None:
    place.mkdir()
    new_case(place / "case")


def prepare_two(place: Path) -> None:
    """`case`, and `other`, which holds a copy of its log as it was and a long one of its own."""
    prepare_case(place)
    receive_all(place / "case", make_files(place / "mine", 3))
    new_case(place / "other")
    merge_case(CaseFolder.open(place / "other"), CaseFolder.open(place / "case"))
    receive_all(place / "other", make_files(place / "theirs", 5, first=100))
    say(CaseFolder.open(place / "other"), *(str(number) for number in range(260)))
    receive_all(place / "case", make_files(place / "mine", 3, first=3))


def act_create(place: Path) -> None:
    new_case(place / "case")


def act_add(place: Path) -> None:
    receive_all(place / "case", place.parent / "clips")


def act_merge(place: Path) -> None:
    merge_case(CaseFolder.open(place / "case"), CaseFolder.open(place / "other"))


ACTS = {
    "create": (prepare_nothing, act_create),
    "add": (prepare_case, act_add),
    "merge": (prepare_two, act_merge),
}


def perform(act: str, place: Path, step: int, pipe: int) -> None:
    """In a process of its own: never returns to the caller's code."""
    steps = Steps(step)
    report = os.fdopen(pipe, "w")
    append = Writer.append

    def told(writer: Writer, statements: Iterable[Statement]) -> list[str]:
        made = append(writer, statements)
        report.write("".join(f"{entry}\n" for entry in made))
        report.flush()
        return made

    steps.patch()
    Writer.append = told  # type: ignore[assignment, method-assign]
    ACTS[act][1](place)
    report.write(f"{steps.taken}\n")
    report.flush()


def answer(act: str, place: Path, step: int) -> dict[str, object]:
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(reading)
            perform(act, place, step, writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        lines = pipe.read().split()
    _, status = os.waitpid(process, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    steps = 0 if killed else int(lines.pop())
    return {"acknowledged": lines, "steps": steps, "killed": killed}


def main() -> None:
    os.fsync = lambda fd: None  # the kernel keeps what a killed process wrote; only a power cut loses it
    act = sys.argv[1]
    prepare, _ = ACTS[act]
    template: Path | None = None
    for line in sys.stdin:
        request = json.loads(line)
        place = Path(request["place"])
        if template is None:
            template = place.with_name("template")
            prepare(template)
        shutil.copytree(template, place)
        print(json.dumps(answer(act, place, request["step"])), flush=True)


if __name__ == "__main__":
    main()
