"""Run as a program: commands, each in a forked process whose system calls strace counts, fails or turns into SIGKILL.

    python -m tests.preserve.injected < requests > answers

A request is one line: {"act": of ACTS, "place": folder, "trace": path, "options": of strace}. Without options the act
is done undisturbed, in the folder as it is; with them in a new one. An answer is one line, see `answer`.

The commands run as the command line does, but their interpreter and their workers are forked from this warm process
instead of started: a point then costs a tenth of a second. strace looks at the main thread alone, which is the only
one that writes to a case; workers read, and answer through pipes.
"""

import gc
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

import cv2
from tests.cases import STORY
from tests.custody_case import decide_removal, list_reviewer
from tests.media import make
from tests.preserve.cases import make_files, new_case

from stemmata.cli.main import main as command_line
from stemmata.model.seams import Statement
from stemmata.pipeline import comparers
from stemmata.pipeline.analyse import PRELOAD
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.writer import Writer
from stemmata.sandbox import worker, zygote

Command = Callable[[Path], list[str]]


def said(place: Path, *words: str) -> None:
    """A command, in this process, that has to succeed."""
    code, told = spoken([*words], place)
    if code != 0:
        raise ValueError(f"{words} gave {code}: {told}")


def spoken(words: list[str], place: Path) -> tuple[int, str]:
    """Exit code and what stood on standard error; what is raised through `main` is a defect, and comes out of here."""
    sys.argv = ["stemmata", "-C", str(place / "case"), *words]
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    try:
        command_line()
    except SystemExit as ending:
        return int(ending.code or 0), sys.stderr.getvalue()
    finally:
        told, sys.stdout, sys.stderr = sys.stderr, sys.__stdout__, sys.__stderr__
    return 0, told.getvalue()


def prepare_add(place: Path) -> None:
    new_case(place / "case")
    make_files(place / "more", 2)


def prepare_run(place: Path) -> None:
    """A picture, its crop, and a story: something to read, to index, and to relate."""
    new_case(place / "case")
    (place / "files").mkdir()
    picture = make.texture(7, 160, 120)
    for name, shown in (("photo.png", picture), ("crop.png", picture[8:112, 10:150])):
        done, encoded = cv2.imencode(".png", shown)
        if not done:
            raise ValueError("no PNG was made")
        (place / "files" / name).write_bytes(encoded.tobytes())
    (place / "files" / "story.txt").write_text(STORY, "utf-8")
    said(place, "add", str(place / "files"), "--json")


def prepare_judge(place: Path) -> None:
    prepare_run(place)
    said(place, "run", "--json")


def prepare_close(place: Path) -> None:
    prepare_add(place)
    said(place, "add", str(place / "more"), "--json")


def prepare_merge(place: Path) -> None:
    """`case`, and `other`, which holds a log of its own."""
    prepare_close(place)
    new_case(place / "other")
    make_files(place / "theirs", 2, first=100)
    said(place, "-C", str(place / "other"), "add", str(place / "theirs"), "--json")


def prepare_erase(place: Path) -> None:
    """Two people decided that a film goes, and what an entry says of another."""
    prepare_close(place)
    case = CaseFolder.open(place / "case")
    list_reviewer(case)
    received = [entry.id for entry in case.entries() if entry.type == "receive"]
    clip = (place / "more" / "clip-001.mp4").read_bytes()
    decide_removal(case, sha256(clip).hexdigest(), bodies=tuple(received))


ACTS: dict[str, tuple[Callable[[Path], None], Command]] = {
    "add": (prepare_add, lambda place: ["add", str(place / "more"), "--json"]),
    "run": (prepare_run, lambda place: ["run", "--threads", "1", "--json"]),
    "judge": (prepare_judge, lambda place: ["judge", "photo.png", "crop.png", "--same", "--reason", "seen", "--json"]),
    "close": (prepare_close, lambda place: ["close", "--json"]),
    "merge": (prepare_merge, lambda place: ["merge", str(place / "other"), "--json"]),
    "erase": (prepare_erase, lambda place: ["erase", "--json"]),
    "checkpoint": (prepare_close, lambda place: ["checkpoint", "--out", str(place / "state"), "--json"]),
    "package": (prepare_close, lambda place: ["package", "clip-001.mp4", "--out", str(place / "package"), "--json"]),
    "export": (prepare_merge, lambda place: ["export", str(place / "copy"), "--format", "case", "--json"]),
}


class Forked:
    """As much of a Popen as who talks to a worker asks for. `run` is called in the child, with `kept` as 3, 4, ..."""

    def __init__(self, run: Callable[[], None], *kept: int) -> None:
        self.stdin: IO[str] | None = None
        self.stdout: IO[str] | None = None
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            for at, descriptor in enumerate([os.dup(one) for one in kept], start=3):
                os.dup2(descriptor, at)
            os.closerange(3 + len(kept), 1024)
            run()
            os._exit(0)

    def poll(self) -> None:
        return None

    def wait(self) -> None:
        os.waitpid(self.pid, 0)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def communicate(self) -> None:
        self.wait()


def fork_workers() -> None:
    """Workers and comparers are forked from this process, in which all that they load is loaded."""

    for module in PRELOAD:
        zygote.preload(module)

    def start(asked: worker.LocalWorker) -> None:
        if asked._process is None:
            asked._control, theirs = socket.socketpair()
            forked = Forked(lambda: zygote.main(["3", *asked._preload]), theirs.fileno())
            theirs.close()
            asked._process = forked  # type: ignore[assignment]
            asked._told()

    def started(asked: comparers.Comparers) -> Forked:
        questions, ask = os.pipe()
        hear, answers = os.pipe()

        def run() -> None:
            sys.stdin, sys.stdout = os.fdopen(3), os.fdopen(4, "w")
            comparers.main(str(asked._derived.root))

        forked = Forked(run, questions, answers)
        os.close(questions)
        os.close(answers)
        forked.stdin, forked.stdout = os.fdopen(ask, "w"), os.fdopen(hear)
        asked._all.append(forked)  # type: ignore[arg-type]
        return forked

    worker.LocalWorker.start = start  # type: ignore[assignment, method-assign]
    comparers.Comparers._started = started  # type: ignore[assignment, method-assign]


def in_child(words: list[str], place: Path, begin: int, report: socket.socket) -> None:
    """Told through a socket: `write` may be what fails."""
    append = Writer.append

    def told(writer: Writer, statements: Iterable[Statement]) -> list[str]:
        made = append(writer, statements)
        report.sendall("".join(f"+{entry}\n" for entry in made).encode())
        return made

    Writer.append = told  # type: ignore[assignment, method-assign]
    os.read(begin, 1)
    try:
        code, said = spoken(words, place)
        report.sendall(json.dumps({"code": code, "told": said}).encode() + b"\n")
    except BaseException:  # noqa: BLE001 - a traceback is what this looks for
        report.sendall(json.dumps({"code": -1, "told": traceback.format_exc()}).encode() + b"\n")


@contextmanager
def traced(child: int, trace: str, options: list[str]) -> Iterator[None]:
    """strace holds the child from here on, where there are options for it."""
    if not options:
        yield
        return
    command = ["strace", "-p", str(child), "-o", trace, "-y", "-s", "0", *options]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as tracer:
        first = "" if tracer.stderr is None else tracer.stderr.readline()
        if "attached" not in first:
            os.kill(child, signal.SIGKILL)
            raise ValueError(f"strace could not attach: {first}")
        yield


def answer(act: str, place: Path, options: list[str], trace: str) -> dict[str, object]:
    """{"acknowledged": entries, "killed": whether, "code": of the command, "told": what stood on standard error}."""
    words = ACTS[act][1](place)
    begin, go = os.pipe()
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            os.close(go)
            ours.close()
            in_child(words, place, begin, theirs)
        finally:
            os._exit(0)
    os.close(begin)
    theirs.close()
    with traced(child, trace, options):
        os.close(go)
        said = b""
        while block := ours.recv(1 << 16):
            said += block
        ours.close()
        _, status = os.waitpid(child, 0)
    lines = said.decode().splitlines()
    ended = json.loads(lines.pop()) if lines and lines[-1].startswith("{") else {"code": None, "told": ""}
    return {"acknowledged": [line[1:] for line in lines], "killed": os.WIFSIGNALED(status), **ended}


def template(act: str, beside: Path) -> Path:
    """What the act begins from, made once; the act is done once, so that all that it imports is imported."""
    prepare, command = ACTS[act]
    made, warm = beside / f"template-{act}", beside / f"warm-{act}"
    if not made.exists():
        made.mkdir()
        prepare(made)
        shutil.copytree(made, warm)
        said(warm, *command(warm))
        gc.freeze()
    return made


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    cv2.setNumThreads(1)
    fork_workers()
    for line in sys.stdin:
        asked = json.loads(line)
        place = Path(asked["place"])
        if asked["options"]:
            shutil.copytree(template(asked["act"], place.parent), place)
        answers.write(json.dumps(answer(asked["act"], place, asked["options"], asked["trace"])) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
